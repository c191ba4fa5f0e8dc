"""The mark beside each paragraph with open comments: a real button in the text's right margin."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QToolButton

from oscb_desktop.base.text import counted
from oscb_desktop.editing.touched import Touched
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.view import EditorView
from oscb_desktop.ui.widgets.icons import give_icon
from oscb_desktop.ui.widgets.look import GRID, scaled

_SMALL = 0.85


class CommentButtons(QObject):
    """Keeps the marks where their paragraphs are; ``chosen(block)`` on a click or Enter.

    The margin is made wide enough while there is any mark, so that no words are covered.
    """

    chosen = Signal(str)

    def __init__(self, view: EditorView, desk: Desk) -> None:
        super().__init__(view)
        self._view = view
        self._desk = desk
        self._counts: dict[str, int] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._room = 0
        view.laid_out.connect(self._place)
        desk.changed.connect(self._follow)
        self._count()

    def data(self) -> Mapping[str, int]:
        """Return how many open comments there are, by block."""
        return dict(self._counts)

    def button(self, block: str) -> QToolButton | None:
        """Return the mark beside a block."""
        return self._buttons.get(block)

    def _follow(self, _snapshot: object, _origin: object, touched: Touched) -> None:
        if touched.structure or touched.beside or touched.committees:
            self._count()
        else:
            self._place()

    def _count(self) -> None:
        snapshot = self._desk.snapshot
        counts: dict[str, int] = {}
        if any(thread.open for thread in snapshot.comments):
            sections = {section.id for section in snapshot.report.sections}
            known = sections | {block.id for block in snapshot.report.blocks()}
            for thread in snapshot.comments:
                if thread.open and thread.target in known:
                    counts[thread.target] = counts.get(thread.target, 0) + 1
        if counts != self._counts:
            self._counts = counts
            self._make()
        self._place()

    def _make(self) -> None:
        for target in [held for held in self._buttons if held not in self._counts]:
            button = self._buttons.pop(target)
            button.hide()
            button.deleteLater()
        for target, count in self._counts.items():
            button = self._buttons.get(target) or self._button(target)
            button.setText(counted(count, "Comment", "{count} comments"))
            button.setAccessibleName(
                counted(count, "1 open comment here", "{count} open comments here")
            )
            button.adjustSize()
        self._room = max((held.width() for held in self._buttons.values()), default=0)

    def _button(self, target: str) -> QToolButton:
        button = QToolButton(self._view.viewport())
        button.setFont(scaled(button.font(), _SMALL))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(self.tr("Show the comments on this paragraph"))
        button.clicked.connect(partial(self.chosen.emit, target))
        give_icon(button, "message-square")
        self._buttons[target] = button
        return button

    def _place(self) -> None:
        self._view.leave_beside(self._room + GRID if self._room else 0)
        shown: set[str] = set()
        left = round(self._view.report_document.textWidth()) - self._room - GRID // 2
        for block, face in self._view.shown_blocks():
            target = face.line.block or face.line.section
            button = self._buttons.get(target)
            if button is not None and target not in shown:
                shown.add(target)
                button.move(left, round(self._first_line(block) - button.height() / 2))
                button.setVisible(True)
        for target, button in self._buttons.items():
            if target not in shown:
                button.setVisible(False)

    def _first_line(self, block: QTextBlock) -> float:
        """Return where the middle of a block's first line is in the viewport, in px."""
        layout = block.layout()
        area = self._view.block_area(block)
        if not layout.lineCount():
            return area.center().y()
        line = layout.lineAt(0)
        top = layout.position().y() - self._view.verticalScrollBar().value()
        return top + line.y() + line.height() / 2

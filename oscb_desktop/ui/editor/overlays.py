"""Real buttons that stand in the text: on a table's or chart's card, and in an empty section."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from oscb_desktop.editing.text.displays import Face
from oscb_desktop.editing.text.lines import Kind
from oscb_desktop.ui.editor.typing import TypingView
from oscb_desktop.ui.widgets.look import GRID

_LOW = 16 * GRID  # px: a card that is no higher has the bar below it


class CardBar(QFrame):
    """The buttons of the table or chart that the caret is on."""

    change_requested = Signal(str)  # block
    move_requested = Signal(str, int)  # block, -1 up or 1 down
    delete_requested = Signal(str)  # block

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._block = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self.change = self._button(self.tr("Change…"), self.tr("Show it another way"))
        self.change.clicked.connect(lambda: self.change_requested.emit(self._block))
        self.up = self._button("\N{UPWARDS ARROW}", self.tr("Move up"))
        self.up.clicked.connect(lambda: self.move_requested.emit(self._block, -1))
        self.down = self._button("\N{DOWNWARDS ARROW}", self.tr("Move down"))
        self.down.clicked.connect(lambda: self.move_requested.emit(self._block, 1))
        self.delete = self._button(self.tr("Delete"), self.tr("Delete it from the report"))
        self.delete.clicked.connect(lambda: self.delete_requested.emit(self._block))
        for button in (self.change, self.up, self.down, self.delete):
            row.addWidget(button)
        self.hide()

    def data(self) -> str:
        """Return the id of the block whose buttons these are, "" for none."""
        return self._block

    def serve(self, block_id: str) -> None:
        """Serve another block, or none."""
        self._block = block_id
        self.setVisible(bool(block_id))

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        return button


class Overlays(QObject):
    """Keeps the buttons in the text where they belong while it scrolls and changes."""

    def __init__(self, view: TypingView, write_first: Callable[[str], None]) -> None:
        super().__init__(view)
        self._view = view
        self._write_first = write_first
        self._buttons: dict[str, QPushButton] = {}
        self.bar = CardBar(view.viewport())
        view.laid_out.connect(self.place)
        view.caret_moved.connect(lambda *_: self.place())

    def button(self, section: str) -> QPushButton | None:
        """Return the button in an empty section."""
        return self._buttons.get(section)

    def show_for(self, faces: list[Face], may_edit: bool) -> None:
        """Have a button in each empty section, none elsewhere."""
        wanted = {face.line.section for face in faces if face.line.kind is Kind.GUIDANCE}
        if not may_edit:
            wanted = set()
        for section in list(self._buttons):
            if section not in wanted:
                button = self._buttons.pop(section)
                button.hide()
                button.deleteLater()
        for section in sorted(wanted - set(self._buttons)):
            self._buttons[section] = self._button_for(section)
        self.place()

    def place(self) -> None:
        """Put every button where its line is."""
        view = self._view
        formats = view.report_document.formats
        shown = dict.fromkeys(self._buttons, False)
        bar_block = ""
        left = int(view.report_document.documentMargin() + formats.gutter)
        for block, face in view.shown_blocks():
            line = face.line
            area = view.block_area(block)
            if line.kind is Kind.GUIDANCE and line.section in self._buttons:
                button = self._buttons[line.section]
                text_bottom = area.top() + block.layout().boundingRect().height()
                button.move(left, int(text_bottom) + GRID)
                shown[line.section] = True
            elif line.kind is Kind.CARD and view.caret.block == line.block and self._may_edit():
                self.bar.adjustSize()
                document = view.report_document
                right = int(document.textWidth() - document.right_margin)
                # In a corner of a high card; what stands in a low one would be covered.
                low = area.height() < _LOW
                top = area.bottom() - 2 * GRID if low else area.top() + GRID
                self.bar.move(QPoint(right - self.bar.width() - GRID, int(top)))
                bar_block = line.block
        for section, visible in shown.items():
            self._buttons[section].setVisible(visible)
        if bar_block != self.bar.data() or bool(bar_block) != self.bar.isVisibleTo(view.viewport()):
            self.bar.serve(bar_block)

    def _may_edit(self) -> bool:
        return not self._view.isReadOnly() and self._view.caret.kind is Kind.CARD

    def _button_for(self, section: str) -> QPushButton:
        button = QPushButton(self.tr("Write the first paragraph"), self._view.viewport())
        button.clicked.connect(partial(self._write_first, section))
        button.adjustSize()
        return button

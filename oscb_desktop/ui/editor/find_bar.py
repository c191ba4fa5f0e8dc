"""The bar under the editor that finds words in the report."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTextEdit,
    QToolButton,
    QWidget,
)

from oscb_desktop.ui.editor.finding import Match, find_all
from oscb_desktop.ui.editor.typing import TypingView
from oscb_desktop.ui.icons import give_icon
from oscb_desktop.ui.look import GRID
from oscb_desktop.ui.marks import Tone, tint

_MOST_MARKED = 500


class FindBar(QFrame):
    """Words to find, how many there are, next and previous. Escape goes back to the text."""

    closed = Signal()

    def __init__(self, view: TypingView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._matches: list[Match] = []
        self._current = -1
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID)
        label = QLabel(self.tr("Fin&d"))
        self.words = QLineEdit()
        self.words.setAccessibleName(self.tr("Words to find"))
        self.words.setClearButtonEnabled(True)
        self.words.textEdited.connect(self._search)
        self.words.installEventFilter(self)
        label.setBuddy(self.words)
        self.count = QLabel()
        self.previous = self._button(self.tr("Previous"))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next = self._button(self.tr("Next"))
        self.next.clicked.connect(lambda: self.step(1))
        self.dismiss = self._button("")
        give_icon(self.dismiss, "x")
        self.dismiss.setAccessibleName(self.tr("Close the find bar"))
        self.dismiss.setToolTip(self.tr("Close (Esc)"))
        self.dismiss.clicked.connect(self.close_bar)
        row.addWidget(label)
        row.addWidget(self.words, 1)
        for widget in (self.count, self.previous, self.next, self.dismiss):
            row.addWidget(widget)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar, with what is selected in it."""
        selected = self._view.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.words.setText(selected)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and its marks."""
        self.hide()
        self._matches = []
        self._view.setExtraSelections([])
        self.closed.emit()

    def refresh(self) -> None:
        """Search again after the report has changed; the place is kept."""
        if self.isVisible():
            self._matches = find_all(self._view.report_document.faces, self.words.text())
            self._current = min(self._current, len(self._matches) - 1)
            self._mark()

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) place, round at the ends."""
        if self._matches:
            self._current = (self._current + by) % len(self._matches)
            self._show_current()
            self._mark()

    def data(self) -> tuple[int, int]:
        """Return which match is shown, from 1, and how many there are."""
        return self._current + 1, len(self._matches)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Shift+Enter step, Escape closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        self._matches = find_all(self._view.report_document.faces, self.words.text())
        document = self._view.report_document
        caret = self._view.textCursor().selectionStart()
        at = (document.index_at(caret), document.spot_at(caret).offset)
        later = (n for n, match in enumerate(self._matches) if (match.index, match.start) >= at)
        self._current = next(later, 0 if self._matches else -1)
        if self._matches:
            self._show_current()
        self._mark()

    def _show_current(self) -> None:
        self._view.setTextCursor(self._cursor(self._matches[self._current]))
        self._view.ensureCursorVisible()

    def _mark(self) -> None:
        selections = []
        colour = tint(Tone.WARN, self.palette())
        for match in self._matches[:_MOST_MARKED]:
            held = QTextEdit.ExtraSelection()
            held.cursor = self._cursor(match)
            held.format.setBackground(colour)
            selections.append(held)
        self._view.setExtraSelections(selections)
        found = bool(self._matches)
        if not self.words.text():
            self.count.setText("")
        elif found:
            self.count.setText(
                self.tr("{at} of {all}").format(at=self._current + 1, all=len(self._matches))
            )
        else:
            self.count.setText(self.tr("Not found"))
        self.previous.setEnabled(found)
        self.next.setEnabled(found)

    def _cursor(self, match: Match) -> QTextCursor:
        block = self._view.report_document.findBlockByNumber(match.index)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + match.start)
        cursor.setPosition(block.position() + match.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAutoRaise(True)
        return button

"""The footnote popover: what a note says."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.ui.widgets.look import GRID, spaced
from oscb_desktop.ui.widgets.popover import Popover
from oscb_desktop.ui.widgets.primary_button import PrimaryButton

_SIZE = QSize(52 * GRID, 22 * GRID)


class NotePopover(Popover):
    """``done(words)``; no words take the note out."""

    done = Signal(str)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAccessibleName(self.tr("Footnote"))
        label = QLabel(self.tr("&Footnote"))
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("Words of the footnote"))
        label.setBuddy(self.words)
        self.accept = PrimaryButton(self.tr("&Insert footnote"))
        self.remove = QPushButton(self.tr("&Remove footnote"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.accept)
        column = QVBoxLayout(self)
        spaced(column, margin=2 * GRID)
        column.addWidget(label)
        column.addWidget(self.words, 1)
        column.addLayout(buttons)
        self.watch(self.words, self.accept, self.remove)
        self.words.textChanged.connect(self._allow)
        self.accept.clicked.connect(self._finish)
        self.remove.clicked.connect(self._remove)

    def open_for(self, words: str, caret: QRect) -> None:
        """Ask for what a note says; ``words`` "" is a new note."""
        self.words.setPlainText(words)
        self.words.selectAll()
        self.remove.setVisible(bool(words))
        self.accept.setText(self.tr("&Change footnote") if words else self.tr("&Insert footnote"))
        self._allow()
        self.show_at(caret, _SIZE, self.words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the note: it is one passage."""
        if (
            watched is self.words
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._finish()
            return True
        return super().eventFilter(watched, event)

    def _said(self) -> str:
        return " ".join(self.words.toPlainText().split())

    def _allow(self) -> None:
        self.accept.setEnabled(bool(self._said()))

    def _finish(self) -> None:
        if self._said():
            self.hide()
            self.done.emit(self._said())

    def _remove(self) -> None:
        self.hide()
        self.done.emit("")

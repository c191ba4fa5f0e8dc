"""The few lines in which a comment is written, answered or handed over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.ui.widgets.ctrl_enter import CtrlEnter
from oscb_desktop.ui.widgets.look import GRID, quiet, scaled, spaced

_LINES = 3


class CommentForm(QWidget):
    """``said(text, to)`` by its button or Ctrl+Enter, ``closed`` by Cancel or Escape.

    ``asks_text`` and ``asks_to`` say which of the two fields there are.
    """

    said = Signal(str, str)
    closed = Signal()

    def __init__(
        self,
        verb: str,
        about: str,
        *,
        asks_text: bool = True,
        asks_to: bool = True,
        to: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._asks_text = asks_text
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(about)
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 2 * GRID)
        self.to = QLineEdit(to)
        self.to.setPlaceholderText(self.tr("name or post"))
        label = QLabel(self.tr("&For (optional)") if asks_text else self.tr("&For"))
        label.setBuddy(self.to)
        self.send = QPushButton(verb)
        self.send.clicked.connect(self._say)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.closed)
        self.note = quiet("")
        head = quiet(about)
        head.setFont(scaled(head.font(), 1.0, bold=True))
        column = QVBoxLayout(self)
        spaced(column, gap=GRID // 2)
        column.addWidget(head)
        column.addWidget(self.text)
        line = QHBoxLayout()
        spaced(line)
        line.addWidget(label)
        line.addWidget(self.to, 1)
        column.addLayout(line)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        spaced(buttons)
        buttons.addWidget(self.send)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column.addLayout(buttons)
        for part, asked in ((self.text, asks_text), (label, asks_to), (self.to, asks_to)):
            part.setVisible(asked)
        self.note.hide()
        self.setFocusProxy(self.text if asks_text else self.to)
        CtrlEnter(self, self._say, self.text, self.to)

    def data(self) -> tuple[str, str]:
        """Return what is written, and for whom."""
        return self.text.toPlainText().strip(), self.to.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        text, to = self.data()
        if self._asks_text and not text:
            self.note.setText(self.tr("Write what you want to say."))
            self.note.show()
            self.text.setFocus()
            return
        self.said.emit(text, to)

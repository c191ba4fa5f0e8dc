"""The line under the outline in which a section's heading is typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class HeadingLine(QLineEdit):
    """``typed(heading)`` on Enter, then ``left``; Escape only leaves. Hidden while not asked."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Heading of the section"))
        self.hide()

    def ask(self, present: str, what: str) -> None:
        """Ask for a heading in place of the present one; ``what`` says which heading it is."""
        self.setText(present)
        self.setAccessibleName(what)
        self.setPlaceholderText(what)
        self.show()
        self.selectAll()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is typed, Escape leaves things as they are."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave(" ".join(self.text().split()))
        elif event.key() == Qt.Key.Key_Escape:
            self._leave("")
        else:
            super().keyPressEvent(event)

    def _leave(self, heading: str) -> None:
        self.hide()
        self.left.emit()
        if heading:
            self.typed.emit(heading)

"""One message in the window: a mark with its word, the text, the remedy, buttons."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from oscb_desktop.base.text import say
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.message import Message
from oscb_desktop.ui.widgets.shapes import MarkLabel, colour, tint

_EDGE = 4  # px of the tone's own colour at the left


class MessageStrip(QFrame):
    """One message: a mark with its word, the text, the remedy, buttons."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message
        self.setObjectName("message")
        self.setProperty("tone", str(message.tone))
        self.setAccessibleName(f"{message.tone.word}: {message.text} {message.remedy}".strip())
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(MarkLabel(message.tone))
        row.addWidget(self._words(), 1)
        self.buttons = [QPushButton(label) for label, _ in message.actions]
        for button in self.buttons:
            row.addWidget(button)
        self.dismiss = QToolButton()
        self.dismiss.setText("\N{MULTIPLICATION SIGN}")
        self.dismiss.setAutoRaise(True)
        self.dismiss.setToolTip(say("Dismiss"))
        self.dismiss.setAccessibleName(say("Dismiss this message"))
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.dismiss)

    def _words(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(" ".join(part for part in (self.message.text, self.message.remedy) if part))
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setToolTip(self.message.code)
        return label

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a quiet ground in the message's tone, and its colour at the left edge."""
        painter = QPainter(self)
        tone, palette = self.message.tone, self.palette()
        painter.fillRect(self.rect(), tint(tone, palette))
        painter.fillRect(QRect(0, 0, _EDGE, self.height()), colour(tone, palette))

"""An answer to a question: its words at the left, what it gives at the right."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from oscb_desktop.operations.taking_in.showing import ShownAnswer
from oscb_desktop.ui.widgets.frames import paint_card
from oscb_desktop.ui.widgets.look import GRID, mixed

_INSIDE = GRID + GRID // 2
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_QUIET = 0.2
_CORNER = 6.0
_HALF = 0.5  # of the width, which neither side goes beyond where both need more


class AnswerButton(QAbstractButton):
    """As high as its words need at its width."""

    def __init__(self, answer: ShownAnswer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer = answer
        self.setText(answer.words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(answer.words)
        self.setAccessibleDescription(answer.gives)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the room for one line."""
        return QSize(20 * GRID, self.fontMetrics().height() + 2 * GRID + 4)

    def heightForWidth(self, width: int) -> int:
        """Return the height that both texts need, side by side."""
        left, right = self._widths(width - 2 * _INSIDE)
        metrics = self.fontMetrics()
        high = max(
            metrics.boundingRect(QRect(0, 0, max(room, 1), 10_000), _WRAP, words).height()
            for words, room in ((self.answer.words, left), (self.answer.gives, right))
        )
        return high + 2 * GRID + 4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take it on Enter, as on Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a button with two texts."""
        painter = QPainter(self)
        palette = self.palette()
        paint_card(painter, QRectF(self.rect()), palette, focus=self.hasFocus(),
                   lit=self.underMouse() or self.isDown(), corner=_CORNER)  # fmt: skip
        inside = self.rect().adjusted(_INSIDE, 0, -_INSIDE, 0)
        left, right = self._widths(inside.width())
        ink = palette.color(QPalette.ColorRole.WindowText)
        painter.setPen(ink)
        painter.drawText(QRect(inside.left(), 0, left, self.height()), _WRAP, self.answer.words)
        painter.setPen(mixed(ink, palette.color(QPalette.ColorRole.Base), _QUIET))
        area = QRect(inside.right() - right + 1, 0, right, self.height())
        painter.drawText(area, _RIGHT, self.answer.gives)

    def _widths(self, room: int) -> tuple[int, int]:
        """Return the width of either text."""
        if not self.answer.gives:
            return room, 0
        metrics = self.fontMetrics()
        need = metrics.horizontalAdvance(self.answer.words) + 2
        other = metrics.horizontalAdvance(self.answer.gives) + 2
        room -= GRID
        if need + other <= room:
            return room - other, other
        left = min(need, max(round(room * _HALF), room - other))
        return left, room - left

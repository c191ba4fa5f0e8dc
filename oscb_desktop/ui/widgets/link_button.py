"""Words that can be pressed: a button that looks like a link, wraps, and takes the keyboard."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
    QStyle,
    QStyleOptionFocusRect,
    QWidget,
)

_WRAP = int(Qt.TextFlag.TextWordWrap)
_EDGE = 2  # px around the words, for the focus ring
_SLACK = 2  # px: what measuring and painting may differ by


class LinkButton(QAbstractButton):
    """As high as its words need at its width."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the size of the words on one line."""
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2 * _EDGE + _SLACK
        return QSize(wide, self._height(10_000))

    def minimumSizeHint(self) -> QSize:
        """Return the least: it wraps."""
        return QSize(40, self.fontMetrics().height() + 2 * _EDGE)

    def heightForWidth(self, width: int) -> int:
        """Return the height the wrapped words need."""
        return self._height(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint underlined words in the palette's link colour, and the focus ring."""
        painter = QPainter(self)
        palette = self.palette()
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        font = self.font()
        font.setUnderline(self.isEnabled())
        painter.setFont(font)
        painter.setPen(palette.color(group, QPalette.ColorRole.Link))
        painter.drawText(self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), _WRAP, self.text())
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            self.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self
            )

    def _height(self, width: int) -> int:
        room = QRect(0, 0, max(width - 2 * _EDGE, 1), 10_000)
        return self.fontMetrics().boundingRect(room, _WRAP, self.text()).height() + 2 * _EDGE

"""A small panel that stands over the text at the caret. Escape, or leaving it, closes it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QWidget

from oscb_desktop.ui.widgets.look import GRID, mixed


class Popover(QFrame):
    """``over`` is the widget it stands over. Subclasses ``watch`` what can have the focus."""

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAutoFillBackground(True)
        self.hide()

    def watch(self, *parts: QWidget) -> None:
        """Close when the focus goes from these to anything outside, and on Escape in them."""
        for part in parts:
            part.installEventFilter(self)

    def show_at(self, caret: QRect, size: QSize, focus: QWidget) -> None:
        """Show it under the caret (a rectangle of ``over``), or above it near the edge."""
        room = self._over.rect().adjusted(GRID, GRID, -GRID, -GRID)
        wide, high = min(size.width(), room.width()), min(size.height(), room.height())
        below = caret.bottom() + GRID // 2
        top = below if below + high <= room.bottom() else caret.top() - high - GRID // 2
        left = min(caret.left(), room.right() - wide)
        self.resize(wide, high)
        self.move(QPoint(max(left, room.left()), max(top, room.top())))
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_popover(self) -> None:
        """Hide it and go back to the text."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an edge that can be seen on the paper, in light and in dark."""
        painter = QPainter(self)
        palette = self.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        painter.setPen(mixed(palette.color(QPalette.ColorRole.Window), ink, 0.4))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Escape, or when the focus goes elsewhere."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.close_popover()
            return True
        if event.type() == QEvent.Type.FocusOut:
            focused = self.window().focusWidget()
            if focused is not None and focused is not self and not self.isAncestorOf(focused):
                self.hide()
        return super().eventFilter(watched, event)

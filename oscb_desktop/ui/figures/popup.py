"""The figure popup: opens at the caret, filters as one types, Enter puts the figure in."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from oscb_desktop.ui.figures.picker import FigurePicker, FigureStore
from oscb_desktop.ui.look import GRID

_SIZE = (56 * GRID, 40 * GRID)


class FigurePopup(QFrame):
    """A panel over the editor. Escape, or leaving it, closes it."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, store: FigureStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFrameShadow(QFrame.Shadow.Raised)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Insert a figure"))
        self.picker = FigurePicker(store, self)
        self.picker.chosen.connect(self._choose)
        hint = QLabel(self.tr("Enter puts the figure in · Esc closes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.picker, 1)
        column.addWidget(hint)
        for watched in (self.picker.words, self.picker.list):
            watched.installEventFilter(self)
        self.hide()

    def open_at(self, caret: QRect) -> None:
        """Show the popup under the caret (a rectangle of the parent), or over it near the edge."""
        room = self._over.rect().adjusted(GRID, GRID, -GRID, -GRID)
        wide, high = min(_SIZE[0], room.width()), min(_SIZE[1], room.height())
        below = caret.bottom() + GRID // 2
        top = below if below + high <= room.bottom() else caret.top() - high - GRID // 2
        left = min(caret.left(), room.right() - wide)
        self.resize(wide, high)
        self.move(QPoint(max(left, room.left()), max(top, room.top())))
        self.picker.reset()
        self.show()
        self.raise_()
        self.picker.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_popup(self) -> None:
        """Hide the popup and go back to the text."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Escape, or when the focus goes elsewhere."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.close_popup()
            return True
        if event.type() == QEvent.Type.FocusOut:
            focused = self.window().focusWidget()
            if focused is not None and focused is not self and not self.isAncestorOf(focused):
                self.hide()
        return super().eventFilter(watched, event)

    def _choose(self, key: str) -> None:
        self.hide()
        self.chosen.emit(key)

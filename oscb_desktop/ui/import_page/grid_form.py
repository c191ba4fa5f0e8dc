"""A form that opens under the grid for one answer, and closes again."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from oscb_desktop.ui.widgets.look import GRID


class GridForm(QWidget):
    """Hidden until it asks; ``closed`` also where nothing was said."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, GRID, 0, 0)
        self.hide()

    def close_on_escape(self, parts: Iterable[QWidget]) -> None:
        """Close on Escape in any of the parts; it would leave the page elsewhere."""
        for part in parts:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Escape before the page has it."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Close, whether anything was said or not."""
        self.hide()
        self.closed.emit()

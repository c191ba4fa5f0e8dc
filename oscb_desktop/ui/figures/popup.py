"""The figure popup: opens at the caret, filters as one types, Enter puts the figure in."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from oscb_desktop.ui.figures.picker import FigurePicker, FigureStore
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.popover import Popover

_SIZE = QSize(56 * GRID, 40 * GRID)


class FigurePopup(Popover):
    """``chosen(key)`` when a figure is picked."""

    chosen = Signal(str)

    def __init__(self, store: FigureStore, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Insert a figure"))
        self.picker = FigurePicker(store, self)
        self.picker.chosen.connect(self._choose)
        hint = QLabel(self.tr("Enter inserts the figure · Esc closes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.picker, 1)
        column.addWidget(hint)
        self.watch(self.picker.words, self.picker.list)

    def open_at(self, caret: QRect) -> None:
        """Show the popup at the caret (a rectangle of the parent), with a new search."""
        self.picker.reset()
        self.show_at(caret, _SIZE, self.picker.words)

    def _choose(self, key: str) -> None:
        self.hide()
        self.chosen.emit(key)

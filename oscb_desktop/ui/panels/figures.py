"""Figures: every figure of the report to search, and the card of the one that is chosen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.operations.taking_in.provenance import FigureCard, figure_card
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.figures.card import CardView
from oscb_desktop.ui.figures.picker import FigurePicker, FigureStore
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.workers import WorkerPool


class FiguresPanel(QWidget):
    """The list over the card."""

    insert_wanted = Signal(str)  # key
    workbook_wanted = Signal(str)  # key
    place_wanted = Signal(str)  # block

    def __init__(
        self, desk: Desk, store: FigureStore, pool: WorkerPool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self._key = ""
        self.picker = FigurePicker(store)
        self.card = CardView()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.picker)
        split.addWidget(self.card)
        split.setSizes([30 * GRID, 40 * GRID])
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addWidget(split)
        self.setFocusProxy(self.picker)
        self.picker.looked_at.connect(self.show_card)
        self.picker.chosen.connect(self.insert_wanted)
        self.card.insert_wanted.connect(self.insert_wanted)
        self.card.workbook_wanted.connect(self.workbook_wanted)
        self.card.figure_wanted.connect(self.show_figure)
        self.card.place_wanted.connect(self.place_wanted)
        desk.changed.connect(self._refresh)

    def show_figure(self, key: str) -> None:
        """Select a figure and show its card."""
        self.picker.select(key)
        self.show_card(key)

    def show_card(self, key: str) -> None:
        """Show a figure's card."""
        self._key = key
        snapshot = self._desk.snapshot

        def work(_: Progress) -> FigureCard:
            return figure_card(snapshot, key)

        self._pool.run(work, owner=self, done=self._take, failed=self._lose)

    def _take(self, card: FigureCard) -> None:
        if card.figure.key == self._key and card != self.card.data():
            self.card.show_card(card, may_insert=not self._desk.read_only)

    def _lose(self, error: OscbError) -> None:
        self.card.show_card(None, may_insert=False)

    def _refresh(self) -> None:
        if self._key and self.isVisible():
            self.show_card(self._key)

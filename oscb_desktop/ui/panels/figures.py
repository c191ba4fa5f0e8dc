"""Figures: every figure of the report to search, and the card of the one that is chosen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.taking_in.provenance import FigureCard, figure_card
from oscb_desktop.operations.writing.deriving import WorkedOut, derive
from oscb_desktop.report.content.derived import Derived
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.figures.card import CardView
from oscb_desktop.ui.figures.derive_form import DeriveForm
from oscb_desktop.ui.figures.picker import FigurePicker, FigureStore
from oscb_desktop.ui.widgets.link_button import LinkButton
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
        self._wanted = ""  # the figure to select once it is listed
        self.picker = FigurePicker(store)
        self.card = CardView()
        self.work_out = LinkButton(self.tr("Work out a figure…"))
        self.work_out.setToolTip(self.tr("A share, a change, a rate and others, kept with it"))
        self.work_out.clicked.connect(self._open_form)
        self.form = DeriveForm()
        self.form.hide()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.picker)
        split.addWidget(self.card)
        split.setSizes([30 * GRID, 40 * GRID])
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addWidget(split, 1)
        column.addWidget(self.work_out)
        column.addWidget(self.form)
        self.setFocusProxy(self.picker)
        self.picker.looked_at.connect(self.show_card)
        self.picker.chosen.connect(self._choose)
        self.form.add_wanted.connect(lambda: self.form.add(self.picker.data()))
        self.form.kept.connect(self._keep)
        self.form.closed.connect(self._close_form)
        store.changed.connect(self._refresh_form)
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

    def _choose(self, key: str) -> None:
        """Put a figure into the form while it is open, else into the text."""
        if self.form.isVisible():
            self.form.add(key)
        else:
            self.insert_wanted.emit(key)

    def _open_form(self) -> None:
        self.form.begin(self._desk.figures)
        self._show_form(shown=True)
        self.form.setFocus()

    def _close_form(self) -> None:
        self._show_form(shown=False)
        self.work_out.setFocus()

    def _show_form(self, *, shown: bool) -> None:
        self.form.setVisible(shown)
        self.work_out.setVisible(not shown)
        self.card.setVisible(not shown)

    def _keep(self, wanted: Derived) -> None:
        def work(opened: Opened, _: Progress) -> WorkedOut:
            return derive(opened, wanted.name, wanted.formula, label=wanted.label)

        def done(made: WorkedOut) -> None:
            self._close_form()
            self._wanted = made.key
            self.show_card(made.key)

        self._desk.act(work, done, shows=lambda made: made.snapshot)

    def _refresh_form(self) -> None:
        if self.form.isVisible():
            self.form.show_figures(self._desk.figures)
        if self._wanted:
            self.picker.select(self._wanted)
            self._wanted = ""

    def _take(self, card: FigureCard) -> None:
        if card.figure.key == self._key and card != self.card.data():
            self.card.show_card(card, may_insert=not self._desk.read_only)

    def _lose(self, error: OscbError) -> None:
        self.card.show_card(None, may_insert=False)

    def _refresh(self) -> None:
        if self._key and self.isVisible():
            self.show_card(self._key)

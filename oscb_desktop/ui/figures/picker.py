"""A search box over a list of figures: the same in the popup, the panel and the table picker."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.figures.index import FigureIndex, build_index
from oscb_desktop.ui.figures.model import FigureDelegate, FigureModel
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.search_keys import SearchKeys
from oscb_desktop.ui.workers import WorkerPool


class FigureStore(QObject):
    """The index of the desk's figures, made anew in the background when they change."""

    changed = Signal()

    def __init__(self, desk: Desk, pool: WorkerPool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self.index: FigureIndex | None = None
        self._sets: object = None
        desk.changed.connect(self._follow)
        self._follow(desk.snapshot)

    def _follow(self, snapshot: Snapshot) -> None:
        if snapshot.report.figure_sets == self._sets:
            return
        self._sets = snapshot.report.figure_sets
        figures = snapshot.figures
        self._pool.run(lambda progress: build_index(figures, progress), owner=self, done=self._take)

    def _take(self, index: FigureIndex) -> None:
        self.index = index
        self.changed.emit()


class FigurePicker(QWidget):
    """``chosen(key)`` on Enter or a double click; ``looked_at(key)`` as the selection moves."""

    chosen = Signal(str)
    looked_at = Signal(str)

    def __init__(
        self, store: FigureStore, parent: QWidget | None = None, *, checkable: bool = False
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.model = FigureModel(self, checkable=checkable)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Search figures: words, a period, a cell"))
        self.words.setAccessibleName(self.tr("Search figures"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._narrow)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FigureDelegate(self.list))
        self.list.setAccessibleName(self.tr("Figures"))
        SearchKeys(self.words, self.list, lambda: self._choose(self.list.currentIndex()))
        self.list.doubleClicked.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._look)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setMargin(GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.words)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.words)
        store.changed.connect(self._take_index)
        self._take_index()

    def reset(self) -> None:
        """Start a new search."""
        self.words.clear()

    def select(self, key: str) -> None:
        """Select a figure, every filter off if it hides it."""
        row = self.model.row_of(key)
        if row < 0 and self.words.text():
            self.words.clear()
            row = self.model.row_of(key)
        if row >= 0:
            self._set_current(row)

    def data(self) -> str:
        """Return the key of the selected figure, "" for none."""
        entry = self.model.entry(self.list.currentIndex().row())
        return entry.key if entry is not None else ""

    def _narrow(self, words: str) -> None:
        self.model.set_words(words)
        self._settle()

    def _take_index(self) -> None:
        if self._store.index is not None:
            held = self.data()
            self.model.set_index(self._store.index)
            self._settle()
            if held:
                self.select(held)

    def _settle(self) -> None:
        """Select the first row, or say why there is none."""
        none = self.model.rowCount() == 0
        self.empty.setVisible(none)
        self.list.setVisible(not none)
        if not none:
            self._set_current(0)
        elif self._store.index is None:
            self.empty.setText(self.tr("Listing the figures…"))
        elif self._store.index.entries:
            self.empty.setText(self.tr("No figure matches all these words."))
        else:
            self.empty.setText(
                self.tr("No figures yet. Import a return, and its figures appear here.")
            )

    def _set_current(self, row: int) -> None:
        index = self.model.index(row)
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.list.scrollTo(index)

    def _choose(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        if entry is not None:
            self.chosen.emit(entry.key)

    def _look(self, current: QModelIndex) -> None:
        entry = self.model.entry(current.row())
        if entry is not None:
            self.looked_at.emit(entry.key)

"""History: who did what to the report, and when, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.operations.writing import versions
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.panel_rows import SECOND_ROLE, RowDelegate

if TYPE_CHECKING:
    from oscb_desktop.editing.history import HistoryEntry
    from oscb_desktop.operations.writing.versions import ToldAct

_AT_ONCE = 200
_PAUSE_MS = 300
_NO_INDEX = QModelIndex()


class HistoryModel(QAbstractListModel):
    """Acts as rows; more are fetched as one scrolls."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._acts: list[ToldAct] = []
        self._whole = True
        self._fetching = False

    def load(self) -> None:
        """Read the latest acts from the file."""
        self._desk.read(lambda opened, _: versions.told_history(opened, _AT_ONCE), self._replace)

    def entry(self, row: int) -> HistoryEntry | None:
        """Return the act of a row, None where there is none."""
        return self._acts[row].entry if 0 <= row < len(self._acts) else None

    def rowCount(self, parent: QModelIndex = _NO_INDEX) -> int:  # type: ignore[override]
        """Return how many acts are listed."""
        return 0 if parent.isValid() else len(self._acts)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # type: ignore[override]
        """Return what was done, or who did it and when."""
        if not index.isValid() or index.row() >= len(self._acts):
            return None
        entry, where = self._acts[index.row()].entry, self._acts[index.row()].where
        when = f"{said_time(entry.at)} · {entry.by}"
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == SECOND_ROLE:
            return f"{where}\n{when}" if where else when
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (entry.label, where, said_time(entry.at), entry.by)))
        return None

    def canFetchMore(self, parent: QModelIndex) -> bool:  # type: ignore[override]
        """Return whether older acts are not listed yet."""
        return not parent.isValid() and not self._whole and not self._fetching

    def fetchMore(self, parent: QModelIndex) -> None:  # type: ignore[override]
        """List older acts."""
        if self.canFetchMore(parent):
            self._fetching = True
            before = self._acts[-1].first
            self._desk.read(
                lambda opened, _: versions.told_history(opened, _AT_ONCE, before), self._append
            )

    def _replace(self, told: tuple[list[ToldAct], bool]) -> None:
        acts, whole = told
        if acts == self._acts[: len(acts)]:
            return
        self.beginResetModel()
        self._acts, self._whole = list(acts), whole
        self.endResetModel()

    def _append(self, told: tuple[list[ToldAct], bool]) -> None:
        acts, self._whole = told
        self._fetching = False
        if acts:
            first = len(self._acts)
            self.beginInsertRows(_NO_INDEX, first, first + len(acts) - 1)
            self._acts.extend(acts)
            self.endInsertRows()


class HistoryPanel(QWidget):
    """The history as a list. While it is hidden nothing is read.

    ``compare_wanted(seq, words)`` asks what has changed since an act.
    """

    compare_wanted = Signal(int, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = HistoryModel(desk, self)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("History of the report"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.activated.connect(lambda _: self._compare())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._allow())
        self.model.modelReset.connect(self._allow)
        self.compare = QPushButton(self.tr("&Compare with now"))
        self.compare.setToolTip(self.tr("What has changed since this; bring a section back"))
        self.compare.clicked.connect(self._compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(GRID, 0, GRID, GRID)
        foot.addWidget(self.compare)
        column.addLayout(foot)
        self._allow()
        self.setFocusProxy(self.list)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._load)
        desk.saved.connect(self._wait)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was done while it was hidden."""
        super().showEvent(event)
        self.model.load()

    def _compare(self) -> None:
        entry = self.model.entry(self.list.currentIndex().row())
        if entry is not None:
            words = self.tr("“{act}”, {when}").format(act=entry.label, when=said_time(entry.at))
            self.compare_wanted.emit(entry.seq, words)

    def _allow(self) -> None:
        self.compare.setEnabled(self.list.currentIndex().isValid())

    def _wait(self) -> None:
        self._timer.start()

    def _load(self) -> None:
        if self.isVisible():
            self.model.load()


def said_time(at: datetime) -> str:
    """Return a moment as a person says it: ``10:42`` today, ``Thu 10 Sep, 10:42`` before."""
    local = at.astimezone()
    if local.date() == datetime.now().astimezone().date():
        return f"{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"

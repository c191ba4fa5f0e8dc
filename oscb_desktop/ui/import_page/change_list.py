"""What accepting a return would change of the figures that the report has, each with a tick."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.operations.taking_in.previewing import Difference
from oscb_desktop.ui.import_page.tick_table import TickTable
from oscb_desktop.ui.widgets.look import GRID, quiet, spaced

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FIGURE, _NOW, _THEN, _ALTERS = range(4)


class ChangeModel(QAbstractTableModel):
    """Figure with a tick, now, then, what it alters. Unticked figures stay as they are."""

    kept_changed = Signal()

    def __init__(
        self,
        changes: Sequence[Difference],
        kept: Collection[str] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._changes = tuple(changes)
        self._kept = set(kept)

    @property
    def kept(self) -> frozenset[str]:
        """The keys of the figures that stay as they are."""
        return frozenset(self._kept)

    def keep(self, *, every: bool) -> None:
        """Take none of the changes, or all."""
        self._kept = {held.key for held in self._changes if every and not held.worked_out}
        if self._changes:
            last = self.index(len(self._changes) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.kept_changed.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many figures differ."""
        return 0 if parent.isValid() else len(self._changes)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Figure, now, then, what it alters."""
        return 0 if parent.isValid() else 4

    def change(self, index: _Index) -> Difference:
        """Return the change of a row."""
        return self._changes[index.row()]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a figure's name, its values, where it is used, or whether it is taken."""
        if not index.isValid():
            return None
        held = self.change(index)
        if role == Qt.ItemDataRole.CheckStateRole:
            if index.column() != _FIGURE or held.worked_out:
                return None
            return Qt.CheckState.Unchecked if held.key in self._kept else Qt.CheckState.Checked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            words = (
                held.label,
                held.before or self.tr("new"),
                held.after or self.tr("gone"),
                ", ".join(held.places),
            )
            if role == Qt.ItemDataRole.ToolTipRole and held.worked_out and not index.column():
                return self.tr("{figure}: worked out from others").format(figure=held.label)
            return words[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (_NOW, _THEN):
            return _RIGHT
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a change, or leave the figure as it is."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        held = self.change(index)
        if held.worked_out or index.column() != _FIGURE:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._kept.discard(held.key)
        else:
            self._kept.add(held.key)
        self.dataChanged.emit(index, index, [role])
        self.kept_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let the figures be ticked that do not follow from others."""
        flags = super().flags(index)
        if index.isValid() and index.column() == _FIGURE and not self.change(index).worked_out:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the columns' names."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Figure"),
                self.tr("Report"),
                self.tr("This file"),
                self.tr("Alters"),
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (_NOW, _THEN):
            return _RIGHT
        return None


class ChangeList(QWidget):
    """``chosen(cell)`` when a person goes to a change; ``kept_changed(keys)`` when ticks do."""

    chosen = Signal(str)
    kept_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _ChangeTable()
        self.table.chosen.connect(self.chosen)
        self.take_button = QPushButton(self.tr("&Take all"))
        self.take_button.clicked.connect(lambda: self._keep(every=False))
        self.keep_button = QPushButton(self.tr("Take &none"))
        self.keep_button.clicked.connect(lambda: self._keep(every=True))
        buttons = QHBoxLayout()
        spaced(buttons)
        buttons.addWidget(self.take_button)
        buttons.addWidget(self.keep_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        spaced(column, gap=GRID)
        column.addSpacing(GRID)
        column.addWidget(
            quiet(self.tr("A figure that is not ticked stays as it is in the report."))
        )
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def model(self) -> ChangeModel | None:
        """Return the changes that are listed."""
        model = self.table.model()
        return model if isinstance(model, ChangeModel) else None

    def show_changes(self, changes: Sequence[Difference], kept: Collection[str] = ()) -> None:
        """List these changes, the figures ``kept`` not ticked."""
        before = self.table.model()
        model = ChangeModel(changes, kept, self)
        model.kept_changed.connect(lambda: self.kept_changed.emit(model.kept))
        self.table.setModel(model)
        if before is not None:
            before.deleteLater()
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(_FIGURE, QHeaderView.ResizeMode.Stretch)
        for section in (_NOW, _THEN):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_ALTERS, QHeaderView.ResizeMode.Interactive)
        head.resizeSection(_ALTERS, 14 * GRID)
        self.table.setColumnHidden(_ALTERS, not any(held.places for held in changes))

    def _keep(self, *, every: bool) -> None:
        model = self.model()
        if model is not None:
            model.keep(every=every)


class _ChangeTable(TickTable):
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # both ends tell figures apart
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(2 * self.fontMetrics().height() + GRID)  # two lines
        self.setAccessibleName(self.tr("What will change in the report"))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which cell the new value is in."""
        super().currentChanged(current, previous)
        model = self.model()
        if current.isValid() and isinstance(model, ChangeModel) and model.change(current).cell:
            self.chosen.emit(model.change(current).cell)

"""What accepting a return would change of the figures that the report has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from oscb_desktop.operations.previewing import Difference
from oscb_desktop.ui.look import GRID

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChangeModel(QAbstractTableModel):
    """Figure, now, then."""

    def __init__(self, changes: Sequence[Difference], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes = tuple(changes)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many figures differ."""
        return 0 if parent.isValid() else len(self._changes)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Figure, now, then."""
        return 0 if parent.isValid() else 3

    def change(self, index: _Index) -> Difference:
        """Return the change of a row."""
        return self._changes[index.row()]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a figure's name, or its value before or after."""
        if not index.isValid():
            return None
        held = self.change(index)
        words = (held.label, held.before or self.tr("new"), held.after or self.tr("gone"))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the columns' names."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Figure"), self.tr("In the report"), self.tr("In this file"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return _RIGHT
        return None


class ChangeList(QTableView):
    """``chosen(cell)`` when a person goes to a change whose new value has a cell."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # both ends tell figures apart
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(self.fontMetrics().height() + GRID)
        self.setAccessibleName(self.tr("What will change in the report"))

    def show_changes(self, changes: Sequence[Difference]) -> None:
        """List these changes."""
        before = self.model()
        self.setModel(ChangeModel(changes, self))
        if before is not None:
            before.deleteLater()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section in (1, 2):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which cell the new value is in."""
        super().currentChanged(current, previous)
        model = self.model()
        if current.isValid() and isinstance(model, ChangeModel) and model.change(current).cell:
            self.chosen.emit(model.change(current).cell)

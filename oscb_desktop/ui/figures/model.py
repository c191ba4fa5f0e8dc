"""The figures of an index as an item model, narrowed by words; and how a row looks."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from oscb_desktop.ui.figures.index import Entry, FigureIndex, matching
from oscb_desktop.ui.widgets.look import GRID, mixed, scaled

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
_NO_INDEX = QModelIndex()


class FigureModel(QAbstractListModel):
    """Rows of figures; ``checkable`` ones can be ticked."""

    def __init__(self, parent: QObject | None = None, *, checkable: bool = False) -> None:
        super().__init__(parent)
        self._index = FigureIndex()
        self._words = ""
        self._rows: Sequence[Entry] = ()
        self._checkable = checkable
        self._checked: dict[str, None] = {}  # in the order they were ticked

    @property
    def checked(self) -> tuple[str, ...]:
        """The keys of the ticked figures, in the order they were ticked."""
        return tuple(self._checked)

    def set_checked(self, keys: Sequence[str]) -> None:
        """Tick these and no others."""
        self._checked = dict.fromkeys(keys)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def set_index(self, index: FigureIndex) -> None:
        """List the figures of another index, narrowed as before."""
        self.beginResetModel()
        self._index = index
        self._rows = matching(index.entries, self._words)
        self.endResetModel()

    def set_words(self, words: str) -> None:
        """List only the figures that hold every word."""
        narrower = words.casefold().startswith(self._words.casefold())
        start = self._rows if narrower else self._index.entries
        self.beginResetModel()
        self._words = words
        self._rows = matching(start, words)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Return the entry of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: str) -> int:
        """Return the row of a figure, -1 where it is not listed."""
        return next((row for row, entry in enumerate(self._rows) if entry.key == key), -1)

    def rowCount(self, parent: QModelIndex = _NO_INDEX) -> int:  # type: ignore[override]
        """Return how many figures are listed."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        flags = super().flags(index)
        ticked = self._checkable and index.isValid()
        return flags | Qt.ItemFlag.ItemIsUserCheckable if ticked else flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # type: ignore[override]
        """Return a figure's label, its tick, or all of it."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.label}, {entry.printed}, {entry.period}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.label}\n{entry.printed} · {entry.period}\n{entry.place}"
        if role == Qt.ItemDataRole.CheckStateRole and self._checkable:
            held = entry.key in self._checked
            return Qt.CheckState.Checked if held else Qt.CheckState.Unchecked
        return None

    def setData(  # type: ignore[override]
        self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Tick or untick a figure."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None or role != Qt.ItemDataRole.CheckStateRole or not self._checkable:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._checked[entry.key] = None
        else:
            self._checked.pop(entry.key, None)
        self.dataChanged.emit(index, index, [role])
        return True


class FigureDelegate(QStyledItemDelegate):
    """Paints a figure: its label and value, and under them its period and cell."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room a row needs."""
        return QSize(24 * GRID, 2 * option.fontMetrics.height() + round(1.5 * GRID))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row."""
        held = QStyleOptionViewItem(option)
        self.initStyleOption(held, index)
        held.text = ""
        style = held.widget.style() if held.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, held, painter, held.widget)
        entry: Entry = index.data(ENTRY_ROLE)
        selected = bool(held.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        base = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base
        ink = held.palette.color(role)
        left = GRID
        if held.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
            tick = style.subElementRect(
                QStyle.SubElement.SE_ItemViewItemCheckIndicator, held, held.widget
            )
            left = tick.right() - held.rect.left() + GRID
        inside = held.rect.adjusted(left, 0, -GRID, 0)
        high = held.fontMetrics.height()
        top = inside.top() + round(0.75 * GRID)
        painter.save()
        bold = scaled(held.font, 1.0, bold=True)
        painter.setFont(bold)
        painter.setPen(ink)
        wide = painter.fontMetrics().horizontalAdvance(entry.printed)
        value = QRect(inside.right() - wide, top, wide + 1, high)
        painter.drawText(value, Qt.AlignmentFlag.AlignRight, entry.printed)
        painter.setFont(held.font)
        label = QRect(inside.left(), top, inside.width() - wide - 2 * GRID, high)
        # What tells figures apart is at the end: the column, the cell.
        elide = Qt.TextElideMode.ElideMiddle
        painter.drawText(label, 0, held.fontMetrics.elidedText(entry.label, elide, label.width()))
        painter.setFont(scaled(held.font, 0.88))
        painter.setPen(mixed(held.palette.color(base), ink, 0.78))
        below = QRect(inside.left(), top + high, inside.width(), high)
        said = f"{entry.period} · {entry.place}" if entry.period else entry.place
        said = painter.fontMetrics().elidedText(said, elide, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()

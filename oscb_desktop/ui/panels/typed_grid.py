"""A table typed by hand: cells one moves through with Tab, rows and columns as many as needed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.report.content.blocks import TypedTable
from oscb_desktop.ui.widgets.look import GRID

_FIRST_SIZE = (4, 3)  # rows with the headings, columns
_MOST = (500, 40)
_NO_INDEX = QModelIndex()

_Index = QModelIndex | QPersistentModelIndex


class TypedModel(QAbstractTableModel):
    """Cells of words; the first row is the headings. Never without a cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[list[str]] = []
        self.show_rows(())

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other cells; none is an empty table of the first size."""
        wide = max((len(row) for row in rows), default=0) or _FIRST_SIZE[1]
        self.beginResetModel()
        self._rows = [[*row, *[""] * (wide - len(row))] for row in rows]
        if not self._rows:
            self._rows = [[""] * wide for _ in range(_FIRST_SIZE[0])]
        self.endResetModel()

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the cells without empty rows and columns at the end."""
        high, wide = self.used()
        return tuple(tuple(cell.strip() for cell in row[:wide]) for row in self._rows[:high])

    def used(self) -> tuple[int, int]:
        """Return how many rows and columns there are up to the last one with words."""
        filled = [
            (at, column)
            for at, row in enumerate(self._rows)
            for column, cell in enumerate(row)
            if cell.strip()
        ]
        if not filled:
            return 0, 0
        return max(at for at, _ in filled) + 1, max(column for _, column in filled) + 1

    def resize(self, rows: int, columns: int) -> None:
        """Add empty rows and columns at the end, or take such away."""
        high, wide = self.rowCount(), self.columnCount()
        if rows > high:
            self.insert_rows(high, rows - high)
        elif rows < high:
            self.beginRemoveRows(_NO_INDEX, rows, high - 1)
            del self._rows[rows:]
            self.endRemoveRows()
        if columns > wide:
            self.insert_columns(wide, columns - wide)
        elif columns < wide:
            self.beginRemoveColumns(_NO_INDEX, columns, wide - 1)
            for row in self._rows:
                del row[columns:]
            self.endRemoveColumns()

    def insert_rows(self, at: int, count: int = 1) -> None:
        """Put empty rows in before a row."""
        self.beginInsertRows(_NO_INDEX, at, at + count - 1)
        self._rows[at:at] = [[""] * self.columnCount() for _ in range(count)]
        self.endInsertRows()

    def insert_columns(self, at: int, count: int = 1) -> None:
        """Put empty columns in before a column."""
        self.beginInsertColumns(_NO_INDEX, at, at + count - 1)
        for row in self._rows:
            row[at:at] = [""] * count
        self.endInsertColumns()

    def remove_row(self, at: int) -> None:
        """Take a row out with its words, unless it is the only one."""
        if self.rowCount() > 1:
            self.beginRemoveRows(_NO_INDEX, at, at)
            del self._rows[at]
            self.endRemoveRows()

    def remove_column(self, at: int) -> None:
        """Take a column out with its words, unless it is the only one."""
        if self.columnCount() > 1:
            self.beginRemoveColumns(_NO_INDEX, at, at)
            for row in self._rows:
                del row[at]
            self.endRemoveColumns()

    def put(self, row: int, column: int, cells: Sequence[Sequence[str]]) -> None:
        """Put a block of cells in from a cell on; the table grows as far as it may."""
        high = min(row + len(cells), _MOST[0])
        wide = min(column + max(map(len, cells)), _MOST[1])
        self.resize(max(high, self.rowCount()), max(wide, self.columnCount()))
        for at, line in enumerate(cells[: high - row]):
            for to, text in enumerate(line[: wide - column]):
                self._rows[row + at][column + to] = text.strip()
        self.dataChanged.emit(self.index(row, column), self.index(high - 1, wide - 1))

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return how many rows there are, the headings among them."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() or not self._rows else len(self._rows[0])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words; headings are bold."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.FontRole and index.row() == 0:
            font = QFont(QGuiApplication.font())
            font.setBold(True)
            return font
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a cell's words."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self._rows[index.row()][index.column()] = " ".join(str(value).split())
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that every cell can be typed into."""
        return super().flags(index) | (
            Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what a row is called."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Vertical:
            return None
        return self.tr("Heading") if section == 0 else str(section)


class TypedView(QTableView):
    """The cells. Tab goes to the next one, and from the last one into a new row."""

    def __init__(self, model: TypedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Cells of the table"))
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(9 * GRID)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setAccessibleName(self.tr("Columns"))
        self.verticalHeader().setAccessibleName(self.tr("Rows"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add a row with Tab, empty cells with Delete, paste cells of a workbook."""
        if event.key() == Qt.Key.Key_Tab and self._is_last():
            self._grow()
        elif event.key() == Qt.Key.Key_Delete:
            for index in self.selectedIndexes():
                self._model.setData(index, "")
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on into a new row when Tab leaves the last cell."""
        if hint is QAbstractItemDelegate.EndEditHint.EditNextItem and self._is_last():
            super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self._grow()
            self.edit(self.currentIndex())
            return
        super().closeEditor(editor, hint)

    def _is_last(self) -> bool:
        index = self.currentIndex()
        at = (index.row() + 1, index.column() + 1)
        return at == (self._model.rowCount(), self._model.columnCount())

    def _grow(self) -> None:
        rows = self._model.rowCount()
        if rows < _MOST[0]:
            self._model.insert_rows(rows)
            self.setCurrentIndex(self._model.index(rows, 0))

    def _paste(self) -> None:
        index, text = self.currentIndex(), QGuiApplication.clipboard().text()
        lines = [line.split("\t") for line in text.rstrip("\r\n").splitlines()]
        if index.isValid() and lines:
            self._model.put(index.row(), index.column(), lines)


class TypedGrid(QWidget):
    """The cells with their size and what can be done with rows and columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TypedModel(self)
        self.view = TypedView(self.model)
        self.rows = self._spin(self.tr("Rows, with the headings"), _MOST[0])
        self.columns = self._spin(self.tr("Columns"), _MOST[1])
        sizes = QHBoxLayout()
        for text, spin in ((self.tr("&Rows"), self.rows), (self.tr("Co&lumns"), self.columns)):
            label = QLabel(text)
            label.setBuddy(spin)
            sizes.addWidget(label)
            sizes.addWidget(spin)
        sizes.addStretch(1)
        acts = QGridLayout()
        acts.setSpacing(GRID // 2)
        self.buttons: dict[str, QPushButton] = {}
        for at, (key, text) in enumerate(
            (
                ("row_in", self.tr("Insert row")),
                ("row_out", self.tr("Delete row")),
                ("column_in", self.tr("Insert column")),
                ("column_out", self.tr("Delete column")),
            )
        ):
            self.buttons[key] = button = QPushButton(text)
            button.clicked.connect(lambda _=False, key=key: self._act(key))
            acts.addWidget(button, at // 2, at % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(sizes)
        column.addWidget(self.view, 1)
        column.addLayout(acts)
        self.setFocusProxy(self.view)
        for changed in (
            self.model.modelReset,
            self.model.rowsInserted,
            self.model.rowsRemoved,
            self.model.columnsInserted,
            self.model.columnsRemoved,
            self.model.dataChanged,
        ):
            changed.connect(self._tell_size)
        self.rows.valueChanged.connect(self._resize)
        self.columns.valueChanged.connect(self._resize)
        self.show_table(TypedTable(rows=()))

    def show_table(self, table: TypedTable) -> None:
        """Show another table to type in."""
        self.model.show_rows(table.rows)
        self.view.setCurrentIndex(self.model.index(0, 0))

    def table(self) -> TypedTable | None:
        """Return what was typed, None where there is nothing below a heading."""
        rows = self.model.rows()
        return TypedTable(rows=rows) if len(rows) > 1 else None

    def _act(self, key: str) -> None:
        index = self.view.currentIndex()
        row, column = max(index.row(), 0), max(index.column(), 0)
        if key == "row_in" and self.model.rowCount() < _MOST[0]:
            self.model.insert_rows(row + 1)
            row += 1
        elif key == "column_in" and self.model.columnCount() < _MOST[1]:
            self.model.insert_columns(column + 1)
            column += 1
        elif key == "row_out":
            self.model.remove_row(row)
        elif key == "column_out":
            self.model.remove_column(column)
        last = (self.model.rowCount() - 1, self.model.columnCount() - 1)
        self.view.setCurrentIndex(self.model.index(min(row, last[0]), min(column, last[1])))
        self.view.setFocus()

    def _resize(self) -> None:
        self.model.resize(self.rows.value(), self.columns.value())

    def _tell_size(self) -> None:
        """Show how large the table is; it cannot be made smaller than what is typed."""
        high, wide = self.model.used()
        sizes = (
            (self.rows, self.model.rowCount(), max(high, 2)),
            (self.columns, self.model.columnCount(), max(wide, 1)),
        )
        for spin, size, least in sizes:
            spin.blockSignals(True)
            spin.setMinimum(min(least, size))
            spin.setValue(size)
            spin.blockSignals(False)

    def _spin(self, name: str, most: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(1, most)
        spin.setAccessibleName(name)
        return spin

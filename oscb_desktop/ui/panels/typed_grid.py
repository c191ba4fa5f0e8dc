"""A table typed by hand: cells one moves through with Tab, rows and columns as many as needed."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
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

from oscb_desktop.report.content.blocks import Span, TypedTable
from oscb_desktop.report.content.typed_tables import (
    MOST_HEADER_ROWS,
    header_rows,
    spans_of,
    typed_table,
)
from oscb_desktop.ui.widgets.look import GRID

_FIRST_SIZE = (4, 3)  # rows with the headings, columns
_MOST = (500, 40)
_NO_INDEX = QModelIndex()

_Index = QModelIndex | QPersistentModelIndex


class TypedModel(QAbstractTableModel):
    """Cells of words; the first rows are the headings. Never without a cell.

    ``header_changed`` when other rows are headings, or other cells of these are merged.
    """

    header_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.head_rows = 1
        self.spans: tuple[Span, ...] = ()
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
        self.set_header(1, ())

    def set_header(self, head_rows: int, spans: Iterable[Span]) -> None:
        """Have other rows be the headings, and other cells of them merged."""
        sound = typed_table(self._rows, head_rows, spans)
        self._rows = [list(row) for row in sound.rows]
        self.head_rows, self.spans = header_rows(sound), spans_of(sound)
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
        self.header_changed.emit()

    def merge(self, cells: Iterable[tuple[int, int]]) -> None:
        """Make one of neighbouring cells of the headings; their words come together."""
        held = list(cells)
        rows, columns = [row for row, _ in held], [column for _, column in held]
        top, left = min(rows), min(columns)
        made = Span(row=top, column=left, across=max(columns) - left + 1, down=max(rows) - top + 1)
        apart = (span for span in self.spans if not _meet(span, made))
        self.set_header(self.head_rows, (*apart, made))

    def split(self, cells: Iterable[tuple[int, int]]) -> None:
        """Make merged cells single ones again; their words stay in the first."""
        held = set(cells)
        kept = (span for span in self.spans if (span.row, span.column) not in held)
        self.set_header(self.head_rows, kept)

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
        if at < self.head_rows:
            moved = (_moved(span, "row", at, count) for span in self.spans)
            self.set_header(self.head_rows + count, moved)

    def insert_columns(self, at: int, count: int = 1) -> None:
        """Put empty columns in before a column."""
        self.beginInsertColumns(_NO_INDEX, at, at + count - 1)
        for row in self._rows:
            row[at:at] = [""] * count
        self.endInsertColumns()
        if self.spans:
            moved = (_moved(span, "column", at, count) for span in self.spans)
            self.set_header(self.head_rows, moved)

    def remove_row(self, at: int) -> None:
        """Take a row out with its words, unless it is the only one."""
        if self.rowCount() > 1:
            self.beginRemoveRows(_NO_INDEX, at, at)
            del self._rows[at]
            self.endRemoveRows()
            if at < self.head_rows:
                kept = (span for span in self.spans if not span.row <= at < span.row + span.down)
                moved = (_moved(span, "row", at, -1) for span in kept)
                self.set_header(max(self.head_rows - 1, 1), moved)

    def remove_column(self, at: int) -> None:
        """Take a column out with its words, unless it is the only one."""
        if self.columnCount() > 1:
            self.beginRemoveColumns(_NO_INDEX, at, at)
            for row in self._rows:
                del row[at]
            self.endRemoveColumns()
            kept = (s for s in self.spans if not s.column <= at < s.column + s.across)
            self.set_header(self.head_rows, (_moved(span, "column", at, -1) for span in kept))

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
        if role == Qt.ItemDataRole.FontRole and index.row() < self.head_rows:
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
        if section < self.head_rows:
            return self.tr("Heading")
        return str(section - self.head_rows + 1)


def _meet(one: Span, other: Span) -> bool:
    apart = (
        one.row + one.down <= other.row
        or other.row + other.down <= one.row
        or one.column + one.across <= other.column
        or other.column + other.across <= one.column
    )
    return not apart


def _moved(span: Span, side: str, at: int, by: int) -> Span:
    """Return a merged cell as it stands when rows or columns come or go before it."""
    place = getattr(span, side)
    return replace(span, **{side: place + by}) if place >= at else span


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
        self.headings = self._spin(self.tr("Rows of headings"), MOST_HEADER_ROWS)
        self.headings.valueChanged.connect(
            lambda count: self.model.set_header(count, self.model.spans)
        )
        heads = QHBoxLayout()
        label = QLabel(self.tr("&Heading rows"))
        label.setBuddy(self.headings)
        heads.addWidget(label)
        heads.addWidget(self.headings)
        heads.addStretch(1)
        acts = QGridLayout()
        acts.setSpacing(GRID // 2)
        self.buttons: dict[str, QPushButton] = {}
        for at, (key, text) in enumerate(
            (
                ("row_in", self.tr("Insert row")),
                ("row_out", self.tr("Delete row")),
                ("column_in", self.tr("Insert column")),
                ("column_out", self.tr("Delete column")),
                ("merge", self.tr("Merge headings")),
                ("split", self.tr("Split headings")),
            )
        ):
            self.buttons[key] = button = QPushButton(text)
            button.clicked.connect(lambda _=False, key=key: self._act(key))
            acts.addWidget(button, at // 2, at % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(sizes)
        column.addLayout(heads)
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
        self.model.header_changed.connect(self._show_header)
        self.view.selectionModel().selectionChanged.connect(self._show_buttons)
        self.show_table(TypedTable(rows=()))

    def show_table(self, table: TypedTable) -> None:
        """Show another table to type in."""
        self.model.show_rows(table.rows)
        self.model.set_header(header_rows(table), spans_of(table))
        self.view.setCurrentIndex(self.model.index(0, 0))

    def table(self) -> TypedTable | None:
        """Return what was typed, None where there is nothing below a heading."""
        rows, high = self.model.rows(), self.model.head_rows
        return typed_table(rows, high, self.model.spans) if len(rows) > high else None

    def _act(self, key: str) -> None:
        if key in ("merge", "split"):
            (self.model.merge if key == "merge" else self.model.split)(self._chosen())
            self.view.setFocus()
            return
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

    def _chosen(self) -> list[tuple[int, int]]:
        return [(index.row(), index.column()) for index in self.view.selectedIndexes()]

    def _show_header(self) -> None:
        """Show which cells are merged, and how many rows are headings."""
        self.view.clearSpans()
        for span in self.model.spans:
            self.view.setSpan(span.row, span.column, span.down, span.across)
        self.headings.blockSignals(True)
        self.headings.setValue(self.model.head_rows)
        self.headings.blockSignals(False)
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Offer to merge several cells of the headings, or to split one that is merged."""
        chosen = self._chosen()
        within = all(row < self.model.head_rows for row, _ in chosen)
        merged = {(span.row, span.column) for span in self.model.spans}
        self.buttons["merge"].setEnabled(within and len(chosen) > 1)
        self.buttons["split"].setEnabled(not merged.isdisjoint(chosen))

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

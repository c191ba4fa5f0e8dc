"""A sheet of a return as Qt's views want it. Cells are read when they are drawn, not before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.operations.taking_in.previewing import ShownColumn, ShownTable
from oscb_desktop.operations.taking_in.showing import CellRole, ShownSheet
from oscb_desktop.ui.import_page.role_style import role_font, role_ground, role_ink
from oscb_desktop.ui.widgets.shapes import Tone, tint, tone_of

ToneRole = Qt.ItemDataRole.UserRole + 1  # the tone of a cell's worst problem, or None

_Index = QModelIndex | QPersistentModelIndex
_WORST = (Severity.BLOCK, Severity.WARN, Severity.NOTE)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_REMEMBERED = 5_000  # cells; a screen has a few hundred
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Look(NamedTuple):
    """How a cell is drawn."""

    words: str
    aligned: Qt.AlignmentFlag
    font: QFont | None
    ink: QColor | None
    ground: QColor | None
    part: CellRole | None
    tone: Tone | None  # of its worst problem


_LOOKS = {
    int(Qt.ItemDataRole.DisplayRole): "words",
    int(Qt.ItemDataRole.TextAlignmentRole): "aligned",
    int(Qt.ItemDataRole.FontRole): "font",
    int(Qt.ItemDataRole.ForegroundRole): "ink",
    int(Qt.ItemDataRole.BackgroundRole): "ground",
    int(ToneRole): "tone",
}


class SheetModel(QAbstractTableModel):
    """Rows and columns of a ``ShownSheet``, with the problems at their cells.

    Of several tables on the sheet its columns are named for one, the ``table``.
    """

    def __init__(
        self, sheet: ShownSheet, problems: Iterable[Problem], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self._table = 0 if sheet.tables and not sheet.is_moved else -1
        self._columns = self._headed()
        self._problems = _by_cell(sheet, problems)
        self._looks: dict[tuple[int, int], Look] = {}
        self._drawn_for = 0  # the palette that the looks are of
        self._drawn: dict[CellRole, tuple[QFont, QColor, QColor | None]] = {}

    @property
    def table(self) -> ShownTable | None:
        """The table whose columns the header names."""
        return self.sheet.tables[self._table] if self._table >= 0 else None

    def show_table_of(self, index: _Index) -> None:
        """Name the columns for the table that a cell belongs to."""
        at = self.sheet.table_at(self.sheet.row_numbers[index.row()])
        if at != self._table and not self.sheet.is_moved:
            self._table = at
            self._columns = self._headed()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.sheet.row_numbers)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.sheet.columns)

    def cell(self, index: _Index) -> str:
        """Return a cell's address, such as C14."""
        row, letter = self._address(index)
        return f"{letter}{row}"

    def column(self, section: int) -> ShownColumn:
        """Return the column of a section, as the table has it."""
        held = self.sheet.columns[section]
        return self._columns.get(held.index) or ShownColumn(held.index, held.letter, "")

    def problems_at(self, index: _Index) -> tuple[Problem, ...]:
        """Return what is wrong at a cell."""
        return self._problems.get(self._address(index), ())

    def index_of(self, cell: str) -> QModelIndex:
        """Return the index of a cell such as ``C14``, not valid where it is not shown."""
        letters = cell.rstrip("0123456789")
        row = self.sheet.row_index(int(cell[len(letters) :] or 0))
        section = next(
            (at for at, held in enumerate(self.sheet.columns) if held.letter == letters), -1
        )
        return self.index(row, section) if row >= 0 else QModelIndex()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks of a cell."""
        if not index.isValid():
            return None
        if role in _LOOKS:
            return getattr(self.look(index), _LOOKS[role])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._explained(index)
        return self._read_out(index) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def look(self, index: _Index) -> Look:
        """Return how a cell is drawn; what was drawn just now is remembered."""
        palette = QGuiApplication.palette()
        if self._drawn_for != palette.cacheKey():
            self._drawn_for = palette.cacheKey()
            self._looks.clear()
            font = QGuiApplication.font()
            self._drawn = {
                role: (role_font(font, role), role_ink(role, palette), role_ground(role, palette))
                for role in CellRole
            }
        key = (index.row(), index.column())
        found = self._looks.get(key)
        if found is None:
            if len(self._looks) > _REMEMBERED:
                self._looks.clear()
            found = self._looks[key] = self._look(index, palette)
        return found

    def _look(self, index: _Index, palette: QPalette) -> Look:
        row, column = self.at(index)
        part = self.sheet.role(row, column)
        problems = self.problems_at(index)
        tone = tone_of(problems[0].severity) if problems else None
        font, ink, ground = self._drawn[part] if part is not None else (None, None, None)
        if part is CellRole.TOTAL and not self.sheet.agrees(row):
            ink = role_ink(part, palette, agrees=False)
        if tone not in (None, Tone.NOTE) and part is not CellRole.IN_DOUBT:
            ground = tint(tone, palette)
        aligned = _RIGHT if self.sheet.is_number(row, column) else _LEFT
        return Look(self.sheet.text(row, column), aligned, font, ink, ground, part, tone)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name, or a row's number in the sheet."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(self.sheet.row_numbers[section])
            return None
        held = self.column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            if not self.can_be_mapped(section):
                return held.label or held.heading
            return held.label or self.tr("Not imported")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Column {letter}: {heading}").format(
                letter=held.letter, heading=held.heading
            )
        return None

    def can_be_mapped(self, section: int) -> bool:
        """Whether a column is one of a table whose columns can be chosen."""
        table = self.table
        return (
            table is not None
            and bool(table.options)
            and (self.sheet.columns[section].index in self._columns)
        )

    def _headed(self) -> Mapping[int, ShownColumn]:
        table = self.table
        return {held.index: held for held in table.columns} if table is not None else {}

    def at(self, index: _Index) -> tuple[int, int]:
        """Return a cell's row (from 1) and column (from 0) in the sheet."""
        return self.sheet.row_numbers[index.row()], self.sheet.columns[index.column()].index

    def _address(self, index: _Index) -> tuple[int, str]:
        return self.sheet.row_numbers[index.row()], self.sheet.columns[index.column()].letter

    def _read_out(self, index: _Index) -> str:
        """Return what a screen reader says: the value, and what became of it."""
        look = self.look(index)
        return f"{look.words}, {look.part.word}" if look.part is not None else look.words

    def _explained(self, index: _Index) -> str:
        row, letter = self._address(index)
        lines = [self.sheet.why(*self.at(index))] + [
            f"{tone_of(found.severity).word}: {found.message} {found.remedy}"
            for found in self.problems_at(index)
        ]
        said = [line for line in lines if line]
        return "\n".join([f"{letter}{row}", *said] if said else [])


def _by_cell(
    sheet: ShownSheet, problems: Iterable[Problem]
) -> Mapping[tuple[int, str], tuple[Problem, ...]]:
    """Return the problems of a sheet by row and letter, the worst first."""
    found: dict[tuple[int, str], list[Problem]] = {}
    for problem in problems:
        cell = problem.place.cell
        letters = cell.rstrip("0123456789")
        if problem.place.sheet == sheet.name and letters and letters != cell:
            found.setdefault((int(cell[len(letters) :]), letters), []).append(problem)
    return {
        at: tuple(sorted(held, key=lambda problem: _WORST.index(problem.severity)))
        for at, held in found.items()
    }


__all__ = ["Look", "SheetModel", "Tone", "ToneRole"]

"""A sheet of a return as Qt's views want it. Cells are read when they are drawn, not before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.operations.taking_in.previewing import ShownColumn, ShownTable
from oscb_desktop.operations.taking_in.showing import CellRole, ShownSheet
from oscb_desktop.ui.import_page.role_style import role_font, role_ground, role_ink
from oscb_desktop.ui.widgets.shapes import Tone, tint, tone_of

ToneRole = Qt.ItemDataRole.UserRole + 1  # the tone of a cell's worst problem, or None
PartRole = Qt.ItemDataRole.UserRole + 2  # what became of a cell, a CellRole or None

_Index = QModelIndex | QPersistentModelIndex
_WORST = (Severity.BLOCK, Severity.WARN, Severity.NOTE)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SheetModel(QAbstractTableModel):
    """Rows and columns of a ``ShownSheet``, with the problems at their cells.

    Of several tables on the sheet its columns are named for one, the ``table``.
    """

    def __init__(
        self, sheet: ShownSheet, problems: Iterable[Problem], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self._table = 0 if sheet.tables else -1
        self._columns = self._headed()
        self._problems = _by_cell(sheet, problems)
        self._answers: dict[int, Callable[[_Index], Any]] = {
            Qt.ItemDataRole.DisplayRole: self._shown,
            Qt.ItemDataRole.TextAlignmentRole: self._alignment,
            Qt.ItemDataRole.FontRole: self._font,
            Qt.ItemDataRole.BackgroundRole: self._ground,
            Qt.ItemDataRole.ForegroundRole: self._ink,
            Qt.ItemDataRole.ToolTipRole: self._explained,
            Qt.ItemDataRole.AccessibleTextRole: self._read_out,
            Qt.ItemDataRole.AccessibleDescriptionRole: self._explained,
            ToneRole: self._tone_at,
            PartRole: self.part,
        }

    @property
    def table(self) -> ShownTable | None:
        """The table whose columns the header names."""
        return self.sheet.tables[self._table] if self._table >= 0 else None

    def show_table_of(self, index: _Index) -> None:
        """Name the columns for the table that a cell belongs to."""
        at = self.sheet.table_at(self.sheet.row_numbers[index.row()])
        if at != self._table:
            self._table = at
            self._columns = self._headed()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.sheet.row_numbers)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.sheet.columns)

    def column(self, section: int) -> ShownColumn:
        """Return the column of a section, as the table has it."""
        held = self.sheet.columns[section]
        return self._columns.get(held.index) or ShownColumn(held.index, held.letter, "")

    def problems_at(self, index: _Index) -> tuple[Problem, ...]:
        """Return what is wrong at a cell."""
        return self._problems.get(self._address(index), ())

    def part(self, index: _Index) -> CellRole | None:
        """Return what became of a cell."""
        return self.sheet.role(*self.at(index))

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
        answer = self._answers.get(role) if index.isValid() else None
        return answer(index) if answer is not None else None

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

    def _shown(self, index: _Index) -> str:
        return self.sheet.text(*self.at(index))

    def _alignment(self, index: _Index) -> Qt.AlignmentFlag:
        return _RIGHT if self.sheet.is_number(*self.at(index)) else _LEFT

    def _font(self, index: _Index) -> Any:
        part = self.part(index)
        plain = part is None or part in (CellRole.TAKEN, CellRole.LABEL, CellRole.IN_DOUBT)
        return None if plain else role_font(QGuiApplication.font(), part)

    def _ink(self, index: _Index) -> Any:
        part = self.part(index)
        if part is None:
            return None
        agrees = self.sheet.agrees(self.sheet.row_numbers[index.row()])
        return role_ink(part, QGuiApplication.palette(), agrees=agrees)

    def _ground(self, index: _Index) -> Any:
        part, palette = self.part(index), QGuiApplication.palette()
        if part is CellRole.IN_DOUBT:
            return role_ground(part, palette)
        tone = self._tone_at(index)
        if tone is not None and tone is not Tone.NOTE:
            return tint(tone, palette)
        return None if part is None else role_ground(part, palette)

    def _tone_at(self, index: _Index) -> Tone | None:
        found = self.problems_at(index)
        return tone_of(found[0].severity) if found else None

    def _read_out(self, index: _Index) -> str:
        """Return what a screen reader says: the value, and what became of it."""
        part = self.part(index)
        return f"{self._shown(index)}, {part.word}" if part is not None else self._shown(index)

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


__all__ = ["PartRole", "SheetModel", "Tone", "ToneRole"]

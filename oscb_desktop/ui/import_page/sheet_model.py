"""A table of a return as Qt's views want it. Cells are read when they are drawn, and not before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.operations.taking_in.previewing import ShownColumn, ShownTable, cell_text
from oscb_desktop.ui.widgets.look import mixed
from oscb_desktop.ui.widgets.shapes import Tone, tint, tone_of

ToneRole = Qt.ItemDataRole.UserRole + 1  # the tone of a cell's worst problem, or None

_Index = QModelIndex | QPersistentModelIndex
_WORST = (Severity.BLOCK, Severity.WARN, Severity.NOTE)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SheetModel(QAbstractTableModel):
    """Rows and columns of a ``ShownTable``, with the problems at their cells."""

    def __init__(
        self, table: ShownTable, problems: Iterable[Problem], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.table = table
        self._problems = _by_cell(table, problems)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.table.row_numbers)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.table.columns)

    def column(self, section: int) -> ShownColumn:
        """Return the column of a section."""
        return self.table.columns[section]

    def problems_at(self, index: _Index) -> tuple[Problem, ...]:
        """Return what is wrong at a cell."""
        return self._problems.get(self._address(index), ())

    def _tone_at(self, index: _Index) -> Tone | None:
        found = self.problems_at(index)
        return tone_of(found[0].severity) if found else None

    def index_of(self, cell: str) -> QModelIndex:
        """Return the index of a cell such as ``C14``, not valid where it is not shown."""
        letters = cell.rstrip("0123456789")
        row = int(cell[len(letters) :] or 0)
        section = next(
            (at for at, held in enumerate(self.table.columns) if held.letter == letters), -1
        )
        try:
            return self.index(self.table.row_numbers.index(row), section)
        except ValueError:
            return QModelIndex()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks of a cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.column(index.column()).is_figure else _LEFT
        if role == ToneRole:
            return self._tone_at(index)
        if role == Qt.ItemDataRole.BackgroundRole:
            tone = self._tone_at(index)
            return None if tone is None else tint(tone, QGuiApplication.palette())
        if role == Qt.ItemDataRole.ForegroundRole:
            return None if self._is_taken(index) else _dimmed(QGuiApplication.palette())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._explained(index)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name, or a row's number in the sheet."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(self.table.row_numbers[section])
            return None
        held = self.column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            if not self.table.options:
                return held.heading
            return held.label or self.tr("Not imported")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Column {letter}: {heading}").format(
                letter=held.letter, heading=held.heading
            )
        return None

    def _value(self, index: _Index) -> Any:
        row = self.table.row_numbers[index.row()]
        return self.table.value(row, self.column(index.column()).index)

    def _shown(self, index: _Index) -> str:
        """Return a cell's text; a figure's digits in groups of three."""
        value = self._value(index)
        text = cell_text(value)
        if self.column(index.column()).is_figure and isinstance(value, int | float):
            whole, point, part = text.partition(".")
            if whole.lstrip("-").isdigit():
                return f"{int(whole):,}{point}{part}" if int(whole) else text
        return text

    def _address(self, index: _Index) -> tuple[int, str]:
        return self.table.row_numbers[index.row()], self.column(index.column()).letter

    def _is_taken(self, index: _Index) -> bool:
        row = self.table.row_numbers[index.row()]
        known = bool(self.column(index.column()).label) or not self.table.options
        return known and row not in self.table.skipped and row not in self.table.totals

    def _explained(self, index: _Index) -> str:
        row, letter = self._address(index)
        lines = [
            f"{tone_of(found.severity).word}: {found.message} {found.remedy}"
            for found in self.problems_at(index)
        ]
        if row in self.table.totals:
            lines.append(self.tr("A total: compared with the sum of the rows, not imported."))
        elif row in self.table.skipped:
            lines.append(f"{self.table.skipped[row]}.")
        elif not lines and not self._is_taken(index):
            lines.append(self.tr("This column is not imported."))
        return "\n".join([f"{letter}{row}", *lines] if lines else [])


def _by_cell(
    table: ShownTable, problems: Iterable[Problem]
) -> Mapping[tuple[int, str], tuple[Problem, ...]]:
    """Return the problems of a table's sheet by row and letter, the worst first."""
    found: dict[tuple[int, str], list[Problem]] = {}
    for problem in problems:
        cell = problem.place.cell
        letters = cell.rstrip("0123456789")
        if problem.place.sheet == table.sheet and letters and letters != cell:
            found.setdefault((int(cell[len(letters) :]), letters), []).append(problem)
    return {
        at: tuple(sorted(held, key=lambda problem: _WORST.index(problem.severity)))
        for at, held in found.items()
    }


def _dimmed(palette: QPalette) -> Any:
    ink, paper = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    return mixed(ink, paper, 0.42)


__all__ = ["SheetModel", "Tone", "ToneRole"]

"""A workbook as the import page shows it: what holds for all of it, each cell's part, questions.

Works on what ``imports.preview_return`` gives; nothing here reads a file or changes a report.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from oscb_desktop.base import catalogue
from oscb_desktop.base.problems import Problem, UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.operations.taking_in.imports import ImportPreview
from oscb_desktop.operations.taking_in.layout_steps import moved_sheets
from oscb_desktop.operations.taking_in.previewing import (
    ShownColumn,
    ShownTable,
    cell_text,
    column_letter,
    mismatched_rows,
    shown_tables,
)
from oscb_desktop.report.content import units
from oscb_desktop.report.content.figures import Column, Correction, FigureSet, exact

if TYPE_CHECKING:
    from oscb_desktop.returns.ledger import SheetLedger


class CellRole(Enum):
    """What became of a cell. The values are those of ``returns.ledger.Role``."""

    LEFT_OUT = 0
    TAKEN = 1
    HEADING = 2
    LABEL = 3
    TOTAL = 4
    NOTE = 5
    IN_DOUBT = 6

    @property
    def word(self) -> str:
        """The role as a word, for eyes and for screen readers."""
        words = {
            CellRole.LEFT_OUT: say("Left out"),
            CellRole.TAKEN: say("Taken"),
            CellRole.HEADING: say("Heading"),
            CellRole.LABEL: say("Label"),
            CellRole.TOTAL: say("Total"),
            CellRole.NOTE: say("Note"),
            CellRole.IN_DOUBT: say("In doubt"),
        }
        return words[self]


@dataclass(frozen=True)
class ShownAnswer:
    """An answer to a question; ``gives`` is "" where its words say it all."""

    value: str
    words: str
    gives: str


@dataclass(frozen=True)
class ShownDoubt:
    """A question that only a person can answer, at a cell ("" for a whole sheet)."""

    code: str
    sheet: str
    cell: str
    question: str
    why: str
    answers: tuple[ShownAnswer, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What an answer is kept under."""
        return self.code, self.sheet, self.cell

    def is_like(self, other: ShownDoubt) -> bool:
        """Whether it asks the same of another cell, so that one answer may do for both."""
        mine, others = ({held.value for held in doubt.answers} for doubt in (self, other))
        return self.code == other.code and mine == others


@dataclass(frozen=True)
class FoundColumn:
    """A column of figures or words as it was read, with the set that it is of.

    ``rows`` are the sheet's rows, from 1, with the places in the set: one, or several in a tuple.
    """

    column: Column
    held: FigureSet
    rows: Mapping[int, int | tuple[int, ...]]

    def at(self, sheet: str, row: int) -> int | None:
        """Return the place in the set of what stands in this column's own letter at a row."""
        places = self.rows.get(row, ())
        for place in (places,) if isinstance(places, int) else places:
            elsewhere = place in self.column.cells or self.column.formula
            if not elsewhere and _sheet_of(self.held, self.column, place) == sheet:
                return place
        return None


@dataclass(frozen=True)
class Found:
    """What was read from one sheet, cell by cell, to say values as they will be taken."""

    sheet: str
    columns: Mapping[int, Sequence[FoundColumn]]  # by the sheet's column, from 0
    cells: Mapping[tuple[int, int], tuple[Column, int]]  # that stand elsewhere than their row

    def at(self, row: int, column: int) -> tuple[Column, int] | None:
        """Return the column and the place in it that a cell gave, None where it gave none."""
        special = self.cells.get((row, column))
        if special is not None:
            return special
        for held in self.columns.get(column, ()):
            place = held.at(self.sheet, row)
            if place is not None:
                return held.column, place
        return None

    def unit(self, column: int) -> str:
        """Return the unit of a column, "" where it holds words."""
        held = next(iter(self.columns.get(column, ())), None)
        return (held.column.unit or "") if held is not None else ""

    def text(self, row: int, column: int) -> str:
        """Return a value with its unit, "" where the cell gives no figure."""
        found = self.at(row, column)
        if found is None or found[0].unit is None:
            return ""
        held, place = found
        value = held.values[place]
        if value is None:
            return ""
        return units.amount(
            exact(value), units.unit(held.units[place] if held.units else held.unit or "")
        )


@dataclass(frozen=True)
class ShownSheet:
    """One sheet with every cell's role. Rows count from 1, as Excel does, columns from 0."""

    name: str
    row_numbers: Sequence[int]  # in order; rows that hold nothing are passed over
    columns: tuple[ShownColumn, ...]
    cells: Sequence[Sequence[Any]] = field(repr=False)
    ledger: SheetLedger | None = field(default=None, repr=False)
    tables: tuple[ShownTable, ...] = ()
    found: Found | None = field(default=None, repr=False)
    doubts: tuple[ShownDoubt, ...] = ()
    wrong_totals: frozenset[int] = frozenset()
    corrected: Mapping[tuple[int, int], Correction] = field(default_factory=dict)  # typed over
    is_moved: bool = False  # it is read in another layout, so that no column is a field's

    @property
    def title(self) -> str:
        """Its name, and how many cells it holds."""
        if self.ledger is None:
            return self.name
        words = say("{sheet} · {count:,}", sheet=self.name, count=self.ledger.cells)
        if self.ledger.cells and self.count(CellRole.LEFT_OUT) == self.ledger.cells:
            return say("{title}, left out", title=words)
        return words

    def count(self, role: CellRole) -> int:
        """Return how many cells have a role."""
        return self.ledger.counts.get(role.value, 0) if self.ledger is not None else 0

    def value(self, row: int, column: int) -> Any:
        """Return what a cell holds, or ""."""
        cells = self.cells[row - 1] if 0 < row <= len(self.cells) else ()
        return cells[column] if 0 <= column < len(cells) else ""

    def role(self, row: int, column: int) -> CellRole | None:
        """Return a cell's role; None for an empty one that nobody asks about."""
        if self.ledger is None:
            return None
        held = self.ledger.role(row - 1, column)
        if held is None or (self.value(row, column) == "" and (row, column) not in self._doubts_at):
            return None
        return CellRole(int(held))

    def table_at(self, row: int) -> int:
        """Return the place in ``tables`` of the one a row belongs to, -1 where there is none."""
        heads = [table.header_row for table in self.tables]
        above = [at for at, head in enumerate(heads) if head <= row]
        return max(above, key=heads.__getitem__) if above else min(0, len(heads) - 1)

    def text(self, row: int, column: int) -> str:
        """Return a cell as it will be taken, with its unit; else as the workbook shows it.

        What was typed over it has a pencil before it.
        """
        corrected = self.corrected.get((row, column))
        if corrected is None:
            return self._text(row, column)
        taken = self.found.text(row, column) if self.found is not None else ""
        return say("✎ {value}", value=taken or corrected.new)

    def _text(self, row: int, column: int) -> str:
        value, role = self.value(row, column), self.role(row, column)
        if self.found is not None and role in (CellRole.TAKEN, CellRole.IN_DOUBT):
            taken = self.found.text(row, column)
            if taken:
                return taken
        if role is CellRole.TOTAL:
            return self._total(value, row, column)
        if isinstance(value, float) and role in (CellRole.TAKEN, CellRole.IN_DOUBT):
            return units.amount(exact(value), units.unit(""))
        return cell_text(value)

    def is_number(self, row: int, column: int) -> bool:
        """Whether a cell is set to the right, as numbers are."""
        if isinstance(self.value(row, column), int | float):
            return True
        return self.found is not None and bool(self.found.text(row, column))

    def agrees(self, row: int) -> bool:
        """Whether a row of totals is the sum of its rows."""
        return row not in self.wrong_totals

    def why(self, row: int, column: int) -> str:
        """Return a cell's role and the reason, in words; "" where it has none."""
        held = self.corrected.get((row, column))
        if held is None:
            return self._why(row, column)
        words = say("Corrected by {name}: the workbook says '{old}'.", name=held.by, old=held.old)
        return " ".join(part for part in (words, held.why) if part)

    def _why(self, row: int, column: int) -> str:
        role = self.role(row, column)
        if role is None:
            return ""
        if role is CellRole.IN_DOUBT:
            asked = self.doubt_at(row, column)
            return say("In doubt: {question}", question=asked.question) if asked else role.word
        if role is CellRole.LEFT_OUT:
            why = self._why_left(row, column)
            return say("Left out: {why}", why=why) if why else say("Left out: not in a table")
        return self._of_role(role, row, column)

    def doubt_at(self, row: int, column: int) -> ShownDoubt | None:
        """Return the question about a cell, or about the heading of its column."""
        return self._doubts_at.get((row, column)) or self._doubts_at.get((0, column))

    def row_index(self, row: int) -> int:
        """Return the place of a row's number, -1 where it is not shown."""
        at = bisect_left(self.row_numbers, row)
        return at if at < len(self.row_numbers) and self.row_numbers[at] == row else -1

    def _of_role(self, role: CellRole, row: int, column: int) -> str:
        if role is CellRole.TOTAL:
            return (
                say("A total: it agrees with our sum, and is not taken as a row.")
                if self.agrees(row)
                else say("A total: it does not agree with the sum of its rows.")
            )
        if role is CellRole.TAKEN and self.found is not None:
            found = self.found.at(row, column)
            return say("Taken as {label}", label=found[0].label) if found else role.word
        at = self.table_at(row)
        named = {held.index: held.label for held in self.tables[at].columns} if at >= 0 else {}
        if role is CellRole.HEADING and named.get(column):
            return say("Heading of {label}", label=named[column])
        if role is CellRole.NOTE:
            return say("A note: not taken")
        return role.word

    def _total(self, value: Any, row: int, column: int) -> str:
        if isinstance(value, float):
            unit = self.found.unit(column) if self.found is not None else ""
            return units.amount(exact(value), units.unit("" if unit == "%" else unit))
        text = cell_text(value)
        return say("{total} ✓", total=text) if self.agrees(row) else text

    def _why_left(self, row: int, column: int) -> str:
        assert self.ledger is not None
        for left in self.ledger.left_out:
            first, _, last = left.range.partition(":")
            (top, start), (bottom, end) = _place(first), _place(last or first)
            if top <= row <= bottom and start <= column <= end:
                return left.why
        return ""

    @cached_property
    def _doubts_at(self) -> Mapping[tuple[int, int], ShownDoubt]:
        """Each question by its cell; one of a heading also by its column, at row 0."""
        heads = {table.header_row for table in self.tables}
        found: dict[tuple[int, int], ShownDoubt] = {}
        for doubt in self.doubts:
            row, column = _place(doubt.cell)
            found.setdefault((row, column), doubt)
            if row in heads:
                found.setdefault((0, column), doubt)
        return found


@dataclass(frozen=True)
class ShownAccount:
    """All that a preview shows: its sheets, the open questions, the other problems."""

    sheets: tuple[ShownSheet, ...]
    doubts: tuple[ShownDoubt, ...]
    problems: tuple[Problem, ...]  # without those that are open questions

    def count(self, role: CellRole) -> int:
        """Return how many cells of the whole workbook have a role."""
        return sum(sheet.count(role) for sheet in self.sheets)

    @property
    def cells(self) -> int:
        """How many cells of the workbook hold anything."""
        return sum(sheet.ledger.cells for sheet in self.sheets if sheet.ledger is not None)


def shown_account(preview: ImportPreview, beside: Sequence[str] = ()) -> ShownAccount:
    """Return what a preview shows; ``beside`` names letters of columns to show with those picked.

    Sheets with a table come first, in the workbook's order.
    """
    doubts = tuple(_doubt(held) for held in preview.reading.doubts)
    tables = shown_tables(preview, beside)
    sheets = tuple(
        _sheet(
            preview,
            name,
            tuple(table for table in tables if table.sheet == name),
            tuple(doubt for doubt in doubts if doubt.sheet == name),
            picked=bool(beside),
        )
        for name in _names(preview, tables, doubts)
    )
    return ShownAccount(sheets, doubts, _not_asked(preview.problems, doubts))


def _not_asked(problems: Sequence[Problem], doubts: Sequence[ShownDoubt]) -> tuple[Problem, ...]:
    """Return the problems that are not open questions as well."""
    asked = {(doubt.key, doubt.question) for doubt in doubts}
    return tuple(
        held
        for held in problems
        if ((held.code, held.place.sheet, held.place.cell), held.message) not in asked
    )


def _names(
    preview: ImportPreview, tables: Sequence[ShownTable], doubts: Sequence[ShownDoubt]
) -> list[str]:
    """Return the sheets that hold anything: those with a table or a question first."""
    there = set(preview.workbook.sheet_names)
    filled = [held.sheet for held in preview.reading.ledger if held.cells]
    first = [*(table.sheet for table in tables), *(doubt.sheet for doubt in doubts)]
    return [name for name in dict.fromkeys([*first, *filled]) if name in there]


def _sheet(
    preview: ImportPreview,
    name: str,
    tables: tuple[ShownTable, ...],
    doubts: tuple[ShownDoubt, ...],
    *,
    picked: bool,
) -> ShownSheet:
    ledger = next((held for held in preview.reading.ledger if held.sheet == name), None)
    cells = _rows_of(preview, name)
    rows, columns = _picked(tables) if picked else _all_of(cells, ledger, tables, doubts)
    wrong = frozenset(row for sheet, row in mismatched_rows(preview) if sheet == name)
    found = _found(preview.reading.figure_sets, name)
    typed = {_place(cell): held for (at, cell), held in preview.corrections.items() if at == name}
    is_moved = name in moved_sheets(preview)
    return ShownSheet(
        name, rows, columns, cells, ledger, tables, found, doubts, wrong, typed, is_moved
    )


def _rows_of(preview: ImportPreview, name: str) -> Sequence[Sequence[Any]]:
    """Return a sheet's cells as received; none of one that cannot be read and was not needed."""
    try:
        return preview.workbook.rows(name)
    except UnreadableError:
        return ()


def _picked(
    tables: Sequence[ShownTable],
) -> tuple[Sequence[int], tuple[ShownColumn, ...]]:
    """Return the rows and columns that were picked, of which a sheet may have very many more."""
    rows = sorted({row for table in tables for row in table.row_numbers})
    return rows, tables[0].columns if tables else ()


def _all_of(
    cells: Sequence[Sequence[Any]],
    ledger: SheetLedger | None,
    tables: Sequence[ShownTable],
    doubts: Sequence[ShownDoubt],
) -> tuple[Sequence[int], tuple[ShownColumn, ...]]:
    """Return every row that holds something or is asked about, and all columns."""
    asked = {_place(doubt.cell)[0] for doubt in doubts if doubt.cell}
    rows = [at for at, row in enumerate(cells, 1) if at in asked or _holds(row)]
    width = max([len(row) for row in cells[:_LOOKED_AT]] + [ledger.width if ledger else 0])
    headed = {column.index: column for table in tables for column in table.columns}
    columns = tuple(headed.get(at) or ShownColumn(at, column_letter(at), "") for at in range(width))
    return rows, columns


def _holds(row: Sequence[Any]) -> bool:
    return any(cell != "" for cell in row)


def _found(sets: Sequence[FigureSet], sheet: str) -> Found:
    columns: dict[int, list[FoundColumn]] = {}
    cells: dict[tuple[int, int], tuple[Column, int]] = {}
    for held in sets:
        rows = _by_row(held.rows)
        for column in held.columns:
            if column.letter:
                at = _place(f"{column.letter}1")[1]
                columns.setdefault(at, []).append(FoundColumn(column, held, rows))
            cells.update(
                (_place(cell), (column, place))
                for place, cell in column.cells.items()
                if _sheet_of(held, column, place) == sheet
            )
    return Found(sheet, columns, cells)


def _by_row(rows: Sequence[int]) -> Mapping[int, int | tuple[int, ...]]:
    """Return the places of each row; a table on its side has the same row several times."""
    found: dict[int, int | tuple[int, ...]] = dict(zip(rows, range(len(rows)), strict=True))
    if len(found) == len(rows):
        return found
    several: dict[int, tuple[int, ...]] = {}
    for place, row in enumerate(rows):
        several[row] = (*several.get(row, ()), place)
    return {**found, **several}


def _sheet_of(held: FigureSet, column: Column, place: int) -> str:
    kept = column.kept.get(place)
    return (held.origin if kept is None else held.earlier[kept]).sheet


def _doubt(held: Any) -> ShownDoubt:
    answers = []
    for answer in held.answers:
        words = _answer_words(answer.value)
        gives = answer.gives if words else ""
        words = words or answer.gives[:1].upper() + answer.gives[1:]
        answers.append(ShownAnswer(answer.value, words, gives))
    return ShownDoubt(
        held.code, held.sheet, held.cell, held.question,
        catalogue.explanation(held.code), tuple(answers),
    )  # fmt: skip


def _answer_words(value: str) -> str:
    """Return an answer in words, "" where what it gives says it."""
    words = {
        "apart": say("Two of one name"),
        "as-headed": say("As the heading says"),
        "as-written": say("As written"),
        "each": say("One part each"),
        "last": say("The last one"),
        "none": say("Neither"),
        "part": say("A part of the year"),
        "part-of-one": say("A part of one"),
        "pounds": say("In pounds"),
        "row": say("A row of its own"),
        "sum": say("Their sum"),
        "to-date": say("The year so far"),
        "total": say("Their total"),
        "year": say("The whole year"),
        "£": say("In pounds"),
        "£ million": say("In millions"),
        "£ thousand": say("In thousands"),
    }
    return words.get(value, "")


def _place(cell: str) -> tuple[int, int]:
    """Return row (from 1) and column (from 0) of a cell such as "C14"; (-1, -1) of none."""
    from oscb_desktop.returns.cells import column_index

    letters = cell.rstrip("0123456789")
    column = column_index(letters) if letters and letters != cell else None
    return (-1, -1) if column is None else (int(cell[len(letters) :]), column)


_LOOKED_AT = 200  # rows by which a sheet is as wide as it is, where it has no ledger

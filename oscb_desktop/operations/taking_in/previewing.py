"""A preview of a return as a person looks at it: which rows and columns are taken for what.

Works on what ``imports.preview_return`` gives; nothing here reads a file or changes a report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.taking_in.impact import places_of
from oscb_desktop.operations.taking_in.imports import ImportPreview
from oscb_desktop.report.content import units
from oscb_desktop.report.content.figures import FigureSet, as_decimal

if TYPE_CHECKING:
    from oscb_desktop.returns.building import TableReading
    from oscb_desktop.returns.interpreting import Choices
    from oscb_desktop.returns.kinds import Field

_TO_CHOOSE_FROM = 200  # rows shown of a table whose columns are still to be chosen
_MISMATCH = "return-total-does-not-add-up"


@dataclass(frozen=True)
class ShownColumn:
    """A column of the sheet; ``field`` is "" where it is not taken. ``index`` counts from 0."""

    index: int
    letter: str
    heading: str
    field: str = ""
    label: str = ""  # the field's own name
    is_figure: bool = False


@dataclass(frozen=True)
class ShownTable:
    """One table of a return over the sheet it is on. Row numbers count from 1, as Excel does."""

    id: str
    title: str
    sheet: str
    header_row: int
    columns: tuple[ShownColumn, ...]
    row_numbers: Sequence[int]
    cells: Sequence[Sequence[Any]] = field(repr=False)
    totals: frozenset[int] = frozenset()
    skipped: Mapping[int, str] = field(default_factory=dict)  # row → why, in words
    adds_up: bool | None = None  # None where there is no total to compare with
    figures: int = 0
    options: tuple[tuple[str, str], ...] = ()  # fields a column can be taken for: name, label

    def value(self, row: int, column: int) -> Any:
        """Return the value at a row's number (from 1) and a column's index (from 0), or ""."""
        cells = self.cells[row - 1] if 0 < row <= len(self.cells) else ()
        return cells[column] if column < len(cells) else ""


def shown_tables(preview: ImportPreview, beside: Sequence[str] = ()) -> tuple[ShownTable, ...]:
    """Return the tables of a preview; ``beside`` names letters of columns to show with them."""
    sets = {held.table: held for held in preview.reading.figure_sets}
    sets.update({held.id: held for held in preview.reading.figure_sets})
    return tuple(
        _shown(preview, table, sets.get(table.table), beside) for table in preview.reading.tables
    )


def choose_columns(
    preview: ImportPreview, chosen: Mapping[str, Mapping[str, str]]
) -> Choices | None:
    """Return what a person chose, for ``preview_return``: table → field → column letter.

    A table that the preview does not have is left out; None means that nothing was chosen.
    """
    from oscb_desktop.returns.interpreting import Choices, TableChoice

    tables = {
        table.table: TableChoice(
            sheet=table.sheet,
            header_row=table.header_row,
            header_rows=table.header_rows,
            columns=dict(chosen[table.table]),
        )
        for table in preview.reading.tables
        if table.table in chosen
    }
    return Choices(tables=tables) if tables else None


def cell_text(value: Any) -> str:
    """Return a cell's value as a spreadsheet shows it, roughly."""
    return _text_of()(value)


def column_letter(index: int) -> str:
    """Return the letters of a column's index, counted from 0."""
    from oscb_desktop.returns.cells import letter

    return letter(index)


@cache
def _text_of() -> Callable[[Any], str]:
    from oscb_desktop.returns.columns import text_of

    return text_of


def _shown(
    preview: ImportPreview,
    table: TableReading,
    figures: FigureSet | None,
    beside: Sequence[str],
) -> ShownTable:
    picked = bool(beside)
    cells = preview.workbook.rows(table.sheet)
    skipped = {held.row + 1: _why_skipped(held.why) for held in table.skipped}
    data = figures.rows if figures is not None else []
    numbers: Sequence[int] = data
    if not picked:
        last = max([table.header_row, *table.totals, *skipped, *data[-1:]])
        if not table.rows and not skipped:  # its columns are still to be chosen
            last = min(len(cells), table.header_row + _TO_CHOOSE_FROM)
        numbers = range(table.header_row + 1, last + 1)
    return ShownTable(
        id=table.table,
        title=table.title,
        sheet=table.sheet,
        header_row=table.header_row,
        columns=_columns(preview.reading.kind, table, cells, beside),
        row_numbers=numbers,
        cells=cells,
        totals=frozenset(table.totals),
        skipped=skipped,
        adds_up=_adds_up(preview, table),
        figures=figures.figure_count() if figures is not None else 0,
        options=tuple(
            (held.name, held.label) for held in _fields(preview.reading.kind, table.table)
        ),
    )


def _why_skipped(why: str) -> str:
    words = {
        "blank": say("Blank row"),
        "note": say("A note, not imported"),
        "units": say("The units of the columns"),
        "no figures": say("No figures"),
        "below the total": say("Below the total"),
        "of another year": say("Of another year"),
        "as answered": say("Not taken, as answered"),
        "sum of rows below": say("The sum of the rows below"),
        "sum of its group": say("The sum of its rows"),
    }
    return words[why]


def _columns(
    kind: str, table: TableReading, cells: Sequence[Sequence[Any]], beside: Sequence[str]
) -> tuple[ShownColumn, ...]:
    from oscb_desktop.returns.cells import column_index, letter

    known = {held.name: held for held in _fields(kind, table.table)}
    shown = {
        match.column: ShownColumn(
            index=match.column,
            letter=letter(match.column),
            heading=match.heading.strip(),
            field=match.field,
            label=known[match.field].label if match.field in known else match.heading.strip(),
            is_figure=match.field not in known or known[match.field].is_figure,
        )
        for match in table.columns
    }
    header = cells[table.header_row - 1] if table.header_row <= len(cells) else ()
    for letters in (*beside, *(at for at, _ in table.unused)):
        index = column_index(letters)
        if index is not None and index not in shown:
            heading = cell_text(header[index]) if index < len(header) else ""
            shown[index] = ShownColumn(index, letters, heading)
    return tuple(shown[index] for index in sorted(shown))


def _fields(kind: str, table: str) -> Sequence[Field]:
    from oscb_desktop.returns.kinds import kinds

    known = kinds().get(kind)
    if known is None or table not in {held.id for held in known.tables}:
        return ()
    return known.table(table).fields


def mismatched_rows(preview: ImportPreview) -> frozenset[tuple[str, int]]:
    """Return sheet and row (from 1) of every total that does not agree with its rows."""
    return frozenset(
        (found.place.sheet, int(row))
        for found in preview.problems
        if found.code == _MISMATCH
        and (row := found.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    )


def _adds_up(preview: ImportPreview, table: TableReading) -> bool | None:
    if not table.totals:
        return None
    return mismatched_rows(preview).isdisjoint((table.sheet, row) for row in table.totals)


@dataclass(frozen=True)
class Difference:
    """A figure that accepting would change; ``before`` is "" for a new one, ``after`` if gone."""

    label: str
    before: str
    after: str
    cell: str = ""
    key: str = ""
    worked_out: bool = False  # follows from others, and cannot be kept by itself
    places: tuple[str, ...] = ()  # what it would alter: "Paragraph 4", "Table 1"


def differences(preview: ImportPreview, snapshot: Snapshot | None = None) -> tuple[Difference, ...]:
    """Return what accepting would change of the figures that the report has, changed ones first.

    ``snapshot`` says where the report shows them.
    """
    places = places_of(snapshot) if snapshot is not None and preview.comparisons else _nowhere
    return tuple(
        Difference(
            label=held.label,
            before=_said(held.before),
            after=_said(held.after),
            cell=held.after_cell,
            key=held.key,
            worked_out=held.worked_out,
            places=places(held.key),
        )
        for kind in ("changed", "removed", "added")
        for comparison in preview.comparisons
        for held in getattr(comparison, kind)
    )


def _nowhere(_: str) -> tuple[str, ...]:
    return ()


def _said(text: str) -> str:
    """Return "412300 £" as a report prints it: "£412,300"."""
    digits, _, unit = text.partition(" ")
    value = as_decimal(digits)
    return text if value is None else units.amount(value, units.unit(unit))

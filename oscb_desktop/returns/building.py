"""One table under its header → a checked figure set, and what was taken for what."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from operator import itemgetter
from pathlib import PurePath
from typing import Any

import msgspec

from oscb_desktop.report.content.figures import Column, Correction, FigureSet, Origin
from oscb_desktop.returns import (
    beside,
    checking,
    columns,
    consistency,
    finding,
    formatting,
    headers,
    moneyunits,
    naming,
    parts,
    percentages,
    quarters,
    replacing,
    sensitive,
    sorting,
    years,
)
from oscb_desktop.returns.cells import address, letter
from oscb_desktop.returns.collecting import Answers, Collector
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.extents import Extent, Skipped
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.kinds import Field, Kind, Table
from oscb_desktop.returns.partners import Joined, Known
from oscb_desktop.returns.reading import Grid, Workbook
from oscb_desktop.returns.recipes import Remembered
from oscb_desktop.returns.scanning import Details

_LOOKED_AT = 20  # rows in which a column without a heading must hold something
_SHOWN = 50  # rows of a preview held ready; the window asks the workbook for the rest


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What interpreting must know of the report and the person.

    ``accepted`` holds the figure sets that the report is based on, by id. ``mapping`` is what a
    person chose for this workbook: table id → heading → field (see ``interpreting.learnt``).
    ``memory`` is what was chosen before: sender → the same. ``answers`` is what was said to doubts.
    """

    reporting_year: str = ""
    imported_by: str = ""
    imported_at: datetime
    accepted: Mapping[str, FigureSet] = {}
    mapping: Mapping[str, Mapping[str, str]] = {}
    memory: Mapping[str, Mapping[str, Mapping[str, str]]] = {}
    answers: Answers = {}
    joined: Joined = {}  # words that somebody said stand for a partner
    corrections: Mapping[tuple[str, str], Correction] = {}  # sheet, cell → what is right there
    recipes: Mapping[str, Mapping[str, Remembered]] = {}  # sender → shape → how it was laid out


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said of a whole return: a unit, and which part of the year it is of.

    ``part`` is "year", "ytd:9" (to the ninth month), "quarter:3", "month:4", "" where not said.
    """

    unit: str = ""
    part: str = ""


class PreviewRow(msgspec.Struct, frozen=True):
    """A row as taken: its worksheet number from 1, and (cell address, text) for each field."""

    row: int
    cells: tuple[tuple[str, str], ...]


class TableReading(msgspec.Struct, frozen=True, kw_only=True):
    """How one table was taken. ``header_row`` is a worksheet row number, from 1."""

    kind: str
    table: str
    title: str
    sheet: str
    header_row: int
    header_rows: int
    score: float
    columns: tuple[Match, ...]  # heading, column index and score for each field found
    unused: tuple[tuple[str, str], ...]  # letter and heading of each column not taken
    rows: int
    preview: tuple[PreviewRow, ...]
    skipped: tuple[Skipped, ...]
    totals: tuple[int, ...]  # worksheet rows, from 1, that were reconciled and not taken
    unit: str
    left_out: tuple[tuple[int, str], ...] = ()  # columns (from 0) of which nothing is taken, why
    end: int = 0  # the row (from 0) at which the table ends
    data: tuple[int, ...] = ()  # the rows (from 0) that were taken
    label_column: int | None = None  # of the rows' names, from 0

    def letters(self) -> dict[str, str]:
        """Return field → column letter."""
        return {match.field: letter(match.column) for match in self.columns}


class Built(msgspec.Struct, frozen=True):
    """A table's reading with the figure set that it becomes."""

    reading: TableReading
    figures: FigureSet


def build(
    kind: Kind,
    workbook: Workbook,
    grid: Grid,
    found: Candidate,
    end: int,
    context: Context,
    collector: Collector,
    said: Said,
    *,
    period: str,
    partner: str,
    alone: bool,
    cover: Sequence[str] = (),
) -> Built:
    """Take the rows between a header and row ``end`` (from 0) as one table's figures.

    ``said`` is what a person said of the whole return. ``alone`` says that the return holds no
    other table with rows: an empty one is then refused. ``cover`` is what
    the sheets without a table say.
    """
    table = found.table
    body = _body_of(found, grid, end)
    rows, period = _sorted(body, grid, found, period, collector)
    details = grid.details
    at = At(sheet=found.sheet, rows=rows.data, collector=collector)
    unsaved = formatting.check_cells(table, body.matches, rows, details, at)
    around = [*found.titles, *found.above, found.sheet, *body.under.values()]
    takens = _take(table, body, rows, at, decimals=bool(moneyunits.said_in(around)))
    formatting.take_as_shown(takens, grid, at)
    formatting.say_marks(takens, details, at)
    sorting.say_rows(rows, body.cells, body.label, body.first, body.matches, at)
    sorting.say_dates_outside(table, grid, found, period, at)
    sorting.say_sections(kind, table, rows, body.label_column, period, at)
    notes = beside.notes_of(rows, grid, end, found.span)
    stem = PurePath(workbook.name).stem
    figure_columns = {body.matches[index].column for index in body.figures}
    amounts = moneyunits.units_of(
        takens,
        body.under,
        [*found.titles, *found.above, *notes, found.sheet, body.matches[body.label].heading],
        said.unit if said.unit in moneyunits.FACTORS else "",
        at,
        headed=found.bottom,
        own=found.titles,
        shown_in=details.shown_in,
        elsewhere=[*cover, stem, *beside.words_beside(grid, found, rows, figure_columns)],
    )
    amounts = moneyunits.without_odd_pounds(takens, amounts, details, at, headed=found.bottom)
    foreign = _shown_foreign(takens, details, at)
    moneyunits.check_currency(takens, foreign, found.titles, at, found.bottom)
    settled = moneyunits.settle(takens, amounts, details, at)
    unit = settled.unit if amounts else table.unit
    percentages.refuse(takens, details.percent, at)
    formatting.check_figures(takens, details, at, found.bottom)
    known = Known(joined=context.joined, year=period or context.reporting_year)
    naming.without_typed_marks(table, takens, notes, at)
    names = naming.name_rows(table, takens, at, known)
    unit_around = partial(
        percentages.unit_around, body.matches[body.label].heading, [*found.titles, *found.above],
        notes, headed=found.bottom, column=body.label_column,
    )  # fmt: skip
    units = _units(table, takens, names.labels, details.percent, unit_around, at)
    turned = checking.check_formula(table, takens, at) | unsaved
    checking.check_steady(table, takens, at)
    consistency.check(table, takens, units, at)
    sensitive.small_counts(takens, units, at)
    not_kept = {table.label_field.name, *turned}
    set_columns = [
        _column(takens[match.field], unit, units)
        for match in body.matches
        if match.field not in not_kept
    ]
    texts = [*found.titles, *notes]
    quarters.say_months_of_one_year(grid.rows[found.bottom], at, found.bottom)
    quarters.say_rows_that_run(names.labels, body.label_column, texts, at)
    together = quarters.bring_together(
        table, takens, set_columns, period, at,
        headed=found.bottom, running=quarters.says_running(texts), labels=names.labels,
    )  # fmt: skip
    row_periods = quarters.periods_of(takens, period, len(rows.data))
    series = any(quarters.base_of(match.field) != match.field for match in body.matches)
    part = _part_said(found, [*notes, *_sentences(found.above), *cover], stem, period)
    parts.settle(
        takens, set_columns, period, said.part, "" if series or row_periods else part,
        at, headed=found.bottom,
    )  # fmt: skip
    if not row_periods:
        _say_the_year_before(table, set_columns, period)
    if table.totals:
        _check_totals(body, takens, rows, grid, at, settled)
        _total_up(table, set_columns, together, row_periods, period)
    _add_worked_out(table, set_columns, unit)
    _check_empty(table, takens, found, at, alone=alone)
    unused = beside.say_unused(grid, found, rows, at)
    beside.say_periods(grid, found, rows, takens, period, at)
    figure_set = FigureSet(
        id=replacing.set_id(
            kind,
            table,
            names.labels,
            period=period,
            partner=partner,
            reporting_year=context.reporting_year,
            accepted=context.accepted,
            joined=context.joined,
            at=at,
            column=body.label_column,
        ),
        kind=kind.id,
        table=table.id,
        title=table.title,
        period=period,
        partner=partner,
        origin=Origin(
            file=workbook.name,
            sha256=workbook.sha256,
            sheet=found.sheet,
            imported_by=context.imported_by,
            imported_at=context.imported_at,
        ),
        keys=names.keys,
        labels=names.labels,
        rows=[row + 1 for row in rows.data],
        columns=set_columns,
        periods=row_periods,
        per_partner=True if kind.per_partner else msgspec.UNSET,
    )
    reading = msgspec.structs.replace(
        unbuilt(kind, grid, found), rows=len(rows.data), preview=_preview(body, rows),
        skipped=(*body.passed, *rows.skipped), totals=tuple(row + 1 for row in rows.totals),
        unit=unit, left_out=unused, end=end, data=tuple(rows.data),
        label_column=body.label_column,
    )  # fmt: skip
    return Built(reading, figure_set)


def _say_the_year_before(table: Table, held: Sequence[Column], period: str) -> None:
    """Give the columns that compare with the year before that year as their period."""
    before = headers.year_before(period) if period else ""
    earlier = table.earlier
    for column in held:
        if column.unit is not None and not column.period and column.name in earlier:
            column.period = before


class _Body(msgspec.Struct, frozen=True):
    """What stands under a header: the columns taken for fields, cut to one length."""

    matches: tuple[Match, ...]
    cells: list[Sequence[Any]]  # of each match
    first: int  # the sheet row of their first cell, from 0
    under: dict[int, str]  # what the row of units above that one says, by column of the sheet
    label: int  # which of the matches names the rows
    figures: list[int]  # which are figures

    @property
    def label_column(self) -> int:
        """The rows' names in the sheet, from 0."""
        return self.matches[self.label].column

    @property
    def names(self) -> list[str]:
        """What each row is called, as it is written there."""
        return [columns.text_of(cell) for cell in self.cells[self.label]]

    @property
    def passed(self) -> list[Skipped]:
        """The row of units, where there is one."""
        if not self.under:
            return []
        return [Skipped(self.first - 1, "units", " ".join(self.under.values()))]


def _body_of(found: Candidate, grid: Grid, end: int) -> _Body:
    """Return what stands between a header and row ``end``, the row of units told apart."""
    table, matches = found.table, found.matched.matches
    first = found.bottom + 1
    under = moneyunits.row_of_units(table, matches, grid.rows[first:end])
    first += bool(under)
    order = {match.field: index for index, match in enumerate(matches)}
    return _Body(
        matches=matches,
        cells=_columns(grid.rows[first:end], [match.column for match in matches]),
        first=first,
        under=under,
        label=order[table.label_field.name],
        figures=[
            index for index, match in enumerate(matches) if table.field(match.field).is_figure
        ],
    )


def _sorted(
    body: _Body, grid: Grid, found: Candidate, period: str, collector: Collector
) -> tuple[Extent, str]:
    """Return the rows, sorted, but for those of another year; and the year of those left."""
    table = found.table
    rows = sorting.sort_rows(table, body.matches, body.cells, body.first, found, collector)
    rows = sorting.without_feet(rows, body.names, body.first, found, collector)
    return sorting.of_the_year(rows, grid, found, period, collector)


def _shown_foreign(takens: Mapping[str, Taken], details: Details, at: At) -> dict[str, bool]:
    """Return of each field of money whether a cell of it is shown in another currency."""
    if not details.foreign:
        return {}
    return {
        name: any(address(row, taken.column) in details.foreign for row in at.rows)
        for name, taken in takens.items()
        if taken.field.type == "money"
    }


def _sentences(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if years.is_sentence(text)]


def _part_said(found: Candidate, around: Sequence[str], stem: str, period: str) -> str:
    """Return which part of the year a table is of, as its titles, sheet or file say; "" for none.

    ``around`` are notes and sentences, which count less; ``stem`` is the file's name.
    """
    stem = stem.replace("_", " ")
    titles = [text for text in (*found.titles, *found.above) if not years.is_sentence(text)]
    names_it = [found.sheet, *titles, years.without_months(stem)]
    return parts.of_titles(names_it, around, period) or parts.split(stem)[0]


def _check_totals(
    body: _Body,
    takens: Mapping[str, Taken],
    rows: Extent,
    grid: Grid,
    at: At,
    settled: moneyunits.Settled,
) -> None:
    """Hold the total rows that the table has to the rows that they sum."""
    summed = [takens[body.matches[index].field] for index in body.figures]
    labels = body.cells[body.label]
    shown = [
        (row, columns.text_of(labels[row - body.first]), grid.rows[row]) for row in rows.totals
    ]
    checking.check_totals(
        summed, shown, at, settled.as_taken, scaled=settled.unit != moneyunits.POUNDS
    )


def _total_up(
    table: Table,
    held: Sequence[Column],
    together: quarters.Together,
    row_periods: Sequence[str],
    period: str,
) -> None:
    """Give each column that adds up its total: of rows that are parts of the year, if they make it.

    Rows that hold the year so far have none.
    """
    if row_periods and (together.running or not quarters.make_the_year(row_periods, period)):
        return
    for column in held:
        adds_up = table.field(column.name).type in ("money", "count")
        if adds_up and column.name not in together.unknown:
            column.total = checking.total_of(column)


def unbuilt(kind: Kind, grid: Grid, found: Candidate) -> TableReading:
    """Return the reading of a table of which only the header is known, for a person to map."""
    taken = {match.column for match in found.matched.matches}
    header = list(grid.rows[found.top])
    for row in range(found.top + 1, found.bottom + 1):
        header = finding.joined(header, grid.rows[row])
    below = grid.rows[found.bottom + 1 : found.bottom + 1 + _LOOKED_AT]
    header += [""] * (max(map(len, below), default=0) - len(header))
    filled = {index for row in below for index, cell in enumerate(row) if cell != ""}
    return TableReading(
        kind=kind.id, table=found.table.id, title=found.table.title, sheet=found.sheet,
        header_row=found.bottom + 1, header_rows=found.bottom - found.top + 1,
        score=round(found.score, 2), columns=found.matched.matches,
        unused=tuple((letter(index), columns.text_of(heading))
                     for index, heading in enumerate(header)
                     if (heading != "" or index in filled) and index not in taken
                     and found.span[0] <= index < found.span[1]),
        rows=0, preview=(), skipped=(), totals=(), unit="",
    )  # fmt: skip


def _columns(rows: Sequence[Sequence[Any]], indexes: Sequence[int]) -> list[Sequence[Any]]:
    """Return the columns at ``indexes``, short rows filled up with empty cells."""
    if not rows:
        return [() for _ in indexes]
    width = max(indexes) + 1
    if min(map(len, rows)) < width:
        rows = [row if len(row) >= width else [*row, *[""] * (width - len(row))] for row in rows]
    if len(indexes) == 1:
        return [[row[indexes[0]] for row in rows]]
    return list(zip(*map(itemgetter(*indexes), rows), strict=True))


def _take(table: Table, body: _Body, rows: Extent, at: At, *, decimals: bool) -> dict[str, Taken]:
    """Return the values of the rows of data, by field.

    ``decimals`` says that amounts are in thousands or millions: a point in them parts decimals.
    """
    whole = not body.cells or len(rows.data) == len(body.cells[0])
    pick = [row - body.first for row in rows.data]
    takens: dict[str, Taken] = {}
    for match, column in zip(body.matches, body.cells, strict=True):
        field = table.field(match.field)
        kept = column if whole else [column[index] for index in pick]
        taken = Taken(
            field=field,
            column=match.column,
            heading=match.heading,
            score=match.score,
            values=[],
            part=match.part,
            decimals=decimals or bool(moneyunits.said_in([match.heading])),
        )
        takens[field.name] = columns.take(field, kept, taken, at)
    return takens


def _units(
    table: Table,
    takens: Mapping[str, Taken],
    labels: Sequence[str],
    percent: frozenset[str],
    around: Callable[..., str],
    at: At,
) -> list[str] | None:
    """Return each row's unit where rows have units of their own.

    A row's own goes before its name's, that before the headings', and that before what stands
    ``around`` the table.
    """
    if not table.unit_field:
        return None
    stated = _stated_units(takens.get(table.unit_field), len(at.rows))
    # One written once for several rows holds for each.
    units = [unit or percentages.unit_in(label) for unit, label in zip(stated, labels, strict=True)]
    measures = [taken for taken in takens.values() if taken.field.type == "measure"]
    units = _with_units_said(units, labels, measures, around, at)
    over, under, value = (takens.get(name) for name in table.percent_of or ("", "", ""))
    percentages.settle(measures, units, percent, (over, under, value), at)
    return [unit or "number" for unit in units]


def _with_units_said(
    units: Sequence[str],
    labels: Sequence[str],
    measures: Sequence[Taken],
    around: Callable[..., str],
    at: At,
) -> list[str]:
    """Return rows' units, those without one as the headings or the words around have it."""
    headed = next(filter(None, (percentages.unit_in(taken.heading) for taken in measures)), "")
    without = [label for unit, label in zip(units, labels, strict=True) if not unit]
    if not headed and without and not any(taken.percent for taken in measures):
        headed = around(labels=without, at=at)
    return [unit or headed for unit in units]


def _stated_units(stated: Taken | None, count: int) -> list[str]:
    """Return what the column of units says of each row, "" where it says nothing."""
    if stated is None:
        return [""] * count
    return columns.of_each(
        lambda value: percentages.unit_of(None if value is None else str(value)), stated.values
    )


def _column(taken: Taken, unit: str, units: list[str] | None) -> Column:
    field = taken.field
    own: str | None = None
    row_units: list[str] | None = None
    if field.type == "money":
        own = unit
    elif field.type == "measure":
        own, row_units = "number", units
    elif field.is_figure:
        own = "number"
    return Column(
        name=field.name,
        label=field.label,
        values=taken.values,
        unit=own,
        units=row_units,
        letter=letter(taken.column),
        missing=taken.missing,
    )


def _add_worked_out(table: Table, held: list[Column], unit: str) -> None:
    by_name = {column.name: column for column in held}
    for field in table.fields:
        if field.plus in by_name and field.minus in by_name and field.name not in by_name:
            plus, minus = by_name[field.plus], by_name[field.minus]
            fresh = checking.worked_out(plus, minus, field.name, field.label, unit)
            if plus.total is not None and minus.total is not None:
                fresh.total = checking.exact_sum(fresh.values)
            held.append(fresh)


def _check_empty(
    table: Table, takens: Mapping[str, Taken], found: Candidate, at: At, *, alone: bool
) -> None:
    column = takens[table.label_field.name].column
    if not at.rows:
        code = "return-no-rows" if alone else "return-table-empty"
        at.collector.add(code, at.sheet, found.bottom, column, table=table.title)
        return
    for taken in takens.values():
        empty = all(value is None for value in taken.values)
        if taken.field.filled and empty and not taken.missing and not taken.refused:
            at.collector.add(
                "return-column-empty",
                at.sheet,
                found.bottom,
                taken.column,
                heading=taken.field.label,
            )
        if taken.field.required:
            _check_filled(taken.field, taken, at)


def _check_filled(field: Field, taken: Taken, at: At) -> None:
    for index, value in enumerate(taken.values):
        if value is None and index not in taken.missing:
            at.collector.add(
                "return-cell-empty", at.sheet, at.rows[index], taken.column, heading=field.label
            )


def _preview(body: _Body, rows: Extent) -> tuple[PreviewRow, ...]:
    return tuple(
        PreviewRow(
            row + 1,
            tuple(
                (f"{letter(match.column)}{row + 1}", columns.text_of(column[row - body.first]))
                for match, column in zip(body.matches, body.cells, strict=True)
            ),
        )
        for row in rows.data[:_SHOWN]
    )

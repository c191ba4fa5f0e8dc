"""One table under its header → a checked figure set, and what was taken for what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import PurePath
from typing import Any

import msgspec

from oscb_desktop.base.text import listed, say
from oscb_desktop.report.content.figures import Column, Correction, FigureSet, Origin
from oscb_desktop.returns import (
    beside,
    checking,
    columns,
    consistency,
    finding,
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
from oscb_desktop.returns.cells import address, letter, place_of
from oscb_desktop.returns.collecting import Answers, Collector
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.extents import Extent, Skipped, is_total
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.kinds import Field, Kind, Table
from oscb_desktop.returns.partners import Joined, Known
from oscb_desktop.returns.reading import Grid, Workbook
from oscb_desktop.returns.recipes import Remembered
from oscb_desktop.returns.scanning import Details

_LOOKED_AT = 20  # rows in which a column without a heading must hold something
_NAMED = 5  # cells named in one message
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
    matches = found.matched.matches
    first = found.bottom + 1
    under = moneyunits.row_of_units(table, matches, grid.rows[first:end])
    first += bool(under)
    cells = _columns(grid.rows[first:end], [match.column for match in matches])
    order = {match.field: index for index, match in enumerate(matches)}
    figures = [index for index, match in enumerate(matches) if table.field(match.field).is_figure]
    label = order[table.label_field.name]
    rows = sorting.sort_rows(table, matches, cells, first, found, collector)
    if table.totals:
        rows = sorting.without_feet(
            rows, [columns.text_of(cell) for cell in cells[label]], first, found, collector
        )
    rows, period = sorting.of_the_year(rows, grid, found, period, collector)
    details = grid.details
    at = At(sheet=found.sheet, rows=rows.data, collector=collector)
    unsaved = _check_cells(table, matches, rows, details, at)
    takens = _take(table, matches, cells, rows, first, at)
    _as_shown(takens, grid, at)
    _say_marks(takens, details, at)
    sorting.say_rows(rows, cells, label, first, matches, at)
    sorting.say_dates_outside(table, grid, found, period, at)
    sorting.say_sections(kind, table, rows, matches[label].column, period, at)
    notes = beside.notes_of(rows, grid, end, found.span)
    around = [*found.titles, *found.above, *notes, found.sheet, matches[label].heading]
    elsewhere = [
        *cover, PurePath(workbook.name).stem,
        *beside.words_beside(grid, found, rows, {matches[index].column for index in figures}),
    ]  # fmt: skip
    amounts = moneyunits.units_of(
        takens, under, around, said.unit if said.unit in moneyunits.FACTORS else "", at,
        headed=found.bottom, elsewhere=elsewhere,
    )  # fmt: skip
    foreign = {
        name: any(address(row, taken.column) in details.foreign for row in at.rows)
        for name, taken in takens.items()
        if taken.field.type == "money" and details.foreign
    }
    moneyunits.check_currency(takens, foreign, at, found.bottom)
    settled = moneyunits.settle(takens, amounts, details.suffixed, at)
    unit = settled.unit if amounts else table.unit
    percentages.refuse(takens, details.percent, at)
    _check_figures(takens, details, at, found.bottom)
    known = Known(joined=context.joined, year=period or context.reporting_year)
    names = naming.name_rows(table, takens, at, known)
    units = _units(table, takens, names.labels, details.percent, at)
    turned = checking.check_formula(table, takens, at) | unsaved
    checking.check_steady(table, takens, at)
    consistency.check(table, takens, units, at)
    sensitive.small_counts(takens, units, at)
    set_columns = [
        _column(takens[match.field], unit, units)
        for match in matches
        if match.field != table.label_field.name and match.field not in turned
    ]
    texts = [*found.titles, *notes]
    stem = PurePath(workbook.name).stem.replace("_", " ")
    titles = [text for text in (*found.titles, *found.above) if not years.is_sentence(text)]
    names_it = [found.sheet, *titles, years.without_months(stem)]
    spoken = [text for text in found.above if years.is_sentence(text)]
    quarters.say_rows_that_run(names.labels, matches[label].column, texts, at)
    together = quarters.bring_together(
        table, takens, set_columns, period, at,
        headed=found.bottom, running=quarters.says_running(texts), labels=names.labels,
    )  # fmt: skip
    series = any(quarters.base_of(match.field) != match.field for match in matches)
    row_periods = quarters.periods_of(takens, period, len(rows.data))
    part = parts.of_titles(names_it, [*notes, *spoken, *cover], period) or parts.split(stem)[0]
    parts.settle(
        takens, set_columns, period, said.part, "" if series or row_periods else part,
        at, headed=found.bottom,
    )  # fmt: skip
    if table.totals:
        summed = [takens[matches[index].field] for index in figures]
        shown = [
            (row, columns.text_of(cells[label][row - first]), grid.rows[row]) for row in rows.totals
        ]
        checking.check_totals(summed, shown, at, settled.as_taken)
        for column in set_columns:
            adds_up = table.field(column.name).type in ("money", "count")
            unknown = column.name in together.unknown or (
                row_periods and not quarters.make_the_year(row_periods, period)
            )
            running = together.running and bool(row_periods)
            if adds_up and not unknown and not running:
                column.total = checking.total_of(column)
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
            column=matches[label].column,
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
    passed = [Skipped(first - 1, "units", " ".join(under.values()))] if under else []
    reading = msgspec.structs.replace(
        unbuilt(kind, grid, found), rows=len(rows.data),
        preview=_preview(matches, cells, rows, first),
        skipped=(*passed, *rows.skipped), totals=tuple(row + 1 for row in rows.totals), unit=unit,
        left_out=unused, end=end, data=tuple(rows.data),
        label_column=matches[label].column,
    )  # fmt: skip
    return Built(reading, figure_set)


def _check_figures(takens: Mapping[str, Taken], details: Details, at: At, headed: int) -> None:
    """Scale counts as their format shows them; tell of ledger signs and of merged amounts."""
    for taken in takens.values():
        field = taken.field
        if not field.is_figure:
            continue
        if field.type != "money" and details.suffixed:
            moneyunits.scale_shown(taken, details.suffixed, at)
        if field.type != "money" and moneyunits.said_in([taken.heading]):
            moneyunits.ask_of_thousands(taken, at, headed)
        given = [float(value) for value in taken.values if value is not None]
        if field.type == "money" and not field.plus and given and max(given) <= 0 > min(given):
            at.collector.add(
                "return-all-negative", at.sheet, headed, taken.column, heading=field.label
            )
    _say_unseen(takens, details, at)
    rows = {row: index for index, row in enumerate(at.rows)}
    figures = {taken.column for taken in takens.values() if taken.field.is_figure}
    for top, left, bottom, right in details.merged:
        over = [column for column in range(left, right + 1) if column in figures]
        if over and top in rows and (bottom > top or len(over) > 1):
            at.collector.add("return-amount-merged", at.sheet, top, over[0])


def _say_unseen(takens: Mapping[str, Taken], details: Details, at: At) -> None:
    """Tell of figures whose format shows nothing: whoever sent them may not know of them."""
    if not details.unseen:
        return
    for taken in takens.values():
        cells = [(row, address(row, taken.column)) for row in at.rows]
        unseen = [(row, cell) for row, cell in cells if cell in details.unseen]
        if taken.field.is_figure and unseen:
            at.collector.add(
                "return-figure-not-shown", at.sheet, unseen[0][0], taken.column,
                found=listed([cell for _, cell in unseen], _NAMED), heading=taken.field.label,
            )  # fmt: skip


def _as_shown(takens: Mapping[str, Taken], grid: Grid, at: At) -> None:
    """Take numbers among words as their format shows them: the codes 1.1 and 1.10 are two."""
    for taken in takens.values():
        if taken.field.is_figure or taken.field.type == "date":
            continue
        begin = {str(value)[:1] for value in taken.values if value is not None}
        if not any(first.isdigit() for first in begin):
            continue
        for index, row in enumerate(at.rows):
            cells = grid.rows[row]
            if taken.column < len(cells) and cells[taken.column].__class__ is float:
                shown = grid.shown(row, taken.column)
                if shown is not None:
                    taken.values[index] = shown


def _say_marks(takens: Mapping[str, Taken], details: Details, at: At) -> None:
    """Say what of a taken cell was raised or struck out, and what cannot be told.

    Of a cell that is struck out whole it is asked whether it counts.
    """
    if not (details.raised or details.struck or details.doubtful):
        return
    by_place = {(row, taken.column): (index, taken) for taken in takens.values()
                for index, row in enumerate(at.rows)}  # fmt: skip
    for cell, kept in details.raised.items():
        if place_of(cell) in by_place:
            at.collector.add("return-mark-raised", at.sheet, *place_of(cell), found=kept)
    for cell in details.doubtful:
        if place_of(cell) in by_place:
            at.collector.add("return-cell-not-told", at.sheet, *place_of(cell))
    for cell, kept in details.struck.items():
        held = by_place.get(place_of(cell))
        if held is None:
            continue
        index, taken = held
        value = taken.values[index]
        if kept and kept != columns.text_of(value):
            at.collector.add("return-struck-out", at.sheet, *place_of(cell), found=kept)
        elif value is not None and taken.field.is_figure:
            answer = at.collector.ask(
                "return-struck-out-whole", at.sheet, *place_of(cell),
                [("count", say("taken as it stands")), ("leave-out", say("not taken"))],
                found=columns.text_of(value),
            )  # fmt: skip
            if answer == "leave-out":
                taken.values[index] = None


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


def _take(
    table: Table,
    matches: Sequence[Match],
    cells: Sequence[Sequence[Any]],
    rows: Extent,
    first: int,
    at: At,
) -> dict[str, Taken]:
    whole = not cells or len(rows.data) == len(cells[0])
    pick = [row - first for row in rows.data]
    takens: dict[str, Taken] = {}
    for match, column in zip(matches, cells, strict=True):
        field = table.field(match.field)
        kept = column if whole else [column[index] for index in pick]
        taken = Taken(
            field=field,
            column=match.column,
            heading=match.heading,
            score=match.score,
            values=[],
            part=match.part,
        )
        takens[field.name] = columns.take(field, kept, taken, at)
    return takens


def _units(
    table: Table,
    takens: Mapping[str, Taken],
    labels: Sequence[str],
    percent: frozenset[str],
    at: At,
) -> list[str] | None:
    """Return each row's unit where rows have units of their own."""
    if not table.unit_field:
        return None
    stated = takens.get(table.unit_field)
    count = len(at.rows)
    units = (
        [percentages.unit_of(None if value is None else str(value)) for value in stated.values]
        if stated is not None
        else [""] * count
    )
    for index, label in enumerate(labels):  # one written once for several rows holds for each
        units[index] = units[index] or percentages.unit_in(label)
    measures = [taken for taken in takens.values() if taken.field.type == "measure"]
    if any(percentages.unit_in(taken.heading) == percentages.PERCENT for taken in measures):
        units = [unit or percentages.PERCENT for unit in units]
    over, under, value = (takens.get(name) for name in table.percent_of or ("", "", ""))
    percentages.settle(measures, units, percent, (over, under, value), at)
    return [unit or "number" for unit in units]


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


def _check_cells(
    table: Table, matches: Sequence[Match], rows: Extent, details: Details, at: At
) -> set[str]:
    """Add a problem at each taken cell that the reader sees as empty and Excel does not.

    Returns the fields whose formulas were never worked out but are ours to work out: those that
    are the difference of two others. A total is ours as well.
    """
    unsaved: set[str] = set()
    if not details.uncalculated and not details.errors:
        return unsaved
    # A row whose every formula was never worked out looks like one without figures.
    there = {match.field for match in matches}
    passed = [skipped.row for skipped in rows.skipped if skipped.why == "no figures"]
    for row in sorted([*rows.data, *passed]):
        for match in matches:
            cell = f"{letter(match.column)}{row + 1}"
            if cell in details.errors:
                at.collector.add(
                    "return-cell-shows-a-fault",
                    at.sheet,
                    row,
                    match.column,
                    found=details.errors[cell],
                )
            elif cell not in details.uncalculated or is_total(rows, row):
                continue
            elif there.issuperset(_parts(table, match.field)):
                unsaved.add(match.field)
            else:
                at.collector.add("return-formula-not-worked-out", at.sheet, row, match.column)
    for name in sorted(unsaved):
        match = next(match for match in matches if match.field == name)
        field = table.field(name)
        at.collector.add(
            "return-worked-out-here",
            at.sheet,
            at.rows[0] if at.rows else 0,
            match.column,
            heading=field.label,
            plus=table.field(field.plus).label,
            minus=table.field(field.minus).label,
        )
    return unsaved


def _parts(table: Table, name: str) -> set[str]:
    """Return the two fields that one is the difference of; where it is none, what no table has."""
    field = table.field(name)
    return {field.plus, field.minus} if field.plus else {""}


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


def _preview(
    matches: Sequence[Match], cells: Sequence[Sequence[Any]], rows: Extent, first: int
) -> tuple[PreviewRow, ...]:
    return tuple(
        PreviewRow(
            row + 1,
            tuple(
                (f"{letter(match.column)}{row + 1}", columns.text_of(column[row - first]))
                for match, column in zip(matches, cells, strict=True)
            ),
        )
        for row in rows.data[:_SHOWN]
    )

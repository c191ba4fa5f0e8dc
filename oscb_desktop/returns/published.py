"""Published statistics of any layout: a person picks the sheet, the rows and the columns.

Rows are areas, or areas at several times; a column is of figures, or of words and dates ("Good").
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import listed, say
from oscb_desktop.report.content.figures import FigureSet, Origin
from oscb_desktop.returns import columns as taking
from oscb_desktop.returns import (
    headers,
    kinds,
    published_columns,
    published_header,
    published_ledger,
    published_periods,
    published_rows,
)
from oscb_desktop.returns.building import Context, PreviewRow, TableReading
from oscb_desktop.returns.cells import column_index, letter, slug, unique
from oscb_desktop.returns.collecting import Answers, Collector
from oscb_desktop.returns.columns import At
from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.interpreting import Reading, unread
from oscb_desktop.returns.kinds import PUBLISHED
from oscb_desktop.returns.ledger import SheetLedger
from oscb_desktop.returns.moneyunits import said_in
from oscb_desktop.returns.picking import heading_of, pick_columns, pick_rows, plain
from oscb_desktop.returns.reading import ReturnUnreadable, Workbook

_UNIT = re.compile(
    r"(?:reported|expressed|shown|are|is|figures|units?:?)\s+(?:in\s+)?"
    r"(£\s*(?:thousands?|millions?|m|k|000s?)|percentages?|£)",
    re.IGNORECASE,
)
NEIGHBOURS = "@neighbours"  # stands for the areas of resources/lists/statistical-neighbours.toml


class Picker(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet for the picker: its headed columns, and the rows under its headings.

    ``header_row`` is the last row of headings, ``first_row`` the first, both from 1; ``own`` has
    each column's heading without the groups above it.
    """

    sheet: str
    header_row: int
    columns: tuple[tuple[str, str], ...]  # letter, heading
    rows: list[list[Any]]
    unit: str
    first_row: int = 1
    own: Mapping[str, str] = {}
    parts: Mapping[int, tuple[str, ...]] = {}
    width: int = 0
    period: str = ""  # of figures whose heading gives none; "" where it is not known
    period_from: str = ""  # where it was read, in words


def columns_of(workbook: Workbook, sheet: str, heading: int | None = None) -> Picker:
    """Return the headed columns and the rows of a sheet; raise ReturnUnreadable or UsageError.

    The header is the first of the fullest rows of words, with the groups above it, or the row
    ``heading`` (from 1): what comes above those are titles and notes.
    """
    rows = workbook.rows(sheet)
    if heading is not None and not 0 < heading <= len(rows):
        raise UsageError(
            say("{sheet} has no row {row}.", sheet=sheet, row=heading),
            say("Name one of its rows; the last is {last}.", last=len(rows)),
        )
    header = published_header.header_of(rows, None if heading is None else heading - 1)
    picker = Picker(
        sheet=sheet,
        header_row=header.bottom + 1,
        first_row=header.top + 1,
        columns=tuple((letter(at), header.heading(at)) for at in header.parts),
        own={letter(at): parts[-1] for at, parts in header.parts.items()},
        parts=header.parts,
        rows=rows[header.bottom + 1 :],
        width=max(map(len, rows), default=0),
        unit=_unit(rows[: header.top]),
    )
    own = published_periods.row_columns({at: parts[-1] for at, parts in header.parts.items()})
    if own.every:
        named = listed([header.heading(at) for at in own.every], 3)
        return msgspec.structs.replace(
            picker, period=say("each row's own"), period_from=say("its {named}", named=named)
        )
    near = published_periods.around(workbook, picker, None)
    return msgspec.structs.replace(picker, period=near.label, period_from=near.where)


def select(
    workbook: Workbook,
    context: Context,
    *,
    sheet: str,
    where: Sequence[tuple[str, str]],
    columns: Sequence[str],
    unit: str | None = None,
    said: Mapping[str, str] | None = None,
    answers: Answers | None = None,
) -> Reading:
    """Take the rows where every column named in ``where`` has one of its values.

    A column is named by its heading or its letter. ``said`` is what a person set: "period",
    "year", "unit" or the row of the "heading"; ``answers`` are those to doubts. A second selection
    of the same rows of the same workbook adds its columns to the first. What does not fit is in
    the reading's ``problems``; a sheet that does not exist raises UsageError.
    """
    said = said or {}
    if not columns:
        raise UsageError(say("No column was named."), say("Name at least one column to take."))
    collector = Collector(workbook.name, answers, published=True)
    try:
        picker = columns_of(workbook, sheet, _heading_row(said))
    except ReturnUnreadable as unreadable:
        return unread(workbook, PUBLISHED, (sheet,), unreadable.problem)
    chosen = [at for at in pick_columns(columns, picker, collector) if at is not None]
    wanted = _wanted(where, picker, collector)
    rows = pick_rows(wanted, picker, collector) if wanted is not None else []
    sets: list[FigureSet] = []
    tables: list[TableReading] = []
    if not rows and not collector.problems():
        collector.add("published-no-rows", sheet, picker.header_row - 1, 0)
    if len(chosen) == len(columns) and rows:
        figure_set = _set(workbook, context, picker, wanted or {}, rows, chosen,
                          unit or said.get("unit"), said, collector)  # fmt: skip
        tables.append(_table(figure_set, picker, workbook))
        sets.append(_merged(figure_set, context.accepted.get(figure_set.id)))
    return Reading(
        kind=PUBLISHED,
        file=workbook.name,
        sha256=workbook.sha256,
        sheets=(sheet,),
        tables=tuple(tables),
        figure_sets=sets,
        problems=collector.problems(),
        doubts=collector.doubts(),
        ledger=(_ledger(workbook, picker, sets[0] if sets else None, wanted or {}),),
    )


def _heading_row(said: Mapping[str, str]) -> int | None:
    words = said.get("heading", "").strip()
    if not words:
        return None
    if not words.isdigit():
        raise UsageError(
            say("'{words}' is no row.", words=words), say("Name the heading row by its number.")
        )
    return int(words)


def _ledger(
    workbook: Workbook, picker: Picker, figures: FigureSet | None, where: Collection[int]
) -> SheetLedger:
    held = published_periods.row_columns({at: parts[-1] for at, parts in picker.parts.items()})
    return published_ledger.account(
        picker.sheet, workbook.rows(picker.sheet), (picker.first_row - 1, picker.header_row - 1),
        figures, {*where, *held.every},
    )  # fmt: skip


def _wanted(
    where: Sequence[tuple[str, str]], picker: Picker, collector: Collector
) -> dict[int, list[str]] | None:
    """Return the values wanted of each column; None where a column is not clear."""
    found: dict[int, list[str]] = {}
    for (_, value), column in zip(
        where, pick_columns([name for name, _ in where], picker, collector), strict=True
    ):
        if column is None:
            return None
        values = _neighbours(column, picker, collector) if value == NEIGHBOURS else [value]
        found.setdefault(column, []).extend(values)
    return {column: list(dict.fromkeys(values)) for column, values in found.items()}


def _neighbours(column: int, picker: Picker, collector: Collector) -> list[str]:
    """Return how a column writes each statistical neighbour; one that it lacks is told."""
    held = {
        plain(text): text
        for row in picker.rows
        if column < len(row) and (text := taking.text_of(row[column]))
    }
    found: list[str] = []
    for name, organisation in kinds.names("statistical-neighbours").items():
        text = next((held[key] for known in (name, *organisation.also)
                     if (key := plain(known)) in held), "")  # fmt: skip
        if text:
            found.append(text)
        else:
            collector.add("published-neighbour-missing", picker.sheet, picker.header_row - 1,
                          column, found=name, heading=heading_of(picker, column))  # fmt: skip
    return found


def _unit(above: Sequence[Sequence[Any]]) -> str:
    for row in above:
        for cell in row:
            found = _UNIT.search(cell) if isinstance(cell, str) else None
            if found:
                said = found[1].strip()
                return said_in([said]) or said
    return ""


def _set(
    workbook: Workbook,
    context: Context,
    picker: Picker,
    where: Mapping[int, Sequence[str]],
    rows: Sequence[int],
    chosen: Sequence[int],
    unit: str | None,
    said: Mapping[str, str],
    collector: Collector,
) -> FigureSet:
    """Return the figures at the rows and columns chosen, each with its period and its cell."""
    cells = [picker.rows[row] for row in rows]
    at = At(sheet=picker.sheet, rows=[picker.header_row + row for row in rows],
            collector=collector)  # fmt: skip
    timed = published_periods.of_figures(
        workbook, picker, cells, at.rows, chosen, said, context.reporting_year, collector
    )
    held = published_columns.take(workbook, picker, cells, chosen, unit, at)
    columns = [
        msgspec.structs.replace(column, period=timed.columns.get(index, ""))
        for index, column in zip(chosen, held, strict=True)
    ]
    apart = {*timed.held.every, *chosen}
    several = len(set(timed.rows)) > 1
    headings = {index: parts[-1] for index, parts in picker.parts.items()}
    labels = published_rows.labels(cells, at.rows, list(where), apart, timed.rows, headings)
    values = [value for wanted in where.values() for value in wanted]
    return FigureSet(
        id=slug("-".join((picker.sheet, *values)), limit=100) or "table",
        kind=PUBLISHED, table="selection",
        title=f"{picker.sheet}: {', '.join(values)}" if values else picker.sheet,
        period="" if several else next(iter(timed.rows), ""),
        periods=list(timed.rows) if several else [],
        origin=Origin(file=workbook.name, sha256=workbook.sha256, sheet=picker.sheet,
                      imported_by=context.imported_by, imported_at=context.imported_at),
        keys=unique(slug(label) or f"row-{row + 1}"
                    for label, row in zip(labels, at.rows, strict=True)),
        labels=labels, rows=[row + 1 for row in at.rows], columns=columns,
    )  # fmt: skip


def _table(figure_set: FigureSet, picker: Picker, workbook: Workbook) -> TableReading:
    headings = dict(picker.columns)
    rows = workbook.rows(picker.sheet)
    letters = [column_index(column.letter) or 0 for column in figure_set.columns]
    preview = tuple(
        PreviewRow(
            number,
            tuple(
                (
                    f"{letter(index)}{number}",
                    taking.text_of(rows[number - 1][index])
                    if len(rows[number - 1]) > index
                    else "",
                )
                for index in letters
            ),
        )
        for number in figure_set.rows[:50]
    )
    matches = tuple(
        Match(
            column.name,
            column_index(column.letter) or 0,
            headings.get(column.letter, column.label),
            headers.EXACT,
        )
        for column in figure_set.columns
    )
    return TableReading(
        kind=PUBLISHED, table=figure_set.id, title=figure_set.title, sheet=picker.sheet,
        header_row=picker.header_row, header_rows=picker.header_row - picker.first_row + 1,
        score=headers.EXACT, columns=matches,
        unused=(), rows=len(figure_set.rows), preview=preview, skipped=(), totals=(),
        unit=figure_set.columns[0].unit or "",
    )  # fmt: skip


def _merged(fresh: FigureSet, held: FigureSet | None) -> FigureSet:
    """Return the new columns beside those taken before from the same rows of the same file."""
    if held is None or held.origin.sha256 != fresh.origin.sha256 or held.rows != fresh.rows:
        return fresh
    letters = {column.letter for column in fresh.columns}
    kept = [column for column in held.columns if column.letter not in letters]
    names = unique([*(column.name for column in kept), *(column.name for column in fresh.columns)])
    added = [
        msgspec.structs.replace(column, name=name)
        for column, name in zip(fresh.columns, names[len(kept) :], strict=True)
    ]
    return msgspec.structs.replace(fresh, columns=[*kept, *added])

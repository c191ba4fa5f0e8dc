"""Published statistics of any layout: a person picks the sheet, the rows and the columns."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import Column, FigureSet, Origin, decimal_text, exact
from oscb_desktop.returns import columns as taking
from oscb_desktop.returns import finding, headers, published_header
from oscb_desktop.returns.building import Context, PreviewRow, TableReading
from oscb_desktop.returns.cells import column_index, letter, slug, unique
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.interpreting import Reading, unread
from oscb_desktop.returns.kinds import PUBLISHED, Field
from oscb_desktop.returns.moneyunits import said_in
from oscb_desktop.returns.picking import pick_columns, pick_rows, shortened
from oscb_desktop.returns.reading import ReturnUnreadable, Workbook

_UNIT = re.compile(
    r"(?:reported|expressed|shown|are|is|figures|units?:?)\s+(?:in\s+)?"
    r"(£\s*(?:thousands?|millions?|m|k|000s?)|percentages?|£)",
    re.IGNORECASE,
)


class Picker(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet for the picker: its header row (from 1), headed columns, and the rows under it."""

    sheet: str
    header_row: int
    columns: tuple[tuple[str, str], ...]  # letter, heading
    rows: list[list[Any]]
    unit: str


def columns_of(workbook: Workbook, sheet: str) -> Picker:
    """Return the headed columns and the rows of a sheet; raise ReturnUnreadable or UsageError.

    The header is the first of the fullest rows of words: what comes above it are titles.
    """
    rows = workbook.rows(sheet)
    top = published_header.find(rows)
    header = rows[top] if rows else []
    headed = tuple(
        (letter(index), " ".join(str(cell).split()))
        for index, cell in enumerate(header)
        if cell != ""
    )
    return Picker(
        sheet=sheet,
        header_row=top + 1,
        columns=headed,
        rows=rows[top + 1 :],
        unit=_unit(rows[:top]),
    )


def select(
    workbook: Workbook,
    context: Context,
    *,
    sheet: str,
    where: Sequence[tuple[str, str]],
    columns: Sequence[str],
    unit: str | None = None,
) -> Reading:
    """Take the rows where every (column, value) of ``where`` holds, in the columns named.

    A column is named by its heading, by part of it, or by its letter. A second selection of the
    same rows of the same workbook adds its columns to the first. What does not fit is in the
    reading's ``problems``; a sheet that does not exist raises UsageError.
    """
    if not columns:
        raise UsageError(say("No column was named."), say("Name at least one column to take."))
    collector = Collector(workbook.name, published=True)
    try:
        picker = columns_of(workbook, sheet)
    except ReturnUnreadable as unreadable:
        return unread(workbook, PUBLISHED, (sheet,), unreadable.problem)
    top = picker.header_row - 1
    chosen = pick_columns(columns, picker.columns, sheet, top, collector)
    rows = pick_rows(where, picker, collector)
    sets: list[FigureSet] = []
    tables: list[TableReading] = []
    if not rows and not collector.problems():
        collector.add("published-no-rows", sheet, top, 0)
    if chosen and len(chosen) == len(columns) and rows:
        figure_set = _set(workbook, context, picker, where, rows, chosen, unit, collector)
        tables.append(_table(figure_set, picker, chosen, workbook))
        sets.append(_merged(figure_set, context.accepted.get(figure_set.id)))
    return Reading(
        kind=PUBLISHED,
        file=workbook.name,
        sha256=workbook.sha256,
        sheets=(sheet,),
        tables=tuple(tables),
        figure_sets=sets,
        problems=collector.problems(),
    )


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
    where: Sequence[tuple[str, str]],
    rows: Sequence[int],
    chosen: Sequence[int],
    unit: str | None,
    collector: Collector,
) -> FigureSet:
    top = picker.header_row
    at = At(sheet=picker.sheet, rows=[top + row for row in rows], collector=collector)
    headings = dict(picker.columns)
    named = [headings[letter(index)] for index in chosen]
    labels_short = shortened(named)
    set_columns: list[Column] = []
    keys = unique(
        slug(name, limit=100) or letter(index).lower()
        for name, index in zip(labels_short, chosen, strict=True)
    )
    details = workbook.grid(picker.sheet).details
    for index, name, label, heading in zip(chosen, keys, labels_short, named, strict=True):
        field = Field(name=name, label=label, type="number")
        taken = Taken(field=field, column=index, heading=heading, score=headers.EXACT, values=[])
        cells = [
            row[index] if len(row) > index else "" for row in (picker.rows[row] for row in rows)
        ]
        taking.take(field, cells, taken, at)
        own = unit or said_in([heading]) or picker.unit
        if taken.percent or any(f"{letter(index)}{row + 1}" in details.percent for row in at.rows):
            own = unit or "%"
            _scale(taken, index, at, details.percent, collector)
        set_columns.append(
            Column(
                name=name,
                label=label,
                values=taken.values,
                unit=own or "",
                letter=letter(index),
                missing=taken.missing,
            )
        )
    labels = _labels(picker, rows, where)
    title = f"{picker.sheet}: {', '.join(value for _, value in where)}" if where else picker.sheet
    return FigureSet(
        id=slug("-".join((picker.sheet, *(value for _, value in where))), limit=100) or "table",
        kind=PUBLISHED, table="selection", title=title,
        period=_period(picker, workbook, context),
        origin=Origin(file=workbook.name, sha256=workbook.sha256, sheet=picker.sheet,
                      imported_by=context.imported_by, imported_at=context.imported_at),
        keys=unique(slug(label) or f"row-{row + 1}"
                    for label, row in zip(labels, at.rows, strict=True)),
        labels=labels, rows=[row + 1 for row in at.rows], columns=set_columns,
    )  # fmt: skip


def _scale(taken: Taken, index: int, at: At, percent: frozenset[str], collector: Collector) -> None:
    scaled = 0
    for row, value in enumerate(taken.values):
        cell = f"{letter(index)}{at.rows[row] + 1}"
        if value is not None and row not in taken.percent and cell in percent:
            taken.values[row] = decimal_text(exact(value) * 100)
            scaled += 1
    if scaled:
        collector.add("return-percentage-scaled", at.sheet, at.rows[0], index, found=scaled)


def _labels(picker: Picker, rows: Sequence[int], where: Sequence[tuple[str, str]]) -> list[str]:
    """Return what each row is called: the cell it was found by, else the words that differ."""
    cells = [picker.rows[row] for row in rows]
    if len(rows) == 1:
        named = _index_of(picker, where[0][0]) if where else None
        if named is not None and len(cells[0]) > named:
            return [taking.text_of(cells[0][named]) or f"Row {rows[0] + 1}"]
    best, best_share = -1, -1.0
    for index in range(min(12, max(map(len, cells)))):
        words = [taking.text_of(row[index]) if len(row) > index else "" for row in cells]
        if "" in words or len(set(words)) < len(words):
            continue
        joined = "".join(words)
        # Codes tell rows apart too, but a name is what a reader wants: mostly letters.
        share = sum(character.isalpha() for character in joined) / len(joined)
        if share > best_share:
            best, best_share = index, share
    if best < 0:
        return [f"Row {picker.header_row + row + 1}" for row in rows]
    return [taking.text_of(row[best]) for row in cells]


def _index_of(picker: Picker, name: str) -> int | None:
    """Return the index of the column that a ``where`` names, or None where it is not clear."""
    found = pick_columns([name], picker.columns, picker.sheet, picker.header_row - 1, None)
    return found[0] if found else None


def _period(picker: Picker, workbook: Workbook, context: Context) -> str:
    titles = finding.titles_above(workbook.rows(picker.sheet), picker.header_row - 1)
    for text in (picker.sheet, *titles, workbook.name):
        named = headers.years_in(text)
        if named:
            return named[0]
        packed = re.search(r"(20\d\d)(\d\d)(?!\d)", text)
        if packed and (int(packed[1]) + 1) % 100 == int(packed[2]):
            return f"{packed[1]}-{packed[2]}"
    return context.reporting_year


def _table(
    figure_set: FigureSet, picker: Picker, chosen: Sequence[int], workbook: Workbook
) -> TableReading:
    headings = dict(picker.columns)
    rows = workbook.rows(picker.sheet)
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
                for index in chosen
            ),
        )
        for number in figure_set.rows[:50]
    )
    matches = tuple(
        Match(column.name, column_index(column.letter) or 0, headings[column.letter], headers.EXACT)
        for column in figure_set.columns
    )
    return TableReading(
        kind=PUBLISHED, table=figure_set.id, title=figure_set.title, sheet=picker.sheet,
        header_row=picker.header_row, header_rows=1, score=headers.EXACT, columns=matches,
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

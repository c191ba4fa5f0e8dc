"""What is said of a return as a whole: what is hidden, a draft, not found or read by memory."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from oscb_desktop.base.text import listed, say
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.returns import (
    blank_ids,
    kinds,
    numbers,
    sensitive,
    years,
)
from oscb_desktop.returns.building import Context, TableReading
from oscb_desktop.returns.cells import column_index
from oscb_desktop.returns.choosing import Choices
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.kinds import Kind
from oscb_desktop.returns.reading import ReturnUnreadable, Workbook
from oscb_desktop.returns.scanning import Details
from oscb_desktop.returns.shaping import Shaped

_LOOKED_AT = 2_000  # rows in which the first figure is looked for
_NAMED = 8  # hidden rows or columns named in one message


def note_draft(workbook: Workbook, chosen: Sequence[Candidate], collector: Collector) -> None:
    """Say that a return calls itself a draft, in a title or in its file's name."""
    texts = [PurePath(workbook.name).stem.replace("_", " ")]
    texts += [text for candidate in chosen for text in (*candidate.titles, *candidate.above)]
    found = years.draft_in(texts)
    if found and not any(p.code == "return-called-a-draft" for p in collector.problems()):
        collector.add("return-called-a-draft", chosen[0].sheet, found=found[:80])


def note_read(workbook: Workbook, collector: Collector) -> None:
    """Say what was met while reading, and what in the cells may point to a person."""
    collector.include(workbook.problems)
    # Hidden sheets too: the workbook is kept whole.
    sensitive.look({name: _rows_of(workbook, name) for name in workbook.sheet_names}, collector)


def _rows_of(workbook: Workbook, sheet: str) -> Sequence[Sequence[Any]]:
    """Return a sheet's rows, none of one that cannot be read: it is not taken from either."""
    try:
        return workbook.rows(sheet)
    except ReturnUnreadable:
        return []


def note_remembered(
    candidate: Candidate, choices: Choices, context: Context, collector: Collector
) -> None:
    """Say that columns were chosen as for the sender\'s last return of this form."""
    table_id = candidate.table.id
    said_now = table_id in choices.tables or table_id in context.mapping
    if candidate.is_learnt and not said_now:
        collector.add(
            "return-mapping-remembered",
            candidate.sheet,
            candidate.bottom,
            candidate.matched.matches[0].column,
            table=candidate.table.title,
        )


def note_hidden(
    workbook: Workbook,
    sheets: Sequence[str],
    found: Sequence[Candidate],
    collector: Collector,
) -> None:
    """Say what a person looking at the workbook would not see."""
    for name in workbook.hidden_sheets:
        is_all = name in sheets and len(sheets) == 1
        if not is_all and not name.startswith(blank_ids.SHEET):
            collector.add("return-hidden-sheet", name, found=name)
    named = list(dict.fromkeys(candidate.sheet for candidate in found))
    if isinstance(workbook, Shaped):
        named = list(dict.fromkeys(source for name in named for source in workbook.sources(name)))
        workbook = workbook.received
    for name in named:
        _note_hidden_on(name, workbook.grid(name).details, collector)
    if workbook.macros:
        collector.add("return-macros")
    if workbook.links:
        collector.add("return-links")


def _note_hidden_on(sheet: str, details: Details, collector: Collector) -> None:
    """Say which rows and columns of a sheet are hidden."""
    rows, columns = details.hidden_rows, details.hidden_columns
    if rows:
        collector.add("return-hidden-rows", sheet, rows[0] - 1, 0, found=listed(rows, _NAMED))
    if columns:
        collector.add(
            "return-hidden-columns",
            sheet,
            0,
            column_index(columns[0]),
            found=listed(columns, _NAMED),
        )


def no_header(
    workbook: Workbook, sheets: Sequence[str], wanted: Sequence[Kind], collector: Collector
) -> None:
    """Say at each filled sheet that it has no row of headings, and which kinds were tried."""
    filled = [
        name
        for name in sheets
        if any(any(cell != "" for cell in row) for row in filter(None, workbook.rows(name)))
    ]
    if not filled:
        collector.add("return-nothing-in-it", sheets[0] if len(sheets) == 1 else "")
        return
    names = [held.title.casefold() for held in wanted or kinds.kinds().values()]
    headings = "; ".join(
        f"{table.label_field.label}, {', '.join(table.field(n).label for n in table.need_any[:2])}"
        for held in wanted
        for table in held.tables
    )
    sheet, *at = _first_figure(workbook, filled)
    collector.add(
        "return-no-header",
        sheet,
        *at,
        where=filled[0] if len(filled) == 1 else workbook.name,
        expected=headings or say("the headings of a known return"),
        kinds=", ".join(names),
    )


def _first_figure(workbook: Workbook, sheets: Sequence[str]) -> tuple[str, int, int]:
    """Return where the first figure of some sheets stands, or else the first filled cell."""
    spots = [
        (not numbers.has_figures((cell,)), order, row, column)
        for order, name in enumerate(sheets)
        for row, cells in enumerate(workbook.rows(name)[:_LOOKED_AT])
        for column, cell in enumerate(cells)
        if cell != ""
    ]
    _, order, row, column = min(spots, default=(True, 0, 0, 0))
    return sheets[order], row, column


def note_accepted(
    sets: Sequence[FigureSet],
    context: Context,
    collector: Collector,
    readings: Mapping[str, TableReading],
) -> None:
    for figure_set in sets:
        held = context.accepted.get(figure_set.id)
        if held is not None:
            reading = readings[figure_set.table]
            collector.add(
                "return-already-accepted",
                reading.sheet,
                reading.header_row - 1,
                reading.columns[0].column,
                title=figure_set.title,
                period=figure_set.period or say("this year"),
                found=held.origin.file,
            )
            gone = [label for label in held.labels if label not in figure_set.labels]
            if gone and held.origin.sha256 != figure_set.origin.sha256:
                collector.add(
                    "return-rows-would-go",
                    reading.sheet,
                    reading.header_row - 1,
                    reading.columns[0].column,
                    found=listed(gone, _NAMED),
                    title=figure_set.title,
                )

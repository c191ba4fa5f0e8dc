"""A workbook → the figures it holds, what was taken for what, and every problem found."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.base.problems import Problem
from oscb_desktop.base.text import listed, say
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.returns import blank_ids, choosing, finding, headers, kinds, senders
from oscb_desktop.returns.building import Context, TableReading, build, unbuilt
from oscb_desktop.returns.cells import column_index
from oscb_desktop.returns.choosing import Choices, TableChoice
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.kinds import Kind
from oscb_desktop.returns.reading import ReturnUnreadable, Workbook
from oscb_desktop.returns.waiting import wait_for

__all__ = [
    "Choices", "Context", "Reading", "TableChoice", "TableReading", "interpret", "learnt", "unread",
]  # fmt: skip

Progress = Callable[[float, str], None]

_LONG = 5_000  # rows; a longer table takes longer to check than a person waits after Cancel
_NAMED = 8  # hidden rows or columns named in one message


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a return was read as. Nothing is kept until somebody accepts it."""

    kind: str
    file: str
    sha256: str
    sheets: tuple[str, ...]
    tables: tuple[TableReading, ...]
    figure_sets: list[FigureSet]
    problems: list[Problem]
    partner: str = ""
    sender: str = ""  # who sent it, where that is known; often the partner itself

    @property
    def figures(self) -> int:
        """How many figures it holds."""
        return sum(figure_set.figure_count() for figure_set in self.figure_sets)


def interpret(
    workbook: Workbook,
    context: Context,
    *,
    kind: str | None = None,
    sheet: str | None = None,
    choices: Choices | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a return's figures. Without ``kind`` the kind that fits best is taken.

    ``progress`` is called with a fraction and what is being done, and may raise Cancelled.
    Raises UsageError for a kind or a sheet that does not exist; all else is in ``problems``.
    """
    tell = progress or (lambda _fraction, _what: None)
    choices = choices or Choices()
    collector = Collector(workbook.name)
    if sheet is not None:
        workbook.grid(sheet)
    sheets = (sheet,) if sheet is not None else _sheets(workbook)
    marked = blank_ids.kind_of(workbook)
    wanted = [kinds.kind(kind)] if kind else _kinds(marked)
    try:
        _read_sheets(workbook, sheets, tell)
    except ReturnUnreadable as unreadable:
        return unread(workbook, kind or "", sheets, unreadable.problem)
    sender = choices.partner or senders.sender_of(workbook, sheets, context.joined)
    mapping = _mapping(context, sender)
    looked: list[tuple[Kind, list[Candidate]]] = [(held, []) for held in wanted]
    for name in sheets:
        for held, found in looked:
            fresh = finding.candidates(
                held, name, workbook.rows(name), context.reporting_year, mapping
            )
            found += fresh if kind or marked else [held for held in fresh if held.is_plain]
    chosen_kind, found = max(looked, key=lambda pair: _score(pair[1]))
    every = found
    found = choosing.choose(chosen_kind, found, workbook, choices, collector)
    _note_hidden(workbook, sheets, found, collector)
    if not found:
        if not any(problem.code == "return-two-headers" for problem in collector.problems()):
            _no_header(workbook, sheets, wanted if kind else [], collector)
        guess = choosing.guess(chosen_kind, workbook, sheets) if kind else None
        return Reading(
            kind=chosen_kind.id if kind else "",
            file=workbook.name,
            sha256=workbook.sha256,
            sheets=sheets,
            tables=(unbuilt(workbook.grid(guess.sheet), guess),) if guess else (),
            figure_sets=[],
            problems=collector.problems(),
            sender=sender,
        )
    above = [(candidate.sheet, candidate.top) for candidate in found]
    partner = choices.partner or blank_ids.partner_of(workbook, above) or sender
    period = choices.period or _period(found, context.reporting_year, collector)
    readings: list[TableReading] = []
    sets: list[FigureSet] = []
    ends = [
        choosing.end_of(candidate, found, every, len(workbook.rows(candidate.sheet)))
        for candidate in found
    ]
    filled = [
        any(
            any(cell != "" for cell in row)
            for row in workbook.rows(candidate.sheet)[candidate.bottom + 1 : end]
        )
        for candidate, end in zip(found, ends, strict=True)
    ]
    for index, candidate in enumerate(found):
        done = 0.6 + 0.4 * index / len(found)
        tell(done, say("Checking {table}", table=candidate.table.title))
        grid = workbook.grid(candidate.sheet)
        if not choosing.is_complete(candidate, collector):
            readings.append(unbuilt(grid, candidate))
            continue
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
        make = partial(
            build,
            chosen_kind,
            workbook,
            grid,
            candidate,
            ends[index],
            context,
            collector,
            period=period,
            partner=partner,
            alone=not any(filled),
        )
        watch = partial(tell, done, say("Checking {table}", table=candidate.table.title))
        with no_cycle_search():
            built = wait_for(make, watch if len(grid.rows) > _LONG else None)
        readings.append(built.reading)
        if built.figures.keys:
            sets.append(built.figures)
    if not collector.problems() and not any(held.figure_count() for held in sets):
        collector.add("return-no-figures", found[0].sheet)
    _note_accepted(sets, context, collector, {r.table: r for r in readings})
    tell(1.0, say("Done"))
    return Reading(
        kind=chosen_kind.id,
        file=workbook.name,
        sha256=workbook.sha256,
        sheets=sheets,
        tables=tuple(readings),
        figure_sets=sets,
        problems=collector.problems(),
        partner=partner,
        sender=sender,
    )


def learnt(reading: Reading, year: str) -> dict[str, dict[str, str]]:
    """Return what to remember of a reading: table → heading → field, for Context.mapping."""
    found: dict[str, dict[str, str]] = {}
    for table in reading.tables:
        words = {
            headers.remembered(match.heading, match.column, year): match.field
            for match in table.columns
        }
        for letters, heading in table.unused:
            words.setdefault(headers.remembered(heading, column_index(letters) or 0, year), "")
        found[table.table] = words
    return found


def _read_sheets(workbook: Workbook, sheets: Sequence[str], tell: Progress) -> None:
    """Read every sheet in such a way that the work can be given up meanwhile."""
    for index, name in enumerate(sheets):
        done, words = 0.6 * index / max(len(sheets), 1), say("Reading {name}", name=name)
        tell(done, words)
        workbook.grid(name, partial(tell, done, words))


def _mapping(context: Context, sender: str) -> Mapping[str, Mapping[str, str]]:
    """Return what was chosen now over what is remembered of the sender: table → heading → field."""
    known = context.memory.get(sender, {})
    return {
        table: {**known.get(table, {}), **context.mapping.get(table, {})}
        for table in {**known, **context.mapping}
    }


def _sheets(workbook: Workbook) -> tuple[str, ...]:
    shown = tuple(n for n in workbook.sheet_names if n not in workbook.hidden_sheets)
    return shown or workbook.sheet_names


def _kinds(marked: str) -> list[Kind]:
    known = kinds.kinds()
    return [known[marked]] if marked in known else list(known.values())


def _score(found: Sequence[Candidate]) -> float:
    best: dict[str, float] = {}
    for candidate in found:
        best[candidate.table.id] = max(best.get(candidate.table.id, 0.0), candidate.score)
    return sum(best.values())


def _period(found: Sequence[Candidate], year: str, collector: Collector) -> str:
    """Return the year that a return's titles name, or the report's where they name none."""
    for candidate in found:
        named = [y for title in candidate.titles for y in headers.years_in(title)]
        if named and year not in named:
            only = max(named)
            if year:
                collector.add("return-of-another-year", candidate.sheet, found=only, expected=year)
            return only
    return year


def _note_hidden(
    workbook: Workbook,
    sheets: Sequence[str],
    found: Sequence[Candidate],
    collector: Collector,
) -> None:
    """Say what a person looking at the workbook would not see."""
    for name in workbook.hidden_sheets:
        if name in sheets and len(sheets) == 1:
            continue
        if not name.startswith(blank_ids.SHEET):
            collector.add("return-hidden-sheet", name, found=name)
    for name in dict.fromkeys(candidate.sheet for candidate in found):
        details = workbook.grid(name).details
        rows, columns = details.hidden_rows, details.hidden_columns
        if rows:
            collector.add("return-hidden-rows", name, rows[0] - 1, 0, found=listed(rows, _NAMED))
        if columns:
            collector.add(
                "return-hidden-columns",
                name,
                0,
                column_index(columns[0]),
                found=listed(columns, _NAMED),
            )
    if workbook.macros:
        collector.add("return-macros")
    if workbook.links:
        collector.add("return-links")


def _no_header(
    workbook: Workbook, sheets: Sequence[str], wanted: Sequence[Kind], collector: Collector
) -> None:
    filled = [
        name
        for name in sheets
        if any(any(cell != "" for cell in row) for row in workbook.rows(name))
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
    collector.add(
        "return-no-header",
        filled[0] if len(filled) == 1 else "",
        expected=headings or say("the headings of a known return"),
        kinds=", ".join(names),
    )


def _note_accepted(
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


def unread(workbook: Workbook, kind: str, sheets: tuple[str, ...], problem: Problem) -> Reading:
    """Return the reading of a workbook that turned out damaged on the way."""
    return Reading(
        kind=kind,
        file=workbook.name,
        sha256=workbook.sha256,
        sheets=sheets,
        tables=(),
        figure_sets=[],
        problems=[problem],
    )

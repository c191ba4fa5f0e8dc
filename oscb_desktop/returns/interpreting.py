"""A workbook → the figures it holds, what was taken for what, and every problem found."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from oscb_desktop.report.figures import FigureSet
from oscb_desktop.report.problems import Problem
from oscb_desktop.returns import finding, headers, kinds, marking, quarters
from oscb_desktop.returns.building import Context, TableReading, build
from oscb_desktop.returns.cells import column_index, letter
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.headers import Match, Matched
from oscb_desktop.returns.kinds import Kind, Table
from oscb_desktop.returns.pausing import no_cycle_search
from oscb_desktop.returns.reading import ReturnUnreadable, Workbook

__all__ = [
    "Choices", "Context", "Reading", "TableChoice", "TableReading", "interpret", "learnt", "unread",
]  # fmt: skip

_AS_GOOD = 0.25  # less than this between two headers is no reason to prefer one
Progress = Callable[[float, str], None]


class TableChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose for one table: its sheet, header row (from 1), field → letter."""

    sheet: str
    header_row: int
    columns: Mapping[str, str] = {}


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose in the preview. Empty means: find it out."""

    tables: Mapping[str, TableChoice] = {}
    partner: str = ""
    period: str = ""


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
    marked = marking.kind_of(workbook)
    wanted = [kinds.kind(kind)] if kind else _kinds(marked)
    looked: list[tuple[Kind, list[Candidate]]] = [(held, []) for held in wanted]
    for index, name in enumerate(sheets):
        tell(0.6 * index / max(len(sheets), 1), f"Reading {name}")
        try:
            rows = workbook.rows(name)
        except ReturnUnreadable as unreadable:
            return unread(workbook, kind or "", sheets, unreadable.problem)
        for held, found in looked:
            fresh = finding.candidates(held, name, rows, context.reporting_year, context.mapping)
            found += fresh if kind or marked else [held for held in fresh if held.is_plain]
    chosen_kind, found = max(looked, key=lambda pair: _score(pair[1]))
    found = _choose(chosen_kind, found, workbook, choices, collector)
    _note_hidden(workbook, sheets, found, collector)
    if not found:
        if not any(problem.code == "return-two-headers" for problem in collector.problems()):
            _no_header(workbook, sheets, wanted if kind else [], collector)
        return Reading(kind=chosen_kind.id if kind else "", file=workbook.name,
                       sha256=workbook.sha256, sheets=sheets, tables=(), figure_sets=[],
                       problems=collector.problems())
    above = [(candidate.sheet, candidate.top) for candidate in found]
    partner = choices.partner or marking.partner_of(workbook, above)
    period = choices.period or _period(found, context.reporting_year, collector)
    readings: list[TableReading] = []
    sets: list[FigureSet] = []
    ends = [_end(candidate, found, len(workbook.rows(candidate.sheet))) for candidate in found]
    filled = [any(any(cell != "" for cell in row)
                  for row in workbook.rows(candidate.sheet)[candidate.bottom + 1 : end])
              for candidate, end in zip(found, ends, strict=True)]
    for index, candidate in enumerate(found):
        tell(0.6 + 0.4 * index / len(found), f"Checking {candidate.table.title}")
        grid = workbook.grid(candidate.sheet)
        with no_cycle_search():
            built = build(chosen_kind, workbook, grid, candidate,
                          ends[index], context, collector, period=period, partner=partner,
                          alone=not any(filled))
        readings.append(built.reading)
        if built.figures.keys:
            sets.append(built.figures)
    if not collector.problems() and not any(held.figure_count() for held in sets):
        collector.add("return-no-figures", found[0].sheet)
    _note_accepted(sets, context, collector, {r.table: r for r in readings})
    tell(1.0, "Done")
    return Reading(kind=chosen_kind.id, file=workbook.name, sha256=workbook.sha256,
                   sheets=sheets, tables=tuple(readings), figure_sets=sets,
                   problems=collector.problems(), partner=partner)


def learnt(reading: Reading, year: str) -> dict[str, dict[str, str]]:
    """Return what to remember of a reading: table → heading → field, for Context.mapping."""
    found: dict[str, dict[str, str]] = {}
    for table in reading.tables:
        words = {headers.alike(match.heading, year): match.field for match in table.columns}
        for _, heading in table.unused:
            words.setdefault(headers.alike(heading, year), "")
        words.pop("", None)
        found[table.table] = words
    return found


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


def _choose(
    kind: Kind,
    found: Sequence[Candidate],
    workbook: Workbook,
    choices: Choices,
    collector: Collector,
) -> list[Candidate]:
    """Return one header for each table, in the order of the workbook."""
    chosen: list[Candidate] = []
    for table in kind.tables:
        choice = choices.tables.get(table.id)
        if choice is not None:
            chosen.append(_as_chosen(table, choice, workbook))
            continue
        options = sorted((c for c in found if c.table.id == table.id), key=lambda c: -c.score)
        if not options:
            continue
        best = options[0]
        fit = best.matched.score
        equal = [other for other in options[1:] if fit - other.matched.score < _AS_GOOD]
        if equal:
            label = best.matched.column(table.label_field.name) or 0
            collector.add("return-two-headers", equal[0].sheet, equal[0].bottom, label,
                          table=table.title, other=f"{best.sheet}, row {best.bottom + 1}",
                          found=f"row {equal[0].bottom + 1}", expected="one header row")
        if best.matched.twice:
            again = best.matched.twice[0]
            held = next(m for m in best.matched.matches if m.field == again.field)
            collector.add("return-two-columns", best.sheet, best.bottom, again.column,
                          found=again.heading, heading=table.field(again.field).label,
                          other=letter(held.column), expected="one such column")
        chosen.append(best)
    order = {name: index for index, name in enumerate(workbook.sheet_names)}
    return sorted(chosen, key=lambda c: (order.get(c.sheet, 0), c.top))


def _as_chosen(table: Table, choice: TableChoice, workbook: Workbook) -> Candidate:
    table = quarters.widened(table, list(choice.columns))
    rows = workbook.rows(choice.sheet)
    row = min(max(choice.header_row - 1, 0), max(len(rows) - 1, 0))
    header = rows[row] if rows else []
    matches: list[Match] = []
    for field, letters in choice.columns.items():
        index = column_index(letters)
        if index is not None:
            heading = str(header[index]) if index < len(header) else ""
            matches.append(Match(field, index, heading, headers.EXACT + 1))
    matched = Matched(tuple(sorted(matches, key=lambda match: match.column)))
    return Candidate(sheet=choice.sheet, table=table, top=row, bottom=row, matched=matched,
                     score=matched.score, titles=finding.titles_above(rows, row))


def _end(candidate: Candidate, found: Sequence[Candidate], rows: int) -> int:
    below = [other.top for other in found
             if other.sheet == candidate.sheet and other.top > candidate.bottom]
    return min(below, default=rows)


def _period(found: Sequence[Candidate], year: str, collector: Collector) -> str:
    """Return the year that a return's titles name, or the report's where they name none."""
    for candidate in found:
        named = [y for title in candidate.titles for y in headers.years_in(title)]
        if named and year not in named:
            only = max(named)
            if year:
                collector.add("return-of-another-year", candidate.sheet, found=only,
                              expected=year)
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
        if not name.startswith(marking.SHEET):
            collector.add("return-hidden-sheet", name, found=name)
    for name in dict.fromkeys(candidate.sheet for candidate in found):
        details = workbook.grid(name).details
        rows, columns = details.hidden_rows, details.hidden_columns
        if rows:
            collector.add("return-hidden-rows", name, rows[0] - 1, 0, found=_few(rows))
        if columns:
            collector.add("return-hidden-columns", name, 0, column_index(columns[0]),
                          found=_few(columns))
    if workbook.macros:
        collector.add("return-macros")
    if workbook.links:
        collector.add("return-links")


def _no_header(
    workbook: Workbook, sheets: Sequence[str], wanted: Sequence[Kind], collector: Collector
) -> None:
    filled = [name for name in sheets if any(any(cell != "" for cell in row)
                                             for row in workbook.rows(name))]
    if not filled:
        collector.add("return-nothing-in-it", sheets[0] if len(sheets) == 1 else "")
        return
    names = [held.title.casefold() for held in wanted or kinds.kinds().values()]
    headings = "; ".join(
        f"{table.label_field.label}, {', '.join(table.field(n).label for n in table.need_any[:2])}"
        for held in wanted for table in held.tables
    )
    collector.add("return-no-header", filled[0] if len(filled) == 1 else "",
                  expected=headings or "the headings of a known return",
                  kinds=", ".join(names))


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
            collector.add("return-already-accepted", reading.sheet, reading.header_row - 1,
                          reading.columns[0].column, title=figure_set.title,
                          period=figure_set.period or "this year", found=held.origin.file)


def unread(workbook: Workbook, kind: str, sheets: tuple[str, ...], problem: Problem) -> Reading:
    """Return the reading of a workbook that turned out damaged on the way."""
    return Reading(kind=kind, file=workbook.name, sha256=workbook.sha256, sheets=sheets,
                   tables=(), figure_sets=[], problems=[problem])


def _few(values: Sequence[object], limit: int = 8) -> str:
    shown = ", ".join(str(value) for value in values[:limit])
    return shown if len(values) <= limit else f"{shown} and {len(values) - limit} more"

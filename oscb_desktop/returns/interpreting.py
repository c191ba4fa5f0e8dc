"""A workbook → the figures it holds, what was taken for what, and every problem found."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice

import msgspec

from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.base.problems import Problem
from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.returns import (
    accounting,
    blank_ids,
    choosing,
    correcting,
    finding,
    headers,
    joining,
    kinds,
    numbers,
    placing,
    proposing,
    remembering,
    senders,
    shaping,
    years,
)
from oscb_desktop.returns.building import Context, Said, TableReading, build, unbuilt
from oscb_desktop.returns.cells import address, column_index
from oscb_desktop.returns.choosing import Choices, TableChoice
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.dating import Years
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.kinds import Kind
from oscb_desktop.returns.ledger import Doubt, SheetLedger
from oscb_desktop.returns.noting import (
    no_header,
    note_accepted,
    note_draft,
    note_hidden,
    note_read,
    note_remembered,
)
from oscb_desktop.returns.partners import Known
from oscb_desktop.returns.plans import Plan, ask_repeated, headed, note_recipe, proposed
from oscb_desktop.returns.reading import ReturnUnreadable, Workbook
from oscb_desktop.returns.recipes import Recipe
from oscb_desktop.returns.shaping import Shaped
from oscb_desktop.returns.waiting import wait_for

__all__ = [
    "Choices", "Context", "Reading", "TableChoice", "TableReading", "interpret", "learnt", "unread",
]  # fmt: skip

Progress = Callable[[float, str], None]

_LONG = 5_000  # rows; a longer table takes longer to check than a person waits after Cancel
_COVER = 60  # filled cells; a sheet with more is no cover


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
    doubts: tuple[Doubt, ...] = ()
    ledger: tuple[SheetLedger, ...] = ()
    chips: "tuple[Chip, ...]" = ()
    recipe: Recipe = Recipe()  # by which the sheets were laid out

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
    recipe: Recipe | None = None,
) -> Reading:
    """Read a return's figures. Without ``kind`` every kind is tried, and each table is its best's.

    ``recipe`` says how the sheets are laid out anew; without one it is as it was for the same
    sender and shape, or as the program proposes where it is sure.

    ``progress`` is called with a fraction and what is being done, and may raise Cancelled.
    Raises UsageError for a kind or a sheet that does not exist; all else is in ``problems``.
    """
    choices = choices or Choices()
    tell = progress or (lambda _fraction, _what: None)
    if sheet is not None:
        workbook.grid(sheet)
    sheets = (sheet,) if sheet is not None else _sheets(workbook)
    try:
        _read_sheets(workbook, sheets, tell)
    except ReturnUnreadable as unreadable:
        return unread(workbook, kind or "", sheets, unreadable.problem)
    replayed = None
    if recipe is None:
        replayed = remembering.recall(workbook, sheets, context, choices.partner)
    if recipe is not None or replayed is not None:
        plan = Plan(recipe=recipe or replayed or Recipe(), how="replayed" if replayed else "given")
    elif choices.tables or choices.heading:
        plan = Plan()  # a person said where the table stands
    else:
        plan = Plan(may_propose=True)
    return _interpret(workbook, context, kind, sheet, choices, tell, plan)


class _Chosen(msgspec.Struct, frozen=True):
    """A header that is taken for a table of a kind, with the row (from 0) where the table ends."""

    kind: Kind
    candidate: Candidate
    end: int


class _LaidOut(msgspec.Struct, frozen=True, kw_only=True):
    """A return as its sheets are laid out, with what is known of it before its tables are read."""

    workbook: Workbook
    sheets: tuple[str, ...]
    kind: str  # as a person or the workbook itself says; "" where neither does
    sender: str  # as the workbook says
    context: Context
    choices: Choices
    years: Years
    collector: Collector
    tell: Progress

    @property
    def sent_by(self) -> str:
        """Who sent it: as a person chose, else as the workbook says."""
        return self.choices.partner or self.sender


def _interpret(
    received: Workbook,
    context: Context,
    kind: str | None,
    sheet: str | None,
    choices: Choices,
    tell: Progress,
    plan: Plan,
) -> Reading:
    """Read a return's figures from its sheets as a plan lays them out."""
    name_of = partial(senders.named_in, joined=context.joined)
    typed = {at: correcting.value_of(held.new) for at, held in context.corrections.items()}
    workbook = shaping.shape(received, plan.recipe.steps, typed, name_of)
    answers = {**correcting.answers_of(plan.recipe.answers.items()), **context.answers}
    spot = workbook.spot if isinstance(workbook, Shaped) else None
    collector = Collector(workbook.name, answers, spot=spot)
    sheets = (sheet,) if sheet in workbook.sheet_names else _sheets(workbook)
    marked = blank_ids.kind_of(workbook)
    wanted = [kinds.kind(kind)] if kind else _kinds(marked)
    note_recipe(plan, collector)
    if isinstance(workbook, Shaped):
        ask_repeated(plan, workbook, collector)
    note_read(received, collector)
    said = senders.said_of(workbook, sheets, context.joined)
    partner = choices.partner or senders.settle(said, sheets[:1], collector)
    choices = msgspec.structs.replace(choices, partner=partner)
    laid_out = _LaidOut(
        workbook=workbook,
        sheets=sheets,
        kind=kind or marked,
        sender=next((held.name for held in said), ""),
        context=context,
        choices=choices,
        years=Years(workbook, sheets, choices.year, context.reporting_year),
        collector=collector,
        tell=tell,
    )
    looked = _look(laid_out, wanted)
    everything = _every(looked)
    if plan.may_propose:
        steps = proposing.propose(workbook, sheets, wanted, everything, laid_out.years.of, name_of)
        if steps:
            better = proposed(steps, received, context.answers)
            return _interpret(received, context, kind, sheet, choices, tell, better)
    looked = [(held, headed(found, plan.recipe)) for held, found in looked]
    for at, both in proposing.together(plan.recipe.steps, everything).items():
        answers.setdefault(("return-two-headers", at[0], address(at[1], at[2])), both)
    chosen = _choose(laid_out, looked)
    note_hidden(workbook, sheets, [table.candidate for table in chosen], collector)
    if not chosen:
        return _nothing_found(workbook, sheets, wanted, kind, laid_out.sent_by, collector)
    reading = _as_received(_read_tables(laid_out, chosen, looked), laid_out)
    tell(1.0, say("Done"))
    return msgspec.structs.replace(reading, recipe=plan.recipe)


def _choose(laid_out: _LaidOut, looked: Sequence[tuple[Kind, list[Candidate]]]) -> list[_Chosen]:
    """Return the tables to read: of each kind those of the year, as chosen or as fits best."""
    every = _every(looked)
    chosen: list[_Chosen] = []
    for kind, found in looked:
        of_year = laid_out.years.of_the_year(found, laid_out.collector)
        for candidate in choosing.choose(
            kind, of_year, laid_out.workbook, laid_out.choices, laid_out.collector
        ):
            end = choosing.end_of(candidate, every, laid_out.workbook.rows(candidate.sheet))
            chosen.append(_Chosen(kind, candidate, end))
    return chosen


def _read_tables(
    laid_out: _LaidOut, chosen: Sequence[_Chosen], looked: Sequence[tuple[Kind, list[Candidate]]]
) -> Reading:
    """Return what the tables chosen hold, and what became of every cell around them."""
    collector = laid_out.collector
    candidates = [table.candidate for table in chosen]
    every = _every(looked)
    above = [(candidate.sheet, candidate.top) for candidate in candidates]
    said = _named(blank_ids.partner_of(laid_out.workbook, above), laid_out.context)
    partner = laid_out.choices.partner or said or laid_out.sender
    cover = _cover(laid_out.workbook, laid_out.sheets, {candidate.sheet for candidate in every})
    years_said = [laid_out.years.settle(candidate, cover, collector) for candidate in candidates]
    note_draft(laid_out.workbook, candidates, collector)
    readings, sets = _build_tables(laid_out, chosen, every, years_said, cover, partner)
    sets = _joined(sets, collector)
    if not collector.problems() and not any(held.figure_count() for held in sets):
        collector.add("return-no-figures", candidates[0].sheet)
    note_accepted(sets, laid_out.context, collector, {read.table: read for read in readings})
    ledger = accounting.account(
        laid_out.workbook, laid_out.sheets, readings, _set_aside(collector), collector
    )
    return Reading(
        kind=max(looked, key=lambda pair: _score(pair[1]))[0].id,
        file=laid_out.workbook.name,
        sha256=laid_out.workbook.sha256,
        sheets=laid_out.sheets,
        tables=tuple(readings),
        figure_sets=sets,
        problems=collector.problems(),
        partner=partner,
        sender=laid_out.sent_by,
        doubts=collector.doubts(),
        ledger=ledger,
        chips=_chips(laid_out, years_said[0], readings, sets),
    )


def _build_tables(
    laid_out: _LaidOut,
    chosen: Sequence[_Chosen],
    every: Sequence[Candidate],
    years_said: Sequence[years.YearSaid],
    cover: Sequence[str],
    partner: str,
) -> tuple[list[TableReading], list[FigureSet]]:
    """Return how each table was taken, and the figure sets of those that hold any rows."""
    alone = not any(_has_rows(laid_out.workbook, table) for table in chosen)
    said = Said(unit=laid_out.choices.unit, part=laid_out.choices.part)
    readings: list[TableReading] = []
    sets: list[FigureSet] = []
    for index, (table, year) in enumerate(zip(chosen, years_said, strict=True)):
        candidate = table.candidate
        done = 0.6 + 0.4 * index / len(chosen)
        watch = partial(laid_out.tell, done, say("Checking {table}", table=candidate.table.title))
        watch()
        grid = laid_out.workbook.grid(candidate.sheet)
        if not choosing.is_complete(candidate, laid_out.collector):
            readings.append(unbuilt(table.kind, grid, candidate))
            continue
        note_remembered(candidate, laid_out.choices, laid_out.context, laid_out.collector)
        make = partial(
            build,
            table.kind,
            laid_out.workbook,
            grid,
            candidate,
            table.end,
            laid_out.context,
            laid_out.collector,
            said,
            period=year.year,
            partner=partner,
            alone=alone,
            cover=[*cover, *_under_the_last(laid_out.workbook, candidate, every)],
        )
        with no_cycle_search():
            built = wait_for(make, watch if len(grid.rows) > _LONG else None)
        readings.append(built.reading)
        if built.figures.keys:
            sets.append(built.figures)
    return readings, sets


def _set_aside(collector: Collector) -> dict[str, str]:
    """Return the sheets that were set aside, each with why."""
    return {
        found.place.sheet: found.message
        for found in collector.problems()
        if found.code in ("return-sheet-set-aside", "return-sheet-of-another-year")
    }


def _as_received(reading: Reading, laid_out: _LaidOut) -> Reading:
    """Return a reading with the cells that the workbook had before it was laid out anew."""
    workbook = laid_out.workbook
    if not isinstance(workbook, Shaped):
        return reading
    sets = [placing.figures(held, workbook) for held in reading.figure_sets]
    return msgspec.structs.replace(
        reading,
        ledger=placing.ledger(reading.ledger, workbook),
        figure_sets=[placing.correct(held, laid_out.context.corrections) for held in sets],
        tables=tuple(placing.table(held, workbook) for held in reading.tables),
    )


class Chip(msgspec.Struct, frozen=True):
    """One thing that holds for a whole return: "year", "2025-26", "from A1". "" is not known."""

    name: str
    value: str
    where: str


def _look(laid_out: _LaidOut, wanted: Sequence[Kind]) -> list[tuple[Kind, list[Candidate]]]:
    """Return each kind with its own headers: one that two kinds fit is the better's."""
    mapping = _mapping(laid_out.context, laid_out.sent_by)
    looked = [(kind, _headers(laid_out, kind, mapping)) for kind in wanted]
    best: dict[tuple[str, int], tuple[float, str]] = {}
    for kind, found in looked:
        for candidate in found:
            at = (candidate.sheet, candidate.bottom)
            if at not in best or candidate.score > best[at][0]:
                best[at] = (candidate.score, kind.id)
    own = [
        (kind, [c for c in found if best[c.sheet, c.bottom][1] == kind.id])
        for kind, found in looked
    ]
    return sorted(own, key=lambda pair: -_score(pair[1]))


def _headers(
    laid_out: _LaidOut, kind: Kind, mapping: Mapping[str, Mapping[str, str]]
) -> list[Candidate]:
    """Return every header that fits a kind; a plain one only where nobody says the kind."""
    found = [
        candidate
        for name in laid_out.sheets
        for candidate in finding.candidates(
            kind, name, laid_out.workbook.rows(name), laid_out.years.of(name), mapping
        )
    ]
    return found if laid_out.kind else [candidate for candidate in found if candidate.is_plain]


def _every(looked: Sequence[tuple[Kind, Sequence[Candidate]]]) -> list[Candidate]:
    """Return the headers of all kinds."""
    return [candidate for _, found in looked for candidate in found]


def _under_the_last(
    workbook: Workbook, candidate: Candidate, every: Sequence[Candidate]
) -> list[str]:
    """Return the words under the last table of a sheet, for the tables above it."""
    tops = [held.top for held in (*every, candidate) if held.sheet == candidate.sheet]
    last = max(tops)
    if candidate.top >= last:
        return []
    said: list[str] = []
    for row in reversed(workbook.rows(candidate.sheet)[last:]):
        if numbers.has_figures(row):
            break
        said += [cell for cell in row if isinstance(cell, str) and cell]
    return said


def _cover(workbook: Workbook, sheets: Sequence[str], tables: set[str]) -> list[str]:
    """Return what the sheets without a table say, where they are short: a cover, a note."""
    said: list[str] = []
    for name in sheets:
        if name in tables:
            continue
        filled = (cell for row in workbook.rows(name) for cell in row if cell != "")
        cells = list(islice(filled, _COVER + 1))
        if len(cells) <= _COVER:
            said += [cell for cell in cells if isinstance(cell, str)]
    return said


def _has_rows(workbook: Workbook, table: _Chosen) -> bool:
    """Whether anything stands under a table's header."""
    rows = workbook.rows(table.candidate.sheet)[table.candidate.bottom + 1 : table.end]
    return any(any(cell != "" for cell in row) for row in rows)


def _named(said: str, context: Context) -> str:
    """Return the one name of a partner that a return says it is from: "TVP" is no other."""
    found = Known(joined=context.joined, year=context.reporting_year).named(said) if said else None
    return found.name_in(context.reporting_year) if found is not None else said


def _joined(sets: Sequence[FigureSet], collector: Collector) -> list[FigureSet]:
    """Return the sets with those of one id made one."""
    by_id: dict[str, list[FigureSet]] = {}
    for held in sets:
        by_id.setdefault(held.id, []).append(held)
    return [same[0] if len(same) == 1 else joining.join(same, collector) for same in by_id.values()]


def _nothing_found(
    workbook: Workbook,
    sheets: tuple[str, ...],
    wanted: Sequence[Kind],
    kind: str | None,
    sender: str,
    collector: Collector,
) -> Reading:
    """Return the reading of a workbook in which no table was found, for a person to map."""
    no_header(workbook, sheets, wanted if kind else [], collector)
    guess = choosing.guess(wanted[0], workbook, sheets) if kind else None
    tables = (unbuilt(wanted[0], workbook.grid(guess.sheet), guess),) if guess else ()
    return Reading(
        kind=kind or "",
        file=workbook.name,
        sha256=workbook.sha256,
        sheets=sheets,
        tables=tables,
        figure_sets=[],
        problems=collector.problems(),
        sender=sender,
        ledger=_ledger_of_nothing(workbook, sheets, collector),
    )


def _ledger_of_nothing(
    workbook: Workbook, sheets: Sequence[str], collector: Collector
) -> tuple[SheetLedger, ...]:
    ledger = accounting.account(workbook, sheets, (), {}, collector)
    return placing.ledger(ledger, workbook) if isinstance(workbook, Shaped) else ledger


def _chips(
    laid_out: _LaidOut,
    year: years.YearSaid,
    readings: Sequence[TableReading],
    sets: Sequence[FigureSet],
) -> tuple[Chip, ...]:
    """Return what holds for the whole return, each with where it was read."""
    choices = laid_out.choices
    titles = {held.id: held.title for held in kinds.kinds().values()}
    kinds_read = dict.fromkeys(titles.get(table.kind, table.kind) for table in readings)
    units = dict.fromkeys(table.unit for table in readings if table.unit)
    parts = list(dict.fromkeys(
        c.period
        for held in sets
        for c in held.columns
        if c.period and c.period != headers.year_before(held.period)
    ))  # fmt: skip
    from_workbook = say("from the workbook") if laid_out.sender else ""
    from_headings = say("from the headings") if parts else ""
    return (
        Chip("sender", laid_out.sent_by, _where(choices.partner, from_workbook)),
        Chip("kind", ", ".join(kinds_read), _where(laid_out.kind, _headings_known(readings))),
        Chip("year", year.year, year.where),
        Chip("period", "; ".join(parts[:2]) or say("Whole year"),
             _where(choices.part, from_headings)),
        Chip("unit", ", ".join(units), _where(choices.unit, say("as the headings say"))),
        Chip("heading", say("row {row}", row=readings[0].header_row),
             _where(choices.heading, say("found"))),
    )  # fmt: skip


def _where(chosen: object, read: str) -> str:
    """Return where a chip's value is from: a person's choice, else where it was ``read``."""
    return say("as chosen") if chosen else read


def _headings_known(readings: Sequence[TableReading]) -> str:
    """Return in words how many of the tables' headings are known."""
    known = sum(len(table.columns) for table in readings)
    unused = sum(len(table.unused) for table in readings)
    return say("{known} of {all} headings known", known=known, all=known + unused)


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
    """Return what was chosen now over what is remembered of the sender: table → heading → field.

    Of a sender that is not known nothing is: what one partner means by a word another does not.
    """
    known = context.memory.get(sender, {}) if sender else {}
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

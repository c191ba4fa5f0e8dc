"""A workbook → the figures it holds, what was taken for what, and every problem found."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

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

    def name_of(words: str) -> str:
        return senders.named_in(words, context.joined)

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
    found_sender = senders.sender_of(workbook, sheets, context.joined)
    sender = choices.partner or found_sender
    of_year = Years(workbook, sheets, choices.year, context.reporting_year)
    mapping = _mapping(context, sender)
    looked = _look(workbook, wanted, of_year, mapping, plain_only=not (kind or marked))
    everything = [candidate for _, found in looked for candidate in found]
    if plan.may_propose:
        steps = proposing.propose(workbook, sheets, wanted, everything, of_year.of, name_of)
        if steps:
            better = proposed(steps, received, context.answers)
            return _interpret(received, context, kind, sheet, choices, tell, better)
    looked = [(held, headed(found, plan.recipe)) for held, found in looked]
    for at, both in proposing.together(plan.recipe.steps, everything).items():
        answers.setdefault(("return-two-headers", at[0], address(at[1], at[2])), both)
    chosen: list[tuple[Kind, Candidate]] = []
    for held, found in looked:
        found = of_year.of_the_year(found, collector)
        for candidate in choosing.choose(held, found, workbook, choices, collector):
            chosen.append((held, candidate))
    note_hidden(workbook, sheets, [candidate for _, candidate in chosen], collector)
    if not chosen:
        return _nothing_found(workbook, sheets, wanted, kind, sender, collector)
    above = [(candidate.sheet, candidate.top) for _, candidate in chosen]
    partner = choices.partner or _named(blank_ids.partner_of(workbook, above), context) or sender
    every = [candidate for _, found in looked for candidate in found]
    ends = [
        choosing.end_of(candidate, every, workbook.rows(candidate.sheet)) for _, candidate in chosen
    ]
    alone = not any(
        any(any(cell != "" for cell in row) for row in _under(workbook, candidate, end))
        for (_, candidate), end in zip(chosen, ends, strict=True)
    )
    cover = _cover(workbook, sheets, {found.sheet for _, every in looked for found in every})
    of_tables = [of_year.settle(candidate, cover, collector) for _, candidate in chosen]
    note_draft(workbook, [candidate for _, candidate in chosen], collector)
    said = Said(unit=choices.unit, part=choices.part)
    readings: list[TableReading] = []
    sets: list[FigureSet] = []
    for index, (held, candidate) in enumerate(chosen):
        done = 0.6 + 0.4 * index / len(chosen)
        tell(done, say("Checking {table}", table=candidate.table.title))
        grid = workbook.grid(candidate.sheet)
        if not choosing.is_complete(candidate, collector):
            readings.append(unbuilt(held, grid, candidate))
            continue
        note_remembered(candidate, choices, context, collector)
        make = partial(
            build,
            held,
            workbook,
            grid,
            candidate,
            ends[index],
            context,
            collector,
            said,
            period=of_tables[index].year,
            partner=partner,
            alone=alone,
            cover=[*cover, *_under_the_last(workbook, candidate, every)],
        )
        watch = partial(tell, done, say("Checking {table}", table=candidate.table.title))
        with no_cycle_search():
            built = wait_for(make, watch if len(grid.rows) > _LONG else None)
        readings.append(built.reading)
        if built.figures.keys:
            sets.append(built.figures)
    sets = _joined(sets, collector)
    if not collector.problems() and not any(held.figure_count() for held in sets):
        collector.add("return-no-figures", chosen[0][1].sheet)
    note_accepted(sets, context, collector, {r.table: r for r in readings})
    aside = {
        found.place.sheet: found.message
        for found in collector.problems()
        if found.code in ("return-sheet-set-aside", "return-sheet-of-another-year")
    }
    ledger = accounting.account(workbook, sheets, readings, aside, collector)
    chips = _chips(choices, found_sender, of_tables[0], readings, sets, kind or marked)
    if isinstance(workbook, Shaped):
        ledger = placing.ledger(ledger, workbook)
        sets = [placing.figures(held, workbook) for held in sets]
        sets = [placing.correct(held, context.corrections) for held in sets]
        readings = [placing.table(held, workbook) for held in readings]
    tell(1.0, say("Done"))
    return Reading(
        kind=max(looked, key=lambda pair: _score(pair[1]))[0].id,
        file=workbook.name,
        sha256=workbook.sha256,
        sheets=sheets,
        tables=tuple(readings),
        figure_sets=sets,
        problems=collector.problems(),
        partner=partner,
        sender=sender,
        doubts=collector.doubts(),
        ledger=ledger,
        chips=chips,
        recipe=plan.recipe,
    )


class Chip(msgspec.Struct, frozen=True):
    """One thing that holds for a whole return: "year", "2025-26", "from A1". "" is not known."""

    name: str
    value: str
    where: str


def _look(
    workbook: Workbook,
    wanted: Sequence[Kind],
    of_year: Years,
    mapping: Mapping[str, Mapping[str, str]],
    *,
    plain_only: bool,
) -> list[tuple[Kind, list[Candidate]]]:
    """Return each kind with its own headers: one that two kinds fit is the better's."""
    looked: list[tuple[Kind, list[Candidate]]] = []
    best: dict[tuple[str, int], tuple[float, str]] = {}
    for held in wanted:
        found: list[Candidate] = []
        for name in of_year.sheets:
            fresh = finding.candidates(held, name, workbook.rows(name), of_year.of(name), mapping)
            found += [c for c in fresh if c.is_plain] if plain_only else fresh
        looked.append((held, found))
        for candidate in found:
            at = (candidate.sheet, candidate.bottom)
            if at not in best or candidate.score > best[at][0]:
                best[at] = (candidate.score, held.id)
    own = [
        (held, [c for c in found if best[c.sheet, c.bottom][1] == held.id])
        for held, found in looked
    ]
    return sorted(own, key=lambda pair: -_score(pair[1]))


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
        if finding.has_figures(row):
            break
        said += [cell for cell in row if isinstance(cell, str) and cell]
    return said


def _cover(workbook: Workbook, sheets: Sequence[str], tables: set[str]) -> list[str]:
    """Return what the sheets without a table say, where they are short: a cover, a note."""
    said: list[str] = []
    for name in sheets:
        cells = [cell for row in workbook.rows(name) for cell in row if cell != ""]
        if name not in tables and len(cells) <= _COVER:
            said += [cell for cell in cells if isinstance(cell, str)]
    return said


def _under(workbook: Workbook, candidate: Candidate, end: int) -> Sequence[Sequence[Any]]:
    return workbook.rows(candidate.sheet)[candidate.bottom + 1 : end]


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
    choices: Choices,
    sender: str,
    year: years.YearSaid,
    readings: Sequence[TableReading],
    sets: Sequence[FigureSet],
    kind: str,
) -> tuple[Chip, ...]:
    """Return what holds for the whole return, each with where it was read."""
    first = readings[0]
    known = {held.id: held.title for held in kinds.kinds().values()}
    titles = ", ".join(dict.fromkeys(known.get(table.kind, table.kind) for table in readings))
    headings = sum(len(table.columns) for table in readings)
    of = sum(len(table.columns) + len(table.unused) for table in readings)
    units = list(dict.fromkeys(table.unit for table in readings if table.unit))
    parts = list(dict.fromkeys(c.period for held in sets for c in held.columns if c.period))
    chosen = say("as chosen")
    return (
        Chip("sender", choices.partner or sender,
             chosen if choices.partner else say("from the workbook") if sender else ""),
        Chip("kind", titles, chosen if kind else
             say("{known} of {all} headings known", known=headings, all=of)),
        Chip("year", year.year, year.where),
        Chip("period", "; ".join(parts[:2]) or say("Whole year"),
             chosen if choices.part else say("from the headings") if parts else ""),
        Chip("unit", ", ".join(units),
             chosen if choices.unit else say("as the headings say")),
        Chip("heading", say("row {row}", row=first.header_row),
             chosen if choices.heading else say("found")),
    )  # fmt: skip


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

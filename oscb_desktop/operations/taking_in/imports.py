"""Taking in officers' returns: look, preview, then accept all of it or nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError, Problem, Severity, UsageError, blocking
from oscb_desktop.base.progress import Progress, part_of, silent
from oscb_desktop.base.text import say
from oscb_desktop.operations.file import recipes
from oscb_desktop.operations.file.column_choices import (
    TableChoices,
    joined,
    recall_own_choices,
    remember_choices,
)
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.report.content.blocks import SetTable
from oscb_desktop.report.content.figures import Correction, Figures, FigureSet
from oscb_desktop.report.content.rows import without_rows

if TYPE_CHECKING:
    from oscb_desktop.returns.building import Context
    from oscb_desktop.returns.comparing import Comparison
    from oscb_desktop.returns.interpreting import Choices, Reading
    from oscb_desktop.returns.ledger import Doubt, SheetLedger
    from oscb_desktop.returns.published import Picker
    from oscb_desktop.returns.reading import Workbook
    from oscb_desktop.returns.recipes import Recipe


@dataclass(frozen=True)
class WorkbookView:
    """A workbook before anything is taken from it."""

    workbook: Workbook
    sheet_names: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]  # id, title


class Account(NamedTuple):
    """What became of a file's cells, and what is to be answered about them."""

    file: str
    ledger: tuple[SheetLedger, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @classmethod
    def of(cls, reading: Reading) -> Account:
        """Return the account of what was read of a workbook."""
        return cls(reading.file, tuple(reading.ledger), tuple(reading.doubts))


@dataclass(frozen=True)
class ImportPreview:
    """What accepting a return would take in, and what is wrong with it."""

    workbook: Workbook
    reading: Reading
    comparisons: tuple[Comparison, ...]
    before: Mapping[str, FigureSet] = field(default_factory=dict, repr=False)
    chosen: TableChoices = field(default_factory=dict)  # to remember once it is accepted
    recipe: Recipe | None = None  # that a person gave, to remember as well
    corrections: Mapping[tuple[str, str], Correction] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, at its cell."""
        return tuple(self.reading.problems)

    @property
    def figures(self) -> int:
        """How many figures would be accepted."""
        return sum(held.figure_count() for held in self.reading.figure_sets)

    @property
    def blocking(self) -> int:
        """How many problems stop acceptance."""
        return blocking(self.problems)

    @property
    def warnings(self) -> int:
        """How many problems a person may accept."""
        return sum(found.severity is Severity.WARN for found in self.problems)

    def acceptable(self, *, accept_warnings: bool) -> bool:
        """Return whether all of it may be taken in."""
        warned = self.warnings and not accept_warnings
        return bool(self.reading.figure_sets) and not self.blocking and not warned


class NotAccepted(OscbError):
    """A return with problems was to be accepted. The report file is as it was."""

    def __init__(self, preview: ImportPreview) -> None:
        name = preview.workbook.name
        super().__init__(
            say("{file} was not accepted: it has problems. The report is unchanged.", file=name)
            if preview.blocking
            else say(
                "{file} was not accepted: it has warnings. The report is unchanged.", file=name
            ),
            say("Correct the workbook and import it again.")
            if preview.blocking
            else say("Read the warnings, then accept them or correct the workbook."),
            code="not-accepted",
        )


def look_at_workbook(
    path: Path, progress: Progress, *, password: str | None = None
) -> WorkbookView:
    """Open a spreadsheet of any kind. Raises ``UnreadableError`` with a problem that says why."""
    from oscb_desktop.returns.kinds import kinds
    from oscb_desktop.returns.reading import read_workbook

    progress(0.0, say("Opening {file}", file=path.name))
    watch = partial(progress, 0.0, say("Opening {file}", file=path.name))
    workbook = read_workbook(path, password=password, watch=watch)
    known = tuple((kind.id, kind.title) for kind in kinds().values())
    return WorkbookView(workbook, tuple(workbook.sheet_names), known)


def list_return_kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of return: id and title."""
    from oscb_desktop.returns.kinds import kinds

    return tuple((kind.id, kind.title) for kind in kinds().values())


def preview_return(
    snapshot: Snapshot | None,
    view: WorkbookView,
    progress: Progress,
    *,
    by: str,
    kind: str | None = None,
    sheet: str | None = None,
    choices: Choices | None = None,
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[tuple[str, str, str], str] | None = None,
    recipe: Recipe | None = None,
    corrections: Mapping[tuple[str, str], Correction] | None = None,
    forgetting: bool = False,
) -> ImportPreview:
    """Return what a workbook holds as a return of ``kind`` (found out where None).

    ``choices`` are columns chosen in an earlier preview, ``mapping`` says what headings stand for:
    heading → field, ``answers`` what was said to doubts (code, sheet, cell). Columns that none
    names are taken as they were chosen before for the same sender.

    ``recipe`` lays the sheets out anew; without one it is the sender's last, unless that is
    ``forgetting``, or what the program is sure of. ``corrections`` are laid over cells (see
    ``correct_cells``). Raises ``UsageError`` for a kind, sheet, field or step that does not exist.
    """
    from oscb_desktop.returns import published_signs
    from oscb_desktop.returns.interpreting import interpret, learnt

    context = _context(snapshot, by, _table_choices(mapping or {}, kind, snapshot), answers)
    if corrections or forgetting:
        context = replace(
            context,
            corrections=corrections or {},
            recipes={} if forgetting else context.recipes,
        )
    if kind is None and not (choices or mapping or recipe or corrections):
        found = published_signs.told(view.workbook, sheet)
        if found is not None:
            return _preview(view.workbook, found, context)
    reading = interpret(
        view.workbook,
        context,
        kind=kind,
        sheet=sheet,
        choices=choices,
        progress=part_of(progress, 0.1, 0.9),
        recipe=recipe,
    )
    picked = (choices and choices.tables) or mapping
    chosen = learnt(reading, context.reporting_year) if picked else {}
    preview = _preview(view.workbook, reading, context, chosen)
    return dataclasses.replace(preview, recipe=recipe, corrections=corrections or {})


def correct_cells(
    view: WorkbookView, typed: Iterable[tuple[str, str]], *, by: str, why: str
) -> Mapping[tuple[str, str], Correction]:
    """Return what to lay over wrong cells, from "SHEET!CELL" and the right value of each.

    The workbook stays as it was received. Raises ``UsageError`` for a cell that there is not.
    """
    from oscb_desktop.returns import correcting

    return correcting.corrections(view.workbook, typed, by=by, at=datetime.now(UTC), why=why)


def forget_layout(opened: Opened, view: WorkbookView, *, partner: str = "") -> bool:
    """Forget how the last return of this sender and shape was laid out; False where none was.

    ``partner`` is the sender where a person said so.
    """
    from oscb_desktop.returns import remembering, senders

    workbook = view.workbook
    shown = _shown(workbook)
    sender = partner or senders.sender_of(workbook, shown, take_snapshot(opened).joined)
    return bool(sender) and recipes.forget_recipe(
        opened.file, sender, remembering.shape_of(workbook, shown)
    )


def save_recipe(
    preview: ImportPreview,
    path: Path,
    answers: Mapping[tuple[str, str, str], str] | None = None,
) -> None:
    """Write the recipe by which a return was read, with the answers about its layout, as TOML.

    Raises ``OscbError`` where ``path`` cannot be written.
    """
    from oscb_desktop.returns.recipes import Recipe, write_recipe

    held = preview.reading.recipe
    said = {
        f"{code}@{sheet}!{cell}" if cell else f"{code}@{sheet}": value
        for (code, sheet, cell), value in (answers or {}).items()
        if code in _OF_THE_LAYOUT
    }
    write_recipe(Recipe(steps=held.steps, answers={**held.answers, **said}), path)


# Answers that say which table or column is meant, and hold for the next return of the same form.
_OF_THE_LAYOUT = frozenset({"return-two-headers", "return-two-columns", "return-heading-like"})


def _shown(workbook: Workbook) -> tuple[str, ...]:
    shown = tuple(n for n in workbook.sheet_names if n not in workbook.hidden_sheets)
    return shown or workbook.sheet_names


_UNITS = {
    "£": "£", "pounds": "£", "gbp": "£", "£ thousand": "£ thousand", "£000": "£ thousand",
    "£k": "£ thousand", "thousands": "£ thousand", "£ million": "£ million", "£m": "£ million",
}  # fmt: skip
_PARTS = ("year", "ytd", "quarter", "month", "snapshot")


def choose_for_return(settings: Sequence[tuple[str, str]]) -> Choices:
    """Return what was said of a whole return: sender, year, period, unit, heading (the row).

    Raises ``UsageError`` for a key or a value that there is not.
    """
    from oscb_desktop.returns import senders, years
    from oscb_desktop.returns.interpreting import Choices

    said = dict(settings)
    unknown = set(said) - {"sender", "year", "period", "unit", "kind", "heading"}
    if unknown:
        raise UsageError(
            say("There is nothing called '{name}' to set.", name=min(unknown)),
            say("Use one of: sender, year, period, unit, kind, heading."),
        )
    year = said.get("year", "")
    named = years.years_in(year)
    if year and len(named) != 1:
        raise UsageError(
            say("'{year}' is no financial year.", year=year), say("Write it as 2025-26.")
        )
    unit = said.get("unit", "")
    if unit and unit.casefold() not in _UNITS:
        raise UsageError(
            say("'{unit}' is no unit of money.", unit=unit),
            say("Use one of: £, £ thousand, £ million."),
        )
    part = said.get("period", "")
    name, _, number = part.partition(":")
    if part and (name not in _PARTS or (number and not number.isdigit())):
        raise UsageError(
            say("'{part}' is no period.", part=part),
            say("Use one of: year, ytd:9 (to the ninth month), quarter:3, month:4, snapshot."),
        )
    heading = said.get("heading", "")
    if heading and not (heading.isdigit() and int(heading) > 0):
        raise UsageError(
            say("'{row}' is no row.", row=heading), say("Give the number of the row of headings.")
        )
    sender = said.get("sender", "")
    return Choices(
        partner=senders.listed(sender) or sender,
        year=named[0] if named else "",
        part=part,
        unit=_UNITS.get(unit.casefold(), ""),
        heading=int(heading or 0),
    )


def statistics_columns(view: WorkbookView, sheet: str, progress: Progress = silent) -> Picker:
    """Return a sheet's header row, columns and rows, to pick from."""
    from oscb_desktop.returns.published import columns_of

    view.workbook.grid(sheet, partial(progress, 0.1, say("Reading {sheet}", sheet=sheet)))
    return columns_of(view.workbook, sheet)


def preview_statistics(
    snapshot: Snapshot | None,
    view: WorkbookView,
    progress: Progress,
    *,
    by: str,
    sheet: str,
    where: Sequence[tuple[str, str]],
    columns: Sequence[str],
    unit: str | None = None,
    said: Mapping[str, str] | None = None,
    answers: Mapping[tuple[str, str, str], str] | None = None,
) -> ImportPreview:
    """Return the figures at chosen rows and columns of published statistics.

    ``said`` is what a person set of the whole: "period", "year", "unit" or the "heading" row.
    ``answers`` are those to doubts: code, sheet and cell → value.
    """
    from oscb_desktop.returns.published import select

    progress(0.1, say("Looking for the rows in {sheet}", sheet=sheet))
    if sheet in view.sheet_names:
        statistics_columns(view, sheet, progress)
    context = _context(snapshot, by)
    reading = select(
        view.workbook, context, sheet=sheet, where=list(where), columns=list(columns), unit=unit,
        said=said, answers=answers,
    )  # fmt: skip
    return _preview(view.workbook, reading, context)


def accept_return(
    opened: Opened,
    preview: ImportPreview,
    *,
    accept_warnings: bool = False,
    keep: Collection[str] = (),
) -> Snapshot:
    """Take in a return in one transaction, with its workbook as received. Undoable.

    ``keep`` are the keys of figures that stay as the report has them; everything else is taken.
    Columns that were chosen are remembered for the sender's next return. Raises ``NotAccepted``
    where problems forbid it; the report file is then as it was.
    """
    from oscb_desktop.store import ReceivedWorkbook

    if not preview.acceptable(accept_warnings=accept_warnings):
        raise NotAccepted(preview)
    workbook = preview.workbook
    received = ReceivedWorkbook(name=workbook.name, sha256=workbook.sha256, data=workbook.data)
    label = say("Accept {file}", file=workbook.name)
    opened.file.accept(_kept_as_before(preview, keep), received, opened.by, label)
    if preview.chosen and preview.reading.sender:  # never for a sender that is not known
        remember_choices(opened.file, preview.reading.sender, preview.chosen)
    if preview.recipe is not None and preview.reading.sender:
        _remember_layout(opened, preview, preview.recipe)
    return take_snapshot(opened)


def _remember_layout(opened: Opened, preview: ImportPreview, recipe: Recipe) -> None:
    from oscb_desktop.returns import remembering

    workbook = preview.workbook
    shape = remembering.shape_of(workbook, _shown(workbook))
    held = remembering.remembered(workbook, recipe)
    recipes.remember_recipe(opened.file, preview.reading.sender, shape, held)


def write_annotated_copy(preview: ImportPreview, path: Path) -> int:
    """Write a copy of the workbook with its problems marked, to send back; count the cells marked.

    Raises ``OscbError`` where ``path`` cannot be written.
    """
    from oscb_desktop.returns.annotating import annotate

    return annotate(preview.workbook, preview.problems, path, preview.corrections)


def write_blank_return(
    kind: str, path: Path, snapshot: Snapshot | None = None, *, partner: str = ""
) -> None:
    """Write the empty return of a kind, to send out; last year's figures beside, where known.

    ``partner`` is the id or a name of the one that it is for: it then holds nothing of another's.
    Raises ``UsageError`` for an unknown kind or partner, ``OscbError`` where ``path`` cannot be
    written.
    """
    from oscb_desktop.returns.blanks import write_blank
    from oscb_desktop.returns.partners import find_partner

    year = snapshot.report.details.reporting_year if snapshot else ""
    sets = [held for held in (snapshot.figures.sets() if snapshot else ()) if not held.is_made]
    # A year that was carried over to compare with goes before one that is accepted already.
    sets.sort(key=lambda held: held.period < year)
    name = ""
    if partner:
        name = find_partner(partner, snapshot.joined if snapshot else None).name
        sets = [own for held in sets if (own := _own(held, name)) is not None]
    previous = {held.table: held for held in sets}
    write_blank(kind, path, reporting_year=year, partner=name, previous=previous)


def _own(held: FigureSet, partner: str) -> FigureSet | None:
    """Return what of a set is about one partner: its own return, or its rows in one for all."""
    if held.partner == partner:
        return held
    others = [key for key, label in zip(held.keys, held.labels, strict=True) if label != partner]
    if held.per_partner is True or len(others) == len(held.keys):
        return None
    _, figures = without_rows(SetTable(set_id=held.id, view=""), Figures.of([held]), others)
    return figures.set(held.id)


def _kept_as_before(preview: ImportPreview, keep: Collection[str]) -> list[FigureSet]:
    """Return the figure sets to accept: the fresh ones but for the figures to keep."""
    from oscb_desktop.returns.merging import merge

    sets: list[FigureSet] = []
    for fresh in preview.reading.figure_sets:
        start = f"{fresh.id}."
        tails = [key.removeprefix(start) for key in keep if key.startswith(start)]
        held = preview.before.get(fresh.id)
        sets.append(merge(held, fresh, tails) if held is not None and tails else fresh)
    return sets


def _context(
    snapshot: Snapshot | None,
    by: str,
    mapping: TableChoices | None = None,
    answers: Mapping[tuple[str, str, str], str] | None = None,
) -> Context:
    from oscb_desktop.returns.building import Context

    own = recall_own_choices()
    return Context(
        reporting_year=_year(snapshot),
        imported_by=by,
        imported_at=datetime.now(UTC),
        accepted=_accepted(snapshot),
        mapping=mapping or {},
        memory=joined(snapshot.column_choices, own) if snapshot else own,
        answers=answers or {},
        joined=snapshot.joined if snapshot else {},
        recipes=recipes.joined(snapshot.recipes if snapshot else {}, recipes.recall_own_recipes()),
    )


def _year(snapshot: Snapshot | None) -> str:
    return snapshot.report.details.reporting_year if snapshot else ""


def _accepted(snapshot: Snapshot | None) -> Mapping[str, FigureSet]:
    if snapshot is None:
        return {}
    return {held.id: held for held in snapshot.figures.sets() if not held.is_made}


def _table_choices(
    mapping: Mapping[str, str], kind: str | None, snapshot: Snapshot | None
) -> TableChoices:
    """Return headings as chosen for every table that has the field; raise ``UsageError``."""
    from oscb_desktop.returns import headers, kinds, quarters

    tables = [
        table
        for held in ([kinds.kind(kind)] if kind else kinds.kinds().values())
        for table in held.tables
    ]
    known = {held.name for table in tables for held in table.fields}
    chosen: dict[str, dict[str, str]] = {}
    for heading, name in mapping.items():
        if name and quarters.base_of(name) not in known:
            raise UsageError(
                say("No return has a column called '{name}'.", name=name),
                say("Use one of: {known}.", known=", ".join(sorted(known))),
            )
        words = headers.alike(heading, _year(snapshot))
        for table in tables:
            if not name or quarters.base_of(name) in {held.name for held in table.fields}:
                chosen.setdefault(table.id, {})[words] = name
    return chosen


def _preview(
    workbook: Workbook, reading: Reading, context: Context, chosen: TableChoices | None = None
) -> ImportPreview:
    from oscb_desktop.returns.comparing import compare

    before = {
        fresh.id: context.accepted[fresh.id]
        for fresh in reading.figure_sets
        if fresh.id in context.accepted
    }
    comparisons = tuple(
        compare(before[fresh.id], fresh) for fresh in reading.figure_sets if fresh.id in before
    )
    return ImportPreview(workbook, reading, comparisons, before, chosen or {})

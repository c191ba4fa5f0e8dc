"""Importing several returns in one go, without a window: all of them are accepted, or none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.base.problems import Problem, UnreadableError, UsageError
from oscb_desktop.base.progress import Progress, part_of
from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.taking_in.batches import as_if_accepted
from oscb_desktop.operations.taking_in.imports import (
    Account,
    ImportPreview,
    WorkbookView,
    accept_return,
    choose_for_return,
    correct_cells,
    forget_layout,
    look_at_workbook,
    preview_return,
    preview_statistics,
    save_recipe,
    write_annotated_copy,
)

if TYPE_CHECKING:
    from oscb_desktop.returns.interpreting import Reading

STATISTICS = "published-statistics"


@dataclass(frozen=True)
class ImportRequest:
    """What to import, and how."""

    returns: tuple[Path, ...]
    kind: str | None = None
    sheet: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    unit: str | None = None
    password: str | None = None
    dry_run: bool = False
    accept_warnings: bool = False
    mapping: tuple[tuple[str, str], ...] = ()  # heading, field
    settings: tuple[tuple[str, str], ...] = ()  # sender, year, period, unit, heading, kind
    answers: tuple[tuple[str, str], ...] = ()  # CODE@SHEET!CELL → what was answered
    recipe: Path | None = None  # a TOML file of steps by which sheets are laid out anew
    save_recipe: Path | None = None  # where the one that was used goes
    forget_recipe: bool = False  # what was remembered of the sender's returns of this shape
    corrections: tuple[tuple[str, str], ...] = ()  # SHEET!CELL → the right value
    why: str = ""  # the cells are corrected
    annotated: Path | None = None  # where a copy goes with its problems marked


@dataclass(frozen=True)
class ImportOutcome:
    """What came of it. ``figures`` counts those accepted, or that would be."""

    accepted: bool
    acceptable: bool
    figures: int
    problems: tuple[Problem, ...]
    unreadable: bool = False
    readings: tuple[Reading, ...] = ()

    @property
    def accounts(self) -> list[Account]:
        """What became of the cells of each file."""
        return [Account.of(reading) for reading in self.readings]

    @property
    def exit_status(self) -> int:
        """0 where all is well, 1 where problems were found, 3 where a file cannot be read."""
        if self.unreadable:
            return UnreadableError.exit_status
        return 0 if self.acceptable else 1


def import_returns(opened: Opened, request: ImportRequest, progress: Progress) -> ImportOutcome:
    """Import returns into an opened report; the report file changes only if all are accepted.

    Raises ``UsageError`` where the request does not fit together, ``Cancelled``.
    """
    _check(request)
    from oscb_desktop.returns import correcting

    snapshot = take_snapshot(opened)
    previews: list[ImportPreview] = []
    problems: list[Problem] = []
    unreadable = False
    for at, path in enumerate(request.returns):
        step = part_of(
            progress, 0.9 * at / len(request.returns), 0.9 * (at + 1) / len(request.returns)
        )
        try:
            with no_cycle_search():
                preview = _preview(opened, snapshot, path, request, step)
        except UnreadableError as error:
            found = getattr(error, "problem", None)
            if not isinstance(found, Problem):
                raise
            problems.append(found)
            unreadable = True
            continue
        problems.extend(preview.problems)
        previews.append(preview)
        if request.save_recipe is not None:
            save_recipe(preview, request.save_recipe, correcting.answers_of(request.answers))
        if request.annotated is not None:
            write_annotated_copy(preview, request.annotated)
        # The next return is judged as if this one were already in.
        snapshot = as_if_accepted(snapshot, preview)
    acceptable = not unreadable and all(
        preview.acceptable(accept_warnings=request.accept_warnings) for preview in previews
    )
    accepted = acceptable and not request.dry_run
    if accepted:
        progress(0.9, say("Accepting"))
        with no_cycle_search():
            for preview in previews:
                accept_return(opened, preview, accept_warnings=request.accept_warnings)
    return ImportOutcome(
        accepted=accepted,
        acceptable=acceptable,
        figures=sum(preview.figures for preview in previews) if acceptable else 0,
        problems=tuple(problems),
        unreadable=unreadable,
        readings=tuple(preview.reading for preview in previews),
    )


def _check(request: ImportRequest) -> None:
    if request.annotated is not None and len(request.returns) != 1:
        raise UsageError(
            say("Only one workbook can be marked at a time."),
            say("Name one return with --annotated."),
        )
    if len(request.returns) != 1 and (request.save_recipe or request.corrections):
        raise UsageError(
            say("Cells are corrected, and a recipe is saved, of one workbook at a time."),
            say("Name one return."),
        )
    shaped = request.recipe or request.save_recipe or request.corrections or request.forget_recipe
    if request.kind == STATISTICS and shaped:
        raise UsageError(
            say("Published statistics are taken as they are."),
            say("Leave out --recipe, --save-recipe, --forget-recipe and --correct."),
        )
    if request.corrections and not request.why.strip():
        raise UsageError(say("A correction needs its reason."), say('Say it with --why "…".'))


def _preview_return(
    opened: Opened, snapshot: Snapshot, view: WorkbookView, request: ImportRequest,
    progress: Progress,
) -> ImportPreview:  # fmt: skip
    from oscb_desktop.returns import correcting
    from oscb_desktop.returns.recipes import read_recipe

    choices = choose_for_return(request.settings) if request.settings else None
    if request.forget_recipe and not opened.file.read_only:
        forget_layout(opened, view, partner=choices.partner if choices else "")
    return preview_return(
        snapshot,
        view,
        progress,
        by=opened.by,
        kind=dict(request.settings).get("kind", request.kind),
        sheet=request.sheet,
        choices=choices,
        mapping=dict(request.mapping),
        answers=correcting.answers_of(request.answers),
        recipe=read_recipe(request.recipe) if request.recipe else None,
        corrections=correct_cells(view, request.corrections, by=opened.by, why=request.why),
        forgetting=request.forget_recipe,
    )


def _preview(
    opened: Opened, snapshot: Snapshot, path: Path, request: ImportRequest, progress: Progress
) -> ImportPreview:
    from oscb_desktop.returns import correcting

    view = look_at_workbook(path, progress, password=request.password)
    if request.kind != STATISTICS:
        return _preview_return(opened, snapshot, view, request, progress)
    if not request.columns:
        raise UsageError(
            say("Published statistics need at least one --column."), say("Name a column.")
        )
    sheet = request.sheet
    if sheet is None:
        if len(view.sheet_names) != 1:
            raise UsageError(
                say("{file} has several sheets.", file=path.name),
                say("Name one with --sheet: {sheets}.", sheets=", ".join(view.sheet_names)),
            )
        sheet = view.sheet_names[0]
    return preview_statistics(
        snapshot,
        view,
        progress,
        by=opened.by,
        sheet=sheet,
        where=request.where,
        columns=request.columns,
        unit=request.unit,
        said=dict(request.settings),
        answers=correcting.answers_of(request.answers),
    )

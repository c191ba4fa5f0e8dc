"""One file on its way into the report: what is known of it, what was chosen, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from oscb_desktop.base.problems import Cancelled, OscbError, Problem, Severity, UsageError
from oscb_desktop.base.text import counted
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot, who
from oscb_desktop.operations.taking_in.batches import Received, State, received_as
from oscb_desktop.operations.taking_in.chips import STATISTICS, ShownChip, choose, shown_chips
from oscb_desktop.operations.taking_in.imports import (
    ImportPreview,
    WorkbookView,
    accept_return,
    correct_cells,
    forget_layout,
    look_at_workbook,
    preview_return,
    preview_statistics,
    statistics_columns,
    write_annotated_copy,
)
from oscb_desktop.operations.taking_in.layout_steps import (
    AsRows,
    By,
    ColumnsToTurn,
    appended,
    as_rows,
    filled_down,
    headed_columns,
    heading_row,
    like_sheets,
    names_of_columns,
    names_of_figures,
    recipe_of,
    steps_of,
    turned,
    with_total,
    without,
)
from oscb_desktop.operations.taking_in.previewing import Difference, ShownTable, differences
from oscb_desktop.operations.taking_in.showing import ShownAccount, ShownDoubt, shown_account
from oscb_desktop.report.content.figures import Correction
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.import_page.said import Said
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import Job, Progress, Workers

__all__ = ["STATISTICS", "FileImport", "Picked", "Picker", "Stage"]

T = TypeVar("T")

_PASSWORD_WRONG = "return-password-wrong"
_PASSWORD = ("return-password-needed", _PASSWORD_WRONG)
_REPLAYED = "return-recipe-replayed"
_NOTHING = ShownAccount((), (), ())
Read = tuple[ImportPreview, ShownAccount, tuple[Difference, ...]]


class Stage(StrEnum):
    """How far a file is."""

    READING = "reading"
    PICKING = "picking"  # published statistics: rows and columns are being chosen
    READY = "ready"
    UNREADABLE = "unreadable"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Picker:
    """A sheet of published statistics, to pick from. ``rows`` stand under ``header_row``."""

    sheet: str
    header_row: int
    columns: tuple[tuple[str, str], ...]  # letter, heading
    rows: Sequence[Sequence[object]] = field(repr=False)
    unit: str = ""
    period: str = ""  # of figures whose heading gives none; "" where it is not known
    period_from: str = ""  # where it was read, in words


@dataclass(frozen=True)
class Picked:
    """What was picked of published statistics; columns by letter.

    Of several values for one column a row has any. ``period`` is "" where it is as it was read.
    """

    where: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    unit: str = ""
    period: str = ""


class FileImport(QObject):
    """``changed`` whenever there is something new to show."""

    changed = Signal()
    changed_kept = Signal()  # another choice of figures that stay as they are
    accepted = Signal(int)  # how many figures
    refused = Signal(object)  # why a step cannot be done; what was before stays
    copied = Signal(object, int)  # where the partner's copy is, how many cells are marked

    def __init__(self, path: Path, desk: Desk, workers: Workers, choosers: Choosers) -> None:
        super().__init__()
        self.path = path
        self.stage = Stage.READING
        self.view: WorkbookView | None = None
        self.preview: ImportPreview | None = None
        self.account = _NOTHING
        self.changes: tuple[Difference, ...] = ()
        self.kept: frozenset[str] = frozenset()  # figures that stay as the report has them
        self.picker: Picker | None = None
        self.picked: Picked | None = None
        self.error: OscbError | None = None
        self.said = Said()
        self._before: list[Said] = []  # what was said before each step that can be undone
        self._mapped: ImportPreview | None = None  # the last one that had tables to choose in
        self._desk = desk
        self._workers = workers
        self._choosers = choosers
        self._job: Job | None = None
        self._alone = Lock()  # a workbook is read by one thread at a time

    @property
    def kind(self) -> str | None:
        """The kind that was chosen; None: found out from the file."""
        return self.said.kind

    @property
    def sheet(self) -> str | None:
        """The sheet that was chosen; None: every sheet."""
        return self.said.sheet

    @property
    def tables(self) -> tuple[ShownTable, ...]:
        """The tables that were found, sheet by sheet."""
        return tuple(table for sheet in self.account.sheets for table in sheet.tables)

    @property
    def doubts(self) -> tuple[ShownDoubt, ...]:
        """The questions that are open."""
        return self.account.doubts

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the file but for the open questions, what blocks first."""
        if self.preview is None:
            found = getattr(self.error, "problem", None)
            return (found,) if isinstance(found, Problem) else ()
        return tuple(sorted(self.account.problems, key=lambda held: _ORDER[held.severity]))

    @property
    def chips(self) -> tuple[ShownChip, ...]:
        """What holds for the whole file, to show and to change."""
        return shown_chips(
            self.view,
            self.preview,
            kind=self.said.kind or "",
            sheet=self.said.sheet or "",
            settings=self.said.settings,
        )

    @property
    def can_undo(self) -> bool:
        """Whether a chip, a column or an answer can be taken back."""
        return bool(self._before) and self.stage is not Stage.ACCEPTED

    @property
    def shown_kind(self) -> str:
        """The kind it is taken as: chosen, or found out."""
        return self.kind or (self.preview.reading.kind if self.preview else "")

    @property
    def state(self) -> tuple[Tone, str]:
        """How far it is, as a tone and a few words."""
        preview = self.preview
        if self.stage is Stage.READING:
            return Tone.NOTE, self.tr("Reading…")
        if self.stage is Stage.ACCEPTED:
            return Tone.DONE, self.tr("Accepted")
        if self.stage is Stage.PICKING:
            return Tone.NOTE, self.tr("Choose rows and columns")
        if self.needs_password:
            return Tone.WARN, self.tr("Needs its password")
        if self.stage is Stage.UNREADABLE or preview is None:
            return Tone.BLOCK, self.tr("Cannot be read")
        if self.doubts and preview.blocking == len(self.doubts):
            return Tone.WARN, counted(len(self.doubts), "1 question", "{count} questions")
        if preview.blocking:
            return Tone.BLOCK, self.tr("{count} to put right").format(count=preview.blocking)
        if preview.warnings:
            return Tone.WARN, self.tr("{count} to check").format(count=preview.warnings)
        return Tone.DONE, self.tr("Ready")

    def start(self, password: str | None = None) -> None:
        """Read the file, with its password where it has one."""
        path = self.path

        def work(progress: Progress) -> WorkbookView:
            return look_at_workbook(path, progress, password=password)

        self._run(work, self._looked, self.tr("Opening {name}").format(name=path.name))

    @property
    def needs_password(self) -> bool:
        """Whether it is a password that is missing."""
        return self.error is not None and self.error.code in _PASSWORD

    @property
    def wrong_password(self) -> bool:
        """Whether the password that was given does not open it."""
        return self.error is not None and self.error.code == _PASSWORD_WRONG

    def set_chip(self, name: str, value: str) -> None:
        """Say what holds for the whole file; "" is what was found."""
        if name == "kind":
            self.set_kind(value or None)
        elif name == "sheet":
            self.set_sheet(value or None)
        else:
            self._say(self.said.with_setting(name, value))

    def set_kind(self, kind: str | None) -> None:
        """Take the file as another kind of return."""
        self._say(self.said.of_kind(kind))

    def set_sheet(self, sheet: str | None) -> None:
        """Look at one sheet only, or (None) at all of them."""
        self._say(self.said.of_sheet(sheet))

    def map_column(self, table: ShownTable, letter: str, name: str) -> None:
        """Take a column for the field ``name``, or ("") for none."""
        mapping = {held.field: held.letter for held in table.columns if held.field}
        mapping = {held: at for held, at in mapping.items() if at != letter and held != name}
        if name:
            mapping[name] = letter
        self._say(self.said.with_columns(table.id, mapping))

    def answer(self, doubts: Sequence[ShownDoubt], value: str) -> None:
        """Answer questions that are alike."""
        self._say(self.said.with_answers({doubt.key: value for doubt in doubts}))

    def turn(self, sheet: str) -> None:
        """Read a sheet's rows as columns, or no longer so."""
        self._say(self.said.with_steps(turned(self._steps(), sheet)))

    def take_as_total(self, sheet: str, row: int) -> None:
        """Hold a row, from 1, to our sum, and do not count it."""
        self._say(self.said.with_steps(with_total(self._steps(), sheet, row)))

    def leave_out(self, sheet: str, range_: str) -> None:
        """Take nothing of a range, such as "C3", "9:9" or "C:C"."""
        self._say(self.said.with_steps(without(self._steps(), sheet, range_)))

    def fill_down(self, sheet: str, letter: str) -> None:
        """Let each empty cell of a column below the headings say what is above it."""
        if self.view is not None:
            first = heading_row(self.view, self.preview, sheet) + 1
            self._say(self.said.with_steps(filled_down(self._steps(), sheet, letter, first)))

    def columns_to_turn(self, sheet: str) -> ColumnsToTurn:
        """Return what can be said of a sheet's columns where they are to become rows."""
        assert self.view is not None
        view = self.view
        return ColumnsToTurn(
            heading=heading_row(view, self.preview, sheet),
            columns=lambda row: headed_columns(view, sheet, row),
            names=names_of_columns(),
            values=names_of_figures(self.preview.reading.kind if self.preview else ""),
        )

    def read_as_rows(self, sheet: str, wanted: AsRows) -> None:
        """Read columns as rows: one for each row and column."""
        self._say(self.said.with_steps(as_rows(self._steps(), sheet, wanted)))

    def append(self, sheet: str, by: By) -> None:
        """Read all sheets that are like one as one table."""
        if self.view is not None and self.preview is not None:
            steps = appended(self._steps(), self.view, self.preview, sheet, by)
            self._say(self.said.with_steps(steps))

    def can_append(self, sheet: str) -> bool:
        """Whether other sheets have the same headings as one."""
        if self.view is None or self.preview is None:
            return False
        return len(like_sheets(self.view, self.preview, sheet)) > 1

    def correct(self, sheet: str, cell: str, value: str, why: str) -> None:
        """Take another value for a cell; the workbook stays as it was received."""
        self._say(self.said.with_correction(sheet, cell, value, why))

    @property
    def is_replayed(self) -> bool:
        """Whether it is laid out as the sender's last return of this form was."""
        found = self.preview.problems if self.preview is not None else ()
        return any(held.code == _REPLAYED for held in found)

    def forget(self) -> None:
        """Forget how the sender's last return was laid out, and find it out anew."""
        view, partner = self.view, self.said.settings.get("sender", "")
        if view is None:
            return

        def work(opened: Opened, _: Progress) -> Snapshot:
            forget_layout(opened, view, partner=partner)
            return take_snapshot(opened)

        self._desk.act(work, lambda _: self._read_again())

    def _steps(self) -> tuple[Any, ...]:
        return self.said.steps if self.said.steps is not None else steps_of(self.preview)

    def undo(self) -> None:
        """Take back the last step: a chip, a column or an answer."""
        if self._before:
            self.said = self._before.pop()
            self._read_again()

    def _say(self, said: Said) -> None:
        if said != self.said:
            self._before.append(self.said)
            self.said = said
            self._read_again()

    def pick(self, picked: Picked) -> None:
        """Take these rows and columns of published statistics."""
        self.picked = picked
        self._read_again()

    def pick_again(self) -> None:
        """Go back to choosing rows and columns."""
        if self.picker is not None:
            self.stage = Stage.PICKING
            self.changed.emit()

    def accept(self, *, accept_warnings: bool) -> None:
        """Take it into the report, all of it or nothing."""
        preview = self.preview
        if preview is None:
            return
        figures, kept = preview.figures, self.kept

        def done(_: Snapshot) -> None:
            self.stage = Stage.ACCEPTED
            self.changed.emit()
            self.accepted.emit(figures)

        self._desk.act(
            lambda opened, _: accept_return(
                opened, preview, accept_warnings=accept_warnings, keep=kept
            ),
            done,
        )

    def mark_accepted(self) -> None:
        """Show that it was taken in together with others."""
        self.stage = Stage.ACCEPTED
        self.changed.emit()

    @property
    def is_acceptable(self) -> bool:
        """Whether it can be taken in without anybody's leave."""
        preview = self.preview if self.stage is Stage.READY else None
        return preview is not None and preview.acceptable(accept_warnings=False)

    def received(self) -> Received | None:
        """Return what the board says of it, None while it is being read."""
        if self.stage is Stage.UNREADABLE:
            return Received(self.path, "", "", State.UNREADABLE, 0, self.problems)
        preview = self.preview
        if preview is None:
            return None
        state = State.READY if self.is_acceptable else State.PROBLEMS
        if self.stage is Stage.ACCEPTED:
            state = State.ACCEPTED
        return received_as(self.path, preview, state)

    def keep(self, keys: frozenset[str]) -> None:
        """Leave these figures as the report has them when the file is accepted."""
        self.kept = keys
        self.changed_kept.emit()

    def save_for_partner(self) -> None:
        """Ask where, and write the partner's workbook with its problems marked."""
        preview = self.preview
        if preview is None:
            return
        suggested = self.tr("{name} to correct.xlsx").format(name=self.path.stem)
        path = self._choosers.workbook_to_save(self.path.with_name(suggested))
        if path is not None:
            self._workers.parallel.run(
                lambda _: write_annotated_copy(preview, path),
                owner=self,
                done=lambda cells: self.copied.emit(path, cells),
                label=self.tr("Writing {name}").format(name=path.name),
            )

    def compare_again(self) -> None:
        """Read again because the report has changed meanwhile."""
        if self.stage is Stage.READY:
            self._read_again()

    def cancel(self) -> None:
        """Stop reading."""
        if self._job is not None:
            self._job.cancel()

    def _looked(self, view: WorkbookView) -> None:
        self.view = view
        self._read_again()

    def _read_again(self) -> None:
        """Read the file as what was chosen; an answer to an earlier choice is dropped."""
        view = self.view
        if view is None:
            return
        if self.kind == STATISTICS:
            picker, picked = self.picker, self.picked
            if picker is not None and picked is not None and self.sheet == picker.sheet:
                self._take_picked(view, picker.sheet, picked)
            else:
                self._open_picker(view, self.sheet)
            return
        said, before, snapshot = self.said, self._mapped, self._desk.snapshot

        def work(progress: Progress) -> Read:
            preview = preview_return(
                snapshot,
                view,
                progress,
                by=who(),
                kind=said.kind,
                sheet=said.sheet,
                choices=choose(before, said.columns, said.settings),
                answers=said.answers,
                recipe=recipe_of(said.steps, before if said.columns else None),
                corrections=_corrections(view, said),
            )
            return preview, shown_account(preview), differences(preview, snapshot)

        self._run(work, self._read, self.tr("Reading {name}").format(name=self.path.name))

    def _open_picker(self, view: WorkbookView, sheet: str | None) -> None:
        """Show a sheet to pick from; where none is chosen, the one that holds most."""

        def read(name: str) -> Picker:
            found = statistics_columns(view, name)
            return Picker(
                found.sheet, found.header_row, found.columns, found.rows, found.unit,
                found.period, found.period_from,
            )  # fmt: skip

        def work(progress: Progress) -> Picker:
            if sheet is not None:
                return read(sheet)
            pickers: list[Picker] = []
            for at, name in enumerate(view.sheet_names):
                progress(at / len(view.sheet_names), name)
                pickers.append(read(name))
            return max(pickers, key=lambda held: len(held.columns) * len(held.rows))

        def done(picker: Picker) -> None:
            self.picker, self.picked = picker, None
            self.said = self.said.of_sheet(picker.sheet)
            self.preview, self.account, self.changes, self.error = None, _NOTHING, (), None
            self.stage = Stage.PICKING
            self.changed.emit()

        self._run(work, done, self.tr("Reading {sheet}").format(sheet=sheet or self.path.name))

    def _take_picked(self, view: WorkbookView, sheet: str, picked: Picked) -> None:
        snapshot, said = self._desk.snapshot, self.said

        def work(progress: Progress) -> Read:
            preview = preview_statistics(
                snapshot,
                view,
                progress,
                by=who(),
                sheet=sheet,
                where=picked.where,
                columns=picked.columns,
                unit=picked.unit or None,
                said={"period": picked.period} if picked.period else None,
                answers=said.answers,
            )
            beside = list(dict.fromkeys(letter for letter, _ in picked.where))
            return preview, shown_account(preview, beside), differences(preview, snapshot)

        self._run(work, self._read, self.tr("Reading {sheet}").format(sheet=sheet))

    def _read(self, read: Read) -> None:
        self.preview, self.account, self.changes = read
        if self.tables:
            self._mapped = self.preview
        self.kept = frozenset()
        self.error = None
        self.stage = Stage.READY
        self.changed.emit()

    def _run(self, work: Callable[[Progress], T], done: Callable[[T], None], label: str) -> None:
        self.cancel()
        self.stage = Stage.READING
        self.changed.emit()
        alone = self._alone

        def one_at_a_time(progress: Progress) -> T:
            with alone:
                return work(progress)

        def finish(result: T) -> None:
            if self._job is job:
                done(result)

        def fail(error: OscbError) -> None:
            if self._job is job:
                self._fail(error)

        job = self._workers.parallel.run(
            one_at_a_time, owner=self, done=finish, failed=fail, label=label
        )
        self._job = job

    def _fail(self, error: OscbError) -> None:
        if isinstance(error, UsageError) and self._before and self.preview is not None:
            self.said = self._before.pop()
            self.stage = Stage.READY
            self.changed.emit()
            self.refused.emit(error)
            return
        if isinstance(error, Cancelled):
            error = OscbError(
                self.tr("Reading {name} was cancelled.").format(name=self.path.name),
                self.tr("Read it again when you are ready."),
            )
        self.error, self.preview, self.account, self.changes = error, None, _NOTHING, ()
        self.stage = Stage.UNREADABLE
        self.changed.emit()


def _corrections(view: WorkbookView, said: Said) -> Mapping[tuple[str, str], Correction]:
    found: dict[tuple[str, str], Correction] = {}
    for (sheet, cell), (value, why) in said.corrections.items():
        found.update(correct_cells(view, [(f"{sheet}!{cell}", value)], by=who(), why=why))
    return found


_ORDER: Mapping[Severity, int] = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}

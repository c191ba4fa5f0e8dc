"""One file on its way into the report: what is known of it, what was chosen, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from oscb_desktop.base.problems import Cancelled, OscbError, Problem, Severity
from oscb_desktop.operations.file.opened import Snapshot, who
from oscb_desktop.operations.taking_in.batches import Received, State, received_as
from oscb_desktop.operations.taking_in.imports import (
    ImportPreview,
    WorkbookView,
    accept_return,
    look_at_workbook,
    preview_return,
    preview_statistics,
    statistics_columns,
    write_annotated_copy,
)
from oscb_desktop.operations.taking_in.previewing import (
    Difference,
    ShownTable,
    choose_columns,
    differences,
    shown_tables,
)
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import Job, Progress, Workers

T = TypeVar("T")

STATISTICS = "published-statistics"
_PASSWORD_WRONG = "return-password-wrong"
_PASSWORD = ("return-password-needed", _PASSWORD_WRONG)
Read = tuple[ImportPreview, tuple[ShownTable, ...], tuple[Difference, ...]]


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
    copied = Signal(object, int)  # where the partner's copy is, how many cells are marked

    def __init__(self, path: Path, desk: Desk, workers: Workers, choosers: Choosers) -> None:
        super().__init__()
        self.path = path
        self.stage = Stage.READING
        self.view: WorkbookView | None = None
        self.preview: ImportPreview | None = None
        self.tables: tuple[ShownTable, ...] = ()
        self.changes: tuple[Difference, ...] = ()
        self.kept: frozenset[str] = frozenset()  # figures that stay as the report has them
        self.picker: Picker | None = None
        self.picked: Picked | None = None
        self.error: OscbError | None = None
        self.kind: str | None = None  # None: found out from the file
        self.sheet: str | None = None  # None: every sheet
        self._chosen: dict[str, dict[str, str]] = {}  # table → field → letter
        self._desk = desk
        self._workers = workers
        self._choosers = choosers
        self._job: Job | None = None
        self._alone = Lock()  # a workbook is read by one thread at a time

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the file, what blocks first."""
        if self.preview is None:
            found = getattr(self.error, "problem", None)
            return (found,) if isinstance(found, Problem) else ()
        return tuple(sorted(self.preview.problems, key=lambda held: _ORDER[held.severity]))

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

    def set_kind(self, kind: str | None) -> None:
        """Take the file as another kind of return."""
        if kind != self.kind:
            self.kind = kind
            self._chosen.clear()
            self._read_again()

    def set_sheet(self, sheet: str | None) -> None:
        """Look at one sheet only, or (None) at all of them."""
        if sheet != self.sheet:
            self.sheet = sheet
            self._chosen.clear()
            self._read_again()

    def map_column(self, table: ShownTable, letter: str, name: str) -> None:
        """Take a column for the field ``name``, or ("") for none."""
        mapping = {held.field: held.letter for held in table.columns if held.field}
        mapping = {held: at for held, at in mapping.items() if at != letter and held != name}
        if name:
            mapping[name] = letter
        self._chosen[table.id] = mapping
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
        kind, only, before = self.kind, self.sheet, self.preview
        snapshot, chosen = self._desk.snapshot, dict(self._chosen)

        def work(progress: Progress) -> Read:
            choices = choose_columns(before, chosen) if before is not None and chosen else None
            # Columns were chosen on the sheets as they were laid out then.
            laid = before.reading.recipe if before is not None and choices else None
            recipe = None if laid is None or laid.is_empty else laid
            preview = preview_return(
                snapshot, view, progress, by=who(), kind=kind, sheet=only, choices=choices,
                recipe=recipe,
            )  # fmt: skip
            return preview, shown_tables(preview), differences(preview, snapshot)

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
            self.picker, self.picked, self.sheet = picker, None, picker.sheet
            self.preview, self.tables, self.changes, self.error = None, (), (), None
            self.stage = Stage.PICKING
            self.changed.emit()

        self._run(work, done, self.tr("Reading {sheet}").format(sheet=sheet or self.path.name))

    def _take_picked(self, view: WorkbookView, sheet: str, picked: Picked) -> None:
        snapshot = self._desk.snapshot

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
            )
            beside = list(dict.fromkeys(letter for letter, _ in picked.where))
            return preview, shown_tables(preview, beside), differences(preview, snapshot)

        self._run(work, self._read, self.tr("Reading {sheet}").format(sheet=sheet))

    def _read(self, read: Read) -> None:
        self.preview, self.tables, self.changes = read
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
        if isinstance(error, Cancelled):
            error = OscbError(
                self.tr("Reading {name} was cancelled.").format(name=self.path.name),
                self.tr("Read it again when you are ready."),
            )
        self.error, self.preview, self.tables, self.changes = error, None, (), ()
        self.stage = Stage.UNREADABLE
        self.changed.emit()


_ORDER: Mapping[Severity, int] = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}

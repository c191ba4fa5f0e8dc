"""The report file, open: the report as it is, every edit kept at once, undo without end.

A ``ReportFile`` may be used from any thread, one at a time: the connection under it is shared
and guarded, so that a background worker can go on with what another thread opened.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec.structs import replace
from sqlalchemy import Connection

from oscb_desktop.base.problems import OscbError, Problem, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import SetFigureSets
from oscb_desktop.editing.door import Prepared, prepare
from oscb_desktop.editing.history import HistoryEntry
from oscb_desktop.editing.parts import Part, refuse_clearance
from oscb_desktop.report.clearance.clearance import Clearance, Seal, Statement
from oscb_desktop.report.clearance.scope import Scope
from oscb_desktop.report.content.blocks import pictures_of
from oscb_desktop.report.content.comments import CommentEvent
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures, FigureSet
from oscb_desktop.report.content.following import follow
from oscb_desktop.report.content.pictures import Pictures
from oscb_desktop.store import (
    clearances,
    comments,
    history,
    migrations,
    notes,
    paths,
    pictures,
    present,
    received,
    verification,
)
from oscb_desktop.store.database import Database
from oscb_desktop.store.failures import spoken
from oscb_desktop.store.history import Position, Top
from oscb_desktop.store.lock import EditLock, editor_of, why_no_lock
from oscb_desktop.store.received import ReceivedWorkbook, WorkbookEntry


class ReportFile:
    """An open ``.oscb`` file. Made by ``create`` and ``open``; to be closed."""

    def __init__(
        self, path: Path, database: Database, lock: EditLock | None, reason: str, holder: str
    ) -> None:
        """Read the report from ``database``. Use ``create`` or ``open`` instead."""
        self.path = path
        self.read_only_reason = reason
        self.lock_holder = holder
        self._database = database
        self._lock = lock
        with database.reading() as connection:
            self._report = present.load(connection)
            self._position = history.position(connection)
            self._clearances = tuple(clearances.all_kept(connection))
            self._clearance_faults = tuple(clearances.verify(connection))
            self._comments = tuple(comments.all_kept(connection))
            self._part = notes.part(connection)
            self._kept_pictures = pictures.names(connection)
        self.pictures = Pictures(self._picture)
        self._sets: dict[str, FigureSet] = {}
        self._figures: Figures | None = None

    @classmethod
    def create(
        cls,
        path: Path,
        report: Report,
        by: str,
        label: str = "",
        *,
        sets: Sequence[FigureSet] = (),
        shown: Pictures | None = None,
        part: Part | None = None,
    ) -> Self:
        """Make the file and open it for editing; its report stands on ``sets`` from the start.

        ``shown`` are the pictures of the report that it is made from. ``part`` makes it a part of
        another report, of which only one section can be edited.
        Raises OscbError where there is such a file already or it cannot be made there, and
        LockedError where another is just making it.
        """
        path = path.resolve()
        paths.claim(path)
        lock: EditLock | None = None
        database: Database | None = None
        try:
            with spoken(path):
                lock = EditLock.acquire(path, by)
            database = Database(path, writable=True)
            with database.writing() as connection:
                migrations.create(connection)
                if sets:
                    refs = tuple(received.keep_set(connection, held) for held in sets)
                    report = replace(report, figure_sets=refs)
                wanted = pictures_of(report.blocks())
                if wanted:
                    come = Pictures()
                    come.take_from(shown or come, wanted)
                    pictures.keep(connection, wanted, come)
                if part is not None:
                    notes.keep_part(connection, part)
                begun = history.begin(connection, report, by, label or say("New report"))
                present.save(connection, None, report, begun.seq)
            return cls(path, database, lock, "", "")
        except BaseException:
            _let_go(database, lock)
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise

    @classmethod
    def open(cls, path: Path, by: str, *, read_only: bool = False) -> Self:
        """Open a report for editing by ``by``, or read-only.

        A file or folder that cannot be written to is opened read-only, and ``read_only_reason``
        says why. Raises UnreadableError where it is not a report, is damaged or was saved by a
        newer version, LockedError where another is editing it.
        """
        path = path.resolve()
        paths.check(path)
        if read_only:
            return cls._open(path, None, say("It was opened read-only."))
        if not os.access(path, os.W_OK):
            return cls._open(path, None, say("The file is marked read-only."))
        try:
            lock = EditLock.acquire(path, by)
        except (OSError, NotImplementedError) as error:
            return cls._open(path, None, why_no_lock(path, error))
        try:
            return cls._open(path, lock, "")
        except OscbError as error:
            if error.code != "read-only":
                raise
            return cls._open(path, None, say("The file cannot be written to."))

    @classmethod
    def _open(cls, path: Path, lock: EditLock | None, reason: str) -> Self:
        database: Database | None = None
        try:
            holder = "" if lock else str(editor_of(path) or "")
            database = Database(path, writable=lock is not None)
            migrations.bring_up_to_date(database, path, keep=lock is not None)
            return cls(path, database, lock, reason, holder)
        except BaseException:
            _let_go(database, lock)
            raise

    @property
    def read_only(self) -> bool:
        """True where this opening cannot edit; ``read_only_reason`` says why."""
        return self._lock is None

    @property
    def report(self) -> Report:
        """The report as it is now."""
        return self._report

    @property
    def figures(self) -> Figures:
        """The figures of the report as it is now, read from the file when first asked for."""
        if self._figures is None:
            refs = {ref.id: ref.content for ref in self._report.figure_sets}
            self._figures = Figures(refs, lambda set_id: self._set(refs[set_id]))
        return self._figures

    @property
    def undo_label(self) -> str | None:
        """What ``undo`` would take back, None where there is nothing."""
        return None if self._position.undo is None else self._position.undo.label

    @property
    def redo_label(self) -> str | None:
        """What ``redo`` would do again, None where there is nothing."""
        return None if self._position.redo is None else self._position.redo.label

    def apply(self, prepared: Prepared, by: str, label: str | None = None) -> Report:
        """Make an edit that came through the door: report and history, in one transaction.

        A change that changes nothing is not kept. Raises OscbError where it cannot be kept or was
        prepared for another state of the report, and TypeError for what did not come through the
        door; then the report is as it was.
        """
        with self._editing() as connection:
            done = self._do(connection, prepared, by, label)
        return self._become(*done)

    def accept(
        self, sets: Sequence[FigureSet], workbook: ReceivedWorkbook, by: str, label: str
    ) -> Report:
        """Take a return's figure sets and its workbook, all in one transaction or nothing.

        A set replaces the one of the same id, and what follows from it is made again. Undo takes
        the sets out of the report; the workbook stays in the file.
        """
        return self._take(sets, by, label, workbook)

    def work_out(self, figures: FigureSet, by: str, label: str) -> Report:
        """Take a set of figures worked out from the report's own; one without rows goes."""
        return self._take([figures], by, label)

    def _take(
        self,
        sets: Sequence[FigureSet],
        by: str,
        label: str,
        workbook: ReceivedWorkbook | None = None,
    ) -> Report:
        standing = {held.id: held for held in self.figures.sets()}
        followed = follow({**standing, **{held.id: held for held in sets}})
        refs = {ref.id: ref for ref in self._report.figure_sets}
        with self._editing() as connection:
            if workbook is not None:
                received.keep_workbook(connection, workbook, by)
            kept = {
                key: refs[key] if held is standing.get(key) else received.keep_set(connection, held)
                for key, held in followed.items()
            }
            change = SetFigureSets(tuple(kept.values()), label)
            done = self._do(connection, prepare(self._report, change, self._part), by, label)
        self._sets |= {kept[key].content: held for key, held in followed.items()}
        return self._become(*done)

    def apply_with(
        self, prepared: Prepared, kept: ReceivedWorkbook, by: str, label: str | None = None
    ) -> Report:
        """Make an edit that refers to something received, and keep that, in one transaction."""
        with self._editing() as connection:
            received.keep_workbook(connection, kept, by)
            done = self._do(connection, prepared, by, label)
        return self._become(*done)

    def undo(self, by: str) -> str | None:
        """Take back the last edit; return its label, None where there is nothing to undo."""
        top = self._position.undo
        return None if top is None else self._take_back(top, by, history.undid)

    def redo(self, by: str) -> str | None:
        """Take back the last undo; return the edit's label, None where there is none."""
        top = self._position.redo
        return None if top is None else self._take_back(top, by, history.redid)

    def workbook(self, sha256: str) -> ReceivedWorkbook:
        """Return a workbook as it was received; raise OscbError where it is not kept here."""
        with self._database.reading() as connection:
            return received.workbook(connection, sha256)

    def received(self) -> list[WorkbookEntry]:
        """Return what was received, the latest first, without its bytes."""
        with self._database.reading() as connection:
            return received.entries(connection)

    def every_set(self) -> Iterator[FigureSet]:
        """Yield every figure set that the report stood on at any time, each once."""
        contents = {ref.content for report in self.versions() for ref in report.figure_sets}
        for content in sorted(contents):
            if content in self._sets:
                yield self._sets[content]
            else:
                with self._database.reading() as connection:
                    yield received.figure_set(connection, content)

    def history(self, limit: int = 100, before: int | None = None) -> list[HistoryEntry]:
        """Return up to ``limit`` acts, the latest first, before the act ``before`` if given."""
        with self._database.reading() as connection:
            return history.entries(connection, limit, before)

    def acts(
        self, limit: int = 100, before: int | None = None
    ) -> list[tuple[HistoryEntry, Report, Report]]:
        """Return acts as ``history`` does, each with the report before and after it."""
        with self._database.reading() as connection:
            return list(history.versions_before(connection, self._report, limit, before))

    @property
    def part(self) -> Part | None:
        """What part of another report this is; None for a whole report."""
        return self._part

    @property
    def identity(self) -> str:
        """The seal of the first act, hexadecimal: the same in every copy of a report."""
        with self._database.reading() as connection:
            return history.first_seal(connection)

    @property
    def comments(self) -> tuple[CommentEvent, ...]:
        """Everything that was said and done in comments, in order."""
        return self._comments

    def keep_comments(self, events: Sequence[CommentEvent]) -> None:
        """Keep acts on comments, all or none. Nothing takes them out again."""
        with self._editing() as connection:
            for event in events:
                comments.keep(connection, event)
        self._comments = (*self._comments, *events)

    def keep_clearance(self, statement: Statement, covered: Scope, seal: Seal) -> Clearance:
        """Keep what somebody said of the report as it is now. Nothing takes it out again."""
        refuse_clearance(self._part)
        with self._editing() as connection:
            kept = clearances.keep(connection, self._position, statement, covered, seal)
        self._clearances = (*self.clearances, kept)
        return kept

    def last_edited(self) -> datetime | None:
        """When the report became what it is now."""
        with self._database.reading() as connection:
            return clearances.last_edited(connection, self._position)

    @property
    def clearances(self) -> tuple[Clearance, ...]:
        """Every clearance and sending back, the oldest first."""
        return self._clearances

    def cleared_after(self, seq: int) -> int:
        """Return the act after which clearance ``seq`` was given; UsageError for no such one."""
        with self._database.reading() as connection:
            found = clearances.revision_of(connection, seq)
        if found is None:
            raise UsageError(
                say("There is no such clearance."), say("Look again at the clearances.")
            )
        return found

    @property
    def clearance_faults(self) -> tuple[Problem, ...]:
        """What is wrong with the clearances as they were found when the file was opened."""
        return self._clearance_faults

    def report_at(self, seq: int) -> Report:
        """Return the report as it was after the act ``seq``; UsageError where there is none."""
        with self._database.reading() as connection:
            return history.report_at(connection, self._report, seq)

    def versions(self) -> list[Report]:
        """Return the report as it is and as it was before every act, the latest first."""
        with self._database.reading() as connection:
            return list(history.versions(connection, self._report))

    def verify_history(self) -> list[Problem]:
        """Check that history and clearances are whole and unaltered, and lead to the report."""
        with self._database.reading() as connection:
            return [
                *verification.verify(connection, present.load(connection)),
                *clearances.verify(connection),
            ]

    def remember(self, name: str, value: str) -> None:
        """Keep a note that is not content: no undo, no history. Replaces the one of that name."""
        with self._editing() as connection:
            notes.remember(connection, name, value)

    def recall(self, name: str) -> str | None:
        """Return the note of that name, None where there is none."""
        with self._database.reading() as connection:
            return notes.recall(connection, name)

    def copy_to(self, path: Path) -> None:
        """Copy the report with its history to a new file; this one stays open.

        Raises OscbError where there is such a file already or it cannot be made there.
        """
        paths.claim(path)
        try:
            self._database.copy_to(path)
        except BaseException:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Close the file and give back its lock. Closing twice does nothing."""
        _let_go(self._database, self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _editing(self) -> Iterator[Connection]:
        if self.read_only:
            raise OscbError(
                say(
                    "{file} is open read-only. {reason}",
                    file=self.path.name,
                    reason=self.read_only_reason,
                ),
                say("Save a copy to edit it, or open it again when it can be edited."),
                code="read-only",
            )
        with self._database.writing() as connection:
            yield connection

    def _do(
        self, connection: Connection, prepared: Prepared, by: str, label: str | None
    ) -> tuple[Report, Position]:
        if not isinstance(prepared, Prepared):
            raise TypeError("A change comes through the door before it comes to the store.")
        if prepared.before is not self._report and prepared.before != self._report:
            raise OscbError(
                say("The report has changed since that edit was made."),
                say("Look at the report as it is now, then make the edit again."),
                code="outdated-edit",
            )
        change, new = prepared.change, prepared.after
        if new == self._report:
            return self._report, self._position
        fresh = [held for held in pictures_of(new.blocks()) if held not in self._kept_pictures]
        pictures.keep(connection, fresh, self.pictures)
        label = change.label if label is None else label
        inverse = change.invert(self._report)
        position = history.did(connection, self._position, change, inverse, by, label)
        present.save(connection, self._report, new, position.seq)
        return new, position

    def _take_back(
        self, top: Top, by: str, add: Callable[[Connection, Position, Top, str], Position]
    ) -> str:
        with self._editing() as connection:
            new = history.change_of(top).apply(self._report)
            position = add(connection, self._position, top, by)
            present.save(connection, self._report, new, position.seq)
        self._become(new, position)
        return top.label

    def _become(self, report: Report, position: Position) -> Report:
        shown = pictures_of(report.blocks())
        self._kept_pictures.update(shown)
        self.pictures.kept(shown)
        if report.figure_sets != self._report.figure_sets:
            self._figures = None
            kept = {ref.content for ref in report.figure_sets}
            self._sets = {key: held for key, held in self._sets.items() if key in kept}
        self._report, self._position = report, position
        return report

    def _picture(self, name: str) -> bytes | None:
        try:
            with self._database.reading() as connection:
                return pictures.read(connection, name)
        except OscbError as error:
            if error.code != "closed":
                raise
        return pictures.read_from(self.path, name)  # whoever exports may have closed it

    def _set(self, content: str) -> FigureSet:
        if content not in self._sets:
            with self._database.reading() as connection:
                self._sets[content] = received.figure_set(connection, content)
        return self._sets[content]


def _let_go(database: Database | None, lock: EditLock | None) -> None:
    if database is not None:
        database.close()
    if lock is not None:
        lock.release()

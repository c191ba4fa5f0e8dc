"""The desk: one opened report on the window's side. What is shown is in memory, what is edited is
written behind it in order, and nothing that was typed is lost when a write fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.editing import sections
from oscb_desktop.editing.addressing import for_committee
from oscb_desktop.editing.changes import Change, ReplaceBlock
from oscb_desktop.editing.door import Prepared, prepare
from oscb_desktop.editing.touched import EVERYTHING, Touched, touched
from oscb_desktop.operations.file import changing, files
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.home import recent
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.ui.desk.rescue import AskCopy, Rescue
from oscb_desktop.ui.desk.steps import Step, Steps
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers

if TYPE_CHECKING:
    from oscb_desktop.operations.home.picturing import Kept

T = TypeVar("T")

TYPING_PAUSE_MS = 400  # a pause this long makes what was typed one step of the history
TYPING_LIMIT_MS = 1_500  # never longer unwritten than this: with the write, within two seconds


def itself(result: Any) -> Any:
    """Return what was given: an act that returns a snapshot shows that."""
    return result


class _Typed(NamedTuple):
    """A burst of typing: what it makes of the block or section of that id, and its name."""

    change: Change
    into: str
    label: str


class Desk(QObject):
    """One opened report. Edits show at once and are written behind, in order.

    ``changed(snapshot, origin, touched)`` follows every change of what the report says;
    ``origin`` is the object that made the edit, so that it need not show its own work again, and
    ``touched`` says what differs, so that nobody refreshes more than they must. ``gathering``
    asks whoever holds an edit back (a form being filled in) to hand it over now.
    """

    changed = Signal(object, object, object)
    saved = Signal(object)  # when, a datetime
    save_failed = Signal(object)  # why, an OscbError
    save_waiting = Signal()  # the disk does not answer
    edited = Signal(str)  # the kind of an edit
    edit_wanted = Signal()  # a report open for reading is to be opened for editing
    undo_changed = Signal()
    closed = Signal(object)  # Kept: what its file held
    gathering = Signal()

    def __init__(
        self,
        opened: Opened,
        snapshot: Snapshot,
        workers: Workers,
        messages: Messages,
        ask_copy: AskCopy | None = None,
    ) -> None:
        super().__init__()
        self._opened = opened
        self._snapshot = snapshot
        self._messages = messages
        self._steps = Steps(workers, self)
        self.rescue = Rescue(
            self._steps, workers, messages, ask_copy, lambda: (self._opened, self._snapshot), self
        )
        self.rescue.moved.connect(self._move)
        self._steps.refused.connect(self.save_failed)
        self._steps.waiting.connect(self.save_waiting)
        self._typed: _Typed | None = None
        self._pause = self._timer(TYPING_PAUSE_MS, self.flush)
        self._limit = self._timer(TYPING_LIMIT_MS, self.flush)

    @property
    def snapshot(self) -> Snapshot:
        """What the window shows now, including what is not written yet. Safe on any thread."""
        return self._snapshot

    @property
    def report(self) -> Report:
        """The report as shown."""
        return self._snapshot.report

    @property
    def figures(self) -> Figures:
        """The report's figures."""
        return self._snapshot.figures

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._snapshot.read_only

    @property
    def text_only(self) -> bool:
        """Whether nothing but text may be edited, if anything: of a section sent for writing."""
        return self.read_only or self._snapshot.part is not None

    @property
    def saved_at(self) -> datetime:
        """When the file was last written."""
        return self._snapshot.saved_at

    @property
    def failure(self) -> OscbError | None:
        """Why the last write did not succeed, None when it did."""
        return self._steps.failure

    @property
    def waiting(self) -> bool:
        """Whether the disk has not answered for a while."""
        return self._steps.is_waiting

    @property
    def unsaved(self) -> bool:
        """Whether something shown is not in the file yet."""
        return self._typed is not None or bool(self._steps.edits)

    @property
    def undo_label(self) -> str | None:
        """What Undo would take back, None when there is nothing."""
        if self._typed is not None:
            return self._typed.label
        pending = self._steps.edits
        return pending[-1].label if pending else self._snapshot.undo_label

    @property
    def redo_label(self) -> str | None:
        """What Redo would bring back, None when there is nothing."""
        return None if self.unsaved else self._snapshot.redo_label

    def apply(self, change: Change, label: str | None = None, origin: object = None) -> bool:
        """Show an edit at once and write it behind; return whether it was taken.

        A report open read-only, or a change that no longer fits, says so and stays as it is.
        """
        self.flush()
        held = self._snapshot
        return self.apply_whole(for_committee(held.whole, held.committee, change), label, origin)

    def apply_whole(self, change: Change, label: str | None = None, origin: object = None) -> bool:
        """Apply an edit of the whole report, whichever committee is in hand."""
        self.flush()
        prepared = self._show(change, origin)
        if prepared is None:
            return False
        self._write(prepared.change, label or change.label)
        return True

    def type_over(self, block: Block, origin: object = None) -> bool:
        """Take one keystroke's new version of a block; a burst of typing is one edit."""
        change = ReplaceBlock(block)
        return self._type(_Typed(change, block.id, change.label), origin)

    def type_heading(self, section: Section, title: str, origin: object = None) -> bool:
        """Take one keystroke's new wording of a section's heading; a burst is one edit."""
        change = sections.rename(section, title)
        return self._type(_Typed(change, section.id, self.tr("Rename section")), origin)

    def flush(self) -> None:
        """Write what was typed without waiting for a pause."""
        self._pause.stop()
        self._limit.stop()
        typed, self._typed = self._typed, None
        if typed is not None:
            self._write(typed.change, typed.label)

    def undo(self) -> None:
        """Take the last edit back."""
        self.gather()
        if self.undo_label is not None and self._may_edit():
            self._replace_by(lambda _: changing.undo(self._opened))

    def redo(self) -> None:
        """Bring back the edit taken back last."""
        self.gather()
        if self.redo_label is not None and self._may_edit():
            self._replace_by(lambda _: changing.redo(self._opened))

    def act(
        self,
        work: Callable[[Opened, Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[OscbError], None] | None = None,
        *,
        shows: Callable[[T], Snapshot] = itself,
        label: str = "",
    ) -> bool:
        """Do something in the file after everything edited so far, and show what it gives.

        ``shows`` finds the snapshot in what ``work`` returns. Work with a ``label`` shows in the
        progress strip. Return whether it will be done: not in a report open read-only.
        """
        self.gather()
        if not self._may_edit():
            return False
        self._replace_by(self._on_file(work), done, failed, shows, label)
        return True

    def read(
        self,
        work: Callable[[Opened, Progress], T],
        done: Callable[[T], None],
        failed: Callable[[OscbError], None] | None = None,
    ) -> None:
        """Read from the report's file after everything edited so far is in it."""
        self.gather()
        self._steps.add(Step(self._on_file(work), done, failed or self._messages.error))

    def close(self, done: Callable[[], None], kept_open: Callable[[], None] | None = None) -> None:
        """Write everything, close the file, then call ``done``.

        Where something cannot be written the report stays open and a message offers the choice.
        """
        self.gather()

        def work(_: Progress) -> Kept | None:
            from oscb_desktop.operations.home.picturing import kept_by
            from oscb_desktop.operations.taking_in.register import still_out

            returns, kept = still_out(self._opened), kept_by(self._opened)
            files.close_report(self._opened)
            recent.update_recent(self._snapshot, returns=returns)
            return kept

        def leave(kept: Kept | None) -> None:
            if kept is not None:
                self.closed.emit(kept)
            done()

        self.rescue.close(Step(work, leave, self._messages.error), kept_open or (lambda: None))

    def address(self, committee_id: str) -> None:
        """Show the report as a committee gets it, and work on it so; "" is the first one."""
        self.gather()
        if committee_id == self._snapshot.committee:
            return
        self._opened = self._opened.addressed_to(committee_id)
        self._snapshot = self._snapshot.addressed_to(committee_id)
        self.changed.emit(self._snapshot, None, EVERYTHING)

    def gather(self) -> None:
        """Have everything that is held back handed over, and write it."""
        self.gathering.emit()
        self.flush()

    def _type(self, typed: _Typed, origin: object) -> bool:
        if self._typed is not None and self._typed.into != typed.into:
            self.flush()
        if self._show(typed.change, origin) is None:
            return False
        first = self._typed is None
        self._typed = typed
        self._pause.start()
        if first:
            self._limit.start()
            self.undo_changed.emit()
        return True

    def _may_edit(self) -> bool:
        if not self.read_only:
            return True
        holder = self._snapshot.lock_holder
        because = (
            self.tr("{name} is editing it.").format(name=holder)
            if holder
            else self._opened.read_only_reason
        )
        self._messages.show(
            self.tr("This report is open read-only. {why}").format(why=because),
            self.tr("You can open it for editing as soon as nothing stands in the way."),
            actions=[(self.tr("Open for editing"), self.edit_wanted.emit)],
            topic="read-only",
        )
        return False

    def _show(self, change: Change, origin: object) -> Prepared | None:
        """Show an edit as it came through the door; None where it was not let through."""
        if not self._may_edit():
            return None
        try:
            prepared = prepare(self._snapshot.whole, change, self._snapshot.part)
        except OscbError as error:
            self._messages.error(error)
            return None
        self._snapshot = replace(self._snapshot, whole=prepared.after)
        self.changed.emit(self._snapshot, origin, prepared.touched)
        return prepared

    def _write(self, change: Change, label: str | None) -> None:
        self._steps.add(
            Step(
                lambda _: changing.edit(self._opened, change, label=label),
                self._written,
                lambda _: None,  # it stays, and the rescue tells
                change,
                label or change.label,
            )
        )
        self.edited.emit(type(change).__name__)
        self.undo_changed.emit()

    def _on_file(self, work: Callable[[Opened, Progress], T]) -> Callable[[Progress], T]:
        """Return work in the file as it is when its turn comes, for the committee in hand now."""
        committee = self._snapshot.committee
        return lambda tell: work(self._opened.addressed_to(committee), tell)

    def _replace_by(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[OscbError], None] | None = None,
        shows: Callable[[T], Snapshot] = itself,
        label: str = "",
    ) -> None:
        """Do something in the file that gives another report, and show that."""

        def finished(result: T) -> None:
            self._take(shows(result))
            if done is not None:
                done(result)

        self._steps.add(Step(work, finished, failed or self._messages.error, strip_label=label))

    def _take(self, snapshot: Snapshot) -> None:
        """Show a snapshot from the file, with what was edited meanwhile on top of it."""
        whole = snapshot.whole
        waiting = [step.change for step in self._steps.edits if step.change is not None]
        if self._typed is not None:
            waiting.append(self._typed.change)
        for change in waiting:
            try:
                whole = prepare(whole, change, snapshot.part).after
            except OscbError as error:
                self._messages.error(error)
        committee = self._snapshot.committee
        if whole.find_committee(committee) is None:  # an undo may have taken it off
            committee = ""
            self._opened = self._opened.addressed_to(committee)
        before, self._snapshot = self._snapshot, replace(snapshot, whole=whole, committee=committee)
        self.changed.emit(self._snapshot, None, _touched(before, self._snapshot))
        self.undo_changed.emit()
        self.saved.emit(snapshot.saved_at)

    def _written(self, snapshot: Snapshot) -> None:
        recovered, self._steps.failure = self._steps.failure is not None, None
        held = self._snapshot
        self._snapshot = replace(
            snapshot, whole=held.whole, committee=held.committee, figures=held.figures
        )
        if recovered or not self._steps.edits:
            self.rescue.recovered()
        self.undo_changed.emit()
        self.saved.emit(snapshot.saved_at)

    def _move(self, opened: Opened) -> None:
        """Go on with the same report in another file."""
        self._opened = opened.addressed_to(self._snapshot.committee)
        self._snapshot = replace(self._snapshot, path=opened.path)
        self.undo_changed.emit()

    def _timer(self, interval_ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(call)
        return timer


def _touched(before: Snapshot, after: Snapshot) -> Touched:
    """Return what differs between two moments, also of what is kept beside the report."""
    if before.committee != after.committee:
        return EVERYTHING
    beside = (
        (before.every_comment, before.every_clearance, before.clearance_faults)
        != (after.every_comment, after.every_clearance, after.clearance_faults)
        or (before.away, before.read_only, before.column_choices)
        != (after.away, after.read_only, after.column_choices)
        or (before.register, before.joined) != (after.register, after.joined)
    )  # fmt: skip
    return msgspec.structs.replace(touched(before.whole, after.whole), beside=beside)

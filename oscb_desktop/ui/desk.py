"""The desk: one opened report on the window's side. What is shown is in memory, what is edited is
written behind it in order, and nothing that was typed is lost when a write fails.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from oscb_desktop.operations import editing, files, recent
from oscb_desktop.operations.opened import Opened, Snapshot
from oscb_desktop.operations.progress import Progress
from oscb_desktop.report.addressing import for_committee
from oscb_desktop.report.blocks import Block
from oscb_desktop.report.changes import Change, ReplaceBlock
from oscb_desktop.report.document import Report
from oscb_desktop.report.figures import Figures
from oscb_desktop.report.inheriting import with_marks_kept
from oscb_desktop.report.parts import refuse_outside
from oscb_desktop.report.problems import Cancelled, OscbError
from oscb_desktop.ui.lanes import Lanes
from oscb_desktop.ui.messages import Messages

T = TypeVar("T")

TYPING_PAUSE_MS = 400  # a pause this long makes what was typed one step of the history
TYPING_LIMIT_MS = 1_500  # never longer unwritten than this: with the write, within two seconds
_RETRY_FIRST_MS = 2_000
_RETRY_LIMIT_MS = 30_000


@dataclass
class _Step:
    """One thing to do in the report's lane, in order. ``change`` is set for an edit."""

    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[OscbError], None]
    change: Change | None = None
    label: str = ""
    strip_label: str = ""  # shown in the progress strip


def itself(result: Any) -> Any:
    """Return what was given: an act that returns a snapshot shows that."""
    return result


class Desk(QObject):
    """One opened report. Edits show at once and are written behind, in order.

    ``changed(snapshot, origin)`` follows every change of what the report says; ``origin`` is the
    object that made the edit, so that it need not show its own work again. ``gathering`` asks
    whoever holds an edit back (a form being filled in) to hand it over now.
    """

    changed = Signal(object, object)
    saved = Signal(object)  # when, a datetime
    save_failed = Signal(object)  # why, an OscbError
    undo_changed = Signal()
    gathering = Signal()

    def __init__(
        self, opened: Opened, snapshot: Snapshot, lanes: Lanes, messages: Messages
    ) -> None:
        super().__init__()
        self._opened = opened
        self._snapshot = snapshot
        self._lanes = lanes
        self._messages = messages
        self._steps: deque[_Step] = deque()
        self._running = False
        self._typed: ReplaceBlock | None = None
        self._failure: OscbError | None = None
        self._close_step: _Step | None = None
        self._kept_open: Callable[[], None] = lambda: None
        self._retry_ms = _RETRY_FIRST_MS
        self._pause = self._timer(TYPING_PAUSE_MS, self.flush)
        self._limit = self._timer(TYPING_LIMIT_MS, self.flush)
        self._retry = self._timer(_RETRY_FIRST_MS, self._advance)

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
        return self._failure

    @property
    def unsaved(self) -> bool:
        """Whether something shown is not in the file yet."""
        return self._typed is not None or any(step.change is not None for step in self._steps)

    @property
    def undo_label(self) -> str | None:
        """What Undo would take back, None when there is nothing."""
        if self._typed is not None:
            return self._typed.label
        pending = [step.label for step in self._steps if step.change is not None]
        return pending[-1] if pending else self._snapshot.undo_label

    @property
    def redo_label(self) -> str | None:
        """What Redo would bring back, None when there is nothing."""
        return None if self.unsaved else self._snapshot.redo_label

    def apply(self, change: Change, label: str | None = None, origin: object = None) -> bool:
        """Show an edit at once and write it behind; return whether it was taken.

        A report open for reading only, or a change that no longer fits, says so and stays as it is.
        """
        self.flush()
        change = with_marks_kept(self.report, change)
        change = for_committee(self._snapshot.whole, self._snapshot.committee, change)
        if not self._show(change, origin):
            return False
        self._write(change, label)
        return True

    def type_over(self, block: Block, origin: object = None) -> bool:
        """Take one keystroke's new version of a block; a burst of typing is one edit."""
        if self._typed is not None and self._typed.block.id != block.id:
            self.flush()
        change = ReplaceBlock(block)
        if not self._show(change, origin):
            return False
        first = self._typed is None
        self._typed = change
        self._pause.start()
        if first:
            self._limit.start()
            self.undo_changed.emit()
        return True

    def flush(self) -> None:
        """Write what was typed without waiting for a pause."""
        self._pause.stop()
        self._limit.stop()
        typed, self._typed = self._typed, None
        if typed is not None:
            self._write(typed, None)

    def undo(self) -> None:
        """Take the last edit back."""
        self.gather()
        if self.undo_label is not None and self._may_edit():
            self._replace_by(lambda _: editing.undo(self._opened))

    def redo(self) -> None:
        """Bring back the edit taken back last."""
        self.gather()
        if self.redo_label is not None and self._may_edit():
            self._replace_by(lambda _: editing.redo(self._opened))

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
        progress strip. Return whether it will be done: not in a report open for reading only.
        """
        self.gather()
        if not self._may_edit():
            return False
        opened = self._opened  # as it is in hand now, also when the turn comes later
        self._replace_by(lambda tell: work(opened, tell), done, failed, shows, label)
        return True

    def read(
        self,
        work: Callable[[Opened, Progress], T],
        done: Callable[[T], None],
        failed: Callable[[OscbError], None] | None = None,
    ) -> None:
        """Read from the report's file after everything edited so far is in it."""
        self.gather()
        opened = self._opened
        self._steps.append(
            _Step(lambda tell: work(opened, tell), done, failed or self._messages.error)
        )
        self._advance()

    def close(self, done: Callable[[], None], kept_open: Callable[[], None] | None = None) -> None:
        """Write everything, close the file, then call ``done``.

        Where something cannot be written the report stays open and a message offers the choice.
        """
        self.gather()
        self._kept_open = kept_open or (lambda: None)
        opened, snapshot = self._opened, self._snapshot

        def work(_: Progress) -> None:
            files.close_report(opened)
            recent.update_recent(snapshot)

        self._close_step = _Step(work, lambda _: done(), self._messages.error)
        self._steps.append(self._close_step)
        if self._failure is None:
            self._advance()
        else:
            self._offer_close()

    def address(self, committee_id: str) -> None:
        """Show the report as a committee gets it, and work on it so; "" is the first one."""
        self.gather()
        if committee_id == self._snapshot.committee:
            return
        self._opened = self._opened.addressed_to(committee_id)
        self._snapshot = self._snapshot.addressed_to(committee_id)
        self.changed.emit(self._snapshot, None)

    def gather(self) -> None:
        """Have everything that is held back handed over, and write it."""
        self.gathering.emit()
        self.flush()

    def _may_edit(self) -> bool:
        if not self.read_only:
            return True
        holder = self._snapshot.lock_holder
        because = (
            self.tr("{name} is editing it.").format(name=holder)
            if holder
            else self.tr("It was opened that way.")
        )
        self._messages.show(
            self.tr("This report is open for reading only. {why}").format(why=because),
            self.tr("Close it and open it again when they have finished."),
        )
        return False

    def _show(self, change: Change, origin: object) -> bool:
        if not self._may_edit():
            return False
        try:
            whole = change.apply(self._snapshot.whole)
            if self._snapshot.part is not None:
                refuse_outside(self._snapshot.part, self._snapshot.whole, whole)
        except OscbError as error:
            self._messages.error(error)
            return False
        self._snapshot = replace(self._snapshot, whole=whole)
        self.changed.emit(self._snapshot, origin)
        return True

    def _write(self, change: Change, label: str | None) -> None:
        self._steps.append(
            _Step(
                lambda _: editing.edit(self._opened, change, label=label),
                self._written,
                self._not_written,
                change,
                label or change.label,
            )
        )
        self.undo_changed.emit()
        self._advance()

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

        self._steps.append(_Step(work, finished, failed or self._messages.error, strip_label=label))
        self._advance()

    def _take(self, snapshot: Snapshot) -> None:
        """Show a snapshot from the file, with what was edited meanwhile on top of it."""
        whole = snapshot.whole
        waiting = [step.change for step in self._steps if step.change is not None]
        if self._typed is not None:
            waiting.append(self._typed)
        for change in waiting:
            try:
                whole = change.apply(whole)
            except OscbError as error:
                self._messages.error(error)
        self._snapshot = replace(snapshot, whole=whole, committee=self._snapshot.committee)
        self.changed.emit(self._snapshot, None)
        self.undo_changed.emit()
        self.saved.emit(snapshot.saved_at)

    def _advance(self) -> None:
        """Start the first waiting step, unless one is under way."""
        if self._running or not self._steps:
            return
        self._retry.stop()
        self._running = True
        step = self._steps[0]
        self._lanes.report.run(
            step.work,
            owner=self,
            done=lambda result: self._finish(step, step.done, result),
            failed=lambda error: self._finish(step, step.failed, error),
            label=step.strip_label,
        )

    def _finish(self, step: _Step, tell: Callable[[Any], None], outcome: object) -> None:
        self._running = False
        again = step.change is not None and isinstance(outcome, OscbError)
        if not again and step in self._steps:
            self._steps.remove(step)
        try:
            tell(outcome)
        finally:
            if not again:
                self._advance()

    def _written(self, snapshot: Snapshot) -> None:
        recovered, self._failure = self._failure is not None, None
        self._retry_ms = _RETRY_FIRST_MS
        held = self._snapshot
        self._snapshot = replace(
            snapshot, whole=held.whole, committee=held.committee, figures=held.figures
        )
        if recovered:
            self._messages.show(self.tr("Everything is saved again."))
        self.undo_changed.emit()
        self.saved.emit(snapshot.saved_at)

    def _not_written(self, error: OscbError) -> None:
        first = self._failure is None
        self._failure = error
        self._retry.start(self._retry_ms)
        self._retry_ms = min(self._retry_ms * 2, _RETRY_LIMIT_MS)
        if first and not isinstance(error, Cancelled):
            what = self._steps[0].label
            self._messages.show(
                self.tr("Not saved: {what}. {why}").format(what=what, why=error.message),
                self.tr("It is kept here and will be tried again. {remedy}").format(
                    remedy=error.remedy
                ),
                actions=[(self.tr("Try now"), self._advance)],
            )
        self.save_failed.emit(error)
        if self._close_step is not None:
            self._offer_close()

    def _offer_close(self) -> None:
        """Keep the report open that was to be closed, and let the person choose."""
        closing, self._close_step = self._close_step, None
        if closing is None:
            return
        self._steps.remove(closing)
        count = sum(step.change is not None for step in self._steps)

        def give_up() -> None:
            self._retry.stop()
            self._failure = None
            self._steps = deque([closing])
            self._advance()

        self._kept_open()
        self._messages.show(
            self.tr("Not closed: {count} of your last edits are not saved.").format(count=count),
            self.tr("Wait until they are, or close and lose them."),
            actions=[
                (self.tr("Try now"), self._advance),
                (self.tr("Close and lose them"), give_up),
            ],
        )

    def _timer(self, interval_ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(call)
        return timer

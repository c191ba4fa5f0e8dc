"""The desk's queue: what is to be done in the report's file, one after the other and in order.

An edit that could not be written stays at the head and is tried again; nothing overtakes it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.editing.changes import Change, ReplaceBlock, SetSection
from oscb_desktop.ui.workers import Workers

_RETRY_FIRST_MS = 2_000
_RETRY_LIMIT_MS = 30_000
SLOW_MS = 3_000  # a disk that takes longer to take an edit is not answering
_OF_THE_EDIT: Final = ("character", "twice", "too-large")  # no disk would take it


@dataclass(eq=False)
class Step:
    """One thing to do in the report's pool. ``change`` is set for an edit."""

    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[OscbError], None]
    change: Change | None = None
    label: str = ""
    strip_label: str = ""  # shown in the progress strip


class Steps(QObject):
    """``refused(OscbError)`` when an edit was not written, ``waiting`` while none is answered."""

    refused = Signal(object)
    waiting = Signal()

    def __init__(self, workers: Workers, parent: QObject) -> None:
        super().__init__(parent)
        self._workers = workers
        self._steps: deque[Step] = deque()
        self._running: Step | None = None
        self._held = False
        self._retry_ms = _RETRY_FIRST_MS
        self.failure: OscbError | None = None
        self.is_waiting = False
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self.advance)
        self._slow = QTimer(self)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._notice_slow)

    @property
    def edits(self) -> list[Step]:
        """The edits that are not in the file yet, in order."""
        return [step for step in self._steps if step.change is not None]

    def add(self, step: Step) -> None:
        """Do something after everything that waits already."""
        self._steps.append(step)
        self.advance()

    def drop(self, step: Step) -> None:
        """Do not do something after all."""
        if step in self._steps and step is not self._running:
            self._steps.remove(step)

    def give_up(self) -> None:
        """Lose what is not written, and wait for nothing."""
        self._retry.stop()
        self.failure = None
        self._steps.clear()
        self.forget_running()

    def hold(self) -> None:
        """Start nothing until `go_on`."""
        self._held = True
        self._retry.stop()

    def go_on(self) -> None:
        """Start again what waits."""
        self._held = False
        self.advance()

    def forget_running(self) -> None:
        """Wait no longer for a step whose disk does not answer: it stays to be done again."""
        if self._running is not None:
            self._running = None
            self.is_waiting = False
            self._slow.stop()
            self._workers.report.abandon()

    def advance(self) -> None:
        """Start the first waiting step, unless one is under way."""
        if self._running is not None or self._held or not self._steps:
            return
        self._retry.stop()
        self._running = step = self._steps[0]
        self._slow.start()
        self._workers.report.run(
            step.work,
            owner=self,
            done=partial(self._finish, step, step.done),
            failed=partial(self._finish, step, step.failed),
            label=step.strip_label,
        )

    def _finish(self, step: Step, tell: Callable[[Any], None], outcome: object) -> None:
        if step is not self._running:
            return  # it is no longer waited for
        self._running = None
        self.is_waiting = False
        self._slow.stop()
        if step.change is not None and isinstance(outcome, OscbError):
            self._refuse(step, outcome)
            return
        if step in self._steps:
            self._steps.remove(step)
        if step.change is not None:
            self._retry_ms = _RETRY_FIRST_MS
        try:
            if not _is_gone(tell):
                tell(outcome)
        finally:
            self.advance()

    def _refuse(self, step: Step, error: OscbError) -> None:
        if error.code in _OF_THE_EDIT and self._is_outdated(step):
            self._steps.remove(step)
            self.advance()
            return
        self.failure = error
        if not self._held:
            self._retry.start(self._retry_ms)
        self._retry_ms = min(self._retry_ms * 2, _RETRY_LIMIT_MS)
        self.refused.emit(error)

    def _is_outdated(self, step: Step) -> bool:
        """Return whether a later edit says what its paragraph or heading says now."""
        typed = _typed_into(step.change)
        return bool(typed) and any(
            _typed_into(later.change) == typed for later in self._steps if later is not step
        )

    def _notice_slow(self) -> None:
        step = self._running
        if step is not None and not step.strip_label:
            self.is_waiting = True
            self.waiting.emit()


def _typed_into(change: Change | None) -> str:
    """Return the block or section whose words an edit says anew, "" for any other edit."""
    if isinstance(change, ReplaceBlock):
        return change.block.id
    return change.section if isinstance(change, SetSection) else ""


def _is_gone(tell: Callable[[Any], None]) -> bool:
    """Whether what is to be told was a panel's or a model's that has been closed meanwhile."""
    owner = getattr(tell, "__self__", None)
    return isinstance(owner, QObject) and not shiboken6.isValid(owner)

"""Where work is done away from the window: in the report file, on its pages, on all the rest.

Work gets immutable values and a progress function and returns a value; it never touches a widget.
Results come back on the window's thread.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from oscb_desktop.base.errors import Cancelled, OscbError
from oscb_desktop.base.faults import as_oscb_error
from oscb_desktop.base.pausing import pausing_with
from oscb_desktop.ui.collector import Collector

T = TypeVar("T")
Progress = Callable[[float, str], None]
Failed = Callable[[OscbError], None]

_PARALLEL_THREADS = 2
_PAGES_THREADS = 2  # one lays out, one draws what is scrolled to
_QUIET_STEP_S = 0.002
_BUSY_LIMIT_S = 0.1  # what takes the window longer is no key: it may well wait for the work
_QUIET_LIMIT_S = 2.0  # of one piece of work: it gets done although somebody types on and on
_BETWEEN_PROGRESS_S = 0.03  # a bar need not move more often than a screen is drawn


class Job(QObject):
    """A piece of work under way. Lives on the window's thread."""

    progressed = Signal(float, str)  # fraction 0..1, what is being done
    finished = Signal()  # once, whatever the outcome, after done or failed was called

    def __init__(self, label: str, cancelled: threading.Event) -> None:
        super().__init__()
        self.label = label
        self.fraction = 0.0
        self.words = label
        self._cancelled = cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress; ``failed`` gets ``Cancelled``."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether cancelling was asked for."""
        return self._cancelled.is_set()


class _Pending(NamedTuple):
    """What waits on the window's thread for an outcome.

    A worker knows it by number only: a worker that held a widget could be the last to let go
    of it, and would then destroy it on the wrong thread.
    """

    job: Job
    owner: QObject
    done: Callable[[Any], None] | None
    failed: Failed


class _Post(QObject):
    """Carries a call from a worker's thread to the window's."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(self._call)  # from another thread, so Qt queues it

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        call()


class Busy:
    """Whether the window is at something, for which work in the background leaves the processor.

    Python runs one thread at a time, and the window's would wait for a turn at every call of Qt.
    """

    def __init__(self) -> None:
        self._busy_until = 0.0

    def begin(self) -> None:
        """Have the work pause while the window is at something, unless that takes long."""
        self._busy_until = time.monotonic() + _BUSY_LIMIT_S

    def end(self) -> None:
        """Let the work go on: the window waits for something to do."""
        self._busy_until = 0.0

    def keep(self, at_most_s: float) -> float:
        """Pause, if that is asked for (on a worker's thread); return for how long it was."""
        start = now = time.monotonic()
        while now < min(self._until(), start + at_most_s):
            time.sleep(_QUIET_STEP_S)
            now = time.monotonic()
        return now - start

    def _until(self) -> float:
        return self._busy_until


class Quiet(Busy):
    """Until when work that nobody waits for leaves the processor, to the window and its pages."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = Busy()
        self._asked_until = 0.0

    def ask(self, for_s: float) -> None:
        """Have the work pause for so long, counted from now."""
        self._asked_until = time.monotonic() + for_s

    def begin(self) -> None:
        """Have the work pause while the window is at something, also the making of pages."""
        super().begin()
        self.busy.begin()

    def end(self) -> None:
        """Let the work go on where nothing else is asked."""
        super().end()
        self.busy.end()

    def _until(self) -> float:
        return max(self._asked_until, self._busy_until)


class WorkerPool(QObject):
    """Worker threads that take work in order. ``threads=1`` makes the pool serial.

    Work pauses when ``quiet`` asks for it, and while there is work in the pool ``first``.
    """

    started = Signal(Job)

    def __init__(
        self,
        name: str,
        threads: int,
        unhandled: Failed,
        quiet: Busy | None = None,
        first: "WorkerPool | None" = None,
    ) -> None:
        super().__init__()
        self._quiet = quiet
        self._first = first
        self._name = name
        self._threads = threads
        self._executor = self._new_executor()
        self._post = _Post()
        self._unhandled = unhandled
        self._pending: dict[int, _Pending] = {}
        self._numbers = count()
        self._running = 0
        self._closed = False
        self._idle = threading.Condition()
        self._round = 0  # what an abandoned worker still brings belongs to an earlier one
        self.abandoned = False

    def run(
        self,
        work: Callable[[Progress], T],
        *,
        owner: QObject,
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        label: str = "",
    ) -> Job:
        """Start ``work`` and return its job; call from the window's thread.

        ``work`` must hold no widget. ``done(result)`` or ``failed(error)`` is called on the
        window's thread, and only while ``owner`` lives. A failure without words for a person is
        logged and becomes an ``UnforeseenError``; a cancelled job fails with ``Cancelled``.
        Without ``failed`` the window's own presenter gets the error. Work with a ``label`` shows
        in the progress strip. Once the pool is closed nothing is started any more.
        """
        cancelled = threading.Event()
        job = Job(label, cancelled)
        if self._closed:
            job.cancel()
            return job
        number = next(self._numbers)
        self._pending[number] = _Pending(job, owner, done, failed or self._unhandled)
        with self._idle:
            self._running += 1
        self._executor.submit(self._work, self._round, number, work, label, cancelled)
        self.started.emit(job)
        return job

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs whose outcome has not been delivered yet, oldest first."""
        return tuple(pending.job for pending in self._pending.values())

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self.jobs:
            job.cancel()

    def wait(self, timeout_s: float) -> bool:
        """Wait until no work is running; return whether that happened in time."""
        with self._idle:
            return self._idle.wait_for(lambda: self._running == 0, timeout_s)

    def abandon(self) -> None:
        """Go on with new workers, where what is under way may never end: a disk that hangs.

        Everything that was started fails with ``Cancelled``; what it still does is not told.
        """
        self.abandoned = True
        with self._idle:
            self._round += 1
            self._running = 0
            self._idle.notify_all()
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._new_executor()
        for number in list(self._pending):
            self._deliver_failure(number, Cancelled())

    def close(self) -> None:
        """Take no more work."""
        self._closed = True
        self._executor.shutdown(wait=False)

    def _new_executor(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=self._threads, thread_name_prefix=self._name)

    def _work(
        self,
        round_: int,
        number: int,
        work: Callable[[Progress], Any],
        label: str,
        cancelled: threading.Event,
    ) -> None:
        """Do the work (on a worker's thread) and send its outcome to the window."""
        try:
            report = self._progress_of(number, cancelled)
            report(0.0, label)
            with pausing_with(self._pause_of(cancelled)):
                send = partial(self._deliver_result, number, work(report))
        except Exception as error:  # the worker's boundary: nothing may escape unseen
            send = partial(self._deliver_failure, number, as_oscb_error(error, label))
        self._post.posted.emit(send)
        with self._idle:
            if round_ == self._round:
                self._running -= 1
                self._idle.notify_all()

    def _progress_of(self, number: int, cancelled: threading.Event) -> Progress:
        last = 0.0
        pause = self._pause_of(cancelled)

        def report(fraction: float, words: str) -> None:
            nonlocal last
            pause()
            now = time.monotonic()
            if now - last >= _BETWEEN_PROGRESS_S:
                last = now
                self._post.posted.emit(partial(self._show_progress, number, fraction, words))

        return report

    def _pause_of(self, cancelled: threading.Event) -> Callable[[], None]:
        """Return what work calls now and then: it waits while it should, and ends it."""
        patience = _QUIET_LIMIT_S

        def pause() -> None:
            nonlocal patience
            if self._first is not None and patience > 0:
                began = time.monotonic()
                self._first.wait(patience)
                patience -= time.monotonic() - began
            if self._quiet is not None and patience > 0:
                patience -= self._quiet.keep(patience)
            if cancelled.is_set():
                raise Cancelled

        return pause

    def _show_progress(self, number: int, fraction: float, words: str) -> None:
        pending = self._pending.get(number)
        if pending is not None:
            job = pending.job
            job.fraction, job.words = fraction, words or job.label
            job.progressed.emit(job.fraction, job.words)

    def _deliver_result(self, number: int, result: Any) -> None:
        pending = self._pending.pop(number, None)
        if pending is None:
            return  # it was abandoned
        try:
            if pending.done is not None and shiboken6.isValid(pending.owner):
                pending.done(result)
        finally:
            pending.job.finished.emit()

    def _deliver_failure(self, number: int, error: OscbError) -> None:
        pending = self._pending.pop(number, None)
        if pending is None:
            return
        try:
            if shiboken6.isValid(pending.owner):
                pending.failed(error)
        finally:
            pending.job.finished.emit()


class Workers(QObject):
    """The workers of a window. ``unhandled`` shows errors that a caller does not take.

    While they may run, garbage is collected on the window's thread alone.

    ``report`` is serial, for the report file; ``pages`` is for those in sight, which wait only
    while the window is at something; ``parallel`` is for all that only reads, lets the pages go
    first and keeps ``quiet``.
    """

    def __init__(self, unhandled: Failed) -> None:
        super().__init__()
        self._drained = True
        self._collector = Collector(self)
        self._collector.start()
        self.report = WorkerPool("report", 1, unhandled)
        self.quiet = Quiet()
        self.pages = WorkerPool("pages", _PAGES_THREADS, unhandled, self.quiet.busy)
        self.parallel = WorkerPool("parallel", _PARALLEL_THREADS, unhandled, self.quiet, self.pages)

    @property
    def abandoned(self) -> bool:
        """Whether a worker was left behind that may never end."""
        return (
            not self._drained
            or self.report.abandoned
            or self.pages.abandoned
            or self.parallel.abandoned
        )

    def drain(self, timeout_s: float = 30.0) -> bool:
        """Cancel what only reads, finish what writes, take no more; return whether all ended."""
        for pool in (self.pages, self.parallel):
            pool.cancel_all()
        until = time.monotonic() + timeout_s
        ended = self.report.wait(timeout_s)
        for pool in (self.pages, self.parallel):
            ended = pool.wait(max(0.0, until - time.monotonic())) and ended
        for pool in (self.report, self.pages, self.parallel):
            pool.close()
        self._drained = ended
        if ended and not self.abandoned:
            self._collector.stop()
        return ended

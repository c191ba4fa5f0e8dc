"""Looking at the desk's report in the background after each pause, one look at a time."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.workers import WorkerPool

_PAUSE_MS = 500  # a look waits for a pause in the writing
_FIRST_MS = 700  # the first one waits until the report and its pages are on the screen


class Watcher(QObject):
    """``seen(result)`` brings what ``look`` returned, ``failed(OscbError)`` why it could not.

    ``result`` is the last one, None before the first.
    """

    seen = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        pool: WorkerPool,
        look: Callable[[Snapshot], Any],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self._look = look
        self._running = False
        self.result: Any = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._start)
        desk.changed.connect(self._wait)
        # Counted from the first idle moment, when all that is shown has been made.
        QTimer.singleShot(0, self, lambda: self._timer.isActive() or self._timer.start(_FIRST_MS))

    def look_now(self) -> None:
        """Look without waiting for a pause."""
        self._timer.start(0)

    def _wait(self) -> None:
        self._timer.start(_PAUSE_MS)

    def _start(self) -> None:
        if self._running:
            self._wait()
            return
        self._running = True
        look, snapshot = self._look, self._desk.snapshot

        def work(_: Progress) -> Any:
            return look(snapshot)

        self._pool.run(work, owner=self, done=self._take, failed=self._give_up)

    def _take(self, result: Any) -> None:
        self._running = False
        self.result = result
        self.seen.emit(result)

    def _give_up(self, error: OscbError) -> None:
        self._running = False
        self.failed.emit(error)

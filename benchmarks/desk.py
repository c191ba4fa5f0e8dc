"""What the benchmarks of the report page share: waiting, stalls, and a key until it is painted."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest

from oscb_desktop.ui.report_page.page import ReportPage

TICK_MS = 1
_KEYS = "abcdefgh "


class Stalls:
    """The time between two turns of the event loop, in ms, by what was being done.

    Beside each is how much of it the window's thread worked, and how much the whole process:
    where neither did, another program had the cores.
    """

    def __init__(self) -> None:
        self.doing = ""
        self.worst: dict[str, tuple[float, float, float]] = {}
        self._last = _now()
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self, doing: str = "") -> None:
        """Start to watch, or go on under another name."""
        self.doing = doing
        self._last = _now()
        self._timer.start()

    def longest(self) -> float:
        """Return the longest of all."""
        return max(gap for gap, _, _ in self.worst.values())

    def _tick(self) -> None:
        now = _now()
        wall, own, whole = (
            1000 * (at - before) for at, before in zip(now, self._last, strict=True)
        )
        self.worst[self.doing] = max(
            (wall, own, whole), self.worst.get(self.doing, (0.0, 0.0, 0.0))
        )
        self._last = now


def _now() -> tuple[float, float, float]:
    return time.perf_counter(), time.thread_time(), time.process_time()


class Painted(QObject):
    """Notes when a page's preview shows the latest edit, and when its editor was painted."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self.preview: list[float] = []
        self.editor: list[float] = []
        self._page = page
        self._fresh = False
        page.preview.refreshed.connect(self._note_refreshed)
        page.preview.view.painted.connect(self._note_pages)
        page.editor.view.viewport().installEventFilter(self)

    def forget(self) -> None:
        """Begin again: what is painted from now on counts."""
        self.preview.clear()
        self.editor.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002 - Qt's
        """Let the editor paint itself, and note when it has."""
        if event.type() != QEvent.Type.Paint:
            return False
        self._page.editor.view.viewportEvent(event)
        self.editor.append(time.perf_counter())
        return True

    def _note_refreshed(self) -> None:
        self._fresh = True

    def _note_pages(self, _: int) -> None:
        if self._fresh and not self._page.preview.view.lacking_pages():
            self.preview.append(time.perf_counter())
            self._fresh = False


class Keys:
    """Keys typed one by one, each until the preview shows it; times in ms."""

    def __init__(self, page: ReportPage, painted: Painted) -> None:
        self._page, self._painted = page, painted
        self.handled: list[float] = []  # until the key's event was over
        self.on_screen: list[float] = []  # until the editor was painted
        self.in_preview: list[float] = []  # until the preview's page was painted

    def type(self, count: int, pause_s: float = 0.03) -> None:
        """Type ``count`` keys at the caret."""
        for number in range(count):
            self._painted.forget()
            start = time.perf_counter()
            QTest.keyClick(self._page.editor.view, _KEYS[number % len(_KEYS)])
            self.handled.append((time.perf_counter() - start) * 1000)
            wait_for(lambda: bool(self._painted.preview))
            for times, kept in (
                (self._painted.editor, self.on_screen),
                (self._painted.preview, self.in_preview),
            ):
                kept.append((times[0] - start) * 1000 if times else float("inf"))
            wait_for(lambda: False, pause_s)


def wait_for(condition: Callable[[], bool], limit_s: float = 10.0) -> None:
    """Run the event loop until ``condition()`` holds."""
    loop = QEventLoop()
    until = time.perf_counter() + limit_s
    timer = QTimer()
    timer.setInterval(TICK_MS)
    timer.timeout.connect(
        lambda: loop.quit() if condition() or time.perf_counter() > until else None
    )
    timer.start()
    loop.exec()


def share(times: list[float], part: float) -> float:
    """Return the time that ``part`` (0 to 1) of all do not exceed."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]

"""Measure a keystroke in a 30-page report: until its preview page is painted, and worst stall.

Run it with the project's Python: ``python benchmarks/preview.py [--keys 60]``. It types into the
real report page, offscreen, and waits for the page picture that shows each key.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from oscb_desktop.operations.files import new_report
from oscb_desktop.operations.opened import Opened, take_snapshot
from oscb_desktop.report.blocks import Heading, Paragraph, TableBlock, Text, TypedTable
from oscb_desktop.report.changes import AddBlock, Several
from oscb_desktop.ui.choosers import SystemChoosers
from oscb_desktop.ui.desk import Desk
from oscb_desktop.ui.lanes import Lanes
from oscb_desktop.ui.messages import Messages
from oscb_desktop.ui.report_page import ReportPage

PAGES = 30
TICK_MS = 1
MEDIAN_MS, STALL_MS = 150, 50  # what is asked for
_SENTENCE = "Partners reviewed practice with {0} families and agreed what to change next. "


class Stalls:
    """The longest time between two turns of the event loop."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Start to watch."""
        self._last = time.perf_counter()
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now


def long_report(folder: Path) -> Opened:
    """Return a report of about 30 pages: paragraphs, sub-headings and a table every so often."""
    opened = new_report(
        folder / "long.oscb", "scrutiny-annual-report", {"meeting_date": "2026-12-10"}
    )
    sections = opened.file.report.sections
    changes = []
    for number in range(PAGES * 6 - 10):
        section = sections[number % 4]
        text = "".join(_SENTENCE.format(number * 7 + part) for part in range(5))
        block: Paragraph | Heading | TableBlock = Paragraph(f"p{number}", (Text(text),))
        if number % 12 == 5:
            block = Heading(f"p{number}", f"Theme {number}")
        elif number % 20 == 9:
            rows = tuple((f"Row {row}", f"{row * 31 + number:,}") for row in range(9))
            block = TableBlock(f"p{number}", f"Counts {number}", TypedTable(rows=rows))
        changes.append(AddBlock(section.id, 1 + number // 4, block))
    opened.file.apply(Several(tuple(changes), "Write"), opened.by)
    return opened


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


def main() -> int:
    """Type, measure, print; return 1 where what is asked for is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=60)
    keys = parser.parse_args().keys
    application = QApplication(sys.argv[:1])
    messages = Messages()
    lanes = Lanes(messages.error)
    with tempfile.TemporaryDirectory() as folder:
        opened = long_report(Path(folder))
        desk = Desk(opened, take_snapshot(opened), lanes, messages)
        chooser = SystemChoosers(messages.area, Path(folder))
        page = ReportPage(desk, lanes, messages, chooser, open_url=lambda _: False)
        page.resize(1366, 700)
        page.show()
        view = page.preview.view
        painted: list[float] = []
        fresh = [False]

        def shown() -> None:
            fresh[0] = True

        def note(_: int) -> None:
            if fresh[0] and not view.lacking_pages():
                painted.append(time.perf_counter())
                fresh[0] = False

        page.preview.refreshed.connect(shown)
        view.painted.connect(note)
        wait_for(lambda: bool(painted))
        _, pages = view.data()
        page.editor.show_place(block="p80")
        wait_for(lambda: False, 1.0)
        stalls = Stalls()
        taken: list[float] = []
        gui: list[float] = []
        stalls.start()
        for number in range(keys):
            painted.clear()
            start = time.perf_counter()
            QTest.keyClick(page.editor.view, "abcdefgh "[number % 9])
            gui.append((time.perf_counter() - start) * 1000)
            wait_for(lambda: bool(painted))
            taken.append((painted[0] - start) * 1000 if painted else float("inf"))
            wait_for(lambda: False, 0.03)
        saved = [0]
        desk.close(lambda: saved.__setitem__(0, 1))
        wait_for(lambda: bool(saved[0]))
        page.deleteLater()
        lanes.drain()
    median, worst = statistics.median(taken), max(stalls.gaps)
    print(f"pages in the report             {pages}")
    print(f"keystroke itself, median / max  {statistics.median(gui):.1f} / {max(gui):.1f} ms")
    print(
        f"keystroke to painted page       {median:.0f} ms median (asked: {MEDIAN_MS}), "
        f"{sorted(taken)[int(len(taken) * 0.95)]:.0f} ms 95th, {max(taken):.0f} ms max"
    )
    print(f"longest event-loop stall        {worst:.0f} ms (asked: {STALL_MS})")
    application.quit()
    return 0 if median < MEDIAN_MS and worst < STALL_MS else 1


if __name__ == "__main__":
    sys.exit(main())

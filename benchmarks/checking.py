"""Measure the checks of a whole report: the first time, then after each key, 30 and 300 pages.

Run it with the project's Python: ``python benchmarks/checking.py``. Beside it stands the same
check with nothing remembered, which is what every key would cost if it were not incremental.
"""

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
from reports import write_mixed_report

from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Snapshot, take_snapshot
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.language.spelling import is_known

TODAY = date(2026, 11, 22)
KEYS = 31
ASKED_MS = 100  # after one key in a report of ASKED_PAGES
ASKED_PAGES = 30


def main() -> int:
    """Print the figures; return 1 where the check after a key takes longer than is asked for."""
    start = time.perf_counter()
    is_known("dictionary")
    print(f"Reading the dictionary, once: {time.perf_counter() - start:.2f} s")
    reached = True
    with tempfile.TemporaryDirectory() as folder:
        for pages in (ASKED_PAGES, 300):
            path = Path(folder) / f"{pages}.oscb"
            write_mixed_report(path, pages)
            with open_report(path, read_only=True) as opened:
                snapshot = take_snapshot(opened)
            reached &= _measure(snapshot, pages)
    return 0 if reached else 1


def _measure(snapshot: Snapshot, pages: int) -> bool:
    first_ms, found = _timed(snapshot)
    keys = []
    for snapshot_then in _typed(snapshot):
        taken, found = _timed(snapshot_then)
        keys.append(taken)
    middle, worst = statistics.median(keys), max(keys)
    blocks = sum(1 for _ in snapshot.report.blocks())
    print(
        f"{pages} pages, {blocks} blocks, {found} problems: first {first_ms:.0f} ms, after a key "
        f"{middle:.1f} ms (longest of {KEYS} {worst:.1f} ms), "
        f"nothing remembered ÷ after a key {first_ms / middle:.0f}"
    )
    return pages != ASKED_PAGES or middle < ASKED_MS


def _typed(snapshot: Snapshot) -> list[Snapshot]:
    """Return the report after each key of a word typed at the end of its middle paragraph."""
    paragraphs = [held for held in snapshot.report.blocks() if isinstance(held, Paragraph)]
    edited = paragraphs[len(paragraphs) // 2]
    words = "Another sentence that somebody adds."[:KEYS]
    made = []
    for count in range(1, KEYS + 1):
        block = msgspec.structs.replace(edited, runs=(*edited.runs, Text(" " + words[:count])))
        made.append(replace(snapshot, whole=ReplaceBlock(block).apply(snapshot.whole)))
    return made


def _timed(snapshot: Snapshot) -> tuple[float, int]:
    start = time.perf_counter()
    result = check(snapshot, TODAY)
    return (time.perf_counter() - start) * 1000, len(result.problems)


if __name__ == "__main__":
    sys.exit(main())

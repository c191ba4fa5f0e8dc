"""What must not grow with the report or its history. Limits leave room for a busy machine."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from oscb_desktop.report.changes import ReplaceBlock
from oscb_desktop.report.document import Report, Section
from oscb_desktop.store import ReportFile, history

from .samples import figure_set, paragraph, workbook


def seconds(act: Callable[[], object], times: int = 1) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def long_report() -> Report:
    """About 300 pages: 15 sections of 200 paragraphs."""
    return Report(
        template="scrutiny-annual-report",
        sections=tuple(
            Section(
                id=f"s{section}",
                key="k",
                title="T",
                blocks=tuple(paragraph(f"b{section}-{n}", "word " * 90) for n in range(200)),
            )
            for section in range(15)
        ),
    )


def test_typing_in_a_long_report_is_kept_at_once(path: Path) -> None:
    numbers = iter(range(1000))
    with ReportFile.create(path, long_report(), "Author") as file:
        taken = seconds(
            lambda: file.apply(ReplaceBlock(paragraph("b7-100", str(next(numbers)))), "Author"), 30
        )
        assert taken < 0.020  # 2 ms on an idle machine


def test_opening_does_not_read_the_history(path: Path) -> None:
    def reopen() -> None:
        ReportFile.open(path, "Author").close()

    with ReportFile.create(path, long_report(), "Author") as file:
        change = ReplaceBlock(paragraph("b7-100", "word " * 90))
        file.apply(change, "Author")
    short = seconds(reopen, 5)
    with ReportFile.open(path, "Author") as file:
        at = file._position
        with file._database.writing() as connection:
            for number in range(5000):
                at = history.did(connection, at, change, change, "Author", str(number))
    assert seconds(reopen, 5) < 2 * short + 0.01
    with ReportFile.open(path, "Author") as file:
        assert file.undo_label == "4999"


def test_a_million_values_are_accepted_while_one_waits(path: Path) -> None:
    sets = [figure_set(f"set{number}", rows=100_000) for number in range(10)]
    with ReportFile.create(path, long_report(), "Author") as file:
        assert seconds(lambda: file.accept(sets, workbook(), "Author", "Accept")) < 2.0
    assert path.stat().st_size < 30_000_000

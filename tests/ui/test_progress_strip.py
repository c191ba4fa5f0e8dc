"""The strip appears for work that takes a while, says how far it is, and cancels it."""

import threading

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import Cancelled, OscbError
from oscb_desktop.ui.window.progress_strip import APPEARS_AFTER_MS, ProgressStrip
from oscb_desktop.ui.workers import Progress, Workers


@pytest.fixture
def strip(qtbot: QtBot, workers: Workers) -> ProgressStrip:
    made = ProgressStrip(workers)
    qtbot.addWidget(made)
    return made


def test_it_says_what_is_done_and_how_far_it_is(
    qtbot: QtBot, workers: Workers, strip: ProgressStrip
) -> None:
    go = threading.Event()

    def work(progress: Progress) -> None:
        while not go.wait(0.01):
            progress(0.4, "Checking Expenditure")

    job = workers.parallel.run(work, owner=strip, label="Reading budget.xlsx")
    qtbot.waitSignal(strip.shown).wait()
    qtbot.waitUntil(lambda: strip.data() == ("Checking Expenditure", 0.4))
    with qtbot.waitSignal(job.finished):
        go.set()
    assert strip.data() is None
    assert strip.isHidden()


def test_short_work_and_work_without_a_label_show_nothing(
    qtbot: QtBot, workers: Workers, strip: ProgressStrip
) -> None:
    go = threading.Event()
    shown: list[bool] = []
    strip.shown.connect(lambda: shown.append(True))
    short = workers.report.run(lambda _: None, owner=strip, label="A blink")
    silent = workers.parallel.run(lambda _: go.wait(5), owner=strip)
    with qtbot.waitSignal(short.finished):
        pass
    qtbot.wait(2 * APPEARS_AFTER_MS)
    with qtbot.waitSignal(silent.finished):
        go.set()
    assert shown == []


def test_cancel_stops_the_work(qtbot: QtBot, workers: Workers, strip: ProgressStrip) -> None:
    failures: list[OscbError] = []

    def work(progress: Progress) -> None:
        while True:
            progress(0.1, "Reading")
            threading.Event().wait(0.002)

    job = workers.parallel.run(work, owner=strip, failed=failures.append, label="Reading")
    qtbot.waitSignal(strip.shown).wait()
    with qtbot.waitSignal(job.finished):
        qtbot.mouseClick(strip.cancel_button, Qt.MouseButton.LeftButton)
    assert [type(error) for error in failures] == [Cancelled]
    assert strip.isHidden()


def test_two_jobs_follow_one_another_in_the_strip(
    qtbot: QtBot, workers: Workers, strip: ProgressStrip
) -> None:
    first, second = threading.Event(), threading.Event()
    one = workers.parallel.run(lambda _: first.wait(5), owner=strip, label="The first")
    two = workers.parallel.run(lambda _: second.wait(5), owner=strip, label="The second")
    qtbot.waitSignal(strip.shown).wait()
    qtbot.waitUntil(lambda: strip.data() == ("The first", 0.0))
    with qtbot.waitSignal(one.finished):
        first.set()
    qtbot.waitUntil(lambda: strip.data() == ("The second", 0.0))
    with qtbot.waitSignal(two.finished):
        second.set()
    assert strip.data() is None

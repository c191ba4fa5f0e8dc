"""Work happens elsewhere, in order where it must, and comes back to the window's thread."""

import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from oscb_desktop.base.faults import UnforeseenError
from oscb_desktop.base.pausing import breathe
from oscb_desktop.base.problems import Cancelled, OscbError
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Progress, Quiet, Workers


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def test_work_runs_off_the_windows_thread_and_its_result_comes_back_on_it(
    qtbot: QtBot, workers: Workers, owner: QObject
) -> None:
    seen: dict[str, object] = {}

    def work(_: Progress) -> int:
        seen["worker"] = threading.current_thread()
        return 48

    def done(result: int) -> None:
        seen["result"] = result
        seen["back"] = threading.current_thread()

    workers.parallel.run(work, owner=owner, done=done)
    qtbot.waitUntil(lambda: "result" in seen)
    assert seen["result"] == 48
    assert seen["back"] is threading.main_thread()
    assert seen["worker"] is not threading.main_thread()


def test_the_report_lane_does_one_thing_at_a_time_in_order_on_one_thread(
    qtbot: QtBot, workers: Workers, owner: QObject
) -> None:
    order: list[int] = []
    threads: set[int] = set()
    busy: list[int] = []
    most_busy: list[int] = []

    def make(number: int) -> Callable[[Progress], int]:
        def work(_: Progress) -> int:
            busy.append(number)
            most_busy.append(len(busy))
            threads.add(threading.get_ident())
            threading.Event().wait(0.002)
            busy.remove(number)
            return number

        return work

    for number in range(20):
        workers.report.run(make(number), owner=owner, done=order.append)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))
    assert max(most_busy) == 1
    assert len(threads) == 1


def test_cancel_reaches_work_that_reports_progress(
    qtbot: QtBot, workers: Workers, owner: QObject
) -> None:
    started = threading.Event()
    failures: list[OscbError] = []

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress(0.5, "counting")
            threading.Event().wait(0.001)

    job = workers.parallel.run(work, owner=owner, failed=failures.append, label="Counting")
    assert started.wait(5)
    asked = time.monotonic()
    with qtbot.waitSignal(job.finished):
        job.cancel()
    assert time.monotonic() - asked < 1  # 0.2 on an idle machine
    assert [type(error) for error in failures] == [Cancelled]


def test_work_pauses_while_quiet_is_asked_for_and_then_goes_on(
    qtbot: QtBot, workers: Workers, owner: QObject
) -> None:
    steps: list[float] = []

    def work(_: Progress) -> None:
        for _ in range(400):
            breathe()
            steps.append(time.monotonic())
            time.sleep(0.001)

    job = workers.parallel.run(work, owner=owner)
    qtbot.waitUntil(lambda: len(steps) > 10)
    asked = time.monotonic()
    workers.quiet.ask(0.2)
    with qtbot.waitSignal(job.finished):
        pass
    assert len(steps) == 400
    paused = [at for at in steps if asked + 0.05 < at < asked + 0.2]
    assert len(paused) <= 1  # a step that was taken before the wish may be noted after it


def test_quiet_that_is_asked_for_again_and_again_does_not_stop_work_for_good() -> None:
    quiet = Quiet()
    quiet.ask(60)
    start = time.monotonic()
    assert quiet.keep(0.05) >= 0.05
    assert time.monotonic() - start < 1


def test_saving_does_not_wait_for_quiet(qtbot: QtBot, workers: Workers, owner: QObject) -> None:
    workers.quiet.ask(30)
    job = workers.report.run(lambda _: breathe(), owner=owner)
    with qtbot.waitSignal(job.finished, timeout=30_000):
        pass


def test_work_without_progress_is_cancelled_where_it_breathes(
    qtbot: QtBot, workers: Workers, owner: QObject
) -> None:
    started = threading.Event()
    failures: list[OscbError] = []

    def work(_: Progress) -> None:
        while True:
            started.set()
            breathe()
            time.sleep(0.001)

    job = workers.parallel.run(work, owner=owner, failed=failures.append)
    assert started.wait(5)
    with qtbot.waitSignal(job.finished):
        job.cancel()
    assert [type(error) for error in failures] == [Cancelled]


def test_work_that_is_cancelled_before_its_turn_never_starts(
    qtbot: QtBot, workers: Workers, owner: QObject
) -> None:
    go = threading.Event()
    ran: list[str] = []
    workers.report.run(lambda _: go.wait(5), owner=owner)
    job = workers.report.run(lambda _: ran.append("late"), owner=owner, failed=lambda _: None)
    job.cancel()
    with qtbot.waitSignal(job.finished):
        go.set()
    assert ran == []


def test_a_failure_with_words_goes_to_the_caller_as_it_is(
    qtbot: QtBot, workers: Workers, owner: QObject, messages: Messages
) -> None:
    mine = OscbError("C14 says 'twelve'.", "A number of children is needed.")
    failures: list[OscbError] = []

    def work(_: Progress) -> None:
        raise mine

    workers.parallel.run(work, owner=owner, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures == [mine]
    assert messages.data() == ()


@pytest.mark.expect_log("KeyError")
def test_a_failure_without_words_is_logged_and_told_calmly_without_its_values(
    qtbot: QtBot, workers: Workers, owner: QObject, messages: Messages
) -> None:
    def work(_: Progress) -> None:
        raise KeyError("a child's name")

    workers.parallel.run(work, owner=owner, label="Reading budget.xlsx")
    qtbot.waitUntil(lambda: bool(messages.data()))
    (message,) = messages.data()
    assert "did not foresee" in message.text
    assert [label for label, _ in message.actions] == ["Copy details"]
    report = UnforeseenError("x").report
    assert report == "x"
    assert "child" not in message.text + message.remedy


def test_a_result_for_an_owner_that_is_gone_is_dropped(qtbot: QtBot, workers: Workers) -> None:
    go = threading.Event()
    results: list[object] = []
    gone = QObject()
    job = workers.parallel.run(lambda _: go.wait(5), owner=gone, done=results.append)
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    with qtbot.waitSignal(job.finished):
        go.set()
    assert results == []


def test_draining_lets_an_edit_finish_and_stops_what_only_reads(
    qtbot: QtBot, messages: Messages, owner: QObject
) -> None:
    workers = Workers(messages.error)
    written: list[str] = []
    reading = threading.Event()

    def edit(_: Progress) -> None:
        threading.Event().wait(0.1)
        written.append("saved")

    def read(progress: Progress) -> None:
        reading.set()
        while True:
            progress(0.0, "")
            threading.Event().wait(0.001)

    workers.parallel.run(read, owner=owner)
    workers.report.run(edit, owner=owner)
    assert reading.wait(5)
    assert workers.drain(20)
    assert written == ["saved"]


def test_draining_says_when_work_will_not_end(messages: Messages, owner: QObject) -> None:
    workers = Workers(messages.error)
    go = threading.Event()
    workers.report.run(lambda _: go.wait(10), owner=owner)
    assert not workers.drain(0.05)
    go.set()
    assert workers.drain(20)


def test_a_closed_lane_starts_nothing(messages: Messages, owner: QObject) -> None:
    workers = Workers(messages.error)
    assert workers.drain(20)
    ran: list[str] = []
    job = workers.report.run(lambda _: ran.append("late"), owner=owner)
    assert job.is_cancelled
    assert workers.drain(20)
    assert ran == []


def test_work_that_never_ends_is_left_behind_and_tells_nothing_more(
    workers: Workers, qtbot: QtBot
) -> None:
    come_back, told = threading.Event(), []
    hung = threading.Event()

    def hang(_: Progress) -> str:
        hung.set()
        come_back.wait(30)
        return "late"

    failures: list[OscbError] = []
    workers.report.run(hang, owner=workers, done=told.append, failed=failures.append)
    workers.report.run(lambda _: "queued", owner=workers, done=told.append, failed=failures.append)
    assert hung.wait(10)
    workers.report.abandon()
    assert [type(failure) for failure in failures] == [Cancelled, Cancelled]
    assert workers.abandoned
    workers.report.run(lambda _: "new", owner=workers, done=told.append)
    qtbot.waitUntil(lambda: told == ["new"])
    come_back.set()
    qtbot.wait(100)
    assert told == ["new"]
    assert workers.report.wait(10)


def test_work_pauses_while_the_window_is_at_something_unless_that_takes_long() -> None:
    quiet = Quiet()
    quiet.begin()
    assert 0 < quiet.keep(5) < 2  # 0.1 s, and no more, although it never ends
    quiet.begin()
    quiet.end()
    assert quiet.keep(5) == 0.0


def test_what_only_reads_waits_for_the_pages_and_saving_does_not(
    qtbot: QtBot, workers: Workers, owner: QObject
) -> None:
    done: list[str] = []
    begun, may_end = threading.Event(), threading.Event()

    def lay_out(_: Progress) -> None:
        begun.set()
        may_end.wait(10)
        done.append("pages")

    def read(_: Progress) -> None:
        breathe()
        done.append("read")

    def save(_: Progress) -> None:
        breathe()
        done.append("saved")
        may_end.set()

    workers.pages.run(lay_out, owner=owner)
    assert begun.wait(10)
    workers.parallel.run(read, owner=owner)
    workers.report.run(save, owner=owner)
    qtbot.waitUntil(lambda: len(done) == 3, timeout=20_000)
    assert done == ["saved", "pages", "read"]

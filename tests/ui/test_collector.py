"""Garbage is collected on the window's thread only, and nothing of a long report while typing."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oscb_desktop.base.progress import Progress
from oscb_desktop.ui.collector import Collector
from oscb_desktop.ui.workers import Workers

Collections = list[tuple[threading.Thread, int]]


@pytest.fixture
def collections() -> Iterator[Collections]:
    """Every collection that begins: on which thread, and of which generation."""
    found: Collections = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            found.append((threading.current_thread(), about["generation"]))

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def litter(_: Progress) -> int:
    """Make far more rings of references than Python would leave uncollected."""
    for _ in range(200_000):
        ring: list[Any] = []
        ring.append(ring)
    return gc.get_count()[0]


def test_no_worker_collects(workers: Workers, qtbot: QtBot, collections: Collections) -> None:
    counts: list[int] = []
    owner = QObject()
    for pool in (workers.report, workers.pages, workers.parallel):
        pool.run(litter, owner=owner, done=counts.append)
    qtbot.waitUntil(lambda: len(counts) == 3, timeout=20_000)
    qtbot.waitUntil(lambda: bool(collections), timeout=30_000)
    assert {thread for thread, _ in collections} == {threading.main_thread()}
    qtbot.waitUntil(lambda: gc.get_count()[0] < 100_000, timeout=30_000)


def test_a_widget_in_a_ring_is_destroyed_on_the_windows_thread(
    workers: Workers, qtbot: QtBot
) -> None:
    destroyed_on: list[threading.Thread] = []

    class Ring(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.ring = self

        def __del__(self) -> None:
            destroyed_on.append(threading.current_thread())

    Ring()
    counts: list[int] = []
    owner = QObject()
    workers.parallel.run(litter, owner=owner, done=counts.append)
    qtbot.waitUntil(lambda: bool(destroyed_on) and bool(counts), timeout=20_000)
    assert destroyed_on == [threading.main_thread()]


def test_python_collects_again_once_no_worker_can_run(qtbot: QtBot) -> None:
    gc.enable()  # a test of a worker that never ends leaves it off
    workers = Workers(lambda _: None)
    assert not gc.isenabled()
    assert workers.drain()
    assert gc.isenabled()


def test_everything_is_collected_only_while_another_program_is_used(
    qtbot: QtBot, collections: Collections
) -> None:
    owner = QObject()
    away: list[bool] = []
    collector = Collector(owner, lambda: bool(away))
    collector.start()
    try:
        litter(lambda *_: None)
        qtbot.wait(2_500)
        assert 2 not in {generation for _, generation in collections}
        away.append(True)
        qtbot.waitUntil(lambda: 2 in {held for _, held in collections}, timeout=30_000)
        qtbot.wait(1_000)
        assert [held for _, held in collections].count(2) == 1
    finally:
        collector.stop()


def test_many_objects_at_once_are_walked_only_while_another_program_is_used(
    qtbot: QtBot, collections: Collections
) -> None:
    away: list[bool] = []
    owner = QObject()
    collector = Collector(owner, lambda: bool(away))
    collector.start()
    try:
        held = [[number] for number in range(100_000)]
        collections.clear()
        qtbot.waitUntil(lambda: gc.get_count()[0] < 50_000, timeout=30_000)
        assert not collections  # they were put with the old ones, and nobody looked
        away.append(True)
        qtbot.waitUntil(lambda: 2 in {made for _, made in collections}, timeout=30_000)
        assert len(held) == 100_000
    finally:
        collector.stop()


def test_the_timer_that_looks_belongs_to_the_windows_thread(workers: Workers, qtbot: QtBot) -> None:
    timers = workers._collector.findChildren(QTimer)
    assert timers
    assert all(timer.thread() is workers.thread() for timer in timers)

"""Typing is not kept waiting: not by the collector, and not by work in the background."""

import gc
import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.preview.preview import Preview
from oscb_desktop.ui.report_page.responsiveness import Settling
from oscb_desktop.ui.workers import Lanes, Quiet


def test_full_collections_wait_until_the_report_is_closed(
    desk: Desk, lanes: Lanes, qtbot: QtBot
) -> None:
    usual = gc.get_threshold()
    preview, view = Preview(desk, lanes.pages), QPlainTextEdit()
    qtbot.addWidget(view)
    Settling(desk, preview, view, lanes.quiet)
    assert gc.get_threshold()[:2] == usual[:2]
    assert gc.get_threshold()[2] > 10**9
    assert sys.getswitchinterval() < 0.001
    preview.deleteLater()
    qtbot.waitUntil(lambda: gc.get_threshold() == usual)


def test_one_is_made_when_another_program_is_used_for_a_while(
    desk: Desk, lanes: Lanes, qtbot: QtBot
) -> None:
    preview, view = Preview(desk, lanes.pages), QPlainTextEdit()
    for widget in (preview, view):
        qtbot.addWidget(widget)
    settling = Settling(desk, preview, view, lanes.quiet)
    full: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start" and about["generation"] == 2:
            full.append(1)

    gc.callbacks.append(note)
    try:
        settling._follow(Qt.ApplicationState.ApplicationInactive)
        settling._follow(Qt.ApplicationState.ApplicationActive)
        qtbot.wait(2_300)
        assert full == []
        settling._follow(Qt.ApplicationState.ApplicationInactive)
        qtbot.waitUntil(lambda: bool(full), timeout=5_000)
    finally:
        gc.callbacks.remove(note)


def test_a_key_has_the_background_keep_quiet(desk: Desk, lanes: Lanes, qtbot: QtBot) -> None:
    preview, view, quiet = Preview(desk, lanes.pages), QPlainTextEdit(), Quiet()
    for widget in (preview, view):
        qtbot.addWidget(widget)
    Settling(desk, preview, view, quiet)
    assert quiet.keep(1.0) == 0.0
    QTest.keyClick(view, "a")
    asked = time.monotonic()
    assert 0.0 < quiet.keep(1.0) < 0.5
    assert time.monotonic() - asked < 0.5


def test_so_has_a_change_of_the_report(desk: Desk, lanes: Lanes, qtbot: QtBot) -> None:
    preview, view, quiet = Preview(desk, lanes.pages), QPlainTextEdit(), Quiet()
    for widget in (preview, view):
        qtbot.addWidget(widget)
    settling = Settling(desk, preview, view, quiet)
    desk.apply(SetDetail("title", "Changed"))
    assert 0.0 < quiet.keep(1.0) < 0.5
    settling.deleteLater()

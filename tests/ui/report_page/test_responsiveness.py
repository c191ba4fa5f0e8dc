"""Typing is not kept waiting by work in the background."""

import sys
import time

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.preview.preview import Preview
from oscb_desktop.ui.report_page.responsiveness import Responsiveness
from oscb_desktop.ui.workers import Quiet, Workers


def test_the_window_gets_its_turn_soon(desk: Desk, workers: Workers, qtbot: QtBot) -> None:
    preview, view = Preview(desk, workers.pages), QPlainTextEdit()
    for widget in (preview, view):
        qtbot.addWidget(widget)
    Responsiveness(desk, preview, view, workers.quiet)
    assert sys.getswitchinterval() < 0.001


def test_a_key_has_the_background_keep_quiet(desk: Desk, workers: Workers, qtbot: QtBot) -> None:
    preview, view, quiet = Preview(desk, workers.pages), QPlainTextEdit(), Quiet()
    for widget in (preview, view):
        qtbot.addWidget(widget)
    Responsiveness(desk, preview, view, quiet)
    assert quiet.keep(1.0) == 0.0
    QTest.keyClick(view, "a")
    asked = time.monotonic()
    assert 0.0 < quiet.keep(1.0) < 0.5
    assert time.monotonic() - asked < 0.5


def test_so_has_a_change_of_the_report(desk: Desk, workers: Workers, qtbot: QtBot) -> None:
    preview, view, quiet = Preview(desk, workers.pages), QPlainTextEdit(), Quiet()
    for widget in (preview, view):
        qtbot.addWidget(widget)
    responsiveness = Responsiveness(desk, preview, view, quiet)
    desk.apply(SetDetail("title", "Changed"))
    assert 0.0 < quiet.keep(1.0) < 0.5
    responsiveness.deleteLater()

"""F8, pressed as a person presses it: from problem to problem, wherever the caret was left."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import Problem
from oscb_desktop.operations.file.files import close_report, new_report
from oscb_desktop.operations.writing.writing import add_paragraph
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.window.main_window import MainWindow

_LONG = " ".join(["They met and they spoke and they wrote"] * 6) + "."


def press(window: MainWindow, qtbot: QtBot) -> None:
    """Press F8 where the keyboard is."""
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F8)


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> ReportPage:
    path = tmp_path / "r.oscb"
    opened = new_report(path, "scrutiny-annual-report", {})
    for text in ("J.S., aged 4, was known to three agencies.", _LONG, "XX children were seen."):
        add_paragraph(opened, "executive-summary", text)
    close_report(opened)
    window.open_path(path)
    qtbot.waitUntil(lambda: isinstance(window.page, ReportPage), timeout=20_000)
    window.activateWindow()
    made = window.page
    assert isinstance(made, ReportPage)
    qtbot.waitUntil(lambda: made.checks.model.rowCount() > 0, timeout=20_000)
    return made


def at(page: ReportPage) -> Problem:
    """Return the problem that the list stands on."""
    problem = page.checks.model.problem(page.checks.list.currentIndex().row())
    assert problem is not None
    return problem


def go_to(page: ReportPage, window: MainWindow, qtbot: QtBot, code: str) -> Problem:
    """Press F8 until it stands on a problem of a code."""
    for _ in page.checks.model.standing():
        press(window, qtbot)
        if at(page).code == code:
            return at(page)
    raise AssertionError(code)


def test_f8_goes_through_every_problem_and_begins_again(
    page: ReportPage, window: MainWindow, qtbot: QtBot
) -> None:
    rows = page.checks.model.standing()
    seen = []
    for _ in (*rows, 0):
        press(window, qtbot)
        seen.append(page.checks.list.currentIndex().row())
        problem = at(page)
        if problem.place.block:
            assert page.editor.view.caret.block == problem.place.block
        assert page.panels.data() == "checks"
    assert seen == [*rows, rows[0]]


def test_f8_goes_on_from_a_problem_whose_words_change(
    page: ReportPage, window: MainWindow, qtbot: QtBot
) -> None:
    before = go_to(page, window, qtbot, "sentence-long")
    for _ in range(2):
        page.editor.view.setFocus()
        qtbot.keyClicks(page.editor.view, "So ")
        known = page.checks.model.standing()
        qtbot.waitUntil(lambda before=before: at(page) != before, timeout=20_000)
        assert page.checks.model.standing() == known
        assert at(page).place == before.place
        before = at(page)
    press(window, qtbot)
    assert at(page).code != "sentence-long"


def test_f8_goes_on_to_the_next_once_a_problem_is_put_right(
    page: ReportPage, window: MainWindow, qtbot: QtBot
) -> None:
    wrong = go_to(page, window, qtbot, "personal-data")
    rows = page.checks.model.standing()
    following = page.checks.model.problem(
        rows[rows.index(page.checks.list.currentIndex().row()) + 1]
    )
    page.editor.view.setFocus()
    for _ in range(13):
        qtbot.keyClick(page.editor.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not page.checks.model.peers(wrong), timeout=20_000)
    press(window, qtbot)
    assert at(page) == following

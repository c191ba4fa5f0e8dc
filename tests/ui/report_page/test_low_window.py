"""A low window, as at 200 % on a laptop: nothing is cut, and everything that is said is there."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import Place
from oscb_desktop.editing.annotating import LearnWord
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.look import ElidedLabel
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers

WIDE, HIGH = 683, 340  # what 200 % leaves of 1366 x 768, without the menus
PANELS = ("figures", "checks", "clearance", "comments", "coverage", "timetable", "committees")
MORE = ("history", "data", "export", "send", "exempt", "taken")


@pytest.fixture
def page(
    desk: Desk, workers: Workers, messages: Messages, choosers: ToldChoosers, qtbot: QtBot
) -> ReportPage:
    made = ReportPage(desk, workers, messages, choosers, today=date(2026, 11, 22))
    qtbot.addWidget(made)
    made.resize(WIDE, HIGH)
    made.show()
    return made


def _cut(page: QWidget) -> list[str]:
    """Return the words that have less room than they need, outside what can be scrolled."""
    found = []
    for part in page.findChildren(QWidget):
        if not part.isVisible() or isinstance(part, ElidedLabel):
            continue
        if isinstance(part, QLabel) and part.text():
            need = (
                part.heightForWidth(part.width())
                if part.wordWrap()
                else part.minimumSizeHint().height()
            )
            if part.height() < need - 1:
                found.append(f"{part.text()}: {part.height()} of {need} px")
        if isinstance(part, QAbstractButton) and part.text():
            least = part.minimumSizeHint()
            if part.width() < least.width() - 1 or part.height() < least.height() - 2:
                found.append(f"{part.text()}: {part.size()} of {least}")
    return found


@pytest.mark.parametrize("key", PANELS + MORE)
def test_no_words_are_cut_in_a_panel_of_a_low_window(
    page: ReportPage, key: str, qtbot: QtBot
) -> None:
    if key == "data":
        page.panels.open("data")
        page.data_panel.open_for("table", None)
    page.open_panel(key)
    qtbot.wait(300)  # words that come from the workers
    assert page.panels.isVisible()
    assert _cut(page) == []
    assert page.size().width() == WIDE
    assert page.size().height() == HIGH


@pytest.mark.parametrize("key", PANELS + MORE)
def test_every_field_and_list_of_a_panel_has_a_name(page: ReportPage, key: str) -> None:
    page.open_panel(key)
    nameless = [
        part
        for part in page.panels.currentWidget().findChildren(QWidget)
        if isinstance(part, QLineEdit | QScrollArea)
        and part.focusPolicy() != Qt.FocusPolicy.NoFocus
        and part.isVisible()
        and not part.accessibleName()
    ]
    assert nameless == []


def test_the_rail_is_not_cut(page: ReportPage) -> None:
    last = page.rail.button("history")
    assert page.rail.rect().contains(last.geometry())
    assert last.height() >= last.fontMetrics().height()


def test_a_missing_section_is_offered_where_its_problem_leads(
    page: ReportPage, desk: Desk, messages: Messages
) -> None:
    before = len(desk.report.sections)
    title = next(iter(_lacking(page)))
    page.go_to(Place(section=title))
    (said,) = messages.data()
    assert said.text == f"{title} is not in the report yet."
    words, act = said.actions[0]
    assert words == "Add it"
    act()
    assert len(desk.report.sections) == before + 1
    assert any(held.title == title for held in desk.report.sections)


def _lacking(page: ReportPage) -> list[str]:
    from oscb_desktop.editing.sections import addable
    from oscb_desktop.report.content.committees import known_template

    report = page.outline._desk.report
    return [asked.title for asked in addable(known_template(report), report)]


def test_the_reports_own_words_are_listed_and_taken_out(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    words = page.checks.words
    page.open_panel("checks")
    assert not words.isVisible()
    desk.apply(LearnWord("Zorblax"))
    assert words.isVisible()
    assert words.data() == ("zorblax",)
    qtbot.mouseClick(words.open, Qt.MouseButton.LeftButton)
    words.rows[0].setFocus()
    qtbot.keyClick(words.rows[0], Qt.Key.Key_Space)
    assert desk.report.annotations.words == ()
    assert not words.isVisible()
    assert page.window().focusWidget() is page.checks.list
    desk.undo()
    qtbot.waitUntil(lambda: words.data() == ("zorblax",))


def test_the_days_not_counted_open_at_the_top(page: ReportPage, qtbot: QtBot) -> None:
    page.open_panel("timetable")
    days = page.timetable.days
    days.open.click()
    qtbot.waitUntil(lambda: bool(days.rows))
    qtbot.waitUntil(lambda: 0 <= days.mapTo(page.timetable, days.rect().topLeft()).y() <= 16)

"""A report opens where one was, also after a crash; a first look round that can be skipped."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import RemoveBlock
from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page import samples

Open = Callable[[Desk], ReportPage]


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def show(workers: Workers, messages: Messages, settings: QSettings, qtbot: QtBot) -> Open:
    def open_page(desk: Desk) -> ReportPage:
        page = ReportPage(desk, workers, messages, ToldChoosers(), settings=settings)
        qtbot.addWidget(page)
        page.resize(1366, 768)
        page.show()
        qtbot.waitExposed(page)
        return page

    return open_page


def top_of(page: ReportPage) -> str:
    _, face = next(iter(page.editor.view.shown_blocks()))
    return face.line.block


def test_a_report_opens_where_one_was_without_being_closed(
    make_desk: Callable[..., Desk], show: Open, settings: QSettings, qtbot: QtBot
) -> None:
    desk = make_desk(samples.report(60))
    page = show(desk)
    page.editor.show_place(block="x30")
    spot = Spot(Kind.PARAGRAPH, "money", "x31", 0, 7)
    page.editor.view.set_caret(spot)
    top = top_of(page)
    qtbot.waitUntil(lambda: "x31" in str(settings.value("report/places")), timeout=30_000)
    again = show(desk)  # as after a crash: the first page was never left
    assert again.editor.view.caret == spot
    qtbot.waitUntil(lambda: top_of(again) == top)


def test_a_report_opens_in_the_text_of_its_first_section(
    make_desk: Callable[..., Desk], show: Open, qtbot: QtBot
) -> None:
    desk = make_desk(samples.report(3))
    page = show(desk)
    assert page.editor.view.caret.kind is Kind.PARAGRAPH
    heading = desk.report.sections[0].title
    qtbot.keyClicks(page.editor.view, "So ")
    qtbot.waitUntil(lambda: "So " in str(desk.report.sections[0].blocks[0]))
    assert desk.report.sections[0].title == heading


def test_a_place_that_is_gone_and_a_damaged_list_are_no_harm(
    make_desk: Callable[..., Desk], show: Open, settings: QSettings, qtbot: QtBot
) -> None:
    desk = make_desk(samples.report(60))
    page = show(desk)
    page.editor.show_place(block="x30")
    qtbot.waitUntil(lambda: "x30" in str(settings.value("report/places")), timeout=30_000)
    desk.apply(RemoveBlock("x30"))
    assert show(desk).editor.view.caret.section == "summary"
    settings.setValue("report/places", "{not a list")
    assert show(desk).editor.view.caret.section == "summary"


def test_each_report_has_its_own_place(
    make_desk: Callable[..., Desk], show: Open, settings: QSettings, qtbot: QtBot
) -> None:
    one, other = make_desk(samples.report(60)), make_desk(samples.report(60))
    show(one).editor.show_place(block="x10")
    qtbot.waitUntil(lambda: "x10" in str(settings.value("report/places")), timeout=30_000)
    show(other).editor.show_place(block="x20")
    qtbot.waitUntil(lambda: "x20" in str(settings.value("report/places")), timeout=30_000)
    assert show(one).editor.view.caret.block == "x10"
    assert show(other).editor.view.caret.block == "x20"


def press(messages: Messages, qtbot: QtBot, words: str) -> None:
    def shown() -> list[QPushButton]:
        buttons = messages.area.findChildren(QPushButton)
        return [held for held in buttons if held.text() == words and held.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    qtbot.mouseClick(shown()[0], Qt.MouseButton.LeftButton)


def test_the_tour_goes_from_part_to_part_and_ends(
    desk: Desk, show: Open, messages: Messages, settings: QSettings, qtbot: QtBot
) -> None:
    page = show(desk)
    assert page.tour.is_due
    messages.area.show()
    page.actions()["tour"].trigger()
    parts = [page.tour.frame.target()]
    assert "1 of 4" in messages.data()[-1].text
    for _ in range(3):
        press(messages, qtbot, "Next")
        parts.append(page.tour.frame.target())
    assert parts == [page.outline, page.middle, page.preview, page.rail]
    assert page.tour.frame.isVisible()
    assert len(messages.data()) == 1
    press(messages, qtbot, "Done")
    assert not page.tour.frame.isVisible()
    assert not messages.data()
    assert not page.tour.is_due


def test_the_tour_is_skipped_or_dismissed_for_good(
    desk: Desk, show: Open, messages: Messages, qtbot: QtBot
) -> None:
    page = show(desk)
    messages.area.show()
    page.tour.start()
    messages.dismiss("tour")
    assert not page.tour.frame.isVisible()
    page.tour.start()
    press(messages, qtbot, "Skip the tour")
    assert not page.tour.frame.isVisible()
    assert not page.tour.is_due


def test_what_is_folded_away_is_passed_over(
    desk: Desk, show: Open, messages: Messages, qtbot: QtBot
) -> None:
    page = show(desk)
    page.actions()["toggle_preview"].trigger()
    page.tour.start()
    assert "1 of 3" in messages.data()[-1].text


def test_the_frame_lets_clicks_through_and_follows_its_part(
    desk: Desk, show: Open, messages: Messages, qtbot: QtBot
) -> None:
    page = show(desk)
    page.tour.start()
    frame = page.tour.frame
    assert frame.size() == page.outline.size()
    page.resize(1500, 900)
    qtbot.waitUntil(lambda: frame.size() == page.outline.size())
    assert frame.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

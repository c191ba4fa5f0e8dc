"""A new report asks for what its template needs, and says at each field what is missing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from oscb_desktop.ui.pages.new_report_page import NewReport, NewReportPage
from oscb_desktop.ui.widgets.date_field import DateField
from oscb_desktop.ui.window.main_window import MainWindow
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import TODAY, ToldChoosers


@pytest.fixture
def page(qtbot: QtBot, workers: Workers, choosers: ToldChoosers, tmp_path: Path) -> NewReportPage:
    made = NewReportPage(workers, choosers, tmp_path, TODAY)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.template_box.count() > 0)
    return made


def line(page: NewReportPage, key: str) -> QLineEdit:
    editor = page.field(key).editor
    assert isinstance(editor, QLineEdit)
    return editor


def type_meeting(qtbot: QtBot, page: NewReportPage, text: str) -> None:
    editor = page.field("meeting_date").editor
    assert isinstance(editor, DateField)
    qtbot.keyClicks(editor.line, text)


def test_everything_filled_in_gives_the_report_that_was_asked_for(
    qtbot: QtBot, page: NewReportPage, tmp_path: Path
) -> None:
    asked: list[NewReport] = []
    page.make_requested.connect(asked.append)
    type_meeting(qtbot, page, "10 Dec 2026")
    qtbot.mouseClick(page.make_button, Qt.MouseButton.LeftButton)
    (new,) = asked
    assert new.template == "scrutiny-annual-report"
    assert new.settings["meeting_date"] == "2026-12-10"
    assert new.settings["title"] == "Oxfordshire Safeguarding Children Board annual reports"
    assert new.path == tmp_path / "Oxfordshire Safeguarding Children Board annual reports.oscb"


def test_a_missing_date_is_said_at_its_field_and_nothing_is_made(
    qtbot: QtBot, page: NewReportPage
) -> None:
    asked: list[NewReport] = []
    page.make_requested.connect(asked.append)
    qtbot.mouseClick(page.make_button, Qt.MouseButton.LeftButton)
    assert asked == []
    assert page.field("meeting_date").data() == "Say when the committee meets."
    type_meeting(qtbot, page, "tomorrow")
    qtbot.mouseClick(page.make_button, Qt.MouseButton.LeftButton)
    assert asked == []
    assert "'tomorrow' is not a date" in page.field("meeting_date").data()


def test_an_emptied_field_is_named_and_gets_the_focus(qtbot: QtBot, page: NewReportPage) -> None:
    type_meeting(qtbot, page, "10 Dec 2026")
    line(page, "committee").clear()
    qtbot.mouseClick(page.make_button, Qt.MouseButton.LeftButton)
    assert page.field("committee").data() == "Committee is needed."
    assert line(page, "committee").hasFocus()


def test_the_meeting_says_by_when_to_publish(qtbot: QtBot, page: NewReportPage) -> None:
    type_meeting(qtbot, page, "10 Dec 2026")
    qtbot.waitUntil(lambda: "2 Dec 2026" in page.field("meeting_date").data(), timeout=15_000)
    assert "five clear days" in page.field("meeting_date").data()


def test_title_and_file_name_follow_the_board_until_they_are_changed(
    qtbot: QtBot, page: NewReportPage, tmp_path: Path
) -> None:
    line(page, "board").clear()
    qtbot.keyClicks(line(page, "board"), "Kent Board")
    assert page.data()["title"] == "Kent Board annual reports"
    assert line(page, "path").text() == str(tmp_path / "Kent Board annual reports.oscb")
    line(page, "title").clear()
    qtbot.keyClicks(line(page, "title"), "Our year: a/b")
    qtbot.keyClicks(line(page, "board"), "!")
    assert page.data()["title"] == "Our year: a/b"
    assert line(page, "path").text() == str(tmp_path / "Our year  a b.oscb")


def test_browsing_changes_the_file_and_cancelling_it_changes_nothing(
    qtbot: QtBot, page: NewReportPage, choosers: ToldChoosers, tmp_path: Path
) -> None:
    before = line(page, "path").text()
    qtbot.mouseClick(page.place.browse_button, Qt.MouseButton.LeftButton)
    assert line(page, "path").text() == before
    choosers.saved = tmp_path / "else.oscb"
    qtbot.mouseClick(page.place.browse_button, Qt.MouseButton.LeftButton)
    assert line(page, "path").text() == str(tmp_path / "else.oscb")
    qtbot.keyClicks(line(page, "board"), "!")
    assert line(page, "path").text() == str(tmp_path / "else.oscb")


def test_a_path_without_folder_is_refused(qtbot: QtBot, page: NewReportPage) -> None:
    type_meeting(qtbot, page, "10 Dec 2026")
    line(page, "path").setText("report.oscb")
    qtbot.mouseClick(page.make_button, Qt.MouseButton.LeftButton)
    assert page.field("path").data() == "Say in which folder the report goes."


def test_every_field_has_a_name_for_a_screen_reader(page: NewReportPage) -> None:
    for key in (*page.data(), "path"):
        assert page.field(key).editor.accessibleName(), key


def test_escape_leaves_the_form(qtbot: QtBot, page: NewReportPage) -> None:
    qtbot.waitExposed(page)
    with qtbot.waitSignal(page.cancelled):
        qtbot.keyClick(line(page, "board"), Qt.Key.Key_Escape)


def test_one_begins_where_only_a_person_can_tell_and_enter_makes_the_report(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = window.page
    assert isinstance(page, NewReportPage)
    page.make_requested.disconnect()
    asked: list[NewReport] = []
    page.make_requested.connect(asked.append)
    qtbot.waitUntil(lambda: bool(page.data()))
    meeting = page.field("meeting_date").editor
    assert isinstance(meeting, DateField)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is meeting.line)
    reached = []
    for _ in range(8):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached[4:] == [
        line(page, "path"),
        page.place.browse_button,
        page.make_button,
        page.cancel_button,
    ]
    meeting.line.setFocus()
    qtbot.keyClicks(meeting.line, "10 Dec 2026")
    qtbot.keyClick(meeting.line, Qt.Key.Key_Return)
    assert len(asked) == 1
    page.cancel_button.setFocus()
    with qtbot.waitSignal(page.cancelled):
        qtbot.keyClick(page.cancel_button, Qt.Key.Key_Return)
    assert len(asked) == 1

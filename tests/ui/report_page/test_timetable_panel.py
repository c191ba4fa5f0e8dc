"""The timetable panel: each day with what is due, why that day, and the calendar file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.report.content.annotations import Late
from oscb_desktop.report.timetable.lateness import late_of
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.timetable import TimetablePanel
from oscb_desktop.ui.widgets.dates import away
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers

WAIT_MS = 30_000
MakePanel = Callable[[date], TimetablePanel]


@pytest.fixture
def make_panel(
    desk: Desk, workers: Workers, messages: Messages, choosers: ToldChoosers, qtbot: QtBot
) -> MakePanel:
    def make(today: date) -> TimetablePanel:
        panel = TimetablePanel(desk, workers.parallel, messages, choosers, today)
        qtbot.addWidget(panel)
        panel.resize(320, 700)
        panel.show()
        qtbot.waitUntil(lambda: bool(panel.data()), timeout=WAIT_MS)
        return panel

    return make


@pytest.fixture
def panel(make_panel: MakePanel) -> TimetablePanel:
    return make_panel(date(2026, 11, 22))


def test_the_days_of_the_committees_own_timetable_lead_to_the_meeting(
    panel: TimetablePanel,
) -> None:
    assert panel.title.text() == "Meeting on Thu 10 Dec 2026"
    assert panel.data() == (
        ("Wed 28 Oct 2026", "Partners' returns due", "25 days ago"),
        ("Wed 11 Nov 2026", "First full draft to the director", "11 days ago"),
        ("Fri 20 Nov 2026", "Finance and legal comments due", "2 days ago"),
        ("Mon 30 Nov 2026", "Final report to democratic services", "in 8 days"),
        ("Wed 2 Dec 2026", "Publish the agenda and reports", "in 10 days"),
        ("Thu 10 Dec 2026", "The committee meets", "in 18 days"),
    )
    assert not panel.late.isVisible()


def test_a_day_says_why_when_it_is_asked(panel: TimetablePanel, qtbot: QtBot) -> None:
    row = panel.rows[4]
    assert not row.because.isVisible()
    panel.setFocus()
    assert panel.rows[0].why.hasFocus()
    row.why.setFocus()
    qtbot.keyClick(row.why, Qt.Key.Key_Space)
    assert row.because.isVisible()
    assert "Sun 6 Dec 2026 is not counted: Sunday" in row.because.text()
    assert "Thu 3 Dec 2026 is clear day 5" in row.because.text()
    qtbot.mouseClick(row.why, Qt.MouseButton.LeftButton)
    assert not row.because.isVisible()


def test_another_meeting_gives_other_days_and_a_strange_committee_only_the_laws(
    panel: TimetablePanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.apply(SetDetail("committee", "Committee of Another Council"))
    desk.apply(SetDetail("meeting_date", "2019-04-23"))
    qtbot.waitUntil(lambda: "2019" in panel.title.text(), timeout=WAIT_MS)
    assert [row[:2] for row in panel.data()] == [
        ("Thu 11 Apr 2019", "Publish the agenda and reports"),
        ("Tue 23 Apr 2019", "The committee meets"),
    ]
    assert "No steps of its own are set up for Committee of Another Council." in panel.words.text()
    because = panel.rows[0].because.text()
    assert "Good Friday" in because
    assert "Easter Monday" in because


def test_a_day_that_has_passed_says_what_the_law_asks(make_panel: MakePanel) -> None:
    panel = make_panel(date(2026, 12, 3))
    assert panel.late.isVisible()
    assert "s.100B(4)(b)" in panel.late.words.text()
    assert panel.data()[4][2] == "yesterday"
    after = make_panel(date(2026, 12, 11))
    assert not after.late.isVisible()  # the meeting has been held


REASON = "The audit ended on 1 December, and the reserve is set before the next meeting."


def test_the_reason_for_urgency_is_asked_for_recorded_changed_and_undone(
    make_panel: MakePanel, desk: Desk, qtbot: QtBot
) -> None:
    panel = make_panel(date(2026, 12, 3))
    late = panel.late
    panel.setFocus()
    assert late.reason.hasFocus()
    assert late.post.text() == "Chair of the Performance Scrutiny Committee"
    assert late.when.data() == date(2026, 12, 3)
    assert not late.cancel.isVisible()  # it is needed
    qtbot.keyClicks(late.reason, "Urgent")
    qtbot.mouseClick(late.send, Qt.MouseButton.LeftButton)
    assert "special circumstances have to be given" in late.note.text()
    assert late_of(desk.report) is None
    late.reason.setPlainText(REASON)
    qtbot.keyClick(late.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert late_of(desk.report) == Late(reason=REASON, by=late.post.text(), on=date(2026, 12, 3))
    assert desk.undo_label == "Give the reason for urgency"
    assert f"“{REASON}”" in late.words.text()
    assert not late.reason.isVisible()
    qtbot.mouseClick(late.change, Qt.MouseButton.LeftButton)
    assert late.reason.toPlainText() == REASON
    qtbot.keyClick(late.reason, Qt.Key.Key_Escape)
    assert late.change.hasFocus()
    qtbot.mouseClick(late.remove, Qt.MouseButton.LeftButton)
    assert late_of(desk.report) is None
    assert late.reason.isVisible()
    desk.undo()
    qtbot.waitUntil(lambda: late_of(desk.report) is not None, timeout=WAIT_MS)


def test_it_can_be_given_before_the_day_where_the_agenda_is_out(
    panel: TimetablePanel, desk: Desk, qtbot: QtBot
) -> None:
    assert not panel.late.isVisible()
    qtbot.mouseClick(panel.late.open_form, Qt.MouseButton.LeftButton)
    assert panel.late.reason.hasFocus()
    assert panel.late.words.text().startswith("Where a report joins an agenda")
    qtbot.mouseClick(panel.late.cancel, Qt.MouseButton.LeftButton)
    assert not panel.late.isVisible()
    qtbot.mouseClick(panel.late.open_form, Qt.MouseButton.LeftButton)
    panel.late.reason.setPlainText(REASON)
    qtbot.mouseClick(panel.late.send, Qt.MouseButton.LeftButton)
    assert late_of(desk.report) is not None
    assert not panel.late.open_form.isVisible()


def test_ones_own_days_move_every_date(
    panel: TimetablePanel, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "a-person")
    days = panel.days
    qtbot.mouseClick(days.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(days.data()), timeout=WAIT_MS)
    assert days.data()[:2] == (
        ("Fri 25 Dec 2026", "Christmas Day"),
        ("Mon 28 Dec 2026", "Boxing Day (observed)"),
    )
    qtbot.mouseClick(days.add, Qt.MouseButton.LeftButton)
    assert days.note.text().startswith("Give a day")
    days.when.set_day(date(2026, 12, 5))
    qtbot.mouseClick(days.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Saturdays are never counted" in days.note.text(), timeout=WAIT_MS)
    days.when.set_day(date(2026, 12, 4))
    qtbot.keyClicks(days.why, "Offices closed")
    with qtbot.waitSignal(panel.days_changed, timeout=WAIT_MS):
        qtbot.keyClick(days.why, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.data()[4][0] == "Tue 1 Dec 2026", timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: days.data()[0] == ("Fri 4 Dec 2026", "Offices closed (yours)"), timeout=WAIT_MS
    )
    assert "Fri 4 Dec 2026 is not counted: Offices closed" in panel.rows[4].because.text()
    with qtbot.waitSignal(panel.days_changed, timeout=WAIT_MS):
        qtbot.keyClick(days.rows[0].change, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.data()[4][0] == "Wed 2 Dec 2026", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: days.data()[0][0] == "Fri 25 Dec 2026", timeout=WAIT_MS)
    with qtbot.waitSignal(panel.days_changed, timeout=WAIT_MS):
        qtbot.keyClick(days.rows[0].change, Qt.Key.Key_Space)
    qtbot.waitUntil(
        lambda: days.data()[0] == ("Fri 25 Dec 2026", "Christmas Day, which counts here"),
        timeout=WAIT_MS,
    )


def test_without_a_meeting_there_is_one_thing_to_do(
    panel: TimetablePanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.apply(SetDetail("meeting_date", None))
    qtbot.waitUntil(lambda: not panel.data(), timeout=WAIT_MS)
    assert panel.title.text() == "No meeting date yet"
    assert not panel.save.isVisible()
    with qtbot.waitSignal(panel.details_wanted):
        qtbot.mouseClick(panel.set_date, Qt.MouseButton.LeftButton)


def test_the_days_go_into_a_calendar(
    panel: TimetablePanel,
    choosers: ToldChoosers,
    messages: Messages,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    assert choosers.suggested[0].name == "Performance Scrutiny Committee 2026-12-10.ics"
    assert not messages.data()  # the person pressed Cancel
    choosers.saved = tmp_path / "dates.ics"
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert messages.data()[-1].text == "The dates are in dates.ics."
    calendar = Calendar.from_ical(choosers.saved.read_bytes())
    days = [event.decoded("dtstart") for event in calendar.walk("VEVENT")]
    assert date(2026, 12, 2) in days
    assert len(days) == 6


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 12, 2), "in 10 days"),
        (date(2026, 11, 20), "2 days ago"),
    ],
)
def test_how_far_a_day_is(day: date, words: str) -> None:
    assert away(day, date(2026, 11, 22)) == words

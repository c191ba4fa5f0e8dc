"""Days are understood the way people here write them, and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot

from oscb_desktop.ui.widgets.date_field import DateField, parse_day

FORMS = ("{d.day} {d:%b} {d.year}", "{d.day}/{d.month}/{d.year}", "{d:%d/%m/%Y}", "{d:%Y-%m-%d}",
         "{d.day} {d:%B} {d.year}", "{d:%a} {d.day} {d:%b} {d.year}")  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(FORMS))
def test_a_day_written_in_any_usual_way_is_that_day(day: date, form: str) -> None:
    assert parse_day(form.format(d=day)) == day


@pytest.mark.parametrize("text", ["", "soon", "31 Feb 2026", "10 Sep", "2026", "13/13/2026", "1/2"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text) is None


def test_the_day_comes_before_the_month() -> None:
    assert parse_day("10/12/2026") == date(2026, 12, 10)


def test_what_was_typed_is_shown_with_its_weekday(qtbot: QtBot) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.line, "10/9/2026")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.data() == date(2026, 9, 10)
    assert field.line.text() == "Thu 10 Sept 2026" or field.line.text() == "Thu 10 Sep 2026"


def test_a_day_can_be_taken_from_the_calendar(qtbot: QtBot) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.show()
    field.set_day(date(2026, 9, 10))
    qtbot.mouseClick(field.button, Qt.MouseButton.LeftButton)
    calendar = field.calendar
    assert isinstance(calendar, QCalendarWidget)
    qtbot.waitUntil(calendar.isVisible)
    calendar.setSelectedDate(calendar.selectedDate().addDays(7))
    calendar.activated.emit(calendar.selectedDate())
    assert field.data() == date(2026, 9, 17)
    assert not calendar.isVisible()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("10 Sep 2026", ""),
        ("soon", "'soon' is not a date"),
        ("31 Dec 9999", "9999-12-31"),
        ("0001-01-01", "0001-01-01"),
        ("1/1/2101", "2101-01-01"),
    ],
)
def test_the_field_says_why_a_day_cannot_be_used(qtbot: QtBot, text: str, said: str) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.line.setText(text)
    assert said in field.fault()
    assert bool(field.fault()) == bool(said)
    assert (field.data() is None) == (text != "10 Sep 2026")

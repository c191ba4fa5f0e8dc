"""Five clear days before the meeting (Local Government Act 1972 s.100B, SI 2002/715)."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oscb_desktop.base.problems import UsageError
from oscb_desktop.report.timetable.timetable import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Step,
    Timetable,
    deadlines,
    find_timetable,
    listed_holidays,
    publication_deadline,
    timetables,
    why_not_counted,
)


@pytest.mark.parametrize(
    ("meeting", "publish"),
    [
        (date(2020, 9, 10), date(2020, 9, 2)),
        (date(2019, 4, 23), date(2019, 4, 11)),  # Good Friday and Easter Monday between
        (date(2022, 9, 27), date(2022, 9, 16)),  # the one-off bank holiday of 19 September
        (date(2026, 12, 10), date(2026, 12, 2)),
    ],
)
def test_known_meetings(meeting: date, publish: date) -> None:
    assert publication_deadline(meeting).date == publish


@given(st.dates(date(2010, 1, 1), date(2040, 12, 31)))
def test_five_counted_days_lie_strictly_between(meeting: date) -> None:
    by = publication_deadline(meeting).date
    between = [by + timedelta(days=n) for n in range(1, (meeting - by).days)]
    assert sum(not why_not_counted(day) for day in between) == 5
    assert not why_not_counted(by)


# England's bank holidays as the government has published them, written down here by hand.
PUBLISHED = {
    2019: ["01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2020: ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"],
    2021: ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2022: ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26",
           "12-27"],
    2023: ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"],
    2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}  # fmt: skip


@pytest.mark.parametrize("year", PUBLISHED)
def test_weekdays_that_do_not_count_are_the_published_bank_holidays(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    found = [day for day in days if day.year == year and day.weekday() < 5 and why_not_counted(day)]
    assert [f"{day:%m-%d}" for day in found] == PUBLISHED[year]
    assert list(listed_holidays(date(year, 1, 1), date(year, 12, 31))) == found


@given(st.dates(date(2010, 1, 1), date(2040, 12, 31)))
def test_one_day_later_would_leave_four(meeting: date) -> None:
    after = publication_deadline(meeting).date + timedelta(days=1)
    while why_not_counted(after):
        after += timedelta(days=1)
    between = [after + timedelta(days=n) for n in range(1, (meeting - after).days)]
    assert sum(not why_not_counted(day) for day in between) == 4


@given(st.dates(date(2010, 1, 1), date(2040, 12, 31)))
def test_a_later_meeting_is_never_published_earlier(meeting: date) -> None:
    later = publication_deadline(meeting + timedelta(days=1)).date
    assert publication_deadline(meeting).date <= later


@given(st.dates(date(2010, 1, 1), date(2040, 12, 31)), st.integers(1, 30))
def test_one_more_closed_day_moves_it_by_what_lies_before(meeting: date, back: int) -> None:
    closed = meeting - timedelta(days=back)
    plain = publication_deadline(meeting)
    moved = publication_deadline(meeting, Calendar(closed={closed: "Offices closed"}))
    if closed < plain.date or why_not_counted(closed):
        assert moved.date == plain.date
    else:
        assert moved.date < plain.date
        assert any("Offices closed" in line for line in moved.because)


@given(st.dates(date(2010, 1, 1), date(2040, 12, 31)), st.sampled_from(sorted(timetables())))
def test_each_step_is_so_many_working_days_before(meeting: date, committee: str) -> None:
    held = timetables()[committee]
    found = {step.name: step for step in deadlines(meeting, held)}
    publish = publication_deadline(meeting).date
    assert list(found.values()) == sorted(found.values(), key=lambda step: step.date)
    for asked in held.steps:
        day = found[asked.name].date
        until = [day + timedelta(days=n) for n in range((publish - day).days)]
        assert sum(not why_not_counted(one) for one in until) == asked.working_days_before
        assert not why_not_counted(day)
        skipped = [one for one in until if one.weekday() < 5 and why_not_counted(one)]
        assert len(found[asked.name].because) == 1 + len(skipped)


def test_each_skipped_day_says_why() -> None:
    because = publication_deadline(date(2019, 4, 23)).because
    assert any("Good Friday" in line for line in because)
    assert any("Easter Monday" in line for line in because)


FAR = st.dates(max_value=date(FIRST_YEAR - 1, 12, 31)) | st.dates(
    min_value=date(LAST_YEAR + 1, 1, 1)
)


@given(meeting=FAR)
@example(meeting=date.min)
@example(meeting=date.max)
def test_beyond_the_known_bank_holidays_nothing_is_counted(meeting: date) -> None:
    with pytest.raises(UsageError, match=meeting.isoformat()):
        deadlines(meeting, find_timetable("scrutiny"))


@given(meeting=st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
@example(meeting=date(FIRST_YEAR, 1, 1))
@example(meeting=date(LAST_YEAR, 12, 31))
def test_within_them_no_day_leaves_the_calendar(meeting: date) -> None:
    longest = Timetable(id="x", title="x", steps=(Step(name="First", working_days_before=250),))
    assert deadlines(meeting, longest)[0].date < meeting


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, FIRST_YEAR, LAST_YEAR])
def test_bank_holidays_are_known_from_the_first_to_the_last_year(year: int) -> None:
    assert listed_holidays(date(year, 1, 1), date(year, 12, 31))

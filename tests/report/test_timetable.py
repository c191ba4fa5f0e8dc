"""Five clear days before the meeting (Local Government Act 1972 s.100B, SI 2002/715)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.report.timetable import publication_deadline, why_not_counted


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


def test_each_skipped_day_says_why() -> None:
    because = publication_deadline(date(2019, 4, 23)).because
    assert any("Good Friday" in line for line in because)
    assert any("Easter Monday" in line for line in because)

"""Periods: a year, a quarter, a month, a part of a year or a day, with its two dates.

A financial year runs from April to March, an academic year from September to August. A cumulative
figure of which nothing says how far it reaches is of the "year to date" up to the year's last day.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

import msgspec

Kind = Literal[
    "year", "quarter", "month", "year to date", "part of a year", "rolling twelve months",
    "snapshot",
]  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Period(msgspec.Struct, frozen=True):
    """A stretch of time with its first and last day. ``words`` are a full name for it."""

    kind: Kind
    start: date
    end: date
    words: str

    @property
    def label(self) -> str:
        """The name as figures carry it: "2025-26", "2025-26 Q2", "2023", "31 March 2025"."""
        for idle in ("financial year ", "calendar year ", "at "):
            if self.words.startswith(idle):
                return self.words.removeprefix(idle)
        return self.words


def years(first: int) -> str:
    """Return how the year that begins in ``first`` and ends in the next is written."""
    return f"{first}-{(first + 1) % 100:02d}"


def financial_year(first: int) -> Period:
    """Return the financial year that begins in April of ``first``."""
    words = f"financial year {years(first)}"
    return Period("year", date(first, 4, 1), date(first + 1, 3, 31), words)


def calendar_year(number: int) -> Period:
    """Return a year from January to December."""
    return Period("year", date(number, 1, 1), date(number, 12, 31), f"calendar year {number}")


def academic_year(first: int) -> Period:
    """Return the academic year that begins in September of ``first``."""
    words = f"academic year {years(first)}"
    return Period("year", date(first, 9, 1), date(first + 1, 8, 31), words)


def quarter(first: int, number: int) -> Period:
    """Return a quarter, 1 to 4, of the financial year that begins in ``first``."""
    start = month_of(first, 3 * number - 2)
    end = last_day(month_of(first, 3 * number))
    return Period("quarter", start, end, f"{years(first)} Q{number}")


def month(year: int, number: int) -> Period:
    """Return a calendar month."""
    start = date(year, number, 1)
    return Period("month", start, last_day(start), _month_year(start))


def snapshot(day: date) -> Period:
    """Return one day, at which something was counted."""
    return Period("snapshot", day, day, f"at {_day(day)}")


def year_to_date(first: int, end: date | None = None) -> Period:
    """Return a financial year as far as ``end``; the whole year where that is its last day.

    Without ``end`` nobody said how far.
    """
    whole = financial_year(first)
    if end is None:
        return Period("year to date", whole.start, whole.end, f"{years(first)} to date")
    if end == whole.end:
        return whole
    return Period("year to date", whole.start, end, f"{years(first)} to {_until(end)}")


def rolling(end: date) -> Period:
    """Return the twelve months up to ``end``, whatever year that is."""
    start = end + timedelta(days=1)
    start = start.replace(year=start.year - 1, day=min(start.day, 28) if start.month == 2
                          else start.day)  # fmt: skip
    return Period("rolling twelve months", start, end, f"rolling 12 months to {_until(end)}")


def twelve_months(end: date) -> Period:
    """Return the year that ends on a day: financial, calendar or academic, else rolling."""
    if (end.month, end.day) == (3, 31):
        return financial_year(end.year - 1)
    if (end.month, end.day) == (12, 31):
        return calendar_year(end.year)
    if (end.month, end.day) == (8, 31):
        return academic_year(end.year - 1)
    return rolling(end)


def between(start: date, end: date) -> Period | None:
    """Return the period of two dates by its usual name; None where they are no part of a year."""
    count = 12 * (end.year - start.year) + end.month - start.month + 1
    if end < start or count > 13:
        return None
    if start == end:
        return snapshot(end)
    if rolling(end).start == start:
        return twelve_months(end)
    if start.day == 1 and end == last_day(end):
        if count == 1:
            return month(start.year, start.month)
        if count == 3 and start.month % 3 == 1:
            return quarter(first_of(start), (start.month - 4) % 12 // 3 + 1)
        begin = MONTHS[start.month - 1] + (f" {start.year}" if start.year != end.year else "")
        return Period("part of a year", start, end, f"{begin} to {_month_year(end)}")
    return Period("part of a year", start, end, f"{_day(start)} to {_day(end)}")


def first_of(day: date) -> int:
    """Return in which year the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def month_of(first: int, number: int) -> date:
    """Return the first day of a month, 1 (April) to 12, of a financial year."""
    return date(first + (number > 9), (number + 2) % 12 + 1, 1)


def last_day(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _day(day: date) -> str:
    return f"{day.day} {_month_year(day)}"


def _month_year(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _until(day: date) -> str:
    return _month_year(day) if day == last_day(day) else _day(day)

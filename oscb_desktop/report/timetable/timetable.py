"""When a report must be published, and the council's own steps before that day.

Local Government Act 1972 s.100B with SI 2002/715: neither the day of publication nor the day of
the meeting counts, nor do weekends and bank holidays (England).
"""

from datetime import date, timedelta
from functools import cache
from typing import Annotated, Final

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import counted, say

CLEAR_DAYS = 5
# Of these years it is known which days are bank holidays. Beyond them a timetable would count each
# as a working day, and be wrong with nothing said.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A day by which something must be done, and why that day."""

    name: str
    date: date
    because: tuple[str, ...]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of the council's own, so many working days before the last day to publish."""

    name: str
    working_days_before: Annotated[int, msgspec.Meta(ge=0, le=250)]  # a year has no more


class Timetable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A committee's steps."""

    id: str
    title: str
    steps: tuple[Step, ...]


class Calendar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person says of days: ``closed`` ones with why, and bank holidays that do count."""

    closed: dict[date, str] = {}
    counted: frozenset[date] = frozenset()


NO_CHANGES = Calendar()


class _Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    closed: dict[str, str] = {}  # "YYYY-MM-DD" → why, e.g. a one-off bank holiday


@cache
def _extra_days() -> dict[date, str]:
    listed = resources.load(resources.find("holidays.toml"), _Extra).closed
    return {date.fromisoformat(day): why for day, why in listed.items()}


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    import holidays

    england = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return dict(england.items())


def is_known(day: date) -> bool:
    """Say whether it is known which days about a day are bank holidays."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def require_known(day: date) -> None:
    """Raise ``UsageError`` for a day, such as a meeting's, before which nothing can be counted."""
    if not is_known(day):
        raise UsageError(
            say(
                "Clear days cannot be counted about {day}: bank holidays are known "
                "from {first} to {last}.",
                day=day.isoformat(),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            ),
            say("Check the year of the date."),
        )


def listed_holidays(first: date, last: date) -> dict[date, str]:
    """Return the weekdays from ``first`` to ``last`` that are not clear days, each with why.

    Bank holidays of England as the ``holidays`` library has them, and ``holidays.toml``.
    """
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        found |= _bank_holidays(year)
    found |= _extra_days()
    return {day: found[day] for day in sorted(found) if first <= day <= last and day.weekday() < 5}


def why_not_counted(day: date, calendar: Calendar = NO_CHANGES) -> str:
    """Return why a day is not a clear day ("" where it is one)."""
    if day.weekday() >= 5:
        return day.strftime("%A")
    if day in calendar.closed:
        return calendar.closed[day]
    if day in calendar.counted:
        return ""
    return _extra_days().get(day) or _bank_holidays(day.year).get(day, "")


def publication_deadline(meeting: date, calendar: Calendar = NO_CHANGES) -> Deadline:
    """Return the last day to publish the agenda for a meeting, with each skipped day's reason.

    Raises ``UsageError`` for a meeting in a year whose bank holidays are not known.
    """
    require_known(meeting)
    because: list[str] = []
    day, left = meeting, CLEAR_DAYS + 1
    while left:
        day -= timedelta(days=1)
        reason = why_not_counted(day, calendar)
        if reason:
            because.append(say("{day} is not counted: {reason}", day=_said(day), reason=reason))
        else:
            left -= 1
            if left:
                because.append(
                    say("{day} is clear day {number}", day=_said(day), number=CLEAR_DAYS + 1 - left)
                )
    return Deadline(name=say("Publish the agenda and reports"), date=day, because=tuple(because))


@cache
def timetables() -> dict[str, Timetable]:
    """Return every committee's timetable by id, from ``resources/timetables``."""
    paths = sorted(resources.find("timetables").glob("*.toml"))
    loaded = (resources.load(path, Timetable) for path in paths)
    return {held.id: held for held in loaded}


def find_timetable(committee: str) -> Timetable:
    """Return a committee's timetable by id or title; raise ``UsageError`` naming the known."""
    known = timetables()
    for held in known.values():
        if committee.casefold() in (held.id, held.title.casefold()):
            return held
    raise UsageError(
        say("There is no timetable for '{committee}'.", committee=committee),
        say("Use one of: {known}.", known=", ".join(known)),
    )


def deadlines(
    meeting: date, timetable: Timetable | None = None, calendar: Calendar = NO_CHANGES
) -> tuple[Deadline, ...]:
    """Return every deadline before a meeting, earliest first; the last is publication.

    Raises ``UsageError`` for a meeting in a year whose bank holidays are not known.
    """
    publish = publication_deadline(meeting, calendar)
    steps = timetable.steps if timetable else ()
    earlier = [_before(publish.date, step, calendar) for step in steps]
    return (*sorted(earlier, key=lambda held: held.date), publish)


def _before(publish: date, step: Step, calendar: Calendar) -> Deadline:
    day, left = publish, step.working_days_before
    because = [
        counted(
            step.working_days_before,
            "1 working day before {day}",
            "{count} working days before {day}",
            day=_said(publish),
        )
    ]
    while left:
        day -= timedelta(days=1)
        reason = why_not_counted(day, calendar)
        if not reason:
            left -= 1
        elif day.weekday() < 5:
            because.append(say("{day} is not counted: {reason}", day=_said(day), reason=reason))
    return Deadline(name=step.name, date=day, because=tuple(because))


def _said(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"

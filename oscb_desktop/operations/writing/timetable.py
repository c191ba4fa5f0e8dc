"""When a report must be out, and what has to happen before."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.operations.writing.holidays import own_calendar
from oscb_desktop.report.timetable.timetable import (
    Deadline,
    Timetable,
    deadlines,
    find_timetable,
    publication_deadline,
    timetables,
)


@dataclass(frozen=True)
class Dates:
    """The dates of one meeting; the last deadline is the day to publish."""

    meeting: date
    committee: str
    deadlines: tuple[Deadline, ...]

    @property
    def publish_by(self) -> date:
        """The last day to publish."""
        return self.deadlines[-1].date


def publish_by(meeting: date) -> Deadline:
    """Return the last day to publish for a meeting, and why that day."""
    return publication_deadline(meeting, own_calendar())


def work_out_dates(meeting: date, committee: str | None = None) -> Dates:
    """Return the dates of a meeting; without a committee, the statutory one alone.

    Raises ``UsageError`` for a committee without a timetable.
    """
    timetable = find_timetable(committee) if committee else None
    title = timetable.title if timetable else ""
    return Dates(meeting, title, deadlines(meeting, timetable, own_calendar()))


def timetable_of(committee: str) -> Timetable | None:
    """Return the timetable whose title a report's committee bears, or None."""
    known = timetables().values()
    return next((held for held in known if held.title.casefold() == committee.casefold()), None)


def write_calendar(dates: Dates, path: Path) -> None:
    """Write the dates as an iCalendar file (RFC 5545): one whole-day event each.

    Raises ``OscbError`` where ``path`` cannot be written.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//OSCB Desktop//Committee timetable//EN")
    calendar.add("version", "2.0")
    meeting = Deadline(name=say("Committee meeting"), date=dates.meeting, because=())
    for held in (*dates.deadlines, meeting):
        event = Event()
        event.add("uid", f"{dates.meeting:%Y%m%d}-{_slug(dates.committee, held.name)}@oscb-desktop")
        # From the meeting's date, so that the same timetable is the same file.
        event.add("dtstamp", datetime.combine(dates.meeting, time(), UTC))
        event.add("dtstart", held.date)
        event.add("dtend", held.date + timedelta(days=1))
        named = f"{held.name} ({dates.committee})" if dates.committee else held.name
        event.add("summary", named)
        if held.because:
            event.add("description", "\n".join(held.because))
        calendar.add_component(event)
    write_whole(path, calendar.to_ical())


def _slug(*words: str) -> str:
    return "-".join("".join(filter(str.isalnum, word)).casefold() for word in words if word)

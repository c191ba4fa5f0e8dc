"""When a report must be out, and what has to happen before."""

from dataclasses import dataclass
from datetime import date

from oscb_desktop.operations.writing.holidays import own_calendar
from oscb_desktop.report.timetable.timetable import (
    Deadline,
    Timetable,
    deadlines,
    find_timetable,
    is_known,
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


def publish_by(meeting: date | None) -> date | None:
    """Return the last day to publish for a meeting, None where there is none to be counted."""
    if meeting is None or not is_known(meeting):
        return None
    return publication_deadline(meeting, own_calendar()).date


def work_out_dates(meeting: date, committee: str | None = None) -> Dates:
    """Return the dates of a meeting; without a committee, the statutory one alone.

    Raises ``UsageError`` for a committee without a timetable, and for a meeting too long ago or
    too far ahead.
    """
    timetable = find_timetable(committee) if committee else None
    title = timetable.title if timetable else ""
    return Dates(meeting, title, deadlines(meeting, timetable, own_calendar()))


def timetable_of(committee: str) -> Timetable | None:
    """Return the timetable whose title a report's committee bears, or None."""
    known = timetables().values()
    return next((held for held in known if held.title.casefold() == committee.casefold()), None)

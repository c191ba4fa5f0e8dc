"""Why a report is taken late: the chair's opinion, as it is recorded and as it is printed.

Local Government Act 1972 s.100B(4)(b): an item that was not open to inspection for five clear
days is considered only where the chair is of the opinion, by reason of special circumstances
that the minutes specify, that it should be considered as a matter of urgency.
"""

from collections.abc import Iterator
from datetime import date

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import say
from oscb_desktop.report.content.annotations import Late
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.timetable.timetable import (
    Calendar,
    is_known,
    publication_deadline,
    require_known,
)

HEADING = "Reason for urgency"


def late_at(report: Report, committee: str) -> Late | None:
    """Return what is recorded for a committee, by its id, or None."""
    return next((held for held in report.late if held.committee == committee), None)


def late_of(report: Report) -> Late | None:
    """Return what is recorded for the committee that a report is addressed to, or None."""
    return late_at(report, committee_of(report))


def is_late(report: Report, today: date, calendar: Calendar) -> bool:
    """Say whether the last day to publish is over and the meeting is still to come."""
    meeting = report.details.meeting_date
    if meeting is None or not is_known(meeting):
        return False
    return publication_deadline(meeting, calendar).date < today <= meeting


def require_known_meetings(report: Report, before: Report | None = None) -> None:
    """Raise ``UsageError`` for a meeting before which no clear days can be counted.

    Those that the report had ``before`` stay: it has to be possible to put them right.
    """
    earlier = set() if before is None else set(_meetings(before))
    for meeting in _meetings(report):
        if meeting not in earlier:
            require_known(meeting)


def _meetings(report: Report) -> Iterator[date]:
    others = (held.meeting_date for held in report.committees)
    for meeting in (report.details.meeting_date, *others):
        if meeting is not None:
            yield meeting


def check_late(report: Report, today: date, calendar: Calendar) -> Iterator[Problem]:
    """Yield what the day asks for: the opinion where it is missing, a note where it is given."""
    meeting = report.details.meeting_date
    late = late_of(report)
    place = Place(section=say("Title and meeting"), panel="timetable")
    if meeting is not None and not is_known(meeting):
        yield problem("meeting-out-of-reach", place, found=meeting.isoformat())
    if late is not None:
        by = late.by.removeprefix("The ").removeprefix("the ")
        yield problem("publication-late", place, found=day_words(late.on), by=by)
    elif meeting is not None and is_late(report, today, calendar):
        last = publication_deadline(meeting, calendar).date
        yield problem("publication-day-passed", place, expected=f"{last:%A} {day_words(last)}")


def late_words(report: Report) -> tuple[str, ...]:
    """Return the paragraphs that the report prints before its first section, none where in time."""
    late = late_of(report)
    if late is None:
        return ()
    return (
        f"{_sentence_start(late.by)} is of the opinion, by reason of the special circumstances "
        "given here, that this report should be considered at the meeting as a matter of urgency, "
        "although it was not open to inspection for five clear days before it (Local Government "
        "Act 1972, section 100B(4)(b)).",
        f"Special circumstances: {late.reason}",
        f"The opinion was formed on {day_words(late.on)}.",
    )


def committee_of(report: Report) -> str:
    return report.committee.id if report.committee is not None else ""


def _sentence_start(post: str) -> str:
    begun = post if post.casefold().startswith("the ") else f"The {post}"
    return begun[:1].upper() + begun[1:]


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

"""Why a report is taken late: the chair's opinion, as it is recorded and as it is printed.

Local Government Act 1972 s.100B(4)(b): an item that was not open to inspection for five clear
days is considered only where the chair is of the opinion, by reason of special circumstances
that the minutes specify, that it should be considered as a matter of urgency.
"""

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem, UsageError
from oscb_desktop.report.content.annotations import Late
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.timetable.timetable import Calendar, publication_deadline

HEADING = "Reason for urgency"
_SHORTEST = 20  # characters: "urgent" is no circumstance
_PLACE = Place(section="Title and meeting", panel="timetable")


class SetLate(msgspec.Struct, frozen=True, tag="set-late"):
    """Record why the report is taken late at a committee; None: take that back."""

    committee: str
    late: Late | None

    label = property(
        lambda self: (
            "Take out the reason for urgency"
            if self.late is None
            else "Give the reason for urgency"
        )
    )

    def apply(self, report: Report) -> Report:
        """Return the report with the opinion, in place of an earlier one."""
        others = [held for held in report.late if held.committee != self.committee]
        given = [] if self.late is None else [self.late]
        kept = tuple(sorted((*others, *given), key=lambda held: held.committee))
        return replace(report, late=kept)

    def invert(self, report: Report) -> "SetLate":
        """Return the change that puts the present opinion back."""
        return SetLate(self.committee, late_at(report, self.committee))


def late_at(report: Report, committee: str) -> Late | None:
    """Return what is recorded for a committee, by its id, or None."""
    return next((held for held in report.late if held.committee == committee), None)


def late_of(report: Report) -> Late | None:
    """Return what is recorded for the committee that a report is addressed to, or None."""
    return late_at(report, _committee(report))


def say_late(report: Report, reason: str, by: str, on: date) -> SetLate:
    """Return the change that records an opinion for the committee a report is addressed to.

    Raises ``UsageError`` where the circumstances or the post are missing.
    """
    reason, by = " ".join(reason.split()), " ".join(by.split())
    if len(reason) < _SHORTEST:
        raise UsageError(
            "The special circumstances have to be said: the minutes specify them.",
            "Say in a sentence why the report could not be published in time, and why it "
            "cannot wait for the next meeting.",
        )
    if not by:
        raise UsageError(
            "The opinion is that of the person who presides at the meeting.",
            "Give the post, for example Chair of the Performance Scrutiny Committee.",
        )
    meeting = report.details.meeting_date
    if meeting is not None and on > meeting:
        raise UsageError(
            "The opinion cannot be formed after the meeting.",
            f"Give a day up to {_said(meeting)}.",
        )
    committee = _committee(report)
    return SetLate(committee, Late(reason=reason, by=by, on=on, committee=committee))


def take_back(report: Report) -> SetLate:
    """Return the change that takes the opinion out for the committee a report is addressed to."""
    return SetLate(_committee(report), None)


def is_late(report: Report, today: date, calendar: Calendar) -> bool:
    """Say whether the last day to publish is over and the meeting is still to come."""
    meeting = report.details.meeting_date
    if meeting is None:
        return False
    return publication_deadline(meeting, calendar).date < today <= meeting


def check_late(report: Report, today: date, calendar: Calendar) -> Iterator[Problem]:
    """Yield what the day asks for: the opinion where it is missing, a note where it is given."""
    meeting = report.details.meeting_date
    late = late_of(report)
    if late is not None:
        by = late.by.removeprefix("The ").removeprefix("the ")
        yield problem("publication-late", _PLACE, by=by, on=_said(late.on))
    elif meeting is not None and is_late(report, today, calendar):
        last = publication_deadline(meeting, calendar).date
        yield problem("publication-day-passed", _PLACE, expected=f"{last:%A} {_said(last)}")


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
        f"The opinion was formed on {_said(late.on)}.",
    )


def _committee(report: Report) -> str:
    return report.committee.id if report.committee is not None else ""


def _sentence_start(post: str) -> str:
    begun = post if post.casefold().startswith("the ") else f"The {post}"
    return begun[:1].upper() + begun[1:]


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

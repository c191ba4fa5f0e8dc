"""Recording why a report is taken late, and taking that back, as changes."""

from datetime import date

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.annotations import Late
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.timetable.lateness import committee_of, day_words, late_at
from oscb_desktop.report.timetable.timetable import require_known


class SetLate(msgspec.Struct, frozen=True, tag="set-late"):
    """Record why the report is taken late at a committee; None: take that back."""

    committee: str
    late: Late | None

    label = property(
        lambda self: (
            say("Remove the reason for urgency")
            if self.late is None
            else say("Give the reason for urgency")
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


def say_late(report: Report, reason: str, by: str, on: date) -> SetLate:
    """Return the change that records an opinion for the committee a report is addressed to.

    Raises ``UsageError`` where the circumstances or the post are missing, or the day is none that
    it can have been formed on.
    """
    reason, by = " ".join(reason.split()), " ".join(by.split())
    if len(reason) < _SHORTEST:
        raise UsageError(
            say("The special circumstances have to be given: the minutes must specify them."),
            say(
                "Say in a sentence why the report could not be published in time, and why it "
                "cannot wait for the next meeting."
            ),
        )
    if not by:
        raise UsageError(
            say("The opinion is that of the person who presides at the meeting."),
            say("Give the post, for example Chair of the Performance Scrutiny Committee."),
        )
    require_known(on)
    meeting = report.details.meeting_date
    if meeting is not None and on > meeting:
        raise UsageError(
            say("The opinion cannot be formed after the meeting."),
            say("Give a day up to {day}.", day=day_words(meeting)),
        )
    committee = committee_of(report)
    return SetLate(committee, Late(reason=reason, by=by, on=on, committee=committee))


def take_back(report: Report) -> SetLate:
    """Return the change that takes the opinion out for the committee a report is addressed to."""
    return SetLate(committee_of(report), None)


_SHORTEST = 20  # characters: "urgent" is no circumstance

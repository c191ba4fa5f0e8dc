"""Setting a problem aside, and letting it stand again, as changes."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from oscb_desktop.base import catalogue
from oscb_desktop.base.problems import Problem, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.annotations import Waiver
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.waivers import may_waive, waived_content, waived_subject


class Waive(msgspec.Struct, frozen=True, tag="waive"):
    """Set a problem aside."""

    waiver: Waiver

    label = property(
        lambda self: say("Set aside: {problem}", problem=catalogue.title(self.waiver.code))
    )

    def apply(self, report: Report) -> Report:
        """Return the report with the waiver, in place of an older one of the same problem."""
        return _with(report, (*_others(report, self.waiver.key), self.waiver))

    def invert(self, report: Report) -> "Waive | Unwaive":
        """Return the change that puts back what there was before."""
        held = _held(report, self.waiver.key)
        return Unwaive(*self.waiver.key) if held is None else Waive(held)


class Unwaive(msgspec.Struct, frozen=True, tag="unwaive"):
    """Let a problem stand again."""

    code: str
    subject: str
    found: str

    label = property(lambda self: say("Raise again: {problem}", problem=catalogue.title(self.code)))

    def apply(self, report: Report) -> Report:
        """Return the report without the waiver."""
        return _with(report, _others(report, (self.code, self.subject, self.found)))

    def invert(self, report: Report) -> "Waive | Unwaive":
        """Return the change that sets the problem aside again."""
        held = _held(report, (self.code, self.subject, self.found))
        return self if held is None else Waive(held)


def waive(report: Report, problem: Problem, reason: str, by: str, at: datetime) -> Waive:
    """Return the change that sets a problem aside as its text is now.

    Raises ``UsageError`` where it may not be, or where the reason or the name is missing.
    """
    if not may_waive(problem):
        raise UsageError(
            say("This cannot be set aside."),
            say("It has to be put right. {remedy}", remedy=problem.remedy).strip(),
        )
    reason, by = " ".join(reason.split()), " ".join(by.split())
    if not reason or not by:
        raise UsageError(
            say("A problem is set aside by a named person who says why."),
            say("Give the reason, and a name."),
        )
    if len(reason) > _LONGEST:
        raise UsageError(
            say("The reason is {count} characters long.", count=len(reason)),
            say("Say it in {limit}: it is printed on the sign-off page.", limit=_LONGEST),
        )
    made = Waiver(
        code=problem.code,
        subject=waived_subject(report, problem.place),
        found=problem.found,
        content=waived_content(report, problem),
        reason=reason,
        by=by,
        at=at.replace(microsecond=0),
    )
    return Waive(made)


_LONGEST = 240  # characters: the longest reason that fits a sign-off page well


def _held(report: Report, key: tuple[str, str, str]) -> Waiver | None:
    return next((held for held in report.annotations.waivers if held.key == key), None)


def _others(report: Report, key: tuple[str, str, str]) -> tuple[Waiver, ...]:
    return tuple(held for held in report.annotations.waivers if held.key != key)


def _with(report: Report, waivers: tuple[Waiver, ...]) -> Report:
    ordered = tuple(sorted(waivers, key=lambda held: held.key))
    return replace(report, annotations=replace(report.annotations, waivers=ordered))

"""Problems that a named person has set aside, with a reason, and the changes that say so.

A waiver is about one text as it was: when the text changes, the waiver lapses and the problem
stands again. It is never part of what a reader of the report sees, but the sign-off page of a
final report lists those that matter.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.catalogue import entries
from oscb_desktop.base.problems import Place, Problem, Severity, UsageError
from oscb_desktop.report.content.annotations import Waiver
from oscb_desktop.report.content.document import Report

_LONGEST = 240  # characters: the longest reason that fits a sign-off page well


class Waived(msgspec.Struct, frozen=True):
    """A problem that would stand, and the waiver that sets it aside."""

    problem: Problem
    waiver: Waiver


class Waive(msgspec.Struct, frozen=True, tag="waive"):
    """Set a problem aside."""

    waiver: Waiver

    label = property(lambda self: f"Set aside: {_title(self.waiver.code)}")

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

    label = property(lambda self: f"Let stand again: {_title(self.code)}")

    def apply(self, report: Report) -> Report:
        """Return the report without the waiver."""
        return _with(report, _others(report, (self.code, self.subject, self.found)))

    def invert(self, report: Report) -> "Waive | Unwaive":
        """Return the change that sets the problem aside again."""
        held = _held(report, (self.code, self.subject, self.found))
        return self if held is None else Waive(held)


def may_waive(problem: Problem) -> bool:
    """Return whether a problem may be set aside at all.

    What stops a final export may not, unless the catalogue says so.
    """
    entry = entries().get(problem.code)
    if entry is None:
        return False
    if entry.waivable is not None:
        return entry.waivable
    return problem.severity is not Severity.BLOCK


def waive(report: Report, problem: Problem, reason: str, by: str, at: datetime) -> Waive:
    """Return the change that sets a problem aside as its text is now.

    Raises ``UsageError`` where it may not be, or where the reason or the name is missing.
    """
    if not may_waive(problem):
        raise UsageError(
            "This cannot be set aside.", f"It has to be put right. {problem.remedy}".strip()
        )
    reason, by = " ".join(reason.split()), " ".join(by.split())
    if not reason or not by:
        raise UsageError(
            "A problem is set aside by a named person who says why.",
            "Give the reason, and a name.",
        )
    if len(reason) > _LONGEST:
        raise UsageError(
            f"The reason is {len(reason)} characters long.",
            f"Say it in {_LONGEST}: it is printed on the sign-off page.",
        )
    made = Waiver(
        code=problem.code,
        subject=_subject(problem.place),
        found=problem.found,
        content=_content(report, problem),
        reason=reason,
        by=by,
        at=at.replace(microsecond=0),
    )
    return Waive(made)


def part(report: Report, problems: Iterable[Problem]) -> tuple[list[Problem], list[Waived]]:
    """Return the problems that stand, and those set aside by a waiver that has not lapsed."""
    waivers = {held.key: held for held in report.marks.waivers}
    if not waivers:
        return list(problems), []
    standing: list[Problem] = []
    waived: list[Waived] = []
    for found in problems:
        held = waivers.get((found.code, _subject(found.place), found.found))
        if held is not None and may_waive(found) and held.content == _content(report, found):
            waived.append(Waived(found, held))
        else:
            standing.append(found)
    return standing, waived


def _subject(place: Place) -> str:
    return place.block or place.section


def _content(report: Report, problem: Problem) -> str:
    """Return the hash of the text a problem is about: its block's, section's, or the head's."""
    block = report.block(problem.place.block) if problem.place.block else None
    if block is not None:
        return _hashed(block)
    for section in report.sections:
        if section.title == problem.place.section:
            return _hashed(section.blocks)
    return _hashed((report.details, problem.message))


def _hashed(value: object) -> str:
    return hashlib.sha256(_encoder.encode(value)).hexdigest()


_encoder = msgspec.json.Encoder(order="deterministic", decimal_format="string")


def _title(code: str) -> str:
    entry = entries().get(code)
    return entry.title if entry is not None else code


def _held(report: Report, key: tuple[str, str, str]) -> Waiver | None:
    return next((held for held in report.marks.waivers if held.key == key), None)


def _others(report: Report, key: tuple[str, str, str]) -> tuple[Waiver, ...]:
    return tuple(held for held in report.marks.waivers if held.key != key)


def _with(report: Report, waivers: tuple[Waiver, ...]) -> Report:
    ordered = tuple(sorted(waivers, key=lambda held: held.key))
    return replace(report, marks=replace(report.marks, waivers=ordered))

"""Problems that a named person has set aside, with a reason: which may be, and which still are.

A waiver is about one text as it was: when the text changes, the waiver lapses and the problem
stands again. It is never part of what a reader of the report sees, but the sign-off page of a
final report lists those that matter.
"""

import hashlib
from collections.abc import Iterable

import msgspec

from oscb_desktop.base.catalogue import entries
from oscb_desktop.base.problems import Place, Problem, Severity
from oscb_desktop.report.content.annotations import Waiver
from oscb_desktop.report.content.document import Report


class Waived(msgspec.Struct, frozen=True):
    """A problem that would stand, and the waiver that sets it aside."""

    problem: Problem
    waiver: Waiver


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


def part(report: Report, problems: Iterable[Problem]) -> tuple[list[Problem], list[Waived]]:
    """Return the problems that stand, and those set aside by a waiver that has not lapsed."""
    waivers = {held.key: held for held in report.annotations.waivers}
    if not waivers:
        return list(problems), []
    standing: list[Problem] = []
    waived: list[Waived] = []
    for found in problems:
        held = waivers.get((found.code, waived_subject(report, found.place), found.found))
        if held is not None and may_waive(found) and held.content == waived_content(report, found):
            waived.append(Waived(found, held))
        else:
            standing.append(found)
    return standing, waived


def waived_subject(report: Report, place: Place) -> str:
    """Return the block or section a problem is about, "" for what is in no text.

    What such a place is called depends on the person's language.
    """
    named = any(section.title == place.section for section in report.sections)
    return place.block or (place.section if named else "")


def waived_content(report: Report, problem: Problem) -> str:
    """Return the hash of the text a problem is about: its block's, section's, or the head's."""
    block = report.block(problem.place.block) if problem.place.block else None
    if block is not None:
        return _hashed(block)
    for section in report.sections:
        if section.title == problem.place.section:
            return _hashed(section.blocks)
    return _hashed((report.details, problem.found, problem.expected))


def _hashed(value: object) -> str:
    return hashlib.sha256(_encoder.encode(value)).hexdigest()


_encoder = msgspec.json.Encoder(order="deterministic", decimal_format="string")

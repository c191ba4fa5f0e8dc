"""A section sent to an officer as a file of its own: what goes with it, and what may be edited."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError, Place, Problem, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.lineage import marks_in
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.annotations import Annotations
from oscb_desktop.report.content.document import Report, Section


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a part is: of which report (by the seal of its first act), which section, for whom.

    ``note`` is what is asked of the officer; ``sent_at`` is UTC.
    """

    id: str
    report: str
    section: str
    title: str
    to: str
    note: str
    sent_by: str
    sent_at: datetime


def part_of(report: Report, section_id: str) -> Report:
    """Return the report of one section alone: its head, the section, and its marks of exemption.

    It is numbered as in the report. Figures are not in it (see ``part_figures``). Raises
    ``UsageError`` for an unknown section.
    """
    section = report.section(section_id)
    if section is None:
        raise UsageError(
            say("That section is not in the report."), say("Look again at the outline.")
        )
    alone = Report(
        template=report.template,
        details=report.details,
        sections=(section,),
        annotations=Annotations(
            around=numbering.around(report, section), words=report.annotations.words
        ),
    )
    return replace(alone, exemptions=marks_in(report, alone))


def refuse_outside(part: Part, before: Report, after: Report) -> None:
    """Raise ``OscbError`` where an edit touches more than the text of the part's section.

    Marks of exemption may come to its paragraphs, since what an exempt one is divided into is
    exempt. None may go or change.
    """
    old, new = before.section(part.section), after.section(part.section)
    if old is not None and new is not None and _differ_in_text(before, after, old, new):
        return
    title = old.title if old else part.title
    raise OscbError(
        say("Only the text of “{title}” can be edited here.", title=title),
        say("This file is one section of a report. For any other change, ask whoever sent it."),
        code="part",
    )


def _differ_in_text(before: Report, after: Report, old: Section, new: Section) -> bool:
    """Say whether reports differ in one section's text at most, and in marks come to it."""
    kept = replace(new, blocks=old.blocks, ready=old.ready)
    sections = tuple(kept if held.id == old.id else held for held in after.sections)
    within = {block.id for block in (*old.blocks, *new.blocks)}
    come = {*after.exemptions} - {*before.exemptions}
    less = tuple(mark for mark in after.exemptions if mark not in come)
    return (
        all(mark.target in within for mark in come)
        and replace(after, sections=sections, exemptions=less) == before
    )


def check_part(part: Part, report: Report, found: Iterable[Problem]) -> list[Problem]:
    """Return what of a report's problems concerns a part, and that it is no whole report."""
    section = report.section(part.section)
    title = section.title if section else ""
    alone = problem("part-alone", Place(section=title), by=part.sent_by, title=part.title)
    return [alone, *(held for held in found if held.place.section == title)]


def check_away(report: Report, away: Iterable[Part]) -> Iterator[Problem]:
    """Yield a note for each section that is with an officer."""
    for part in away:
        section = report.section(part.section)
        if section is not None:
            yield problem(
                "section-away",
                Place(section=section.title),
                to=part.to or say("an officer"),
                since=f"{part.sent_at.astimezone():%d %B %Y}".lstrip("0"),
            )


def refuse_clearance(part: Part | None) -> None:
    """Raise ``OscbError`` for a part: what is cleared is the whole report."""
    if part is not None:
        raise OscbError(
            say("A section on its own cannot be cleared."),
            say(
                "Send it back to {sent_by}: the report is cleared as a whole.", sent_by=part.sent_by
            ),
            code="part",
        )

"""Where a report goes: one more committee, a section written for it alone, how each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oscb_desktop.editing.addressing import (
    bring_in,
    send_no_more,
    send_to,
    share_again,
    write_apart,
)
from oscb_desktop.operations.clearing.clearing import clearance_states, route_of_report, whose_desk
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.timetable import publish_by
from oscb_desktop.operations.writing.writing import find_section
from oscb_desktop.report.clearance.clearance import missing
from oscb_desktop.report.content.committees import (
    CommitteeTemplate,
    committee_templates,
    find_committee,
    find_committee_template,
)
from oscb_desktop.report.content.document import Report, Section


@dataclass(frozen=True)
class Standing:
    """How the report stands for one committee. ``own`` are the sections that only it gets."""

    id: str  # "" for the first
    name: str
    meeting_date: date | None
    publish_by: date | None
    route: str
    desk: str
    cleared: bool
    blocking: int  # problems that stop a final export, its missing clearances among them
    own: tuple[Section, ...]
    without: tuple[str, ...]  # keys of the shared sections that it does not get


def kinds_of_committee() -> tuple[CommitteeTemplate, ...]:
    """Return the kinds of committee that a report can go on to."""
    return tuple(committee_templates().values())


def committee_ids(report: Report) -> tuple[str, ...]:
    """Return the ids of the committees of a whole report, the first one's "" before the others."""
    return ("", *(held.id for held in report.committees))


def standings(snapshot: Snapshot) -> tuple[Standing, ...]:
    """Return how the report stands for each committee, the first one first."""
    return tuple(
        _standing(snapshot.addressed_to(committee_id))
        for committee_id in committee_ids(snapshot.whole)
    )


def address(opened: Opened, named: str) -> Opened:
    """Return the open file as a committee gets it, by its id or name; "" is the first.

    Raises ``UsageError`` naming those that the report goes to.
    """
    return opened.addressed_to(find_committee(opened.file.report, named) if named else "")


def add_committee(
    opened: Opened, kind: str, meeting: date | None = None, name: str = ""
) -> Snapshot:
    """Have the report go to one more committee of a kind.

    Raises ``UsageError`` for an unknown kind, ``OscbError`` where it goes there already.
    """
    asked = find_committee_template(kind)
    return edit(opened, send_to(opened.file.report, asked, meeting, name))


def remove_committee(opened: Opened, named: str) -> Snapshot:
    """Take a committee off, with what was written for it alone. Raises ``UsageError``."""
    report = opened.file.report
    return edit(opened, send_no_more(report, find_committee(report, named)))


def write_section_apart(opened: Opened, section: str) -> Snapshot:
    """Give the committee in hand its own text of a shared section; it begins as a copy.

    Raises ``UsageError`` for the first committee and for a section that is its own already.
    """
    found = find_section(opened.report, section)
    return edit(opened, write_apart(opened.file.report, found.id, opened.committee))


def share_section_again(opened: Opened, section: str) -> Snapshot:
    """Give the committee in hand the shared text again, also of a section it was left out of.

    Raises ``UsageError`` where it gets the shared text already.
    """
    committee = opened.report.committee
    if committee is not None and section in committee.without:
        return edit(opened, bring_in(opened.file.report, committee.id, section))
    return edit(opened, share_again(opened.file.report, find_section(opened.report, section).id))


def _standing(snapshot: Snapshot) -> Standing:
    report = snapshot.report
    states = clearance_states(snapshot)
    meeting = report.details.meeting_date
    return Standing(
        id=snapshot.committee,
        name=report.details.committee,
        meeting_date=meeting,
        publish_by=publish_by(meeting),
        route=route_of_report(snapshot).title,
        desk=whose_desk(states),
        cleared=not missing(states),
        blocking=check(snapshot).blocking,
        own=tuple(held for held in report.sections if held.committee),
        without=report.committee.without if report.committee else (),
    )

"""Sending a report to one more committee, and giving it a section of its own.

Acts are built here on the whole report; `for_committee` turns what somebody does while looking
at the report as one committee gets it into the act on the whole.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import AddSection, Change, RemoveSection, SetDetail, Several
from oscb_desktop.editing.committees import AddCommittee, RemoveCommittee, SetCommittee
from oscb_desktop.editing.exempting import UnmarkExempt
from oscb_desktop.report.content.blocks import (
    Block,
    CrossRef,
    ListBlock,
    Paragraph,
    Run,
    copied,
    new_id,
)
from oscb_desktop.report.content.committees import CommitteeTemplate, place_among
from oscb_desktop.report.content.document import Committee, Report, Section, section_ancestors
from oscb_desktop.report.content.template import (
    Filling,
    build_section,
)

# What a committee's covering report says itself at its head: details, and the committee's field.
_OWN_DETAILS: Final = {
    "committee": "name",
    "meeting_date": "meeting_date",
    "title": "title",
    "report_by": "report_by",
}


def send_to(
    report: Report, kind: CommitteeTemplate, meeting: date | None, name: str = ""
) -> Change:
    """Return the act that has a report go to one more committee of a kind.

    Its own sections begin with the words of the kind. Raises ``OscbError`` where the report goes
    to a committee of that name already.
    """
    name = " ".join(name.split()) or kind.name
    there = (report.details.committee, *(held.name for held in report.committees))
    if name.casefold() in map(str.casefold, there):
        raise OscbError(
            say("The report goes to {name} already.", name=name),
            say("Give the other committee's full name."),
        )
    committee = Committee(
        id=_free_id(report, kind.id),
        name=name,
        kind=kind.id,
        meeting_date=meeting,
        route=kind.route,
        without=kind.without,
    )
    changes: list[Change] = [AddCommittee(len(report.committees), committee)]
    addressed = changes[0].apply(report).addressed_to(committee.id)
    fill = Filling(addressed.details)
    keys = [held.key for held in report.sections]
    for asked in kind.sections:
        own = build_section(asked, asked.blocks, fill)
        own = replace(own, id=own_id(committee.id, asked.key), committee=committee.id)
        at = place_among(keys, asked)
        keys.insert(at, own.key)
        changes.append(AddSection(at, own))
    return Several(tuple(changes), say("Add {name}", name=name))


def send_no_more(report: Report, committee_id: str) -> Change:
    """Return the act that takes a committee off, with the sections that only it got."""
    committee = report.find_committee(committee_id)
    if committee is None:
        raise UsageError(
            say("The first committee stays."),
            say("Change its name and meeting in the report's details."),
        )
    own = (held for held in report.sections if held.committee == committee_id)
    gone = [change for held in own for change in _taken_out(report, held)]
    return Several(
        (*gone, RemoveCommittee(committee_id)), say("Remove {committee}", committee=committee.name)
    )


def write_apart(report: Report, section_id: str, committee_id: str) -> Change:
    """Return the act that gives a committee a section of its own, which begins as a copy.

    Raises ``UsageError`` for the first committee, or a section that is not shared.
    """
    committee, section = report.find_committee(committee_id), report.section(section_id)
    if committee is None:
        raise UsageError(
            say("The first committee gets the shared text."),
            say("Choose one of the other committees."),
        )
    if section is None or section.committee:
        raise UsageError(
            say("That section is not a shared one."), say("Choose a section all committees get.")
        )
    named = own_id(committee_id, section.key)
    copy = replace(
        section,
        id=named if report.section(named) is None else new_id(),
        blocks=_copies(section.blocks),
        committee=committee_id,
        ready=False,
        copied_from=(section.id, *section_ancestors(section)),
    )
    return Several(
        (AddSection(report.sections.index(section) + 1, copy),),
        say(
            "Write {section} for {committee} alone", section=section.title, committee=committee.name
        ),
    )


def share_again(report: Report, section_id: str) -> Change:
    """Return the act that takes a committee's own section out: it gets the shared one again.

    Raises ``UsageError`` where the section is not a committee's own.
    """
    section = report.section(section_id)
    committee = report.find_committee(section.committee) if section else None
    if section is None or committee is None:
        raise UsageError(
            say("All committees get that section."), say("Choose one written for a committee.")
        )
    shared = any(held.key == section.key and not held.committee for held in report.sections)
    words = {"section": section.title, "committee": committee.name}
    label = (
        say("Use the shared {section} for {committee}", **words)
        if shared
        else say("Delete {section} for {committee}", **words)
    )
    return Several(tuple(_taken_out(report, section)), label)


def _taken_out(report: Report, section: Section) -> Iterator[Change]:
    """Yield what takes a committee's own section out, with the marks that were on it alone."""
    within = {section.id, *(block.id for block in section.blocks)}
    for mark in report.exemptions:
        if mark.target in within:
            yield UnmarkExempt(mark.target, mark.row)
    yield RemoveSection(section.id)


def bring_in(report: Report, committee_id: str, key: str) -> Change:
    """Return the act that gives a committee the shared section of a key that it was left out of.

    Raises ``UsageError`` where it is not left out of any such section.
    """
    committee = report.find_committee(committee_id)
    if committee is None or key not in committee.without:
        raise UsageError(
            say("Nothing of that name was left out."), say("Look again at the outline.")
        )
    kept = tuple(held for held in committee.without if held != key)
    return SetCommittee(
        replace(committee, without=kept),
        say("Bring a section in for {committee}", committee=committee.name),
    )


def own_id(committee_id: str, key: str) -> str:
    """Return the id that a committee's own section of a key bears."""
    return f"{committee_id}.{key}"


def for_committee(whole: Report, committee_id: str, change: Change) -> Change:
    """Return the act on the whole report of what was done to it as a committee gets it.

    Its head's own fields are set for it alone. A section taken out is left out for it alone, and
    a new one is its own; for the first committee both concern all.
    """
    return _Lifting(committee_id).lift(whole, change, frozenset())


class _Lifting:
    def __init__(self, committee_id: str) -> None:
        self._committee = committee_id

    def lift(self, whole: Report, change: Change, staying: frozenset[str]) -> Change:
        """``staying`` are sections that are taken out only to be put in elsewhere."""
        committee = whole.find_committee(self._committee)
        if isinstance(change, Several):
            return self._several(whole, change, staying)
        if isinstance(change, AddSection):
            return self._added(whole, change, new=change.section.id not in staying)
        if committee is None:
            return change
        if isinstance(change, SetDetail) and change.field in _OWN_DETAILS:
            return SetCommittee(_with_detail(whole, committee, change), change.label)
        if isinstance(change, RemoveSection) and change.section not in staying:
            section = whole.section(change.section)
            if section is not None and not section.committee:
                less = replace(committee, without=(*committee.without, section.key))
                return SetCommittee(
                    less,
                    say(
                        "Leave out {section} for {committee}",
                        section=section.title,
                        committee=committee.name,
                    ),
                )
        return change

    def _several(self, whole: Report, change: Several, staying: frozenset[str]) -> Change:
        put_in = {held.section.id for held in change.changes if isinstance(held, AddSection)}
        lifted: list[Change] = []
        for held in change.changes:
            lifted.append(self.lift(whole, held, staying | put_in))
            whole = lifted[-1].apply(whole)
        return Several(tuple(lifted), change.label)

    def _added(self, whole: Report, change: AddSection, *, new: bool) -> AddSection:
        section = change.section
        if new and whole.find_committee(self._committee) is not None:
            free = section.id if whole.section(section.id) is None else new_id()
            section = replace(section, id=free, committee=self._committee)
        shown = whole.addressed_to(self._committee).sections
        if change.index < len(shown):
            index = whole.sections.index(shown[change.index])
        else:
            index = whole.sections.index(shown[-1]) + 1 if shown else len(whole.sections)
        return AddSection(index, section)


def _with_detail(whole: Report, committee: Committee, change: SetDetail) -> Committee:
    field = _OWN_DETAILS[change.field]
    checked = change.apply(whole).details  # says what a date must look like
    value = getattr(checked, change.field)
    if field in ("title", "report_by") and value == getattr(whole.details, change.field):
        value = ""
    return replace(committee, **{field: value})


def _copies(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks under new ids; what refers to one of them refers to its copy."""
    ids = {block.id: new_id() for block in blocks}

    def runs(held: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(
            CrossRef(ids.get(run.block, run.block)) if isinstance(run, CrossRef) else run
            for run in held
        )

    def copies() -> Iterator[Block]:
        for block in blocks:
            copy = copied(block, ids[block.id])
            if isinstance(copy, Paragraph):
                copy = replace(copy, runs=runs(copy.runs))
            elif isinstance(copy, ListBlock):
                copy = replace(copy, items=tuple(map(runs, copy.items)))
            yield copy

    return tuple(copies())


def _free_id(report: Report, wanted: str) -> str:
    taken = {held.id for held in report.committees}
    count, free = 2, wanted
    while free in taken:
        free, count = f"{wanted}-{count}", count + 1
    return free

"""The committees that a report goes to: their kinds, and the template as each of them has it."""

from functools import cache

import msgspec
from msgspec.structs import replace

from oscb_desktop.base import resources
from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.template import (
    Template,
    TemplateSection,
    find_template,
)


class OwnSection(TemplateSection, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section for one committee.

    It stands where the shared one of its key does, or after the section of the key ``after``, or
    at the end.
    """

    after: str = ""


class CommitteeTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a kind of committee usually needs: its route, and the sections of its own.

    ``without`` holds the keys of shared sections that it does not get.
    """

    id: str
    name: str
    description: str
    route: str
    without: tuple[str, ...] = ()
    sections: tuple[OwnSection, ...] = ()


@cache
def committee_templates() -> dict[str, CommitteeTemplate]:
    """Return every kind of committee by id, from ``resources/committees``."""
    paths = sorted(resources.find("committees").glob("*.toml"))
    loaded = (resources.load(path, CommitteeTemplate) for path in paths)
    return {held.id: held for held in loaded}


def find_committee_template(template_id: str) -> CommitteeTemplate:
    """Return a kind of committee; raise ``UsageError`` naming the known ones."""
    known = committee_templates()
    if template_id not in known:
        raise UsageError(
            say("There is no kind of committee called '{template_id}'.", template_id=template_id),
            say("Use one of: {known}.", known=", ".join(known)),
        )
    return known[template_id]


def template_of(report: Report) -> Template:
    """Return the template of a report as the committee in hand gets it: its sections, its route.

    Raises ``UsageError`` where this program does not know the template.
    """
    template = find_template(report.template)
    committee = report.committee
    if committee is None:
        return template
    kind = committee_templates().get(committee.kind)
    own = kind.sections if kind else ()
    sections = list(template.sections)
    for asked in own:
        keys = [held.key for held in sections]
        at = place_among(keys, asked)
        if asked.key in keys:
            sections[at - 1] = asked
        else:
            sections.insert(at, asked)
    kept = (held for held in sections if held.key not in committee.without)
    route = committee.route or template.route
    return replace(template, sections=tuple(kept), route=route)


def known_template(report: Report) -> Template:
    """Return a report's template as ``template_of``, an empty one where it is not known here."""
    try:
        return template_of(report)
    except UsageError:
        known = report.template
        return Template(
            id=known, title=known, description="", version=0, route="", fields=(), sections=()
        )


def find_committee(report: Report, named: str) -> str:
    """Return the id of the committee that a person names by id or name; "" is the first one.

    Raises ``UsageError`` naming those that the report goes to.
    """
    wanted = " ".join(named.split()).casefold()
    names = {"": report.details.committee}
    names |= {held.id: held.name for held in report.committees}
    for committee_id, name in names.items():
        if wanted in (committee_id.casefold(), name.casefold()):
            return committee_id
    known = ", ".join(filter(None, names.values()))
    raise UsageError(
        say("The report does not go to '{named}'.", named=named),
        say("It goes to: {known}.", known=known),
    )


def who_gets(whole: Report, section: Section) -> tuple[str, ...]:
    """Return the names of the committees that get a section of the whole report."""
    ids = ("", *(held.id for held in whole.committees))
    views = map(whole.addressed_to, ids)
    return tuple(view.details.committee for view in views if view.section(section.id) is not None)


def place_among(keys: list[str], asked: OwnSection) -> int:
    """Return the index that a section of a committee's own gets among sections of these keys."""
    for key in (asked.key, asked.after):
        if key in keys:
            return len(keys) - keys[::-1].index(key)
    return len(keys)

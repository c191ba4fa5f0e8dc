"""What may be done with a report's sections and their blocks, as the template has it. No Qt."""

import re
from collections.abc import Collection

from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import (
    AddSection,
    Change,
    MoveBlock,
    RemoveSection,
    SetSection,
    Several,
)
from oscb_desktop.report.content.blocks import Block, new_id
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.template import (
    Filling,
    Template,
    TemplateSection,
    build_section,
)


def why_worded_so(template: Template, section: Section) -> str:
    """Return why a section's heading may not be worded otherwise, "" where it may."""
    asked = template.section(section.key)
    if asked is None or asked.presence != "fixed":
        return ""
    return say("The committee expects the heading “{title}” as it is.", title=section.title)


def why_it_stays(template: Template, section: Section) -> str:
    """Return why a section may be neither moved nor deleted, "" where it may."""
    asked = template.section(section.key)
    if asked is None or not asked.is_there:
        return ""
    return say("Every report of this kind has “{title}” in this place.", title=section.title)


def addable(template: Template, report: Report) -> tuple[TemplateSection, ...]:
    """Return the template's sections that may be added to a report now."""
    held = {section.key for section in report.sections}
    return tuple(
        asked
        for asked in template.sections
        if asked.presence == "repeatable" or asked.key not in held
    )


def own_section(
    template: Template, report: Report, title: str, blocks: tuple[Block, ...] = ()
) -> Section:
    """Return a section under a heading of one's own, told apart from every other by its key."""
    taken = {asked.key for asked in template.sections} | {held.key for held in report.sections}
    plain = "-".join(re.findall(r"[a-z0-9]+", title.casefold())) or "section"
    keys = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
    key = next(key for key in keys if key not in taken)
    return Section(id=new_id(), key=key, title=title, blocks=blocks)


def add_own(template: Template, report: Report, title: str, after: Section | None) -> AddSection:
    """Return the change that puts a new section after another, None for the very beginning."""
    index = report.sections.index(after) + 1 if after is not None else 0
    return AddSection(index, own_section(template, report, title))


def shared(whole: Report, keys: Collection[str]) -> tuple[Section, ...]:
    """Return the shared sections of these keys, in the report's order."""
    return tuple(held for held in whole.sections if not held.committee and held.key in keys)


def add(template: Template, report: Report, asked: TemplateSection) -> AddSection:
    """Return the change that puts a section in where the template has it."""
    order = [section.key for section in template.sections]
    place = order.index(asked.key)
    index = 0
    for at, section in enumerate(report.sections, start=1):
        if section.key in order and order.index(section.key) <= place:
            index = at
    made = build_section(asked, asked.blocks, Filling(report.details))
    if report.section(made.id) is not None:
        made = replace(made, id=new_id())
    return AddSection(index, made)


def move(template: Template, report: Report, section: Section, step: int) -> Change | None:
    """Return the change that moves a section up (-1) or down (1), None where it may not."""
    return move_to(template, report, section, report.sections.index(section) + step)


def move_to(template: Template, report: Report, section: Section, index: int) -> Change | None:
    """Return the change that makes a section the ``index``-th, None where it may not be."""
    if why_it_stays(template, section) or not 0 <= index < len(report.sections):
        return None
    if index == report.sections.index(section):
        return None
    return Several((RemoveSection(section.id), AddSection(index, section)), say("Move section"))


def move_before(template: Template, report: Report, section: Section, gap: int) -> Change | None:
    """Return the change that puts a section before the ``gap``-th, None where it may not be."""
    held = report.sections.index(section)
    return move_to(template, report, section, gap - 1 if gap > held else gap)


def move_block_before(report: Report, block: str, section: str, gap: int) -> MoveBlock | None:
    """Return the move of a block to before the ``gap``-th of a section's, None where it is."""
    held, target = report.section_of(block), report.section(section)
    if held is None or target is None:
        return None
    if held is target:
        at = next(n for n, other in enumerate(held.blocks) if other.id == block)
        if gap in (at, at + 1):
            return None
        gap = gap - 1 if gap > at else gap
    return MoveBlock(block, section, min(gap, len(target.blocks)))


def mark(section: Section, ready: bool) -> SetSection:
    """Return the change that marks a section ready, or a draft again."""
    return SetSection(section.id, section.title, ready)


def rename(section: Section, title: str) -> SetSection:
    """Return the change that gives a section another heading."""
    return SetSection(section.id, title, section.ready)

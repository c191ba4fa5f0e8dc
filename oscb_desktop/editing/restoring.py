"""Bringing a section back as it was, as an ordinary change that can be undone."""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import (
    AddBlock,
    AddSection,
    Change,
    MoveBlock,
    RemoveBlock,
    ReplaceBlock,
    SetSection,
    Several,
)
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.editing.lineage import last_over
from oscb_desktop.report.content.blocks import ancestors, copied
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.exempt.exemptions import exemption_of


def bring_back(
    report: Report,
    earlier: Report,
    section_id: str,
    label: str = "",
    between: Callable[[], Iterable[Report]] = tuple,
) -> Change:
    """Return the change that makes a section what it was in an earlier version.

    Other sections stay as they are: a paragraph that has moved to one of them comes back as a
    copy. What was exempt in the earlier version comes back exempt, for its words come back too;
    so does what was exempt when it was last in the report: ``between`` gives the versions since,
    the latest first, and is asked only where something is gone. Raises ``UsageError`` where the
    earlier version has no such section.
    """
    was = earlier.section(section_id)
    if was is None:
        raise UsageError(
            say("That version of the report has no such section."), say("Choose a later version.")
        )
    label = label or say("Bring back {section}", section=was.title)
    others = (section for section in report.sections if section.id != section_id)
    moved = {block.id for section in others for block in section.blocks}
    blocks = tuple(copied(block) if block.id in moved else block for block in was.blocks)
    wanted = replace(was, blocks=blocks)
    marks = tuple(_marks_of(report, earlier, wanted, between))
    if report.section(section_id) is None:
        return Several((AddSection(_slot(report, earlier, section_id), wanted), *marks), label)
    return Several((section_change(report, wanted, label), *marks), label)


def section_change(report: Report, wanted: Section, label: str) -> Change:
    """Return the act that makes a section of the report exactly ``wanted``.

    Raises ``UsageError`` where the report has no section of that id.
    """
    present = report.section(wanted.id)
    if present is None:
        raise UsageError(
            say("That section is not in the report."), say("Look again at the outline.")
        )
    changes: list[Change] = []
    if (present.title, present.ready) != (wanted.title, wanted.ready):
        changes.append(SetSection(wanted.id, wanted.title, wanted.ready))
    kept = {block.id for block in wanted.blocks}
    changes.extend(RemoveBlock(block.id) for block in present.blocks if block.id not in kept)
    held = {block.id: block for block in present.blocks if block.id in kept}
    order = list(held)
    for at, block in enumerate(wanted.blocks):
        if block.id not in held:
            changes.append(AddBlock(wanted.id, at, block, taken_from=()))
            order.insert(at, block.id)
            continue
        if order[at] != block.id:
            changes.append(MoveBlock(block.id, wanted.id, at))
            order.remove(block.id)
            order.insert(at, block.id)
        if held[block.id] != block:
            changes.append(ReplaceBlock(block))
    return Several(tuple(changes), label)


def _marks_of(
    report: Report, earlier: Report, wanted: Section, between: Callable[[], Iterable[Report]]
) -> Iterator[MarkExempt]:
    """Yield the marks that a section bore earlier, or when it was last there, and not now."""
    gone = {wanted.id, *(block.id for block in wanted.blocks)}
    gone.difference_update(report.ids())
    bore = (*earlier.exemptions, *(last_over(between(), gone) if gone else ()))
    origins: dict[str, tuple[str, ...]] = {wanted.id: (wanted.id,)}
    origins |= {block.id: (block.id, *ancestors(block)) for block in wanted.blocks}
    marked: set[tuple[str, str]] = set()
    for target, sources in origins.items():
        for mark in bore:
            known = (target, mark.row) in marked or exemption_of(report, target, mark.row)
            if mark.target in sources and not known:
                marked.add((target, mark.row))
                yield MarkExempt(target, mark.paragraph, mark.reason, mark.row)


def _slot(report: Report, earlier: Report, section_id: str) -> int:
    """Return where a section that is gone belongs: after the nearest one before it."""
    here = [section.id for section in report.sections]
    order = [section.id for section in earlier.sections]
    for before in reversed(order[: order.index(section_id)]):
        if before in here:
            return here.index(before) + 1
    return 0

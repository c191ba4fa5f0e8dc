"""Marks of exemption follow content wherever it goes: moved, copied, divided, sent, rolled forward.

One rule serves the door, a section sent to an officer and next year's report: what holds
something of exempt content is exempt under the same paragraph, for the same reason.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from oscb_desktop.editing.changes import (
    AddBlock,
    Change,
    RemoveBlock,
    ReplaceBlock,
    Several,
    steps_of,
)
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import Block, ancestors, givers_of
from oscb_desktop.report.content.document import Annex, Report, Section, section_ancestors
from oscb_desktop.report.exempt.editions import marks_on
from oscb_desktop.report.exempt.exemptions import new_secret

Marks = Mapping[str, tuple[Exemption, ...]]


def owed(before: Report, after: Report) -> Iterator[Exemption]:
    """Yield the marks that ``after`` lacks to keep back all that ``before`` keeps back.

    A block owes the marks of the block of its own id, else of the nearest that it was copied
    from, and of the section that this stands in; a section those of itself and of what it was
    copied from; an annex those of an annex of the same bytes. What is the same value in both
    owes nothing.
    """
    if not before.exemptions:
        return
    marks = marks_on(before)
    sources = {block.id: section for section in before.sections for block in section.blocks}
    known = {section.id: section for section in before.sections}
    for section in after.sections:
        earlier = known.get(section.id)
        if earlier is not section:
            yield from _owed_by_section(marks, section, earlier, sources)
    for annex in after.annexes:
        if before.annex(annex.id) is None:
            yield from _passed_on(marks, annex.id, _same_bytes(before, annex))


def over(report: Report, block_id: str) -> tuple[Exemption, ...]:
    """Return the marks that keep a block or part of it back: its own and its section's."""
    section = report.section_of(block_id)
    targets = (block_id,) if section is None else (block_id, section.id)
    return tuple(mark for mark in report.exemptions if mark.target in targets)


def last_over(versions: Iterable[Report], targets: Collection[str]) -> Iterator[Exemption]:
    """Yield the marks that blocks and sections bore when they were last in a report, on them.

    ``versions`` go from the latest back.
    """
    sought = set(targets)
    for version in versions:
        if not sought:
            return
        for target in version.ids():
            if target in sought:
                sought.discard(target)
                marks = over(version, target) if version.exemptions else ()
                yield from (passed_to(target, mark) for mark in marks)


def is_kept_back(report: Report, mark: Exemption) -> bool:
    """Say whether a report keeps back what a mark is on, by that mark, a wider one or a section's.

    What is not in the report at all is kept back.
    """
    section = report.section_of(mark.target)
    for held in report.exemptions:
        if held.target == mark.target and held.row in ("", mark.row):
            return True
        if section is not None and held.target == section.id:
            return True
    return (
        section is None
        and report.section(mark.target) is None
        and report.annex(mark.target) is None
    )


def relatives(report: Report, target: str) -> tuple[str, ...]:
    """Return the ids of whatever shares its content with a target by having been copied.

    Of a section, its copies, and the copies elsewhere of the blocks that stand in it; of an
    annex, those of the same bytes.
    """
    annex = report.annex(target)
    if annex is not None:
        return tuple(_same_bytes(report, annex))
    section = report.section(target)
    if section is None:
        block = report.block(target)
        return () if block is None else tuple(_kin(report.blocks(), block))
    line = {section.id, *section_ancestors(section)}
    copies = [
        other.id
        for other in report.sections
        if other is not section and line & {other.id, *section_ancestors(other)}
    ]
    within = {block.id for block in section.blocks}
    for block in section.blocks:
        copies.extend(kin for kin in _kin(report.blocks(), block) if kin not in within)
    return tuple(dict.fromkeys(copies))


def marks_in(report: Report, part: Report) -> tuple[Exemption, ...]:
    """Return the marks that a report made of another's content needs, each with a new secret.

    The secrets of two files differ, so that a hash published with one tells nothing of the other.
    """
    within = {*part.ids(), *(annex.id for annex in part.annexes)}
    return tuple(
        replace(mark, secret=new_secret()) for mark in report.exemptions if mark.target in within
    )


def passed_to(target: str, mark: Exemption) -> Exemption:
    """Return a mark as it is put on something else, with a secret of its own."""
    return replace(mark, target=target, secret=new_secret())


def _owed_by_section(
    marks: Marks, section: Section, earlier: Section | None, sources: Mapping[str, Section]
) -> Iterator[Exemption]:
    yield from _passed_on(marks, section.id, (section.id, *section_ancestors(section)))
    for block in section.blocks:
        if sources.get(block.id) is earlier and block.id in sources:
            continue  # it was here before: it keeps the marks that it has
        yield from _owed_by_block(marks, block, sources)


def _owed_by_block(
    marks: Marks, block: Block, sources: Mapping[str, Section]
) -> Iterator[Exemption]:
    """Yield the marks of the nearest source that is still there, and of those that are gone."""
    for source in (block.id, *ancestors(block)):
        yield from _passed_on(marks, block.id, (source,))
        if source in sources:
            yield from _passed_on(marks, block.id, (sources[source].id,))
            return


def _passed_on(marks: Marks, target: str, sources: Iterable[str]) -> Iterator[Exemption]:
    for source in sources:
        yield from (passed_to(target, mark) for mark in marks.get(source, ()))


def _kin(blocks: Iterable[Block], block: Block) -> Iterator[str]:
    """Yield the ids of the blocks that hold something of what a block holds.

    The two halves of a divided paragraph do not; either half and an earlier copy of the whole do.
    """
    line, given = {block.id, *ancestors(block)}, set(givers_of(block))
    for other in blocks:
        theirs = (other.id, *ancestors(other))
        if other.id == block.id or other.id in given or block.id in givers_of(other):
            continue
        if not (
            line.isdisjoint(theirs)
            and given.isdisjoint(ancestors(other))
            and set(ancestors(block)).isdisjoint(givers_of(other))
        ):
            yield other.id


def heirs(change: Change, report: Report) -> Change:
    """Return a change with the lineage of every block that it adds or writes anew.

    A new version of a block has the lineage of the one before. A block that takes in all of
    another holds what that one held; one that takes in a part of it knows whose words these are.
    """
    steps = tuple(steps_of(change))
    written = [step for step in steps if isinstance(step, AddBlock | ReplaceBlock)]
    if not written:
        return change
    gone = {step.block_id for step in steps if isinstance(step, RemoveBlock)}
    gone -= {step.block.id for step in written}
    sources = {step.block.id for step in written}
    for step in written:
        if not isinstance(step.taken_from, UnsetType):
            sources.update(step.taken_from)
    known = {block.id: block for block in report.blocks() if block.id in sources}
    return _inherited(change, known, gone)


def _inherited(change: Change, known: dict[str, Block], gone: Collection[str]) -> Change:
    if isinstance(change, Several):
        steps = tuple(_inherited(step, known, gone) for step in change.changes)
        same = all(one is other for one, other in zip(steps, change.changes, strict=True))
        return change if same else Several(steps, change.label)
    if not isinstance(change, AddBlock | ReplaceBlock):
        return change
    taken = () if isinstance(change.taken_from, UnsetType) else change.taken_from
    block = _heir(change.block, taken, known, gone)
    known[block.id] = block
    return change if block is change.block else replace(change, block=block)


def _heir(
    block: Block, taken: Sequence[str], known: Mapping[str, Block], gone: Collection[str]
) -> Block:
    """Return a block with its own lineage, and that of what it took words from."""
    before = [known[source] for source in (block.id, *taken) if source in known]
    held = [*ancestors(block), *(source for source in taken if source in gone)]
    held += [key for source in before for key in ancestors(source)]
    given = [*givers_of(block), *(source for source in taken if source not in gone)]
    given += [key for source in before for key in givers_of(source)]
    line = tuple(dict.fromkeys(key for key in held if key != block.id))
    givers = tuple(dict.fromkeys(key for key in given if key not in (block.id, *line)))
    if (line, givers) == (ancestors(block), givers_of(block)):
        return block
    return replace(block, copied_from=line or UNSET, words_of=givers or UNSET)


def _same_bytes(report: Report, annex: Annex) -> Iterator[str]:
    for other in report.annexes:
        if other.sha256 == annex.sha256 and other.id != annex.id:
            yield other.id

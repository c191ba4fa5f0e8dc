"""Edits of the report's structure as pure functions: split, join, delete, move. No Qt.

Each takes the report and places in its lines and returns the change and where the caret goes, or
None where there is nothing to do.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import (
    AddBlock,
    Change,
    MoveBlock,
    RemoveBlock,
    ReplaceBlock,
    Several,
)
from oscb_desktop.editing.text.lines import (
    RICH,
    TYPED,
    Kind,
    Line,
    Spot,
    blocks_of,
    cut,
    joined,
    length,
    lines_of_block,
    lines_of_section,
    spot,
)
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    PictureBlock,
    Rank,
    Runs,
    TableBlock,
    Text,
    new_id,
    runs_of,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.ranking import below


class Edit(msgspec.Struct, frozen=True):
    """A change, the caret's place after it, and its name in the history ("" for the usual)."""

    change: Change
    caret: Spot
    label: str = ""


def one_act(first: Edit, second: Edit) -> Edit:
    """Return two edits, the second made on what the first gives, as one act named by the second."""
    label = second.label or second.change.label
    return Edit(Several((first.change, second.change), label), second.caret, label)


def split(report: Report, at: Spot) -> Edit | None:
    """Break a line in two at the caret: Enter. In an empty section it starts one."""
    if at.kind is Kind.GUIDANCE:
        return new_paragraph(report, at)
    section, lines, index = find_line(report, at)
    line = lines[index]
    before, after = cut(line.runs, at.offset)
    if line.kind is Kind.ITEM and not line.runs:
        return lifted(report, at)
    if line.quote and not line.runs:
        return _retyped(section, lines, index, Kind.PARAGRAPH, say("End the quotation"))
    if line.kind is Kind.PARAGRAPH and not line.runs:
        return None
    if line.kind not in (Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING):
        return None
    second = replace(line, block=new_id(), item=0, runs=after)
    if line.kind is Kind.ITEM:
        second = replace(line, item=line.item + 1, runs=after, rank=replace(line.rank, start=0))
    elif line.kind is Kind.HEADING:
        second = replace(second, kind=Kind.PARAGRAPH)
    lines[index : index + 1] = [replace(line, runs=before), second]
    label = say("New item") if line.kind is Kind.ITEM else say("New paragraph")
    return rewritten(section, lines, second, 0, label)


def new_paragraph(report: Report, at: Spot) -> Edit:
    """Put an empty paragraph after the block the caret is in: Ctrl+Enter."""
    return insert_block(report, at, Paragraph(new_id()), say("New paragraph"))


def insert_block(report: Report, at: Spot, block: Block, label: str = "") -> Edit:
    """Put a block after the one the caret is in; in place of it where it is an empty paragraph."""
    section = section_of(report, at.section)
    index, replaced = _after(section, at.block)
    add = AddBlock(section.id, index, block)
    caret = spot(next(iter(lines_of_block(block, section.id))))
    if replaced is None:
        return Edit(add, caret, label or add.label)
    if isinstance(block, Paragraph) and not block.runs:
        kept = section.blocks[index]
        caret = Spot(Kind.PARAGRAPH, section.id, kept.id)
        return Edit(ReplaceBlock(kept), caret, label)
    add = AddBlock(section.id, index, block)
    whole = Several((RemoveBlock(replaced), add), label or add.label)
    return Edit(whole, caret, label or add.label)


def join_back(report: Report, at: Spot) -> Edit | None:
    """Lift an item a level, end a quotation, or join a line to the one before it.

    Backspace at its start.
    """
    if at.kind is Kind.ITEM:
        return lifted(report, at)
    section, lines, index = find_line(report, at)
    if lines[index].quote:
        return _retyped(section, lines, index, Kind.PARAGRAPH, say("End the quotation"))
    return join_before(report, at)


def lifted(report: Report, at: Spot) -> Edit:
    """Put an item one level up; one on the first level becomes a paragraph."""
    section, lines, index = find_line(report, at)
    line = lines[index]
    if line.rank.level:
        lines[index] = changed = replace(line, rank=rank_at(lines, index, line.rank.level - 1))
        return rewritten(section, lines, changed, at.offset, say("Lift the item a level"))
    if not line.runs:
        _uncount(lines, index)
    return _retyped(section, lines, index, Kind.PARAGRAPH, say("End the list"), at.offset)


def rank_at(lines: Sequence[Line], index: int, level: int) -> Rank:
    """Return the rank of a list's item at another level: as those beside it there are marked."""
    block = lines[index].block
    for line in reversed(lines[:index]):
        if line.kind is not Kind.ITEM or line.block != block or line.rank.level < level:
            break
        if line.rank.level == level:
            return replace(line.rank, start=0)
    for line in lines[index + 1 :]:
        if line.kind is not Kind.ITEM or line.block != block or line.rank.level < level:
            break
        if line.rank.level == level:
            return replace(line.rank, start=0)
    form = lines[index].rank.form
    return Rank(level, below(form) if level > lines[index].rank.level else form)


def _uncount(lines: list[Line], index: int) -> None:
    """Have what comes after an empty item count as if it had not been there."""
    for at, line in enumerate(lines[index + 1 :], index + 1):
        if line.kind is not Kind.ITEM or line.block != lines[index].block:
            return
        if line.rank.level == lines[index].rank.level:
            lines[at] = replace(line, number=max(line.number - 1, 1))
            return


def join_before(report: Report, at: Spot) -> Edit | None:
    """Join a line to the one before it."""
    section, lines, index = find_line(report, at)
    line = lines[index]
    if line.kind is Kind.HEADING:
        return _retyped(section, lines, index, Kind.PARAGRAPH, say("Turn into a paragraph"))
    before = lines[index - 1] if index else None
    if line.kind not in RICH:
        return None
    if before is None or before.kind not in TYPED - {Kind.CAPTION}:
        return _dropped(section, lines, index) if not line.runs else None
    if before.kind is Kind.HEADING and line.runs:
        return None
    whole = replace(before, runs=joined(before.runs, line.runs))
    lines[index - 1 : index + 1] = [whole]
    return rewritten(section, lines, whole, length(before.runs), say("Join paragraphs"))


def remove_range(report: Report, start: Spot, end: Spot) -> Edit | None:
    """Delete what is between two places; headings of sections stay."""
    changes: list[Change] = []
    caret = _empty(start.section)
    for section in _sections_between(report, start, end):
        lines = lines_of_section(section)
        begin, finish = _begin_in(section, lines, start), _finish_in(section, lines, end)
        whole = section.id != end.section and (section.id != start.section or not start.block)
        kept = [] if whole else _without(lines, begin, finish)
        blocks = blocks_of(kept, _held(section))
        changes.extend(_difference(section, blocks))
        after = _lines_of(blocks, section.id)
        if section.id == start.section and after:
            caret = _caret_in(after, begin[0], start)
    if not changes:
        return None
    change = changes[0] if len(changes) == 1 else Several(tuple(changes), say("Delete"))
    return Edit(change, caret, say("Delete"))


def make_heading(report: Report, at: Spot) -> Edit:
    """Make an empty or plain paragraph a sub-heading, or put an empty sub-heading after it."""
    if at.kind is Kind.PARAGRAPH:
        section, lines, index = find_line(report, at)
        if not lines[index].runs:
            edit = _retyped(section, lines, index, Kind.HEADING, say("New sub-heading"))
            assert edit is not None
            return edit
    return insert_block(report, at, Heading(new_id(), ""), say("New sub-heading"))


def move_block(report: Report, block_id: str, step: int) -> Change | None:
    """Return the move of a block one place up (-1) or down (1), None at the report's ends.

    From a section's first place it goes to the end of the section before, and the other way.
    """
    section = report.section_of(block_id)
    if section is None:
        return None
    index = next(at for at, block in enumerate(section.blocks) if block.id == block_id) + step
    if 0 <= index < len(section.blocks):
        return MoveBlock(block_id, section.id, index)
    at = report.sections.index(section) + step
    if not 0 <= at < len(report.sections):
        return None
    beside = report.sections[at]
    return MoveBlock(block_id, beside.id, len(beside.blocks) if step < 0 else 0)


def emphasise(runs: Runs, start: int, end: int, what: str, on: bool) -> Runs:
    """Return runs with ``what`` (`Text.with_look`) on or off between two offsets."""
    before, rest = cut(runs, start)
    middle, after = cut(rest, end - start)
    changed = tuple(run.with_look(what, on) if isinstance(run, Text) else run for run in middle)
    return joined(before, changed, after)


def _sections_between(report: Report, start: Spot, end: Spot) -> Iterator[Section]:
    inside = False
    for section in report.sections:
        inside = inside or section.id == start.section
        if inside:
            yield section
            if section.id == end.section:
                return


def _begin_in(section: Section, lines: list[Line], start: Spot) -> tuple[int, int]:
    """Return the line and the offset in it where what ``start`` begins begins in a section."""
    if section.id != start.section or not start.block:
        return 0, 0
    return _index(lines, start), start.offset


def _finish_in(section: Section, lines: list[Line], end: Spot) -> tuple[int, int]:
    """Return the line and the offset in it where what ``end`` ends ends in a section."""
    if section.id == end.section:
        return (_index(lines, end), end.offset) if end.block else (-1, 0)
    return (len(lines) - 1, length(lines[-1].runs)) if lines else (-1, 0)


def _caret_in(lines: list[Line], at: int, start: Spot) -> Spot:
    """Return where the caret stands in the lines that are left: where the range began."""
    target = lines[min(at, len(lines) - 1)]
    same = bool(start.block) and replace(start, offset=0) == spot(target)
    return spot(target, start.offset if same else 0)


def _without(lines: list[Line], first: tuple[int, int], last: tuple[int, int]) -> list[Line]:
    """Return the lines without what is between two places, the remains of both ends joined."""
    (at, start), (to, end) = first, last
    if to < at:
        return lines
    head, tail = lines[at], lines[to]
    before, after = cut(head.runs, start)[0], cut(tail.runs, end)[1]
    if at == to:
        if head.kind is Kind.CARD:
            return _without_block(lines, head.block)
        return [*lines[:at], replace(head, runs=joined(before, after)), *lines[at + 1 :]]
    gone = {line.block for line in lines[at : to + 1] if line.kind is Kind.CARD}
    kept = [*lines[:at], *_remains(head, before, tail, after), *lines[to + 1 :]]
    return [line for line in kept if line.block not in gone]


def _remains(head: Line, before: Runs, tail: Line, after: Runs) -> Iterator[Line]:
    """Yield what is left of the first and the last line: one line where both are of text."""
    if head.kind in RICH and tail.kind in RICH:
        yield replace(head, runs=joined(before, after))
        return
    for line, runs in ((head, before), (tail, after)):
        if line.kind in TYPED and (runs or line.kind is Kind.CAPTION):
            yield replace(line, runs=runs)


def _without_block(lines: list[Line], block_id: str) -> list[Line]:
    return [line for line in lines if line.block != block_id]


def _retyped(
    section: Section, lines: list[Line], index: int, kind: Kind, label: str, offset: int = 0
) -> Edit:
    """Return the edit that makes one line another kind of line."""
    line = lines[index]
    alone = sum(other.block == line.block for other in lines) == 1
    block = line.block if alone else new_id()
    changed = Line(kind=kind, section=line.section, block=block, runs=line.runs)
    lines[index] = changed
    return rewritten(section, lines, changed, offset, label)


def _dropped(section: Section, lines: list[Line], index: int) -> Edit:
    """Return the removal of an empty line, the caret on what is before it or else after it."""
    kept = lines[:index] + lines[index + 1 :]
    target = kept[max(index - 1, 0)] if kept else None
    end = length(target.runs) if target is not None and index else 0
    return rewritten(section, kept, target, end, say("Delete"))


def rewritten(
    section: Section,
    lines: list[Line],
    target: Line | None,
    offset: int,
    label: str,
    *,
    fresh: Iterable[Block] = (),
) -> Edit:
    """Return the edit that makes a section's blocks those of ``lines``.

    ``target`` is the line the caret goes to; ``fresh`` are blocks the section does not hold yet.
    """
    blocks = blocks_of(lines, _held(section) | {block.id: block for block in fresh})
    changes = _difference(section, blocks)
    change = changes[0] if len(changes) == 1 else Several(tuple(changes), label)
    caret = _empty(section.id)
    if target is not None:
        at = next(at for at, line in enumerate(lines) if line is target)
        caret = spot(_lines_of(blocks, section.id)[at], offset)
    return Edit(change, caret, label)


def _lines_of(blocks: tuple[Block, ...], section: str) -> list[Line]:
    return [line for block in blocks for line in lines_of_block(block, section)]


def _difference(section: Section, blocks: tuple[Block, ...]) -> list[Change]:
    """Return the changes from a section's blocks to others that keep their order."""
    kept = {block.id: block for block in blocks}
    held = _held(section)
    shorter = givers(held.values(), kept)
    changes: list[Change] = [RemoveBlock(old) for old in held if old not in kept]
    for index, block in enumerate(blocks):
        if block.id not in held:
            changes.append(AddBlock(section.id, index, block, taken_from(None, block, shorter)))
        elif held[block.id] != block:
            source = taken_from(held[block.id], block, shorter)
            changes.append(ReplaceBlock(block, source))
    return changes


def rewrites(report: Report, blocks: Iterable[Block]) -> tuple[ReplaceBlock, ...]:
    """Return the changes that put new versions of several blocks in their place, as one edit."""
    after = {block.id: block for block in blocks}
    before = {block.id: block for block in report.blocks() if block.id in after}
    shorter = givers(before.values(), after)
    return tuple(
        ReplaceBlock(block, taken_from(before[block.id], block, shorter))
        for block in after.values()
    )


def givers(blocks: Iterable[Block], after: Mapping[str, Block]) -> tuple[str, ...]:
    """Return the ids of the blocks that an edit takes words out of, or takes out."""
    return tuple(
        block.id
        for block in blocks
        if after.get(block.id) != block and spoken(block) - spoken(after.get(block.id))
    )


def taken_from(before: Block | None, after: Block, shorter: Collection[str]) -> tuple[str, ...]:
    """Return where the words may have come from that an edit has put into a block.

    Words that come while others lose some are taken to come from these: the edit only says what
    each block says after it.
    """
    others = tuple(block_id for block_id in shorter if block_id != after.id)
    return others if others and spoken(after) - spoken(before) else ()


def spoken(block: Block | None) -> Counter[str]:
    """Return what a block says, word by word; a figure, a note or a reference is one word."""
    if block is None:
        return Counter()
    words: Counter[str] = Counter()
    for run in runs_of(block):
        if isinstance(run, Text | Link):
            words.update(run.text.split())
        else:
            words[repr(run)] += 1
    if isinstance(block, TableBlock | ChartBlock):
        words.update((block.caption, repr(block.source)))
    elif isinstance(block, PictureBlock):
        words.update((block.caption, block.alt, repr(block.picture)))
    return words


def _held(section: Section) -> dict[str, Block]:
    return {block.id: block for block in section.blocks}


def _empty(section: str) -> Spot:
    return Spot(Kind.GUIDANCE, section, "")


def section_of(report: Report, section_id: str) -> Section:
    """Return a section that is there."""
    return next(section for section in report.sections if section.id == section_id)


def _after(section: Section, block_id: str) -> tuple[int, str | None]:
    """Return the place after a block, or its own place and id where it is an empty paragraph."""
    for index, block in enumerate(section.blocks):
        if block.id == block_id:
            if isinstance(block, Paragraph) and not block.runs:
                return index, block.id
            if isinstance(block, ListBlock) and not any(block.items):
                return index, block.id
            return index + 1, None
    return 0, None


def find_line(report: Report, at: Spot) -> tuple[Section, list[Line], int]:
    """Return a place's section, the section's lines, and the index of its line among them."""
    section = section_of(report, at.section)
    lines = lines_of_section(section)
    return section, lines, _index(lines, at)


def _index(lines: list[Line], at: Spot) -> int:
    return next(index for index, line in enumerate(lines) if at.is_in(line))

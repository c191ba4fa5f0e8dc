"""Putting things in at the caret as pure functions: words, figures, whole blocks of a paste. No Qt.

Each takes the report and a place and returns the edit, or None where nothing can go there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.edits import Edit, find_line, rewritten, section_of
from oscb_desktop.editing.text.lines import (
    RICH,
    TYPED,
    Kind,
    Line,
    Spot,
    cut,
    joined,
    length,
    lines_of_block,
    lines_of_section,
    plain,
    words,
)
from oscb_desktop.report.content.blocks import (
    Block,
    FigureRef,
    Heading,
    Paragraph,
    Run,
    Runs,
    new_id,
    runs_of,
)
from oscb_desktop.report.content.document import Report


def insert_runs(report: Report, at: Spot, paragraphs: Sequence[Runs], label: str) -> Edit | None:
    """Put runs in at the caret, each further paragraph on a line of its own."""
    if not paragraphs:
        return None
    if at.kind is Kind.GUIDANCE or not at.block:
        added = [
            Line(kind=Kind.PARAGRAPH, section=at.section, block=new_id(), runs=runs)
            for runs in paragraphs
        ]
        section = section_of(report, at.section)
        lines = [*added, *lines_of_section(section)]
        return rewritten(section, lines, added[-1], length(added[-1].runs), label)
    section, lines, index = find_line(report, at)
    line = lines[index]
    if line.kind not in TYPED:
        return None
    if line.kind not in RICH:
        paragraphs = [words(" ".join(plain(runs) for runs in paragraphs))]
    before, after = cut(line.runs, at.offset)
    first = replace(line, runs=joined(before, paragraphs[0]))
    new = [first]
    for runs in paragraphs[1:]:
        block = line.block if line.kind is Kind.ITEM else new_id()
        rank = replace(line.rank, start=0)
        new.append(replace(line, block=block, item=line.item + len(new), runs=runs, rank=rank))
    end = length(new[-1].runs)
    new[-1] = replace(new[-1], runs=joined(new[-1].runs, after))
    lines[index : index + 1] = new
    return rewritten(section, lines, new[-1], end, label)


def insert_run(report: Report, at: Spot, run: Run, label: str) -> Edit | None:
    """Put a figure, a reference or a note into the sentence at the caret."""
    if at.kind in (Kind.HEADING, Kind.CAPTION, Kind.CARD, Kind.TITLE):
        return None
    return insert_runs(report, at, [(run,)], label)


def insert_figure(report: Report, at: Spot, key: str) -> Edit | None:
    """Put a figure into the sentence at the caret."""
    return insert_run(report, at, FigureRef(key), say("Insert figure"))


def insert_blocks(report: Report, at: Spot, blocks: Sequence[Block], label: str) -> Edit | None:
    """Put whole blocks in at the caret: a paste. A single paragraph goes into the line itself.

    The first and last paragraphs join what stands before and after the caret; a heading, a list
    or a table stands on its own, after the heading, table or chart that the caret is in.
    """
    if not blocks:
        return None
    first = blocks[0]
    titles = at.kind in (Kind.HEADING, Kind.CAPTION)
    is_words = isinstance(first, Paragraph | Heading if titles else Paragraph)
    if len(blocks) == 1 and is_words and not _stands_alone(report, at, first):
        return insert_runs(report, at, [runs_of(first)], label)
    added = [line for block in blocks for line in lines_of_block(block, at.section)]
    if at.kind is Kind.ITEM and all(line.kind in RICH for line in added):
        return _insert_items(report, at, added, label)
    if at.kind is Kind.GUIDANCE or not at.block:
        section = section_of(report, at.section)
        lines = [*added, *lines_of_section(section)]
        return rewritten(section, lines, added[-1], _end(added[-1]), label, fresh=blocks)
    section, lines, index = find_line(report, at)
    line = lines[index]
    if line.kind not in RICH:
        index = max(n for n, other in enumerate(lines) if other.block == line.block)
        lines[index + 1 : index + 1] = added
        return rewritten(section, lines, added[-1], _end(added[-1]), label, fresh=blocks)
    end = _divide_around(line, at.offset, added)
    lines[index : index + 1] = added
    return rewritten(section, lines, end.line, end.offset, label, fresh=blocks)


def _stands_alone(report: Report, at: Spot, block: Block) -> bool:
    """Say whether a quotation is put in where nothing stands yet: it stays one there."""
    if not isinstance(block, Paragraph) or not block.quote:
        return False
    if at.kind is Kind.GUIDANCE or not at.block:
        return True
    _, lines, index = find_line(report, at)
    return at.kind is Kind.PARAGRAPH and not lines[index].runs


def _insert_items(report: Report, at: Spot, added: Sequence[Line], label: str) -> Edit:
    """Put items and paragraphs in as items of the list that the caret is in, as deep as they go."""
    section, lines, index = find_line(report, at)
    line = lines[index]
    before, after = cut(line.runs, at.offset)
    own = replace(line.rank, start=0)
    new = [replace(line, runs=joined(before, added[0].runs))]
    for held in added[1:]:
        level = own.level + held.rank.level
        rank = replace(held.rank, level=level) if held.rank.level else own
        new.append(replace(line, runs=held.runs, rank=rank))
    end = length(new[-1].runs)
    new[-1] = replace(new[-1], runs=joined(new[-1].runs, after))
    lines[index : index + 1] = new
    return rewritten(section, lines, new[-1], end, label)


@dataclass(frozen=True)
class _End:
    """Where the caret goes: the end of what was put in."""

    line: Line
    offset: int


def _divide_around(line: Line, offset: int, added: list[Line]) -> _End:
    """Put what stands in a line before and after ``offset`` around the lines ``added`` to it."""
    before, after = cut(line.runs, offset)
    if added[0].kind is Kind.PARAGRAPH:
        quote = line.quote if before else added[0].quote
        added[0] = replace(line, runs=joined(before, added[0].runs), quote=quote)
    elif before:
        added.insert(0, replace(line, runs=before))
    last = added[-1]
    end = _end(last)
    if after and last.kind in RICH:
        added[-1] = last = replace(last, runs=joined(last.runs, after))
    elif after:
        rest = Line(kind=Kind.PARAGRAPH, section=line.section, block=new_id(), runs=after)
        added.append(rest)
    return _End(last, end)


def _end(line: Line) -> int:
    return length(line.runs) if line.kind is not Kind.CARD else 0

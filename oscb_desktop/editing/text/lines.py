"""The report as the lines of a text document, and lines back as blocks. No Qt.

A line is one text block of the editor's document: a paragraph, an item of a list, a caption …
Offsets count UTF-16 units, as Qt's do; a figure, a reference or a note is one unit.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

import msgspec
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import (
    Block,
    Captioned,
    Heading,
    KeyFigures,
    Link,
    ListBlock,
    Paragraph,
    Rank,
    Run,
    Runs,
    Text,
    new_id,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.ranking import LEVELS, lists, marks, numbers, ranks_of

HELD = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what is not words: never matched


class Kind(StrEnum):
    """What a line is."""

    TITLE = "title"  # a section's heading: typed over where the template has it free
    GUIDANCE = "guidance"  # stands where a section is empty
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CAPTION = "caption"
    CARD = "card"  # a table, a chart, a picture, key figures


TYPED = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.CAPTION})
RICH = frozenset({Kind.PARAGRAPH, Kind.ITEM})  # may hold emphasis, figures, links


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line. ``item`` counts a list's items from 0; ``mark`` and ``number`` are an item's.

    A ``quote`` is a paragraph that is quoted; ``level`` is a heading's, 0 for one just made.
    """

    kind: Kind
    section: str
    block: str = ""
    item: int = 0
    runs: Runs = ()
    rank: Rank = Rank()
    number: int = 0
    mark: str = ""
    quote: bool = False
    level: int = 0


class Spot(msgspec.Struct, frozen=True):
    """A place for the caret: a line by what it is, not by where, and an offset in it."""

    kind: Kind
    section: str
    block: str
    item: int = 0
    offset: int = 0

    def is_in(self, line: Line) -> bool:
        """Return whether this is a place in ``line``."""
        return (self.kind, self.section, self.block, self.item) == (
            line.kind,
            line.section,
            line.block,
            line.item,
        )


def spot(line: Line, offset: int = 0) -> Spot:
    """Return the place at ``offset`` in a line."""
    return Spot(line.kind, line.section, line.block, line.item, offset)


def lines_of(report: Report) -> list[Line]:
    """Return every line of a report, in reading order."""
    return [line for section in report.sections for line in lines_under(section)]


def lines_under(section: Section) -> list[Line]:
    """Return a section's title and the lines of its blocks, or that there are none."""
    title = Line(kind=Kind.TITLE, section=section.id, runs=words(section.title))
    if not section.blocks:
        return [title, Line(kind=Kind.GUIDANCE, section=section.id)]
    return [title, *lines_of_section(section)]


def lines_of_section(section: Section) -> list[Line]:
    """Return the lines of a section's blocks."""
    return [line for block in section.blocks for line in lines_of_block(block, section.id)]


def lines_of_block(block: Block, section: str) -> Iterator[Line]:
    """Yield a block's lines."""
    if isinstance(block, Paragraph):
        yield Line(
            kind=Kind.PARAGRAPH,
            section=section,
            block=block.id,
            runs=block.runs,
            quote=bool(block.quote),
        )
    elif isinstance(block, Heading):
        yield Line(
            kind=Kind.HEADING,
            section=section,
            block=block.id,
            runs=words(block.text),
            level=block.level,
        )
    elif isinstance(block, ListBlock):
        ranks = ranks_of(block)
        held = zip(block.items, ranks, numbers(ranks), marks(ranks), strict=True)
        for at, (item, rank, number, mark) in enumerate(held):
            yield Line(
                kind=Kind.ITEM,
                section=section,
                block=block.id,
                item=at,
                runs=item,
                rank=rank,
                number=number,
                mark=mark,
            )
    elif isinstance(block, KeyFigures):
        yield Line(kind=Kind.CARD, section=section, block=block.id)
    else:
        yield Line(kind=Kind.CAPTION, section=section, block=block.id, runs=words(block.caption))
        yield Line(kind=Kind.CARD, section=section, block=block.id)


def blocks_of(lines: Sequence[Line], held: Mapping[str, Block]) -> tuple[Block, ...]:
    """Return the blocks that lines of one section make.

    ``held`` gives what lines do not carry: a table's source, whether a paragraph is numbered. Two
    runs of items with one id become two lists, the second of which counts as it did; a table or
    chart needs its card line.
    """
    blocks: list[Block] = []
    taken: set[str] = set()
    for (is_list, block_id), group in groupby(lines, key=_owner):
        if is_list:
            made = _lists(block_id, list(group), taken)
        else:
            made = _others(group, held.get(block_id), taken)
        for block in made:
            taken.add(block.id)
            blocks.append(block)
    return tuple(blocks)


def _owner(line: Line) -> tuple[bool, str]:
    return line.kind is Kind.ITEM, line.block


def _others(lines: Iterable[Line], kept: Block | None, taken: Collection[str]) -> Iterator[Block]:
    """Yield the block of each line that is no item, or of a caption and a card."""
    caption = ""
    for line in lines:
        if line.kind is Kind.PARAGRAPH:
            yield _paragraph(line, kept, _unused(line.block, taken))
        elif line.kind is Kind.HEADING:
            yield Heading(_unused(line.block, taken), plain(line.runs), line.level or 2)
        elif line.kind is Kind.CAPTION:
            caption = plain(line.runs)
        elif isinstance(kept, KeyFigures):
            yield kept
        elif isinstance(kept, Captioned):
            yield replace(kept, caption=caption)


def _paragraph(line: Line, kept: Block | None, block_id: str) -> Paragraph:
    numbered = kept.numbered if isinstance(kept, Paragraph) else True
    made = Paragraph(block_id, line.runs, numbered)
    return replace(made, quote=True) if line.quote else made


def _lists(block_id: str, lines: list[Line], taken: Collection[str]) -> Iterable[Block]:
    ranks = [line.rank for line in lines]
    free = _unused(block_id, taken)
    if block_id and free != block_id:
        ranks = list(_counting_on(lines))
    return lists(free, [line.runs for line in lines], ranks)


def _counting_on(lines: Iterable[Line]) -> Iterator[Rank]:
    """Yield the ranks of the rest of a list: at each level it goes on from the number it had."""
    above = LEVELS
    for line in lines:
        if line.rank.level < above:
            above = line.rank.level
            yield replace(line.rank, start=line.number)
        else:
            yield line.rank


def _unused(block_id: str, taken: Collection[str]) -> str:
    return block_id if block_id and block_id not in taken else new_id()


def words(text: str) -> Runs:
    """Return plain words as runs: none for no words."""
    return (Text(text),) if text else ()


def plain(runs: Runs) -> str:
    """Return the words of runs; figures and the like leave none."""
    return "".join(run.text for run in runs if isinstance(run, Text | Link))


def held_words(runs: Runs) -> str:
    """Return the words of runs with ``HELD`` for each figure or the like: nothing runs across."""
    return "".join(run.text if isinstance(run, Text | Link) else HELD for run in runs)


def width(run: Run) -> int:
    """Return how many units of the document a run takes."""
    return units(run.text) if isinstance(run, Text | Link) else 1


def length(runs: Runs) -> int:
    """Return how many units of the document runs take."""
    return sum(width(run) for run in runs)


def units(text: str) -> int:
    """Return how many UTF-16 units a text takes."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(runs: Runs, offset: int) -> tuple[Runs, Runs]:
    """Return the runs before and after an offset."""
    before: list[Run] = []
    after: list[Run] = []
    for run in runs:
        size = width(run)
        if offset >= size:
            before.append(run)
        elif offset <= 0:
            after.append(run)
        elif isinstance(run, Text | Link):
            at = _characters(run.text, offset)
            before.append(replace(run, text=run.text[:at]))
            after.append(replace(run, text=run.text[at:]))
        offset -= size
    return tuple(before), tuple(after)


def joined(*parts: Runs) -> Runs:
    """Return runs one after the other, alike neighbours made one, empty ones left out."""
    out: list[Run] = []
    for run in (run for part in parts for run in part):
        if isinstance(run, Text | Link) and not run.text:
            continue
        longer = _as_one(out[-1], run) if out else None
        if longer is None:
            out.append(run)
        else:
            out[-1] = longer
    return tuple(out)


def _as_one(first: Run, second: Run) -> Run | None:
    """Return the one run that two neighbours are, None where they are not alike."""
    if isinstance(first, Text) and isinstance(second, Text):
        if first.look == second.look:
            return replace(first, text=first.text + second.text)
    elif isinstance(first, Link) and isinstance(second, Link) and first.url == second.url:
        return replace(first, text=first.text + second.text)
    return None


def _characters(text: str, offset: int) -> int:
    """Return how many characters of a text its first ``offset`` UTF-16 units are."""
    used = 0
    for at, character in enumerate(text):
        if used >= offset:
            return at
        used += 2 if character > "\uffff" else 1
    return len(text)

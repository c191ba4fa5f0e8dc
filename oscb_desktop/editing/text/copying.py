"""What is selected in the text as blocks of their own: for the clipboard. No Qt."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import UNSET
from msgspec.structs import replace

from oscb_desktop.editing.text.lines import RICH, Kind, Line, blocks_of, cut
from oscb_desktop.report.content.blocks import Block, Paragraph, Runs, Text, new_id


def selected_blocks(
    lines: Sequence[Line], start: int, end: int, held: Mapping[str, Block]
) -> tuple[Block, ...]:
    """Return what is selected: the first line from ``start``, the last to ``end``.

    Words of one line are a paragraph, to go into a sentence. A table or chart is copied whole, its
    caption alone as words; a section's heading as a sub-heading.
    """
    parts = [replace(line, runs=_selected(lines, at, start, end)) for at, line in enumerate(lines)]
    if len(parts) == 1 and parts[0].kind is not Kind.CARD:
        whole = parts[0].quote and parts[0].runs == lines[0].runs
        return (Paragraph(new_id(), parts[0].runs, quote=True if whole else UNSET),)
    if parts[-1].kind not in (*RICH, Kind.CARD) and not end:
        parts.pop()  # its start only is selected: it stays where it is
    cards = {line.block for line in parts if line.kind is Kind.CARD}
    made = [line for part in parts for line in _copied(part, cards, held)]
    return tuple(fresh(block) for block in blocks_of(made, held))


def fresh(block: Block) -> Block:
    """Return a block under an id of its own, that does not know where it came from."""
    return replace(block, id=new_id(), copied_from=UNSET, words_of=UNSET)


def _selected(lines: Sequence[Line], at: int, start: int, end: int) -> Runs:
    runs = lines[at].runs
    if at == len(lines) - 1:
        runs = cut(runs, end)[0]
    return cut(runs, start)[1] if at == 0 else runs


def _copied(line: Line, cards: set[str], held: Mapping[str, Block]) -> Iterator[Line]:
    """Yield the lines that a selected line makes."""
    if line.kind is Kind.CARD:
        caption = (Text(getattr(held[line.block], "caption", "")),)
        yield replace(line, kind=Kind.CAPTION, runs=caption)
        yield line
    elif line.kind is Kind.CAPTION:
        if line.block not in cards:
            yield replace(line, kind=Kind.PARAGRAPH, block=new_id())
    elif line.kind is Kind.TITLE:
        yield replace(line, kind=Kind.HEADING, block=new_id())
    elif line.kind is not Kind.GUIDANCE:
        yield line

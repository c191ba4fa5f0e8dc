"""What is selected, as blocks of their own: what is copied of each kind of line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.editing.text.copying import fresh, selected_blocks
from oscb_desktop.editing.text.lines import Kind, Line, lines_of, plain
from oscb_desktop.report.content.blocks import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    TableBlock,
    runs_of,
)
from tests.editing.text.samples import TYPED, report, words

LINES = lines_of(report())
HELD = {block.id: block for block in report().blocks()}


def place(block: str, kind: Kind | None = None, item: int = 0) -> int:
    return next(
        n
        for n, line in enumerate(LINES)
        if (line.block, line.item) == (block, item) and kind in (None, line.kind)
    )


def copied(first: int, last: int, start: int = 0, end: int = 10_000) -> tuple[Block, ...]:
    return selected_blocks(LINES[first : last + 1], start, end, HELD)


def test_words_of_one_line_are_a_paragraph_to_go_into_a_sentence() -> None:
    at = place("l1", item=1)
    (block,) = copied(at, at, 1, 3)
    assert isinstance(block, Paragraph)
    assert plain(block.runs) == "wo"
    at = place("h1")
    assert isinstance(copied(at, at)[0], Paragraph)


def test_lines_that_go_on_are_the_blocks_that_they_were_under_ids_of_their_own() -> None:
    blocks = copied(place("p2"), place("l1", item=2), 4, 2)
    assert [type(block) for block in blocks] == [Paragraph, Heading, ListBlock]
    items = blocks[2]
    assert isinstance(items, ListBlock)
    assert [plain(item) for item in items.items] == ["one", "two", "th"]
    assert not {block.id for block in blocks} & HELD.keys()


def test_a_table_is_copied_whole_and_its_caption_alone_as_words() -> None:
    both = copied(place("t2", Kind.CAPTION), place("t2", Kind.CARD))
    assert [type(block) for block in both] == [TableBlock]
    card = place("t2", Kind.CARD)
    (table,) = copied(card, card)
    assert isinstance(table, TableBlock)
    assert (table.caption, table.source) == ("What things cost", TYPED)
    (_, caption) = copied(place("p3"), place("t2", Kind.CAPTION), 0, 4)
    assert isinstance(caption, Paragraph)
    assert plain(caption.runs) == "What"


def test_a_sections_heading_is_a_sub_heading_and_what_only_begins_stays() -> None:
    last = next(
        n for n, line in enumerate(LINES) if (line.kind, line.section) == (Kind.TITLE, "second")
    )
    blocks = copied(place("l1"), last)
    assert isinstance(blocks[-1], Heading)
    assert blocks[-1].text == "Second"
    assert not any(isinstance(block, Heading) for block in copied(place("l1"), last, 0, 0))
    empty = next(n for n, line in enumerate(LINES) if line.kind is Kind.GUIDANCE)
    assert len(copied(place("p4"), empty)) == 2  # words, and the third section's heading


def test_a_whole_quotation_stays_one_and_part_of_it_is_words() -> None:
    line = Line(kind=Kind.PARAGRAPH, section="s", block="q", runs=words("they said"), quote=True)
    (whole,) = selected_blocks([line], 0, 9, {})
    (part,) = selected_blocks([line], 0, 4, {})
    assert isinstance(whole, Paragraph)
    assert isinstance(part, Paragraph)
    assert bool(whole.quote)
    assert not part.quote


@pytest.mark.parametrize("block", list(HELD.values()), ids=lambda block: block.id)
def test_a_fresh_block_is_another_that_says_the_same(block: Block) -> None:
    made = fresh(block)
    assert made.id != block.id
    assert runs_of(made) == runs_of(block)


@given(st.data())
def test_any_selection_holds_the_words_that_are_selected(data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(LINES) - 1))
    last = data.draw(st.integers(first, len(LINES) - 1))
    typed = [
        plain(line.runs)
        for line in LINES[first : last + 1]
        if line.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING)
    ]
    blocks = copied(first, last)
    said = "".join(plain(runs_of(block)) for block in blocks)
    for words_of_line in typed:
        assert words_of_line in said
    assert len({block.id for block in blocks}) == len(blocks)

"""What is put in at the caret: words, figures, links, and whole blocks of a paste."""

import pytest

from oscb_desktop.editing.text import inline
from oscb_desktop.editing.text.inline import LinkSpan, link_span, tidy_address
from oscb_desktop.editing.text.inserting import (
    insert_blocks,
    insert_figure,
    insert_run,
    insert_runs,
)
from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.report.content.blocks import (
    CrossRef,
    FigureRef,
    Footnote,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
)
from tests.editing.text.samples import (
    TOTAL,
    TYPED,
    at,
    card,
    made,
    nowhere,
    report,
    said,
    words,
)

TABLE = TableBlock("pasted", "Pasted", TYPED)


# Words


def test_words_go_into_the_line_and_further_paragraphs_below_it() -> None:
    after = made(
        edit := insert_runs(report(), at("p1", 4), [words("new "), words("More ")], "Paste")
    )
    assert said(after, "first")[:2] == [
        "paragraph: The new ",
        "paragraph: More Board met in # rooms.",
    ]
    assert edit is not None
    assert (edit.caret.block, edit.caret.offset) == (after.sections[0].blocks[1].id, 5)


def test_further_lines_in_a_list_are_items() -> None:
    after = made(
        edit := insert_runs(report(), at("l1", 1, item=0), [words("x"), words("y")], "Paste")
    )
    assert said(after, "first")[3:] == ["item: ox", "item: yne", "item: two", "item: three"]
    assert edit is not None
    assert edit.caret == Spot(Kind.ITEM, "first", "l1", 1, 1)


@pytest.mark.parametrize("block", ["h1", "t1"])
def test_a_title_takes_words_only_and_on_one_line(block: str) -> None:
    runs = [(Text("one", bold=True), FigureRef(TOTAL)), words("two")]
    after = made(insert_runs(report(), at(block, 0), runs, "Paste"))
    held = after.block(block)
    assert isinstance(held, Heading | TableBlock)
    assert (held.text if isinstance(held, Heading) else held.caption).startswith("one two")


def test_an_empty_section_begins_with_what_is_put_in() -> None:
    after = made(edit := insert_runs(report(), nowhere(), [words("One."), words("Two.")], "Paste"))
    assert said(after, "third") == ["paragraph: One.", "paragraph: Two."]
    assert edit is not None
    assert (edit.caret.block, edit.caret.offset) == (after.sections[2].blocks[1].id, 4)
    above = made(insert_runs(report(), Spot(Kind.TITLE, "first", ""), [words("One.")], "Paste"))
    assert said(above, "first")[0] == "paragraph: One."


def test_nothing_and_nowhere_are_no_edit() -> None:
    assert insert_runs(report(), at("p1"), [], "Paste") is None
    assert insert_runs(report(), card("t1"), [words("x")], "Paste") is None
    assert insert_blocks(report(), at("p1"), [], "Paste") is None


def test_a_figure_goes_into_a_sentence_and_nowhere_else() -> None:
    after = made(insert_figure(report(), at("p4", 4), TOTAL))
    assert said(after, "second")[-1] == "paragraph: The #end."
    assert said(made(insert_figure(report(), nowhere(), TOTAL)), "third") == ["paragraph: #"]
    for place in (at("h1"), at("t1"), card("t1"), Spot(Kind.TITLE, "first", "")):
        assert insert_run(report(), place, Footnote("x"), "Insert footnote") is None


# Whole blocks


def test_a_single_paragraph_goes_into_the_line_itself() -> None:
    after = made(insert_blocks(report(), at("p1", 4), [Paragraph("x", words("new "))], "Paste"))
    assert said(after, "first")[0] == "paragraph: The new Board met in # rooms."
    into_title = made(insert_blocks(report(), at("h1", 5), [Heading("x", " matters")], "Paste"))
    assert said(into_title, "first")[2] == "heading: Money matters"


def test_the_first_and_last_paragraph_join_what_stands_around() -> None:
    blocks = [Paragraph("x", words("A")), Heading("y", "B"), Paragraph("z", words("C"))]
    after = made(edit := insert_blocks(report(), at("p1", 4), blocks, "Paste"))
    assert said(after, "first")[:3] == [
        "paragraph: The A", "heading: B", "paragraph: CBoard met in # rooms.",
    ]  # fmt: skip
    assert after.sections[0].blocks[0].id == "p1"
    assert edit is not None
    assert edit.caret.offset == 1


def test_what_is_no_paragraph_stands_on_its_own_between_the_halves() -> None:
    after = made(insert_blocks(report(), at("p1", 4), [Heading("y", "B"), TABLE], "Paste"))
    assert said(after, "first")[:5] == [
        "paragraph: The ", "heading: B", "caption: Pasted", "card: ",
        "paragraph: Board met in # rooms.",
    ]  # fmt: skip
    at_start = made(insert_blocks(report(), at("p1", 0), [TABLE], "Paste"))
    assert said(at_start, "first")[:3] == [
        "caption: Pasted",
        "card: ",
        "paragraph: The Board met in # rooms.",
    ]
    at_end = made(insert_blocks(report(), at("p1", 25), [TABLE], "Paste"))
    assert said(at_end, "first")[:4] == [
        "paragraph: The Board met in # rooms.", "caption: Pasted", "card: ",
        "paragraph: See @ and the law*.",
    ]  # fmt: skip


def test_after_a_heading_a_table_or_a_caption_blocks_come_below() -> None:
    blocks = [Paragraph("x", words("A")), Paragraph("y", words("B"))]
    after = made(insert_blocks(report(), at("h1", 2), blocks, "Paste"))
    assert said(after, "first")[2:5] == ["heading: Money", "paragraph: A", "paragraph: B"]
    for place in (at("t1", 2), card("t1")):
        below = made(edit := insert_blocks(report(), place, blocks, "Paste"))
        assert said(below, "second")[1:4] == ["card: ", "paragraph: A", "paragraph: B"]
        assert edit is not None
        assert edit.caret.offset == 1


def test_paragraphs_pasted_into_a_list_are_items_and_a_table_parts_it() -> None:
    blocks = [Paragraph("x", words("A")), ListBlock("y", (words("B"),))]
    after = made(insert_blocks(report(), at("l1", 3, item=0), blocks, "Paste"))
    assert said(after, "first")[3:] == ["item: oneA", "item: B", "item: two", "item: three"]
    parted = made(edit := insert_blocks(report(), at("l1", 3, item=0), [TABLE], "Paste"))
    assert said(parted, "first")[3:] == [
        "item: one",
        "caption: Pasted",
        "card: ",
        "item: two",
        "item: three",
    ]
    assert [block.id for block in parted.sections[0].blocks].count("l1") == 1
    assert len(parted.sections[0].blocks) == 6
    assert edit is not None
    assert (edit.caret.kind, edit.caret.offset) == (Kind.CARD, 0)


def test_an_empty_section_takes_a_paste_whole() -> None:
    after = made(edit := insert_blocks(report(), nowhere(), [Heading("x", "A"), TABLE], "Paste"))
    assert said(after, "third") == ["heading: A", "caption: Pasted", "card: "]
    assert edit is not None
    assert edit.caret.kind is Kind.CARD
    assert after.block("pasted") == TABLE


# Links, notes and references


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" https://example.org/a ", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("a.b@example.org", "mailto:a.b@example.org"),
        ("www.example.org/x?y", "https://www.example.org/x?y"),
        ("example", ""),
        ("two words.org", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("a@b", ""),
        ("", ""),
    ],
)
def test_an_address_is_made_whole_or_is_none(typed: str, address: str) -> None:
    assert tidy_address(typed) == address


LAW = LinkSpan(at("p2", 10), 17, "the law", "https://example.org")


@pytest.mark.parametrize(("start", "end"), [(10, 10), (12, 14), (10, 17), (17, 17)])
def test_the_link_that_the_caret_is_in_is_found_whole(start: int, end: int) -> None:
    assert link_span(report(), at("p2", start), at("p2", end)) == LAW


def test_selected_words_may_become_a_link_and_figures_may_not() -> None:
    assert link_span(report(), at("p1", 4), at("p1", 9)) == LinkSpan(at("p1", 4), 9, "Board")
    assert link_span(report(), at("p1", 4), at("p1", 4)) == LinkSpan(at("p1", 4), 4, "")
    assert link_span(report(), at("p1", 4), at("p1", 20)) is None  # a figure is among them
    assert link_span(report(), at("p2", 0), at("p2", 6)) is None  # a reference
    assert link_span(report(), at("p2", 17), at("p2", 19)) is None  # a note
    assert link_span(report(), at("p1", 4), at("p2", 4)) is None
    assert link_span(report(), at("h1", 0), at("h1", 2)) is None


def test_a_link_is_put_in_changed_and_taken_off() -> None:
    fresh = link_span(report(), at("p1", 4), at("p1", 9))
    assert fresh is not None
    edit = inline.set_link(report(), fresh, "the Board", "https://example.org/b")
    held = made(edit).block("p1")
    assert isinstance(held, Paragraph)
    assert Link("the Board", "https://example.org/b") in held.runs
    assert (edit.label, edit.caret.offset) == ("Insert link", 13)
    changed = inline.set_link(report(), LAW, "it", "https://example.org/c")
    assert changed.label == "Change link"
    assert said(made(changed), "first")[1] == "paragraph: See @ and it*."
    plain = made(inline.remove_link(report(), LAW)).block("p2")
    assert isinstance(plain, Paragraph)
    assert plain.runs[2] == Text(" and the law")


@pytest.mark.parametrize(
    ("offset", "start"), [(16, None), (17, 17), (18, 17), (19, None), (4, 4), (5, 4), (3, None)]
)
def test_what_stands_at_the_caret_or_just_before_it(offset: int, start: int | None) -> None:
    found = inline.object_at(report(), at("p2", offset))
    if start is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == at("p2", start)
        assert isinstance(found[1], CrossRef if start == 4 else Footnote)


def test_of_two_neighbours_the_one_after_the_caret_is_meant() -> None:
    held = made(insert_figure(report(), at("p2", 5), TOTAL))
    found = inline.object_at(held, at("p2", 5))
    assert found is not None
    assert isinstance(found[1], FigureRef)
    assert inline.object_at(report(), at("h1", 1)) is None


def test_a_note_is_changed_or_taken_out() -> None:
    changed = inline.put_object(report(), at("p2", 17), Footnote("other"), "Change footnote")
    held = made(changed).block("p2")
    assert isinstance(held, Paragraph)
    assert Footnote("other") in held.runs
    assert changed.caret.offset == 18
    gone = inline.put_object(report(), at("p2", 17), None, "Remove footnote")
    assert said(made(gone), "first")[1] == "paragraph: See @ and the law."

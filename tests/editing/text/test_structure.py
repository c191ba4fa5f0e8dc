"""Enter, Backspace, Delete and lists: what becomes of the lines, and where the caret goes."""

import pytest

from oscb_desktop.editing.changes import MoveBlock
from oscb_desktop.editing.text import edits, listing
from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.report.content.blocks import Heading, ListBlock, Paragraph, Text
from oscb_desktop.report.content.document import Report
from tests.editing.text.samples import at, card, made, nowhere, report, said, words

FIRST = ["paragraph: The Board met in # rooms.", "paragraph: See @ and the law*.",
         "heading: Money", "item: one", "item: two", "item: three"]  # fmt: skip
SECOND = ["caption: What was paid", "card: ", "paragraph: ", "caption: What things cost", "card: ",
          "caption: Contributions", "card: ", "paragraph: The end."]  # fmt: skip


def test_the_sample_says_what_the_tests_take_it_for() -> None:
    assert (said(report(), "first"), said(report(), "second")) == (FIRST, SECOND)
    assert said(report(), "third") == ["guidance: "]


# Enter


@pytest.mark.parametrize(
    ("offset", "lines"),
    [
        (4, ["paragraph: The ", "paragraph: Board met in # rooms."]),
        (0, ["paragraph: ", "paragraph: The Board met in # rooms."]),
        (17, ["paragraph: The Board met in ", "paragraph: # rooms."]),
        (18, ["paragraph: The Board met in #", "paragraph:  rooms."]),
        (25, ["paragraph: The Board met in # rooms.", "paragraph: "]),
    ],
)
def test_enter_divides_a_paragraph_at_the_caret(offset: int, lines: list[str]) -> None:
    edit = edits.split(report(), at("p1", offset))
    after = made(edit)
    assert said(after, "first") == [*lines, *FIRST[1:]]
    assert edit is not None
    assert after.sections[0].blocks[0].id == "p1"
    assert edit.caret == Spot(Kind.PARAGRAPH, "first", after.sections[0].blocks[1].id)


def test_enter_in_a_list_makes_an_item_and_in_a_heading_a_paragraph_after_it() -> None:
    after = made(edit := edits.split(report(), at("l1", 1, item=1)))
    assert said(after, "first")[3:] == ["item: one", "item: t", "item: wo", "item: three"]
    assert edit is not None
    assert edit.caret == Spot(Kind.ITEM, "first", "l1", 2)
    after = made(edits.split(report(), at("h1", 3)))
    assert said(after, "first")[2:4] == ["heading: Mon", "paragraph: ey"]


def test_enter_in_an_empty_item_ends_the_list_there() -> None:
    held = edits.split(report(), at("l1", 3, item=0))
    assert held is not None
    with_empty = held.change.apply(report())
    after = made(edits.split(with_empty, Spot(Kind.ITEM, "first", "l1", 1)), with_empty)
    assert said(after, "first")[3:] == ["item: one", "paragraph: ", "item: two", "item: three"]
    lists = [block for block in after.sections[0].blocks if isinstance(block, ListBlock)]
    assert len({block.id for block in lists}) == 2


def test_enter_does_nothing_in_an_empty_paragraph_nor_on_a_table() -> None:
    assert edits.split(report(), at("p3")) is None
    assert edits.split(report(), card("t1")) is None
    assert edits.split(report(), at("t1", 3)) is None


def test_enter_in_an_empty_section_begins_it() -> None:
    after = made(edit := edits.split(report(), nowhere()))
    assert said(after, "third") == ["paragraph: "]
    assert edit is not None
    assert edit.caret.block == after.sections[2].blocks[0].id


# New blocks


def test_a_new_paragraph_stands_after_the_block_the_caret_is_in() -> None:
    after = made(edits.new_paragraph(report(), at("l1", 1, item=0)))
    assert said(after, "first") == [*FIRST, "paragraph: "]
    after = made(edits.new_paragraph(report(), at("t1", 1)))
    assert said(after, "second")[1:4] == ["card: ", "paragraph: ", "paragraph: "]


def test_a_new_block_takes_the_place_of_an_empty_paragraph() -> None:
    after = made(edits.insert_block(report(), at("p3"), Heading("new", "Costs")))
    assert said(after, "second")[2] == "heading: Costs"
    assert after.block("p3") is None
    empty = made(edits.split(report(), at("l1", 0, item=0)))
    only = Paragraph("only", ())
    held = made(edit := edits.insert_block(report(), at("p3"), only))
    assert edit is not None
    assert edit.caret == Spot(Kind.PARAGRAPH, "second", "p3")  # an empty one for an empty one
    assert held == report()
    assert empty != report()


def test_an_empty_list_is_no_line_to_write_after() -> None:
    hollow = edits.insert_block(report(), at("p4"), ListBlock("hollow", ((),)))
    held = made(hollow)
    after = made(edits.insert_block(held, at("hollow", held=held), Heading("new", "X")), held)
    assert after.block("hollow") is None
    assert said(after, "second")[-1] == "heading: X"


def test_a_sub_heading_is_made_of_an_empty_paragraph_or_put_after() -> None:
    after = made(edits.make_heading(report(), at("p3")))
    assert said(after, "second")[2] == "heading: "
    assert after.block("p3") is not None
    after = made(edits.make_heading(report(), at("p1")))
    assert said(after, "first")[:2] == [FIRST[0], "heading: "]
    after = made(edits.make_heading(report(), at("l1", item=2)))
    assert said(after, "first")[-1] == "heading: "


# Backspace


def test_backspace_joins_a_paragraph_to_what_is_before_it() -> None:
    after = made(edit := edits.join_back(report(), at("p2")))
    assert said(after, "first")[0] == "paragraph: The Board met in # rooms.See @ and the law*."
    assert edit is not None
    assert (edit.caret.block, edit.caret.offset) == ("p1", 25)
    after = made(edits.join_before(report(), at("l1", item=1)))
    assert said(after, "first")[3:] == ["item: onetwo", "item: three"]


def test_backspace_in_a_first_item_or_a_heading_makes_a_paragraph_of_it() -> None:
    after = made(edits.join_back(report(), at("l1")))
    assert said(after, "first")[3:] == ["paragraph: one", "item: two", "item: three"]
    after = made(edits.join_back(report(), at("h1")))
    assert said(after, "first")[2] == "paragraph: Money"


def test_backspace_after_a_table_takes_an_empty_paragraph_away_and_no_other() -> None:
    after = made(edit := edits.join_back(report(), at("p3")))
    assert said(after, "second") == [line for line in SECOND if line != "paragraph: "]
    assert edit is not None
    assert edit.caret.kind is Kind.CARD
    assert edits.join_back(report(), at("p4")) is None
    assert edits.join_back(report(), at("p1")) is None  # nothing stands before it
    assert edits.join_back(report(), at("t1")) is None  # a caption stays where it is


def test_backspace_in_the_only_empty_paragraph_empties_its_section() -> None:
    held = made(edits.split(report(), nowhere()))
    only = held.sections[2].blocks[0].id
    after = made(edit := edits.join_back(held, at(only, held=held)), held)
    assert said(after, "third") == ["guidance: "]
    assert edit is not None
    assert edit.caret == nowhere()


def test_words_do_not_run_into_a_heading() -> None:
    held = made(edits.insert_block(report(), at("h1"), Paragraph("after", words("Words."))))
    assert edits.join_back(held, at("after", held=held)) is None
    empty = made(edits.insert_block(report(), at("h1"), Paragraph("after")))
    after = made(edits.join_back(empty, at("after", held=empty)), empty)
    assert said(after, "first") == FIRST


# Delete over a selection


def removed(start: Spot, end: Spot, held: Report | None = None) -> tuple[Report, Spot]:
    edit = edits.remove_range(held or report(), start, end)
    assert edit is not None
    return made(edit, held), edit.caret


def test_what_is_selected_in_one_line_is_deleted() -> None:
    after, caret = removed(at("p1", 4), at("p1", 18))
    assert said(after, "first")[0] == "paragraph: The  rooms."
    assert (caret.block, caret.offset) == ("p1", 4)


def test_the_remains_of_two_paragraphs_are_one() -> None:
    after, caret = removed(at("p1", 4), at("l1", 1, item=1))
    assert said(after, "first") == ["paragraph: The wo", "item: three"]
    assert (caret.block, caret.offset) == ("p1", 4)


def test_a_heading_and_a_paragraph_do_not_run_together() -> None:
    after, _ = removed(at("h1", 2), at("l1", 2, item=1))
    assert said(after, "first")[2:] == ["heading: Mo", "item: o", "item: three"]
    after, _ = removed(at("h1", 0), at("l1", 3, item=1))
    assert said(after, "first")[2:] == ["item: three"]


def test_a_table_goes_with_its_caption_and_a_caption_alone_stays() -> None:
    after, _ = removed(card("t1"), card("t1"))
    assert said(after, "second") == SECOND[2:]
    after, _ = removed(at("t1", 5), at("t1", 9))
    assert said(after, "second")[0] == "caption: What paid"
    after, _ = removed(at("t1", 4), at("p4", 4))
    assert said(after, "second") == ["paragraph: end."]


def test_what_is_selected_over_sections_leaves_their_headings() -> None:
    after, caret = removed(at("p2", 4), at("t2", 5))
    assert said(after, "first") == [FIRST[0], "paragraph: See "]
    assert said(after, "second")[0] == "caption: things cost"
    assert [held.title for held in after.sections] == ["First", "Second", "Third"]
    assert (caret.block, caret.offset) == ("p2", 4)


def test_all_of_a_section_is_deleted_from_its_title_on() -> None:
    start = Spot(Kind.TITLE, "first", "")
    after, caret = removed(start, at("t1", 5))
    assert said(after, "first") == ["guidance: "]
    assert said(after, "second")[0] == "caption: was paid"
    assert caret == nowhere("first")


def test_nothing_selected_is_nothing_to_delete() -> None:
    assert edits.remove_range(report(), nowhere(), nowhere()) is None
    assert edits.remove_range(report(), at("p1", 4), at("p1", 4)) is None
    end = Spot(Kind.TITLE, "second", "")
    after, _ = removed(at("l1", 3, item=1), end)
    assert said(after, "first")[3:] == ["item: one", "item: two"]
    assert said(after, "second") == SECOND


# Moving


@pytest.mark.parametrize(
    ("block", "step", "moved"),
    [
        ("p2", -1, MoveBlock("p2", "first", 0)),
        ("p2", 1, MoveBlock("p2", "first", 2)),
        ("l1", 1, MoveBlock("l1", "second", 0)),
        ("t1", -1, MoveBlock("t1", "first", 4)),
        ("p4", 1, MoveBlock("p4", "third", 0)),
        ("p1", -1, None),
        ("gone", 1, None),
    ],
)
def test_a_block_moves_a_place_also_into_the_next_section(
    block: str, step: int, moved: MoveBlock | None
) -> None:
    assert edits.move_block(report(), block, step) == moved


def test_the_last_block_of_the_report_stays() -> None:
    held = MoveBlock("p4", "third", 0).apply(report())
    assert edits.move_block(held, "p4", 1) is None


# Lists


def test_paragraphs_become_a_list_and_paragraphs_again() -> None:
    after = made(edit := listing.toggle_list(report(), at("p1", 3), at("p2", 2), form="bullet"))
    assert said(after, "first")[:3] == [
        "item: The Board met in # rooms.", "item: See @ and the law*.", "heading: Money",
    ]  # fmt: skip
    assert edit is not None
    assert edit.caret.offset == 3
    listed = after.sections[0].blocks[0]
    assert isinstance(listed, ListBlock)
    assert not listed.ordered
    start, end = (Spot(Kind.ITEM, "first", listed.id, n) for n in (0, 1))
    end = Spot(Kind.ITEM, "first", listed.id, 1, 2)
    back = made(listing.toggle_list(after, start, end, form="bullet"), after)
    assert said(back, "first") == FIRST


def test_a_line_whose_start_only_is_selected_stays_as_it_is() -> None:
    after = made(listing.toggle_list(report(), at("p1"), at("p2", 0), form="letter"))
    assert said(after, "first")[:2] == ["item: The Board met in # rooms.", FIRST[1]]


def test_the_caret_in_an_item_turns_its_whole_list_the_other_way() -> None:
    after = made(
        listing.toggle_list(report(), at("l1", 1, item=1), at("l1", 1, item=1), form="letter")
    )
    turned = after.block("l1")
    assert isinstance(turned, ListBlock)
    assert turned.ordered
    assert len(turned.items) == 3


def test_a_paragraph_after_a_list_of_its_kind_joins_it() -> None:
    held = made(edits.insert_block(report(), at("l1"), Paragraph("after", words("four"))))
    spot = at("after", 1, held=held)
    after = made(listing.toggle_list(held, spot, spot, form="bullet"), held)
    joined = after.block("l1")
    assert isinstance(joined, ListBlock)
    assert [item[0] for item in joined.items][-1] == Text("four")
    apart = made(listing.toggle_list(held, spot, spot, form="letter"), held)
    assert len(apart.sections[0].blocks) == 5


def test_one_item_of_a_list_becomes_a_paragraph_between_two_lists() -> None:
    spot = at("l1", 1, item=1)
    after = made(edit := listing.toggle_list(report(), spot, spot, form="bullet"))
    assert said(after, "first")[3:] == ["item: one", "paragraph: two", "item: three"]
    assert edit is not None
    assert edit.caret.kind is Kind.PARAGRAPH


@pytest.mark.parametrize("block", ["h1", "t1"])
def test_headings_and_captions_are_no_items(block: str) -> None:
    assert listing.toggle_list(report(), at(block), at(block), form="bullet") is None

"""Two versions in words: nothing lost, nothing invented, moves told from edits."""

from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.editing.changes import (
    AddBlock,
    AddSection,
    MoveBlock,
    RemoveBlock,
    RemoveSection,
    ReplaceBlock,
    SetDetail,
    SetSection,
)
from oscb_desktop.report.content.blocks import Heading, ListBlock, Paragraph, Text
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.language.wording import (
    Kind,
    Passage,
    Wording,
    compare_reports,
    compare_sections,
    compare_words,
)
from tests.report.samples import report, section

WORDS = ["the", "hub", "took", "21,480", "contacts", "more", "than", "children's", "{figure:a.b.c}"]
texts = st.lists(st.sampled_from([*WORDS, ".", " ", ", ", "\n"]), max_size=30).map("".join)


def _base() -> Report:
    return report(
        section("one", "First paragraph here.", "Second one stays.", "Third one stays too."),
        section("two", "Elsewhere it says this."),
    )


def _told(wording: Wording) -> list[tuple[str, str, bool]]:
    return [
        (passage.block or passage.name, str(passage.kind), passage.moved)
        for part in wording.sections
        for passage in part.passages
        if passage.differs
    ]


def _passage(wording: Wording, block: str) -> Passage:
    return next(held for part in wording.sections for held in part.passages if held.block == block)


@given(texts, texts)
def test_pieces_read_as_both_versions(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    was = "".join(held.text for held in pieces if held.kind is not Kind.ADDED)
    now = "".join(held.text for held in pieces if held.kind is not Kind.REMOVED)
    assert (was, now) == (before, after)


@given(texts)
def test_the_same_words_do_not_differ(text: str) -> None:
    assert all(held.kind is Kind.SAME for held in compare_words(text, text))


def test_a_changed_number_is_one_change_of_that_number() -> None:
    pieces = compare_words("The hub took 20,955 contacts.", "The hub took 21,480 contacts.")
    assert [(held.kind, held.text) for held in pieces] == [
        (Kind.SAME, "The hub took "),
        (Kind.REMOVED, "20,955"),
        (Kind.ADDED, "21,480"),
        (Kind.SAME, " contacts."),
    ]


def test_scraps_between_changes_join_them() -> None:
    pieces = compare_words("He saw the big old dog go home.", "He saw a big new cat go home.")
    kinds = [held.kind for held in pieces]
    assert kinds == [Kind.SAME, Kind.REMOVED, Kind.ADDED, Kind.SAME]


def test_equal_reports_do_not_differ() -> None:
    assert not compare_reports(_base(), _base()).differs


def test_an_edit_an_addition_and_a_removal() -> None:
    after = ReplaceBlock(Paragraph("one-0", (Text("First paragraph now."),))).apply(_base())
    after = RemoveBlock("one-1").apply(after)
    after = AddBlock("one", 2, Heading("h", "Quite new")).apply(after)
    wording = compare_reports(_base(), after)
    assert _told(wording) == [
        ("one-0", "changed", False),
        ("one-1", "removed", False),
        ("h", "added", False),
    ]
    assert [held.kind for held in _passage(wording, "one-0").pieces] == [
        "same", "removed", "added", "same",
    ]  # fmt: skip


def test_a_move_is_a_move_of_one_block_and_not_of_those_it_passed() -> None:
    wording = compare_reports(_base(), MoveBlock("one-0", "one", 2).apply(_base()))
    assert _told(wording) == [("one-0", "same", True)]


def test_a_move_to_another_section_is_not_a_removal() -> None:
    after = MoveBlock("one-0", "two", 1).apply(_base())
    after = ReplaceBlock(Paragraph("one-0", (Text("First paragraph there."),))).apply(after)
    assert _told(compare_reports(_base(), after)) == [("one-0", "changed", True)]


def test_a_paragraph_pasted_anew_is_known_by_its_words() -> None:
    after = RemoveBlock("one-1").apply(_base())
    after = AddBlock("one", 1, Paragraph("new", (Text("Second one stays, indeed."),))).apply(after)
    assert _told(compare_reports(_base(), after)) == [("new", "changed", False)]


def test_sections_and_details() -> None:
    after = SetSection("one", "One renamed", False).apply(_base())
    after = RemoveSection("two").apply(after)
    after = AddSection(0, section("zero", "At the top.")).apply(after)
    after = SetDetail("title", "Yearly reports").apply(after)
    wording = compare_reports(_base(), after)
    assert [(held.section, str(held.kind)) for held in wording.sections] == [
        ("zero", "added"), ("one", "same"), ("two", "removed"),
    ]  # fmt: skip
    assert _told(wording) == [
        ("zero-0", "added", False), ("title", "changed", False), ("two-0", "removed", False),
    ]  # fmt: skip
    (title,) = wording.details
    assert [held.text for held in title.pieces if held.kind is Kind.REMOVED] == ["Annual"]


def test_one_section_against_its_earlier_self() -> None:
    before = section("one", "a b c d")
    after = section("one", "a b x d", "A list follows:")
    items = ListBlock("l", ((Text("first"),), (Text("second"),)))
    after = AddBlock("one", 2, items).apply(report(after)).sections[0]
    told = [(held.block, str(held.kind)) for held in compare_sections(before, after).passages]
    assert told == [("one-0", "changed"), ("one-1", "added"), ("l", "added")]


def test_one_paragraph_of_a_long_report_is_all_that_differs() -> None:
    words = "The partners agreed how to respond to the contacts that the hub took. " * 6
    before = report(*(section(f"s{at}", *[f"{words}{n}" for n in range(60)]) for at in range(20)))
    after = ReplaceBlock(Paragraph("s3-7", (Text(f"{words}changed"),))).apply(before)
    wording = compare_reports(before, after)
    assert _told(wording) == [("s3-7", "changed", False)]

"""Paragraph numbers run on across headings."""

from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.report.content.blocks import (
    ChartBlock,
    Heading,
    KeysTable,
    Paragraph,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.document import Section
from oscb_desktop.report.content.numbering import caption_numbers, letters, paragraph_numbers
from tests.report.samples import report, section


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8))
def test_numbers_run_on_from_one_without_a_gap(shape: list[tuple[int, bool]]) -> None:
    sections = [
        section(f"s{at}", *["x"] * count, numbered=numbered)
        for at, (count, numbered) in enumerate(shape)
    ]
    numbers = paragraph_numbers(report(*sections))
    expected = sum(count for count, numbered in shape if numbered)
    assert list(numbers.values()) == list(range(1, expected + 1))
    unnumbered = {block.id for held in sections if not held.numbered for block in held.blocks}
    assert not unnumbered & set(numbers)


def test_headings_and_empty_paragraphs_take_no_number() -> None:
    blocks = (
        Paragraph("a", (Text("x"),)),
        Heading("h", "Part"),
        Paragraph("empty"),
        Paragraph("aside", (Text("x"),), numbered=False),
        Paragraph("b", (Text("x"),)),
    )
    held = Section(id="s", key="s", title="S", blocks=blocks)
    assert paragraph_numbers(report(held)) == {"a": 1, "b": 2}


def test_tables_and_charts_count_apart() -> None:
    keys = KeysTable(keys=())
    blocks = (TableBlock("t1", "", keys), ChartBlock("c1", "", keys), TableBlock("t2", "", keys))
    held = Section(id="s", key="s", title="S", blocks=blocks)
    assert caption_numbers(report(held)) == {"t1": "Table 1", "c1": "Chart 1", "t2": "Table 2"}


def test_annexes_are_lettered_beyond_z() -> None:
    assert [letters(at) for at in (0, 1, 25, 26, 51, 52, 701, 702)] == [
        "A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.booleans()), max_size=12))
def test_what_is_remembered_is_what_counting_anew_gives(edits: list[tuple[int, int, bool]]) -> None:
    """Versions of one report, asked for in any order, each have their own numbers."""
    held = [section(f"s{at}", "x", "x") for at in range(3)]
    versions = [report(*held)]
    for at, count, numbered in edits:
        held[at] = section(f"s{at}", *["y"] * count, numbered=numbered)
        versions.append(report(*held))
    for version in (*versions, *reversed(versions)):
        expected = [
            block.id
            for held_now in version.sections
            for block in held_now.blocks
            if held_now.numbered
        ]
        assert paragraph_numbers(version) == {key: n for n, key in enumerate(expected, start=1)}

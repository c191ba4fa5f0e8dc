"""Headings of two levels below a section's own, made of paragraphs and items and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.editing.text.levels import refusal, set_level
from oscb_desktop.editing.text.lines import Kind, Spot, lines_of
from oscb_desktop.report.content.blocks import (
    Block,
    FigureRef,
    Heading,
    ListBlock,
    Paragraph,
    Rank,
    Text,
)
from oscb_desktop.report.content.document import Report, Section

BLOCKS = (
    Paragraph("p", (Text("First\nline"),)),
    Heading("h", "Aims", 2),
    ListBlock("l", ((Text("one"),), (Text("two"),)), ranks=(Rank(), Rank(1))),
    Paragraph("f", (Text("Spent "), FigureRef("a.b.c"))),
    Paragraph("q", (Text("I was heard."),), quote=True),
)


def report_of(*blocks: Block) -> Report:
    section = Section(id="s", key="s", title="Introduction", blocks=blocks)
    return Report(template="scrutiny-annual-report", sections=(section,))


def at(report: Report, block: str, item: int = 0) -> Spot:
    held = next(line for line in lines_of(report) if (line.block, line.item) == (block, item))
    return Spot(held.kind, held.section, held.block, held.item)


def after(report: Report, spot: Spot, level: int, end: Spot | None = None) -> Report:
    edit = set_level(report, spot, end or spot, level)
    return report if edit is None else edit.change.apply(report)


@pytest.mark.parametrize("level", [2, 3])
def test_a_paragraph_becomes_a_heading_and_a_paragraph_again(level: int) -> None:
    report = report_of(*BLOCKS)
    made = after(report, at(report, "p"), level)
    assert made.block("p") == Heading("p", "First line", level)
    again = after(made, at(made, "p"), 0)
    assert again.block("p") == Paragraph("p", (Text("First line"),))


def test_a_heading_changes_its_level_and_keeps_its_words() -> None:
    report = report_of(*BLOCKS)
    assert after(report, at(report, "h"), 3).block("h") == Heading("h", "Aims", 3)
    assert set_level(report, at(report, "h"), at(report, "h"), 2) is None


def test_an_item_leaves_its_list_and_the_rest_stays_one() -> None:
    report = report_of(*BLOCKS)
    made = after(report, at(report, "l", 1), 3)
    assert made.block("l") == ListBlock("l", ((Text("one"),),))
    assert [b.text for b in made.blocks() if isinstance(b, Heading)] == ["Aims", "two"]


def test_all_that_is_selected_changes_in_one_act() -> None:
    report = report_of(*BLOCKS[:3])
    end = replace(at(report, "l", 1), offset=2)
    made = after(report, at(report, "p"), 2, end)
    assert [type(block) for block in made.blocks()] == [Heading] * 4
    assert {block.level for block in made.blocks() if isinstance(block, Heading)} == {2}


def test_what_no_heading_holds_is_refused_with_a_reason() -> None:
    report = report_of(*BLOCKS)
    figure, title = at(report, "f"), Spot(Kind.TITLE, report.sections[0].id, "")
    assert "figure" in refusal(report, figure, figure)
    assert "first level" in refusal(report, title, title)
    assert set_level(report, title, title, 2) is None
    assert not refusal(report, at(report, "q"), at(report, "q"))


def test_in_a_section_without_words_a_heading_is_put() -> None:
    report = report_of()
    here = Spot(Kind.GUIDANCE, report.sections[0].id, "")
    made = after(report, here, 3)
    assert [block.level for block in made.blocks() if isinstance(block, Heading)] == [3]
    assert set_level(report, here, here, 0) is None
    assert not refusal(report, here, here)


@given(st.lists(st.tuples(st.sampled_from("phlq"), st.sampled_from((0, 2, 3))), max_size=8))
def test_no_word_is_lost_whatever_the_order(acts: list[tuple[str, int]]) -> None:
    report = report_of(*BLOCKS)
    words = said(report)
    for block, level in acts:
        if report.block(block) is not None:
            report = after(report, at(report, block), level)
    assert said(report) == words


def said(report: Report) -> list[str]:
    return [
        run.text.replace("\n", " ")
        for line in lines_of(report)
        for run in line.runs
        if isinstance(run, Text)
    ]

"""Exempt content that could be worked out, and marks that do not stand."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError, Severity, UsageError
from oscb_desktop.editing.changes import Change, MarkExempt, RemoveBlock, ReplaceBlock, UnmarkExempt
from oscb_desktop.editing.exempting import mark_exempt
from oscb_desktop.report.checks import checks
from oscb_desktop.report.checks.exempt import check_exemptions
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    FigureRef,
    Paragraph,
    SetTable,
    TableBlock,
)
from oscb_desktop.report.content.document import Report, Section, encode
from oscb_desktop.report.publication.composition import (
    compose,
)
from oscb_desktop.report.publication.leak_phrases import (
    exempt_texts,
    numbers_in,
    spaced,
    squeezed,
)
from tests.report.exempt.exempt_samples import (
    FIGURES,
    SECRET,
    WHY,
    codes,
    leak_phrases,
    marked,
    said,
    sample,
)
from tests.report.samples import report, section


def test_a_mark_without_its_paragraph_blocks_publication() -> None:
    held = RemoveBlock("p2").apply(marked(sample(), "p2"))
    found = list(check_exemptions(held, FIGURES))
    assert [(one.code, one.severity) for one in found] == [("exempt-target-gone", Severity.BLOCK)]


def test_a_single_row_under_a_published_total_can_be_worked_out() -> None:
    held = marked(sample(), "t2", "Elm House")
    found = next(p for p in check_exemptions(held, FIGURES) if "worked-out" in p.code)
    assert found.severity is Severity.BLOCK
    assert found.message.startswith("The row 'Elm House' of Table 2 is exempt, but 'Total' is")
    assert "exempt-row-can-be-worked-out" not in codes(marked(held, "t2", "Total"))
    assert "exempt-row-can-be-worked-out" not in codes(marked(held, "t2", "Pens"))


def test_a_single_row_of_a_return_can_be_worked_out_from_its_total() -> None:
    held = marked(sample(), "t3", "police")
    assert "exempt-row-can-be-worked-out" in codes(held)
    assert "exempt-row-can-be-worked-out" not in codes(marked(held, "t3", "total"))
    assert "exempt-row-can-be-worked-out" not in codes(marked(held, "t3", "council"))
    # The row without a value is no cover: the total is of the two that have one.
    assert "exempt-row-can-be-worked-out" in codes(marked(held, "t3", "schools"))


def test_a_total_in_a_sentence_gives_a_row_away_too() -> None:
    held = marked(marked(sample(), "t3", "police"), "t3", "total")
    total = Paragraph("p5", (FigureRef("budget-contributions.total.agreed"),))
    assert "exempt-row-can-be-worked-out" not in codes(held)
    assert "exempt-row-can-be-worked-out" in codes(ReplaceBlock(total).apply(held))


def test_a_figure_of_an_exempt_row_in_a_public_sentence_blocks() -> None:
    held = marked(marked(sample(), "t3", "police"), "t3", "council")
    quoting = Paragraph("p5", (FigureRef("budget-contributions.police.agreed"),))
    found = list(check_exemptions(ReplaceBlock(quoting).apply(held), FIGURES))
    shown = [one for one in found if one.code == "exempt-figure-shown-elsewhere"]
    assert [one.message for one in shown] == [
        "The row 'Police' of Table 3 is exempt, but Paragraph 5 prints a figure from it."
    ]
    assert "exempt-figure-shown-elsewhere" not in codes(
        marked(ReplaceBlock(quoting).apply(held), "p5")
    )


def test_a_public_chart_of_an_exempt_table_is_pointed_out() -> None:
    source = SetTable(set_id="budget-contributions", view="all")
    body = (TableBlock("t", "Table", source), ChartBlock("c", "Chart", source))
    held = report(Section(id="s", key="s", title="S", blocks=body))
    assert "exempt-figure-shown-elsewhere" in codes(marked(held, "t", "police"))
    assert codes(marked(held, "t")) == ["exempt-data-shown-elsewhere"]
    assert codes(marked(marked(held, "t"), "c")) == []


def test_public_words_that_repeat_exempt_ones_are_pointed_out() -> None:
    held = marked(sample(), "p2")
    assert codes(held) == ["exempt-words-repeated"]  # 48,250 stands in Table 2
    telling = replace(held.exemptions[0], reason=f"Because of the {SECRET}")
    found = [
        one
        for one in check_exemptions(replace(held, exemptions=(telling,)), FIGURES)
        if one.message.startswith("Paragraph 2 repeats")
    ]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (MarkExempt("p1", 3, " "), "exempt-without-reason"),
        (MarkExempt("p1", 8, WHY), "exempt-paragraph-unknown"),
    ],
)
def test_a_mark_that_does_not_stand_blocks(mark: MarkExempt, code: str) -> None:
    assert code in codes(mark.apply(sample()))


def test_the_checks_of_a_report_hold_those_of_its_exemptions() -> None:
    from datetime import date

    from oscb_desktop.report.content.template import find_template

    held = RemoveBlock("p2").apply(marked(sample(), "p2"))
    template = find_template(held.template)
    found = checks.check(held, FIGURES, template, date(2026, 11, 1))
    assert "exempt-target-gone" in {one.code for one in found}


@pytest.mark.parametrize(("paragraph", "reason"), [(8, WHY), (0, WHY), (3, "  ")])
def test_a_mark_needs_a_paragraph_of_the_act_and_a_reason(paragraph: int, reason: str) -> None:
    with pytest.raises(UsageError):
        mark_exempt("p1", paragraph, reason)


def test_taking_off_a_mark_that_is_not_there_says_so() -> None:
    with pytest.raises(OscbError, match="not marked exempt"):
        UnmarkExempt("p1").apply(sample())


def test_undoing_brings_back_the_very_same_mark() -> None:
    held = marked(sample(), "p2")
    off = UnmarkExempt("p2")
    assert off.invert(held).apply(off.apply(held)) == held
    again = MarkExempt("p2", 5, "Another reason")
    assert again.invert(held).apply(again.apply(held)) == held
    assert again.label == "Mark exempt (paragraph 5)"


def test_two_marks_of_the_same_words_differ_by_their_secret() -> None:
    one, other = marked(sample(), "p2"), marked(sample(), "p2")
    assert one.content_hash() != other.content_hash() != sample().content_hash()


TARGETS = st.sampled_from(
    [
        *(("p1", ""), ("p2", ""), ("p4", ""), ("second", ""), ("t1", ""), ("l1", ""), ("one", "")),
        *(("t2", "Elm House"), ("t2", "Pens"), ("t3", "police"), ("t3", "total"), ("two", "")),
    ]
)


@given(st.lists(TARGETS, min_size=1, max_size=5, unique=True))
def test_no_telltale_is_ever_in_the_public_composition(targets: list[tuple[str, str]]) -> None:
    held = sample()
    for target, row in targets:
        held = marked(held, target, row)
    public = compose(held, FIGURES)
    found = leak_phrases(held, FIGURES, public)
    printed = said(public)
    assert not [phrase for phrase in found.phrases if phrase in squeezed(printed)]
    assert not [name for name in found.names if f" {name} " in spaced(printed)]
    assert not found.numbers & numbers_in(printed)


@given(st.lists(TARGETS, min_size=1, max_size=5, unique=True))
def test_marking_and_unmarking_leaves_the_report_as_it_was(
    targets: list[tuple[str, str]],
) -> None:
    held = sample()
    changes: list[Change] = [MarkExempt(target, 3, WHY, row) for target, row in targets]
    for change in changes:
        held = change.apply(held)
    assert msgspec.json.decode(encode(held), type=Report) == held
    for target, row in targets:
        held = UnmarkExempt(target, row).apply(held)
    assert held == sample()
    assert compose(held, FIGURES).edition == ""


def test_telltales_are_what_only_the_exempt_edition_says() -> None:
    held = marked(marked(sample(), "p2"), "one")
    found = leak_phrases(held, FIGURES, compose(held, FIGURES))
    assert found.phrases["settlementwithelmhouse"] == "settlement with elm house"
    assert "theboardmet" not in found.phrases
    assert "48250" not in found.numbers  # Table 2 prints it, and the checks say so
    held = marked(held, "t2")
    found = leak_phrases(held, FIGURES, compose(held, FIGURES))
    assert "48250" in found.numbers
    assert "case h pdf" in found.names
    assert "pens" not in found.names  # a word of the dictionary alone gives nothing away
    assert SECRET in " ".join(exempt_texts(held, FIGURES))


def test_the_sums_of_the_sample_are_what_the_tests_take_them_for() -> None:
    figure = FIGURES.get("budget-contributions.total.agreed")
    assert figure is not None
    assert figure.value == Decimal("275000.50")


def test_a_section_of_blocks_of_every_kind_is_withheld_whole() -> None:
    body: tuple[Block, ...] = sample().sections[2].blocks
    held = marked(
        report(section("plain", "words"), Section(id="s", key="s", title="Kept", blocks=body)), "s"
    )
    public = compose(held, FIGURES)
    assert [block.id for block in public.parts[1].blocks] == ["s", "s-notice", "p5"]

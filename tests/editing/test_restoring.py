"""Bringing a section back as it was: exactly, undoably, and without touching the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.problems import UsageError
from oscb_desktop.editing.changes import MoveBlock, RemoveBlock, RemoveSection, ReplaceBlock
from oscb_desktop.editing.door import prepare
from oscb_desktop.editing.exempting import UnmarkExempt, mark_exempt
from oscb_desktop.editing.restoring import bring_back, section_change
from oscb_desktop.editing.rolling import content_of
from oscb_desktop.report.content.blocks import Paragraph, Text, ancestors
from oscb_desktop.report.content.document import Report, Section
from tests.report import samples


def report() -> Report:
    return samples.report(
        samples.section("summary", "One.", "Two.", "Three."), samples.section("money", "Pounds.")
    )


@st.composite
def sections(draw: st.DrawFn) -> Section:
    keys = draw(st.permutations(draw(st.lists(st.sampled_from("abcdef"), unique=True))))
    blocks = tuple(Paragraph(key, (Text(draw(st.sampled_from("xyz"))),)) for key in keys)
    return Section(id="s", key="s", title=draw(st.sampled_from(["A", "B"])), blocks=blocks)


@given(sections(), sections())
def test_any_section_becomes_any_other_and_undo_takes_it_back(was: Section, now: Section) -> None:
    present = samples.report(now, samples.section("money", "Pounds."))
    change = section_change(present, was, "Bring back")
    after = change.apply(present)
    assert after.section("s") == was
    assert after.section("money") == present.section("money")
    assert change.invert(present).apply(after) == present


def test_a_section_is_what_it_was() -> None:
    earlier = report()
    present = RemoveBlock("summary-1").apply(earlier)
    assert bring_back(present, earlier, "summary").apply(present) == earlier


def test_a_deleted_section_comes_back_in_its_place() -> None:
    earlier = report()
    present = RemoveSection("money").apply(earlier)
    assert bring_back(present, earlier, "money").apply(present) == earlier


def test_what_has_moved_to_another_section_stays_there_and_comes_back_as_a_copy() -> None:
    earlier = report()
    present = MoveBlock("summary-0", "money", 0).apply(earlier)
    after = bring_back(present, earlier, "summary").apply(present)
    assert after.section("money") == present.section("money")
    summary, was = after.section("summary"), earlier.section("summary")
    assert summary is not None
    assert was is not None
    assert [content_of(held) for held in summary.blocks] == [
        content_of(held) for held in was.blocks
    ]
    assert ancestors(summary.blocks[0]) == ("summary-0",)
    ids = [held.id for held in after.blocks()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("target", ["summary-0", "money"])
def test_a_copy_is_no_less_exempt_than_what_it_is_a_copy_of(target: str) -> None:
    earlier = report()
    present = MoveBlock("summary-0", "money", 0).apply(earlier)
    present = mark_exempt(target, 3, "Commercial terms").apply(present)
    after = prepare(present, bring_back(present, earlier, "summary")).after
    summary = after.section("summary")
    assert summary is not None
    marks = {mark.target: (mark.paragraph, mark.reason) for mark in after.exemptions}
    assert marks[summary.blocks[0].id] == (3, "Commercial terms")


@pytest.mark.parametrize("target", ["summary-0", "summary"])
def test_what_was_exempt_then_comes_back_exempt_with_its_words(target: str) -> None:
    earlier = mark_exempt(target, 3, "Commercial terms").apply(report())
    rewritten = ReplaceBlock(Paragraph("summary-0", (Text("Nothing to keep back."),)))
    present = UnmarkExempt(target).apply(rewritten.apply(earlier))
    after = prepare(present, bring_back(present, earlier, "summary")).after
    assert [(mark.target, mark.paragraph) for mark in after.exemptions] == [(target, 3)]


def test_a_version_without_the_section_cannot_give_it_back() -> None:
    with pytest.raises(UsageError, match="no such section"):
        bring_back(report(), samples.report(), "summary")

"""Changes: applying and taking back, for any sequence of edits."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.changes import (
    AddAnnex,
    AddBlock,
    AddSection,
    Change,
    MarkExempt,
    MoveAnnex,
    MoveBlock,
    RemoveAnnex,
    RemoveBlock,
    RemoveSection,
    RenameAnnex,
    ReplaceBlock,
    SetCarried,
    SetDetail,
    SetFigureSets,
    SetMet,
    SetSection,
    Several,
    UnmarkExempt,
    decoder,
)
from oscb_desktop.report.content.blocks import Heading, Paragraph, Text
from oscb_desktop.report.content.document import Annex, Report, SetRef, encode
from tests.report.samples import report, section


@st.composite
def edits(draw: st.DrawFn) -> tuple[Report, list[Change]]:
    """Draw a report and changes that fit it one after the other."""
    first = report(section("one", "a", "b"), section("two", "c"), section("three"))
    now, changes = first, []
    for count in range(draw(st.integers(1, 12))):
        change = draw(_change(now, count))
        changes.append(change)
        now = change.apply(now)
    return first, changes


@st.composite
def _change(draw: st.DrawFn, now: Report, count: int) -> Change:
    blocks = [block.id for block in now.blocks()]
    sections = [held.id for held in now.sections]
    options = ["detail", "sets", "add-section", "met", "carried", "exempt"]
    options += ["unmark"] if now.exemptions else []
    options += ["add", "section"] if sections else []
    options += ["remove-section"] if len(sections) > 1 else []
    options += ["remove", "replace", "move"] if blocks else []
    annexes = [held.id for held in now.annexes]
    options += ["add-annex", *(["remove-annex", "move-annex", "rename-annex"] if annexes else [])]
    kind = draw(st.sampled_from(options))
    text = draw(st.text(max_size=8))
    if kind == "met":
        return SetMet(draw(st.sampled_from("ab")), tuple(draw(st.lists(st.sampled_from("xyz")))))
    if kind == "carried":
        return SetCarried(draw(st.sampled_from("xyz")), draw(st.none() | st.just(text)))
    if kind == "exempt":
        target = draw(st.sampled_from([*blocks, *sections, "annex-1"]))
        return MarkExempt(target, draw(st.integers(1, 7)), text, draw(st.sampled_from(["", "r"])))
    if kind == "unmark":
        held = draw(st.sampled_from(now.exemptions))
        return UnmarkExempt(held.target, held.row)
    if kind == "detail":
        return SetDetail("title", text)
    if kind == "sets":
        return SetFigureSets((SetRef("set", text),))
    if kind == "add-section":
        return AddSection(draw(st.integers(0, len(sections))), section(f"new-{count}", text))
    if kind == "remove-section":
        return RemoveSection(draw(st.sampled_from(sections)))
    if kind == "section":
        return SetSection(draw(st.sampled_from(sections)), text, draw(st.booleans()))
    if kind == "add":
        target = draw(st.sampled_from(sections))
        held = now.section(target)
        at = draw(st.integers(0, len(held.blocks) if held else 0))
        return AddBlock(target, at, Heading(f"block-{count}", text))
    if kind == "add-annex":
        made = Annex(id=f"annex-{count}", title=text, file="a.pdf", sha256="0" * 64, pages=count)
        return AddAnnex(draw(st.integers(0, len(annexes))), made)
    if kind in ("remove-annex", "move-annex", "rename-annex"):
        annex = draw(st.sampled_from(annexes))
        if kind == "remove-annex":
            return RemoveAnnex(annex)
        if kind == "rename-annex":
            return RenameAnnex(annex, text)
        return MoveAnnex(annex, draw(st.integers(0, len(annexes) - 1)))
    block = draw(st.sampled_from(blocks))
    if kind == "remove":
        return RemoveBlock(block)
    if kind == "replace":
        return ReplaceBlock(Paragraph(block, (Text(text),)))
    return MoveBlock(block, draw(st.sampled_from(sections)), draw(st.integers(0, 3)))


@given(edits())
def test_every_change_can_be_taken_back(drawn: tuple[Report, list[Change]]) -> None:
    first, changes = drawn
    together = Several(tuple(changes), "all")
    last = together.apply(first)
    assert together.invert(first).apply(last) == first


@given(edits())
def test_a_change_survives_being_written_down(drawn: tuple[Report, list[Change]]) -> None:
    first, changes = drawn
    for change in changes:
        assert decoder.decode(encode(change)) == change
    assert msgspec.json.decode(encode(first), type=Report) == first


def test_the_content_hash_follows_the_content() -> None:
    before = report(section("one", "a"))
    after = ReplaceBlock(Paragraph("one-0", (Text("b"),))).apply(before)
    assert before.content_hash() != after.content_hash()
    back = ReplaceBlock(Paragraph("one-0", (Text("a"),))).apply(after)
    assert back.content_hash() == before.content_hash()


def test_marks_beside_the_content_leave_the_content_hash_alone() -> None:
    before = report(section("one", "a"))
    after = SetCarried("one-0", "x").apply(SetMet("impact", ("one-0",)).apply(before))
    assert after != before
    assert after.content_hash() == before.content_hash()


def test_a_date_is_a_date() -> None:
    changed = SetDetail("meeting_date", "2027-01-14").apply(report())
    assert changed.details.meeting_date == date(2027, 1, 14)
    with pytest.raises(OscbError, match="YYYY-MM-DD"):
        SetDetail("meeting_date", "next Thursday").apply(report())


@pytest.mark.parametrize(
    "change",
    [
        RemoveBlock("gone"),
        AddBlock("gone", 0, Heading("h", "x")),
        SetDetail("colour", "red"),
        RemoveAnnex("gone"),
        MoveAnnex("gone", 0),
        RenameAnnex("gone", "x"),
    ],
)
def test_a_change_that_does_not_fit_says_so(change: Change) -> None:
    with pytest.raises(OscbError):
        change.apply(report(section("one", "a")))


def test_labels_say_what_was_done() -> None:
    assert AddBlock("one", 0, Heading("h", "x")).label == "Add heading"
    assert SetDetail("meeting_date", None).label == "Change meeting date"

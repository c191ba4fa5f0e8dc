"""The door: what a change carries along, what is refused, what it says that it touches."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.addressing import send_to, share_again, write_apart
from oscb_desktop.editing.annotating import LearnWord
from oscb_desktop.editing.changes import (
    AddAnnex,
    AddBlock,
    Change,
    MoveBlock,
    RemoveBlock,
    ReplaceBlock,
    SetDetail,
    SetFigureSets,
    SetSection,
    Several,
)
from oscb_desktop.editing.door import Prepared, prepare
from oscb_desktop.editing.exempting import MarkExempt, UnmarkExempt, mark_exempt
from oscb_desktop.editing.parts import Part
from oscb_desktop.editing.text.edits import join_back, remove_range, rewrites, split
from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.editing.touched import Touched, touched
from oscb_desktop.report.content.blocks import (
    Block,
    Paragraph,
    TableBlock,
    Text,
    TypedTable,
    ancestors,
    copied,
)
from oscb_desktop.report.content.committees import find_committee_template
from oscb_desktop.report.content.document import Annex, Details, Report, Section, SetRef

WHY = "Commercial terms"


def words(block_id: str, text: str) -> Paragraph:
    return Paragraph(block_id, (Text(text),))


def report() -> Report:
    table = TypedTable(rows=(("Course", "Cost"), ("First aid", "1"), ("Online", "2")))
    return Report(
        template="scrutiny-annual-report",
        sections=(
            Section(
                id="summary",
                key="summary",
                title="Summary",
                blocks=(
                    words("s1", "One open."),
                    words("s2", "Two secret."),
                    words("s3", "Three."),
                ),
            ),
            Section(
                id="money",
                key="money",
                title="Money",
                blocks=(words("m1", "Four."), TableBlock("m2", "Courses", table)),
            ),
        ),
    )


def exempt(*targets: str) -> Report:
    made = report()
    for target in targets:
        made = mark_exempt(target, 3, WHY).apply(made)
    return made


def marked(held: Report) -> set[tuple[str, str]]:
    return {(mark.target, mark.row) for mark in held.exemptions}


def test_only_the_door_makes_a_prepared_change() -> None:
    change = SetDetail("title", "T")
    with pytest.raises(TypeError):
        Prepared(change, report(), change.apply(report()), Touched(), object())
    prepared = prepare(report(), change)
    with pytest.raises(FrozenInstanceError):
        prepared.after = report()  # type: ignore[misc]


def test_a_change_that_carries_nothing_along_stays_itself() -> None:
    change = ReplaceBlock(words("s1", "Other words."))
    assert prepare(exempt("s2"), change).change is change


def test_both_parts_of_a_divided_exempt_paragraph_are_exempt() -> None:
    edit = split(exempt("s2"), Spot(Kind.PARAGRAPH, "summary", "s2", 0, 4))
    assert edit is not None
    after = prepare(exempt("s2"), edit.change).after
    fresh = after.sections[0].blocks[2]
    assert marked(after) == {("s2", ""), (fresh.id, "")}


def test_a_public_paragraph_that_takes_exempt_words_in_becomes_exempt() -> None:
    edit = join_back(exempt("s2"), Spot(Kind.PARAGRAPH, "summary", "s2"))
    assert edit is not None
    assert ("s1", "") in marked(prepare(exempt("s2"), edit.change).after)


def test_one_that_only_loses_words_beside_exempt_ones_stays_public() -> None:
    start = Spot(Kind.PARAGRAPH, "summary", "s1", 0, 3)
    edit = remove_range(exempt("s2"), start, Spot(Kind.PARAGRAPH, "summary", "s2", 0, 11))
    assert edit is not None
    assert ("s1", "") not in marked(prepare(exempt("s2"), edit.change).after)


def test_words_dragged_out_of_an_exempt_paragraph_make_their_new_one_exempt() -> None:
    moved = rewrites(report(), (words("s2", "Two"), words("m1", "Four. secret.")))
    after = prepare(exempt("s2"), Several(moved, "Move words")).after
    assert ("m1", "") in marked(after)


def test_what_several_steps_of_one_act_pass_on_is_followed_through() -> None:
    joined = join_back(exempt("s2"), Spot(Kind.PARAGRAPH, "summary", "s2"))
    assert joined is not None
    between = joined.change.apply(exempt("s2"))
    divided = split(between, Spot(Kind.PARAGRAPH, "summary", "s1", 0, 12))
    assert divided is not None
    after = prepare(exempt("s2"), Several((joined.change, divided.change), "Both")).after
    assert {(block.id, "") for block in after.sections[0].blocks[:2]} <= marked(after)


def test_replacing_words_everywhere_makes_nothing_exempt() -> None:
    changes = (ReplaceBlock(words("s1", "A.")), ReplaceBlock(words("s2", "A.")))
    assert marked(prepare(exempt("s2"), Several(changes, "Replace")).after) == {("s2", "")}


@pytest.mark.parametrize("target", ["s2", "summary"])
def test_what_is_moved_or_copied_is_as_exempt_as_it_was(target: str) -> None:
    before = exempt(target)
    block = before.block("s2")
    assert block is not None
    copy = copied(block)
    moved = prepare(before, MoveBlock("s2", "money", 0)).after
    assert ("s2", "") in marked(moved)
    added = prepare(before, AddBlock("money", 0, copy, taken_from=())).after
    assert (copy.id, "") in marked(added)
    assert ancestors(copied(copy)) == (copy.id, "s2")


def test_a_copy_of_a_table_withholds_the_same_rows() -> None:
    before = MarkExempt("m2", 3, WHY, "Online").apply(report())
    table = before.block("m2")
    assert table is not None
    copy = copied(table)
    after = prepare(before, AddBlock("summary", 0, copy, taken_from=())).after
    assert (copy.id, "Online") in marked(after)


def test_marking_one_marks_its_copies_and_taking_the_mark_off_does_not() -> None:
    first = report().block("s1")
    assert first is not None
    copy: Block = copied(first)
    held = AddBlock("money", 0, copy).apply(report())
    after = prepare(held, mark_exempt("s1", 3, WHY))
    assert marked(after.after) == {("s1", ""), (copy.id, "")}
    assert after.change.invert(held).apply(after.after) == held  # one act to undo
    assert marked(prepare(after.after, UnmarkExempt("s1")).after) == {(copy.id, "")}


def test_a_committees_own_section_follows_the_shared_one_both_ways() -> None:
    cabinet = send_to(report(), find_committee_template("cabinet"), None)
    whole = cabinet.apply(exempt("s2"))
    own = prepare(whole, write_apart(whole, "summary", "cabinet")).after
    section = own.section("cabinet.summary")
    assert section is not None
    copy = section.blocks[1]
    assert (copy.id, "") in marked(own)
    marked_later = prepare(own, mark_exempt("summary", 1, WHY)).after
    assert ("cabinet.summary", "") in marked(marked_later)
    shared = prepare(marked_later, share_again(marked_later, "cabinet.summary")).after
    assert marked(shared) == {("s2", ""), ("summary", "")}


def test_an_annex_of_the_same_bytes_is_as_exempt() -> None:
    one = Annex(id="a", title="Advice", file="a.pdf", sha256="ab" * 32, pages=1)
    before = mark_exempt("a", 5, WHY).apply(AddAnnex(0, one).apply(report()))
    after = prepare(before, AddAnnex(1, replace(one, id="b", title="Advice again"))).after
    assert ("b", "") in marked(after)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(OscbError, match="no longer in the report"):
        prepare(report(), RemoveBlock("gone"))


CHANGES: tuple[Change, ...] = (
    MoveBlock("s2", "money", 0),
    MoveBlock("m1", "summary", 1),
    RemoveBlock("s2"),
    ReplaceBlock(words("s2", "Written anew."), taken_from=("s1",)),
    ReplaceBlock(words("s1", "With the other's words."), taken_from=("s2",)),
    AddBlock("money", 0, words("n1", "New.")),
    AddBlock("money", 1, words("n2", "Copied."), taken_from=("m1", "s3")),
    mark_exempt("money", 1, WHY),
    mark_exempt("s1", 3, WHY),
    SetSection("summary", "Summary", True),
)


@given(st.lists(st.sampled_from(CHANGES), max_size=4, unique_by=id), st.sets(
    st.sampled_from(["s1", "s2", "m1", "summary", "money"]), max_size=2))  # fmt: skip
def test_what_was_prepared_is_prepared_for_good(changes: list[Change], targets: set[str]) -> None:
    before = exempt(*sorted(targets))
    try:
        prepared = prepare(before, Several(tuple(changes), "All"))
    except OscbError:
        return
    again = prepare(before, prepared.change)
    assert again.change is prepared.change
    assert again.after == prepared.after
    assert prepared.change.invert(before).apply(prepared.after) == before


def test_a_change_says_what_it_touches() -> None:
    before = report()

    def of(change: Change) -> Touched:
        return prepare(before, change).touched

    typed = of(ReplaceBlock(words("s1", "Typed.")))
    assert typed == Touched(sections=frozenset({"summary"}), blocks=frozenset({"s1"}))
    assert typed.only_text
    assert typed.content
    moved = of(MoveBlock("s1", "money", 0))
    assert moved.structure
    assert moved.sections == {"summary", "money"}
    assert "s1" in moved.blocks
    assert of(SetDetail("title", "T")) == Touched(details=True)
    assert of(LearnWord("oscb")) == Touched(annotations=True)
    assert not of(LearnWord("oscb")).content
    assert of(mark_exempt("s1", 3, WHY)) == Touched(exemptions=True)
    assert of(SetFigureSets((SetRef("a", "1"),))).figures == {"a"}
    ready = of(SetSection("summary", "Summary", True))
    assert ready == Touched(sections=frozenset({"summary"}))
    assert not touched(before, before)
    assert not touched(before, replace(before, details=Details()))


def with_own_copy(before: Report) -> tuple[Report, str]:
    """Return a report with a committee's own copy of the summary, and the id of its first block."""
    whole = send_to(before, find_committee_template("cabinet"), None).apply(before)
    whole = prepare(whole, write_apart(whole, "summary", "cabinet")).after
    section = whole.section("cabinet.summary")
    assert section is not None
    return whole, section.blocks[0].id


def test_a_copy_made_before_two_were_joined_is_marked_with_what_they_became() -> None:
    whole, copy = with_own_copy(report())
    edit = join_back(whole, Spot(Kind.PARAGRAPH, "summary", "s2"))
    assert edit is not None
    joined = prepare(whole, edit.change).after
    copies = {block.id for block in joined.blocks() if set(ancestors(block)) & {"s1", "s2"}}
    after = prepare(joined, mark_exempt("s1", 3, WHY)).after
    assert {(block, "") for block in copies} <= marked(after)
    assert (copy, "") in marked(after)


def test_a_copy_made_before_one_was_divided_is_marked_with_either_half() -> None:
    whole, copy = with_own_copy(report())
    edit = split(whole, Spot(Kind.PARAGRAPH, "summary", "s1", 0, 4))
    assert edit is not None
    divided = prepare(whole, edit.change).after
    summary = divided.section("summary")
    assert summary is not None
    half = summary.blocks[1].id
    first = prepare(divided, mark_exempt("s1", 3, WHY)).after
    assert marked(first) == {("s1", ""), (copy, "")}
    second = prepare(divided, mark_exempt(half, 3, WHY)).after
    assert marked(second) == {(half, ""), (copy, "")}
    either = prepare(divided, mark_exempt(copy, 3, WHY)).after
    assert marked(either) == {("s1", ""), (half, ""), (copy, "")}


def test_a_new_version_of_a_copy_is_a_copy_still() -> None:
    whole, copy = with_own_copy(report())
    typed = prepare(whole, ReplaceBlock(words(copy, "One open, typed on."))).after
    after = prepare(typed, mark_exempt("s1", 3, WHY)).after
    assert (copy, "") in marked(after)


def test_a_copy_of_what_took_exempt_words_in_is_exempt() -> None:
    whole = send_to(exempt("s2"), find_committee_template("cabinet"), None).apply(exempt("s2"))
    taken = ReplaceBlock(words("s1", "One open. Two secret."), taken_from=("s2", "s3"))
    changes = (RemoveBlock("s2"), taken, ReplaceBlock(words("s3", ""), taken_from=()))
    joined = prepare(whole, Several(changes, "Delete")).after
    after = prepare(joined, write_apart(joined, "summary", "cabinet")).after
    section = after.section("cabinet.summary")
    assert section is not None
    assert (section.blocks[0].id, "") in marked(after)


def part_of(section: str) -> Part:
    return Part(
        id="part", report="seal", section=section, title="Summary", to="An Officer", note="",
        sent_by="A Clerk", sent_at=datetime(2026, 6, 1, tzinfo=UTC),
    )  # fmt: skip


def test_in_a_part_only_its_own_text_comes_through() -> None:
    inside = ReplaceBlock(words("s1", "Other words."))
    prepared = prepare(report(), inside, part_of("summary"))
    assert prepared.before == report()
    assert prepared.after.block("s1") == words("s1", "Other words.")
    for outside in (ReplaceBlock(words("m1", "Five.")), SetDetail("title", "Other")):
        with pytest.raises(OscbError, match="Only the text of “Summary” can be edited here"):
            prepare(report(), outside, part_of("summary"))


def test_in_a_part_an_exempt_paragraph_may_be_divided_and_both_are_exempt() -> None:
    edit = split(exempt("s2"), Spot(Kind.PARAGRAPH, "summary", "s2", 0, 4))
    assert edit is not None
    after = prepare(exempt("s2"), edit.change, part_of("summary")).after
    assert len(marked(after)) == 2


def test_an_act_that_carries_marks_along_keeps_its_name() -> None:
    edit = split(exempt("s2"), Spot(Kind.PARAGRAPH, "summary", "s2", 0, 4))
    assert edit is not None
    prepared = prepare(exempt("s2"), edit.change)
    assert prepared.change is not edit.change
    assert prepared.change.label == edit.change.label


def test_who_makes_a_change_without_the_door_is_told_why_not() -> None:
    change = SetDetail("title", "T")
    with pytest.raises(TypeError, match="prepared by the door and by nothing else"):
        Prepared(change, report(), change.apply(report()), Touched(), object())


def test_a_mark_that_the_same_act_takes_off_is_not_carried() -> None:
    act = Several((MarkExempt("s1", 3, WHY), UnmarkExempt("s1")), "Mark and unmark")
    assert marked(prepare(report(), act).after) == set()


def test_words_of_a_block_that_the_act_takes_out_are_followed_into_a_new_one() -> None:
    act = Several((RemoveBlock("s2"), AddBlock("money", 0, words("new", "Two secret."))), "Move")
    assert ("new", "") in marked(prepare(exempt("s2"), act).after)


@pytest.mark.parametrize("year", ["0001", "1899", "2101", "9999"])
def test_a_meeting_that_nothing_can_be_counted_to_does_not_come_in(year: str) -> None:
    with pytest.raises(OscbError, match=f"{year}-12-31"):
        prepare(report(), SetDetail("meeting_date", f"{year}-12-31"))
    kind = find_committee_template("cabinet")
    with pytest.raises(OscbError, match=f"{year}-12-31"):
        prepare(report(), send_to(report(), kind, date.fromisoformat(f"{year}-12-31")))


def test_one_that_came_in_before_can_be_put_right() -> None:
    held = replace(report(), details=Details(meeting_date=date.max))
    assert prepare(held, SetDetail("title", "Annual report")).after.details.title
    mended = prepare(held, SetDetail("meeting_date", "2026-12-10")).after
    assert mended.details.meeting_date == date(2026, 12, 10)

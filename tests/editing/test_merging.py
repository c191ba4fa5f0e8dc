"""A section that came back: nothing that either side wrote is lost, nothing taken unasked."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.editing.merging import (
    Choice,
    Merge,
    merge_change,
    merge_section,
    merged_blocks,
)
from oscb_desktop.editing.past import Past
from oscb_desktop.report.content.blocks import Block, Heading, Paragraph, Text, block_hash
from oscb_desktop.report.content.document import Report, Section
from tests.report import samples


def block(key: str, words: str) -> Paragraph:
    return Paragraph(key, (Text(words),))


def section(*blocks: Block, ready: bool = False) -> Section:
    return Section(id="s", key="s", title="Summary", blocks=blocks, ready=ready)


def report_with(ours: Section, *others: Section) -> Report:
    return samples.report(samples.section("before", "Before."), ours, *others)


def merge(base: Section, ours: Section, theirs: Section) -> Merge:
    return merge_section(base, report_with(ours), theirs)


@st.composite
def ordered(draw: st.DrawFn, keys: str) -> list[str]:
    return draw(st.permutations(draw(st.lists(st.sampled_from(keys), unique=True))))


@st.composite
def edited(draw: st.DrawFn, base: tuple[Paragraph, ...], new: str, side: str) -> Section:
    """Return base after deleting, editing, moving, and adding; a side's own words bear its name."""
    kept = [held for held in base if draw(st.integers(0, 3))]
    kept = [block(held.id, f"{side} {held.id}") if draw(st.booleans()) else held for held in kept]
    if draw(st.booleans()):
        kept = draw(st.permutations(kept))
    for key in draw(ordered(new)):
        kept.insert(draw(st.integers(0, len(kept))), block(key, f"{side} {key}"))
    return section(*kept)


@st.composite
def three(draw: st.DrawFn) -> tuple[Section, Section, Section]:
    base = tuple(block(key, f"base {key}") for key in draw(ordered("abcdef")))
    ours, theirs = draw(edited(base, "uvw", "ours")), draw(edited(base, "xyz", "theirs"))
    return section(*base), ours, theirs


@given(three())
def test_with_nothing_changed_here_theirs_is_taken_whole(
    versions: tuple[Section, Section, Section],
) -> None:
    base, _, theirs = versions
    found = merge(base, base, theirs)
    assert found.conflicts == ()
    assert merged_blocks(found, {}) == theirs.blocks


@given(three())
def test_with_nothing_changed_there_ours_stays(
    versions: tuple[Section, Section, Section],
) -> None:
    base, ours, _ = versions
    found = merge(base, ours, base)
    assert found.conflicts == ()
    assert found.taken == ()
    assert merged_blocks(found, {}) == ours.blocks


@given(three())
def test_nothing_that_anybody_wrote_is_lost_and_nothing_comes_back(
    versions: tuple[Section, Section, Section],
) -> None:
    base, ours, theirs = versions
    outcome = {_words(held) for held in merged_blocks(merge(base, ours, theirs), {})}
    written = {_words(held) for held in (*ours.blocks, *theirs.blocks)}
    assert {words for words in written if not words.startswith("base")} <= outcome
    both = {_words(held) for held in ours.blocks} & {_words(held) for held in theirs.blocks}
    assert {words for words in outcome if words.startswith("base")} == both & {
        _words(held) for held in base.blocks
    }


@given(three(), st.sampled_from(Choice))
def test_the_act_makes_the_report_what_was_shown_and_can_be_taken_back(
    versions: tuple[Section, Section, Section], choice: Choice
) -> None:
    base, ours, theirs = versions
    report = report_with(ours, samples.section("after", "After."))
    found = merge_section(base, report, theirs)
    choices = {pair.id: choice for pair in found.conflicts}
    change = merge_change(report, found, choices, "Merge")
    after = change.apply(report)
    made = after.section("s")
    assert made is not None
    assert [_words(held) for held in made.blocks] == [
        _words(held) for held in merged_blocks(found, choices)
    ]
    ids = [held.id for held in after.blocks()]
    assert len(ids) == len(set(ids))
    assert change.invert(report).apply(after) == report
    assert [held for held in after.sections if held.id != "s"] == [
        held for held in report.sections if held.id != "s"
    ]


def test_what_both_changed_is_for_a_person_to_choose() -> None:
    base = section(block("a", "one"), block("b", "two"))
    ours = section(block("a", "ours"), block("b", "two"))
    theirs = section(block("a", "theirs"), block("b", "three"))
    found = merge(base, ours, theirs)
    assert [pair.id for pair in found.conflicts] == ["a"]
    assert [pair.id for pair in found.taken] == ["b"]
    texts = {
        choice: [_words(held) for held in merged_blocks(found, {"a": choice})] for choice in Choice
    }
    assert texts == {
        Choice.OURS: ["ours", "three"],
        Choice.THEIRS: ["theirs", "three"],
        Choice.BOTH: ["ours", "theirs", "three"],
    }


def test_the_same_change_on_both_sides_is_none_to_choose() -> None:
    base = section(block("a", "one"))
    found = merge(base, section(block("a", "two")), section(block("a", "two")))
    assert found.conflicts == ()
    assert found.taken == ()


def test_a_paragraph_deleted_here_and_changed_there_is_for_a_person_to_choose() -> None:
    base = section(block("a", "one"), block("b", "two"))
    found = merge(base, section(block("b", "two")), section(block("a", "more"), block("b", "two")))
    assert [pair.id for pair in found.conflicts] == ["a"]
    assert [held.id for held in merged_blocks(found, {})] == ["a", "b"]
    assert [held.id for held in merged_blocks(found, {"a": Choice.OURS})] == ["b"]


def test_a_section_that_comes_back_twice_does_not_contradict_itself() -> None:
    base = section(block("a", "one"))
    first, second = block("a", "better"), block("a", "best")
    report = report_with(section(first))  # the first return was taken
    known = {"a": frozenset({block_hash(base.blocks[0]), block_hash(first)})}
    found = merge_section(base, report, section(second), known)
    assert found.conflicts == ()
    assert merged_blocks(found, {}) == (second,)


def test_a_paragraph_moved_to_another_section_is_changed_where_it_is_now() -> None:
    base = section(block("a", "one"), block("b", "two"))
    elsewhere = Section(id="other", key="o", title="Other", blocks=(base.blocks[0],))
    report = report_with(section(base.blocks[1]), elsewhere)
    found = merge_section(base, report, section(block("a", "better"), block("b", "two")))
    after = merge_change(report, found, {}, "Merge").apply(report)
    assert after.section("other") == replace(elsewhere, blocks=(block("a", "better"),))
    assert after.section("s") == section(block("b", "two"))


def test_both_versions_of_a_paragraph_moved_away_are_kept() -> None:
    base = section(block("a", "one"))
    elsewhere = Section(id="other", key="o", title="Other", blocks=(block("a", "ours"),))
    report = report_with(section(), elsewhere)
    found = merge_section(base, report, section(block("a", "theirs")))
    after = merge_change(report, found, {}, "Merge").apply(report)
    words = [_words(held) for held in after.blocks()]
    assert "ours" in words
    assert "theirs" in words


def test_new_paragraphs_of_both_sides_keep_their_places() -> None:
    first, last = Heading("h", "Purpose"), block("z", "Last.")
    base = section(first, last)
    ours = section(first, block("u", "ours"), last)
    theirs = section(first, last, block("x", "theirs"))
    found = merge(base, ours, theirs)
    assert [held.id for held in merged_blocks(found, {})] == ["h", "u", "z", "x"]


def test_a_section_marked_ready_by_the_officer_comes_back_ready() -> None:
    base = section(block("a", "one"))
    report = report_with(base)
    found = merge_section(base, report, replace(base, ready=True))
    after = merge_change(report, found, {}, "Merge").apply(report)
    made = after.section("s")
    assert made is not None
    assert made.ready


def _words(held: Block) -> str:
    assert isinstance(held, Paragraph | Heading)
    return (
        held.text
        if isinstance(held, Heading)
        else "".join(run.text for run in held.runs if isinstance(run, Text))
    )


def merge_from_elsewhere(first: Section, ours: Section, base: Section, theirs: Section) -> Merge:
    """Merge a part whose section was ``base`` when it was sent from another copy of the report.

    ``first`` is what both copies began with.
    """
    report = report_with(ours)
    past = Past.of((report_with(first), report), "s")
    known = Past.of((report_with(base), report_with(theirs)), "s").blocks
    return merge_section(base, report, theirs, known, past=past)


@st.composite
def elsewhere(draw: st.DrawFn) -> tuple[Section, Section, Section, Section]:
    first = tuple(block(key, f"base {key}") for key in draw(ordered("abcd")))
    ours, base = draw(edited(first, "uv", "ours")), draw(edited(first, "xy", "sent"))
    theirs = draw(edited(tuple(held for held in base.blocks if isinstance(held, Paragraph)), "z",
                         "theirs"))  # fmt: skip
    return section(*first), ours, base, theirs


@given(elsewhere())
def test_whatever_another_copy_changed_is_taken_or_asked_or_told(
    versions: tuple[Section, Section, Section, Section],
) -> None:
    first, ours, base, theirs = versions
    found = merge_from_elsewhere(first, ours, base, theirs)
    outcome = merged_blocks(found, {})
    here = {_words(held) for held in outcome}
    written = {_words(held) for held in (*ours.blocks, *theirs.blocks)}
    assert {words for words in written if not words.startswith("base")} <= here
    ids = [held.id for held in outcome]
    back = [held.id for held in theirs.blocks if held.id in ids]
    if [key for key in ids if key in back] != back and ours.blocks == first.blocks:
        assert any("order" in note for note in found.notes)


def test_a_paragraph_that_only_the_part_has_is_taken() -> None:
    first = section(block("a", "one"))
    sent = section(block("a", "one"), block("b", "added in a copy"))
    found = merge_from_elsewhere(first, first, sent, sent)
    assert [pair.id for pair in found.taken] == ["b"]
    assert merged_blocks(found, {}) == sent.blocks


def test_a_paragraph_deleted_here_that_the_copy_had_changed_is_asked() -> None:
    first, ours = section(block("a", "one"), block("b", "two")), section(block("a", "one"))
    sent = section(block("a", "one"), block("b", "changed in a copy"))
    found = merge_from_elsewhere(first, ours, sent, sent)
    assert [pair.id for pair in found.conflicts] == ["b"]
    # What the copy only kept stays deleted.
    assert merge_from_elsewhere(first, ours, first, first).pairs[1].settled is Choice.OURS


def test_a_paragraph_that_both_have_in_words_of_their_own_is_asked() -> None:
    first, sent = section(block("a", "one")), section(block("a", "changed in a copy"))
    found = merge_from_elsewhere(first, first, sent, sent)
    assert [pair.id for pair in found.conflicts] == ["a"]
    after = section()
    assert [p.id for p in merge_from_elsewhere(first, first, sent, after).conflicts] == ["a"]


def test_what_is_only_here_another_order_and_another_heading_are_told() -> None:
    first = section(block("a", "one"), block("b", "two"))
    ours = section(*first.blocks, block("u", "ours"))
    sent = replace(section(block("b", "two"), block("a", "one")), title="In short")
    (only, order, heading) = merge_from_elsewhere(first, ours, sent, sent).notes
    assert only == "1 paragraph is only in the report, and stays."
    assert "another order" in order
    assert "“In short”" in heading
    assert merge_from_elsewhere(first, ours, first, first).notes == ()

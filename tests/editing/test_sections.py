"""What may be done with sections: fixed ones stay, the rest may be added, moved and renamed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.editing import sections
from oscb_desktop.editing.changes import MoveBlock, SetSection
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.template import Template, find_template, start_report
from tests.editing.text.samples import report as lines

TEMPLATE: Template = find_template("scrutiny-annual-report")
OPTIONAL = next(asked for asked in TEMPLATE.sections if asked.presence == "optional")
FREE = next(asked for asked in TEMPLATE.sections if asked.presence == "free")
FIXED = next(asked for asked in TEMPLATE.sections if asked.presence == "fixed")


def begun() -> Report:
    return start_report(TEMPLATE, {"meeting_date": "2026-12-10"})


def own() -> Section:
    return Section(id="own", key="own", title="Own")


def with_own(index: int = 1) -> Report:
    made = begun()
    held = list(made.sections)
    held.insert(index, own())
    return replace(made, sections=tuple(held))


def keys(report: Report) -> list[str]:
    return [held.key for held in report.sections]


@pytest.mark.parametrize(
    ("section", "worded", "stays"),
    [
        (Section(id="x", key=FIXED.key, title="X"), True, True),
        (Section(id="x", key=FREE.key, title="X"), False, True),
        (Section(id="x", key=OPTIONAL.key, title="X"), False, False),
        (own(), False, False),
    ],
)
def test_what_the_template_keeps_of_a_section_is_said(
    section: Section, worded: bool, stays: bool
) -> None:
    assert bool(sections.why_worded_so(TEMPLATE, section)) == worded
    assert bool(sections.why_it_stays(TEMPLATE, section)) == stays


@given(
    titles=st.lists(
        st.sampled_from(["Introduction", "introduction!", "Own", "own", "Ω", "", "Own-2", "Legal"]),
        max_size=6,
    ),
    at=st.integers(-1, 5),
)
def test_sections_of_ones_own_are_told_apart_and_go_where_they_were_asked_for(
    titles: list[str], at: int
) -> None:
    report = begun()
    for title in titles:
        after = report.sections[at] if at >= 0 else None
        change = sections.add_own(TEMPLATE, report, title, after)
        report = change.apply(report)
        assert report.sections[at + 1].title == title
        assert not sections.why_it_stays(TEMPLATE, report.sections[at + 1])
    assert len(set(keys(report))) == len(set(report.ids()) - {b.id for b in report.blocks()})


def test_what_is_there_is_not_offered_again_unless_it_may_be_repeated() -> None:
    held = {asked.key for asked in sections.addable(TEMPLATE, begun())}
    for asked in TEMPLATE.sections:
        there = any(section.key == asked.key for section in begun().sections)
        assert (asked.key in held) == (asked.presence == "repeatable" or not there)
    bare = replace(begun(), sections=())
    assert sections.addable(TEMPLATE, bare) == TEMPLATE.sections


def test_a_section_is_added_where_the_template_has_it() -> None:
    for asked in TEMPLATE.sections:
        left = [held for held in begun().sections if held.key != asked.key]
        without = replace(begun(), sections=tuple(left))
        after = sections.add(TEMPLATE, without, asked).apply(without)
        order = [held.key for held in TEMPLATE.sections]
        assert keys(after) == sorted(keys(after), key=order.index)


def test_a_section_added_twice_has_an_id_of_its_own() -> None:
    first = sections.add(TEMPLATE, begun(), OPTIONAL).apply(begun())
    twice = sections.add(TEMPLATE, first, OPTIONAL).apply(first)
    ids = [held.id for held in twice.sections if held.key == OPTIONAL.key]
    assert len(ids) == len(set(ids)) >= 2


def test_a_section_of_ones_own_among_the_others_changes_no_place() -> None:
    held = with_own(0)
    last = TEMPLATE.sections[-1]
    without = replace(held, sections=tuple(one for one in held.sections if one.key != last.key))
    assert keys(sections.add(TEMPLATE, without, last).apply(without))[-1] == last.key


def test_the_shared_sections_of_some_keys_come_in_order() -> None:
    whole = replace(
        begun(), sections=(own(), replace(own(), id="c", committee="cabinet"), *begun().sections)
    )
    found = sections.shared(whole, {"own", begun().sections[-1].key})
    assert [held.id for held in found] == ["own", begun().sections[-1].id]


# Moving


def test_a_section_moves_a_place_up_or_down_and_not_beyond_the_ends() -> None:
    held = with_own(1)
    section = held.sections[1]
    for step, index in ((-1, 0), (1, 2)):
        change = sections.move(TEMPLATE, held, section, step)
        assert change is not None
        assert keys(change.apply(held)).index("own") == index
        assert change.invert(held).apply(change.apply(held)) == held
    first, last = with_own(0), with_own(len(begun().sections))
    assert sections.move(TEMPLATE, first, first.sections[0], -1) is None
    assert sections.move(TEMPLATE, last, last.sections[-1], 1) is None
    assert sections.move_to(TEMPLATE, held, section, 1) is None
    fixed = next(one for one in held.sections if one.key == FIXED.key)
    assert sections.move(TEMPLATE, held, fixed, 1) is None


@pytest.mark.parametrize(("gap", "index"), [(0, 0), (1, None), (2, None), (3, 2), (4, 3)])
def test_a_section_dropped_in_a_gap_goes_there(gap: int, index: int | None) -> None:
    held = with_own(1)
    change = sections.move_before(TEMPLATE, held, held.sections[1], gap)
    assert (change and keys(change.apply(held)).index("own")) == index


@pytest.mark.parametrize(
    ("block", "section", "gap", "moved"),
    [
        ("p1", "first", 0, None),
        ("p1", "first", 1, None),
        ("p1", "first", 2, MoveBlock("p1", "first", 1)),
        ("l1", "first", 0, MoveBlock("l1", "first", 0)),
        ("p1", "second", 1, MoveBlock("p1", "second", 1)),
        ("p1", "third", 9, MoveBlock("p1", "third", 0)),
        ("p1", "gone", 0, None),
        ("gone", "first", 0, None),
    ],
)
def test_a_block_dropped_in_a_gap_goes_there(
    block: str, section: str, gap: int, moved: MoveBlock | None
) -> None:
    assert sections.move_block_before(lines(), block, section, gap) == moved


def test_a_section_is_marked_ready_and_renamed_without_losing_the_other() -> None:
    ready = replace(own(), ready=True)
    assert sections.mark(own(), True) == SetSection("own", "Own", True)
    assert sections.rename(ready, "New") == SetSection("own", "New", True)

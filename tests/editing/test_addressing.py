"""One content, many committees: shared text is edited once, what differs is a committee's own."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.editing.addressing import (
    bring_in,
    for_committee,
    send_no_more,
    send_to,
    share_again,
    write_apart,
)
from oscb_desktop.editing.changes import (
    AddBlock,
    AddSection,
    Change,
    RemoveSection,
    ReplaceBlock,
    SetDetail,
    Several,
)
from oscb_desktop.report.clearance.routes import route_for, routes
from oscb_desktop.report.clearance.scope import scope_hash
from oscb_desktop.report.clearance.scope import scope_of as covered
from oscb_desktop.report.content.blocks import (
    CrossRef,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.committees import (
    committee_templates,
    find_committee,
    find_committee_template,
    template_of,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.numbering import paragraph_numbers
from oscb_desktop.report.content.template import find_template, start_report, templates
from oscb_desktop.report.publication.composition import PrintedParagraph, compose
from oscb_desktop.report.timetable.timetable import find_timetable

CABINET_MEETS = date(2027, 1, 19)


def begun() -> Report:
    """A report to scrutiny with a paragraph in each of two sections, one referring to the other."""
    made = start_report(find_template("scrutiny-annual-report"), {"meeting_date": "2026-12-10"})
    for change in (
        AddBlock("executive-summary", 0, Paragraph("s1", (Text("What the papers say."),))),
        AddBlock("introduction", 0, Paragraph("i1", (Text("See "), CrossRef("s1")))),
    ):
        made = change.apply(made)
    return made


def sent(*kinds: str) -> Report:
    made = begun()
    for kind in kinds:
        made = send_to(made, find_committee_template(kind), CABINET_MEETS).apply(made)
    return made


def keys(report: Report) -> list[str]:
    return [held.key for held in report.sections]


def test_a_report_to_one_committee_is_itself() -> None:
    made = begun()
    assert made.addressed_to() is made


def test_a_committee_gets_the_shared_text_and_its_own() -> None:
    whole = sent("cabinet")
    first, cabinet = whole.addressed_to(), whole.addressed_to("cabinet")
    assert keys(first) == keys(begun())
    assert keys(cabinet)[:3] == ["recommendation", "purpose", "executive-summary"]
    assert "legal-implications" in keys(cabinet)
    assert cabinet.details.committee == "Cabinet"
    assert cabinet.details.meeting_date == CABINET_MEETS
    assert first.details == begun().details
    assert cabinet.sections[2] is first.sections[1]  # shared: the very same
    assert "Cabinet" in str(cabinet.sections[0].blocks)
    assert "Scrutiny" in str(first.sections[0].blocks)


def test_numbers_run_on_through_what_each_committee_gets() -> None:
    whole = sent("cabinet")
    assert paragraph_numbers(whole.addressed_to())["s1"] == 2
    assert paragraph_numbers(whole.addressed_to("cabinet"))["s1"] == 3


def test_a_shared_paragraph_is_edited_once_for_all() -> None:
    whole = sent("cabinet", "council")
    edited = ReplaceBlock(Paragraph("s1", (Text("New words."),))).apply(whole)
    for committee in ("", "cabinet", "council"):
        block = edited.addressed_to(committee).block("s1")
        assert isinstance(block, Paragraph)
        assert block.runs == (Text("New words."),)


def test_what_is_written_for_one_committee_alone_leaves_the_others_as_they_are() -> None:
    whole = sent("cabinet", "council")
    apart = write_apart(whole, "executive-summary", "cabinet").apply(whole)
    assert apart.addressed_to() == whole.addressed_to()
    assert apart.addressed_to("council") == whole.addressed_to("council")
    own = apart.addressed_to("cabinet").section("cabinet.executive-summary")
    assert own is not None
    assert [block.id for block in own.blocks] != ["s1"]
    assert keys(apart.addressed_to("cabinet")) == keys(whole.addressed_to("cabinet"))
    back = share_again(apart, own.id).apply(apart)
    assert back == whole


def test_references_within_a_copy_refer_to_the_copy() -> None:
    whole = sent("cabinet")
    second = Paragraph("s2", (Text("As "), CrossRef("s1"), Text(" says.")))
    whole = AddBlock("executive-summary", 1, second).apply(whole)
    apart = write_apart(whole, "executive-summary", "cabinet").apply(whole)
    cabinet = compose(apart.addressed_to("cabinet"), Figures.of(()))
    said = [
        run.text
        for block in cabinet.blocks()
        if isinstance(block, PrintedParagraph)
        for run in block.runs
        if run.target
    ]
    # The copy's follows its copy; the one from a shared section has lost what it referred to.
    assert said == ["paragraph 3", "[no such paragraph]"]


def test_references_in_a_copied_list_refer_to_the_copy_and_other_blocks_are_copied_whole() -> None:
    whole = sent("cabinet")
    lines = ListBlock("s2", ((CrossRef("s1"), Text(" says.")), (CrossRef("i1"),)))
    table = TableBlock("s3", "Money", TypedTable(rows=(("a", "b"), ("c", "1"))))
    for at, block in enumerate((lines, table), 1):
        whole = AddBlock("executive-summary", at, block).apply(whole)
    apart = write_apart(whole, "executive-summary", "cabinet").apply(whole)
    own = apart.section("cabinet.executive-summary")
    assert own is not None
    first, copied, typed = own.blocks
    assert isinstance(copied, ListBlock)
    assert copied.items == ((CrossRef(first.id), Text(" says.")), (CrossRef("i1"),))
    assert isinstance(typed, TableBlock)
    assert (typed.caption, typed.source) == (table.caption, table.source)
    assert not {held.id for held in own.blocks} & {"s1", "s2", "s3"}


def test_a_section_written_apart_twice_keeps_ids_apart() -> None:
    whole = sent("cabinet")
    taken = Section(id="cabinet.introduction", key="other", title="Other")
    whole = AddSection(0, taken).apply(whole)
    apart = write_apart(whole, "introduction", "cabinet").apply(whole)
    (own,) = (held for held in apart.sections if held.committee and held.key == "introduction")
    assert own.id not in ("introduction", "cabinet.introduction")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda whole: send_no_more(whole, ""), "The first committee stays"),
        (lambda whole: send_no_more(whole, "council"), "The first committee stays"),
        (lambda whole: write_apart(whole, "introduction", ""), "gets the shared text"),
        (lambda whole: write_apart(whole, "nowhere", "cabinet"), "not a shared one"),
        (lambda whole: write_apart(whole, "cabinet.purpose", "cabinet"), "not a shared one"),
        (lambda whole: share_again(whole, "nowhere"), "All committees get that section"),
        (lambda whole: share_again(whole, "introduction"), "All committees get that section"),
        (lambda whole: bring_in(whole, "cabinet", "introduction"), "was left out"),
        (lambda whole: bring_in(whole, "", "introduction"), "was left out"),
    ],
)
def test_what_cannot_be_done_is_refused(act: Callable[[Report], Change], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        act(sent("cabinet"))


def test_a_title_that_is_the_shared_one_again_is_not_kept_as_its_own() -> None:
    whole = sent("cabinet")
    for title, kept in (("To agree", "To agree"), (whole.details.title, "")):
        change = for_committee(whole, "cabinet", SetDetail("title", title))
        whole = change.apply(whole)
        assert whole.committees[0].title == kept
    renamed = SetDetail("title", "Another").apply(whole)
    assert renamed.addressed_to("cabinet").details.title == "Another"


def test_a_new_section_goes_to_the_end_where_it_is_added_there() -> None:
    whole = sent("cabinet")
    shown = whole.addressed_to("cabinet").sections
    added = Section(id="risk", key="risk", title="Risk")
    made = for_committee(whole, "cabinet", AddSection(len(shown), added)).apply(whole)
    assert keys(made.addressed_to("cabinet"))[-1] == "risk"
    first = for_committee(whole, "", AddSection(0, added)).apply(whole)
    assert keys(first.addressed_to("cabinet"))[0] == "risk"  # the first one's is for all


def test_a_committees_own_section_is_taken_out_and_not_left_out() -> None:
    whole = sent("cabinet")
    less = for_committee(whole, "cabinet", RemoveSection("cabinet.purpose")).apply(whole)
    assert less.section("cabinet.purpose") is None
    assert less.committees[0].without == ()


@pytest.mark.parametrize("kind", sorted(committee_templates()))
def test_each_kind_has_a_route_a_timetable_and_sections_that_fit(kind: str) -> None:
    asked = find_committee_template(kind)
    assert asked.route in routes()
    assert find_timetable(asked.name).id == kind
    for template_id in templates():
        made = start_report(find_template(template_id), {"meeting_date": "2026-12-10"})
        addressed = send_to(made, asked, CABINET_MEETS).apply(made).addressed_to(kind)
        template = template_of(addressed)
        assert route_for(template).id == asked.route
        wanted = [held.key for held in template.sections]
        assert [key for key in wanted if key in keys(addressed)] == keys(addressed)


def test_the_head_is_set_for_the_committee_in_hand() -> None:
    whole = sent("cabinet")
    later = for_committee(whole, "cabinet", SetDetail("meeting_date", "2027-02-16"))
    whole = later.apply(whole)
    assert whole.addressed_to("cabinet").details.meeting_date == date(2027, 2, 16)
    assert whole.addressed_to().details.meeting_date == date(2026, 12, 10)
    titled = for_committee(whole, "cabinet", SetDetail("title", "To agree")).apply(whole)
    assert titled.addressed_to("cabinet").details.title == "To agree"
    assert titled.addressed_to().details.title == whole.details.title
    shared = for_committee(whole, "cabinet", SetDetail("board", "The board")).apply(whole)
    assert shared.addressed_to().details.board == "The board"
    with pytest.raises(OscbError, match="meeting date"):
        for_committee(whole, "cabinet", SetDetail("meeting_date", "soon"))


def test_a_section_is_left_out_for_one_committee_and_brought_in_again() -> None:
    whole = sent("cabinet")
    without = for_committee(whole, "cabinet", RemoveSection("introduction")).apply(whole)
    assert without.addressed_to("cabinet").section("introduction") is None
    assert without.addressed_to().section("introduction") is not None
    assert bring_in(without, "cabinet", "introduction").apply(without) == whole


def test_a_new_section_is_for_the_committee_in_hand() -> None:
    whole = sent("cabinet")
    added = Section(id="risk", key="risk", title="Risk")
    made = for_committee(whole, "cabinet", AddSection(2, added)).apply(whole)
    assert keys(made.addressed_to("cabinet"))[2] == "risk"
    assert "risk" not in keys(made.addressed_to())


def test_a_section_moves_to_where_it_was_shown_to_go() -> None:
    whole = sent("cabinet")
    shown = whole.addressed_to("cabinet")
    section = shown.sections[2]
    move = Several((RemoveSection(section.id), AddSection(4, section)), "Move section")
    moved = for_committee(whole, "cabinet", move).apply(whole)
    assert [held.id for held in moved.addressed_to("cabinet").sections] == [
        held.id for held in move.apply(shown).sections
    ]


def test_a_committee_is_taken_off_with_what_only_it_got() -> None:
    whole = sent("cabinet", "council")
    act = send_no_more(whole, "cabinet")
    less = act.apply(whole)
    assert [held.id for held in less.committees] == ["council"]
    assert all(held.committee != "cabinet" for held in less.sections)
    assert act.invert(whole).apply(less) == whole


def test_a_committee_is_found_by_id_or_name() -> None:
    whole = sent("health-and-wellbeing")
    assert find_committee(whole, "health and wellbeing BOARD") == "health-and-wellbeing"
    assert find_committee(whole, "performance scrutiny committee") == ""
    with pytest.raises(UsageError, match="does not go to 'Cabinet'") as caught:
        find_committee(whole, "Cabinet")
    assert "Health and Wellbeing Board" in caught.value.remedy
    with pytest.raises(OscbError, match="already goes to Cabinet"):
        send_to(sent("cabinet"), find_committee_template("cabinet"), None)
    again = sent("cabinet")
    other = send_to(again, find_committee_template("cabinet"), None, "Shadow Cabinet").apply(again)
    assert [held.id for held in other.committees] == ["cabinet", "cabinet-2"]


def test_a_clearance_of_the_shared_text_is_of_what_that_committee_gets() -> None:
    whole = sent("cabinet", "council")

    def seen(report: Report, committee: str) -> str:
        return scope_hash(covered(report.addressed_to(committee), ("all",)))

    own = ReplaceBlock(
        Paragraph(whole.addressed_to("cabinet").sections[0].blocks[0].id, (Text("Agree."),))
    ).apply(whole)
    assert seen(own, "cabinet") != seen(whole, "cabinet")
    assert seen(own, "council") == seen(whole, "council")
    shared = ReplaceBlock(Paragraph("s1", (Text("New."),))).apply(whole)
    assert all(seen(shared, held) != seen(whole, held) for held in ("", "cabinet", "council"))


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "off", "apart", "share", "leave", "bring", "type", "title"]),
        st.integers(0, 9),
    ),
    max_size=12,
)


@given(acts=_ACTS)
def test_every_act_can_be_taken_back_and_never_touches_another_committees_words(
    acts: list[tuple[str, int]],
) -> None:
    whole, kinds = begun(), sorted(committee_templates())
    for name, number in acts:
        change = _change(whole, kinds, name, number)
        if change is None:
            continue
        after = change.apply(whole)
        assert change.invert(whole).apply(after) == whole
        ids = [held.id for held in after.sections]
        blocks = [held.id for held in after.blocks()]
        assert len(ids) == len(set(ids))
        assert len(blocks) == len(set(blocks))
        if name in ("apart", "share", "leave", "bring", "title"):
            assert after.addressed_to().sections == whole.addressed_to().sections
        whole = after


def _change(whole: Report, kinds: list[str], name: str, number: int) -> Change | None:
    committees = whole.committees
    if name == "add":
        kind = find_committee_template(kinds[number % len(kinds)])
        if any(held.name == kind.name for held in committees):
            return None
        return send_to(whole, kind, CABINET_MEETS)
    if name == "type":
        return ReplaceBlock(Paragraph("s1", (Text(f"Words {number}"),)))
    if not committees:
        return None
    committee = committees[number % len(committees)]
    shown = whole.addressed_to(committee.id)
    shared = [held for held in shown.sections if not held.committee]
    own = [held for held in shown.sections if held.committee]
    if name == "off":
        return send_no_more(whole, committee.id)
    if name == "title":
        return for_committee(whole, committee.id, SetDetail("title", f"Title {number}"))
    if name == "bring":
        left_out = committee.without
        return bring_in(whole, committee.id, left_out[0]) if left_out else None
    if name == "share":
        return share_again(whole, own[number % len(own)].id) if own else None
    if not shared:
        return None
    section = shared[number % len(shared)]
    if name == "leave":
        return for_committee(whole, committee.id, RemoveSection(section.id))
    return write_apart(whole, section.id, committee.id)

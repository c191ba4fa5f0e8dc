"""Why a report is taken late: recorded, checked, printed, undone (LGA 1972 s.100B(4)(b))."""

from datetime import date

import msgspec
import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.editing.changes import Change, decoder
from oscb_desktop.editing.lateness import SetLate, say_late, take_back
from oscb_desktop.report.clearance.routes import ALL, DETAILS, TEXT
from oscb_desktop.report.clearance.scope import scope_of
from oscb_desktop.report.content.annotations import Late
from oscb_desktop.report.content.document import Committee, Details, Report, encode
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.waivers import may_waive
from oscb_desktop.report.language.wording import compare_reports
from oscb_desktop.report.publication.composition import PrintedHeading, PrintedParagraph, compose
from oscb_desktop.report.timetable.lateness import check_late, is_late, late_of
from oscb_desktop.report.timetable.timetable import Calendar
from tests.report.samples import report, section

MEETING = date(2020, 9, 10)  # publish by Wednesday 2 September 2020
WHY = "The audit ended on 1 September, and the reserve is set before the next meeting."
CHAIR = "Chair of the Performance Scrutiny Committee"
PLAIN = Calendar()


def _held() -> Report:
    held = report(section("intro", "The board met."))
    details = Details(title="Annual reports", committee="Scrutiny", meeting_date=MEETING)
    return msgspec.structs.replace(held, details=details)


def _codes(held: Report, today: date, calendar: Calendar = PLAIN) -> list[tuple[str, str]]:
    return [(found.code, str(found.severity)) for found in check_late(held, today, calendar)]


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2020, 9, 2), False),
        (date(2020, 9, 3), True),
        (MEETING, True),
        (date(2020, 9, 11), False),  # the meeting is over: nothing is left to be taken
    ],
)
def test_it_is_late_from_the_day_after_the_last_one_to_publish(today: date, late: bool) -> None:
    assert is_late(_held(), today, PLAIN) is late
    assert _codes(_held(), today) == ([("publication-day-passed", "block")] if late else [])


def test_the_councils_own_days_move_the_last_day() -> None:
    closed = Calendar(closed={date(2020, 9, 7): "Offices closed"})
    assert _codes(_held(), date(2020, 9, 2)) == []
    assert _codes(_held(), date(2020, 9, 2), closed) == [("publication-day-passed", "block")]


def test_without_a_meeting_nothing_is_late() -> None:
    held = msgspec.structs.replace(_held(), details=Details())
    assert _codes(held, date(2020, 9, 5)) == []


def test_a_given_reason_is_a_note_and_leads_to_the_timetable() -> None:
    held = say_late(_held(), WHY, f"The {CHAIR}", date(2020, 9, 3)).apply(_held())
    (found,) = check_late(held, date(2020, 9, 4), PLAIN)
    assert (found.code, found.severity, found.place.panel) == (
        "publication-late", "note", "timetable",
    )  # fmt: skip
    assert f"opinion of the {CHAIR}, formed on 3 September 2020" in found.message


def test_only_a_named_person_can_let_it_pass_without_one() -> None:
    (found,) = check_late(_held(), date(2020, 9, 4), PLAIN)
    assert may_waive(found)  # published in time, and exported once more


@pytest.mark.parametrize(
    ("reason", "by", "on"),
    [
        ("urgent", CHAIR, date(2020, 9, 3)),
        ("   ", CHAIR, date(2020, 9, 3)),
        (WHY, " ", date(2020, 9, 3)),
        (WHY, CHAIR, date(2020, 9, 11)),
    ],
)
def test_circumstances_post_and_day_are_asked_for(reason: str, by: str, on: date) -> None:
    with pytest.raises(UsageError):
        say_late(_held(), reason, by, on)


def test_it_is_printed_before_the_first_section_with_its_law() -> None:
    held = say_late(_held(), f"  {WHY} ", CHAIR, date(2020, 9, 3)).apply(_held())
    first, *others = compose(held, Figures.of([])).parts
    heading, *paragraphs = first.blocks
    assert isinstance(heading, PrintedHeading)
    assert (heading.text, heading.level) == ("Reason for urgency", 1)
    words = " ".join(
        run.text for held in paragraphs if isinstance(held, PrintedParagraph) for run in held.runs
    )
    assert f"The {CHAIR} is of the opinion" in words
    assert "section 100B(4)(b)" in words
    assert f"Special circumstances: {WHY}" in words
    assert "3 September 2020" in words
    assert [part.key for part in others] == ["intro"]
    assert [part.key for part in compose(_held(), Figures.of([])).parts] == ["intro"]


def test_paragraph_numbers_are_as_without_it() -> None:
    held = say_late(_held(), WHY, CHAIR, date(2020, 9, 3)).apply(_held())
    numbers = [
        block.number
        for block in compose(held, Figures.of([])).blocks()
        if isinstance(block, PrintedParagraph)
    ]
    assert numbers == [None, None, None, 1]


def test_every_change_of_it_is_taken_back_and_kept_as_json() -> None:
    before = _held()
    given = say_late(before, WHY, CHAIR, date(2020, 9, 3))
    once = given.apply(before)
    again = say_late(once, "The figures of the police came on 4 September.", CHAIR, MEETING)
    for change, held in ((given, before), (again, once), (take_back(once), once)):
        done: Change = decoder.decode(encode(change))
        assert done == change
        assert done.invert(held).apply(done.apply(held)) == held
    assert late_of(take_back(once).apply(once)) is None


def test_it_is_seen_in_the_hash_the_comparison_and_by_who_clears_the_head() -> None:
    before = _held()
    after = say_late(before, WHY, CHAIR, date(2020, 9, 3)).apply(before)
    assert before.content_hash() != after.content_hash()
    (passage,) = compare_reports(before, after).details
    assert passage.name == "reason_for_urgency"
    for covers, seen in ((ALL, True), (DETAILS, True), (TEXT, False)):
        assert ("late" in {held.id for held in scope_of(after, [covers])}) is seen


def test_each_committee_has_its_own() -> None:
    other = Committee(id="cabinet", name="Cabinet", meeting_date=date(2020, 10, 20))
    whole = msgspec.structs.replace(_held(), committees=(other,))
    cabinet = whole.addressed_to("cabinet")
    change = say_late(cabinet, WHY, "Leader of the Council", date(2020, 10, 14))
    after = change.apply(whole)
    assert late_of(after.addressed_to("cabinet")) == Late(
        reason=WHY, by="Leader of the Council", on=date(2020, 10, 14), committee="cabinet"
    )
    assert late_of(after.addressed_to("")) is None
    assert isinstance(change, SetLate)


@pytest.mark.parametrize("meeting", [date.min, date(1899, 12, 31), date(2101, 1, 1), date.max])
def test_a_date_that_cannot_be_right_is_a_problem_of_the_report(meeting: date) -> None:
    held = msgspec.structs.replace(_held(), details=Details(meeting_date=meeting))
    assert not is_late(held, date(2020, 9, 4), PLAIN)
    assert _codes(held, date(2020, 9, 4)) == [("meeting-out-of-reach", "block")]

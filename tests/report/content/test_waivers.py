"""Setting problems aside: by a named person, with a reason, until the text changes."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem, Severity, UsageError
from oscb_desktop.editing import changes
from oscb_desktop.editing.changes import ReplaceBlock, SetSection
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.editing.waiving import Unwaive, waive
from oscb_desktop.report.content import document
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.document import Details, Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.waivers import Waived, may_waive, part
from oscb_desktop.report.publication.signoff import set_aside

NOW = datetime(2026, 11, 22, 9, 30, 1, 5, tzinfo=UTC)
REPORT = Report(
    template="scrutiny-annual-report",
    sections=(
        Section(
            id="s",
            key="s",
            title="Summary",
            blocks=(
                Paragraph("a", (Text("Worse than in 2019."),)),
                Paragraph("b", (Text("Better."),)),
            ),
        ),
        Section(id="t", key="t", title="Risks", blocks=(Paragraph("c", (Text("None."),)),)),
    ),
)


def year(block: str = "a", found: str = "2019") -> Problem:
    section = REPORT.section_of(block)
    assert section is not None
    place = Place(section=section.title, block=block)
    return problem("year-left", place, found=found, where="Paragraph 1", year="2025-26")


def aside(report: Report, held: Problem) -> Report:
    return waive(report, held, "It is a comparison.", "Clerk", NOW).apply(report)


def test_only_the_problem_that_was_set_aside_is_gone() -> None:
    report = aside(REPORT, year())
    others = [
        year("b"),
        year("a", "2018"),
        problem("section-not-ready", Place(section="Summary"), found="Summary"),
    ]
    standing, waived = part(report, [year(), *others])
    assert standing == others
    assert [held.waiver.reason for held in waived] == ["It is a comparison."]
    assert waived[0].waiver.at == NOW.replace(microsecond=0)


def test_a_waiver_lapses_when_its_text_changes_and_holds_again_when_it_is_undone() -> None:
    report = aside(REPORT, year())
    edit = ReplaceBlock(Paragraph("a", (Text("Much worse than in 2019."),)))
    changed = edit.apply(report)
    assert part(changed, [year()]) == ([year()], [])
    undone = edit.invert(report).apply(changed)
    assert part(undone, [year()])[0] == []
    # what is written elsewhere is no concern of it
    elsewhere = ReplaceBlock(Paragraph("c", (Text("Many."),))).apply(report)
    assert part(elsewhere, [year()])[0] == []


def test_a_section_and_the_head_are_texts_too() -> None:
    age = problem("reading-age", Place(section="Summary"), found="18", limit="15")
    late = problem("publication-day-passed", Place(section="Title and meeting"), expected="Monday")
    report = aside(aside(REPORT, age), late)
    assert part(report, [age, late])[0] == []
    changed = ReplaceBlock(Paragraph("b", (Text("Far better."),))).apply(report)
    assert part(changed, [age, late])[0] == [age]
    moved = replace(report, details=Details(title="Another"))
    assert part(moved, [age, late])[0] == [late]


def test_it_is_undone_and_redone_as_any_change() -> None:
    change = waive(REPORT, year(), "It is a comparison.", "Clerk", NOW)
    report = change.apply(REPORT)
    assert change.invert(REPORT).apply(report) == REPORT
    second = waive(report, year(), "Still.", "Director", NOW)
    again = second.apply(report)
    assert len(again.annotations.waivers) == 1
    assert second.invert(report).apply(again) == report
    back = Unwaive(*change.waiver.key)
    assert back.apply(report) == REPORT
    assert back.invert(report).apply(REPORT) == report
    assert back.invert(REPORT).apply(REPORT) == REPORT
    for kept in (change, back):
        assert changes.decoder.decode(document.encode(kept)) == kept
    assert change.label == "Set aside: A year left from an earlier report"


def test_it_is_no_part_of_what_is_read_or_cleared() -> None:
    assert aside(REPORT, year()).content_hash() == REPORT.content_hash()


@pytest.mark.parametrize(("reason", "by"), [("", "Clerk"), ("Because", " "), ("x" * 241, "Clerk")])
def test_a_reason_of_sign_off_length_and_a_name_are_asked_for(reason: str, by: str) -> None:
    with pytest.raises(UsageError):
        waive(REPORT, year(), reason, by, NOW)


@pytest.mark.parametrize("code", ["section-empty", "not-cleared", "clearance-altered"])
def test_what_stops_an_export_or_is_anothers_word_is_not_set_aside(code: str) -> None:
    held = problem(code, Place(section="Risks"), who="Finance", seq=1)
    assert not may_waive(held)
    with pytest.raises(UsageError, match="cannot be set aside"):
        waive(REPORT, held, "In a hurry.", "Clerk", NOW)


def test_a_forged_waiver_of_what_blocks_counts_for_nothing() -> None:
    held = problem("section-empty", Place(section="Risks"))
    forged = replace(
        waive(REPORT, year(), "No.", "Clerk", NOW).waiver, code="section-empty", subject="Risks"
    )
    report = replace(REPORT, annotations=replace(REPORT.annotations, waivers=(forged,)))
    assert part(report, [held]) == ([held], [])


def test_the_sign_off_names_what_matters_and_keeps_exempt_content_back() -> None:
    note = replace(year("a", "2017"), severity=Severity.NOTE)
    report = REPORT
    problems = [year("a"), year("b"), year("c"), note]
    for held in problems:
        report = aside(report, held)
    report = MarkExempt("b", 3, "Prices are in negotiation.").apply(report)
    report = MarkExempt("t", 3, "Prices are in negotiation.").apply(report)
    _, waived = part(report, problems)
    assert len(waived) == 4
    nothing = Figures.of(())
    whole = set_aside(report, nothing, waived, public=False)
    assert [held.where for held in whole] == ["Paragraph 1", "Paragraph 2", "Paragraph 3"]
    public = set_aside(report, nothing, waived, public=True)
    assert [held.where for held in public] == ["Paragraph 1"]
    assert public[0].title == "A year left from an earlier report"
    assert (public[0].by, public[0].reason) == ("Clerk", "It is a comparison.")
    assert isinstance(waived[0], Waived)


def test_a_section_that_changes_its_mark_only_keeps_its_waivers() -> None:
    report = aside(REPORT, year())
    ready = SetSection("s", "Summary", True).apply(report)
    assert part(ready, [year()])[0] == []

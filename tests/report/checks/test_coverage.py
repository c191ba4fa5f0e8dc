"""The coverage matrix: met by a person's mark, suggested by words in common, else a gap."""

from datetime import date

import msgspec
import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.editing.annotating import SetMet
from oscb_desktop.editing.changes import RemoveBlock
from oscb_desktop.report.checks import checks
from oscb_desktop.report.checks.coverage import (
    Requirement,
    RequirementSet,
    State,
    check_requirements,
    coverage_matrix,
    find_requirements,
    requirement_sets,
)
from oscb_desktop.report.content.blocks import FigureRef, Paragraph, SetTable, TableBlock, Text
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.template import find_template
from tests.report.samples import report, section

ASKED = RequirementSet(
    id="asked",
    title="What is asked",
    requirement=(
        Requirement(
            id="feedback",
            title="Feedback",
            text="What children said.",
            words=(("feedback", "told us"), ("children", "families")),
        ),
        Requirement(
            id="costs", title="Costs", text="What it cost.", sections=("money",), figures=True
        ),
    ),
)


def _rows(held: Report) -> dict[str, tuple[State, list[str]]]:
    return {
        row.requirement.id: (row.state, [one.block for one in row.evidence])
        for row in coverage_matrix(held, ASKED)
    }


def test_words_of_every_list_suggest_a_paragraph() -> None:
    held = report(section("intro", "Children told us so.", "Feedback on a course.", "Costs rose."))
    assert _rows(held) == {
        "feedback": (State.SUGGESTED, ["intro-0"]),
        "costs": (State.GAP, []),
    }


def test_a_persons_mark_meets_and_can_be_taken_back() -> None:
    before = report(section("intro", "Children told us so.", "They wrote to the board."))
    change = SetMet("feedback", ("intro-1",))
    after = change.apply(before)
    assert _rows(after)["feedback"] == (State.MET, ["intro-1"])
    assert _rows(change.invert(before).apply(after)) == _rows(before)


def test_a_mark_on_a_paragraph_that_is_gone_meets_nothing() -> None:
    held = SetMet("feedback", ("intro-0",)).apply(report(section("intro", "Nothing much.")))
    assert _rows(RemoveBlock("intro-0").apply(held))["feedback"] == (State.GAP, [])


def test_figures_of_the_evidence_are_named() -> None:
    blocks = (
        Paragraph("p", (Text("It cost "), FigureRef("budget.total.actual"))),
        TableBlock("t", "Costs", SetTable(set_id="budget", view="all")),
    )
    money = Section(id="money", key="money", title="Money", blocks=blocks)
    row = coverage_matrix(report(money), ASKED)[1]
    assert row.figures == ("budget.total.actual", "budget")
    assert [held.where for held in row.evidence] == ["Paragraph 1", "Table 1"]
    assert not row.lacks_figures


def test_gaps_warn_and_the_rest_is_noted_with_its_place() -> None:
    held = report(section("money", "It cost a lot."))
    problems = list(check_requirements(SetMet("costs", ("money-0",)).apply(held), ASKED))
    assert [(found.code, found.severity, found.place.block) for found in problems] == [
        ("requirement-gap", "warn", ""),
        ("requirement-without-figures", "note", "money-0"),
    ]
    assert "'Costs' is covered by Paragraph 1" in problems[1].message


def test_many_gaps_are_one_problem_and_lead_to_the_matrix() -> None:
    asked = find_requirements("working-together-2023")
    problems = list(check_requirements(report(section("intro", "Nothing much.")), asked))
    assert [(held.code, held.place.panel) for held in problems] == [
        ("requirement-gaps", "coverage")
    ]
    count = len(asked.requirement)
    assert f"{count} of the {count} requirements" in problems[0].message


def test_what_is_only_suggested_is_noted_once() -> None:
    held = report(section("intro", "Children told us so."), section("money", "It cost a lot."))
    (found,) = check_requirements(held, ASKED)
    assert (found.code, found.severity) == ("requirement-suggested", "note")
    assert "2 of the 2 requirements" in found.message


def test_every_set_loads_and_no_requirement_comes_twice() -> None:
    for held in requirement_sets().values():
        ids = [requirement.id for requirement in held.requirement]
        assert len(ids) == len(set(ids)) > 10
        assert all(each.words or each.sections for each in held.requirement)
    with pytest.raises(UsageError, match="working-together-2023"):
        find_requirements("nonsense")


def test_checks_look_at_requirements_only_where_the_template_asks() -> None:
    asking = find_template("scrutiny-annual-report")
    plain = msgspec.structs.replace(asking, coverage="")
    held, figures, today = report(section("introduction", "x")), Figures.of([]), date(2026, 11, 1)
    codes = [
        {found.code for found in checks.check(held, figures, template, today)}
        for template in (plain, asking)
    ]
    assert "requirement-gaps" not in codes[0]
    assert "requirement-gaps" in codes[1]


@pytest.mark.parametrize(
    ("year", "title", "newest"),
    [
        ("2019-20", "Working Together 2018", "2018"),
        ("2022-23", "Working Together 2018", "2018"),
        ("2023-24", "Working Together 2023", "2023"),
        ("2025-26", "Working Together 2023", "2023"),
        ("", "Working Together 2023", "2023"),
    ],
)
def test_a_report_is_held_against_the_edition_of_its_year(
    year: str, title: str, newest: str
) -> None:
    asked = find_requirements("working-together-2023", year)
    assert asked.title.startswith(title)
    assert max(held.edition for held in asked.requirement) == newest
    # What an edition asks for that is not written here is said, and only in its years.
    assert ("Working Together 2026" in asked.note) is (year == "2025-26")


def test_a_year_before_every_edition_asks_for_all_there_is() -> None:
    whole = find_requirements("working-together-2023", "2009-10")
    assert len(whole.requirement) == len(find_requirements("working-together-2023").requirement)

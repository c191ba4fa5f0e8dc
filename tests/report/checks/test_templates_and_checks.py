"""Templates start a report; checks say what is missing; the catalogue has every word."""

from datetime import date

import pytest
from msgspec.structs import replace

from oscb_desktop.base import resources
from oscb_desktop.base.catalogue import entries, problem
from oscb_desktop.base.problems import OscbError, Severity, UsageError
from oscb_desktop.report.checks import checks
from oscb_desktop.report.content.blocks import (
    CrossRef,
    FigureRef,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.template import (
    body_name,
    find_template,
    start_report,
    templates,
)
from oscb_desktop.report.content.views import all_views
from tests.report.samples import contributions, report, section

TEMPLATE = find_template("scrutiny-annual-report")
FIGURES = Figures.of([contributions()])
TODAY = date(2026, 11, 22)


def _codes(held: Report, today: date = TODAY) -> list[str]:
    return [found.code for found in checks.check(held, FIGURES, TEMPLATE, today)]


def test_a_new_report_has_the_templates_sections_in_order() -> None:
    held = start_report(TEMPLATE, {"meeting_date": "2026-12-10"})
    assert [part.key for part in held.sections] == [
        "recommendation", "executive-summary", "introduction", "financial-and-staff-implications",
        "equalities-implications", "signatories", "background-papers", "contact-officer",
    ]  # fmt: skip
    assert held.details.title == "Oxfordshire Safeguarding Children Board annual reports"
    assert held.details.meeting_date == date(2026, 12, 10)


def test_settings_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UsageError, match="colour"):
        start_report(TEMPLATE, {"colour": "red"})
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        start_report(TEMPLATE, {"meeting_date": "10/12/2026"})
    with pytest.raises(UsageError, match="scrutiny-annual-report"):
        find_template("nonsense")


@pytest.mark.parametrize(
    ("year", "commissioner", "probation"),
    [
        ("2019-20", "NHS clinical commissioning group",
         "National Probation Service and the community rehabilitation company"),
        ("2021-22", "NHS clinical commissioning group", "Probation Service"),
        ("2025-26", "NHS integrated care board", "Probation Service"),
    ],
)  # fmt: skip
def test_bodies_have_the_names_of_their_year(year: str, commissioner: str, probation: str) -> None:
    assert body_name("health-commissioner", year) == commissioner
    assert body_name("probation", year) == probation


def test_an_unfinished_report_is_blocked_by_what_is_missing() -> None:
    found = checks.check(start_report(TEMPLATE, {}), FIGURES, TEMPLATE, TODAY)
    blocking = [
        (held.code, held.place.section) for held in found if held.severity is Severity.BLOCK
    ]
    assert ("detail-missing", "Title and meeting") in blocking
    assert ("section-empty", "Executive summary") in blocking


def test_references_to_nothing_are_blocked() -> None:
    table = TableBlock("t", "", SetTable(set_id="gone", view="x"))
    runs = (Text("See "), CrossRef("nowhere"), FigureRef("a.b.c"))
    held = Section(
        id="introduction", key="introduction", title="I", blocks=(Paragraph("p", runs), table)
    )
    codes = _codes(report(held))
    assert {"reference-gone", "figure-gone", "table-gone", "caption-missing"} <= set(codes)


def test_a_missing_value_in_a_sentence_is_noted() -> None:
    run = FigureRef("budget-contributions.schools.agreed")
    held = Section(id="s", key="introduction", title="I", blocks=(Paragraph("p", (run,)),))
    found = checks.check(report(held), FIGURES, TEMPLATE, TODAY)
    note = next(one for one in found if one.code == "figure-missing-value")
    assert note.message == "Paragraph 1 prints [c]: suppressed to protect confidentiality."


def test_those_that_block_come_first() -> None:
    found = checks.check(report(section("introduction", "x")), FIGURES, TEMPLATE, TODAY)
    severities = [held.severity for held in found]
    assert severities == sorted(severities, key=["block", "warn", "note"].index)


@pytest.mark.parametrize(("today", "late"), [(date(2026, 12, 2), False), (date(2026, 12, 3), True)])
def test_the_day_to_publish(today: date, late: bool) -> None:
    assert ("publication-day-passed" in _codes(report(), today)) is late


def test_every_resource_loads() -> None:
    assert templates()
    assert all_views()
    assert entries()


def test_every_word_of_the_catalogue_can_be_filled() -> None:
    for code, entry in entries().items():
        assert entry.title
        assert entry.remedy, code
        names = {
            part.split("}")[0].split(":")[0].split("!")[0]
            for text in (entry.message, entry.remedy)
            for part in text.split("{")[1:]
        }
        given = dict.fromkeys(names - {"found", "expected", "file", "sheet", "cell", "section"}, 1)
        assert problem(code, found="x", expected="y", **given).message


def test_a_bad_resource_names_its_file_and_key(tmp_path: object) -> None:
    path = resources.Path(str(tmp_path)) / "bad.toml"
    path.write_text("[closed]\nx = 3\n", encoding="utf-8")
    from oscb_desktop.report.timetable.timetable import _Extra

    with pytest.raises(OscbError, match=r"bad.toml.*closed"):
        resources.load(path, _Extra)


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a.xlsx", "a.xlsx"), ("../../etc/x", "x"), ("C:\\dir\\b.xls", "b.xls"), ("..", "workbook"),
     ("a<b>:c?.xlsx", "a_b__c_.xlsx")],
)  # fmt: skip
def test_names_as_received_are_made_safe(name: str, safe: str) -> None:
    assert resources.safe_name(name) == safe


def test_all_drafts_are_one_problem_at_the_first() -> None:
    held = start_report(TEMPLATE, {})
    written = tuple(
        replace(section, blocks=(Paragraph("p-" + section.id, (Text("Words."),)),))
        for section in held.sections
    )
    every = checks.check(replace(held, sections=written), FIGURES, TEMPLATE, TODAY)
    found = [each for each in every if each.code == "section-not-ready"]
    assert len(found) == 1
    assert found[0].place.section == written[0].title
    assert written[1].title in found[0].message

"""Rolling forward: what carries over, what is renamed, what is flagged until dealt with."""

from datetime import date

import msgspec
import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.editing.annotating import SetCarried
from oscb_desktop.editing.changes import AddBlock, ReplaceBlock, SetDetail
from oscb_desktop.editing.rolling import comparators, roll
from oscb_desktop.report.checks import checks
from oscb_desktop.report.checks.carried import check_carried, untouched
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    FigureRef,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Committee, Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.template import find_template, start_report
from tests.report.samples import contributions

TEMPLATE = find_template("scrutiny-annual-report")
PROSE = Paragraph("p1", (Text("In 2025-26 it was "), FigureRef("indicators.pi01.value")))
TABLE = TableBlock("t1", "Indicators, 2025-26", SetTable(set_id="indicators", view="all"))
POSTS = ListBlock("l1", ((Text("Director of Children's Services"),),))


def _this_year() -> Report:
    held = start_report(TEMPLATE, {"meeting_date": "2026-12-10", "reporting_year": "2025-26"})
    held = SetDetail("title", "Annual reports 2025-26").apply(held)
    for section, block in (
        ("introduction", PROSE),
        ("introduction", TABLE),
        ("signatories", POSTS),
    ):
        held = AddBlock(section, 0, block).apply(held)
    return held


def _next_year() -> Report:
    return roll(_this_year(), TEMPLATE, "2026-27", date(2027, 12, 9))


def test_structure_carries_over_and_titles_take_the_new_year() -> None:
    before, after = _this_year(), _next_year()
    assert [held.key for held in after.sections] == [held.key for held in before.sections]
    assert not any(held.ready for held in after.sections)
    assert after.details.title == "Annual reports 2026-27"
    assert (after.details.reporting_year, after.details.meeting_date) == (
        "2026-27",
        date(2027, 12, 9),
    )
    table = after.block("t1")
    assert isinstance(table, TableBlock)
    assert table.caption == "Indicators, 2026-27"
    assert after.block("p1") == PROSE
    assert after.figure_sets == ()


def test_typed_tables_and_descriptions_are_flagged_and_bound_ones_are_not() -> None:
    typed = TableBlock("t2", "Visits", TypedTable(rows=(("Visits", "2025-26"), ("Made", "12"))))
    source = SetTable(set_id="indicators", view="all")
    told = ChartBlock("c1", "Contacts", source, "Contacts rose to 21,480.")
    plain = ChartBlock("c2", "Contacts", source)
    held = _this_year()
    for block in (typed, told, plain):
        held = AddBlock("introduction", 0, block).apply(held)
    after = roll(held, TEMPLATE, "2026-27")
    assert {block.id for _, block in untouched(after)} == {"p1", "t2", "c1"}
    wheres = {
        found.place.block: found.message.split(" still says")[0] for found in check_carried(after)
    }
    assert wheres == {"p1": "Paragraph 2", "t2": "Table 1", "c1": "Chart 2"}


def test_the_committees_stay_and_each_needs_a_new_date() -> None:
    cabinet = Committee(
        id="cabinet", name="Cabinet", meeting_date=date(2026, 12, 15), title="Reports 2025-26"
    )
    after = roll(msgspec.structs.replace(_this_year(), committees=(cabinet,)), TEMPLATE, "2026-27")
    assert after.committees == (
        msgspec.structs.replace(cabinet, meeting_date=None, title="Reports 2026-27"),
    )


def test_prose_is_flagged_but_standing_text_posts_and_tables_are_not() -> None:
    flagged = [block.id for _, block in untouched(_next_year())]
    assert flagged == ["p1"]


@pytest.mark.parametrize(
    "change",
    [SetCarried("p1"), ReplaceBlock(Paragraph("p1", (Text("New words."),)))],
    ids=["said to be still right", "changed"],
)
def test_dealing_with_it_takes_the_flag_off_and_undo_brings_it_back(change: object) -> None:
    before = _next_year()
    after = change.apply(before)
    assert list(check_carried(after)) == []
    (problem,) = check_carried(change.invert(before).apply(after))
    assert (problem.severity, problem.place.block) == ("warn", "p1")


def test_old_years_in_prose_are_pointed_out() -> None:
    codes = {
        found.code
        for found in checks.check(_next_year(), Figures.of([]), TEMPLATE, date(2027, 11, 1))
    }
    assert {"not-touched", "year-left"} <= codes


def test_this_years_figures_become_comparators_under_an_id_that_says_the_year() -> None:
    (held,) = comparators(Figures.of([contributions()]), "2025-26")
    assert held.id == "budget-contributions-2025-26"
    figure = held.figure("council", "agreed")
    assert figure is not None
    assert figure.key == "budget-contributions-2025-26.council.agreed"
    assert comparators(Figures.of([held]), "2025-26")[0].id == held.id
    assert comparators(Figures.of([contributions()]), "2024-25") == ()


@pytest.mark.parametrize("year", ["2025-26", "2024-25", "2026", "2026-28", "next year"])
def test_a_year_that_does_not_follow_is_refused(year: str) -> None:
    with pytest.raises(UsageError):
        roll(_this_year(), TEMPLATE, year)


def test_rolling_twice_marks_what_is_still_there() -> None:
    twice = roll(_next_year(), TEMPLATE, "2027-28")
    assert [block.id for _, block in untouched(twice)] == ["p1"]
    assert twice.details.meeting_date is None

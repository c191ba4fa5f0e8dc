"""Adding to a report by words: what is asked for is named by key, id or title, or refused."""

import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.writing.writing import (
    add_chart,
    add_paragraph,
    add_table,
    find_section,
)
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    FigureRef,
    KeysTable,
    Paragraph,
    SetTable,
    TableBlock,
)

POLICE = "budget-contributions.thames-valley-police.agreed"
TOTAL = "budget-contributions.total.agreed"


def test_a_section_is_found_by_key_id_or_title(opened: Opened) -> None:
    section = opened.report.sections[2]
    for name in (section.key, section.id, section.title):
        assert find_section(opened.report, name) is section
    with pytest.raises(UsageError, match="no section 'nowhere'") as refused:
        find_section(opened.report, "nowhere")
    assert section.key in refused.value.remedy


def test_a_paragraph_goes_to_the_end_with_its_figures(opened: Opened) -> None:
    report = add_paragraph(opened, "introduction", f"Police agreed {{figure:{POLICE}}}.").report
    last = find_section(report, "introduction").blocks[-1]
    assert isinstance(last, Paragraph)
    assert [run.key for run in last.runs if isinstance(run, FigureRef)] == [POLICE]


def test_a_figure_that_is_not_there_is_refused_and_nothing_is_added(opened: Opened) -> None:
    before = opened.report
    for add in (
        lambda: add_paragraph(opened, "introduction", "So {figure:none.at.all}."),
        lambda: add_table(opened, "introduction", f"{POLICE}, none.at.all", ""),
        lambda: add_chart(opened, "introduction", "none.at.all", ""),
    ):
        with pytest.raises(UsageError, match=r"no figure 'none\.at\.all'"):
            add()
    assert opened.report == before


@pytest.mark.parametrize(
    ("source", "caption", "bound", "called"),
    [
        (
            "budget-contributions",
            "",
            SetTable(set_id="budget-contributions", view="contributions"),
            "Partners' contributions to the budget",
        ),
        (
            "budget-contributions/all",
            "In full",
            SetTable(set_id="budget-contributions", view="all"),
            "In full",
        ),
        (f"{POLICE}, {TOTAL}", "", KeysTable(keys=(POLICE, TOTAL)), "Figures"),
    ],
)
def test_tables_and_charts_stand_on_a_return_a_view_or_keys(
    opened: Opened, source: str, caption: str, bound: SetTable | KeysTable, called: str
) -> None:
    add_table(opened, "introduction", source, caption)
    report = add_chart(opened, "introduction", source, caption).report
    table, chart = find_section(report, "introduction").blocks[-2:]
    assert isinstance(table, TableBlock)
    assert isinstance(chart, ChartBlock)
    assert (table.source, chart.source) == (bound, bound)
    assert (table.caption, chart.caption) == (called, called)


def test_a_return_or_a_view_that_is_not_there_is_refused_with_those_that_are(
    opened: Opened,
) -> None:
    with pytest.raises(UsageError, match="no return 'census'") as refused:
        add_table(opened, "introduction", "census", "")
    assert "budget-contributions" in refused.value.remedy
    with pytest.raises(UsageError, match="no view 'sideways'") as refused:
        add_chart(opened, "introduction", "budget-contributions/sideways", "")
    assert "contributions" in refused.value.remedy

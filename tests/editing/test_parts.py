"""A section sent to an officer: its own figures, no others, and nothing else to edit."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.editing.changes import (
    AddBlock,
    AddSection,
    Change,
    RemoveSection,
    SetDetail,
    SetFigureSets,
    SetMet,
    SetSection,
)
from oscb_desktop.editing.exempting import mark_exempt
from oscb_desktop.editing.part_figures import figures_of
from oscb_desktop.editing.parts import Part, part_of, refuse_outside
from oscb_desktop.report.content import tables
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    FigureRef,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.document import Section, SetRef
from oscb_desktop.report.content.figures import Figures, FigureSet, Formula
from oscb_desktop.report.content.views import views_of
from tests.report import samples

AGREED = "budget-contributions.council.agreed"
ALL = Figures.of([samples.contributions(), samples.indicators()])
PART = Part(
    id="p",
    report="seal",
    section="money",
    title="Annual reports",
    to="Finance",
    note="",
    sent_by="Clerk",
    sent_at=datetime(2026, 5, 1, 9, 0, tzinfo=UTC),
)


def money(*blocks: Paragraph | TableBlock | ChartBlock) -> Section:
    return Section(id="money", key="money", title="Money", blocks=blocks)


def sentence(*keys: str) -> Paragraph:
    return Paragraph("p", tuple(FigureRef(key) for key in keys))


def only(*blocks: Paragraph | TableBlock | ChartBlock) -> tuple[FigureSet, ...]:
    return figures_of(money(*blocks), ALL)


def test_a_figure_comes_alone_with_its_origin() -> None:
    found = Figures.of(only(sentence(AGREED)))
    assert list(found) == [ALL.get(AGREED)]
    (held,) = found.sets()
    assert b"91150" not in msgspec.json.encode(held)
    assert b"Police" not in msgspec.json.encode(held)


def test_figures_of_two_rows_and_columns_bring_no_fourth() -> None:
    keys = (AGREED, "budget-contributions.police.received")
    found = Figures.of(only(sentence(*keys)))
    assert {figure.key for figure in found} == set(keys)
    assert [found.get(key) for key in keys] == [ALL.get(key) for key in keys]


def test_a_suppressed_figure_keeps_its_symbol() -> None:
    key = "budget-contributions.schools.agreed"
    assert Figures.of(only(sentence(key))).get(key) == ALL.get(key)


def test_a_total_says_how_it_was_worked_out_without_the_rows() -> None:
    key = "budget-contributions.total.agreed"
    found = Figures.of(only(sentence(key)))
    held, was = found.get(key), ALL.get(key)
    assert held is not None
    assert was is not None
    assert isinstance(was.origin, Formula)
    assert held == replace(was, origin=Formula(text="sum of 2 rows"))
    assert list(found) == [held]


def test_a_calculated_figure_comes_without_what_it_was_worked_out_from() -> None:
    key = "budget-contributions.council.variance"
    found = Figures.of(only(sentence(key)))
    held = found.get(key)
    assert held is not None
    assert held.origin == Formula(text="received − agreed")
    assert len(list(found)) == 1


@pytest.mark.parametrize("view", ["all", "contributions", "indicators"])
@pytest.mark.parametrize("set_id", ["budget-contributions", "indicators"])
def test_a_table_and_a_chart_look_as_in_the_report(set_id: str, view: str) -> None:
    source = SetTable(set_id=set_id, view=view)
    found = Figures.of(only(TableBlock("t", "Table", source), ChartBlock("c", "Chart", source)))
    assert tables.build(source, found) == tables.build(source, ALL)
    assert tables.chart_data(source, found) == tables.chart_data(source, ALL)
    assert found.set_ids == (set_id,)


def test_a_table_brings_no_column_that_it_does_not_show() -> None:
    (held,) = only(TableBlock("t", "Table", SetTable(set_id="budget-contributions", view="all")))
    assert {column.name for column in held.columns} == {"agreed", "received", "variance"}
    assert "form" not in {column.name for column in held.columns}


def test_a_sentence_adds_one_figure_to_a_table_of_the_same_return() -> None:
    extra = samples.indicators()
    extra.columns.append(replace(extra.columns[1], name="forecast", label="Forecast"))
    figures = Figures.of([extra])
    (view,) = (held for held in views_of(extra) if held.name != "all")
    table = TableBlock("t", "T", SetTable(set_id="indicators", view=view.name))
    (held,) = figures_of(money(table, sentence("indicators.pi01.forecast")), figures)
    column = held.column("forecast")
    assert column is not None
    assert column.values == [81.2, None]
    assert tables.build(table.source, Figures.of([held])) == tables.build(table.source, figures)


def test_a_section_without_figures_brings_none() -> None:
    assert only(Paragraph("p", (Text("Words."),))) == ()


def test_a_part_holds_the_head_and_the_section_and_nothing_else() -> None:
    report = samples.report(samples.section("summary", "Not for them."), money(sentence(AGREED)))
    report = mark_exempt("p", 3, "Commercial terms").apply(report)
    report = mark_exempt("summary", 1, "A person").apply(report)
    report = SetMet("impact", ("summary-0",)).apply(report)
    report = replace(report, figure_sets=(SetRef("budget-contributions", "hash"),))
    made = part_of(report, "money")
    assert made.sections == (report.sections[1],)
    assert made.details == report.details
    assert [(mark.target, mark.paragraph) for mark in made.exemptions] == [("p", 3)]
    assert made.exemptions[0].secret not in {mark.secret for mark in report.exemptions}
    text = msgspec.json.encode(made)
    assert b"Not for them" not in text
    assert b"A person" not in text
    assert made.figure_sets == ()
    assert made.annotations.met == ()


def test_a_section_that_is_not_there_cannot_be_sent() -> None:
    with pytest.raises(UsageError, match="not in the report"):
        part_of(samples.report(), "money")


def test_writing_in_the_section_is_what_a_part_is_for() -> None:
    report = part_of(samples.report(money(sentence(AGREED))), "money")
    after = AddBlock("money", 1, Paragraph("new", (Text("More."),))).apply(report)
    refuse_outside(PART, report, SetSection("money", "Money", True).apply(after))


@pytest.mark.parametrize(
    "change",
    [
        SetDetail("title", "Another"),
        SetSection("money", "Another heading", False),
        AddSection(0, Section(id="new", key="new", title="New")),
        RemoveSection("money"),
        SetFigureSets(()),
        mark_exempt("money", 3, "Because"),
        SetMet("impact", ("p",)),
    ],
    ids=lambda change: str(change.__struct_config__.tag),
)
def test_nothing_else_of_a_part_can_be_edited(change: Change) -> None:
    report = part_of(samples.report(money(sentence(AGREED))), "money")
    report = replace(report, figure_sets=(SetRef("budget-contributions", "hash"),))
    with pytest.raises(OscbError, match="Only the text of “Money”"):
        refuse_outside(PART, report, change.apply(report))
    assert report.details.meeting_date == date(2026, 12, 10)

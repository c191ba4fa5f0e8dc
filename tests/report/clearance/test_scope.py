"""What a clearance covers, and how what differs is said."""

import msgspec
import pytest

from oscb_desktop.editing.changes import (
    AddAnnex,
    AddBlock,
    Change,
    MoveBlock,
    RemoveBlock,
    ReplaceBlock,
    SetDetail,
    SetFigureSets,
    SetSection,
)
from oscb_desktop.report.clearance.scope import Kind, differences, scope_hash, scope_of
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    FigureRef,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.document import Annex, Report, SetRef
from oscb_desktop.report.content.figures import Figures
from tests.report.samples import contributions, report, section

BUDGET = SetTable(set_id="budget-contributions", view="contributions")
QUOTED = FigureRef("budget-contributions.total.agreed")


def sample() -> Report:
    """A summary of two paragraphs; finance with a quoted figure and a table; an empty section."""
    money = msgspec.structs.replace(
        section("finance"),
        blocks=(
            Paragraph("quote", (Text("We spent "), QUOTED)),
            TableBlock("table", "Contributions", BUDGET),
        ),
    )
    return msgspec.structs.replace(
        report(section("summary", "One", "Two"), money, section("reasons")),
        figure_sets=(SetRef("budget-contributions", "aa"), SetRef("indicators", "bb")),
    )


def words(text: str, block_id: str = "summary-0") -> Change:
    return ReplaceBlock(Paragraph(block_id, (Text(text),)))


def sets(budget: str, indicators: str) -> Change:
    refs = (SetRef("budget-contributions", budget), SetRef("indicators", indicators))
    return SetFigureSets(refs)


ANNEX = Annex(id="x", title="Paper", file="a.pdf", sha256="00", pages=3)
CAPTION = ReplaceBlock(TableBlock("table", "What partners gave", BUDGET))

# Each edit, and the areas whose clearances it must reopen: no others.
EDITS: list[tuple[str, Change, set[str]]] = [
    ("words", words("Other"), {"all", "text", "summary"}),
    ("a detail", SetDetail("title", "New"), {"all", "details"}),
    ("a heading", SetSection("summary", "In short", False), {"all", "text", "summary"}),
    ("ready", SetSection("summary", "Summary", True), set()),
    ("a caption", CAPTION, {"all", "text", "figures", "finance"}),
    ("the budget", sets("cc", "bb"), {"all", "text", "figures", "finance"}),
    ("a return nobody quotes", sets("aa", "cc"), {"all", "figures"}),
    ("an annex", AddAnnex(0, ANNEX), {"all", "annexes"}),
    ("the quoting words", words("£5", "quote"), {"all", "text", "figures", "finance"}),
    ("a move", MoveBlock("summary-0", "summary", 1), {"all", "text", "summary"}),
    ("a deletion", RemoveBlock("table"), {"all", "text", "figures", "finance"}),
    ("a new paragraph", AddBlock("reasons", 0, Paragraph("n", (Text("New"),))), {"all", "text"}),
]
AREAS = ("all", "details", "text", "figures", "annexes", "summary", "finance")


@pytest.mark.parametrize(("change", "touched"), [edit[1:] for edit in EDITS], ids=lambda _: "")
def test_an_edit_touches_exactly_what_it_changes(change: Change, touched: set[str]) -> None:
    before, after = sample(), change.apply(sample())
    found = {
        area
        for area in AREAS
        if scope_hash(scope_of(before, [area])) != scope_hash(scope_of(after, [area]))
    }
    assert found == touched
    for area in AREAS:
        said = differences(scope_of(before, [area]), scope_of(after, [area]))
        assert bool(said) == (area in touched)


def test_a_chart_alone_is_covered_as_figures() -> None:
    chart = msgspec.structs.replace(
        section("charts"), blocks=(ChartBlock("c", "Chart", BUDGET, "Alt"),)
    )
    held = scope_of(report(chart), ["figures"])
    assert [part.id for part in held] == ["block:c"]


def test_differences_name_paragraphs_tables_and_returns() -> None:
    before = sample()
    after = sets("cc", "bb").apply(RemoveBlock("table").apply(words("Other").apply(before)))
    figures = Figures.of([contributions()])
    said = differences(scope_of(before, ["all"], figures), scope_of(after, ["all"], figures))
    assert [found.words for found in said] == [
        "Paragraph 1 was changed.",
        "The return Contributions (budget.xlsx) was changed.",
        "Table 1, as it was then, was removed.",
    ]
    assert said[0].block == "summary-0"
    assert said[2].kind is Kind.REMOVED


def test_a_number_that_only_moved_on_is_no_difference() -> None:
    before = sample()
    after = AddBlock("summary", 0, Paragraph("first", (Text("First"),))).apply(before)
    said = differences(scope_of(before, ["all"]), scope_of(after, ["all"]))
    assert [found.words for found in said] == ["Paragraph 1 was added."]
    assert not differences(scope_of(before, ["finance"]), scope_of(after, ["finance"]))


def test_a_changed_order_is_said() -> None:
    before = sample()
    after = MoveBlock("summary-0", "summary", 1).apply(before)
    said = differences(scope_of(before, ["text"]), scope_of(after, ["text"]))
    assert [found.kind for found in said] == [Kind.MOVED]

"""Audits and reviews in print: each row with its finding, action, owner, due date and status."""

from msgspec.structs import replace

from oscb_desktop.report.content.blocks import SetTable
from oscb_desktop.report.content.figures import Column, Figures, FigureSet
from oscb_desktop.report.content.tables import Table, build
from oscb_desktop.report.content.views import views_of
from tests.report.samples import ORIGIN

FINDING = "The plan was the same before and after the child had been seen alone."


def audits() -> FigureSet:
    """Two findings of one audit, told apart in their labels, and a review without one."""
    return FigureSet(
        id="audits",
        kind="audits",
        table="audits",
        title="Audits and case reviews",
        period="2025-26",
        origin=ORIGIN,
        keys=["neglect-1", "neglect-2", "child-a"],
        labels=[f"Neglect audit, {FINDING}", "Neglect audit, Thresholds differ.", "Child A"],
        rows=[4, 5, 6],
        columns=[
            Column(name="finding", label="Finding", values=[FINDING, "Thresholds differ.", None]),
            Column(name="action", label="Action", values=["Read one plan a month", None, "None"]),
            Column(name="owner", label="Owner", values=["The council", "Schools", "Police"]),
            Column(name="due", label="Due", values=["2026-06-30", "Ongoing", "2026-02-30"]),
            Column(name="status", label="Status", values=["Under way", "Completed", None]),
        ],
    )


def printed(held: FigureSet, view: str = "") -> Table:
    return build(SetTable(set_id=held.id, view=view), Figures.of([held]))


def test_a_row_says_what_was_found_and_what_is_done_about_it() -> None:
    table = printed(audits())
    assert [held.text for held in table.headings] == [
        "Audit or review", "Finding", "Action", "Owner", "Due", "Status",
    ]  # fmt: skip
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Neglect audit", FINDING, "Read one plan a month", "The council", "30 June 2026",
         "Under way"],
        ["Neglect audit", "Thresholds differ.", "–", "Schools", "Ongoing", "Completed"],
        ["Child A", "–", "None", "Police", "2026-02-30", "–"],
    ]  # fmt: skip


def test_a_column_that_the_return_does_not_have_is_not_printed_empty() -> None:
    held = audits()
    fewer = replace(held, columns=[column for column in held.columns if column.name != "owner"])
    assert "Owner" not in [heading.text for heading in printed(fewer).headings]


def test_a_return_of_words_alone_prints_them_in_its_plain_view_too() -> None:
    table = printed(audits(), "all")
    assert [held.text for held in table.headings][:3] == ["Item", "Finding", "Action"]
    counts = Column(name="cases", label="Cases", unit="number", values=[1.0, 2.0, 3.0])
    counted = replace(audits(), columns=[*audits().columns, counts])
    assert [held.text for held in printed(counted, "all").headings] == ["Item", "Cases"]
    assert [view.name for view in views_of(counted)] == ["findings", "all"]

"""A table wider than the page is told by the checks, and not by the export alone."""

from oscb_desktop.operations.writing.table_widths import check_table_widths
from oscb_desktop.report.content.blocks import TableBlock, TypedTable
from oscb_desktop.report.content.document import Section
from oscb_desktop.report.content.figures import Figures
from tests.report.samples import report


def told(columns: int) -> list[tuple[str, str]]:
    row = tuple(f"Safeguarding{at}" for at in range(columns))
    block = TableBlock("t", "Wide", TypedTable(rows=(row, row)))
    held = report(Section(id="s", key="s", title="Summary", blocks=(block,)))
    return [(found.code, found.place.block) for found in check_table_widths(held, Figures.of([]))]


def test_too_many_columns_are_told_and_a_few_are_not() -> None:
    assert told(30) == [("table-too-wide", "t")]
    assert told(3) == []

"""Spreadsheets by the Analysis Function's checklist, read back by other programs' readers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from lxml import etree
from python_calamine import CalamineWorkbook

from oscb_desktop.publish.data.ods import write_ods
from oscb_desktop.publish.data.tables import tables_workbook
from oscb_desktop.publish.data.workbook import Workbook
from oscb_desktop.publish.data.xlsx import write_xlsx
from oscb_desktop.report.content.figures import Figures, FigureSet
from oscb_desktop.report.content.tables import Cell, Heading, Row, Table
from oscb_desktop.report.publication.composition import (
    Composition,
    PrintedChart,
    PrintedTable,
)
from oscb_desktop.report.publication.provenance import (
    FigurePrinted,
    figures_printed,
    read_number,
)
from oscb_desktop.report.publication.signoff import ReturnUsed
from tests.publish.any_report import any_report
from tests.publish.samples import composition, part, sample, table

WRITERS = pytest.mark.parametrize("write", [write_ods, write_xlsx], ids=["ods", "xlsx"])
Write = Callable[[Workbook], bytes]
SOURCE = FigurePrinted(
    key="budget.council.agreed",
    shown="183,850",
    value="183850",
    unit="£",
    period="2025-26",
    places=("Table 1",),
    workbook="=SUM(A1).xlsx",
    cell="Budget!C7",
    sha256="a" * 64,
)


def made(report: Composition, *sources: FigurePrinted, draft: bool = False) -> Workbook:
    return tables_workbook(report, sources, draft=draft)


def grids(data: bytes) -> dict[str, list[list[Any]]]:
    """Return the values of each sheet, as a reader of others' making finds them."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def member(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as held:
        return etree.fromstring(held.read(name))


def of_rows(*rows: tuple[str, ...], numeric: bool = True, caption: str = "Table 1: It") -> Workbook:
    head, *body = rows
    held = Table(
        headings=tuple(Heading(text, numeric and at > 0) for at, text in enumerate(head)),
        rows=tuple(Row(cells=tuple(Cell(text=text) for text in row)) for row in body),
    )
    return made(composition(part("s", "It", PrintedTable(id="t", caption=caption, table=held))))


def test_every_table_and_the_data_of_every_chart_have_a_sheet() -> None:
    report = sample()
    captions = [
        block.caption for block in report.blocks() if isinstance(block, PrintedTable | PrintedChart)
    ]
    sheets = made(report, SOURCE).sheets
    assert [sheet.title for sheet in sheets if sheet.title in captions] == captions
    assert [sheet.name for sheet in sheets][:2] == ["Cover", "Contents"]
    assert sheets[-1].name == "Sources"
    listed = sheets[1].grid
    assert listed is not None
    assert [row[0].text for row in listed.rows] == [sheet.name for sheet in sheets[2:]]
    assert all(row[0].sheet == row[0].text for row in listed.rows)


@pytest.mark.parametrize("text", ["–", "", "-", " "])
def test_a_cell_without_a_value_says_so_and_is_explained(text: str) -> None:
    book = of_rows(("Item", "Value"), ("North", "12"), ("South", text), ("East", "[c]"))
    sheets = {sheet.name: sheet for sheet in book.sheets}
    grid = sheets["Table 1"].grid
    assert grid is not None
    assert [row[1].text for row in grid.rows] == ["12", "[x]", "[c]"]
    shorthand = sheets["Shorthand"].grid
    assert shorthand is not None
    told = {row[0].text: row[1].text for row in shorthand.rows}
    assert told == {"[c]": "Suppressed to protect confidentiality", "[x]": "Not available"}
    assert any("Shorthand" in line.text for line in sheets["Table 1"].lines)


def test_notes_are_numbered_once_and_stand_on_their_own_sheet() -> None:
    one = table([("Item", False), ("£", True)], [["A", "1"]])
    held = msgspec.structs.replace(one, notes=("Rounded.", "[c] suppressed"))
    blocks = [PrintedTable(id=f"t{at}", caption=f"Table {at}: It", table=held) for at in (1, 2)]
    sheets = {sheet.name: sheet for sheet in made(composition(part("s", "It", *blocks))).sheets}
    notes = sheets["Notes"].grid
    assert notes is not None
    assert [[cell.text for cell in row] for row in notes.rows] == [["note 1", "Rounded."]]
    for at in (1, 2):
        assert "Notes: [note 1]." in [line.text for line in sheets[f"Table {at}"].lines]


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("183,850", 183850, "#,##0"),
        ("\N{MINUS SIGN}4,685.50", -4685.5, "#,##0.00"),
        ("\N{MINUS SIGN}£1,200", -1200, '"£"#,##0'),
        ("81.2%", 81.2, '#,##0.0"%"'),
        ("£44,243 thousand", 44243, '"£"#,##0" thousand"'),
        ("12.50 days", 12.5, '#,##0.00" days"'),
    ],
)
def test_a_number_is_a_number_as_it_is_printed(text: str, value: float, shown: str) -> None:
    held = Cell(text=text, figure="a.b.c")
    rows = table([("Item", False), ("Value", True)], [["North", held]])
    block = PrintedTable(id="t", caption="Table 1: It", table=rows)
    book = made(composition(part("s", "It", block)))
    data = write_xlsx(book)
    cell = openpyxl.load_workbook(BytesIO(data))["Table 1"]["B5"]
    assert cell.value == value
    assert cell.number_format == f"{shown};\\-{shown}"
    ods = member(write_ods(book), "content.xml")
    values = ods.xpath("//@*[local-name()='value']")
    assert [float(found) for found in values] == [value]
    assert text in ods.xpath("//*[local-name()='p']/text()")


@pytest.mark.parametrize(
    "text", ["12 March", "2025-26", "1 in 4", "1.2.3", "12,34,5x", "=1+1", "0" * 20 + "1", "1" * 16]
)
def test_what_is_no_number_stays_text(text: str) -> None:
    for write in (write_xlsx, write_ods):
        rows = grids(write(of_rows(("Item", "Value"), ("North", text))))["Table 1"]
        assert rows[-1][1] in (text, float(text) if text.startswith("000") else text)


def test_a_year_that_names_a_row_is_no_number() -> None:
    rows = grids(write_xlsx(of_rows(("Year", "Value"), ("2025", "3"))))["Table 1"]
    assert rows[-1] == ["2025", 3.0]


@WRITERS
def test_nothing_becomes_a_formula(write: Write) -> None:
    words = '=HYPERLINK("http://x","y")'
    data = write(of_rows((words, "+1+1"), (words, "@SUM(A1)"), ("-2+3", "=1"), caption="=1+1: it"))
    assert grids(data)["=1+1"][0][0] == "=1+1: it"
    for name in zipfile.ZipFile(BytesIO(data)).namelist():
        member = zipfile.ZipFile(BytesIO(data)).read(name)
        assert b"<f>" not in member
        assert b"formula" not in member


def test_headings_are_there_and_each_its_own() -> None:
    book = of_rows(("", "Value", "VALUE", "Value (2)"), ("a", "1", "2", "3"))
    grid = next(sheet.grid for sheet in book.sheets if sheet.name == "Table 1")
    assert grid is not None
    assert len({heading.casefold() for heading in grid.headings}) == 4
    assert grid.headings[0] == "Column 1"


def test_sheets_have_names_that_every_program_takes() -> None:
    captions = ["Notes: a", "notes: b", "It's [so]/\\*?:", ":", "x" * 60, "X" * 60, "History"]
    blocks = [
        PrintedTable(id=str(at), caption=caption, table=table([("A", False)], [["b"]]))
        for at, caption in enumerate(captions)
    ]
    names = [sheet.name for sheet in made(composition(part("s", "It", *blocks)), SOURCE).sheets]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names)


@settings(max_examples=25)
@given(report=any_report())
def test_any_report_gives_workbooks_without_a_fault(report: Composition) -> None:
    book = made(report, SOURCE)
    check_xlsx(write_xlsx(book), book)
    check_ods(write_ods(book), book)


def check_xlsx(data: bytes, book: Workbook) -> None:
    read = openpyxl.load_workbook(BytesIO(data))
    assert read.sheetnames == [sheet.name for sheet in book.sheets]
    names = set()
    for sheet in book.sheets:
        page = read[sheet.name]
        assert page["A1"].style == "Heading 1"
        assert not page.merged_cells.ranges
        assert page.freeze_panes is None
        assert len(page.tables) == (sheet.grid is not None)
        for marked in page.tables.values():
            names.add(marked.displayName.casefold())
            first, last = marked.ref.split(":")
            assert first == f"A{len(sheet.lines) + 2}"
            assert last == page.dimensions.split(":")[-1]  # nothing below, nothing beside
            assert marked.autoFilter is None
            rows = page[marked.ref]
            assert [cell.value for cell in rows[0]] == marked.column_names
            assert all(cell.value is not None for row in rows for cell in row)
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert len(names) == sum(sheet.grid is not None for sheet in book.sheets)


def check_ods(data: bytes, book: Workbook) -> None:
    with zipfile.ZipFile(BytesIO(data)) as held:
        first = held.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert held.testzip() is None
        content = held.read("content.xml")
        manifest = member(data, "META-INF/manifest.xml")
        listed = set(manifest.xpath("//@*[local-name()='full-path']"))
        assert listed == {"/", *held.namelist()} - {"mimetype", "META-INF/manifest.xml"}
    assert b"spanned" not in content
    read = grids(data)
    assert [*read] == [sheet.name for sheet in book.sheets]
    for sheet in book.sheets:
        # A reader gives no cells for a sheet of empty texts; a title of nothing is nothing.
        if sheet.grid is None or not sheet.title:
            continue
        rows = read[sheet.name][-len(sheet.grid.rows) :]
        for row, printed in zip(rows, sheet.grid.rows, strict=True):
            for value, cell in zip(row, printed, strict=True):
                assert value == (cell.text if cell.number is None else float(cell.number))


@WRITERS
def test_the_same_content_is_the_same_file(write: Write) -> None:
    assert write(made(sample(), SOURCE)) == write(made(sample(), SOURCE))


def test_the_file_says_what_it_is() -> None:
    told = openpyxl.load_workbook(BytesIO(write_xlsx(made(sample())))).properties
    assert told.title == f"{sample().details.title}: tables"
    assert told.creator == sample().details.organisation
    cover = made(sample(), draft=True).sheets[0]
    assert cover.lines[0].text == "Draft: not cleared for publication."


# The figures and where they come from.


def a_set(values: list[float | str | None], **more: Any) -> FigureSet:
    held: dict[str, Any] = {
        "id": "budget",
        "kind": "budget",
        "table": "t",
        "title": "Budget",
        "period": "2025-26",
        "origin": {
            "file": "in.xlsx",
            "sha256": "ab" * 32,
            "sheet": "Budget",
            "imported_by": "A",
            "imported_at": datetime(2026, 1, 1, tzinfo=UTC),
        },
        "keys": [f"r{at}" for at in range(len(values))],
        "labels": [f"Row {at}" for at in range(len(values))],
        "rows": [at + 2 for at in range(len(values))],
        "columns": [
            {"name": "agreed", "label": "Agreed", "values": values, "unit": "£", "letter": "C",
             "total": str(sum(Decimal(str(value)) for value in values if value is not None)),
             **more}
        ],
    }  # fmt: skip
    return msgspec.convert(held, FigureSet)


def printing(*cells: tuple[str, str], edition: str = "") -> Composition:
    rows = tuple(Row(cells=(Cell(text="It"), Cell(text=text, figure=key))) for key, text in cells)
    held = Table(headings=(Heading("Item"), Heading("£", True)), rows=rows)
    report = composition(part("s", "It", PrintedTable(id="t", caption="Table 4: It", table=held)))
    return msgspec.structs.replace(report, edition=edition)


def test_a_figure_is_told_to_the_cell() -> None:
    figures = Figures.of([a_set([1200.456, 5])])
    (told,) = figures_printed(printing(("budget.r0.agreed", "1,200")), figures, ())
    assert (told.value, told.shown, told.unit) == ("1200.456", "1,200", "£")
    assert (told.workbook, told.cell, told.sha256) == ("in.xlsx", "Budget!C2", "ab" * 32)
    assert told.places == ("Table 4",)


def test_a_public_edition_tells_no_more_of_a_figure_than_it_prints() -> None:
    figures = Figures.of([a_set([1200.456, 5])])
    report = printing(
        ("budget.r0.agreed", "1,200"), ("budget.total.agreed", "1,205"), edition="public"
    )
    partly = ReturnUsed(file="in.xlsx", sha256="", at=datetime(2026, 1, 1, tzinfo=UTC))
    one, total = figures_printed(report, figures, [partly])
    assert one.value == "1200"
    assert (one.workbook, one.cell, one.sha256) == ("in.xlsx", "", "")
    assert total.worked_out == "Worked out from other figures"  # row 1 is not printed
    (unnamed, _) = figures_printed(report, figures, [])
    assert unnamed.workbook == ""
    named = msgspec.structs.replace(partly, sha256="ab" * 32)
    (whole, _) = figures_printed(report, figures, [named])
    assert (whole.cell, whole.sha256) == ("Budget!C2", "ab" * 32)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200.50", "1200.50"), ("\N{MINUS SIGN}£3", "-3"), ("81.2%", "81.2"), ("[c]", None),
     ("–", None), ("007", None), ("1,20", None), ("", None), ("£", None)],
)  # fmt: skip
def test_numbers_are_read_as_they_are_printed(text: str, value: str | None) -> None:
    number = read_number(text)
    assert (None if number is None else number.value) == (value and Decimal(value))

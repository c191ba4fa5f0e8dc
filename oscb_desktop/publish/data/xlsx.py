"""A workbook as .xlsx (ECMA-376): titles as headings, tables marked up, nothing merged."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

import openpyxl
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from oscb_desktop.base.own_files import PROGRAM
from oscb_desktop.publish.data import workbook as held
from oscb_desktop.publish.data.packing import packed

_FACE: Final = "Arial"
_EPOCH: Final = datetime(1980, 1, 1)  # the same content, the same bytes
# What looks like Excel's own escape of a character is escaped (ECMA-376-1, 22.9.2.19).
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST: Final = 32_767  # characters in a cell


def write_xlsx(workbook: held.Workbook) -> bytes:
    """Return a workbook's bytes."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for style in _styles():
        book.add_named_style(style)
    for sheet in workbook.sheets:
        _add(book.create_sheet(sheet.name), sheet)
    told = book.properties
    told.lastModifiedBy = PROGRAM
    told.title, told.creator, told.subject = workbook.title, workbook.author, workbook.subject
    told.language, told.created = "en-GB", _EPOCH
    out = BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _styles() -> tuple[NamedStyle, ...]:
    # Known to Excel by number, so that a screen reader says "heading".
    return (
        NamedStyle("Heading 1", Font(_FACE, 16, bold=True), builtinId=16),
        NamedStyle("Heading 2", Font(_FACE, 14, bold=True), builtinId=17),
        NamedStyle("Line", Font(_FACE, 12), alignment=Alignment(vertical="top")),
        NamedStyle("Wrapped", Font(_FACE, 12), alignment=Alignment(vertical="top", wrap_text=True)),
        NamedStyle("Value", Font(_FACE, 12), alignment=Alignment("right", "top", wrap_text=True)),
        NamedStyle(
            "Column heading",
            Font(_FACE, 12, bold=True),
            alignment=Alignment(vertical="bottom", wrap_text=True),
        ),
        NamedStyle(
            "Value heading",
            Font(_FACE, 12, bold=True),
            alignment=Alignment("right", "bottom", wrap_text=True),
        ),
        NamedStyle("Hyperlink", Font(_FACE, 12, color="0563C1", underline="single"), builtinId=8),
    )


def _add(page: Any, sheet: held.Sheet) -> None:
    _put(page, 1, 1, held.Cell(text=sheet.title), "Heading 1")
    # Under a table's title a line may run on to the right; on the cover it is broken.
    plain = "Line" if sheet.grid is not None else "Wrapped"
    for at, line in enumerate(sheet.lines):
        _put(page, at + 2, 1, line, "Heading 2" if at in sheet.headings else plain)
    for at, width in enumerate(held.widths(sheet), 1):
        page.column_dimensions[get_column_letter(at)].width = width
    if sheet.grid is not None:
        _add_grid(page, sheet.grid, len(sheet.lines) + 2)


def _add_grid(page: Any, grid: held.Grid, top: int) -> None:
    names = [_text(heading) for heading in grid.headings]
    for at, heading in enumerate(grid.headings):
        style = "Value heading" if grid.numeric[at] else "Column heading"
        _put(page, top, at + 1, held.Cell(text=heading), style)
    for down, row in enumerate(grid.rows, top + 1):
        for at, cell in enumerate(row):
            _put(page, down, at + 1, cell, "Value" if grid.numeric[at] else "Wrapped")
    corner = f"{get_column_letter(len(names))}{top + len(grid.rows)}"
    table = Table(
        displayName=grid.name,
        name=grid.name,
        ref=f"A{top}:{corner}",
        # No filter buttons, no colours: what they would say is said to nobody who cannot see.
        tableStyleInfo=TableStyleInfo(showRowStripes=False),
    )
    table.tableColumns = [TableColumn(id=at, name=name) for at, name in enumerate(names, 1)]
    page.add_table(table)


def _put(page: Any, row: int, column: int, cell: held.Cell, style: str) -> None:
    there = page.cell(row, column)
    there.style = "Hyperlink" if cell.sheet else style
    if cell.number is None:
        there.value = _text(cell.text)
        there.data_type = "s"  # never a formula, whatever it begins with
    else:
        there.value = cell.number
        there.number_format = _format(cell)
    if cell.sheet:
        there.hyperlink = Hyperlink(ref=there.coordinate, location=f"'{cell.sheet}'!A1")


def _format(cell: held.Cell) -> str:
    digits = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
    before, after = (f'"{text}"' if text else "" for text in (cell.before, cell.after))
    shown = f"{before}{digits}{after}"
    return f"{shown};\\-{shown}"


def _text(text: str) -> str:
    return _ESCAPE.sub("_x005F_", text)[:_MOST]


def _without_clock(data: bytes) -> bytes:
    """Return the file without the moment in which it was written."""
    with ZipFile(BytesIO(data)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    name = "docProps/core.xml"
    modified = rb"(<dcterms:modified[^>]*>)[^<]*"
    members[name] = re.sub(modified, rb"\g<1>1980-01-01T00:00:00Z", members[name])
    return packed(members)

"""Tables of the Word document: header rows that repeat, row headers, ratings by word and shape."""

from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Emu, RGBColor

from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.tabular import rating_colour
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.publish.word.docx_marks import add_words, element
from oscb_desktop.publish.word.docx_styles import KEY_FIGURE_STYLE, KEY_LABEL_STYLE, TABLE_STYLE
from oscb_desktop.report.content.indicators import Rating
from oscb_desktop.report.content.tables import Cell, Heading, Row, Table
from oscb_desktop.report.publication.composition import PrintedKeyFigures

_SHAPES: Final = {Rating.GREEN: "●", Rating.AMBER: "▲", Rating.RED: "■"}
# Of the width, in characters: what the narrowest and the widest column are given.
_LEAST_SHARE: Final = 6
_MOST_SHARE: Final = 34
_KEPT_ROWS: Final = 12  # a table of no more stays on one page


def add_table(document: Any, table: Table, caption: str, theme: Theme) -> None:
    """Add a table at the document's end, as wide as the text."""
    columns = len(table.headings)
    made = document.add_table(rows=0, cols=columns)
    made.style = TABLE_STYLE
    made.autofit = False
    _describe(made, table, caption)
    widths = _widths(document, table)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    _add_header(made, table, widths)
    for at, row in enumerate(table.rows):
        last = at == len(table.rows) - 1
        keep = not last and (len(table.rows) <= _KEPT_ROWS or at == len(table.rows) - 2)
        _add_row(made, row, table.headings, widths, theme, keep=keep)


def add_boxes(document: Any, block: PrintedKeyFigures) -> Any:
    """Add key figures as a table of one row without rules; return its first paragraph."""
    made = document.add_table(rows=1, cols=len(block.boxes))
    made.autofit = False
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    first = None
    for cell, box in zip(made.rows[0].cells, block.boxes, strict=True):
        cell.width = Emu(room // len(block.boxes))
        number = cell.paragraphs[0]
        number.style = KEY_FIGURE_STYLE
        add_words(number, allowed(box.text))
        add_words(cell.add_paragraph(style=KEY_LABEL_STYLE), allowed(box.label))
        first = first or number
    made.rows[0]._tr.get_or_add_trPr().append(element("w:cantSplit"))
    made._tbl.tblPr.append(element("w:tblCaption", val="Key figures"))
    return first


def _add_header(made: Any, table: Table, widths: list[Emu]) -> None:
    """Add the rows of the header, each repeated on every page, with their merged cells."""
    rows = [made.add_row() for _ in table.header_rows]
    for row in rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        row._tr.trPr.append(element("w:tblHeader"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for at, cells in enumerate(table.header_rows):
        for cell in cells:
            place = made.cell(at, cell.column)
            last = made.cell(at + cell.down - 1, cell.column + cell.across - 1)
            if (cell.across, cell.down) != (1, 1):
                place = place.merge(last)
            numeric = cell.across == 1 and table.headings[cell.column].numeric
            _write(place, cell.text, numeric=numeric, keep=True)
            if cell.across > 1:
                place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _describe(made: Any, table: Table, caption: str) -> None:
    """Say which row and column are headers, and what the table is, for who hears it."""
    looks = made._tbl.tblPr
    for old in looks.findall(qn("w:tblLook")):
        looks.remove(old)
    total = bool(table.rows) and table.rows[-1].total
    looks.append(
        element(
            "w:tblLook",
            val="04E0" if total else "04A0",
            firstRow="1",
            lastRow="1" if total else "0",
            firstColumn="1",
            lastColumn="0",
            noHBand="1",
            noVBand="1",
        )
    )
    looks.append(element("w:tblCaption", val=allowed(caption)))


def _add_row(
    made: Any,
    row: Row,
    headings: tuple[Heading, ...],
    widths: list[Emu],
    theme: Theme,
    *,
    keep: bool,
) -> None:
    added = made.add_row()
    added._tr.get_or_add_trPr().append(element("w:cantSplit"))
    for at, (heading, place) in enumerate(zip(headings, added.cells, strict=True)):
        place.width = widths[at]
        cell = row.cells[at] if at < len(row.cells) else Cell(text="")
        # A rating is a shape that differs, its word, and its colour.
        shape = f"{_SHAPES[cell.rating]}\N{NO-BREAK SPACE}" if cell.rating else ""
        numeric = heading.numeric and at > 0 and not shape
        run = _write(place, shape + cell.text, numeric=numeric, keep=keep)
        run.bold = (row.total or bool(shape)) or None
        if cell.rating:
            colour = rating_colour(theme, cell.rating)
            run.font.color.rgb = RGBColor.from_string(colour[1:].upper())


def _write(cell: Any, text: str, *, numeric: bool, keep: bool) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.keep_with_next = keep or None
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return add_words(paragraph, allowed(text))


def _widths(document: Any, table: Table) -> list[Emu]:
    """Share the width of the text among the columns by what they hold."""
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    shares = []
    for at, heading in enumerate(table.headings):
        cells = [row.cells[at] for row in table.rows if at < len(row.cells)]
        longest = max((len(cell.text) + 3 * bool(cell.rating) for cell in cells), default=0)
        word = max(map(len, heading.text.split()), default=0)
        shares.append(max(_LEAST_SHARE, word + 2, min(longest + 2, _MOST_SHARE)))
    return [Emu(room * share // sum(shares)) for share in shares]

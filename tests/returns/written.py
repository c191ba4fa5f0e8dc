"""One sheet written in each format, by hand where no library here writes it.

Code  Measure      Value      B is hidden, and so is row 4
007   raised       123 (1)    (1) is raised; a note is stuck on C2
1.10  struck       (45) 54    (45) is struck through
2     hidden       £41.4k
3     error        #DIV/0!    A5:A6 are merged
      uncalculated
      percent      81%
      line / break 5
"""

import struct
import zipfile
from collections.abc import Sequence
from io import BytesIO

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

NAMES = ["raised", "struck", "hidden", "error", "uncalculated", "percent", "line\nbreak"]
ERROR = "#DIV/0!"
NOTE = "To be checked"


def xlsx() -> bytes:
    """Write it with openpyxl."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Data"
    up, out = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    values = [CellRichText("123", TextBlock(up, "1")), CellRichText(TextBlock(out, "45"), " 54"),
              41.4, ERROR, "=1+1", 0.81, 5]  # fmt: skip
    sheet.append(["Code", "Measure", "Value"])
    for code, name, value in zip([7, 1.1, 2, 3, None, None, None], NAMES, values, strict=True):
        sheet.append([code, name, value])
    sheet["A2"].number_format, sheet["A3"].number_format = "000", "0.00"
    sheet["C4"].number_format, sheet["C7"].number_format = '£#,##0.0"k"', "0%"
    sheet.column_dimensions["B"].hidden = sheet.row_dimensions[4].hidden = True
    sheet.merge_cells("A5:A6")
    sheet["C2"].comment = Comment(NOTE, "")
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def without_references() -> bytes:
    """Write it as Power BI does: rows and cells without their addresses."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(xlsx())) as held, zipfile.ZipFile(made, "w") as out:
        for name in held.namelist():
            content = held.read(name)
            if name.endswith("sheet1.xml"):
                content = _bare(content)
            out.writestr(name, content)
    return made.getvalue()


def _bare(xml: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(xml)
    for element in root.iter("{*}row", "{*}c"):
        element.attrib.pop("r", None)
    for row in root.iter("{*}row"):  # a cell that is left out would move its neighbours
        while len(row) < 3:
            row.insert(0, row.makeelement(row[0].tag))
    return etree.tostring(root)


_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in [("office", "office"), ("table", "table"), ("text", "text"),
                        ("style", "style"), ("number", "datastyle"), ("dc", "dc")]
)  # fmt: skip


def _styles() -> str:
    def numbers(name: str, digits: str, before: str = "", behind: str = "") -> str:
        inside = f"{before}<number:number {digits}/>{behind}"
        return f'<number:number-style style:name="{name}">{inside}</number:number-style>'

    def cell(name: str, data: str) -> str:
        family = 'style:family="table-cell"'
        return f'<style:style style:name="{name}" {family} style:data-style-name="{data}"/>'

    def text(name: str, look: str) -> str:
        inside = f"<style:text-properties {look}/>"
        return f'<style:style style:name="{name}" style:family="text">{inside}</style:style>'

    decimals = 'number:decimal-places="{}" number:min-integer-digits="{}"'
    return (
        numbers("N1", decimals.format(0, 3))
        + numbers("N2", decimals.format(2, 1))
        + numbers("N3", decimals.format(1, 1) + ' number:grouping="true"',
                  "<number:text>£</number:text>", "<number:text>k</number:text>")
        + cell("c1", "N1") + cell("c2", "N2") + cell("c3", "N3")
        + text("up", 'style:text-position="super 58%"')
        + text("out", 'style:text-line-through-style="solid"')
    )  # fmt: skip


def _content(gap: str) -> str:
    """Return the sheet of an .ods, with ``gap`` between its elements."""

    def words(text: str, more: str = "") -> str:
        held = f"<text:p>{text}</text:p>" if text else ""
        return f'<table:table-cell office:value-type="string">{more}{held}</table:table-cell>'

    def number(value: float, style: str = "", kind: str = "float") -> str:
        look = f' table:style-name="{style}"' if style else ""
        return (
            f'<table:table-cell{look} office:value-type="{kind}" office:value="{value}">'
            f"{gap}<text:p>shown</text:p></table:table-cell>"
        )

    note = f"<office:annotation><dc:date>2026</dc:date><text:p>{NOTE}</text:p></office:annotation>"
    empty = "<table:table-cell/>"
    merged = (
        '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="1" '
        'office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
    )
    formula = '<table:table-cell table:formula="of:=1{}" office:value-type="string" '
    rows = [
        words("Code") + words("Measure") + words("Value"),
        number(7, "c1") + words("raised")
        + words('123<text:span text:style-name="up">1</text:span>', note),
        number(1.1, "c2") + words("struck")
        + words('<text:span text:style-name="out">45</text:span><text:s/>54'),
        number(2) + words("hidden") + number(41.4, "c3"),
        merged + words("error")
        + formula.format("/0")
        + f'office:string-value=""><text:p>{ERROR}</text:p></table:table-cell>',
        "<table:covered-table-cell/>" + words("uncalculated")
        + '<table:table-cell table:formula="of:=1+1"/>',
        empty + words("percent") + number(0.81, "", "percentage"),
        empty + words("line<text:line-break/>break") + number(5),
    ]  # fmt: skip
    hidden = ' table:visibility="filter"'
    held = "".join(
        f"<table:table-row{hidden if at == 3 else ''}>{gap}{row}{gap}</table:table-row>{gap}"
        for at, row in enumerate(rows)
    )
    column = "<table:table-column/>"
    columns = f'{column}<table:table-column table:visibility="collapse"/>{column}'
    far = (
        '<table:table-row table:number-rows-repeated="1048568"><table:table-cell/>'
        "</table:table-row>"
    )
    return (
        f"<office:automatic-styles>{_styles()}</office:automatic-styles><office:body>"
        f'<office:spreadsheet>{gap}<table:table table:name="Data">{columns}{held}{far}'
        f"</table:table>{gap}</office:spreadsheet></office:body>"
    )


def ods(gap: str = "") -> bytes:
    """Write an .ods by hand, without ``mimetype`` as Aspose does."""
    made = BytesIO()
    content = f"<office:document-content {_SPACES}>{_content(gap)}</office:document-content>"
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("META-INF/manifest.xml", "<manifest/>")
        out.writestr("content.xml", content)
    return made.getvalue()


def pretty_ods() -> bytes:
    """Write it with its elements on lines of their own."""
    return ods("\n    ")


def fods() -> bytes:
    """Write the same as one XML file."""
    return f"<office:document {_SPACES}>{_content('')}</office:document>".encode()


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text8(text: str, runs: tuple[tuple[int, int], ...] = ()) -> bytes:
    look = struct.pack("<HB", len(text), 8 if runs else 0)
    count = struct.pack("<H", len(runs)) if runs else b""
    return (
        look + count + text.encode("latin-1") + b"".join(struct.pack("<HH", *run) for run in runs)
    )


def biff8(formulas: Sequence[float] = ()) -> bytes:
    """Write the stream of an .xls by hand; ``formulas`` are the results of some in column D."""
    fonts = [(0, 0), (0, 1), (8, 0), (0, 0), (0, 0)]  # what is struck, what is raised
    formats = ["000", "0.00", '£#,##0.0"k"']
    texts = ["Code", "Measure", "Value", *NAMES]
    shared = [text8(text) for text in texts]
    shared += [text8("1231", ((3, 1),)), text8("45 54", ((0, 2), (2, 0)))]
    sst = struct.pack("<II", 12, 12) + b"".join(shared)
    whole = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    for struck, script in fonts:
        whole += _record(0x31, struct.pack("<5H", 200, struck, 0, 400, script) + b"\0" * 6)
    for code, text in enumerate(formats, 170):
        whole += _record(0x41E, struct.pack("<H", code) + text8(text))
    for code in (0, 170, 171, 172, 9):
        whole += _record(0xE0, struct.pack("<HH", 0, code) + b"\0" * 16)
    whole += _record(0xFC, sst)
    sheet = b"Data"
    length = len(whole) + 4 + 8 + len(sheet) + 4
    bound = struct.pack("<IHBB", length, 0, len(sheet), 0) + sheet
    return whole + _record(0x85, bound) + _record(0x0A, b"") + _biff8_sheet(formulas)


def _biff8_sheet(formulas: Sequence[float]) -> bytes:
    def cell(kind: int, row: int, column: int, style: int, body: bytes) -> bytes:
        return _record(kind, struct.pack("<3H", row, column, style) + body)

    def number(row: int, column: int, style: int, value: float) -> bytes:
        return cell(0x203, row, column, style, struct.pack("<d", value))

    made = _record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    made += _record(0x7D, struct.pack("<6H", 1, 1, 0, 0, 1, 0))
    for row in range(8):
        made += _record(0x208, struct.pack("<6HI", row, 0, 3, 0, 0, 0, 0x20 if row == 3 else 0))
    labels = {(0, 0): 0, (0, 1): 1, (0, 2): 2, (1, 2): 10, (2, 2): 11}
    labels |= {(row, 1): row + 2 for row in range(1, 8)}
    for (row, column), text in labels.items():
        made += cell(0xFD, row, column, 0, struct.pack("<I", text))
    made += number(1, 0, 1, 7) + number(2, 0, 2, 1.1) + number(3, 0, 0, 2) + number(4, 0, 0, 3)
    made += number(3, 2, 3, 41.4)
    made += cell(0x06, 4, 2, 0, b"\x02\x00\x07\x00\x00\x00\xff\xff" + b"\0" * 8)
    for row, value in enumerate(formulas):
        made += cell(0x06, row, 3, 0, struct.pack("<d", value) + b"\0" * 8)
    made += number(6, 2, 4, 0.81) + number(7, 2, 0, 5)
    made += _record(0xE5, struct.pack("<5H", 1, 4, 5, 0, 0))
    made += _record(0x5D, struct.pack("<4H", 0x15, 18, 0x19, 1))
    made += _record(0x1B6, struct.pack("<5HHHI", 0, 0, 0, 0, 0, len(NOTE), 16, 0))
    made += _record(0x3C, b"\0" + NOTE.encode()) + _record(0x3C, b"\0" * 16)
    made += _record(0x1C, struct.pack("<4H", 1, 2, 0, 1) + b"\0\0\0")
    return made + _record(0x0A, b"")


def _record12(kind: int, body: bytes) -> bytes:
    name = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = (
        bytes([len(body)]) if len(body) < 128 else bytes([len(body) & 0x7F | 0x80, len(body) >> 7])
    )
    return name + size + body


def _text12(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb() -> bytes:
    """Write the parts of an .xlsb by hand that say how cells look."""
    runs = struct.pack("<IHH", 1, 3, 1), struct.pack("<IHHHH", 2, 0, 2, 2, 0)
    shared = _record12(19, b"\0" + _text12("plain"))
    shared += _record12(19, b"\1" + _text12("1231") + runs[0])
    shared += _record12(19, b"\1" + _text12("45 54") + runs[1])
    styles = b"".join(
        _record12(44, struct.pack("<H", code) + _text12(text))
        for code, text in enumerate(["000", "0.00", '£#,##0.0"k"'], 170)
    )
    for struck, script in [(0, 0), (0, 1), (8, 0)]:
        styles += _record12(43, struct.pack("<4H", 200, struck, 400, script) + b"\0" * 13)
    styles += _record12(47, struct.pack("<3H", 0, 9, 0) + b"\0" * 10)  # of no cell
    styles += _record12(617, b"\5\0\0\0")
    for code in (0, 170, 171, 172, 9):
        styles += _record12(47, struct.pack("<3H", 0, code, 0) + b"\0" * 10)
    styles += _record12(618, b"")
    book = _record12(156, struct.pack("<II", 0, 1) + _text12("rId1") + _text12("Data"))
    relation = '<Relationship Id="{}" Type="x/{}" Target="{}"/>'
    relations = "".join(
        relation.format(f"rId{at}", kind, target)
        for at, (kind, target) in enumerate(
            [("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"),
             ("sharedStrings", "sharedStrings.bin")], 1)
    )  # fmt: skip
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("xl/workbook.bin", book)
        out.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{relations}</Relationships>")
        out.writestr("xl/styles.bin", styles)
        out.writestr("xl/sharedStrings.bin", shared)
        out.writestr("xl/worksheets/sheet1.bin", _xlsb_sheet())
    return made.getvalue()


def _xlsb_sheet() -> bytes:
    def number(column: int, style: int, value: float) -> bytes:
        return _record12(5, struct.pack("<IId", column, style, value))

    def shared(column: int, text: int) -> bytes:
        return _record12(7, struct.pack("<III", column, 0, text))

    cells = {
        1: number(0, 1, 7) + shared(2, 1), 2: number(0, 2, 1.1) + shared(2, 2),
        3: number(0, 0, 2) + number(2, 3, 41.4),
        4: number(0, 0, 3) + _record12(11, struct.pack("<IIB", 2, 0, 7) + b"\0" * 10),
        6: number(2, 4, 0.81), 7: number(2, 0, 5),
    }  # fmt: skip
    made = _record12(60, struct.pack("<4IH", 1, 1, 0, 0, 1))
    for row in range(8):
        flags = 0x10 if row == 3 else 0
        made += _record12(0, struct.pack("<IIHBB", row, 0, 300, 0, flags) + b"\0" * 5)
        made += cells.get(row, b"")
    return made + _record12(176, struct.pack("<4I", 4, 5, 0, 0))

"""What a sheet's XML says beside its values: percentages, errors, formulas, what is hidden."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from oscb_desktop.returns import archive, scanning
from oscb_desktop.returns.archive import Refused, open_parts
from oscb_desktop.returns.scanning import Details, scan

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(*rows: str, before: str = "") -> bytes:
    data = f"<sheetData>{''.join(rows)}</sheetData>"
    return f'<worksheet xmlns="{MAIN}">{before}{data}</worksheet>'.encode()


def prefixed(xml: bytes) -> bytes:
    """The same with every element's name prefixed, as some programs write it."""
    for name in (b"worksheet", b"sheetData", b"row", b"cols", b"col", b"c", b"v", b"f"):
        for end in (b">", b" ", b"/"):
            xml = xml.replace(b"<" + name + end, b"<x:" + name + end)
        xml = xml.replace(b"</" + name + b">", b"</x:" + name + b">")
    return xml.replace(b"xmlns=", b"xmlns:x=")


Written = Callable[[bytes], bytes]
WAYS = pytest.mark.parametrize("way", [bytes, prefixed], ids=["plain", "prefixed"])


# Cells


@WAYS
def test_cells_of_a_style_that_shows_percentages_are_found(way: Written) -> None:
    xml = way(
        sheet(
            '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" s="11"><v>0.5</v></c>'
            '<c s="2" r="C1" t="n"><v>1</v></c><c r="D1"><v>1</v></c></row>'
        )
    )
    assert Details(xml, frozenset({b"1", b"2"})).percent == {"A1", "C1"}
    assert Details(xml, frozenset()).percent == frozenset()
    assert Details(xml).percent == frozenset()
    known = frozenset({"Z9"})  # what another format said
    assert Details(xml, frozenset(), known).percent == known
    assert Details(b"", frozenset({b"1"}), known).percent == known


@WAYS
def test_cells_that_show_an_error_are_found_with_what_they_show(way: Written) -> None:
    xml = way(
        sheet(
            '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><v>2</v></c>'
            '<c t="e" r="C1"><v>#REF!</v></c><c r="D1" t="str"><v>t="e"</v></c></row>'
        )
    )
    assert Details(xml).errors == {"A1": "#DIV/0!", "C1": "#REF!"}
    assert Details(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')).errors == {}


@WAYS
def test_formulas_without_a_value_are_found(way: Written) -> None:
    xml = way(
        sheet(
            '<row r="1"><c r="A1"><f>B1+C1</f></c><c r="B1"><f>1</f><v></v></c>'
            '<c r="C1"><f>1</f><v/></c><c r="D1"><f>1</f><v>1</v></c>'
            '<c r="E1" t="str"><f>""</f></c><c r="F1"><f t="shared" si="0"/></c>'
            '<c r="G1"><v>1</v></c></row>'
        )
    )
    assert Details(xml).uncalculated == {"A1", "B1", "C1", "F1"}
    assert Details(way(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))).uncalculated == set()


def test_more_than_anybody_reads_is_not_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_LIMIT", 2)
    xml = sheet(
        *(f'<row r="{n}"><c r="A{n}" t="e"><v>#REF!</v></c><c r="B{n}"><f>1</f></c></row>'
          for n in range(1, 6))
    )  # fmt: skip
    assert list(Details(xml).errors) == ["A1", "A2"]
    assert Details(xml).uncalculated == {"B1", "B2"}


# What is hidden


@WAYS
@pytest.mark.parametrize("yes", ["1", "true"])
def test_hidden_rows_and_columns_are_found(way: Written, yes: str) -> None:
    columns = (
        f'<cols><col min="2" max="3" hidden="{yes}"/><col min="5" max="5"/>'
        f'<col hidden="{yes}" max="7" min="7"/></cols>'
    )
    xml = way(
        sheet(
            '<row r="1"></row><row r="3" hidden="0"></row>', f'<row r="2" hidden="{yes}"></row>',
            f'<row hidden="{yes}" r="4"></row>', f'<row hidden="{yes}"></row>', before=columns,
        )
    )  # fmt: skip
    assert Details(xml).hidden_rows == (2, 4)
    assert Details(xml).hidden_columns == ("B", "C", "G")


def test_nothing_is_hidden_where_nothing_says_so() -> None:
    xml = sheet('<row r="1"></row>', before='<cols><col min="1" max="2"/></cols>')
    assert (Details(xml).hidden_rows, Details(xml).hidden_columns) == ((), ())


def test_of_many_hidden_columns_a_hundred_and_one_are_named() -> None:
    xml = sheet(before='<cols><col min="4" max="16384" hidden="1"/></cols>')
    letters = Details(xml).hidden_columns
    assert (letters[0], len(letters)) == ("D", 101)


def test_a_column_that_says_no_number_is_the_first() -> None:
    assert Details(sheet(before='<cols><col hidden="1"/></cols>')).hidden_columns == ("A",)


# A workbook's sheets and styles


def workbook(xml: bytes, styles: str = "", *, name: str = "Data", target: str = "s/one.xml",
             path: str = "xl/s/one.xml", book: str = "xl/workbook.xml") -> bytes:  # fmt: skip
    folder = book.rpartition("/")[0]
    out = BytesIO()
    with ZipFile(out, "w") as held:
        held.writestr(
            book,
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="{name}" '
            f'sheetId="1" r:id="rId7"/><sheet name="Other" sheetId="2" r:id="rId8"/>'
            f'<sheet name="Lost" sheetId="3" r:id="rId9"/></sheets></workbook>',
        )
        held.writestr(
            f"{folder}/_rels/workbook.xml.rels".lstrip("/"),
            f'<Relationships><Relationship Id="rId7" Target="{target}"/>'
            f'<Relationship Target="s/two.bin" Id="rId8"/></Relationships>',
        )
        held.writestr(path, xml)
        held.writestr("xl/styles.xml", styles)
    return out.getvalue()


PLAIN = sheet('<row r="1" hidden="1"><c r="A1" s="1"><v>0.5</v></c></row>')


@pytest.mark.parametrize(
    ("target", "path", "book"),
    [
        ("s/one.xml", "xl/s/one.xml", "xl/workbook.xml"),
        ("/xl/s/one.xml", "xl/s/one.xml", "xl/workbook.xml"),
        ("s/one.xml", "s/one.xml", "workbook.xml"),
    ],
)
def test_a_sheet_is_found_where_the_workbook_says_it_is(target: str, path: str, book: str) -> None:
    parts = open_parts(workbook(PLAIN, target=target, path=path, book=book))
    assert scan(parts, "Data").hidden_rows == (1,)


def test_a_sheets_name_may_need_escaping() -> None:
    parts = open_parts(workbook(PLAIN, name="Q1 &amp; Q2"))
    assert scan(parts, "Q1 & Q2").hidden_rows == (1,)


@pytest.mark.parametrize("name", ["Other", "Lost", "Not there"])
def test_of_a_sheet_that_is_no_xml_or_is_not_there_nothing_is_known(name: str) -> None:
    assert scan(open_parts(workbook(PLAIN)), name).hidden_rows == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_sheet_in_utf16_is_not_searched(encoding: str) -> None:
    mark = "\ufeff".encode(encoding)
    parts = open_parts(workbook(mark + PLAIN.decode().encode(encoding)))
    assert scan(parts, "Data").hidden_rows == ()


def styles(*formats: str, cells: str) -> str:
    held = "".join(formats)
    return f"<styleSheet><numFmts>{held}</numFmts><cellXfs count='9'>{cells}</cellXfs></styleSheet>"


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("0.0%", True),
        ("0", False),
        ("0&quot;%&quot;", False),  # only says the sign
        (r"0\%", False),
        ("[Red]0.0%;[Blue]-0.0%", True),
    ],
)
def test_a_format_shows_a_percentage_where_its_sign_counts(code: str, shows: bool) -> None:
    made = styles(
        f'<numFmt numFmtId="170" formatCode="{code}"/>',
        cells='<xf numFmtId="0"/><xf fontId="1" numFmtId="170"/>',
    )
    assert scan(open_parts(workbook(PLAIN, made)), "Data").percent == ({"A1"} if shows else set())


@pytest.mark.parametrize(
    ("number", "shows"), [("9", True), ("10", True), ("8", False), ("11", False)]
)
def test_the_formats_that_excel_knows_itself(number: str, shows: bool) -> None:
    made = styles(cells=f'<xf numFmtId="0"/><xf numFmtId="{number}"/>')
    assert scan(open_parts(workbook(PLAIN, made)), "Data").percent == ({"A1"} if shows else set())


def test_only_the_formats_of_cells_count() -> None:
    other = '<styleSheet><cellStyleXfs><xf numFmtId="9"/><xf numFmtId="9"/></cellStyleXfs>'
    made = f'{other}<cellXfs><xf numFmtId="0"/><xf numFmtId="0"/></cellXfs></styleSheet>'
    assert scan(open_parts(workbook(PLAIN, made)), "Data").percent == set()
    assert scan(open_parts(workbook(PLAIN, f"{other}</styleSheet>")), "Data").percent == set()


# How far apart a sheet's cells may be


def row(number: int, *columns: str, quote: str = '"') -> str:
    cells = "".join(f"<c r={quote}{column}{number}{quote}><v>1</v></c>" for column in columns)
    return f"<row r={quote}{number}{quote}>{cells}</row>"


def is_refused(*rows: str) -> bool:
    try:
        scan(open_parts(workbook(sheet(*rows))), "Data")
    except Refused as refused:
        return refused.code == "return-too-large"
    return False


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([(1, "A"), (10, "J")], False),  # 100 cells
        ([(1, "A"), (10, "K")], True),  # 110
        ([(1, "A"), (11, "J")], True),
        ([(91, "A"), (100, "J")], False),  # what is above the first row is not held
        ([(1, "A"), (1, "A", "CV")], False),
        ([(1, "A", "CW")], True),
        ([(1, "B", "AA"), (3, "C")], False),  # 27 columns of 3 rows: from A on
        ([(1, "B", "AA"), (4, "C")], True),
        ([(1, "A", "ZZ"), (2, "A")], True),
        ([(1, "A", "AAA")], True),
        ([], False),
    ],
)
def test_the_rectangle_that_the_reader_would_hold_is_bounded(
    monkeypatch: pytest.MonkeyPatch, rows: list[tuple[int, ...]], refused: bool, quote: str
) -> None:
    monkeypatch.setattr(archive, "MAX_CELLS", 100)
    made = [row(number, *columns, quote=quote) for number, *columns in rows]  # type: ignore[arg-type]
    assert is_refused(*made) == refused


def test_rows_without_cells_at_the_end_take_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_CELLS", 100)
    assert not is_refused(row(1, "A"), row(2, "B"), '<row r="9000"/>', "<row>")


def test_a_sheet_that_is_cut_off_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_CELLS", 100)
    assert is_refused(row(1, "A"), '<row r="200"><c r="J200"><v>1</v>')

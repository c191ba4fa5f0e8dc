"""What a sheet's XML says beside its values: percentages, errors, formulas, what is hidden."""

import html
import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.returns import archive, scanning, sheetxml, sizing
from oscb_desktop.returns.archive import Refused, open_parts
from oscb_desktop.returns.cells import column_index
from oscb_desktop.returns.details import Details
from oscb_desktop.returns.scanning import Scanner, scan
from oscb_desktop.returns.sheetxml import SheetFrame
from oscb_desktop.returns.sizing import certainly_compact, fitted

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(*rows: str, before: str = "", after: str = "") -> bytes:
    data = f"<sheetData>{''.join(rows)}</sheetData>"
    return f'<worksheet xmlns="{MAIN}">{before}{data}{after}</worksheet>'.encode()


def prefixed(xml: bytes) -> bytes:
    """The same with every element's name prefixed, as some programs write it."""
    for name in (b"worksheet", b"sheetData", b"row", b"cols", b"col", b"c", b"v", b"f"):
        for end in (b">", b" ", b"/"):
            xml = xml.replace(b"<" + name + end, b"<x:" + name + end)
        xml = xml.replace(b"</" + name + b">", b"</x:" + name + b">")
    return xml.replace(b"xmlns=", b"xmlns:x=")


def single(xml: bytes) -> bytes:
    """The same with single quotation marks."""
    return xml.replace(b'"', b"'")


def spelt(xml: bytes) -> bytes:
    """The same with every value beginning with a reference to a character."""
    return re.sub(rb'="(.)', lambda found: b'="&#%d;' % found[1][0], xml)


def in_utf16(xml: bytes) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-16"?>{xml.decode()}'.encode("utf-16")


Written = Callable[[bytes], bytes]
WAYS = pytest.mark.parametrize("way", [bytes, prefixed, single, spelt, in_utf16])


def said(xml: bytes, styles_xml: str = "", **more: str) -> Details:
    return scan(open_parts(workbook(xml, styles_xml, **more)), "Data")


@pytest.fixture(params=["at once", "when asked"], autouse=True)
def _parsed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is found both in a small sheet and in one that is parsed only when asked for."""
    if request.param == "when asked":
        monkeypatch.setattr(scanning, "_SMALL", 0)


# Cells


@WAYS
def test_cells_of_a_style_that_shows_percentages_are_found(way: Written) -> None:
    xml = way(
        sheet(
            '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" s="11"><v>0.5</v></c>'
            '<c s="2" r="C1" t="n"><v>1</v></c><c r="D1"><v>1</v></c></row>'
        )
    )
    xfs = '<xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="10"/>'
    assert said(xml, styles(cells=xfs)).percent == {"A1", "C1"}
    assert said(xml, styles(cells='<xf numFmtId="0"/>')).percent == frozenset()
    assert said(xml).percent == frozenset()


def test_of_many_styles_each_is_found() -> None:
    xfs = "".join(f'<xf numFmtId="{10 if n % 2 else 0}"/>' for n in range(40))
    cells = "".join(f'<c r="A{n + 1}" s="{n}"><v>1</v></c>' for n in range(40))
    found = said(sheet(f'<row r="1">{cells}</row>'), styles(cells=xfs)).percent
    assert found == {f"A{n + 1}" for n in range(1, 40, 2)}


@WAYS
def test_cells_that_show_an_error_are_found_with_what_they_show(way: Written) -> None:
    xml = way(
        sheet(
            '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><v>2</v></c>'
            '<c t="e" r="C1"><v>#REF!</v></c><c r="D1" t="str"><v>t="e"</v></c></row>'
            '<row><c t="e"><v>#SPILL!</v></c><c/><c t="e"><v> #GETTING_DATA </v></c></row>'
        )
    )
    assert said(xml).errors == {
        "A1": "#DIV/0!", "C1": "#REF!", "A2": "#SPILL!", "C2": "#GETTING_DATA"
    }  # fmt: skip
    assert said(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')).errors == {}


@WAYS
def test_formulas_without_a_value_are_found(way: Written) -> None:
    xml = way(
        sheet(
            '<row r="1"><c r="A1"><f>B1+C1</f></c><c r="B1"><f>1</f><v></v></c>'
            '<c r="C1"><f>1</f><v/></c><c r="D1"><f>1</f><v>1</v></c>'
            '<c r="E1" t="str"><f>""</f></c><c r="F1"><f t="shared" si="0"/></c>'
            '<c r="G1"><v>1</v></c></row><row>\n<c>\n<v>1</v>\n</c>\n<c>\n<f>1</f>\n</c></row>'
        )
    )
    assert said(xml).uncalculated == {"A1", "B1", "C1", "F1", "B2"}
    assert said(way(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))).uncalculated == set()


def test_cells_and_rows_without_addresses_follow_one_another() -> None:
    """As Power BI writes them; one with an address goes on from there."""
    fault = '<c t="e"><v>#REF!</v></c>'
    xml = sheet(
        f"<row><c/>{fault}</row>", f"<row>{fault}</row>",
        f'<row r="9"><c r="D9"><v>1</v></c>{fault}</row>', f"<row>{fault}</row>",
    )  # fmt: skip
    assert list(said(xml).errors) == ["B1", "A2", "E9", "A10"]


def test_a_sheet_that_is_all_faults_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheetxml, "_MOST", 5)
    fault = '<c t="e"><v>#REF!</v></c>'
    assert len(said(sheet(f"<row>{fault * 5}</row>")).errors) == 5
    with pytest.raises(Refused, match="too-large"):
        assert said(sheet(f"<row>{fault * 6}</row>")).errors


@pytest.mark.parametrize("name", ["A", "1", "ABCD1", "A12345678", "A1B", "A\u0661"])
def test_an_address_that_is_none_is_damage(name: str) -> None:
    with pytest.raises(Refused, match="damaged"):
        assert said(sheet(f'<row><c r="{name}" t="e"><v>#REF!</v></c></row>')).errors


def test_what_is_not_well_formed_or_has_entities_is_damage() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa">]>'
    for xml in (b"<worksheet><cols>", bomb + PLAIN):
        with pytest.raises(Refused, match="damaged"):
            said(xml)


# Raised and struck


RICH = (
    "<si><t>plain</t></si><si><r><t>123</t></r><r><rPr><vertAlign val='superscript'/></rPr>"
    "<t>1</t></r></si><si><r><rPr><strike/></rPr><t>45</t></r>"
    "<r><t xml:space='preserve'> 54</t></r>"
    "<rPh><t>said</t></rPh></si><si><r><rPr><strike val='0'/></rPr><t>6</t></r></si>"
    "<si><r><t>4</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>th</t></r></si>"
    "<si><r><rPr><vertAlign val='subscript'/></rPr><t>2</t></r></si>"
)


@WAYS
def test_raised_and_struck_runs_are_told_apart(way: Written) -> None:
    cells = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(6))
    inline = '<c t="inlineStr"><is>{}</is></c>'
    runs = '<r><t>7</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>a</t></r>'
    xml = sheet(f"<row>{cells}</row><row>{inline.format(runs)}{inline.format('<t>8</t>')}</row>")
    found = said(way(xml), texts=RICH)
    assert found.raised == {"B1": "123", "A2": "7"}
    assert found.struck == {"C1": "54"}
    assert said(way(sheet("<row><c t='s'><v>0</v></c></row>")), texts=RICH).raised == {}


def test_a_cell_may_be_struck_or_raised_as_a_whole() -> None:
    looks = "<font/><font><strike/></font><font><vertAlign val='superscript'/></font>"
    xfs = "".join(f'<xf numFmtId="0" fontId="{font}"/>' for font in (0, 1, 2, 9))
    made = f"<styleSheet><fonts>{looks}</fonts><cellXfs>{xfs}</cellXfs></styleSheet>"
    cells = "".join(f'<c s="{n}"><v>{n}</v></c>' for n in range(4))
    found = said(sheet(f"<row>{cells}</row>"), made)
    assert (found.struck, found.raised) == ({"B1": ""}, {"C1": ""})


# What is hidden, merged or noted


@WAYS
@pytest.mark.parametrize("nought", ["0", "0.0"])
def test_rows_without_height_and_columns_without_width_are_hidden(
    way: Written, nought: str
) -> None:
    columns = (
        f'<cols><col min="2" max="2" width="{nought}"/><col min="3" max="3" width="0.5"/></cols>'
    )
    xml = way(sheet(f'<row r="1" ht="{nought}"></row><row r="2" ht="15"></row>', before=columns))
    details = said(xml)
    assert details.hidden_rows == (1,)
    assert details.hidden_columns == ("B",)


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
    assert said(xml).hidden_rows == (2, 4, 5)
    assert said(xml).hidden_columns == ("B", "C", "G")


def test_nothing_is_hidden_where_nothing_says_so() -> None:
    xml = sheet('<row r="1"></row>', before='<cols><col min="1" max="2"/></cols>')
    assert (said(xml).hidden_rows, said(xml).hidden_columns) == ((), ())


def test_of_many_hidden_columns_a_hundred_and_one_are_named() -> None:
    xml = sheet(before='<cols><col min="4" max="16384" hidden="1"/></cols>')
    letters = said(xml).hidden_columns
    assert (letters[0], len(letters)) == ("D", 101)


def test_a_column_that_says_no_number_is_the_first() -> None:
    assert said(sheet(before='<cols><col hidden="1"/></cols>')).hidden_columns == ("A",)


@WAYS
def test_merged_cells_are_found_behind_the_cells(way: Written) -> None:
    xml = way(sheet("<row><c/></row>", after='<mergeCells><mergeCell ref="B2:D3"/></mergeCells>'))
    assert said(xml).merged == ((1, 1, 2, 3),)


def test_notes_stuck_on_cells_are_found() -> None:
    note = '<comment ref="B2"><text><r><t>To be </t></r><r><t>checked</t></r></text></comment>'
    found = said(PLAIN, comments=f"<comments><commentList>{note}</commentList></comments>")
    assert found.comments == {"B2": "To be checked"}
    assert said(PLAIN).comments == {}
    assert said(PLAIN, comments="<comments>").comments == {}


# Number formats


def test_what_formats_show_is_known_for_each_cell() -> None:
    codes = ['£#,##0.0"k"', "000", "0.00", "#,##0,"]
    held = "".join(
        f'<numFmt numFmtId="{170 + n}" formatCode="{html.escape(code)}"/>'
        for n, code in enumerate(codes)
    )
    xfs = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{170 + n}"/>' for n in range(4))
    cells = "".join(f'<c s="{n}"><v>7</v></c>' for n in range(5))
    found = said(sheet(f"<row>{cells}</row>"), styles(held, cells=xfs))
    assert found.suffixed == {"B1": 1000}
    assert [found.currency(0, column) for column in range(6)] == [False, True, *[False] * 4]
    assert [found.format(0, n).show(7.0) for n in range(5)] == [None, None, "007", "7.00", None]
    assert found.shown_in == {"E1": 1000}


# A workbook's sheets and styles


def workbook(xml: bytes, styles: str = "", *, name: str = "Data", target: str = "s/one.xml",
             path: str = "xl/s/one.xml", book: str = "xl/workbook.xml",
             texts: str = "", comments: str = "") -> bytes:  # fmt: skip
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
        held.writestr(f"{folder}/styles.xml".lstrip("/"), styles)
        held.writestr("xl/sharedStrings.xml", f"<sst>{texts}</sst>")
        if comments:
            relation = '<Relationship Id="rId1" Type="x/comments" Target="../comments1.xml"/>'
            held.writestr("xl/s/_rels/one.xml.rels", f"<Relationships>{relation}</Relationships>")
            held.writestr("xl/comments1.xml", comments)
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
def test_a_sheet_in_utf16_is_read_too(encoding: str) -> None:
    mark = "\ufeff".encode(encoding)
    for before in (mark, b""):
        parts = open_parts(workbook(before + PLAIN.decode().encode(encoding)))
        assert scan(parts, "Data").hidden_rows == (1,)


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


def row(number: int, *columns: str) -> str:
    cells = "".join(f'<c r="{column}{number}"><v>1</v></c>' for column in columns)
    return f'<row r="{number}">{cells}</row>'


def is_refused(xml: bytes) -> bool:
    details = Scanner(open_parts(workbook(xml))).sheet("Data")
    assert details is not None
    try:
        fitted(details)
    except Refused as refused:
        return refused.code == "return-too-large"
    return False


@WAYS
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
        ([(11, "J"), (1, "A")], True),  # not in order
        ([(1, "CW", "A")], True),
        ([], False),
    ],
)
def test_the_rectangle_that_the_reader_would_hold_is_bounded(
    monkeypatch: pytest.MonkeyPatch, rows: list[tuple[int, ...]], refused: bool, way: Written
) -> None:
    monkeypatch.setattr(archive, "MAX_CELLS", 100)
    made = [row(number, *columns) for number, *columns in rows]  # type: ignore[arg-type]
    assert is_refused(way(sheet(*made))) == refused


def test_cells_without_addresses_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_CELLS", 100)
    cell = "<c><v>1</v></c>"
    assert not is_refused(sheet(*[f"<row>{cell * 10}</row>"] * 10))
    assert is_refused(sheet(*[f"<row>{cell * 10}</row>"] * 11))
    assert is_refused(sheet(f"<row>{cell}</row>", f'<row r="101">{cell}</row>'))


def test_what_holds_nothing_takes_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_CELLS", 100)
    far = ('<row r="9000"/>', '<row r="9001"><c r="ZZ9001" s="1"/></row>',
           '<row><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>')  # fmt: skip
    assert not is_refused(sheet(row(1, "A"), row(2, "B"), *far))


@settings(max_examples=200, deadline=None)
@given(
    cells=st.lists(
        st.tuples(st.integers(1, 2_000_000), st.sampled_from(["A", "Z", "AA", "ZZ", "XFD"])),
        min_size=1, max_size=5,
    ),
    room=st.integers(50, 20_000_000),
)  # fmt: skip
def test_a_sheet_is_called_compact_only_where_it_is(
    cells: list[tuple[int, str]], room: int
) -> None:
    xml = sheet(*(row(number, column) for number, column in cells))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "MAX_CELLS", room)
        patch.setattr(sizing, "_ROOM", room)
        if certainly_compact(SheetFrame(xml)):
            columns = max((column_index(column) or 0) + 1 for _, column in cells)
            assert max(number for number, _ in cells) * columns <= room

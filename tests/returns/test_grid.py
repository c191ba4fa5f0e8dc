"""One contract for every format: the same sheet says the same, whoever wrote it."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.returns import biff, biff12, subprocess_reader
from oscb_desktop.returns.archive import open_parts
from oscb_desktop.returns.binarylooks import Sheet
from oscb_desktop.returns.details import Details, marked
from oscb_desktop.returns.reading import ReturnUnreadable, open_workbook
from tests.returns import written
from tests.returns.conftest import CORPUS
from tests.returns.written import ERROR, NOTE

WRITERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "openpyxl": ("a.xlsx", written.xlsx),
    "without references": ("a.xlsx", written.without_references),
    "ods": ("a.ods", written.ods),
    "ods, pretty": ("a.ods", written.pretty_ods),
    "fods": ("a.fods", written.fods),
}


@pytest.fixture(params=WRITERS)
def grid(request: pytest.FixtureRequest) -> Any:
    name, write = WRITERS[request.param]
    return open_workbook(name, write()).grid("Data")


def _plain(rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows without the blanks at their ends: formats differ in how many they keep."""
    cut = [list(row) for row in rows]
    for row in cut:
        while row and row[-1] == "":
            row.pop()
    return cut


def test_the_values(grid: Any) -> None:
    assert _plain(grid.rows) == [
        ["Code", "Measure", "Value"],
        [7, "raised", "123"],
        [1.1, "struck", "54"],
        [2, "hidden", 41.4],
        [3, "error"],
        ["", "uncalculated"],
        ["", "percent", 0.81],
        ["", "line\nbreak", 5],
    ]
    assert len(grid.rows[4]) == len(grid.rows[5]) == 3  # a fault takes up its cell


def check(details: Details, *, comments: bool = True) -> None:
    assert details.errors == {"C5": ERROR}
    assert details.hidden_rows == (4,)
    assert details.hidden_columns == ("B",)
    assert details.percent == {"C7"}
    assert details.suffixed == {"C4": 1000}
    assert [details.currency(row, 2) for row in range(8)] == [False] * 3 + [True] + [False] * 4
    assert details.raised == {"C2": "123"}
    assert details.struck == {"C3": "54"}
    assert details.merged == ((4, 0, 5, 0),)
    assert details.comments == ({"C2": NOTE} if comments else {})
    assert details.doubtful == frozenset()


def test_what_is_known_beside_them(grid: Any) -> None:
    check(grid.details)
    assert grid.details.uncalculated == {"C6"}


def test_codes_as_they_are_shown(grid: Any) -> None:
    assert [grid.shown(row, 0) for row in range(1, 5)] == ["007", "1.10", None, None]
    assert grid.shown(1, 1) is None
    assert grid.shown(99, 99) is None


def details_of(sheet: Sheet) -> Details:
    return Details(sheet.said, sheet.formats)


def test_the_records_of_an_xls() -> None:
    (found,) = biff._Workbook(written.biff8()).sheets().values()
    check(details_of(found))


def test_shared_texts_go_on_in_another_record_wherever_it_begins() -> None:
    """Between letters the new record says anew how wide they are ([MS-XLS] 2.5.293)."""
    texts = [written.text8(name) for name in ("Code", "Measure")]
    head = b"\0\0\0\0\x02\0\0\0"
    for cut in range(1, 4):  # after so many letters of the first
        first = head + texts[0][: 3 + cut]
        rest = b"\1" + "Code"[cut:].encode("utf-16-le") + texts[1]
        found = biff._Texts([first, rest])
        assert [found.next()[0], found.next()[0]] == ["Code", "Measure"]


def test_the_records_of_an_xlsb() -> None:
    sheets = biff12.read(open_parts(written.xlsb()))
    assert list(sheets) == ["Data"]
    check(details_of(sheets["Data"]), comments=False)


def test_formulas_that_all_give_nought_are_in_doubt() -> None:
    def said(results: list[float]) -> frozenset[str]:
        workbook = biff._Workbook(written.biff8(formulas=results))
        (found,) = workbook.sheets().values()
        return details_of(found).doubtful

    assert said([0, 0]) == {"D1", "D2"}
    assert said([0, 1]) == said([0]) == said([]) == frozenset()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_records_give_no_other_error_than_is_foreseen(data: st.DataObject) -> None:
    whole = bytearray(written.biff8())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        biff._Workbook(bytes(whole)).sheets()
    except (struct.error, ValueError, LookupError):
        return


def test_where_only_the_values_can_be_read_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [("Data", False, (0, 0), [["a", 1]], None)]
    monkeypatch.setattr(subprocess_reader, "read_in_subprocess", lambda _: sheets)
    workbook = open_workbook("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert [found.code for found in workbook.problems] == ["return-looks-unknown"]
    assert workbook.rows("Data") == [["a", 1]]


CASES = CORPUS.parent / "cases" / "files"


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside this checkout")
def test_an_xls_tells_its_faults_and_what_it_hides() -> None:
    path = CASES / "error-hidden.xls"
    grid = open_workbook(path.name, path.read_bytes()).grid("Training")
    assert grid.details.errors == {"D4": ERROR}
    assert grid.details.hidden_rows == (3,)
    assert grid.rows[3][3] == ""


# OpenDocument


def test_another_currency_and_a_folded_group_are_known() -> None:
    xml = written.fods().replace(b'office:value-type="float"', b'office:value-type="currency" '
                                 b'office:currency="EUR"', 1)  # fmt: skip
    first = xml.index(b"<table:table-row")
    end = xml.index(b"</table:table-row>", first) + len(b"</table:table-row>")
    group = b'<table:table-row-group table:display="false">' + xml[first:end]
    folded = xml[:first] + group + b"</table:table-row-group>" + xml[end:]
    details = open_workbook("a.fods", folded).grid("Data").details
    assert details.hidden_rows == (1, 4)
    assert len(details.foreign) == 1


def test_a_locked_document_needs_a_password() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        out.writestr("content.xml", b"\x01\x02")
    with pytest.raises(ReturnUnreadable) as refused:
        open_workbook("a.ods", made.getvalue())
    assert refused.value.problem.code == "return-password-needed"


@pytest.mark.parametrize("data", [b"<x/>", b"<x", b"plain"])
def test_what_is_no_spreadsheet_is_damage(data: bytes) -> None:
    with pytest.raises(ReturnUnreadable) as refused:
        open_workbook("a.fods", data)
    assert refused.value.problem.code == "return-damaged"


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([written.fods, written.ods, written.without_references]))
def test_damage_is_refused_or_leaves_rows(data: st.DataObject, write: Callable[[], bytes]) -> None:
    whole = bytearray(write())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    name = "a.fods" if write is written.fods else "a.zip"
    try:
        workbook = open_workbook(name, bytes(whole))
        grids = [workbook.grid(sheet) for sheet in workbook.sheet_names]
    except ReturnUnreadable:
        return
    assert all(len(row) <= 16_384 for grid in grids for row in grid.rows)


# Marks


@pytest.mark.parametrize(
    ("runs", "kept", "raised"),
    [
        ([("123", False, False), ("1", True, False)], "123", True),
        ([("4", False, False), ("th", True, False), (" week", False, False)], "4th week", False),
        ([("Area, km", False, False), ("2", True, False)], "Area, km2", False),
        ([("Team", False, False), ("2", True, False)], "Team", True),
        ([("Police", False, False), (" [a]", True, False)], "Police", True),
        ([("5", False, False), (" ", True, False)], "5", False),
    ],
)
def test_a_raised_th_or_square_is_no_mark(
    runs: list[tuple[str, bool, bool]], kept: str, raised: bool
) -> None:
    found = marked(runs)
    assert (found.kept, found.raised, found.struck) == (kept, raised, False)

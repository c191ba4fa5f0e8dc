"""Every format is read, and a file that cannot be is refused with a reason and a remedy."""

import pickle
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscb_desktop.base import own_process
from oscb_desktop.returns import archive, subprocess_reader
from oscb_desktop.returns.interpreting import Reading, interpret
from oscb_desktop.returns.reading import ReturnUnreadable, open_workbook, read_workbook
from tests.returns.conftest import BUDGET, CONTEXT, CORPUS, SAMPLES, Write, read, table


def refusal(path: Path, password: str | None = None) -> str:
    """Return the code with which a file is refused."""

    def read_all() -> None:
        book = read_workbook(path, password=password)
        for sheet in book.sheet_names:
            book.rows(sheet)

    with pytest.raises(ReturnUnreadable) as caught:
        read_all()
    problem = caught.value.problem
    assert problem.message
    assert problem.remedy
    assert problem.place.file == path.name
    assert caught.value.exit_status == 3
    return problem.code


def test_what_is_not_a_workbook(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.xlsx") == "return-not-found"
    assert refusal(tmp_path) == "return-is-a-folder"
    cases = {
        "empty.xlsx": (b"", "return-empty-file"),
        "text.xlsx": (b"Partner,Agreed\nPolice,5\n", "return-not-a-workbook"),
        "page.xls": (b"<html><table></table></html>", "return-not-a-workbook"),
        "old.xls": (bytes.fromhex("0904060000001000") + b"\0" * 40, "return-too-old"),
        "noise.csv": (bytes(range(256)) * 8, "return-not-text"),
        "zip.xlsx": (b"PK\x03\x04" + b"\0" * 100, "return-damaged"),
    }
    for name, (data, code) in cases.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert refusal(path) == code, name


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_workbook(tmp_path: Path, part: float) -> None:
    whole = (SAMPLES / "partnership-budget.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[: int(len(whole) * part)])
    assert refusal(path) == "return-damaged"


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ","), ("utf-16", "\t"), ("utf-32", ",")],
)
def test_delimited_text(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "return.csv"
    rows = ["Partner,Agreed (£),Received (£)", 'Café fund,"£1,200.50",(3)', "Police,5,6"]
    if separator != ",":
        rows = [rows[0].replace(",", separator), f"Café fund{separator}£1,200.50{separator}3",
                rows[2].replace(",", separator)]  # fmt: skip
    else:
        rows[1] = rows[1].replace("(3)", "3")
    path.write_bytes("\r\n".join(rows).encode(encoding))
    reading = read(path)
    assert reading.problems == []
    paid = table(reading, "budget-contributions")
    assert paid.labels == ["Café fund", "Police"]
    figure = paid.figure("cafe-fund", "agreed")
    assert figure is not None
    assert str(figure.value) == "1200.5"
    assert figure.origin.cell == "B2"  # type: ignore[union-attr]


def test_cells_keep_their_addresses_below_and_right_of_empty_ones(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, cells in enumerate(BUDGET, start=7):
        for column, value in enumerate(cells, start=4):
            book.worksheets[0].cell(row, column, value)
    path = tmp_path / "apart.xlsx"
    book.save(path)
    police = table(read(path), "budget-contributions").figure("police", "agreed")
    assert police is not None
    assert police.origin.cell == "E9"  # type: ignore[union-attr]


def test_a_far_away_cell_is_refused_and_not_tried(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["XFD1048576"] = 1, 2
    path = tmp_path / "far.xlsx"
    book.save(path)
    started = time.perf_counter()
    assert refusal(path) == "return-too-large"
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("cell", ["A1048576", "XFD1048576", "XFD1"])
def test_a_workbook_is_as_large_as_what_it_holds(tmp_path: Path, cell: str) -> None:
    """One space in the last row took twelve seconds."""
    book = openpyxl.Workbook()
    for row in BUDGET:
        book.worksheets[0].append(row)
    book.worksheets[0][cell] = " "
    path = tmp_path / "space.xlsx"
    book.save(path)
    started = time.perf_counter()
    assert len(read_workbook(path).rows("Sheet")) == len(BUDGET)
    assert time.perf_counter() - started < 2


def test_far_rows_stand_where_they_are(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for cell, value in {"B2": 1, "C900000": "end", "A900001": 3.5}.items():
        book.worksheets[0][cell] = value
    path = tmp_path / "far.xlsx"
    book.save(path)
    rows = read_workbook(path).rows("Sheet")
    assert {at: row for at, row in enumerate(rows) if any(cell != "" for cell in row)} == {
        1: ["", 1.0, ""], 899_999: ["", "", "end"], 900_000: [3.5, "", ""]
    }  # fmt: skip


def _zipped(parts: dict[str, bytes], *, lie: bool = False) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            held.writestr(name, content, how)
    data = out.getvalue()
    if lie:
        sizes = {struct.pack("<I", len(content)): len(content) for content in parts.values()}
        for size in sizes:
            data = data.replace(size, struct.pack("<I", 100))
    return data


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 20_000_000)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(_zipped({"xl/workbook.xml": b" " * 30_000_000}))
    assert refusal(path) == "return-too-large"
    path.write_bytes(_zipped({"xl/workbook.xml": b" " * 30_000_000}, lie=True))
    assert refusal(path) == "return-damaged"


def test_a_part_is_unpacked_no_further_than_it_says(tmp_path: Path) -> None:
    parts = archive.open_parts(_zipped({"a.xml": b"x" * 5_000}))
    assert parts.read("A.XML") == b"x" * 5_000
    assert parts.read("none.xml") == b""
    assert zlib.crc32(parts.read("a.xml")) == zlib.crc32(b"x" * 5_000)


def test_repeated_cells_of_an_ods_are_bounded(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    row = (
        '<table:table-row table:number-rows-repeated="999999"><table:table-cell '
        'table:number-columns-repeated="999" office:value-type="float" office:value="1"/>'
        "</table:table-row>"
    )
    body = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{row}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    path = tmp_path / "bomb.ods"
    path.write_bytes(_zipped({"content.xml": body.encode()}))
    assert refusal(path) == "return-too-large"


def test_percentages_of_an_ods_are_known_by_their_type(tmp_path: Path) -> None:
    def cells(*values: object) -> str:
        shown = ""
        for value in values:
            if isinstance(value, float):
                shown += (
                    f'<table:table-cell office:value-type="percentage" '
                    f'office:value="{value}"><text:p>x</text:p></table:table-cell>'
                )
            else:
                shown += (
                    f'<table:table-cell office:value-type="string"><text:p>{value}</text:p>'
                    "</table:table-cell>"
                )
        return f"<table:table-row>{shown}</table:table-row>"

    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = cells("Code", "Indicator", "Unit", "Value") + cells("A1", "Plans", "%", 0.81)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f'<office:body><office:spreadsheet><table:table table:name="Sheet1">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "return.ods"
    path.write_bytes(
        _zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
                b'opendocument:xmlns:manifest:1.0"/>',
                "content.xml": content.encode(),
            }
        )
    )
    reading = read(path)
    assert [p.code for p in reading.problems] == ["return-percentage-scaled"]
    value = table(reading, "indicators").figure("a1", "value")
    assert value is not None
    assert (str(value.value), value.unit) == ("81", "%")


def test_an_old_format_that_ends_or_holds_up_the_reader_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(range(256)) * 20)
    assert refusal(path) == "return-damaged"
    monkeypatch.setattr(own_process, "_SECONDS", 0.001)
    assert refusal(path) == "return-damaged"


def test_macros_and_links_are_said(tmp_path: Path, write: Write) -> None:
    source = write(BUDGET)
    path = tmp_path / "macro.xlsm"
    with zipfile.ZipFile(source) as held, zipfile.ZipFile(path, "w") as out:
        for name in held.namelist():
            out.writestr(name, held.read(name))
        out.writestr("xl/vbaProject.bin", b"macro")
        out.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    reading = read(path)
    assert [p.code for p in reading.problems] == ["return-macros", "return-links"]
    assert reading.figures > 0


def test_a_million_character_cell_is_one_short_problem(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"Partner,Agreed\nPolice,{'x' * 1_000_000}\n")
    (problem,) = read(path).problems
    assert problem.code == "return-not-a-number"
    assert len(problem.message) < 300


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Return the bytes of a good workbook."""
    return (SAMPLES / "partnership-budget.xlsx").read_bytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture],
          deadline=None)  # fmt: skip
@given(data=st.data())
def test_corruption_is_refused_or_harmless(whole: bytes, data: st.DataObject) -> None:
    """Altered bytes give a problem, or the very same figures: never others in silence."""
    wanted = _values(interpret(open_workbook("a.xlsx", whole), CONTEXT))
    spoilt = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        spoilt[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        reading = interpret(open_workbook("a.xlsx", bytes(spoilt)), CONTEXT)
    except ReturnUnreadable:
        return
    assert _values(reading) == wanted or reading.problems


def _values(reading: Reading) -> list[tuple[str, object]]:
    return [(f.key, f.value) for held in reading.figure_sets for f in held.figures()]


def test_a_frozen_program_reads_old_formats_by_calling_itself() -> None:
    from oscb_desktop.operations.taking_in.own_process import WORK

    assert subprocess_reader.ARGUMENT in WORK
    path = CORPUS / "spreadsheets" / "poi__finance.xls"
    if not path.exists():
        pytest.skip("the corpus is not beside this checkout")
    done = subprocess.run([sys.executable, "-m", "oscb_desktop", subprocess_reader.ARGUMENT],
                          input=path.read_bytes(), capture_output=True, check=True)  # fmt: skip
    code, sheets = pickle.loads(done.stdout)
    assert code == ""
    assert [rows for _, _, _, rows, _ in sheets if rows]

"""The same sheet, written by XlsxWriter and by LibreOffice in each of its formats."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from oscb_desktop.returns.details import Details
from oscb_desktop.returns.reading import Grid, open_workbook
from tests.returns import written
from tests.returns.written import ERROR, NAMES, NOTE

SOFFICE = shutil.which("soffice")
FORMATS = {
    "xlsx": "xlsx",
    "xlsm": "xlsm:Calc MS Excel 2007 VBA XML",
    "ods": "ods",
    "fods": "fods",
    "xls": "xls",
}


def by_xlsxwriter() -> bytes:
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Data")

    def look(number: str) -> Any:
        return book.add_format({"num_format": number})

    up, out = book.add_format({"font_script": 1}), book.add_format({"font_strikeout": True})
    sheet.write_row(0, 0, ["Code", "Measure", "Value"])
    for row, (code, name) in enumerate(zip([7, 1.1, 2, 3], NAMES, strict=False), 1):
        sheet.write(row, 0, code, {1: look("000"), 2: look("0.00")}.get(row))
        sheet.write(row, 1, name)
    for row, name in enumerate(NAMES[4:], 5):
        sheet.write(row, 1, name)
    sheet.write_rich_string("C2", "123", up, "1")
    sheet.write_rich_string("C3", out, "45", " 54")
    sheet.write("C4", 41.4, look('£#,##0.0"k"'))
    sheet.write_formula("C5", "=1/0", None, ERROR)
    sheet.write_formula("C6", "=1+1", None, 2)
    sheet.write("C7", 0.81, look("0%"))
    sheet.write("C8", 5)
    sheet.merge_range("A5:A6", 3)
    sheet.set_column("B:B", None, None, {"hidden": True})
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.write_comment("C2", NOTE)
    book.close()
    return made.getvalue()


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which LibreOffice has written the sheet in every format."""
    assert SOFFICE is not None
    folder = tmp_path_factory.mktemp("converted")
    (folder / "a.xlsx").write_bytes(written.xlsx())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind in FORMATS.values():
        subprocess.run(
            [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", folder / "out",
             folder / "a.xlsx"],
            check=True, capture_output=True, timeout=100,
        )  # fmt: skip
    return folder / "out"


def says_the_same(grid: Grid) -> None:
    rows = [list(row) for row in grid.rows]
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    assert rows == [
        ["Code", "Measure", "Value"],
        [7, "raised", "123"],
        [1.1, "struck", "54"],
        [2, "hidden", 41.4],
        [3, "error"],
        ["", "uncalculated", 2],  # whoever writes it has worked it out
        ["", "percent", 0.81],
        ["", "line\nbreak", 5],
    ]
    details: Details = grid.details
    assert details.errors == {"C5": ERROR}
    assert details.hidden_rows == (4,)
    assert details.hidden_columns == ("B",)
    assert details.percent == {"C7"}
    assert details.suffixed == {"C4": 1000}
    assert [row for row in range(8) if details.currency(row, 2)] == [3]
    assert details.raised == {"C2": "123"}
    assert details.struck == {"C3": "54"}
    assert details.merged == ((4, 0, 5, 0),)
    assert {cell: said.strip() for cell, said in details.comments.items()} == {"C2": NOTE}
    assert not details.doubtful
    assert not details.uncalculated
    assert [grid.shown(row, 0) for row in range(1, 5)] == ["007", "1.10", None, None]


def test_by_xlsxwriter() -> None:
    says_the_same(open_workbook("a.xlsx", by_xlsxwriter()).grid("Data"))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice, which writes the formats, is not here")
@pytest.mark.parametrize("suffix", FORMATS)
def test_by_libreoffice(converted: Path, suffix: str) -> None:
    path = converted / f"a.{suffix}"
    says_the_same(open_workbook(path.name, path.read_bytes()).grid("Data"))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice, which writes the formats, is not here")
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_the_values_by_libreoffice_as_text(tmp_path: Path, suffix: str) -> None:
    """Text holds what is shown and nothing else: no marks, no formats, no faults."""
    assert SOFFICE is not None
    (tmp_path / "a.xlsx").write_bytes(by_xlsxwriter())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    parted = {"csv": 44, "tsv": 9}[suffix]
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to",
         f"{suffix}:Text - txt - csv (StarCalc):{parted},34,76", "--outdir", tmp_path / "out",
         tmp_path / "a.xlsx"],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    path = tmp_path / "out" / f"a.{suffix}"
    workbook = open_workbook(path.name, path.read_bytes())
    rows = workbook.rows(workbook.sheet_names[0])
    assert [row[1] for row in rows] == ["Measure", *NAMES]
    assert [str(row[0]) for row in rows[1:4]] == ["007", "1.10", "2"]
    assert [str(row[2]) for row in rows[3:7]] == ["£41.4k", ERROR, "2", "81%"]

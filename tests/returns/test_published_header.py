"""The heading rows of published tables are found, and joined; published data is known by signs."""

from pathlib import Path
from typing import Any

import pytest

from oscb_desktop.returns import published_header
from oscb_desktop.returns.published import columns_of
from oscb_desktop.returns.published_signs import signs_in
from oscb_desktop.returns.reading import read_workbook
from tests.returns.conftest import CORPUS, SAMPLES, Rows, Write

GROUPS: Rows = [
    ["Table 1: children in need"],
    [],
    ["Area", "2022-23", "", "2023-24", "", "Change"],
    ["", "Number", "Rate", "Number", "Rate", ""],
    ["Oxfordshire", 10, 1.5, 20, 2.5, 10],
    ["Hampshire", 30, 2.5, 40, 3.5, 10],
]
JOINED = [
    "Area", "2022-23: Number", "2022-23: Rate", "2023-24: Number", "2023-24: Rate", "Change",
]  # fmt: skip


def headings(rows: Rows) -> list[str]:
    found = published_header.header_of([list(row) for row in rows])
    return [found.heading(column) for column in found.parts]


def as_text(rows: Rows) -> Rows:
    """Rows as a CSV has them: every cell is words."""
    return [[str(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("rows", [GROUPS, as_text(GROUPS)], ids=["typed", "text"])
def test_headings_of_two_rows_are_joined(rows: Rows) -> None:
    assert headings(rows) == JOINED
    found = published_header.header_of([list(row) for row in rows])
    assert (found.top, found.bottom) == (2, 3)


def test_a_group_over_some_columns_is_joined_and_a_title_is_not() -> None:
    rows: Rows = [["Rates of children"], ["", "Number"], ["Area", "2022", "2023"], ["A", 1, 2]]
    assert headings(rows) == ["Area", "Number: 2022", "Number: 2023"]
    assert headings([["Rates of children"], *rows[2:]]) == ["Area", "2022", "2023"]


def test_years_as_numbers_are_headings() -> None:
    rows: Rows = [["Rates"], ["Area", 2021.0, 2022.0, 2023.0], ["A", 1.0, 2.0, 3.0]]
    assert headings(rows) == ["Area", "2021", "2022", "2023"]


def test_a_title_parted_by_its_own_commas_is_no_header() -> None:
    rows: Rows = [["A1: rates", " England", " 2018 to 2024"], ["Area", "2018", "2024"],
                  ["Oxfordshire", "1", "2"], ["Kent", "1", "2"]]  # fmt: skip
    assert headings(rows) == ["Area", "2018", "2024"]
    spaced = [[cells[0], *(f" {cell}" for cell in cells[1:])] for cells in rows[1:]]
    assert published_header.find(spaced) == 0  # a file with a space after every comma


def test_words_under_full_headings_are_data() -> None:
    rows: Rows = [["School", "Outcome", "Date"], ["", "Good", "May"], ["B", "Good", "June"]]
    found = published_header.header_of(rows)
    assert (found.top, found.bottom) == (0, 0)


@pytest.mark.parametrize("suffix", ["ods", "csv"])
def test_a_header_below_long_notes_is_found(tmp_path: Path, suffix: str) -> None:
    notes = [[f"Note {number}: see, for more, the methods; 1, 2"] for number in range(80)]
    rows: list[list[Any]] = [*notes, [], *GROUPS]
    path = tmp_path / f"table.{suffix}"
    if suffix == "csv":
        import csv

        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        _write_ods(path, rows)
    workbook = read_workbook(path)
    picker = columns_of(workbook, workbook.sheet_names[0])
    assert [text for _, text in picker.columns] == JOINED
    assert (picker.first_row, picker.header_row) == (84, 85)


def _write_ods(path: Path, rows: list[list[Any]]) -> None:
    import zipfile
    from xml.sax.saxutils import escape

    def cell(value: Any) -> str:
        if value == "":
            return "<table:table-cell/>"
        kind = "string" if isinstance(value, str) else "float"
        number = "" if kind == "string" else f' office:value="{value}"'
        return (f'<table:table-cell office:value-type="{kind}"{number}><text:p>'
                f"{escape(str(value))}</text:p></table:table-cell>")  # fmt: skip

    body = "".join(
        f"<table:table-row>{''.join(map(cell, row)) or '<table:table-cell/>'}</table:table-row>"
        for row in rows
    )
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    content = (
        f'<office:document-content xmlns:office="{office}" '
        f'xmlns:table="{office.replace("office:1.0", "table:1.0")}" '
        f'xmlns:text="{office.replace("office:1.0", "text:1.0")}"><office:body>'
        f'<office:spreadsheet><table:table table:name="T">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as held:
        held.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        held.writestr("content.xml", content)
        held.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office.replace("office:1.0", "manifest:1.0")}"/>',
        )


def test_published_tables_are_known_and_returns_are_not(write: Write) -> None:
    long = read_workbook(write([["time_period", "la_name", "n"], ["202425", "Oxfordshire", 1]]))
    assert "time_period" in signs_in(long, ["Sheet1"])
    coded = [["Code", "Rate"], *([f"E1000000{n}", n] for n in range(5))]
    assert "5 areas" in signs_in(read_workbook(write(coded)), ["Sheet1"])
    assert signs_in(read_workbook(write(coded[:4])), ["Sheet1"]) == ""
    for path in SAMPLES.glob("*.xlsx"):
        workbook = read_workbook(path)
        assert signs_in(workbook, workbook.sheet_names) == ""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")
def test_the_governments_tables_are_known(write: Write) -> None:
    for path in (CORPUS / "spreadsheets").glob("uk_*R*O*_20*LA*.*"):
        workbook = read_workbook(path)
        if "2010-11" not in path.name:  # of before there were codes of nine characters
            assert signs_in(workbook, workbook.sheet_names), path.name

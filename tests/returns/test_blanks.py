"""Blank returns come back known by themselves; annotated copies say what to correct."""

from pathlib import Path

import msgspec
import openpyxl
import pytest

from oscb_desktop.report.content.figures import decimal_text
from oscb_desktop.returns import kinds
from oscb_desktop.returns.annotating import annotate
from oscb_desktop.returns.blanks import guarded, write_blank
from oscb_desktop.returns.comparing import compare
from oscb_desktop.returns.interpreting import Reading
from oscb_desktop.returns.reading import read_workbook
from tests.returns.conftest import BUDGET, CONTEXT, SAMPLES, Write, blocks, codes, read, table


def fill(path: Path, reading: Reading) -> None:
    """Fill a blank in with the figures of a reading, as a person would."""
    book = openpyxl.load_workbook(path)
    kind = kinds.kind(reading.kind)
    for held in reading.figure_sets:
        shape = kind.table(held.table)
        sheet = book[shape.title]
        header = {str(cell.value): cell.column for cell in sheet[5]}
        for index, key in enumerate(held.keys):
            row = 6 + index
            for field in shape.fields:
                column = header.get(field.label) or header.get(f"{field.label} (£)")
                if column is None:
                    continue
                if field.name == shape.label_field.name:
                    sheet.cell(row, column, held.labels[index])
                elif not field.is_figure:
                    sheet.cell(row, column, held.word(index, field.name) or None)
                elif (figure := held.figure(key, field.name)) is not None:
                    plain = None if figure.value is None else float(decimal_text(figure.value))
                    sheet.cell(row, column, f"[{figure.missing}]" if plain is None else plain)
    book.save(path)


@pytest.mark.parametrize("name", ["partnership-budget", "performance-indicators"])
def test_a_blank_filled_in_comes_back_the_same(name: str, tmp_path: Path) -> None:
    first = read(SAMPLES / f"{name}.xlsx")
    path = tmp_path / "blank.xlsx"
    write_blank(name, path, reporting_year="2025-26")
    fill(path, first)
    again = read(path)
    assert again.kind == name
    assert blocks(again) == []
    for held in first.figure_sets:
        comparison = compare(held, table(again, held.table))
        assert not comparison.differs, comparison
        assert comparison.same == held.figure_count()


@pytest.mark.parametrize("kind", sorted(kinds.kinds()))
def test_every_blank_is_known_by_itself_and_kind_to_its_reader(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    write_blank(kind, path, reporting_year="2025-26")
    reading = read(path)
    assert reading.kind == kind
    assert "return-no-header" not in codes(reading)
    book = openpyxl.load_workbook(path)
    assert book["oscb-return"].sheet_state == "veryHidden"
    for shape in kinds.kind(kind).tables:
        sheet = book[shape.title]
        assert sheet.protection.sheet
        assert sheet["A5"].protection.locked
        assert not sheet["A6"].protection.locked
        assert sheet.freeze_panes == "B6"
        if any(field.is_figure for field in shape.fields):
            checks = sheet.data_validations.dataValidation
            assert any("number" in (check.error or "") for check in checks)


def test_last_years_rows_and_figures_stand_in_the_blank(tmp_path: Path) -> None:
    last = {held.table: held for held in read(SAMPLES / "performance-indicators.xlsx").figure_sets}
    path = tmp_path / "blank.xlsx"
    write_blank("performance-indicators", path, reporting_year="2026-27", previous=last)
    sheet = openpyxl.load_workbook(path)["Performance indicators"]
    shown = [cell.value for cell in sheet[11]]
    assert shown[:2] == ["PI06", "Initial conferences within 15 working days"]
    assert 81 in shown
    context = msgspec.structs.replace(CONTEXT, reporting_year="2026-27")
    assert codes(read(path, context=context)) == ["return-column-empty"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", '=HYPERLINK("x")'])
def test_nothing_written_out_starts_a_formula(text: str, tmp_path: Path, write: Write) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))
    source = tmp_path / "source.csv"
    source.write_text(f'Partner,Agreed\n"{text.replace(chr(34), chr(34) * 2)}",much\n')
    reading = read(source, "partnership-budget")
    out = tmp_path / "back.xlsx"
    annotate(read_workbook(source), reading.problems, out)
    for sheet in openpyxl.load_workbook(out):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_an_annotated_copy_marks_each_cell(tmp_path: Path, write: Write) -> None:
    path = write([*BUDGET[:2], ["Police", 500.5, "twelve"]])
    reading = read(path)
    out = tmp_path / "back.xlsx"
    assert annotate(read_workbook(path), reading.problems, out) == 1
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["What to correct", "Sheet1"]
    cell = book["Sheet1"]["C3"]
    assert cell.value == "twelve"
    assert cell.comment is not None
    assert "C3 says 'twelve'" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F8C9C4")
    assert book["What to correct"]["C2"].value == "C3"


def test_a_comparison_names_what_was_added_removed_and_changed(write: Write) -> None:
    old = table(read(write(BUDGET[:3])), "budget-contributions")
    rows = [BUDGET[0], ["County council", 1000, 900], ["Health", 1, "[x]"]]
    new = table(read(write(rows, "new.xlsx")), "budget-contributions")
    found = compare(old, new)
    changed = {c.key.split(".", 1)[1]: (c.before, c.after, c.before_cell, c.after_cell)
               for c in found.changed}  # fmt: skip
    assert changed["county-council.received"] == ("1000 £", "900 £", "C2", "C2")
    assert {c.key.split(".")[1] for c in found.removed} == {"police", "total"}
    assert [(c.key.split(".", 1)[1], c.after) for c in found.added][:2] == [
        ("health.agreed", "1 £"), ("health.received", "[x]")]  # fmt: skip
    assert found.same == 1


def test_a_name_that_was_guarded_comes_back_without_its_guard(tmp_path: Path, write: Write) -> None:
    first = read(
        write([["Course", "Places attended"], ["=Neglect", 3], ["- other", 4]]), "training"
    )
    held = table(first, "training")
    held.labels[0] = "=Neglect"  # as a text file may say it
    path = tmp_path / "blank.xlsx"
    write_blank("training", path, reporting_year="2025-26", previous={"training": held})
    book = openpyxl.load_workbook(path)
    assert book["Training"]["A6"].value == "'=Neglect"
    assert book["Training"]["A7"].value == "'- other"
    for row in (6, 7):
        for cell in book["Training"][row][1:]:
            if not isinstance(cell.value, str):
                cell.value = 5
    book.save(path)
    assert table(read(path), "training").labels == ["=Neglect", "- other"]

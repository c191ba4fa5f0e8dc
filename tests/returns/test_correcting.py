"""Right values typed over wrong cells, wherever the cell then stands."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.report.content.blocks import SetTable
from oscb_desktop.report.content.figures import Correction, Figures
from oscb_desktop.report.content.rows import without_rows
from oscb_desktop.returns.correcting import corrections, value_of
from oscb_desktop.returns.interpreting import Reading, interpret
from oscb_desktop.returns.reading import read_workbook
from tests.returns.conftest import BUDGET, CONTEXT, WHEN, Rows, Write, blocks, table


def corrected(path: Path, *typed: tuple[str, str]) -> Reading:
    """Read a return with right values over some of its cells."""
    workbook = read_workbook(path)
    held = corrections(workbook, typed, by="clerk", at=WHEN, why="Asked")
    return interpret(workbook, msgspec.structs.replace(CONTEXT, corrections=held))


@pytest.mark.parametrize(
    ("words", "value"),
    [("12", 12.0), (" -1.5 ", -1.5), ("1e3", 1000.0), ("1,200", "1,200"), ("85%", "85%"),
     ("[c]", "[c]"), ("", ""), ("nan", "nan"), ("inf", "inf"), ("9" * 20, "9" * 20)],
)  # fmt: skip
def test_what_is_typed_is_a_number_where_it_is_one(words: str, value: float | str) -> None:
    assert value_of(words) == value


def test_a_table_on_its_side_is_corrected_at_its_own_cells(write: Write) -> None:
    rows: Rows = [["Line", "Staff", "Venue"], ["Budget", 10, "?"], ["Actual", 9, 21]]
    path = write(rows)
    assert [found.place.cell for found in blocks(read_plain(path))] == ["C2"]
    reading = corrected(path, ("Sheet1!C2", "20"))
    assert not blocks(reading)
    figure = table(reading, "budget-expenditure").figure("venue", "budget")
    assert figure is not None
    assert figure.value == 20
    assert figure.correction == Correction(old="?", new="20", by="clerk", at=WHEN, why="Asked")


def read_plain(path: Path) -> Reading:
    """Read a return as it is."""
    return interpret(read_workbook(path), CONTEXT)


def test_a_percentage_is_corrected_as_it_is_typed(write: Write) -> None:
    rows = [["Indicator", "Unit", "Value"], ["Visits", "%", 0.81], ["Plans", "%", 0.5]]
    path = write(rows, formats={"C2": "0%", "C3": "0%"})
    found = table(corrected(path, ("Sheet1!C2", "85%")), "indicators").figure("visits", "value")
    assert found is not None
    assert (found.value, found.unit) == (85, "%")


def test_a_cell_is_emptied_and_totals_follow(write: Write) -> None:
    reading = corrected(write(BUDGET), ("Sheet1!C3", ""), ("Sheet1!C4", "1000"))
    assert not blocks(reading)
    paid = table(reading, "budget-contributions")
    assert paid.figure("police", "received") is None
    total = paid.figure("total", "received")
    assert total is not None
    assert total.value == Decimal(1000)


def test_a_figure_keeps_its_correction_when_rows_are_taken_away(write: Write) -> None:
    paid = table(corrected(write(BUDGET), ("Sheet1!C3", "1")), "budget-contributions")
    source = SetTable(set_id=paid.id, view="")
    _, figures = without_rows(source, Figures.of([paid]), ["county-council"])
    kept = figures.get(f"{paid.id}.police.received")
    assert kept is not None
    assert kept.correction is not None
    assert kept.correction.old == "400.25"


def test_content_without_corrections_is_as_it_always_was(write: Write) -> None:
    paid = table(read_plain(write(BUDGET)), "budget-contributions")
    assert b"corrected" not in msgspec.json.encode(paid)


@pytest.mark.parametrize("place", ["C2", "Sheet1!", "Sheet1!C0", "Sheet1!2C", "Sheet1!A1:B2"])
def test_a_place_that_is_no_cell_is_refused(write: Write, place: str) -> None:
    with pytest.raises(UsageError):
        corrected(write(BUDGET), (place, "1"))

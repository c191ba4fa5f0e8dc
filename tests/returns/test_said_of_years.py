"""A year that is said in an odd place, or is no financial one, is asked about and never guessed."""

from decimal import Decimal

import msgspec
import pytest

from oscb_desktop.returns.collecting import Answers
from tests.returns.conftest import BUDGET, CONTEXT, Rows, Write, blocks, codes, read, table

AMOUNTS: Rows = [["County council", 1000, 1000], ["Police", 500, 400]]
QUARTERS = ("Jan-Mar", "Apr-Jun", "Jul-Sep", "Oct-Dec")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def test_a_title_and_a_sheets_name_that_disagree_are_asked_about(write: Write) -> None:
    rows = [["Partnership budget 2025-26"], *BUDGET]
    assert blocks(read(write({"2025-26": rows}))) == []
    (found,) = blocks(read(write({"2024-25": rows})))
    assert found.code == "return-year-contradicts"
    assert "2024-25 from the sheet's name" in found.message
    assert blocks(read(write({"2024-25 and 2025-26": rows}))) == []  # it says both


@pytest.mark.parametrize("year", ["2025/26", "2024/25", "2025-2026"])
def test_an_academic_year_is_no_year_of_a_return(year: str, write: Write) -> None:
    rows = [[f"Budget, academic year {year}"], *BUDGET]
    assert [held.code for held in blocks(read(write(rows)))] == ["return-year-unclear"]
    assert blocks(read(write([["Budget for the year of this academic"], *BUDGET]))) == []


def test_headings_of_another_year_throughout_stop_the_return(write: Write) -> None:
    other = [["Partner", "Agreed 2024-25", "Received 2024-25"], *AMOUNTS]
    titled = [["Partnership budget 2025-26"], *other]
    assert "return-another-year-only" in [held.code for held in blocks(read(write(titled)))]
    beside = [["Partner", "Received 2024-25", "Received 2025-26"], *AMOUNTS]
    assert blocks(read(write(beside))) == []


@pytest.mark.parametrize("headings", [QUARTERS, MONTHS])
def test_a_year_that_begins_in_january_is_asked_about(
    headings: tuple[str, ...], write: Write
) -> None:
    rows = [["Line", "Budget", *headings], ["Staff", 100, *range(1, len(headings) + 1)]]
    reading = read(write(rows))
    assert codes(reading).count("return-begins-in-january") == 1
    at = next(p for p in reading.problems if p.code == "return-begins-in-january").place.cell
    answers: Answers = {("return-begins-in-january", "Sheet1", at): "calendar"}
    none = read(write(rows), context=msgspec.structs.replace(CONTEXT, answers=answers))
    spent = table(none, "budget-expenditure")
    assert spent.figure("staff", "actual") is None
    assert {f.value for f in spent.figures() if "actual" in f.key} <= {None}
    answers = {("return-begins-in-january", "Sheet1", at): "financial"}
    taken = read(write(rows), context=msgspec.structs.replace(CONTEXT, answers=answers))
    assert blocks(taken) == []
    actual = table(taken, "budget-expenditure").figure("staff", "actual")
    assert actual is not None
    assert actual.value == sum(range(1, len(headings) + 1))


def test_quarters_that_name_themselves_are_not_asked_about(write: Write) -> None:
    rows = [["Line", "Budget", "Q4", "Q1", "Q2", "Q3"], ["Staff", 100, 1, 2, 3, 4]]
    assert "return-begins-in-january" not in codes(read(write(rows)))
    dated = ("Jan-Mar 2026", "Apr-Jun 2025", "Jul-Sep 2025", "Oct-Dec 2025")
    rows = [["Line", "Budget", *dated], ["Staff", 100, 1, 2, 3, 4]]
    assert "return-begins-in-january" not in codes(read(write(rows)))


def test_a_column_of_the_year_before_is_of_the_year_before(write: Write) -> None:
    rows = [["Partner", "Previous year", "Agreed", "Received"], ["Police", 450, 500, 500]]
    found = table(read(write(rows)), "budget-contributions")
    periods = {figure.key.rpartition(".")[2]: figure.period for figure in found.figures()}
    assert periods["prior_year"] == "2024-25"
    assert {periods["agreed"], periods["received"]} == {"2025-26"}


@pytest.mark.parametrize(
    ("heading", "amount", "unit"),
    [("Agreed £000", Decimal("183.85"), "£ thousand"), ("Agreed", Decimal(183850), "£")],
)
def test_pounds_that_a_format_shows_in_thousands_are_not_scaled_twice(
    heading: str, amount: Decimal, unit: str, write: Write
) -> None:
    rows = [["Partner", heading], ["County council", 183850], ["Police", 91150], ["Total", 275000]]
    formats = {f"B{row}": "#,##0," for row in (2, 3, 4)}
    reading = read(write(rows, formats=formats))
    assert blocks(reading) == []
    found = table(reading, "budget-contributions").figure("county-council", "agreed")
    assert found is not None
    assert (found.value, found.unit) == (amount, unit)
    assert ("return-shown-in-thousands" in codes(reading)) is (unit != "£")

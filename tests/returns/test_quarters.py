"""Quarter by quarter, side by side or row by row, comes to the year."""

from decimal import Decimal

from oscb_desktop.report.content.figures import FigureSet, Formula
from tests.returns.conftest import Write, blocks, only_block, read, table


def value(figures: FigureSet, row: str, column: str) -> Decimal | None:
    """Return one figure's value."""
    figure = figures.figure(row, column)
    assert figure is not None, (row, column)
    return figure.value


def test_quarters_of_spending_are_summed(write: Write) -> None:
    rows = [["Line", "Budget", "Q1", "Q2", "Quarter 3", "Jan-Mar"],
            ["Staff", 100, 20, 30.25, 25, 20], ["Chair", 10, 5, None, None, None],
            ["Total", 110, 25, 30.25, 25, 20]]  # fmt: skip
    reading = read(write(rows))
    assert reading.problems == []
    spent = table(reading, "budget-expenditure")
    assert value(spent, "staff", "actual") == Decimal("95.25")
    assert value(spent, "staff", "variance") == Decimal("-4.75")
    assert value(spent, "chair", "actual") == 5
    assert value(spent, "total", "actual") == Decimal("100.25")
    quarter = spent.figure("staff", "actual_q2")
    assert quarter is not None
    assert (quarter.value, quarter.period) == (Decimal("30.25"), "2025-26 Q2")
    assert quarter.origin.cell == "D2"  # type: ignore[union-attr]
    year = spent.figure("staff", "actual")
    assert year is not None
    assert isinstance(year.origin, Formula)
    assert year.origin.inputs[0] == "budget-expenditure.staff.actual_q1"


def test_a_year_beside_its_quarters_must_be_their_sum(write: Write) -> None:
    head = ["Line", "Q1 actual", "Q2 actual", "Q3 actual", "Q4 actual", "Actual"]
    assert blocks(read(write([head, ["Staff", 1, 2, 3, 4, 10]]))) == []
    problem = only_block(read(write([head, ["Staff", 1, 2, 3, 4, 11]])),
                         "return-quarters-do-not-add-up", "F2")  # fmt: skip
    assert problem.expected == "10"


def test_quarters_headed_in_two_rows(write: Write) -> None:
    rows = [["", "Q1", "", "Q2", ""], ["Line", "Budget", "Actual", "Budget", "Actual"],
            ["Staff", 1, 2, 3, 4]]  # fmt: skip
    spent = table(read(write(rows)), "budget-expenditure")
    assert value(spent, "staff", "budget") == 4
    assert value(spent, "staff", "actual") == 6


def test_the_latest_quarter_of_an_indicator_stands_for_the_year(write: Write) -> None:
    rows = [["Code", "Indicator", "Unit", "Q1", "Q2", "Q3", "Q4"],
            ["A1", "Plans", "%", 80, 82, 85, None],
            ["A2", "Cases", "number", 5, 6, 7, "[c]"]]  # fmt: skip
    found = table(read(write(rows)), "indicators")
    plans = found.figure("a1", "value")
    assert plans is not None
    assert (plans.value, plans.unit) == (85, "%")
    assert plans.origin.cell == "F2"  # type: ignore[union-attr]
    cases = found.figure("a2", "value")
    assert cases is not None
    assert (cases.value, cases.missing) == (None, "c")


def test_one_row_a_quarter(write: Write) -> None:
    rows = [["Line", "Quarter", "Budget", "Actual"], ["Staff", "Q1", 1, 2], ["Staff", "Q2", 3, 4],
            ["Total", "", 4, 6]]  # fmt: skip
    reading = read(write(rows))
    assert reading.problems == []
    spent = table(reading, "budget-expenditure")
    assert spent.keys == ["staff-q1", "staff-q2"]
    assert value(spent, "total", "actual") == 6

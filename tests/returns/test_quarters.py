"""Quarter by quarter, side by side or row by row, comes to the year."""

from decimal import Decimal

import msgspec
import pytest

from oscb_desktop.report.content.figures import FigureSet, Formula
from tests.returns.conftest import CONTEXT, Write, blocks, only_block, read, table


def value(figures: FigureSet, row: str, column: str) -> Decimal | None:
    """Return one figure's value."""
    figure = figures.figure(row, column)
    assert figure is not None, (row, column)
    return figure.value


def test_quarters_of_spending_are_summed(write: Write) -> None:
    rows = [["Line", "Budget", "Q1", "Q2", "Quarter 3", "Jan-Mar"],
            ["Staff", 100, 20, 30.25, 25, 20], ["Chair", 10, 5, 0, 0, 0],
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


def test_no_year_is_made_of_a_row_with_an_empty_quarter(write: Write) -> None:
    rows = [["Line", "Budget", "Q1", "Q2", "Q3", "Q4"],
            ["Staff", 100, 20, 30, 25, None], ["Chair", 10, 5, 1, 2, 1]]  # fmt: skip
    reading = read(write(rows))
    assert [(p.code, p.place.cell) for p in reading.problems] == [("return-part-missing", "F2")]
    spent = table(reading, "budget-expenditure")
    assert spent.figure("staff", "actual") is None
    assert spent.figure("total", "actual") is None
    assert value(spent, "chair", "actual") == 9


def test_no_year_is_made_of_two_quarters(write: Write) -> None:
    rows = [["", "Q1", "", "Q2", ""], ["Line", "Budget", "Actual", "Budget", "Actual"],
            ["Staff", 1, 2, 3, 4]]  # fmt: skip
    reading = read(write(rows))
    assert {p.code for p in reading.problems} == {"return-year-not-whole"}
    spent = table(reading, "budget-expenditure")
    assert value(spent, "staff", "actual_q2") == 4
    assert spent.figure("staff", "actual") is None


def test_a_percentage_of_a_year_follows_from_no_quarter(write: Write) -> None:
    rows = [["Code", "Indicator", "Unit", "Q1", "Q2", "Q3", "Q4"],
            ["A1", "Visits on time", "%", 80, 82, 85, 84]]  # fmt: skip
    found = table(read(write(rows)), "indicators")
    assert found.figure("a1", "value") is None
    last = found.figure("a1", "value_q4")
    assert last is not None
    assert (last.value, last.unit, last.period) == (84, "%", "2025-26 Q4")


def counted(name: str, write: Write, answer: str = "") -> tuple[Decimal | None, list[str]]:
    """Return the year of an indicator given by quarter, and what was told."""
    rows = [["Code", "Indicator", "Unit", "Q1", "Q2", "Q3", "Q4"],
            ["A1", name, "number", 50, 60, 70, 80]]  # fmt: skip
    answers = {("return-year-of-a-measure", "Sheet1", "G2"): answer}
    context = msgspec.structs.replace(CONTEXT, answers=answers)
    reading = read(write(rows), context=context)
    year = table(reading, "indicators").figure("a1", "value")
    return year.value if year else None, [problem.code for problem in reading.problems]


def test_what_happened_adds_up_and_what_there_was_on_a_day_does_not(write: Write) -> None:
    assert counted("Number of referrals", write) == (260, ["return-year-summed"])
    assert counted("Children looked after", write) == (80, ["return-year-last"])
    assert counted("Average caseload", write) == (None, ["return-year-of-a-measure"])
    assert counted("Things", write) == (None, ["return-year-of-a-measure"])
    assert counted("Things", write, "sum")[0] == 260
    assert counted("Things", write, "last")[0] == 80
    assert counted("Things", write, "none") == (None, [])


def test_running_totals_give_their_last(write: Write) -> None:
    head = ["Line", "Q1 to date", "Q2 to date", "Q3 to date", "Q4 to date"]
    spent = table(read(write([head, ["Staff", 10, 20, 30, 40]])), "budget-expenditure")
    year = spent.figure("staff", "actual")
    assert year is not None
    assert (year.value, year.origin.cell) == (40, "E2")  # type: ignore[union-attr]
    first = spent.figure("staff", "actual_q1")
    assert first is not None
    assert first.period == "2025-26 to Q1"


def test_quarters_that_never_fall_are_asked(write: Write) -> None:
    path = write([["Line", "Q1", "Q2", "Q3", "Q4"], ["Staff", 10, 20, 30, 40]])
    only_block(read(path), "return-running-totals", "B1")
    for answer, expected in (("each", 100), ("to-date", 40)):
        answers = {("return-running-totals", "Sheet1", "B1"): answer}
        context = msgspec.structs.replace(CONTEXT, answers=answers)
        spent = table(read(path, context=context), "budget-expenditure")
        assert value(spent, "staff", "actual") == expected


def test_twelve_months_make_a_year_and_eleven_none(write: Write) -> None:
    months = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    row = ["Staff", *(10 if at % 2 else 20 for at in range(12))]
    spent = table(read(write([["Line", *months], row])), "budget-expenditure")
    assert value(spent, "staff", "actual") == 180
    april = spent.figure("staff", "actual_m01")
    assert april is not None
    assert (april.value, april.period) == (20, "2025-26 Apr")
    eleven = table(read(write([["Line", *months[:-1]], row[:-1]])), "budget-expenditure")
    assert eleven.figure("staff", "actual") is None


def test_one_row_a_quarter(write: Write) -> None:
    head = ["Line", "Quarter", "Budget", "Actual"]
    rows = [["Staff", "Q1", 1, 2], ["Staff", "Q2", 3, 4], ["Staff", "Q3", 5, 1],
            ["Staff", "Q4", 7, 9]]  # fmt: skip
    reading = read(write([head, *rows, ["Total", "", 16, 16]]))
    assert reading.problems == []
    spent = table(reading, "budget-expenditure")
    assert spent.keys == ["staff-q1", "staff-q2", "staff-q3", "staff-q4"]
    assert value(spent, "total", "actual") == 16
    half = table(read(write([head, *rows[:2]])), "budget-expenditure")
    assert half.figure("total", "actual") is None  # two quarters are no year


@pytest.mark.parametrize(
    ("quarters", "asked"), [((10, 20, 30, 40), False), ((40, 30, 20, 10), True)]
)
def test_what_is_said_to_run_on_and_falls_is_asked_about(
    write: Write, quarters: tuple[int, ...], asked: bool
) -> None:
    headings = [f"Q{at} to date" for at in range(1, 5)]
    rows = [["Contributions 2025-26"], ["Partner", *headings], ["Thames Valley Police", *quarters]]
    reading = read(write(rows))
    assert [doubt.code for doubt in reading.doubts] == ["return-running-totals"] * asked
    if asked:
        assert "and fall" in reading.doubts[0].question

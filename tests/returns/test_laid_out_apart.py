"""Layouts of real returns: pages, tables beside each other, a partner a sheet, months and units."""

from typing import Any

import pytest

from oscb_desktop.base.problems import Severity
from oscb_desktop.returns.interpreting import Reading
from oscb_desktop.returns.numbers import is_thousands_or_decimals
from tests.returns.conftest import Write, codes, read, table

POLICE, COUNTY, CITY = "Thames Valley Police", "Oxfordshire County Council", "Oxford City Council"
HEAD = ["Partner", "Agreed", "Received"]
LINES = ["Line", "Budget", "Actual"]
STAFF, VENUE = ["Staff", 1200, 1100], ["Venue", 300, 250]
EXPENDITURE, CONTRIBUTIONS = "budget-expenditure", "budget-contributions"


def told(reading: Reading) -> list[str]:
    return [p.code for p in reading.problems if p.severity is not Severity.NOTE]


def cells_told(reading: Reading, code: str) -> list[str]:
    return [p.place.cell for p in reading.problems if p.code == code]


def values(reading: Reading, table_id: str, field: str) -> list[Any]:
    column = table(reading, table_id).column(field)
    return [] if column is None else [float(v) for v in column.values if v is not None]


# ------------------------------------------------------------------ pages


@pytest.mark.parametrize("band", [[], [["", "2025-26", ""]]])
def test_a_heading_said_again_on_the_next_page_is_none_of_the_rows(
    band: list[Any], write: Write
) -> None:
    rows = [["Contributions 2025-26 (£000)"], *band, HEAD, [POLICE, 91, 90], HEAD, [CITY, 84, 80],
            ["Total", 175, 170]]  # fmt: skip
    reading = read(write(rows))
    assert told(reading) == []
    held = table(reading, CONTRIBUTIONS)
    assert [c.unit for c in held.columns if c.name == "received"] == ["£ thousand"]
    assert values(reading, CONTRIBUTIONS, "received") == [90, 80]
    assert sum(sheet.counts[2] for sheet in reading.ledger) >= 6  # both rows are headings


def test_a_heading_under_a_total_begins_a_table_of_its_own(write: Write) -> None:
    rows = [["Contributions 2025-26"], HEAD, [POLICE, 91, 90], ["Total", 91, 90], HEAD,
            [CITY, 84, 80], ["Total", 84, 80]]  # fmt: skip
    reading = read(write(rows))
    assert told(reading) == []
    assert values(reading, CONTRIBUTIONS, "received") == [90, 80]


# ------------------------------------------------------------------ numbers written as words


def test_numbers_in_words_outside_every_table_are_told(write: Write) -> None:
    rows = [["Money in"], ["", "What came"], [POLICE, "£1,250.50"], [CITY, "£35.60"], [],
            ["Expenditure 2025-26"], LINES, STAFF, VENUE]  # fmt: skip
    reading = read(write(rows))
    assert cells_told(reading, "return-figures-outside") == ["B3"]


def test_a_sheet_of_numbers_in_words_is_told(write: Write) -> None:
    sheets = {"Spend": [["Expenditure 2025-26"], LINES, STAFF], "More": [["x"], ["y", "1,250"]]}
    assert cells_told(read(write(sheets)), "return-sheet-left-out") == ["B2"]


# ------------------------------------------------------------------ quarters and months


QUARTERS = ("Q1 Apr-Jun", "Q2 (Jul-Sep)", "Q3: Oct to Dec", "Q4 Jan-Mar 2026")


def test_a_quarter_may_name_its_own_months(write: Write) -> None:
    rows = [["Actual expenditure 2025-26"], ["Line", *QUARTERS], ["Staff", 9, 4, 7, 5]]
    reading = read(write(rows))
    assert told(reading) == []
    assert values(reading, EXPENDITURE, "actual") == [25]


@pytest.mark.parametrize(
    "heads",
    [
        ["Q1 (Jan-Mar)", "Q2 (Apr-Jun)", "Q3 (Jul-Sep)", "Q4 (Oct-Dec)"],
        ["Apr-Jun 2024", "Jul-Sep 2024", "Oct-Dec 2024", "Jan-Mar 2025"],
        ["Apr-Jun '24", "Jul-Sep '24", "Oct-Dec '24", "Jan-Mar '25"],
        ["Q1 2024", "Q2 2024", "Q3 2024", "Q4 2024"],
        ["Q1 24", "Q2 24", "Q3 24", "Q4 24"],
        ["Apr-Jun 2026", "Jul-Sep 2026", "Oct-Dec 2026", "Jan-Mar 2027"],
    ],
)
def test_quarters_of_other_months_or_years_are_not_taken_for_this_years(
    heads: list[str], write: Write
) -> None:
    assert told(read(write([["Expenditure"], ["Line", *heads], ["Staff", 9, 4, 7, 5]])))


@pytest.mark.parametrize(
    "heads",
    [
        ["Apr-Jun 2025", "Jul-Sep 2025", "Oct-Dec 2025", "Jan-Mar 2026"],
        ["Q1 2025", "Q2 2025", "Q3 2025", "Q4 2026"],
        ["Q1 2025/26", "Q2 2025/26", "Q3 2025/26", "Q4 2025/26"],
    ],
)
def test_quarters_with_the_years_in_which_they_stand(heads: list[str], write: Write) -> None:
    reading = read(write([["Expenditure"], ["Line", *heads], ["Staff", 9, 4, 7, 5]]))
    assert told(reading) == []
    assert values(reading, EXPENDITURE, "actual") == [25]


@pytest.mark.parametrize("letter", ["M", "P", "Month ", "Period "])
def test_months_may_be_numbered(letter: str, write: Write) -> None:
    heads = [f"{letter}{number}" for number in range(1, 13)]
    amounts = [5, 3, 4, 6, 2, 7, 1, 8, 3, 5, 4, 2]
    rows = [["Expenditure 2025-26"], ["Line", *heads], ["Staff", *amounts]]
    reading = read(write(rows))
    assert told(reading) == []
    assert values(reading, EXPENDITURE, "actual") == [sum(amounts)]


@pytest.mark.parametrize("named", [True, False])
def test_rows_may_say_their_quarter_under_period(named: bool, write: Write) -> None:
    rows: list[list[Any]] = [["Expenditure 2025-26"], ["Line", "Period", "Actual"]]
    for line in ("Staff", "Venue"):
        rows += [[line if named or n == 1 else "", f"Q{n}", 9 - n] for n in range(1, 5)]
    reading = read(write(rows))
    assert told(reading) == []
    assert table(reading, EXPENDITURE).periods[:2] == ["2025-26 Q1", "2025-26 Q2"]


def test_a_period_that_is_no_quarter_is_told(write: Write) -> None:
    rows = [["Expenditure 2025-26"], ["Line", "Period", "Actual"], ["Staff", "Apr-Sep", 9],
            ["Venue", "Q1", 4]]  # fmt: skip
    assert "return-column-of-periods" in codes(read(write(rows)))


# ------------------------------------------------------------------ some months beside the year


@pytest.mark.parametrize("months", ["Apr–Sep", "Half year", "To month 6", "YTD Sept", "H1"])
@pytest.mark.parametrize("before", [True, False])
def test_some_months_beside_the_year_are_passed_over(
    months: str, before: bool, write: Write
) -> None:
    heads = ["Line", months, "Actual"] if before else ["Line", "Actual", months]
    body = [["Staff", 50, 90], ["Venue", 5, 20]]
    if not before:
        body = [[name, whole, part] for name, part, whole in body]
    reading = read(write([["Expenditure 2025-26"], heads, *body]))
    assert told(reading) == []
    assert values(reading, EXPENDITURE, "actual") == [90, 20]
    assert "return-column-passed" in codes(reading)


@pytest.mark.parametrize(
    ("months", "body"),
    [("Apr-Sep", [["Staff", 95, 90]]), ("Apr-Sep", [["Staff", 90, 90]]),
     ("Spend to date", [["Staff", 50, 90]])],
)  # fmt: skip
def test_months_that_may_be_the_year_are_asked_about(
    months: str, body: list[Any], write: Write
) -> None:
    reading = read(write([["Expenditure 2025-26"], ["Line", months, "Actual"], *body]))
    assert "return-two-columns" in told(reading)


# ------------------------------------------------------------------ tables beside each other


def beside(left: list[Any], right: list[Any]) -> list[list[Any]]:
    """Return two tables of three columns with a blank one between."""
    blank = ["", "", ""]
    length = max(len(left), len(right))
    padded = [rows + [blank] * (length - len(rows)) for rows in (left, right)]
    return [[*one, *blank[len(one):], "", *two, *blank[len(two):]]
            for one, two in zip(*padded, strict=True)]  # fmt: skip


def test_tables_beside_each_other_need_no_common_heading_row(write: Write) -> None:
    left = [["Contributions 2025-26 (£000)"], HEAD, [POLICE, 91, 90], [CITY, 84, 80]]
    right = [["Expenditure 2025-26"], ["Status: final"], LINES, STAFF, VENUE]
    reading = read(write(beside(left, right)))
    assert told(reading) == []
    units = {held.table: held.unit for held in reading.tables}
    assert units == {CONTRIBUTIONS: "£ thousand", EXPENDITURE: "£"}
    assert values(reading, CONTRIBUTIONS, "received") == [90, 80]
    assert values(reading, EXPENDITURE, "actual") == [1100, 250]


def test_a_unit_over_a_table_is_read_past_the_rows_of_the_one_beside_it(write: Write) -> None:
    left = [["Contributions 2025-26"], HEAD, [POLICE, 9100, 9000], [CITY, 8400, 8000]]
    right = [["Expenditure 2025-26"], ["(£000)"], [], LINES, ["Staff", 90, 80]]
    reading = read(write(beside(left, right)))
    assert told(reading) == []
    units = {held.table: held.unit for held in reading.tables}
    assert units == {CONTRIBUTIONS: "£", EXPENDITURE: "£ thousand"}


def test_a_blank_column_within_a_table_parts_it_not(write: Write) -> None:
    rows = [["Contributions 2025-26"], ["Partner", "Agreed", "", "Received"], [POLICE, 91, "", 90]]
    reading = read(write(rows))
    assert told(reading) == []
    assert values(reading, CONTRIBUTIONS, "received") == [90]


# ------------------------------------------------------------------ one partner a sheet


def test_a_partner_a_sheet_is_one_list(write: Write) -> None:
    sheets = {
        "TVP": [["Contribution 2025-26"], HEAD, [POLICE, 91, 90]],
        CITY: [["Contribution 2025-26"], HEAD, [CITY, 84, 80]],
    }
    reading = read(write(sheets))
    assert told(reading) == []
    assert values(reading, CONTRIBUTIONS, "received") == [90, 80]


@pytest.mark.parametrize(
    ("name", "title", "row"),
    [(CITY, "Contribution 2025-26 (£000)", [CITY, 84, 80]),
     (CITY, "Contribution 2025-26", [POLICE, 84, 80]),
     ("Sheet 2", "Contribution 2025-26", [CITY, 84, 80])],
)  # fmt: skip
def test_sheets_that_are_not_plainly_one_list_are_asked_about(
    name: str, title: str, row: list[Any], write: Write
) -> None:
    sheets = {"TVP": [["Contribution 2025-26"], HEAD, [POLICE, 91, 90]], name: [[title], HEAD, row]}
    assert "return-two-headers" in told(read(write(sheets)))


# ------------------------------------------------------------------ units


def test_pounds_behind_a_heading_and_a_financial_year_over_it_are_no_part_of_it(
    write: Write,
) -> None:
    rows = [["Expenditure"], ["", "Financial year 2025/26", ""],
            ["Line", "Budget pounds", "Actual pounds"], STAFF, VENUE]  # fmt: skip
    reading = read(write(rows))
    assert told(reading) == []
    assert [held.unit for held in reading.tables] == ["£"]


def test_a_month_may_be_a_small_part_of_its_year(write: Write) -> None:
    heads = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    amounts = [80, *[9000] * 11]
    rows = [["Expenditure 2025-26"], ["Line", *heads, "Total"], ["Staff", *amounts, sum(amounts)]]
    assert told(read(write(rows))) == []


def test_a_misspelt_heading_of_a_table_on_its_side_is_read(write: Write) -> None:
    rows = [["Contributions 2025-26"], [], ["", POLICE, CITY], ["Agreed", 91, 84],
            ["Recieved", 90, 80]]  # fmt: skip
    reading = read(write(rows))
    assert told(reading) == []
    assert values(reading, CONTRIBUTIONS, "received") == [90, 80]


@pytest.mark.parametrize("unit", ["thousands of pounds", "(in thousands of pounds)", "(£k)"])
def test_a_unit_in_words_is_no_part_of_a_heading(unit: str, write: Write) -> None:
    rows = [["Expenditure 2025-26"], ["Line", f"Budget {unit}", f"Actual {unit}"], STAFF, VENUE]
    reading = read(write(rows))
    assert told(reading) == []
    assert [held.unit for held in reading.tables] == ["£ thousand"]


def test_pounds_over_a_table_speak_against_thousands_over_another(write: Write) -> None:
    rows = [["All figures in thousands of pounds"], ["Contributions 2025-26"], HEAD,
            [POLICE, 91, 90], [], ["Expenditure 2025-26 (£)"], LINES, STAFF]  # fmt: skip
    assert cells_told(read(write(rows)), "return-unit-contradicts")[0] == "B7"


def test_thousands_of_ten_million_are_asked_about(write: Write) -> None:
    rows = [["Contributions 2025-26 (£000)"], HEAD, [POLICE, 91150, 91150], [CITY, 95000, 84000]]
    assert cells_told(read(write(rows)), "return-unit-said") == ["B2"]


@pytest.mark.parametrize("amounts", [(0.095, 0.12), (1234.567, 90), (0.125, 3)])
def test_amounts_that_are_hardly_pounds_are_asked_about(
    amounts: tuple[float, float], write: Write
) -> None:
    rows = [["Contributions 2025-26"], ["Partner", "Received"], [POLICE, amounts[0]],
            [CITY, amounts[1]]]  # fmt: skip
    assert told(read(write(rows))) == ["return-pounds-not-clear"]


@pytest.mark.parametrize("amounts", [(1234.5666666667, 90), (1234.56, 0.5), (5, 3)])
def test_pence_and_divisions_are_pounds(amounts: tuple[float, float], write: Write) -> None:
    rows = [["Contributions 2025-26"], ["Partner", "Received"], [POLICE, amounts[0]],
            [CITY, amounts[1]]]  # fmt: skip
    assert told(read(write(rows))) == []


def test_pence_in_a_title_are_no_pounds(write: Write) -> None:
    rows = [["Contributions 2025-26 (pence)"], HEAD, [POLICE, 9100, 9000]]
    assert set(told(read(write(rows)))) == {"return-other-currency"}


def test_a_point_under_thousands_parts_decimals(write: Write) -> None:
    rows = [["Contributions 2025-26 (£000)"], HEAD, [POLICE, "188.395", "95.250"]]
    reading = read(write(rows))
    assert told(reading) == []
    assert values(reading, CONTRIBUTIONS, "agreed") == [188.395]
    assert not is_thousands_or_decimals("0.095")
    assert is_thousands_or_decimals("95.000")


# ------------------------------------------------------------------ years, percentages, letters


def test_a_year_may_be_written_with_one_digit(write: Write) -> None:
    rows = [["Contributions 2024/5"], HEAD, [POLICE, 91, 90]]
    assert told(read(write(rows))) == ["return-of-another-year"]


def test_a_share_above_the_whole_is_told(write: Write) -> None:
    rows = [["Performance indicators 2025-26"], ["Indicator", "Unit", "Value", "Target"],
            ["Visits on time", "%", 200, 90], ["Reviews on time", "%", 85, 90]]  # fmt: skip
    assert cells_told(read(write(rows)), "return-percentage-over-hundred") == ["C3"]


def test_a_table_that_nobody_finds_names_its_first_figure(write: Write) -> None:
    sheets = {"A": [["Words"], ["alone"]], "B": [["Some", "thing"], ["else", 5]]}
    reading = read(write(sheets))
    assert [(p.place.sheet, p.place.cell) for p in reading.problems] == [("B", "B2")]


@pytest.mark.parametrize("heading", ["Recieved", "Amount rec'd"])
def test_a_misspelt_heading_beside_the_names_heads_a_table(heading: str, write: Write) -> None:
    reading = read(write([["Contributions 2025-26"], ["Partner", heading], [POLICE, 9000]]))
    assert told(reading) == []
    assert values(reading, CONTRIBUTIONS, "received") == [9000]


@pytest.mark.parametrize(
    ("title", "sure"),
    [("Training attendance by agency 2025-26", True), ("Training 2025-26: capacity", True),
     ("Training places by agency 2025-26", False), ("Training 2025-26", False),
     ("Training 2025-26: capacity and attendance", False)],
)  # fmt: skip
def test_agencies_across_hold_what_the_title_says(title: str, sure: bool, write: Write) -> None:
    rows = [[title], ["Course", POLICE, CITY], ["Neglect", 12, 26], ["Early help", 24, 20]]
    reading = read(write(rows))
    assert (told(reading) == []) is sure


@pytest.mark.parametrize(("before", "asked"), [((0.19, 0.03), True), ((190_000, 30_000), False)])
def test_a_column_as_small_as_those_in_millions_beside_it_is_asked_about(
    write: Write, before: tuple[float, float], asked: bool
) -> None:
    rows = [
        ["Contributions 2025-26"],
        ["Partner", "2024-25 received", "Agreed (£m)", "Received (£m)"],
        ["Thames Valley Police", before[0], 0.14, 0.09],
        ["Probation Service", before[1], 0.12, 0.12],
    ]
    found = [doubt.code for doubt in read(write(rows)).doubts]
    assert found == ["return-pounds-not-clear"] * asked

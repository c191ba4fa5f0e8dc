"""A unit, a year and a part of the year are read wherever a person would look, or asked about."""

from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base.problems import Severity
from oscb_desktop.returns.interpreting import Reading
from oscb_desktop.returns.years import years_in
from tests.returns.conftest import BUDGET, CONTEXT, Write, blocks, codes, read

TABLE = [["Partner", "Agreed", "Received"], ["Thames Valley Police", 95, 90.5],
         ["Oxford City Council", 40, 41]]  # fmt: skip
SPENT = [["Line", "Budget", "Actual"], ["Staff", 50, 49], ["IT", 10, 9]]


def stops(reading: Reading) -> list[str]:
    return [p.code for p in reading.problems if p.severity is not Severity.NOTE]


def units(reading: Reading) -> list[str]:
    return [table.unit for table in reading.tables]


@pytest.mark.parametrize("text", [
    "(thousands)", "£ (thousands)", "GBP thousands", "GBP 000", "GBPk", "000s", "£000", "£'000s",
    "Figures shown in 000s", "All values £1,000s", "x £1000", "Units: £1000", "Values ×1,000",
    "£Ks", "£thou", "thousand pounds", "thousands of pounds", "All amounts in thousands", "in £k",
])  # fmt: skip
def test_thousands_are_thousands_however_they_are_said(text: str, write: Write) -> None:
    reading = read(write([["Contributions 2025-26"], [text], *TABLE]))
    assert (units(reading), stops(reading)) == (["£ thousand"], [])


@pytest.mark.parametrize("text", [
    "Do not use £000", "Rounded to the nearest thousand", "Please spend £1000 wisely £1000",
])  # fmt: skip
def test_what_speaks_of_thousands_otherwise_is_asked(text: str, write: Write) -> None:
    path = write([["Contributions 2025-26"], [text], *TABLE])
    reading = read(path)
    assert stops(reading) == ["return-unit-said"]
    (doubt,) = reading.doubts
    said = {(doubt.code, doubt.sheet, doubt.cell): "£ thousand"}
    assert units(read(path, context=msgspec.structs.replace(CONTEXT, answers=said))) == [
        "£ thousand"
    ]


@pytest.mark.parametrize("text", ["A grant of £12,000 came in", "Contributions in pounds",
                                  "incl. £1,000 for printing"])  # fmt: skip
def test_an_amount_in_passing_is_no_unit(text: str, write: Write) -> None:
    reading = read(write([["Contributions 2025-26"], [text], *TABLE]))
    assert (units(reading), stops(reading)) == (["£"], [])


@pytest.mark.parametrize("heading", ["Agreed $", "Agreed (€)", "Agreed (pence)"])
def test_other_money_is_refused(heading: str, write: Write) -> None:
    rows = [["Partner", heading, "Received"], ["Thames Valley Police", 95, 90]]
    assert set(stops(read(write(rows)))) & {"return-other-currency", "return-heading-like"}


@pytest.mark.parametrize("where", ["file", "cover", "notes column", "last heading"])
def test_thousands_said_beside_the_table_are_asked(where: str, write: Write) -> None:
    rows, name = [list(row) for row in TABLE], "return.xlsx"
    sheets: dict[str, list[list[object]]] = {"Data": rows}  # type: ignore[dict-item]
    if where == "file":
        name = "budget £000.xlsx"
    elif where == "cover":
        sheets = {"Cover": [["All figures in £000"]], "Data": rows}  # type: ignore[dict-item]
    elif where == "notes column":
        rows[0].append("Notes")
        rows[1].append("amounts in £000")
    else:
        rows[0] += ["", "£000s"]  # type: ignore[list-item]
    path = write(sheets)
    renamed = path.with_name(name)
    path.rename(renamed)
    assert "return-unit-said" in stops(read(renamed))


@pytest.mark.parametrize(("text", "year"), [
    ("Contributions 2024 25", "2024-25"), ("Contributions 2024_25", "2024-25"),
    ("Contributions 2024/'25", "2024-25"), ("’24/’25", "2024-25"), ("FYE 2025", "2024-25"),
    ("year ended 31 March 2025", "2024-25"), ("April 2024 to March 2025", "2024-25"),
    ("As at 31 March 2025", "2024-25"), ("Q3 2024-25", "2024-25"), ("2024-2025", "2024-25"),
])  # fmt: skip
def test_a_year_is_read_however_it_is_written(text: str, year: str) -> None:
    assert years_in(text) == [year]


@pytest.mark.parametrize("text", ["12 June 2026", "Return date 30 April 2026", "Version 2", "2024",
                                  "Working Together 2023", "Children Act 2004"])  # fmt: skip
def test_a_day_of_issue_and_a_lone_year_are_no_financial_year(text: str) -> None:
    assert years_in(text) == []


@pytest.mark.parametrize("where", ["title", "row of a title", "sheet", "file", "cover", "column"])
def test_another_year_is_never_printed_as_this_one(
    where: str, write: Write, tmp_path: Path
) -> None:
    rows: list[list[object]] = [list(row) for row in TABLE]
    sheets: dict[str, list[list[object]]] = {"Data": rows}
    name = "return.xlsx"
    if where == "title":
        rows.insert(0, ["Contributions 2024/25"])
    elif where == "row of a title":
        rows.insert(0, ["Financial year covered", "2024-25"])
    elif where == "sheet":
        sheets = {"2024-25": rows}
    elif where == "file":
        name = "return 2425.xlsx"
    elif where == "cover":
        sheets = {"Cover": [["Return for 2024-25"]], "Data": rows}
    else:
        rows[0].insert(1, "Year")
        for row in rows[1:]:
            row.insert(1, "2024-25")
    path = write(sheets)
    renamed = path.with_name(name)
    path.rename(renamed)
    reading = read(renamed)
    assert set(stops(reading)) & {"return-of-another-year", "return-year-contradicts"}


@pytest.mark.parametrize("text", ["2024", "2027", "Contributions: last year", "2023-26",
                                  "Calendar year 2025"])  # fmt: skip
def test_a_year_that_is_not_clear_is_asked(text: str, write: Write) -> None:
    assert stops(read(write([[text], *TABLE]))) == ["return-year-unclear"]


def test_rows_of_another_year_are_left_out_and_told(write: Write) -> None:
    rows = [["Partner", "Year", "Agreed", "Received"],
            ["Thames Valley Police", "2024-25", 1000, 2000],
            ["Oxford City Council", "2025-26", 3100, 4100]]  # fmt: skip
    reading = read(write(rows))
    assert stops(reading) == ["return-rows-of-another-year"]
    assert reading.figure_sets[0].keys == ["oxford-city-council"]


@pytest.mark.parametrize("text", [
    "to 31 December 2025", "as at 31 December 2025", "(P9)", "interim", "half-yearly return",
    "December 2025", "3rd quarter", "Quarter: 3", "since 1 October 2025", "Autumn term 2025",
    "for the month of March 2026", "from 1 July 2025 to 31 March 2026",
    "Actuals to month 9", "April to September 2025", "year to date", "Q1 to Q3",
])  # fmt: skip
def test_a_part_of_the_year_in_a_title_is_asked(text: str, write: Write) -> None:
    assert "return-part-of-a-year" in stops(read(write([[text], *TABLE])))


@pytest.mark.parametrize("text", [
    "Contributions 2025-26", "as at 31 March 2026", "Please return by 30 June 2026",
    "April 2025 to March 2026", "Quarterly return 2025-26", "12 months to 31 March 2026",
    "Prepared by J. Jones on 14 May 2026", "See also the annual report of the partnership.",
])  # fmt: skip
def test_the_whole_year_is_not_asked_about(text: str, write: Write) -> None:
    assert stops(read(write([["Contributions 2025-26"], [text], *TABLE]))) == []


def test_each_table_of_a_sheet_has_its_own_title(write: Write) -> None:
    rows = [["Contributions 2025-26"], *TABLE, [], ["Expenditure (£000)"], *SPENT]
    reading = read(write(rows))
    assert (units(reading), stops(reading)) == (["£", "£ thousand"], [])
    rows = [["Partnership budget 2025-26, all figures £000"], ["Income"], *TABLE, [],
            ["Expenditure"], *SPENT]  # fmt: skip
    assert units(read(write(rows))) == ["£ thousand", "£ thousand"]


@pytest.mark.parametrize("name", ["Average", "Shortfall", "   of which: seconded officer",
                                  "e.g. Anytown Council", "2024-25"])  # fmt: skip
def test_a_row_that_is_none_of_its_own_is_asked_about(name: str, write: Write) -> None:
    reading = read(write([*TABLE, [name, 67, 65]]))
    assert "return-row-of-something-else" in stops(reading)


def test_sections_of_two_tables_in_one_are_stopped(write: Write) -> None:
    rows = [["Item", "Budget", "Actual"], ["INCOME"], ["TVP", 95, 90], ["Total income", 95, 90],
            ["EXPENDITURE"], ["Staffing", 100, 90], ["Total expenditure", 100, 90]]  # fmt: skip
    assert "return-section-of-another-table" in stops(read(write(rows)))


def test_a_point_that_may_part_thousands_is_asked(write: Write) -> None:
    path = write([TABLE[0], ["Thames Valley Police", "95.000", 90]])
    assert stops(read(path)) == ["return-point-not-clear"]
    said = {("return-point-not-clear", "Sheet1", "B2"): "thousands"}
    reading = read(path, context=msgspec.structs.replace(CONTEXT, answers=said))
    figure = reading.figure_sets[0].figure("thames-valley-police", "agreed")
    assert figure is not None
    assert figure.value == 95000


def test_numbers_as_text_are_no_title_of_the_next_table(write: Write) -> None:
    rows = [["Partner", "Agreed", "Received"], ["Thames Valley Police", "33,153", "30,000"], [],
            ["Expenditure by line"], *SPENT]  # fmt: skip
    reading = read(write(rows))
    assert [len(held.keys) for held in reading.figure_sets] == [1, 2]


def test_tables_of_quarters_beside_each_other_keep_apart(write: Write) -> None:
    rows = [["Partner", "Q1", "Q2", "Q3", "Q4", "", "Line", "Q1", "Q2", "Q3", "Q4"],
            ["Thames Valley Police", 5, 9, 2, 4, "", "Staff", 8, 2, 3, 4]]  # fmt: skip
    reading = read(write(rows))
    assert codes(reading) == []
    assert [held.table for held in reading.figure_sets] == [
        "budget-contributions", "budget-expenditure"
    ]  # fmt: skip


@pytest.mark.parametrize("between", ["Prepared by J Jones", "Notes: see below", "Source: SAP", "1"])
def test_a_title_holds_whatever_stands_under_it(between: str, write: Write) -> None:
    reading = read(write([["Contributions £000s"], [between], *TABLE]))
    assert units(reading) == ["£ thousand"]


def test_a_last_row_that_is_nearly_the_sum_is_asked_about(write: Write) -> None:
    rows = [*TABLE, ["Probation", 125, 120], ["Partnership", 261, 252]]
    assert "return-row-may-be-a-total" in stops(read(write(rows)))


def test_rows_after_a_gap_that_are_no_partners_are_asked_about(write: Write) -> None:
    rows = [*TABLE, [], ["Population", 150000, 150000]]
    assert "return-row-of-something-else" in stops(read(write(rows)))


def test_a_note_under_the_last_table_is_asked_of_those_above(write: Write) -> None:
    rows = [["Contributions"], *TABLE, [], ["Expenditure"], *SPENT, [],
            ["All figures are in £000"]]  # fmt: skip
    reading = read(write(rows))
    assert units(reading)[1] == "£ thousand"
    assert "return-unit-said" in stops(reading)


def test_words_beside_a_figure_are_pointed_at(write: Write) -> None:
    rows = [[*TABLE[0], "Comments"], [*TABLE[1], "an estimate, final to follow"]]
    assert codes(read(write(rows))) == ["return-words-beside"]


@pytest.mark.parametrize(
    "name",
    ["Increase on last year", "Change since 2024-25", "Growth year on year", "Movement over Q3"],
)
def test_a_row_of_what_changed_is_no_partner(name: str, write: Write) -> None:
    rows = [*BUDGET[:-1], [name, 50, 40]]
    assert [held.code for held in blocks(read(write(rows)))] == ["return-row-of-something-else"]


def test_an_average_of_indicators_is_no_indicator(write: Write) -> None:
    rows = [["Code", "Indicator", "Unit", "Value"], ["A1", "Visits", "%", 80],
            ["A2", "Reviews", "%", 90], ["", "Average", "%", 85]]  # fmt: skip
    assert [held.code for held in blocks(read(write(rows)))] == ["return-row-of-something-else"]
    rows[-1][1] = "Average caseload"
    assert blocks(read(write(rows))) == []


def test_a_whole_number_under_a_percentages_format_is_asked_about(write: Write) -> None:
    rows = [["Code", "Indicator", "Unit", "Value"], ["A1", "Visits", "%", 85],
            ["A2", "Reviews", "%", 0.9]]  # fmt: skip
    reading = read(write(rows, formats={"D2": "0%", "D3": "0%"}))
    assert [(p.code, p.place.cell) for p in blocks(reading)] == [
        ("return-percentage-unclear", "D2")
    ]

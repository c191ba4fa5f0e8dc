"""Each published figure has the period of its row, heading, sheet, title or file, else is asked."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from oscb_desktop.returns import period_kinds as kinds
from oscb_desktop.returns.interpreting import Reading
from oscb_desktop.returns.periods import chosen
from oscb_desktop.returns.published import columns_of, select
from oscb_desktop.returns.reading import read_workbook
from tests.returns.conftest import CONTEXT, CORPUS, Rows

LONG: Rows = [
    ["time_period", "time_identifier", "la_name", "new_la_code", "rate", "judgement", "inspected"],
    ["202223", "Financial year", "Oxfordshire", "E10000025", "50.1", "Good", "2023-06-12"],
    ["202324", "Financial year", "Oxfordshire", "E10000025", "51.2", "Good", "2023-06-12"],
    ["202223", "Financial year", "Hampshire", "E10000014", "40", "Outstanding", "2019-05-10"],
    ["202324", "Financial year", "Hampshire", "E10000014", "[c]", "Outstanding", "2019-05-10"],
]


def save(path: Path, rows: Rows, sheet: str = "Sheet1", cover: str = "") -> Path:
    """Write rows as a workbook, with a cover where it has words."""
    book = openpyxl.Workbook()
    held = book.worksheets[0]
    held.title = sheet
    for row in rows:
        held.append(list(row))
    if cover:
        book.create_sheet("Cover")["A1"] = cover
    book.save(path)
    return path


def pick(path: Path, columns: list[str], where: list[tuple[str, str]] | None = None,
         **more: dict[str, str]) -> Reading:  # fmt: skip
    """Select from the first sheet."""
    workbook = read_workbook(path)
    return select(workbook, CONTEXT, sheet=workbook.sheet_names[0], where=where or [],
                  columns=columns, said=more.get("said"))  # fmt: skip


def periods(reading: Reading) -> list[str]:
    return [figure.period for held in reading.figure_sets for figure in held.figures()]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


AREAS = [("la_name", "Oxfordshire"), ("la_name", "Hampshire")]


def test_many_areas_and_years_are_rows_of_one_set(tmp_path: Path) -> None:
    reading = pick(save(tmp_path / "a.xlsx", LONG), ["rate", "judgement", "inspected"], AREAS)
    assert reading.problems == []
    (taken,) = reading.figure_sets
    assert taken.keys == [
        "oxfordshire-2022-23", "oxfordshire-2023-24", "hampshire-2022-23", "hampshire-2023-24",
    ]  # fmt: skip
    assert taken.labels[1] == "Oxfordshire, 2023-24"
    figure = taken.figure("oxfordshire-2023-24", "rate")
    assert figure is not None
    assert (str(figure.value), figure.period) == ("51.2", "2023-24")
    missing = taken.figure("hampshire-2023-24", "rate")
    assert missing is not None
    assert (missing.missing, missing.period) == ("c", "2023-24")
    assert taken.column("judgement").unit is None  # type: ignore[union-attr]
    assert (taken.word(2, "judgement"), taken.word(2, "inspected")) == ("Outstanding", "2019-05-10")


def test_one_year_of_many_areas_is_keyed_by_the_area(tmp_path: Path) -> None:
    where = [*AREAS, ("time_period", "202324")]
    (taken,) = pick(save(tmp_path / "a.xlsx", LONG), ["rate"], where).figure_sets
    assert (taken.keys, taken.period) == (["oxfordshire", "hampshire"], "2023-24")


def test_each_area_that_no_row_has_is_told(tmp_path: Path) -> None:
    reading = pick(save(tmp_path / "a.xlsx", LONG), ["rate"], [*AREAS, ("la_name", "Kent")])
    assert codes(reading) == ["published-no-such-row"]
    assert "Kent" in reading.problems[0].message


def test_statistical_neighbours_by_one_word(tmp_path: Path) -> None:
    where = [("new_la_code", "@neighbours"), ("time_period", "202324")]
    reading = pick(save(tmp_path / "a.xlsx", LONG), ["rate"], where)
    assert set(codes(reading)) == {"published-neighbour-missing"}
    assert len(reading.problems) == 9
    assert reading.figure_sets[0].keys == ["e10000014"]


@pytest.mark.parametrize(
    ("headings", "cells", "period"),
    [
        (["Year", "Area"], ["2024/25", "A"], "2024-25"),
        (["Year", "Area"], [2023, "A"], "2023"),
        (["FinancialYear", "Quarter"], ["2024/25", "Q1"], "2024-25 Q1"),
        (["time_period", "Area"], [202425, "A"], "2024-25"),
        (["time_period", "time_identifier"], ["202324", "Academic year"], "academic year 2023-24"),
        (["time_period", "time_identifier"], ["202425", "Financial year Q2"], "2024-25 Q2"),
        (["time_period", "time_identifier"], ["2024", "March"], "March 2024"),
        (["time_period", "time_identifier"], ["2023", "Calendar year"], "2023"),
        (["Year", "Quarter"], ["2024-25", "Q3"], "2024-25 Q3"),
        (["Year", "Month"], ["2024-25", "April"], "April 2024"),
        (["Month", "Area"], [date(2024, 4, 1), "A"], "April 2024"),
        (["Period", "Area"], ["Apr-Jun 2024", "A"], "2024-25 Q1"),
        (["Year ending 31 March", "Area"], [2024, "A"], "2023-24"),
        (["Date", "Area"], [date(2025, 3, 31), "A"], "31 March 2025"),
        (["Quarter", "Area"], ["Q2", "A"], "2022-23 Q2"),  # the title's year
    ],
)
def test_a_rows_own_columns_say_its_period(
    tmp_path: Path, headings: list[str], cells: list[str], period: str
) -> None:
    rows: Rows = [["Something of 2022-23"], [*headings, "Number"], [*cells, 5], [*cells, 6]]
    reading = pick(save(tmp_path / "a.xlsx", rows), ["Number"])
    assert periods(reading) == [period, period]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("period", "identifier"), [("2024", "Reporting year"), ("2024", "Week 3"), ("2024", "Q1")]
)
def test_a_year_that_may_be_any_of_several_is_asked(
    tmp_path: Path, period: str, identifier: str
) -> None:
    rows: Rows = [["time_period", "time_identifier", "n"], [period, identifier, 5]]
    path = save(tmp_path / "a.xlsx", rows)
    reading = pick(path, ["n"])
    assert "published-period-not-clear" in codes(reading)
    key = ("published-period-not-clear", "Sheet1", "A2")
    answer = "2023-24 Q4" if identifier == "Q1" else "2023-24"
    told = select(read_workbook(path), CONTEXT, sheet="Sheet1", where=[], columns=["n"],
                  answers={key: answer})  # fmt: skip
    assert periods(told) == [answer]
    assert told.problems == []
    told = pick(path, ["n"], said={"period": "2023-24"})
    assert (periods(told), told.problems) == (["2023-24"], [])


def test_headings_give_their_columns_a_period(tmp_path: Path) -> None:
    rows: Rows = [["Rates by area"], ["Area", 2022, "2023-24", "Q1 2024-25"], ["A", 1, 2, 3]]
    reading = pick(save(tmp_path / "a.xlsx", rows), ["B", "2023-24", "D"])
    assert periods(reading) == ["2022", "2023-24", "2024-25 Q1"]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Children looked after at 31 March, 2022 to 2024", "31 March 2024"),
        ("Children in need, years ending 31 March 2022 to 2024", "2023-24"),
        ("Offences, year ending September", "rolling 12 months to September 2024"),
        ("Deaths by area", "2024"),
    ],
)
def test_years_are_what_the_title_says_that_they_are(
    tmp_path: Path, title: str, period: str
) -> None:
    wide: Rows = [[title], ["Area", "2022", 2024], ["A", 1, 2]]
    reading = pick(save(tmp_path / "a.xlsx", wide), ["C"])
    assert (periods(reading), reading.problems) == ([period], [])
    long: Rows = [[title], ["Year", "Area", "n"], [2024, "A", 2]]
    reading = pick(save(tmp_path / "b.xlsx", long), ["n"])
    assert (periods(reading), reading.problems) == ([period], [])


def test_years_of_another_kind_are_asked(tmp_path: Path) -> None:
    rows: Rows = [["Exclusions by academic year"], ["Area", "2022", "2023"], ["A", 1, 2]]
    assert codes(pick(save(tmp_path / "a.xlsx", rows), ["B"])) == ["published-period-not-clear"]


def test_the_first_and_the_last_day_of_a_row(tmp_path: Path) -> None:
    rows: Rows = [
        ["REPORTING_PERIOD_START", "REPORTING_PERIOD_END", "ORG", "n"],
        ["2024-04-01", "2025-03-31", "A", 1], [date(2025, 4, 1), date(2025, 6, 30), "A", 2],
    ]  # fmt: skip
    assert periods(pick(save(tmp_path / "a.xlsx", rows), ["n"])) == ["2024-25", "2025-26 Q1"]


def test_a_sheet_that_is_called_by_a_year_means_its_titles(tmp_path: Path) -> None:
    rows: Rows = [["Children, year ending 31 March 2024"], ["Area", "Rate"], ["A", 1]]
    reading = pick(save(tmp_path / "a.xlsx", rows, "2024"), ["Rate"])
    assert (periods(reading), reading.problems) == (["2023-24"], [])


def test_groups_above_the_headings_give_their_years(tmp_path: Path) -> None:
    rows: Rows = [
        ["Children in need"],
        ["", "2022-23", "", "2023-24", ""],
        ["Area", "Number", "Rate", "Number", "Rate"],
        ["Oxfordshire", 10, 1.5, 20, 2.5],
    ]
    path = save(tmp_path / "a.xlsx", rows)
    assert [text for _, text in columns_of(read_workbook(path), "Sheet1").columns] == [
        "Area", "2022-23: Number", "2022-23: Rate", "2023-24: Number", "2023-24: Rate",
    ]  # fmt: skip
    reading = pick(path, ["2022-23: Rate", "E"])
    assert periods(reading) == ["2022-23", "2023-24"]
    assert codes(pick(path, ["Rate"])) == ["published-column-not-clear"]


@pytest.mark.parametrize(
    ("file", "sheet", "title", "cover", "period"),
    [
        ("a", "Data 2021-22", "Rates", "", "2021-22"),
        ("a", "T1", "Rates at 31 March 2023", "", "31 March 2023"),
        ("a", "T1", "Rates, year ending 31 March 2023", "", "2022-23"),
        ("rates-2020-21", "T1", "Rates", "", "2020-21"),
        ("a", "T1", "Rates", "Statistics for January to March 2024", "2023-24 Q4"),
    ],
)
def test_sheet_title_file_and_cover_are_read_in_turn(
    tmp_path: Path, file: str, sheet: str, title: str, cover: str, period: str
) -> None:
    rows: Rows = [[title], ["Published 21 November 2024"], ["Area", "Rate"], ["A", 1]]
    path = save(tmp_path / f"{file}.xlsx", rows, sheet, cover)
    reading = pick(path, ["Rate"])
    assert reading.problems == []
    assert periods(reading) == [period]
    assert columns_of(read_workbook(path), sheet).period == period


def test_a_period_that_nothing_says_is_asked_and_never_the_reports_own(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [["Area", "Rate", "Number"], ["A", 1, 2]])
    reading = pick(path, ["Rate", "Number"])
    assert codes(reading) == ["published-period-unknown"]
    assert periods(reading) == ["", ""]
    assert "2024-25" in reading.problems[0].remedy
    for said, period in (
        ({"year": "2023-24"}, "2023-24"),
        ({"period": "at 31 March 2024"}, "31 March 2024"),
        ({"period": "quarter:2", "year": "2023-24"}, "2023-24 Q2"),
    ):
        told = pick(path, ["Rate"], said=said)
        assert (told.problems, periods(told)) == ([], [period])
    assert codes(pick(path, ["Rate"], said={"period": "soon"})) == [
        "published-period-not-understood"
    ]
    answers = {("published-period-unknown", "Sheet1", "B1"): "2023-24"}
    told = select(read_workbook(path), CONTEXT, sheet="Sheet1", where=[], columns=["Rate"],
                  answers=answers)  # fmt: skip
    assert (told.problems, periods(told)) == ([], ["2023-24"])


def test_two_places_that_disagree_are_asked(tmp_path: Path) -> None:
    rows: Rows = [["Rates, 2022-23"], ["Area", "Rate"], ["A", 1]]
    path = save(tmp_path / "a.xlsx", rows, "2023-24")
    reading = pick(path, ["Rate"])
    assert codes(reading) == ["published-periods-differ"]
    answers = {("published-periods-differ", "2023-24", ""): "2022-23"}
    told = select(read_workbook(path), CONTEXT, sheet="2023-24", where=[], columns=["Rate"],
                  answers=answers)  # fmt: skip
    assert (told.problems, periods(told)) == ([], ["2022-23"])


def test_a_heading_of_another_year_than_its_row_is_told(tmp_path: Path) -> None:
    rows: Rows = [["Year", "Area", "Places in 2021-22"], ["2023-24", "A", 1], ["2022-23", "A", 1]]
    reading = pick(save(tmp_path / "a.xlsx", rows), ["C"])
    assert codes(reading) == ["published-heading-of-another-period"]
    assert periods(reading) == ["2023-24", "2022-23"]


def test_words_among_numbers_are_still_told(tmp_path: Path) -> None:
    rows: Rows = [["Area, 2023-24"], ["Area", "Rate"], ["A", 1], ["B", 2], ["C", "about 3"]]
    reading = pick(save(tmp_path / "a.xlsx", rows), ["Rate"])
    assert codes(reading) == ["published-not-a-number"]


def test_rows_that_one_column_does_not_tell_apart_are_named_by_several(tmp_path: Path) -> None:
    rows: Rows = [
        ["year", "area", "sex", "age", "n"],
        ["2023-24", "A", "Girls", "0 to 4", 1],
        ["2023-24", "A", "Boys", "0 to 4", 2],
        ["2022-23", "A", "Boys", "0 to 4", 3],
    ]
    path = save(tmp_path / "a.xlsx", rows)
    (taken,) = pick(path, ["n"], [("area", "A")]).figure_sets
    assert taken.labels == ["A, Girls, 2023-24", "A, Boys, 2023-24", "A, Boys, 2022-23"]


def test_what_a_person_sets_as_period() -> None:
    assert chosen("quarter:2", "2024-25") == kinds.quarter(2024, 2)
    assert chosen("month:9", "2024-25") == kinds.month(2024, 12)
    assert chosen("year-to-date:9", "2024-25") == kinds.year_to_date(2024, date(2024, 12, 31))
    assert chosen("year to date", "2024-25") == kinds.year_to_date(2024)
    assert chosen("year", "2024-25") == kinds.financial_year(2024)
    assert chosen("Q2", "2024-25") == kinds.quarter(2024, 2)
    assert chosen("at 31 March 2025") == kinds.snapshot(date(2025, 3, 31))
    for words in ("quarter:5", "month:13", "quarter:x", "", "soon"):
        assert chosen(words, "2024-25") is None


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")
@pytest.mark.parametrize(
    ("file", "sheet", "column", "where", "period"),
    [
        ("uk_bbc__Revenue_Outturn_Summary__RS__data_2010-11*", "RS LA Data 2010-11 (1)",
         "Education services",
         ("Local authority", "Oxfordshire"), "2010-11"),
        ("uk_bbc__Revenue_Outturn_Summary__RS__data_2014-15*", "RS LA Data 2014-15 (1)",
         "Education services", ("Local authority", "Oxfordshire CC"), "2014-15"),
        ("uk_dfe__RO3*", "RO3_LA_Data_202425", "BU", ("Local authority", "Oxfordshire CC"),
         "2024-25"),
        ("uk_odileeds__processed_2012-04*", "*", "Amount", ("Beneficiary Name", "ESRI (UK) LTD"),
         "April 2012"),
        ("uk_bbc__librariesdata*", "LibrariesBookBorrowing", "Book issues 2014",
         ("Authority", "Barking And Dagenham"), ""),  # a year among words: asked
    ],
)  # fmt: skip
def test_periods_of_real_tables(
    file: str, sheet: str, column: str, where: tuple[str, str], period: str
) -> None:
    workbook = read_workbook(next((CORPUS / "spreadsheets").glob(file)))
    name = workbook.sheet_names[0] if sheet == "*" else sheet
    reading = select(workbook, CONTEXT, sheet=name, where=[where], columns=[column])
    assert set(periods(reading)) == {period}
    assert ("published-period-unknown" in codes(reading)) == (period == "")

"""Periods are read wherever they stand and however they are written, and nothing else is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.returns import period_kinds as kinds
from oscb_desktop.returns.periods import period_of, periods_in

YEAR = "2025-26"  # of what a text says without a year


def read(text: str, year: str = YEAR) -> list[tuple[str, str]]:
    return [(held.period.kind, held.period.label) for held in periods_in(text, year)]


@pytest.mark.parametrize(
    "text",
    [
        "2024-25", "2024/25", "2024–2025", "2024 to 2025", "24/25", "24-25", "FY25", "FY 2024-25",
        "FY24/25", "202425", "20242025", "April 2024 to March 2025", "Apr 24 - Mar 25",
        "Apr-Mar 2024-25", "1 April 2024 to 31 March 2025", "01/04/2024 - 31/03/2025",
        "2024-04-01 to 2025-03-31", "year ended 31 March 2025", "Year ending March 2025",
        "Year to 31 March 2025", "12 months to March 2025", "y/e 31 March 2025",
        "Contributions_2024-25.xlsx", "£ 2024-25", "Contribution £2024/25", "2024-25 (£000)",
        "Outturn 2024/25 [note 3]", "Q1-Q4 2024-25", "to P12 2024-25", "Q4 2024-25 cumulative",
    ],
)  # fmt: skip
def test_forms_of_one_financial_year(text: str) -> None:
    assert read(text) == [("year", "2024-25")]


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("2011-12", "year", "2011-12"),
        ("1999-00", "year", "1999-00"),
        ("2023", "year", "2023"),
        ("calendar year 2023", "year", "2023"),
        ("Year ended December 2023", "year", "2023"),
        ("academic year 2023/24", "year", "academic year 2023-24"),
        ("2023/24 academic year", "year", "academic year 2023-24"),
        ("Q3 2024-25", "quarter", "2024-25 Q3"),
        ("2024-25 Q3", "quarter", "2024-25 Q3"),
        ("oxfordshire_2024-25_q3.xlsx", "quarter", "2024-25 Q3"),
        ("Quarter 3 (Oct-Dec) 2024", "quarter", "2024-25 Q3"),
        ("Q3 2024/25 (October to December)", "quarter", "2024-25 Q3"),
        ("Third quarter 2024/25", "quarter", "2024-25 Q3"),
        ("Q1 24/25", "quarter", "2024-25 Q1"),
        ("Apr-Jun 2024", "quarter", "2024-25 Q1"),
        ("Q1 (Jan-Mar) 2024", "quarter", "2023-24 Q4"),
        ("quarter ended 30 June 2024", "quarter", "2024-25 Q1"),
        ("Q2", "quarter", "2025-26 Q2"),
        ("Jul to Sept", "quarter", "2025-26 Q2"),
        ("Apr 24", "month", "April 2024"),
        ("2024-04", "month", "April 2024"),
        ("May 2025", "month", "May 2025"),
        ("April", "month", "April 2025"),
        ("January actual", "month", "January 2026"),
        ("February 2024-25", "month", "February 2025"),
        ("April to December 2025", "part of a year", "April to December 2025"),
        ("Q1-Q3 2024-25", "part of a year", "April to December 2024"),
        ("Oct 2024 - Mar 2025", "part of a year", "October 2024 to March 2025"),
        ("1 April 2024 to 12 May 2024", "part of a year", "1 April 2024 to 12 May 2024"),
        ("Autumn term 2023/24", "part of a year", "autumn term 2023-24"),
        ("to P9", "year to date", "2025-26 to December 2025"),
        ("Actual to P9", "year to date", "2025-26 to December 2025"),
        ("to month 9", "year to date", "2025-26 to December 2025"),
        ("Spend to 31 Dec 2025", "year to date", "2025-26 to December 2025"),
        ("Q3 cumulative", "year to date", "2025-26 to December 2025"),
        ("Cumulative to Q3 2024-25", "year to date", "2024-25 to December 2024"),
        ("Monitoring 2024-25: actual to P9", "year to date", "2024-25 to December 2024"),
        ("YTD December 2025", "year to date", "2025-26 to December 2025"),
        ("YTD", "year to date", "2025-26 to date"),
        ("Year to date", "year to date", "2025-26 to date"),
        ("Spend to date 2024-25", "year to date", "2024-25 to date"),
        ("cumulative", "year to date", "2025-26 to date"),
        ("12 months to June 2025", "rolling twelve months", "rolling 12 months to June 2025"),
        ("Rolling 12 months to March 2025", "rolling twelve months",
         "rolling 12 months to March 2025"),
        ("at 31 March 2025", "snapshot", "31 March 2025"),
        ("Position as at 31/03/2025", "snapshot", "31 March 2025"),
        ("Looked after on 31 March 2025", "snapshot", "31 March 2025"),
        ("Snapshot date: 31 March 2025", "snapshot", "31 March 2025"),
        ("31 March 2025", "snapshot", "31 March 2025"),
        ("Mid-2023 population", "snapshot", "30 June 2023"),
        ("at 31 March", "snapshot", "31 March 2026"),
    ],
)  # fmt: skip
def test_kinds_of_period(text: str, kind: str, label: str) -> None:
    assert read(text) == [(kind, label)]


@pytest.mark.parametrize(
    "text",
    [
        "", "E06000012", "E06202425", "01865 202425", "Tel: 020 7219 2425", "£2,024", "£24-25",
        "2024.5", "1,202,425", "(2011 Act)", "Working Together 2023", "Children Act 2004",
        "Please return by 30 April 2026", "Return by 30/04/2026", "Date: 12/06/2026",
        "Date of return: 30 April", "Published 21 November 2024", "Published: November 2024",
        "Next update March 2025", "Up to date", "aged 16-17", "24-25 year olds", "9/10", "11/12",
        "2011-12-05", "2020-2025", "31 June 2025 to 31 June 2026", "Section 11 2025",
        "REF 2024-25/003", "Inspected 12 June 2024",
    ],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert periods_in(text, YEAR) == []


@pytest.mark.parametrize("text", ["Q2", "April", "to P9", "YTD", "Jul-Sep", "at 31 March"])
def test_without_a_year_there_is_no_period(text: str) -> None:
    assert periods_in(text) == []


def test_several_periods_in_their_places() -> None:
    text = "Q1 2024-25 beside Q1 2023-24"
    found = periods_in(text)
    assert [text[slice(*held.span)] for held in found] == ["Q1 2024-25", "Q1 2023-24"]
    assert [held.period.label for held in found] == ["2024-25 Q1", "2023-24 Q1"]


def test_words_that_may_mean_two_periods_say_so() -> None:
    (found,) = periods_in("Q3 2024")
    assert [found.period.label, *(other.label for other in found.also)] == [
        "2024-25 Q3", "2024-25 Q2",
    ]  # fmt: skip
    (found,) = periods_in("Year to 31 December 2025")
    assert [other.label for other in found.also] == ["2025-26 to December 2025"]


def test_a_quarter_is_of_the_year_that_its_own_text_names() -> None:
    assert read("Attendance 2023-24, second half: Q3") == [("quarter", "2023-24 Q3")]
    assert read("2022-23 and 2023-24, of them Q3") == [("year", "2022-23"), ("year", "2023-24")]


def test_a_cell_that_is_a_date_is_a_day() -> None:
    for text in ("2025-03-31", "31/03/2025", "31 March 2025", "31st Mar 2025"):
        found = period_of(text)
        assert found is not None
        assert found.period == kinds.snapshot(date(2025, 3, 31))
    assert period_of("2023-24 and 2024-25") is None
    assert period_of("none") is None


FIRST = st.integers(2000, 2047)


@given(FIRST)
def test_every_form_of_a_year_gives_that_year(first: int) -> None:
    short, last = first % 100, (first + 1) % 100
    for text in (
        f"{first}-{last:02d}", f"{first}/{last:02d}", f"{first}–{first + 1}",
        f"FY {first}-{last:02d}", f"FY{last:02d}", f"{first}{last:02d}",
        f"April {first} to March {first + 1}", f"year ended 31 March {first + 1}",
        f"12 months to 31 March {first + 1}", f"Total (1 April {first} - 31 March {first + 1})",
    ):  # fmt: skip
        found = [held.period for held in periods_in(text)]
        assert found == [kinds.financial_year(first)], text
    if short >= 15:
        assert [held.period for held in periods_in(f"{short:02d}/{last:02d}")] == found


@given(FIRST, st.integers(1, 4))
def test_every_form_of_a_quarter_gives_that_quarter(first: int, number: int) -> None:
    months = ("Apr-Jun", "Jul-Sep", "Oct-Dec", "Jan-Mar")[number - 1]
    year = first + (number == 4)
    for text in (
        f"Q{number} {first}-{(first + 1) % 100:02d}", f"{first}/{(first + 1) % 100:02d} Q{number}",
        f"Quarter {number} ({months}) {year}", f"{months} {year}",
        f"{months} {first}-{(first + 1) % 100:02d}", f"Qtr {number}, FY{(first + 1) % 100:02d}",
    ):  # fmt: skip
        assert [held.period for held in periods_in(text)] == [kinds.quarter(first, number)], text


@given(st.dates(date(2000, 1, 1), date(2048, 12, 31)), st.integers(0, 330))
def test_the_words_of_a_period_give_that_period(day: date, length: int) -> None:
    first = kinds.first_of(day)
    end = date.fromordinal(day.toordinal() + length)
    made = [
        kinds.financial_year(first), kinds.calendar_year(first), kinds.academic_year(first),
        kinds.month(day.year, day.month), kinds.year_to_date(first), kinds.rolling(day),
        kinds.year_to_date(first, day), kinds.snapshot(day), kinds.between(day, end),
        kinds.between(day.replace(day=1), kinds.last_day(end)),
    ]  # fmt: skip
    for period in made:
        if period is not None:
            assert [held.period for held in periods_in(period.words)] == [period], period.words
            found = period_of(period.label)
            assert found is not None
            assert found.period == period


@given(st.text(st.characters(codec="ascii", exclude_characters="0123456789")))
def test_text_without_a_number_names_no_period_by_itself(text: str) -> None:
    assert periods_in(text) == []


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for held in periods_in(text, YEAR):
        start, end = held.span
        assert 0 <= start < end <= len(text)
        assert held.period.start <= held.period.end

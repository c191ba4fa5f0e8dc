"""Tables typed by hand: a column of numbers is set as one."""

import pytest

from oscb_desktop.report.content.blocks import TypedTable
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.tables import build


def numeric(*rows: tuple[str, ...]) -> list[bool]:
    table = build(TypedTable(rows=rows), Figures.of(()))
    return [heading.numeric for heading in table.headings]


@pytest.mark.parametrize(
    "cells",
    [
        ("91,150", "1,200.50"),
        ("£91,150", "(£1,200)", "−750"),
        ("12.5%", "7 %", "[x]"),
        ("4", "", "–", "n/a"),
    ],
)
def test_a_column_of_numbers_is_numeric(cells: tuple[str, ...]) -> None:
    rows = [(f"Row {at}", cell) for at, cell in enumerate(cells)]
    assert numeric(("Partner", "Paid"), *rows) == [False, True]


@pytest.mark.parametrize("cells", [("91,150", "about 40"), ("-", "[x]"), ("", ""), ("1 May",)])
def test_a_column_of_anything_else_is_words(cells: tuple[str, ...]) -> None:
    rows = [(f"Row {at}", cell) for at, cell in enumerate(cells)]
    assert numeric(("Partner", "Paid"), *rows) == [False, False]


def test_the_first_column_names_the_rows_also_by_year() -> None:
    assert numeric(("Year", "Reviews"), ("2024", "3"), ("2025", "4")) == [False, True]


def test_headings_alone_and_nothing_at_all() -> None:
    assert numeric(("Partner", "Paid")) == [False, False]
    assert numeric() == []

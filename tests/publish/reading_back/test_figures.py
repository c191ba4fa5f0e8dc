"""Figures of a record are found on the pages however a table prints them, and others are not."""

from decimal import Decimal

import pytest

from oscb_desktop.publish.reading_back.pages import _as_printed


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("3.5", "3.50"),  # beside 12.25, in a column with two decimals
        ("275000.50", "275001"),
        ("0.50", "0"),  # 0.4951, to the whole pound
        ("12.25", "12.3"),
        ("7000", "7000"),
    ],
)
def test_a_number_is_found_with_the_decimals_it_is_printed_with(number: str, printed: str) -> None:
    assert Decimal(printed) in set(_as_printed(number))


@pytest.mark.parametrize(
    ("number", "other"), [("3.5", "3.6"), ("7000", "700"), ("12.25", "12.2501"), ("0.50", "2")]
)
def test_another_number_is_not_taken_for_it(number: str, other: str) -> None:
    assert Decimal(other) not in set(_as_printed(number))

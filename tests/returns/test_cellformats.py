"""What number formats show, by their codes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.returns.cellformats import GENERAL, format_of, numbered


@pytest.mark.parametrize(
    ("code", "suffixed", "shown_in"),
    [
        ('£#,##0.0"k"', 1_000, 1),
        ('0.0"K"', 1_000, 1),
        (r"0.0\k", 1_000, 1),
        ('0" thousand"', 1_000, 1),
        ('0"\'000s"', 1_000, 1),
        ('"£000s "0', 1_000, 1),
        ('0.0" m"', 1_000_000, 1),
        ('[$£-809]#,##0.00"mn"', 1_000_000, 1),
        ('0.0"bn"', 1_000_000_000, 1),
        ("#,##0,", 1, 1_000),
        ('#,##0.0,"k"', 1, 1_000),  # scaled: what is stored is the full number
        ('0.0,,"m"', 1, 1_000_000),
        ("#,##0", 1, 1),
        ('0" km"', 1, 1),
        ('0"kg"', 1, 1),
        ('0%"k"', 1, 1),
        ('0;"k"0', 1, 1),  # of negative numbers only
        ("m/d/yy", 1, 1),
        ("General", 1, 1),
    ],
)
def test_thousands_in_words_and_by_commas(code: str, suffixed: int, shown_in: int) -> None:
    assert (format_of(code).suffixed, format_of(code).shown_in) == (suffixed, shown_in)


@pytest.mark.parametrize(
    ("code", "percent", "currency"),
    [
        ("0.0%", True, False), ('0"%"', False, False), (r"0\%", False, False),
        ("[Red]0%;[Blue]-0%", True, False), ("£#,##0", False, True), ('"£"0', False, True),
        ("[$£-809]0.00", False, True), ("_-£* #,##0_-", False, True), ("[$$-409]0", False, False),
        ("[Red]0", False, False), ("%", True, False),
    ],
)  # fmt: skip
def test_percentages_and_pounds(code: str, percent: bool, currency: bool) -> None:
    assert (format_of(code).percent, format_of(code).currency) == (percent, currency)


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0.00", 1.1, "1.10"), ("0.0", 1.1, "1.1"), ("000", 7, "007"), ("000", 7.0, "007"),
        ("0", 7.5, "8"), ("0.0", 0.25, "0.3"), ("00", -3, "-03"), ('"PI-"000', 7, "PI-007"),
        ('000"a"', 7, "007a"), ("#,##0", 7, None), ("0.0#", 7, None), ("0%", 0.5, None),
        ("General", 7, None), ("@", 7, None), ("yyyy", 7, None), ("0,", 7, None),
        ("00", True, None), ("00", "7", None), ("00", float("inf"), None), ("0-00", 701, None),
    ],
)  # fmt: skip
def test_digits_that_are_always_there(code: str, value: Any, shown: str | None) -> None:
    assert format_of(code).show(value) == shown


def test_formats_known_by_number() -> None:
    assert [number for number in range(60) if numbered(number).percent] == [9, 10]
    assert [number for number in range(60) if numbered(number).currency] == [5, 6, 7, 8, 42, 44]
    assert numbered(2).show(1) == "1.00"
    assert numbered(0) == numbered(14) == numbered(49) == GENERAL


@given(st.text(max_size=40))
def test_any_code_is_read(code: str) -> None:
    shown = format_of(code)
    assert shown.suffixed == 1 or shown.shown_in == 1


@given(st.integers(0, 10**9), st.integers(1, 6), st.integers(0, 6))
def test_fixed_digits_keep_the_number(number: int, digits: int, decimals: int) -> None:
    code = "0" * digits + ("." + "0" * decimals if decimals else "")
    shown = format_of(code).show(number)
    assert shown is not None
    assert float(shown) == number
    assert len(shown.partition(".")[2]) == decimals
    assert len(shown.partition(".")[0]) >= digits

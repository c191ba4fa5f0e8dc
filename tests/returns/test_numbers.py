"""What people write for a number is read as that number, exactly, or not at all."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.report.content.figures import MISSING_MEANINGS
from oscb_desktop.returns import numbers
from oscb_desktop.returns.numbers import Amount, Missing


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1200", "1200"), ("1,200.50", "1200.5"), ("£1,200", "1200"), ("£ 1 200", "1200"),
        ("(1,200)", "-1200"), ("(£1,200.00)", "-1200"), ("-£5", "-5"), ("£-5", "-5"),
        ("1200-", "-1200"), ("−7", "-7"), ("12*", "12"), ("12 [note 3]", "12"), ("12[1]", "12"),
        ("\u00a0412\u00a0300\u00a0", "412300"), ("£12k", "12000"), ("1.5m", "1500000"),
        (".5", "0.5"), ("12 (note 2)", "12"), ("12 [r]", "12"), ("+3", "3"), ("12¹", "12"),
    ],
)  # fmt: skip
def test_amounts(text: str, value: str) -> None:
    found = numbers.read(text)
    assert isinstance(found, Amount)
    assert (found.text, found.percent, found.marker) == (value, False, "")


@pytest.mark.parametrize("text", ["81%", "81 %", "81 per cent", "81.0%"])
def test_percent_signs(text: str) -> None:
    assert numbers.read(text) == Amount("81", percent=True)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("[c]", "c"), ("c", "c"), ("[C]", "c"), ("[ z ]", "z"), ("z", "z"), ("[x]", "x"),
        ("[low]", "low"), ("k", "k"), (":", ":"), ("-", "-"), ("–", "-"), ("n/a", "z"),
        ("N/A", "z"), ("NA", "z"), ("[n/a]", "z"), ("n.a.", "z"), ("..", ":"), ("[n]", "x"),
        ("Not applicable", "z"),
        ("nil", "-"), ("u", "u"), ("[u]", "u"), ("U", "u"), ("[w]", "w"), ("No data", "w"),
        ("Not held", "x"), ("not collected", "x"), ("n/k", "x"), ("Nil return", "-"),
        ("...", ":"), ("…", ":"), ("[TBC]", "x"), ("[X]", "x"),
    ],
)  # fmt: skip
def test_symbols(text: str, symbol: str) -> None:
    assert numbers.read(text) == Missing(symbol)


@pytest.mark.parametrize("text", ["<5", "< 5", "fewer than 5", "1-4", "1 to 5", "less than 10"])
def test_a_small_number_given_as_a_range_is_suppressed_and_said(text: str) -> None:
    assert numbers.read(text) == Missing("c", because=text)


@pytest.mark.parametrize(
    "text",
    ["w", "y", "12r", "12p", "12b", "[r]", "held",
     "twelve", "1,20", "1.2.3", "12 34", "(5", "5)", "--5", "(-5)", "12 people", "[q]", "e5",
     "1e5", "n", "m", "£", "%", "12/04/2025", "", "(", "1,2345"],
)  # fmt: skip
def test_not_numbers(text: str) -> None:
    assert numbers.read(text) is None


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_every_way_of_writing_an_amount_gives_it_back(amount: Decimal) -> None:
    digits = f"{abs(amount):,.2f}"
    ways = [f"{abs(amount):.2f}", digits, f"£{digits}", f" £ {digits} ", digits.replace(",", " ")]
    if amount < 0:
        ways = [form for way in ways for form in (f"-{way.strip()}", f"({way.strip()})")]
    for way in ways:
        found = numbers.read(way)
        assert isinstance(found, Amount), way
        assert Decimal(found.text) == amount, way


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = numbers.read(text)
    if isinstance(found, Amount):
        assert Decimal(found.text).is_finite()
        assert any(character.isdigit() for character in text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 4, 1), "2026-04-01"), (datetime(2026, 4, 1, 12), "2026-04-01"),
        ("01/04/2026", "2026-04-01"), ("1 April 2026", "2026-04-01"), ("1 Apr 2026", "2026-04-01"),
        ("2026-04-01", "2026-04-01"), ("Spring", None), (5.0, None), ("32/01/2026", None),
        ("1/4/26", "2026-04-01"), ("01.04.2026", "2026-04-01"), ("01-04-26", "2026-04-01"),
        ("01/04-2026", None), ("01/04/2026 09:30", "2026-04-01"), ("1-Apr-26", "2026-04-01"),
        ("April 1, 2026", "2026-04-01"), ("04/30/2026", None), ("00/04/2026", None),
    ],
)  # fmt: skip
def test_dates(value: object, expected: str | None) -> None:
    assert numbers.read_date(value) == expected


@pytest.mark.parametrize(
    ("value", "order", "month_first"),
    [
        ("04/30/2026", numbers.MONTH_FIRST, "2026-04-30"),
        ("30/04/2026", numbers.DAY_FIRST, None),
        ("05/06/2026", numbers.EITHER, "2026-05-06"),
        ("05/05/2026", "", "2026-05-05"),
        ("31/31/2026", "", None),
        ("2026-05-06", "", "2026-05-06"),
        (date(2026, 5, 6), "", "2026-05-06"),
        ("soon", "", None),
    ],
)
def test_the_order_of_a_date(value: object, order: str, month_first: str | None) -> None:
    assert numbers.date_order(value) == order
    assert numbers.read_date(value, month_first=True) == month_first


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2068, 12, 31)))
def test_a_date_written_in_an_order_is_read_back_in_it(day: date) -> None:
    for shape, other in (("%d/%m/%Y", False), ("%m/%d/%y", True), ("%d.%m.%y", False)):
        assert numbers.read_date(day.strftime(shape), month_first=other) == day.isoformat()
    assert (numbers.date_order(day.strftime("%m/%d/%Y")) == numbers.MONTH_FIRST) == (day.day > 12)


@pytest.mark.parametrize(
    ("text", "value", "marker"),
    [
        ("12r", "12", "r"), ("12p", "12", "p"), ("12e", "12", "e"), ("12b", "12", "b"),
        ("1,204.5r", "1204.5", "r"), ("12 [p]", "12", "p"), ("12[r]", "12", "r"),
        ("12 [u]", "12", "u"), ("-3p", "-3", "p"), ("12", "12", ""), ("12 [note 3]", "12", ""),
        ("12k", "12000", ""),
    ],
)  # fmt: skip
def test_a_number_of_official_statistics_with_its_marker(
    text: str, value: str, marker: str
) -> None:
    found = numbers.read_marked(text)
    assert isinstance(found, Amount)
    assert (found.text, found.marker) == (value, marker)


@pytest.mark.parametrize("text", ["12 r", "12R", "12x", "12u", "12rp", "KS4p", "r", "p12", "[r]"])
def test_only_a_letter_right_behind_digits_is_a_marker(text: str) -> None:
    assert numbers.read_marked(text) is None


def test_every_marker_has_a_meaning_and_every_missing_symbol_too() -> None:
    assert len({numbers.marker_meaning(marker) for marker in numbers.MARKERS}) == 5
    assert set(numbers._SYMBOLS.values()) <= MISSING_MEANINGS.keys()

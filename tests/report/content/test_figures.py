"""Figures: exact values, typed missing, provenance to the cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.report.content.figures import Figures, Formula, Provenance, decimal_text, exact
from tests.report.samples import contributions, indicators


def test_a_value_knows_its_cell() -> None:
    figure = Figures.of([contributions()]).get("budget-contributions.police.agreed")
    assert figure is not None
    assert figure.value == Decimal("91150.50")
    assert isinstance(figure.origin, Provenance)
    assert (figure.origin.sheet, figure.origin.cell) == ("Contributions", "D8")


def test_a_suppressed_value_is_typed_missing_and_never_zero() -> None:
    figure = Figures.of([contributions()]).get("budget-contributions.schools.agreed")
    assert figure is not None
    assert figure.value is None
    assert figure.missing == "c"
    assert figure.missing_meaning == "suppressed to protect confidentiality"


def test_a_blank_cell_is_no_figure() -> None:
    assert Figures.of([contributions()]).get("budget-contributions.schools.variance") is None


def test_a_worked_out_column_names_its_inputs() -> None:
    figure = Figures.of([contributions()]).get("budget-contributions.council.variance")
    assert figure is not None
    assert isinstance(figure.origin, Formula)
    assert figure.origin.inputs == (
        "budget-contributions.council.received",
        "budget-contributions.council.agreed",
    )


def test_a_total_is_a_formula_over_the_rows_that_have_values() -> None:
    figure = Figures.of([contributions()]).get("budget-contributions.total.agreed")
    assert figure is not None
    assert figure.value == Decimal("275000.50")
    assert isinstance(figure.origin, Formula)
    assert len(figure.origin.inputs) == 2


def test_rows_may_have_units_of_their_own() -> None:
    figures = Figures.of([indicators()])
    units = [
        found.unit for key in ("pi01", "pi02") if (found := figures.get(f"indicators.{key}.value"))
    ]
    assert units == ["%", "number"]


def test_the_count_of_figures_is_how_many_there_are() -> None:
    for held in (contributions(), indicators()):
        assert held.figure_count() == len(list(held.figures()))


def test_words_are_no_figures() -> None:
    assert Figures.of([contributions()]).get("budget-contributions.council.form") is None


def test_search_wants_every_word() -> None:
    figures = Figures.of([contributions(), indicators()])
    assert [found.key for found in figures.search("police agreed")] == [
        "budget-contributions.police.agreed"
    ]
    assert figures.search("police marmalade") == []


@pytest.mark.parametrize("key", ["", "a", "a.b", "a.b.c.d", "budget-contributions.nobody.agreed"])
def test_a_key_that_names_nothing_gives_nothing(key: str) -> None:
    assert Figures.of([contributions()]).get(key) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_spreadsheets_number_is_the_decimal_it_shows(value: Decimal) -> None:
    assert exact(float(value)) == value
    assert exact(str(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_decimal_text_is_plain_and_exact(value: Decimal) -> None:
    text = decimal_text(value)
    assert "e" not in text.lower()
    assert Decimal(text) == value


def test_what_stands_on_figures_is_made_once_and_never_for_others() -> None:
    figures, others = Figures.of([contributions()]), Figures.of([contributions()])
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [figures.once("table", make), figures.once("table", make)] == [1, 1]
    assert others.once("table", make) == 2
    assert figures.once("chart", make) == 3


def test_what_is_made_is_not_kept_without_end() -> None:
    figures = Figures.of([contributions()])
    for number in range(9_000):
        assert figures.once(number, lambda number=number: number) == number
    assert len(figures._made) <= 4_000

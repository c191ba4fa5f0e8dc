"""Totals agree with their rows and columns with each other, or it is said at the cell."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.problems import Problem
from oscb_desktop.report.content.figures import Column
from oscb_desktop.returns.checking import (
    PENNY,
    check_formula,
    check_steady,
    check_totals,
    exact_sum,
    total_of,
    worked_out,
)
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.kinds import Field, Table

Values = list[float | str | None]
FIRST = 10  # the sheet row, from 0, of the first row: row 11 as Excel counts
MONEY = Table(
    id="money",
    title="Money",
    key=("name",),
    need_any=("budget",),
    steady=("actual", "before"),
    fields=(
        Field(name="name", label="Name", type="label"),
        Field(name="budget", label="Budget", type="money"),
        Field(name="actual", label="Actual", type="money"),
        Field(name="before", label="Last year", type="money"),
        Field(name="growth", label="Growth", type="money", plus="actual", minus="before"),
        Field(name="variance", label="Variance", type="money", plus="actual", minus="budget"),
        Field(name="rest", label="Rest", type="money", plus="budget", minus="actual"),
    ),
)
LETTERS = {"budget": "B", "actual": "C", "before": "D", "variance": "E", "rest": "F", "growth": "G"}


def taken(name: str, values: Values, **missing: str) -> Taken:
    """The values of a column; ``missing`` gives symbols by "r" and the row's index."""
    symbols = {int(row.removeprefix("r")): symbol for row, symbol in missing.items()}
    column = "ABCDEFG".index(LETTERS[name])
    return Taken(field=MONEY.field(name), column=column, heading=name, score=1.0, values=values,
                 missing=symbols)  # fmt: skip


def at(rows: int | Sequence[int]) -> At:
    numbers = range(FIRST, FIRST + rows) if isinstance(rows, int) else rows
    return At(sheet="Data", rows=numbers, collector=Collector("return.xlsx"))


def told(found: Sequence[Problem]) -> list[tuple[str, str, str, str]]:
    assert all(held.place.sheet == "Data" for held in found)
    return [(held.code, held.place.cell, str(held.found), held.expected) for held in found]


def totals(
    values: Values, *rows: tuple[int, str, Any], among: Sequence[int] | None = None, **missing: str
) -> list[tuple[str, str, str, str]]:
    """Check totals of one column (B): each is its sheet row, its label and its cell."""
    place = at(among if among is not None else len(values))
    cells = [(row, label, ["", cell]) for row, label, cell in rows]
    check_totals([taken("budget", values, **missing)], cells, place)
    return told(place.collector.problems())


# Totals


@pytest.mark.parametrize("shown", [60.0, 60, "60", "£60.00", 60.005, 59.995])
def test_a_total_that_is_the_sum_of_its_rows_is_right(shown: object) -> None:
    assert totals([10.0, "20.00", 30.0], (13, "Total", shown)) == []


@pytest.mark.parametrize("shown", [60.02, 59.98, 62, 0, -60])
def test_a_total_that_is_not_is_said_at_its_cell(shown: float) -> None:
    (found,) = totals([10.5, 20.0, 29.5], (13, "Total", shown))
    said = f"{shown:g}"
    assert found == ("return-total-does-not-add-up", "B14", said, "60")


def test_a_total_written_as_text_is_compared_too() -> None:
    (found,) = totals([10.5, 20.0], (12, "Total", "£31.50"))
    assert found == ("return-total-does-not-add-up", "B13", "31.5", "30.5")


@pytest.mark.parametrize("shown", ["", None, "[c]", "about sixty", True, "#REF!"])
def test_a_total_that_is_no_number_is_not_compared(shown: object) -> None:
    assert totals([10.0, 20.0], (12, "Total", shown)) == []


def test_a_row_that_ends_before_the_column_has_no_total_there() -> None:
    place = at(2)
    check_totals([taken("budget", [1.0, 2.0])], [(12, "Total", ["Total"])], place)
    assert place.collector.problems() == []


def test_blanks_count_as_nothing() -> None:
    assert totals([None, 10.0, None], (13, "Total", 10)) == []
    assert [found[3] for found in totals([None, None], (12, "Total", 5))] == ["0"]


@pytest.mark.parametrize("symbol", ["c", "x", "k", "low", ":"])
def test_a_sum_with_a_number_that_nobody_knows_is_not_compared(symbol: str) -> None:
    assert totals([10.0, None], (12, "Total", 99), r1=symbol) == []


@pytest.mark.parametrize("symbol", ["z", "-"])
def test_what_is_not_applicable_or_nil_is_known_to_add_nothing(symbol: str) -> None:
    assert totals([10.0, None], (12, "Total", 10), r1=symbol) == []
    assert len(totals([10.0, None], (12, "Total", 99), r1=symbol)) == 1


def test_what_nobody_knows_below_a_total_does_not_matter_to_it() -> None:
    rows = [FIRST, FIRST + 2]
    assert len(totals([10.0, None], (FIRST + 1, "Total", 99), among=rows, r1="c")) == 1


def test_a_later_total_sums_every_row_or_those_since_the_last() -> None:
    rows = [10, 11, 13, 14]
    values: Values = [1.0, 2.0, 4.5, 8.0]
    first = (12, "Total of cash", 3)
    for shown in (12.5, 15.5):
        assert totals(values, first, (15, "Total", shown), among=rows) == []
    (found,) = totals(values, first, (15, "Total", 15), among=rows)
    assert found == ("return-total-does-not-add-up", "B16", "15", "15.5")
    (found,) = totals(values, first, (15, "Total", 12), among=rows)
    assert found[3] == "12.5"  # the nearer one is what it should be


def test_a_subtotal_sums_only_what_is_since_the_last() -> None:
    rows = [10, 11, 13, 14]
    values: Values = [1.0, 2.0, 4.0, 8.0]
    first = (12, "Sub-total", 3)
    assert totals(values, first, (15, "Sub-total", 12), among=rows) == []
    (found,) = totals(values, first, (15, "Sub-total", 15), among=rows)
    assert (found[1], found[3]) == ("B16", "12")


def test_each_column_is_compared_with_its_own_cell() -> None:
    place = at(2)
    takens = [taken("budget", [1.0, 2.0]), taken("actual", [4.0, 8.0])]
    check_totals(takens, [(12, "Total", ["Total", 3, 13.5])], place)
    (found,) = place.collector.problems()
    assert told([found]) == [("return-total-does-not-add-up", "C13", "13.5", "12")]
    assert "Actual" in found.message


@pytest.mark.parametrize("cell", ["", "[c]"])
def test_a_column_without_a_total_holds_up_no_other(cell: str) -> None:
    place = at(2)
    takens = [taken("budget", [1.0, 2.0]), taken("actual", [4.0, 8.0])]
    check_totals(takens, [(12, "Total", ["Total", cell, 13.5])], place)
    assert [held[1] for held in told(place.collector.problems())] == ["C13"]


def test_three_whole_pounds_may_miss_their_total_by_one() -> None:
    assert totals([1.0, 2.0, 3.0], (13, "Total", 7)) == [
        ("return-total-rounded", "B14", "7", "6"),
    ]  # fmt: skip
    assert totals([1.0, 2.0, 3.0], (13, "Total", 5))[0][0] == "return-total-rounded"


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1.0, 2.0, 3.0], 7.5),  # more than one
        ([1.0, 2.0], 4),  # two numbers cannot be out by one through rounding
        ([1.0, 2.0, None], 4),
        ([1.0, 2.0, 3.5], 7.5),  # pence are not rounded
    ],
)
def test_other_misses_are_no_rounding(values: Values, shown: float) -> None:
    assert totals(values, (13, "Total", shown))[0][0] == "return-total-does-not-add-up"


def test_what_is_rounded_is_judged_by_the_rows_it_sums() -> None:
    rows = [10, 11, 13, 14, 15]
    values: Values = [0.5, 0.5, 1.0, 2.0, 3.0]
    first = (12, "Sub-total", 1)
    assert totals(values, first, (16, "Sub-total", 7), among=rows)[0][0] == "return-total-rounded"
    (found,) = totals(values, first, (16, "Total", 8), among=rows)
    assert found == ("return-total-does-not-add-up", "B17", "8", "7")


def test_many_pennies_add_up() -> None:
    assert totals([0.1] * 1000, (FIRST + 1000, "Total", 100.0)) == []
    assert len(totals([0.1] * 1000, (FIRST + 1000, "Total", 100.01))) == 1
    assert PENNY < 0.01


# Columns worked out from others


def formula(**columns: Values) -> tuple[set[str], list[Problem]]:
    place = at(len(next(iter(columns.values()))))
    takens = {name: taken(name, values) for name, values in columns.items()}
    return check_formula(MONEY, takens, place), place.collector.problems()


def test_a_difference_that_is_right_says_nothing() -> None:
    assert formula(budget=[10.0, 20.0], actual=[12.0, 15.0], variance=[2.0, -5.0]) == (set(), [])


def test_a_difference_that_is_wrong_is_said_at_its_cell_with_both_sides() -> None:
    turned, (found,) = formula(budget=[10.0, 20.0], actual=[12.0, 15.0], variance=[2.0, -4.98])
    assert turned == set()
    assert told([found]) == [("return-columns-disagree", "E12", "-4.98", "-5")]
    assert "Actual − Budget" in found.message


@pytest.mark.parametrize(("value", "wrong"), [(2.005, 0), (1.995, 0), (2.01, 1), (1.99, 1)])
def test_a_difference_may_be_out_by_less_than_a_penny(value: float, wrong: int) -> None:
    assert len(formula(budget=[10.0], actual=[12.0], variance=[value])[1]) == wrong
    exact: Values = [str(value)]
    assert len(formula(budget=["10"], actual=[12.0], variance=exact)[1]) == wrong


def test_a_column_the_other_way_round_is_said_once_and_named() -> None:
    turned, (found,) = formula(
        budget=[10.0, 20.0, 5.0], actual=[12.0, 15.0, 5.0], variance=[-2.0, 5.0, 0.0]
    )
    assert turned == {"variance"}
    assert told([found])[0][:2] == ("return-variance-turned", "E11")
    assert found.message == "Variance at E11 is worked out as Budget − Actual."
    assert "Actual − Budget" in found.remedy


def test_the_turn_is_said_where_it_is_first_seen() -> None:
    _, (found,) = formula(
        budget=[5.0, 20.0, 10.0], actual=[5.0, 15.0, 12.0], variance=[0.0, 5.0, -2.0]
    )
    assert found.place.cell == "E12"


def test_a_column_that_is_partly_the_other_way_round_is_wrong_row_by_row() -> None:
    turned, found = formula(
        budget=[10.0, 20.0, 7.0], actual=[12.0, 15.0, 9.0], variance=[-2.0, 5.0, 2.0]
    )
    assert turned == set()
    assert [held.place.cell for held in found] == ["E11", "E12"]
    turned, found = formula(budget=[10.0, 20.0], actual=[12.0, 15.0], variance=[-2.0, 9.0])
    assert turned == set()
    assert [held.code for held in found] == ["return-columns-disagree"] * 2


def test_a_difference_of_nought_that_is_none_is_said_as_nought() -> None:
    _, (found,) = formula(budget=[10.0], actual=[12.0], variance=[0.0])
    assert told([found]) == [("return-columns-disagree", "E11", "0", "2")]
    assert "Variance" in found.remedy


def test_a_blank_holds_up_no_row_below_it() -> None:
    _, found = formula(budget=[None, 20.0], actual=[12.0, 15.0], variance=[7.0, -4.0])
    assert told(found) == [("return-columns-disagree", "E12", "-4", "-5")]


def test_blanks_are_not_compared() -> None:
    for columns in (
        {"budget": [None, 20.0], "actual": [12.0, 15.0], "variance": [7.0, -5.0]},
        {"budget": [10.0, 20.0], "actual": [None, 15.0], "variance": [7.0, -5.0]},
        {"budget": [10.0, 20.0], "actual": [12.0, 15.0], "variance": [None, -5.0]},
    ):
        assert formula(**columns) == (set(), [])  # type: ignore[arg-type]
    turned, _ = formula(budget=[10.0, 5.0], actual=[12.0, 6.0], variance=[-2.0, None])
    assert turned == {"variance"}


def test_without_both_sides_there_is_nothing_to_compare() -> None:
    assert formula(budget=[10.0], variance=[7.0]) == (set(), [])
    assert formula(actual=[10.0], variance=[7.0]) == (set(), [])
    assert formula(budget=[10.0], actual=[12.0]) == (set(), [])


def test_each_difference_is_checked_though_another_has_one_side_only() -> None:
    _, found = formula(budget=[10.0], actual=[12.0], growth=[5.0], variance=[1.0])
    assert told(found) == [("return-columns-disagree", "E11", "1", "2")]


def test_each_difference_is_checked_though_another_is_the_other_way_round() -> None:
    turned, found = formula(budget=[10.0], actual=[12.0], variance=[-2.0], rest=[1.0])
    assert turned == {"variance"}
    assert [held.place.cell for held in found] == ["E11", "F11"]


def test_each_difference_is_checked_though_another_is_right() -> None:
    _, found = formula(budget=[10.0], actual=[12.0], variance=[2.0], rest=[1.0])
    assert told(found) == [("return-columns-disagree", "F11", "1", "-2")]


# This year and last year


def steady(now: Values, before: Values, **missing: str) -> list[tuple[str, str, str, str]]:
    place = at(len(now))
    takens = {"actual": taken("actual", now, **missing), "before": taken("before", before)}
    check_steady(MONEY, takens, place)
    return told(place.collector.problems())


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (100.0, 50.0, False), (101.0, 50.0, True), (50.0, 100.0, False), (49.0, 100.0, True),
        (20.0, 9.0, True), (19.0, 9.0, False), (9.0, 20.0, True), (100.0, 0.0, False),
        (0.0, 100.0, False), (-100.0, 100.0, False), (None, 100.0, False), (100.0, None, False),
        ("101", "50", True),
    ],
)  # fmt: skip
def test_twice_or_half_as_much_as_last_year_is_pointed_at(
    now: float | str | None, before: float | str | None, said: bool
) -> None:
    found = steady([1.0, now], [1.0, before])
    expected = [("return-large-change", "C12", f"{now}".removesuffix(".0"),
                 f"{before}".removesuffix(".0"))]  # fmt: skip
    assert found == (expected if said else [])


def test_a_row_that_is_not_compared_holds_up_no_other() -> None:
    now: Values = [None, 100.0, 100.0, 900.0]
    before: Values = [1.0, None, 90.0, 90.0]
    place = at(4)
    check_steady(MONEY, {"actual": taken("actual", now, r1="c"),
                         "before": taken("before", before)}, place)  # fmt: skip
    (found,) = place.collector.problems()
    assert told([found])[0][1] == "C14"


def test_a_symbol_is_no_change() -> None:
    assert steady([1.0, 900.0], [1.0, 90.0], r1="z") == []


def test_a_table_that_says_nothing_of_last_year_is_left_alone() -> None:
    place = at(1)
    check_steady(MONEY, {"actual": taken("actual", [900.0])}, place)
    check_steady(MONEY, {"before": taken("before", [900.0])}, place)
    assert place.collector.problems() == []


def test_a_very_long_table_is_not_looked_through() -> None:
    many, few = [900.0] * 2001, [1.0] * 2001
    assert steady(list(many), list(few)) == []
    assert len(steady(list(many[:2000]), list(few[:2000]))) > 0


# Sums and differences, exact


def column(name: str, *values: float | str | None, **missing: str) -> Column:
    symbols = {int(row.removeprefix("r")): symbol for row, symbol in missing.items()}
    return Column(name=name, label=name.title(), values=list(values), unit="£", missing=symbols)


def test_a_difference_is_exact_and_says_how_it_was_worked_out() -> None:
    made = worked_out(
        column("actual", 0.3, "0.30", 1.0, None, r3="c"),
        column("budget", 0.1, 0.1, None, 2.0, r2="x"),
        "variance",
        "Variance",
        "£",
    )
    assert made.values == [0.2, "0.2", None, None]
    assert made.missing == {2: "x", 3: "c"}
    assert (made.name, made.label, made.unit) == ("variance", "Variance", "£")
    assert made.formula == "Actual − Budget"
    assert made.formula_inputs == ("actual", "budget")


def test_where_both_sides_are_missing_the_first_ones_symbol_stands() -> None:
    made = worked_out(column("actual", None, r0="c"), column("budget", None, r0="x"), "v", "V", "£")
    assert made.missing == {0: "c"}


def test_a_symbol_beside_a_value_is_not_carried_over() -> None:
    made = worked_out(column("actual", 3.0, r0="z"), column("budget", 1.0), "v", "V", "£")
    assert (made.values, made.missing) == ([2.0], {})


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=40), st.randoms())
def test_a_sum_is_exact_however_its_values_are_held(amounts: list[Decimal], dice: Any) -> None:
    values: Values = [float(amount) if dice.random() < 0.5 else str(amount) for amount in amounts]
    found = exact_sum([*values, None])
    assert found is not None
    assert Decimal(found) == sum(amounts)


@pytest.mark.parametrize("values", [[], [None], [None, None]])
def test_nothing_has_no_sum(values: Values) -> None:
    assert exact_sum(values) is None


def test_texts_alone_and_floats_alone_have_a_sum() -> None:
    assert (exact_sum(["1.10"]), exact_sum([1.1]), exact_sum([0.0])) == ("1.1", "1.1", "0")
    assert exact_sum([0.1, 0.2]) == "0.3"


@pytest.mark.parametrize("symbol", ["c", "x", "k", "low", ":"])
def test_a_column_with_a_number_that_nobody_knows_has_no_total(symbol: str) -> None:
    assert total_of(column("agreed", 1.0, None, r1=symbol)) is None


def test_any_other_column_has_its_total() -> None:
    assert total_of(column("agreed", 1.0, None, "2.5", r1="z")) == "3.5"
    assert total_of(column("agreed", None, r0="-")) is None

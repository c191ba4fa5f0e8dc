"""What speaks against itself is told at its cell, and what is in order is not."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.problems import Problem
from oscb_desktop.returns import kinds
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.consistency import check, out_of
from oscb_desktop.returns.kinds import Table

Values = list[float | str | None]


def table(table_id: str) -> Table:
    return next(t for kind in kinds.kinds().values() for t in kind.tables if t.id == table_id)


def told(
    table_id: str, columns: Mapping[str, Values], units: Sequence[str] | None = None
) -> list[tuple[str, str, str, str]]:
    """Check columns that stand side by side from A, their first row being row 2."""
    held = table(table_id)
    count = len(next(iter(columns.values())))
    at = At(sheet="S", rows=range(1, 1 + count), collector=Collector("r.xlsx"))
    takens = {
        name: Taken(field=held.field(name), column=index, heading=name, score=1, values=values)
        for index, (name, values) in enumerate(columns.items())
    }
    check(held, takens, units, at)
    return [shown(problem) for problem in at.collector.problems()]


def shown(problem: Problem) -> tuple[str, str, str, str]:
    return problem.code.removeprefix("return-"), problem.place.cell, problem.found, problem.expected


def test_more_attended_than_offered_is_told_at_the_attended_cell() -> None:
    columns: dict[str, Values] = {
        "places_offered": [20.0, 20.0, None, "20", 20.0],
        "places_attended": [250.0, 19.0, 30.0, "21", 20.0],
    }
    assert told("training", columns) == [
        ("part-above-whole", "B2", "250", "20"),
        ("part-above-whole", "B5", "21", "20"),
    ]


def test_more_actions_completed_than_agreed() -> None:
    columns: dict[str, Values] = {"actions": [7.0, 9.0], "actions_completed": [8.0, 9.0]}
    assert told("audits", columns) == [("part-above-whole", "B2", "8", "7")]
    assert told("audits", {"actions_completed": [8.0, 9.0]}) == []


def indicator(
    unit: str, numerator: float | None, denominator: float | None, value: float | str | None
) -> list[tuple[str, str, str, str]]:
    columns: dict[str, Values] = {
        "numerator": [numerator], "denominator": [denominator], "value": [value]}  # fmt: skip
    return told("indicators", columns, [unit])


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "value"),
    [
        ("per 10,000", 2065, 149_000, 138.6),
        ("per 10,000", 566, 149_000, 38),
        ("per 10,000", 566, 149_000, "38.0"),
        ("per 10,000 children", 566, 149_000, 37.98658),
        ("per 1,000", 41, 8_200, 5),
        ("per 100,000 population", 12, 690_113, 1.7),
        ("rate per 10k", 566, 148_755, 38.0),  # the population stands unrounded, the rate does not
        ("number", 566, 149_000, 566),
        ("number", 566, 149_000, 38.0),
        ("number", 566, 149_000, 3.8),
        ("number", 612, 900, 0.68),
        ("number", 612, 900, 68),
        ("number", 340, 20, 17),
        ("number", 612, 900, 900),
        ("days", 340, 20, 12),
        ("%", 612, 900, 86),  # told elsewhere, as a percentage
        ("per 10,000", 566, 0, 38),
        ("per 10,000", None, 149_000, 38),
        ("per 10,000", 566, None, 38),
        ("per 10,000", 566, 149_000, None),
    ],
)
def test_what_follows_from_its_parts(
    unit: str, numerator: float | None, denominator: float | None, value: float | str
) -> None:
    assert indicator(unit, numerator, denominator, value) == []


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "value", "expected"),
    [
        ("per 10,000", 566, 149_000, 48, "rate-disagrees: 38"),
        ("per 10,000", 566, 149_000, 3.8, "rate-disagrees: 38"),
        ("per 1,000", 41, 8_200, 50, "rate-disagrees: 5"),
        ("per 1,000", 41, 8_215, 5.4, "rate-disagrees: 5"),
        ("rate per 100 000", 12, 690_113, 17, "rate-disagrees: 1.7"),
        ("number", 566, 149_000, 655, "value-disagrees: 566"),
        ("number", 612, 900, 86, "value-disagrees: 612"),
    ],
)
def test_what_does_not_is_told_at_the_value(
    unit: str, numerator: float, denominator: float, value: float, expected: str
) -> None:
    (problem,) = indicator(unit, numerator, denominator, value)
    assert f"{problem[0]}: {problem[3]}" == expected
    assert problem[1] == "C2"


def test_a_numerator_above_its_denominator() -> None:
    assert indicator("%", 912, 900, 101) == [("part-above-whole", "A2", "912", "900")]
    assert indicator("per 10,000", 912, 900, 10_133.3) == []


@given(st.integers(1, 5_000), st.integers(5_001, 400_000), st.sampled_from([1_000, 10_000]))
def test_any_rate_rounded_to_one_place_follows_and_one_far_off_does_not(
    numerator: int, denominator: int, by: int
) -> None:
    due = numerator / denominator * by
    unit = f"per {by:,}"
    assert indicator(unit, numerator, denominator, round(due, 1)) == []
    wrong = round(due * 1.05 + 1, 1)
    assert [p[0] for p in indicator(unit, numerator, denominator, wrong)] == ["rate-disagrees"]


@pytest.mark.parametrize(
    ("unit", "counts_by"),
    [("per 10,000", 10_000), ("Rate per 1000", 1_000), ("/100,000", 100_000), ("per 10k", 10_000),
     ("per 10 thousand", 10_000), ("per cent", None), ("working days", None), ("", None)],
)  # fmt: skip
def test_what_a_rate_counts_by(unit: str, counts_by: int | None) -> None:
    assert out_of(unit) == counts_by


def test_pounds_beside_thousands_are_told_at_the_larger_cell() -> None:
    columns: dict[str, Values] = {
        "prior_year": [91.0, 40.0, 0.0, None, 40.0],
        "agreed": [91.15, 41.4, 12.0, 5.0, -5.0],
        "received": [91_150.0, 41.4, 12.0, 7.0, -5_000.0],
        "variance": [91_058.85, 0.0, 0.0, 2.0, -4_995.0],
    }
    assert told("budget-contributions", columns) == [
        ("amount-thousandfold", "C2", "91150", "91"),
        ("amount-thousandfold", "C6", "-5000", "-5"),
    ]


def test_amounts_of_very_different_sizes_in_a_column_are_in_order() -> None:
    columns: dict[str, Values] = {
        "budget": [412_300.0, 300.0, 12.5], "actual": [398_000.0, 2_900.0, 500.0]}  # fmt: skip
    assert told("budget-expenditure", columns) == []


def test_a_count_a_hundred_times_every_other() -> None:
    columns: dict[str, Values] = {"places_attended": [19.0, 45_123.0, None, 230.0]}
    assert told("training", columns) == [("implausibly-large", "A3", "45123", "230")]


@pytest.mark.parametrize("counts", [[19.0, 45_123.0], [1.0, 5_000.0, 2.0], [500.0, 45_000.0, 2.0]])
def test_few_counts_or_smaller_ones_are_in_order(counts: Values) -> None:
    assert told("training", {"places_attended": counts}) == []


def test_a_leap_from_the_year_before() -> None:
    columns: dict[str, Values] = {
        "value": [2_148_000.0, 21_480.0, 9_000.0, 30_000.0],
        "previous": [20_955.0, 20_955.0, 3.0, 0.0],
    }
    assert told("indicators", columns, ["number"] * 4) == [
        ("implausibly-large", "A2", "2148000", "20955")
    ]


@pytest.mark.parametrize("times", [10, 100])
def test_a_nought_too_many_is_told_at_the_larger_amount(times: int) -> None:
    agreed: Values = [95_000.0, 40_000.0, 12_500.0]
    received: Values = [90_500.0, 40_000.0 * times, 12_000.0]
    columns = {"agreed": agreed, "received": received}
    assert ("digit-slipped", "B3", str(40_000 * times), "40000") in told(
        "budget-contributions", columns
    )


def test_columns_that_all_stand_so_are_no_slips() -> None:
    columns = {"agreed": [950.0 * 10, 4_000.0, 1_250.0], "received": [95_000.0, 40_000.0, 12_500.0]}
    assert not [code for code, *_ in told("budget-contributions", columns) if "slip" in code]

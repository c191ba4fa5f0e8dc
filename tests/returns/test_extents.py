"""Rows that are sums of others are totals, whatever they are called; no other row is."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.returns.extents import Extent, extent


def sorted_rows(
    rows: Sequence[Sequence[object]], *, answer: str = "", names: Sequence[str] = ()
) -> tuple[Extent, list[int]]:
    """Return how rows of a name and figures are sorted, and the rows that were asked about."""
    asked: list[int] = []

    def ask(row: int, _group: Sequence[int]) -> str:
        asked.append(row)
        return answer

    columns = list(zip(*rows, strict=True))
    figures = list(range(1, len(columns)))
    found = extent(columns, 0, 0, figures, set(), sums=True, summed=figures,
                   is_name=lambda text: text in names, ask=ask)  # fmt: skip
    return found, asked


@pytest.mark.parametrize("name", ["Total", "All partners", "Cyfanswm", "Overall", ""])
def test_a_last_row_that_sums_the_others_is_their_total(name: str) -> None:
    found, asked = sorted_rows([["A", 100.0, 90.0], ["B", 250.0, 210.0], [name, 350.0, 300.0]])
    assert (found.data, found.totals, asked) == ([0, 1], [2], [])


def test_a_partner_that_gives_as_much_as_the_others_is_asked_about() -> None:
    rows = [["A", 100.0], ["B", 250.0], ["Council", 350.0]]
    found, asked = sorted_rows(rows, names=["Council"])
    assert (found.data, asked) == ([0, 1, 2], [2])
    assert sorted_rows(rows, names=["Council"], answer="total")[0].totals == [2]


def test_an_ordinary_name_whose_row_sums_the_others_is_asked_about() -> None:
    _, asked = sorted_rows([["A", 100.0, 90.0], ["B", 250.0, 210.0], ["C", 350.0, 300.0]])
    assert asked == [2]


def test_a_course_called_total_is_a_course() -> None:
    rows = [["Level 3", 40.0], ["Total Respect", 20.0], ["Neglect", 20.0], ["Total", 80.0]]
    found, asked = sorted_rows(rows)
    assert (found.data, found.totals, asked) == ([0, 1, 2], [3], [])


def test_a_row_called_total_that_sums_nothing_is_asked_about() -> None:
    found, asked = sorted_rows([["Level 3", 40.0], ["Total Respect", 20.0], ["Neglect", 20.0]])
    assert (found.data, asked) == ([0, 1, 2], [1])


def test_sums_above_their_parts_are_not_counted_again() -> None:
    rows = [["Statutory", 300.0], ["A", 100.0], ["B", 200.0], ["Districts", 14.0], ["C", 7.0],
            ["D", 7.0]]  # fmt: skip
    found, asked = sorted_rows(rows)
    assert (found.data, found.heads, asked) == ([1, 2, 4, 5], [0, 3], [])


def test_what_stands_below_the_grand_total_is_no_part_of_it() -> None:
    rows = [["A", 100.0], ["B", 200.0], ["Grand total", 300.0], ["Balance", 120.0]]
    found, _ = sorted_rows(rows)
    assert (found.data, found.totals, found.stray) == ([0, 1], [2], [3])


def test_subtotals_and_a_grand_total() -> None:
    rows = [["A", 1.0], ["B", 2.0], ["Sub-total", 3.0], ["C", 4.0], ["D", 5.0], ["Sub-total", 9.0],
            ["Total", 12.0]]  # fmt: skip
    found, asked = sorted_rows(rows)
    assert (found.data, found.totals, asked) == ([0, 1, 3, 4], [2, 5, 6], [])


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=8), st.text("ABC ", max_size=4))
def test_no_row_is_lost_and_none_counted_twice(values: list[int], name: str) -> None:
    rows = [[f"Row {at}", float(value)] for at, value in enumerate(values)]
    rows.append([name, float(sum(values))])
    found, asked = sorted_rows(rows)
    skipped = [held.row for held in found.skipped]
    assert sorted([*found.data, *found.totals, *skipped]) == list(range(len(rows)))
    if not asked:
        counted = sum(rows[row][1] for row in found.data)
        assert counted == sum(values)

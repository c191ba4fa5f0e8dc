"""The cells of a column become its values, and each that does not says why, at its cell."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from oscb_desktop.base.catalogue import entries
from oscb_desktop.base.problems import Problem
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import At, Taken, take, text_of
from oscb_desktop.returns.kinds import Field


def field(kind: str = "number", **words: Any) -> Field:
    return Field(name="value", label="Value", type=kind, **words)  # type: ignore[arg-type]


def taken(cells: list[Any], wanted: Field) -> tuple[Taken, list[Problem]]:
    """Take ``cells`` as those of column C from row 11 on."""
    collector = Collector("return.xlsx")
    at = At(sheet="Data", rows=range(10, 10 + len(cells)), collector=collector)
    begun = Taken(field=wanted, column=2, heading="Value", score=1.0, values=[])
    return take(wanted, cells, begun, at), collector.problems()


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(found.code, found.place.cell) for found in problems]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (" a\n b ", "a b"),
        (True, "yes"),
        (False, "no"),
        (12.0, "12"),
        (12.5, "12.5"),
        (1e15, "1e+15"),
        (12, "12"),
        (date(2026, 4, 1), "2026-04-01"),
        (datetime(2026, 4, 1, 9, 30), "2026-04-01"),
        (time(9, 30), "09:30:00"),
    ],
)
def test_a_cell_as_words(cell: object, words: str) -> None:
    assert text_of(cell) == words


def test_numbers_of_every_sort_are_taken_and_nothing_is_no_number() -> None:
    found, problems = taken([1.5, 2, "3,000", "[c]", "", None, "  "], field())
    assert found.values == [1.5, 2.0, "3000", None, None, None, None]
    assert found.missing == {3: "c"}
    assert (found.refused, problems) == (0, [])


def test_percent_signs_are_remembered_by_row() -> None:
    found, _ = taken([1.0, "81%"], field())
    assert found.values == [1.0, "81"]
    assert found.percent == {1}


@pytest.mark.parametrize(
    ("cell", "code", "shown"),
    [
        ("twelve", "return-not-a-number", "twelve"),
        (True, "return-not-a-number", "yes"),
        ("#REF!", "return-cell-shows-a-fault", "#REF!"),
        (datetime(2026, 4, 12), "return-date-for-a-number", "2026-04-12"),
        (date(2026, 4, 12), "return-date-for-a-number", "2026-04-12"),
        (time(12, 0), "return-date-for-a-number", "12:00:00"),
        (timedelta(hours=30), "return-date-for-a-number", "1 day, 6:00:00"),
    ],
)
def test_what_is_no_number_is_said_at_its_cell(cell: object, code: str, shown: str) -> None:
    found, problems = taken([1.0, cell], field())
    assert found.values == [1.0, None]
    assert found.refused == 1
    assert told(problems) == [(code, "C12")]
    assert problems[0].found == shown


def test_a_small_number_hidden_as_a_range_is_suppressed_and_said() -> None:
    found, problems = taken(["<5"], field("count"))
    assert (found.values, found.missing) == ([None], {0: "c"})
    assert told(problems) == [("return-small-number", "C11")]


def test_a_target_may_be_a_bound_and_else_is_said_to_be_words() -> None:
    found, problems = taken(["at least 85", "35 to 40"], field(bound=True))
    assert found.values == ["85", None]
    assert told(problems) == [("return-target-in-words", "C12")]
    assert told(taken(["at least 85"], field())[1]) == [("return-number-among-words", "C11")]


@pytest.mark.parametrize(
    ("wanted", "cells", "said"),
    [
        (field(minimum=0), [0.0, -0.5, "-1"], [("low", "C12"), ("low", "C13")]),
        (field(maximum=100), [100.0, 100.5, None], [("high", "C12")]),
        (field("count"), [3.0, 2.5, "4"], [("whole", "C12")]),
        (field("count", minimum=0, maximum=9), [-1.5, 10.5, 2.5],
         [("low", "C11"), ("high", "C12"), ("whole", "C13")]),
    ],
)  # fmt: skip
def test_numbers_out_of_bounds_are_kept_and_said(
    wanted: Field, cells: list[Any], said: list[tuple[str, str]]
) -> None:
    codes = {"low": "return-number-too-low", "high": "return-number-too-high",
             "whole": "return-not-whole"}  # fmt: skip
    found, problems = taken(cells, wanted)
    assert told(problems) == [(codes[code], cell) for code, cell in said]
    assert found.values == cells


@pytest.mark.parametrize("cell", [1e15, -1e15, float("inf"), float("-inf"), float("nan")])
def test_a_number_that_nobody_can_mean_is_left_out(cell: float) -> None:
    found, problems = taken([1.0, cell], field())
    assert found.values == [1.0, None]
    assert told(problems) == [("return-number-too-large", "C12")]


def test_the_largest_number_that_is_kept() -> None:
    assert taken([999_999_999_999_999.0], field())[0].values == [999_999_999_999_999.0]


def test_words_are_tidied_and_a_guard_before_a_formulas_sign_is_taken_off() -> None:
    assert taken(["  two \n words ", "", "'=1+1", "'quoted'"], field("label"))[0].values == [
        "two words", None, "=1+1", "'quoted'",
    ]  # fmt: skip
    assert taken(["a", 12.0, "", None], field("word"))[0].values[:3] == ["a", "12", None]


def test_a_choice_is_known_by_its_other_words_and_however_it_is_spaced() -> None:
    form = field("choice", choices=("Cash", "In kind"), aliases={"in kind": ("goods",)})
    found, problems = taken(["cash", "IN-KIND", "Goods", "inkind", ""], form)
    assert found.values == ["Cash", "In kind", "In kind", "In kind", None]
    assert problems == []


def test_no_choice_is_said_once_and_kept_as_it_was_written() -> None:
    found, problems = taken(["Cash", "Barter", "Barter"], field("choice", choices=("Cash",)))
    assert found.values == ["Cash", "Barter", "Barter"]
    assert told(problems) == [("return-not-a-choice", "C12")]
    assert problems[0].expected == "Cash"


def test_dates_are_read_and_other_answers_are_kept_and_said() -> None:
    cells = [date(2026, 4, 1), "13/04/2026", "", None, "Ongoing"]
    found, problems = taken(cells, field("date"))
    assert found.values == ["2026-04-01", "2026-04-13", None, None, "Ongoing"]
    assert told(problems) == [("return-not-a-date", "C15")]


def dates(cells: list[Any], answer: str = "") -> tuple[list[Any], Collector]:
    collector = Collector(
        "return.xlsx", {("return-date-order", "Data", "C12"): answer} if answer else {}
    )
    at = At(sheet="Data", rows=range(10, 10 + len(cells)), collector=collector)
    begun = Taken(field=field("date"), column=2, heading="Due", score=1.0, values=[])
    return take(field("date"), cells, begun, at).values, collector


AMERICAN = ["04/30/2026", "05/06/2026", datetime(2026, 1, 2), "07/07/2026", "1 May 2026", "6/5/26"]


def test_one_date_that_can_only_be_month_first_makes_a_question_of_the_others() -> None:
    values, collector = dates(AMERICAN)
    assert values == [
        "2026-04-30", "05/06/2026", "2026-01-02", "2026-07-07", "2026-05-01", "6/5/26"]  # fmt: skip
    (doubt,) = collector.doubts()
    assert (doubt.code, doubt.cell) == ("return-date-order", "C12")
    assert "04/30/2026 at C11 can only be month first" in doubt.question
    assert [(answer.value, answer.gives) for answer in doubt.answers] == [
        ("day-first", "2026-06-05"), ("month-first", "2026-05-06")]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "second", "last"),
    [("month-first", "2026-05-06", "2026-06-05"), ("day-first", "2026-06-05", "2026-05-06")],
)
def test_the_answer_holds_for_every_date_that_can_be_read_both_ways(
    answer: str, second: str, last: str
) -> None:
    values, collector = dates(AMERICAN, answer)
    assert values == ["2026-04-30", second, "2026-01-02", "2026-07-07", "2026-05-01", last]
    assert collector.problems() == []


def test_dates_that_can_all_be_read_both_ways_are_day_first_and_that_is_noted() -> None:
    values, collector = dates([datetime(2026, 1, 30), "05/06/2026", "06/07/2026", "Spring"])
    assert values == ["2026-01-30", "2026-06-05", "2026-07-06", "Spring"]
    assert told(collector.problems()) == [
        ("return-dates-day-first", "C12"), ("return-not-a-date", "C14")]  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [["05/06/2026", "30/06/2026"], ["04/30/2026", "05/15/2026"], ["30/04/2026", "04/30/2026"],
     ["05/05/2026", "2026-06-05", date(2026, 6, 5), "5 June 2026"], []],
)  # fmt: skip
def test_where_there_is_no_doubt_nothing_is_said(cells: list[Any]) -> None:
    values, collector = dates(cells)
    assert collector.problems() == []
    assert all(str(value).startswith("2026-0") for value in values)


def test_marked_numbers_are_taken_and_noted_once_for_each_marker() -> None:
    found, problems = taken(["12r", 13.0, "14 [r]", "15p", "[u]", "u", "Not held"], field("number"))
    assert found.values == ["12", 13.0, "14", "15", None, None, None]
    assert found.marked == {0: "r", 2: "r", 3: "p"}
    assert found.missing == {4: "u", 5: "u", 6: "x"}
    assert [(p.code, p.place.cell, p.found) for p in problems] == [
        ("return-number-marked", "C11", "[r]"), ("return-number-marked", "C14", "[p]")]  # fmt: skip
    assert problems[0].message.startswith(
        "2 numbers of Value, the first at C11, are marked [r]: rev"
    )


def test_pence_are_no_provisional_pounds() -> None:
    found, problems = taken(["50p", "50 [p]"], field("money"))
    assert found.values == [None, "50"]
    among = ("return-number-among-words", "C11")
    assert told(problems) == [among, ("return-number-marked", "C12")]


PUBLISHED = sorted(
    code.replace("published-", "return-", 1)
    for code in entries()
    if code.startswith("published-") and code.replace("published-", "return-", 1) in entries()
)


@pytest.mark.parametrize("code", PUBLISHED)
def test_nobody_is_told_to_correct_official_statistics(code: str) -> None:
    collector = Collector("statistics.xlsx", published=True)
    words = {"needed": "A number", "heading": "Value", "file": "statistics.xlsx"}
    collector.add(code, "Data", 3, 2, found="soon", **words)
    (problem,) = collector.problems()
    assert problem.code == code.replace("return-", "published-", 1)
    told_to = problem.remedy.casefold()
    assert not [word for word in ("correct", "workbook", "import") if word in told_to]


def test_a_cell_of_a_figure_column_has_words_of_its_own_in_official_statistics() -> None:
    codes = {"return-not-a-number", "return-date-for-a-number", "return-number-too-large",
             "return-cell-shows-a-fault"}  # fmt: skip
    assert codes <= set(PUBLISHED)

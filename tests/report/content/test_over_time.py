"""Figures of several periods are a line chart; others are bars as before."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from oscb_desktop.report.content.blocks import KeysTable, SetTable
from oscb_desktop.report.content.figures import Column, Figure, Figures, FigureSet, Formula, Origin
from oscb_desktop.report.content.over_time import lines
from oscb_desktop.report.content.tables import build, chart_data

ORIGIN = Origin(file="f", sha256="0", sheet="s", imported_by="b",
                imported_at=datetime(2026, 1, 1, tzinfo=UTC))  # fmt: skip


def figure(label: str, period: str, value: int = 1, unit: str = "") -> Figure:
    return Figure(key=f"s.{len(label)}.{period}", label=label, value=Decimal(value), unit=unit,
                  period=period, origin=Formula(text=""))  # fmt: skip


def a_set(areas: list[str], periods: list[str]) -> FigureSet:
    rows = [(area, period) for area in areas for period in periods]
    keys = [f"{area}-{period}".lower() for area, period in rows]
    return FigureSet(
        id="s", kind="published-statistics", table="selection", title="T", period="",
        origin=ORIGIN, keys=keys, labels=[f"{area}, {period}" for area, period in rows],
        rows=list(range(len(rows))), periods=[period for _, period in rows],
        columns=[
            Column(name="rate", label="Rate", values=[float(at) for at in range(len(rows))],
                   unit="", letter="A"),
            Column(name="judgement", label="Judgement", values=["Good"] * len(rows)),
        ],
    )  # fmt: skip


def test_rows_of_several_periods_are_lines_by_area() -> None:
    figures = Figures.of([a_set(["Oxfordshire", "England"], ["2023-24", "2022-23", "2024-25"])])
    found = chart_data(SetTable(set_id="s", view="all"), figures)
    assert found.over_time
    assert found.categories == ("2022-23", "2023-24", "2024-25")
    assert [(held.name, held.values) for held in found.series] == [
        ("Oxfordshire", (1, 0, 2)), ("England", (4, 3, 5)),
    ]  # fmt: skip
    assert found.series[0].figures[0] == "s.oxfordshire-2022-23.rate"


def test_figures_picked_one_by_one_are_a_line() -> None:
    figures = Figures.of([a_set(["Oxfordshire"], ["2022-23", "2023-24", "2024-25"])])
    keys = tuple(held.key for held in figures)
    found = chart_data(KeysTable(keys=keys), figures)
    assert (found.over_time, [held.name for held in found.series]) == (True, [""])
    assert not chart_data(KeysTable(keys=keys[:2]), figures).over_time
    assert not chart_data(KeysTable(keys=keys, labels=("a", "b", "c")), figures).over_time


def test_the_words_that_somebody_picked_are_in_the_table() -> None:
    figures = Figures.of([a_set(["Oxfordshire"], ["2022-23", "2023-24"])])
    table = build(SetTable(set_id="s", view="all"), figures)
    assert [heading.text for heading in table.headings] == ["Item", "Rate", "Judgement"]
    assert [cell.text for cell in table.rows[0].cells] == ["Oxfordshire, 2022-23", "0", "Good"]


@pytest.mark.parametrize(
    ("periods", "order"),
    [
        (["2024-25 Q1", "2023-24 Q4", "2023-24 Q3"], [2, 1, 0]),
        (["April 2024", "March 2024", "January 2025"], [1, 0, 2]),
        (["31 March 2024", "30 September 2023", "31 March 2023"], [2, 1, 0]),
        (["2021", "2019", "2020"], [1, 2, 0]),
    ],
)
def test_periods_come_in_their_order(periods: list[str], order: list[int]) -> None:
    found = lines([figure(f"Oxfordshire: {period}", period) for period in periods])
    assert found is not None
    assert found.periods == tuple(periods[at] for at in order)
    assert list(found.lines) == [""]


def test_what_is_no_series_is_none() -> None:
    years = ["2022-23", "2023-24", "2024-25"]
    one = [figure(f"A, {year}: Rate", year) for year in years]
    assert lines(one) is not None
    assert lines(one[:2]) is None
    assert lines([*one, one[0]]) is None  # twice at one period
    assert lines([*one[:2], figure("A, 2024: Rate", "2024")]) is None  # years of another kind
    assert lines([*one[:2], figure("A, 2024-25: Rate", "2024-25", unit="£")]) is None
    assert (
        lines([figure(f"{at}: Rate", year) for at, year in zip("ABC", years, strict=True)]) is None
    )
    assert lines([]) is None

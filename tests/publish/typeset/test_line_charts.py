"""Charts over time: lines to scale, broken where a value is missing, named at their ends."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.publish.typeset.charts import set_chart
from oscb_desktop.publish.typeset.drawing import Area, Drawing, Rule, Words, draw
from oscb_desktop.publish.typeset.line_charts import steps
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.content.tables import ChartData, Series, describe
from oscb_desktop.report.publication.composition import PrintedChart

THEME = load_theme()
Values = list[Decimal | None]


def data(*lines: Values, names: tuple[str, ...] = ("", "", "", "")) -> ChartData:
    return ChartData(
        categories=tuple(f"{2000 + at}-{at + 1:02d}" for at in range(len(lines[0]))),
        series=tuple(
            Series(name=name, values=tuple(line),
                   labels=tuple("[c]" if value is None else f"{value}" for value in line))
            for name, line in zip(names, lines, strict=False)
        ),
        over_time=True,
    )  # fmt: skip


def drawn(held: ChartData) -> Drawing:
    found = draw(PrintedChart(id="c", caption="Chart 1: C", alt="Said", data=held), THEME)
    assert found is not None
    return found


def dots(drawing: Drawing) -> list[Area]:
    return [shape for shape in drawing.shapes if isinstance(shape, Area)]


def words(drawing: Drawing) -> list[Words]:
    return [shape for shape in drawing.shapes if isinstance(shape, Words)]


def lines(drawing: Drawing) -> list[Rule]:
    """The lines between values: those of the scale are thinner."""
    return [shape for shape in drawing.shapes if isinstance(shape, Rule) and shape.thickness > 1]


VALUE = st.one_of(st.none(), st.integers(-(10**6), 10**7).map(Decimal))


@given(st.lists(st.lists(VALUE, min_size=3, max_size=12), min_size=1, max_size=4))
def test_values_are_to_scale_and_inside_the_page(rows: list[Values]) -> None:
    width = min(map(len, rows))
    rows = [row[:width] for row in rows]
    known = [value for row in rows for value in row if value is not None]
    if not known:
        return
    drawing = drawn(data(*rows, names=("Oxfordshire", "England", "Kent", "Essex")))
    found = dots(drawing)
    assert len(found) == len(known)
    for shape in drawing.shapes:
        assert shape.x >= -0.01
        assert 0 <= shape.y <= drawing.height
        if isinstance(shape, Words):
            assert shape.x + shape.width <= drawing.width + 0.5
    by_value = sorted(zip(known, (dot.y for dot in found), strict=True))
    span = by_value[-1][0] - by_value[0][0]
    if span:
        per_unit = (by_value[0][1] - by_value[-1][1]) / float(span)
        for value, y in by_value:
            assert y == pytest.approx(
                by_value[0][1] - per_unit * float(value - by_value[0][0]), abs=0.1
            )


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    whole = drawn(data([Decimal(1), Decimal(2), Decimal(3), Decimal(4)]))
    broken = drawn(data([Decimal(1), Decimal(2), None, Decimal(4)]))
    assert len(lines(whole)) == 3
    assert len(lines(broken)) == 1
    assert len(dots(broken)) == 3


def test_one_short_line_has_each_value_written() -> None:
    said = [held.text for held in words(drawn(data([Decimal(5), Decimal(7), Decimal(6)])))]
    assert said == ["2002-03", "2001-02", "2000-01", "5", "7", "6"]


def test_several_lines_are_named_at_their_ends_and_apart() -> None:
    close = [Decimal(50), Decimal(51), Decimal(52)]
    drawing = drawn(data(close, close, close, names=("Oxfordshire", "England", "Kent")))
    ends = [held for held in words(drawing) if held.text.endswith(" 52")]
    assert sorted(held.text for held in ends) == ["England 52", "Kent 52", "Oxfordshire 52"]
    heights = sorted(held.y for held in ends)
    assert all(lower - upper >= THEME.type_.table for upper, lower in pairwise(heights))


def test_it_is_one_figure_with_its_words() -> None:
    held = data([Decimal(1), Decimal(2), Decimal(3)])
    galley = set_chart(PrintedChart(id="c", caption="Chart 1: C", alt="", data=held), THEME)
    figure = galley.strips[0].marks[0].node
    assert figure.role == "Figure"
    assert figure.alt == (
        "Line chart: Chart 1: C. 3 periods, 2000-01 to 2002-03. 2000-01 1; 2001-02 2; 2002-03 3."
    )
    assert all(mark.node is figure for mark in galley.strips[0].marks)


def test_a_long_line_is_told_by_its_ends_and_extremes() -> None:
    told = describe("Rates", data([Decimal(at % 7) for at in range(20)], names=("A",)))
    assert told == (
        "Line chart: Rates. 20 periods, 2000-01 to 2019-20. A: 2000-01 0; 2019-20 5; "
        "highest 2006-07, 6; lowest 2000-01, 0."
    )


@given(st.decimals(-(10**6), 10**6, places=2), st.decimals(-(10**6), 10**6, places=2))
def test_the_scale_holds_every_value_and_nought(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    found = steps(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert 0 in found
    assert 2 <= len(found) <= 8

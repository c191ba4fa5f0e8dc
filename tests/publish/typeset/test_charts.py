"""Charts: bars from zero, to scale, inside the page, with their values beside them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.publish.typeset.charts import set_chart
from oscb_desktop.publish.typeset.galley import DRAWING, TEXT, Galley
from oscb_desktop.publish.typeset.themes import contrast, load_theme
from oscb_desktop.report.content.tables import ChartData, Series
from oscb_desktop.report.publication.composition import PrintedChart
from tests.publish import samples

THEME = load_theme()
INNER = THEME.page.inner_width


def chart(data: ChartData) -> Galley:
    return set_chart(PrintedChart(id="c", caption="Chart 1: C", alt="Said", data=data), THEME)


def one_series(values: list[Decimal | None]) -> ChartData:
    labels = tuple("–" if value is None else f"{value:,}" for value in values)
    names = tuple(f"Category {at}" for at in range(len(values)))
    return ChartData(
        categories=names, series=(Series(name="", values=tuple(values), labels=labels),)
    )


def bars(galley: Galley) -> list[tuple[float, float]]:
    """Left and right end of each bar, in order."""
    found = []
    for strip in galley.strips:
        for mark in strip.marks:
            box = re.search(r"rg 0 \S+ (\S+) \S+ re f", mark.code)
            if mark.kind == DRAWING and box:
                found.append((mark.x, mark.x + float(box.group(1))))
    return found


def zeros(galley: Galley) -> set[float]:
    """Where the axis stands in each strip."""
    return {
        round(mark.x, 3)
        for strip in galley.strips
        for mark in strip.marks
        if mark.kind == DRAWING and " l S" in mark.code
    }


@given(
    st.lists(
        st.one_of(st.none(), st.integers(-(10**7), 10**7).map(Decimal)), min_size=1, max_size=12
    )
)
def test_bars_start_at_zero_and_stay_inside(values: list[Decimal | None]) -> None:
    galley = chart(one_series(values))
    (zero,) = zeros(galley)
    drawn = bars(galley)
    counted = [value for value in values if value]
    assert len(drawn) == len(counted)
    for (left, right), value in zip(drawn, counted, strict=True):
        assert (left if value > 0 else right) == pytest.approx(zero, abs=0.02)
        assert -0.02 <= left <= right <= INNER + 0.02


def test_lengths_are_to_scale() -> None:
    drawn = bars(chart(one_series([Decimal(100), Decimal(50), Decimal(-25)])))
    lengths = [right - left for left, right in drawn]
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=0.05)
    assert lengths[1] == pytest.approx(2 * lengths[2], abs=0.05)


def test_values_stand_beyond_their_bars_and_inside_the_page() -> None:
    galley = chart(samples.VARIANCES)
    (zero,) = zeros(galley)
    for strip in galley.strips:
        texts = [mark for mark in strip.marks if mark.kind == TEXT]
        assert all(0 <= mark.x <= INNER for mark in texts)
    assert any(left < zero for left, _ in bars(galley))


def test_two_series_have_a_key_in_words_and_colours_that_differ_in_grey() -> None:
    colours = THEME.colour.bars
    assert contrast(colours[0], colours[1]) >= 3
    shown = "".join(
        bytes.fromhex(code).decode("utf-16-be")
        for mark in chart(samples.CHART).strips[0].marks
        for code in re.findall(r"<([0-9a-f]+)>", mark.code)
    )
    assert shown == "BudgetActual"


def test_one_series_needs_no_key() -> None:
    galley = chart(one_series([Decimal(1), Decimal(2)]))
    assert len(bars(galley)) == 2


def test_no_figures_says_so() -> None:
    galley = chart(ChartData(categories=(), series=()))
    assert [node.role for node in galley.nodes] == ["P", "Caption"]
    assert bars(galley) == []


def test_a_chart_keeps_its_caption() -> None:
    strips = chart(samples.CHART).strips
    assert all(strip.keep for strip in strips[:-1])

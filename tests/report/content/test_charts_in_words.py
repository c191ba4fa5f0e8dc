"""What a chart draws, and the words that say the same to who cannot see it."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import KeysTable, SetTable
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.tables import ChartData, Series, build, chart_data, describe
from tests.report.samples import contributions, indicators

TOTAL = "budget-contributions.total.agreed"
SCHOOLS = "budget-contributions.schools.agreed"


def known() -> Figures:
    return Figures.of([contributions(), indicators()])


def data(*values: int | None, names: int = 1) -> ChartData:
    series = Series(
        name="Agreed" if names > 1 else "",
        values=tuple(None if value is None else Decimal(value) for value in values),
        labels=tuple("[c]" if value is None else f"£{value}" for value in values),
    )
    return ChartData(
        categories=tuple(f"Partner {at}" for at in range(len(values))), series=(series,) * names
    )


def test_few_bars_are_said_one_by_one() -> None:
    assert describe("Money", data(5)) == "Bar chart: Money. 1 bar. Partner 0 £5."
    assert describe("Money", data(5, None)) == (
        "Bar chart: Money. 2 bars. Partner 0 £5; Partner 1 [c]."
    )
    assert describe("Money", data(5, names=2)) == (
        "Bar chart: Money. 1 bar. Agreed: Partner 0 £5. Agreed: Partner 0 £5."
    )
    assert "2 groups of bars. Agreed: " in describe("Money", data(5, 6, names=2))


def test_of_many_bars_the_highest_and_the_lowest_are_said() -> None:
    assert describe("Money", data(*range(10, 18))).endswith("Partner 7 £17.")
    assert describe("Money", data(12, 30, None, -4, 5, 6, 7, 8, 9)) == (
        "Bar chart: Money. 9 bars. highest Partner 1, £30; lowest Partner 3, £-4."
    )
    assert describe("Money", data(*[None] * 9)) == "Bar chart: Money. 9 bars. no values."


def test_no_bars_are_said_to_be_none() -> None:
    gone = chart_data(SetTable(set_id="no-such-return", view="all"), known())
    assert describe("Money", gone) == "Bar chart: Money. There are no figures to show."


def test_a_return_without_figures_draws_nothing() -> None:
    words = [held for held in contributions().columns if held.unit is None]
    bare = Figures.of([replace(contributions(), columns=words)])
    drawn = chart_data(SetTable(set_id="budget-contributions", view="all"), bare)
    assert drawn == ChartData(categories=(), series=())


def test_figures_one_by_one_draw_those_that_are_there() -> None:
    source = KeysTable(keys=(TOTAL, "no.such.figure", SCHOOLS), labels=("All", "Schools"))
    drawn = chart_data(source, known())
    assert drawn.categories == ("All", "Schools")
    assert drawn.series[0].figures == (TOTAL, SCHOOLS)
    assert drawn.series[0].labels == ("£275,000.50", "[c]")
    assert drawn.unit == "£"
    assert len(drawn.notes) == 1  # what [c] means
    assert chart_data(KeysTable(keys=("no.such.figure",)), known()).unit == ""


def test_a_table_of_figures_says_which_is_not_there() -> None:
    table = build(KeysTable(keys=(TOTAL, "no.such.figure")), known())
    assert [cell.text for cell in table.rows[1].cells] == ["no.such.figure", "[no such figure]"]
    assert table.rows[0].cells[1].figure == TOTAL


@pytest.mark.parametrize(
    ("keys", "labels"),
    [
        (("council.agreed", "council.received"), ["Agreed", "Received"]),
        (("council.agreed", "police.agreed"), ["Council: Agreed", "Police: Agreed"]),
        (("council.agreed",), ["Council: Agreed"]),
    ],
)
def test_what_all_labels_begin_with_is_left_out(keys: tuple[str, ...], labels: list[str]) -> None:
    source = KeysTable(keys=tuple(f"budget-contributions.{key}" for key in keys))
    assert [row.cells[0].text for row in build(source, known()).rows] == labels
    assert list(chart_data(source, known()).categories) == labels

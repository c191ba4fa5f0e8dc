"""The report as printed: figures in text, tables and charts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.report.content import tables, units
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    CrossRef,
    FigureRef,
    Footnote,
    KeysTable,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.indicators import Direction, Rating, direction, rate
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import (
    ComposedParts,
    PrintedChart,
    PrintedParagraph,
    PrintedTable,
    compose,
)
from tests.report.samples import contributions, indicators, report

FIGURES = Figures.of([contributions(), indicators()])


def _printed(*blocks: object) -> list[object]:
    held = Section(id="s", key="s", title="S", blocks=blocks)  # type: ignore[arg-type]
    return list(compose(report(held), FIGURES).blocks())[1:]


def _text(printed: object) -> str:
    assert isinstance(printed, PrintedParagraph)
    return "".join(run.text for run in printed.runs)


def test_a_figure_in_a_sentence_prints_as_its_unit_says() -> None:
    (printed,) = _printed(
        Paragraph("p", (Text("They agreed "), FigureRef("budget-contributions.total.agreed")))
    )
    assert _text(printed) == "They agreed £275,000.50"


def test_a_suppressed_figure_prints_its_symbol() -> None:
    (printed,) = _printed(Paragraph("p", (FigureRef("budget-contributions.schools.agreed"),)))
    assert _text(printed) == "[c]"


def test_a_figure_that_is_gone_says_so() -> None:
    (printed,) = _printed(Paragraph("p", (FigureRef("budget.gone.x"),)))
    assert _text(printed) == "[no figure: budget.gone.x]"


def test_references_follow_their_target() -> None:
    printed = _printed(
        Paragraph("a", (Text("See "), CrossRef("b"), Text(" and "), CrossRef("t"))),
        Paragraph("b", (Text("Here."),)),
        TableBlock("t", "Sums", SetTable(set_id="budget-contributions", view="contributions")),
    )
    assert _text(printed[0]) == "See paragraph 2 and Table 1"


def test_footnotes_are_numbered_through_the_report() -> None:
    held = [
        Section(id=key, key=key, title=key, blocks=(Paragraph(key, (Footnote(f"note {key}"),)),))
        for key in "ab"
    ]
    first, second = compose(report(*held), FIGURES).parts
    assert (first.notes, first.first_note) == (("note a",), 1)
    assert (second.notes, second.first_note) == (("note b",), 2)


def test_a_bound_table_lines_up_its_decimals_and_explains_its_symbols() -> None:
    (printed,) = _printed(
        TableBlock("t", "Sums", SetTable(set_id="budget-contributions", view="contributions"))
    )
    assert isinstance(printed, PrintedTable)
    table = printed.table
    agreed = [heading.text for heading in table.headings].index("Agreed (£)")
    assert [row.cells[agreed].text for row in table.rows] == [
        "183,850", "91,151", "[c]", "275,001",
    ]  # fmt: skip
    assert table.rows[-1].total
    assert table.rows[0].cells[agreed].figure == "budget-contributions.council.agreed"
    assert table.notes == (
        "[c] suppressed to protect confidentiality",
        "Rounded to the nearest pound, so figures may not add up exactly to their totals.",
    )


def test_the_plain_view_prints_what_the_return_holds() -> None:
    (printed,) = _printed(
        TableBlock("t", "Sums", SetTable(set_id="budget-contributions", view="all"))
    )
    assert isinstance(printed, PrintedTable)
    assert [row.cells[1].text for row in printed.table.rows] == [
        "183,850.00", "91,150.50", "[c]", "275,000.50",
    ]  # fmt: skip
    assert printed.table.notes == ("[c] suppressed to protect confidentiality",)


def test_rows_of_different_units_name_them_beside_their_labels() -> None:
    held = indicators()
    for column in held.columns:
        if column.units:
            column.units[:] = ["%", "per 10,000"]
    source = SetTable(set_id="indicators", view="performance")
    table = tables.build(source, Figures.of([held]))
    first = [(row.cells[0].text, row.cells[2].text) for row in table.rows]
    assert first == [("Assessments in time", "81.2%"), ("Contacts (per 10,000)", "21,480")]


def test_an_indicator_table_rates_in_words() -> None:
    (printed,) = _printed(TableBlock("t", "PI", SetTable(set_id="indicators", view="performance")))
    assert isinstance(printed, PrintedTable)
    ratings = [row.cells[4] for row in printed.table.rows]
    assert [(cell.text, cell.rating) for cell in ratings] == [
        ("Amber", Rating.AMBER),
        ("Red", Rating.RED),
    ]
    assert [row.cells[5].text for row in printed.table.rows] == ["↑ better", "↑ worse"]


def test_picked_figures_share_a_unit_heading_and_lose_their_common_words() -> None:
    keys = tuple(f"budget-contributions.council.{name}" for name in ("agreed", "received"))
    (printed,) = _printed(TableBlock("t", "", KeysTable(keys=keys)))
    assert isinstance(printed, PrintedTable)
    assert [heading.text for heading in printed.table.headings] == ["Item", "Value (£)"]
    assert [row.cells[0].text for row in printed.table.rows] == ["Agreed", "Received"]


def test_a_chart_says_in_words_what_it_shows() -> None:
    (printed,) = _printed(
        ChartBlock("c", "Sums", SetTable(set_id="budget-contributions", view="contributions"))
    )
    assert isinstance(printed, PrintedChart)
    assert printed.data.categories == ("Council", "Police", "Schools")
    assert printed.data.series[0].values == (Decimal(183850), Decimal("91150.50"), None)
    assert "Agreed: Council £183,850; Police £91,151; Schools [c]." in printed.alt


def test_a_charts_own_alternative_text_wins() -> None:
    source = SetTable(set_id="budget-contributions", view="contributions")
    (printed,) = _printed(ChartBlock("c", "Sums", source, alt="My words"))
    assert isinstance(printed, PrintedChart)
    assert printed.alt == "My words"


def test_a_mixed_unit_set_charts_one_unit() -> None:
    (printed,) = _printed(ChartBlock("c", "PI", SetTable(set_id="indicators", view="performance")))
    assert isinstance(printed, PrintedChart)
    assert len(printed.data.categories) == 1


def test_a_dropped_return_leaves_a_table_that_says_so() -> None:
    (printed,) = _printed(TableBlock("t", "Sums", SetTable(set_id="gone", view="x")))
    assert isinstance(printed, PrintedTable)
    assert "gone" in printed.table.rows[0].cells[0].text


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("44243", "£ thousand", "£44,243 thousand"),
        ("44243", "£000", "£44,243 thousand"),
        ("44243", "GBP thousand", "£44,243 thousand"),
        ("412300", "£", "£412,300"),
        ("12.5", "£", "£12.50"),
        ("-1200", "£", "−£1,200"),
        ("81.25", "%", "81.3%"),
        ("81", "percent", "81%"),
        ("9874", "number", "9,874"),
        ("138.6", "per 10,000", "138.6 per 10,000"),
        ("-0.001", "", "0.00"),
    ],
)
def test_values_are_written_as_their_units_say(value: str, unit: str, said: str) -> None:
    assert units.amount(Decimal(value), units.unit(unit)) == said


@pytest.mark.parametrize(
    ("value", "target", "tolerance", "polarity", "rating"),
    [
        (85, 85, 5, "high", Rating.GREEN),
        (81, 85, 5, "high", Rating.AMBER),
        (79, 85, 5, "high", Rating.RED),
        (20, 20, 2, "low", Rating.GREEN),
        (22, 20, 2, "low", Rating.AMBER),
        (23, 20, 2, "low", Rating.RED),
        (42, 40, 3, "target", Rating.GREEN),
        (35, 40, 3, "target", Rating.AMBER),
        (30, 40, 3, "target", Rating.RED),
        (84, 85, None, "high", Rating.RED),
        (84, None, 5, "high", None),
        (84, 85, 5, "unknown", None),
    ],
)
def test_ratings(
    value: int, target: int | None, tolerance: int | None, polarity: str, rating: Rating | None
) -> None:
    exact = [None if number is None else Decimal(number) for number in (value, target, tolerance)]
    assert rate(exact[0], exact[1], exact[2], polarity) is rating


@pytest.mark.parametrize(
    ("value", "previous", "polarity", "said"),
    [
        (2, 1, "high", Direction.UP_BETTER),
        (2, 1, "low", Direction.UP_WORSE),
        (1, 2, "low", Direction.DOWN_BETTER),
        (1, 2, "high", Direction.DOWN_WORSE),
        (1, 1, "high", Direction.SAME),
        (2, 1, "", Direction.UP),
    ],
)
def test_directions(value: int, previous: int, polarity: str, said: Direction) -> None:
    assert direction(Decimal(value), Decimal(previous), polarity) is said


def _versions() -> list[tuple[Report, Edition]]:
    """The versions of a report as it is worked on: each differs from the last in one thing."""
    noted = Paragraph("n", (Text("As told"), Footnote("By the auditor.")))
    table = TableBlock(
        "t", "Contributions", SetTable(set_id="budget-contributions", view="contributions")
    )
    first = Section(id="one", key="one", title="One", blocks=(noted, table))
    seen = Paragraph("s", (Text("See "), CrossRef("n"), Text(" and "), CrossRef("t")))
    second = Section(id="two", key="two", title="Two", blocks=(seen, replace(noted, id="m")))
    whole = report(first, second)
    typed = replace(first, blocks=(replace(noted, runs=(Text("As told."),)), table))
    moved = replace(second, blocks=(Paragraph("new", (Text("New"),)), *second.blocks))
    marks = (Exemption(target="m", paragraph=3, reason="It is of money.", secret="0" * 32),)
    return [
        (whole, Edition.PUBLIC),
        (report(typed, second), Edition.PUBLIC),  # a note less before the second
        (report(typed, moved), Edition.PUBLIC),
        (report(moved, typed), Edition.PUBLIC),  # all numbers are others
        (report(first), Edition.PUBLIC),
        (whole, Edition.PUBLIC),
        (replace(whole, exemptions=marks), Edition.PUBLIC),
        (replace(whole, exemptions=marks), Edition.EXEMPT),
        (replace(report(typed, second), exemptions=marks), Edition.EXEMPT),
        (whole, Edition.PUBLIC),
    ]


@given(st.lists(st.sampled_from(range(10)), min_size=1, max_size=12))
def test_parts_taken_over_are_those_that_would_be_composed(order: list[int]) -> None:
    versions, composed = _versions(), ComposedParts()
    for at in (*order, *order[-1:]):
        whole, edition = versions[at]
        made = compose(whole, FIGURES, edition, composed)
        assert made == compose(whole, FIGURES, edition)
    again = compose(whole, FIGURES, edition, composed)
    kept = [part for part in made.parts if part.section in ("one", "two")]
    assert all(any(part is other for other in again.parts) for part in kept)


def test_other_figures_compose_every_part_anew() -> None:
    whole, composed = _versions()[0][0], ComposedParts()
    compose(whole, FIGURES, composed=composed)
    none = Figures.of([])
    assert compose(whole, none, composed=composed) == compose(whole, none)

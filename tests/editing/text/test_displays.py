"""What each line of the editor shows: figures as they print, tables and charts in short."""

from msgspec.structs import replace

from oscb_desktop.editing.changes import AddBlock, ReplaceBlock
from oscb_desktop.editing.text.displays import (
    Card,
    Face,
    Faces,
    chart_card,
    origin_of,
    table_card,
)
from oscb_desktop.editing.text.lines import Kind
from oscb_desktop.report.content.blocks import (
    CrossRef,
    FigureRef,
    KeysTable,
    Paragraph,
    SetTable,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Report, SetRef
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.template import Template, find_template
from tests.editing.text.samples import BOUND, TOTAL, TYPED, report, words
from tests.report.samples import contributions, indicators

FIGURES = Figures.of([contributions(), indicators()])


def shown(held: Report, template: Template | None = None) -> dict[tuple[str, Kind], Face]:
    return {(face.line.block, face.line.kind): face for face in Faces().of(held, FIGURES, template)}


def test_what_is_no_words_is_shown_as_it_prints() -> None:
    found = shown(report())
    assert found["p1", Kind.PARAGRAPH].chips == ("£275,000.50",)
    assert found["p2", Kind.PARAGRAPH].chips == ("Table 1", "note")
    assert found["p4", Kind.PARAGRAPH].chips == ()
    gone = Paragraph("p1", (FigureRef("none.at.all"), CrossRef("nowhere"), CrossRef("p4")))
    found = shown(ReplaceBlock(gone).apply(report()))
    assert found["p1", Kind.PARAGRAPH].chips == (
        "no such figure", "no such paragraph", "paragraph 3",
    )  # fmt: skip


def test_captions_have_their_number_and_empty_sections_their_guidance() -> None:
    found = shown(report())
    assert found["t2", Kind.CAPTION].prefix == "Table 2:"
    assert found["c1", Kind.CAPTION].prefix == "Chart 1:"
    assert found["", Kind.GUIDANCE].guidance == "Nothing is written here yet."
    template = find_template("scrutiny-annual-report")
    asked = next(held for held in template.sections if template.guidance(held.key))
    third = replace(report().sections[2], key=asked.key)
    held = replace(report(), sections=(third,))
    assert shown(held, template)["", Kind.GUIDANCE].guidance == template.guidance(asked.key)


def test_a_card_is_a_table_in_short() -> None:
    rows = tuple(tuple(f"{row}.{column}" for column in range(7)) for row in range(7))
    card = table_card(TypedTable(rows=rows), FIGURES)
    assert (len(card.rows), card.more) == (4, 2)
    assert (len(card.headings), card.more_columns) == (5, 2)
    assert all(len(row) == 5 for row in card.rows)
    assert card.headings[0] == "0.0"
    assert card.rows[0][0] == "1.0"
    assert card.typed == tuple(cell for row in rows for cell in row)
    assert card.source == "typed by hand"
    assert not card.chart
    small = table_card(TYPED, FIGURES)
    assert (small.more, small.more_columns, small.numeric) == (0, 0, (False, True))


def test_a_bound_table_says_where_it_is_from_and_is_not_typed() -> None:
    card = shown(report())["t1", Kind.CARD].card
    assert card is not None
    assert card.typed == ()
    assert card.source == "budget.xlsx, sheet Contributions"
    assert "£183,850.00" in card.rows[0] or "183,850.00" in card.rows[0]


def test_a_card_of_a_chart_has_bars_as_long_as_their_share() -> None:
    card = chart_card(BOUND, FIGURES)
    assert card.chart
    assert [bar[0] for bar in card.bars] == ["Council", "Police", "Schools"]
    assert card.bars[0][2] == 1.0
    assert 0.49 < card.bars[1][2] < 0.5
    assert card.bars[2] == ("Schools", "[c]", 0.0)
    assert card.more == 0


def test_of_many_bars_four_are_shown_and_of_none_none() -> None:
    held, count = contributions(), 6
    names = [f"row-{n}" for n in range(count)]
    column = replace(held.columns[1], values=[-float(n) for n in range(count)])
    many = replace(held, keys=names, labels=names, rows=[*range(count)], columns=[column])
    card = chart_card(SetTable(set_id="budget-contributions", view="all"), Figures.of([many]))
    assert (len(card.bars), card.more) == (4, 2)
    assert card.bars[0][2] == 0.0
    assert card.bars[3][2] == 0.6  # a negative is as long as it is large
    nought = replace(many, columns=[replace(many.columns[0], values=[0.0] * count)])
    assert {bar[2] for bar in chart_card(BOUND, Figures.of([nought])).bars} == {0.0}
    gone = chart_card(SetTable(set_id="gone", view="all"), FIGURES)
    assert gone == Card(chart=True, source="the return is not in this report")


def test_figures_picked_one_by_one_name_each_return_once() -> None:
    source = KeysTable(keys=(TOTAL, "budget-contributions.police.agreed", "indicators.pi01.value"))
    assert origin_of(source, FIGURES) == "budget.xlsx, sheet Contributions"
    other = replace(indicators(), origin=replace(indicators().origin, sheet="Indicators"))
    assert origin_of(source, Figures.of([contributions(), other])) == (
        "budget.xlsx, sheet Contributions; budget.xlsx, sheet Indicators"
    )


def test_only_what_changed_is_worked_out_again() -> None:
    kept = Faces()
    first = kept.of(report(), FIGURES, None)
    again = kept.of(report(), FIGURES, None)
    assert all(one is other for one, other in zip(first, again, strict=True))
    edited = ReplaceBlock(Paragraph("p4", words("Other."))).apply(report())
    after = kept.of(edited, FIGURES, None)
    same = {face.line.block for face in after if any(face is held for held in first)}
    assert {"p1", "p2", "l1"} <= same
    assert "p4" not in same


def test_a_number_that_moved_is_shown_though_its_section_did_not_change() -> None:
    kept = Faces()
    kept.of(report(), FIGURES, None)
    first = AddBlock("first", 0, Paragraph("new", words("New."))).apply(report())
    to_p4 = Paragraph("p3", (CrossRef("p4"),))
    held = ReplaceBlock(to_p4).apply(report())
    assert [face.chips for face in kept.of(held, FIGURES, None) if face.line.block == "p3"] == [
        ("paragraph 4",)
    ]
    moved = ReplaceBlock(to_p4).apply(first)
    assert [face.chips for face in kept.of(moved, FIGURES, None) if face.line.block == "p3"] == [
        ("paragraph 5",)
    ]


def test_other_figures_or_another_template_are_shown_afresh() -> None:
    kept = Faces()
    first = kept.of(report(), FIGURES, None)
    other = replace(report(), figure_sets=(SetRef("budget-contributions", "ff"),))
    assert not any(
        one is two for one, two in zip(first, kept.of(other, FIGURES, None), strict=True)
    )
    changed = contributions()
    changed.columns[0].total = "280000"
    again = replace(report(), figure_sets=(SetRef("budget-contributions", "ee"),))
    faces = kept.of(again, Figures.of([changed]), None)
    assert faces[1].chips == ("£280,000",)
    assert isinstance(faces[1].line.runs[0], Text)

"""Exempt content: never in the public edition, numbered alike in both."""

from __future__ import annotations

from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    KeysTable,
    SetTable,
    TableBlock,
    TypedTable,
)
from oscb_desktop.report.content.document import Report, Section, encode
from oscb_desktop.report.exempt.exemptions import Edition, cited, law
from oscb_desktop.report.publication.composition import (
    PrintedChart,
    PrintedParagraph,
    PrintedTable,
    compose,
)
from tests.report.exempt.exempt_samples import (
    FIGURES,
    SECRET,
    blocks,
    codes,
    marked,
    said,
    sample,
)
from tests.report.samples import report


def test_the_seven_paragraphs_of_the_act_are_there() -> None:
    assert [held.number for held in law().paragraph] == [1, 2, 3, 4, 5, 6, 7]
    assert cited(3) == "paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972"
    assert cited(7, 1, 3, 1).startswith("paragraphs 1, 3 and 7 of Part 1")


def test_a_report_without_marks_has_one_edition() -> None:
    public, exempt = (compose(sample(), FIGURES, edition) for edition in Edition)
    assert public == exempt
    assert (public.edition, public.restriction) == ("", "")


def test_public_is_the_default() -> None:
    held = marked(sample(), "p2")
    assert compose(held, FIGURES) == compose(held, FIGURES, Edition.PUBLIC)
    assert compose(held, FIGURES).edition == "public"


def test_a_withheld_paragraph_keeps_its_number_and_says_why() -> None:
    shown = blocks(marked(sample(), "p2"))
    held = shown["p2"]
    assert isinstance(held, PrintedParagraph)
    assert held.number == 2
    assert held.runs[0].text == (
        "Paragraph 2 is not published: exempt under paragraph 3 of Part 1 of Schedule 12A to the "
        "Local Government Act 1972. Talks with the provider continue."
    )
    after = shown["p3"]
    assert isinstance(after, PrintedParagraph)
    assert [run.text for run in after.runs] == ["See ", "paragraph 2", " and ", "Table 2"]


def test_nothing_of_a_withheld_paragraph_is_in_the_public_composition() -> None:
    public = compose(marked(sample(), "p2"), FIGURES)
    assert "Elm House Limited of" not in said(public)
    assert "closed session" not in said(public)


def test_the_exempt_edition_prints_everything_and_says_what_is_exempt() -> None:
    held = marked(marked(sample(), "p2"), "t1", paragraph=5)
    made = compose(held, FIGURES, Edition.EXEMPT)
    assert made.edition == "exempt"
    assert made.restriction == (
        "NOT FOR PUBLICATION – exempt under paragraphs 3 and 5 of Part 1 of Schedule 12A to the "
        "Local Government Act 1972"
    )
    first = next(made.blocks())
    assert isinstance(first, PrintedParagraph)
    assert first.runs[0].text == f"{made.restriction}."
    shown = {block.id: block for block in made.blocks()}
    paragraph, table = shown["p2"], shown["t1"]
    assert isinstance(paragraph, PrintedParagraph)
    assert isinstance(table, PrintedTable)
    assert [run.text for run in paragraph.runs[:2]] == ["[exempt: paragraph 3] ", SECRET]
    assert table.caption == "Table 1: Terms [exempt: paragraph 5]"
    assert "77,310" in said(made)


def test_numbers_are_the_same_in_both_editions() -> None:
    held = marked(marked(marked(sample(), "p2"), "second"), "t2", "Elm House")
    public, exempt = blocks(held), blocks(held, Edition.EXEMPT)
    for block_id in ("p1", "p2", "p3", "p4", "p5"):
        one, other = public[block_id], exempt[block_id]
        assert isinstance(one, PrintedParagraph)
        assert isinstance(other, PrintedParagraph)
        assert one.number == other.number
    for block_id in ("t2", "t3"):
        one, other = public[block_id], exempt[block_id]
        assert isinstance(one, PrintedTable)
        assert isinstance(other, PrintedTable)
        assert one.caption.split(":")[0] == other.caption.split(":")[0]


def test_a_withheld_section_gives_away_neither_its_title_nor_its_content() -> None:
    public = compose(marked(sample(), "second"), FIGURES)
    for words in ("Acquisition", "Heads of terms", "77,310", "Terms"):
        assert words not in said(public)
    assert "This section is not published" in said(public)


def test_a_withheld_annex_keeps_its_letter_and_loses_its_title() -> None:
    public = compose(marked(sample(), "one"), FIGURES)
    assert [annex.label for annex in public.annexes] == ["Annex B"]
    assert "Review of case" not in said(public)
    assert "case-h.pdf" not in said(public)
    assert "Annex A is not published" in said(public)
    exempt = compose(marked(sample(), "one"), FIGURES, Edition.EXEMPT)
    assert [annex.heading for annex in exempt.annexes] == [
        "Annex A: Review of case H [exempt: paragraph 3]",
        "Annex B: Counsel's opinion",
    ]


def table_of(held: Report, block_id: str, edition: Edition = Edition.PUBLIC) -> PrintedTable:
    found = blocks(held, edition)[block_id]
    assert isinstance(found, PrintedTable)
    return found


def test_a_withheld_row_is_gone_and_a_note_says_so() -> None:
    held = marked(sample(), "t2", "Elm House")
    table = table_of(held, "t2").table
    assert [row.cells[0].text for row in table.rows] == ["Pens", "Total"]
    assert table.notes == (
        "1 row is not published: exempt under paragraph 3 of Part 1 of Schedule 12A to the Local "
        "Government Act 1972. Talks with the provider continue.",
    )
    shown = table_of(held, "t2", Edition.EXEMPT).table.rows[1].cells[0].text
    assert shown == "Elm House [exempt: paragraph 3]"


def test_a_bound_table_is_set_out_as_if_the_row_had_never_been() -> None:
    """Neither the legend of its missing symbol nor its pennies tell of a row."""
    whole = table_of(sample(), "t3").table
    assert any("[c]" in note for note in whole.notes)
    held = marked(marked(sample(), "t3", "schools"), "t3", "total")
    table = table_of(held, "t3").table
    assert [row.cells[0].text for row in table.rows] == ["Council", "Police"]
    assert not any("[c]" in note for note in table.notes)
    assert table.notes[-1].startswith("2 rows are not published")
    without_police = marked(marked(sample(), "t3", "police"), "t3", "total")
    agreed = table_of(without_police, "t3").table.rows[0].cells[1].text
    assert agreed == "183,850"
    assert table_of(sample(), "t3").table.rows[0].cells[1].text == "183,850.00"


def test_a_chart_drops_the_row_and_every_word_typed_about_all_of_it() -> None:
    source = SetTable(set_id="budget-contributions", view="all")
    chart = ChartBlock("c1", "Partners", source, alt="Police pay least of all")
    held = marked(report(Section(id="s", key="s", title="S", blocks=(chart,))), "c1", "police")
    public = blocks(held)["c1"]
    assert isinstance(public, PrintedChart)
    assert public.data.categories == ("Council", "Schools")
    assert "Police" not in public.alt
    assert public.data.notes[-1].startswith("1 row is not published")
    exempt = blocks(held, Edition.EXEMPT)["c1"]
    assert isinstance(exempt, PrintedChart)
    assert exempt.alt == "Police pay least of all"


def test_picked_figures_lose_their_row_and_its_label() -> None:
    keys = ("budget-contributions.council.agreed", "budget-contributions.police.agreed")
    table = TableBlock("t", "Two", KeysTable(keys=keys, labels=("Ours", "Theirs")))
    held = report(Section(id="s", key="s", title="S", blocks=(table,)))
    shown = table_of(marked(held, "t", keys[1]), "t").table
    assert [row.cells[0].text for row in shown.rows] == ["Ours"]


def test_a_row_that_moved_away_keeps_all_of_its_table_back() -> None:
    held = marked(sample(), "t2", "Elm House")
    renamed = TypedTable(rows=(("Item", "Cost"), ("Pens", "1,200"), ("Elm Hse", "48,250")))
    held = ReplaceBlock(TableBlock("t2", "Costs", renamed)).apply(held)
    assert "48,250" not in encode(blocks(held)["t2"]).decode()
    assert "exempt-row-gone" in codes(held)

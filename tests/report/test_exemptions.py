"""Exempt content: never in the public edition, numbered alike in both, and not to be worked out."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.report import checks
from oscb_desktop.report.blocks import (
    Block,
    ChartBlock,
    CrossRef,
    FigureRef,
    Footnote,
    KeysTable,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.changes import Change, MarkExempt, RemoveBlock, ReplaceBlock, UnmarkExempt
from oscb_desktop.report.composition import (
    Composition,
    Printed,
    PrintedChart,
    PrintedParagraph,
    PrintedTable,
    compose,
)
from oscb_desktop.report.coverage import coverage, coverage_hash
from oscb_desktop.report.document import Annex, Report, Section, SetRef, encode
from oscb_desktop.report.editions import drawn
from oscb_desktop.report.exempt_checks import check_exemptions
from oscb_desktop.report.exemptions import Edition, cited, law, mark_exempt
from oscb_desktop.report.figures import Figures
from oscb_desktop.report.problems import OscbError, Severity, UsageError
from oscb_desktop.report.publication import compare, publication
from oscb_desktop.report.signoff import returns_used
from oscb_desktop.report.tables import Table
from oscb_desktop.report.telltales import (
    Telltales,
    exempt_texts,
    numbers_in,
    public_texts,
    spaced,
    squeezed,
    telltales_of,
)
from tests.report.samples import contributions, indicators, report, section

FIGURES = Figures.of((contributions(), indicators()))
WHY = "Talks with the provider continue"
SECRET = "Settlement with Elm House Limited of £48,250 agreed in private"


def text(block_id: str, words: str) -> Paragraph:
    return Paragraph(block_id, (Text(words),))


def sample() -> Report:
    """Paragraphs 1 to 5, tables 1 and 2, a chart, two annexes."""
    first = Section(
        id="first",
        key="first",
        title="First",
        blocks=(
            text("p1", "The Board met."),
            Paragraph("p2", (Text(SECRET), Footnote("Minute of the closed session of June"))),
            Paragraph("p3", (Text("See "), CrossRef("p2"), Text(" and "), CrossRef("t2"))),
        ),
    )
    typed = TypedTable(
        rows=(("Item", "Cost"), ("Pens", "1,200"), ("Elm House", "48,250"), ("Total", "49,450"))
    )
    second = Section(
        id="second",
        key="second",
        title="Acquisition of Elm House Limited",
        blocks=(
            text("p4", "Heads of terms were signed behind closed doors."),
            TableBlock("t1", "Terms", TypedTable(rows=(("Term", "Sum"), ("Rent", "77,310")))),
        ),
    )
    third = Section(
        id="third",
        key="third",
        title="Third",
        blocks=(
            text("p5", "Money was spent as agreed."),
            TableBlock("t2", "Costs", typed),
            TableBlock("t3", "Partners", SetTable(set_id="budget-contributions", view="all")),
            ListBlock("l1", ((Text("a point about nothing much"),),)),
        ),
    )
    annexes = (
        Annex(id="one", title="Review of case H", file="case-h.pdf", sha256="1" * 64, pages=2),
        Annex(id="two", title="Counsel's opinion", file="opinion.pdf", sha256="2" * 64, pages=3),
    )
    refs = (SetRef("budget-contributions", "c" * 64), SetRef("indicators", "d" * 64))
    return replace(report(first, second, third), annexes=annexes, figure_sets=refs)


def marked(held: Report, target: str, row: str = "", paragraph: int = 3) -> Report:
    return MarkExempt(target, paragraph, WHY, row).apply(held)


def blocks(held: Report, edition: Edition = Edition.PUBLIC) -> dict[str, Printed]:
    return {block.id: block for block in compose(held, FIGURES, edition).blocks()}


def said(composition: Composition) -> str:
    return encode(composition).decode()


def telltales(held: Report, figures: Figures, public: Composition) -> Telltales:
    return telltales_of(exempt_texts(held, figures), public_texts(held, public))


def codes(held: Report) -> list[str]:
    return [found.code for found in check_exemptions(held, FIGURES)]


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


def test_a_mark_without_its_paragraph_blocks_publication() -> None:
    held = RemoveBlock("p2").apply(marked(sample(), "p2"))
    found = list(check_exemptions(held, FIGURES))
    assert [(one.code, one.severity) for one in found] == [("exempt-target-gone", Severity.BLOCK)]


def test_a_single_row_under_a_published_total_can_be_worked_out() -> None:
    held = marked(sample(), "t2", "Elm House")
    found = next(p for p in check_exemptions(held, FIGURES) if "worked-out" in p.code)
    assert found.severity is Severity.BLOCK
    assert found.message.startswith("The row 'Elm House' of Table 2 is exempt, but 'Total' is")
    assert "exempt-row-can-be-worked-out" not in codes(marked(held, "t2", "Total"))
    assert "exempt-row-can-be-worked-out" not in codes(marked(held, "t2", "Pens"))


def test_a_single_row_of_a_return_can_be_worked_out_from_its_total() -> None:
    held = marked(sample(), "t3", "police")
    assert "exempt-row-can-be-worked-out" in codes(held)
    assert "exempt-row-can-be-worked-out" not in codes(marked(held, "t3", "total"))
    assert "exempt-row-can-be-worked-out" not in codes(marked(held, "t3", "council"))
    # The row without a value is no cover: the total is of the two that have one.
    assert "exempt-row-can-be-worked-out" in codes(marked(held, "t3", "schools"))


def test_a_total_in_a_sentence_gives_a_row_away_too() -> None:
    held = marked(marked(sample(), "t3", "police"), "t3", "total")
    total = Paragraph("p5", (FigureRef("budget-contributions.total.agreed"),))
    assert "exempt-row-can-be-worked-out" not in codes(held)
    assert "exempt-row-can-be-worked-out" in codes(ReplaceBlock(total).apply(held))


def test_a_figure_of_an_exempt_row_in_a_public_sentence_blocks() -> None:
    held = marked(marked(sample(), "t3", "police"), "t3", "council")
    quoting = Paragraph("p5", (FigureRef("budget-contributions.police.agreed"),))
    found = list(check_exemptions(ReplaceBlock(quoting).apply(held), FIGURES))
    shown = [one for one in found if one.code == "exempt-figure-shown-elsewhere"]
    assert [one.message for one in shown] == [
        "The row 'Police' of Table 3 is exempt, but Paragraph 5 prints a figure of it."
    ]
    assert "exempt-figure-shown-elsewhere" not in codes(
        marked(ReplaceBlock(quoting).apply(held), "p5")
    )


def test_a_public_chart_of_an_exempt_table_is_pointed_out() -> None:
    source = SetTable(set_id="budget-contributions", view="all")
    body = (TableBlock("t", "Table", source), ChartBlock("c", "Chart", source))
    held = report(Section(id="s", key="s", title="S", blocks=body))
    assert "exempt-figure-shown-elsewhere" in codes(marked(held, "t", "police"))
    assert codes(marked(held, "t")) == ["exempt-data-shown-elsewhere"]
    assert codes(marked(marked(held, "t"), "c")) == []


def test_public_words_that_repeat_exempt_ones_are_pointed_out() -> None:
    held = marked(sample(), "p2")
    assert codes(held) == ["exempt-words-repeated"]  # 48,250 stands in Table 2
    telling = replace(held.exemptions[0], reason=f"Because of the {SECRET}")
    found = [
        one
        for one in check_exemptions(replace(held, exemptions=(telling,)), FIGURES)
        if one.message.startswith("Paragraph 2 says")
    ]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (MarkExempt("p1", 3, " "), "exempt-without-reason"),
        (MarkExempt("p1", 8, WHY), "exempt-paragraph-unknown"),
    ],
)
def test_a_mark_that_does_not_stand_blocks(mark: MarkExempt, code: str) -> None:
    assert code in codes(mark.apply(sample()))


def test_the_checks_of_a_report_hold_those_of_its_exemptions() -> None:
    from datetime import date

    from oscb_desktop.report.template import find_template

    held = RemoveBlock("p2").apply(marked(sample(), "p2"))
    template = find_template(held.template)
    found = checks.check(held, FIGURES, template, date(2026, 11, 1))
    assert "exempt-target-gone" in {one.code for one in found}


@pytest.mark.parametrize(("paragraph", "reason"), [(8, WHY), (0, WHY), (3, "  ")])
def test_a_mark_needs_a_paragraph_of_the_act_and_a_reason(paragraph: int, reason: str) -> None:
    with pytest.raises(UsageError):
        mark_exempt("p1", paragraph, reason)


def test_taking_off_a_mark_that_is_not_there_says_so() -> None:
    with pytest.raises(OscbError, match="not marked exempt"):
        UnmarkExempt("p1").apply(sample())


def test_undoing_brings_back_the_very_same_mark() -> None:
    held = marked(sample(), "p2")
    off = UnmarkExempt("p2")
    assert off.invert(held).apply(off.apply(held)) == held
    again = MarkExempt("p2", 5, "Another reason")
    assert again.invert(held).apply(again.apply(held)) == held
    assert again.label == "Mark exempt (paragraph 5)"


def test_two_marks_of_the_same_words_differ_by_their_secret() -> None:
    one, other = marked(sample(), "p2"), marked(sample(), "p2")
    assert one.content_hash() != other.content_hash() != sample().content_hash()


@pytest.mark.parametrize("covers", [("all",), ("text",), ("figures",), ("annexes",)])
@pytest.mark.parametrize("target", ["p2", "second", "t3", "one"])
def test_a_mark_reopens_exactly_what_covers_its_target(target: str, covers: tuple[str]) -> None:
    concerned = {
        "p2": ("all", "text"),
        "second": ("all", "text", "figures"),
        "t3": ("all", "text", "figures"),
        "one": ("all", "annexes"),
    }[target]
    before = coverage_hash(coverage(sample(), covers, FIGURES))
    after = coverage_hash(coverage(marked(sample(), target), covers, FIGURES))
    assert (before != after) == (covers[0] in concerned)


def test_published_hashes_cannot_be_tried_out() -> None:
    """Who guesses the exempt words, and knows everything else, finds none of the hashes."""
    held = marked(marked(marked(sample(), "p2"), "t3"), "one")
    guessed = {
        part.hash
        for text_ in (SECRET, "a wrong guess")
        for part in coverage(
            replace(
                ReplaceBlock(text("p2", text_)).apply(held),
                exemptions=tuple(replace(mark, secret="") for mark in held.exemptions),
            ),
            ("all",),
            FIGURES,
        )
        if part.id in ("block:p2", "block:t3", "annex:one", "figures:budget-contributions")
    }
    plain = {part.hash for part in coverage(sample(), ("all",), FIGURES)}
    published = {part.id: part.hash for part in coverage(held, ("all",), FIGURES, discreet=True)}
    for part_id in ("block:p2", "block:t3", "annex:one"):
        assert published[part_id] not in guessed | plain
    assert "figures:budget-contributions" not in published
    assert "c" * 64 not in published.values()


def test_the_record_of_a_public_edition_names_nothing_exempt() -> None:
    held = marked(marked(sample(), "second"), "t3")
    public = compose(held, FIGURES)
    record = encode(publication(held, FIGURES, public, ())).decode()
    for words in ("Acquisition", "budget-contributions", "91,150"):
        assert words not in record
    exempt = compose(held, FIGURES, Edition.EXEMPT)
    assert "Acquisition" in encode(publication(held, FIGURES, exempt, ())).decode()


def test_both_editions_compare_with_the_report_they_are_of() -> None:
    held = marked(marked(sample(), "p2"), "t3")
    for edition in Edition:
        record = publication(held, FIGURES, compose(held, FIGURES, edition), ())
        assert record.edition == edition
        assert compare(record, held, FIGURES) == ()
        changed = compare(record, ReplaceBlock(text("p2", "Other words")).apply(held), FIGURES)
        assert [one.words for one in changed] == ["Paragraph 2 was changed."]


def test_what_is_public_only_rounded_is_not_recorded_to_the_penny() -> None:
    """The sum of £275,000.50 is in exempt words; the public table rounds it."""
    rounded = TableBlock("t2", "Costs", SetTable(set_id="budget-contributions", view="all"))
    exact = Paragraph("p2", (FigureRef("budget-contributions.total.agreed"),))
    held = ReplaceBlock(exact).apply(ReplaceBlock(rounded).apply(sample()))
    key = "budget-contributions.total.agreed"
    public = compose(marked(held, "p2"), FIGURES)
    assert publication(marked(held, "p2"), FIGURES, public, ()).figures[key] == "£275,000.50"
    blocks_ = tuple(
        msgspec.structs.replace(block, table=_rounded(block.table))
        if isinstance(block, PrintedTable)
        else block
        for block in public.blocks()
    )
    part = msgspec.structs.replace(public.parts[0], blocks=blocks_)
    rounded_public = msgspec.structs.replace(public, parts=(part,))
    assert key not in publication(marked(held, "p2"), FIGURES, rounded_public, ()).figures


def _rounded(table: Table) -> Table:
    rows = tuple(
        replace(row, cells=tuple(replace(cell, text=cell.text.split(".")[0]) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=rows)


def test_a_workbook_that_is_partly_exempt_keeps_its_hash_to_itself() -> None:
    exempt = drawn(marked(sample(), "t3", "police"))
    assert [(used.file, used.sha256) for used in returns_used(FIGURES, exempt)] == [
        ("budget.xlsx", "")
    ]
    assert [used.sha256 for used in returns_used(FIGURES)] == ["ab" * 32]


# What may be marked in the sample, and whether it may be again with a row.
TARGETS = st.sampled_from(
    [
        *(("p1", ""), ("p2", ""), ("p4", ""), ("second", ""), ("t1", ""), ("l1", ""), ("one", "")),
        *(("t2", "Elm House"), ("t2", "Pens"), ("t3", "police"), ("t3", "total"), ("two", "")),
    ]
)


@given(st.lists(TARGETS, min_size=1, max_size=5, unique=True))
def test_no_telltale_is_ever_in_the_public_composition(targets: list[tuple[str, str]]) -> None:
    held = sample()
    for target, row in targets:
        held = marked(held, target, row)
    public = compose(held, FIGURES)
    found = telltales(held, FIGURES, public)
    printed = said(public)
    assert not [phrase for phrase in found.phrases if phrase in squeezed(printed)]
    assert not [name for name in found.names if f" {name} " in spaced(printed)]
    assert not found.numbers & numbers_in(printed)


@given(st.lists(TARGETS, min_size=1, max_size=5, unique=True))
def test_marking_and_unmarking_leaves_the_report_as_it_was(
    targets: list[tuple[str, str]],
) -> None:
    held = sample()
    changes: list[Change] = [MarkExempt(target, 3, WHY, row) for target, row in targets]
    for change in changes:
        held = change.apply(held)
    assert msgspec.json.decode(encode(held), type=Report) == held
    for target, row in targets:
        held = UnmarkExempt(target, row).apply(held)
    assert held == sample()
    assert compose(held, FIGURES).edition == ""


def test_telltales_are_what_only_the_exempt_edition_says() -> None:
    held = marked(marked(sample(), "p2"), "one")
    found = telltales(held, FIGURES, compose(held, FIGURES))
    assert found.phrases["settlementwithelmhouse"] == "settlement with elm house"
    assert "theboardmet" not in found.phrases
    assert "48250" not in found.numbers  # Table 2 prints it, and the checks say so
    held = marked(held, "t2")
    found = telltales(held, FIGURES, compose(held, FIGURES))
    assert "48250" in found.numbers
    assert "case h pdf" in found.names
    assert "pens" not in found.names  # a word of the dictionary alone gives nothing away
    assert SECRET in " ".join(exempt_texts(held, FIGURES))


def test_the_sums_of_the_sample_are_what_the_tests_take_them_for() -> None:
    figure = FIGURES.get("budget-contributions.total.agreed")
    assert figure is not None
    assert figure.value == Decimal("275000.50")


def test_a_section_of_blocks_of_every_kind_is_withheld_whole() -> None:
    body: tuple[Block, ...] = sample().sections[2].blocks
    held = marked(
        report(section("plain", "words"), Section(id="s", key="s", title="Kept", blocks=body)), "s"
    )
    public = compose(held, FIGURES)
    assert [block.id for block in public.parts[1].blocks] == ["s", "s-notice", "p5"]

"""What keeps somebody from reading a report: headings, lists, tables, descriptions, colours."""

import msgspec
import pytest

from oscb_desktop.report.checks.accessible import check_accessibility
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    FigureRef,
    Heading,
    KeysTable,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Section
from tests.report.samples import report


def _found(*blocks: Block) -> list[tuple[str, str]]:
    held = report(Section(id="s", key="s", title="Introduction", blocks=blocks))
    return [(found.code, found.found) for found in check_accessibility(held)]


def _text(words: str, *, bold: bool = False) -> Paragraph:
    return Paragraph("p", (Text(words, bold=bold),))


def _chart(alt: str, caption: str = "Contacts by month") -> ChartBlock:
    return ChartBlock("c", caption, KeysTable(keys=("a.b.c",)), alt)


@pytest.mark.parametrize(
    ("levels", "skipped"),
    [((2, 3, 3, 2, 3), 0), ((3,), 1), ((2, 4), 1), ((2, 3, 4, 2, 4), 1), ((2, 3, 2), 0)],
)
def test_headings_go_down_one_level_at_a_time(levels: tuple[int, ...], skipped: int) -> None:
    blocks = [Heading(f"h{at}", f"Part {at}", level) for at, level in enumerate(levels)]
    assert [code for code, _ in _found(*blocks)] == ["heading-skip"] * skipped


def test_each_section_begins_its_headings_anew() -> None:
    sections = [
        Section(id=key, key=key, title=key, blocks=(Heading(f"h{key}", "Part", level),))
        for key, level in (("one", 2), ("two", 3))
    ]
    (found,) = check_accessibility(report(*sections))
    assert (found.code, found.place.block) == ("heading-skip", "htwo")


def test_a_short_paragraph_all_in_bold_is_meant_as_a_heading() -> None:
    assert _found(_text("What was done", bold=True)) == [("heading-typed", "What was done")]
    assert _found(_text("The committee is RECOMMENDED to note it.", bold=True)) == []
    mixed = Paragraph("p", (Text("Only "), Text("this", bold=True)))
    figure = Paragraph("p", (Text("Spent ", bold=True), FigureRef("a.b.c")))
    assert _found(mixed) == _found(figure) == []


@pytest.mark.parametrize("words", ["- first, the plan", "• one", "(a) the plan", "2. the plan"])
def test_a_list_made_by_hand_is_found(words: str) -> None:
    assert [code for code, _ in _found(_text(words))] == ["list-typed"]


@pytest.mark.parametrize(
    "words", ["A plan was made.", "2025 was busy.", "–5 °C was measured.", "I. Other chaired it."]
)
def test_a_sentence_is_no_list(words: str) -> None:
    assert _found(_text(words)) == []


@pytest.mark.parametrize(
    ("alt", "code"),
    [
        ("", None),
        ("contacts_2026.png", "description-empty-words"),
        ("IMG-0042.jpeg", "description-empty-words"),
        ("Chart 1", "description-empty-words"),
        ("image", "description-empty-words"),
        ("contacts by month.", "description-is-caption"),
        ("Contacts rose from 1,600 in April to 2,100 in March.", None),
        ("Chart of contacts, rising from April to March.", None),
    ],
)
def test_a_description_says_what_can_be_seen(alt: str, code: str | None) -> None:
    assert [found for found, _ in _found(_chart(alt))] == ([code] if code else [])


def test_cells_of_a_typed_table_are_counted() -> None:
    rows = (("", "2025", ""), ("Visits", "12", ""), ("Calls", " ", "7"))
    table = TableBlock("t", "Work", TypedTable(rows=rows))
    assert _found(table) == [("table-header-empty", "2"), ("table-cell-empty", "2")]
    full = TableBlock("t", "Work", TypedTable(rows=(("Work", "2025"), ("Visits", "12"))))
    assert _found(full) == []
    assert _found(TableBlock("t", "Work", TypedTable(rows=()))) == []


def test_colour_alone_is_found_in_text_and_lists() -> None:
    assert _found(_text("Targets that were missed are shown in red.")) == [
        ("colour-alone", "shown in red")
    ]
    listed = ListBlock("l", ((Text("See the green line."),), (Text("The Green Paper."),)))
    assert _found(listed) == [("colour-alone", "the green line")]
    assert _found(_text("Three risks are rated red (high) and one green (low).")) == []


def test_every_finding_says_where_it_is() -> None:
    held = report(
        Section(id="s", key="s", title="Introduction", blocks=(_text("- one"), _chart("x.png")))
    )
    first, second = check_accessibility(held)
    assert first.message.startswith("Paragraph 1 ")
    assert second.message.startswith("Chart 1 ")
    assert {first.place.block, second.place.block} == {"p", "c"}
    assert msgspec.json.encode(first)

"""The Word document, read back: styles, numbers, notes, tables and pictures mean what they say."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.content.tables import ChartData
from oscb_desktop.report.publication.composition import (
    Composition,
    PrintedAnnex,
    PrintedChart,
    PrintedHeading,
    PrintedList,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
)
from tests.publish.samples import DETAILS, composition, long_report, paragraph, part, sample, text


def opened(made: Composition, *, draft: bool = False) -> Any:
    return Document(BytesIO(write_docx(made, draft=draft)))


def said(element: Any) -> str:
    """All words below an element, fields and links included."""
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def styled(document: Any, style: str) -> list[str]:
    return [said(found._p) for found in document.paragraphs if found.style.name == style]


@pytest.fixture(scope="module")
def document() -> Any:
    return opened(sample())


def test_headings_have_heading_styles(document: Any) -> None:
    printed = [block for block in sample().blocks() if isinstance(block, PrintedHeading)]
    assert styled(document, "Title") == [DETAILS.title]
    for level in (1, 2):
        wanted = [block.text for block in printed if block.level == level]
        assert styled(document, f"Heading {level}") == wanted


def test_everything_is_said_in_its_order(document: Any) -> None:
    whole = said(document.element.body)
    at = 0
    for block in sample().blocks():
        if isinstance(block, PrintedParagraph):
            wanted = ["".join(run.text for run in block.runs if not run.note)]
        elif isinstance(block, PrintedList):
            wanted = ["".join(run.text for run in item) for item in block.items]
        elif isinstance(block, PrintedTable):
            wanted = [block.caption, *(cell.text for row in block.table.rows for cell in row.cells)]
        elif isinstance(block, PrintedHeading):
            wanted = [block.text]
        else:
            wanted = [block.caption]
        for words in wanted:
            assert words in whole[at:], words
            at = whole.index(words, at) + len(words)


def numbers_of(document: Any) -> dict[str, list[int]]:
    """Count as Word does: each numbering goes on wherever its paragraphs stand."""
    numbering = document.part.numbering_part.element
    counting = {
        int(num.get(qn("w:numId"))): (
            num.find(qn("w:abstractNumId")).get(qn("w:val")),
            num.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}"),
        )
        for num in numbering.findall(qn("w:num"))
    }
    starts = {
        number: int(override.get(qn("w:val"))) - 1
        for number, (_, override) in counting.items()
        if override is not None
    }
    counts: dict[Any, int] = {}
    found: dict[str, list[int]] = {}
    for paragraph_ in document.paragraphs:
        own, style = paragraph_._p.pPr, paragraph_.style.element.pPr
        held = own.numPr if own is not None and own.numPr is not None else None
        if held is None and style is not None:
            held = style.numPr
        if held is None:
            continue
        number = held.numId.val
        abstract, override = counting[number]
        key = abstract if override is None else number
        counts[key] = counts.get(key, starts.get(number, 0)) + 1
        found.setdefault(paragraph_.style.name, []).append(counts[key])
    return found


def test_paragraph_numbers_run_on_across_headings_tables_and_lists(document: Any) -> None:
    assert numbers_of(document)["List Number"] == list(range(1, 11))
    printed = [block for block in sample().blocks() if isinstance(block, PrintedParagraph)]
    assert [block.number for block in printed if block.number] == list(range(1, 11))


def test_numbers_that_an_edition_leaves_out_stay_left_out() -> None:
    numbers = [1, 2, 5, 6, 9]
    made = opened(composition(part("a", "A", *(paragraph(number, "x") for number in numbers))))
    assert numbers_of(made)["List Number"] == numbers


def test_each_lettered_list_begins_again() -> None:
    lists = [
        PrintedList(id=f"l{at}", ordered=True, items=(text("one"), text("two"))) for at in range(2)
    ]
    made = opened(composition(part("a", "A", lists[0], paragraph(1, "x"), lists[1])))
    assert numbers_of(made)["List Letters"] == [1, 2, 1, 2]


def test_a_footnote_is_a_footnote() -> None:
    data = write_docx(sample(), draft=False)
    with ZipFile(BytesIO(data)) as held:
        notes = etree.fromstring(held.read("word/footnotes.xml"))
        body = etree.fromstring(held.read("word/document.xml"))
        types = held.read("[Content_Types].xml").decode()
    calls = [call.get(qn("w:id")) for call in body.iter(qn("w:footnoteReference"))]
    texts = {note.get(qn("w:id")): said(note).strip() for note in notes}
    assert calls == ["1"]
    assert texts["1"].startswith("Figures are those of the partners’ own returns")
    assert "wordprocessingml.footnotes+xml" in types


def test_tables_repeat_their_header_and_name_their_headers(document: Any) -> None:
    printed = [block for block in sample().blocks() if isinstance(block, PrintedTable)]
    for table, block in zip(document.tables, printed, strict=True):
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert [cell.text for cell in first.cells] == [h.text for h in block.table.headings]
        looks = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (looks.get(qn("w:firstRow")), looks.get(qn("w:firstColumn"))) == ("1", "1")
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == block.caption
        width = sum(column.width for column in table.columns)
        section = document.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        assert width == pytest.approx(room, rel=0.002)


def test_a_rating_is_a_word_and_a_shape(document: Any) -> None:
    cells = {cell.text for row in document.tables[1].rows for cell in row.cells}
    assert {"●\xa0Green", "▲\xa0Amber", "■\xa0Red"} <= cells


def test_a_chart_is_a_sharp_picture_with_words(document: Any) -> None:
    shapes = document.inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [
        block.alt for block in sample().blocks() if isinstance(block, PrintedChart)
    ]
    with ZipFile(BytesIO(write_docx(sample(), draft=False))) as held:
        picture = Image.open(BytesIO(held.read("word/media/image1.png"))).convert("RGB")
    across = shapes[0].width.inches
    assert picture.width / across == pytest.approx(300, abs=1)
    colours = picture.getcolors(picture.width * picture.height)
    assert colours is not None
    seen = {colour for _, colour in colours}
    bars = {tuple(bytes.fromhex(colour[1:])) for colour in load_theme().colour.bars[:2]}
    assert bars <= seen, "a bar in each series' colour"


def test_captions_are_counted_by_word(document: Any) -> None:
    captions = [found for found in document.paragraphs if found.style.name == "Caption"]
    fields = [found._p.find(qn("w:fldSimple")) for found in captions]
    assert [said(field) for field in fields] == ["1", "1", "2", "2"]
    assert [field.get(qn("w:instr")).split()[1] for field in fields] == [
        "Table", "Chart", "Chart", "Table",
    ]  # fmt: skip


def test_links_lead_to_addresses_and_places(document: Any) -> None:
    links = list(document.element.body.iter(qn("w:hyperlink")))
    outside = [link for link in links if link.get(qn("r:id"))]
    inside = [link for link in links if link.get(qn("w:anchor"))]
    (address,) = [document.part.rels[link.get(qn("r:id"))].target_ref for link in outside]
    assert address == "https://www.example.org/board/annual-report"
    names = {
        mark.get(qn("w:name")): mark for mark in document.element.body.iter(qn("w:bookmarkStart"))
    }
    assert [said(link) for link in inside] == ["paragraph 6"]
    target = names[inside[0].get(qn("w:anchor"))].getparent()
    wanted = next(block for block in sample().blocks() if block.id == "p6")
    assert isinstance(wanted, PrintedParagraph)
    assert said(target) == "".join(run.text for run in wanted.runs)


def test_an_address_that_runs_code_is_only_words() -> None:
    run = PrintedRun(text="press", url="javascript:alert(1)")
    made = opened(composition(part("a", "A", paragraph(1, run))))
    assert "press" in said(made.element.body)
    assert list(made.element.body.iter(qn("w:hyperlink"))) == []


def test_language_title_and_dates_follow_the_content(document: Any) -> None:
    held = document.core_properties
    assert (held.title, held.author, held.language) == (
        DETAILS.title,
        DETAILS.organisation,
        "en-GB",
    )
    assert held.created == held.modified == datetime(2026, 9, 10, tzinfo=UTC)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert defaults.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_says_so_on_every_page(draft: bool) -> None:
    section = opened(sample(), draft=draft).sections[0]
    for header in (section.first_page_header, section.header):
        xml = etree.tostring(header._element).decode()
        assert ("DRAFT – not for publication" in said(header._element)) is draft
        assert ("v:textpath" in xml) is draft
    for footer in (section.first_page_footer, section.footer):
        codes = [f.get(qn("w:instr")).strip() for f in footer._element.iter(qn("w:fldSimple"))]
        assert codes == ["PAGE", "NUMPAGES"]


def test_annexes_are_named() -> None:
    annex = PrintedAnnex(
        id="x", label="Annex A", title="Budget", file="b.pdf", sha256="0" * 64, pages=1
    )
    made = opened(Composition(details=DETAILS, parts=(), content_hash="", annexes=(annex,)))
    assert styled(made, "List Bullet") == ["Annex A: Budget (PDF, 1 page)"]


def test_a_chart_without_figures_says_so() -> None:
    empty = PrintedChart(
        id="c", caption="Chart 1: x", alt="", data=ChartData(categories=(), series=())
    )
    made = opened(composition(part("a", "A", empty)))
    assert "There are no figures to show." in said(made.element.body)
    assert len(made.inline_shapes) == 0


def test_the_same_content_is_the_same_bytes() -> None:
    assert write_docx(sample(), draft=False) == write_docx(sample(), draft=False)


def test_a_long_report_takes_no_more_than_it_should() -> None:
    made = opened(long_report(200, rows=400))
    assert numbers_of(made)["List Number"] == list(range(1, 201))
    assert len(made.tables[0].rows) == 401


@settings(deadline=None, max_examples=15)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_stays_text(one: str, two: str) -> None:
    made = opened(
        composition(part("a", one, paragraph(1, PrintedRun(text=two, bold=True), "–", one)))
    )
    # A tab or a line end is an element of its own in Word.
    spaced = str.maketrans("\n\r\t", "   ")
    (found,) = [p for p in made.paragraphs if p.style.name == "List Number"]
    wanted = allowed(f"{two}–{one}").replace("\r\n", "\n").translate(spaced)
    assert found.text.translate(spaced) == wanted

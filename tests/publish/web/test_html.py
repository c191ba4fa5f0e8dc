"""The web page: parsed as browsers do, it says what the composition says and needs nothing else."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.themes import contrast, load_theme
from oscb_desktop.publish.web.html import write_html
from oscb_desktop.publish.web.html_look import DARK_PAPER, LIGHT_PAPER, palette
from oscb_desktop.report.content.tables import ChartData, Heading, Table
from oscb_desktop.report.publication.composition import (
    Composition,
    PrintedAnnex,
    PrintedChart,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
)
from tests.publish.samples import DETAILS, composition, paragraph, part, sample, table

ANNEX = PrintedAnnex(
    id="x", label="Annex A", title="Budget", file="b.pdf", sha256="0" * 64, pages=12
)


def parsed(made: Composition, *, draft: bool = False) -> Any:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(write_html(made, draft=draft).decode("utf-8"))


SVG = "{http://www.w3.org/2000/svg}"


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def page() -> Any:
    return parsed(sample())


def test_every_block_is_read_in_its_order(page: Any) -> None:
    at = 0
    said = text_of(page.find(".//main"))
    for block in sample().blocks():
        if isinstance(block, PrintedParagraph):
            wanted = " ".join("".join(run.text for run in block.runs).split())
        elif isinstance(block, PrintedTable):
            wanted = block.caption
        else:
            continue
        assert wanted in said[at:], wanted
        at = said.index(wanted, at)


def test_paragraph_numbers_run_on_across_headings(page: Any) -> None:
    lists = page.findall(".//ol[@class='paragraphs']")
    numbers = [int(item.get("value")) for held in lists for item in held]
    assert numbers == list(range(1, 11))
    assert [int(held.get("start")) for held in lists] == [
        int(held[0].get("value")) for held in lists
    ]


def test_headings_never_skip_a_level(page: Any) -> None:
    levels = [int(el.tag[1]) for el in page.iter() if re.fullmatch(r"h\d", str(el.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_leads_somewhere_and_every_id_is_one_place(page: Any) -> None:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.iter("a"):
        href = link.get("href")
        assert href.startswith("https://www.example.org/") or href[1:] in ids, href
    for element in page.iter():
        assert element.get("aria-labelledby") in (None, *ids)


def test_footnotes_lead_there_and_back(page: Any) -> None:
    call = page.find(".//a[@role='doc-noteref']")
    note = page.find(f".//li[@id='{call.get('href')[1:]}']")
    assert "reconciled to the ledger" in text_of(note)
    assert note.find("a").get("href") == f"#{call.get('id')}"


def test_tables_have_headers_with_a_scope_and_captions(page: Any) -> None:
    for found in page.iter("table"):
        assert text_of(found.find("caption"))
        assert all(cell.get("scope") == "col" for cell in found.find("thead").iter("th"))
        for row in found.find("tbody"):
            assert [cell.get("scope") for cell in row.iter("th")] == ["row"]
            assert len(row) == len(found.find("thead")[0])


def test_a_rating_is_a_word_and_a_shape(page: Any) -> None:
    ratings = page.findall(".//td[@class='rating amber']")
    assert [text_of(cell) for cell in ratings] == ["Amber", "Amber"]
    shapes = [
        page.find(f".//td[@class='rating {colour}']/{SVG}svg")[0]
        for colour in ("green", "amber", "red")
    ]
    assert len({(shape.tag, shape.get("d")) for shape in shapes}) == 3


def test_a_chart_is_a_picture_with_words_and_its_figures(page: Any) -> None:
    figure = page.find(".//figure")
    picture = figure.find(f"{SVG}svg")
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "Bar chart: budget and actual spending by line."
    drawn = [text_of(words) for words in picture.iter(f"{SVG}text")]
    rows = figure.findall(".//tbody/tr")
    cells = [[text_of(cell) for cell in row] for row in rows]
    assert cells[1] == ["Independent scrutineer", "£32,000", "£31,250"]
    assert all(value in drawn for row in cells for value in row[1:])
    bars = len(picture.findall(f"{SVG}rect"))
    assert bars == 2 + 2 * len(rows), "a swatch a series and a bar a value"


def test_nothing_is_fetched_or_run() -> None:
    text = write_html(sample(), draft=False).decode("utf-8")
    assert not re.search(r"<(script|link|img|iframe|object)|@import|url\(|\bon\w+=", text)


@pytest.mark.parametrize("paper", [LIGHT_PAPER, DARK_PAPER])
def test_text_is_legible_by_light_and_by_dark(paper: str) -> None:
    colours = palette(load_theme(), paper)
    for name in ("text", "accent", "muted", "link", "draft", "green", "amber", "red"):
        assert contrast(colours[name], paper) >= 4.5, name
        if name in ("text", "accent"):
            assert contrast(colours[name], colours["watermark"]) >= 4.5, name
    assert contrast(colours["strong_rule"], paper) >= 3


def test_a_draft_says_so_and_a_final_page_does_not() -> None:
    draft, final = parsed(sample(), draft=True), parsed(sample())
    assert "DRAFT" in text_of(draft.find("body"))
    assert text_of(draft.find(".//title")).startswith("Draft: ")
    assert "DRAFT" not in text_of(final.find("body"))


def test_the_language_and_the_title_are_said(page: Any) -> None:
    assert page.get("lang") == "en-GB"
    assert text_of(page.find(".//title")) == DETAILS.title


def test_annexes_are_named() -> None:
    made = Composition(details=DETAILS, parts=(), content_hash="", annexes=(ANNEX,))
    assert "Annex A: Budget (PDF, 12 pages)" in text_of(parsed(made).find(".//main"))


def test_an_address_that_runs_code_is_only_words() -> None:
    run = PrintedRun(text="press", url="javascript:alert(1)")
    found = parsed(composition(part("a", "A", paragraph(1, run))))
    assert "press" in text_of(found.find(".//main"))
    assert [link.get("href") for link in found.find(".//main").iter("a")] == []


def test_a_chart_or_a_table_without_figures_says_so() -> None:
    empty = PrintedChart(
        id="c", caption="Chart 1: x", alt="", data=ChartData(categories=(), series=())
    )
    bare = PrintedTable(id="t", caption="Table 1: y", table=Table(headings=(), rows=()))
    found = parsed(composition(part("a", "A", empty, bare)))
    assert "There are no figures to show." in text_of(found.find(".//figure"))
    assert "Table 1: y" in text_of(found.find(".//main"))
    assert found.find(f".//{SVG}svg") is None


def test_a_header_without_words_is_no_header() -> None:
    made = Table(
        headings=(Heading(""), Heading("Sum", numeric=True)), rows=table([], [["", "1"]]).rows
    )
    found = parsed(composition(part("a", "A", PrintedTable(id="t", caption="Table 1", table=made))))
    assert [text_of(cell) for cell in found.iter("th")] == ["Sum"]


def test_the_same_content_is_the_same_bytes() -> None:
    assert write_html(sample(), draft=False) == write_html(sample(), draft=False)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_stays_text(one: str, two: str) -> None:
    made = composition(
        part("a", one, paragraph(1, PrintedRun(text=two, bold=True), PrintedRun(text=one))),
    )
    found = parsed(made)
    (said,) = found.findall(".//ol[@class='paragraphs']/li/p")
    assert text_of(said) == " ".join(allowed(two + one).split())
    assert [el.tag for el in said.iter() if el.tag not in ("br", "span")] == ["p", "strong"]
    assert len(list(said.iter("br"))) == allowed(two + one).count("\n")


def test_words_of_another_script_have_their_language_and_direction() -> None:
    made = composition(
        part("a", "A", paragraph(1, "They said بچے to us."), paragraph(2, "بچے Oxford میں")),
    )
    within, whole = parsed(made).findall(".//ol[@class='paragraphs']/li/p")
    assert [(el.get("lang"), el.get("dir"), el.text) for el in within.iter("span")] == [
        ("ur", "rtl", "بچے")
    ]
    assert within.get("dir") is None
    assert whole.get("dir") == "rtl"
    assert text_of(whole) == "بچے Oxford میں"

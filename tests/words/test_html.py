"""What programs put on the clipboard arrives as clean blocks, and nothing else arrives."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    TableBlock,
    TypedTable,
)
from oscb_desktop.report.content.documents_read import Pasted
from oscb_desktop.words.html import read_html

SAMPLES = Path(__file__).with_name("samples")


def _read(name: str) -> Pasted:
    return read_html((SAMPLES / name).read_text(encoding="utf-8"))


def _shown(block: Block) -> str:
    if isinstance(block, Paragraph):
        return markup.write(block.runs)
    if isinstance(block, Heading):
        return f"{'#' * block.level} {block.text}"
    if isinstance(block, ListBlock):
        mark = "1." if block.ordered else "-"
        return "\n".join(f"{mark} {markup.write(item)}" for item in block.items)
    assert isinstance(block, TableBlock)
    assert isinstance(block.source, TypedTable)
    rows = [" | ".join(row) for row in block.source.rows]
    return "\n".join([*([f"[{block.caption}]"] if block.caption else []), *rows])


def _all(pasted: Pasted) -> list[str]:
    return [_shown(block) for block in pasted.blocks]


def _codes(pasted: Pasted) -> list[str]:
    return [problem.code for problem in pasted.problems]


def test_word() -> None:
    pasted = _read("word.html")
    assert _all(pasted) == [
        "## Executive Summary",
        "The hub took **21,480** contacts,\N{NO-BREAK SPACE}*more* than the year before"
        "{note:Counted from April to March.}. See the "
        "[guidance on working together](https://www.gov.uk/guidance/working-together).",
        "- Neglect\n- Exploitation",
        "The partners agreed how to respond to the demand on the hub, and every agency said what "
        "it would do, by when and with whom.",
        "The board asked for an audit of early help in the spring, which found good joint work "
        "and some delay where families had moved.",
        "Old words that went and came.",
        "Partner | Agreed\nThames Valley\nPolice | £91,150\nAll sums in cash | ",
    ]
    assert sorted(_codes(pasted)) == [
        "paste-merged-cells", "paste-picture", "paste-struck-through",
    ]  # fmt: skip


def test_excel_leaves_hidden_rows_behind() -> None:
    pasted = _read("excel.html")
    assert _all(pasted) == [
        "Indicator | 2024-25 | 2025-26\nContacts | 20,955 | 21,480\nPlans over two years |  | [c]"
    ]
    assert pasted.problems == ()


def test_an_e_mail_without_its_frames() -> None:
    assert _all(_read("outlook.html")) == [
        "Dear colleague,",
        "Please see the figures below. **Two** are new.",
        "**From:** Safeguarding team <team@example.gov.uk>\n**Sent:** 12 October 2026 10:04\n"
        "**Subject:** Return",
        "The reserve is £67,253.",
        "It was £64,200.",
        "[Write to the team](mailto:team@example.gov.uk) or open the return.",
    ]


def test_web_mail() -> None:
    assert _all(_read("gmail.html")) == [
        "Hello,",
        "The audit found **three** things:",
        "- delay\n- good joint work\n- in the north",
        "Line one",
        "Line two",
        "Earlier words.",
    ]


def test_a_web_editor_whose_bold_is_not_bold() -> None:
    assert _all(_read("google_docs.html")) == [
        "## Learning",
        "Reviews were **prompt** *and kind*.",
        "1. Listen\n1. Act",
    ]


def test_a_web_page_without_its_menu_scripts_and_pictures() -> None:
    pasted = _read("web_page.html")
    assert _all(pasted) == [
        "## Working together",
        "Everyone has a **responsibility**. Next page and a trick.",
        "### Who it is for",
        "- local authorities\n- the [police](https://example.org/police?x=1&y=2)",
        "[Contacts by quarter]\nQuarter | Contacts\nSpring | 5,100\n | 5,200",
        "Softhyphens and zerowidth\N{NO-BREAK SPACE}spaces close up.",
        "Chart of contacts",
        "More",
        "Loose words.",
    ]
    assert sorted(_codes(pasted)) == ["paste-merged-cells", "paste-picture"]


def test_libreoffice_writer() -> None:
    assert _all(_read("libreoffice_writer.html")) == [
        "## Executive summary",
        "The hub took **21,480** contacts, *more* than before.",
        "- First bullet\n- Second bullet",
        "1. Step one\n1. Step two",
        "## Costs",
        "Partner | Agreed | Received\nPolice | £91,150 | £91,150\nCouncil | £183,850 | £183,850",
        "After the table.",
    ]


def test_libreoffice_calc() -> None:
    assert _all(_read("libreoffice_calc.html")) == [
        "Partner | Agreed (£) | Received (£)\nPolice | 91,150 | 91,150\n"
        "Council | 183,850 | 183,850\n |  | \nTotal | 275,000 | 275,000"
    ]


@pytest.mark.parametrize("source", ["", "  ", "<", "<!-- x -->", "\x00", "<table></table>"])
def test_nothing_gives_nothing(source: str) -> None:
    assert all(not _shown(block).strip("<") for block in read_html(source).blocks)


def test_hostile_depth_and_size_end_soon_and_are_said() -> None:
    deep = read_html("<div>" * 5_000 + "deep" + "</div>" * 5_000)
    assert len(deep.blocks) <= 1
    wide = read_html("<table>" + "<tr><td>1</td><td>2</td></tr>" * 60_000 + "</table>")
    assert _codes(wide) == ["paste-cut-short"]
    spans = read_html("<table><tr><td colspan=99999 rowspan=99999>a</td><td>b</td></tr></table>")
    assert _codes(spans) == ["paste-merged-cells"]  # it would cover more rows than there are


_tags = st.sampled_from(
    ["p", "div", "b", "i", "span", "ul", "li", "ol", "table", "tr", "td", "h2", "a", "br", "o:p"]
)


@st.composite
def soup(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw tags in any order, closed or not, with numbered words among them."""
    parts, words = [], []
    for at in range(draw(st.integers(1, 25))):
        kind = draw(st.sampled_from(["open", "close", "word"]))
        if kind == "word":
            words.append(f"word{at}")
            parts.append(f" word{at} ")
        else:
            parts.append(f"<{'/' if kind == 'close' else ''}{draw(_tags)}>")
    return "".join(parts), words


@given(soup())
def test_whatever_the_tags_no_word_is_lost_or_said_twice(drawn: tuple[str, list[str]]) -> None:
    source, words = drawn
    shown = " ".join(_all(read_html(source)))
    assert sorted(re.findall(r"word\d+", shown)) == sorted(words)


@given(st.text(max_size=200))
def test_any_text_is_read(source: str) -> None:
    for block in read_html(source).blocks:
        assert _shown(block).strip()


def cells(html: str) -> list[tuple[str, ...]]:
    (block,) = read_html(html).blocks
    assert isinstance(block, TableBlock)
    assert isinstance(block.source, TypedTable)
    return list(block.source.rows)


def codes(html: str) -> set[str]:
    return {problem.code for problem in read_html(html).problems}


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("<sup>1</sup>", "£412,300¹"),
        ('<span style="vertical-align:super">2</span>', "£412,300²"),
        ("<sup>a</sup>", "£412,300 (a)"),
        ("<sup> † </sup>", "£412,300 (†)"),
    ],
)
def test_a_mark_behind_a_sum_in_a_cell_never_becomes_a_digit_of_it(mark: str, said: str) -> None:
    row = f"<tr><td>Police</td><td>£412,300{mark}</td></tr>"
    table = f"<table>{row}<tr><td>a</td><td>b</td></tr></table>"
    assert cells(table)[0] == ("Police", said)
    assert ("docx-raised" in codes(table)) is ("(" in said)


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        ("<s>old</s> new", "paste-struck-through", "old new"),
        ('<a href="https://example.org">here</a>', "docx-link", "here"),
        ("see<sup>b</sup>", "docx-raised", "see (b)"),
        ("<del>was</del> is", "docx-tracked-deletion", "is"),
        ("31<sup>st</sup> March", "", "31st March"),
    ],
)
def test_what_a_cell_cannot_hold_is_told(cell: str, code: str, said: str) -> None:
    table = f"<table><tr><th>A</th><th>B</th></tr><tr><td>x</td><td>{cell}</td></tr></table>"
    assert cells(table)[1] == ("x", said)
    assert codes(table) == ({code} if code else set())


def test_a_cell_struck_through_is_told() -> None:
    table = '<table><tr><td>x</td><td style="text-decoration: line-through">gone</td></tr></table>'
    (problem,) = read_html(table).problems
    assert (problem.code, "gone" in problem.message) == ("paste-struck-through", True)


@given(st.lists(st.sampled_from(["£5", "a", "12,000"]), min_size=2, max_size=4), st.data())
def test_cells_read_fast_say_what_those_read_slowly_say(
    words: list[str], data: st.DataObject
) -> None:
    """A cell with more than words in it goes another way: plain words come out alike."""
    wrap = data.draw(st.sampled_from(["<td>{}</td>", "<td><p>{}</p></td>", "<td><b>{}</b></td>"]))
    fast = "".join(wrap.format(word) for word in words)
    slow = "".join(wrap.format(f"{word}<sub></sub>") for word in words)
    row = "<tr>" + "<td>x</td>" * len(words) + "</tr>"
    assert cells(f"<table>{row}<tr>{fast}</tr></table>") == cells(
        f"<table>{row}<tr>{slow}</tr></table>"
    )


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>was <del>gone</del> new</p>", "docx-tracked-deletion"),
        ("<p>so <math><mi>x</mi></math></p>", "docx-equation"),
        ("<p>a <select><option>B</option></select></p>", "paste-control"),
        ("<p>a <svg><text>B</text></svg></p>", "paste-picture"),
    ],
)
def test_nothing_of_a_paste_goes_without_a_word(html: str, code: str) -> None:
    assert codes(html) == {code}

"""Council reports as differently made as they come: each arrives in its sections, what is not
understood is listed.
"""

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
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
from oscb_desktop.report.content.documents_read import DocumentRead
from oscb_desktop.words.docx import read_docx
from tests.words.word_documents import NS, run, saved


def short(block: Block) -> str:
    if isinstance(block, Paragraph):
        return markup.write(block.runs)
    if isinstance(block, Heading):
        return f"# {block.text}"
    if isinstance(block, ListBlock):
        mark = "(a)" if block.ordered else "*"
        return " ".join(f"{mark} {markup.write(item)}" for item in block.items)
    assert isinstance(block, TableBlock)
    assert isinstance(block.source, TypedTable)
    return " | ".join(";".join(row) for row in block.source.rows)


def sections(read: DocumentRead) -> dict[str, list[str]]:
    return {held.title: [short(block) for block in held.blocks] for held in read.sections}


def codes(read: DocumentRead) -> dict[str, int]:
    return {held.code: int(held.found) for held in read.problems}


def bold(document: Document, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True


def test_heading_styles_with_typed_numbers_and_running_paragraphs() -> None:
    made = docx.Document()
    made.add_paragraph("Electoral divisions affected: All")
    made.add_heading("Annual report of the board 2025-26", 0)
    for line in ("Report to: Cabinet", "Date: 14 October 2026", "Report by: Director of Children"):
        made.add_paragraph(line)
    made.add_heading("1. Purpose of the report", 1)
    made.add_paragraph("To present the report.", style="List Number")
    made.add_heading("2 Recommendations", 1)
    made.add_paragraph("Cabinet is recommended to:", style="List Number")
    for line in ("note the report", "agree the priorities"):
        made.add_paragraph(line, style="List Bullet")
    made.add_heading("Financial implications", 1)
    made.add_paragraph("Table 1: Contributions")
    table = made.add_table(rows=3, cols=2)
    for at, text in enumerate(("Partner", "Agreed", "", "2025-26", "Police", "£55")):
        table.cell(at // 2, at % 2).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    read = read_docx(saved(made), "report.docx")
    assert read.details == {
        "divisions": "All",
        "committee": "Cabinet",
        "meeting_date": "2026-10-14",
        "report_by": "Director of Children",
        "title": "Annual report of the board 2025-26",
        "reporting_year": "2025-26",
    }
    assert sections(read) == {
        "Purpose of the report": ["To present the report."],
        "Recommendations": [
            "Cabinet is recommended to:",
            "* note the report * agree the priorities",
        ],
        "Financial implications": ["Partner;Agreed | ;2025-26 | Police;£55"],
    }
    assert codes(read) == {"docx-typed-numbers": 2, "paste-merged-cells": 1}


def test_bold_headings_with_decimal_numbers_and_lists_typed_by_hand() -> None:
    made = docx.Document()
    bold(made, "OVERVIEW AND SCRUTINY COMMITTEE")
    made.add_paragraph("Meeting date: 3rd September 2026")
    bold(made, "ANNUAL REPORT")
    made.add_paragraph("Report of the Corporate Director")
    bold(made, "1. INTRODUCTION")
    made.add_paragraph("1.1 This report tells what happened.")
    made.add_paragraph("1.2\tThe second point.")
    bold(made, "2. KEY ISSUES")
    made.add_paragraph("2.1 Referrals rose:")
    for line in ("(a) from schools;", "(b) from the police.", "\N{BULLET} One bullet"):
        made.add_paragraph(line)
    made.add_paragraph("2.5 million pounds were spent.")
    made.add_paragraph("2.2 The board met.")
    bold(made, "Background papers:")
    made.add_paragraph("- None but this one")
    read = read_docx(saved(made), "report.docx")
    assert read.details == {
        "committee": "Overview and Scrutiny Committee",
        "meeting_date": "2026-09-03",
        "title": "Annual Report",
        "report_by": "the Corporate Director",
    }
    assert sections(read) == {
        "Introduction": ["This report tells what happened.", "The second point."],
        "Key Issues": [
            "Referrals rose:",
            "(a) from schools; (a) from the police.",
            "* One bullet",
            "2.5 million pounds were spent.",
            "The board met.",
        ],
        "Background papers": ["- None but this one"],
    }
    assert codes(read) == {"docx-typed-numbers": 6, "docx-typed-list": 2}


def test_a_head_in_a_table() -> None:
    made = docx.Document()
    rows = (
        ("Report to:", "Health and Wellbeing Board"),
        ("Date of meeting:", "12 November 2026"),
        ("Title:", "Safeguarding annual report"),
        ("Report of:", "Independent Scrutineer"),
        ("Wards affected:", "All"),
    )
    table = made.add_table(rows=5, cols=2)
    for at, row in enumerate(rows):
        table.cell(at, 0).text, table.cell(at, 1).text = row
    bold(made, "Summary")
    made.add_paragraph("Words.")
    read = read_docx(saved(made), "report.docx")
    assert read.details == {
        "committee": "Health and Wellbeing Board",
        "meeting_date": "2026-11-12",
        "title": "Safeguarding annual report",
        "report_by": "Independent Scrutineer",
        "divisions": "All",
    }
    assert sections(read) == {"Summary": ["Words."]}


def test_a_head_that_contradicts_itself_is_left_to_be_read() -> None:
    made = docx.Document()
    made.add_paragraph("Date: 12 November 2026")
    made.add_paragraph("Date: 13 November 2026")
    made.add_heading("Summary", 1)
    read = read_docx(saved(made), "report.docx")
    assert read.details == {"meeting_date": "2026-11-12"}
    assert sections(read) == {"Before the first heading": ["Date: 13 November 2026"], "Summary": []}


def test_inner_lists_go_on_in_the_outer_one_and_are_said() -> None:
    made = docx.Document()
    made.add_heading("Findings", 1)
    for style in ("List Bullet", "List Bullet 2", "List Bullet"):
        made.add_paragraph(style, style=style)
    end = made.element.body[-1]
    for depth in (0, 1, 1, 0):
        look = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>'
        end.addprevious(parse_xml(f"<w:p {NS}><w:pPr>{look}</w:pPr>{run(f'at {depth}')}</w:p>"))
    read = read_docx(saved(made), "report.docx")
    assert codes(read) == {"paste-inner-list": 1, "docx-list-start": 1}
    assert "at 0" in " ".join(sections(read)["Findings"])


@given(
    st.lists(
        st.sampled_from(["1. a", "1.1 b", "2. c", "3. d", "2.1 e", "words", "(a) x", "(b) y"]),
        max_size=12,
    )
)
def test_numbers_are_taken_off_only_in_order(lines: list[str]) -> None:
    made = docx.Document()
    made.add_heading("Findings", 1)
    for line in lines:
        made.add_paragraph(line)
    read = read_docx(saved(made), "report.docx")
    said = " ".join(short(block) for held in read.sections for block in held.blocks)
    assert [word for word in said.split() if word.isalpha()] == [
        word for line in lines for word in line.split() if word.isalpha()
    ]
    left = sum(line[0].isdigit() for line in lines) - codes(read).get("docx-typed-numbers", 0)
    assert left == sum(word[0].isdigit() for word in said.split())


@pytest.mark.parametrize("text", ["12 children were seen.", "2026. A year.", "I. Introduction"])
def test_what_only_looks_like_a_number_stays(text: str) -> None:
    made = docx.Document()
    made.add_heading("Findings", 1)
    made.add_paragraph(text)
    made.add_paragraph("Then words.")
    assert sections(read_docx(saved(made), "x.docx")) == {"Findings": [text, "Then words."]}

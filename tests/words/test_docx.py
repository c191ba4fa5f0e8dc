"""Reports written in Word: their sections, their head, and a word for all that is left out."""

import io
import zipfile

import docx
import pytest

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.editing.placing import place
from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Span,
    TableBlock,
    TypedTable,
)
from oscb_desktop.report.content.documents_read import DocumentRead
from oscb_desktop.report.content.template import find_template, start_report
from oscb_desktop.report.content.typed_tables import spans_of
from oscb_desktop.words.docx import read_docx
from tests.words.word_documents import body, council_report, run, saved

TEMPLATE = find_template("scrutiny-annual-report")


def _shown(block: Block) -> str:
    if isinstance(block, Paragraph):
        return ("" if block.numbered else "~") + markup.write(block.runs)
    if isinstance(block, Heading):
        return f"{'#' * block.level} {block.text}"
    if isinstance(block, ListBlock):
        return " / ".join(markup.write(item) for item in block.items)
    assert isinstance(block, TableBlock)
    assert isinstance(block.source, TypedTable)
    return f"[{block.caption}] " + " / ".join(" | ".join(row) for row in block.source.rows)


def _sections(read: DocumentRead) -> dict[str, list[str]]:
    return {held.title: [_shown(block) for block in held.blocks] for held in read.sections}


def _findings(*xml: str) -> tuple[list[str], list[str]]:
    read = read_docx(saved(body(*xml)), "report.docx")
    codes = sorted(problem.code for problem in read.problems)
    return _sections(read)["Findings"], codes


def test_a_council_report_without_heading_styles() -> None:
    read = read_docx(saved(council_report()), "report.docx")
    assert read.details == {
        "divisions": "All",
        "committee": "Performance Scrutiny Committee",
        "meeting_date": "2026-09-10",
        "title": "Safeguarding Children Board Annual Reports 2025-26",
        "report_by": "the Director of Children’s Services",
        "reporting_year": "2025-26",
    }
    assert _sections(read) == {
        "Recommendation": [
            "The Performance Scrutiny Committee is RECOMMENDED to note the reports."
        ],
        "Financial & Staff Implications": [
            "The partners agreed a budget.",
            "staff / training",
            "~It goes on without a number.",
            "[Contributions] Partner | Agreed / Police | £91,150",
        ],
        "Commercial matters": ["There are none."],
    }
    assert read.problems == ()


def test_it_is_placed_into_the_report_as_one_change() -> None:
    before = start_report(TEMPLATE, {})
    read = read_docx(saved(council_report()), "report.docx")
    change = place(read, before, TEMPLATE, "Take in report.docx")
    after = change.apply(before)
    assert [(held.key, len(held.blocks)) for held in after.sections] == [
        ("recommendation", 1),  # in place of the template's own sentence
        ("executive-summary", 0),
        ("introduction", 0),
        ("financial-and-staff-implications", 4),
        ("commercial-matters", 1),
        ("equalities-implications", 0),
        ("signatories", 0),
        ("background-papers", 0),
        ("contact-officer", 0),
    ]
    assert after.details.meeting_date is not None
    assert change.label == "Take in report.docx"
    assert change.invert(before).apply(after) == before


def test_what_a_section_says_already_is_kept() -> None:
    mine = Paragraph("mine", ())
    before = AddBlock("recommendation", 1, mine).apply(start_report(TEMPLATE, {}))
    read = read_docx(saved(council_report()), "report.docx")
    after = place(read, before, TEMPLATE, "x").apply(before)
    assert mine in after.sections[0].blocks
    assert len(after.sections[0].blocks) == 3


def test_styles_headings_links_and_emphasis() -> None:
    made = docx.Document()
    made.add_heading("Introduction", 1)
    paragraph = made.add_paragraph("The hub took ")
    paragraph.add_run("21,480").bold = True
    paragraph.add_run(" contacts, ").italic = None
    paragraph.add_run("more").italic = True
    made.add_heading("Demand", 2)
    made.add_paragraph("It rose.")
    assert _sections(read_docx(saved(made), "x.docx")) == {
        "Introduction": ["The hub took **21,480** contacts, *more*", "## Demand", "It rose."]
    }


def test_numbers_typed_by_hand_are_taken_off_where_they_count() -> None:
    said, codes = _findings(
        run("1. The first paragraph."), run("2. The second one."), run("2026 was a year. 3. No."),
    )  # fmt: skip
    assert said == ["The first paragraph.", "The second one.", "2026 was a year. 3. No."]
    assert codes == ["docx-typed-numbers"]
    lone, codes = _findings(run("1. Alone."), run("Then words."))
    assert lone == ["1. Alone.", "Then words."]
    assert codes == []


@pytest.mark.parametrize(
    ("xml", "said", "code"),
    [
        (f"{run('Kept')}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", "Kept",
         "docx-tracked-deletion"),
        (f"{run('Kept')}<w:ins>{run(' and new')}</w:ins>", "Kept and new",
         "docx-tracked-insertion"),
        (run("Seen ") + run("secret", "<w:vanish/>"), "Seen", "docx-hidden"),
        (run("Struck", "<w:strike/>"), "Struck", "paste-struck-through"),
        (run("Bold off", '<w:b w:val="0"/>'), "Bold off", ""),
        (run("A") + "<w:r><w:drawing/></w:r>" + run("B"), "AB", "paste-picture"),
        (run("A") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "A✓", ""),
        (run("A") + '<w:r><w:sym w:font="Wingdings" w:char="F024"/></w:r>', "A", "docx-symbol"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
         ' HYPERLINK "https://example.org/a" </w:instrText></w:r>'
         '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("the guide")
         + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" here"),
         "[the guide](https://example.org/a) here", ""),
        (f"<w:sdt><w:sdtContent>{run('In a control')}</w:sdtContent></w:sdt>", "In a control", ""),
        (run("A") + "<w:r><w:pict><w:txbxContent><w:p>" + run("boxed")
         + "</w:p></w:txbxContent></w:pict></w:r>", "A", "docx-text-box"),
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_kept_and_the_rest_is_said(xml: str, said: str, code: str) -> None:
    found, codes = _findings(xml)
    assert found[0] == said
    assert codes == ([code] if code else [])


def test_words_of_a_text_box_stand_behind_their_paragraph() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent></w:pict></w:r>"
    assert _findings(run("before") + box, run("after"))[0] == ["before", "boxed", "after"]


def test_merged_cells_and_frames() -> None:
    made = docx.Document()
    made.add_heading("Findings", 1)
    table = made.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Both"
    table.cell(1, 0).text, table.cell(1, 1).text = "a", "b"
    frame = made.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "Framed words."
    read = read_docx(saved(made), "x.docx")
    assert _sections(read)["Findings"] == ["[] Both |  / a | b", "Framed words."]
    assert read.problems == ()
    (block, _) = read.sections[0].blocks
    assert isinstance(block, TableBlock)
    assert isinstance(block.source, TypedTable)
    assert spans_of(block.source) == (Span(row=0, column=0, across=2),)


def test_running_heads_and_contents_are_left_out_and_said() -> None:
    made = body(run("Words."))
    made.sections[0].header.paragraphs[0].text = "CONFIDENTIAL"
    styles = made.styles
    styles.add_style("toc 1", 1)
    made.add_paragraph("Findings ... 1", style="toc 1")
    read = read_docx(saved(made), "x.docx")
    assert _sections(read)["Findings"] == ["Words."]
    assert sorted(problem.code for problem in read.problems) == [
        "docx-contents", "docx-restricted", "docx-running-head",
    ]  # fmt: skip


def test_lines_before_the_first_heading_that_are_not_understood_are_not_lost() -> None:
    made = docx.Document()
    made.add_paragraph(
        "An opening remark in plain words that belongs to no detail of a report. " * 3
    )
    made.add_heading("Findings", 1)
    made.add_paragraph("Words.")
    read = read_docx(saved(made), "x.docx")
    assert list(_sections(read)) == ["Before the first heading", "Findings"]


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
     _zip(**{"a.txt": b"x"}), saved(council_report())[:2_000],
     _zip(**{"word/document.xml": b"0" * 400_000_000})],
    ids=["empty", "half a zip", "old Word", "another zip", "cut short", "bomb"],
)  # fmt: skip
def test_what_is_no_word_document_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"x\.docx cannot be read as a Word document"):
        read_docx(data, "x.docx")


def test_any_damage_to_the_text_ends_in_words_or_in_sections() -> None:
    whole = bytearray(saved(council_report()))
    for at in range(0, len(whole), len(whole) // 60):
        damaged = bytes(whole[:at]) + bytes([whole[at] ^ 0xFF]) + bytes(whole[at + 1 :])
        try:
            assert isinstance(read_docx(damaged, "x.docx"), DocumentRead)
        except UnreadableError:
            continue


def test_an_empty_document_has_no_sections() -> None:
    assert read_docx(saved(docx.Document()), "x.docx").sections == ()

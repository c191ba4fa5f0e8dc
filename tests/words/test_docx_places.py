"""What Word hides in styles, tracked changes, fields and forms: taken, or told at its place."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from oscb_desktop.base.problems import Severity, blocking
from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import Heading, ListBlock, Paragraph, Text, TypedTable
from oscb_desktop.report.content.documents_read import DocumentRead
from oscb_desktop.words.docx import read_docx
from tests.words.word_documents import NS, body, run, saved

OFFICER = 'w:id="5" w:author="Officer" w:date="2026-01-01T00:00:00Z"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def field(kind: str, inner: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def read(*xml: str, styles: str = "", whole: str = "") -> DocumentRead:
    """Read paragraphs, each the inside of one; ``whole`` is a block of its own."""
    made = body(*xml)
    for style in re.findall(r"<w:style .*?</w:style>", styles, re.DOTALL):
        made.styles.element.append(parse_xml(style.replace("<w:style ", f"<w:style {NS} ", 1)))
    if whole:
        made.element.body[-1].addprevious(parse_xml(whole))
    return read_docx(saved(made), "report.docx")


def lines(found: DocumentRead) -> list[str]:
    said = []
    for block in (block for section in found.sections for block in section.blocks):
        if isinstance(block, Paragraph):
            said.append(markup.write(block.runs))
        elif isinstance(block, Heading):
            said.append(block.text)
        elif isinstance(block, ListBlock):
            said.extend(markup.write(item) for item in block.items)
        elif isinstance(getattr(block, "source", None), TypedTable):
            said.extend(" | ".join(row) for row in block.source.rows)
    return said


def told(found: DocumentRead) -> dict[str, str]:
    return {problem.code: problem.message for problem in found.problems}


def style(name: str, inner: str, kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{inner}</w:style>'


def wears(name: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>'


def test_a_heading_is_known_by_what_its_style_is_based_on() -> None:
    deep = "".join(
        style(f"S{at}", f'<w:basedOn w:val="{f"S{at + 1}" if at < 15 else "Heading1"}"/>')
        for at in range(16)
    )
    found = read(wears("S0") + run("Costs"), run("Fine."), styles=deep)
    assert [section.title for section in found.sections] == ["Findings", "Costs"]
    plain = style("No", '<w:basedOn w:val="Heading1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>')
    assert lines(read(wears("No") + run("Costs"), styles=plain)) == ["Costs"]


def test_styles_in_a_circle_end() -> None:
    circle = style("A", '<w:basedOn w:val="B"/>') + style("B", '<w:basedOn w:val="A"/>')
    assert lines(read(wears("A") + run("Words."), styles=circle)) == ["Words."]


def test_hiding_is_turned_over_by_each_kind_of_style() -> None:
    hidden = style("P", "<w:rPr><w:vanish/></w:rPr>") + style(
        "C", "<w:rPr><w:vanish/></w:rPr>", "character"
    )
    found = read(
        wears("P") + run("Secret. ") + run("Seen.", '<w:rStyle w:val="C"/>'),
        run("Hush.", '<w:rStyle w:val="C"/>') + run("Shown.", '<w:vanish w:val="0"/>'),
        styles=hidden,
    )
    assert lines(found) == ["Seen.", "Shown."]
    assert "‘Secret.’ and ‘Hush.’ in ‘Findings’" in told(found)["docx-hidden"]


@pytest.mark.parametrize(
    ("xml", "said", "code"),
    [
        (run("ü", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + run(" done"),
         "✓ done", ""),
        (run("for") + field("begin") + instruction(" REF _x \\h ") + field("separate") + run(" 4.2")
         + field("end"), "for 4.2", "docx-reference"),
        ('<w:fldSimple w:instr=" HYPERLINK &quot;https://example.org&quot; ">' + run("here")
         + "</w:fldSimple>", "[here](https://example.org)", ""),
        (field("begin") + run("Not lost."), "Not lost.", "docx-field"),
        (run("A") + "<w:r><w:tab/></w:r>" + run("B"), "A B", "docx-tab"),
        (f'<w:sdt {W14}><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
         f"<w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>" + run(" Yes"), "☑ Yes", ""),
        (f'<w:sdt {W14}><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
         f"<w:sdtContent>{run('☐')}</w:sdtContent></w:sdt>" + run(" No"), "☐ No", ""),
        (run("This is ") + field("begin", '<w:ffData><w:ddList><w:default w:val="1"/><w:listEntry '
         'w:val="key"/><w:listEntry w:val="not key"/></w:ddList></w:ffData>')
         + instruction(" FORMDROPDOWN ") + field("end"), "This is not key", ""),
        (f"<w:moveFrom {OFFICER}>{run('Old place. ')}</w:moveFrom>" + run("Kept."), "Kept.",
         "docx-tracked-deletion"),
        (run("See ") + "<w:hyperlink w:anchor='x'>" + run("above") + "</w:hyperlink>", "See above",
         "docx-inner-link"),
        (run("See ") + field("begin") + instruction(' HYPERLINK \\l "x" ') + field("separate")
         + run("above") + field("end"), "See above", "docx-inner-link"),
        (run("Page ") + '<w:fldSimple w:instr=" PAGE ">' + run("7") + "</w:fldSimple>", "Page 7",
         "docx-worked-out"),
        (run("In all ") + field("begin") + instruction(" =SUM(ABOVE) ") + field("separate")
         + run("1,234") + field("end"), "In all 1,234", "docx-worked-out"),
        (run("In the year ") + field("begin") + instruction(" DOCPROPERTY Year ") + field("end"),
         "In the year", "docx-field-empty"),
        (run("Seen.") + run(" Was white.", '<w:color w:val="ffffff"/>'), "Seen. Was white.",
         "docx-unseen"),
        (run("On blue.", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="003366"/>'),
         "On blue.", ""),
        ('<w:pPr><w:shd w:val="clear" w:fill="003366"/></w:pPr>'
         + run("On blue.", '<w:color w:val="FFFFFF"/>'), "On blue.", ""),
    ],
)  # fmt: skip
def test_what_a_run_shows(xml: str, said: str, code: str) -> None:
    found = read(xml)
    assert lines(found)[0] == said
    assert list(told(found)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("look", "script"),
    [
        ('<w:vertAlign w:val="superscript"/>', "super"),
        ('<w:vertAlign w:val="subscript"/>', "sub"),
        ('<w:position w:val="6"/>', "super"),
        ('<w:rStyle w:val="Mark"/>', "super"),
        ('<w:rStyle w:val="Mark"/><w:vertAlign w:val="baseline"/>', UNSET),
    ],
)
def test_a_mark_behind_a_sum_never_becomes_a_digit_of_it(look: str, script: object) -> None:
    mark = style("Mark", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>', "character")
    found = read(run("£412,300") + run("1", look), styles=mark)
    (block,) = found.sections[0].blocks
    assert isinstance(block, Paragraph)
    last = block.runs[-1]
    assert isinstance(last, Text)
    assert last.script == script


def test_a_field_goes_on_over_paragraphs() -> None:
    found = read(
        field("begin") + instruction(' TOC \\o "1-3" ') + field("separate") + run("Costs 4"),
        run("Partners 5"),
        field("end"),
        run("Words."),
    )
    assert lines(found) == ["Words."]
    assert "‘Costs 4’ and ‘Partners 5’" in told(found)["docx-contents"]


def test_lines_broken_by_hand() -> None:
    broken = "<w:r><w:br/></w:r>"
    typed = run("Asked to:") + broken + run("1. note it;") + broken + run("2. thank them.")
    assert lines(read(typed)) == ["Asked to:", "note it;", "thank them."]
    assert lines(read(run("The board") + broken + run("met."))) == ["The board\nmet."]
    assert lines(read(run("A. ") + '<w:r><w:br w:type="page"/></w:r>' + run("B."))) == ["A.", "B."]


def table(*rows: str) -> str:
    return f"<w:tbl {NS}>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(words: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p>{run(words)}</w:p></w:tc>"


def test_a_table_stands_on_its_grid() -> None:
    found = read(
        whole=table(
            cell("Partner") + cell("2024") + cell("2025"),
            '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("7") + cell("8"),
            '<w:trPr><w:gridAfter w:val="1"/></w:trPr>' + cell("Police") + cell("5"),
            cell("Both", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("6"),
            f"<w:trPr><w:del {OFFICER}/></w:trPr>" + cell("Gone") + cell("1") + cell("2"),
            cell("Health") + cell("70", f"<w:cellDel {OFFICER}/>") + cell("9"),
            "<w:trPr><w:hidden/></w:trPr>" + cell("Hush") + cell("3") + cell("4"),
        )
    )
    assert lines(found) == [
        "Partner | 2024 | 2025", " | 7 | 8", "Police | 5 | ", "Both |  | 6", "Health | 9 | ",
    ]  # fmt: skip
    assert "‘Gone 1 2’ and ‘70’" in told(found)["docx-tracked-deletion"]
    assert "‘Hush 3 4’" in told(found)["docx-hidden"]


def _strict(data: bytes) -> bytes:
    """Return a document with the names of Strict Open XML, and a relation that leads nowhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(out, "w") as made:
        for name in held.namelist():
            said = held.read(name)
            if name.endswith((".xml", ".rels")):
                said = re.sub(
                    rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument)/2006/"
                    rb"(main|relationships)",
                    rb"http://purl.oclc.org/ooxml/\1/\2",
                    said,
                )
            if name == "word/_rels/document.xml.rels":
                lost = b'<Relationship Id="rId99" Type="http://x/image" Target="NULL"/>'
                said = said.replace(b"</Relationships>", lost + b"</Relationships>")
            made.writestr(name, said)
    return out.getvalue()


def test_strict_open_xml_says_the_same() -> None:
    made = body(run("Words.") + run("1", '<w:vertAlign w:val="superscript"/>'), run("More."))
    usual, strict = (read_docx(data, "x.docx") for data in (saved(made), _strict(saved(made))))
    assert lines(strict) == lines(usual) == ["Words.{super:1}", "More."]
    assert told(strict) == told(usual)


@pytest.mark.parametrize(
    ("header", "stops"),
    [
        ("NOT FOR PUBLICATION – exempt under paragraph 3 of Part 1 of Schedule 12A", True),
        ("Exempt by virtue of paragraph 1", True),
        ("PRIVATE AND CONFIDENTIAL", True),
        ("DRAFT – not for publication", False),
        ("People Scrutiny Committee", False),
    ],
)
def test_a_document_that_is_not_for_publication_stops(header: str, stops: bool) -> None:
    made = body(
        run("Words."), run("Exempt information: this report contains no exempt information.")
    )
    made.sections[0].header.paragraphs[0].text = header
    found = read_docx(saved(made), "x.docx")
    assert bool(blocking(found.problems)) == stops
    if stops:
        assert found.problems[0].severity is Severity.BLOCK
        assert header in found.problems[0].message


@pytest.mark.parametrize(
    ("open_tag", "close_tag", "deep"),
    [
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 110),
        ("<w:hyperlink>", "</w:hyperlink>", 230),
        ("<w:r><w:pict><w:txbxContent><w:p>", "</w:p></w:txbxContent></w:pict></w:r>", 50),
    ],
)
def test_what_is_deep_inside_is_read(open_tag: str, close_tag: str, deep: int) -> None:
    assert lines(read(open_tag * deep + run("Deep.") + close_tag * deep)) == ["Deep."]


Piece = Callable[[str], str]
SHOWN: tuple[Piece, ...] = (
    lambda word: run(word),
    lambda word: f"<w:ins {OFFICER}>{run(word)}</w:ins>",
    lambda word: f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{run(word)}</w:sdtContent></w:sdt>",  # noqa: E501
    lambda word: field("begin") + instruction("IF") + field("separate") + run(word) + field("end"),
    lambda word: run(word, '<w:vertAlign w:val="superscript"/>'),
    lambda word: run(word) + "<w:r><w:br/></w:r>",
    lambda word: run(word) + field("end"),
    lambda word: f'<w:hyperlink w:history="1">{run(word)}</w:hyperlink>',
)  # fmt: skip
LEFT_OUT: tuple[Piece, ...] = (
    lambda word: f"<w:del {OFFICER}><w:r><w:delText>{word}</w:delText></w:r></w:del>",
    lambda word: run(word, "<w:vanish/>"),
    lambda word: f"<w:moveFrom {OFFICER}>{run(word)}</w:moveFrom>",
    lambda word: (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(word)}</w:sdtContent></w:sdt>"
    ),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.booleans()), min_size=1, max_size=10))
def test_every_word_is_taken_or_named(pieces: list[tuple[int, bool]]) -> None:
    paragraphs, shown, gone = [""], [], []
    for at, (which, begins) in enumerate(pieces):
        word = f"Word{at}x"
        if begins:
            paragraphs.append("")
        kept = which < len(SHOWN)
        (shown if kept else gone).append(word)
        paragraphs[-1] += (SHOWN[which] if kept else LEFT_OUT[which - len(SHOWN)])(word) + run(" ")
    found = read(*paragraphs)
    taken = re.findall(r"Word\d+x", " ".join(lines(found)))
    assert taken == shown
    named = " ".join(told(found).values())
    assert all(word in named for word in gone)


def test_white_words_of_a_style_are_told_and_those_of_a_table_are_not() -> None:
    white = style("W", '<w:rPr><w:color w:themeColor="background1" w:val="auto"/></w:rPr>')
    found = read(wears("W") + run("Secret."), styles=white)
    assert "‘Secret.’" in told(found)["docx-unseen"]
    heads = table(cell("Partner") + cell("Agreed"), cell("Police") + cell("£5"))
    coloured = heads.replace("<w:rPr></w:rPr>", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
    assert coloured != heads
    assert "docx-unseen" not in told(read(whole=coloured))


@pytest.mark.parametrize("kind", ["drop", "margin"])
def test_a_large_first_letter_belongs_to_its_word(kind: str) -> None:
    found = read(f'<w:pPr><w:framePr w:dropCap="{kind}"/></w:pPr>' + run("T"), run("he board met."))
    assert lines(found) == ["The board met."]


def test_a_raised_letter_in_a_cell_is_in_brackets_and_told() -> None:
    raised = cell("£412,300").replace(
        "</w:p>", run("a", '<w:vertAlign w:val="superscript"/>') + "</w:p>"
    )
    found = read(whole=table(cell("Police") + raised, cell("Council") + cell("£5")))
    assert lines(found) == ["Police | £412,300 (a)", "Council | £5"]
    assert "£412,300 (a)" in told(found)["docx-raised"]

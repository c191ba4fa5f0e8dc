"""Word documents made for the tests, with what python-docx cannot write put in as XML."""

import io

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NS = nsdecls("w")


def saved(document: Document) -> bytes:
    """Return a document's bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def council_report() -> Document:
    """A report as councils write them: bold headings, running numbers, no heading styles."""
    made = docx.Document()

    def bold(text: str) -> None:
        made.add_paragraph().add_run(text).bold = True

    def numbered(text: str) -> None:
        made.add_paragraph(text, style="List Number")

    made.add_paragraph("Division(s): All")
    bold("Performance Scrutiny Committee – Thursday, 10th September 2026")
    bold("SAFEGUARDING CHILDREN BOARD ANNUAL REPORTS 2025-26")
    bold("Report by the Director of Children’s Services")
    bold("RECOMMENDATION")
    numbered("The Performance Scrutiny Committee is RECOMMENDED to note the reports.")
    bold("Financial & Staff Implications:")
    numbered("The partners agreed a budget.")
    for item in ("staff", "training"):
        made.add_paragraph(item, style="List Bullet")
    made.add_paragraph("It goes on without a number.")
    made.add_paragraph("Table 1: Contributions")
    table = made.add_table(rows=2, cols=2)
    for at, text in enumerate(("Partner", "Agreed", "Police", "£91,150")):
        table.cell(at // 2, at % 2).text = text
    bold("Commercial matters")
    numbered("There are none.")
    return made


def body(*xml: str) -> Document:
    """A document under the heading "Findings" with these paragraphs, each given as XML."""
    made = docx.Document()
    made.add_heading("Findings", 1)
    place = made.paragraphs[-1]._p
    for part in reversed(xml):
        place.addnext(parse_xml(f"<w:p {NS}>{part}</w:p>"))
    return made


def run(text: str, look: str = "") -> str:
    """One run as XML."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

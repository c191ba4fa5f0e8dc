"""ReportLab's platypus, not tagged: ``python reportlab_plain.py CONTENT.json OUT.pdf FONTS``."""

import json
import sys
from pathlib import Path

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate
from reportlab.platypus.flowables import Flowable

TITLE = "Safeguarding Children Board: annual report 2025/26"
MEETING = "Performance Scrutiny Committee – 10 September 2026"


def run_along(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """Paint the running head and foot."""
    canvas.setFont("R", 9)
    canvas.drawString(82, A4[1] - 46, MEETING)
    canvas.drawString(82, A4[1] - 58, TITLE)
    canvas.line(82, A4[1] - 66, A4[0] - 82, A4[1] - 66)
    canvas.drawString(82, 44, "Example County Council")
    canvas.drawRightString(A4[0] - 82, 44, f"Page {document.page}")


content = json.loads(Path(sys.argv[1]).read_bytes())
for name, style in (("R", "Regular"), ("B", "Bold")):
    pdfmetrics.registerFont(TTFont(name, str(Path(sys.argv[3], f"OSCBSans-{style}.ttf"))))
body = ParagraphStyle(
    "body", fontName="R", fontSize=12, leading=16.2, leftIndent=36, bulletFontName="R",
    bulletFontSize=12, spaceAfter=9,
)  # fmt: skip
title = ParagraphStyle("title", fontName="B", fontSize=24, leading=29)
head = ParagraphStyle("head", fontName="B", fontSize=17, leading=21, spaceBefore=26, keepWithNext=1)
story: list[Flowable] = [Paragraph(MEETING, body), Paragraph(TITLE, title)]
for section in content["sections"]:
    story.append(Paragraph(section["title"], head))
    for paragraph in section["paragraphs"]:
        words = paragraph["text"]
        if paragraph["link"]:
            words += '<a href="{1}" color="#0b4f9e">{0}</a>.'.format(*paragraph["link"])
        story.append(Paragraph(words, body, bulletText=f"{paragraph['number']}."))
look = [
    ("FONT", (0, 0), (-1, -1), "R", 10.5),
    ("FONT", (0, 0), (-1, 0), "B", 10.5),
    ("ALIGN", (2, 0), (2, -1), "RIGHT"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor("#b9c2c8")),
]
rows = [content["headings"], *content["rows"]]
story.append(Paragraph("Annex", head))
story.append(Paragraph("Table 1: Evidence", body))
story.append(LongTable(rows, [100, 140, 90, 90], repeatRows=1, style=look))
drawing = Drawing(430, 115)
longest = max(max(values) for values in content["chart"]["series"].values())
y = 100
for at, category in enumerate(content["chart"]["categories"]):
    drawing.add(String(0, y - 6, category, fontName="R", fontSize=10.5))
    for colour, values in zip(
        ("#0b4a5e", "#c9852a"), content["chart"]["series"].values(), strict=True
    ):
        width = 250 * values[at] / longest
        drawing.add(Rect(80, y, width, 11, fillColor=HexColor(colour), strokeColor=None))
        drawing.add(String(84 + width, y + 2, f"£{values[at]:,}", fontName="R", fontSize=10.5))
        y -= 13
    y -= 9
story.append(drawing)
story.append(Paragraph("Chart 1: Budget and actual spending", body))
margins = {"leftMargin": 82, "rightMargin": 82, "topMargin": 88, "bottomMargin": 84}
document = SimpleDocTemplate(sys.argv[2], pagesize=A4, title=TITLE, pageCompression=1, **margins)
document.build(story, onFirstPage=run_along, onLaterPages=run_along)

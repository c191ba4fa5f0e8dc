"""Ours, tagged PDF/UA-1 and PDF/A-2a: ``python ours.py CONTENT.json OUT.pdf``."""

import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.report.content.document import Details
from oscb_desktop.report.content.tables import Cell, ChartData, Heading, Row, Series, Table
from oscb_desktop.report.publication.composition import (
    Composition,
    Part,
    Printed,
    PrintedChart,
    PrintedHeading,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
)

content = json.loads(Path(sys.argv[1]).read_bytes())
parts = []
for at, section in enumerate(content["sections"]):
    blocks: list[Printed] = [PrintedHeading(id=f"s{at}", text=section["title"], level=1)]
    for paragraph in section["paragraphs"]:
        runs = [PrintedRun(text=paragraph["text"])]
        if paragraph["link"]:
            words, url = paragraph["link"]
            runs += [PrintedRun(text=words, url=url), PrintedRun(text=".")]
        number = paragraph["number"]
        blocks.append(PrintedParagraph(id=f"p{number}", number=number, runs=tuple(runs)))
    parts.append(Part(section=f"s{at}", key=f"s{at}", blocks=tuple(blocks)))
rows = tuple(Row(cells=tuple(Cell(text=text) for text in row)) for row in content["rows"])
headings = tuple(Heading(text, text == "Amount") for text in content["headings"])
chart = ChartData(
    categories=tuple(content["chart"]["categories"]),
    series=tuple(
        Series(
            name=name,
            values=tuple(Decimal(value) for value in values),
            labels=tuple(f"£{value:,}" for value in values),
        )
        for name, values in content["chart"]["series"].items()
    ),
    unit="£",
)
annex: tuple[Printed, ...] = (
    PrintedHeading(id="annex", text="Annex", level=1),
    PrintedTable(id="t", caption="Table 1: Evidence", table=Table(headings=headings, rows=rows)),
    PrintedChart(
        id="c",
        caption="Chart 1: Budget and actual spending",
        alt="Bar chart of the budget and the actual spending on three lines.",
        data=chart,
    ),
)
parts.append(Part(section="annex", key="annex", blocks=annex))
details = Details(
    title="Safeguarding Children Board: annual report 2025/26",
    organisation="Example County Council",
    committee="Performance Scrutiny Committee",
    meeting_date=date(2026, 9, 10),
    divisions="All",
    report_by="the Director for Children’s Services",
)
composition = Composition(details=details, parts=tuple(parts), content_hash="0" * 64)
Path(sys.argv[2]).write_bytes(lay_out(composition, draft=False).pdf)

"""A small report on a made-up budget return, for driving the report page."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    CrossRef,
    FigureRef,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.document import Details, Report, Section
from oscb_desktop.report.content.figures import Column, FigureSet, Origin
from oscb_desktop.store import ReceivedWorkbook, ReportFile

WORKBOOK = b"PK not really a workbook"
COUNTY = "partnership-budget-contributions.county-council.agreed"
HEALTH = "partnership-budget-contributions.integrated-care-board.agreed"


def budget(extra: int = 0) -> FigureSet:
    """Return three partners' contributions, and ``extra`` more rows."""
    partners = ["County Council", "Integrated Care Board", "Police"]
    partners += [f"District {number:05}" for number in range(extra)]
    agreed = [252100.0, 60500.0, 41250.0] + [1000.0 + number for number in range(extra)]
    keys = [name.casefold().replace(" ", "-") for name in partners]
    return FigureSet(
        id="partnership-budget-contributions",
        kind="partnership-budget",
        table="contributions",
        title="Contributions",
        period="2025-26",
        origin=Origin(
            file="partnership-budget.xlsx",
            sha256=hashlib.sha256(WORKBOOK).hexdigest(),
            sheet="Contributions",
            imported_by="Business manager",
            imported_at=datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
        ),
        keys=keys,
        labels=partners,
        rows=list(range(6, 6 + len(partners))),
        columns=[
            Column(
                name="agreed",
                label="Agreed",
                values=list(agreed),
                unit="GBP",
                letter="C",
                total=str(int(sum(agreed))),
            ),
            Column(
                name="received",
                label="Received",
                values=[*agreed[:2], None, *agreed[3:]],
                unit="GBP",
                letter="D",
                missing={2: "x"},
            ),
        ],
    )


def report(paragraphs: int = 0) -> Report:
    """Return a report with every kind of block; ``paragraphs`` more make it long."""
    table = SetTable(set_id="partnership-budget-contributions", view="contributions")
    summary = (
        Paragraph("p1", (Text("The partners agreed "), FigureRef(COUNTY), Text(" for the year."))),
        Paragraph(
            "p2",
            (
                Text("See "),
                CrossRef("p3"),
                Text(" and "),
                Link("the law", "https://example.org"),
                Text("."),
            ),
        ),
    )
    money = (
        Heading("h1", "Contributions"),
        Paragraph("p3", (Text("Money came from "), Text("three", bold=True), Text(" partners."))),
        ListBlock("l1", ((Text("the council"),), (Text("health"),))),
        TableBlock("t1", "What partners paid", table),
        ChartBlock("c1", "What partners paid", table),
        *(
            Paragraph(f"x{number}", (Text(f"Practice improved in area {number}. " * 8),))
            for number in range(paragraphs)
        ),
    )
    return Report(
        template="scrutiny-annual-report",
        details=Details(
            title="Safeguarding annual reports",
            organisation="A County Council",
            committee="Performance Scrutiny Committee",
            meeting_date=date(2026, 12, 10),
            report_by="Director of Children's Services",
            board="Safeguarding Children Board",
            reporting_year="2025-26",
        ),
        sections=(
            Section(id="summary", key="summary", title="Executive summary", blocks=summary),
            Section(id="money", key="money", title="Money", blocks=money),
            Section(id="risks", key="risks", title="Risks"),
        ),
    )


def open_sample(path: Path, made: Report | None = None, extra: int = 0) -> Opened:
    """Return the sample report in a new file, its return accepted."""
    opened = Opened(ReportFile.create(path, made or report(), "Report author"), "Report author")
    received = ReceivedWorkbook(
        name="partnership-budget.xlsx", sha256=hashlib.sha256(WORKBOOK).hexdigest(), data=WORKBOOK
    )
    opened.file.accept([budget(extra)], received, opened.by, "Accept partnership-budget.xlsx")
    return opened

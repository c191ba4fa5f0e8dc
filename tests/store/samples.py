"""A small report, a figure set and a workbook, made up."""

import hashlib
from datetime import UTC, datetime

from oscb_desktop.editing.changes import Change
from oscb_desktop.editing.door import prepare
from oscb_desktop.report.content.blocks import Heading, Paragraph, Text
from oscb_desktop.report.content.document import Details, Report, Section
from oscb_desktop.report.content.figures import Column, FigureSet, Origin
from oscb_desktop.store import ReceivedWorkbook, ReportFile


def paragraph(block_id: str, text: str) -> Paragraph:
    return Paragraph(block_id, (Text(text),))


def small_report() -> Report:
    return Report(
        template="scrutiny-annual-report",
        details=Details(title="Annual report", organisation="A council"),
        sections=(
            Section(
                id="intro",
                key="introduction",
                title="Introduction",
                blocks=(Heading("h1", "Purpose"), paragraph("p1", "One."), paragraph("p2", "Two.")),
            ),
            Section(id="money", key="finance", title="Finance", blocks=(paragraph("p3", "£"),)),
            Section(id="end", key="conclusion", title="Conclusion"),
        ),
    )


def figure_set(set_id: str = "budget", first: float = 1.5, rows: int = 3) -> FigureSet:
    return FigureSet(
        id=set_id,
        kind="partnership-budget",
        table="contributions",
        title="Contributions",
        period="2025-26",
        origin=Origin(
            file="budget.xlsx",
            sha256="0" * 64,
            sheet="Budget",
            imported_by="Business manager",
            imported_at=datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
        ),
        keys=[f"row-{index}" for index in range(rows)],
        labels=[f"Row {index}" for index in range(rows)],
        rows=list(range(5, 5 + rows)),
        columns=[
            Column(
                name="paid",
                label="Paid",
                values=[first, "1200.50", None, *map(float, range(rows - 3))],
                unit="GBP",
                letter="C",
                missing={2: "c"},
                total="1202",
            )
        ],
    )


def workbook(data: bytes = b"PK a workbook", name: str = "budget.xlsx") -> ReceivedWorkbook:
    return ReceivedWorkbook(name=name, sha256=hashlib.sha256(data).hexdigest(), data=data)


def through_door(file: ReportFile, change: Change, by: str, label: str | None = None) -> Report:
    """Make a change of an open file as every operation does."""
    return file.apply(prepare(file.report, change, file.part), by, label)

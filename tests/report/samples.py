"""Small figure sets and reports that the tests of the core build on."""

from datetime import UTC, date, datetime

from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.document import Details, Report, Section
from oscb_desktop.report.content.figures import Column, FigureSet, Origin

ORIGIN = Origin(
    file="budget.xlsx",
    sha256="ab" * 32,
    sheet="Contributions",
    imported_by="an officer",
    imported_at=datetime(2026, 4, 20, 9, 30, tzinfo=UTC),
)


def contributions() -> FigureSet:
    """Three partners; the third's agreed sum is suppressed; the variance is worked out."""
    return FigureSet(
        id="budget-contributions",
        kind="partnership-budget",
        table="budget-contributions",
        title="Contributions",
        period="2025-26",
        origin=ORIGIN,
        keys=["council", "police", "schools"],
        labels=["Council", "Police", "Schools"],
        rows=[7, 8, 10],
        columns=[
            Column(
                name="agreed",
                label="Agreed",
                unit="£",
                letter="D",
                values=[183850.0, "91150.50", None],
                missing={2: "c"},
                total="275000.50",
            ),
            Column(name="received", label="Received", unit="£", letter="E", values=[1.0, 2.0, 3.0]),
            Column(
                name="variance",
                label="Variance",
                unit="£",
                values=[-183849.0, "-91148.50", None],
                formula="received − agreed",
                formula_inputs=("received", "agreed"),
            ),
            Column(name="form", label="Form", values=["Cash", "Cash", "In kind"]),
        ],
    )


def indicators() -> FigureSet:
    """Two indicators with different units."""
    return FigureSet(
        id="indicators",
        kind="performance-indicators",
        table="indicators",
        title="Indicators",
        period="2025-26",
        origin=ORIGIN,
        keys=["pi01", "pi02"],
        labels=["Assessments in time", "Contacts"],
        rows=[5, 6],
        columns=[
            Column(name="polarity", label="Good is", values=["high", "low"]),
            Column(
                name="value",
                label="Value",
                unit="",
                units=["%", "number"],
                letter="I",
                values=[81.2, 21480.0],
            ),
            Column(
                name="previous",
                label="Previous",
                unit="",
                units=["%", "number"],
                letter="L",
                values=[78.4, 20955.0],
            ),
            Column(
                name="target",
                label="Target",
                unit="",
                units=["%", "number"],
                letter="J",
                values=[85.0, 21000.0],
            ),
            Column(
                name="tolerance",
                label="Tolerance",
                unit="",
                units=["%", "number"],
                letter="K",
                values=[5.0, None],
            ),
        ],
    )


def report(*sections: Section) -> Report:
    """Return a report of these sections with a full head."""
    return Report(
        template="scrutiny-annual-report",
        details=Details(
            title="Annual reports",
            committee="Scrutiny Committee",
            meeting_date=date(2026, 12, 10),
            report_by="Director",
            reporting_year="2025-26",
        ),
        sections=sections,
    )


def section(key: str, *texts: str, numbered: bool = True) -> Section:
    """Return a section of plain paragraphs with ids ``key-0``, ``key-1`` …"""
    blocks = tuple(Paragraph(f"{key}-{at}", (Text(text),)) for at, text in enumerate(texts))
    return Section(id=key, key=key, title=key.title(), blocks=blocks, numbered=numbered)

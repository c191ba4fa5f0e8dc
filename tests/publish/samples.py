"""Compositions to lay out in tests and benchmarks: made up, and made in memory."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from oscb_desktop.report.content.document import Details
from oscb_desktop.report.content.indicators import Rating
from oscb_desktop.report.content.tables import Cell, ChartData, Heading, Row, Series, Table
from oscb_desktop.report.publication.composition import (
    Composition,
    Part,
    Printed,
    PrintedChart,
    PrintedHeading,
    PrintedList,
    PrintedParagraph,
    PrintedRun,
    PrintedTable,
)

DETAILS = Details(
    title="Safeguarding Children Board: annual report 2025/26",
    organisation="Example County Council",
    committee="Performance Scrutiny Committee",
    meeting_date=date(2026, 9, 10),
    divisions="All",
    report_by="the Director for Children’s Services",
    board="Example Safeguarding Children Board",
    reporting_year="2025-26",
)
SENTENCES = (
    "The Board met four times in the year and agreed its priorities for improvement with all "
    "three safeguarding partners. ",
    "Attendance was good, and the independent scrutineer reported that partners challenge each "
    "other openly. ",
    "Multi-agency audits looked at 48 children’s records and found that early help assessments "
    "were timely in most districts. ",
    "Where practice fell short, an action was agreed with an owner and a date, and the Board "
    "will test whether it made a difference. ",
    "Children and families told the Board what helped them, and the training programme was "
    "changed to reflect that. ",
)


def text(*words: str) -> tuple[PrintedRun, ...]:
    return tuple(PrintedRun(text=word) for word in words)


def paragraph(number: int | None, *runs: PrintedRun | str, id: str = "") -> PrintedParagraph:
    made = tuple(PrintedRun(text=run) if isinstance(run, str) else run for run in runs)
    return PrintedParagraph(id=id or f"p{number}", number=number, runs=made)


def table(
    headings: list[tuple[str, bool]],
    rows: list[list[str | Cell]],
    *,
    total: bool = False,
    notes: tuple[str, ...] = (),
) -> Table:
    made = [
        Row(
            cells=tuple(c if isinstance(c, Cell) else Cell(text=c) for c in row),
            total=total and at == len(rows) - 1,
        )
        for at, row in enumerate(rows)
    ]
    return Table(headings=tuple(Heading(*h) for h in headings), rows=tuple(made), notes=notes)


BUDGET = table(
    [("Spending on", False), ("Budget (£)", True), ("Actual (£)", True), ("Variance (£)", True)],
    [
        ["Business unit staff", "248,500.00", "241,120.50", "−7,379.50"],
        ["Independent scrutineer", "32,000.00", "31,250.00", "−750.00"],
        ["Multi-agency training programme", "56,000.00", "61,340.25", "5,340.25"],
        ["Child safeguarding practice reviews", "60,000.00", "68,900.00", "8,900.00"],
        ["Procedures website and IT", "14,000.00", "9,689.25", "−4,310.75"],
        ["Total", "410,500.00", "412,300.00", "1,800.00"],
    ],
    total=True,
    notes=("Source: partnership budget return, 2025-26.",),
)


def rag(rating: Rating) -> Cell:
    return Cell(text=str(rating), rating=rating)


INDICATORS = table(
    [
        ("Indicator", False),
        ("Previous year", True),
        ("This year", True),
        ("Target", True),
        ("Rating", False),
        ("Direction of travel", False),
    ],
    [
        ["Contacts that became referrals", "21.4%", "22%", "20%", rag(Rating.GREEN), "↑ better"],
        [
            "Re-referrals within 12 months of a previous referral",
            "23.8%",
            "24.6%",
            "22%",
            rag(Rating.AMBER),
            "↑ worse",
        ],
        [
            "Assessments completed within 45 working days",
            "81.2%",
            "74.9%",
            "85%",
            rag(Rating.RED),
            "↓ worse",
        ],
        [
            "Children on a protection plan for over 2 years",
            "[c]",
            "12",
            "10",
            rag(Rating.AMBER),
            "→ no change",
        ],
        [
            "Missing episodes with a return interview",
            "88.5%",
            "91%",
            "90%",
            rag(Rating.GREEN),
            "↑ better",
        ],
    ],
    notes=("[c] suppressed to protect confidentiality",),
)
CHART = ChartData(
    categories=(
        "Business unit staff",
        "Independent scrutineer",
        "Multi-agency training programme for practitioners in all agencies",
        "Child safeguarding practice reviews",
        "Procedures website and IT",
    ),
    series=(
        Series(
            name="Budget",
            values=tuple(map(Decimal, (248500, 32000, 56000, 60000, 14000))),
            labels=("£248,500", "£32,000", "£56,000", "£60,000", "£14,000"),
        ),
        Series(
            name="Actual",
            values=tuple(map(Decimal, ("241120.5", "31250", "61340.25", "68900", "9689.25"))),
            labels=("£241,120.50", "£31,250", "£61,340.25", "£68,900", "£9,689.25"),
        ),
    ),
    unit="£",
)
VARIANCES = ChartData(
    categories=CHART.categories,
    series=(
        Series(
            name="Variance",
            values=tuple(map(Decimal, ("-7379.5", "-750", "5340.25", "8900", "-4310.75"))),
            labels=("−£7,379.50", "−£750", "£5,340.25", "£8,900", "−£4,310.75"),
        ),
    ),
    unit="£",
)


def part(
    key: str, title: str, *blocks: Printed, notes: tuple[str, ...] = (), first_note: int = 1
) -> Part:
    heading = PrintedHeading(id=f"s-{key}", text=title, level=1)
    return Part(
        section=f"s-{key}", key=key, blocks=(heading, *blocks), notes=notes, first_note=first_note
    )


def composition(*parts: Part, details: Details = DETAILS) -> Composition:
    return Composition(details=details, parts=parts, content_hash="0" * 64)


def sample() -> Composition:
    """A report with one of everything."""
    s = SENTENCES
    return composition(
        part(
            "recommendation",
            "Recommendation",
            paragraph(
                1,
                PrintedRun(text="The Committee is RECOMMENDED to", bold=True),
                " note the annual report of the Board and its subgroups.",
            ),
        ),
        part(
            "summary",
            "Executive summary",
            paragraph(
                2,
                s[0],
                s[1],
                PrintedRun(text="£412,300", figure="b.total.actual"),
                " was spent against a budget of ",
                PrintedRun(text="£410,500", figure="b"),
                " (see ",
                PrintedRun(text="paragraph 6", target="p6"),
                ").",
                PrintedRun(text="1", note=1),
            ),
            paragraph(
                3,
                s[2],
                s[3],
                "The full report is ",
                PrintedRun(
                    text="on the Board’s website for partners and the public",
                    url="https://www.example.org/board/annual-report",
                ),
                ". ",
                s[4],
            ),
            notes=(
                "Figures are those of the partners’ own returns, received by 30 April 2026 and "
                "reconciled to the ledger.",
            ),
        ),
        part(
            "priorities",
            "Priorities and what was done",
            paragraph(
                4, s[1], s[2], s[0], PrintedRun(text="Impact", italic=True), " matters: ", s[3]
            ),
            PrintedHeading(id="h1", text="Leadership", level=2),
            paragraph(5, s[4], s[0]),
            PrintedList(
                id="l1",
                ordered=False,
                items=(
                    text("agreed a shared threshold for early help;"),
                    text(
                        "reviewed the escalation policy with schools, police and the integrated "
                        "care board, and wrote it down in one place; and"
                    ),
                    text("tested whether learning had reached practice."),
                ),
            ),
            PrintedHeading(id="h2", text="Practice improvement", level=2),
            paragraph(6, *s),
            PrintedList(
                id="l2",
                ordered=True,
                items=(text("first, what changed for children;"), text("second, what did not.")),
            ),
        ),
        part(
            "money",
            "Financial and staff implications",
            paragraph(7, s[3], s[1]),
            PrintedTable(
                id="t1", caption="Table 1: Spending against the budget, 2025-26", table=BUDGET
            ),
            PrintedChart(
                id="c1",
                caption="Chart 1: Budget and actual spending, 2025-26",
                alt="Bar chart: budget and actual spending by line.",
                data=CHART,
            ),
            PrintedChart(
                id="c2",
                caption="Chart 2: Variance from the budget, 2025-26",
                alt="Bar chart: variance by line.",
                data=VARIANCES,
            ),
            paragraph(8, s[2], s[4]),
        ),
        part(
            "performance",
            "Performance",
            paragraph(9, s[0], s[3]),
            PrintedTable(
                id="t2", caption="Table 2: Performance indicators, 2025-26", table=INDICATORS
            ),
            paragraph(10, s[2], s[1]),
        ),
        part(
            "signing",
            "Background papers",
            paragraph(
                None, "Working Together to Safeguard Children (statutory guidance).", id="u1"
            ),
            paragraph(
                None, "Contact officer: Business Manager, Safeguarding Children Board.", id="u2"
            ),
        ),
    )


def long_report(paragraphs: int, *, rows: int = 0) -> Composition:
    """Numbered paragraphs of two to four sentences, headings, one table and one chart."""
    parts: list[Part] = []
    blocks: list[Printed] = []
    for number in range(1, paragraphs + 1):
        words = "".join(SENTENCES[(number + at) % 5] for at in range(2 + number % 3)) * 2
        runs = [PrintedRun(text=f"Paragraph {number}. {words}")]
        if number % 25 == 3:
            runs.append(
                PrintedRun(text="the published evidence", url=f"https://www.example.org/{number}")
            )
        blocks.append(PrintedParagraph(id=f"p{number}", number=number, runs=tuple(runs)))
        if number % 20 == 0 or number == paragraphs:
            parts.append(part(f"s{number}", f"Section up to paragraph {number}", *blocks))
            blocks = []
    grid = table(
        [("Reference", False), ("Who gave evidence", False), ("Amount", True), ("Date", False)],
        [
            [f"R{at}", f"Witness {at}", f"{at * 17:,}", "1 May 2026"]
            for at in range(rows or 2 * paragraphs)
        ],
    )
    parts.append(
        part(
            "annex",
            "Annex",
            PrintedTable(id="t", caption="Table 1: Evidence", table=grid),
            PrintedChart(id="c", caption="Chart 1: Budget and spending", alt="Bars.", data=CHART),
        )
    )
    return composition(*parts)

"""Whatever the checks find, it can be gone to: a block, a section, the head, an annex, a panel."""

from datetime import date

from oscb_desktop.base.problems import Severity
from oscb_desktop.editing.changes import (
    AddAnnex,
    AddBlock,
    AddSection,
    Change,
    RemoveSection,
    SetDetail,
    SetSection,
    Several,
)
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    CrossRef,
    FigureRef,
    Heading,
    KeysTable,
    Link,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Annex, Section
from oscb_desktop.report.content.template import find_template

_ORDER = (Severity.BLOCK, Severity.WARN, Severity.NOTE)
PANELS = {"coverage", "timetable", "clearance", "comments", "exempt"}
HEADS = {"Title and meeting", "How the page looks"}
FAULTS = (
    Heading("h", "Deep down", 4),
    Paragraph("empty"),
    Paragraph("gone", (FigureRef("none.at.all"), CrossRef("nowhere"))),
    Paragraph("bold", (Text("What was done", bold=True),)),
    Paragraph("words", (Text("- THIS IS ALL IN CAPITALS certanly shown in red in 2023-24. "
                             "The clinical commissioning group and XQZT met. " + "word " * 30),)),
    Paragraph("linked", (Link("here", "https://example.org"), Text(" and www.example.org/x"))),
    Paragraph("typed", (Text("The safeguarding hub took 30,000 multi-agency contacts."),)),
    ListBlock("list", ((Text("See the green line."),),)),
    TableBlock("t", "", TypedTable(rows=(("", "b"), ("", "c")))),
    TableBlock("t2", "Gone", SetTable(set_id="no-such-return", view="all")),
    ChartBlock("c", "Contacts", KeysTable(keys=("indicators.pi01.value",)), "chart.png"),
)  # fmt: skip


def _spoilt(opened: Opened) -> Snapshot:
    faults: list[Change] = [AddBlock("introduction", at, held) for at, held in enumerate(FAULTS)]
    annex = Annex(id="annex-1", title="Scan", file="scan.pdf", sha256="ab" * 32, pages=2)
    return edit(
        opened,
        Several(
            (
                *faults,
                SetDetail("report_by", ""),
                SetDetail("meeting_date", "2026-12-10"),
                SetSection("executive-summary", "Executive summary", False),
                RemoveSection("equalities-implications"),
                AddSection(0, Section(id="blank", key="performance", title="Performance")),
                AddAnnex(0, annex),
                MarkExempt("introduction-that-is-gone", 3, "Because."),
            ),
            "Spoil it",
        ),
    )


def test_every_problem_leads_somewhere_and_what_blocks_comes_first(opened: Opened) -> None:
    snapshot = _spoilt(opened)
    report = snapshot.report
    problems = check(snapshot, date(2026, 12, 5)).problems
    missing = {held.title for held in find_template(report.template).sections}
    lost = [
        found
        for found in problems
        if report.block(found.place.block) is None
        and report.annex(found.place.block) is None
        and found.place.panel not in PANELS
        and found.place.section not in HEADS | missing
        and all(held.title != found.place.section for held in report.sections)
    ]
    assert lost == []
    order = [_ORDER.index(held.severity) for held in problems]
    assert order == sorted(order)
    assert len({held.code for held in problems}) > 25

"""A whole committee report written by hand in the real window, and what it took.

Its anatomy is that of a county council's covering report of 2020 that takes a safeguarding board's
annual reports to scrutiny: the same head, headings, order and numbering. The words are our own.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind
from oscb_desktop.ui.pages.new_report_page import NewReportPage
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.window.main_window import MainWindow
from tests.publish import annexed
from tests.publish.reading import heard, read_tree
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page.clerk import ALT, CONTROL, SHIFT, Clerk

SUMMARY = (
    "Since the Children and Social Work Act 2017 the county council, the NHS clinical "
    "commissioning group and the police answer together for how agencies keep children safe.",
    "The three partners settle how their services work with one another, lead and challenge "
    "others, and see that what serious incidents teach is put to use. Other agencies join them "
    "in the Oxfordshire Safeguarding Children Board (OSCB), which an independent person chairs.",
    "All six local authorities of Oxfordshire sit on the Board, with the probation services, the "
    "police, NHS commissioners and trusts, schools and colleges, the military, the voluntary "
    "sector and lay members.",
    "This paper tells what the Board's annual report found about how well those arrangements "
    "work, and what two of its subgroups found: Case Review and Governance, and Performance, "
    "Audit and Quality Assurance.",
    "Cabinet, the Health and Wellbeing Board and the full Council receive the annual report too.",
)
INTRODUCTION = (
    "Demand on services has not eased, and neglect lies behind much of it. Children have to be "
    "kept in full-time education and safe from harm outside their homes. About 10,000 people who "
    "work with children were trained during the year.",
    "Leaders will have the arrangements scrutinised independently, work on housing with the "
    "adults board and on contextual safeguarding with Barnardo's, speak clearly to the public, "
    "and thank those who do outstanding work.",
    "Practice has three priorities: neglect, education, and exploitation outside the home.",
    "For learning there are two: whether agencies meet the standards, and whether what reviews "
    "have taught has taken root.",
    "The Performance, Audit and Quality Assurance subgroup tests how well practice works. It asks "
    "partners to keep each child's own needs in sight and to own their part.",
    "The Case Review and Governance subgroup draws together what every review has found. That is "
    "close to the national triennial review: neglect, hard family circumstances, adolescents at "
    "risk, and what schools can do. It names the ten lessons that come up most.",
)
MONEY = (
    "Partners agree the Board's budget each year. The annual report shows last year's spending.",
)
EQUALITY = (
    "The Board looks first to the children who are most at risk, and checks that services reach "
    "them together.",
)
NAMES = (
    "A. Chair, Independent Chair of the OSCB",
    "B. Director, Deputy Director for Children's Services",
    "C. Manager, Strategic Safeguarding Partnerships, Children, Education and Family Services",
)
PAPERS = (
    "OSCB Annual Report",
    "Case Review and Governance Subgroup Annual Report",
    "Performance, Audit and Quality Assurance Subgroup Annual Report",
)
CONTACT = NAMES[2:]

HEAD = [
    "Division(s): N/A",
    "Performance Scrutiny Committee – 10 September 2020",
    "Oxfordshire Safeguarding Children Board annual reports",
    "Report by the Director of Children's Services",
]
# As they stand on the page: a heading, whether what is below it is numbered, and its paragraphs.
PARTS = (
    (
        "RECOMMENDATION",
        True,
        ("The Performance Scrutiny Committee is RECOMMENDED to note the reports.",),
    ),
    ("Executive Summary", True, SUMMARY),
    ("Introduction", True, INTRODUCTION),
    ("Financial and Staff Implications", True, MONEY),
    ("Equalities Implications", True, EQUALITY),
    ("Name:", False, NAMES),
    ("Background papers:", False, PAPERS),
    ("Contact Officer:", False, CONTACT),
)
RecordProperty = Callable[[str, object], None]
MOST_ACTS = 20  # it took 45 before headings could be typed where they stand


@pytest.fixture
def clerk(window: MainWindow, qtbot: QtBot) -> Clerk:
    window.resize(1366, 728)
    return Clerk(window, qtbot)


def begin(clerk: Clerk) -> None:
    """Make a new report: only the day of the meeting has to be told."""
    clerk.window.setFocus()
    clerk.press(Qt.Key.Key_N, CONTROL)
    page = clerk.window.page
    assert isinstance(page, NewReportPage)
    clerk.qtbot.waitUntil(
        lambda: bool(page.data()) and page.field("meeting_date").editor.line.hasFocus()
    )
    clerk.fill("10 September 2020")
    clerk.qtbot.waitUntil(lambda: isinstance(clerk.window.page, ReportPage))
    clerk.qtbot.waitUntil(clerk.view.hasFocus)


def publish(clerk: Clerk, choosers: ToldChoosers, path: Path) -> bytes:
    """Export the report as a PDF, and return it."""
    choosers.saved = path
    clerk.press(Qt.Key.Key_E, CONTROL)
    clerk.click(clerk.page.export.send)
    clerk.qtbot.waitUntil(path.is_file)
    return path.read_bytes()


def test_the_whole_report_is_written_by_hand(
    clerk: Clerk,
    choosers: ToldChoosers,
    tmp_path: Path,
    record_property: RecordProperty,
) -> None:
    begin(clerk)
    for present, heading, words in (
        ("Executive summary", "Executive Summary", SUMMARY),
        ("Introduction", "", INTRODUCTION),
        ("Financial and staff implications", "Financial and Staff Implications", MONEY),
        ("Equalities implications", "Equalities Implications", EQUALITY),
        ("Name", "Name:", NAMES),
        ("Background papers", "Background papers:", PAPERS),
        ("Contact officer", "Contact Officer:", CONTACT),
    ):
        if heading:
            clerk.take(present)
            clerk.type("\n".join((heading, *words)))
        else:
            clerk.go(present, Kind.GUIDANCE)
            clerk.type("\n".join(words))
    spoken = heard(read_tree(publish(clerk, choosers, tmp_path / "report.pdf")))

    expected, number = list(HEAD), 0
    for heading, numbered, paragraphs in PARTS:
        expected.append(heading)
        for words in paragraphs:
            number += numbered
            expected += [f"{number}.", words] if numbered else [words]
    straight = [text.replace("’", "'") for text in spoken]
    assert straight == expected
    record_property("acts", len(clerk.acts))
    print(f"{len(clerk.acts)} acts:", *clerk.acts, sep="\n  ")
    assert len(clerk.acts) <= MOST_ACTS


def test_whatever_else_such_a_report_may_hold_is_put_in_by_hand(
    clerk: Clerk, choosers: ToldChoosers, tmp_path: Path, record_property: RecordProperty
) -> None:
    begin(clerk)
    clerk.go("Introduction", Kind.GUIDANCE)
    clerk.type("Priorities are:\n- Neglect\n\tAt home\n\bEducation")
    # A table of two rows of headings, in which "Children" stands over two columns.
    clerk.press(Qt.Key.Key_T, CONTROL | SHIFT)
    panel = clerk.page.data_panel
    grid = panel.typed
    clerk.type("Year\tChildren\t\t\tSeen\tHeard\t2019\t410\t380\t2020\t455\t431")
    clerk.acts.append("set heading rows")
    grid.headings.setFocus()
    clerk.qtbot.keyClick(grid.headings, Qt.Key.Key_Up)
    clerk.acts.append("choose two headings")
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(0, 1))
    clerk.qtbot.keyClick(grid.view, Qt.Key.Key_Right, SHIFT)
    clerk.click(grid.buttons["merge"])
    clerk.acts.append("go to the caption")
    panel.caption.setFocus()
    clerk.type("Children seen and heard")
    clerk.click(panel.accept)
    # A section that the template does not know.
    clerk.press(Qt.Key.Key_1, CONTROL | ALT)
    clerk.fill("Legal Implications")
    clerk.type("The duty is in section 16E of the Children Act 2004.")
    annex = tmp_path / "subgroup.pdf"
    annex.write_bytes(annexed.tagged())
    choosers.annexes = [annex]
    clerk.click(clerk.page.outline.annexes.add_button)
    clerk.qtbot.waitUntil(lambda: bool(clerk.report.annexes))
    data = publish(clerk, choosers, tmp_path / "report.pdf")

    tree = read_tree(data)
    spoken = heard(tree)
    at = [
        next(n for n, said in enumerate(spoken) if words in said)
        for words in (
            "Priorities are:",
            "Neglect",
            "At home",
            "Education",
            "Children seen and heard",
            "Year",
            "Seen",
            "431",
            "Legal Implications",
            "section 16E",
            "Annex A",
        )
    ]
    assert at == sorted(at)
    outer = next(held for held in tree.find("L") if {"Neglect", "Education"} <= set(heard(held)))
    assert any("At home" in heard(inner) for inner in outer.walk() if inner.role == "L")
    merged = next(head for head in tree.find("TH") if head.text == "Children")
    assert merged.scope == "Column"
    table = next(held for held in tree.find("Table") if "Heard" in held.text)
    assert [len(row.find("TH", "TD")) for row in table.find("TR")] == [2, 3, 3, 3]
    record_property("acts", len(clerk.acts))
    print(f"{len(clerk.acts)} acts:", *clerk.acts, sep="\n  ")
    assert len(clerk.acts) <= 20

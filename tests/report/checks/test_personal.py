"""Personal data is told wherever it stands in a report, and an office's contact details are not."""

import msgspec
import pytest

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.report.checks.personal import check_personal, check_personal_comments, in_texts
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    Footnote,
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
from oscb_desktop.report.content.comments import Remark, Thread
from oscb_desktop.report.content.document import Annex, Report, Section
from oscb_desktop.report.content.figures import Figures
from tests.report.checks.sentences import WITH, WITHOUT
from tests.report.samples import contributions, report, section

NUMBER = "943 476 5919"
_KEYS = KeysTable(keys=("a.b.c",), labels=("Ryan, aged 14",))


def test_recall_and_alarms() -> None:
    """Of a hundred sentences with personal data five may be missed; one alarm in 1,000 words."""
    missed = [text for text in WITH if not in_texts((text,))]
    alarms = [text for text in WITHOUT if in_texts((text,))]
    words = sum(len(text.split()) for text in WITHOUT)
    assert len(WITH) >= 150
    assert words >= 1_000
    assert len(missed) <= 0.05 * len(WITH), missed
    assert len(alarms) <= words / 1_000, alarms


def told(*blocks: Block, **more: object) -> list[Problem]:
    held = report(Section(id="s", key="s", title="Summary", blocks=blocks))
    return list(
        check_personal(msgspec.structs.replace(held, **more), Figures.of([contributions()]))
    )


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("b", (Text(f"NHS {NUMBER}"),)),
        Paragraph("b", (Text("NHS 943 "), Text("476", bold=True), Text(" 5919"))),
        Paragraph("b", (Text("NHS 943\u00a0476\u20115919"),)),
        Paragraph("b", (Text("As noted."), Footnote(f"NHS {NUMBER}"))),
        Paragraph("b", (Link("write", "mailto:mum@example.com"),)),
        Heading("b", f"Case {NUMBER}"),
        ListBlock("b", ((Text("one"),), (Text("Ryan, aged 14"),))),
        TableBlock("b", "J.S., aged 4", TypedTable(rows=(("A", "B"), ("1", "2")))),
        TableBlock("b", "A", TypedTable(rows=(("Child", "Born"), ("A", "12/03/2019")))),
        TableBlock("b", "A", TypedTable(rows=(("Date of birth", "n"), ("12.03.19", "2")))),
        TableBlock("b", "A", TypedTable(rows=(("Child's name", "n"), ("Xanthe", "2")))),
        TableBlock("b", "A", TypedTable(rows=(("NHS no.", "n"), ("9434765919", "2")))),
        TableBlock("b", "A", TypedTable(rows=(("Who", "Age"), ("Ryan", "14")))),
        TableBlock("b", "A", _KEYS),
        ChartBlock("b", "A", KeysTable(keys=("a.b.c",)), alt="Two lines; J.S. (14) is the upper."),
    ],
)
def test_wherever_it_stands_it_stops_publication(block: Block) -> None:
    (found,) = told(block)
    assert (found.code, found.severity, found.place.block) == ("personal-data", "block", "b")


def test_what_a_return_brings_into_a_table_is_looked_at() -> None:
    held = contributions()
    held.labels[0] = "Ryan, aged 14"
    block = TableBlock("t", "Money", SetTable(set_id=held.id, view="all"))
    shown = report(Section(id="s", key="s", title="Money", blocks=(block,)))
    assert [found.place.block for found in check_personal(shown, Figures.of([held]))] == ["t"]
    assert list(check_personal(report(section("s", "Nothing.")), Figures.of([held]))) == []


def test_the_words_are_never_repeated_whole() -> None:
    (found,) = told(Paragraph("b", (Text(f"NHS {NUMBER} and {NUMBER}"),)))
    assert NUMBER not in msgspec.json.encode(found).decode()
    assert "94• ••• ••••" in found.message


def test_two_that_look_alike_once_masked_are_told_with_how_many() -> None:
    (found,) = told(Paragraph("b", (Text("NHS 943 476 5919, NHS 943 476 5870"),)))
    assert "2 of them" in found.found


def test_title_and_files_are_looked_at() -> None:
    annex = Annex(id="a", title="Case", file="J.S._aged_4.pdf", sha256="0", pages=1)
    head = report(section("s", "Text."))
    details = msgspec.structs.replace(head.details, title="The death of Daniel")
    found = told(details=details, annexes=(annex,))
    assert [held.place.section for held in found] == ["Title and meeting", "Annex A"]
    workbook = contributions()
    workbook.origin = msgspec.structs.replace(
        workbook.origin, file="ryan_aged_4 NHS 9434765919.xlsx"
    )
    (named,) = check_personal(head, Figures.of([workbook]))
    assert named.place.panel == "figures"


def test_what_is_kept_back_from_the_public_is_noted_only() -> None:
    block = Paragraph("b", (Text("Ryan, aged 14, was placed."),))
    for target in ("b", "s"):
        (found,) = told(block, exemptions=(Exemption(target=target, paragraph=1, reason="r"),))
        assert (found.code, found.severity) == ("personal-data-exempt", Severity.NOTE)


def test_a_comment_stops_publication_until_it_is_resolved() -> None:
    held: Report = report(section("s", "Text."))
    said = Remark(at="2026-11-01T10:00:00Z", by="A", text="Is this Ryan, aged 14?")  # type: ignore[arg-type]
    target = held.sections[0].blocks[0].id
    thread = Thread(id="t", target=target, quote="", remarks=(said,))
    (found,) = check_personal_comments(held, [thread])
    assert (found.code, found.severity, found.place.block) == (
        "personal-data-comment",
        "block",
        target,
    )
    resolved = msgspec.structs.replace(thread, resolved_by="B")
    assert list(check_personal_comments(held, [resolved])) == []

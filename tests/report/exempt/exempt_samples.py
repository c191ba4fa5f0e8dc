"""A report of everything that can be exempt, and what is asked of its editions, for tests."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from oscb_desktop.editing.changes import MarkExempt
from oscb_desktop.report.checks.exempt import check_exemptions
from oscb_desktop.report.content.blocks import (
    CrossRef,
    Footnote,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Annex, Report, Section, SetRef
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import (
    Composition,
    Printed,
    compose,
)
from oscb_desktop.report.publication.leak_phrases import (
    LeakPhrases,
    exempt_texts,
    leak_phrases_of,
    public_texts,
)
from tests.report.samples import contributions, indicators, report

FIGURES = Figures.of((contributions(), indicators()))
WHY = "Talks with the provider continue"
SECRET = "Settlement with Elm House Limited of £48,250 agreed in private"


def text(block_id: str, words: str) -> Paragraph:
    return Paragraph(block_id, (Text(words),))


def sample() -> Report:
    """Paragraphs 1 to 5, tables 1 and 2, a chart, two annexes."""
    first = Section(
        id="first",
        key="first",
        title="First",
        blocks=(
            text("p1", "The Board met."),
            Paragraph("p2", (Text(SECRET), Footnote("Minute of the closed session of June"))),
            Paragraph("p3", (Text("See "), CrossRef("p2"), Text(" and "), CrossRef("t2"))),
        ),
    )
    typed = TypedTable(
        rows=(("Item", "Cost"), ("Pens", "1,200"), ("Elm House", "48,250"), ("Total", "49,450"))
    )
    second = Section(
        id="second",
        key="second",
        title="Acquisition of Elm House Limited",
        blocks=(
            text("p4", "Heads of terms were signed behind closed doors."),
            TableBlock("t1", "Terms", TypedTable(rows=(("Term", "Sum"), ("Rent", "77,310")))),
        ),
    )
    third = Section(
        id="third",
        key="third",
        title="Third",
        blocks=(
            text("p5", "Money was spent as agreed."),
            TableBlock("t2", "Costs", typed),
            TableBlock("t3", "Partners", SetTable(set_id="budget-contributions", view="all")),
            ListBlock("l1", ((Text("a point about nothing much"),),)),
        ),
    )
    annexes = (
        Annex(id="one", title="Review of case H", file="case-h.pdf", sha256="1" * 64, pages=2),
        Annex(id="two", title="Counsel's opinion", file="opinion.pdf", sha256="2" * 64, pages=3),
    )
    refs = (SetRef("budget-contributions", "c" * 64), SetRef("indicators", "d" * 64))
    return replace(report(first, second, third), annexes=annexes, figure_sets=refs)


def marked(held: Report, target: str, row: str = "", paragraph: int = 3) -> Report:
    return MarkExempt(target, paragraph, WHY, row).apply(held)


def blocks(held: Report, edition: Edition = Edition.PUBLIC) -> dict[str, Printed]:
    return {block.id: block for block in compose(held, FIGURES, edition).blocks()}


def said(composition: Composition) -> str:
    return msgspec.json.encode(composition, enc_hook=lambda _: "").decode()


def leak_phrases(held: Report, figures: Figures, public: Composition) -> LeakPhrases:
    return leak_phrases_of(exempt_texts(held, figures), public_texts(held, public))


def codes(held: Report) -> list[str]:
    return [found.code for found in check_exemptions(held, FIGURES)]

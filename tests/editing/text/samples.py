"""A short report of every kind of line, for edits of its text."""

from oscb_desktop.editing.text.edits import Edit
from oscb_desktop.editing.text.lines import Kind, Spot, lines_of
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    CrossRef,
    FigureRef,
    Footnote,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Runs,
    SetTable,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Report, Section

TOTAL = "budget-contributions.total.agreed"
BOUND = SetTable(set_id="budget-contributions", view="all")
TYPED = TypedTable(rows=(("Item", "Cost"), ("Pens", "12")))


def report() -> Report:
    """Two sections with blocks, and an empty one."""
    first = (
        Paragraph("p1", (Text("The Board met in "), FigureRef(TOTAL), Text(" rooms."))),
        Paragraph("p2", (Text("See "), CrossRef("t1"), Text(" and "),
                         Link("the law", "https://example.org"), Footnote("a note"), Text("."))),
        Heading("h1", "Money"),
        ListBlock("l1", ((Text("one"),), (Text("two"),), (Text("three"),))),
    )  # fmt: skip
    second = (
        TableBlock("t1", "What was paid", BOUND),
        Paragraph("p3", ()),
        TableBlock("t2", "What things cost", TYPED),
        ChartBlock("c1", "Contributions", BOUND, "In words"),
        Paragraph("p4", (Text("The "), Text("end", bold=True), Text("."))),
    )
    return Report(
        template="scrutiny-annual-report",
        sections=(
            Section(id="first", key="first", title="First", blocks=first),
            Section(id="second", key="second", title="Second", blocks=second),
            Section(id="third", key="third", title="Third"),
        ),
    )


def at(block: str, offset: int = 0, *, item: int = 0, held: Report | None = None) -> Spot:
    """Return a place in a block's first typed line, or in an item of a list."""
    made = held or report()
    line = next(line for line in lines_of(made) if (line.block, line.item) == (block, item))
    return Spot(line.kind, line.section, block, item, offset)


def card(block: str) -> Spot:
    """Return the place of a table or chart itself."""
    return Spot(Kind.CARD, "second", block)


def nowhere(section: str = "third") -> Spot:
    """Return the place in an empty section."""
    return Spot(Kind.GUIDANCE, section, "")


def made(edit: Edit | None, held: Report | None = None) -> Report:
    """Return the report after an edit, which must be one and be undone exactly."""
    assert edit is not None
    before = held or report()
    after = edit.change.apply(before)
    assert edit.change.invert(before).apply(after) == before
    assert edit.label or edit.change.label
    caret = edit.caret
    assert caret.kind is Kind.GUIDANCE or any(caret.is_in(line) for line in lines_of(after))
    return after


def said(held: Report, section: str) -> list[str]:
    """Return what each line of a section says; what is no words stands as its kind's sign."""
    signs = {FigureRef: "#", CrossRef: "@", Footnote: "*"}
    found = []
    for line in lines_of(held):
        if line.section == section and line.kind is not Kind.TITLE:
            words = "".join(signs.get(type(run)) or run.text for run in line.runs)
            found.append(f"{line.kind}: {words}")
    return found


def words(text: str) -> Runs:
    return (Text(text),)

"""What is published of exempt content: hashes, records and comparisons."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.report.clearance.scope import scope_hash, scope_of
from oscb_desktop.report.content.blocks import (
    FigureRef,
    Paragraph,
    SetTable,
    TableBlock,
)
from oscb_desktop.report.content.document import encode
from oscb_desktop.report.content.tables import Table
from oscb_desktop.report.exempt.editions import drawn
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import (
    PrintedTable,
    compose,
)
from oscb_desktop.report.publication.record import compare, publication
from oscb_desktop.report.publication.signoff import returns_used
from tests.report.exempt.exempt_samples import (
    FIGURES,
    SECRET,
    marked,
    sample,
    text,
)


@pytest.mark.parametrize("covers", [("all",), ("text",), ("figures",), ("annexes",)])
@pytest.mark.parametrize("target", ["p2", "second", "t3", "one"])
def test_a_mark_reopens_exactly_what_covers_its_target(target: str, covers: tuple[str]) -> None:
    concerned = {
        "p2": ("all", "text"),
        "second": ("all", "text", "figures"),
        "t3": ("all", "text", "figures"),
        "one": ("all", "annexes"),
    }[target]
    before = scope_hash(scope_of(sample(), covers, FIGURES))
    after = scope_hash(scope_of(marked(sample(), target), covers, FIGURES))
    assert (before != after) == (covers[0] in concerned)


def test_published_hashes_cannot_be_tried_out() -> None:
    """Who guesses the exempt words, and knows everything else, finds none of the hashes."""
    held = marked(marked(marked(sample(), "p2"), "t3"), "one")
    guessed = {
        part.hash
        for text_ in (SECRET, "a wrong guess")
        for part in scope_of(
            replace(
                ReplaceBlock(text("p2", text_)).apply(held),
                exemptions=tuple(replace(mark, secret="") for mark in held.exemptions),
            ),
            ("all",),
            FIGURES,
        )
        if part.id in ("block:p2", "block:t3", "annex:one", "figures:budget-contributions")
    }
    plain = {part.hash for part in scope_of(sample(), ("all",), FIGURES)}
    published = {part.id: part.hash for part in scope_of(held, ("all",), FIGURES, discreet=True)}
    for part_id in ("block:p2", "block:t3", "annex:one"):
        assert published[part_id] not in guessed | plain
    assert "figures:budget-contributions" not in published
    assert "c" * 64 not in published.values()


def test_the_record_of_a_public_edition_names_nothing_exempt() -> None:
    held = marked(marked(sample(), "second"), "t3")
    public = compose(held, FIGURES)
    record = encode(publication(held, FIGURES, public, ())).decode()
    for words in ("Acquisition", "budget-contributions", "91,150"):
        assert words not in record
    exempt = compose(held, FIGURES, Edition.EXEMPT)
    assert "Acquisition" in encode(publication(held, FIGURES, exempt, ())).decode()


def test_both_editions_compare_with_the_report_they_are_of() -> None:
    held = marked(marked(sample(), "p2"), "t3")
    for edition in Edition:
        record = publication(held, FIGURES, compose(held, FIGURES, edition), ())
        assert record.edition == edition
        assert compare(record, held, FIGURES) == ()
        changed = compare(record, ReplaceBlock(text("p2", "Other words")).apply(held), FIGURES)
        assert [one.words for one in changed] == ["Paragraph 2 was changed."]


def test_what_is_public_only_rounded_is_not_recorded_to_the_penny() -> None:
    """The sum of £275,000.50 is in exempt words; the public table rounds it."""
    rounded = TableBlock("t2", "Costs", SetTable(set_id="budget-contributions", view="all"))
    exact = Paragraph("p2", (FigureRef("budget-contributions.total.agreed"),))
    held = ReplaceBlock(exact).apply(ReplaceBlock(rounded).apply(sample()))
    key = "budget-contributions.total.agreed"
    public = compose(marked(held, "p2"), FIGURES)
    assert publication(marked(held, "p2"), FIGURES, public, ()).figures[key] == "£275,000.50"
    blocks_ = tuple(
        msgspec.structs.replace(block, table=_rounded(block.table))
        if isinstance(block, PrintedTable)
        else block
        for block in public.blocks()
    )
    part = msgspec.structs.replace(public.parts[0], blocks=blocks_)
    rounded_public = msgspec.structs.replace(public, parts=(part,))
    assert key not in publication(marked(held, "p2"), FIGURES, rounded_public, ()).figures


def _rounded(table: Table) -> Table:
    rows = tuple(
        replace(row, cells=tuple(replace(cell, text=cell.text.split(".")[0]) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=rows)


def test_a_workbook_that_is_partly_exempt_keeps_its_hash_to_itself() -> None:
    exempt = drawn(marked(sample(), "t3", "police"))
    assert [(used.file, used.sha256) for used in returns_used(FIGURES, exempt)] == [
        ("budget.xlsx", "")
    ]
    assert [used.sha256 for used in returns_used(FIGURES)] == ["ab" * 32]


# What may be marked in the sample, and whether it may be again with a row.

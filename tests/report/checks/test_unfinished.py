"""What stands for something still to come is told, and a Roman twenty is not."""

import pytest

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.report.checks.unfinished import check_unfinished
from oscb_desktop.report.content.blocks import (
    Block,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Section
from tests.report.checks.sentences import FINISHED, UNFINISHED, WITH, WITHOUT
from tests.report.samples import report


def told(*blocks: Block, title: str = "Summary") -> list[Problem]:
    return list(check_unfinished(report(Section(id="s", key="s", title=title, blocks=blocks))))


def _text(words: str) -> Paragraph:
    return Paragraph("b", (Text(words),))


@pytest.mark.parametrize("words", UNFINISHED)
def test_unfinished_text_stops_publication(words: str) -> None:
    found = told(_text(words))
    assert {(held.code, held.severity, held.place.block) for held in found} == {
        ("unfinished-text", Severity.BLOCK, "b")
    }


@pytest.mark.parametrize("words", [*FINISHED, *WITH, *WITHOUT])
def test_what_only_looks_like_it_is_let_be(words: str) -> None:
    assert told(_text(words)) == []


def test_cells_items_and_titles_are_looked_at() -> None:
    table = TableBlock("t", "Costs", TypedTable(rows=(("What", "£"), ("Training", "TBC"))))
    items = ListBlock("l", ((Text("one"),), (Text("[insert two]"),)))
    found = told(table, items, title="Section XX")
    assert [held.place.block for held in found] == ["", "t", "l"]

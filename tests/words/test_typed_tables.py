"""Tables typed by hand, out to Word and to the web and read back: the header as it was."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from oscb_desktop.publish.web.html import write_html
from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.content.blocks import Block, Span, TableBlock, TypedTable
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.tables import build
from oscb_desktop.report.content.typed_tables import (
    body_of,
    header_of,
    header_rows,
    headings_of,
    typed_table,
)
from oscb_desktop.report.publication.composition import Composition, PrintedTable
from oscb_desktop.words.docx import read_docx
from oscb_desktop.words.html import read_html
from tests.publish import samples

# A Word file takes its time; the longer profile tries as many more of them.
FEW = settings(max_examples=settings().max_examples // 5)
WORDS = st.from_regex(r"[A-Z][a-z]{1,6}( [a-z]{1,5})?", fullmatch=True)


@st.composite
def tables(draw: st.DrawFn) -> TypedTable:
    """A table of words with one header row or several, and cells of these merged anyhow."""
    wide, body = draw(st.integers(2, 5)), draw(st.integers(1, 3))
    high = draw(st.integers(1, 3))
    rows = [[draw(WORDS) for _ in range(wide)] for _ in range(high + body)]
    place = st.integers(0, 3)
    spans = draw(
        st.lists(
            st.builds(
                Span, row=place, column=place, across=st.integers(1, 3), down=place.map(_one)
            ),
            max_size=3,
        )
    )
    return typed_table(rows, high, spans)


def _one(count: int) -> int:
    return max(count, 1)


def _report(table: TypedTable) -> Composition:
    printed = PrintedTable(id="t1", caption="Table 1: Costs", table=build(table, Figures.of([])))
    return samples.composition(samples.part("findings", "Findings", printed))


def _read(blocks: tuple[Block, ...]) -> TypedTable:
    (table,) = (block for block in blocks if isinstance(block, TableBlock))
    assert table.caption == "Costs"
    assert isinstance(table.source, TypedTable)
    return table.source


def _from_word(composition: Composition) -> TypedTable:
    read = read_docx(write_docx(composition, draft=False), "report.docx")
    assert {found.code for found in read.problems} <= {"docx-running-head"}
    return _read(read.sections[0].blocks)


def _from_web(composition: Composition) -> TypedTable:
    read = read_html(write_html(composition, draft=False).decode())
    assert read.problems == ()
    return _read(tuple(_renamed(block) for block in read.blocks))


def _renamed(block: Block) -> Block:
    if isinstance(block, TableBlock):
        return TableBlock(block.id, block.caption.removeprefix("Table 1: "), block.source)
    return block


@pytest.mark.parametrize("way", [_from_word, _from_web])
@FEW
@given(table=tables())
def test_a_table_comes_back_as_it_went(
    way: Callable[[Composition], TypedTable], table: TypedTable
) -> None:
    assert way(_report(table)) == table


@given(tables())
def test_every_column_is_headed_by_all_that_stands_over_it(table: TypedTable) -> None:
    cells = [cell for row in header_of(table) for cell in row]
    wide = len(table.rows[0])
    covered = sum(cell.across * cell.down for cell in cells)
    assert covered == wide * header_rows(table)
    for cell in cells:
        for column in range(cell.column, cell.column + cell.across):
            assert cell.text in headings_of(table)[column]
    assert len(body_of(table)) + header_rows(table) == len(table.rows)


def test_a_plain_table_is_written_as_before() -> None:
    made = typed_table([["Partner", "Paid"], ["Police", "£5"]])
    assert (made.head_rows, made.spans) == (UNSET, UNSET)
    assert made == TypedTable(rows=(("Partner", "Paid"), ("Police", "£5")))


def test_what_a_merged_cell_covers_comes_into_it() -> None:
    made = typed_table([["2024", "to 25"], ["1", "2"]], 1, [Span(row=0, column=0, across=9)])
    assert made.rows == (("2024 to 25", ""), ("1", "2"))
    assert made.spans == (Span(row=0, column=0, across=2),)


def test_merged_cells_of_a_file_of_others_are_made_sound() -> None:
    strange = TypedTable(
        rows=(("a", "b"), ("c", "d")),
        head_rows=5,
        spans=(Span(row=900, column=0, across=9), Span(row=0, column=900, down=9)),
    )
    assert [[cell.text for cell in row] for row in header_of(strange)] == [["a", "b"]]

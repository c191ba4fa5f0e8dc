"""Tables: widths from content, numbers on the point, splitting, ratings without colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.typeset.galley import ARTIFACT, TEXT, Galley, Mark, Strip
from oscb_desktop.publish.typeset.grid import fit
from oscb_desktop.publish.typeset.paging import paginate
from oscb_desktop.publish.typeset.setting import Setting
from oscb_desktop.publish.typeset.tabular import rating_shape, set_table
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.report.content.indicators import Rating
from oscb_desktop.report.content.tables import Table
from oscb_desktop.report.publication.composition import PrintedTable
from tests.publish import samples
from tests.publish.reading import Element, read_tree, words

THEME = load_theme()
INNER = THEME.page.inner_width
WORDS = st.text(alphabet="abc 12,.%£−", max_size=30)


def galley(table: Table) -> Galley:
    return set_table(PrintedTable(id="t", caption="Table 1: T", table=table), THEME, lambda: None)


def published(table: Table) -> Element:
    block = PrintedTable(id="t", caption="Table 1: T", table=table)
    report = samples.composition(samples.part("a", "A", block))
    return read_tree(lay_out(report, draft=False).pdf)


def shown(mark: Mark) -> str:
    return "".join(
        bytes.fromhex(part.split(">")[0]).decode("utf-16-be") for part in mark.code.split("<")[1:]
    )


def places(table: Table) -> dict[str, float]:
    """Where the text of each cell begins."""
    marks = [mark for strip in galley(table).strips for mark in strip.marks]
    return {shown(mark).strip(): mark.x for mark in marks if mark.kind == TEXT}


@given(st.lists(st.lists(WORDS, min_size=1, max_size=14), min_size=1, max_size=6), st.booleans())
def test_columns_stand_side_by_side_within_the_page(rows: list[list[str]], numeric: bool) -> None:
    width = max(map(len, rows))
    padded = [row + [""] * (width - len(row)) for row in rows]
    table = samples.table([(text, numeric) for text in padded[0]], padded[1:])
    grid = fit(Setting(THEME), table)
    right = 0.0
    for column in grid.columns:
        assert column.left >= right - 0.02
        assert column.width > 0
        right = column.left + column.width
    assert right <= INNER + 0.1
    assert THEME.type_.table_least <= grid.size <= THEME.type_.table


def test_decimal_points_line_up() -> None:
    setting = Setting(THEME)
    face, size = setting.faces.regular, THEME.type_.table
    texts = ["1,204", "−7.25", "81.5%", "0.125"]
    at = places(samples.table([("A", False), ("B", True)], [[f"r{t}", t] for t in texts]))
    heads = {"1,204": "1,204", "−7.25": "−7", "81.5%": "81", "0.125": "0"}
    points = [at[text] + face.width(heads[text], size) for text in texts]
    assert max(points) - min(points) < 0.01


def test_plain_numbers_end_at_the_right_of_their_column() -> None:
    setting = Setting(THEME)
    face, size = setting.faces.regular, THEME.type_.table
    at = places(samples.table([("A", False), ("B", True)], [["x", "5"], ["y", "1,500"]]))
    ends = [at[text] + face.width(text, size) for text in ("5", "1,500")]
    assert ends == [ends[0]] * 2
    assert abs(ends[0] - INNER) < 0.1


def test_a_label_gets_the_room_before_the_figures_are_cut() -> None:
    rows = [
        ["A label of several words that is long enough to need two lines of its column", *"1234"]
    ]
    table = samples.table([("A", False)] + [(c, True) for c in "bcde"], rows)
    grid = fit(Setting(THEME), table)
    assert grid.columns[0].width > INNER / 2
    assert not grid.crowded


def test_a_wide_table_shrinks_before_words_are_cut() -> None:
    rows = [["Label"] + ["1,234,567"] * 8]
    table = samples.table([("A", False)] + [("Head", True)] * 8, rows)
    grid = fit(Setting(THEME), table)
    assert grid.size < THEME.type_.table
    assert not grid.crowded


def test_a_table_wider_than_any_page_is_reported() -> None:
    table = samples.table([("A", False)] + [("Heading", True)] * 40, [["x"] + ["1,234"] * 40])
    block = PrintedTable(id="wide", caption="Table 1: W", table=table)
    laid = lay_out(samples.composition(samples.part("a", "A", block)), draft=False)
    assert [(p.code, p.place.block) for p in laid.problems] == [("table-too-wide", "wide")]


def test_ratings_are_told_by_word_and_shape() -> None:
    shapes = {rating_shape(rating, 10.5, "#000000") for rating in Rating}
    assert len(shapes) == len(Rating)
    tree = published(samples.INDICATORS)
    said = [words(cell.text) for cell in tree.find("TD")]
    assert {"Green", "Amber", "Red"} <= set(said)


def test_cells_are_headed_by_column_and_row() -> None:
    tree = published(samples.BUDGET)
    scopes = [cell.scope for cell in tree.find("TH")]
    assert scopes == ["Column"] * 4 + ["Row"] * 6
    assert [len(row.find("TH", "TD")) for row in tree.find("TR")] == [4] * 7


def test_uneven_rows_become_a_regular_table() -> None:
    table = samples.table([("A", False)], [["1", "2", "3"], ["4"], []])
    tree = published(table)
    assert [words(cell.text) for cell in tree.find("TD")] == ["2", "3", "", ""]
    assert {len(row.find("TH", "TD")) for row in tree.find("TR")} == {3}


def test_a_long_table_repeats_its_header_as_decoration() -> None:
    rows = [[f"Row {at}", str(at)] for at in range(120)]
    report = samples.composition(
        samples.part(
            "a",
            "A",
            PrintedTable(
                id="t",
                caption="Table 1: T",
                table=samples.table([("Item", False), ("Count", True)], rows),
            ),
        )
    )
    laid = lay_out(report, draft=False)
    assert laid.pages > 2
    tree = read_tree(laid.pdf)
    assert len(tree.find("Table")) == 1
    assert [words(row.text) for row in tree.find("TR")].count("Item Count") <= 1
    assert len(tree.find("TR")) == 121


def pages_of_rows(before: int, rows: int) -> set[int]:
    """The pages that a table's rows are on, after so many one-line paragraphs."""
    strips = [Strip(20) for _ in range(before)]
    table = samples.table([("A", False)], [[f"Row {at}"] for at in range(rows)])
    strips += galley(table).strips
    pages = paginate(strips, THEME.page.inner_height)
    return {at for at, page in enumerate(pages) for strip, _ in page if strip.header}


def test_a_table_stays_whole_on_the_next_page_when_this_one_is_nearly_full() -> None:
    assert pages_of_rows(before=30, rows=20) == {1}


@pytest.mark.parametrize("before", [10, 18, 25])
def test_a_table_is_parted_before_much_of_a_page_is_left_empty(before: int) -> None:
    assert pages_of_rows(before=before, rows=25) == {0, 1}


def test_a_parted_table_leaves_at_least_two_rows_behind() -> None:
    for before in range(12):
        strips = [Strip(31.0) for _ in range(before)]
        table = samples.table([("A", False)], [[f"Row {at}"] for at in range(60)])
        strips += galley(table).strips
        for page in paginate(strips, THEME.page.inner_height):
            rows = [strip for strip, _ in page if strip.header]
            assert len(rows) != 1


def test_a_total_takes_two_rows_with_it_to_the_next_page() -> None:
    rows = [[f"Row {at}", str(at)] for at in range(40)] + [["Total", "780"]]
    table = samples.table([("A", False), ("B", True)], rows, total=True)
    made = galley(table).strips
    last = [held for held in made if held.header][-3:]
    for before in range(0, 300, 2):
        strips = [*(Strip(2.0) for _ in range(before)), *made]
        for page in paginate(strips, THEME.page.inner_height):
            there = [strip for strip, _ in page if any(strip is held for held in last)]
            assert len(there) in (0, 3)


def test_rules_are_decoration() -> None:
    for strip in galley(samples.BUDGET).strips:
        for mark in strip.marks:
            assert (mark.kind == TEXT) != (mark.node is ARTIFACT)

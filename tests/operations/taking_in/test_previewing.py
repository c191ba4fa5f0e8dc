"""A return as a person looks at it before it is accepted, and what accepting it would alter."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock, Several
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.home.sample import sample_returns
from oscb_desktop.operations.taking_in.impact import places_of
from oscb_desktop.operations.taking_in.imports import (
    ImportPreview,
    accept_return,
    look_at_workbook,
    preview_return,
    preview_statistics,
)
from oscb_desktop.operations.taking_in.previewing import (
    ShownTable,
    cell_text,
    choose_columns,
    column_letter,
    differences,
    shown_tables,
)
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    FigureRef,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
)

Rows = Sequence[Sequence[Any]]
Look = Callable[..., ImportPreview]
POLICE = "budget-contributions.thames-valley-police.agreed"


@pytest.fixture
def look(opened: Opened, tmp_path: Path) -> Look:
    """Preview rows, or a file, as a return to the report."""

    def preview(source: Rows | Path, **words: Any) -> ImportPreview:
        path = source if isinstance(source, Path) else tmp_path / "return.xlsx"
        if not isinstance(source, Path):
            book = openpyxl.Workbook()
            for row in source:
                book.worksheets[0].append(list(row))
            book.save(path)
        view = look_at_workbook(path, silent)
        return preview_return(take_snapshot(opened), view, silent, by="clerk", **words)

    return preview


@pytest.fixture
def budget_file(tmp_path: Path) -> Path:
    """The sample budget, in a place of its own where it can be edited."""
    source = next(path for path in sample_returns() if "budget" in path.name)
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    return path


def changed(path: Path, **cells: Any) -> Path:
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book["Contributions"][cell].value = value
    book.save(path)
    return path


def named(tables: Sequence[ShownTable], name: str) -> ShownTable:
    return next(held for held in tables if held.id == name)


def test_each_table_says_which_rows_and_columns_are_taken(look: Look, budget_file: Path) -> None:
    tables = shown_tables(look(budget_file))
    assert [held.id for held in tables] == [
        "budget-contributions", "budget-reserves", "budget-expenditure",
    ]  # fmt: skip
    shown = tables[0]
    assert (shown.sheet, shown.header_row, shown.figures) == ("Contributions", 6, 48)
    assert shown.row_numbers == range(7, 22)
    assert shown.totals == {19}
    assert shown.skipped == {16: "Blank row", 21: "A note, not imported"}
    assert [(held.letter, held.label, held.is_figure) for held in shown.columns] == [
        ("A", "Partner", False),
        ("B", "Cash or in kind", False),
        ("C", "Previous year", True),
        ("D", "Agreed", True),
        ("E", "Received", True),
        ("F", "Variance", True),
    ]
    assert shown.columns[2].heading == "2024-25 received (£)"
    assert ("agreed", "Agreed") in shown.options
    assert shown.value(9, 3) == 91150


@pytest.mark.parametrize(("row", "column"), [(0, 0), (-1, 0), (10_000, 0), (9, 10_000)])
def test_outside_the_sheet_there_is_nothing(
    look: Look, budget_file: Path, row: int, column: int
) -> None:
    assert shown_tables(look(budget_file))[0].value(row, column) == ""


def test_totals_that_do_not_add_up_are_said_of_their_own_table(
    look: Look, budget_file: Path
) -> None:
    right = {held.id: held.adds_up for held in shown_tables(look(budget_file))}
    assert right == {
        "budget-contributions": True, "budget-reserves": None, "budget-expenditure": True,
    }  # fmt: skip
    wrong = shown_tables(look(changed(budget_file, D19=400000)))
    assert {held.id: held.adds_up for held in wrong} == {**right, "budget-contributions": False}


def test_a_table_whose_columns_are_to_be_chosen_is_shown_whole(look: Look) -> None:
    rows = [
        ["Partner contributions"],
        ["Who", "Column one", "Column two"],
        *(["Police", 10, 20] for _ in range(300)),
    ]
    preview = look(rows, kind="partnership-budget")
    shown = named(shown_tables(preview), "budget-contributions")
    assert shown.figures == 0
    assert shown.row_numbers == range(shown.header_row + 1, shown.header_row + 201)
    short = look(rows[:4], kind="partnership-budget")
    assert shown_tables(short)[0].row_numbers == range(shown.header_row + 1, 5)


def test_chosen_columns_lead_to_figures(look: Look) -> None:
    rows = [["Partner contributions"], ["Who", "Column one", "Column two"], ["Police", 10, 20]]
    guessed = look(rows, kind="partnership-budget")
    wanted = {"budget-contributions": {"partner": "A", "agreed": "C", "received": "B"}}
    choices = choose_columns(guessed, {**wanted, "no-such-table": {"partner": "A"}})
    assert choices is not None
    assert list(choices.tables) == ["budget-contributions"]
    reading = look(rows, kind="partnership-budget", choices=choices).reading
    found = {figure.key: figure.value for held in reading.figure_sets for figure in held.figures()}
    assert found["budget-contributions.police.agreed"] == 20
    assert found["budget-contributions.police.received"] == 10
    for nothing in ({}, {"no-such-table": {"partner": "A"}}):
        assert choose_columns(guessed, nothing) is None


STATISTICS: Rows = [
    ["Authority", "Code", "Children", "Spent (£)"],
    ["Oxfordshire", "E1", 10, 200],
    ["Berkshire", "E2", 20, 300],
    ["Oxfordshire", "E3", 30, 400],
]


def test_of_statistics_only_the_picked_rows_are_shown_with_the_columns_beside(
    opened: Opened, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in STATISTICS:
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "published.xlsx")
    view = look_at_workbook(tmp_path / "published.xlsx", silent)
    preview = preview_statistics(
        take_snapshot(opened), view, silent, by="clerk", sheet="Sheet",
        where=[("Code", "E3")], columns=["D"], unit="GBP",
    )  # fmt: skip
    (shown,) = shown_tables(preview, beside=("A", "B", "ZZ"))
    assert list(shown.row_numbers) == [4]
    assert [(held.letter, held.heading, held.field) for held in shown.columns][:2] == [
        ("A", "Authority", ""), ("B", "Code", ""),
    ]  # fmt: skip
    assert shown.columns[-1].letter == "ZZ"
    assert shown.columns[-1].heading == ""
    picked = next(held for held in shown.columns if held.field)
    assert (picked.letter, picked.is_figure) == ("D", True)
    assert picked.label == picked.heading == "Spent (£)"  # no kind of return has a name for it
    assert shown.options == ()
    assert shown.adds_up is None


def test_cells_and_columns_are_written_as_a_spreadsheet_does() -> None:
    assert [cell_text(value) for value in (91150.0, 0.5, "", "Police")] == [
        "91150", "0.5", "", "Police",
    ]  # fmt: skip
    assert [column_letter(index) for index in (0, 25, 26)] == ["A", "Z", "AA"]


def test_what_accepting_would_change_comes_with_where_it_is_shown(
    opened: Opened, look: Look, budget_file: Path
) -> None:
    preview = look(changed(budget_file, D9=91151, D19=412301, A10="A new partner"))
    found = {held.key: held for held in differences(preview, take_snapshot(opened))}
    police = found[POLICE]
    assert (police.before, police.after, police.cell) == ("£91,150", "£91,151", "D9")
    assert police.places == ("Table 2",)
    assert not police.worked_out
    total = found["budget-contributions.total.agreed"]
    assert total.worked_out
    assert total.places[0].startswith("Paragraph ")
    kinds = [
        "changed" if held.before and held.after else "removed" if held.before else "added"
        for held in differences(preview)
    ]
    assert kinds == sorted(kinds, key=["changed", "removed", "added"].index)
    assert set(kinds) == {"changed", "removed", "added"}
    assert all(held.places == () for held in differences(preview))


def test_nothing_that_changed_is_no_difference(look: Look, budget_file: Path) -> None:
    assert differences(look(budget_file)) == ()


def test_a_return_that_the_report_does_not_have_changes_nothing_of_it(
    opened: Opened, look: Look
) -> None:
    rows = [["Training course", "Places offered", "Places attended"], ["First aid", 20, 18]]
    preview = look(rows, kind="training")
    assert preview.figures
    assert differences(preview, take_snapshot(opened)) == ()


def test_a_rating_depends_on_more_than_its_table_prints(opened: Opened) -> None:
    places = places_of(take_snapshot(opened))
    assert places("indicators.pi01.tolerance") == ("Table 1",)
    assert places("indicators.pi01.numerator") == ()
    assert places("no-such-return.a.value") == ()
    assert places("budget-expenditure.total.actual")[1:] == ("Table 3", "Chart 1")


def test_places_are_said_once_and_in_the_reports_order(opened: Opened) -> None:
    first, last = opened.report.sections[0], opened.report.sections[-1]
    view = SetTable(set_id="budget-contributions", view="contributions")
    gone = SetTable(set_id="no-such-return", view="all")
    blocks = [
        Paragraph("twice", (FigureRef(POLICE), FigureRef(POLICE))),
        TableBlock("gone", "Gone", gone),
        ChartBlock("drawn", "Drawn", view, "chart.png"),
    ]
    changes = (
        *(AddBlock(first.id, at, block) for at, block in enumerate(blocks)),
        AddBlock(last.id, 0, ListBlock("lines", ((FigureRef(POLICE),),))),
    )
    places = places_of(edit(opened, Several(changes, "Add places")))
    found = places(POLICE)
    assert found[0] == "Paragraph 1"
    assert found.count("Paragraph 1") == 1
    assert last.title in found
    assert "Chart 1" in places("budget-contributions.thames-valley-police.agreed")


def test_what_stays_as_the_report_has_it_is_kept(
    opened: Opened, look: Look, budget_file: Path
) -> None:
    preview = look(changed(budget_file, D9=91151, D19=412301))
    snapshot = accept_return(opened, preview, accept_warnings=True, keep=[POLICE])
    kept = snapshot.figures.get(POLICE)
    assert kept is not None
    assert kept.value == 91150

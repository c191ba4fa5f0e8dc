"""Where a figure came from and where it is used, from the card to the cell it stood in."""

import hashlib
from pathlib import Path

import openpyxl
import pytest

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.home.sample import sample_returns
from oscb_desktop.operations.taking_in.provenance import (
    figure_card,
    save_workbook_of,
    sheet_of_figure,
    write_workbook_of,
)
from oscb_desktop.report.content.blocks import FigureRef, ListBlock, Paragraph
from oscb_desktop.report.content.figures import Formula, Provenance

POLICE = "budget-contributions.thames-valley-police.agreed"
TOTAL = "budget-contributions.total.agreed"
NOWHERE = "budget-contributions.no-such-partner.agreed"


def test_a_card_says_the_cell_and_every_place(opened: Opened) -> None:
    card = figure_card(take_snapshot(opened), POLICE)
    assert (card.figure.key, card.printed) == (POLICE, "£91,150")
    assert isinstance(card.origin, Provenance)
    assert (card.origin.file, card.origin.sheet, card.origin.cell) == (
        "partnership-budget.xlsx", "Contributions", "D9",
    )  # fmt: skip
    assert card.inputs == ()
    # No words name it, but the table of its return shows it.
    assert [(use.block, use.words) for use in card.used_in] == [("sample-contributions", "Table 2")]


def test_a_total_says_what_it_was_worked_out_from(opened: Opened) -> None:
    snapshot = take_snapshot(opened)
    card = figure_card(snapshot, TOTAL)
    assert isinstance(card.origin, Formula)
    assert POLICE in [held.key for held in card.inputs]
    assert len(card.inputs) == len(card.origin.inputs) == 10
    assert sum(held.value for held in card.inputs if held.value) == card.figure.value
    words, table = card.used_in
    assert words.words.startswith("Paragraph ")
    assert (table.block, table.words) == ("sample-contributions", "Table 2")


def test_a_chart_and_what_has_no_number_are_places_too(opened: Opened) -> None:
    spent = figure_card(take_snapshot(opened), "budget-expenditure.total.actual")
    assert ("sample-spending", "Chart 1") in [(use.block, use.words) for use in spent.used_in]
    section = opened.report.sections[0]
    snapshot = edit(opened, AddBlock(section.id, 0, ListBlock("lines", ((FigureRef(POLICE),),))))
    listed = figure_card(snapshot, POLICE).used_in[0]
    assert (listed.block, listed.words) == ("lines", section.title)


def test_a_figure_that_is_gone_has_no_card(opened: Opened) -> None:
    with pytest.raises(OscbError, match=f"no figure {NOWHERE}"):
        figure_card(take_snapshot(opened), NOWHERE)


def test_the_sheet_is_shown_at_the_figures_cell(opened: Opened) -> None:
    said: list[str] = []
    sheet = sheet_of_figure(opened, POLICE, lambda _, words: said.append(words))
    assert (sheet.file, sheet.sheet, sheet.cell) == (
        "partnership-budget.xlsx", "Contributions", "D9",
    )  # fmt: skip
    assert (sheet.row, sheet.column) == (8, 3)
    assert sheet.rows[sheet.row][sheet.column] == 91150
    assert said[0] == "Opening partnership-budget.xlsx"


@pytest.mark.parametrize("key", [TOTAL, NOWHERE])
def test_only_what_was_read_from_a_cell_has_a_workbook(
    opened: Opened, tmp_path: Path, key: str
) -> None:
    target = tmp_path / "copy.xlsx"
    for look in (
        lambda: sheet_of_figure(opened, key, silent),
        lambda: save_workbook_of(opened, key, target),
        lambda: write_workbook_of(opened, key, tmp_path / "new"),
    ):
        with pytest.raises(OscbError, match="worked out from others"):
            look()
    assert not target.exists()
    assert not (tmp_path / "new").exists()


def test_the_workbook_is_written_as_it_was_received(opened: Opened, tmp_path: Path) -> None:
    received = next(path for path in sample_returns() if "budget" in path.name).read_bytes()
    target = tmp_path / "chosen.xlsx"
    assert save_workbook_of(opened, POLICE, target) == target
    folder = tmp_path / "not" / "there yet"
    written = write_workbook_of(opened, POLICE, folder)
    assert written == folder / "partnership-budget.xlsx"
    assert target.read_bytes() == written.read_bytes() == received
    origin = figure_card(take_snapshot(opened), POLICE).origin
    assert isinstance(origin, Provenance)
    assert hashlib.sha256(received).hexdigest() == origin.sha256
    assert openpyxl.load_workbook(target)["Contributions"][origin.cell].value == 91150


def test_a_paragraph_that_names_a_figure_twice_is_one_place(opened: Opened) -> None:
    section = opened.report.sections[0]
    twice = Paragraph("twice", (FigureRef(POLICE), FigureRef(POLICE)))
    snapshot = edit(opened, AddBlock(section.id, 0, twice))
    assert [use.block for use in figure_card(snapshot, POLICE).used_in].count("twice") == 1

"""All partners' returns together, whatever their order; one's correction replaces that one's."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from oscb_desktop.base.progress import silent
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.operations.file import changing, parts, rolling
from oscb_desktop.operations.file.files import close_report, new_report, open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.taking_in import imports
from oscb_desktop.operations.writing import writing
from oscb_desktop.report.checks.exempt import check_exemptions
from oscb_desktop.report.content.blocks import SetTable
from oscb_desktop.report.content.figures import Figure, Formula, Provenance, decimal_text
from oscb_desktop.report.content.tables import build

TRAINING = {
    "Thames Valley Police": [
        ["Level 3", "Thames Valley Police", 40, 36],
        ["Neglect", "OCC", 10, 8],
    ],
    "Oxford Health NHS Foundation Trust": [["Level 3", "Oxford Health", 60, 58]],
    "Oxfordshire County Council": [["Level 3", "OCC", 20, 19]],
}
PAID = {
    "Thames Valley Police": [["TVP", 100, 90]],
    "Cherwell District Council": [["Cherwell DC", 7, 7]],
    "Oxfordshire County Council": [["OCC", 500, 500], ["Training income", 3, 2]],
}


def begun(path: Path) -> Opened:
    details = {"meeting_date": "2026-12-10", "reporting_year": "2025-26"}
    return new_report(path, "scrutiny-annual-report", details, by="Author")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    held = begun(tmp_path / "report.oscb")
    yield held
    close_report(held)


def book(path: Path, partner: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    if partner:
        sheet.append(["Partner", partner])
        sheet.append([])
    for row in (heads, *rows):
        sheet.append(list(row))
    made.save(path)
    return path


def training(folder: Path, partner: str, rows: Sequence[Sequence[Any]] | None = None) -> Path:
    heads = ["Course", "Agency", "Places offered", "Places attended"]
    return book(folder / f"training {partner}.xlsx", partner, heads, rows or TRAINING[partner])


def paid(folder: Path, partner: str, rows: Sequence[Sequence[Any]] | None = None) -> Path:
    heads = ["Partner", "Agreed", "Received"]
    return book(folder / f"paid {partner}.xlsx", partner, heads, rows or PAID[partner])


def take(opened: Opened, path: Path) -> None:
    view = imports.look_at_workbook(path, silent)
    preview = imports.preview_return(take_snapshot(opened), view, silent, by="Author")
    assert not preview.blocking, preview.problems
    imports.accept_return(opened, preview, accept_warnings=True)


def figure(opened: Opened, key: str) -> Figure:
    found = opened.file.figures.get(key)
    assert found is not None, key
    return found


def value(opened: Opened, key: str) -> str:
    found = figure(opened, key).value
    assert found is not None
    return decimal_text(found)


def made(opened: Opened) -> dict[str, Any]:
    """Everything that follows from the returns, without the moments when they came."""
    return {
        held.key: (held.label, held.value, held.unit, _place(held))
        for each in opened.file.figures.sets()
        if each.is_made
        for held in each.figures()
    }


def _place(held: Figure) -> object:
    if isinstance(held.origin, Formula):
        return len(held.origin.inputs)
    return (held.origin.file, held.origin.sheet, held.origin.cell)


def test_contributions_of_all_partners_each_with_its_own_cell(
    opened: Opened, tmp_path: Path
) -> None:
    take(opened, paid(tmp_path, "Thames Valley Police"))
    assert opened.file.figures.set("budget-contributions-all") is None
    for partner in ("Oxfordshire County Council", "Cherwell District Council"):
        take(opened, paid(tmp_path, partner))
    key = "budget-contributions-all.oxfordshire-county-council.received"
    origin = figure(opened, key).origin
    assert isinstance(origin, Provenance)
    assert (origin.file, origin.cell) == ("paid Oxfordshire County Council.xlsx", "C4")
    assert value(opened, "budget-contributions-all.total.received") == "599"
    assert value(opened, "budget-contributions-all.total.agreed") == "610"
    table = build(
        SetTable(set_id="budget-contributions-all", view="contributions"), opened.file.figures
    )
    assert [row.cells[0].text for row in table.rows] == [
        "Cherwell District Council", "Oxfordshire County Council", "Training income",
        "Thames Valley Police", "Total",
    ]  # fmt: skip


def test_training_by_agency_sums_the_rows_of_all_returns(opened: Opened, tmp_path: Path) -> None:
    for partner in TRAINING:
        take(opened, training(tmp_path, partner))
    assert value(opened, "training-by-agency.oxfordshire-county-council.places_attended") == "27"
    assert value(opened, "training-by-agency.total.places_attended") == "121"
    found = figure(opened, "training-all.thames-valley-police-level-3.places_attended")
    assert isinstance(found.origin, Provenance)
    assert (found.origin.cell, found.label) == (
        "D4", "Thames Valley Police: Level 3: Places attended",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["training", "paid"])
def test_the_order_makes_no_difference(kind: str, tmp_path: Path) -> None:
    write, partners = (training, TRAINING) if kind == "training" else (paid, PAID)
    seen: list[dict[str, Any]] = []
    for at, order in enumerate(permutations(partners)):
        held = begun(tmp_path / f"{at}.oscb")
        for partner in order:
            take(held, write(tmp_path, partner))
        seen.append(made(held))
        close_report(held)
    assert seen[0]
    assert all(one == seen[0] for one in seen)


@pytest.mark.parametrize("corrected", [*PAID])
def test_a_correction_replaces_that_partners_and_no_others(
    opened: Opened, tmp_path: Path, corrected: str
) -> None:
    for partner in PAID:
        take(opened, paid(tmp_path, partner))
    before = made(opened)
    rows = [[PAID[corrected][0][0], 1000, 1000], *PAID[corrected][1:]]
    take(opened, paid(tmp_path, corrected, rows))
    after = made(opened)
    changed = {key.split(".")[1] for key in before if before[key][1] != after[key][1]}
    own = {"Thames Valley Police": "thames-valley-police",
           "Cherwell District Council": "cherwell-district-council",
           "Oxfordshire County Council": "oxfordshire-county-council"}[corrected]  # fmt: skip
    assert changed == {own, "total"}
    assert before.keys() == after.keys()
    changing.undo(opened)
    assert made(opened) == before


def test_one_partners_own_return_does_not_replace_that_for_all(
    opened: Opened, tmp_path: Path
) -> None:
    everybody = [["TVP", 100, 90], ["Cherwell DC", 7, 7], ["OCC", 500, 500]]
    for order in ((("", everybody), ("Thames Valley Police", None)),
                  (("Thames Valley Police", None), ("", everybody))):  # fmt: skip
        for partner, rows in order:
            own = [["TVP", 100, 95]] if rows is None else rows
            take(opened, paid(tmp_path, partner, own))
        assert value(opened, "budget-contributions-all.total.received") == "602"
        origin = figure(opened, "budget-contributions-all.thames-valley-police.received").origin
        assert isinstance(origin, Provenance)
        assert origin.file == "paid Thames Valley Police.xlsx"
        changing.undo(opened)
        changing.undo(opened)
        assert not opened.file.figures.set_ids


def test_suppressed_parts_make_a_sum_missing_and_no_number(opened: Opened, tmp_path: Path) -> None:
    take(opened, training(tmp_path, "Thames Valley Police"))
    take(opened, training(tmp_path, "Oxford Health NHS Foundation Trust",
                          [["Level 3", "Oxford Health", 60, "[c]"]]))  # fmt: skip
    agency = "training-by-agency.oxford-health-nhs-foundation-trust"
    assert value(opened, f"{agency}.places_offered") == "60"
    held = figure(opened, f"{agency}.places_attended")
    assert (held.value, held.missing) == (None, "c")
    assert value(opened, "training-by-agency.thames-valley-police.places_attended") == "36"
    assert opened.file.figures.get("training-by-agency.total.places_attended") is None
    assert opened.file.figures.get("training-all.total.places_attended") is None


def test_a_part_and_next_years_report_hold_them(opened: Opened, tmp_path: Path) -> None:
    for partner in PAID:
        take(opened, paid(tmp_path, partner))
    section = opened.report.sections[1]
    writing.add_table(opened, section.key, "budget-contributions-all/contributions", "Paid")
    parts.send_section(opened, section.id, tmp_path / "part.oscbpart")
    with open_report(tmp_path / "part.oscbpart", by="Officer") as part:
        source = SetTable(set_id="budget-contributions-all", view="contributions")
        assert build(source, part.file.figures) == build(source, opened.file.figures)
    fresh = rolling.roll_forward(opened, tmp_path / "next.oscb", "2026-27")
    try:
        assert value(fresh, "budget-contributions-all-2025-26.total.received") == "599"
    finally:
        close_report(fresh)


def test_a_row_kept_back_is_seen_where_all_partners_rows_repeat_it(
    opened: Opened, tmp_path: Path
) -> None:
    for partner in PAID:
        take(opened, paid(tmp_path, partner))
    section = opened.report.sections[1]
    writing.add_table(opened, section.key, "budget-contributions", "Police")
    writing.add_table(opened, section.key, "budget-contributions-all", "All")
    first = opened.report.sections[1].blocks[-2]
    changing.edit(opened, MarkExempt(first.id, 3, "Talks are under way", "thames-valley-police"))
    found = {
        held.code for held in check_exemptions(opened.report, opened.file.figures)
        if held.place.block == first.id
    }  # fmt: skip
    assert "exempt-figure-shown-elsewhere" in found

"""Figures worked out from others, on a real file: kept, undone, and worked out again."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.operations.file import changing, parts, rolling
from oscb_desktop.operations.file.files import close_report, open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.taking_in import imports
from oscb_desktop.operations.taking_in.batches import EVERYBODY, board_of
from oscb_desktop.operations.taking_in.provenance import figure_card
from oscb_desktop.operations.writing import writing
from oscb_desktop.operations.writing.deriving import derive, stop_deriving
from oscb_desktop.report.content.figures import Figure, Formula, decimal_text
from oscb_desktop.report.exempt.editions import drawn
from oscb_desktop.report.publication.composition import compose
from oscb_desktop.report.publication.leak_phrases import public_texts
from oscb_desktop.report.publication.signoff import returns_used
from tests.store.samples import through_door

BUDGET = Path(__file__).parents[3] / "resources/samples/oscb-2025-26/partnership-budget.xlsx"
POLICE = "budget-contributions.thames-valley-police.received"
TOTAL = "budget-contributions.total.received"
SHARE = f"share({POLICE}, {TOTAL})"


def figure(opened: Opened, key: str) -> Figure:
    found = opened.file.figures.get(key)
    assert found is not None
    return found


def value(opened: Opened, key: str) -> str:
    found = figure(opened, key).value
    assert found is not None
    return decimal_text(round(found, 2))


def with_police_at(amount: float, tmp_path: Path) -> Path:
    book = openpyxl.load_workbook(BUDGET)
    sheet = book["Contributions"]
    sheet["E9"] = amount
    for row in sheet.iter_rows(min_row=10):
        if str(row[0].value).startswith("Total"):
            for cell in row[1:]:
                cell.value = None
    path = tmp_path / "corrected.xlsx"
    book.save(path)
    return path


def take(opened: Opened, path: Path) -> None:
    view = imports.look_at_workbook(path, silent)
    preview = imports.preview_return(take_snapshot(opened), view, silent, by="Author")
    assert not preview.blocking, preview.problems
    imports.accept_return(opened, preview, accept_warnings=True)


def test_it_is_a_figure_with_its_formula(opened: Opened) -> None:
    made = derive(opened, "derived.police-share.value", SHARE, label="Police share")
    assert (made.key, made.why, made.replaced) == ("derived.police-share.value", "", False)
    found = figure(opened, made.key)
    assert (found.label, found.unit, found.period) == ("Police share", "%", "2025-26")
    assert found.origin == Formula(text=SHARE, inputs=(POLICE, TOTAL))
    assert [held.key for held in figure_card(made.snapshot, made.key).inputs] == [POLICE, TOTAL]
    assert opened.file.verify_history() == []


def test_it_is_worked_out_again_when_the_return_is_replaced(opened: Opened, tmp_path: Path) -> None:
    derive(opened, "police-share", SHARE)
    derive(opened, "twice", "sum(derived.police-share.value, derived.police-share.value)")
    before = value(opened, "derived.police-share.value")
    take(opened, with_police_at(191150, tmp_path))
    after = value(opened, "derived.police-share.value")
    assert float(after) > float(before)
    assert float(value(opened, "derived.twice.value")) == pytest.approx(2 * float(after), abs=0.02)
    changing.undo(opened)
    assert value(opened, "derived.police-share.value") == before


def test_it_is_missing_once_its_input_is_not_there(opened: Opened) -> None:
    derive(opened, "police-share", SHARE)
    derive(opened, "copy", "sum(derived.police-share.value)")
    stop_deriving(opened, "police-share")
    left = figure(opened, "derived.copy.value")
    assert (left.value, left.missing) == (None, "x")
    stop_deriving(opened, "copy")
    assert opened.file.figures.set("derived") is None
    changing.undo(opened)
    changing.undo(opened)
    assert figure(opened, "derived.copy.value").value is not None


def test_one_of_the_same_key_is_replaced(opened: Opened) -> None:
    derive(opened, "a", SHARE)
    again = derive(opened, "a", f"sum({POLICE})", unit="pounds", label="Paid")
    assert again.replaced
    held = [one for one in opened.file.figures if one.key.startswith("derived.")]
    assert [(one.label, one.unit) for one in held] == [("Paid", "pounds")]


def test_what_is_refused_leaves_the_report_alone(opened: Opened) -> None:
    before = opened.report
    with pytest.raises(UsageError) as unknown:
        derive(opened, "a", f"sum({POLICE}d)")
    assert POLICE in unknown.value.remedy
    with pytest.raises(UsageError):
        derive(opened, "Not a key", SHARE)
    with pytest.raises(UsageError):
        derive(opened, "total", SHARE)
    with pytest.raises(UsageError):
        stop_deriving(opened, "a")
    nought = "budget-contributions.thames-valley-police.variance"
    with pytest.raises(OscbError, match="divide by nought"):
        derive(opened, "a", f"share({POLICE}, {nought})")
    assert opened.report == before


def test_it_is_not_worked_out_from_itself(opened: Opened) -> None:
    derive(opened, "a", SHARE)
    derive(opened, "b", "sum(derived.a.value)")
    with pytest.raises(UsageError, match="from itself"):
        derive(opened, "a", "sum(derived.b.value)")


def test_it_is_printed_in_text_and_table(opened: Opened) -> None:
    derive(opened, "police-share", SHARE, label="Police share")
    section = opened.report.sections[1].key
    writing.add_paragraph(opened, section, "Police paid {figure:derived.police-share.value}.")
    writing.add_table(opened, section, "derived", "Worked out")
    printed = compose(opened.report, opened.file.figures)
    said = " ".join(map(str, public_texts(opened.report, printed)))
    assert "Police paid 22.1%." in said
    assert said.count("22.1") == 2


def test_the_board_and_the_sign_off_list_only_what_was_sent(opened: Opened) -> None:
    before = returns_used(opened.file.figures), board_of(take_snapshot(opened), ())
    derive(opened, "police-share", SHARE)
    after = returns_used(opened.file.figures), board_of(take_snapshot(opened), ())
    assert after == before
    assert after[1].rows[-1].partner == EVERYBODY


def test_what_is_exempt_reaches_to_what_it_was_worked_out_from(opened: Opened) -> None:
    derive(opened, "police-share", SHARE)
    section = opened.report.sections[1]
    writing.add_paragraph(opened, section.key, "It is {figure:derived.police-share.value}.")
    block = opened.report.section(section.id)
    assert block is not None
    through_door(opened.file, MarkExempt(block.blocks[-1].id, 3, "Talks are under way"), "Author")
    held = drawn(opened.report, opened.file.figures)
    assert {"derived", "budget-contributions"} <= set(held.marks)


def test_a_part_holds_the_figure_and_not_its_formula(opened: Opened, tmp_path: Path) -> None:
    derive(opened, "police-share", SHARE)
    section = opened.report.sections[1]
    writing.add_paragraph(opened, section.key, "It is {figure:derived.police-share.value}.")
    parts.send_section(opened, section.id, tmp_path / "part.oscbpart")
    with open_report(tmp_path / "part.oscbpart", by="Officer") as part:
        found = figure(part, "derived.police-share.value")
        assert found.value == figure(opened, "derived.police-share.value").value
        assert isinstance(found.origin, Formula)
        assert (found.origin.inputs, POLICE in found.origin.text) == ((), False)
        with pytest.raises(OscbError):
            derive(part, "b", "sum(derived.police-share.value)")


def test_next_years_report_works_out_the_same(opened: Opened, tmp_path: Path) -> None:
    year = opened.report.details.reporting_year
    derive(opened, "police-share", SHARE)
    fresh = rolling.roll_forward(opened, tmp_path / "next.oscb", "2026-27", date(2027, 12, 9))
    try:
        held = figure(fresh, "derived.police-share.value")
        assert (held.value, held.missing) == (None, "x")
        assert f"budget-contributions-{year}" in fresh.file.figures.set_ids
        before = f"budget-contributions-{year}.thames-valley-police.received"
        derive(fresh, "was", f"sum({before})")
        assert figure(fresh, "derived.was.value").value is not None
        then = rolling.roll_forward(fresh, tmp_path / "then.oscb", "2027-28")
        assert figure(then, "derived.was.value").origin == Formula(
            text="sum(budget-contributions-2026-27.thames-valley-police.received)",
            inputs=("budget-contributions-2026-27.thames-valley-police.received",),
        )
        close_report(then)
    finally:
        close_report(fresh)

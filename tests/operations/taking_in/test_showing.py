"""What the import page shows of a return: roles, values as they will be taken, chips, steps."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.taking_in import layout_steps
from oscb_desktop.operations.taking_in.chips import STATISTICS, ShownChip, choose, shown_chips
from oscb_desktop.operations.taking_in.imports import (
    ImportPreview,
    WorkbookView,
    correct_cells,
    look_at_workbook,
    preview_return,
)
from oscb_desktop.operations.taking_in.showing import (
    CellRole,
    ShownAccount,
    ShownSheet,
    shown_account,
)
from oscb_desktop.report.content.figures import Correction
from oscb_desktop.returns.recipes import in_words

Rows = Sequence[Sequence[object]]
CONTRIBUTIONS = (
    ("Partnership budget 2025-26",),
    (),
    ("Partner", "Agreed (£)", "Received (£)"),
    ("Oxfordshire County Council", 183850, 183850),
    ("Thames Valley Police", 91150, 91150),
    ("Total", 275000, 275000),
)
IN_POUNDS = (
    *CONTRIBUTIONS[:2],
    ("Partner", "Agreed (£000)", "Received (£000)"),
    ("Oxfordshire County Council", 183.85, 183.85),
    ("Thames Valley Police", 91150, 91150),
)
TRAINING = (
    ("Course title", "Places available", "Attended", "Satisfaction %"),
    ("Neglect", 20, 18, 85),
)
QUARTER = (("Expenditure line", "Actual"), ("Staff", 60), ("Training", 5))


def view_of(folder: Path, **sheets: Rows) -> WorkbookView:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "sent.xlsx"
    book.save(path)
    return look_at_workbook(path, silent)


def preview(view: WorkbookView, **words: object) -> ImportPreview:
    return preview_return(None, view, silent, by="clerk", **words)  # type: ignore[arg-type]


def sheet(account: ShownAccount, name: str) -> ShownSheet:
    return next(held for held in account.sheets if held.name == name)


def chip(chips: Sequence[ShownChip], name: str) -> ShownChip:
    return next(held for held in chips if held.name == name)


def roles(held: ShownSheet, row: int) -> list[CellRole | None]:
    return [held.role(row, column.index) for column in held.columns]


def test_every_cell_has_its_role_and_the_value_that_will_be_taken(tmp_path: Path) -> None:
    rows = (*CONTRIBUTIONS, (), ("Balance brought forward", 12000))
    account = shown_account(preview(view_of(tmp_path, Sent=rows, Notes=[["by hand"]])))
    sent = sheet(account, "Sent")
    assert list(sent.row_numbers) == [1, 3, 4, 5, 6, 8]
    assert roles(sent, 1) == [CellRole.NOTE, None, None]
    assert roles(sent, 3) == [CellRole.HEADING] * 3
    assert roles(sent, 4) == [CellRole.LABEL, CellRole.TAKEN, CellRole.TAKEN]
    assert roles(sent, 6) == [CellRole.TOTAL] * 3
    assert roles(sent, 8)[1] is CellRole.LEFT_OUT
    assert [sent.text(row, 1) for row in (4, 6, 8)] == ["£183,850", "£275,000", "12000"]
    assert sent.text(6, 0) == "Total ✓"
    assert sent.why(8, 1) == "Left out: below the total"
    assert sent.why(3, 1) == "Heading of Agreed"
    assert sent.why(4, 0).startswith(("Label", "Taken as"))
    assert sent.why(1, 0) == "A note: not taken"
    assert sent.why(2, 0) == ""
    assert [held.title for held in account.sheets] == ["Sent · 15", "Notes · 1, left out"]
    assert account.cells == 16
    assert sum(account.count(role) for role in CellRole) == account.cells


def test_a_percentage_is_shown_with_its_sign(tmp_path: Path) -> None:
    sent = sheet(shown_account(preview(view_of(tmp_path, Data=TRAINING))), "Data")
    assert sent.text(2, 1) == "20"
    assert sent.is_number(2, 1)
    assert not sent.is_number(2, 0)


def test_a_question_is_not_told_as_a_problem_too(tmp_path: Path) -> None:
    account = shown_account(preview(view_of(tmp_path, Sent=IN_POUNDS)))
    first, second = account.doubts
    assert (first.cell, second.cell) == ("B5", "C5")
    assert first.is_like(second)
    assert [answer.words for answer in first.answers] == ["In pounds", "As the heading says"]
    assert first.answers[0].gives == "£91,150"
    assert not [held for held in account.problems if held.code == first.code]
    sent = sheet(account, "Sent")
    assert sent.role(5, 1) is CellRole.IN_DOUBT
    assert sent.why(5, 1) == f"In doubt: {first.question}"
    assert sent.doubt_at(5, 2) == second
    answers = {held.key: "pounds" for held in account.doubts}
    answered = shown_account(preview(view_of(tmp_path, Sent=IN_POUNDS), answers=answers))
    assert answered.doubts == ()
    assert sheet(answered, "Sent").text(5, 1) == "£91.15 thousand"


def test_chips_say_where_each_was_read_and_what_it_could_be(tmp_path: Path) -> None:
    view = view_of(tmp_path, Sent=IN_POUNDS, Notes=[["by hand"]])
    chips = shown_chips(view, preview(view))
    assert [held.name for held in chips] == [
        "sender", "kind", "year", "period", "unit", "heading", "sheet",
    ]  # fmt: skip
    year = chip(chips, "year")
    assert (year.value, year.where, year.in_doubt) == ("2025-26", "from A1", False)
    assert [held.value for held in year.choices[:3]] == ["2026-27", "2025-26", "2024-25"]
    unit = chip(chips, "unit")
    assert (unit.where, unit.in_doubt) == ("asked at B5 and C5", True)
    assert chip(chips, "heading").choices[0].words == (
        "Row 3: Partner, Agreed (£000), Received (£000)"
    )
    assert {"year", "quarter:3", "ytd:9", "month:12"} <= {
        held.value for held in chip(chips, "period").choices
    }
    assert chip(chips, "sheet").value == "all 2"
    assert "Thames Valley Police" in {held.value for held in chip(chips, "sender").choices}


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("year", "2024-25", "2024-25"), ("sender", "Probation Service", "Probation Service"),
     ("unit", "£ thousand", "£ thousand")],
)  # fmt: skip
def test_a_chip_that_was_set_says_so_and_can_be_found_out_again(
    tmp_path: Path, name: str, value: str, shown: str
) -> None:
    view = view_of(tmp_path, Sent=CONTRIBUTIONS)
    said = {name: value}
    chips = shown_chips(view, preview(view, choices=choose(None, {}, said)), settings=said)
    held = chip(chips, name)
    assert (held.value, held.where, held.chosen) == (shown, "as chosen", value)
    assert held.choices[0].value == ""


def test_columns_and_chips_are_chosen_together(tmp_path: Path) -> None:
    view = view_of(tmp_path, Sent=CONTRIBUTIONS)
    first = preview(view)
    columns = {"budget-contributions": {"partner": "A", "agreed": "C"}}
    chosen = choose(first, columns, {"year": "2024-25"})
    assert chosen is not None
    assert chosen.year == "2024-25"
    assert chosen.tables["budget-contributions"].columns == columns["budget-contributions"]
    assert choose(first, {}, {}) is None


def test_before_anything_is_read_only_the_kind_and_the_sheets_are_known(tmp_path: Path) -> None:
    view = view_of(tmp_path, Sent=CONTRIBUTIONS, Notes=[["by hand"]])
    assert shown_chips(None, None) == ()
    kind, sheets = shown_chips(view, None, kind=STATISTICS, sheet="Sent")
    assert kind.value == "Published statistics"
    assert (sheets.value, len(sheets.choices)) == ("Sent", 2)


def test_a_correction_is_shown_with_a_pencil_and_why(tmp_path: Path) -> None:
    rows = (*CONTRIBUTIONS[:4], ("Thames Valley Police", "twelve", 91150))
    view = view_of(tmp_path, Sent=rows)
    typed: Mapping[tuple[str, str], Correction] = correct_cells(
        view, [("Sent!B5", "91150")], by="clerk", why="Ann rang"
    )
    sent = sheet(shown_account(preview(view, corrections=typed)), "Sent")
    assert sent.text(5, 1) == "✎ £91,150"
    assert sent.why(5, 1) == "Corrected by clerk: the workbook says 'twelve'. Ann rang"
    (made,) = typed.values()
    assert made.at <= datetime.now(UTC)


def test_a_table_on_its_side_is_shown_as_received(tmp_path: Path) -> None:
    turned = list(zip(*CONTRIBUTIONS[2:5], strict=True))
    view = view_of(tmp_path, Sent=turned)
    found = preview(view)
    sent = sheet(shown_account(found), "Sent")
    assert sent.is_moved
    assert [sent.text(2, column) for column in (1, 2)] == ["£183,850", "£91,150"]
    assert sent.why(3, 2) == "Taken as Received"
    steps = layout_steps.steps_of(found)
    assert layout_steps.turned(steps, "Sent") == ()
    assert layout_steps.turned((), "Sent") == steps
    assert in_words(steps[0]) == "Sent turned on its side"
    plain = preview(view, recipe=layout_steps.recipe_of(()))
    assert plain.figures == 0
    assert layout_steps.recipe_of(None) is None
    assert layout_steps.recipe_of(None, found) == found.reading.recipe


def test_rows_are_left_out_or_totals_by_steps(tmp_path: Path) -> None:
    view = view_of(tmp_path, Sent=CONTRIBUTIONS[:5])
    steps = layout_steps.without((), "Sent", "4:4")
    steps = layout_steps.with_total(steps, "Sent", 5)
    sent = sheet(shown_account(preview(view, recipe=layout_steps.recipe_of(steps))), "Sent")
    assert sent.role(4, 1) is CellRole.LEFT_OUT
    assert sent.role(5, 1) is CellRole.TOTAL
    bad = layout_steps.recipe_of(layout_steps.without((), "Sent", "nowhere"))
    with pytest.raises(UsageError):
        preview(view, recipe=bad)


def test_sheets_that_are_alike_are_read_as_one(tmp_path: Path) -> None:
    view = view_of(tmp_path, North=QUARTER, South=QUARTER, Notes=[["by hand"]])
    found = preview(view, sheet="North", recipe=layout_steps.recipe_of(()))
    assert layout_steps.like_sheets(view, found, "North") == ("North", "South")
    assert layout_steps.like_sheets(view, found, "Notes") == ()
    steps = layout_steps.appended((), view, found, "North", "school")
    joined = preview(view, recipe=layout_steps.recipe_of(steps))
    assert layout_steps.moved_sheets(joined) == {"North", "South"}
    south = sheet(shown_account(joined), "South")
    assert south.role(2, 1) is CellRole.TAKEN
    assert south.text(2, 1) == "£60"

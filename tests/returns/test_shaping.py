"""Sheets laid out anew: the figures are the same, each at the cell in which it was received."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.report.content.figures import Figure, FigureSet, Provenance
from oscb_desktop.returns.interpreting import Reading, interpret
from oscb_desktop.returns.reading import read_workbook
from oscb_desktop.returns.recipes import (
    AppendBlocks,
    AppendSheets,
    FillDown,
    HeadingRows,
    LeaveOut,
    Recipe,
    Step,
    TotalRow,
    Transpose,
    Unpivot,
    read_recipe,
    write_recipe,
)
from tests.returns.conftest import BUDGET, CONTEXT, Rows, Write, blocks, codes, read, table


def at_cells(figures: FigureSet) -> dict[str, tuple[Decimal | str | None, str]]:
    """Return row.column → value or symbol, and the sheet and cell that it was read from."""
    return {
        figure.key.partition(".")[2]: (figure.missing or figure.value, _cell(figure))
        for figure in figures.figures()
        if isinstance(figure.origin, Provenance)
    }


def _cell(figure: Figure) -> str:
    assert isinstance(figure.origin, Provenance)
    return f"{figure.origin.sheet}!{figure.origin.cell}"


def by_steps(path: Path, *steps: Step, kind: str | None = None) -> Reading:
    """Read a return by a recipe's steps."""
    return interpret(read_workbook(path), CONTEXT, kind=kind, recipe=Recipe(steps=steps))


ON_ITS_SIDE: Rows = [
    ["Budget 2025-26"],
    ["Partner", "County council", "Police"],
    ["Agreed", 1000, 500.5],
    ["Received", 900, 400.25],
]


def test_a_table_on_its_side_is_turned_and_said(write: Write) -> None:
    reading = read(write(ON_ITS_SIDE))
    assert codes(reading) == ["return-turned"]
    assert reading.recipe == Recipe(steps=(Transpose(sheet="Sheet1"),))
    assert at_cells(table(reading, "budget-contributions")) == {
        "county-council.agreed": (1000, "Sheet1!B3"),
        "county-council.received": (900, "Sheet1!B4"),
        "police.agreed": (Decimal("500.5"), "Sheet1!C3"),
        "police.received": (Decimal("400.25"), "Sheet1!C4"),
    }
    (account,) = reading.ledger
    assert account.cells == 10
    assert [account.role(2, 1), account.role(2, 0), account.role(1, 1), account.role(0, 0)] == [
        1, 2, 3, 5,
    ]  # fmt: skip


def test_what_is_wrong_on_a_table_on_its_side_is_said_of_its_cell(write: Write) -> None:
    rows = [list(row) for row in ON_ITS_SIDE]
    rows[3][1] = "nine hundred"
    (found,) = blocks(read(write(rows)))
    assert (found.code, found.place.cell) == ("return-not-a-number", "B4")
    assert "B4" in found.message


def test_a_name_twice_on_a_table_on_its_side_is_said_of_both_cells(write: Write) -> None:
    rows = [["Line", "Staff", "Staff"], ["Budget", 10, 20], ["Actual", 9, 21]]
    (found,) = blocks(read(write(rows)))
    assert found.message == "C1 says 'Staff', which B1 already says."


@pytest.mark.parametrize("names", [["Q1", "Q2", "Q3", "Q4"], ["Quarter 2", "Quarter 1"]])
def test_sheets_of_quarters_are_one_table(write: Write, names: list[str]) -> None:
    sheets: dict[str, Rows] = {
        name: [["Course", "Places attended"], ["Neglect", 10 + at], ["Exploitation", 20 + 3 * at]]
        for at, name in enumerate(names)
    }
    sheets[names[1]] = [["Course", "Places attended"], ["Exploitation", 23], ["Neglect", 11]]
    reading = read(write(sheets))
    assert "return-joined-up" in codes(reading)
    found = at_cells(table(reading, "training"))
    second = names[1]
    assert found[f"neglect.places_attended_q{second[-1]}"] == (11, f"{second}!B3")
    assert found[f"exploitation.places_attended_q{second[-1]}"] == (23, f"{second}!B2")
    assert found[f"neglect.places_attended_q{names[0][-1]}"] == (10, f"{names[0]}!B2")
    year = table(reading, "training").figure("neglect", "places_attended")
    assert (year.value if year else None) == (46 if len(names) == 4 else None)
    assert len(reading.ledger) == len(names)
    assert all(account.cells == 6 for account in reading.ledger)


def test_the_same_amount_on_every_sheet_may_be_the_years(write: Write) -> None:
    sheets = {
        name: [["Line", "Budget", "Actual"], ["Staff", 1000, spent], ["Chair", 200, spent - 60]]
        for name, spent in {"Q1": 300, "Q2": 200, "Q3": 400, "Q4": 100}.items()
    }
    path = write(sheets)
    reading = read(path)
    (found,) = blocks(reading)
    assert (found.code, found.place.sheet, found.place.cell) == (
        "return-same-each-quarter", "Q1", "B1",
    )  # fmt: skip
    for said, budget in (("year", 1000), ("each", 4000)):
        answers = {("return-same-each-quarter", "Q1", "B1"): said}
        answered = read(path, context=msgspec.structs.replace(CONTEXT, answers=answers))
        assert not blocks(answered)
        spent = table(answered, "budget-expenditure")
        figures = [spent.figure("staff", name) for name in ("budget", "actual")]
        assert [figure.value for figure in figures if figure] == [budget, 1000]


BLOCKS: Rows = [
    ["Thames Valley Police"],
    ["Course", "Places offered", "Places attended"],
    ["Neglect", 20, 11],
    ["Exploitation", 30, 12],
    ["Total", 50, 23],
    [],
    ["Oxfordshire County Council"],
    ["Course", "Places offered", "Places attended"],
    ["Neglect", 20, 13],
    ["Exploitation", 30, 14],
]


def test_blocks_named_by_partners_are_one_table(write: Write) -> None:
    reading = read(write(BLOCKS))
    assert not blocks(reading)
    assert reading.recipe.steps == (AppendBlocks(sheet="Sheet1", headings=(2, 8), by="agency"),)
    training = table(reading, "training")
    found = at_cells(training)
    assert len(found) == 8
    agencies = training.column("agency")
    assert agencies is not None
    police = [key for key, name in zip(training.keys, agencies.values, strict=True)
              if name == "Thames Valley Police"]  # fmt: skip
    assert {found[f"{key}.places_attended"] for key in police} == {
        (11, "Sheet1!C3"), (12, "Sheet1!C4"),
    }  # fmt: skip
    total = training.figure("total", "places_attended")
    assert total is not None
    assert total.value == 50


def test_sheets_named_by_partners_are_one_table(write: Write) -> None:
    head = ["Course", "Places offered", "Places attended"]
    sheets = {"Thames Valley Police": [head, ["Neglect", 20, 11]],
              "Cafcass": [[], head, ["Neglect", 20, 7]]}  # fmt: skip
    reading = read(write(sheets))
    assert not blocks(reading)
    values = at_cells(table(reading, "training")).values()
    assert (7, "Cafcass!C3") in values
    assert (11, "Thames Valley Police!C2") in values


def test_columns_of_agencies_become_rows(write: Write) -> None:
    rows = [["Training 2025-26"], ["Course", "Police", "Health"], ["Neglect", 5, 6],
            ["Exploitation", 7, 8], ["Total", 12, 14]]  # fmt: skip
    step = Unpivot(sheet="Sheet1", heading=2, columns=("B", "C"), names="Agency",
                   values="Places attended")  # fmt: skip
    reading = by_steps(write(rows), step)
    assert not blocks(reading)
    found = at_cells(table(reading, "training"))
    assert sorted(found.values()) == [
        (5, "Sheet1!B3"), (6, "Sheet1!C3"), (7, "Sheet1!B4"), (8, "Sheet1!C4"),
    ]  # fmt: skip


def test_headings_in_rows_that_a_person_names(write: Write) -> None:
    rows = [["Who", "Agreed", "Received"], ["Partner", "Agreed", "Received"], ["Police", 1, 2]]
    reading = by_steps(write(rows), HeadingRows(sheet="Sheet1", first=2, last=2))
    assert at_cells(table(reading, "budget-contributions")) == {
        "police.agreed": (1, "Sheet1!B3"), "police.received": (2, "Sheet1!C3"),
    }  # fmt: skip


def test_an_empty_cell_stands_for_what_is_above(write: Write) -> None:
    rows = [["Agency", "Course", "Places attended"], ["Police", "Neglect", 5],
            ["", "Exploitation", 6], ["Cafcass", "Neglect", 7]]  # fmt: skip
    reading = by_steps(write(rows), FillDown(sheet="Sheet1", column="A", first=2))
    agencies = table(reading, "training").column("agency")
    assert agencies is not None
    assert agencies.values == ["Police", "Police", "Cafcass"]


def test_a_row_is_a_total_and_a_row_left_out_as_said(write: Write) -> None:
    rows = [["Partner", "Agreed"], ["Police", 500], ["County", 900], ["Everyone", 1400],
            ["Old figure", 3]]  # fmt: skip
    reading = by_steps(
        write(rows), TotalRow(sheet="Sheet1", row=4), LeaveOut(sheet="Sheet1", range="5:5")
    )
    assert not blocks(reading)
    paid = table(reading, "budget-contributions")
    assert paid.keys == ["police", "county"]
    (account,) = reading.ledger
    assert [(held.range, held.why) for held in account.left_out] == [("A5:B5", "left out by hand")]
    assert account.cells == 10


@pytest.mark.parametrize(
    "step",
    [
        Transpose(sheet="Sheet 9"), HeadingRows(sheet="Sheet1", first=3, last=90),
        LeaveOut(sheet="Sheet1", range="B2-C3"), TotalRow(sheet="Sheet1", row=99),
        FillDown(sheet="Sheet1", column="1"),
        AppendBlocks(sheet="Sheet1", headings=(1,), by="agency"),
        AppendSheets(sheets=("Sheet1",), headings=(), by="quarter"),
    ],
)  # fmt: skip
def test_a_step_that_does_not_fit_says_so(write: Write, step: Step) -> None:
    with pytest.raises(UsageError):
        by_steps(write(BUDGET), step)


STEPS = (
    HeadingRows(sheet="A 'b' \"c\"", first=1, last=2),
    Transpose(sheet="Täb\n2\\"),
    AppendSheets(sheets=("Q1", "Q2"), headings=(1, 2), by="quarter", labels=("A", "B")),
    AppendBlocks(sheet="B", headings=(3, 9), by="agency"),
    Unpivot(sheet="C", heading=1, columns=("B", "C"), names="Agency", values="Attended"),
    FillDown(sheet="D", column="A", first=2),
    TotalRow(sheet="D", row=9),
    LeaveOut(sheet="D", range="B2:C3"),
)


def test_a_recipe_is_kept_as_toml(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    recipe = Recipe(steps=STEPS, answers={"return-two-headers@A 'x'!B2": "both"})
    write_recipe(recipe, path)
    assert read_recipe(path) == recipe


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[steps]]\ndo = 'fold'\n", "fold"),
        ("[[steps]]\ndo = 'transpose'\n", "sheet"),
        ("[[steps]]\ndo = 'total-row'\nsheet = 'A'\nrow = 'two'\n", "row"),
        ("[[steps]]\ndo = 'transpose'\nsheet = 'A'\nsheets = 'B'\n", "sheets"),
        ("steps = \n", "line 1"),
    ],
)
def test_a_recipe_that_is_wrong_names_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    with pytest.raises(OscbError) as caught:
        read_recipe(path)
    assert "wrong.toml" in str(caught.value)
    assert said in str(caught.value)

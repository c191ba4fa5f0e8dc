"""What a human reads at once is read, and what contradicts itself is asked: kind by kind."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
import xlsxwriter

from oscb_desktop.base.problems import Severity
from oscb_desktop.returns import senders
from oscb_desktop.returns.interpreting import Reading, interpret
from oscb_desktop.returns.reading import open_workbook
from tests.returns.conftest import CONTEXT, Write, codes, read, table

POLICE, COUNTY = "Thames Valley Police", "Oxfordshire County Council"
HEAD = ["Partner", "Agreed", "Received"]
BODY: list[list[Any]] = [[COUNTY, 184, 180], [POLICE, 91, 90]]
COURSE: list[list[Any]] = [["Course", "Places offered", "Places attended"], ["Level 3", 40, 36]]


def told(reading: Reading) -> list[str]:
    return [p.code for p in reading.problems if p.severity is not Severity.NOTE]


def answered(reading: Reading, value: str) -> dict[tuple[str, str, str], str]:
    (doubt,) = reading.doubts
    return {(doubt.code, doubt.sheet, doubt.cell): value}


@pytest.mark.parametrize(("corner", "unit"), [("", "£"), ("2025-26", "£"), ("£000", "£ thousand")])
def test_names_need_no_heading_of_their_own(corner: str, unit: str, write: Write) -> None:
    reading = read(write([["Contributions 2025-26"], [corner, *HEAD[1:]], *BODY]))
    assert told(reading) == []
    assert [held.unit for held in reading.tables] == [unit]


def test_a_heading_of_names_that_is_not_known_is_asked(write: Write) -> None:
    path = write([["Contributions 2025-26"], ["Who pays", *HEAD[1:]], *BODY])
    reading = read(path)
    assert told(reading)[0] == "return-heading-like"
    context = msgspec.structs.replace(CONTEXT, answers=answered(reading, "partner"))
    assert told(read(path, context=context)) == []


def test_two_senders_are_asked_and_the_boards_own_name_is_none(write: Write) -> None:
    rows = [[f"Training 2025-26 – {POLICE}"], *COURSE]
    reading = read(write(rows, name="OUH training.xlsx"))
    assert told(reading) == ["return-sender-contradicts"]
    assert POLICE in {answer.value for answer in reading.doubts[0].answers}
    context = msgspec.structs.replace(CONTEXT, answers=answered(reading, POLICE))
    assert read(write(rows, name="OUH training.xlsx"), context=context).sender == POLICE
    form = [[f"{COUNTY}: training 2025-26"], *COURSE]
    assert told(read(write(form, name="TVP training.xlsx"))) == []


def test_a_form_with_only_the_boards_name_is_from_it(write: Write) -> None:
    path = write([[f"{COUNTY}: training 2025-26"], *COURSE])
    book = open_workbook(path.name, path.read_bytes())
    assert senders.sender_of(book, book.sheet_names) == COUNTY


def test_results_that_a_program_never_worked_out_are_no_noughts(tmp_path: Path) -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for index, row in enumerate([["Contributions 2025-26"], HEAD, [POLICE, 91, "=90+1"]]):
        sheet.write_row(index, 0, row)
    book.close()
    reading = interpret(open_workbook("r.xlsx", out.getvalue()), CONTEXT)
    assert "return-formula-not-worked-out" in told(reading)


@pytest.mark.parametrize(("title", "unit"), [
    ("Indicators 2025-26, rates per 10,000 children", "per 10,000"),
    ("Indicators 2025-26 (%)", "%"), ("Indicators 2025-26", "number"),
])  # fmt: skip
def test_a_rate_said_once_is_the_unit_of_every_row(title: str, unit: str, write: Write) -> None:
    rows = [[title], ["Code", "Indicator", "Value"], ["PI1", "Children on a plan", 38.5]]
    figures = list(table(read(write(rows)), "indicators").figures())
    assert [figure.unit for figure in figures] == [unit]


def test_rates_over_numbers_are_asked(write: Write) -> None:
    rows = [
        ["KPIs, rates per 10,000"],
        ["Code", "Indicator", "Value"],
        ["1", "Number of visits", 8],
    ]
    assert told(read(write(rows))) == ["return-rate-said"]


def test_the_digit_of_a_note_is_no_part_of_a_name(write: Write) -> None:
    rows = [HEAD, [f"{POLICE}1", 91, 90], [COUNTY, 184, 180], [], ["1 includes a grant"]]
    reading = read(write(rows))
    assert table(reading, "budget-contributions").labels == [POLICE, COUNTY]
    assert "return-mark-typed" in codes(reading)


def test_january_behind_december_is_of_the_next_year(write: Write) -> None:
    months = [date(2025, (at + 3) % 12 + 1, 1) for at in range(12)]
    rows = [["Expenditure 2025-26"], ["Line", *months], ["Staffing", *range(1_000, 1_012)]]
    reading = read(write(rows))
    assert "return-months-of-one-year" in told(reading)
    actual = {f.key: f.value for held in reading.figure_sets for f in held.figures()}
    assert actual["budget-expenditure.staffing.actual"] == sum(range(1_000, 1_012))


@pytest.mark.parametrize(("cell", "values"), [
    ("183.850,50", ["183850.5"]), ("183'850", ["183850"]), ("36 (12)", ["36", "12"]),
])  # fmt: skip
def test_a_cell_of_more_than_a_number_is_asked(cell: str, values: list[str], write: Write) -> None:
    reading = read(write([HEAD, [POLICE, 91, cell]]))
    doubt = next(d for d in reading.doubts if d.code == "return-number-among-words")
    assert [answer.value for answer in doubt.answers] == [*values, "leave-out"]


def test_thousands_rounded_one_by_one_may_miss_their_total(write: Write) -> None:
    head = ["Partner", "Agreed £000", "Received £000"]
    rows = [head, [COUNTY, 184, 184], [POLICE, 91, 90], ["Probation Service", 1.4, 1.4]]
    assert told(read(write([*rows, ["Total", 277, 275]]))) == []
    assert "return-total-does-not-add-up" in told(read(write([*rows, ["Total", 279, 275]])))

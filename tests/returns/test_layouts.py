"""Layouts that officers send: whatever they look like, the figures in them are found."""

from decimal import Decimal

import msgspec
import pytest

from oscb_desktop.report.content.figures import FigureSet, Provenance
from oscb_desktop.returns.interpreting import Choices, TableChoice, learnt
from oscb_desktop.returns.reading import read_workbook
from oscb_desktop.returns.senders import sender_of
from tests.returns.conftest import CONTEXT, Rows, Write, blocks, codes, only_block, read, table


def values(figures: FigureSet) -> dict[str, Decimal | str | None]:
    """Return row.column → value or symbol, without what is worked out and without totals."""
    return {
        figure.key.partition(".")[2]: figure.missing or figure.value
        for figure in figures.figures()
        if isinstance(figure.origin, Provenance)
    }


SIDE_BY_SIDE: Rows = [
    ["Partner", "Agreed", "Received", None, "Expenditure", "Budget", "Actual"],
    ["Police", 1, 2, None, "Staff", 10, 9],
    ["County", 3, 4, None, "Chair", 5, 6],
    ["Total", 4, 6, None, "Training", 1, 1],
    [None, None, None, None, "Total", 16, 16],
]


@pytest.mark.parametrize("gap", [True, False])
@pytest.mark.parametrize("titled", [True, False])
def test_tables_side_by_side(write: Write, gap: bool, titled: bool) -> None:
    rows = [list(row) if gap else [*row[:3], *row[4:]] for row in SIDE_BY_SIDE]
    if titled:
        rows.insert(0, ["Income", *[None] * (3 if gap else 2), "Spending"])
    reading = read(write(rows))
    assert reading.problems == []
    assert values(table(reading, "budget-contributions")) == {
        "police.agreed": 1, "police.received": 2, "county.agreed": 3, "county.received": 4,
    }  # fmt: skip
    spent = table(reading, "budget-expenditure")
    assert values(spent) == {
        "staff.budget": 10, "staff.actual": 9, "chair.budget": 5, "chair.actual": 6,
        "training.budget": 1, "training.actual": 1}  # fmt: skip
    staff = spent.figure("staff", "budget")
    assert staff is not None
    assert isinstance(staff.origin, Provenance)
    assert staff.origin.cell == f"{'F' if gap else 'E'}{3 if titled else 2}"


def test_a_total_beside_is_reconciled_with_its_own_rows(write: Write) -> None:
    rows = [list(row) for row in SIDE_BY_SIDE]
    rows[4][5] = 20
    only_block(read(write(rows)), "return-total-does-not-add-up", "F5")


def test_cash_and_in_kind_are_parts_of_what_was_received(write: Write) -> None:
    rows = [["Partner", "Cash (£)", "In kind (£)"], ["Police", 10, 5], ["County", 20, None]]
    paid = table(read(write(rows)), "budget-contributions")
    assert values(paid) == {
        "police.received-cash": 10, "police.received-in_kind": 5, "county.received-cash": 20,
    }  # fmt: skip
    found = {key: paid.figure(key, "received") for key in ("police", "county", "total")}
    assert {key: figure.value for key, figure in found.items() if figure} == {
        "police": 15, "county": 20, "total": 35}  # fmt: skip


def test_cash_and_in_kind_must_add_up_to_their_total(write: Write) -> None:
    rows = [["Partner", "Cash", "In kind", "Total"], ["Police", 10, 5, 15],
            ["County", 20, None, 21]]  # fmt: skip
    reading = read(write(rows))
    problem = only_block(reading, "return-quarters-do-not-add-up", "D3")
    assert problem.message == "D3 says 21, but the parts of Received add up to 20."


def test_quarters_over_budget_and_actual(write: Write) -> None:
    rows = [["Expenditure", "Q1", None, "Q2", None, "Full year", None],
            [None, "Budget", "Actual", "Budget", "Actual", "Budget", "Actual"],
            ["Staff", 1, 2, 3, 4, 4, 6]]  # fmt: skip
    spent = table(read(write(rows)), "budget-expenditure")
    assert values(spent) == {
        "staff.budget_q1": 1, "staff.actual_q1": 2, "staff.budget_q2": 3, "staff.actual_q2": 4,
        "staff.budget": 4, "staff.actual": 6}  # fmt: skip
    second = spent.figure("staff", "actual_q2")
    assert second is not None
    assert second.period == "2025-26 Q2"


def test_a_row_for_each_quarter_has_its_own_period_and_name(write: Write) -> None:
    rows = [["Expenditure", "Quarter", "Budget", "Actual"], ["Staff", "Q1", 1, 2],
            ["Staff", "Quarter 2", 3, 4]]  # fmt: skip
    spent = table(read(write(rows)), "budget-expenditure")
    found = [(f.label, f.period, f.value) for f in spent.figures() if f.key.endswith(".actual")]
    assert found == [("Staff, Q1: Actual", "2025-26 Q1", 2),
                     ("Staff, Quarter 2: Actual", "2025-26 Q2", 4)]  # fmt: skip


@pytest.mark.parametrize(
    "heads",
    [["Apr-Jun 25", "Jul-Sep 25"], ["Q1 2025/26", "Q2 2025/26"], ["Quarter 1", "Quarter 2"],
     ["April to June", "July to September"], ["Q1 25", "Q2 25"]],
)  # fmt: skip
def test_quarters_by_their_months_or_years(write: Write, heads: list[str]) -> None:
    rows = [["Indicator", "Target", *heads], ["Referrals", 10, 1, 2]]
    found = table(read(write(rows)), "indicators")
    assert values(found)["referrals.value_q1"] == 1
    assert values(found)["referrals.value_q2"] == 2


@pytest.mark.parametrize("unit", ["£000", "£'000", "(£k)", "£ thousands"])
def test_units_in_a_row_of_their_own(write: Write, unit: str) -> None:
    rows = [["Budget 2025/26"], ["Partner", "Agreed", "Received"], ["", unit, unit],
            ["Police", 1.5, 2]]  # fmt: skip
    reading = read(write(rows))
    assert reading.problems == []
    police = table(reading, "budget-contributions").figure("police", "agreed")
    assert police is not None
    assert (police.value, police.unit) == (Decimal("1.5"), "£ thousand")


def test_a_unit_alone_is_no_number(write: Write) -> None:
    rows = [["Partner", "Agreed"], ["Police", 5], ["County", "£000"]]
    only_block(read(write(rows)), "return-not-a-number", "B3")


def test_marks_of_footnotes_are_not_part_of_a_name(write: Write) -> None:
    rows = [["Partner", "Agreed¹"], ["Thames Valley Police*", "1,200†"], ["CAFCASS [note 2]", 5]]
    reading = read(write(rows))
    assert reading.problems == []
    paid = table(reading, "budget-contributions")
    assert paid.labels == ["Thames Valley Police", "CAFCASS"]
    assert values(paid) == {"thames-valley-police.agreed": 1200, "cafcass.agreed": 5}


def test_a_second_header_ends_the_first_table(write: Write) -> None:
    block = [["Line", "Budget", "Actual"], ["Staff", 1, 1], ["Total", 1, 1]]
    reading = read(write([["Police"], *block, [], ["Health"], *block]))
    only_block(reading, "return-two-headers", "A7")
    assert values(table(reading, "budget-expenditure")) == {"staff.budget": 1, "staff.actual": 1}


def test_headings_in_two_rows_are_chosen_and_remembered(write: Write) -> None:
    rows = [["Who", "First", "", "Second", ""], ["", "one", "two", "one", "two"],
            ["Police", 1, 2, 3, 4]]  # fmt: skip
    path = write(rows)
    choices = Choices(tables={"budget-contributions": TableChoice(
        sheet="Sheet1", header_row=2, header_rows=2,
        columns={"partner": "A", "agreed": "C", "received": "E"})})  # fmt: skip
    first = read(path, "partnership-budget", choices=choices)
    memory = {"Thames Valley Police": learnt(first, "2025-26")}
    assert memory["Thames Valley Police"]["budget-contributions"]["first two"] == "agreed"
    context = msgspec.structs.replace(CONTEXT, memory=memory)
    again = read(path, context=context, choices=Choices(partner="Thames Valley Police"))
    assert again.tables[0].letters() == {"partner": "A", "agreed": "C", "received": "E"}
    assert codes(again) == ["return-mapping-remembered"]


def test_a_column_without_a_heading_can_be_chosen_and_remembered(write: Write) -> None:
    path = write([["Numbers", "", "Wert"], ["x", "Police", 5]])
    choices = Choices(tables={"budget-contributions": TableChoice(
        sheet="Sheet1", header_row=1, columns={"partner": "B", "agreed": "C"})})  # fmt: skip
    first = read(path, "partnership-budget", choices=choices)
    assert values(table(first, "budget-contributions")) == {"police.agreed": 5}
    memory = {"Thames Valley Police": learnt(first, "2025-26")}
    context = msgspec.structs.replace(CONTEXT, memory=memory)
    again = read(path, context=context, choices=Choices(partner="Thames Valley Police"))
    assert again.tables[0].letters() == {"partner": "B", "agreed": "C"}


def test_nothing_is_remembered_of_a_sender_that_is_not_known(write: Write) -> None:
    path = write([["Numbers", "", "Wert"], ["x", "Police", 5]])
    choices = Choices(tables={"budget-contributions": TableChoice(
        sheet="Sheet1", header_row=1, columns={"partner": "B", "agreed": "C"})})  # fmt: skip
    first = read(path, "partnership-budget", choices=choices)
    context = msgspec.structs.replace(CONTEXT, memory={"": learnt(first, "2025-26")})
    assert read(path, context=context).figure_sets == []


def test_unknown_headings_of_a_chosen_kind_are_laid_out_to_choose_from(write: Write) -> None:
    reading = read(write([["A list"], ["Wer", "Wert"], ["Police", 5]]), "partnership-budget")
    assert [p.code for p in blocks(reading)] == ["return-no-header"]
    (shown,) = reading.tables
    assert (shown.header_row, shown.unused) == (2, (("A", "Wer"), ("B", "Wert")))


def test_a_choice_that_leaves_the_names_out_is_said_and_no_fault(write: Write) -> None:
    choices = Choices(tables={"budget-contributions": TableChoice(
        sheet="Sheet1", header_row=1, columns={"agreed": "B"})})  # fmt: skip
    reading = read(write([["Wer", "Wert"], ["Police", 5]]), "partnership-budget", choices=choices)
    problem = only_block(reading, "return-columns-missing", "A1")
    assert problem.message == "Partner contributions: no column gives Partner."


@pytest.mark.parametrize(
    ("name", "rows", "sender"),
    [
        ("x.xlsx", [["Partner", "Thames Valley Police"], [], ["Course", "Attended"], ["A", 1]],
         "Thames Valley Police"),
        ("x.xlsx", [["Agency:", "TVP"], ["Course", "Attended"], ["A", 1]], "Thames Valley Police"),
        ("x.xlsx", [["Partner", "Acme Ltd"], ["Course", "Attended"], ["A", 1]], "Acme Ltd"),
        ("x.xlsx", [["Partner", "Agreed"], ["Police", 5]], ""),
        ("x.xlsx", [["Partner", "Wert"], ["Police", 5]], ""),
        ("Cherwell DC - training Q1.xlsx", [["Course", "Attended"], ["A", 1]],
         "Cherwell District Council"),
        ("training.xlsx", [["Course", "Attended"], ["A", 1]], ""),
        ("x.xlsx", [["Return of the Probation Service"], ["Course", "Attended"], ["A", 1]],
         "Probation Service"),
        ("police and probation.xlsx", [["Course", "Attended"], ["A", 1]], ""),
    ],
)  # fmt: skip
def test_who_sent_it(write: Write, name: str, rows: Rows, sender: str) -> None:
    workbook = read_workbook(write(rows, name))
    assert sender_of(workbook, workbook.sheet_names) == sender

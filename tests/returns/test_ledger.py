"""Every cell that is not empty has a role, and what is left out says why."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.ledger import Account, Role
from tests.returns.conftest import CONTEXT, Write, codes, read

CELLS = st.sampled_from(["", "x", 1.0, 0.0])


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6), st.data())
def test_the_counts_add_up_to_the_cells(rows: list[list[object]], data: st.DataObject) -> None:
    account = Account("S", rows)
    width = max(map(len, rows), default=0)
    for _ in range(data.draw(st.integers(0, 4))):
        role = data.draw(st.sampled_from(Role))
        first = data.draw(st.integers(0, 6))
        columns = data.draw(st.lists(st.integers(0, 5), max_size=3))
        account.mark(role, range(first, data.draw(st.integers(0, 7))), columns, "why")
    closed = account.closed()
    assert closed.cells == sum(cell != "" for row in rows for cell in row)
    assert sum(closed.counts.values()) == closed.cells
    for row in range(len(rows)):
        for column in range(width):
            assert closed.role(row, column) in Role
    assert bool(closed.left_out) == bool(closed.counts[Role.LEFT_OUT])


def test_a_return_is_accounted_for_cell_by_cell(write: Write) -> None:
    rows = [["Budget 2025-26"], ["Partner", "Agreed", "Notes", "Grants"],
            ["Police", 5, "as before", 7], ["Council", 6, None, 8], ["Total", 11, None, 15], [],
            ["Source: finance"]]  # fmt: skip
    reading = read(write(rows))
    (sheet,) = reading.ledger
    roles = {cell: sheet.role(*place) for cell, place in
             {"A1": (0, 0), "A2": (1, 0), "A3": (2, 0), "B3": (2, 1), "C3": (2, 2), "D3": (2, 3),
              "B5": (4, 1), "A7": (6, 0)}.items()}  # fmt: skip
    assert roles == {
        "A1": Role.NOTE, "A2": Role.HEADING, "A3": Role.LABEL, "B3": Role.TAKEN,
        "C3": Role.LEFT_OUT, "D3": Role.LEFT_OUT, "B5": Role.TOTAL, "A7": Role.NOTE}  # fmt: skip
    assert codes(reading) == ["return-column-left-out"]
    assert any("Grants" in problem.message for problem in reading.problems)


def test_a_question_is_open_until_one_of_its_answers_is_given(write: Write) -> None:
    path = write([["Partner", "Agreed", "Received (April-December)"], ["Police", 5, 4]])
    reading = read(path)
    (doubt,) = reading.doubts
    assert (doubt.code, doubt.cell) == ("return-part-of-a-year", "C1")
    assert [answer.value for answer in doubt.answers] == ["part", "year"]
    assert reading.ledger[0].role(1, 2) is Role.IN_DOUBT
    for answer, period in (("part", "2025-26, april-december"), ("year", "2025-26")):
        said = {(doubt.code, doubt.sheet, doubt.cell): answer}
        answered = read(path, context=msgspec.structs.replace(CONTEXT, answers=said))
        assert answered.doubts == ()
        figure = answered.figure_sets[0].figure("police", "received")
        assert figure is not None
        assert figure.period == period
    said = {(doubt.code, doubt.sheet, doubt.cell): "nonsense"}
    assert read(path, context=msgspec.structs.replace(CONTEXT, answers=said)).doubts


def test_only_an_answer_that_was_offered_counts() -> None:
    key = ("return-two-headers", "S", "A1")
    offered = [("both", "the rows of both")]
    for said, expected in (("both", "both"), ("neither", ""), ("", "")):
        collector = Collector("f.xlsx", {key: said})
        answer = collector.ask("return-two-headers", "S", 0, 0, offered, table="t", other="o")
        assert answer == expected
        assert bool(collector.doubts()) == (not expected)


@pytest.mark.parametrize("heading", ["Reserves", "Reserve", "Reserves and balances"])
def test_a_small_table_under_a_big_one_is_taken(write: Write, heading: str) -> None:
    rows = [["Contributions"], [], ["Partner", "Cash or in kind", "Agreed (£)", "Received (£)"],
            ["Police", "Cash", 5, 5], ["Total", None, 5, 5], [],
            [heading, "Amount (£)"], ["Opening reserve", 64], ["Closing reserve", 67]]  # fmt: skip
    reading = read(write(rows))
    assert {held.id for held in reading.figure_sets} >= {
        "budget-contributions", "budget-reserves"}  # fmt: skip


@given(
    heading=st.sampled_from(["Deposits", "Grants held", "Lodgings", "Things"]),
    beside=st.sampled_from(["Amount (£)", "Number", "Held"]),
    values=st.lists(st.integers(6, 9_000), min_size=1, max_size=4),
    gap=st.integers(0, 3),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_number_is_never_a_note(
    write: Write,
    heading: str,
    beside: str,
    values: list[int],
    gap: int,
) -> None:
    """Numbers under a table, in its columns of words, are left out and told, or asked about."""
    rows: list[list[object]] = [
        ["Partner", "Form", "Agreed (£)", "Received (£)"], ["Police", "Cash", 5, 5],
        ["Total", None, 5, 5], *[[]] * gap, [heading, beside]]  # fmt: skip
    rows += [[f"The {at}. of them", value] for at, value in enumerate(values)]
    reading = read(write(rows))
    (sheet,) = reading.ledger
    for row in range(len(rows) - len(values), len(rows)):
        assert sheet.role(row, 1) is not Role.NOTE
    assert codes(reading)

"""A person picks the sheet, the row and the columns of published statistics."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from oscb_desktop.base.problems import UsageError
from oscb_desktop.returns.interpreting import Reading
from oscb_desktop.returns.published import columns_of, select
from oscb_desktop.returns.reading import read_workbook
from tests.returns.conftest import CONTEXT, CORPUS, Rows, Write, codes

OUTTURN = CORPUS / "spreadsheets" / "uk_dfe__RO3_LA_Data_2024-25_data_by_LA.ods"
SHEET = "RO3_LA_Data_202425"
OF = "Children's social care: Safeguarding children and young people’s services - "

TABLE: Rows = [
    ["Spending by authority, 2024-25"],
    ["Data are reported in £ thousand."],
    ["Code", "Authority", "Class", "Staff", "Running costs", "Total staff and running"],
    ["E1", "Northshire CC", "SC", 10, 5, 15],
    ["E2", "Southshire CC", "SC", "[x]", 7, "[x]"],
    ["E3", "Easton", "MD", 3, 4, 7],
]


def pick(path: Path, where: list[tuple[str, str]], columns: list[str], **more: str) -> Reading:
    """Select from the first sheet."""
    workbook = read_workbook(path)
    return select(workbook, CONTEXT, sheet=workbook.sheet_names[0], where=where, columns=columns,
                  unit=more.get("unit"))  # fmt: skip


@pytest.mark.skipif(not OUTTURN.is_file(), reason="the corpus is not beside this checkout")
def test_what_oxfordshire_spent_on_safeguarding() -> None:
    workbook = read_workbook(OUTTURN)
    picker = columns_of(workbook, SHEET)
    assert (picker.header_row, len(picker.columns), picker.unit) == (7, 497, "£ thousand")
    reading = select(
        workbook, CONTEXT, sheet=SHEET, where=[("Local authority", "Oxfordshire CC")],
        columns=[OF + "Total Expenditure (C3 = C1 + C2)", OF.replace("’", "'") + "Employees (C1)",
                 "BT"],
    )  # fmt: skip
    assert reading.problems == []
    (taken,) = reading.figure_sets
    assert (taken.id, taken.period) == ("ro3-la-data-202425-oxfordshire-cc", "2024-25")
    found = [(f.value, f.unit, f.origin.cell) for f in taken.figures()]  # type: ignore[union-attr]
    assert found == [
        (Decimal(44243), "£ thousand", "BU268"),
        (Decimal(29395), "£ thousand", "BS268"),
        (Decimal(14848), "£ thousand", "BT268"),
    ]


@pytest.mark.skipif(not OUTTURN.is_file(), reason="the corpus is not beside this checkout")
def test_a_figure_not_received_is_missing_and_not_nought() -> None:
    reading = select(read_workbook(OUTTURN), CONTEXT, sheet=SHEET,
                     where=[("Local authority", "Amber Valley")], columns=["BU"])  # fmt: skip
    (figure,) = reading.figure_sets[0].figures()
    assert (figure.value, figure.missing) == (None, "x")


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Staff", "D"), ("staff ", "D"), ("D", "D"), ("RUNNING  costs", "E"),
     ("Total staff and running", "F")],
)  # fmt: skip
def test_ways_to_name_a_column(write: Write, name: str, letter: str) -> None:
    reading = pick(write(TABLE), [("Authority", "Northshire CC")], [name])
    assert [c.letter for c in reading.figure_sets[0].columns] == [letter]


@pytest.mark.parametrize("name", ["Running", "Runing costs", "total", "costs running", "d", "Staf"])
def test_a_name_that_fits_nothing_exactly_is_asked_with_the_nearest(
    write: Write, name: str
) -> None:
    path = write(TABLE)
    reading = pick(path, [], [name])
    (problem,) = reading.problems
    assert problem.code == "published-column-not-clear"
    assert reading.figure_sets == []
    (cell,) = (problem.place.cell,)
    answered = select(read_workbook(path), CONTEXT, sheet="Sheet1", where=[], columns=[name],
                      answers={(problem.code, "Sheet1", cell): cell[0]})  # fmt: skip
    assert [c.letter for c in answered.figure_sets[0].columns] == [cell[0]]


def test_the_nearest_headings_are_offered_by_letter(write: Write) -> None:
    (problem,) = pick(write(TABLE), [], ["Runing costs"]).problems
    assert "E Running costs" in problem.remedy


def test_a_heading_that_comes_twice_offers_both_letters(write: Write) -> None:
    path = write([TABLE[0], ["Code", "Staff", "Staff"], ["E1", 1, 2]])
    reading = pick(path, [], ["staff"])
    (problem,) = reading.problems
    assert problem.code == "published-column-not-clear"
    assert "B Staff; C Staff" in problem.remedy
    assert reading.figure_sets == []
    assert [c.letter for c in pick(path, [], ["C"]).figure_sets[0].columns] == ["C"]


def test_a_letter_is_a_letter_and_is_asked_where_it_is_a_heading_too(write: Write) -> None:
    path = write([TABLE[0], ["Code", "C", "Age"], ["E1", 1, 2]])
    (problem,) = pick(path, [], ["C"]).problems
    assert "B C; C Age" in problem.remedy
    assert [c.letter for c in pick(path, [], ["B"]).figure_sets[0].columns] == ["B"]


def test_what_is_not_there_is_said_with_what_is(write: Write) -> None:
    path = write(TABLE)
    (problem,) = pick(path, [("Authority", "Northshire")], ["D"]).problems
    assert (problem.code, problem.place.cell) == ("published-no-such-row", "B3")
    assert "Northshire CC" in problem.remedy
    (problem,) = pick(path, [("Authoritie", "Northshire CC")], ["D"]).problems
    assert problem.code == "published-column-not-clear"
    with pytest.raises(UsageError, match="Sheet1"):
        select(read_workbook(path), CONTEXT, sheet="Other", where=[], columns=["D"])


def test_several_rows_become_rows(write: Write) -> None:
    reading = pick(write(TABLE), [("Class", "sc")], ["D", "E"])
    (taken,) = reading.figure_sets
    assert taken.labels == ["Northshire CC", "Southshire CC"]
    assert taken.rows == [4, 5]
    assert taken.columns[0].missing == {1: "x"}
    assert taken.columns[1].unit == "£ thousand"


def test_two_conditions_both_hold(write: Write) -> None:
    (taken,) = pick(write(TABLE), [("Class", "SC"), ("Code", "E2")], ["E"]).figure_sets
    assert taken.rows == [5]


def test_a_second_selection_of_the_same_rows_adds_its_columns(write: Write) -> None:
    path = write(TABLE)
    first = pick(path, [("Authority", "Easton")], ["D"]).figure_sets[0]
    context = msgspec.structs.replace(CONTEXT, accepted={first.id: first})
    workbook = read_workbook(path)
    second = select(workbook, context, sheet="Sheet1", where=[("Authority", "Easton")],
                    columns=["E", "D"])  # fmt: skip
    assert sorted(c.letter for c in second.figure_sets[0].columns) == ["D", "E"]
    assert codes(second) == []


def test_the_unit_given_is_kept(write: Write) -> None:
    (taken,) = pick(write(TABLE), [("Code", "E1")], ["D"], unit="posts").figure_sets
    assert taken.columns[0].unit == "posts"


def test_long_headings_that_differ_at_their_end_keep_keys_of_their_own(write: Write) -> None:
    head = "Expenditure on children's services, all ages and every kind of placement " * 2
    path = write([TABLE[0], ["Code", head + "gross", head + "net"], ["E1", 1, 2]])
    one = pick(path, [], ["C"]).figure_sets[0].columns[0].name
    both = [c.name for c in pick(path, [], ["B", "C"]).figure_sets[0].columns]
    assert one == both[1] != both[0]

"""The same facts, laid out at random: imported they are the same facts, each at its own cell.

Or a doubt is told. Never are they silently something else.
"""

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscb_desktop.report.content.figures import Provenance
from oscb_desktop.returns.interpreting import Reading, interpret
from oscb_desktop.returns.reading import open_workbook
from oscb_desktop.returns.recipes import Recipe, Unpivot
from tests.returns.conftest import CONTEXT, Rows, blocks

AGENCIES = ["Thames Valley Police", "Oxfordshire County Council", "Cherwell District Council"]
COURSES = ["Neglect", "Exploitation", "Safer recruitment", "Domestic abuse", "Online safety"]
QUARTERS = ["Q1", "Q2", "Q3", "Q4"]
Facts = dict[tuple[str, ...], int]
SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
COUNTS = st.integers(0, 900)
SOME_COURSES = st.lists(st.sampled_from(COURSES), min_size=1, unique=True)
SOME_AGENCIES = st.lists(st.sampled_from(AGENCIES), min_size=2, unique=True)


def read(sheets: dict[str, Rows], recipe: Recipe | None = None) -> tuple[Reading, Any]:
    """Return what a workbook of these sheets is read as, and the workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return interpret(open_workbook("any.xlsx", out.getvalue()), CONTEXT, recipe=recipe), book


def check(reading: Reading, book: Any, facts: Facts) -> None:
    """Assert that the figures that were read are these facts, each at the cell that holds it."""
    if reading.doubts or blocks(reading):
        assert all(found.place.sheet in book.sheetnames for found in blocks(reading))
        return
    (held,) = reading.figure_sets
    found: Facts = {}
    for figure in held.figures():
        if not isinstance(figure.origin, Provenance):
            continue
        cell = book[figure.origin.sheet][figure.origin.cell]
        assert figure.value == cell.value, figure
        _, key, field = figure.key.split(".")
        index = held.keys.index(key)
        words = [held.labels[index].partition(",")[0], held.word(index, "agency")] \
            if held.column("agency") else [held.labels[index]]  # fmt: skip
        found[(*words, field)] = int(figure.value or 0)
    assert found == facts
    cells = sum(account.cells for account in reading.ledger)
    assert cells == sum(cell.value is not None for ws in book for row in ws for cell in row)


def titles(draw: st.DrawFn) -> list[list[Any]]:
    return [
        [] if draw(st.booleans()) else ["Training 2025-26"] for _ in range(draw(st.integers(0, 2)))
    ]


@st.composite
def on_its_side(draw: st.DrawFn) -> tuple[dict[str, Rows], Facts]:
    courses = draw(SOME_COURSES)
    fields = {"places_offered": "Places offered", "places_attended": "Places attended"}
    facts: Facts = {}
    rows: list[list[Any]] = [*titles(draw), ["Course", *courses]]
    offered = [draw(COUNTS) for _ in courses]
    attended = [draw(st.integers(0, most)) for most in offered]
    for field, values in zip(fields, (offered, attended), strict=True):
        rows.append([fields[field], *values])
        facts |= {(name, field): value for name, value in zip(courses, values, strict=True)}
    return {"Training": rows}, facts


@st.composite
def on_sheets_of_quarters(draw: st.DrawFn) -> tuple[dict[str, Rows], Facts]:
    facts: Facts = {}
    sheets: dict[str, Rows] = {}
    for name in draw(st.permutations(QUARTERS))[: draw(st.integers(2, 4))]:
        rows: list[list[Any]] = [*titles(draw), ["Course", "Places attended"]]
        values = {course: draw(COUNTS) for course in draw(SOME_COURSES)}
        rows += [[course, value] for course, value in values.items()]
        if draw(st.booleans()):
            rows.append(["Total", sum(values.values())])
        field = f"places_attended_{name.casefold()}"
        facts |= {(course, field): value for course, value in values.items()}
        sheets[name] = rows
    return sheets, facts


@st.composite
def in_blocks(draw: st.DrawFn) -> tuple[dict[str, Rows], Facts]:
    facts: Facts = {}
    rows: list[list[Any]] = titles(draw)
    for agency in draw(SOME_AGENCIES):
        rows += [[agency], ["Course", "Places attended"]]
        values = {course: draw(COUNTS) for course in draw(SOME_COURSES)}
        rows += [[course, value] for course, value in values.items()]
        if draw(st.booleans()):
            rows.append(["Total", sum(values.values())])
        rows.append([])
        facts |= {(course, agency, "places_attended"): value for course, value in values.items()}
    return {"Training": rows}, facts


@st.composite
def on_sheets_of_agencies(draw: st.DrawFn) -> tuple[dict[str, Rows], Facts]:
    facts: Facts = {}
    sheets: dict[str, Rows] = {}
    for agency in draw(SOME_AGENCIES):
        values = {course: draw(COUNTS) for course in draw(SOME_COURSES)}
        rows: list[list[Any]] = [*titles(draw), ["Course", "Places attended"]]
        sheets[agency] = [*rows, *([course, value] for course, value in values.items())]
        facts |= {(course, agency, "places_attended"): value for course, value in values.items()}
    return sheets, facts


@st.composite
def with_columns_of_agencies(draw: st.DrawFn) -> tuple[dict[str, Rows], Facts, Recipe]:
    courses, agencies = draw(SOME_COURSES), draw(SOME_AGENCIES)
    above = titles(draw)
    rows: list[list[Any]] = [*above, ["Course", *agencies]]
    facts: Facts = {}
    for course in courses:
        values = [draw(COUNTS) for _ in agencies]
        rows.append([course, *values])
        for agency, value in zip(agencies, values, strict=True):
            facts[course, agency, "places_attended"] = value
    if draw(st.booleans()):
        below = [row[1:] for row in rows[len(above) + 1 :]]
        rows.append(["Total", *map(sum, zip(*below, strict=True))])
    step = Unpivot(sheet="Training", heading=len(above) + 1, names="Agency",
                   columns=tuple("BCD"[: len(agencies)]), values="Places attended")  # fmt: skip
    return {"Training": rows}, facts, Recipe(steps=(step,))


@SETTINGS
@given(on_its_side())
def test_tables_on_their_side(drawn: tuple[dict[str, Rows], Facts]) -> None:
    check(*read(drawn[0]), drawn[1])


@SETTINGS
@given(on_sheets_of_quarters())
def test_sheets_of_quarters(drawn: tuple[dict[str, Rows], Facts]) -> None:
    check(*read(drawn[0]), drawn[1])


@SETTINGS
@given(in_blocks())
def test_blocks_of_agencies(drawn: tuple[dict[str, Rows], Facts]) -> None:
    check(*read(drawn[0]), drawn[1])


@SETTINGS
@given(on_sheets_of_agencies())
def test_sheets_of_agencies(drawn: tuple[dict[str, Rows], Facts]) -> None:
    check(*read(drawn[0]), drawn[1])


@SETTINGS
@given(with_columns_of_agencies())
def test_columns_of_agencies(drawn: tuple[dict[str, Rows], Facts, Recipe]) -> None:
    check(*read(drawn[0], drawn[2]), drawn[1])


def test_most_such_layouts_are_read_without_a_doubt() -> None:
    head = ["Course", "Places attended"]
    reading, book = read({name: [head, ["Neglect", at], ["Online safety", 9 - at]]
                          for at, name in enumerate(QUARTERS)})  # fmt: skip
    assert not blocks(reading)
    check(reading, book, {
        (course, f"places_attended_q{at + 1}"): value
        for at in range(4) for course, value in (("Neglect", at), ("Online safety", 9 - at))
    })  # fmt: skip
    year = reading.figure_sets[0].figure("neglect", "places_attended")
    assert year is not None
    assert year.value == Decimal(6)

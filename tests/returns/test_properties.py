"""Any table, in any supported layout, comes back as the figures that were written."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.base.problems import Severity
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.returns.interpreting import interpret
from oscb_desktop.returns.reading import open_workbook
from tests.returns.conftest import CONTEXT, blocks, codes, table

HEADINGS = {
    "prior_year": ["Previous year", "2024-25", "Last year (£)", "Prior year actual"],
    "agreed": ["Agreed", "Agreed contribution (£)", "2025/26 agreed", "Pledged"],
    "received": ["Received", "Amount received", "Actual", "Paid (£)"],
}
NAMES = st.lists(
    st.text("abcdefghij", min_size=3, max_size=9).map(str.title).filter(
        lambda name: "total" not in name.casefold()),
    min_size=1, max_size=12, unique_by=str.casefold,
)  # fmt: skip
SYMBOLS = {"[z]": "z", "n/a": "z", "-": "-", "[c]": "c", "..": ":"}
MONEY = st.integers(0, 10**9).map(lambda pence: Decimal(pence) / 100)
Drawn = dict[str, dict[str, Decimal | str | None]]


def written_as(value: Decimal, how: int) -> Any:
    """Return an amount in one of the ways a person may put it in a cell."""
    return [float(value), f"£{value:,.2f}", f"{value:,.2f}", f" {value} "][how]


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[list[Any]], Drawn]:
    """Draw a table with its columns in any order, titles, blank lines, totals and notes."""
    fields = draw(st.lists(st.sampled_from(sorted(HEADINGS)), min_size=1, unique=True))
    names = draw(NAMES)
    order = draw(st.permutations(["label", *fields]))
    heading = {field: draw(st.sampled_from(HEADINGS[field])) for field in fields}
    left = draw(st.integers(0, 3))
    indent: list[Any] = [None] * left
    rows: list[list[Any]] = []
    for _ in range(draw(st.integers(0, 4))):
        rows.append([draw(st.sampled_from([None, "A title", "Budget 2025-26"]))])
    rows.append(indent + [heading.get(name, "Partner") for name in order])
    drawn: Drawn = {}
    sums = dict.fromkeys(fields, Decimal(0))
    for name in names:
        if draw(st.booleans()):
            rows.append([])
        cells: dict[str, Any] = {"label": name}
        drawn[name] = {}
        for field in fields:
            if draw(st.integers(0, 9)) == 0:
                symbol = draw(st.sampled_from(sorted(SYMBOLS)))
                cells[field], drawn[name][field] = symbol, SYMBOLS[symbol]
            else:
                value = draw(MONEY)
                sums[field] += value
                cells[field], drawn[name][field] = written_as(value, draw(st.integers(0, 3))), value
        rows.append(indent + [cells[column] for column in order])
    if draw(st.booleans()):
        totals = {"label": draw(st.sampled_from(["Total", "Grand total", "TOTALS"]))}
        rows.append(indent + [totals.get(c) or float(sums[c]) for c in order])
        if draw(st.booleans()):
            rows += [[], ["Note: figures are made up"]]
    return rows, drawn


def check(figures: FigureSet, drawn: Drawn) -> None:
    """Assert that the figures are the ones drawn, and nothing else."""
    assert figures.labels == list(drawn)
    for key, values in zip(figures.keys, drawn.values(), strict=True):
        for field, value in values.items():
            figure = figures.figure(key, field)
            assert figure is not None, (key, field)
            if isinstance(value, Decimal):
                assert (figure.value, figure.missing) == (value, None)
            else:
                assert (figure.value, figure.missing) == (None, value)


@settings(max_examples=120, deadline=None)
@given(layouts())
def test_a_workbook_comes_back_as_written(drawn: tuple[list[list[Any]], Drawn]) -> None:
    rows, expected = drawn
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = BytesIO()
    book.save(out)
    reading = interpret(open_workbook("any.xlsx", out.getvalue()), CONTEXT,
                        kind="partnership-budget")  # fmt: skip
    empty = {field for field in ("agreed", "received") if field in next(iter(expected.values()))
             and all(values[field] is None for values in expected.values())}  # fmt: skip
    stopped = [p.code for p in blocks(reading)]
    if "return-row-may-be-a-total" in stopped:
        return  # a row that happens to be the sum of others is asked about
    assert stopped == ["return-column-empty"] * len(empty)
    told = set(codes(reading, Severity.WARN))
    # 1 and 800 beside each other, or a penny under a million, may be chance.
    assert told <= {"return-amount-thousandfold", "return-implausibly-large"}
    check(table(reading, "budget-contributions"), expected)


@settings(max_examples=60, deadline=None)
@given(layouts(), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_text_with_separators_comes_back_as_written(
    drawn: tuple[list[list[Any]], Drawn], separator: str, encoding: str
) -> None:
    rows, expected = drawn
    width = max(map(len, rows))
    lines = [
        separator.join('"' + ("" if cell is None else str(cell)) + '"'
                       for cell in [*row, *[None] * (width - len(row))])
        for row in rows
    ]  # fmt: skip
    data = "\r\n".join(lines).encode(encoding)
    reading = interpret(open_workbook("any.csv", data), CONTEXT, kind="partnership-budget")
    check(table(reading, "budget-contributions"), expected)

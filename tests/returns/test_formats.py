"""The same tables in other formats and arrangements say the same figures."""

import shutil
import subprocess
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscb_desktop.returns.interpreting import interpret
from oscb_desktop.returns.reading import open_workbook, read_workbook
from tests.returns.conftest import CONTEXT, Rows, table
from tests.returns.test_properties import NAMES, Drawn, check, layouts

SOFFICE = shutil.which("soffice")
Batch = list[tuple[list[list[Any]], Drawn]]


def xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice, which writes the formats, is not here")
@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsx"])
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(batch=st.lists(layouts(), min_size=8, max_size=8))
def test_a_table_comes_back_from_what_another_program_wrote(suffix: str, batch: Batch) -> None:
    assert SOFFICE is not None
    with TemporaryDirectory() as held:
        folder = Path(held)
        for at, (rows, _) in enumerate(batch):
            (folder / f"{at}.xlsx").write_bytes(xlsx(rows))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            [SOFFICE, profile, "--headless", "--convert-to", suffix, "--outdir",
             str(folder / "out"), *(str(path) for path in sorted(folder.glob("*.xlsx")))],
            check=True, capture_output=True, timeout=100,
        )  # fmt: skip
        for at, (_, drawn) in enumerate(batch):
            workbook = read_workbook(folder / "out" / f"{at}.{suffix}")
            reading = interpret(workbook, CONTEXT, kind="partnership-budget")
            check(table(reading, "budget-contributions"), drawn)


@settings(max_examples=40, deadline=None)
@given(layouts())
def test_a_table_comes_back_from_tabs(drawn: tuple[list[list[Any]], Drawn]) -> None:
    rows, expected = drawn
    width = max(map(len, rows))
    lines = ["\t".join("" if cell is None else str(cell) for cell in
                       [*row, *[None] * (width - len(row))]) for row in rows]  # fmt: skip
    data = "\n".join(lines).encode("utf-8-sig")
    reading = interpret(open_workbook("any.tsv", data), CONTEXT, kind="partnership-budget")
    check(table(reading, "budget-contributions"), expected)


PENCE = st.integers(0, 10**8).map(lambda pence: Decimal(pence) / 100)


@st.composite
def spending(draw: st.DrawFn) -> dict[str, list[Decimal]]:
    """Draw lines of spending, each with an amount for every quarter."""
    return {name: draw(st.lists(PENCE, min_size=4, max_size=4)) for name in draw(NAMES)}


def wide(lines: dict[str, list[Decimal]]) -> Rows:
    heads = ["Expenditure", "Q1", "Q2", "Q3", "Q4"]
    return [heads, *([name, *map(float, parts)] for name, parts in lines.items())]


def in_two_rows(lines: dict[str, list[Decimal]]) -> Rows:
    over = ["Expenditure", *(f"Quarter {number}" for number in range(1, 5))]
    return [
        over,
        ["", *["Actual"] * 4],
        *([name, *map(float, parts)] for name, parts in lines.items()),
    ]


def long(lines: dict[str, list[Decimal]]) -> Rows:
    rows = [
        [name, f"Q{at}", float(part)]
        for name, parts in lines.items()
        for at, part in enumerate(parts, 1)
    ]
    return [["Expenditure", "Quarter", "Actual"], *rows]


@settings(max_examples=40, deadline=None)
@given(spending(), st.sampled_from([wide, in_two_rows, long]), st.booleans())
def test_quarters_come_back_however_they_are_arranged(
    lines: dict[str, list[Decimal]], arranged: Any, beside: bool
) -> None:
    rows = [list(row) for row in arranged(lines)]
    if beside:
        other = [["Reserves", "Amount"], ["Opening", 5], ["Closing", 4]]
        if arranged is in_two_rows:
            beside = False  # a header in one row beside one in two: a person must split them
        else:
            empty: list[Any] = [None] * len(rows[0])
            both = zip_longest(rows, other)
            rows = [[*(row or empty), None, *(more or [])] for row, more in both]
    reading = interpret(open_workbook("any.xlsx", xlsx(rows)), CONTEXT, kind="partnership-budget")
    spent = table(reading, "budget-expenditure")
    found = {(figure.label.split(":")[0].split(",")[0], figure.period): figure.value
             for figure in spent.figures()
             if " Q" in figure.period and "total" not in figure.key}  # fmt: skip
    assert found == {
        (name, f"2025-26 Q{at}"): part
        for name, parts in lines.items()
        for at, part in enumerate(parts, 1)
    }
    if beside:
        reserves = table(reading, "budget-reserves")
        assert [figure.value for figure in reserves.figures()] == [5, 4]

"""Reading, mapping and checking cost little more than reading alone."""

import datetime
import time
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from oscb_desktop.report.problems import Cancelled
from oscb_desktop.returns.interpreting import interpret
from oscb_desktop.returns.reading import open_workbook, read_workbook
from tests.returns.conftest import CONTEXT, SAMPLES, table

ROWS = 40_000


@pytest.fixture(scope="module")
def large() -> bytes:
    """Return a budget of 40,000 rows and 10 columns."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Contributions")
    sheet.append(["Partner", "Form", "Previous year", "Agreed", "Received", "Variance", "Notes",
                  "Date", "Ref", "Extra"])  # fmt: skip
    for row in range(ROWS):
        agreed, received = row + 0.25, row + 1.5
        sheet.append([f"Partner {row}", "Cash", row * 0.5, agreed, received, 1.25, "a note",
                      datetime.date(2025, 4, 1), row, 0.125])  # fmt: skip
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_large_return_takes_little_more_than_bare_reading(large: bytes) -> None:
    ratios: list[float] = []
    for _ in range(3):
        started = time.perf_counter()
        CalamineWorkbook.from_filelike(BytesIO(large)).get_sheet_by_index(0).to_python()
        bare = time.perf_counter() - started
        started = time.perf_counter()
        reading = interpret(open_workbook("large.xlsx", large), CONTEXT)
        ratios.append((time.perf_counter() - started) / bare)
        assert len(table(reading, "budget-contributions").keys) == ROWS
        assert reading.problems == []
    assert min(ratios) < 2.5, ratios


def test_a_typical_return_takes_under_a_tenth_of_a_second() -> None:
    times: list[float] = []
    for _ in range(3):
        data = (SAMPLES / Path("performance-indicators.xlsx")).read_bytes()
        started = time.perf_counter()
        assert interpret(open_workbook("typical.xlsx", data), CONTEXT).figures == 91
        times.append(time.perf_counter() - started)
    assert min(times) < 0.1, times


def test_a_large_return_can_be_given_up_at_any_moment(large: bytes, tmp_path: Path) -> None:
    """Cancel is answered within 200 ms: so often, at least, is progress told."""
    path = tmp_path / "large.xlsx"
    path.write_bytes(large)
    told: list[float] = []

    def tell(fraction: float = 0.0, words: str = "") -> None:
        told.append(time.perf_counter())

    tell()
    interpret(read_workbook(path, watch=tell), CONTEXT, progress=tell)
    tell()
    assert len(told) > 5
    assert max(after - before for before, after in pairwise(told)) < 0.2


def test_giving_up_ends_the_wait_at_once(large: bytes, tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    path.write_bytes(large)
    workbook = read_workbook(path)

    def cancel() -> None:
        raise Cancelled

    started = time.perf_counter()
    with pytest.raises(Cancelled):
        workbook.grid("Contributions", cancel)
    assert time.perf_counter() - started < 0.2
    assert len(workbook.rows("Contributions")) == ROWS + 1  # and it can be read again

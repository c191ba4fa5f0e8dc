"""A large return can be given up: progress is told often, and giving up leaves the rest whole."""

import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from oscb_desktop.base.problems import Cancelled
from oscb_desktop.returns.interpreting import interpret
from oscb_desktop.returns.reading import read_workbook
from tests.returns.conftest import CONTEXT

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


def test_a_large_return_can_be_given_up_at_any_moment(large: bytes, tmp_path: Path) -> None:
    """Each time that progress is told is a moment to cancel at: there are many, to the end."""
    path = tmp_path / "large.xlsx"
    path.write_bytes(large)
    watched: list[None] = []
    told: list[float] = []
    workbook = read_workbook(path, watch=lambda: watched.append(None))
    interpret(workbook, CONTEXT, progress=lambda fraction, _: told.append(fraction))
    assert len(watched) + len(told) > 5
    assert told == sorted(told)


def test_what_was_given_up_can_be_read_again(large: bytes, tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    path.write_bytes(large)
    workbook = read_workbook(path)

    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        workbook.grid("Contributions", cancel)
    assert len(workbook.rows("Contributions")) == ROWS + 1  # and it can be read again

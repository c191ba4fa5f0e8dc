"""Returns written on the spot with openpyxl, and the corpus where it is to hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.returns.building import Context
from oscb_desktop.returns.interpreting import Choices, Reading, interpret
from oscb_desktop.returns.reading import read_workbook

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples" / "oscb-2025-26"
CORPUS = ROOT.parent / "shared" / "corpus"
WHEN = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
CONTEXT = Context(reporting_year="2025-26", imported_by="clerk", imported_at=WHEN)

Rows = Sequence[Sequence[Any]]
Write = Callable[..., Path]

BUDGET: Rows = [
    ["Partner", "Agreed", "Received"],
    ["County council", 1000, 1000],
    ["Police", 500.5, 400.25],
    ["Total", 1500.5, 1400.25],
]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write sheets of rows to a workbook and return its path."""

    def written(
        rows: Rows | Mapping[str, Rows],
        name: str = "return.xlsx",
        formats: Mapping[str, str] | None = None,
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        sheets = rows if isinstance(rows, Mapping) else {"Sheet1": rows}
        for title, held in sheets.items():
            sheet = book.create_sheet(title)
            for row in held:
                sheet.append(list(row))
        for cell, code in (formats or {}).items():
            book.worksheets[0][cell].number_format = code
        path = tmp_path / name
        book.save(path)
        return path

    return written


def read(
    path: Path,
    kind: str | None = None,
    *,
    context: Context = CONTEXT,
    choices: Choices | None = None,
    sheet: str | None = None,
) -> Reading:
    """Read and interpret a file."""
    return interpret(read_workbook(path), context, kind=kind, choices=choices, sheet=sheet)


def table(reading: Reading, table_id: str) -> FigureSet:
    """Return the figure set of one table."""
    return next(held for held in reading.figure_sets if held.table == table_id)


def codes(reading: Reading, severity: Severity | None = None) -> list[str]:
    """Return the codes of a reading's problems, of one severity or all."""
    return [p.code for p in reading.problems if severity in (None, p.severity)]


def blocks(reading: Reading) -> list[Problem]:
    """Return the problems that block."""
    return [p for p in reading.problems if p.severity is Severity.BLOCK]


def only_block(reading: Reading, code: str, cell: str) -> Problem:
    """Return the one blocking problem, which must be ``code`` at ``cell``."""
    found = blocks(reading)
    assert [(p.code, p.place.cell) for p in found] == [(code, cell)]
    assert found[0].message
    assert found[0].remedy
    return found[0]

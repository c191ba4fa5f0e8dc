"""What a person typed over wrong cells, and what a person answered: from words to values."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import Correction
from oscb_desktop.returns.cells import address, place_of
from oscb_desktop.returns.collecting import Answers
from oscb_desktop.returns.columns import text_of
from oscb_desktop.returns.layouts import is_cell
from oscb_desktop.returns.reading import Workbook


def value_of(words: str) -> float | str:
    """Return what a cell holds once ``words`` are typed into it: a number where they are one."""
    try:
        number = float(words)
    except ValueError:
        return words.strip()
    return number if abs(number) < 1e15 and words.strip()[-1:].isdigit() else words.strip()


def corrections(
    workbook: Workbook, typed: Iterable[tuple[str, str]], *, by: str, at: datetime, why: str
) -> Mapping[tuple[str, str], Correction]:
    """Return corrections by sheet and cell from "SHEET!CELL" and the right value of each.

    Raises UsageError for a place that the workbook does not have.
    """
    found: dict[tuple[str, str], Correction] = {}
    for place, new in typed:
        sheet, mark, cell = place.rpartition("!")
        sheet, cell = sheet.strip("'"), cell.strip().upper()
        if not mark or not is_cell(cell):
            raise UsageError(
                say("'{place}' names no cell.", place=place), say("Write SHEET!CELL=VALUE.")
            )
        row, column = place_of(cell)
        rows = workbook.rows(sheet)
        inside = row < len(rows) and column < len(rows[row])
        old = text_of(rows[row][column]) if inside else ""
        errors = workbook.grid(sheet).details.errors
        found[sheet, address(row, column)] = Correction(
            old=errors.get(cell, old), new=new.strip(), by=by, at=at, why=why
        )
    return found


def answers_of(pairs: Iterable[tuple[str, str]]) -> Answers:
    """Return answers by code, sheet and cell from "CODE@SHEET!CELL" and a value each.

    A doubt about a whole sheet is "CODE@SHEET". Raises UsageError where there is no sheet.
    """
    found: dict[tuple[str, str, str], str] = {}
    for place, value in pairs:
        code, at, rest = place.partition("@")
        sheet, mark, cell = rest.rpartition("!")
        if not at or not rest:
            raise UsageError(
                say("'{place}' names no doubt.", place=place),
                say("Write CODE@SHEET!CELL=VALUE, as the doubt is listed."),
            )
        name = sheet if mark else rest
        found[code, name.strip("'"), cell.upper() if mark else ""] = value
    return found

"""The recipe by which the same sender's return of the same shape was laid out before."""

import hashlib
from collections.abc import Sequence
from typing import Any

from oscb_desktop.returns import headers, senders
from oscb_desktop.returns.building import Context
from oscb_desktop.returns.reading import Workbook
from oscb_desktop.returns.recipes import Recipe, Remembered, rows_of

_ROWS = 40  # at the top of a sheet, in which its headings stand
_FEWEST = 2  # cells of words in a row of headings


def shape_of(workbook: Workbook, sheets: Sequence[str]) -> str:
    """Return what a workbook's layout is known by: its sheets' names and their headings.

    The year counts for nothing in them. Figures do not change it, further rows may.
    """
    parts = [(headers.alike(name), *_headings(workbook.rows(name))) for name in sheets]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _headings(rows: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """Return the words of the first row that holds the most cells of words, at the top."""
    worded = [[cell for cell in row if isinstance(cell, str) and cell] for row in rows[:_ROWS]]
    best = max(worded, key=len, default=[])
    return tuple(map(headers.alike, best)) if len(best) >= _FEWEST else ()


def remembered(workbook: Workbook, recipe: Recipe) -> Remembered:
    """Return a recipe with the words of the rows that its steps name, by which they are known."""
    rows = {
        f"{sheet}!{row}": _words(workbook, sheet, row)
        for sheet, row in dict.fromkeys(at for step in recipe.steps for at in rows_of(step))
        if sheet in workbook.sheet_names
    }
    return Remembered(recipe=recipe, rows=rows)


def recall(
    workbook: Workbook, sheets: Sequence[str], context: Context, partner: str = ""
) -> Recipe | None:
    """Return the recipe of the same sender and shape, None where there is none or no sender.

    Where a row that a step names says something else now, the form has changed: there is none.
    """
    if not context.recipes:
        return None
    sender = partner or senders.sender_of(workbook, sheets, context.joined)
    known = context.recipes.get(sender, {}) if sender else {}
    held = known.get(shape_of(workbook, sheets)) if known else None
    if held is None or remembered(workbook, held.recipe) != held:
        return None
    return held.recipe


def _words(workbook: Workbook, sheet: str, row: int) -> str:
    rows = workbook.rows(sheet)
    cells = rows[row - 1] if 0 < row <= len(rows) else []
    first = next((cell for cell in cells if isinstance(cell, str) and cell), "")
    return headers.alike(first)

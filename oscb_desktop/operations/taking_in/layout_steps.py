"""Steps by which a person lays a return's sheets out anew before they are read.

A step is opaque to the window: it is made here, kept in order, and handed to ``preview_return``
as a recipe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from oscb_desktop.base.text import say
from oscb_desktop.operations.taking_in.imports import ImportPreview, WorkbookView

if TYPE_CHECKING:
    from oscb_desktop.returns.recipes import Recipe, Step

By = Literal["agency", "partner", "school", "quarter"]


def steps_of(preview: ImportPreview | None) -> tuple[Step, ...]:
    """Return the steps by which a return was read: given, remembered or proposed."""
    return tuple(preview.reading.recipe.steps) if preview is not None else ()


def recipe_of(steps: Sequence[Step] | None, mapped: ImportPreview | None = None) -> Recipe | None:
    """Return steps as a recipe; None, where a person said nothing, for what is found out.

    ``mapped`` is the preview in which columns were chosen: they are those of its layout.
    """
    from oscb_desktop.returns.recipes import Recipe

    if steps is not None:
        return Recipe(steps=tuple(steps))
    laid = mapped.reading.recipe if mapped is not None else None
    return None if laid is None or laid.is_empty else laid


def turned(steps: Sequence[Step], sheet: str) -> tuple[Step, ...]:
    """Return steps with a sheet's rows and columns changing places, or no longer doing so."""
    from oscb_desktop.returns.recipes import Transpose

    step = Transpose(sheet=sheet)
    left = tuple(held for held in steps if held != step)
    return left if len(left) < len(steps) else (*left, step)


def with_total(steps: Sequence[Step], sheet: str, row: int) -> tuple[Step, ...]:
    """Return steps by which a row, from 1, is a total."""
    from oscb_desktop.returns.recipes import TotalRow

    return (*steps, TotalRow(sheet=sheet, row=row))


def without(steps: Sequence[Step], sheet: str, left_out: str) -> tuple[Step, ...]:
    """Return steps that leave out a range: "C3", "B2:D9", rows as "9:12", columns as "C:D"."""
    from oscb_desktop.returns.recipes import LeaveOut

    return (*steps, LeaveOut(sheet=sheet, range=left_out))


def appended(
    steps: Sequence[Step], view: WorkbookView, preview: ImportPreview, sheet: str, by: By
) -> tuple[Step, ...]:
    """Return steps by which all sheets that are like one become one table, one ``by`` a sheet.

    Alike are those that say the same in the row of headings of that sheet's table.
    """
    from oscb_desktop.returns.recipes import AppendSheets

    head = next((t.header_row for t in preview.reading.tables if t.sheet == sheet), 0)
    alike = like_sheets(view, preview, sheet)
    step = AppendSheets(sheets=tuple(alike), headings=(head,) * len(alike), by=by)
    return (*(held for held in steps if not isinstance(held, AppendSheets)), step)


def like_sheets(view: WorkbookView, preview: ImportPreview, sheet: str) -> tuple[str, ...]:
    """Return the sheets that have one sheet's headings in the same row, itself among them."""
    head = next((t.header_row for t in preview.reading.tables if t.sheet == sheet), 0)
    if not head:
        return ()
    wanted = _row(view, sheet, head)
    return tuple(name for name in view.sheet_names if _row(view, name, head) == wanted)


def moved_sheets(preview: ImportPreview) -> frozenset[str]:
    """Return the sheets whose cells are read at other places than they stand at."""
    from oscb_desktop.returns.recipes import AppendBlocks, AppendSheets, Transpose, Unpivot

    names: list[str] = []
    for step in preview.reading.recipe.steps:
        if isinstance(step, AppendSheets):
            names += step.sheets
        elif isinstance(step, Transpose | AppendBlocks | Unpivot):
            names.append(step.sheet)
    return frozenset(names)


def by_words(by: By) -> str:
    """Return what the sheets that become one table are each of."""
    words = {
        "agency": say("An agency on each sheet"),
        "partner": say("A partner on each sheet"),
        "school": say("A school on each sheet"),
        "quarter": say("A quarter on each sheet"),
    }
    return words[by]


def _row(view: WorkbookView, sheet: str, row: int) -> tuple[str, ...]:
    rows = view.workbook.rows(sheet)
    return tuple(str(cell).strip() for cell in rows[row - 1]) if row <= len(rows) else ()

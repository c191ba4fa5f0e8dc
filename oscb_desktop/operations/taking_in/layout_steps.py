"""Steps by which a person lays a return's sheets out anew before they are read.

A step is opaque to the window: it is made here, kept in order, and handed to ``preview_return``
as a recipe.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


def filled_down(steps: Sequence[Step], sheet: str, letter: str, first: int) -> tuple[Step, ...]:
    """Return steps by which an empty cell of a column, from a row on, says what is above it."""
    from oscb_desktop.returns.recipes import FillDown

    return (*steps, FillDown(sheet=sheet, column=letter, first=first))


@dataclass(frozen=True)
class AsRows:
    """Columns that become rows: what the columns are each of, and what their figures are."""

    heading: int  # the row of headings, from 1
    letters: tuple[str, ...]
    names: str
    values: str


@dataclass(frozen=True)
class ColumnsToTurn:
    """What a person chooses from where columns become rows."""

    heading: int  # the row that is taken for the headings, from 1
    columns: Callable[[int], Sequence[tuple[str, str]]]  # a row of headings → letters and words
    names: Sequence[str]
    values: Sequence[str]


def as_rows(steps: Sequence[Step], sheet: str, wanted: AsRows) -> tuple[Step, ...]:
    """Return steps by which a sheet has a row for each row and column that it had."""
    from oscb_desktop.returns.recipes import Unpivot

    step = Unpivot(
        sheet=sheet,
        heading=wanted.heading,
        columns=wanted.letters,
        names=wanted.names,
        values=wanted.values,
    )
    return (*steps, step)


def headed_columns(view: WorkbookView, sheet: str, row: int) -> tuple[tuple[str, str], ...]:
    """Return the letter and the words of each column that a row, from 1, heads."""
    from oscb_desktop.returns.cells import letter

    words = enumerate(_row(view, sheet, row))
    return tuple((letter(at), " ".join(said.split())) for at, said in words if said)


def heading_row(view: WorkbookView, preview: ImportPreview | None, sheet: str) -> int:
    """Return a sheet's row of headings, from 1: that of its table, or the first that may be one."""
    tables = preview.reading.tables if preview is not None else ()
    found = next((table.header_row for table in tables if table.sheet == sheet), 0)
    rows = view.workbook.rows(sheet)
    filled = (at for at, row in enumerate(rows, 1) if sum(cell != "" for cell in row) > 1)
    return found or next(filled, 1)


def names_of_columns() -> tuple[str, ...]:
    """Return what the columns of a sheet that is laid out across often are."""
    return say("Agency"), say("School"), say("Quarter"), say("Month"), say("Year")


def names_of_figures(kind: str) -> tuple[str, ...]:
    """Return what the figures of a kind of return are called; of any kind where it is ""."""
    from oscb_desktop.returns.kinds import kinds

    held = kinds()
    every = [held[kind]] if kind in held else list(held.values())
    labels = (f.label for k in every for t in k.tables for f in t.fields if f.is_figure)
    return tuple(dict.fromkeys(labels))


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

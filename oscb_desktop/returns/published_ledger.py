"""What became of every cell of a sheet of published statistics of which some were picked."""

from collections.abc import Collection, Sequence
from typing import Any

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.returns.cells import column_index
from oscb_desktop.returns.ledger import Account, Role, SheetLedger


def account(
    sheet: str,
    rows: Sequence[Sequence[Any]],
    header: tuple[int, int],
    figures: FigureSet | None,
    labels: Collection[int],
) -> SheetLedger:
    """Return the sheet's ledger. ``header`` are its first and last row of headings, from 0.

    ``labels`` are the columns by which the rows were found, and those that say their periods.
    """
    width = max(map(len, rows), default=0)
    top, bottom = header
    held = Account(sheet, rows)
    held.mark(
        Role.LEFT_OUT, range(bottom + 1, len(rows)), range(width), say("not among what was picked")
    )
    held.mark(Role.NOTE, range(top), range(width))
    held.mark(Role.HEADING, range(top, bottom + 1), range(width))
    if figures is not None:
        taken = [row - 1 for row in figures.rows]
        held.mark(Role.LABEL, taken, sorted(labels))
        held.mark(Role.TAKEN, taken, [column_index(at.letter) or 0 for at in figures.columns])
    return held.closed()

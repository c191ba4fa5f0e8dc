"""Finding the header row of a table whose headings are not known beforehand."""

from collections.abc import Sequence
from typing import Any

_DEPTH = 60  # rows in which the header of a published table is looked for


def find(rows: Sequence[Sequence[Any]]) -> int:
    """Return the index of the header row: words in (nearly) as many cells as the widest row."""
    filled = [sum(cell != "" for cell in row) for row in rows[:_DEPTH]]
    widest = max(filled, default=0)
    for index, row in enumerate(rows[:_DEPTH]):
        words = sum(isinstance(cell, str) and cell != "" for cell in row)
        if filled[index] >= max(2, widest * 0.6) and words >= filled[index] * 0.6:
            return index
    return next((index for index, count in enumerate(filled) if count >= 2), 0)

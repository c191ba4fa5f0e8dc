"""A workbook to be written, before any format: sheets with a title, lines and at most one table.

There is nothing to say merged cells, colours or hidden rows with, so no format can have them:
"Making spreadsheets accessible", the checklist of the government's Analysis Function.
"""

from decimal import Decimal

import msgspec


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell says. With ``number`` it is one, shown with ``decimals`` between two texts.

    ``sheet`` is the name of the sheet that the cell leads to.
    """

    text: str
    number: Decimal | None = None
    decimals: int = 0
    before: str = ""
    after: str = ""
    sheet: str = ""


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table: its name in the file, one row of headings (each its own), rows without a gap."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[bool, ...]  # column by column: headings stand over their numbers


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet: the title in its first cell, a line in each cell below, then the table.

    ``headings`` are the lines, by number from 0, that are headings themselves.
    """

    name: str
    title: str
    lines: tuple[Cell, ...] = ()
    headings: frozenset[int] = frozenset()
    grid: Grid | None = None


class Workbook(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file, and what it says of itself."""

    title: str
    author: str
    subject: str
    sheets: tuple[Sheet, ...]


def widths(sheet: Sheet) -> tuple[int, ...]:
    """Return how wide each column is to be, in characters."""
    if sheet.grid is None:
        return (_WIDEST_LINE,)
    texts = ([cell.text for cell in row] for row in sheet.grid.rows)
    columns = zip(sheet.grid.headings, *texts, strict=True)
    # A long heading is broken between its words, and so is a long text.
    return tuple(min(max(_NARROWEST, *map(len, column)) + 2, _WIDEST) for column in columns)


_NARROWEST, _WIDEST, _WIDEST_LINE = 12, 50, 90

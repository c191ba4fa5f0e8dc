"""Finding the heading rows of a table whose headings are not known beforehand."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

_DEPTH = 300  # rows in which the header of a published table is looked for
_LONG = 200  # characters; what is longer is a note and no heading of a group
_MOST = 0.6  # of a row's cells, or of a table's width: some headings are blank, or numbers
_YEAR = re.compile(r"(?:19|20)\d\d(?:\d\d)?(?:\.0)?")
_NUMBER = re.compile(r"[-+(]?[£$]?\d[\d,]*\.?\d*%?\)?")


class Header(msgspec.Struct, frozen=True):
    """The rows of headings, from 0 and both of them in it, and the parts of each heading.

    ``parts`` maps a column's index to what stands over it, the widest group first.
    """

    top: int
    bottom: int
    parts: dict[int, tuple[str, ...]]

    def heading(self, column: int) -> str:
        """Return a column's whole heading: "2023-24: Number"."""
        return ": ".join(self.parts.get(column, ()))


def header_of(rows: Sequence[Sequence[Any]], row: int | None = None) -> Header:
    """Return the header: words in (nearly) as many cells as the table is wide, with its groups.

    ``row``, from 0, is the one that a person chose.
    """
    main = find(rows) if row is None else row
    top, bottom = main, main
    while top > 0 and main - top < 2 and _is_group(rows[top - 1], rows[main]):
        top -= 1
    while bottom + 1 < len(rows) and bottom - main < 2 and _goes_on(rows, main, bottom + 1):
        bottom += 1
    return Header(top, bottom, _parts(rows[top : bottom + 1]))


def find(rows: Sequence[Sequence[Any]]) -> int:
    """Return the index of the header's fullest row."""
    filled = [sum(cell != "" for cell in row) for row in rows[:_DEPTH]]
    fewest = max(2, _width(filled) * _MOST)
    for index, row in enumerate(rows[:_DEPTH]):
        if filled[index] < fewest or _words(row) < filled[index] * _MOST:
            continue
        if not _is_sentence(row) or all(map(_is_sentence, rows[index + 1 : index + 3])):
            return index
    return next((index for index, count in enumerate(filled) if count >= 2), 0)


def _width(filled: Sequence[int]) -> int:
    """Return how many cells a table's rows have, from how many each row of its sheet has."""
    # A note full of commas is one wide row of a CSV; a table has several.
    often = [count for count, times in Counter(filled).items() if times > 1 and count > 1]
    return max(often or filled, default=0)


def _words(row: Sequence[Any]) -> int:
    """Return how many of a row's cells may be headings: words and years."""
    return sum(cell != "" and (isinstance(cell, str) or _is_year(cell)) for cell in row)


def _is_sentence(row: Sequence[Any]) -> bool:
    """Whether a row is a title that its own commas parted: "Rates, England, 2018 to 2024"."""
    rest = [cell for cell in row if cell != ""][1:]
    return bool(rest) and all(isinstance(cell, str) and cell[:1] == " " for cell in rest)


def _is_group(row: Sequence[Any], header: Sequence[Any]) -> bool:
    """Whether a row above the header names groups of columns. A title stands over the first."""
    held = {index: cell for index, cell in enumerate(row) if cell != ""}
    first = next((index for index, cell in enumerate(header) if cell != ""), 0)
    if not held or not all(_is_heading(cell) for cell in held.values()):
        return False
    blank = {index for index in held if index >= len(header) or header[index] == ""}
    return min(held) > first or (len(held) > 1 and bool(blank))


def _goes_on(rows: Sequence[Sequence[Any]], main: int, index: int) -> bool:
    """Whether the row under the header is a second row of it: words under its blanks."""
    header, row = rows[main], rows[index]
    held = {column for column, cell in enumerate(row) if cell != ""}
    if len(held) < 2 or not all(_is_heading(row[column]) for column in held):
        return False
    under = {column for column in held if column >= len(header) or header[column] == ""}
    start = min(
        next((column for column, cell in enumerate(cells) if cell != ""), 0)
        for cells in (header, row)
    )
    merged = "" in (_cell(header, start), _cell(row, start))
    return bool(under) and merged and any(map(_is_number, _next_filled(rows, index + 1)))


def _next_filled(rows: Sequence[Sequence[Any]], index: int) -> Sequence[Any]:
    return next((row for row in rows[index : index + 5] if any(c != "" for c in row)), ())


def _parts(rows: Sequence[Sequence[Any]]) -> dict[int, tuple[str, ...]]:
    width = max(map(len, rows), default=0)
    found: dict[int, tuple[str, ...]] = {}
    over = [_spread(row, width) for row in rows[:-1]]
    last = [_text(_cell(rows[-1], column)) for column in range(width)] if rows else []
    for column in range(width):
        if not last[column] and not any(_cell(row, column) != "" for row in rows):
            continue  # a group does not make a column of one that has no heading
        parts = [row[column] for row in over] + [last[column]]
        named = tuple(part for part in dict.fromkeys(parts) if part)
        if named:
            found[column] = named
    return found


def _spread(row: Sequence[Any], width: int) -> list[str]:
    """Return a row of groups, each over the columns up to the next one."""
    found, held = [], ""
    for column in range(width):
        held = _text(_cell(row, column)) or held
        found.append(held)
    return found


def _cell(row: Sequence[Any], column: int) -> Any:
    return row[column] if column < len(row) else ""


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _is_year(cell: Any) -> bool:
    return _YEAR.fullmatch(str(cell)) is not None


def _is_number(cell: Any) -> bool:
    if isinstance(cell, str):
        return _NUMBER.fullmatch(cell.strip()) is not None and not _is_year(cell)
    return isinstance(cell, int | float) and not _is_year(cell)


def _is_heading(cell: Any) -> bool:
    if isinstance(cell, str):
        return len(cell) <= _LONG and not _is_number(cell)
    return _is_year(cell)

"""Rows of text with separators that are longer or shorter than their heading.

RFC 4180, 2.4: each line should hold the same number of fields. A comma in an unquoted number
makes a row longer, and every figure behind it stands in a wrong column; a field left out makes it
shorter. Titles above a table and notes below it may be as short as they like.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

_NUMBER = re.compile(r"[£$€(+-]*\s*\d[\d,. ]*%?\)?")
_THOUSANDS = re.compile(r"\d{3}(?:\.\d+)?\)?")
_BEFORE_THOUSANDS = re.compile(r"[£$€(+-]*\d{1,3}")
_LISTED = 200


class Length(msgspec.Struct, frozen=True):
    """A row with a wrong number of fields; rows count from 0."""

    code: str
    row: int
    fields: int
    heading: int
    wanted: int


class _Row(msgspec.Struct, frozen=True):
    at: int
    cells: Sequence[str]
    filled: int  # how many cells
    reach: int  # fields up to the last filled one

    @property
    def counts(self) -> bool:
        """Whether there is a number in the row."""
        return any(_NUMBER.fullmatch(cell.strip()) for cell in self.cells)

    @property
    def parted(self) -> bool:
        """Whether a number looks as if a comma had parted its thousands into two fields."""
        pairs = zip(self.cells, self.cells[1:], strict=False)
        return any(
            _BEFORE_THOUSANDS.fullmatch(one.strip()) and _THOUSANDS.fullmatch(other.strip())
            for one, other in pairs
        )


def uneven(rows: Sequence[Sequence[str]]) -> list[Length]:
    """Return the rows that are longer or shorter than their heading, in order."""
    if len({len(row) for row in rows} - {0}) <= 1:
        return []
    found: list[Length] = []
    for block in _blocks(rows):
        found += _uneven(block)
    return found[:_LISTED]


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[list[_Row]]:
    """Return the rows of more than one filled field, parted where a line is blank."""
    block: list[_Row] = []
    for at, cells in enumerate(rows):
        filled = [column for column, cell in enumerate(cells) if cell.strip()]
        if len(filled) > 1:
            block.append(_Row(at, cells, len(filled), filled[-1] + 1))
        elif not filled:
            yield block
            block = []
    yield block


def _uneven(block: list[_Row]) -> Iterator[Length]:
    if len({len(row.cells) for row in block}) <= 1:
        return
    heading = _heading(block)
    if heading is None:
        return
    most = len(heading.cells)
    below = [row for row in block if row.at > heading.at]
    fits = [row.at for row in below if heading.reach <= len(row.cells) and row.reach <= most]
    last = max(fits, default=below[-1].at if below else 0)
    for row in below:
        if row.at > last and not row.counts:
            continue  # what follows the table without a number is a note on it
        if row.reach > most:
            yield Length("return-row-longer", row.at, row.reach, heading.at, heading.reach)
        elif len(row.cells) < heading.reach:
            code, fields = "return-row-shorter", len(row.cells)
            yield Length(code, row.at, fields, heading.at, heading.reach)


def _heading(block: list[_Row]) -> _Row | None:
    """Return the heading of a block of rows, or None where there is no telling.

    It is the last row without a number above the first one that has a number and the usual
    length. A narrower row of two fields there is more likely to say whose return it is.
    """
    usual, _ = Counter(len(row.cells) for row in block).most_common(1)[0]
    counting = [row for row in block if row.counts]
    if not counting:
        return None
    first = next((row for row in counting if len(row.cells) == usual), counting[0])
    above = [row for row in block if row.at < first.at and not row.counts]
    heading = above[-1] if above else first
    if len(heading.cells) < usual and heading.filled == 2 and not first.parted:
        heading = first
    return None if heading is first and usual == 2 else heading

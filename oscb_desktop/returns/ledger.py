"""The account of a workbook: what became of every cell that is not empty, sheet by sheet.

A cell is taken, a heading, a label, a total, a note, left out (and why), or in doubt. Nothing else
exists, and a return is not accepted while a cell is in doubt.
"""

from collections.abc import Sequence
from enum import IntEnum
from itertools import chain, compress, repeat
from operator import ne
from typing import Any

import msgspec

from oscb_desktop.returns.cells import address


class Role(IntEnum):
    """What became of a cell. Numbers, so that a sheet's roles are a string of bytes."""

    LEFT_OUT = 0
    TAKEN = 1
    HEADING = 2
    LABEL = 3
    TOTAL = 4
    NOTE = 5
    IN_DOUBT = 6


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to a doubt: what is passed on, and in words what it would give."""

    value: str
    gives: str


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A question that only a person can answer. ``cell`` is "" where it is about a whole sheet."""

    code: str
    sheet: str
    cell: str
    question: str
    answers: tuple[Answer, ...]


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A range of cells, such as A9:C12, of which nothing was taken, and why."""

    range: str
    why: str


class SheetLedger(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet's account. ``roles`` has a byte for each cell of the sheet, row by row."""

    sheet: str
    cells: int  # that are not empty; the seven counts add up to it
    counts: dict[int, int]  # role → how many
    left_out: tuple[LeftOut, ...]
    width: int
    roles: bytes

    def role(self, row: int, column: int) -> Role | None:
        """Return the role of a cell, counted from 0; None outside the sheet."""
        at = row * self.width + column
        inside = 0 <= column < self.width and 0 <= at < len(self.roles)
        return Role(self.roles[at]) if inside else None


class Account:
    """A sheet's ledger as it is being drawn up. Rows and columns count from 0, ends excluded."""

    def __init__(self, sheet: str, rows: Sequence[Sequence[Any]]) -> None:
        self._sheet = sheet
        self._rows = rows
        self._width = max(map(len, rows), default=0)
        self._roles = bytearray(self._width * len(rows))
        self._why: dict[int, str] = {}

    def mark(self, role: Role, rows: Sequence[int], columns: Sequence[int], why: str = "") -> None:
        """Give every cell of some rows and columns a role; a later mark wins.

        ``rows`` may be a range: a column of 100,000 cells is then one step.
        """
        width = self._width
        within = [column for column in columns if 0 <= column < width]
        for column in within:
            self._mark_column(role, rows, column)
        if why:
            self._why.update((row * width + column, why) for row in rows for column in within)

    def _mark_column(self, role: Role, rows: Sequence[int], column: int) -> None:
        width, count = self._width, len(self._rows)
        if isinstance(rows, range) and rows.step == 1:
            first, last = max(rows.start, 0), min(rows.stop, count)
            if last > first:
                cells = slice(first * width + column, (last - 1) * width + column + 1, width)
                self._roles[cells] = bytes([role]) * (last - first)
            return
        for row in rows:
            if 0 <= row < count:
                self._roles[row * width + column] = role

    def closed(self) -> SheetLedger:
        """Return the finished account; what nobody marked is left out."""
        width = self._width
        blank = [""] * width  # of a million rows most may be empty: one stands for all
        padded = (
            row if len(row) == width else [*row, *blank[len(row) :]] if row else blank
            for row in self._rows
        )
        filled = bytes(map(ne, chain.from_iterable(padded), repeat("")))
        used = bytes(compress(self._roles, filled))
        counts = {int(role): used.count(role) for role in Role}
        return SheetLedger(
            sheet=self._sheet, cells=len(used), counts=counts, width=width,
            left_out=tuple(self._left_out(filled)) if counts[Role.LEFT_OUT] else (),
            roles=bytes(self._roles),
        )  # fmt: skip

    def _left_out(self, filled: bytes) -> list[LeftOut]:
        """Return what was left out, rows that follow each other for one reason as one range."""
        width = self._width
        found: list[_Area] = []
        at = filled.find(1)
        while at >= 0:  # from one filled cell to the next row that has one
            row, start = at // width, at // width * width
            at = filled.find(1, start + width)
            for why, columns in self._reasons(filled, start).items():
                area = _Area(row, columns[0], row, columns[-1], why)
                if found and area.continues(found[-1]):
                    area = area.joined(found.pop())
                found.append(area)
        return [LeftOut(range=area.range, why=area.why) for area in found]

    def _reasons(self, filled: bytes, start: int) -> dict[str, list[int]]:
        """Return why cells of the row that begins at ``start`` were left out: why → columns."""
        reasons: dict[str, list[int]] = {}
        for at in range(start, start + self._width):
            if filled[at] and not self._roles[at]:
                reasons.setdefault(self._why.get(at, ""), []).append(at - start)
        return reasons


class _Area(msgspec.Struct, frozen=True):
    """The cells from one to another, both included, that were left out for one reason."""

    top: int
    left: int
    bottom: int
    right: int
    why: str

    def continues(self, before: "_Area") -> bool:
        """Whether this goes on below another for the same reason, a blank row let pass."""
        return before.why == self.why and before.bottom >= self.top - 2

    def joined(self, before: "_Area") -> "_Area":
        """Return the area of this and of the one above it."""
        left, right = min(before.left, self.left), max(before.right, self.right)
        return _Area(before.top, left, self.bottom, right, self.why)

    @property
    def range(self) -> str:
        """The area as a sheet writes it: A9, or A9:C12."""
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

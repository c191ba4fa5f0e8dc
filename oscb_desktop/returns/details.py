"""What is known of a sheet's cells beside their values, the same for every format."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import msgspec

from oscb_desktop.returns.cellformats import GENERAL, Format
from oscb_desktop.returns.cells import address, place_of

Merged = tuple[int, int, int, int]  # top, left, bottom, right, each from 0
Places: TypeAlias = "array[int]"  # packed, as ``packed`` packs them
_COLUMN_BITS = 14  # 16,384 columns
_COLUMNS = (1 << _COLUMN_BITS) - 1


def packed(row: int, column: int) -> int:
    """Return a cell's place, both from 0, as one number that sorts in the order of reading."""
    return row << _COLUMN_BITS | column


def unpacked(place: int) -> tuple[int, int]:
    """Return the row and the column of a place."""
    return place >> _COLUMN_BITS, place & _COLUMNS


def named(place: int) -> str:
    """Return the address of a place."""
    return address(place >> _COLUMN_BITS, place & _COLUMNS)


class Marked(msgspec.Struct, frozen=True):
    """A text with runs that are raised or struck through; ``kept`` is what is left of it."""

    kept: str
    raised: bool
    struck: bool


Run = tuple[str, bool, bool]  # its words, whether they are raised, whether struck through
_BELONGS = re.compile(r"(?:\d(?:st|nd|rd|th)|(?<![a-z])[ckm]?m[23])$", re.IGNORECASE)


def marked(runs: Iterable[Run]) -> Marked:
    """Return what is left of a text without its raised and its struck runs.

    The th of 4th and the 2 of m2 are raised too, but are no marks: they stay.
    """
    kept, raised, struck = "", False, False
    for words, up, out in runs:
        mark = up and _BELONGS.search(kept + words.strip()) is None
        raised = raised or (mark and bool(words.strip()))
        struck = struck or (out and bool(words.strip()))
        kept += "" if mark or out else words
    return Marked(kept=kept.strip(), raised=raised, struck=struck)


class Said(msgspec.Struct):
    """What a sheet says of its cells; filled by the reader of each format.

    ``styles`` holds for each style the places of the cells that have it.
    """

    errors: dict[str, str] = {}
    uncalculated: set[str] = set()
    hidden_rows: list[int] = []
    hidden_columns: list[str] = []
    styles: dict[int, Places] = {}
    raised: dict[str, str] = {}
    struck: dict[str, str] = {}
    merged: list[Merged] = []
    comments: dict[str, str] = {}
    doubtful: set[str] = set()

    def add_style(self, style: int, place: int) -> None:
        """Note that the cell at a place has a style."""
        held = self.styles.get(style)
        if held is None:
            held = self.styles[style] = array("Q")
        held.append(place)

    def mark(self, cell: str, found: Marked) -> None:
        """Note that a cell's text has runs that are raised or struck through."""
        if found.raised:
            self.raised[cell] = found.kept
        if found.struck:
            self.struck[cell] = found.kept


Moves = Callable[[tuple[int, int]], Sequence[tuple[int, int]]]  # a cell → where it then stands


def _moved(cell: str, to: Moves) -> list[str]:
    return [address(*at) for at in to(place_of(cell))]


class Details:
    """What is known of a sheet's cells beside their values. Empty where the format has none."""

    def __init__(
        self, said: Said | None = None, formats: Mapping[int, Format] | Sequence[Format] = ()
    ) -> None:
        self._held = said or Said()
        self._formats = formats if isinstance(formats, Mapping) else dict(enumerate(formats))

    def _said(self, feature: str) -> Said:  # noqa: ARG002 - what is asked for, for the lazy
        """Return what the sheet says of a feature."""
        return self._held

    @property
    def errors(self) -> dict[str, str]:
        """Addresses of cells that show an error such as #REF!, with what they show."""
        return self._said("errors").errors

    @cached_property
    def uncalculated(self) -> frozenset[str]:
        """Addresses of formulas that no program has worked out yet."""
        return frozenset(self._said("uncalculated").uncalculated)

    @cached_property
    def hidden_rows(self) -> tuple[int, ...]:
        """Row numbers, from 1, of rows that are hidden, by a filter too."""
        return tuple(self._said("hidden").hidden_rows)

    @cached_property
    def hidden_columns(self) -> tuple[str, ...]:
        """Letters of hidden columns."""
        return tuple(self._said("frame").hidden_columns)

    @cached_property
    def merged(self) -> tuple[Merged, ...]:
        """Ranges merged into one cell: top, left, bottom and right, each from 0."""
        return tuple(self._said("frame").merged)

    @property
    def comments(self) -> dict[str, str]:
        """Addresses of cells with a note stuck on, with its words."""
        return self._said("comments").comments

    @property
    def raised(self) -> dict[str, str]:
        """Addresses of texts with raised characters (a footnote's mark), and what is left of each.

        The grid's value is what is left. "" where the whole cell is raised: its value stays.
        """
        return self._said("marked").raised

    @property
    def struck(self) -> dict[str, str]:
        """Addresses of texts that are partly struck through, and what is left of each.

        The grid's value is what is left. "" where the whole cell is struck: its value stays.
        """
        return self._said("marked").struck

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Addresses of cells that hold something which could not be read."""
        return frozenset(self._said("doubtful").doubtful)

    @cached_property
    def percent(self) -> frozenset[str]:
        """Addresses of cells shown as percentages: they hold 0.81 and show 81%."""
        return self._of_formats(lambda held: held.percent, "percent")

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Addresses of cells that show another currency than pounds, or pence."""
        return self._of_formats(lambda held: held.foreign)

    @cached_property
    def unseen(self) -> frozenset[str]:
        """Addresses of cells whose format shows nothing of their value."""
        return self._of_formats(lambda held: held.unseen)

    def _of_formats(
        self, wanted: Callable[[Format], bool], feature: str = "formats"
    ) -> frozenset[str]:
        return frozenset(
            named(place)
            for style, held in self._formats.items()
            if wanted(held)
            for place in self._said(feature).styles.get(style, ())
        )

    @cached_property
    def suffixed(self) -> dict[str, int]:
        """Addresses of cells whose format only writes k or m behind: 41.4 shown as 41.4k is 41,400.

        Each with its factor: 1,000 or 1,000,000.
        """
        return self._factors(lambda format_: format_.suffixed)

    def _factors(self, of: Callable[[Format], int]) -> dict[str, int]:
        return {
            named(place): of(format_)
            for style, format_ in self._formats.items()
            if of(format_) != 1
            for place in self._said("formats").styles.get(style, ())
        }

    def format(self, row: int, column: int) -> Format:
        """Return what the number format of a cell shows; row and column count from 0."""
        place = packed(row, column)
        for style, places in self._placed.items():
            at = bisect_left(places, place)
            if at < len(places) and places[at] == place:
                return self._formats[style]
        return GENERAL

    def currency(self, row: int, column: int) -> bool:
        """Whether a cell shows pounds; row and column count from 0."""
        return self.format(row, column).currency

    @cached_property
    def shown_in(self) -> dict[str, int]:
        """Addresses of cells that store 41,400 and show 41.4, each with its factor, 1,000 there."""
        return self._factors(lambda format_: format_.shown_in)

    def carry(
        self, into: Said, formats: dict[int, Format], to: Moves, *, whole: bool = False
    ) -> None:
        """Add what is known of each cell to ``into`` and ``formats``, at the cells it moves to.

        ``whole`` says that the sheet keeps its rows and columns: what is hidden and merged as well.
        """
        for cell, words in self.errors.items():
            into.errors.update(dict.fromkeys(_moved(cell, to), words))
        for cell, words in self.comments.items():
            into.comments.update(dict.fromkeys(_moved(cell, to), words))
        for cell, words in self.raised.items():
            into.raised.update(dict.fromkeys(_moved(cell, to), words))
        for cell, words in self.struck.items():
            into.struck.update(dict.fromkeys(_moved(cell, to), words))
        for cell in self.uncalculated:
            into.uncalculated.update(_moved(cell, to))
        for cell in self.doubtful:
            into.doubtful.update(_moved(cell, to))
        first = len(formats)
        for index, (style, places) in enumerate(self._placed.items()):
            formats[first + index] = self._formats[style]
            for place in places:
                for row, column in to(unpacked(place)):
                    into.add_style(first + index, packed(row, column))
        if whole:
            into.hidden_rows.extend(self.hidden_rows)
            into.hidden_columns.extend(self.hidden_columns)
            into.merged.extend(self.merged)

    @cached_property
    def _placed(self) -> dict[int, Places]:
        """The places of the cells of each style that shows something, in order."""
        if all(format_ == GENERAL for format_ in self._formats.values()):
            return {}
        return {
            style: array("Q", sorted(places))
            for style, places in self._said("formats").styles.items()
            if self._formats.get(style, GENERAL) != GENERAL
        }

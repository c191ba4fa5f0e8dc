"""Whether words stand on the pages in the order in which they are read out."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Final, NamedTuple

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.spoken import HEADINGS
from oscb_desktop.publish.reading_back.heard import Heard
from oscb_desktop.publish.reading_back.painted import Words
from oscb_desktop.publish.typeset.bidi import is_mixed, levels_of, visual_order

_SAME_LINE: Final = 1.0  # points
_FAR: Final = float("inf")
_GAP: Final = 0.5  # points that words may stand apart
_APART: Final = "TOCI:"  # begins what has a number at the other end of its line
_ROUNDED: Final = 0.02  # points that a place may be off


def faults_of_order(heard: Sequence[Heard]) -> Iterator[str]:
    """Yield where something stands above what is read out before it.

    Footnotes are read after their section: those that stand at the feet of their pages stand
    below everything else there, and below one another.
    """
    lowest = _lowest(heard)
    feet: list[Heard] = []
    others: list[Heard] = []
    for held in heard:
        (feet if _is_at_foot(held, lowest) else others).append(held)
    yield from _faults_of_going_down(others)
    yield from _faults_of_going_down(feet)
    yield from _out_of_column(heard)


def _lowest(heard: Sequence[Heard]) -> dict[int, float]:
    """Return how far down each page goes without its footnotes."""
    found: dict[int, float] = {}
    for held in heard:
        if not held.of_note:
            for at, words in held.words:
                found[at] = min(words.y, found.get(at, _FAR))
    return found


def _is_at_foot(held: Heard, lowest: Mapping[int, float]) -> bool:
    return (
        held.of_note
        and bool(held.words)
        and all(words.y < lowest.get(at, _FAR) for at, words in held.words)
    )


def _faults_of_going_down(heard: Sequence[Heard]) -> Iterator[str]:
    """Yield what stands above, or on a page before, what is read before it.

    A figure with its caption may stand on the next page, and text that is read after it before,
    up to the next heading.
    """
    below: dict[int, float] = {}  # by page, the height that what follows is under
    reached, floated = 0, False
    for held in heard:
        floated = held.role not in HEADINGS and (floated or held.role == "Figure")
        if not held.words or held.role == "Figure":
            continue
        first, last = held.words[0][0], max(at for at, _ in held.words)
        if not all(_go_down(words, held.text) for words in held.cells or [held.words]):
            yield say(
                "Page {page}: the lines of “{words}” stand in another order than they are read in.",
                page=last + 1,
                words=quoted(held),
            )
        back = first < reached
        if (back and not floated) or _highest(held, first) > below.get(first, _FAR):
            yield say(
                "Page {page}: “{words}” stands above what is read before it.",
                page=first + 1,
                words=quoted(held),
            )
        below[last] = _below(held, last)
        reached, floated = last, floated and not back


def _below(held: Heard, page: int) -> float:
    """Return what the words that follow have to stand below: of a row of a table, all of it."""
    if held.cells:
        return min(words.y for at, words in held.words if at == page)
    return _highest(held, page) + _SAME_LINE


def _out_of_column(heard: Sequence[Heard]) -> Iterator[str]:
    """Yield where a cell stands in the column of another: columns lie beside one another."""
    for width, rows in groupby(_in_columns(heard), key=lambda row: row.width):
        table = list(rows)
        begins = [_begins(table, at) for at in range(width)]
        # Where the next column begins in which there is something.
        ends = [min(begins[at:], default=_FAR) for at in range(width + 1)]
        for row in table:
            if any(_goes_beyond(cell.words, ends[cell.end]) for cell in row.cells):
                yield say(
                    "Page {page}: “{words}” stands in another column than it is read in.",
                    page=row.held.page + 1,
                    words=quoted(row.held),
                )


class _Cell(NamedTuple):
    """A cell's words, its first column, and the one behind its last."""

    words: Sequence[tuple[int, Words]]
    first: int
    end: int


class _Row(NamedTuple):
    """A row with its cells in their columns; ``width`` is how many there are, 0 for no table."""

    held: Heard
    cells: Sequence[_Cell]
    width: int


def _in_columns(heard: Sequence[Heard]) -> Iterator[_Row]:
    """Yield what is read out, the cells of tables in the columns that they say they cover."""
    below: dict[int, int] = {}  # columns that a cell above still covers → rows left
    for held in heard:
        cells = _placed(held, below)
        covered = [cell.end for cell in cells] + [column + 1 for column in below]
        yield _Row(held, cells, max(covered) if cells else 0)
        left = {column: rows - 1 for column, rows in below.items() if rows > 1} if cells else {}
        for cell, (_, down) in zip(cells, held.covers, strict=True):
            if down > 1:
                left |= dict.fromkeys(range(cell.first, cell.end), down - 1)
        below = left


def _placed(held: Heard, below: Container[int]) -> list[_Cell]:
    """Return a row's cells in their columns: those that are covered from above are passed over."""
    cells: list[_Cell] = []
    at = 0
    for words, (across, _) in zip(held.cells, held.covers, strict=True):
        while at in below:
            at += 1
        cells.append(_Cell(words, at, at + across))
        at += across
    return cells


def _begins(table: Sequence[_Row], column: int) -> float:
    """Return where the leftmost words of a column begin, of cells that are in it alone."""
    alone = (cell for row in table for cell in row.cells if cell[1:] == (column, column + 1))
    return min((_left(words) for cell in alone for _, words in cell.words), default=_FAR)


def _goes_beyond(cell: Sequence[tuple[int, Words]], end: float) -> bool:
    return any(_right(words) > end + _SAME_LINE for _, words in cell)


def _left(words: Words) -> float:
    return words.x if words.text.strip() else _FAR


def _right(words: Words) -> float:
    """Return where words end, without the space that a line ends in."""
    return words.x + words.width * len(words.text.rstrip()) / max(1, len(words.text))


def _highest(held: Heard, page: int) -> float:
    return max(words.y for at, words in held.words if at == page)


def _go_down(held: Sequence[tuple[int, Words]], text: str) -> bool:
    """Return whether words go from left to right and down, page after page."""
    lines = [(at, -words.y, words.x) for at, words in held]
    for (at, y, x), (then, down, across) in pairwise(lines):
        if then < at or (then == at and down < y - _SAME_LINE):
            return False
        if then == at and abs(down - y) <= _SAME_LINE and across < x and not is_mixed(text):
            return False
    if is_mixed(text):
        return all(map(_is_in_order, _lines_of(held)))
    return text.startswith(_APART) or all(map(_join, _lines_of(held)))


def _lines_of(held: Sequence[tuple[int, Words]]) -> Iterator[list[Words]]:
    """Yield the words of each line, in the order that they are read in."""
    line: list[Words] = []
    above: tuple[int, float] | None = None
    for at, words in held:
        if above is not None and (at != above[0] or abs(words.y - above[1]) > _SAME_LINE):
            yield line
            line = []
        above = (at, words.y)
        line.append(words)
    yield line


def _join(line: Sequence[Words]) -> bool:
    """Return whether words go on where those before them end: "1" and "0" apart are two numbers."""
    return all(
        abs(other.x - one.x - one.width) <= _GAP for one, other in pairwise(line) if other.text
    )


def is_plain_line(line: Sequence[Words]) -> bool:
    """Return whether words of one size go on in a line, none of them off it."""
    text = "".join(words.text for words in line)
    return {(words.size, words.rise) for words in line} == {(line[0].size, 0.0)} and (
        _is_in_order(line) if is_mixed(text) else _join(line)
    )


def _is_in_order(line: Sequence[Words]) -> bool:
    """Return whether words stand where their scripts' directions put them (UAX #9)."""
    line = [words for words in line if words.text]
    places = [words.x for words in line]
    text = "".join(words.text for words in line)
    begins = list(accumulate((len(words.text) for words in line), initial=0))
    for reverse in (False, True):
        levels = levels_of(text, right_to_left=reverse)
        order = visual_order([levels[begin] for begin in begins[:-1]])
        if all(places[one] <= places[other] + _ROUNDED for one, other in pairwise(order)):
            return _join([line[at] for at in order])
    return False


def quoted(held: Heard) -> str:
    """Return the beginning of what is read out, to name it by."""
    words = "".join(words.text for _, words in held.words).strip() or held.text
    return words if len(words) <= 60 else f"{words[:60]}…"

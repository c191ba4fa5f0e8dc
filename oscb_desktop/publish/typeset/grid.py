"""Widths of a table's columns, chosen from what is in them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from oscb_desktop.publish.typeset.setting import Setting
from oscb_desktop.publish.typeset.typefaces import Face
from oscb_desktop.report.content.tables import Cell, Table

# The head of a number ends before its decimal point, or after its last digit.
NUMBER: Final = re.compile(r"[^\d]*\d[\d,]*")
_GAP: Final = 14.0  # points between columns
_LEAST_GAP: Final = 5.0
_LONGEST: Final = 0.6  # of the width: text that would take more is wrapped


class Column(NamedTuple):
    """One column: its left edge and width, and how far in its decimal points stand."""

    left: float
    width: float
    numeric: bool
    head: float


class Grid(NamedTuple):
    """A table's columns, the size of its type, and whether words had to be cut to fit."""

    columns: tuple[Column, ...]
    size: float
    width: float
    crowded: bool


class _Need(NamedTuple):
    least: float  # the longest word
    natural: float  # figures and words on one line, the heading on two
    roomy: float  # the heading on one line as well
    tail: float  # what stands after the decimal points
    numeric: bool


def shape_room(size: float) -> float:
    """Return the width that a rating's shape takes before its word, in points."""
    return size * 1.25


def fit(setting: Setting, table: Table) -> Grid:
    """Return the grid of a table: as large as it can be set, never wider than the page.

    Type shrinks from the theme's size of tables in half points to the least; only then are
    words cut.
    """
    width = setting.theme.page.inner_width
    size = setting.theme.type_.table
    count = len(table.headings)
    while True:
        gaps = _gaps(table, size, width)
        room = width - sum(gaps)
        needs = [_need(setting, table, at, size, room) for at in range(count)]
        if sum(need.least for need in needs) <= room:
            return _placed(needs, _shares(needs, room), gaps, size, width, crowded=False)
        if size - 0.5 < setting.theme.type_.table_least:
            total = sum(need.least for need in needs)
            shares = [room * need.least / total for need in needs]
            return _placed(needs, shares, gaps, size, width, crowded=True)
        size -= 0.5


def _gaps(table: Table, size: float, width: float) -> list[float]:
    """Return the space after each column but the last: more where words follow figures."""
    count = len(table.headings)
    if count >= 40:
        return [1.0] * (count - 1)
    gap = _GAP if size >= 10 else 8.0
    gap = min(gap, max(_LEAST_GAP, width / (4 * count)))
    pairs = zip(table.headings, table.headings[1:], strict=False)
    return [gap * 1.6 if left.numeric and not right.numeric else gap for left, right in pairs]


def _placed(
    needs: list[_Need],
    shares: list[float],
    gaps: list[float],
    size: float,
    width: float,
    *,
    crowded: bool,
) -> Grid:
    columns = []
    left = 0.0
    for need, share, gap in zip(needs, shares, (*gaps, 0.0), strict=True):
        columns.append(Column(left, share + 0.01, need.numeric, share - need.tail))
        left += share + gap
    return Grid(tuple(columns), size, width, crowded)


def _shares(needs: list[_Need], room: float) -> list[float]:
    """Return each column's width: what it needs on one line, or a fair share towards it."""
    if sum(need.roomy for need in needs) <= room:
        needs = [need._replace(natural=need.roomy) for need in needs]
    extra = room - sum(need.natural for need in needs)
    if extra < 0:
        return _fair(needs, room - sum(need.least for need in needs))
    if len(needs) == 1:
        return [room]
    label = extra * 0.4
    each = (extra - label) / (len(needs) - 1)
    return [need.natural + (each if at else label) for at, need in enumerate(needs)]


def _fair(needs: list[_Need], spare: float) -> list[float]:
    """Return each column's least width and its share of ``spare``; small wishes are met first."""
    shares = [need.least for need in needs]
    wishes = sorted(range(len(needs)), key=lambda at: needs[at].natural - needs[at].least)
    for place, at in enumerate(wishes):
        given = min(needs[at].natural - needs[at].least, spare / (len(needs) - place))
        shares[at] += given
        spare -= given
    return shares


def _need(setting: Setting, table: Table, at: int, size: float, room: float) -> _Need:
    heading = table.headings[at]
    bold = setting.faces.bold
    title = setting.faces.printable(heading.text, setting.missing)
    title_least = max((bold.width(word, size) for word in title.split()), default=0.0)
    # A heading wraps to two lines before it widens a column of figures.
    title_natural = max(title_least, bold.width(title, size) * 0.55)
    cells = _texts(setting, table, at)
    tail = 0.0
    if heading.numeric:
        widest, tail = _figures(cells, size)
        least = natural = max(title_natural, widest)
    else:
        longest, widest = _words(cells, size)
        least, natural = max(title_least, longest), max(title_natural, widest)
    natural = max(least, min(natural, room * _LONGEST))
    roomy = max(natural, bold.width(title, size))
    return _Need(least, natural, roomy, tail, heading.numeric)


_Text = tuple[str, Face, bool]  # a cell's, as printed, and whether a rating's shape is before it


def _texts(setting: Setting, table: Table, at: int) -> Iterator[_Text]:
    """Yield the texts of a column; a short row has none."""
    bold, regular = setting.faces.bold, setting.faces.regular
    printable, missing = setting.faces.printable, setting.missing
    for row in table.rows:
        if at < len(row.cells):
            cell: Cell = row.cells[at]
            face = bold if row.total or cell.rating else regular
            yield printable(cell.text, missing), face, bool(cell.rating)


def _figures(cells: Iterable[_Text], size: float) -> tuple[float, float]:
    """Return what figures take, their decimal points in line, and what stands after these."""
    widest = head = tail = 0.0
    for text, face, _ in cells:
        whole = face.width(text, size)
        number = NUMBER.match(text)
        if number is not None:
            before = face.width(number.group(), size)
            head, tail = max(head, before), max(tail, whole - before)
        widest = max(widest, whole)
    return max(widest, head + tail), tail


def _words(cells: Iterable[_Text], size: float) -> tuple[float, float]:
    """Return the width of the longest word, and of the longest text on one line."""
    least = natural = 0.0
    for text, face, rated in cells:
        shape = shape_room(size) if rated else 0.0
        longest = max((face.width(word, size) for word in text.split()), default=0.0)
        least = max(least, longest + shape)
        natural = max(natural, face.width(text, size) + shape)
    return least, natural

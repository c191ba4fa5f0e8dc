"""The steps of a recipe on one sheet's rows: values that move, each with where it came from."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

import msgspec

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.returns.cells import column_index
from oscb_desktop.returns.recipes import AppendSheets, Unpivot

Spot = tuple[str, int, int]  # sheet as received, row and column from 0; -1 where it is no cell
Key = tuple[Any, ...]  # a row's words, and how often they came before
_TOTAL = re.compile(r"\s*(?:(?:grand|overall|sub)[\s-]*)?totals?\s*[:.]?\s*", re.IGNORECASE)
_RANGE = re.compile(r"([A-Z]{0,3})(\d*)(?::([A-Z]{0,3})(\d*))?")
_TITLED = 8  # rows above a block in which its title stands
_EDGE = 1 << 20


def is_cell(named: str) -> bool:
    """Whether words are the address of one cell, such as C14."""
    return re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", named) is not None


class Laid(msgspec.Struct, frozen=True):
    """A sheet's rows as laid out.

    ``origins`` says for each cell where it stood, None where all stand where they stood. ``made``
    has the cells that were added, and what each was read from. ``sources`` are the sheets in it.
    """

    sheet: str
    rows: list[list[Any]]
    sources: tuple[str, ...]
    origins: list[list[Spot]] | None = None
    made: dict[tuple[int, int], Spot] = {}

    def spot(self, row: int, column: int) -> Spot:
        """Return where a cell stood; the sheet alone (-1) where it was no cell."""
        if (row, column) in self.made:
            return self.made[row, column]
        if self.origins is None:
            return (self.sheet, row, column)
        if 0 <= row < len(self.origins) and 0 <= column < len(self.origins[row]):
            return self.origins[row][column]
        return (self.sheet, -1, -1)

    def moved(self) -> Iterator[tuple[int, int, Spot]]:
        """Yield row, column and origin of each cell, of a sheet whose cells moved."""
        for row, held in enumerate(self.origins or ()):
            for column, spot in enumerate(held):
                yield row, column, spot


class Block(msgspec.Struct, frozen=True):
    """The rows of a table: its headings' row, from 0, whose they are, and where that is said."""

    heading: int
    name: str
    spot: Spot
    end: int = _EDGE  # the row, from 0, before which it ends


def as_received(sheet: str, rows: Sequence[Sequence[Any]]) -> Laid:
    """Return a sheet as it is; its rows are copied."""
    return Laid(sheet, [list(row) for row in rows], (sheet,))


def written(laid: Laid, row: int, column: int, value: Any) -> Laid:
    """Return a sheet with another value in a cell, which may lie outside of it."""
    rows = list(laid.rows)
    rows.extend([] for _ in range(row + 1 - len(rows)))
    held = list(rows[row])
    held.extend([""] * (column + 1 - len(held)))
    held[column] = value
    rows[row] = held
    return msgspec.structs.replace(laid, rows=rows)


def turned(laid: Laid) -> Laid:
    """Return a sheet whose rows are columns; titles above and notes below stay rows."""
    filled = [sum(cell != "" for cell in row) > 1 for row in laid.rows]
    top = filled.index(True) if True in filled else 0
    end = len(filled) - filled[::-1].index(True) if True in filled else len(filled)
    spots = _spots(laid)
    table = [list(column) for column in zip_longest(*laid.rows[top:end], fillvalue="")]
    away = (laid.sheet, -1, -1)
    origins = [list(column) for column in zip_longest(*spots[top:end], fillvalue=away)]
    return msgspec.structs.replace(
        laid,
        rows=[*laid.rows[:top], *table, *laid.rows[end:]],
        origins=[*spots[:top], *origins, *spots[end:]],
        made={},
    )


def headed(laid: Laid, first: int, last: int) -> Laid:
    """Return a sheet with the headings of rows ``first`` to ``last``, from 1, joined in the last.

    A heading stands over the empty cells to its right, as a merged one does.
    """
    if not 1 <= first <= last <= len(laid.rows):
        raise _outside(laid, f"{first}–{last}")
    rows = list(laid.rows)
    heading = list(rows[first - 1])
    for lower in rows[first:last]:
        heading = _joined(heading, lower)
    for row in range(first - 1, last - 1):
        rows[row] = [""] * len(rows[row])
    rows[last - 1] = heading
    return msgspec.structs.replace(laid, rows=rows)


def _joined(upper: Sequence[Any], lower: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    over: Any = ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        over = above if above != "" else over
        found.append(f"{over} {below}".strip() if below != "" else above)
    return found


def filled_down(laid: Laid, letters: str, first: int) -> Laid:
    """Return a sheet with what is above in the empty cells of a column, in rows that hold more."""
    column = _column(laid, letters)
    rows = list(laid.rows)
    above: Any = ""
    for at in range(max(first, 0), len(rows)):
        row = rows[at]
        value = row[column] if column < len(row) else ""
        if value != "":
            above = value
        elif above != "" and any(cell != "" for cell in row):
            filled = [*row, *[""] * (column + 1 - len(row))]
            filled[column] = above
            rows[at] = filled
    return msgspec.structs.replace(laid, rows=rows)


def totalled(laid: Laid, row: int) -> Laid:
    """Return a sheet in which a row, from 0, calls itself a total in its first cell of words."""
    if not 0 <= row < len(laid.rows):
        raise _outside(laid, str(row + 1))
    cells = laid.rows[row]
    words = [at for at, cell in enumerate(cells) if isinstance(cell, str) and cell]
    empty = [at for at, cell in enumerate(cells) if cell == ""]
    return written(laid, row, (words or empty or [0])[0], say("Total"))


def left_out(laid: Laid, named: str) -> Laid:
    """Return a sheet with nothing in a range: "C3", "B2:D9", "9:12" or "C:D"."""
    found = _RANGE.fullmatch(named.strip().upper())
    if found is None or not named.strip():
        raise _outside(laid, named)
    left, top, right, bottom = found.groups()
    right, bottom = (left, top) if ":" not in named else (right, bottom)
    tops = range(int(top or 1) - 1, min(int(bottom or _EDGE), len(laid.rows)))
    start, end = column_index(left or "A") or 0, column_index(right) if right else None
    rows = list(laid.rows)
    for at in tops:
        stop = len(rows[at]) if end is None else end + 1
        rows[at] = ["" if start <= c < stop else cell for c, cell in enumerate(rows[at])]
    return msgspec.structs.replace(laid, rows=rows)


def blocks(laid: Laid, headings: Sequence[int], name_of: Callable[[str], str]) -> list[Block]:
    """Return the blocks whose rows of headings, from 1, are given, each named by its title."""
    found: list[Block] = []
    above = 0
    for heading in headings:
        if not above < heading <= len(laid.rows):
            raise _outside(laid, str(heading))
        title = titled(laid.rows, above, heading - 1)
        if title is None:
            raise UsageError(
                say("Nothing above row {row} of {sheet} says whose block it is.", row=heading,
                    sheet=laid.sheet),
                say("Write it there, or leave the step out."),
            )  # fmt: skip
        row, column, words = title
        if found:
            found[-1] = msgspec.structs.replace(found[-1], end=row)
        found.append(Block(heading - 1, name_of(words) or words, laid.spot(row, column)))
        above = heading
    return found


def titled(rows: Sequence[Sequence[Any]], first: int, heading: int) -> tuple[int, int, str] | None:
    """Return the title nearest above a heading (rows from 0): its row, column and words."""
    for row in range(heading - 1, max(first, heading - _TITLED) - 1, -1):
        filled = [at for at, cell in enumerate(rows[row]) if cell != ""]
        if len(filled) > 2:
            return None
        if filled and isinstance(rows[row][filled[-1]], str):
            return row, filled[-1], str(rows[row][filled[-1]])
    return None


def named(laid: Laid, held: Sequence[Block], by: str) -> Laid:
    """Return a sheet with one column more that says of each row of the blocks whose it is."""
    width = max(map(len, laid.rows), default=0)
    rows = list(laid.rows)
    made: dict[tuple[int, int], Spot] = {}
    for block in held:
        for at in range(block.heading, min(block.end, len(rows))):
            heading = at == block.heading
            if heading or _is_data(rows[at]):
                words = by.capitalize() if heading else block.name
                rows[at] = [*rows[at], *[""] * (width - len(rows[at])), words]
                made[at, width] = block.spot
    return msgspec.structs.replace(laid, rows=rows, made={**laid.made, **made})


def _is_data(row: Sequence[Any]) -> bool:
    """Whether a row is neither a title nor a note nor called a total."""
    filled = [cell for cell in row if cell != ""]
    called = any(isinstance(cell, str) and _TOTAL.fullmatch(cell) for cell in filled)
    return len(filled) > 1 and not called


def unpivoted(laid: Laid, step: Unpivot) -> Laid:
    """Return a sheet with a row for each row and column: all of one column, then of the next."""
    at = step.heading - 1
    if not 0 <= at < len(laid.rows):
        raise _outside(laid, str(step.heading))
    turned_columns = [_column(laid, letters) for letters in step.columns]
    width = max(map(len, laid.rows), default=0)
    padded, spots = _padded(laid, width)
    kept = [column for column in range(width) if column not in turned_columns]
    head, first = padded[at], spots[at][turned_columns[0]]
    rows = [*padded[:at], [*(head[column] for column in kept), step.names, step.values]]
    origins = [*spots[:at], [*(spots[at][column] for column in kept), first, first]]
    below = range(at + 1, len(padded))
    for row, column in ((row, column) for column in turned_columns for row in below):
        value = padded[row][column]
        if value != "":
            words = head[column] if _is_data(padded[row]) else ""
            rows.append([*(padded[row][c] for c in kept), words, value])
            origins.append([*(spots[row][c] for c in kept), spots[at][column], spots[row][column]])
    return msgspec.structs.replace(laid, rows=rows, origins=origins, made={})


def _padded(laid: Laid, width: int) -> tuple[list[list[Any]], list[list[Spot]]]:
    """Return rows of one length, and where each of their cells stood."""
    rows = [[*row, *[""] * (width - len(row))] for row in laid.rows]
    return rows, [[laid.spot(row, column) for column in range(width)] for row in range(len(rows))]


def beside(sheets: Sequence[Laid], step: AppendSheets) -> Laid:
    """Return sheets of quarters beside each other, row by row of the same words.

    Rows with the same words twice are taken in turn. What stands above the headings is the first
    sheet's; a row that only one sheet has stands where it has it.
    """
    first, top = sheets[0], step.headings[0]
    once = [_column(first, letters) for letters in (*step.labels, *step.once)]
    order: list[Key] = []
    found: list[dict[Key, int]] = []
    for laid, heading in zip(sheets, step.headings, strict=True):
        found.append(_keyed(laid, heading, once[: len(step.labels)]))
        _put_in_order(order, list(found[-1]))
    columns = _of_each(sheets, step, once)
    heads = [_cell(first, top - 1, column) for column in once]
    for at, column in columns:
        cell, spot = _cell(sheets[at], step.headings[at] - 1, column)
        heads.append((f"{cell} Q{_quarter(step.sheets[at], at)}", spot))
    lines = [heads]
    for key in order:
        own = next(index for index, held in enumerate(found) if key in held)
        places = [(own, column) for column in once] + columns
        lines.append([_cell(sheets[at], found[at].get(key, -1), c) for at, c in places])
    names = tuple(dict.fromkeys(source for laid in sheets for source in laid.sources))
    return Laid(
        first.sheet,
        [*(list(row) for row in first.rows[: top - 1]), *([c for c, _ in line] for line in lines)],
        names,
        [*_spots(first)[: top - 1], *([spot for _, spot in line] for line in lines)],
    )


def _of_each(
    sheets: Sequence[Laid], step: AppendSheets, once: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the headed columns that each sheet has of its own: which sheet, which column."""
    return [
        (at, column)
        for at, (laid, heading) in enumerate(zip(sheets, step.headings, strict=True))
        for column, cell in enumerate(laid.rows[heading - 1])
        if column not in once and cell != ""
    ]


def _quarter(name: str, index: int) -> int:
    from oscb_desktop.returns import headers, quarters

    return quarters.quarter_of(headers.alike(name))[0] or index + 1


def _cell(laid: Laid, row: int, column: int) -> tuple[Any, Spot]:
    inside = 0 <= row < len(laid.rows) and column < len(laid.rows[row])
    return (laid.rows[row][column] if inside else "", laid.spot(row, column))


def _keyed(laid: Laid, heading: int, by: Sequence[int]) -> dict[Key, int]:
    """Return the rows under a heading by their words, and how often those came before."""
    if not 1 <= heading <= len(laid.rows):
        raise _outside(laid, str(heading))
    found: dict[Key, int] = {}
    for at in range(heading, len(laid.rows)):
        row = laid.rows[at]
        words = [row[column] if column < len(row) else "" for column in by]
        plain = tuple(" ".join(str(word).casefold().split()) for word in words)
        if not any(cell != "" for cell in row):
            continue
        number = 1
        while (*plain, number) in found:
            number += 1
        found[(*plain, number)] = at
    return found


def _put_in_order(order: list[Key], fresh: Sequence[Key]) -> None:
    """Add keys that are not there yet: each before the next that is, at the end before totals."""
    waiting: list[Key] = []
    for key in fresh:
        if key in order:
            at = order.index(key)
            order[at:at] = waiting
            waiting = []
        else:
            waiting.append(key)
    end = len(order)
    while end and not _is_total(waiting[-1:]) and _is_total(order[end - 1 : end]):
        end -= 1
    order[end:end] = waiting


def _is_total(keys: Sequence[Key]) -> bool:
    return any(_TOTAL.fullmatch(str(word)) for key in keys for word in key[:-1])


def _spots(laid: Laid) -> list[list[Spot]]:
    return [[laid.spot(at, c) for c in range(len(row))] for at, row in enumerate(laid.rows)]


def _column(laid: Laid, letters: str) -> int:
    column = column_index(letters)
    if column is None:
        raise UsageError(
            say("'{letters}' is no column of {sheet}.", letters=letters, sheet=laid.sheet),
            say("Give its letters, such as C."),
        )
    return column


def _outside(laid: Laid, named: str) -> UsageError:
    return UsageError(
        say("{sheet} has no cells {named}.", sheet=laid.sheet, named=named),
        say("Correct the recipe: rows count from 1, a range is written B2:D9, 9:12 or C:D."),
    )

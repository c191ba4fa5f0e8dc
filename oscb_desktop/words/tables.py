"""A table of a Word document on its grid: what begins further in, what is merged, what is gone."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

from msgspec.structs import replace

from oscb_desktop.report.content.blocks import Span
from oscb_desktop.report.content.typed_tables import MOST_HEADER_ROWS
from oscb_desktop.words.ooxml import attribute, find, local, switch, value, whole, words_of
from oscb_desktop.words.shape import Losses
from oscb_desktop.words.walking import (
    is_cell_gone,
    is_row_gone,
    met_in,
    tell_added,
    tell_deleted,
)

_MOST_CELLS: Final = 100_000
_WIDEST: Final = 100  # columns that one cell may cover


class TableReader:
    """Reads one table; ``words`` reads a cell."""

    def __init__(self, table: Any, losses: Losses, words: Callable[[Any], str]) -> None:
        self._losses = losses
        self._words = words
        self._cells = 0
        self._merged: dict[tuple[int, int], Span] = {}
        self._open: dict[int, tuple[int, int]] = {}  # column → the merged cell that goes on there
        self.rows = [(row, self._cells_of(row)) for row in self._rows_of(table)]

    @property
    def is_frame(self) -> bool:
        """Whether it is a frame for the eye, not a table: no row has two cells."""
        return max((len(cells) for _, cells in self.rows), default=0) <= 1

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Yield the words of each row, cell by cell, as they stand in the columns."""
        for at, (row, cells) in enumerate(self.rows):
            line = _blanks(row, "gridBefore")
            for cell in cells:
                line += self._cell(cell, at, len(line))
            line += _blanks(row, "gridAfter")
            self._cells += len(line)
            if self._cells > _MOST_CELLS:
                self._losses.add("paste-cut-short")
                return
            yield tuple(line)

    @cached_property
    def head_rows(self) -> int:
        """How many rows are repeated on every page as the header, at least one (17.4.78).

        Where none is said to be, a first row with a cell over several columns is one with the rows
        that its merged cells reach down into.
        """
        said = [bool(switch(row, "trPr", "tblHeader")) for row, _ in self.rows]
        count = said.index(False) if False in said else len(said)
        if not count and any(_width(cell) > 1 for cell in self.rows[0][1]):
            goes_on = [any(map(_is_covered, cells)) for _, cells in self.rows[1:]]
            count = 1 + (goes_on.index(False) if False in goes_on else 0)
        if count > MOST_HEADER_ROWS:
            self._losses.add("docx-header-rows")
        return min(max(count, 1), MOST_HEADER_ROWS)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The merged cells of the header; call when the lines have been read."""
        return tuple(self._merged.values())

    def _rows_of(self, table: Any) -> Iterator[Any]:
        for row in met_in(table, self._losses):
            if local(row) != "tr":
                continue
            if is_row_gone(row):
                tell_deleted(row, self._losses)
            elif switch(row, "trPr", "hidden"):
                self._losses.add("docx-hidden", words=words_of(row))
            else:
                if find(row, "trPr", "ins") is not None:
                    tell_added(row, self._losses)
                yield row

    def _cells_of(self, row: Any) -> list[Any]:
        kept = []
        for cell in met_in(row, self._losses):
            if local(cell) != "tc":
                continue
            if is_cell_gone(cell):
                tell_deleted(cell, self._losses)
            else:
                kept.append(cell)
        return kept

    def _cell(self, cell: Any, row: int, column: int) -> list[str]:
        """Return a cell's words, and blanks for the columns beside that it covers."""
        width = _width(cell)
        in_header = row < self.head_rows
        if _is_covered(cell):
            if in_header:
                self._go_on(cell, row, column, width)
            elif self._open.pop(column, None) in self._merged:
                self._losses.add("paste-merged-cells")  # it goes on from the header
            if hidden := words_of(cell):  # Word shows what is in the first of merged cells
                self._losses.add("docx-hidden", words=hidden)
            return [""] * width
        said = self._words(cell)
        merged = width > 1 or _begins_merge(cell)
        if merged and in_header:
            self._merged[row, column] = Span(row=row, column=column, across=width)
        elif merged:
            self._losses.add("paste-merged-cells", words=said)
        if in_header:
            self._open[column] = (row, column)
        return [said, *[""] * (width - 1)]

    def _go_on(self, cell: Any, row: int, column: int, width: int) -> None:
        """Make the merged cell of the header larger that this one goes on with."""
        beside = find(cell, "tcPr", "hMerge") is not None
        begun = self._last_in(row) if beside else self._open.get(column)
        span = self._merged.get(begun) if begun is not None else None
        if span is None or begun is None:
            return
        if beside:
            self._merged[begun] = replace(span, across=column + width - span.column)
        else:
            self._merged[begun] = replace(span, down=max(span.down, row + 1 - span.row))

    def _last_in(self, row: int) -> tuple[int, int] | None:
        return max((place for place in self._merged if place[0] == row), default=None)


def _blanks(row: Any, name: str) -> list[str]:
    return [""] * min(max(whole(value(row, "trPr", name)), 0), _WIDEST)


def _width(cell: Any) -> int:
    """Return how many columns a cell covers."""
    return min(max(whole(value(cell, "tcPr", "gridSpan"), 1), 1), _WIDEST)


def _begins_merge(cell: Any) -> bool:
    merges = (value(cell, "tcPr", name) for name in ("vMerge", "hMerge"))
    return "restart" in merges or attribute(find(cell, "tcPr", "cellMerge"), "vMerge") == "rest"


def _is_covered(cell: Any) -> bool:
    """Say whether a cell goes on with the merged one above or before it (17.4.84)."""
    for name in ("vMerge", "hMerge"):
        merge = find(cell, "tcPr", name)
        if merge is not None and attribute(merge, "val") in ("", "continue"):
            return True
    return attribute(find(cell, "tcPr", "cellMerge"), "vMerge") == "cont"

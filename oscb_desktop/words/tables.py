"""A table of a Word document on its grid: what begins further in, what is merged, what is gone."""

from collections.abc import Callable, Iterator
from typing import Any, Final

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
        self.rows = [(row, self._cells_of(row)) for row in self._rows_of(table)]

    @property
    def is_frame(self) -> bool:
        """Whether it is a frame for the eye, not a table: no row has two cells."""
        return max((len(cells) for _, cells in self.rows), default=0) <= 1

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Yield the words of each row, cell by cell, as they stand in the columns."""
        if sum(switch(row, "trPr", "tblHeader") is True for row, _ in self.rows) > 1:
            self._losses.add("docx-header-rows")
        for row, cells in self.rows:
            line = [
                *_blanks(row, "gridBefore"),
                *(text for cell in cells for text in self._cell(cell)),
            ]
            line += _blanks(row, "gridAfter")
            self._cells += len(line)
            if self._cells > _MOST_CELLS:
                self._losses.add("paste-cut-short")
                return
            yield tuple(line)

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

    def _cell(self, cell: Any) -> list[str]:
        """Return a cell's words, and blanks for the columns beside that it covers."""
        width = min(max(whole(value(cell, "tcPr", "gridSpan"), 1), 1), _WIDEST)
        if _is_covered(cell):
            if hidden := words_of(cell):  # Word shows what is in the first of merged cells
                self._losses.add("docx-hidden", words=hidden)
            return [""] * width
        said = self._words(cell)
        if width > 1 or _begins_merge(cell):
            self._losses.add("paste-merged-cells", words=said)
        return [said, *[""] * (width - 1)]


def _blanks(row: Any, name: str) -> list[str]:
    return [""] * min(max(whole(value(row, "trPr", name)), 0), _WIDEST)


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

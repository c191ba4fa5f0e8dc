"""Tables typed by hand: their header rows, and cells of these that are merged."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from msgspec import UNSET, UnsetType

from oscb_desktop.report.content.blocks import Span, TypedTable

MOST_HEADER_ROWS: Final = 5
_BETWEEN: Final = ", "  # a heading and the one above it, where both stand on one line


class HeaderCell(NamedTuple):
    """A cell of a header: its words, the column it begins in, how much it covers."""

    text: str
    column: int
    across: int = 1
    down: int = 1


def header_rows(source: TypedTable) -> int:
    """Return how many of a table's rows head its columns: the first, unless it says more."""
    held = 1 if isinstance(source.head_rows, UnsetType) else source.head_rows
    return min(held, len(source.rows))


def body_of(source: TypedTable) -> tuple[tuple[str, ...], ...]:
    """Return the rows below the header."""
    return source.rows[header_rows(source) :]


def spans_of(source: TypedTable) -> tuple[Span, ...]:
    """Return the merged cells of a table's header."""
    return () if isinstance(source.spans, UnsetType) else source.spans


def typed_table(
    rows: Sequence[Sequence[str]], head_rows: int = 1, spans: Iterable[Span] = ()
) -> TypedTable:
    """Return a table with the merged cells that can stand: within the header, none over another.

    What is covered by a merged cell has no words of its own: they come into that.
    """
    cells = [list(row) for row in rows]
    high = max(min(head_rows, len(cells) - 1, MOST_HEADER_ROWS), 1)
    wide = max(map(len, cells), default=0)
    kept: list[Span] = []
    taken: set[tuple[int, int]] = set()
    for span in sorted(spans, key=lambda held: (held.row, held.column)):
        inside = Span(
            row=span.row,
            column=span.column,
            across=min(span.across, wide - span.column),
            down=min(span.down, high - span.row),
        )
        covered = set(_covered(inside))
        if inside.row >= high or len(covered) < 2 or not taken.isdisjoint(covered):
            continue
        taken |= covered
        kept.append(inside)
        _gather(cells, inside)
    return TypedTable(
        rows=tuple(map(tuple, cells)),
        head_rows=high if high > 1 else UNSET,
        spans=tuple(kept) or UNSET,
    )


def with_rows(source: TypedTable, rows: Sequence[Sequence[str]]) -> TypedTable:
    """Return a table with other words, its header as it was."""
    return typed_table(rows, header_rows(source), spans_of(source))


def header_of(source: TypedTable) -> tuple[tuple[HeaderCell, ...], ...]:
    """Return the cells of each header row; those that a merged one covers are left out."""
    source = with_rows(source, source.rows)  # as it came: perhaps from a file of others
    wide = max(map(len, source.rows), default=0)
    spans = {(span.row, span.column): span for span in spans_of(source)}
    hidden = {
        place
        for span in spans.values()
        for place in _covered(span)
        if place != (span.row, span.column)
    }
    return tuple(
        tuple(
            _cell(row, column, spans.get((at, column)))
            for column in range(wide)
            if (at, column) not in hidden
        )
        for at, row in enumerate(source.rows[: header_rows(source)])
    )


def headings_of(source: TypedTable) -> tuple[str, ...]:
    """Return each column's heading on one line: the words of all that stands above it."""
    wide = max(map(len, source.rows), default=0)
    above: list[list[str]] = [[] for _ in range(wide)]
    for row in header_of(source):
        for cell in row:
            for column in range(cell.column, cell.column + cell.across):
                if cell.text.strip():
                    above[column].append(cell.text)
    return tuple(_BETWEEN.join(words) for words in above)


def is_plain(source: TypedTable) -> bool:
    """Say whether a table's header is one row of cells, as most are."""
    return header_rows(source) <= 1 and not spans_of(source)


def _cell(row: Sequence[str], column: int, span: Span | None) -> HeaderCell:
    text = row[column] if column < len(row) else ""
    if span is None:
        return HeaderCell(text, column)
    return HeaderCell(text, column, span.across, span.down)


def _covered(span: Span) -> Iterable[tuple[int, int]]:
    return (
        (row, column)
        for row in range(span.row, span.row + span.down)
        for column in range(span.column, span.column + span.across)
    )


def _gather(cells: list[list[str]], span: Span) -> None:
    """Bring the words of what a merged cell covers into it."""
    said: list[str] = []
    for row, column in _covered(span):
        if column < len(cells[row]):
            said.append(cells[row][column])
            cells[row][column] = ""
    while len(cells[span.row]) <= span.column:
        cells[span.row].append("")
    cells[span.row][span.column] = " ".join(filter(None, said))

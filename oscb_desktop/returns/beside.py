"""What stands beside a table's figures: columns that are not taken, notes, words, periods."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from oscb_desktop.base.text import listed, say
from oscb_desktop.returns import blanks, columns, finding, headers, numbers, parts, years
from oscb_desktop.returns.cells import letter, place_of
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.extents import Extent
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.headers import Passed
from oscb_desktop.returns.reading import Grid

_LONGEST = 2_000  # rows in which a column that is not taken is looked through
_LOOKED_FOR_WORDS = 200  # rows in which words may speak of a unit
_NAMED = 8  # columns named in one message
_NO_FIGURES = re.compile(
    r"\b(?:notes?|comments?|remarks?|ref|reference|id|code|phone|telephone|tel|mobile|po|invoice|"
    r"account|row|no|line no|item no|postcode|date|contact)\b"
)


def notes_of(rows: Extent, grid: Grid, end: int, span: tuple[int, int]) -> list[str]:
    """Return the words that stand in and under a table, in its columns."""
    said = [held.text for held in rows.skipped if held.why in ("note", "no figures")]
    under = range(max((*rows.data, *rows.totals), default=end) + 1, end)
    said += [
        cell
        for row in under
        for column, cell in enumerate(grid.rows[row])
        if isinstance(cell, str) and cell and span[0] <= column < span[1]
    ]
    return said


def words_beside(grid: Grid, found: Candidate, rows: Extent, figures: set[int]) -> list[str]:
    """Return the words beside a table's figures: other headings and columns, names, comments."""
    header = grid.rows[found.bottom]
    said = [cell for cell in header if isinstance(cell, str) and cell]
    for row in (*rows.data[:_LOOKED_FOR_WORDS], *rows.totals):
        said += [
            cell
            for column, cell in enumerate(grid.rows[row])
            if isinstance(cell, str) and cell and column not in figures
        ]
    comments = grid.details.comments
    said += [words for cell, words in comments.items() if place_of(cell)[0] <= found.bottom]
    known = {str(header[column]) for column in figures if column < len(header)}
    return [
        text
        for text in dict.fromkeys(said)
        if text not in known and not text[:1].isdigit() and numbers.read(text) is None
    ]


def say_unused(grid: Grid, found: Candidate, rows: Extent, at: At) -> tuple[tuple[int, str], ...]:
    """Say which columns of figures are not taken; return each column left out, and why."""
    passed = {held.column: held for held in found.matched.passed}
    taken = {match.column for match in found.matched.matches}
    fields = {match.field for match in found.matched.matches}
    header = grid.rows[found.bottom]
    width = max((len(grid.rows[row]) for row in rows.data[:_LONGEST]), default=0)
    left: list[tuple[int, str]] = []
    other: dict[str, list[int]] = {}
    for column in range(found.span[0], min(max(width, len(header)), found.span[1])):
        if column in taken:
            continue
        cells = [
            grid.rows[row][column]
            for row in rows.data[:_LONGEST]
            if len(grid.rows[row]) > column and grid.rows[row][column] != ""
        ]
        heading = columns.text_of(header[column]) if column < len(header) else ""
        held = passed.get(column)
        if held is not None and _is_told(held, fields, cells, heading):
            left.append((column, _why_passed(held)))
            at.collector.add(
                "return-column-left-out", at.sheet, found.bottom, column,
                found=heading, count=len(cells),
            )  # fmt: skip
        elif held is not None:
            why = _why_passed(held)
            if heading or cells:
                left.append((column, why))
            if held.why not in ("asked", "open") and not heading.startswith(blanks.BESIDE):
                other.setdefault(why, []).append(column)
        elif _are_figures(cells, heading):
            left.append((column, say("no column of this return is called that")))
            at.collector.add(
                "return-column-left-out", at.sheet, found.bottom, column,
                found=heading or say("no heading"), count=len(cells),
            )  # fmt: skip
        elif cells or heading:
            left.append((column, say("words that this return has no column for")))
            _say_words_that_turn(grid, rows, column, at)
    for why, same in other.items():
        at.collector.add(
            "return-column-passed", at.sheet, found.bottom, same[0], why=why,
            found=listed([letter(column) for column in same], _NAMED),
        )  # fmt: skip
    return tuple(left)


_TURNS = re.compile(
    r"\b(?:outstanding|estimate[ds]?|tbc|tbd|provisional|draft|to follow|not final|last year|"
    r"previous year|incl(?:uding|\.)?|excl(?:uding|\.)?)\b",
    re.IGNORECASE,
)


def _say_words_that_turn(grid: Grid, rows: Extent, column: int, at: At) -> None:
    """Point at words beside figures that may turn what they mean: "outstanding", "estimate"."""
    for row in rows.data[:_LOOKED_FOR_WORDS]:
        cell = grid.rows[row][column] if column < len(grid.rows[row]) else ""
        if isinstance(cell, str) and _TURNS.search(cell):
            at.collector.add("return-words-beside", at.sheet, row, column, found=cell[:80])


_TIMES = re.compile(r"\b(?:period|month|months|as at|date|timeframe|reporting|term)\b")


def say_periods(
    grid: Grid, found: Candidate, rows: Extent, takens: Mapping[str, Taken], period: str, at: At
) -> None:
    """Tell of a column of words that says of what time each row is, where it is not the year."""
    header = grid.rows[found.bottom]
    taken = {match.column for match in found.matched.matches}
    named = takens.get("period_type")
    columns_named = [
        column
        for column, heading in enumerate(header)
        if isinstance(heading, str)
        and _TIMES.search(headers.alike(heading))
        and (column not in taken or (named is not None and named.column == column))
    ]
    for column in columns_named:
        for row in rows.data[:_LONGEST]:
            cell = grid.rows[row][column] if column < len(grid.rows[row]) else ""
            text = finding.as_title(cell) if cell != "" else ""
            part = parts.of_title(text, period) if text else ""
            year = years.of_rows([cell]) if text else None
            if part or (year and year[0] != period):
                at.collector.add(
                    "return-column-of-periods", at.sheet, row, column,
                    found=columns.text_of(header[column]), example=text,
                )  # fmt: skip
                break


def _is_told(held: Passed, fields: set[str], cells: Sequence[Any], heading: str) -> bool:
    """Whether a person must look at a column that speaks of something else.

    Not at another year's, nor at a share or a part of a figure that is taken: but "Net
    expenditure" may be all the spending that there is.
    """
    if held.year or held.why in ("earlier", "later", "asked", "open") or held.of in fields:
        return False
    derived = not held.of and held.why in ("share", "against")
    return not derived and _are_figures(cells, heading)


def _are_figures(cells: Sequence[Any], heading: str) -> bool:
    """Whether a column holds figures: numbers in most cells, and not just the rows' own numbers."""
    values = [value for cell in cells if (value := numbers.plain(cell)) is not None]
    if not values or len(values) * 2 <= len(cells):
        return False
    if values == [values[0] + index for index in range(len(values))] and values[0] in (0, 1):
        return len(values) == 1 and bool(heading)
    return not _NO_FIGURES.search(headers.alike(heading))


def _why_passed(held: Passed) -> str:
    """Return in words why a column speaks of something else than the return's figures."""
    if held.year:
        return say("figures of {year}", year=held.year)
    words = {
        "asked": say("not taken, as answered"),
        "open": say("a question is open"),
        "earlier": say("figures of an earlier year"),
        "later": say("figures of a later time"),
        "draft": say("called a draft"),
        "running": say("running totals"),
        "share": say("a share or a rate of the figures beside it"),
        "against": say("what the figures are held against"),
        "part": say("a part of the figures beside it"),
        "negative": say("the opposite of what the return asks"),
    }
    return words[held.why]

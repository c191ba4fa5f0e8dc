"""What stands beside a table's figures: columns that are not taken, notes, words, periods."""

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

import msgspec

from oscb_desktop.base.text import listed, say
from oscb_desktop.returns import (
    blanks,
    columns,
    finding,
    headers,
    numbers,
    parts,
    quarters,
    years,
)
from oscb_desktop.returns.cells import letter, place_of
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.extents import Extent
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.headers import Passed
from oscb_desktop.returns.kinds import Table
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
        if isinstance(cell, str)
        and cell
        and (span[0] <= column < span[1] or finding.stands_alone(grid.rows[row]))
    ]
    return said


def words_beside(grid: Grid, found: Candidate, rows: Extent, figures: set[int]) -> list[str]:
    """Return the words beside a table's figures: other headings and columns, names, comments."""
    header = grid.rows[found.bottom]
    here = slice(*found.span)
    said = [cell for cell in header[here] if isinstance(cell, str) and cell]
    for row in (*rows.data[:_LOOKED_FOR_WORDS], *rows.totals):
        said += [
            cell
            for column, cell in enumerate(grid.rows[row])
            if isinstance(cell, str)
            and cell
            and column not in figures
            and found.span[0] <= column < found.span[1]
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
    fields = {match.field for match in found.matched.matches}
    _say_other_year_only(found, fields, at)
    left: list[tuple[int, str]] = []
    other: dict[str, list[int]] = {}
    for one in _untaken(grid, found, rows):
        told = _is_told(one, found.table, fields)
        if one.heading or one.cells:
            left.append((one.column, _why_left(one, told=told)))
        if told:
            at.collector.add(
                "return-column-left-out", at.sheet, found.bottom, one.column,
                found=one.heading or say("no heading"), count=len(one.cells),
            )  # fmt: skip
        elif one.passed is None:
            _say_words_that_turn(grid, rows, one.column, at)
        elif one.passed.why not in ("asked", "open") and not one.heading.startswith(blanks.BESIDE):
            other.setdefault(_why_passed(one.passed), []).append(one.column)
    for why, same in other.items():
        at.collector.add(
            "return-column-passed", at.sheet, found.bottom, same[0], why=why,
            found=listed([letter(column) for column in same], _NAMED),
        )  # fmt: skip
    return tuple(left)


def _say_other_year_only(found: Candidate, fields: Set[str], at: At) -> None:
    """Stop where headings name another year throughout: what is taken beside would be of this one.

    Figures of the year before stand beside those of the year, and not in their place.
    """
    figures = {name for name in fields if found.table.field(name).is_figure}
    named = [held for held in found.matched.passed if held.year]
    if named and figures <= found.table.earlier:
        at.collector.add(
            "return-another-year-only", at.sheet, found.bottom, named[0].column,
            found=named[0].heading, year=named[0].year,
        )  # fmt: skip


class _Untaken(msgspec.Struct, frozen=True):
    """A column that is taken for no field: what it holds, and how its heading was passed over."""

    column: int  # from 0, in the sheet
    heading: str
    cells: list[Any]  # that hold anything
    passed: Passed | None


def _untaken(grid: Grid, found: Candidate, rows: Extent) -> list[_Untaken]:
    """Return the columns between and beside those that are taken."""
    passed = {held.column: held for held in found.matched.passed}
    taken = {match.column for match in found.matched.matches}
    header = grid.rows[found.bottom]
    lines = [grid.rows[row] for row in rows.data[:_LONGEST]]
    width = max(map(len, (header, *lines)))
    return [
        _Untaken(
            column,
            columns.text_of(header[column]) if column < len(header) else "",
            [line[column] for line in lines if len(line) > column and line[column] != ""],
            passed.get(column),
        )
        for column in range(found.span[0], min(width, found.span[1]))
        if column not in taken
    ]


def _why_left(one: _Untaken, *, told: bool) -> str:
    """Return in words why a column is left out; ``told`` says whether a person must look at it."""
    if one.passed is not None:
        return _why_passed(one.passed)
    if told:
        return say("no column of this return is called that")
    return say("words that this return has no column for")


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
    for column in _columns_of_times(header, found, takens.get("period_type")):
        for row in rows.data[:_LONGEST]:
            cell = grid.rows[row][column] if column < len(grid.rows[row]) else ""
            if _is_of_another_time(cell, period):
                at.collector.add(
                    "return-column-of-periods", at.sheet, row, column,
                    found=columns.text_of(header[column]), example=finding.as_title(cell),
                )  # fmt: skip
                break


def _columns_of_times(header: Sequence[Any], found: Candidate, named: Taken | None) -> list[int]:
    """Return the columns headed as times that were taken for nothing else; ``named`` is one."""
    taken = {match.column for match in found.matched.matches}
    if named is not None:
        taken.discard(named.column)
    return [
        column
        for column, heading in enumerate(header)
        if column not in taken
        and isinstance(heading, str)
        and _TIMES.search(headers.alike(heading))
    ]


def _is_of_another_time(cell: object, period: str) -> bool:
    """Whether a cell speaks of a part of the year, or of another one."""
    text = finding.as_title(cell) if cell != "" else ""
    if not text:
        return False
    year = years.of_rows([cell])
    return bool(parts.of_title(text, period)) or (year is not None and year[0] != period)


def _is_told(one: _Untaken, table: Table, fields: set[str]) -> bool:
    """Whether a person must look at a column that is not taken, because it holds figures.

    Not at another year's, nor at a share or a part of a figure that is taken: but "Net
    expenditure" may be all the spending that there is.
    """
    held = one.passed
    if held is not None:
        of_fields = {quarters.base_of(name) for name in fields}
        if held.year or held.why in ("earlier", "asked", "open") or held.of in of_fields:
            return False
        if held.why == "later" and not held.of:
            return False
        worked_out = not held.of or table.field(held.of).plus
        if worked_out and held.why in ("share", "against"):
            return False
    return _are_figures(one.cells, one.heading)


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
        "months": say("figures of some months beside those of the year"),
        "negative": say("the opposite of what the return asks"),
    }
    return words[held.why]

"""Columns that no heading names, or not rightly: the names under a blank, a unit, a year or a code.

The words over the other columns, and what stands in them, say what a column is.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from oscb_desktop.returns import headers, moneyunits, numbers, parts, quarters
from oscb_desktop.returns.headers import Match, Matched
from oscb_desktop.returns.kinds import Kind, Table, kinds
from oscb_desktop.returns.partners import Known

_HARDLY = 60.0  # what a column is sure to hold for that only where it stands speaks
_YEAR_ALONE = 12  # characters of a heading that is only a year: "FY 2025/26"
_LONG_NAMES = 12  # letters of a name in the middle: codes are shorter
_PERIODS = frozenset({"period", "reporting period", "time period"})
_LONGEST = 3_000  # rows of which each is looked at
_LOOKED_AT = 10  # rows under a header in which its columns show what they hold
_BANDS = 3  # rows under a header that may be more of it


def labels_of(kind: Kind, but: str) -> frozenset[str]:
    """Return the headings that name the rows of a kind's other tables."""
    return frozenset(
        words
        for table in kind.tables
        if table.id != but
        for words, field in headers.synonyms_of(table).items()
        if field == table.label_field.name
    )


@cache
def labels_elsewhere(but: str) -> frozenset[str]:
    """Return the headings that name the rows of any other table, of any kind."""
    return frozenset(words for kind in kinds().values() for words in labels_of(kind, but))


class Under(msgspec.Struct, frozen=True, kw_only=True):
    """A header's words, its rows joined, and what stands under its last row, ``bottom``.

    ``named_near`` says whether the sheet or a title names the table, ``named_other`` whether they
    name another kind's and not it.
    """

    headings: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    bottom: int
    start: int  # the first of its columns
    named_near: bool
    named_other: bool

    def heading(self, column: int) -> str:
        """Return the heading of a column, "" where it has none."""
        return str(self.headings[column]) if column < len(self.headings) else ""

    def length_of_names(self, column: int) -> int:
        """Return how many letters the names in a column's first cells have, 0 where it has none."""
        below = below_of(self.rows, self.bottom, column, 5)
        return sum(len(cell) for cell in below if isinstance(cell, str)) * holds_names(below)

    def holds_numbers(self, column: int) -> bool:
        """Whether most of a column's first cells are numbers."""
        below = [cell for cell in below_of(self.rows, self.bottom, column) if cell != ""]
        return sum(numbers.plain(cell) is not None for cell in below) * 2 > len(below)

    def count_of_names(self, column: int) -> int:
        """Return in how many of a column's first cells something stands; one at the least."""
        below = below_of(self.rows, self.bottom, column, 5)
        return max(len([cell for cell in below if cell != ""]), 1)

    def goes_on(self, figures: Sequence[Match]) -> bool:
        """Whether the next filled row has headings over the same figures, too."""
        below = self.rows[self.bottom + 1 : self.bottom + 1 + _BANDS]
        row = next((row for row in below if any(cell != "" for cell in row)), ())
        lower = [row[m.column] if m.column < len(row) else "" for m in figures]
        return any(
            isinstance(cell, str) and cell and headers.alike(cell) in known_anywhere()
            for cell in lower
        )

    def are_partners(self, column: int) -> bool:
        """Whether most names in a column's first cells are partners'."""
        below = [
            cell for cell in below_of(self.rows, self.bottom, column, 5) if isinstance(cell, str)
        ]
        known = [cell for cell in below if cell and Known().partner_of(cell)]
        return len(known) * 2 > len([cell for cell in below if cell])


def with_label(table: Table, matched: Matched, under: Under, others: frozenset[str]) -> Matched:
    """Take the column left of the first figure for the label where no heading names one.

    It is sure where nothing is said over it but a unit or a year, and the other headings are the
    table's. A heading that says anything else is asked about; none is taken that names the rows of
    another table (``others``).
    """
    label = table.label_field.name
    figures = [m for m in matched.matches if table.field(m.field).is_figure]
    there = any(m.field == label for m in (*matched.matches, *matched.asked))
    if there or not figures or numbers.has_figures(under.headings) or under.goes_on(figures):
        return matched
    column = _of_names(table, matched, under, min(m.column for m in figures))
    if column is None or headers.alike(under.heading(column)) in others:
        return matched
    heading = under.heading(column)
    sure = _is_sure_without(table, matched, under, column)
    if sure and not is_unsaid(heading):
        if headers.alike(heading) in known_anywhere():
            return matched
        asked = Match(label, column, heading, headers.ASKED)
        return msgspec.structs.replace(matched, asked=(*matched.asked, asked))
    if not sure and len(figures) < 2:
        return matched
    taken_for = Match(label, column, heading, headers.UNSAID if sure else _HARDLY)
    return msgspec.structs.replace(matched, matches=(taken_for, *matched.matches))


def _of_names(table: Table, matched: Matched, under: Under, end: int) -> int | None:
    """Return the column before ``end`` that holds the longest names; None where none does.

    What partners pay is no line of spending: theirs are no names of another table.
    """
    taken = {m.column for m in matched.matches}
    free = [at for at in range(under.start, end) if at not in taken]
    column = max(free, key=under.length_of_names, default=None)
    if column is None or not under.length_of_names(column):
        return None
    return column if table.label_field.list or not under.are_partners(column) else None


def _is_sure_without(table: Table, matched: Matched, under: Under, column: int) -> bool:
    """Whether headings say what table this is without one over its names, in ``column``.

    "Budget" and "Actual" may be of contributions and of spending: then the names or a title tell.
    """
    if under.named_other or _leaves_figures(matched, under):
        return False
    said = {quarters.base_of(m.field) for m in matched.matches
            if m.score >= headers.SPELT and not is_unsaid(m.heading)}  # fmt: skip
    of_partners = bool(table.label_field.list) and under.are_partners(column)
    if len(said) + under.named_near + of_partners < 2:
        return False
    if len(said) < 2 and not any(table.field(name).is_figure for name in said):
        return False
    told = of_partners or under.named_near or not table.label_field.list
    return told or not _others_know(table, matched)


def _leaves_figures(matched: Matched, under: Under) -> bool:
    """Whether a heading over numbers is another table's and not this one's."""
    ours = {m.column for m in (*matched.matches, *matched.twice, *matched.asked)}
    ours |= {held.column for held in matched.passed}
    return any(
        column not in ours
        and isinstance(heading, str)
        and headers.alike(heading) in known_anywhere()
        and under.holds_numbers(column)
        for column, heading in enumerate(under.headings)
    )


def _others_know(table: Table, matched: Matched) -> bool:
    """Whether another table knows all the headings that a table takes."""
    own = [m for m in matched.matches if m.field not in table.earlier
           and quarters.base_of(m.field) == m.field]  # fmt: skip
    read = [parts.split(headers.without_years(m.heading))[1] for m in own]
    said = set(map(headers.alike, read))
    said = {headers.bare(words) for words in said} - {""}
    return any(
        said <= {headers.bare(words) for words in headers.synonyms_of(other)}
        for kind in kinds().values()
        for other in kind.tables
        if other.id != table.id
    )


@cache
def known_anywhere() -> frozenset[str]:
    """Return every heading that a table of any kind knows."""
    return frozenset(
        words
        for kind in kinds().values()
        for table in kind.tables
        for words in headers.synonyms_of(table)
    )


def with_figures_for_names(table: Table, matched: Matched, under: Under) -> Matched:
    """Take a column headed as the names may be ("Spend") for the figures that it holds."""
    label = table.label_field.name
    every = (*matched.matches, *matched.twice)
    others = {
        m.column: field
        for m in every
        if m.field == label
        and (field := headers.figures_of(table).get(headers.alike(m.heading)))
        and under.holds_numbers(m.column)
    }
    if not others:
        return matched
    return matched.over([
        msgspec.structs.replace(m, field=others.get(m.column, m.field)) for m in every
    ])  # fmt: skip


def with_quarters_of_rows(table: Table, matched: Matched, under: Under, year: str) -> Matched:
    """Take a column headed "Period" for the quarters of the rows where it holds nothing else."""
    field = quarters.ROW_FIELD
    known = any(held.name == field for held in table.fields)
    if not known or matched.column(field) is not None:
        return matched
    columns = [
        column
        for column, heading in enumerate(under.headings)
        if isinstance(heading, str) and headers.alike(heading) in _PERIODS
    ]
    if len(columns) != 1:
        return matched
    (column,) = columns
    below = [cell for cell in below_of(under.rows, under.bottom, column, _LONGEST) if cell != ""]
    if len(below) < 2 or not all(_is_a_quarter(cell, year) for cell in below):
        return matched
    found = Match(field, column, under.heading(column), headers.PLAIN)
    return matched.without(set(columns)).also([found])


def _is_a_quarter(cell: Any, year: str) -> bool:
    """Whether a cell names a quarter of the year and nothing more."""
    if not isinstance(cell, str):
        return False
    number, rest = quarters.quarter_of(headers.alike(cell, year))
    return number > 0 and rest in ("", headers.THIS_YEAR)


def with_names_for_codes(table: Table, matched: Matched, under: Under) -> Matched:
    """Take a column headed as codes ("KPI") for the names where it alone holds those."""
    label = table.label_field.name
    if table.key[0] == label or matched.column(label) is not None:
        return matched
    every = (*matched.matches, *matched.twice)
    names = [
        m
        for m in every
        if m.field == table.key[0]
        and under.length_of_names(m.column) >= _LONG_NAMES * under.count_of_names(m.column)
    ]
    if len(names) != 1:
        return matched
    return matched.over(
        [msgspec.structs.replace(m, field=label) if m in names else m for m in every]
    )


def without_years_over_names(
    headings: Sequence[Any], rows: Sequence[Sequence[Any]], bottom: int
) -> Sequence[Any]:
    """Return headings without the years that stand over names: they head the table, no column."""
    over = {
        column
        for column, heading in enumerate(headings)
        if isinstance(heading, str)
        and 0 < len(heading) <= _YEAR_ALONE
        and headers.years_in(heading)
        and is_unsaid(heading)
        and holds_names(below_of(rows, bottom, column, 5))
    }
    if not over:
        return headings
    return ["" if column in over else cell for column, cell in enumerate(headings)]


def is_unsaid(heading: str) -> bool:
    """Whether a heading names nothing: it is blank, or only a unit or a year."""
    words = headers.alike(headers.without_years(heading))
    return not headers.bare(words) or moneyunits.is_only_a_unit(heading)


def holds_names(below: Sequence[Any]) -> bool:
    """Whether words stand in half of some cells or more."""
    words = [cell for cell in below if isinstance(cell, str) and numbers.read(cell) is None]
    words = [cell for cell in words if cell]
    return bool(words) and len(words) * 2 >= len(below)


def below_of(
    rows: Sequence[Sequence[Any]], bottom: int, column: int, count: int = _LOOKED_AT
) -> list[Any]:
    """Return the first cells of a column under a header."""
    return [row[column] for row in rows[bottom + 1 : bottom + 1 + count] if len(row) > column]

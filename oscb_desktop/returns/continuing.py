"""Whether a table goes on in another place of its sheet: its list was cut in two, or has parts."""

from collections.abc import Sequence
from typing import Any

from oscb_desktop.returns import (
    extents,
    finding,
    headers,
    moneyunits,
    numbers,
    parts,
    quarters,
    years,
)
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.kinds import Table
from oscb_desktop.returns.numbers import PENNY
from oscb_desktop.returns.partners import Known

_SHEET_NAME = 31  # characters that Excel lets a sheet's name have
_LONGEST = 2_000  # rows; a longer list is not cut in two by hand

Rows = Sequence[Sequence[Any]]


def goes_on(first: Candidate, other: Candidate, rows: Rows) -> bool:
    """Whether ``other`` has further rows of the same list as ``first``, and not the same anew.

    They stand on one sheet under the same headings, no name is in both, no words over the other
    say that it is of another time, partner or unit, or a draft, and its rows are no breakdown of a
    row of the first.
    """
    if first.sheet != other.sheet or _headed(first) != _headed(other) or len(rows) > _LONGEST:
        return False
    over = _over(first, other, rows)
    if any(map(_sets_apart, over)) or not all(_names_more(text, first.table) for text in over):
        return False
    ours, theirs = _lines(first, other, rows), _lines(other, first, rows)
    if not ours or not theirs or ours.keys() & theirs.keys():
        return False
    sums = [sum(values) for values in zip(*theirs.values(), strict=True)]
    every = [sum(values) for values in zip(*ours.values(), strict=True)]
    return len(theirs) == 1 or not any(_equal(sums, line) for line in (*ours.values(), every))


def is_of_another_partner(
    first: Candidate, other: Candidate, rows: Sequence[Sequence[Any]], others: Rows
) -> bool:
    """Whether each of two sheets is called after the one partner that its table has a row of.

    ``rows`` are those of the first sheet, ``others`` those of the other. Both have the same
    headings and, but for the partner's name, the same words over them.
    """
    if first.sheet == other.sheet or _headed(first) != _headed(other):
        return False
    ours, theirs = _sole_name(first, rows), _sole_name(other, others)
    if not (ours and theirs) or headers.alike(ours) == headers.alike(theirs):
        return False
    over = [
        {" ".join(text.replace(name, "").casefold().split()) for text in held.above} - {""}
        for held, name in ((first, ours), (other, theirs))
    ]
    return over[0] == over[1]


def _sole_name(found: Candidate, rows: Rows) -> str:
    """Return the name of a table's only row where its sheet is called the same, else ""."""
    label = found.matched.column(found.table.label_field.name)
    names = {
        name
        for row in rows[found.bottom + 1 :]
        if (name := _name_in(row, label)) and numbers.has_figures(row)
    }
    if len(names) != 1:
        return ""
    (name,) = names
    known = Known()
    partner = known.partner_of(name)
    called = partner is not None and partner == known.partner_of(found.sheet)
    cut = len(found.sheet) == _SHEET_NAME and name.startswith(found.sheet)
    return name if called or cut else ""


def _headed(found: Candidate) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a header's table, its fields and what their headings say."""
    matched = found.matched
    named = (*matched.matches, *matched.asked, *matched.twice)
    return found.table.id, tuple(sorted((m.field, headers.alike(m.heading)) for m in named))


def _over(first: Candidate, other: Candidate, rows: Rows) -> list[str]:
    """Return the words that stand over the other table and not over the first."""
    low, high = sorted((first, other), key=lambda held: held.top)
    block = finding.title_block(rows, high.top) if high.top > low.bottom else range(high.top)
    left, right = (first.reach, other.reach) if high.top <= low.bottom else ((0, 0), (0, 1 << 20))
    return [
        str(cell)
        for row in block
        for column, cell in enumerate(rows[row])
        if isinstance(cell, str)
        and cell
        and column >= right[0]
        and (column >= left[1] or right[0] == 0)
    ]


def _sets_apart(text: str) -> bool:
    """Whether words over a table say that it is of another time, partner or unit, or a draft."""
    words = headers.alike(text)
    return bool(
        headers.vocabulary().turns(words)
        or quarters.quarter_of(words)[0]
        or years.years_in(text)
        or parts.of_title(text)
        or moneyunits.may_speak_of(text)
        or any(Known().partner_of(piece) for piece in (text, *text.split(":")))
        or "total" in words
        or "summary" in words
    )


def _names_more(text: str, table: Table) -> bool:
    """Whether words over a table say that it has more of the same: "Other partners", "continued".

    What says neither may be another list, which only a person can know.
    """
    words = headers.alike(text)
    same = (*table.words, *headers.synonyms_of(table), "continued", "cont", "contd")
    stems = {word.removesuffix("s") for word in same}
    return any(word.removesuffix("s") in stems for word in words.split())


def _lines(found: Candidate, other: Candidate, rows: Rows) -> dict[str, list[float]]:
    """Return the numbers of each row of a table by its name; totals and notes are none."""
    matched = found.matched
    label = matched.column(found.table.label_field.name)
    figures = [m.column for m in (*matched.matches, *matched.asked)
               if found.table.field(m.field).is_figure]  # fmt: skip
    end = other.top if other.top > found.bottom else len(rows)
    return {
        headers.alike(name): values
        for row in rows[found.bottom + 1 : end]
        if (name := _name_in(row, label)) and (values := _numbers_in(row, figures))
    }


def _name_in(row: Sequence[Any], label: int | None) -> str:
    """Return what a row is called, "" for no name or that of a total."""
    name = row[label] if label is not None and label < len(row) else ""
    if not isinstance(name, str) or extents.is_total_of_group(name):
        return ""
    return "" if extents.is_called_total(name) else name


def _numbers_in(row: Sequence[Any], figures: Sequence[int]) -> list[float]:
    """Return the numbers of a row's figures, 0 for a blank; [] where it has none."""
    values = [numbers.plain(row[column]) if column < len(row) else None for column in figures]
    return [value or 0.0 for value in values] if set(values) != {None} else []


def _equal(one: Sequence[float], two: Sequence[float]) -> bool:
    return any(one) and all(abs(a - b) <= PENNY for a, b in zip(one, two, strict=True))

"""What in a return may point to a person: personal data in any cell, and small counts of children.

Both are told before anything is kept. Personal data is never repeated whole in a message.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate, chain, compress
from typing import Any, NamedTuple

from oscb_desktop.base.personal import finding, headings, lists
from oscb_desktop.base.personal.found import Finding, Personal, described, masked
from oscb_desktop.base.personal.numbers import is_nhs_number
from oscb_desktop.base.text import listed
from oscb_desktop.returns import numbers
from oscb_desktop.returns.cells import address
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import At, Taken

Rows = Sequence[Sequence[Any]]

_SHORTEST = 5  # letters: "JS, 4"
_HEADED = 60  # rows in which headings may stand
_LONGEST_HEADING = 40
_TOGETHER = 5_000  # texts that are looked at in one go
_MANY_DIGITS = 9  # a telephone number or a number of a person has so many, whose digits count
# Digits that say more than that there is one: a year may be that of a birth; OX1 2ST is a postcode
# and 1st is none. Each is kept by a sign, and looked at as a number of its kind.
_YEARS = [re.compile(century + r"(?<!\d..)\d\d(?!\d)") for century in ("19", "20")]
_NO_ORDINAL = re.compile(r"[02-9](?=st)|[013-9](?=nd)|[0-24-9](?=rd)", re.IGNORECASE)
_ORDINALS = ("1st", "1nd", "1rd")  # with every digit as a one
_A_YEAR, _A_DIGIT = "\x02", "\x03"
_LOOKED_AT = str.maketrans({_A_YEAR: "2011", _A_DIGIT: "5"})
_ONES = str.maketrans("023456789", "111111111")
_NAMED = 5  # cells named in one message
_SMALL = frozenset({1.0, 2.0, 3.0, 4.0, 5.0})
_REACHING = frozenset({Personal.EMAIL, Personal.TELEPHONE, Personal.POSTCODE})


class _Hit(NamedTuple):
    """Personal data in a cell, counted from 0."""

    row: int
    column: int
    kind: Personal
    words: str
    office: bool


def look(sheets: Mapping[str, Rows], collector: Collector) -> None:
    """Add a problem at each cell that looks as if it held personal data.

    A sender's or an officer's contact details stop nothing: they are noted, once for each sheet.
    """
    for sheet, rows in sheets.items():
        contacts: dict[Personal, list[_Hit]] = {}
        for hit in _hits(rows):
            if hit.office:
                contacts.setdefault(hit.kind, []).append(hit)
            else:
                collector.add(
                    "return-personal-data",
                    sheet,
                    hit.row,
                    hit.column,
                    found=masked(hit.words),
                    what=described(hit.kind),
                )
        for kind, hits in contacts.items():
            collector.add(
                "return-contact-details",
                sheet,
                hits[0].row,
                hits[0].column,
                found=masked(hits[0].words),
                count=len(hits),
                what=described(kind),
            )


def small_counts(takens: Mapping[str, Taken], units: Sequence[str] | None, at: At) -> None:
    """Add a note for each column that counts children and holds counts from 1 to 5.

    ``units`` are the units of the rows where rows have their own: only numbers are counts.
    """
    for taken in takens.values():
        if not taken.field.children:
            continue
        small = [
            index
            for index, value in enumerate(taken.values)
            if value is not None
            and float(value) in _SMALL
            and (units is None or units[index] == "number")
        ]
        if small:
            cells = [address(at.rows[index], taken.column) for index in small]
            at.collector.add(
                "return-small-counts",
                at.sheet,
                at.rows[small[0]],
                taken.column,
                found=len(small),
                count=len(small),
                heading=taken.field.label,
                cells=listed(cells, _NAMED),
            )


def _hits(rows: Rows) -> Iterator[_Hit]:
    """Yield the personal data of a sheet, row by row; what a heading says of a cell goes first."""
    headed = {(hit.row, hit.column): hit for hit in _under_headings(rows)}
    found = _in_texts(_worth_a_look(_texts(rows)))
    if not headed and not found:
        return
    contacts = _Contacts(rows)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if (number, column) in headed:
                yield headed[number, column]
            elif cell in found:
                yield from _hits_in(found[cell], number, column, contacts)


def _texts(rows: Rows) -> list[str]:
    """Return the texts of a sheet that are long enough to hold personal data, each once."""
    # In their order: to go through a hundred thousand as a set has them takes thrice the time.
    every = dict.fromkeys(chain.from_iterable(rows))
    return [cell for cell in every if cell.__class__ is str and len(cell) >= _SHORTEST]


def _worth_a_look(texts: Sequence[str]) -> Sequence[str]:
    """Return the texts in which personal data may stand, of a long column only those.

    "Visit 1" to "Visit 100000" differ in their digits only, and with few digits one is like all:
    where nothing is found in it, nothing is in the others. "Visit 1" and "born 1 May 2011" are what
    is then looked at: an age of a child, a year of a birth.
    """
    if len(texts) < _TOGETHER:
        return texts
    every = [text for text in texts if "\n" not in text]
    shapes = _shapes("\n".join(every)).split("\n")
    kinds = {shape: shape.translate(_LOOKED_AT) for shape in set(shapes)}
    found = _in_texts(set(kinds.values()))
    telling = {shape for shape, seen in kinds.items() if _has_many_digits(shape) or seen in found}
    worth = [text for text in texts if "\n" in text] if len(every) < len(texts) else []
    if telling:
        worth += compress(every, map(telling.__contains__, shapes))
    return worth


def _has_many_digits(shape: str) -> bool:
    return shape.count("1") + 4 * shape.count(_A_YEAR) >= _MANY_DIGITS


def _shapes(lines: str) -> str:
    """Return lines with one digit in place of all that say no more than that there is one."""
    for year in _YEARS:  # each begins with what is quickly looked for
        lines = year.sub(_A_YEAR, lines)
    ones = lines.translate(_ONES)
    small = ones.casefold()
    if any(ordinal in small for ordinal in _ORDINALS):
        return _NO_ORDINAL.sub(_A_DIGIT, lines).translate(_ONES)
    return ones


def _hits_in(
    found: Sequence[Finding], row: int, column: int, contacts: "_Contacts"
) -> Iterator[_Hit]:
    """Yield what was found in a cell's text, as it is to be judged at that cell."""
    for what in found:
        reaching = what.kind in _REACHING
        office = what.office or (reaching and contacts.are_at(row, column))
        yield _Hit(row, column, what.kind, what.words, office)


def _in_texts(texts: Collection[str]) -> dict[str, list[Finding]]:
    """Return what was found in each of some texts, of those in which anything was.

    The texts are looked at together, a line each: one long search is quicker than many short.
    """
    found: dict[str, list[Finding]] = {}
    every = sorted(texts)
    for start in range(0, len(every), _TOGETHER):
        some = every[start : start + _TOGETHER]
        ends = list(accumulate(len(text) + 1 for text in some))
        for what in finding.find("\n".join(some)):
            found.setdefault(some[bisect_right(ends, what.start)], []).append(what)
    return found


def _under_headings(rows: Rows) -> Iterator[_Hit]:
    """Yield what only the heading of its column makes personal: a number, a date, a word."""
    for top, row in enumerate(rows[:_HEADED]):
        for column, heading in enumerate(row):
            kind = _headed(heading)
            if kind is not None:
                yield from _column_hits(kind, rows, top + 1, column)


def _column_hits(kind: Personal, rows: Rows, first: int, column: int) -> Iterator[_Hit]:
    for number in range(first, len(rows)):
        words = _meant(kind, rows[number][column]) if column < len(rows[number]) else ""
        if words:
            yield _Hit(number, column, kind, words, office=False)


def _headed(heading: object) -> Personal | None:
    if not isinstance(heading, str) or len(heading) > _LONGEST_HEADING:
        return None
    return headings.headed(numbers.clean(heading))


def _meant(kind: Personal, cell: object) -> str:
    """Return a cell's words where they are what its heading says, else ""."""
    if kind is Personal.NHS_NUMBER:
        digits = f"{cell:.0f}" if isinstance(cell, float) else re.sub(r"[ -]", "", str(cell))
        return digits if is_nhs_number(digits) else ""
    if kind is Personal.BIRTH:
        dated = isinstance(cell, datetime | date | str)
        return (numbers.read_date(cell) or "") if dated else ""
    if isinstance(cell, str) and any(letter.isalpha() for letter in cell):
        return cell if len(cell) <= _LONGEST_HEADING else ""
    return ""


class _Contacts:
    """Where a sheet speaks of contact details: in a heading above a cell, or beside it."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._headings: dict[int, int] = {}  # column → the first row in which one stands
        for number, row in enumerate(rows[:_HEADED]):
            for column, cell in enumerate(row):
                if column not in self._headings and _speaks_of_contacts(cell):
                    self._headings[column] = number

    def are_at(self, row: int, column: int) -> bool:
        """Whether a cell is somebody's contact details at work, by a heading or its row."""
        if self._headings.get(column, row) < row:
            return True
        return any(map(_speaks_of_contacts, self._rows[row][:column]))


def _speaks_of_contacts(cell: object) -> bool:
    short = isinstance(cell, str) and len(cell) <= _LONGEST_HEADING
    speaks = short and any(
        held.are_in(str(cell)) for held in (lists.contacts(), lists.contact_labels())
    )
    return speaks and not lists.child_words().are_in(str(cell))

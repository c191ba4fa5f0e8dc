"""Which rows under a header are data, which are totals, and which are neither.

A total is known by what it is, the sum of others, before what it is called: "All partners",
"Cyfanswm" and a row without a name are totals too, and a course called "Total Respect" is none.
"""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from typing import Any

import msgspec

from oscb_desktop.returns import numbers
from oscb_desktop.returns.numbers import PENNY

_TOTAL = re.compile(
    r"(?:(?:grand|overall|sub|running)?[\s-]*totals?\b.*|sum\b(?: of .*)?|"
    r".{0,60}\b(?:sub[\s-]*)?totals?:?)\s*$",
    re.IGNORECASE,
)
_PLAIN_TOTAL = re.compile(
    r"\s*(?:(?:grand|overall|sub|running)[\s-]*)?totals?\s*[:.]?\s*$|\s*sum\s*$", re.IGNORECASE
)
_SUB = re.compile(r"\s*sub[\s-]*total", re.IGNORECASE)
# What a total is called where it is not called one; an ordinary name is asked about.
_SUMS = re.compile(
    r"\s*(?:all\b.*|overall.*|altogether|combined.*|whole.*|.*\bsum\b.*|cyfanswm.*|cyfan.*|"
    r"razem|suma|summe|gesamt.*|ensemble|toplam|som|totaal|summa)?\s*[:.]?\s*$",
    re.IGNORECASE,
)
# Beginnings of such names, of which the line break before them is quickly looked for.
_BEGINS_ODDLY = re.compile(
    r"\n\s*(?:all\b|overall|altogether|combined|whole|cyf|razem|gesamt|ensemble|toplam|som\b|totaal)"
)
_IS_ODD = ("total", "sum", " \n")  # anywhere in a line
_NOTE = re.compile(
    r"\s*(?:notes?\b|source\b|\*|\[|†|footnote|sample data|prepared by|completed by|nb\b|n\.b\.)",
    re.IGNORECASE,
)
AGAIN = "headings again"  # why a row is skipped that repeats its table's headings
_LOOKED_AT = 5_000  # rows; sums are not looked for in a longer table, whose totals have names
_TELLING = 100  # a sum as large as this is hardly met by chance
_ENOUGH = 3  # rows; the last of fewer is near their sum by chance
_LONG_NAME = 60  # characters; what is longer and has no figures is a note
_PARTS = 200  # rows that may stand under one that sums them

Vector = tuple[float | None, ...]
Ask = Callable[[int, Sequence[int]], str]


class Skipped(msgspec.Struct, frozen=True):
    """A row that was not taken as data. ``row`` is counted from 0."""

    row: int
    why: str
    text: str = ""


class Extent(msgspec.Struct, frozen=True):
    """The rows of a table, counted from 0 in the sheet.

    ``totals`` stand below what they sum, ``heads`` above. ``found`` are totals that only their sums
    gave away. ``stray`` are rows with figures below the total: left out, and a person must know.
    """

    data: list[int]
    totals: list[int]
    skipped: list[Skipped]
    stray: list[int]
    heads: list[int] = []
    found: list[int] = []


def extent(
    cells: Sequence[Sequence[Any]],
    first: int,
    label: int,
    figures: Sequence[int],
    words: set[int],
    *,
    sums: bool,
    summed: Sequence[int] = (),
    named_only: bool = False,
    is_name: Callable[[str], bool] = lambda _: False,
    ask: Ask = lambda _row, _rows: "",
    again: Set[int] = frozenset(),
) -> Extent:
    """Sort the rows of a table.

    ``cells`` are its columns cut to one length, ``first`` the sheet row of their first cell,
    ``label`` the index among ``cells`` of the labels, ``figures`` those of the figures, ``words``
    those of other words; ``sums`` says whether rows may be totals at all, ``summed`` which columns
    add up; where ``named_only`` a row is asked about that is plainly called a total. ``is_name``
    tells a name that is known: its row is never taken for a total unasked. ``ask`` is given a row
    that may be a total and the rows that it sums (sheet rows from 0), and returns "total", "row" or
    "" where nobody has said. Rows ``again`` (among ``cells``) repeat the headings.
    """
    columns = _Columns(cells, label, figures, words)
    odd = _sort_odd(columns, first, ask, sums=sums, named_only=named_only, again=again)
    labels = columns.labels
    away = odd.blanks | set(odd.skipped)
    account = _Account(cells, labels, summed, set(odd.named), away, is_name)
    if sums and summed and len(labels) <= _LOOKED_AT:
        account.look(lambda row, rows: ask(first + row, [first + each for each in rows]))
    else:
        account.totals = list(odd.named)
    end, below = _end(labels, account, odd.blanks, odd.skipped)
    unsorted = [index for index in below if index not in away]
    stray = [index for index in unsorted if columns.has_numbers(index)]
    notes = [index for index in unsorted if not columns.has_numbers(index)]
    reasons = {"note": notes, "below the total": stray, "sum of rows below": account.heads}
    passed = odd.passed_over(first, end)
    passed += [
        Skipped(first + index, why, str(labels[index])[:200])
        for why, rows in reasons.items()
        for index in rows
    ]
    passed.sort(key=lambda row: row.row)
    return Extent(
        data=_data(first, end, {*away, *account.totals, *account.heads}, len(labels)),
        totals=[first + index for index in sorted(account.totals) if index < end],
        skipped=passed,
        stray=[first + index for index in stray],
        heads=[first + index for index in account.heads],
        found=[first + index for index in account.found],
    )


def _data(first: int, end: int, away: set[int], length: int) -> list[int]:
    """Return the sheet rows up to an end but for some; of a long table without any, in one go."""
    if not away and end == length:
        return list(range(first, first + end))
    return [first + index for index in range(end) if index not in away]


class _Row(msgspec.Struct, frozen=True):
    """What a row says: its name or its lone note, and whether it has figures and other words."""

    text: str
    numeric: bool = False
    wordy: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return not self.text and not self.numeric and not self.wordy

    def why_no_data(self, *, has_figures: bool) -> str:
        """Return why a row without a figure is none of the data, "" where it may well be.

        ``has_figures`` says whether the table has columns of figures at all.
        """
        if not self.text or self.wordy:
            return ""
        if _NOTE.match(self.text):
            return "note"
        if not has_figures:
            return ""
        return "note" if len(self.text) > _LONG_NAME else "no figures"


class _Columns(msgspec.Struct, frozen=True):
    """The columns of a table, cut to one length, and what each is: see ``extent``."""

    cells: Sequence[Sequence[Any]]
    label: int
    figures: Sequence[int]
    words: set[int]

    @property
    def labels(self) -> Sequence[Any]:
        """The names of the rows."""
        return self.cells[self.label]

    def odd(self) -> set[int]:
        """Return the rows that must be looked at one by one: an odd label, or no first figure."""
        odd = _odd_labels(self.labels)
        for column in self.figures[:1]:
            odd |= {index for index, value in enumerate(self.cells[column]) if value == ""}
        return odd

    def row(self, index: int) -> _Row:
        """Return what a row says."""
        text = " ".join(str(self.labels[index]).split())
        if not text and self.figures:
            note = _lone_words([column[index] for column in self.cells])
            if note:  # a note that starts in another column
                return _Row(note)
        return _Row(
            text, self._any_filled(self.figures, index), self._any_filled(self.words, index)
        )

    def _any_filled(self, columns: Iterable[int], index: int) -> bool:
        return any(self.cells[column][index] not in ("", None) for column in columns)

    def has_numbers(self, index: int) -> bool:
        """Whether a number stands in one of a row's figures."""
        return any(numbers.plain(self.cells[column][index]) is not None for column in self.figures)

    def is_called_total(self, index: int, text: str) -> bool:
        """Whether a row is called a total, by its name or where that is blank by a word beside."""
        if text:
            return bool(_TOTAL.match(text) or _SUMS.match(text))
        beside = [self.cells[column][index] for column in self.words]
        return any(isinstance(cell, str) and _TOTAL.match(cell.strip()) for cell in beside if cell)


class _Odd(msgspec.Struct, frozen=True):
    """Rows that are not plainly data, counted from 0 in the table: each is one of three, or data.

    ``named`` are called a total, ``skipped`` are notes and the like with why they are passed over.
    """

    named: list[int] = []
    blanks: set[int] = set()
    skipped: dict[int, Skipped] = {}

    def passed_over(self, first: int, end: int) -> list[Skipped]:
        """Return the rows that are none of the data, of blank ones those before an end."""
        blank = [Skipped(first + index, "blank") for index in sorted(self.blanks) if index < end]
        return [*blank, *self.skipped.values()]


def _sort_odd(
    columns: _Columns, first: int, ask: Ask, *, sums: bool, named_only: bool, again: Set[int]
) -> _Odd:
    """Return what the odd rows of a table are; the rest of it is data, or a total by its sum."""
    odd = _Odd(skipped={
        index: Skipped(first + index, AGAIN, columns.row(index).text[:200]) for index in again
    })  # fmt: skip
    for index in sorted(columns.odd() - again):
        row = columns.row(index)
        if row.is_blank:
            odd.blanks.add(index)
            continue
        if sums and row.numeric and columns.is_called_total(index, row.text):
            odd.named.append(index)
            continue
        why = ""
        if not row.numeric:
            why = row.why_no_data(has_figures=bool(columns.figures))
        elif named_only and _PLAIN_TOTAL.match(row.text) and ask(first + index, []) == "total":
            why = "sum of rows below"
        if why:
            odd.skipped[index] = Skipped(first + index, why, row.text[:200])
    return odd


class _Sum(msgspec.Struct, frozen=True):
    """The sums of rows, column by column, and how many numbers each has."""

    totals: tuple[float, ...]
    counts: tuple[int, ...]
    has_negative: bool = False

    @classmethod
    def of(cls, width: int) -> "_Sum":
        """Return the sum of no rows."""
        return cls((0.0,) * width, (0,) * width)

    def plus(self, row: Vector) -> "_Sum":
        """Return this and one row more."""
        return _Sum(
            tuple(total + (value or 0) for total, value in zip(self.totals, row, strict=True)),
            tuple(n + (value is not None) for n, value in zip(self.counts, row, strict=True)),
            self.has_negative or any(value is not None and value < 0 for value in row),
        )

    def less(self, other: "_Sum") -> "_Sum":
        """Return this without the rows of another that it began with."""
        return _Sum(
            tuple(one - two for one, two in zip(self.totals, other.totals, strict=True)),
            tuple(one - two for one, two in zip(self.counts, other.counts, strict=True)),
        )

    def is_past(self, head: Vector) -> bool:
        """Whether no rows more could make this what a head says: it is larger, and only grows."""
        if self.has_negative:
            return False
        return any(
            value is not None and total > value + PENNY
            for total, value in zip(self.totals, head, strict=True)
        )


class _Account:
    """Rows walked from the top, each held against the sums of those above and below it."""

    def __init__(
        self,
        cells: Sequence[Sequence[Any]],
        labels: Sequence[Any],
        summed: Sequence[int],
        named: set[int],
        away: set[int],
        is_name: Callable[[str], bool],
    ) -> None:
        self.totals: list[int] = []
        self.heads: list[int] = []
        self.found: list[int] = []
        self.whole: set[int] = set()  # totals of everything above them
        self._cells = cells
        self._labels = labels
        self._summed = summed
        self._named = named
        self._away = away
        self._is_name = is_name
        self._vectors: dict[int, Vector] = {}
        self._at = [_Sum.of(len(summed))]  # of the data rows up to each

    def look(self, ask: Ask) -> None:
        """Find the totals and the heads; ask where a sum may be chance."""
        self._vectors = self._with_numbers()
        rows = sorted(self._vectors)
        if rows and rows[0] in self._named and self._equals(rows[0], rows[1:]):
            self.heads.append(rows[0])  # a total on top
            self._named.discard(rows[0])
            rows = rows[1:]
        self._find_heads([row for row in rows if row not in self._named], ask)
        self._walk([row for row in rows if row not in self.heads], ask)

    def _with_numbers(self) -> dict[int, Vector]:
        """Return the numbers of each row that has one, in the columns that add up."""
        columns = [self._cells[at] for at in self._summed]
        vectors = {
            index: tuple(numbers.plain(column[index]) for column in columns)
            for index in range(len(self._labels))
            if index not in self._away
        }
        return {
            index: vector
            for index, vector in vectors.items()
            if any(value is not None for value in vector)
        }

    def _walk(self, rows: Sequence[int], ask: Ask) -> None:
        """Find the totals that stand under what they sum."""
        data: list[int] = []
        unsure: list[int] = []  # called a total, but the sum of nothing above
        starts = [0]  # how many data rows stood above each total
        for at, row in enumerate(rows):
            group = self._sums(row, data, starts)
            if row not in self._named:
                group = self._summed_unnamed(row, group, data, rows[at + 1 :], ask)
                if group:
                    self._close(row, data, starts, whole=len(group) == len(data))
                else:
                    data.append(row)
            elif group or _PLAIN_TOTAL.match(self._text(row)):
                if not group:
                    self._settle_unsure(row, unsure, data)
                self._close(row, data, starts, whole=len(group) in (0, len(data)))
                unsure.clear()
            else:
                unsure.append(row)
                data.append(row)
        self.totals += [row for row in unsure if ask(row, []) == "total"]

    def _summed_unnamed(
        self, row: int, group: list[int], data: list[int], later: Sequence[int], ask: Ask
    ) -> list[int]:
        """Return the rows that one not called a total is one of all the same; [] where it is none.

        ``group`` are those that it is the sum of, ``data`` all above, ``later`` those below.
        """
        if not later and self._is_nearly(row, data) and ask(row, data) == "total":
            return data
        if self._adds_up(row, group) and self._is_sum(row, group, later, ask):
            return group
        return []

    def _settle_unsure(self, row: int, unsure: Sequence[int], data: list[int]) -> None:
        """Take the rows in doubt for totals where a total is the sum of all above but for them."""
        if unsure and self._equals(row, [held for held in data if held not in unsure]):
            self._take_as_totals(unsure, data)

    def _take_as_totals(self, unsure: Sequence[int], data: list[int]) -> None:
        for row in unsure:
            data.remove(row)
            self.totals.append(row)
        del self._at[1:]  # added up anew

    def _close(self, row: int, data: list[int], starts: list[int], *, whole: bool) -> None:
        self.totals.append(row)
        if whole:
            self.whole.add(row)
        if row not in self._named:
            self.found.append(row)
        starts.append(len(data))

    def _sums(self, row: int, data: Sequence[int], starts: Sequence[int]) -> list[int]:
        """Return the rows above that one is the sum of, [] for none: since a total, or all."""
        for start in dict.fromkeys((*reversed(starts), 0)):
            if start < len(data) and self._is(row, self._so_far(data).less(self._at[start])):
                return list(data[start:])
        return []

    def _so_far(self, data: Sequence[int]) -> _Sum:
        """Return the sum of all data rows so far; each is added once, however often it is asked."""
        while len(self._at) <= len(data):
            added = len(self._at) - 1
            self._at.append(self._at[-1].plus(self._vectors[data[added]]))
        return self._at[len(data)]

    def _is(self, row: int, sums: _Sum) -> bool:
        """Whether a row is a sum in every column where it has a number."""
        held = False
        for value, total, count in zip(self._vectors[row], sums.totals, sums.counts, strict=True):
            if value is None:
                continue
            if not count or abs(total - value) > PENNY:
                return False
            held = held or value != 0
        return held

    def _is_nearly(self, row: int, data: list[int]) -> bool:
        """Whether a last row is within a twentieth of the sum of all above, in every column."""
        if len(data) < _ENOUGH or self._sums(row, data, [0]) or self._is_name(self._text(row)):
            return False
        sums = self._so_far(data)
        pairs = [
            (value, total)
            for value, total in zip(self._vectors[row], sums.totals, strict=True)
            if value is not None
        ]
        return bool(pairs) and all(
            total >= _TELLING and abs(value - total) <= total / 20 for value, total in pairs
        )

    def _is_sum(self, row: int, group: Sequence[int], later: Sequence[int], ask: Ask) -> bool:
        """Whether a row that is the sum of others, but not called so, is their total."""
        text = self._text(row)
        sums = {abs(value) for value in self._vectors[row] if value}
        large = max(sums, default=0) >= _TELLING
        if not later and (large or len(sums) > 1) and _SUMS.match(text) and not self._is_name(text):
            return True
        if large or len(sums) > 1 or not later:
            return ask(row, group) == "total"
        return False

    def _find_heads(self, rows: Sequence[int], ask: Ask) -> None:
        """Find rows that carry the sum of the rows beneath them."""
        groups: list[list[int]] = []
        at = 0
        while at < len(rows):
            under = self._under(rows, at)
            if under:
                groups.append([rows[at], *under])
            at += 1 + len(under)
        sure = len(groups) > 1 and sum(map(len, groups)) == len(rows)
        for head, *under in groups:
            indented = all(self._indent(row) > self._indent(head) for row in under)
            nameless = not self._text(head) and len(under) + 1 == len(rows)
            known = sure or indented or nameless or self._is_top_total(head)
            if known or (self._tells(head) and ask(head, under) == "total"):
                self.heads.append(head)

    def _under(self, rows: Sequence[int], at: int) -> list[int]:
        """Return the two rows or more that follow one and whose sum it is; the fewest."""
        head = self._vectors[rows[at]]
        sums = _Sum.of(len(head))
        for end in range(at + 1, min(at + _PARTS, len(rows))):
            sums = sums.plus(self._vectors[rows[end]])
            if end > at + 1 and self._is(rows[at], sums):
                group = list(rows[at + 1 : end + 1])
                if self._adds_up(rows[at], group):
                    return group
            if sums.is_past(head):
                return []
        return []

    def _adds_up(self, row: int, group: Sequence[int]) -> bool:
        """Whether a sum has two parts that are not nought: else one row merely repeats another."""
        return any(
            value and sum(bool(self._vectors[each][at]) for each in group) > 1
            for at, value in enumerate(self._vectors[row])
        )

    def _tells(self, row: int) -> bool:
        return max((abs(value) for value in self._vectors[row] if value), default=0) >= _TELLING

    def _is_top_total(self, row: int) -> bool:
        return bool(_TOTAL.match(self._text(row)))

    def _equals(self, row: int, group: Sequence[int]) -> bool:
        """Whether a row is the sum of others in every column where it has a number."""
        held = False
        for at, value in enumerate(self._vectors[row]):
            if value is None:
                continue
            parts = [part for each in group if (part := self._vectors[each][at]) is not None]
            if not parts or abs(sum(parts) - value) > PENNY:
                return False
            held = held or value != 0
        return held

    def _text(self, row: int) -> str:
        return " ".join(str(self._labels[row]).split())

    def _indent(self, row: int) -> int:
        text = str(self._labels[row])
        return len(text) - len(text.lstrip())


def _lone_words(row: Sequence[Any]) -> str:
    """Return the only filled cell of a row where it holds words and no number, else ""."""
    filled = [cell for cell in row if cell not in ("", None)]
    if len(filled) != 1 or not isinstance(filled[0], str) or numbers.read(filled[0]) is not None:
        return ""
    return " ".join(filled[0].split())


def is_total(rows: Extent, row: int) -> bool:
    """Whether a row that was passed over is a total without its sum."""
    return any(held.row == row and _TOTAL.match(held.text) for held in rows.skipped)


def is_note(text: str) -> bool:
    """Whether a text calls itself a note or a source: no title begins so."""
    return bool(_NOTE.match(text))


def is_called_total(text: str) -> bool:
    """Whether a row's name calls it a total of any kind."""
    return _TOTAL.match(text) is not None


def is_total_of_group(cell: object) -> bool:
    """Whether a word beside a row's name says that the row is of all: "All agencies", "Total"."""
    if not isinstance(cell, str) or not cell.strip():
        return False
    return _PLAIN_TOTAL.match(cell) is not None or _SUMS.match(cell) is not None


def is_subtotal(text: str) -> bool:
    """Whether a totals row's label says that it sums a part only."""
    return bool(_SUB.match(text))


def _odd_labels(labels: Sequence[Any]) -> set[int]:
    """Return the indexes of labels that must be looked at one by one."""
    if set(map(type, labels)) == {str} and "" not in labels:
        lines = "\n".join(("", *labels)).casefold()
        if not any(mark in lines for mark in _IS_ODD) and _BEGINS_ODDLY.search(lines) is None:
            return set()
    return {
        index
        for index, value in enumerate(labels)
        if value.__class__ is not str or not value or _odd_word(value)
    }


def _odd_word(value: str) -> bool:
    folded = value.casefold()
    return "total" in folded or _SUMS.match(value) is not None or value.isspace()


def _end(
    labels: Sequence[Any], account: _Account, blanks: set[int], skipped: dict[int, Skipped]
) -> tuple[int, list[int]]:
    """Return where the table ends, and the rows below that end.

    The last total ends it where it sums everything above, or where a blank row or nothing at all
    follows; "subtotal" never does.
    """
    length = len(labels)
    grand = [index for index in account.totals if not is_subtotal(str(labels[index]))]
    if not grand:
        return length, []
    last = max(grand)
    below = [index for index in range(last + 1, length) if index not in blanks]
    whole = last in account.whole and last == max(account.totals)
    ends = not below or last + 1 in blanks or all(index in skipped for index in below)
    if ends or (whole and bool(_PLAIN_TOTAL.match(str(labels[last])) or last in account.found)):
        return last + 1, below
    return length, []

"""Which rows under a header are data, which are totals, and which are passed over and why."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from oscb_desktop.returns import numbers

_TOTAL = re.compile(
    r"(?:(?:grand|overall|sub|running)?[\s-]*totals?\b.*|sum\b(?: of .*)?|.{0,60}\btotals?:?)\s*$",
    re.IGNORECASE,
)
_SUB = re.compile(r"\s*sub[\s-]*total", re.IGNORECASE)
_NOTE = re.compile(
    r"\s*(?:notes?\b|source\b|\*|\[|†|footnote|sample data|prepared by|completed by)", re.IGNORECASE
)


class Skipped(msgspec.Struct, frozen=True):
    """A row that was not taken as data. ``row`` is counted from 0."""

    row: int
    why: str
    text: str = ""


class Extent(msgspec.Struct, frozen=True):
    """The rows of a table, counted from 0 in the sheet."""

    data: list[int]
    totals: list[int]
    skipped: list[Skipped]
    stray: list[int]  # rows with figures below the total: left out, and a person must know


def extent(
    cells: Sequence[Sequence[Any]],
    first: int,
    label: int,
    figures: Sequence[int],
    words: set[int],
    *,
    sums: bool,
) -> Extent:
    """Sort the rows of a table.

    ``cells`` are its columns cut to one length, ``first`` the sheet row of their first cell,
    ``label`` the index among ``cells`` of the labels, ``figures`` those of the figures, ``words``
    those of other words; ``sums`` says whether rows may be totals at all.
    """
    labels = cells[label]
    odd = _odd_labels(labels)
    for column in figures[:1]:
        odd |= {index for index, value in enumerate(cells[column]) if value == ""}
    totals: list[int] = []
    blanks: set[int] = set()
    skipped: dict[int, Skipped] = {}
    for index in sorted(odd):
        text = " ".join(str(labels[index]).split())
        numeric = any(cells[column][index] not in ("", None) for column in figures)
        wordy = any(cells[column][index] not in ("", None) for column in words)
        if not text and figures:
            note = _lone_words([column[index] for column in cells])
            if note:
                text, numeric, wordy = note, False, False  # a note that starts in another column
        if not text and not numeric and not wordy:
            blanks.add(index)
        elif sums and numeric and _is_total(text, cells, index, words):
            totals.append(index)
        elif text and not numeric and not wordy and figures:
            why = "note" if _NOTE.match(text) or len(text) > 60 else "no figures"
            skipped[index] = Skipped(first + index, why, text[:200])
        elif text and not wordy and not figures and _NOTE.match(text):
            skipped[index] = Skipped(first + index, "note", text[:200])
    end, stray = _end(labels, totals, blanks, skipped)
    data = (
        [
            first + index
            for index in range(end)
            if index not in blanks and index not in skipped and index not in totals
        ]
        if odd
        else list(range(first, first + end))
    )
    left = [index for index in stray if index not in blanks and index not in skipped]
    passed = [Skipped(first + index, "blank") for index in sorted(blanks) if index < end]
    passed += [held for index, held in skipped.items()]
    passed += [
        Skipped(first + index, "below the total", str(labels[index])[:200]) for index in left
    ]
    passed.sort(key=lambda row: row.row)
    kept = [first + index for index in totals if index < end]
    return Extent(data, kept, passed, [first + index for index in left])


def _lone_words(row: Sequence[Any]) -> str:
    """Return the only filled cell of a row where it holds words and no number, else ""."""
    filled = [cell for cell in row if cell not in ("", None)]
    if len(filled) != 1 or not isinstance(filled[0], str) or numbers.read(filled[0]) is not None:
        return ""
    return " ".join(filled[0].split())


def is_total(rows: Extent, row: int) -> bool:
    """Whether a row that was passed over is a total without its sum."""
    return any(held.row == row and _TOTAL.match(held.text) for held in rows.skipped)


def is_subtotal(text: str) -> bool:
    """Whether a totals row's label says that it sums a part only."""
    return bool(_SUB.match(text))


def _odd_labels(labels: Sequence[Any]) -> set[int]:
    """Return the indexes of labels that must be looked at one by one."""
    if set(map(type, labels)) == {str} and "" not in labels:
        joined = "\n".join(labels).casefold()
        if "total" not in joined and "sum" not in joined and " \n" not in joined:
            return set()
    return {
        index
        for index, value in enumerate(labels)
        if value.__class__ is not str or not value or _odd_word(value)
    }


def _odd_word(value: str) -> bool:
    folded = value.casefold()
    return "total" in folded or folded[:3] == "sum" or value.isspace()


def _is_total(text: str, cells: Sequence[Sequence[Any]], index: int, words: set[int]) -> bool:
    if text:
        return bool(_TOTAL.match(text))
    # "Total" may stand in another column of words, its label left blank.
    beside = [cells[column][index] for column in words]
    return any(isinstance(cell, str) and _TOTAL.match(cell.strip()) for cell in beside if cell)


def _end(
    labels: Sequence[Any], totals: list[int], blanks: set[int], skipped: dict[int, Skipped]
) -> tuple[int, list[int]]:
    """Return where the table ends, and the rows below that end.

    The last total ends it where a blank row, or nothing at all, follows; "subtotal" never does.
    """
    length = len(labels)
    grand = [index for index in totals if not is_subtotal(str(labels[index]))]
    if not grand:
        return length, []
    last = grand[-1]
    below = [index for index in range(last + 1, length) if index not in blanks]
    if not below or last + 1 in blanks or all(index in skipped for index in below):
        return last + 1, below
    return length, []

"""Finding the columns and the rows that a person names: exactly, or by letter, never by likeness.

A name that fits no column, or more than one, is a question; its answers are letters.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from oscb_desktop.base.text import say
from oscb_desktop.returns.cells import column_index, letter
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import text_of

_OFFERED = 6
_PLAIN = str.maketrans("\u2018\u2019\u2010\u2011\u2012\u2013\u2014\u00a0", "''-----\u0020")


class Pickable(Protocol):
    """A sheet with a header row, headed columns and rows."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""

    @property
    def header_row(self) -> int:
        """The header's row number, from 1."""

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Letter and heading of each column."""

    @property
    def own(self) -> Mapping[str, str]:
        """Letter → what stands in the heading row itself, without the groups above."""

    @property
    def width(self) -> int:
        """How many columns the sheet has."""

    @property
    def rows(self) -> list[list[Any]]:
        """The rows under the header."""


def pick_columns(names: Sequence[str], picker: Pickable, collector: Collector) -> list[int | None]:
    """Return the index of each column named; None, with a question, for one that is not clear.

    A name is the heading, whatever its case and spaces, or the letter. Where it is both the
    heading of one column and the letter of another, or the heading of two, it is a question.
    """
    return [_pick(name, picker, collector) for name in names]


def pick_rows(
    where: Mapping[int, Sequence[str]], picker: Pickable, collector: Collector
) -> list[int]:
    """Return the indexes of the rows under the header where each column has one of its values.

    A value is the whole cell, whatever its case and spaces; one that no row has is a problem.
    """
    kept = [row for row, cells in enumerate(picker.rows) if any(cell != "" for cell in cells)]
    for column, wanted in where.items():
        texts = {
            row: text_of(picker.rows[row][column]) for row in kept if len(picker.rows[row]) > column
        }
        found = _rows_of_any(wanted, texts, column, picker, collector)
        kept = [row for row in kept if row in found]
    return kept


def _rows_of_any(
    wanted: Sequence[str],
    texts: Mapping[int, str],
    column: int,
    picker: Pickable,
    collector: Collector,
) -> set[int]:
    """Return the rows that have one of the values wanted; tell of a value that none has."""
    found: set[int] = set()
    for value in wanted:
        same = _rows_of(value, texts)
        found.update(same)
        if not same:
            collector.add(
                "published-no-such-row", picker.sheet, picker.header_row - 1, column,
                found=value, heading=heading_of(picker, column),
                expected="; ".join(nearest(value, list(texts.values()))),
            )  # fmt: skip
    return found


def _rows_of(value: str, texts: Mapping[int, str]) -> list[int]:
    """Return the rows with exactly a text, else those that differ in case and spaces alone."""
    exact = [row for row, text in texts.items() if text == value]
    if exact:
        return exact
    wanted = plain(value)
    return [row for row, text in texts.items() if plain(text) == wanted]


def heading_of(picker: Pickable, column: int) -> str:
    """Return a column's heading, or its letter where it has none."""
    return dict(picker.columns).get(letter(column)) or letter(column)


def plain(text: str) -> str:
    """Return text as it is compared: in one case, with plain spaces, dashes and apostrophes."""
    return " ".join(text.translate(_PLAIN).replace(":", " ").split()).casefold()


def nearest(name: str, offered: Sequence[str]) -> list[str]:
    """Return the texts most like a name, cut to be read."""
    return [_cut(text) for text in _nearest(name, offered, 3)]


def shortened(headings: Sequence[str], limit: int = 120) -> list[str]:
    """Return headings made fit to be labels: spaces made one, and cut at ``limit``."""
    return [_cut(" ".join(heading.split()), limit) for heading in headings]


def _pick(name: str, picker: Pickable, collector: Collector) -> int | None:
    fitting = _fitting(name, picker)
    if len(fitting) == 1:
        return fitting[0]
    headings = dict(picker.columns)
    if not fitting:
        near = _nearest(name, list(headings.values()), _OFFERED)
        fitting = [column_index(at) or 0 for text in near for at, held in picker.columns
                   if held == text][:_OFFERED]  # fmt: skip
        fits = say("no heading")
    else:
        fits = say("{count} columns", count=len(fitting))
    answers = [(letter(at), _cut(heading_of(picker, at))) for at in fitting]
    said = collector.ask(
        "published-column-not-clear",
        picker.sheet,
        picker.header_row - 1,
        fitting[0] if fitting else 0,
        answers,
        found=name,
        expected="; ".join(f"{at} {heading}" for at, heading in answers),
        fits=fits,
    )
    return column_index(said) if said else None


def _fitting(name: str, picker: Pickable) -> list[int]:
    wanted = plain(name)
    exact = [at for at, heading in picker.columns if heading == " ".join(name.split())]
    same = exact or [at for at, heading in picker.columns if plain(heading) == wanted]
    same = same or [at for at, heading in picker.own.items() if plain(heading) == wanted]
    found = [column_index(at) or 0 for at in same]
    at = column_index(name) if name.isupper() else None
    if at is not None and at < picker.width and at not in found:
        found.append(at)
    return found


def _nearest(name: str, offered: Sequence[str], limit: int) -> list[str]:
    from rapidfuzz import fuzz, process

    pool = [text for text in dict.fromkeys(offered) if text]
    near = process.extract(
        name, pool, scorer=fuzz.token_set_ratio, limit=limit, processor=lambda text: text.casefold()
    )
    return [text for text, _, _ in near]


def _cut(text: str, limit: int = 60) -> str:
    if len(text) <= limit:
        return text
    # Long headings of published tables differ at their end.
    half = (limit - 1) // 2
    return f"{text[:half].rstrip()}…{text[-half:].lstrip()}"

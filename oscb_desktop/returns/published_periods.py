"""The period of each published figure: of its row, its column, else the sheet, title or file.

What is nearer to the figure counts. Where nothing says it, it is asked: published statistics are
hardly ever of the report's own year.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.returns import period_kinds, periods
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import text_of
from oscb_desktop.returns.period_kinds import Period
from oscb_desktop.returns.periods import period_of, periods_in
from oscb_desktop.returns.reading import Workbook

_YEARS = frozenset({
    "time period", "timeperiod", "year", "financial year", "academic year", "calendar year",
    "reporting year", "fiscal year", "period", "reporting period", "date", "reference date",
    "year ending", "year ended", "year ending 31 march", "year ended 31 march",
})  # fmt: skip
_PARTS = frozenset({"quarter", "month", "term", "time identifier", "season", "qtr"})
_SAID_BY_HEADING = re.compile(
    r"(?:academic|calendar|financial|fiscal) year|year end", re.IGNORECASE
)
_COVER = re.compile(r"cover|front|contents|title|about|info|read.?me|metadata", re.IGNORECASE)


class Table(Protocol):
    """What is needed of a sheet; row numbers are from 1."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""

    @property
    def first_row(self) -> int:
        """The first row of headings."""

    @property
    def header_row(self) -> int:
        """The last row of headings."""

    @property
    def parts(self) -> Mapping[int, tuple[str, ...]]:
        """The parts of each heading, by the column's index, the widest group first."""


class Around(msgspec.Struct, frozen=True):
    """The period that a sheet, its title or its file gives, with where it was read."""

    period: Period | None
    where: str  # "" where no place says it
    asked: bool = False  # whether something is told of it already

    @property
    def label(self) -> str:
        """The period's label, "" where there is none."""
        return self.period.label if self.period else ""


class RowColumns(msgspec.Struct, frozen=True):
    """The indexes of the columns that say a row's year, and which part of it."""

    years: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()

    @property
    def every(self) -> tuple[int, ...]:
        """All of them."""
        return (*self.parts, *self.years)


class Timed(msgspec.Struct, frozen=True):
    """The labels of periods: each row's, and each column's that has its own; "" where unknown.

    ``held`` are the columns in which the rows' were read.
    """

    rows: list[str]
    columns: dict[int, str]
    held: RowColumns


def row_columns(headings: Mapping[int, str]) -> RowColumns:
    """Return the columns whose headings say that they hold periods."""
    named = {at: " ".join(text.replace("_", " ").split()).casefold()
             for at, text in headings.items()}  # fmt: skip
    return RowColumns(
        tuple(at for at, text in named.items() if text in _YEARS),
        tuple(at for at, text in named.items() if text in _PARTS),
    )


def of_figures(
    workbook: Workbook,
    table: Table,
    cells: Sequence[Sequence[Any]],
    numbers: Sequence[int],
    chosen: Sequence[int],
    said: Mapping[str, str],
    reporting_year: str,
    collector: Collector,
) -> Timed:
    """Return the labels of the periods of the rows ``cells`` in the columns ``chosen``.

    ``numbers`` are the rows' own, from 0. ``said`` is what a person set: it stands for what the
    sheet, its title and its file say. What is not known, or not clear, is asked.
    """
    near = _said(said, table.sheet, None) or around(workbook, table, None)
    year = said.get("year") or _year_of(near.period)
    found = row_columns({at: parts[-1] for at, parts in table.parts.items()})
    held = RowColumns(
        years=tuple(at for at in found.years if at not in chosen),
        parts=tuple(at for at in found.parts if at not in chosen),
    )
    rows = _of_rows(cells, numbers, held, table, year, collector)
    columns = _of_columns(chosen, rows, table, year, collector)
    unknown = [at for at in chosen if at not in columns]
    label = ""
    if unknown and None in rows:
        near = _said(said, table.sheet, collector) or around(workbook, table, collector)
        label = near.label
        if not label and not near.asked:
            label = collector.ask(
                "published-period-unknown", table.sheet, table.header_row - 1, unknown[0],
                _offered(reporting_year),
            )  # fmt: skip
    return Timed([period.label if period else label for period in rows], columns, held)


def _of_columns(
    chosen: Sequence[int],
    rows: Sequence[Period | None],
    table: Table,
    year: str,
    collector: Collector,
) -> dict[int, str]:
    """Return the label of the period of each column whose heading names its own."""
    found: dict[int, str] = {}
    for at in chosen:
        held = _of_heading(table.parts.get(at, ()), year)
        place = (table.sheet, table.header_row - 1, at)
        label = _beside_rows(held, rows, place, collector) if held else ""
        if label:
            found[at] = label
    return found


def _of_rows(
    rows: Sequence[Sequence[Any]],
    numbers: Sequence[int],
    columns: RowColumns,
    table: Table,
    year: str,
    collector: Collector,
) -> list[Period | None]:
    """Return each row's own period; None where no column says one."""
    every = (*columns.parts, *columns.years)
    if not every:
        return [None] * len(rows)
    headings = {at: " ".join(table.parts[at][-1].replace("_", " ").split()) for at in every}
    said: dict[tuple[str, ...], Period | None] = {}
    found: list[Period | None] = []
    for row, number in zip(rows, numbers, strict=True):
        texts = tuple(_row_text(row, at, headings) for at in every)
        if texts not in said:
            place = (table.sheet, number, (*columns.years, *columns.parts)[0])
            said[texts] = _read_row(texts, columns, headings, year, place, collector)
        found.append(said[texts])
    return found


def _of_heading(parts: Sequence[str], year: str) -> periods.Found | None:
    """Return the period that a column's heading names, the nearest part first.

    "Q1" under "2023-24" is of that year.
    """
    whole = period_of(" ".join(parts), year) if len(parts) > 1 else None
    if whole is not None:
        return whole
    return next((held for part in reversed(parts) if (held := period_of(part, year))), None)


def _beside_rows(
    found: periods.Found,
    rows: Sequence[Period | None],
    place: tuple[str, int, int],
    collector: Collector,
) -> str:
    """Return the label of a heading's period; "" where the rows' own are nearer."""
    period = _clear(found, place, collector)
    others = {held for held in rows if held is not None}
    if period is None or not others:
        return period.label if period else ""
    if others == {period}:
        return ""
    (only, *more) = others
    if not more and only.start <= period.start and period.end <= only.end:
        return period.label  # the heading says which part of the rows' one year
    sheet, row, column = place
    told = ", ".join(sorted(held.label for held in others))
    collector.add(
        "published-heading-of-another-period", sheet, row, column, found=period.label, expected=told
    )
    return ""


def _said(said: Mapping[str, str], sheet: str, collector: Collector | None) -> Around | None:
    """Return what a person set, None where nothing was; words that say no period are told."""
    words, year = said.get("period", ""), said.get("year", "")
    if not words and not year:
        return None
    period = periods.chosen(words, year) if words else periods.chosen(year)
    if period is None and collector is not None:
        collector.add("published-period-not-understood", sheet, found=words or year)
    return Around(period, say("what was set"), asked=period is None)


def around(workbook: Workbook, table: Table, collector: Collector | None) -> Around:
    """Return the period that the sheet's name, its title, the file or its cover gives.

    The nearest counts. Where two of them name periods that have no day in common it is asked.
    """
    above = workbook.rows(table.sheet)[: table.first_row - 1]
    titles = [cell for row in above for cell in row if isinstance(cell, str) and cell]
    places = [
        (say("the sheet's name"), [table.sheet]),
        (say("the title"), titles),
        (say("the file's name"), [_stem(workbook.name)]),
    ]
    found = [Around(held, where) for where, texts in places if (held := _only(texts)) is not None]
    if not found:
        cover = _cover(workbook, table.sheet)
        return Around(cover, say("the cover") if cover else "")
    near = found[0]
    other = next((held for held in found[1:] if _apart(near.period, held.period)), None)
    if other is None or collector is None:
        return near
    said = collector.ask(
        "published-periods-differ", table.sheet, None, None,
        [(held.label, say("as {where} says", where=held.where)) for held in (near, other)],
        found=near.label, expected=other.label, nearer=near.where, further=other.where,
    )  # fmt: skip
    answered = next((held for held in found if held.label == said), None)
    return answered or Around(None, "", asked=True)


def _offered(reporting_year: str) -> list[tuple[str, str]]:
    first = periods.financial_year_in(reporting_year)
    if first is None:
        return []
    latest = [period_kinds.financial_year(at) for at in (first, first - 1, first - 2)]
    more = [period_kinds.snapshot(latest[1].end), period_kinds.calendar_year(first - 1)]
    return [(held.label, held.words) for held in (*latest, *more)]


def _read_row(
    texts: Sequence[str],
    columns: RowColumns,
    headings: Mapping[int, str],
    year: str,
    place: tuple[str, int, int],
    collector: Collector,
) -> Period | None:
    every = (*columns.parts, *columns.years)
    named = [
        f"{headings[at]} {text}" if _SAID_BY_HEADING.match(headings[at]) else text
        for at, text in zip(every, texts, strict=True)
        if text
    ]
    # "Financial year Q1" beside "202425"; else a part that has its year with it; else a year that
    # no part beside it makes to be something else.
    parts = [text for text in texts[: len(columns.parts)] if text]
    held = (
        period_of(" ".join(named), year) or _first(parts) or (_first(named) if not parts else None)
    )
    if held is not None:
        return _clear(held, place, collector)
    joined = " ".join(named)
    number = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", joined)
    if number is None:
        return None
    # "Reporting year" 2024 may be the year that ends, that begins or that is 2024.
    options = (
        period_kinds.financial_year(int(number[0]) - 1),
        period_kinds.calendar_year(int(number[0])),
        period_kinds.financial_year(int(number[0])),
        period_kinds.academic_year(int(number[0]) - 1),
    )
    return _which(options, joined, place, collector)


def _first(texts: Iterable[str]) -> periods.Found | None:
    return next((held for text in texts if (held := period_of(text)) is not None), None)


def _clear(held: periods.Found, place: tuple[str, int, int], collector: Collector) -> Period | None:
    if not held.also:
        return held.period
    return _which((held.period, *held.also), held.period.label, place, collector)


def _which(
    options: Iterable[Period], found: str, place: tuple[str, int, int], collector: Collector
) -> Period | None:
    by_label = {period.label: period for period in options}
    sheet, row, column = place
    said = collector.ask(
        "published-period-not-clear", sheet, row, column,
        [(label, period.words) for label, period in by_label.items()], found=found,
    )  # fmt: skip
    return by_label.get(said)


def _row_text(row: Sequence[Any], column: int, headings: Mapping[int, str]) -> str:
    text = text_of(row[column]) if column < len(row) else ""
    if headings[column].casefold() == "month" and re.fullmatch(r"\d{4}-\d\d-01", text):
        return text[:7]  # a month held as the date of its first day
    return text


def _only(texts: Sequence[str]) -> Period | None:
    """Return the period of the first text that names exactly one."""
    for text in texts:
        named = {held.period: held for held in periods_in(text)}
        if len(named) == 1 and not next(iter(named.values())).also:
            return next(iter(named))
    return None


def _cover(workbook: Workbook, sheet: str) -> Period | None:
    """Return the one period that the workbook's cover names."""
    for name in workbook.sheet_names:
        if name == sheet or not _COVER.search(name):
            continue
        named = {
            held.period
            for row in workbook.rows(name)[:60]
            for cell in row
            for held in (periods_in(cell) if isinstance(cell, str) else ())
            if not held.also
        }
        if len(named) == 1:
            return next(iter(named))
    return None


def _apart(one: Period | None, other: Period | None) -> bool:
    if one is None or other is None:
        return False
    return one.end < other.start or other.end < one.start


def _year_of(period: Period | None) -> str:
    """Return the financial year in which what has no year of its own is, or ""."""
    if period is None or period.words.startswith(("calendar", "academic")):
        return ""
    return period_kinds.years(period_kinds.first_of(period.end))


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name

"""The period of each published figure: of its row, its column, else the sheet, title or file.

What is nearer to the figure counts. Where nothing says it, it is asked: published statistics are
hardly ever of the report's own year.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    "reporting year", "fiscal year", "fin year", "fy", "period", "reporting period", "date",
    "reference date",
    "year ending", "year ended", "year ending 31 march", "year ended 31 march",
})  # fmt: skip
_PARTS = frozenset({"quarter", "month", "term", "time identifier", "season", "qtr"})
_BOUNDS = tuple(  # NHS England's files have the first pair
    (f"{what}start{of}", f"{what}end{of}")
    for what in ("reporting period ", "period ", "")
    for of in ("", " date")
)
_SAID_BY_HEADING = re.compile(
    r"(?:academic|calendar|financial|fiscal) year|year end", re.IGNORECASE
)
_OPEN = "?"
_NOT_CLEAR = "published-period-not-clear"
_MONTH = "|".join(name[:3] for name in period_kinds.MONTHS)
_MANNER = re.compile(
    rf"years? (?:ending|ended|to) (?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTH})[a-z]*"
    rf"|(?:as )?at \d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})[a-z]*",
    re.IGNORECASE,
)
_OTHER_YEARS = re.compile(r"(?:financial|fiscal|academic|school|reporting) years?", re.IGNORECASE)
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
    """The indexes of the columns that say a row's year, and which part of it.

    ``bounds`` are those of its first and its last day, before all others.
    """

    years: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    bounds: tuple[int, ...] = ()

    @property
    def every(self) -> tuple[int, ...]:
        """All of them."""
        return (*self.bounds, *self.parts, *self.years)

    def without(self, chosen: Collection[int]) -> "RowColumns":
        """Return those that are not columns of figures; of two bounds neither where one is."""
        return RowColumns(
            years=tuple(at for at in self.years if at not in chosen),
            parts=tuple(at for at in self.parts if at not in chosen),
            bounds=() if {*self.bounds} & {*chosen} else self.bounds,
        )


class _Here(msgspec.Struct, frozen=True):
    """What a sheet says of the periods in it: their financial year, and what its years are.

    ``manner`` is "year ending 31 March", "at 31 March", _OPEN where years of another kind are
    spoken of, "" where nothing is.
    """

    year: str
    manner: str

    def read(self, text: str) -> periods.Found | None:
        """Return the one period of a text; "2024" by itself as the sheet means its years."""
        held = period_of(text, self.year)
        if held is None or not self.manner or not re.fullmatch(r"\d{4}", text.strip()):
            return held
        if self.manner != _OPEN:
            return period_of(f"{self.manner} {text}") or held
        first, *rest = _readings(int(text))
        return periods.Found(first, held.span, tuple(rest))


class Timed(msgspec.Struct, frozen=True):
    """The labels of periods: each row's, and each column's that has its own; "" where unknown.

    ``held`` are the columns in which the rows' were read.
    """

    rows: list[str]
    columns: dict[int, str]
    held: RowColumns


def row_columns(headings: Mapping[int, str]) -> RowColumns:
    """Return the columns whose headings say that they hold periods."""
    named = {at: _plain(text) for at, text in headings.items()}
    return RowColumns(
        tuple(at for at, text in named.items() if text in _YEARS),
        tuple(at for at, text in named.items() if text in _PARTS),
        _bounds(named),
    )


def _plain(heading: str) -> str:
    """Return a heading's words in small letters: of "time_period" and of "TimePeriod"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading.replace("_", " "))
    return " ".join(parted.split()).casefold()


def _bounds(named: Mapping[int, str]) -> tuple[int, ...]:
    for pair in _BOUNDS:
        found = [next((at for at, text in named.items() if text == name), None) for name in pair]
        if None not in found:
            return tuple(at for at in found if at is not None)
    return ()


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
    here = _Here(
        said.get("year") or _year_of(near.period), _manner([table.sheet, *_titles(workbook, table)])
    )
    found = row_columns({at: parts[-1] for at, parts in table.parts.items()})
    held = found.without(chosen)
    # Where a person set the period, what is not clear is it.
    asking = None if said.get("period") else collector
    rows = _of_rows(cells, numbers, held, table, here, asking)
    columns = _of_columns(chosen, rows, table, here, collector)
    unknown = [at for at in chosen if at not in columns]
    label = ""
    if unknown and None in rows:
        near = _said(said, table.sheet, collector) or around(workbook, table, collector)
        label = near.label or _asked_for(near, unknown[0], table, reporting_year, collector)
    return Timed([period.label if period else label for period in rows], columns, held)


def _asked_for(
    near: Around, column: int, table: Table, reporting_year: str, collector: Collector
) -> str:
    """Ask of which period figures are that nothing dates; "" where the answer is still open."""
    # One question at a time: the answer to an open one may leave nothing unknown.
    if near.asked or any(held.code == _NOT_CLEAR for held in collector.doubts()):
        return ""
    return collector.ask(
        "published-period-unknown", table.sheet, table.header_row - 1, column,
        _offered(reporting_year),
    )  # fmt: skip


def _of_columns(
    chosen: Sequence[int],
    rows: Sequence[Period | None],
    table: Table,
    here: _Here,
    collector: Collector,
) -> dict[int, str]:
    """Return the label of the period of each column whose heading names its own."""
    found: dict[int, str] = {}
    for at in chosen:
        held = _of_heading(table.parts.get(at, ()), here)
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
    here: _Here,
    collector: Collector | None,
) -> list[Period | None]:
    """Return each row's own period; None where no column says one."""
    every = columns.bounds or (*columns.parts, *columns.years)
    if not every:
        return [None] * len(rows)
    headings = {at: _plain(table.parts[at][-1]) for at in every}
    said: dict[tuple[str, ...], Period | None] = {}
    found: list[Period | None] = []
    for row, number in zip(rows, numbers, strict=True):
        texts = tuple(_row_text(row, at, headings) for at in every)
        if texts not in said:
            place = (table.sheet, number, (columns.bounds or (*columns.years, *columns.parts))[0])
            said[texts] = _read_row(texts, columns, headings, here, place, collector)
        found.append(said[texts])
    return found


def _of_heading(parts: Sequence[str], here: _Here) -> periods.Found | None:
    """Return the period that a column's heading names, the nearest part first.

    "Q1" under "2023-24" is of that year.
    """
    whole = here.read(" ".join(parts)) if len(parts) > 1 else None
    if whole is not None:
        return whole
    return next((held for part in reversed(parts) if (held := here.read(part))), None)


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
    found = _named_around(workbook, table)
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


def _named_around(workbook: Workbook, table: Table) -> list[Around]:
    """Return the periods of the sheet's name, its title and the file's name, the nearest first."""
    places = [
        (say("the sheet's name"), [table.sheet]),
        (say("the title"), _titles(workbook, table)),
        (say("the file's name"), [_stem(workbook.name)]),
    ]
    found = [Around(held, where) for where, texts in places if (held := _only(texts)) is not None]
    # A sheet called "2024" means the year that its title tells more of.
    fuller = [held for held in found if not held.label.isdigit()]
    return fuller if any(not _apart(found[0].period, held.period) for held in fuller) else found


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
    here: _Here,
    place: tuple[str, int, int],
    collector: Collector | None,
) -> Period | None:
    if columns.bounds:
        found = period_of(" to ".join(texts))
        return found.period if found else None
    every = (*columns.parts, *columns.years)
    named = [
        f"{headings[at]} {text}" if _SAID_BY_HEADING.match(headings[at]) else text
        for at, text in zip(every, texts, strict=True)
        if text
    ]
    # "Financial year Q1" beside "202425"; else a part that has its year with it; else a year that
    # no part beside it makes to be something else.
    parts = [text for text in texts[: len(columns.parts)] if text]
    held = here.read(" ".join(named)) or _first(parts) or (_first(named) if not parts else None)
    if held is not None:
        return _clear(held, place, collector)
    joined = " ".join(named)
    number = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", joined)
    if number is None:
        return None
    return _which(_readings(int(number[0])), joined, place, collector)


def _readings(number: int) -> tuple[Period, ...]:
    """Return what a "reporting year" 2024 may be: the year that ends, that is or begins in 2024."""
    return (
        period_kinds.financial_year(number - 1),
        period_kinds.calendar_year(number),
        period_kinds.financial_year(number),
        period_kinds.academic_year(number - 1),
    )


def _manner(texts: Sequence[str]) -> str:
    """Return what a sheet's name and titles say that its years are."""
    for text in texts:
        found = _MANNER.search(text)
        if found:
            return re.sub("^years", "year", found[0], flags=re.IGNORECASE)
    return _OPEN if any(map(_OTHER_YEARS.search, texts)) else ""


def _first(texts: Iterable[str]) -> periods.Found | None:
    return next((held for text in texts if (held := period_of(text)) is not None), None)


def _clear(
    held: periods.Found, place: tuple[str, int, int], collector: Collector | None
) -> Period | None:
    if not held.also:
        return held.period
    return _which((held.period, *held.also), held.period.label, place, collector)


def _which(
    options: Iterable[Period], found: str, place: tuple[str, int, int], collector: Collector | None
) -> Period | None:
    if collector is None:
        return None
    by_label = {period.label: period for period in options}
    sheet, row, column = place
    said = collector.ask(
        _NOT_CLEAR, sheet, row, column,
        [(label, period.words) for label, period in by_label.items()], found=found,
    )  # fmt: skip
    return by_label.get(said)


def _row_text(row: Sequence[Any], column: int, headings: Mapping[int, str]) -> str:
    text = text_of(row[column]) if column < len(row) else ""
    if headings[column] == "month" and re.fullmatch(r"\d{4}-\d\d-01", text):
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


def _titles(workbook: Workbook, table: Table) -> list[str]:
    """Return what stands above the headings."""
    above = workbook.rows(table.sheet)[: table.first_row - 1]
    return [cell for row in above for cell in row if isinstance(cell, str) and cell]


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name

"""Columns that are parts of one field, by quarter or by form: found, and brought together.

A quarter's column is called "actual_q1", that of April "actual_m01", one of another part
"received-cash".
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import Column, decimal_text, exact
from oscb_desktop.returns import headers, parts
from oscb_desktop.returns.cells import column_index
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.headers import Match, Passed
from oscb_desktop.returns.kinds import Field, Table
from oscb_desktop.returns.numbers import PENNY

_QUARTER = re.compile(
    r"\b(?:q|qtr|quarter)\s*([1-4])\b|\b(1st|2nd|3rd|4th|first|second|third|fourth)\s+quarter\b|"
    r"\bquarter\s+(one|two|three|four)\b"
)
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (("1st", "first", "one"), ("2nd", "second", "two"), ("3rd", "third", "three"),
         ("4th", "fourth", "four")), start=1
    )
    for word in words
}  # fmt: skip
_MONTHS_OF = {
    "apr jun": 1, "april june": 1, "apr may jun": 1, "jul sep": 2, "july september": 2,
    "jul sept": 2, "oct dec": 3, "october december": 3, "jan mar": 4, "january march": 4,
}  # fmt: skip
_MONTHS = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")
_MONTH = re.compile(
    r"\b(apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?)\b(?:\s*(?:20)?(\d\d)\b)?"
)
_NUMBERED = re.compile(r"(?:m|mth|month|p|period) ?(0?[1-9]|1[0-2])(?: this year)?")
_CALENDAR_YEAR = re.compile(r"(?:\b20|'|[a-z]\s|\bq\s?[1-4]\s)(\d\d)\b", re.IGNORECASE)
_QUARTER_ENDS = {"m03": "q1", "m06": "q2", "m09": "q3", "m12": "q4"}
_LONGEST = 120  # characters of a heading
_FEWEST_MONTHS = 3  # fewer are no series of months: "May" is also a word
ROW_FIELD = "quarter"  # the field that says of which quarter a row is
_NAME = re.compile(r"(.+?)(?:_([qm])(\d\d?)|-(\w+))")
_JANUARY = re.compile(r"\bjan", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
_YEARS = re.compile(r"\b(?:this year|(?:20)?\d\d)\b")
_RUNNING = re.compile(
    r"\bcumulative|\bto date\b|\bytd\b|\bso far\b|\brunning totals?\b|\bat each quarter end\b",
    re.IGNORECASE,
)
_MAY_RUN = ("cumulat", "to date", "ytd", "so far", "runn", "each quarter end")  # quick to look for
_RISES = 1.5  # running totals end at this many times what they began with, at the least


def quarter_of(words: str) -> tuple[int, str]:
    """Return the quarter that a heading's words name (0 for none) and the words left over."""
    found = _QUARTER.search(words)
    if found:
        number = int(found[1]) if found[1] else _ORDINALS[found[2] or found[3]]
        return number, _without_its_months(number, " ".join(_QUARTER.sub(" ", words).split()))
    for months, quarter in _MONTHS_OF.items():
        if months in words:
            return quarter, " ".join(words.replace(months, " ").split())
    return 0, words


def _without_its_months(number: int, rest: str) -> str:
    """Return what is left of a quarter's heading without its own months: "Q1 (Apr-Jun)"."""
    own = sorted((m for m, quarter in _MONTHS_OF.items() if quarter == number), key=len)
    held = next((months for months in reversed(own) if f" {months} " in f" {rest} "), "")
    return " ".join(f" {rest} ".replace(f" {held} ", " ").split()) if held else rest


def say_months_of_one_year(header: Sequence[Any], at: At, headed: int) -> None:
    """Warn of months from April to March whose dates are all of one year, as typing "Jan" gives."""
    dates = [(column, cell) for column, cell in enumerate(header) if isinstance(cell, date)]
    years = {cell.year for _, cell in dates}
    turn = next((column for (_, one), (column, cell) in pairwise(dates) if one.month == 12
                 and cell.month == 1), None)  # fmt: skip
    if len(dates) >= _FEWEST_MONTHS and len(years) == 1 and turn is not None:
        at.collector.add("return-months-of-one-year", at.sheet, headed, turn, found=years.pop())


def says_running(texts: Sequence[str]) -> bool:
    """Whether a title or a note says that quarters or months hold the year so far."""
    return any(_RUNNING.search(text) for text in texts)


def say_rows_that_run(labels: Sequence[str], column: int, texts: Sequence[str], at: At) -> None:
    """Tell of rows whose own names say that they hold the year so far, where not all do."""
    names = "\n".join(labels).casefold()
    if says_running(texts) or not any(words in names for words in _MAY_RUN):
        return
    for row, label in zip(at.rows, labels, strict=True):
        if _RUNNING.search(label):
            at.collector.add("return-row-runs", at.sheet, row, column, found=label)


class Found(msgspec.Struct, frozen=True):
    """Columns that are parts of a field; ``twice`` repeat one, ``passed`` are of other years."""

    matches: tuple[Match, ...] = ()
    twice: tuple[Match, ...] = ()
    passed: tuple[Passed, ...] = ()


_NAMES_ONE = re.compile(
    r"\bq\s*[1-4]|qtr|quarter|cash|kind|^(?:m|mth|month|p|period) ?\d\d?$|"
    r"\b(?:apr|may|jun|jul|aug|sep|oct|nov|dec|jan|feb|mar)",
    re.IGNORECASE | re.MULTILINE,
)


def may_name(headings: Sequence[Any]) -> bool:
    """Whether any heading may name a part: a look that costs next to nothing."""
    texts = [cell for cell in headings if cell.__class__ is str and len(cell) <= _LONGEST]
    return _NAMES_ONE.search("\n".join(texts)) is not None


def find(table: Table, headings: Sequence[Any], year: str) -> Found:
    """Return the columns of parts in a header row, as matches for fields like "actual_q1".

    A heading that says the quarter alone belongs to the field that ``table.quarters`` names.
    """
    found = _find_series(table, headings, year, _quarter_in)
    if found.matches:
        return found
    months = _find_series(table, headings, year, _month_in)
    if len(months.matches) >= _FEWEST_MONTHS:
        return _as_quarter_ends(months)
    return Found(tuple(_find_spread(table, headings, year)))


def _as_quarter_ends(months: Found) -> Found:
    """Return June, September, December and March as the quarters that they end."""
    named = {match.field.rpartition("_")[2]: match for match in months.matches}
    if set(named) != set(_QUARTER_ENDS):
        return months
    return msgspec.structs.replace(months, matches=tuple(
        msgspec.structs.replace(match, field=f"{match.field[:-3]}{_QUARTER_ENDS[part]}")
        for part, match in named.items()
    ))  # fmt: skip


def _find_spread(table: Table, headings: Sequence[Any], year: str) -> list[Match]:
    spread = table.spread
    if spread is None:
        return []
    known = {
        headers.alike(words): f"{spread.field}-{part}"
        for part, every in spread.parts.items()
        for words in every
    }
    wholes = {headers.alike(words): spread.field for words in spread.whole}
    found: dict[str, Match] = {}
    whole: list[Match] = []
    for column, heading in _texts(headings):
        words = headers.alike(heading, year)
        if words in known:
            name = known[words]
            found.setdefault(name, Match(name, column, heading, headers.EXACT))
        elif words in wholes:
            whole.append(Match(wholes[words], column, heading, headers.EXACT))
    return [*found.values(), *whole[:1]] if len(found) > 1 else []


def _find_series(
    table: Table,
    headings: Sequence[Any],
    year: str,
    read: Callable[[str, str], tuple[str, str]],
) -> Found:
    """Return the columns whose headings name a quarter, or a month, as ``read`` tells."""
    if not table.quarters:
        return Found()
    found: dict[str, Match] = {}
    twice: list[Match] = []
    passed: list[Passed] = []
    known = _known_words(table)
    for column, heading in _texts(headings):
        part, rest = _part_of(heading, year, read)
        if not part or parts.is_range(heading):
            continue
        other = _of_another_year(column, heading, rest, year, part)
        if other is not None:
            passed.append(other)
            continue
        field = _field_of(rest, table, known)
        if field is None:
            continue
        running = "to date" if _RUNNING.search(heading) else ""
        match = Match(f"{field}_{part}", column, heading, headers.EXACT, running)
        if found.setdefault(match.field, match) is not match:
            twice.append(match)
    return Found(tuple(found.values()), tuple(twice), tuple(passed))


def _known_words(table: Table) -> dict[str, str]:
    """Return the words that headings have for a table's fields, as they are and bare.

    A word that two fields have is that of the figures.
    """
    named = {**headers.synonyms_of(table), **headers.figures_of(table)}
    return {**{headers.bare(words): field for words, field in named.items()}, **named}


def _field_of(rest: str, table: Table, known: Mapping[str, str]) -> str | None:
    """Return the field of figures that what is left of a heading names; None for none.

    A heading of which nothing is left is of the field that ``table.quarters`` names.
    """
    rest = headers.bare(" ".join(_YEARS.sub(" ", rest).split()))
    field = known.get(rest) if rest and rest != "date" else table.quarters
    return field if field is not None and table.field(field).is_figure else None


def _texts(headings: Sequence[Any]) -> list[tuple[int, str]]:
    """Return the headings that may name a part, each with its column: short texts."""
    return [
        (column, heading)
        for column, heading in enumerate(headings)
        if isinstance(heading, str) and 0 < len(heading) <= _LONGEST
    ]


def _of_another_year(column: int, heading: str, rest: str, year: str, part: str) -> Passed | None:
    """Return the column of a heading that is not of this year as passed over; None for another."""
    named = [other for other in headers.years_in(heading) if other != year]
    if year and part.startswith("q") and not headers.years_in(heading):
        named += _year_of_quarter(heading, int(part[1]), year)
    if not year or not (named or "previous year" in rest):
        return None
    of = named[0] if named else headers.year_before(year)
    return Passed(column, heading, "earlier" if of < year else "later", of)


def _year_of_quarter(heading: str, quarter: int, year: str) -> list[str]:
    """Return the year, if another one, of a quarter that is named with a calendar year.

    With its months, January to March 2026 are of 2025-26. "Q4 2025" alone may be named after the
    year in which it stands or its report's.
    """
    found = _CALENDAR_YEAR.findall(heading.replace("’", "'"))
    if not found:
        return []
    has_months = _MONTH.search(heading.casefold()) is not None
    begins = int(found[-1]) - (has_months and quarter == 4)
    this = int(year[2:4])
    if begins == this or (begins == this + 1 and not has_months):
        return []
    return [f"20{begins:02d}-{begins + 1:02d}"]


@lru_cache(maxsize=65536)
def _part_of(
    heading: str, year: str, read: Callable[[str, str], tuple[str, str]]
) -> tuple[str, str]:
    """Return what ``read`` makes of a heading: every table of every kind asks the same."""
    return read(headers.alike(_RUNNING.sub(" ", heading), year), year)


def _quarter_in(words: str, _year: str) -> tuple[str, str]:
    """Return the quarter that words name, written "q1", and the words left over."""
    number, rest = quarter_of(words)
    return (f"q{number}" if number else ""), rest


def _month_in(words: str, year: str) -> tuple[str, str]:
    """Return the month of the year that words name, written "m01" for April, and what is left."""
    found = _MONTH.search(words)
    if found is None:
        numbered = _NUMBERED.fullmatch(words)  # "M1" is April
        return (f"m{int(numbered[1]):02d}", "") if numbered else ("", words)
    number = _MONTHS.index(found[1][:3]) + 1
    rest = " ".join(_MONTH.sub(" ", words, count=1).split())
    if found[2] and year:
        begins = int(found[2]) - (number > 9)  # January is of the year that began in April
        if begins != int(year[2:4]):
            rest = f"previous year {rest}"
    return f"m{number:02d}", rest


def widened(table: Table, names: Sequence[str]) -> Table:
    """Return the table with a field for each column of a part among ``names``."""
    extra: list[Field] = []
    there = {field.name for field in table.fields}
    for name in dict.fromkeys(names):
        if name in there:
            continue
        parts = _NAME.fullmatch(name)
        if parts:
            base = table.field(parts[1])
            extra.append(
                msgspec.structs.replace(
                    base, name=name, label=f"{base.label}{_part_said(table, parts)}", synonyms=(),
                    filled=False, plus="", minus="",
                )
            )  # fmt: skip
    return msgspec.structs.replace(table, fields=(*table.fields, *extra)) if extra else table


def _part_said(table: Table, name: re.Match[str]) -> str:
    if name[2] == "q":
        return f" Q{name[3]}"
    if name[2] == "m":
        return f", {_MONTHS[int(name[3]) - 1].capitalize()}"
    words = table.spread.parts.get(name[4], ()) if table.spread else ()
    return f", {words[0] if words else name[4]}"


def base_of(name: str) -> str:
    """Return the field that a part's column is of: "actual" for "actual_q1", else ``name``."""
    parts = _NAME.fullmatch(name)
    return parts[1] if parts else name


def periods_of(takens: Mapping[str, Taken], period: str, count: int) -> list[str]:
    """Return each row's own period where the rows are of quarters, else [].

    A quarter written once holds for the rows under it.
    """
    said = takens.get(ROW_FIELD)
    if said is None:
        return []
    words: list[str] = []
    for value in said.values:
        written = headers.alike(str(value or ""), period)
        words.append(written or (words[-1] if words else ""))
    numbers = [_ROW_QUARTERS.get(each) or quarter_of(each)[0] for each in words]
    if not any(numbers):
        return []
    before = headers.year_before(period)
    years = [before if "previous year" in each and before else period for each in words]
    return [
        f"{year} Q{number}".strip() if number else period
        for year, number in zip(years[:count], numbers, strict=False)
    ]


_ROW_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4}


def make_the_year(periods: Sequence[str], period: str) -> bool:
    """Whether rows of quarters are all of one year, and every quarter of it is there."""
    found = {held.rpartition(" ")[2] for held in periods if held.startswith(f"{period} Q")}
    one_year = all(held == period or held.startswith(f"{period} Q") for held in periods)
    return one_year and found in (set(), {"Q1", "Q2", "Q3", "Q4"})


class Series(msgspec.Struct, frozen=True):
    """The quarters, or the months, of one field, in order."""

    field: Field
    columns: tuple[Column, ...]
    headed: int  # the sheet row, from 0, of their headings
    index: int  # of the first one's column in the sheet
    rows: Sequence[int]  # of the sheet, from 0

    @property
    def whole(self) -> int:
        """How many make the year: four quarters, or twelve months."""
        return 4 if "_q" in self.columns[0].name else 12

    @property
    def is_whole(self) -> bool:
        """Whether every quarter or month of the year has its column."""
        return len(self.columns) == self.whole

    def given(self, index: int) -> list[float | str]:
        """Return a row's values that are there."""
        return [value for column in self.columns if (value := column.values[index]) is not None]

    def leaves_open(self, year: Column) -> bool:
        """Whether a row has values, but no year."""
        return any(
            value is None and bool(self.given(index)) for index, value in enumerate(year.values)
        )


class Together(msgspec.Struct, frozen=True):
    """What came of a table's parts: whether they hold the year so far (or titles say so), and the
    fields whose year is not known in every row, so that they have no total.
    """

    running: bool = False
    unknown: frozenset[str] = frozenset()


def bring_together(
    table: Table,
    takens: Mapping[str, Taken],
    held: list[Column],
    period: str,
    at: At,
    *,
    headed: int,
    running: bool,
    labels: Sequence[str] = (),
) -> Together:
    """Name the period of each part's column, and add the whole where the return has none.

    A year is made of its quarters or months only where all are there and the measure adds up:
    money and counts do; of another measure a person says. Where they hold the year so far, its
    last is the year. ``running`` says that a title or a note tells so. Where the return has a
    column for the whole, the parts must give it.
    """
    was_running = running
    unknown: set[str] = set()
    for name, columns in _parts_by_field(table, held).items():
        field = table.field(name)
        if "-" in columns[0].name:
            _bring_forms(field, takens, columns, held, at)
            continue
        series = Series(
            field, tuple(columns), headed, column_index(columns[0].letter) or 0, at.rows
        )  # fmt: skip
        if _is_calendar_year(series, takens, at):
            unknown |= _leave_out(name, held)
            continue
        to_date = running or any(takens[column.name].part for column in columns)
        to_date = _is_running(series, takens.get(name), at, said=to_date)
        was_running |= to_date
        _name_periods(columns, f"{period} to" if to_date else period)
        if name in takens:
            _check_year(takens[name], series, labels, at, running=to_date)
            continue
        if _add_year(series, held, labels, at, running=to_date):
            unknown.add(name)
    return Together(was_running, frozenset(unknown))


def _begins_in_january(series: Series, takens: Mapping[str, Taken]) -> bool:
    """Whether January stands before April, and no heading says of which year it is.

    So a calendar year is laid out, whose first quarter is of the financial year before.
    """
    places = {column.name: column_index(column.letter) or 0 for column in series.columns}
    first, last = series.columns[0].name, series.columns[-1].name
    heading = takens[last].heading if last in takens else ""
    months = _JANUARY.search(heading) is not None or last.endswith("m12")
    return months and places[last] < places[first] and not _DIGITS.search(heading)


def _is_calendar_year(series: Series, takens: Mapping[str, Taken], at: At) -> bool:
    """Ask whether January to March, where they come first, begin the year; until then they do not.

    None of it is then taken: its first quarter is of the financial year before.
    """
    if not _begins_in_january(series, takens):
        return False
    answer = at.collector.ask(
        "return-begins-in-january",
        at.sheet,
        series.headed,
        series.index,
        [
            ("financial", say("of the year's end")),
            ("calendar", say("of its beginning: a calendar year, not taken")),
        ],
        heading=series.field.label,
    )
    return answer == "calendar"


def _leave_out(name: str, held: Iterable[Column]) -> set[str]:
    """Take nothing of a field and its parts; return it, as one that has no year."""
    for column in held:
        if base_of(column.name) == name:
            column.values = [None] * len(column.values)
            column.missing = {}
    return {name}


def _add_year(
    series: Series, held: list[Column], labels: Sequence[str], at: At, *, running: bool
) -> bool:
    """Add the year that is made of its parts; return whether a row that has some has no year."""
    year = _year_of(series, labels, at, running=running)
    if year is None:
        return False
    held.append(year)
    _run_on(series, year, labels)
    return series.leaves_open(year)


def _parts_by_field(table: Table, held: Sequence[Column]) -> dict[str, list[Column]]:
    """Return the columns of parts, in their order, by the field that they are parts of."""
    fields = {field.name for field in table.fields}
    by_field: dict[str, list[Column]] = {}
    for column in held:
        base = base_of(column.name)
        if base != column.name and base in fields:
            by_field.setdefault(base, []).append(column)
    return {
        name: sorted(columns, key=lambda column: column.name) for name, columns in by_field.items()
    }


def _name_periods(columns: Sequence[Column], before: str) -> None:
    """Give each part's column its period: its quarter or month, with what stands before it."""
    for column in columns:
        named = _NAME.fullmatch(column.name)
        assert named is not None
        said = f"Q{named[3]}" if named[2] == "q" else _MONTHS[int(named[3]) - 1].capitalize()
        column.period = f"{before} {said}".strip()


def _run_on(series: Series, year: Column, labels: Sequence[str]) -> None:
    """Give a row whose own name says "to date" its last part for the year."""
    last = series.columns[-1]
    for index, label in enumerate(labels):
        if says_running([label]) and last.values[index] is not None:
            year.values[index] = last.values[index]
            year.cells[index] = f"{last.letter}{series.rows[index] + 1}"


def _bring_forms(
    field: Field, takens: Mapping[str, Taken], columns: Sequence[Column], held: list[Column], at: At
) -> None:
    """Add up what was given in cash and in kind, or check it against the return's own sum."""
    if field.name in takens:
        _check_sums(takens[field.name], columns, at, needed=1, parts=say("parts"))
        return
    held.append(_sum(field, columns, at, whole=False))


def _is_running(series: Series, year: Taken | None, at: At, *, said: bool) -> bool:
    """Return whether columns hold the year so far: as said, as the year shows, or as answered.

    What is said to run and falls is asked about.
    """
    if not series.is_whole or series.field.type not in ("money", "count"):
        return said
    rows = [index for index in range(len(at.rows)) if len(series.given(index)) == series.whole]
    return _runs_as_said(series, rows, at) if said else _runs_unsaid(series, year, rows, at)


def _runs_as_said(series: Series, rows: Sequence[int], at: At) -> bool:
    falls = next((index for index in rows if _falls(series.given(index))), None)
    how = say("are said to run on, and fall")
    return falls is None or _asked_if_running(series, falls, how, at)


def _runs_unsaid(series: Series, year: Taken | None, rows: Sequence[int], at: At) -> bool:
    sums = [
        math.fsum(float(column.values[index] or 0) for index in rows) for column in series.columns
    ]
    if not rows or not _rises(sums):
        return False
    known = [index for index in rows if year is not None and year.values[index] is not None]
    if year is not None and known:
        return _ends_at(year, series, known)
    return _asked_if_running(series, rows[0], say("never fall"), at)


def _ends_at(year: Taken, series: Series, rows: Sequence[int]) -> bool:
    """Whether the year of each row is its last part."""
    return all(
        abs(float(year.values[index] or 0) - float(series.given(index)[-1])) <= PENNY
        for index in rows
    )


def _asked_if_running(series: Series, first: int, how: str, at: At) -> bool:
    """Ask whether columns hold the year so far, with what the first row's year then is."""
    given = [exact(value) for value in series.given(first)]
    answer = at.collector.ask(
        "return-running-totals",
        at.sheet,
        series.headed,
        series.index,
        [
            ("to-date", say("{value} for the year", value=decimal_text(given[-1]))),
            ("each", say("{value} for the year", value=decimal_text(sum(given, exact("0"))))),
        ],
        heading=series.field.label,
        how=how,
        example=at.collector.row(at.sheet, at.rows[first], series.index),
    )
    return answer == "to-date"


def _falls(given: Sequence[float | str]) -> bool:
    return any(float(one) > float(other) for one, other in pairwise(given))


def _rises(given: Sequence[float | str]) -> bool:
    numbers = [float(value) for value in given]
    never_falls = all(one <= other for one, other in pairwise(numbers))
    return never_falls and numbers[0] > 0 and numbers[-1] >= _RISES * numbers[0]


def _year_of(series: Series, labels: Sequence[str], at: At, *, running: bool) -> Column | None:
    """Return the year's column made of its parts, or None where it cannot be known."""
    if not series.is_whole:
        at.collector.add(
            "return-year-not-whole",
            at.sheet,
            series.headed,
            series.index,
            found=len(series.columns),
            expected=str(series.whole),
            heading=series.field.label,
        )
        return None
    if running:
        return _last(series, range(len(at.rows)), at)
    if series.field.type in ("money", "count"):
        return _sum(series.field, series.columns, at, whole=True)
    return _of_measures(series, labels, at)


def _sum(field: Field, columns: Sequence[Column], at: At, *, whole: bool) -> Column:
    """Return the sum of parts; of a ``whole`` series only where a row has every part."""
    values: list[float | str | None] = []
    missing: dict[int, str] = {}
    for index in range(len(columns[0].values)):
        symbols = [column.missing[index] for column in columns if index in column.missing]
        given = [value for column in columns if (value := column.values[index]) is not None]
        values.append(None)
        if symbols:
            missing[index] = symbols[0]
        elif given and whole and len(given) < len(columns):
            _say_missing(field, columns, index, at)
        elif given:
            values[-1] = decimal_text(sum(map(exact, given), exact("0")))
    labels = " + ".join(column.label for column in columns)
    return Column(name=field.name, label=field.label, values=values, unit=columns[0].unit,
                  missing=missing, formula=labels,
                  formula_inputs=tuple(column.name for column in columns))  # fmt: skip


def _say_missing(field: Field, columns: Sequence[Column], index: int, at: At) -> None:
    empty = next(c for c in columns if c.values[index] is None and index not in c.missing)
    at.collector.add(
        "return-part-missing",
        at.sheet,
        at.rows[index],
        column_index(empty.letter),
        part=empty.label,
        heading=field.label,
    )


def _last(series: Series, rows: Iterable[int], at: At) -> Column:
    """Return the last part's values as the year's, each at its own cell."""
    last = series.columns[-1]
    values: list[float | str | None] = [None] * len(last.values)
    missing: dict[int, str] = {}
    cells: dict[int, str] = {}
    for index in rows:
        values[index] = last.values[index]
        cells[index] = f"{last.letter}{at.rows[index] + 1}"
        if index in last.missing:
            missing[index] = last.missing[index]
        elif values[index] is None and series.given(index):
            _say_missing(series.field, series.columns, index, at)
    return Column(name=series.field.name, label=series.field.label, values=values, unit=last.unit,
                  units=last.units, letter=last.letter, missing=missing, cells=cells)  # fmt: skip


def _of_measures(series: Series, labels: Sequence[str], at: At) -> Column | None:
    """Return the year of measures: the sum of what happened, the last of what there was on a day.

    Which of the two a number is, its name tells or a person. A percentage or a rate of a year
    follows from neither.
    """
    last = series.columns[-1]
    year = _last(series, (), at)
    summed = last_taken = 0
    for index in range(len(at.rows)):
        label = labels[index] if index < len(labels) else ""
        adds_up = _is_summed(series, index, label, at)
        if adds_up:
            year.values[index] = _total(series, index)
            summed += 1
        elif adds_up is False:
            year.values[index] = last.values[index]
            year.cells[index] = f"{last.letter}{at.rows[index] + 1}"
            last_taken += 1
    _say_not_made(series, year, at)
    if all(value is None for value in year.values):
        return None
    if last_taken:
        at.collector.add(
            "return-year-last", at.sheet, series.headed, column_index(last.letter),
            found=last_taken, heading=series.field.label, last=last.label,
        )  # fmt: skip
    if summed:
        at.collector.add(
            "return-year-summed", at.sheet, series.headed, series.index, found=summed,
            heading=series.field.label,
        )  # fmt: skip
    year.formula = " + ".join(column.label for column in series.columns)
    year.formula_inputs = tuple(column.name for column in series.columns)
    return year


def _say_not_made(series: Series, year: Column, at: At) -> None:
    """Note the rows whose year does not follow; of a number it is asked."""
    last = series.columns[-1]
    rows = [
        index
        for index, value in enumerate(year.values)
        if value is None
        and len(series.given(index)) > 1
        and (last.units[index] if last.units else last.unit) != "number"
    ]
    if rows:
        at.collector.add(
            "return-year-not-made", at.sheet, at.rows[rows[0]], series.index,
            found=len(rows), heading=series.field.label,
        )  # fmt: skip


def _is_summed(series: Series, index: int, label: str, at: At) -> bool | None:
    """Whether a row's year is the sum of its parts, or their last; None where it is neither."""
    last = series.columns[-1]
    unit = last.units[index] if last.units else last.unit
    if unit != "number" or len(series.given(index)) < series.whole:
        return None
    adds_up = _adds_up(label)
    return _asked_of(series, index, at) if adds_up is None else adds_up


def _total(series: Series, index: int) -> str:
    """Return the sum of a row's parts."""
    return decimal_text(sum(map(exact, series.given(index)), exact("0")))


def _adds_up(label: str) -> bool | None:
    """Whether an indicator counts what happened, by its name; None where it does not tell."""
    words = f" {' '.join(label.casefold().replace('-', '').split())} "
    said = headers.vocabulary().counts
    if any(f" {word} " in words for word in said["of_many"]):
        return None
    happened = any(f" {word} " in words for word in said["happened"])
    on_a_day = any(f" {word} " in words for word in said["on_a_day"])
    return happened if happened != on_a_day else None


def _asked_of(series: Series, index: int, at: At) -> bool | None:
    """Return whether a row's quarters add up, as somebody said; None for no year, or no answer."""
    latest = series.given(index)[-1]
    answer = at.collector.ask(
        "return-year-of-a-measure",
        at.sheet,
        at.rows[index],
        column_index(series.columns[-1].letter),
        [
            ("sum", say("{value} for the year", value=_total(series, index))),
            ("last", say("{value} for the year", value=decimal_text(exact(latest)))),
            ("none", say("no figure for the year")),
        ],
        found=at.rows[index] + 1,
    )
    return {"sum": True, "last": False}.get(answer)


def _check_year(
    year: Taken, series: Series, labels: Sequence[str], at: At, *, running: bool
) -> None:
    """Hold the return's own year to its parts: their sum, or the last where they run on.

    Of a measure only what happened adds up, as its name tells.
    """
    if series.field.type not in ("money", "count"):
        happened = {i for i, label in enumerate(labels) if _adds_up(label) and i < len(year.values)}
        kept = [value if i in happened else None for i, value in enumerate(year.values)]
        year = msgspec.structs.replace(year, values=kept)
    if running:
        _check_sums(year, series.columns[-1:], at, needed=1, parts=say("last part"))
    else:
        words = say("four quarters") if series.whole == 4 else say("twelve months")
        _check_sums(year, series.columns, at, needed=series.whole, parts=words)


def _check_sums(
    year: Taken, quarters: Sequence[Column], at: At, *, needed: int, parts: str
) -> None:
    """Compare the whole with its parts where at least ``needed`` of a row are given."""
    for index, value in enumerate(year.values):
        given = [column.values[index] for column in quarters]
        if value is None or sum(part is not None for part in given) < needed:
            continue
        if any(index in column.missing for column in quarters):
            continue
        total = sum((exact(part) for part in given if part is not None), exact("0"))
        if abs(float(total) - float(value)) > PENNY:
            at.collector.add(
                "return-quarters-do-not-add-up",
                at.sheet,
                at.rows[index],
                year.column,
                found=decimal_text(exact(value)),
                expected=decimal_text(total),
                heading=year.field.label,
                parts=parts,
            )

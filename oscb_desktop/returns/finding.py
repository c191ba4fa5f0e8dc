"""Finding the tables of a return: which row of which sheet is whose header."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from oscb_desktop.returns import extents, headers, numbers, quarters, unheaded
from oscb_desktop.returns.headers import Match, Matched
from oscb_desktop.returns.kinds import Kind, Table, kinds

_DEPTH = 400  # rows looked at for headers in a long sheet
_ALL = 3_000  # a sheet shorter than this is looked at whole
_EVERY = (0, 1 << 20)
_WORD = re.compile(r"[a-z]+|\d+")
_LONGEST = 120  # characters of a heading
_OF_PERIODS = (
    "q1 q q2 q3 q4 quarter first second third fourth 1st 2nd 3rd 4th jan january feb february mar "
    "march apr april may jun june jul july aug august sep sept september oct october nov november "
    "dec december year to date ytd 1 2 3 4 fy 00 000",
    " ".join(str(year) for year in range(10, 50)),
    " ".join(str(year) for year in range(2010, 2050)),
)
_MOST_APART = 8  # tables beside each other
_LONG_WORD = 6  # letters; shorter words are made of the same ones by chance
_TITLES = 40  # rows above a header in which a title may stand
_NO_SERIES = quarters.Found()
_BANDS = 3  # rows that a header may have
_FEWEST = 2  # cells of words in each
_WIDEST = 2_000
_BESIDE = 0.5  # what the table's own words in the sheet's name or above the header count for


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A row (or two) that may be the header of a table. Rows are counted from 0."""

    sheet: str
    table: Table
    top: int
    bottom: int
    matched: Matched
    score: float
    titles: tuple[str, ...] = ()
    above: tuple[str, ...] = ()  # every text between the header and the figures above it
    span: tuple[int, int] = _EVERY  # its columns, the last excluded; others may stand beside
    named_near: bool = False  # whether its sheet or a title has words of the table's own
    named_other: bool = False  # or, without those, words of another kind's

    def overlaps(self, other: "Candidate") -> bool:
        """Whether the two are under one another and not beside each other."""
        ours, theirs = self.reach, other.reach
        return ours[0] < theirs[1] and theirs[0] < ours[1]

    @property
    def reach(self) -> tuple[int, int]:
        """The columns from the first to the last that is known, the last excluded."""
        known = [match.column for match in (*self.matched.matches, *self.matched.asked)]
        return (min(known), max(known) + 1) if known else self.span

    @property
    def is_learnt(self) -> bool:
        """Whether a column is taken as a person chose before."""
        return any(match.score > headers.EXACT for match in self.matched.matches)

    @property
    def is_plain(self) -> bool:
        """Whether its headings say of themselves what kind of return this is.

        One heading in doubt, of the names or of the figures, is asked about where the others are
        known.
        """
        sure = {match.field for match in self.matched.matches if match.score >= headers.SPELT}
        sure = {quarters.base_of(field) for field in sure}
        named = sure | {match.field for match in self.matched.asked}
        needed = {self.table.label_field.name, *self.table.need_any}
        if not (
            self.table.label_field.name in named and needed & named - {self.table.label_field.name}
        ):
            return False
        if self.named_other and self._says_only_years(sure):
            return False
        whole = self.table.label_field.name in sure and not sure.isdisjoint(self.table.need_any)
        return whole or (len(sure) + self.named_near >= 2 and bool(sure & needed))

    def _says_only_years(self, sure: set[str]) -> bool:
        """Whether no heading names a figure but by its year: it may be of any kind."""
        figures = [m for m in self.matched.matches if self.table.field(m.field).is_figure]
        unsaid = bool(figures) and all(unheaded.is_unsaid(m.heading) for m in figures)
        return unsaid and len(sure) <= 3 and not self._names_its_rows()

    def _names_its_rows(self) -> bool:
        """Whether its names are headed as no other table's are: "Reserves"."""
        column = self.matched.column(self.table.label_field.name)
        headed = [m.heading for m in self.matched.matches
                  if m.column == column and m.score >= headers.SPELT]  # fmt: skip
        others = unheaded.labels_elsewhere(self.table.id)
        return any(headers.alike(heading) not in others for heading in headed)


def candidates(
    kind: Kind,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
) -> list[Candidate]:
    """Return every header row of a sheet with the table of ``kind`` that it fits best."""
    depth = len(rows) if len(rows) <= _ALL else _DEPTH
    found: list[Candidate] = []
    last = -1
    known: dict[str, bool] = {}
    # Headings that a person explained are made of any words.
    told = any(learnt.values())
    headed = [told or _is_headed(row, known) for row in rows[: depth + _BANDS]]
    for index in range(depth):
        if index <= last or not any(headed[index : index + 2]):
            continue
        best = _header_at(kind, sheet, rows, index, year, learnt)
        if best is not None and any(is_again(held, rows, index) for held in found):
            last = index
        elif best is not None:
            found += _beside(kind, sheet, rows, best, year, learnt) or [best]
            last = best.bottom
    apart = _apart(kind, sheet, rows[:depth], year, learnt) if len(rows) <= _ALL else []
    return _under_the_sheets_title(kind, rows, apart if len(apart) >= max(len(found), 1) else found)


def _apart(
    kind: Kind,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
) -> list[Candidate]:
    """Return the tables that stand beside each other with a blank column between, each plain.

    Their headers need not be in one row. [] where there are no two such.
    """
    spans = _columns_apart(rows)
    if not 1 < len(spans) <= _MOST_APART:
        return []
    starts = [span[0] for span in spans if _within_span(kind, sheet, rows, span, year, learnt)]
    if len(starts) < _FEWEST:
        return []
    # A column apart that is no table of its own is of the one before it.
    ends = [*starts[1:], spans[-1][1]]
    wider = zip(starts, ends, strict=True)
    return [c for span in wider for c in _within_span(kind, sheet, rows, span, year, learnt)]


def _within_span(
    kind: Kind,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    span: tuple[int, int],
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
) -> list[Candidate]:
    """Return the plain tables in some columns."""
    found: list[Candidate] = []
    last = -1
    known: dict[str, bool] = {}
    for index in range(len(rows)):
        cut = _cut(rows[index], *span)
        if index <= last or not _is_headed(cut, known):
            continue
        best = _best(kind, sheet, rows, index, year, learnt, span=span, joined=False)
        if best is not None and best.is_plain:
            last = index
            if not any(is_again(held, rows, index) for held in found):
                found.append(best)
    return found


def _columns_apart(rows: Sequence[Sequence[Any]]) -> list[tuple[int, int]]:
    """Return the spans of columns between which a column is blank throughout."""
    width = max(map(len, rows), default=0)
    filled = [any(len(row) > at and row[at] != "" for row in rows) for at in range(width)]
    starts = [at for at in range(width) if filled[at] and (at == 0 or not filled[at - 1])]
    ends = [at + 1 for at in range(width) if filled[at] and not any(filled[at + 1 : at + 2])]
    return list(zip(starts, ends, strict=True))


def is_again(found: Candidate, rows: Sequence[Sequence[Any]], index: int) -> bool:
    """Whether a row says a header once more, as at the top of a new page, amid its table.

    A row of the table stands right above it. What stands under a total, a gap or a title is a
    table of its own.
    """
    first, end = found.reach
    if index <= found.bottom + 1 or len(found.matched.matches) < _FEWEST:
        return False
    header, row, above = (_cut(rows[at], first, end) for at in (found.bottom, index, index - 1))
    label = (found.matched.column(found.table.label_field.name) or first) - first
    named = above[label] if label < len(above) else ""
    is_row = isinstance(named, str) and named != "" and numbers.has_figures(above)
    return row == header and is_row and not extents.is_called_total(named)


def _cut(row: Sequence[Any], first: int, end: int) -> list[Any]:
    """Return a row's cells in some columns, as many in every row."""
    cells = list(row[first:end])
    return cells + [""] * (end - first - len(cells))


def _header_at(
    kind: Kind,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    index: int,
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
) -> Candidate | None:
    """Return the header that begins at a row or, where that row only stands over it, below."""
    whole = _best(kind, sheet, rows, index, year, learnt)
    if whole is None or whole.bottom == index:
        return whole
    under = _best(kind, sheet, rows, whole.bottom, year, learnt, joined=False)
    return under if under is not None and _is_the_header(under, whole, rows) else whole


def _is_the_header(under: Candidate, whole: Candidate, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether the last row of a header is all of it: what stands above is a heading over it."""
    if under.is_plain and not whole.is_plain:
        return True
    if under.score < whole.score - 0.1:
        return False
    if _stands_over_names(whole, rows):
        return True
    doubled = under.matched.twice and not whole.matched.twice
    return not doubled and not _says_more(rows[whole.top : whole.bottom])


def _under_the_sheets_title(
    kind: Kind, rows: Sequence[Sequence[Any]], found: list[Candidate]
) -> list[Candidate]:
    """Give the first table all that stands above it, and the others what is said of the sheet.

    A sheet's title holds for every table on it, unless it names the first alone.
    """
    if not found:
        return found
    first = min(candidate.top for candidate in found)
    words = {word for table in kind.tables for word in table.words}
    head = range(max(0, first - _TITLES), first)
    titled: list[Candidate] = []
    for candidate in found:
        over = _texts_of(rows, head, candidate.span)
        if candidate.top > first:
            general = (text for text in over if not words & set(headers.alike(text).split()))
            over = (*general, *candidate.above)
        titled.append(msgspec.structs.replace(candidate, above=over))
    return titled


def _texts_of(
    rows: Sequence[Sequence[Any]], block: range, span: tuple[int, int]
) -> tuple[str, ...]:
    """Return every text of some rows, in some columns; the last comes last."""
    return tuple(
        as_title(cell)
        for row in block
        for column, cell in enumerate(rows[row])
        if isinstance(cell, str | date)
        and cell
        and (span[0] <= column < span[1] or stands_alone(rows[row]))
    )


def stands_alone(row: Sequence[Any]) -> bool:
    """Whether a row has one filled cell: what it says is of all that stands beside each other."""
    return len([cell for cell in row if cell != ""]) == 1


def _is_headed(row: Sequence[Any], known: dict[str, bool]) -> bool:
    """Whether a row may be a header at all: two cells of words that headings are made of.

    ``known`` remembers what was found of a text. A long table says few things many times, and
    nothing slower than this is done for its rows.
    """
    count = numeric = 0
    for cell in row:
        if cell.__class__ is not str or not 1 < len(cell) <= _LONGEST:
            count += isinstance(cell, date)
            numeric += isinstance(cell, float)
            continue
        numeric += cell.isdigit()
        fits = known.get(cell)
        if fits is None:
            words = _WORD.findall(re.sub("['’]", "", cell.casefold()))
            of_headings = sum(_is_of_headings(word) for word in words)
            fits = known[cell] = of_headings * 2 >= len(words) and of_headings > 0
        count += fits
    return count >= max(_FEWEST, numeric)


def _is_of_headings(word: str) -> bool:
    """Whether headings are made of a word, be it with letters out of order: "recieved"."""
    return word in _words_of_headings() or "".join(sorted(word)) in _letters_of_headings()


@cache
def _letters_of_headings() -> frozenset[str]:
    long = (word for word in _words_of_headings() if len(word) >= _LONG_WORD)
    return frozenset("".join(sorted(word)) for word in long)


@cache
def _words_of_headings() -> frozenset[str]:
    """Return every word that a heading of any kind of return may be made of."""
    spoken = headers.vocabulary()
    texts = [text for every in (*spoken.turning.values(), *spoken.idle.values()) for text in every]
    texts += [*spoken.short, *spoken.short.values(), *_OF_PERIODS]
    for kind in kinds().values():
        texts += [text for table in kind.tables for text in _texts_of_headings(table)]
    found = {word for text in texts for word in _WORD.findall(text.casefold())}
    misspelt = {f"{word}d" for word in found} | {f"{word}s" for word in found}
    return frozenset(found | misspelt)


def _texts_of_headings(table: Table) -> Iterator[str]:
    """Yield what a table's columns are called."""
    for field in table.fields:
        yield from (field.label, *field.synonyms)
    if table.spread:
        for every in table.spread.parts.values():
            yield from every


def _stands_over_names(found: Candidate, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a header's upper row has words over the heading of the names: then it is a title.

    A band of years or quarters stands over figures only.
    """
    column = found.matched.column(found.table.label_field.name)
    if column is None:
        return False
    both = (rows[found.top], rows[found.bottom])
    return all(len(row) > column and row[column] != "" for row in both)


def _says_more(bands: Sequence[Sequence[Any]]) -> bool:
    """Whether the upper rows of a header name years or quarters: then they are part of it."""
    return any(
        headers.years_in(text) or quarters.quarter_of(headers.alike(text))[0]
        for band in bands
        for cell in band
        if isinstance(text := _as_heading(cell), str) and text
    )


def _beside(
    kind: Kind,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    whole: Candidate,
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
) -> list[Candidate]:
    """Return the tables that stand beside each other under one header row, [] for one only.

    They are several where parts of the row, each of them a table, give more columns than the row.
    """
    spans = _spans(kind, rows[whole.bottom], year)
    found = [
        best
        for span in spans
        if (
            best := _best(
                kind,
                sheet,
                rows,
                whole.top,
                year,
                learnt,
                span=span,
                joined=whole.bottom > whole.top,
            )
        )
    ]
    fields = sum(len(candidate.matched.matches) for candidate in found)
    more = fields > len(whole.matched.matches)
    return found if len(found) > 1 and more else []


def _spans(kind: Kind, headings: Sequence[Any], year: str) -> list[tuple[int, int]]:
    """Return the spans of columns that a header row falls into: at gaps, and at each new label."""
    labels = {
        words
        for table in kind.tables
        for words, field in headers.synonyms_of(table).items()
        if field == table.label_field.name
    }
    starts: list[int] = []
    gap = True
    for column, heading in enumerate(headings):
        filled = isinstance(heading, str) and heading != ""
        if filled and (gap or headers.alike(heading, year) in labels):
            starts.append(column)
        gap = not filled
    ends = [*starts[1:], len(headings)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end - start > 1]


def _best(
    kind: Kind,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    index: int,
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
    *,
    joined: bool = True,
    span: tuple[int, int] | None = None,
) -> Candidate | None:
    """Return the table that a header fits best, beginning at row ``index``; None where none does.

    ``joined`` says whether it may go on over the next rows, ``span`` in which columns it is.
    """
    own = rows[index : index + _BANDS]
    own = own if span is None else [_within(row, span) for row in own]
    known = list(_known(kind, own if joined else own[:1], year, learnt))
    if not known:
        return None  # as of most rows: what stands above them need not be looked for
    options: list[Candidate] = []
    here = span or _EVERY
    titles, above = titles_above(rows, index, here), texts_above(rows, index, here)
    near = " ".join((sheet, *titles[-3:])).casefold()
    for headings, more, tables in known:
        bottom = index + more
        header = (index, bottom)
        fitting = [
            _fitting(kind, table, headings, rows, header, year, learnt, span, near)
            for table in tables
        ]
        options += [
            Candidate(
                sheet=sheet,
                table=table,
                top=index,
                bottom=bottom,
                matched=matched,
                score=matched.score + _BESIDE * _is_named(table, near) - 0.1 * (bottom - index),
                titles=titles,
                above=above,
                span=span or _EVERY,
                named_near=_is_named(table, near),
                named_other=not _is_named(table, near) and _is_named_elsewhere(table, near),
            )
            for table, matched in filter(None, fitting)
        ]
    return max(options, key=lambda option: (option.is_plain, option.score), default=None)


def _within(headings: Sequence[Any], span: tuple[int, int]) -> list[Any]:
    """Return headings with those outside a span of columns left blank."""
    return [cell if span[0] <= at < span[1] else "" for at, cell in enumerate(headings)]


def _is_named(table: Table, near: str) -> bool:
    """Whether the sheet's name or the titles have a table's words."""
    return any(word in near for word in table.words)


def _is_named_elsewhere(table: Table, near: str) -> bool:
    """Whether the sheet's name or the titles have the words of another table, of any kind."""
    return any(
        _is_named(other, near)
        for kind in kinds().values()
        for other in kind.tables
        if other.id != table.id
    )


def _known(
    kind: Kind,
    rows: Sequence[Sequence[Any]],
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[Sequence[Any], int, list[Table]]]:
    """Yield what may be a header, how many rows more than one it has, and whose it may be."""
    for headings, more in _headings(rows):
        tables = [table for table in kind.tables if _may_fit(table, headings, year, learnt)]
        if tables:
            yield headings, more, tables


def _may_fit(
    table: Table,
    headings: Sequence[Any],
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
) -> bool:
    """Whether any heading of a header may be a table's."""
    if learnt.get(table.id) or headers.knows(table, headings, year):
        return True
    return quarters.may_name(headings) and bool(quarters.find(table, headings, year).matches)


def _fitting(
    kind: Kind,
    table: Table,
    headings: Sequence[Any],
    rows: Sequence[Sequence[Any]],
    header: tuple[int, int],
    year: str,
    learnt: Mapping[str, Mapping[str, str]],
    span: tuple[int, int] | None,
    near: str,
) -> tuple[Table, Matched] | None:
    """Return what a header (its first and last row) gives a table, None where it is not its."""
    top, bottom = header
    known = learnt.get(table.id, {})
    series = quarters.find(table, headings, year) if quarters.may_name(headings) else _NO_SERIES
    headings = headings if known else unheaded.without_years_over_names(headings, rows, bottom)
    by_part = [
        match
        for match in series.matches
        if headers.remembered(match.heading, match.column, year) not in known
        and not unheaded.holds_names(unheaded.below_of(rows, bottom, match.column))
    ]
    taken = {found.column for found in (*by_part, *series.twice)}
    taken |= {found.column for found in series.passed}
    matched = headers.match(table, headings, year, known, fuzzy=True, without=taken)
    matched = msgspec.structs.replace(matched, twice=(*matched.twice, *series.twice))
    names = [found.field for found in (*by_part, *matched.matches, *matched.twice)]
    table = quarters.widened(table, names)
    matched = _without_words(table, matched, rows, bottom, joined=bottom > top)
    matched = _with_whole_year(table, matched, headings, by_part, year)
    matched = matched.also(by_part, series.passed)
    others = unheaded.labels_of(kind, table.id)
    named = _is_named(table, near)
    sheet = unheaded.Under(
        headings=headings, rows=rows, bottom=bottom, start=span[0] if span else 0,
        named_near=named, named_other=not named and _is_named_elsewhere(table, near),
    )  # fmt: skip
    matched = unheaded.with_quarters_of_rows(table, matched, sheet, year)
    matched = unheaded.with_figures_for_names(table, matched, sheet)
    matched = unheaded.with_names_for_codes(table, matched, sheet)
    matched = unheaded.with_label(table, matched, sheet, others)
    return (table, matched) if _fits(table, matched) else None


def _headings(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[Sequence[Any], int]]:
    """Yield the first row as a header, and joined with the one and the two under it.

    With each stands how many more rows it has.
    """
    heading = _in_order(rows[0])
    if len(heading) > _WIDEST or any(map(_is_amount, heading)):
        return
    if _words_in(heading) >= _FEWEST:
        yield heading, 0
    for more in range(1, len(rows)):
        lower = _in_order(rows[more])
        if min(_words_in(heading), _words_in(lower)) < _FEWEST:  # one alone is a title
            return
        if any(isinstance(cell, float) for cell in (*heading, *lower)):
            return
        heading = joined(heading, lower)
        yield heading, more


def _in_order(row: Sequence[Any]) -> list[Any]:
    """Return a row's cells as headings: its dates with the years that their order gives them.

    Who types "Jan" behind "Dec" gets January of the same year, and sees "Jan".
    """
    dates = [cell for cell in row if isinstance(cell, date)]
    if len({cell.year for cell in dates}) != 1 or not any(
        (one.month, other.month) == (12, 1) for one, other in pairwise(dates)
    ):
        return [_as_heading(cell) for cell in row]
    return [f"{cell:%b}" if isinstance(cell, date) else cell for cell in row]


def _is_amount(cell: Any) -> bool:
    """Whether a cell is a number, and no year: such as no heading is."""
    return isinstance(cell, float) and not (cell.is_integer() and 1990 <= cell <= 2100)


def _as_heading(cell: Any) -> Any:
    """Return a date as a heading shows it: Excel turns "Apr-25" into the first of April 2025."""
    return f"{cell:%b %Y}" if isinstance(cell, date) else cell


def _words_in(row: Sequence[Any]) -> int:
    return sum(isinstance(cell, str) and len(cell) > 1 for cell in row)


def joined(upper: Sequence[Any], lower: Sequence[Any]) -> list[str]:
    """Return the headings of a header in two rows: each lower one under its upper one."""
    headings: list[str] = []
    over = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        over = str(above) or over  # a merged heading stands in its first cell only
        headings.append(f"{over} {below}".strip() if below else str(above))
    return headings


def _fits(table: Table, matched: Matched) -> bool:
    named = (*matched.matches, *matched.asked)
    fields = {quarters.base_of(match.field) for match in named}
    return table.label_field.name in fields and any(name in fields for name in table.need_any)


def _without_words(
    table: Table,
    matched: Matched,
    rows: Sequence[Sequence[Any]],
    bottom: int,
    *,
    joined: bool,
) -> Matched:
    """Drop a figure's column that is only likely by its heading and holds words.

    Of two rows joined, drop each column with nothing below: a title stood above, not a heading.
    """
    kept = tuple(
        match
        for match in matched.matches
        if _holds_its_field(
            table, match, unheaded.below_of(rows, bottom, match.column), joined=joined
        )
    )
    asked = tuple(match for match in matched.asked if _asks(table, match, rows, bottom))
    return msgspec.structs.replace(matched, matches=kept, asked=asked)


def _holds_its_field(table: Table, match: Match, below: Sequence[Any], *, joined: bool) -> bool:
    """Whether a column's first cells may be what its heading was taken for: see above."""
    filled = [cell for cell in below if cell != ""]
    if not filled and joined:
        return False
    if match.score >= headers.SPELT or not table.field(match.field).is_figure:
        return True
    words = [cell for cell in filled if isinstance(cell, str) and numbers.read(cell) is None]
    return bool(filled) and len(words) * 2 <= len(filled)


def _asks(table: Table, like: Match, rows: Sequence[Sequence[Any]], bottom: int) -> bool:
    """Whether a column whose heading is only like a field's is worth a question.

    One of figures is where it holds any, and one that may name the rows; other words are not.
    """
    field = table.field(like.field)
    if not field.is_figure:
        return field is table.label_field
    below = unheaded.below_of(rows, bottom, like.column)
    return any(numbers.plain(cell) is not None for cell in below)


_WHOLE_YEAR = frozenset({
    "total", "year", "full year", "annual", "annual total", "year total", "total year",
    "whole year", "fy", "outturn", "apr mar", "april march", "year end", "this year",
    "total this year",
})  # fmt: skip


def _with_whole_year(
    table: Table, matched: Matched, headings: Sequence[Any], by_part: Sequence[Match], year: str
) -> Matched:
    """Take a column headed "Total" or "2025-26" beside quarters for their year, to be held to it.

    A year alone may be another field's where no quarters stand beside it.
    """
    named = {quarters.base_of(match.field) for match in by_part}
    alone = {
        column
        for column, heading in enumerate(headings)
        if isinstance(heading, str) and headers.alike(heading, year) == headers.THIS_YEAR
    }
    there = matched.without(alone) if by_part else matched
    if table.quarters not in named or there.column(table.quarters) is not None:
        return matched
    taken = {m.column for m in (*there.matches, *there.twice, *by_part)}
    whole = [
        (column, heading)
        for column, heading in enumerate(headings)
        if column not in taken
        and isinstance(heading, str)
        and (column in alone or headers.alike(heading) in _WHOLE_YEAR)
    ]
    if len(whole) != 1:
        return matched
    column, heading = whole[0]
    matched = matched.without({column})
    of_year = Match(table.quarters, column, heading, headers.PLAIN)
    return msgspec.structs.replace(matched, matches=(*matched.matches, of_year))


def title_block(rows: Sequence[Sequence[Any]], top: int, span: tuple[int, int] = _EVERY) -> range:
    """Return the rows above a header that are its own: its title, and no note of the table before.

    They are the rows of words right above it, a blank row in between let pass. What stands beside
    its columns is another table's.
    """
    first = top
    seen = False
    for index in range(top - 1, max(-1, top - _TITLES), -1):
        filled = [cell for cell in _here(rows[index], span) if cell != ""]
        if numbers.has_figures(filled):
            break
        under = _stands_under_figures(rows, index, span)
        if filled and extents.is_note(str(filled[0])) and under:
            break
        if filled:
            first, seen = index, True
        elif seen and under:
            break
    return range(first, top)


def _here(row: Sequence[Any], span: tuple[int, int]) -> Sequence[Any]:
    """Return a row's cells in some columns; all of one that says a single thing."""
    return row if span == _EVERY or stands_alone(row) else row[span[0] : span[1]]


def _stands_under_figures(rows: Sequence[Sequence[Any]], index: int, span: tuple[int, int]) -> bool:
    """Whether figures stand anywhere above a row: what is between is the other table's."""
    above = rows[max(0, index - _TITLES) : index]
    return any(numbers.has_figures(_here(row, span)) for row in above)


def texts_above(
    rows: Sequence[Sequence[Any]], index: int, span: tuple[int, int] = _EVERY
) -> tuple[str, ...]:
    """Return every text of a header's own title rows, in its columns; the nearest last."""
    return _texts_of(rows, title_block(rows, index, span), span)


def as_title(cell: Any) -> str:
    """Return a cell as a title reads: a date in words."""
    return f"{cell.day} {cell:%B %Y}" if isinstance(cell, date) else str(cell)[:300]


def titles_above(
    rows: Sequence[Sequence[Any]], index: int, span: tuple[int, int] = _EVERY
) -> tuple[str, ...]:
    """Return the texts of the rows above a header that hold only one or two filled cells.

    Those in its columns, where other tables stand beside it, and those alone in their row.
    """
    found: list[str] = []
    block = title_block(rows, index, span)
    for row in rows[max(block.start, index - 12) : index]:
        filled = [cell for cell in _here(row, span) if cell != ""]
        if 0 < len(filled) <= 2 and isinstance(filled[0], str):
            found.append(" ".join(str(cell) for cell in filled)[:300])
    return tuple(found)

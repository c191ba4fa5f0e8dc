"""Which rows of a table count: its data and totals, and what is no row of its own or this year."""

import re
from collections import Counter
from collections.abc import Sequence, Set
from datetime import date
from typing import Any

import msgspec

from oscb_desktop.base.text import listed, say
from oscb_desktop.returns import columns, headers, kinds, moneyunits, numbers, quarters, years
from oscb_desktop.returns.cells import address, letter, place_of
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import At
from oscb_desktop.returns.extents import Ask, Extent, Skipped, extent, is_total_of_group
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.kinds import Kind, Table
from oscb_desktop.returns.partners import Known
from oscb_desktop.returns.reading import Grid

_SHORT_LINE = 40  # characters; a longer line over rows is a note
_FEW_WORDS = 3
_LOOKED_AT = 2_000  # names
_NAMED = 5  # cells named in one message
_ADD_UP = ("money", "count")


def sort_rows(
    table: Table,
    matches: Sequence[Match],
    cells: Sequence[Sequence[Any]],
    first: int,
    found: Candidate,
    collector: Collector,
) -> Extent:
    """Return which rows are data and which are totals; ask where a sum may be chance."""
    figures = [index for index, match in enumerate(matches) if table.field(match.field).is_figure]
    order = {match.field: index for index, match in enumerate(matches)}
    label = order[table.label_field.name]
    known = _names_listed(table)

    def ask(row: int, group: Sequence[int]) -> str:
        text = columns.text_of(cells[label][row - first])
        rows = f"{min(group) + 1}–{max(group) + 1}" if group else ""
        return collector.ask(
            "return-row-may-be-a-total" if group else "return-total-of-what",
            found.sheet,
            row,
            matches[label].column,
            [("total", say("not counted again")), ("row", say("counted as a row of its own"))],
            found=text or say("no name"),
            rows=rows,
        )

    summed = [index for index in figures if table.field(matches[index].field).type in _ADD_UP]
    again = _said_again(table, matches, cells)
    rows = extent(
        cells,
        first,
        label,
        figures,
        set(range(len(matches))) - set(figures) - {label},
        sums=table.totals,
        named_only=not table.totals,
        summed=summed,
        is_name=lambda text: text.casefold() in known,
        ask=ask,
        again=again,
    )
    seconds = [order[name] for name in table.key if name in order and order[name] != label]
    return _without_groups(rows, cells, first, label, seconds, summed, ask) if seconds else rows


def _said_again(table: Table, matches: Sequence[Match], cells: Sequence[Sequence[Any]]) -> set[int]:
    """Return the rows, among ``cells``, that say their header's lowest row once more."""
    length = len(cells[0])
    if length > _LOOKED_AT:
        return set()
    headings = [columns.text_of(match.heading) for match in matches]
    figures = [index for index, match in enumerate(matches) if table.field(match.field).is_figure]
    said: set[int] = set()
    for index in range(length):
        texts = [columns.text_of(column[index]) for column in cells]
        ends = all(h.endswith(text) for h, text in zip(headings, texts, strict=True))
        if ends and figures and all(texts[figure] for figure in figures):
            said.add(index)
    return said


def _names_listed(table: Table) -> set[str]:
    """Return every name in small letters that the list of a table's labels has; none without one.

    Those that it has for one and the same are all there.
    """
    if not table.label_field.list:
        return set()
    return {
        word.casefold()
        for name, held in kinds.names(table.label_field.list).items()
        for word in (name, *held.also)
    }


def _without_groups(
    rows: Extent,
    cells: Sequence[Sequence[Any]],
    first: int,
    label: int,
    seconds: Sequence[int],
    summed: Sequence[int],
    ask: Ask,
) -> Extent:
    """Take a course's row of "All" agencies for the total of its other rows.

    Where they do not add up to it, it is asked about.
    """
    totals: list[int] = []
    grouped = _named_alike(rows.data, cells[label], first)
    for column in seconds:
        called = {row for row in grouped if is_total_of_group(cells[column][row - first])}
        for row, group in _groups(grouped, called, cells[label], first).items():
            if _sums(cells, summed, first, row, group) or ask(row, group) == "total":
                totals.append(row)
    if not totals:
        return rows
    skipped = [Skipped(row, "sum of its group", columns.text_of(cells[label][row - first]))
               for row in totals]  # fmt: skip
    return msgspec.structs.replace(_without(rows, skipped), found=sorted({*rows.found, *totals}))


def _named_alike(data: Sequence[int], names: Sequence[Any], first: int) -> list[int]:
    """Return the rows whose names others have too."""
    often = {name for name, times in Counter(names).items() if times > 1}
    return [row for row in data if names[row - first] in often] if often else []


def _groups(
    data: Sequence[int], called: Set[int], names: Sequence[Any], first: int
) -> dict[int, list[int]]:
    """Return for each row ``called`` a total the others of its name, where there are any."""
    groups = {
        row: [
            other
            for other in data
            if names[other - first] == names[row - first] and other not in called
        ]
        for row in data
        if row in called
    }
    return {row: group for row, group in groups.items() if group}


def _without(rows: Extent, skipped: Sequence[Skipped]) -> Extent:
    """Return the rows with some of the data skipped."""
    away = {held.row for held in skipped}
    return msgspec.structs.replace(
        rows,
        data=[row for row in rows.data if row not in away],
        skipped=sorted([*rows.skipped, *skipped], key=lambda held: held.row),
    )


def _sums(
    cells: Sequence[Sequence[Any]],
    summed: Sequence[int],
    first: int,
    row: int,
    group: Sequence[int],
) -> bool:
    """Whether a row is the sum of others in every column that adds up."""
    for column in summed:
        held = numbers.plain(cells[column][row - first])
        parts = [numbers.plain(cells[column][other - first]) or 0 for other in group]
        if held is not None and held != sum(parts):
            return False
    return True


_YEAR_ALONE = 12  # characters: "2024-25" for a name
_FOOT = re.compile(
    r"\s*(?:average|mean|median|target|shortfall|balance|surplus|deficit|difference|variance|less\b|"
    r"of which|including|incl\b|previous year|prior year|last year|per cent|percentage|%|budget\b|"
    r"memo|check|control|of whom|e\.?g\.?\b|example|cancelled|planned|last updated|page \d|"
    r"(?:increase|decrease|change|growth|movement|uplift|reduction|rise|fall)s?\s+(?:on|from|since|"
    r"over|against|vs|compared|year)\b|"
    r"\(?\d{1,2}\)?\s*$)",
    re.IGNORECASE,
)


# In a table whose rows are not added up: a name that is nothing else.
_AVERAGES = ("average", "mean", "median")
_LONE_FOOT = re.compile(rf"\s*(?:{'|'.join(_AVERAGES)})s?\s*[:.]?\s*$", re.IGNORECASE)


def without_feet(
    rows: Extent, labels: Sequence[str], first: int, found: Candidate, collector: Collector
) -> Extent:
    """Ask of each row whose name says that it is none of its own: an average, a part of another."""
    column = found.matched.column(found.table.label_field.name) or 0
    strangers = _strangers(rows, labels, first, found.table) if found.table.totals else set()
    # A column of a hundred thousand names is looked at for its first.
    seen = [label for label in labels[:_LOOKED_AT] if label]
    wordy = sum(numbers.read(label) is None for label in seen) * 2 > len(seen)
    if not (found.table.totals or _names_an_average(labels)):
        return rows
    away: list[Skipped] = []
    for row in rows.data:
        text = labels[row - first]
        if not (_is_foot(text, found.table, wordy=wordy) or row in strangers):
            continue
        answer = collector.ask(
            "return-row-of-something-else", found.sheet, row, column,
            [("row", say("counted as a row of its own")), ("leave-out", say("not taken"))],
            found=text,
        )  # fmt: skip
        if answer == "leave-out":
            away.append(Skipped(row, "as answered"))
    return _without(rows, away) if away else rows


def _names_an_average(labels: Sequence[str]) -> bool:
    """Whether an average may be named in a column: quickly said of a hundred thousand names."""
    every = "\n".join(labels).casefold()
    return any(word in every for word in _AVERAGES)


def _is_foot(text: str, table: Table, *, wordy: bool) -> bool:
    """Whether a row's name says that it is none of its own."""
    if not table.totals:
        return _LONE_FOOT.match(text) is not None
    odd = _FOOT.match(text) is not None or _is_no_name(text, wordy=wordy)
    return odd or bool(_is_a_payer(text, table))


def _strangers(rows: Extent, labels: Sequence[str], first: int, table: Table) -> set[int]:
    """Return the rows after a gap whose names are no partner's, where those before it are."""
    gaps = [held.row for held in rows.skipped if held.why == "blank"]
    if not table.label_field.list or not gaps or not rows.data:
        return set()
    known = _names_listed(table)
    is_known = {
        row: labels[row - first].casefold() in known or Known().partner_of(labels[row - first])
        for row in rows.data
    }
    before = [row for row in rows.data if row < gaps[0]]
    if sum(bool(is_known[row]) for row in before) * 2 <= len(before):
        return set()
    return {row for row in rows.data if row > gaps[0] and not is_known[row]}


def _is_no_name(text: str, *, wordy: bool) -> bool:
    """Whether a name is a year, or a number where the others are words: a row shifted left."""
    if len(text) <= _YEAR_ALONE and text[:2].isdigit() and years.years_in(text):
        return True
    return wordy and text[:1].isdigit() and numbers.plain(text) is not None


def _is_a_payer(text: str, table: Table) -> bool:
    """Whether a line of spending has a partner for its name: what that one paid in, it may be."""
    if table.label_field.list or not table.totals or table.unit != moneyunits.POUNDS:
        return False
    partner = Known().named(text)
    return partner is not None and partner.sends


_OF_A_YEAR = re.compile(r"\b(?:year|fy|period|financial|yr)\b")


def of_the_year(
    rows: Extent, grid: Grid, found: Candidate, period: str, collector: Collector
) -> tuple[Extent, str]:
    """Leave out the rows that a column of years beside them says are of another year.

    Where it says another year of every row it is asked which it is.
    """
    for column in _columns_of_years(grid, found) if period else ():
        said = years.of_rows(_column(grid, rows.data, column))
        if said is None:
            continue
        others = [
            row for row, year in zip(rows.data, said, strict=True) if year not in ("", period)
        ]
        if len(others) == len(rows.data):
            return rows, _asked_of_years(sorted(set(said)), period, column, found, collector)
        if others:
            collector.add(
                "return-rows-of-another-year", found.sheet, others[0], column,
                found=len(others), letters=letter(column),
            )  # fmt: skip
            kept = _without(rows, [Skipped(row, "of another year") for row in others])
            return msgspec.structs.replace(kept, totals=[]), period
    return rows, period


def _columns_of_years(grid: Grid, found: Candidate) -> list[int]:
    """Return the columns not taken whose headings speak of years."""
    taken = {match.column for match in found.matched.matches}
    return [
        column
        for column, heading in enumerate(grid.rows[found.bottom])
        if column not in taken
        and isinstance(heading, str)
        and _OF_A_YEAR.search(headers.alike(heading))
    ]


def _column(grid: Grid, rows: Sequence[int], column: int) -> list[Any]:
    """Return the cells that rows have in a column, "" where a row is too short."""
    return [grid.rows[row][column] if column < len(grid.rows[row]) else "" for row in rows]


def _asked_of_years(
    said: Sequence[str], period: str, column: int, found: Candidate, collector: Collector
) -> str:
    """Ask which year rows are of that say another than ``period``, which holds until answered."""
    answer = collector.ask(
        "return-year-contradicts", found.sheet, found.bottom, column,
        [(year, say("figures of {year}", year=year)) for year in (*said, period)],
        found=", ".join((*said, period)),
    )  # fmt: skip
    return answer or period


def say_dates_outside(table: Table, grid: Grid, found: Candidate, period: str, at: At) -> None:
    """Tell of rows that happened in another year than ``period``, by a column of dates."""
    for column, heading in enumerate(grid.rows[found.bottom]):
        if not isinstance(heading, str) or headers.alike(heading) not in table.dated:
            continue
        outside = [
            address(row, column)
            for row, cell in zip(at.rows, _column(grid, at.rows, column), strict=True)
            if _is_outside(cell, period)
        ]
        if outside:
            at.collector.add(
                "return-date-outside-year", at.sheet, place_of(outside[0])[0], column,
                found=listed(outside, _NAMED), period=period,
            )  # fmt: skip


def _is_outside(cell: Any, period: str) -> bool:
    """Whether a cell is a date, which can be read in one way only, of another year."""
    told = numbers.read_date(cell) if numbers.date_order(cell) != numbers.EITHER else None
    return told is not None and years.of_day(date.fromisoformat(told)) != period


def _dates_its_rows(text: str, period: str) -> bool:
    """Whether a line over some rows says that they are of a quarter, another year, or a draft."""
    if len(text) > _SHORT_LINE:
        return False
    of_year = [year for year in years.years_in(text) if year != period]
    turned = headers.vocabulary().turns(headers.alike(text)) in ("draft", "earlier", "later")
    return bool(of_year) or turned or quarters.quarter_of(headers.alike(text))[0] > 0


def say_sections(kind: Kind, table: Table, rows: Extent, column: int, period: str, at: At) -> None:
    """Stop where a line over some rows says that they are another table's: income, expenditure."""
    last = max(rows.data, default=-1)
    for held in rows.skipped:
        if held.why != "no figures":
            continue
        if held.row < last and _dates_its_rows(held.text, period):
            at.collector.add(
                "return-section-of-a-time", at.sheet, held.row, column, found=held.text
            )
        other = _other_table(kind, table, held.text)
        if other is not None:
            at.collector.add(
                "return-section-of-another-table", at.sheet, held.row, column, found=held.text,
                table=table.title, other=other.title,
            )  # fmt: skip


def _other_table(kind: Kind, table: Table, text: str) -> Table | None:
    """Return the table of a kind that a line of a few words names, and not this one; else None."""
    words = set(headers.alike(text).split())
    if words & set(table.words) or len(words) > _FEW_WORDS:
        return None
    other = next((t for t in kind.tables if t is not table and words & set(t.words)), None)
    return other if other is not None and other.id != table.id else None


def say_rows(
    rows: Extent,
    cells: Sequence[Sequence[Any]],
    label: int,
    first: int,
    matches: Sequence[Match],
    at: At,
) -> None:
    """Say which rows were taken for totals by their sums alone, and which stand below the total."""
    column = matches[label].column
    for row in rows.stray:
        at.collector.add(
            "return-row-below-total", at.sheet, row, column,
            found=columns.text_of(cells[label][row - first]),
        )  # fmt: skip
    for row in sorted((*rows.found, *rows.heads)):
        at.collector.add(
            "return-total-found", at.sheet, row, column,
            found=columns.text_of(cells[label][row - first]) or say("no name"),
            rows=say("below it") if row in rows.heads else say("above it"),
        )  # fmt: skip

"""Columns that are parts of one field, by quarter or by form: found, and brought together.

A quarter's column is called "actual_q1", one of another part "received-cash".
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import Column, decimal_text, exact
from oscb_desktop.returns import headers
from oscb_desktop.returns.checking import PENNY
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.kinds import Field, Table

_QUARTER = re.compile(r"\b(?:q|qtr|quarter)\s*([1-4])\b")
_MONTHS = {
    "apr jun": 1, "april june": 1, "apr may jun": 1, "jul sep": 2, "july september": 2,
    "jul sept": 2, "oct dec": 3, "october december": 3, "jan mar": 4, "january march": 4,
}  # fmt: skip
ROW_FIELD = "quarter"  # the field that says of which quarter a row is
_NAME = re.compile(r"(.+?)(?:_q([1-4])|-(\w+))")
_YEARS = re.compile(r"\b(?:this year|(?:20)?\d\d)\b")


def quarter_of(words: str) -> tuple[int, str]:
    """Return the quarter that a heading's words name (0 for none) and the words left over."""
    found = _QUARTER.search(words)
    if found:
        return int(found[1]), " ".join(_QUARTER.sub(" ", words).split())
    for months, quarter in _MONTHS.items():
        if months in words:
            return quarter, " ".join(words.replace(months, " ").split())
    return 0, words


def find(table: Table, headings: Sequence[Any], year: str) -> list[Match]:
    """Return the columns of parts in a header row, as matches for fields like "actual_q1".

    A heading that says the quarter alone belongs to the field that ``table.quarters`` names.
    """
    return _find_quarters(table, headings, year) or _find_spread(table, headings, year)


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
    for column, heading in enumerate(headings):
        if not isinstance(heading, str) or len(heading) > 120:
            continue
        words = headers.alike(heading, year)
        if words in known:
            name = known[words]
            found.setdefault(name, Match(name, column, heading, headers.EXACT))
        elif words in wholes:
            whole.append(Match(wholes[words], column, heading, headers.EXACT))
    return [*found.values(), *whole[:1]] if len(found) > 1 else []


def _find_quarters(table: Table, headings: Sequence[Any], year: str) -> list[Match]:
    if not table.quarters:
        return []
    found: dict[str, Match] = {}
    known = headers.synonyms_of(table)
    for column, heading in enumerate(headings):
        if not isinstance(heading, str) or not heading or len(heading) > 120:
            continue
        quarter, rest = quarter_of(headers.alike(heading, year))
        if not quarter:
            continue
        rest = " ".join(_YEARS.sub(" ", rest).split())
        field = known.get(rest) if rest else table.quarters
        if field is not None and table.field(field).is_figure:
            name = f"{field}_q{quarter}"
            found.setdefault(name, Match(name, column, heading, headers.EXACT))
    return list(found.values())


def widened(table: Table, names: Sequence[str]) -> Table:
    """Return the table with a field for each column of a part among ``names``."""
    extra: list[Field] = []
    for name in names:
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
    if name[2]:
        return f" Q{name[2]}"
    words = table.spread.parts.get(name[3], ()) if table.spread else ()
    return f", {words[0] if words else name[3]}"


def base_of(name: str) -> str:
    """Return the field that a part's column is of: "actual" for "actual_q1", else ``name``."""
    parts = _NAME.fullmatch(name)
    return parts[1] if parts else name


def periods_of(takens: Mapping[str, Taken], period: str, count: int) -> list[str]:
    """Return each row's own period where the rows are of quarters, else []."""
    said = takens.get(ROW_FIELD)
    if said is None:
        return []
    numbers = [quarter_of(headers.alike(str(value or "")))[0] for value in said.values]
    if not any(numbers):
        return []
    return [f"{period} Q{number}".strip() if number else period for number in numbers[:count]]


def bring_together(
    table: Table, takens: Mapping[str, Taken], held: list[Column], period: str, at: At
) -> None:
    """Name the period of each quarter's column, and add the whole where the return has none.

    Money and counts of the parts are summed; of a measure the latest quarter given stands for
    the year, at its own cell. Where the return has a column for the whole, the sum must be it.
    """
    by_field: dict[str, list[Column]] = {}
    for column in held:
        parts = _NAME.fullmatch(column.name)
        if parts and parts[1] in {field.name for field in table.fields}:
            if parts[2]:
                column.period = f"{period} Q{parts[2]}".strip()
            by_field.setdefault(parts[1], []).append(column)
    for name, quarters in by_field.items():
        quarters.sort(key=lambda column: column.name)
        field = table.field(name)
        of_year = not any("-" in column.name for column in quarters)
        summed = field.type in ("money", "count", "number")
        if name in takens:
            if summed:
                _check_sums(takens[name], quarters, at, needed=4 if of_year else 1)
        elif summed:
            held.append(_sum(field, quarters))
        else:
            held.append(_latest(field, quarters, at))


def _sum(field: Field, quarters: Sequence[Column]) -> Column:
    values: list[float | str | None] = []
    missing: dict[int, str] = {}
    for index in range(len(quarters[0].values)):
        symbols = [q.missing[index] for q in quarters if index in q.missing]
        given = [value for q in quarters if (value := q.values[index]) is not None]
        if symbols:
            values.append(None)
            missing[index] = symbols[0]
        else:
            values.append(decimal_text(sum(map(exact, given), exact("0"))) if given else None)
    labels = " + ".join(column.label for column in quarters)
    return Column(name=field.name, label=field.label, values=values, unit=quarters[0].unit,
                  missing=missing, formula=labels,
                  formula_inputs=tuple(column.name for column in quarters))  # fmt: skip


def _latest(field: Field, quarters: Sequence[Column], at: At) -> Column:
    count = len(quarters[0].values)
    values: list[float | str | None] = [None] * count
    missing: dict[int, str] = {}
    cells: dict[int, str] = {}
    for column in quarters:
        for index, value in enumerate(column.values):
            if value is not None or index in column.missing:
                values[index] = value
                missing.pop(index, None)
                if index in column.missing:
                    missing[index] = column.missing[index]
                cells[index] = f"{column.letter}{at.rows[index] + 1}"
    return Column(name=field.name, label=field.label, values=values, unit=quarters[0].unit,
                  units=quarters[0].units, letter=quarters[-1].letter, missing=missing,
                  cells=cells)  # fmt: skip


def _check_sums(year: Taken, quarters: Sequence[Column], at: At, *, needed: int) -> None:
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
                parts=say("four quarters") if needed > 1 else say("parts"),
            )

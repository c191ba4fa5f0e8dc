"""Cells of one column → values of one column, fast where all cells are alike."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import decimal_text, exact
from oscb_desktop.returns import numbers
from oscb_desktop.returns.cells import address
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.kinds import Field
from oscb_desktop.returns.numbers import Amount, Missing

T = TypeVar("T")

_GUARD = re.compile(r"^'(?=[=+\-@\t\r])")  # what ``blanks.guarded`` puts before a formula's sign
_LATER = ("tbc", "tba", "to follow")  # no number yet
_TOO_LARGE = 1e15  # Excel itself keeps 15 digits


class Taken(msgspec.Struct, kw_only=True):
    """The values of a column, aligned with the rows of its table."""

    field: Field
    column: int  # index from 0 in the sheet
    heading: str
    score: float
    values: list[float | str | None]
    missing: dict[int, str] = {}
    percent: set[int] = set()  # rows whose text carried a percent sign
    refused: int = 0  # cells that hold something, but no value
    scaled: dict[int, int] = {}  # row → 1,000 where its text says k, 1,000,000 where it says m
    pounds: set[int] = set()  # rows whose text carries a pound sign, no k
    marked: dict[int, str] = {}  # row → the letter of ``numbers.MARKERS`` that its number carries
    part: str = ""  # of the year, as the heading says: "to date", "April-December"
    decimals: bool = False  # whether its other numbers show that a point parts decimals


class At(msgspec.Struct, frozen=True, kw_only=True):
    """Where the rows of a table are: a problem at row ``i`` is at sheet row ``rows[i]``."""

    sheet: str
    rows: Sequence[int]  # counted from 0
    collector: Collector
    blank: frozenset[str] = frozenset()  # formulas not worked out yet
    errors: dict[str, str] = {}


def take(field: Field, cells: Sequence[Any], taken: Taken, at: At) -> Taken:
    """Fill ``taken`` with the values of ``cells``; add a problem for each cell that has none."""
    if field.is_figure:
        _figures(field, cells, taken, at)
    elif field.type == "date":
        _dates(cells, taken, at)
    else:
        _words(field, cells, taken, at)
    return taken


def text_of(cell: object) -> str:
    """Return a cell as words: a date as YYYY-MM-DD, a whole number without its ".0"."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime | date):
        return numbers.read_date(cell) or ""
    return str(cell)


def _figures(field: Field, cells: Sequence[Any], taken: Taken, at: At) -> None:
    values: list[Any] = list(cells)
    if set(map(type, values)) != {float}:
        odd = [index for index, value in enumerate(values) if value.__class__ is not float]
        if any(_may_part_thousands(values[index]) for index in odd):
            taken.decimals = taken.decimals or any(map(_shows_decimals, values))
        for index in odd:
            values[index] = _odd(field, values[index], index, taken, at)
        _say_marked(taken, at)
    taken.values = values
    _check_range(field, values, taken, at)


def _say_marked(taken: Taken, at: At) -> None:
    """Note once for each marker which of a column's numbers carry it."""
    for marker in dict.fromkeys(taken.marked.values()):
        rows = [index for index, held in taken.marked.items() if held == marker]
        at.collector.add(
            "return-number-marked",
            at.sheet,
            at.rows[rows[0]],
            taken.column,
            found=f"[{marker}]",
            count=len(rows),
            heading=taken.field.label,
            meaning=numbers.marker_meaning(marker),
        )


def _odd(field: Field, cell: object, index: int, taken: Taken, at: At) -> float | str | None:
    """Return the figure of a cell that is no plain number, None where it has none."""
    if cell == "" or cell is None:
        return None
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str):
        return _written(field, cell, index, taken, at)
    _refuse(field, cell, index, taken, at)
    return None


def _written(field: Field, cell: str, index: int, taken: Taken, at: At) -> str | None:
    """Return the figure that is written in words and signs, None where there is none."""
    row, column = at.rows[index], taken.column
    if numbers.is_error(cell):
        at.collector.add("return-cell-shows-a-fault", at.sheet, row, column, found=cell)
        taken.refused += 1
        return None
    if cell[:1] in ("=", "'"):
        cell = numbers.without_formula(cell.removeprefix("'"))
    read = numbers.read_marked(numbers.without_bound(cell) if field.bound else cell)
    if isinstance(read, Amount) and not _may_be_pence(field, cell, read):
        if field.type in ("money", "count") and not taken.decimals:
            read = _with_its_point(field, cell, read, row, column, at)
        _note_signs(read, index, taken)
        return read.text
    if isinstance(read, Missing):
        taken.missing[index] = read.symbol
        if read.because:
            at.collector.add("return-small-number", at.sheet, row, column, found=read.because)
    elif cell.strip():
        return _chosen_of(field, cell, index, taken, at)
    return None


def _chosen_of(field: Field, cell: str, index: int, taken: Taken, at: At) -> str | None:
    """Ask which number a cell of words and numbers gives; a cell without one is refused."""
    if field.bound or at.collector.is_published:
        _refuse(field, cell, index, taken, at)
        return None
    named = numbers.readings(cell)
    if field.type == "money" and len(named) == 1 and cell.rstrip().endswith("p"):  # pence
        named = [decimal_text(exact(named[0]) / 100), *named]
    plain = cell.strip().casefold()
    unclear = not any(map(str.isalnum, plain)) or plain in _LATER
    symbols = [("x", say("not available")), ("c", say("suppressed"))] if unclear else []
    if not named and not symbols:
        _refuse(field, cell, index, taken, at)
        return None
    taken.refused += 1
    answer = at.collector.ask(
        "return-number-among-words", at.sheet, at.rows[index], taken.column,
        [*((number, say("the figure is {number}", number=number)) for number in named),
         *symbols, ("leave-out", say("no figure"))],
        found=text_of(cell), needed=_needed(field), heading=field.label,
    )  # fmt: skip
    if answer in named:
        return answer
    if answer in ("x", "c"):
        taken.missing[index] = answer
    return None


def _needed(field: Field) -> str:
    """Return in words what a cell of a field must hold."""
    kinds = {"money": say("An amount of money"), "count": say("A whole number")}
    return kinds.get(field.type) or say("A number")


def _may_part_thousands(cell: object) -> bool:
    return isinstance(cell, str) and numbers.is_thousands_or_decimals(cell)


_DECIMALS = re.compile(r"\d\.(?:\d{1,2}|\d{4,})\s*$|\d,\d{3}(?:\.\d+)?\s*$")


def _shows_decimals(cell: object) -> bool:
    """Whether a number can only be one whose point, if any, parts decimals."""
    if isinstance(cell, float):
        return not cell.is_integer()
    return isinstance(cell, str) and _DECIMALS.search(cell) is not None


def _may_be_pence(field: Field, cell: str, read: Amount) -> bool:
    """Whether an amount such as "50p" may be pence as well as a provisional one of pounds."""
    return read.marker == "p" and field.type == "money" and cell.rstrip().endswith("p")


def _note_signs(read: Amount, index: int, taken: Taken) -> None:
    """Note what stood with a number: a marker, a percent or pound sign, k or m."""
    if read.marker:
        taken.marked[index] = read.marker
    if read.percent:
        taken.percent.add(index)
    if read.scale > 1:
        taken.scaled[index] = read.scale
    elif read.pound:
        taken.pounds.add(index)


def _refuse(field: Field, cell: object, index: int, taken: Taken, at: At) -> None:
    """Point out a cell that holds something, but no figure."""
    taken.refused += 1
    kind = _needed(field)
    date_like = isinstance(cell, datetime | date | time | timedelta)
    code = "return-date-for-a-number" if date_like else "return-not-a-number"
    if field.bound and isinstance(cell, str):
        code = "return-target-in-words"  # "35 to 40", "monitored only": no fault, but no figure
    at.collector.add(
        code,
        at.sheet,
        at.rows[index],
        taken.column,
        found=text_of(cell),
        expected=kind[0].lower() + kind[1:],
        needed=kind,
        heading=field.label,
    )


def _with_its_point(field: Field, cell: str, read: Amount, row: int, column: int, at: At) -> Amount:
    """Ask of 95.000 whether its point parts thousands, as on the continent, or decimals."""
    if not numbers.is_thousands_or_decimals(cell):
        return read
    digits = cell.strip().lstrip("£").replace(".", "")
    answer = at.collector.ask(
        "return-point-not-clear", at.sheet, row, column,
        [("thousands", f"{int(digits):,}"), ("decimals", read.text)],
        found=cell.strip(), heading=field.label,
    )  # fmt: skip
    return read._replace(text=digits) if answer == "thousands" else read


def _check_range(field: Field, values: list[Any], taken: Taken, at: At) -> None:
    floats = [value for value in values if value.__class__ is float]
    texts = [float(value) for value in values if value.__class__ is str]
    every = floats + texts
    if not every:
        return
    lowest, highest = min(every), max(every)
    finite = math.isfinite(sum(every)) and max(-lowest, highest) < _TOO_LARGE
    whole = field.type != "count" or all(value.is_integer() for value in every)
    if finite and whole and not any(_beyond(field, value) for value in (lowest, highest)):
        return
    for index, value in enumerate(values):
        if value is not None and not _is_in_range(field, value, at.rows[index], taken.column, at):
            values[index] = None


def _is_in_range(field: Field, value: float | str, row: int, column: int, at: At) -> bool:
    """Point out a value that cannot be; return whether it can be kept all the same."""
    number = float(value)
    if not math.isfinite(number) or abs(number) >= _TOO_LARGE:
        expected = say("a number under 15 digits")
        at.collector.add(
            "return-number-too-large", at.sheet, row, column, found=value, expected=expected
        )
        return False
    fault = _beyond(field, number)
    if fault is None and field.type == "count" and not number.is_integer():
        fault = "return-not-whole", say("a whole number")
    if fault is not None:
        code, expected = fault
        at.collector.add(
            code, at.sheet, row, column,
            found=text_of(value), expected=expected, heading=field.label,
        )  # fmt: skip
    return True


def _beyond(field: Field, number: float) -> tuple[str, str] | None:
    """Return what is wrong with a number outside its field's bounds, and what would be right."""
    if field.minimum is not None and number < field.minimum:
        return "return-number-too-low", say("{least:g} or more", least=field.minimum)
    if field.maximum is not None and number > field.maximum:
        return "return-number-too-high", say("{most:g} or less", most=field.maximum)
    return None


def _words(field: Field, cells: Sequence[Any], taken: Taken, at: At) -> None:
    values = _texts(cells)
    if field.choices:
        _choose(field, values, taken, at)
    taken.values = values


def _texts(cells: Sequence[Any]) -> list[Any]:
    """Return the cells of a column as words, None where there are none."""
    if set(map(type, cells)) != {str}:
        return [_unguarded(text_of(cell)) or None for cell in cells]
    if _are_tidy(cells):
        return [cell or None for cell in cells]
    return of_each(lambda cell: _unguarded(" ".join(cell.split())) or None, cells)


def _are_tidy(cells: Sequence[str]) -> bool:
    """Whether all the white space in some texts is one space between two words, and none guarded.

    A hundred thousand are looked at as one text: its white space is then one less than its words.
    """
    distinct = dict.fromkeys(cells)
    distinct.pop("", None)
    lines = "\n" + "\n".join(distinct)
    ends = lines.count("\n")
    single = len(lines.split()) == ends + lines.count(" ")
    return single and ends == max(len(distinct), 1) and not ("\n'" in lines or '\n="' in lines)


def of_each(make: Callable[[Any], T], values: Sequence[Any]) -> list[T]:
    """Return what ``make`` gives for each value of a column, made once for those that are equal."""
    made = {value: make(value) for value in dict.fromkeys(values)}
    return [made[value] for value in values]


def _unguarded(text: str) -> str:
    if text[:2] == '="':
        return text[2:].removesuffix('"')
    return _GUARD.sub("", text) if text[:1] == "'" else text


def _choose(field: Field, values: list[Any], taken: Taken, at: At) -> None:
    known = {choice.casefold(): choice for choice in field.choices}
    for choice in field.choices:
        for other in field.aliases.get(choice.casefold(), ()):
            known[other.casefold()] = choice
    known |= {key.replace(" ", "").replace("-", ""): choice for key, choice in known.items()}
    for word in {value for value in values if value is not None}:
        plain = word.casefold().replace(" ", "").replace("-", "")
        chosen = known.get(word.casefold()) or known.get(plain)
        if chosen is None:
            index = values.index(word)
            at.collector.add(
                "return-not-a-choice",
                at.sheet,
                at.rows[index],
                taken.column,
                found=word,
                expected=", ".join(field.choices),
                heading=field.label,
            )
        else:
            known[word.casefold()] = chosen
    for index, value in enumerate(values):
        if value is not None:
            values[index] = known.get(value.casefold(), value)


def _dates(cells: Sequence[Any], taken: Taken, at: At) -> None:
    values: list[Any] = []
    order = _order_of_dates(cells, taken, at)
    for index, cell in enumerate(cells):
        if cell == "" or cell is None:
            values.append(None)
            continue
        own = numbers.date_order(cell)
        month_first = (order if own == numbers.EITHER else own) == numbers.MONTH_FIRST
        # In doubt it is kept as it was written: nobody accepts it so.
        doubtful = own == numbers.EITHER and not order
        found = text_of(cell) if doubtful else numbers.read_date(cell, month_first=month_first)
        if found is None:
            # "Ongoing" or "Spring 2026" is an answer too: it is kept as it was written.
            at.collector.add(
                "return-not-a-date",
                at.sheet,
                at.rows[index],
                taken.column,
                found=text_of(cell),
                expected=say("a date"),
                heading=taken.field.label,
            )
            found = text_of(cell)
        values.append(found)
    taken.values = values


def _order_of_dates(cells: Sequence[Any], taken: Taken, at: At) -> str:
    """Return the order of a column's dates that may be read either way; "" while it is asked.

    One date that can only be month first, such as 04/30/2026, makes all of them a question.
    """
    orders = [numbers.date_order(cell) for cell in cells]
    if numbers.EITHER not in orders:
        return numbers.DAY_FIRST
    first = orders.index(numbers.EITHER)
    shown = text_of(cells[first])
    readings = {
        numbers.DAY_FIRST: numbers.read_date(cells[first]) or "",
        numbers.MONTH_FIRST: numbers.read_date(cells[first], month_first=True) or "",
    }
    if numbers.MONTH_FIRST in orders:
        proof = orders.index(numbers.MONTH_FIRST)
        return at.collector.ask(
            "return-date-order",
            at.sheet,
            at.rows[first],
            taken.column,
            list(readings.items()),
            found=shown,
            expected=say("a date in the order of the others"),
            heading=taken.field.label,
            american=address(at.rows[proof], taken.column),
            shown=text_of(cells[proof]),
        )
    if numbers.DAY_FIRST not in orders:
        at.collector.add(
            "return-dates-day-first",
            at.sheet,
            at.rows[first],
            taken.column,
            found=shown,
            expected=readings[numbers.DAY_FIRST],
            heading=taken.field.label,
        )
    return numbers.DAY_FIRST

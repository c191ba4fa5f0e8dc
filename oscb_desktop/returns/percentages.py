"""Percentages as figures: 81 with the unit "%", however the cell was written.

Excel keeps 81% as 0.81. Whether a cell did is told by its number format, by a percent sign, or by
what the indicator was worked out from. Nothing is scaled unseen: each is noted or refused.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import decimal_text, exact
from oscb_desktop.returns import moneyunits
from oscb_desktop.returns.cells import address
from oscb_desktop.returns.columns import At, Taken

PERCENT = "%"
_PER = re.compile(r"\bper (\d{1,3}(?:[, ]\d{3})+|\d{3,})\b")
_SHARE = re.compile(r"%|\bpercent(?:ages?)?\b|\bper cent\b|\bpct\b|\bproportion of\b|\bshare of\b")
_FAR = 3  # times: 0.88 beside 85 is 88, but 0.9 beside 1.2 is 0.9
_MANY = 10  # times the whole: nobody has 1000% of visits on time
_NEAR_PART = 0.006  # a part of one that was rounded to two places, from its ratio
_NEAR_PERCENTAGE = 0.6  # a percentage that was rounded to a whole one
_UNITS = {
    "%": "%", "percent": "%", "percentage": "%", "per cent": "%", "pct": "%", "% (percentage)": "%",
    "number": "number", "no": "number", "no.": "number", "count": "number", "#": "number",
    "num": "number", "whole number": "number", "integer": "number",
    "per 10,000": "per 10,000", "per 10000": "per 10,000", "rate per 10,000": "per 10,000",
    "rate per 10000": "per 10,000", "rate": "per 10,000", "per 10k": "per 10,000",
    "rate/10,000": "per 10,000", "per 10 000": "per 10,000", "day": "days", "days": "days",
    "working days": "working days",
}  # fmt: skip


def unit_of(text: str | None) -> str:
    """Return a unit in the words that the report uses, or as it was written."""
    if text is None:
        return ""
    return _UNITS.get(text.casefold().strip(), text)


def unit_in(label: str) -> str:
    """Return the unit that an indicator's own name says, or ""."""
    words = label.casefold()
    rate = _PER.search(words)
    if rate:
        return f"per {int(rate[1].replace(',', '').replace(' ', '')):,}"
    return PERCENT if _SHARE.search(words) else ""


_PER_N = r"per\s+1[\d, ]*\d{2}k?"
_PERCENT = r"(?<![\d.])(?<![\d.]\s)%|\bper\s?cent(?:ages?)?\b|\bpct\b"
_UNIT_OF_ALL = re.compile(
    rf"\(\s*(?:as\s+)?(?:an?\s+)?(?:rates?\s+)?(?:{_PERCENT}|{_PER_N}[^)]*)\s*\)|"
    rf"\brates?\s+{_PER_N}|(?:^|[,:;–-]\s*)percentages?\b|"
    rf"\b(?:figures|values|data|results|numbers|all|shown|expressed)\b[^.]{{0,25}}(?:{_PERCENT}|{_PER_N})",
    re.IGNORECASE,
)
_SPEAKS_OF_UNIT = re.compile(rf"{_PERCENT}|\brates?\b|{_PER_N}", re.IGNORECASE)
_COUNTED = re.compile(r"\s*(?:number|no\.?|count|how many)\b", re.IGNORECASE)


def unit_around(
    corner: str, titles: Sequence[str], notes: Sequence[str], labels: Sequence[str],
    at: At, headed: int, column: int,
) -> str:  # fmt: skip
    """Return the unit that words around a table give its rows without one, "" for none.

    ``corner`` is the heading of the names, in whose place a unit may stand. What only speaks of
    rates, or of two, or stands over rows that call themselves a number, is asked about.
    """
    if moneyunits.is_only_a_unit(corner) and unit_in(corner):
        return unit_in(corner)
    texts = [*titles, *(note for note in notes if _UNIT_OF_ALL.search(note))]
    said = [text for text in texts if _SPEAKS_OF_UNIT.search(text)]
    units = list(dict.fromkeys(unit for text in said if (unit := unit_in(_plain_percent(text)))))
    if not said:
        return ""
    sure = len(units) == 1 and any(_UNIT_OF_ALL.search(text) for text in said)
    if sure and not any(map(_COUNTED.match, labels)):
        return units[0]
    answers = dict.fromkeys([*units, PERCENT, "per 10,000", "number"])
    return at.collector.ask(
        "return-rate-said", at.sheet, headed, column,
        [(unit, say("figures are taken as: {unit}", unit=unit)) for unit in answers],
        found=said[0][:80],
    )  # fmt: skip


def _plain_percent(text: str) -> str:
    """Return a text without the percentages that are amounts: "5% more"."""
    return re.sub(r"\d\s*%", " ", text)


def refuse(takens: Mapping[str, Taken], percent_cells: frozenset[str], at: At) -> None:
    """Add a problem at each percentage where money or a count belongs; make one of a score.

    "90%" of forty places is thirty-six people, and nobody but the partner knows it.
    """
    for taken in takens.values():
        field = taken.field
        if not field.is_figure or field.type == "measure":
            continue
        formatted = {
            index
            for index in (range(len(at.rows)) if percent_cells else ())
            if taken.values[index] is not None
            and address(at.rows[index], taken.column) in percent_cells
        }
        shown = formatted | set(taken.percent)
        for index in sorted(shown):
            at.collector.add(
                "return-percentage-for-a-number",
                at.sheet,
                at.rows[index],
                taken.column,
                found=_text(taken.values[index]),
                heading=field.label,
            )


class _Row(msgspec.Struct, frozen=True):
    """What the cells of a table's row show, by column: the numbers, and which say percent."""

    index: int
    shown: dict[int, float | str | None]
    signed: set[int]  # with a percent sign in their text
    formatted: set[int]  # by their number format, so that they hold parts of one

    @property
    def percent(self) -> set[int]:
        """The columns that say percent in either way."""
        return self.signed | self.formatted


def settle(
    measures: list[Taken],
    units: list[str],
    percent_cells: frozenset[str],
    fraction: tuple[Taken | None, Taken | None, Taken | None],
    at: At,
) -> None:
    """Bring every percentage of a table to its printed size, and its unit to "%".

    ``units`` is changed where a row's unit was blank and its cells say percent. ``fraction`` is
    the numerator, the denominator and the value.
    """
    numerator, denominator, value = fraction
    scaled: list[tuple[int, int]] = []
    for index in _concerned(measures, units, percent_cells, at):
        row = _row_of(measures, index, percent_cells, at)
        if not units[index] and value is not None and value.column in row.percent:
            units[index] = PERCENT
        if not units[index] and not row.percent:
            _ask_of_unit(measures, index, units, at)
        elif units[index] != PERCENT:
            _say_unit_differs(row, units[index], at)
        else:
            ratio = _ratio(numerator, denominator, index)
            told = None if ratio is None or value is None else _by_ratio(row, value.column, ratio)
            parts = _parts_of_one(row, told, measures, at)
            scaled += _make_percentages(measures, parts, index, at)
            _check_ratio(ratio, value, index, at)
    if scaled:
        at.collector.add("return-percentage-scaled", at.sheet, *scaled[0], found=len(scaled))


def _row_of(measures: Sequence[Taken], index: int, percent_cells: frozenset[str], at: At) -> _Row:
    """Return what a row's cells show."""
    shown = {
        taken.column: taken.values[index] for taken in measures if taken.values[index] is not None
    }
    signed = {taken.column for taken in measures if index in taken.percent}
    formatted = {column for column in shown if address(at.rows[index], column) in percent_cells}
    return _Row(index, shown, signed, formatted - signed)


def _say_unit_differs(row: _Row, unit: str, at: At) -> None:
    """Add a problem at each percentage of a row whose unit is another."""
    for column in sorted(row.percent):
        at.collector.add(
            "return-percentage-and-unit",
            at.sheet,
            at.rows[row.index],
            column,
            found=_text(row.shown.get(column)),
            expected=unit or say("a number"),
            unit=unit or say("none"),
        )


def _by_ratio(row: _Row, column: int, ratio: float) -> bool | None:
    """Whether a row is written in parts of one, as its numerator over its denominator shows.

    None where its value, in ``column``, shows neither that nor a percentage.
    """
    if column not in _undecided(row):
        return None
    value = _float(row.shown[column])
    from_percentage = abs(value - ratio * 100)
    if abs(value - ratio) <= _NEAR_PART < from_percentage:
        return True
    return False if from_percentage <= _NEAR_PERCENTAGE else None


def _parts_of_one(row: _Row, told: bool | None, measures: Sequence[Taken], at: At) -> set[int]:
    """Return the columns in which a row of percentages holds parts of one.

    ``told`` is what its ratio shows of the cells that do not say it themselves. Where nothing
    shows it, a row of small numbers only is assumed to hold parts of one, which is noted; of a
    number that stands out from its row it is asked.
    """
    formatted = _shown_as_percentages(row, at)
    small = _undecided(row)
    if told is not None:
        return formatted | small if told else formatted
    if small and not row.percent and _all_small(row.shown):
        at.collector.add(
            "return-percentage-assumed",
            at.sheet,
            at.rows[row.index],
            min(small),
            found=_text(row.shown[min(small)]),
        )
        return small
    # A tolerance is a step of a few points: half a point is nothing out of the way.
    steps = {taken.column for taken in measures if taken.field.name == "tolerance"}
    odd = sorted(small - steps)
    if not row.percent:
        odd = [column for column in odd if _is_near(column, row.shown)]
    return formatted | _asked(odd, row.shown, row.index, at)


def _shown_as_percentages(row: _Row, at: At) -> set[int]:
    """Return the columns whose cells a percentage's format shows, and that hold parts of one.

    85 in such a cell shows as 8500%: whoever typed it meant 85, as likely as not. It is asked.
    """
    many = sorted(column for column in row.formatted if abs(_float(row.shown[column])) >= _MANY)
    return (row.formatted - set(many)) | _asked(many, row.shown, row.index, at)


def _make_percentages(
    measures: Sequence[Taken], parts: set[int], index: int, at: At
) -> list[tuple[int, int]]:
    """Make a row's parts of one percentages; return the sheet row and the column of each."""
    scaled = [taken for taken in measures if taken.column in parts]
    for taken in scaled:
        taken.values[index] = decimal_text(exact(taken.values[index] or 0.0) * 100)
    return [(at.rows[index], taken.column) for taken in scaled]


def _ask_of_unit(measures: Sequence[Taken], row: int, units: list[str], at: At) -> None:
    """Ask whether a row without a unit, of numbers under one, holds percentages."""
    small = [taken for taken in measures if _is_part_of_one(taken.values[row])]
    parts = _asked([small[0].column], {small[0].column: small[0].values[row]}, row, at)
    if not parts:
        return
    units[row] = PERCENT
    for taken in measures:
        value = taken.values[row]
        if value is not None:
            taken.values[row] = decimal_text(exact(value) * 100)


def _is_near(column: int, shown: Mapping[int, float | str | None]) -> bool:
    """Whether a number under one, taken for a part of one, is of the size of its row's others."""
    others = [abs(_float(value)) for at, value in shown.items() if at != column and _float(value)]
    return any(1 / _FAR < abs(_float(shown[column])) * 100 / other < _FAR for other in others)


def _asked(
    small: Sequence[int], shown: Mapping[int, float | str | None], row: int, at: At
) -> set[int]:
    """Ask of each number under one beside a percentage; return which columns are parts of one."""
    parts: set[int] = set()
    for column in small:
        written = exact(shown[column] or 0.0)
        answer = at.collector.ask(
            "return-percentage-unclear",
            at.sheet,
            at.rows[row],
            column,
            [
                ("part-of-one", f"{decimal_text(written * 100)}%"),
                ("as-written", f"{decimal_text(written)}%"),
            ],
            found=decimal_text(written),
            expected=say("a percentage such as 81"),
        )
        if answer == "part-of-one":
            parts.add(column)
    return parts


def _concerned(
    measures: list[Taken], units: list[str], percent_cells: frozenset[str], at: At
) -> list[int]:
    """Return the rows whose unit or any of whose cells says percent: most often a few, or none."""
    signed = {row for taken in measures for row in taken.percent}
    formatted = {int(cell.lstrip(ascii_uppercase)) - 1 for cell in percent_cells}
    parts_of_one = {
        row
        for row, unit in enumerate(units)
        if not unit and any(_is_part_of_one(taken.values[row]) for taken in measures)
    }
    return [
        row
        for row, unit in enumerate(units)
        if unit == PERCENT or row in signed or at.rows[row] in formatted or row in parts_of_one
    ]


def _is_part_of_one(value: float | str | None) -> bool:
    """Whether a number without a unit may be a percentage written as a part of one."""
    return value is not None and 0 < float(value) < 1


def _undecided(row: _Row) -> set[int]:
    """Return the columns of numbers up to one that do not themselves say percent."""
    known = row.percent
    return {
        column
        for column, value in row.shown.items()
        if column not in known and 0 < abs(_float(value)) <= 1
    }


def _all_small(shown: dict[int, float | str | None]) -> bool:
    return all(abs(_float(value)) <= 1 for value in shown.values())


def _ratio(numerator: Taken | None, denominator: Taken | None, row: int) -> float | None:
    if numerator is None or denominator is None:
        return None
    over, under = numerator.values[row], denominator.values[row]
    if over is None or under is None or _float(under) == 0:
        return None
    return _float(over) / _float(under)


def _check_ratio(ratio: float | None, value: Taken | None, row: int, at: At) -> None:
    if ratio is None or value is None or value.values[row] is None:
        return
    shown = exact(value.values[row] or 0.0)
    places = max(0, -int(shown.as_tuple().exponent))
    # Half a unit of the last digit shown, and a whisker for 0.5 rounded either way.
    allowed = Decimal(10) ** -min(places, 6) * Decimal("0.51")
    due = Decimal(repr(ratio)) * 100
    if abs(shown - due) > max(allowed, Decimal("0.051")):
        at.collector.add(
            "return-percentage-disagrees",
            at.sheet,
            at.rows[row],
            value.column,
            found=decimal_text(shown),
            expected=decimal_text(round(due, 1)),
        )


def _float(value: float | str | None) -> float:
    return 0.0 if value is None else float(value)


def _text(value: float | str | None) -> str:
    return "" if value is None else decimal_text(exact(value))

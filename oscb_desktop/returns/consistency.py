"""What cannot be, or hardly: a part above its whole, a rate that does not follow, a slip of scale.

``check`` looks over the columns of one table as they were taken, and each finding is a problem at
its cell. Sums and differences are held to each other in ``checking``, percentages in
``percentages``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import permutations
from typing import Any

from oscb_desktop.report.content.figures import decimal_text, exact
from oscb_desktop.returns import quarters
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.kinds import Table
from oscb_desktop.returns.percentages import PERCENT

Values = Sequence[float | str | None]

_PER = re.compile(
    r"(?:\bper|/)\s*(?P<digits>\d{1,3}(?:[, ]\d{3})+|\d+)\s*(?P<k>k\b|thousand)?", re.IGNORECASE
)
_SHARES = (1, 100, 1_000, 10_000, 100_000)  # what a number without a unit may be out of
_POPULATION_ROUNDING = 0.005  # at most; a population of 149,000 was rounded to the thousand
_WIDEST = 0.51  # half a unit of the last digit shown, and a whisker
_THOUSANDFOLD = (800, 1_250_000)  # pounds beside thousands of pounds, or pence beside millions
_HUNDREDFOLD = 100
_SLIPPED = (10.0, 100.0)  # times: a digit too many, or two
_LEAST_SLIPPED = 1_000  # pounds; a small line may well be ten times another
_A_HUNDRED_MILLION = 100_000_000
_LARGE_AMOUNT = 1_000_000  # pounds
_LARGE_COUNT = 10_000  # training for fewer people, or fewer cases, is never out of the question


def check(table: Table, takens: Mapping[str, Taken], units: Sequence[str] | None, at: At) -> None:
    """Add a problem at each cell that another cell of its row, or its column, speaks against.

    ``units`` are the units of the rows, as the report words them, where rows have their own.
    """
    _check_within(table, takens, at)
    if units is not None:
        _check_shares(table, takens, units, at)
        _check_over_the_whole(table, takens, units, at)
    _check_money(takens, at)
    _check_slips(takens, at)
    _check_millions(takens, at)
    _check_counts(takens, at)
    _check_leaps(table, takens, at)


def _check_over_the_whole(
    table: Table, takens: Mapping[str, Taken], units: Sequence[str], at: At
) -> None:
    """Warn of a percentage above a hundred: a count, basis points or a change, and no share."""
    if table.percent_of and {*table.percent_of[:2]} <= takens.keys():
        return  # it is held to its parts
    for taken in takens.values():
        if taken.field.type != "measure":
            continue
        for index, value in enumerate(taken.values):
            if value is not None and units[index] == PERCENT and exact(value) > _HUNDREDFOLD:
                at.collector.add(
                    "return-percentage-over-hundred", at.sheet, at.rows[index], taken.column,
                    found=decimal_text(exact(value)), heading=taken.field.label,
                )  # fmt: skip


@cache
def out_of(unit: str) -> int | None:
    """Return what a rate's unit counts by: 10,000 for "per 10,000 children"; None for no rate."""
    found = _PER.search(unit)
    if found is None:
        return None
    return int(re.sub(r"\D", "", found["digits"])) * (1_000 if found["k"] else 1)


def _check_within(table: Table, takens: Mapping[str, Taken], at: At) -> None:
    for part_name, whole_name in table.within:
        part, whole = takens.get(part_name), takens.get(whole_name)
        if part is None or whole is None or not _any_above(part.values, whole.values, 1):
            continue
        for index, value, limit in _both(part.values, whole.values):
            if value > limit:
                _tell_above(part, whole, index, (value, limit), at)


def _tell_above(
    part: Taken, whole: Taken, index: int, amounts: tuple[float, float], at: At
) -> None:
    """Tell a part that is above its whole, at the part's cell."""
    at.collector.add(
        "return-part-above-whole",
        at.sheet,
        at.rows[index],
        part.column,
        found=_plain(amounts[0]),
        expected=_plain(amounts[1]),
        heading=part.field.label,
        whole=whole.field.label,
    )


def _check_shares(table: Table, takens: Mapping[str, Taken], units: Sequence[str], at: At) -> None:
    """Hold each value to its numerator and denominator, by its row's unit."""
    if not table.percent_of:
        return
    over, under, value = (takens.get(name) for name in table.percent_of)
    if over is None or under is None:
        return
    for index, numerator, denominator in _both(over.values, under.values):
        if units[index] == PERCENT and numerator > denominator:
            _tell_above(over, under, index, (numerator, denominator), at)
        if value is not None and denominator > 0:
            _check_share(value, index, units[index], numerator, denominator, at)


def _check_share(
    value: Taken, index: int, unit: str, numerator: float, denominator: float, at: At
) -> None:
    """Hold one value to its numerator and denominator."""
    shown = value.values[index]
    due = None if shown is None else _due(unit, numerator, denominator, shown)
    if shown is None or due is None:
        return
    code, expected = due
    if at.collector.is_full(code, at.sheet):
        return
    at.collector.add(
        code,
        at.sheet,
        at.rows[index],
        value.column,
        found=decimal_text(exact(shown)),
        expected=_plain(expected),
        unit=unit,
        numerator=_plain(numerator),
        denominator=_plain(denominator),
    )


def _due(
    unit: str, numerator: float, denominator: float, shown: float | str
) -> tuple[str, float] | None:
    """Return the code and what is expected where ``shown`` does not follow; None where it does."""
    ratio = numerator / denominator
    by = out_of(unit)
    if by is not None:
        if _follows(shown, ratio * by, denominator):
            return None
        return "return-rate-disagrees", round(ratio * by, 1)
    if unit != "number":
        return None  # a percentage is held to its parts elsewhere; days may be a median
    if float(shown) in (numerator, denominator):
        return None  # the count itself
    number = float(shown)
    for by in _SHARES:
        due = ratio * by
        # The first half is the bound of the second, here for the hundred thousand rows of a list.
        near = abs(number - due) <= _WIDEST + abs(due) * _POPULATION_ROUNDING
        if near and _follows(shown, due, denominator):
            return None
    return "return-value-disagrees", numerator


def _follows(shown: float | str, due: float, denominator: float) -> bool:
    """Whether ``shown`` is ``due``, within what both were rounded by."""
    gap = abs(float(shown) - due)
    if gap > _WIDEST + abs(due) * _POPULATION_ROUNDING:  # whatever was rounded
        return False
    number = exact(shown)
    places = min(max(0, -int(number.as_tuple().exponent)), 6)
    # Half a unit of the last digit shown, and a whisker for 0.5 rounded either way.
    allowed = float(Decimal(10) ** -places) * _WIDEST
    allowed += abs(due) * min(_rounded_by(denominator), _POPULATION_ROUNDING)
    return gap <= allowed


def _rounded_by(count: float) -> float:
    """Return how far a round count may be from the true one, as a part of it: 149,000 by 500."""
    if not count.is_integer() or count < 1_000:
        return 0.0
    digits = str(int(count))
    zeros = len(digits) - len(digits.rstrip("0"))
    return 0.5 * 10**zeros / count if zeros else 0.0


def _check_money(takens: Mapping[str, Taken], at: At) -> None:
    """Tell an amount about a thousand times another of its row: pounds beside thousands."""
    money = [t for t in takens.values() if t.field.type == "money" and not t.field.plus]
    told: set[tuple[int, int]] = set()
    least, most = _THOUSANDFOLD
    for big, low in permutations(money, 2):
        # A month may well be a small part of its year, which is held to be its sum.
        of_it = quarters.base_of(low.field.name) == big.field.name
        if of_it or not _any_above(big.values, low.values, least):
            continue
        for index, large, small in _both(big.values, low.values):
            apart = abs(small) >= 1 and least * abs(small) <= abs(large) <= most * abs(small)
            if not apart or (index, big.column) in told:
                continue
            told.add((index, big.column))
            at.collector.add(
                "return-amount-thousandfold",
                at.sheet,
                at.rows[index],
                big.column,
                found=_plain(large),
                expected=_plain(small),
                heading=low.field.label,
            )


def _check_slips(takens: Mapping[str, Taken], at: At) -> None:
    """Tell an amount exactly ten or a hundred times another of its row: a nought too many."""
    money = [t for t in takens.values() if t.field.type == "money" and not t.field.plus]
    for big, low in permutations(money, 2):
        if not _any_above(big.values, low.values, int(_SLIPPED[0])):
            continue
        slipped = [
            (index, large, small)
            for index, large, small in _both(big.values, low.values)
            if abs(small) >= _LEAST_SLIPPED and large / small in _SLIPPED
        ]
        if 2 * len(slipped) > len(big.values) > 1:
            continue  # most rows are so: it is what the columns are
        for index, large, small in slipped:
            at.collector.add(
                "return-digit-slipped", at.sheet, at.rows[index], big.column,
                found=_plain(large), expected=_plain(small), heading=low.field.label,
            )  # fmt: skip


def _check_millions(takens: Mapping[str, Taken], at: At) -> None:
    """Tell an amount of a hundred million: no line of a board's budget comes near it."""
    for taken in takens.values():
        if taken.field.type != "money":
            continue
        for index, value in enumerate(taken.values):
            if value is not None and abs(float(value)) >= _A_HUNDRED_MILLION:
                at.collector.add(
                    "return-implausibly-large", at.sheet, at.rows[index], taken.column,
                    found=_plain(float(value)), heading=taken.field.label,
                    expected=_plain(_A_HUNDRED_MILLION),
                )  # fmt: skip


def _check_counts(takens: Mapping[str, Taken], at: At) -> None:
    """Tell a count, or an amount of millions, over a hundred times every other of its column."""
    least = {"count": _LARGE_COUNT, "money": _LARGE_AMOUNT}
    for taken in takens.values():
        if taken.field.type not in least:
            continue
        counts = sorted(
            (float(value), index) for index, value in enumerate(taken.values) if value is not None
        )
        if len(counts) < 3:
            continue
        (next_to, _), (largest, index) = counts[-2:]
        large = largest > least[taken.field.type]
        if large and next_to > 0 and largest > _HUNDREDFOLD * next_to:
            _implausible(taken, index, largest, next_to, at)


def _check_leaps(table: Table, takens: Mapping[str, Taken], at: At) -> None:
    """Tell a figure more than a hundred times the year before's, where it is large."""
    now, before = (takens.get(name) for name in table.steady or ("", ""))
    if now is None or before is None or now.field.type == "money":
        return
    for index, value, was in _both(now.values, before.values):
        if value > _LARGE_COUNT and value > _HUNDREDFOLD * was > 0:
            _implausible(now, index, value, was, at)


def _implausible(taken: Taken, index: int, found: float, beside: float, at: At) -> None:
    at.collector.add(
        "return-implausibly-large",
        at.sheet,
        at.rows[index],
        taken.column,
        found=_plain(found),
        expected=_plain(beside),
        heading=taken.field.label,
    )


def _any_above(left: Values, right: Values, times: int) -> bool:
    """Whether any of ``left`` may be more than ``times`` its neighbour: quick, for long columns."""
    pairs: Iterator[tuple[Any, Any]] = zip(left, right, strict=True)
    try:
        return any(one >= times * other or one < 0 for one, other in pairs)
    except TypeError:  # blanks, symbols or exact decimals among them: look at every row
        return True


def _both(left: Values, right: Values) -> Iterator[tuple[int, float, float]]:
    """Yield the index and both values of each row that has both."""
    pairs: Iterator[tuple[int, tuple[Any, Any]]] = enumerate(zip(left, right, strict=True))
    for index, (one, other) in pairs:
        if one is not None and other is not None:
            yield index, float(one), float(other)


def _plain(value: float) -> str:
    return decimal_text(exact(round(value, 6)))

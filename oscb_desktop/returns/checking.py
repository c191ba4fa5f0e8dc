"""What must agree within a table: sums with their rows, and columns with each other."""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from oscb_desktop.report.content.figures import Column, decimal_text, exact
from oscb_desktop.returns import numbers
from oscb_desktop.returns.cells import address
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.extents import is_subtotal
from oscb_desktop.returns.kinds import Table
from oscb_desktop.returns.numbers import PENNY

_SMALL = 20  # below this, twice as many is no news
_LOOKED_AT = 2_000
_UNKNOWN = frozenset({"c", "x", "k", "low", ":", "u", "w"})  # a number we do not have


def total_of(taken: Taken | Column) -> str | None:
    """Return the exact sum of a column, or None where there is none or one cannot be known."""
    if any(symbol in _UNKNOWN for symbol in taken.missing.values()):
        return None
    return exact_sum(taken.values)


def check_totals(
    takens: Sequence[Taken],
    totals: Sequence[tuple[int, str, Sequence[Any]]],
    at: At,
    as_taken: Callable[[str, str, float], float] = lambda _name, _cell, written: written,
) -> None:
    """Reconcile each total row with the rows above it; add a problem at each cell that differs.

    ``totals`` are (sheet row, label, cells by column index). A total may sum every row so far, or
    only those since an earlier total. ``as_taken`` is given a field, a cell and the number written
    there, and returns it in the unit in which the column was taken.
    """
    starts = [0]
    for row, label, cells in totals:
        until = sum(held < row for held in at.rows)
        for taken in takens:
            cell = cells[taken.column] if len(cells) > taken.column else ""
            shown = numbers.plain(cell)
            if shown is None or any(taken.missing.get(index) in _UNKNOWN for index in range(until)):
                continue
            shown = as_taken(taken.field.name, address(row, taken.column), shown)
            allowed = {
                start: _float_sum(taken.values[start:until])
                for start in (starts[-1:] if is_subtotal(label) else starts)
            }
            start, nearest = min(allowed.items(), key=lambda sum_: abs(shown - sum_[1]))
            if abs(shown - nearest) <= PENNY:
                continue
            counted = [float(value) for value in taken.values[start:until] if value is not None]
            whole_numbers = all(value.is_integer() for value in counted)
            # Three pounds rounded one by one may miss their total by one; two pennies may not.
            rounded = whole_numbers and len(counted) >= 3 and abs(shown - nearest) <= 1
            code = "return-total-rounded" if rounded else "return-total-does-not-add-up"
            at.collector.add(
                code,
                at.sheet,
                row,
                taken.column,
                found=_plain(shown),
                expected=_plain(nearest),
                heading=taken.field.label,
            )
        starts.append(until)


def check_formula(table: Table, takens: dict[str, Taken], at: At) -> set[str]:
    """Check each column that is worked out from others.

    Returns the names of those whose sign is the other way round (budget − actual): the caller
    works them out afresh, in the one sense that the report uses.
    """
    turned: set[str] = set()
    for field in table.fields:
        if not (field.plus and field.name in takens):
            continue
        plus, minus = takens.get(field.plus), takens.get(field.minus)
        if plus is None or minus is None:
            continue
        shown = takens[field.name].values
        wrong: list[tuple[int, float]] = []
        opposite = 0
        for index in _suspect(shown, plus.values, minus.values):
            value = shown[index]
            left, right = plus.values[index], minus.values[index]
            if value is None or left is None or right is None:
                continue
            due = float(left) - float(right)
            if abs(float(value) - due) > PENNY:
                wrong.append((index, due))
                opposite += abs(float(value) + due) <= PENNY
        if not wrong:
            continue
        zero = sum(value is not None and float(value) == 0 for value in shown)
        stated = sum(value is not None for value in shown)
        if opposite == len(wrong) and opposite + zero >= stated:
            turned.add(field.name)
            at.collector.add(
                "return-variance-turned",
                at.sheet,
                at.rows[wrong[0][0]],
                takens[field.name].column,
                heading=field.label,
                plus=plus.field.label,
                minus=minus.field.label,
            )
            continue
        for index, due in wrong:
            at.collector.add(
                "return-columns-disagree",
                at.sheet,
                at.rows[index],
                takens[field.name].column,
                found=_plain(float(shown[index] or 0)),
                expected=_plain(due),
                heading=field.label,
                plus=plus.field.label,
                minus=minus.field.label,
            )
    return turned


def check_steady(table: Table, takens: Mapping[str, Taken], at: At) -> None:
    """Point out each figure more than twice, or less than half, the year before's."""
    if not table.steady or len(at.rows) > _LOOKED_AT:
        return
    now, before = (takens.get(name) for name in table.steady)
    if now is None or before is None:
        return
    for index, value in enumerate(now.values):
        was = before.values[index]
        if value is None or was is None or index in now.missing:
            continue
        low, high = sorted((float(value), float(was)))
        if low > 0 and high >= _SMALL and high > 2 * low:
            at.collector.add(
                "return-large-change",
                at.sheet,
                at.rows[index],
                now.column,
                found=_plain(float(value)),
                expected=_plain(float(was)),
                heading=now.field.label,
            )


def worked_out(plus: Column, minus: Column, name: str, label: str, unit: str) -> Column:
    """Return the column ``plus`` − ``minus``, exact, with its formula said."""
    values: list[float | str | None] = []
    for left, right in zip(plus.values, minus.values, strict=True):
        if left is None or right is None:
            values.append(None)
        elif left.__class__ is float and right.__class__ is float:
            values.append(round(left - right, 6))
        else:
            values.append(decimal_text(exact(left) - exact(right)))
    missing = {**minus.missing, **plus.missing}
    return Column(
        name=name,
        label=label,
        values=values,
        unit=unit,
        missing={index: symbol for index, symbol in missing.items() if values[index] is None},
        formula=f"{plus.label} − {minus.label}",
        formula_inputs=(plus.name, minus.name),
    )


def _suspect(shown: Sequence[Any], plus: Sequence[Any], minus: Sequence[Any]) -> Sequence[int]:
    """Return the rows where shown = plus − minus is not plainly so."""
    try:
        return [
            index
            for index, (value, left, right) in enumerate(zip(shown, plus, minus, strict=True))
            if abs(value - left + right) > PENNY
        ]
    except TypeError:  # blanks, symbols or exact decimals among them: look at every row
        return range(len(shown))


def _float_sum(values: Sequence[float | str | None]) -> float:
    return math.fsum(float(value) for value in values if value is not None)


def exact_sum(values: Sequence[float | str | None]) -> str | None:
    """Return the exact sum of what is there, or None where nothing is."""
    floats = [value for value in values if value.__class__ is float]
    texts = [value for value in values if value.__class__ is str]
    if not floats and not texts:
        return None
    total = Decimal(repr(round(math.fsum(floats), 6)))
    for text in texts:
        total += Decimal(text)
    return decimal_text(total)


def _plain(value: float) -> str:
    return decimal_text(exact(round(value, 6)))

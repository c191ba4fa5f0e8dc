"""What must agree within a table: sums with their rows, and columns with each other."""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

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
    *,
    scaled: bool = False,
) -> None:
    """Reconcile each total row with the rows above it; add a problem at each cell that differs.

    ``totals`` are (sheet row, label, cells by column index). A total may sum every row so far, or
    only those since an earlier total. ``as_taken`` is given a field, a cell and the number written
    there, and returns it in the unit in which the column was taken.
    """
    starts = [0]
    for row, label, cells in totals:
        until = sum(held < row for held in at.rows)
        possible = starts[-1:] if is_subtotal(label) else starts
        for taken in takens:
            stated = _stated_total(taken, cells, until)
            if stated is not None:
                stated = as_taken(taken.field.name, address(row, taken.column), stated)
                runs = [taken.values[start:until] for start in possible]
                of_thousands = scaled and taken.field.type == "money"
                _check_total(taken, stated, row, runs, at, scaled=of_thousands)
        starts.append(until)


def _stated_total(taken: Taken, cells: Sequence[Any], until: int) -> float | None:
    """Return what a total row says of a column, None where nothing or a row up to it is unknown."""
    stated = numbers.plain(cells[taken.column]) if len(cells) > taken.column else None
    if stated is None or any(taken.missing.get(index) in _UNKNOWN for index in range(until)):
        return None
    return stated


def _check_total(
    taken: Taken,
    shown: float,
    row: int,
    runs: Sequence[Sequence[float | str | None]],
    at: At,
    *,
    scaled: bool,
) -> None:
    """Add a problem at a total that is the sum of none of several runs of values.

    ``scaled`` says that they are thousands or millions, which are rounded more often than not.
    """
    sums = [(_float_sum(run), run) for run in runs]
    nearest, summed = min(sums, key=lambda each: abs(shown - each[0]))
    gap = abs(shown - nearest)
    if gap <= PENNY:
        return
    counted = [float(value) for value in summed if value is not None]
    rounded = gap <= _rounded_by(shown, counted, scaled=scaled) + PENNY
    at.collector.add(
        "return-total-rounded" if rounded else "return-total-does-not-add-up",
        at.sheet,
        row,
        taken.column,
        found=_plain(shown),
        expected=_plain(nearest),
        heading=taken.field.label,
    )


def _rounded_by(total: float, rows: Sequence[float], *, scaled: bool) -> float:
    """Return by how much rows that were rounded one by one may miss their total.

    Three pounds may miss it by one, two pennies not. Of thousands it is half a unit of the last
    digit that the total shows for each row that shows no more digits than it, and for itself.
    """
    if all(row.is_integer() for row in rows) and len(rows) >= 3 and not scaled:
        return 1.0
    places = max(0, -int(exact(total).as_tuple().exponent))
    if not scaled or places > 1 or len(rows) < 2:
        return 0.0
    unit = 10.0**-places
    coarse = sum(round(row, places) == row for row in rows)
    finer = coarse < len(rows)
    return unit / 2 * (coarse + 1) if finer or len(rows) >= 3 else 0.0


class _Difference(msgspec.Struct, frozen=True):
    """A column that is worked out from two others: shown = plus − minus."""

    shown: Taken
    plus: Taken
    minus: Taken

    @property
    def named(self) -> dict[str, str]:
        """The labels of the three, as a problem words them."""
        return {
            "heading": self.shown.field.label,
            "plus": self.plus.field.label,
            "minus": self.minus.field.label,
        }

    def wrong(self) -> list[tuple[int, float]]:
        """Return each row where the difference is another, and what it should be."""
        shown, plus, minus = self.shown.values, self.plus.values, self.minus.values
        found: list[tuple[int, float]] = []
        for index in _suspect(shown, plus, minus):
            value, left, right = shown[index], plus[index], minus[index]
            if value is None or left is None or right is None:
                continue
            due = float(left) - float(right)
            if abs(float(value) - due) > PENNY:
                found.append((index, due))
        return found

    def is_turned(self, wrong: Sequence[tuple[int, float]]) -> bool:
        """Whether every stated difference that is not nought has its sign the other way round."""
        values = [float(value) for value in self.shown.values if value is not None]
        opposite = all(
            abs(float(self.shown.values[index] or 0) + due) <= PENNY for index, due in wrong
        )
        return opposite and len(wrong) + values.count(0) >= len(values)


def check_formula(table: Table, takens: dict[str, Taken], at: At) -> set[str]:
    """Check each column that is worked out from others.

    Returns the names of those whose sign is the other way round (budget − actual): the caller
    works them out afresh, in the one sense that the report uses.
    """
    turned: set[str] = set()
    for difference in _differences(table, takens):
        wrong = difference.wrong()
        shown = difference.shown
        if wrong and difference.is_turned(wrong):
            turned.add(shown.field.name)
            at.collector.add(
                "return-variance-turned", at.sheet, at.rows[wrong[0][0]], shown.column,
                **difference.named,
            )  # fmt: skip
            continue
        for index, due in wrong:
            at.collector.add(
                "return-columns-disagree", at.sheet, at.rows[index], shown.column,
                found=_plain(float(shown.values[index] or 0)), expected=_plain(due),
                **difference.named,
            )  # fmt: skip
    return turned


def _differences(table: Table, takens: Mapping[str, Taken]) -> list[_Difference]:
    """Return the columns that are there with the two that they are worked out from."""
    return [
        _Difference(takens[field.name], takens[field.plus], takens[field.minus])
        for field in table.fields
        if field.plus and takens.keys() >= {field.name, field.plus, field.minus}
    ]


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

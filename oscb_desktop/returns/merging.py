"""A new return of which some figures are not wanted: those stay as the report has them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from oscb_desktop.report.content.figures import (
    TOTAL,
    Column,
    Correction,
    Figure,
    FigureSet,
    Origin,
    Provenance,
    decimal_text,
    exact,
)
from oscb_desktop.returns import checking
from oscb_desktop.returns.comparing import differences_in

_Held = TypeVar("_Held")


def merge(old: FigureSet, new: FigureSet, kept: Collection[str]) -> FigureSet:
    """Return ``new`` with the figures ``kept`` (by ``row.column``) as they are in ``old``.

    A figure that only ``new`` has is left out, one that only ``old`` has stays. Each keeps its
    cell and its workbook. What is worked out from others, and the totals, follow.
    """
    merger = _Merger(old, new)
    for tail in kept:
        row, _, name = tail.rpartition(".")
        if row != TOTAL:
            merger.keep(row, name)
    return merger.result()


class _Merger:
    def __init__(self, old: FigureSet, new: FigureSet) -> None:
        self._old = old
        self._set = msgspec.structs.replace(
            new, keys=list(new.keys), labels=list(new.labels), rows=list(new.rows),
            columns=[_copied(column) for column in new.columns], periods=list(new.periods),
        )  # fmt: skip
        self._earlier: list[Origin] = list(new.earlier)

    def keep(self, row: str, name: str) -> None:
        """Put one figure back to what it was; nothing where it is worked out."""
        before = self._old.column(name)
        after = self._set.column(name)
        if self._is_worked_out(name, before, after):
            return
        was = self._old.figure(row, name)
        if was is not None:
            assert before is not None  # or there were no figure
            self._put_back(row, before, was)
        elif after is not None and row in self._set.keys:
            _empty(after, self._set.keys.index(row))

    def _is_worked_out(self, name: str, before: Column | None, after: Column | None) -> bool:
        """Whether either set has a column from others, by its formula or as a difference."""
        if any(column is not None and column.formula for column in (before, after)):
            return True
        return name in differences_in(self._set) or name in differences_in(self._old)

    def _put_back(self, row: str, before: Column, was: Figure) -> None:
        """Give a row the figure that it had, with its correction, symbol, unit and origin."""
        index = self._row(row)
        column = self._column(before)
        _empty(column, index)
        held = self._old.keys.index(row)
        column.values[index] = before.values[held]
        if was.correction is not None:
            column.corrected = {**_corrections(column), index: was.correction}
        if held in before.missing:
            column.missing[index] = before.missing[held]
        if was.unit != (column.units[index] if column.units else column.unit):
            column.units = column.units or [column.unit or ""] * len(column.values)
            column.units[index] = was.unit
        if isinstance(was.origin, Provenance):
            column.cells[index] = was.origin.cell
            column.kept[index] = self._origin(was.origin)

    def result(self) -> FigureSet:
        """Return the set without rows that hold nothing any more, worked out anew."""
        self._turn_into_differences()
        for column in self._set.columns:
            if column.formula:
                self._work_out(column)
        self._drop_empty_rows()
        for column in self._set.columns:
            if column.total is not None:
                units = set(column.units or ())
                column.total = checking.total_of(column) if len(units) <= 1 else None
        self._set.earlier = tuple(self._earlier)
        return self._set

    def _turn_into_differences(self) -> None:
        """Work a variance out here, although it was read, where one of its two sides was kept."""
        for name, parts in differences_in(self._set).items():
            plus, minus = (self._set.column(part) for part in parts)
            column = self._set.column(name)
            if column is None or plus is None or minus is None or not (plus.kept or minus.kept):
                continue
            fresh = checking.worked_out(plus, minus, name, column.label, column.unit or "")
            fresh.total = column.total
            self._set.columns[self._set.columns.index(column)] = fresh

    def _row(self, key: str) -> int:
        """Return the index of a row, added at the end with its words where it is gone."""
        if key in self._set.keys:
            return self._set.keys.index(key)
        held = self._old.keys.index(key)
        self._set.keys.append(key)
        self._set.labels.append(self._old.labels[held])
        self._set.rows.append(self._old.rows[held])
        if self._set.periods:
            of_row = self._old.periods[held] if self._old.periods else self._old.period
            self._set.periods.append(of_row)
        for column in self._set.columns:
            self._lengthen(column, held)
        return len(self._set.keys) - 1

    def _lengthen(self, column: Column, held: int) -> None:
        """Add a row to a column: the words and unit of the old row ``held``, and no figure."""
        before = self._old.column(column.name)
        words = before is not None and before.unit is None
        column.values.append(before.values[held] if before is not None and words else None)
        if column.units is not None:
            units = before.units if before is not None else None
            column.units.append(units[held] if units else column.unit or "")

    def _column(self, before: Column) -> Column:
        """Return the column of an old one's name, added empty where it is gone."""
        column = self._set.column(before.name)
        if column is None:
            count = len(self._set.keys)
            column = Column(name=before.name, label=before.label, values=[None] * count,
                            unit=before.unit, letter=before.letter, period=before.period,
                            total=before.total)  # fmt: skip
            self._set.columns.append(column)
        return column

    def _origin(self, origin: Provenance) -> int:
        fields: dict[str, Any] = msgspec.structs.asdict(origin)
        del fields["cell"]
        wanted = Origin(**fields)
        if wanted not in self._earlier:
            self._earlier.append(wanted)
        return self._earlier.index(wanted)

    def _work_out(self, column: Column) -> None:
        """Work a sum or a difference out from the columns it says; their symbols go with it."""
        parts = [self._set.column(name) for name in column.formula_inputs]
        inputs = [part for part in parts if part is not None]
        column.values += [None] * (len(self._set.keys) - len(column.values))
        is_sum = " + " in column.formula or len(inputs) == 1
        for index in range(len(self._set.keys)):
            if index in column.cells:  # read from there, whatever the others are
                continue
            symbols = [part.missing[index] for part in inputs if index in part.missing]
            column.missing.pop(index, None)
            if symbols:
                column.missing[index] = symbols[0]
            column.values[index] = None if symbols else _worked_out(inputs, index, is_sum=is_sum)

    def _drop_empty_rows(self) -> None:
        figures = [column for column in self._set.columns if column.unit is not None]
        full = [
            index for index in range(len(self._set.keys))
            if any(c.values[index] is not None or index in c.missing for c in figures)
        ]  # fmt: skip
        if len(full) == len(self._set.keys):
            return
        self._set.keys = [self._set.keys[index] for index in full]
        self._set.labels = [self._set.labels[index] for index in full]
        self._set.rows = [self._set.rows[index] for index in full]
        if self._set.periods:
            self._set.periods = [self._set.periods[index] for index in full]
        for column in self._set.columns:
            _keep_rows(column, full)


def _worked_out(inputs: Sequence[Column], index: int, *, is_sum: bool) -> str | None:
    """Return a row's sum of what is given, or its difference where both sides are."""
    given = [part.values[index] for part in inputs]
    known = [exact(value) for value in given if value is not None]
    if known and is_sum:
        return decimal_text(sum(known, exact("0")))
    if len(known) == len(inputs) == 2:
        return decimal_text(known[0] - known[1])
    return None


def _keep_rows(column: Column, rows: Sequence[int]) -> None:
    """Take all rows but these, in their order, out of a column."""
    column.values = [column.values[index] for index in rows]
    column.units = [column.units[index] for index in rows] if column.units else None
    at = {before: after for after, before in enumerate(rows)}
    column.missing = _moved(column.missing, at)
    column.cells = _moved(column.cells, at)
    column.kept = _moved(column.kept, at)
    column.corrected = _moved(_corrections(column), at) or msgspec.UNSET


def _moved(by_row: Mapping[int, _Held], at: Mapping[int, int]) -> dict[int, _Held]:
    """Return what is known of rows at the indexes that they have now, without rows that went."""
    return {at[index]: held for index, held in by_row.items() if index in at}


def _copied(column: Column) -> Column:
    units = list(column.units) if column.units else None
    return msgspec.structs.replace(column, values=list(column.values), units=units,
                                   missing=dict(column.missing), cells=dict(column.cells),
                                   kept=dict(column.kept))  # fmt: skip


def _empty(column: Column, index: int) -> None:
    column.values[index] = None
    column.missing.pop(index, None)
    column.cells.pop(index, None)
    column.kept.pop(index, None)
    corrected = {at: held for at, held in _corrections(column).items() if at != index}
    column.corrected = corrected or msgspec.UNSET


def _corrections(column: Column) -> dict[int, Correction]:
    return {} if isinstance(column.corrected, msgspec.UnsetType) else column.corrected

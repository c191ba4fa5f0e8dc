"""A new return of which some figures are not wanted: those stay as the report has them."""

from collections.abc import Collection
from typing import Any

import msgspec

from oscb_desktop.report.content.figures import (
    TOTAL,
    Column,
    Correction,
    FigureSet,
    Origin,
    Provenance,
    decimal_text,
    exact,
)
from oscb_desktop.returns import checking
from oscb_desktop.returns.comparing import differences_in


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
        if (before is not None and before.formula) or (after is not None and after.formula):
            return
        if name in differences_in(self._set) or name in differences_in(self._old):
            return
        was = self._old.figure(row, name)
        if was is None:
            if after is not None and row in self._set.keys:
                _empty(after, self._set.keys.index(row))
            return
        index = self._row(row)
        column = self._column(name, before)
        assert before is not None  # or there were no figure
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
            before = self._old.column(column.name)
            words = before is not None and before.unit is None
            column.values.append(before.values[held] if before is not None and words else None)
            if column.units is not None:
                units = before.units if before is not None else None
                column.units.append(units[held] if units else column.unit or "")
        return len(self._set.keys) - 1

    def _column(self, name: str, before: Column | None) -> Column:
        """Return a column, added empty where it is gone."""
        column = self._set.column(name)
        if column is None:
            assert before is not None  # or there were no figure
            count = len(self._set.keys)
            column = Column(name=name, label=before.label, values=[None] * count,
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
            given = [part.values[index] for part in inputs]
            symbols = [part.missing[index] for part in inputs if index in part.missing]
            known = [exact(value) for value in given if value is not None]
            column.missing.pop(index, None)
            column.values[index] = None
            if symbols:
                column.missing[index] = symbols[0]
            elif known and is_sum:
                column.values[index] = decimal_text(sum(known, exact("0")))
            elif len(known) == len(inputs) == 2:
                column.values[index] = decimal_text(known[0] - known[1])

    def _drop_empty_rows(self) -> None:
        figures = [column for column in self._set.columns if column.unit is not None]
        full = [
            index for index in range(len(self._set.keys))
            if any(c.values[index] is not None or index in c.missing for c in figures)
        ]  # fmt: skip
        if len(full) == len(self._set.keys):
            return
        at = {before: after for after, before in enumerate(full)}
        self._set.keys = [self._set.keys[index] for index in full]
        self._set.labels = [self._set.labels[index] for index in full]
        self._set.rows = [self._set.rows[index] for index in full]
        if self._set.periods:
            self._set.periods = [self._set.periods[index] for index in full]
        for column in self._set.columns:
            column.values = [column.values[index] for index in full]
            column.units = [column.units[index] for index in full] if column.units else None
            column.missing = {at[i]: held for i, held in column.missing.items() if i in at}
            column.cells = {at[i]: held for i, held in column.cells.items() if i in at}
            column.kept = {at[i]: held for i, held in column.kept.items() if i in at}
            corrected = {at[i]: held for i, held in _corrections(column).items() if i in at}
            column.corrected = corrected or msgspec.UNSET


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

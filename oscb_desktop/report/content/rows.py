"""The rows of a table's or a chart's source by key: naming them, and leaving some out.

Rows are left out before anything is set out, so that neither the decimals of a column nor the
legend under a table nor a chart's axis can tell of them.
"""

from collections.abc import Collection
from typing import Any, TypeVar

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    KeysTable,
    SetTable,
    Source,
    TableBlock,
)
from oscb_desktop.report.content.figures import TOTAL, Column, Figures, FigureSet
from oscb_desktop.report.content.typed_tables import body_of, header_rows
from oscb_desktop.report.content.views import find_view

T = TypeVar("T")
_Entry = TypeVar("_Entry")


def source_of(block: Block | None) -> Source | None:
    """Return what a table or a chart is made from; None for any other block."""
    return block.source if isinstance(block, TableBlock | ChartBlock) else None


def row_keys(source: Source, figures: Figures) -> tuple[tuple[str, str], ...]:
    """Return key and label of each row in order, a bound table's total last.

    A typed row has no key: it is named by its first cell.
    """
    if isinstance(source, KeysTable):
        labels = source.labels or tuple(_label(figures, key) for key in source.keys)
        return tuple(zip(source.keys, labels, strict=True))
    if isinstance(source, SetTable):
        held = figures.set(source.set_id)
        if held is None:
            return ()
        rows = tuple(zip(held.keys, held.labels, strict=True))
        return (*rows, (TOTAL, "Total")) if has_total(held, source) else rows
    names = (row[0] if row else "" for row in body_of(source))
    return tuple((name, name) for name in names)


def has_total(held: FigureSet, source: SetTable) -> bool:
    """Return whether a table of a source ends in a row of totals."""
    totals = any(column.total is not None for column in held.columns)
    return totals and find_view(held, source.view).total


def figures_of_row(source: Source, figures: Figures, row: str) -> tuple[str, ...]:
    """Return the keys of all the figures that a row stands for, shown in this view or not."""
    if isinstance(source, KeysTable):
        return (row,)
    held = figures.set(source.set_id) if isinstance(source, SetTable) else None
    if held is None:
        return ()
    found = (held.figure(row, column.name) for column in held.columns)
    return tuple(figure.key for figure in found if figure is not None)


def without_rows(source: Source, figures: Figures, rows: Collection[str]) -> tuple[Source, Figures]:
    """Return a source and its figures as if the rows had never been."""
    if isinstance(source, KeysTable):
        return _keys_without(source, rows), figures
    if isinstance(source, SetTable):
        held = figures.set(source.set_id)
        sets = () if held is None else (_reduced(held, rows),)
        return source, Figures.of(sets)
    kept = tuple(row for row in body_of(source) if (row[0] if row else "") not in rows)
    return replace(source, rows=(*source.rows[: header_rows(source)], *kept)), figures


def _keys_without(source: KeysTable, rows: Collection[str]) -> KeysTable:
    keep = [at for at, key in enumerate(source.keys) if key not in rows]
    labels = tuple(source.labels[at] for at in keep) if source.labels else ()
    return replace(source, keys=tuple(source.keys[at] for at in keep), labels=labels)


def _label(figures: Figures, key: str) -> str:
    figure = figures.get(key)
    return key if figure is None else figure.label


def _reduced(held: FigureSet, rows: Collection[str]) -> FigureSet:
    keep = [at for at, key in enumerate(held.keys) if key not in rows]
    return replace(
        held,
        keys=_kept(held.keys, keep),
        labels=_kept(held.labels, keep),
        rows=_kept(held.rows, keep),
        periods=_kept(held.periods, keep) if held.periods else [],
        sources=UNSET if isinstance(held.sources, UnsetType) else _kept(held.sources, keep),
        columns=[_column(column, keep, total=TOTAL not in rows) for column in held.columns],
    )


def _column(column: Column, keep: list[int], *, total: bool) -> Column:
    return replace(
        column,
        values=_kept(column.values, keep),
        units=None if column.units is None else _kept(column.units, keep),
        missing=_moved(column.missing, keep),
        cells=_moved(column.cells, keep),
        kept=_moved(column.kept, keep),
        corrected=UNSET
        if isinstance(column.corrected, UnsetType)
        else _moved(column.corrected, keep),
        worked=UNSET if isinstance(column.worked, UnsetType) else _moved(column.worked, keep),
        total=column.total if total else None,
    )


def _kept(values: list[T], keep: list[int]) -> list[T]:
    return [values[at] for at in keep]


def _moved(entries: dict[int, _Entry], keep: list[int]) -> dict[int, Any]:
    return {now: entries[at] for now, at in enumerate(keep) if at in entries}

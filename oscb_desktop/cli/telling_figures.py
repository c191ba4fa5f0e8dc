"""Saying figures as JSON: each with its area, its measure and its period.

What is not known of a figure is "" (a corrected one: false). The names are a contract.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from oscb_desktop.report.content.figures import (
    TOTAL,
    Figure,
    Figures,
    FigureSet,
    Formula,
    decimal_text,
)
from oscb_desktop.returns.kinds import PUBLISHED
from oscb_desktop.returns.periods import period_of


def figures_told(figures: Figures) -> Iterator[Mapping[str, Any]]:
    """Yield each figure as it is told."""
    for held in figures.sets():
        rows = {key: index for index, key in enumerate(held.keys)}
        for figure in held.figures():
            yield _told(held, rows, figure)


def figure_told(figures: Figures, key: str) -> Mapping[str, Any]:
    """Return one figure as it is told; raise KeyError where there is none."""
    held, figure = figures.set(key.partition(".")[0]), figures.get(key)
    if held is None or figure is None:
        raise KeyError(key)
    return _told(held, {row: index for index, row in enumerate(held.keys)}, figure)


def _told(held: FigureSet, rows: Mapping[str, int], figure: Figure) -> Mapping[str, Any]:
    _, row, column = figure.key.split(".")
    index = None if row == TOTAL and TOTAL not in rows else rows[row]
    return {**_figure(figure), **_dimensions(held, figure, index, column)}


def _dimensions(held: FigureSet, figure: Figure, index: int | None, name: str) -> Mapping[str, Any]:
    column = held.column(name)
    label = column.label if column else ""
    row = "" if index is None else held.labels[index]
    published = held.kind == PUBLISHED
    # Where the rows have units of their own they are indicators, and the column says which value.
    by_row = column is not None and column.units is not None and bool(row)
    found = period_of(figure.period) if figure.period else None
    return {
        "area": _area(held, index) if published and index is not None else "",
        "measure": row if by_row and not published else label,
        "period_kind": found.period.kind if found else "",
        "period_from": found.period.start.isoformat() if found else "",
        "period_to": found.period.end.isoformat() if found else "",
        "corrected": False,
    }


def _area(held: FigureSet, index: int) -> str:
    """Return a row's label without its period."""
    label = held.labels[index]
    return label.removesuffix(f", {held.periods[index]}") if held.periods else label


def _figure(figure: Figure) -> Mapping[str, Any]:
    origin = figure.origin
    return {
        "key": figure.key,
        "label": figure.label,
        "value": None if figure.value is None else decimal_text(figure.value),
        "unit": figure.unit,
        "period": figure.period,
        "missing": figure.missing_meaning,
        "provenance": "formula"
        if isinstance(origin, Formula)
        else {
            "file": origin.file,
            "sha256": origin.sha256,
            "sheet": origin.sheet,
            "cell": origin.cell,
            "imported_by": origin.imported_by,
            "imported_at": origin.imported_at.isoformat(timespec="seconds"),
        },
        "formula": origin.text if isinstance(origin, Formula) else None,
        "inputs": list(origin.inputs) if isinstance(origin, Formula) else [],
    }

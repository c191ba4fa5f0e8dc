"""Saying figures as JSON: each with its area, its measure and its period.

What is not known of a figure is "" (a corrected one: false). The names are a contract.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from oscb_desktop.operations.taking_in.dimensions import dimensions_of
from oscb_desktop.report.content.figures import (
    TOTAL,
    Figure,
    Figures,
    FigureSet,
    Formula,
    decimal_text,
)


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
    said = dimensions_of(held, figure, index, column)
    return {
        **_figure(figure),
        "area": said.area,
        "measure": said.measure,
        "period_kind": said.period_kind,
        "period_from": said.period_from,
        "period_to": said.period_to,
        "corrected": said.corrected,
    }


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

"""Saying figures as JSON: each with its area, its measure and its period.

What is not known of a figure is "" (a corrected one: false). The names are a contract.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from oscb_desktop.operations.taking_in.dimensions import with_dimensions
from oscb_desktop.report.content.figures import Figure, Figures, Formula, decimal_text


def figures_told(figures: Figures) -> Iterator[Mapping[str, Any]]:
    """Yield each figure as it is told."""
    for figure, dimensions in with_dimensions(figures):
        yield {**_figure(figure), **asdict(dimensions)}


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

"""What a figure is of: its area, its measure, and the kind and the days of its period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oscb_desktop.report.content.figures import TOTAL, Figure, Figures, FigureSet

_PUBLISHED = "published-statistics"


@dataclass(frozen=True)
class Dimensions:
    """What is not known is "". The days are written YYYY-MM-DD, and both are in the period."""

    area: str
    measure: str
    period_kind: str
    period_from: str
    period_to: str
    corrected: bool = False  # whether a person typed the right value over a wrong cell


def with_dimensions(figures: Figures) -> Iterator[tuple[Figure, Dimensions]]:
    """Yield every figure with its dimensions."""
    for held in figures.sets():
        rows = {key: index for index, key in enumerate(held.keys)}
        for figure in held.figures():
            _, row, column = figure.key.split(".")
            index = None if row == TOTAL and TOTAL not in rows else rows[row]
            yield figure, _dimensions(held, figure, index, column)


def _dimensions(held: FigureSet, figure: Figure, index: int | None, name: str) -> Dimensions:
    from oscb_desktop.returns.periods import period_of

    column = held.column(name)
    label = column.label if column else ""
    row = "" if index is None else held.labels[index]
    published = held.kind == _PUBLISHED
    # Where the rows have units of their own they are indicators, and the column says which value.
    by_row = column is not None and column.units is not None and bool(row)
    found = period_of(figure.period) if figure.period else None
    return Dimensions(
        area=_area(held, index) if published and index is not None else "",
        measure=row if by_row and not published else label,
        period_kind=found.period.kind if found else "",
        period_from=found.period.start.isoformat() if found else "",
        period_to=found.period.end.isoformat() if found else "",
    )


def _area(held: FigureSet, index: int) -> str:
    """Return a row's label without its period."""
    label = held.labels[index]
    return label.removesuffix(f", {held.periods[index]}") if held.periods else label

"""What a figure is of: its area, its measure and its period."""

from dataclasses import dataclass

from oscb_desktop.report.content.figures import Figure, FigureSet


@dataclass(frozen=True)
class Dimensions:
    """What is not known is ""; days are written YYYY-MM-DD."""

    area: str
    measure: str
    period_kind: str
    period_from: str
    period_to: str
    corrected: bool


def dimensions_of(held: FigureSet, figure: Figure, index: int | None, name: str) -> Dimensions:
    """Return what a figure is of; ``index`` is its row's, None for a total."""
    from oscb_desktop.returns.kinds import PUBLISHED
    from oscb_desktop.returns.periods import period_of

    column = held.column(name)
    label = column.label if column else ""
    row = "" if index is None else held.labels[index]
    published = held.kind == PUBLISHED
    # Where the rows have units of their own they are indicators, and the column says which value.
    by_row = column is not None and column.units is not None and bool(row)
    found = period_of(figure.period) if figure.period else None
    return Dimensions(
        area=_area(held, index) if published and index is not None else "",
        measure=row if by_row and not published else label,
        period_kind=found.period.kind if found else "",
        period_from=found.period.start.isoformat() if found else "",
        period_to=found.period.end.isoformat() if found else "",
        corrected=figure.correction is not None,
    )


def _area(held: FigureSet, index: int) -> str:
    """Return a row's label without its period."""
    label = held.labels[index]
    return label.removesuffix(f", {held.periods[index]}") if held.periods else label

"""The figures that one section shows, and nothing else of the returns they came from."""

from collections.abc import Iterator

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from oscb_desktop.report.content import tables
from oscb_desktop.report.content.blocks import ChartBlock, SetTable, TableBlock, figure_keys
from oscb_desktop.report.content.document import Section
from oscb_desktop.report.content.figures import TOTAL, Column, Figures, FigureSet, Formula

_ELSEWHERE = "worked out from figures of the report"  # their keys are not the part's business


def figures_of(section: Section, figures: Figures) -> tuple[FigureSet, ...]:
    """Return figure sets that hold what a section's text, tables and charts show.

    Of a return that a table or chart is made from come the columns that it needs; of figures
    named one by one, each comes alone. Everything else is not in the sets at all.
    """
    keys = {key for block in section.blocks for key in figure_keys(block)}
    bound = tuple(_bound(section))
    found: list[FigureSet] = []
    for held in figures.sets():
        sources = tuple(source for source in bound if source.set_id == held.id)
        wanted = {
            (parts[1], parts[2])
            for key in keys
            if len(parts := key.split(".")) == 3 and parts[0] == held.id
        }
        if sources or wanted:
            found.append(_only(held, _needed(held, sources), wanted))
    return tuple(found)


def _bound(section: Section) -> Iterator[SetTable]:
    for block in section.blocks:
        if isinstance(block, TableBlock | ChartBlock) and isinstance(block.source, SetTable):
            yield block.source


def _needed(held: FigureSet, sources: tuple[SetTable, ...]) -> tuple[str, ...]:
    """Return the columns without which some table or chart would look different."""
    if not sources:
        return ()
    wanted = _drawn(held, sources)
    for column in list(held.columns):
        fewer = replace(held, columns=[other for other in held.columns if other is not column])
        if _drawn(fewer, sources) == wanted:
            held = fewer
    return tuple(column.name for column in held.columns)


def _drawn(held: FigureSet, sources: tuple[SetTable, ...]) -> list[object]:
    figures = Figures.of([held])
    return [
        made
        for source in sources
        for made in (tables.build(source, figures), tables.chart_data(source, figures))
    ]


def _only(held: FigureSet, whole: tuple[str, ...], wanted: set[tuple[str, str]]) -> FigureSet:
    """Return a set with nothing but these columns, and these figures by row and column."""
    rows = {row for row, _ in wanted}
    kept = [at for at, key in enumerate(held.keys) if whole or key in rows]
    columns: list[Column] = []
    for column in held.columns:
        of_column = {row for row, name in wanted if name == column.name}
        if column.name in whole:
            columns.append(_among(column, whole))
        elif of_column:
            columns.append(_thinned(held, column, kept, of_column))
    used = sorted({at for column in columns for at in column.kept.values()})
    return replace(
        held,
        keys=[held.keys[at] for at in kept],
        labels=[held.labels[at] for at in kept],
        rows=[held.rows[at] for at in kept],
        periods=[held.periods[at] for at in kept] if held.periods else [],
        sources=UNSET,
        columns=[
            # What was corrected, by whom and why, is not the part's business.
            replace(
                column,
                kept={row: used.index(at) for row, at in column.kept.items()},
                corrected=UNSET,
            )
            for column in columns
        ],
        earlier=tuple(held.earlier[at] for at in used),
    )


def _among(column: Column, names: tuple[str, ...]) -> Column:
    """Return a column that names no others than these as what it was worked out from."""
    known = tuple(name for name in column.formula_inputs if name in names)
    return replace(column, formula_inputs=known, worked=_alone(column.worked))


def _alone(
    worked: dict[int, Formula] | UnsetType, places: dict[int, int] | None = None
) -> dict[int, Formula] | UnsetType:
    """Return how rows were worked out without naming from what, which is not in the part."""
    if isinstance(worked, UnsetType):
        return UNSET
    rows = {at: at for at in worked} if places is None else places
    return {rows[at]: Formula(text=_ELSEWHERE) for at in worked if at in rows}


def _thinned(held: FigureSet, column: Column, kept: list[int], rows: set[str]) -> Column:
    """Return a column with no values but those of some rows."""
    places = {at: place for place, at in enumerate(kept) if held.keys[at] in rows}
    total = held.figure(TOTAL, column.name)
    summed = total is not None and TOTAL in rows and TOTAL not in held.keys
    words = total.origin.text if total and summed and isinstance(total.origin, Formula) else ""
    return replace(
        column,
        values=[column.values[at] if at in places else None for at in kept],
        units=None if column.units is None else [column.units[at] for at in kept],
        missing={places[at]: symbol for at, symbol in column.missing.items() if at in places},
        cells={places[at]: cell for at, cell in column.cells.items() if at in places},
        kept={places[at]: origin for at, origin in column.kept.items() if at in places},
        formula_inputs=(),
        worked=_alone(column.worked, places),
        total=column.total if summed else None,
        total_formula=words,
    )

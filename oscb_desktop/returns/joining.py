"""Several tables of one kind in a return, on sheets or in blocks, become one figure set."""

from collections import Counter
from collections.abc import Sequence, Set

import msgspec

from oscb_desktop.report.content.figures import Column, FigureSet, Origin
from oscb_desktop.returns import checking, headers, kinds
from oscb_desktop.returns.cells import column_index, slug
from oscb_desktop.returns.collecting import Collector


def join(sets: Sequence[FigureSet], collector: Collector) -> FigureSet:
    """Return one set with the rows of all, each figure at its own sheet and cell.

    Rows of one key in two of them are told: a partner that is on both sheets would count twice.
    """
    sets = _told_apart(sets)
    whole = sets[0]
    for other in sets[1:]:
        whole = _joined(whole, other, collector)
    for column in whole.columns:
        mixed = len(set(column.units or ())) > 1 or len(set(whole.periods)) > 1
        if not mixed and any(_total_of(one, column.name) for one in sets):
            column.total = checking.total_of(column)
    return whole


def _told_apart(sets: Sequence[FigureSet]) -> list[FigureSet]:
    """Return sets whose rows of one key are told apart by further words: whose, which quarter."""
    held = kinds.kind(sets[0].kind).table(sets[0].table)
    found = [
        msgspec.structs.replace(one, keys=list(one.keys), labels=list(one.labels)) for one in sets
    ]
    for name in held.key[1:]:
        counts = Counter(key for one in found for key in one.keys)
        twice = {key for key, count in counts.items() if count > 1}
        for one in found:
            _add_words(one, twice, name)
    return found


def _add_words(figures: FigureSet, twice: Set[str], name: str) -> None:
    """Add a column's words to the keys and labels of the rows whose key comes twice."""
    for at, key in enumerate(figures.keys):
        words = figures.word(at, name) if key in twice else ""
        if words:
            figures.keys[at] = f"{key}-{slug(words)}".strip("-")
            figures.labels[at] = f"{figures.labels[at]}, {words}"


def _total_of(figures: FigureSet, name: str) -> bool:
    column = figures.column(name)
    return column is not None and column.total is not None


def _joined(first: FigureSet, other: FigureSet, collector: Collector) -> FigureSet:
    earlier = list(first.earlier)
    origin = _index_of(other.origin, first.origin, earlier)
    count, more = len(first.keys), len(other.keys)
    held = set(first.keys)
    keys = list(first.keys)
    for at, key in enumerate(other.keys):
        if key in held:
            column = column_index(other.columns[0].letter if other.columns else "A") or 0
            before = first.rows[first.keys.index(key)] - 1
            collector.add(
                "return-row-twice", other.origin.sheet, other.rows[at] - 1, column,
                found=other.labels[at], other=collector.row(first.origin.sheet, before, column),
            )  # fmt: skip
        fresh, number = key, 2
        while fresh in keys:
            fresh, number = f"{key}-{number}", number + 1
        keys.append(fresh)
    columns: list[Column] = []
    for name in dict.fromkeys(c.name for c in (*first.columns, *other.columns)):
        upper, lower = first.column(name), other.column(name)
        shape = upper or lower
        assert shape is not None
        columns.append(_column(shape, upper, lower, other, (count, more), origin))
    return msgspec.structs.replace(
        first, keys=keys, labels=[*first.labels, *other.labels], rows=[*first.rows, *other.rows],
        columns=columns, earlier=tuple(earlier), periods=_periods(first, other),
    )  # fmt: skip


def _index_of(wanted: Origin, own: Origin, earlier: list[Origin]) -> int | None:
    """Return which of the earlier origins one is, added where it is not; None for the set's own."""
    if wanted == own:
        return None
    if wanted not in earlier:
        earlier.append(wanted)
    return earlier.index(wanted)


def _column(
    shape: Column,
    upper: Column | None,
    lower: Column | None,
    other: FigureSet,
    counts: tuple[int, int],
    origin: int | None,
) -> Column:
    count, more = counts
    values = [*(upper.values if upper else [None] * count),
              *(lower.values if lower else [None] * more)]  # fmt: skip
    missing = dict(upper.missing) if upper else {}
    cells = dict(upper.cells) if upper else {}
    kept = dict(upper.kept) if upper else {}
    if lower is not None:
        missing |= {count + at: symbol for at, symbol in lower.missing.items()}
        below = {count + at: cell for at, cell in _cells(lower, other.rows).items()}
        cells |= below
        if origin is not None and shape.unit is not None:
            kept |= dict.fromkeys(below, origin)
    dated = upper is not None and lower is not None and upper.period != lower.period
    return msgspec.structs.replace(
        shape,
        period="" if dated else shape.period,
        values=values,
        missing=missing,
        cells=cells,
        kept=kept,
        units=_units_of_both(upper, lower, counts),
        total=None,
    )


def _cells(column: Column, rows: Sequence[int]) -> dict[int, str]:
    """Return the cell that each value of a column was read from; none for one worked out."""
    return {
        at: column.cells.get(at) or f"{column.letter}{row}"
        for at, row in enumerate(rows)
        if at in column.cells or not column.formula
    }


def _units_of_both(
    upper: Column | None, lower: Column | None, counts: tuple[int, int]
) -> list[str] | None:
    """Return each row's unit; None where all have the unit of their column."""
    if (upper and upper.units) or (lower and lower.units) or _units_differ(upper, lower):
        return [*_units(upper, counts[0]), *_units(lower, counts[1])]
    return None


def _units_differ(upper: Column | None, lower: Column | None) -> bool:
    return upper is not None and lower is not None and upper.unit != lower.unit


def _units(column: Column | None, count: int) -> list[str]:
    if column is None:
        return [""] * count
    return list(column.units) if column.units else [column.unit or ""] * count


def _periods(first: FigureSet, other: FigureSet) -> list[str]:
    """Return each row's period where the two are not of one."""
    upper, lower = _period_of(first), _period_of(other)
    if not first.periods and not other.periods and upper == lower:
        return []
    return [
        *(first.periods or [upper] * len(first.keys)),
        *(other.periods or [lower] * len(other.keys)),
    ]


def _period_of(figures: FigureSet) -> str:
    """Return what figures are of: the part of the year that their columns say, or the year."""
    before = headers.year_before(figures.period)  # what is only compared with
    parts = {column.period for column in figures.columns if column.period not in ("", before)}
    return parts.pop() if len(parts) == 1 else figures.period

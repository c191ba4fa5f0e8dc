"""What a second return changes: added, removed, changed from and to, each at its cell."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

import msgspec

from oscb_desktop.report.content.figures import (
    TOTAL,
    Column,
    Figure,
    FigureSet,
    Provenance,
    decimal_text,
)
from oscb_desktop.returns import kinds

Rows = Mapping[str, int]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One figure that differs. Values as they would be read aloud: "412300", "[c]", or ""."""

    key: str
    label: str
    before: str = ""
    after: str = ""
    before_cell: str = ""
    after_cell: str = ""
    worked_out: bool = False  # follows from others: a sum, a difference


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The new return against the one accepted before."""

    added: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0

    @property
    def differs(self) -> bool:
        """Whether accepting the new return would change any figure."""
        return bool(self.added or self.removed or self.changed)


def differences_in(figures: FigureSet) -> dict[str, tuple[str, str]]:
    """Return the columns that are the difference of two others there: name → plus, minus."""
    kind = kinds.kinds().get(figures.kind)
    if kind is None or figures.table not in {table.id for table in kind.tables}:
        return {}
    held = {column.name for column in figures.columns}
    return {
        field.name: (field.plus, field.minus)
        for field in kind.table(figures.table).fields
        if held.issuperset((field.name, field.plus, field.minus))
    }


def compare(old: FigureSet, new: FigureSet) -> Comparison:
    """Compare two figure sets figure by figure; a figure is the same thing if its key is.

    Keys are compared without the set's id, so that a set may be compared with last year's. Only
    what differs is made a figure of: two returns of 100,000 rows are a few lists.
    """
    follows = {*differences_in(old), *differences_in(new)}
    rows = {key: at for at, key in enumerate(new.keys)}
    rows_before = rows if old.keys == new.keys else {key: at for at, key in enumerate(old.keys)}
    names = dict.fromkeys(
        column.name for column in (*new.columns, *old.columns) if column.unit is not None
    )
    found: list[tuple[int, int, Change]] = []
    same = 0
    for at, name in enumerate(names):
        before, after = _figures_of(old, name), _figures_of(new, name)
        differ, alike = _differing(before, after, rows_before, rows)
        changes, unchanged = _changes_in(old, new, name, differ, follows)
        same += alike + unchanged
        found += [(_place(key, rows), at, change) for key, change in changes]
    found.sort(key=lambda each: each[:2])
    return _told([change for _, _, change in found], same)


def _place(key: str, rows: Rows) -> int:
    """Return where a row stands in the new return; after all those that are gone, then a total."""
    return len(rows) + 1 if key == TOTAL else rows.get(key, len(rows))


def _changes_in(
    old: FigureSet, new: FigureSet, name: str, keys: Sequence[str], follows: Collection[str]
) -> tuple[list[tuple[str, Change]], int]:
    """Return how a column's figures differ in some rows, by key; and how many there do not."""
    found: list[tuple[str, Change]] = []
    same = 0
    for key in keys:
        was, now = old.figure(key, name), new.figure(key, name)
        if not _same(was, now):
            found.append((key, _change(was, now, f"{new.id}.{key}.{name}", follows)))
        elif was is not None:
            same += 1
    return found, same


def _told(changes: Sequence[Change], same: int) -> Comparison:
    """Return changes by what they are; ``same`` is how many figures are none."""
    return Comparison(
        added=tuple(change for change in changes if not change.before),
        removed=tuple(change for change in changes if not change.after),
        changed=tuple(change for change in changes if change.before and change.after),
        same=same,
    )


def _figures_of(figures: FigureSet, name: str) -> Column | None:
    column = figures.column(name)
    return column if column is not None and column.unit is not None else None


def _differing(
    before: Column | None, after: Column | None, rows_before: Rows, rows: Rows
) -> tuple[list[str], int]:
    """Return the keys of a column's rows that may differ, and how many surely do not."""
    if before is None or after is None:
        keys = rows_before if after is None else rows
        return [*keys, TOTAL], 0
    one_unit = (before.unit, before.units or None) == (after.unit, after.units or None)
    if rows_before is rows and one_unit:
        differ, alike = _differing_in_place(before, after, rows)
    else:
        differ, alike = list({**rows, **rows_before}), 0
    if before.total != after.total:
        differ.append(TOTAL)
    elif before.total is not None:
        alike += 1
    return differ, alike


def _differing_in_place(before: Column, after: Column, rows: Rows) -> tuple[list[str], int]:
    """Return the same of two columns that have the same rows and units; a symbol may differ."""
    odd = {*before.missing, *after.missing}
    differ: list[str] = []
    alike = 0
    pairs = zip(rows, before.values, after.values, strict=True)
    for at, (key, left, right) in enumerate(pairs):
        if left != right or at in odd:
            differ.append(key)
        elif left is not None:
            alike += 1
    return differ, alike


def _change(was: Figure | None, now: Figure | None, key: str, follows: Collection[str]) -> Change:
    """Return how a figure differs, one of the two there at least."""
    figure = now or was
    assert figure is not None
    return Change(
        key=key,
        label=figure.label,
        before=_said(was) if was is not None else "",
        after=_said(now) if now is not None else "",
        before_cell=_cell(was) if was is not None else "",
        after_cell=_cell(now) if now is not None else "",
        worked_out=_is_worked_out(figure, follows),
    )


def _same(one: Figure | None, other: Figure | None) -> bool:
    """Whether two figures say the same, or neither is there."""
    if one is None or other is None:
        return one is other
    return (one.value, one.missing, one.unit) == (other.value, other.missing, other.unit)


def _said(figure: Figure) -> str:
    value: Decimal | None = figure.value
    if value is not None:
        return f"{decimal_text(value)} {figure.unit}".strip()
    return f"[{figure.missing}]"


def _is_worked_out(figure: Figure, follows: Collection[str]) -> bool:
    column = figure.key.rpartition(".")[2]
    return column in follows or not isinstance(figure.origin, Provenance)


def _cell(figure: Figure) -> str:
    return figure.origin.cell if isinstance(figure.origin, Provenance) else ""

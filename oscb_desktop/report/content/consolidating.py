"""All partners' returns of one table in one set, and their sums by agency.

``budget-contributions-all`` holds the rows of every return of that table, each with the cell of its
own workbook; ``training-by-agency`` sums those of a table that each partner sends for itself. The
order in which returns came makes no difference: sets stand in the order of their partners' names.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from msgspec import UNSET
from msgspec.structs import replace

from oscb_desktop.base.slugs import slug
from oscb_desktop.base.text import english_count, say
from oscb_desktop.report.content.figures import (
    Column,
    Figure,
    FigureSet,
    Formula,
    Origin,
    Provenance,
    decimal_text,
)

ALL: Final = "all"
BY_AGENCY: Final = "by-agency"
_AGENCY: Final = "agency"  # the column that says whose a row is, where that is not the sender


class _Row(NamedTuple):
    """One row of a consolidated set: its key and label there, and where it stands."""

    key: str
    label: str
    held: FigureSet
    at: int

    @property
    def source(self) -> str:
        """Where it stands: "set.row"."""
        return f"{self.held.id}.{self.held.keys[self.at]}"

    @property
    def period(self) -> str:
        return self.held.periods[self.at] if self.held.periods else self.held.period

    @property
    def agency(self) -> str:
        """Whose row it is."""
        said = self.held.word(self.at, _AGENCY) or self.held.partner
        # Where each partner sends its own, a row's label is a course and nobody's name.
        return said or (say("Sender not known") if self.held.per_partner is True else self.label)

    def figure(self, name: str) -> Figure | None:
        return self.held.figure(self.held.keys[self.at], name)

    def word(self, name: str) -> str | None:
        column = self.held.column(name)
        return None if column is None or column.unit is not None else self.held.word(self.at, name)


def consolidated(sets: Mapping[str, FigureSet]) -> Iterator[FigureSet]:
    """Yield a set of all rows for each table that several partners sent, and its sums by agency."""
    groups: dict[tuple[str, str, str], list[FigureSet]] = {}
    for held in sets.values():
        if not held.is_made:
            ending = f"-{held.period}" if held.id.endswith(f"-{held.period}") else ""
            groups.setdefault((held.kind, held.table, ending), []).append(held)
    for (_, table, ending), group in groups.items():
        if len({held.partner for held in group}) < 2:
            continue
        group.sort(key=lambda held: (held.partner.casefold(), held.id))
        rows = tuple(_rows(group))
        yield _all(f"{table}-{ALL}{ending}", group, rows)
        if all(held.per_partner is True for held in group):
            yield _by_agency(f"{table}-{BY_AGENCY}{ending}", group, rows)


def _rows(group: Sequence[FigureSet]) -> Iterator[_Row]:
    """Yield the rows of a group. A partner's own return goes before what another says of it."""
    own = {
        key: held.id
        for held in group
        if (key := slug(held.partner)) in held.keys and held.per_partner is not True
    }
    taken: set[str] = set()
    for held in group:
        for at, key in enumerate(held.keys):
            if own.get(key, held.id) != held.id:
                continue
            apart = bool(held.partner) and (held.per_partner is True or key in taken)
            row = _told_apart(held, at) if apart else _Row(key, held.labels[at], held, at)
            taken.add(row.key)
            yield row


def _told_apart(held: FigureSet, at: int) -> _Row:
    key, label = f"{slug(held.partner)}-{held.keys[at]}", f"{held.partner}: {held.labels[at]}"
    return _Row(key, label, held, at)


def _all(set_id: str, group: Sequence[FigureSet], rows: Sequence[_Row]) -> FigureSet:
    first = group[0]
    origins = tuple(
        dict.fromkeys(origin for held in group for origin in (held.origin, *held.earlier))
    )
    periods = [row.period for row in rows]
    return FigureSet(
        id=set_id,
        kind=first.kind,
        table=first.table,
        title=f"{first.title}, all partners",
        period=first.period,
        origin=origins[0],
        earlier=origins[1:],
        keys=[row.key for row in rows],
        labels=[row.label for row in rows],
        rows=[row.held.rows[row.at] for row in rows],
        columns=[_column(held, rows, origins) for held in _columns(group)],
        periods=periods if len(set(periods)) > 1 else [],
        made=True,
        sources=[row.source for row in rows],
        per_partner=first.per_partner,
    )


class _Held(NamedTuple):
    """The columns of one name in the sets of a group."""

    name: str
    columns: tuple[Column, ...]

    @property
    def label(self) -> str:
        return self.columns[0].label

    @property
    def are_figures(self) -> bool:
        return any(column.unit is not None for column in self.columns)

    @property
    def adds_up(self) -> bool:
        return any(column.total is not None for column in self.columns)

    @property
    def total_known(self) -> bool:
        return all(column.total is not None for column in self.columns)


def _columns(group: Sequence[FigureSet]) -> list[_Held]:
    names = dict.fromkeys(column.name for held in group for column in held.columns)
    return [
        _Held(name, tuple(found for held in group if (found := held.column(name)) is not None))
        for name in names
    ]


def _column(held: _Held, rows: Sequence[_Row], origins: Sequence[Origin]) -> Column:
    """Return one column of all rows; a return that does not have it leaves its rows blank."""
    if not held.are_figures:
        words = [row.word(held.name) or None for row in rows]
        return Column(name=held.name, label=held.label, values=[*words])
    found = {at: figure for at, row in enumerate(rows) if (figure := row.figure(held.name))}
    read = {at: one.origin for at, one in found.items() if isinstance(one.origin, Provenance)}
    places = {at: _place(origin, origins) for at, origin in read.items()}
    periods = {column.period for column in held.columns}
    return replace(
        _valued(held, [found.get(at) for at in range(len(rows))]),
        period=periods.pop() if len(periods) == 1 else "",
        cells={at: origin.cell for at, origin in read.items()},
        kept={at: place - 1 for at, place in places.items() if place},
        corrected={at: one.correction for at, one in found.items() if one.correction} or UNSET,
        worked={at: one.origin for at, one in found.items() if isinstance(one.origin, Formula)}
        or UNSET,
    )


def _place(origin: Provenance, origins: Sequence[Origin]) -> int:
    """Return which of the origins a figure has."""
    return next(
        at
        for at, held in enumerate(origins)
        if (held.sha256, held.sheet, held.imported_at)
        == (origin.sha256, origin.sheet, origin.imported_at)
    )


def _valued(held: _Held, figures: Sequence[Figure | None]) -> Column:
    """Return a column of figures' values, with their sum where it has a meaning."""
    values = [one.value for one in figures if one is not None and one.value is not None]
    units = [one.unit if one is not None else "" for one in figures]
    distinct = sorted({unit for unit in units if unit})
    total = None
    if held.total_known and len(distinct) == 1 and values:
        total = decimal_text(sum(values, Decimal(0)))
    return Column(
        name=held.name,
        label=held.label,
        values=[
            None if one is None or one.value is None else decimal_text(one.value) for one in figures
        ],
        unit=distinct[0] if distinct else "number",
        units=units if len(distinct) > 1 else None,
        missing={at: one.missing for at, one in enumerate(figures) if one and one.missing},
        total=total,
    )


def _by_agency(set_id: str, group: Sequence[FigureSet], rows: Sequence[_Row]) -> FigureSet:
    """Return the sums of what adds up, one row for each agency, in the order of their names."""
    first = group[0]
    agencies: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=lambda row: row.agency.casefold()):
        agencies.setdefault(slug(row.agency) or row.key, []).append(row)
    return FigureSet(
        id=set_id,
        kind=first.kind,
        table=f"{first.table}-{BY_AGENCY}",
        title=f"{first.title} by agency",
        period=first.period,
        origin=first.origin,
        keys=[*agencies],
        labels=[of_agency[0].agency for of_agency in agencies.values()],
        rows=[0] * len(agencies),
        columns=[
            _sums(held, [*agencies.values()])
            for held in _columns(group)
            if held.are_figures and held.adds_up
        ],
        made=True,
    )


def _sums(held: _Held, agencies: Sequence[Sequence[_Row]]) -> Column:
    """Return the sum of a column for each agency; one with a missing part is missing."""
    parts = [[figure for row in rows if (figure := row.figure(held.name))] for rows in agencies]
    sums = [_sum_of(figures) for figures in parts]
    return replace(
        _valued(held, sums), worked={at: one.origin for at, one in enumerate(sums) if one}
    )


def _sum_of(figures: Sequence[Figure]) -> Figure | None:
    if not figures:
        return None
    missing = next((figure.missing for figure in figures if figure.missing), None)
    value = sum((figure.value for figure in figures if figure.value is not None), Decimal(0))
    words = english_count(len(figures), "sum of 1 row", "sum of {count} rows")
    return replace(
        figures[0],
        value=None if missing else value,
        missing=missing,
        origin=Formula(text=words, inputs=tuple(figure.key for figure in figures)),
    )

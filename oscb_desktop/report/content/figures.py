"""Figures: values with their origin, kept as columns of a return, found by key.

A figure's key is ``set.row.column``. A figure set holds one table of one return column by
column, so that a return of 100,000 rows is a few lists and not a million objects; a ``Figure``
is made when somebody asks for it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final, TypeVar

import msgspec

from oscb_desktop.base.text import counted, say

T = TypeVar("T")

TOTAL: Final = "total"

MISSING_MEANINGS: Final[Mapping[str, str]] = {
    # Source: DfE, "Explore education statistics" symbols; GSS harmonised symbols.
    "c": "suppressed to protect confidentiality",
    "z": "not applicable",
    "x": "not available",
    "k": "rounds to zero",
    "low": "rounds to zero",
    ":": "not available",
    "u": "of low reliability",
    "w": "none recorded",
    "n/a": "not applicable",
    "-": "nil or not recorded",
}


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value came from, to the cell."""

    file: str
    sha256: str
    sheet: str
    cell: str
    imported_by: str
    imported_at: datetime


class Formula(msgspec.Struct, frozen=True, kw_only=True):
    """How a value was worked out, in words, and the keys of the figures it used."""

    text: str
    inputs: tuple[str, ...] = ()


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A value that somebody typed over a wrong cell: what the cell says, and what is right."""

    old: str
    new: str
    by: str
    at: datetime
    why: str = ""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One value: exact decimal, or typed missing, never both."""

    key: str
    label: str
    value: Decimal | None
    unit: str
    period: str
    origin: Provenance | Formula
    missing: str | None = None  # the symbol, e.g. "c"
    correction: Correction | None = None  # where its cell was corrected by hand

    @property
    def missing_meaning(self) -> str | None:
        """Return what the missing symbol means, or None when there is a value."""
        return None if self.missing is None else MISSING_MEANINGS.get(self.missing, self.missing)


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a whole figure set was read from."""

    file: str
    sha256: str
    sheet: str
    imported_by: str
    imported_at: datetime


class Column(msgspec.Struct, kw_only=True):
    """One column of a figure set, aligned with the set's rows.

    ``values`` holds numbers as read (float), exact decimals as text (when the cell was text such
    as "£1,200.50"), or None. ``unit`` None means a column of words, not of figures.
    ``missing`` maps a row's index to its symbol, ``cells`` to a cell address where it is not
    ``letter`` + the row's number (wide or joined layouts), ``kept`` a row's index to the one of
    the set's ``earlier`` origins that its value was kept from, ``corrected`` a row's index to what
    was typed over its cell.
    """

    name: str
    label: str
    values: list[float | str | None]
    unit: str | None = None
    units: list[str] | None = None  # row by row, where the rows do not share one unit
    letter: str = ""
    period: str = ""
    missing: dict[int, str] = {}
    cells: dict[int, str] = {}
    kept: dict[int, int] = {}
    formula: str = ""  # in words, when the column was worked out and not read; not where in cells
    formula_inputs: tuple[str, ...] = ()  # names of the columns it was worked out from
    total: str | None = None  # exact decimal: the sum, where a total has a meaning
    total_formula: str = ""  # in words, where the rows that were summed are not all here
    worked: dict[int, Formula] | msgspec.UnsetType = msgspec.UNSET  # a row's index → its formula
    corrected: dict[int, Correction] | msgspec.UnsetType = msgspec.UNSET


class FigureSet(msgspec.Struct, kw_only=True, dict=True):
    """One table of one accepted return.

    ``id`` is unique among a report's active sets and holds no dot; ``keys`` are unique slugs
    without dots; ``rows`` are worksheet row numbers counted from 1. ``earlier`` are the returns
    of which some values were kept when this one replaced them. ``periods`` are the rows' own, where
    a row stands for a quarter. ``made`` is set where it was worked out from other sets of the
    report (see ``following``), ``sources`` where its rows stand there: "set.row" for each.
    ``per_partner`` is set where each partner sends one of its own, whose rows do not name it.
    """

    id: str
    kind: str
    table: str
    title: str
    period: str
    origin: Origin
    keys: list[str]
    labels: list[str]
    rows: list[int]
    columns: list[Column]
    partner: str = ""
    earlier: tuple[Origin, ...] = ()
    periods: list[str] = []
    made: bool | msgspec.UnsetType = msgspec.UNSET
    sources: list[str] | msgspec.UnsetType = msgspec.UNSET
    per_partner: bool | msgspec.UnsetType = msgspec.UNSET

    @property
    def is_made(self) -> bool:
        """Whether it was worked out from other sets and not read from a return."""
        return self.made is True

    @property
    def repeats(self) -> bool:
        """Whether its rows are those of other sets, as they stand there."""
        return not isinstance(self.sources, msgspec.UnsetType)

    def column(self, name: str) -> Column | None:
        """Return the column called ``name``, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def figure_count(self) -> int:
        """Count the figures this set holds (values and typed missing; words are not figures)."""
        count = 0
        for column in self.columns:
            if column.unit is not None:
                blanks = column.values.count(None)
                count += len(column.values) - blanks + len(column.missing)
                count += column.total is not None
        return count

    def figure(self, row: str, name: str) -> Figure | None:
        """Return the figure at a row's key and a column's name, or None where there is none."""
        column = self.column(name)
        if column is None or column.unit is None:
            return None
        if row == TOTAL and TOTAL not in self._index:
            return self._total(column)
        index = self._index.get(row)
        return None if index is None else self._at(index, column)

    def figures(self) -> Iterator[Figure]:
        """Yield every figure, row by row, totals last."""
        numeric = [column for column in self.columns if column.unit is not None]
        for index in range(len(self.keys)):
            for column in numeric:
                figure = self._at(index, column)
                if figure is not None:
                    yield figure
        for column in numeric:
            total = self._total(column)
            if total is not None:
                yield total

    def word(self, index: int, name: str) -> str:
        """Return the text at a row's index in a column of words, "" where there is none."""
        column = self.column(name)
        value = None if column is None else column.values[index]
        return "" if value is None else str(value)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {key: index for index, key in enumerate(self.keys)}

    def _at(self, index: int, column: Column) -> Figure | None:
        raw = column.values[index]
        symbol = column.missing.get(index)
        if raw is None and symbol is None:
            return None
        key = self.keys[index]
        return Figure(
            key=f"{self.id}.{key}.{column.name}",
            label=f"{self.labels[index]}: {column.label}" if column.label else self.labels[index],
            value=None if raw is None else exact(raw),
            unit=(column.units[index] if column.units else None) or column.unit or "",
            period=column.period or (self.periods[index] if self.periods else self.period),
            missing=symbol,
            origin=self._origin(index, column, key),
            correction=None if isinstance(column.corrected, msgspec.UnsetType)
            else column.corrected.get(index),
        )  # fmt: skip

    def source_of(self, key: str) -> str:
        """Return the key of the figure that one of a made set repeats, "" where it repeats none."""
        row, _, name = key.partition(".")[2].partition(".")
        index = self._index.get(row)
        if index is None or isinstance(self.sources, msgspec.UnsetType):
            return ""
        return f"{self.sources[index]}.{name}" if self.sources[index] else ""

    def _origin(self, index: int, column: Column, key: str) -> Provenance | Formula:
        if not isinstance(column.worked, msgspec.UnsetType) and index in column.worked:
            return column.worked[index]
        if column.formula and index not in column.cells:
            inputs = tuple(f"{self.id}.{key}.{name}" for name in column.formula_inputs)
            return Formula(text=column.formula, inputs=inputs)
        origin = self.earlier[column.kept[index]] if index in column.kept else self.origin
        return Provenance(
            file=origin.file,
            sha256=origin.sha256,
            sheet=origin.sheet,
            cell=column.cells.get(index) or f"{column.letter}{self.rows[index]}",
            imported_by=origin.imported_by,
            imported_at=origin.imported_at,
        )

    def _total(self, column: Column) -> Figure | None:
        if column.total is None:
            return None
        inputs = tuple(
            f"{self.id}.{key}.{column.name}"
            for key, value in zip(self.keys, column.values, strict=True)
            if value is not None
        )
        words = column.total_formula or counted(len(inputs), "sum of 1 row", "sum of {count} rows")
        return Figure(
            key=f"{self.id}.{TOTAL}.{column.name}",
            label=f"{self.title}, total: {column.label}",
            value=Decimal(column.total),
            unit=column.unit or "",
            period=column.period or self.period,
            origin=Formula(text=words, inputs=inputs),
        )


def correction_in_words(held: Correction) -> str:
    """Return in one sentence what was typed over a cell: what, by whom, when and why."""
    when = held.at.astimezone()
    words = say(
        "from {old} to {new} by {by} on {day}",
        old=held.old or say("nothing"), new=held.new or say("nothing"), by=held.by,
        day=f"{when.day} {when:%B %Y}",
    )  # fmt: skip
    return f"{words}: {held.why}" if held.why else words


def exact(raw: float | str) -> Decimal:
    """Return a cell's number as the exact decimal that a spreadsheet shows (15 digits)."""
    if isinstance(raw, str):
        return Decimal(raw)
    if raw == int(raw) and abs(raw) < 1e15:
        return Decimal(int(raw))
    return Decimal(format(raw, ".15g"))


def decimal_text(value: Decimal) -> str:
    """Return a decimal as plain digits: no exponent, no trailing zeros after the point."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def as_decimal(text: str) -> Decimal | None:
    """Return ``text`` as a finite decimal, or None where it is not one."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


_REMEMBERED: Final = 4000  # figures, tables and charts
_NOTHING: Final[Any] = object()


class Figures:
    """Every figure of a report, read from the figure sets when first asked for."""

    def __init__(self, set_ids: Iterable[str], load: Callable[[str], FigureSet]) -> None:
        self._ids = tuple(set_ids)
        self._load = load
        self._sets: dict[str, FigureSet] = {}
        self._made: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, sets: Iterable[FigureSet]) -> "Figures":
        """Return the figures of sets already in memory."""
        held = {figure_set.id: figure_set for figure_set in sets}
        return cls(held, held.__getitem__)

    @property
    def set_ids(self) -> tuple[str, ...]:
        """The ids of the sets, in the order they were accepted."""
        return self._ids

    def set(self, set_id: str) -> FigureSet | None:
        """Return one figure set, or None where the report has none of that id."""
        if set_id not in self._ids:
            return None
        if set_id not in self._sets:
            self._sets[set_id] = self._load(set_id)
        return self._sets[set_id]

    def sets(self) -> Iterator[FigureSet]:
        """Yield every figure set."""
        for set_id in self._ids:
            found = self.set(set_id)
            if found is not None:
                yield found

    def get(self, key: str) -> Figure | None:
        """Return the figure of a key ``set.row.column``, or None."""
        return self.once(key, lambda: self._read(key))

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gave for ``key`` before, else now: figures never change.

        A report asks for the same ones at every keystroke. ``key`` says all that it depends on.
        """
        held: T = self._made.get(key, _NOTHING)
        if held is _NOTHING:
            held = make()
            if len(self._made) >= _REMEMBERED:
                self._made = {}
            self._made[key] = held
        return held

    def _read(self, key: str) -> Figure | None:
        parts = key.split(".")
        if len(parts) != 3:
            return None
        figure_set = self.set(parts[0])
        return None if figure_set is None else figure_set.figure(parts[1], parts[2])

    def behind(self, set_id: str, keys: Iterable[str] | None = None) -> frozenset[str]:
        """Return the ids of the sets that a made set was worked out from, at any remove.

        Of ``keys`` alone where they are given; of a set read from a return nothing is behind.
        """
        held = self.set(set_id)
        if held is None or not held.is_made:
            return frozenset()
        wanted = [figure.key for figure in held.figures()] if keys is None else keys
        return self.once(("behind", tuple(wanted)), lambda: frozenset(self._behind(wanted)))

    def _behind(self, keys: Iterable[str]) -> Iterator[str]:
        seen: set[str] = set()
        left = list(keys)
        while left:
            key = left.pop()
            figure, held = self.get(key), self.set(key.split(".", 1)[0])
            if key in seen or figure is None or held is None or not held.is_made:
                continue
            seen.add(key)
            origin = figure.origin
            inputs = origin.inputs if isinstance(origin, Formula) else (held.source_of(key),)
            yield from (part.split(".", 1)[0] for part in inputs)
            left.extend(inputs)

    def __iter__(self) -> Iterator[Figure]:
        for figure_set in self.sets():
            yield from figure_set.figures()

    def search(self, words: str, limit: int = 200) -> list[Figure]:
        """Return the figures whose label or key holds every word of ``words``."""
        wanted = words.casefold().split()
        found: list[Figure] = []
        for figure in self:
            text = f"{figure.label} {figure.key} {figure.period}".casefold()
            if all(word in text for word in wanted):
                found.append(figure)
                if len(found) == limit:
                    break
        return found

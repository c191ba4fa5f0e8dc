"""Tables and charts of a report, put together from figures: what each cell says and holds."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from os.path import commonprefix

import msgspec

from oscb_desktop.base.text import english_count
from oscb_desktop.report.content import over_time, units
from oscb_desktop.report.content.blocks import KeysTable, SetTable, Source, TypedTable
from oscb_desktop.report.content.figures import (
    MISSING_MEANINGS,
    TOTAL,
    Column,
    Figure,
    Figures,
    FigureSet,
)
from oscb_desktop.report.content.indicators import Rating, direction, rate
from oscb_desktop.report.content.typed_tables import (
    HeaderCell,
    body_of,
    header_of,
    headings_of,
    is_plain,
)
from oscb_desktop.report.content.views import View, ViewColumn, find_view

_TYPED_NUMBER = re.compile(r"[-−–+(]?\s?£?\d[\d,]*(?:\.\d+)?\s?(?:%|k|m)?\)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ABSENT = frozenset({"-", "–", "—", "n/a", *(f"[{symbol}]" for symbol in MISSING_MEANINGS)})


class Heading(msgspec.Struct, frozen=True):
    """A column's heading. Numeric columns are set on the decimal point."""

    text: str
    numeric: bool = False


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell as printed; ``figure`` is its figure's key, ``rating`` makes a RAG cell of it."""

    text: str
    figure: str = ""
    rating: Rating | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row; the first cell is the row's header."""

    cells: tuple[Cell, ...]
    total: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table as printed. ``notes`` explain the missing symbols used and name the source.

    ``header`` are the rows of the header where these are several, or have merged cells; the
    ``headings`` then say of each column all that stands above it.
    """

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    header: tuple[tuple[HeaderCell, ...], ...] = ()

    @property
    def header_rows(self) -> tuple[tuple[HeaderCell, ...], ...]:
        """The rows of the header, of whatever kind it is."""
        plain = tuple(HeaderCell(held.text, at) for at, held in enumerate(self.headings))
        return self.header or (plain,)


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One set of bars: a value and its printed label for each category (None draws no bar).

    ``figures`` are the keys of the values, "" where there is none.
    """

    name: str
    values: tuple[Decimal | None, ...]
    labels: tuple[str, ...]
    figures: tuple[str, ...] = ()


class ChartData(msgspec.Struct, frozen=True, kw_only=True):
    """What a chart draws: categories down the side, one or more series of bars.

    ``over_time`` says that the categories are periods, in their order: the series are lines.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()
    over_time: bool = False


def build(source: Source, figures: Figures) -> Table:
    """Return the table of a source; a source whose figures are gone gives a table that says so."""
    return figures.once(("table", source), lambda: _built(source, figures))


def chart_data(source: SetTable | KeysTable, figures: Figures) -> ChartData:
    """Return what a chart of a source draws. Only figures of one unit share an axis."""
    return figures.once(("chart", source), lambda: _charted(source, figures))


def _built(source: Source, figures: Figures) -> Table:
    if isinstance(source, TypedTable):
        return _typed(source)
    if isinstance(source, KeysTable):
        return _picked(source, figures)
    figure_set = figures.set(source.set_id)
    if figure_set is None:
        return _gone(source)
    return _bound(figure_set, find_view(figure_set, source.view))


def _charted(source: SetTable | KeysTable, figures: Figures) -> ChartData:
    if isinstance(source, KeysTable):
        found = [(key, figures.get(key)) for key in source.keys]
        kept = [figure for _, figure in found if figure is not None]
        lines = None if source.labels else over_time.lines(kept)
        if lines is not None:
            return _line_chart(lines)
        labels = source.labels or _short_labels(kept)
        shown = _series("", kept)
        notes = _notes(kept)
        return ChartData(
            categories=tuple(labels),
            series=(shown,),
            unit=kept[0].unit if kept else "",
            notes=notes,
        )
    figure_set = figures.set(source.set_id)
    if figure_set is None:
        return ChartData(categories=(), series=())
    return _bound_chart(figure_set, find_view(figure_set, source.view))


def _line_chart(lines: over_time.Lines, most_decimals: int | None = None) -> ChartData:
    seen = [figure for line in lines.lines.values() for figure in line if figure is not None]
    return ChartData(
        categories=lines.periods,
        series=tuple(_series(name, list(line), most_decimals)
                     for name, line in lines.lines.items()),
        unit=seen[0].unit,
        notes=_notes(seen),
        over_time=True,
    )  # fmt: skip


def describe(caption: str, data: ChartData) -> str:
    """Return alternative text that says what a chart shows, in words and figures."""
    if data.over_time:
        return _describe_lines(caption, data)
    if not data.categories:
        return f"Bar chart: {caption}. There are no figures to show."
    count = len(data.categories)
    many = "{count} bars" if len(data.series) == 1 else "{count} groups of bars"
    parts = [f"Bar chart: {caption}. {english_count(count, '1 bar', many)}."]
    for series in data.series:
        name = f"{series.name}: " if series.name else ""
        pairs = zip(data.categories, series.labels, strict=True)
        if count <= 8:
            parts.append(name + "; ".join(f"{label} {text}" for label, text in pairs) + ".")
        else:
            parts.append(name + _extremes(data.categories, series))
    return " ".join(parts)


def _describe_lines(caption: str, data: ChartData) -> str:
    periods = data.categories
    parts = [f"Line chart: {caption}. {len(periods)} periods, {periods[0]} to {periods[-1]}."]
    for series in data.series:
        name = f"{series.name}: " if series.name else ""
        if len(periods) <= 8:
            pairs = zip(periods, series.labels, strict=True)
            parts.append(name + "; ".join(f"{period} {text}" for period, text in pairs) + ".")
        else:
            ends = f"{periods[0]} {series.labels[0]}; {periods[-1]} {series.labels[-1]}; "
            parts.append(name + ends + _extremes(periods, series))
    return " ".join(parts)


def _extremes(categories: tuple[str, ...], series: Series) -> str:
    known = [index for index, value in enumerate(series.values) if value is not None]
    if not known:
        return "no values."
    key: Callable[[int], Decimal] = lambda index: series.values[index] or Decimal(0)  # noqa: E731
    top, bottom = max(known, key=key), min(known, key=key)
    return (
        f"highest {categories[top]}, {series.labels[top]}; "
        f"lowest {categories[bottom]}, {series.labels[bottom]}."
    )


def _typed(source: TypedTable) -> Table:
    if not source.rows:
        return Table(headings=(), rows=())
    width = max(len(row) for row in source.rows)
    body = [tuple(row) + ("",) * (width - len(row)) for row in body_of(source)]
    rows = tuple(Row(cells=tuple(Cell(text=text) for text in row)) for row in body)
    headings = tuple(
        # The first column says what each row is, also where that is a year.
        Heading(text, numeric=at > 0 and _all_numbers([row[at] for row in body]))
        for at, text in enumerate(headings_of(source))
    )
    header = () if is_plain(source) else header_of(source)
    return Table(headings=headings, rows=rows, header=header)


def _all_numbers(column: Sequence[str]) -> bool:
    """Return whether a typed column is one of numbers, apart from what is missing."""
    filled = [cell for cell in column if cell.strip() and cell.strip() not in _ABSENT]
    return bool(filled) and all(_TYPED_NUMBER.fullmatch(cell.strip()) for cell in filled)


def _gone(source: SetTable) -> Table:
    text = f"The return {source.set_id} is not in this report."
    return Table(headings=(Heading("Figures"),), rows=(Row(cells=(Cell(text=text),)),))


def _picked(source: KeysTable, figures: Figures) -> Table:
    found = [figures.get(key) for key in source.keys]
    known = [figure for figure in found if figure is not None]
    labels = source.labels or _labels_found(found)
    shared = _shared_unit(known)
    how = units.unit(shared or "")
    places = units.decimals_of([figure.value for figure in known], how) if shared else None
    rows = []
    for key, label, figure in zip(source.keys, labels, found, strict=True):
        if figure is None:
            cells = (Cell(text=key), Cell(text="[no such figure]"))
        else:
            text = units.shown(figure, with_unit=shared is None, decimals=places)
            cells = (Cell(text=label), Cell(text=text, figure=key))
        rows.append(Row(cells=cells))
    heading = f"Value ({how.heading})" if shared and how.heading else "Value"
    return Table(
        headings=(Heading("Item"), Heading(heading, numeric=True)),
        rows=tuple(rows),
        notes=_notes(known),
    )


def _bound(figure_set: FigureSet, view: View) -> Table:
    keys = list(figure_set.keys)
    if view.total and any(column.total is not None for column in figure_set.columns):
        keys.append(TOTAL)
    seen: list[Figure] = []
    setting = _Setting(figure_set, view, keys, seen)
    columns = [setting.column(column) for column in view.columns]
    headings = tuple(heading for heading, _ in columns)
    rows = tuple(
        Row(cells=tuple(cells[at] for _, cells in columns), total=key == TOTAL)
        for at, key in enumerate(keys)
    )
    notes = (*_notes(seen), *_rounding(seen, view))
    return Table(headings=headings, rows=rows, notes=notes)


class _Setting:
    """Sets out one bound table column by column; ``seen`` gathers the figures it shows."""

    def __init__(
        self, figure_set: FigureSet, view: View, keys: list[str], seen: list[Figure]
    ) -> None:
        self._set = figure_set
        self._view = view
        self._keys = keys
        self._seen = seen
        # Rows of different units name theirs beside their label, but a percentage keeps its sign.
        self._units = _row_units(figure_set, view)

    def column(self, column: ViewColumn) -> tuple[Heading, list[Cell]]:
        if column.show == "label":
            labels = [*map(self._label, range(len(self._set.keys))), "Total"][: len(self._keys)]
            return Heading(column.label), [Cell(text=label) for label in labels]
        if column.show in ("rating", "direction"):
            cells = [_judged(self._set, column.show, key) for key in self._keys]
            return Heading(column.label), cells
        held = self._set.column(column.show)
        if held is None or held.unit is None:
            return Heading(column.label), self._words(column.show)
        return self._figures(column)

    def _label(self, at: int) -> str:
        label = self._set.labels[at]
        for column in self._view.columns:
            # What was added to a label to tell it from another is printed beside it here.
            word = self._set.word(at, column.show) if column.show != "label" else ""
            label = label.removesuffix(f", {word}") if word else label
        how = units.unit(self._units[at]) if self._units else units.Unit()
        return f"{label} ({how.heading})" if how.heading not in ("", "%") else label

    def _words(self, name: str) -> list[Cell]:
        words = [self._set.word(at, name) for at in range(len(self._set.keys))]
        return [Cell(text=_day(word) or units.ABSENT) for word in [*words, ""][: len(self._keys)]]

    def _figures(self, column: ViewColumn) -> tuple[Heading, list[Cell]]:
        found = [self._set.figure(key, column.show) for key in self._keys]
        known = [figure for figure in found if figure is not None]
        self._seen.extend(known)
        shared = _shared_unit(known)
        how = units.unit(shared or "")
        places = None
        if shared is not None:
            places = units.decimals_of([figure.value for figure in known], how)
            if self._view.most_decimals is not None:
                places = min(places, self._view.most_decimals)
        cells = [_figure_cell(figure, shared is None, places) for figure in found]
        heading = column.label
        if how.heading and how.heading not in heading:
            heading = f"{heading} ({how.heading})"
        return Heading(heading, numeric=True), cells


def _day(word: str) -> str:
    """Return a date kept as 2026-06-30 as it is printed, "30 June 2026"; other words as given."""
    if not _DATE.fullmatch(word):
        return word
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return word
    return f"{day.day} {day:%B %Y}"


def _figure_cell(figure: Figure | None, mixed: bool, places: int | None) -> Cell:
    if figure is None:
        return Cell(text=units.ABSENT)
    with_unit = mixed and units.unit(figure.unit).heading == "%"
    text = units.shown(figure, with_unit=with_unit, decimals=places)
    return Cell(text=text, figure=figure.key)


def _row_units(figure_set: FigureSet, view: View) -> list[str]:
    """Return each row's unit where the rows of the view's figures do not share one."""
    shown = {column.show for column in view.columns}
    columns = (held for held in figure_set.columns if held.name in shown)
    return next((held.units for held in columns if held.units and len(set(held.units)) > 1), [])


def _rounding(figures: list[Figure], view: View) -> tuple[str, ...]:
    """Return the note that says what was rounded, where anything was."""
    most = view.most_decimals
    if most is None or all(
        figure.value is None or figure.value == round(figure.value, most) for figure in figures
    ):
        return ()
    if most == 0 and all(units.unit(figure.unit) == units.unit("£") for figure in figures):
        return ("Rounded to the nearest pound, so figures may not add up exactly to their totals.",)
    places = english_count(most, "1 decimal place", "{count} decimal places")
    return (f"Rounded to {places}, so figures may not add up exactly to their totals.",)


def _judged(figure_set: FigureSet, what: str, key: str) -> Cell:
    if key not in figure_set.keys:
        return Cell(text=units.ABSENT)
    polarity = figure_set.word(figure_set.keys.index(key), "polarity").casefold()
    value, target, tolerance, previous = (
        None if figure is None else figure.value
        for figure in (
            figure_set.figure(key, name) for name in ("value", "target", "tolerance", "previous")
        )
    )
    if what == "rating":
        rating = rate(value, target, tolerance, polarity)
        return Cell(text=str(rating or units.ABSENT), rating=rating)
    return Cell(text=str(direction(value, previous, polarity, target) or units.ABSENT))


def _bound_chart(figure_set: FigureSet, view: View) -> ChartData:
    columns = [column for name in view.chart if (column := figure_set.column(name)) is not None]
    if not columns:
        return ChartData(categories=(), series=())
    figures = [figure_set.figure(key, columns[0].name) for key in figure_set.keys]
    lines = _lines_of(figure_set, columns)
    if lines is not None:
        return _line_chart(lines, view.most_decimals)
    unit, kept = _of_usual_unit(figures)
    labels = {column.show: column.label for column in view.columns}
    series: list[Series] = []
    seen: list[Figure] = []
    for column in columns:
        found = [figure_set.figure(figure_set.keys[at], column.name) for at in kept]
        seen.extend(figure for figure in found if figure is not None)
        label = labels.get(column.name) or column.label
        series.append(_series(label, found, view.most_decimals))
    return ChartData(
        categories=tuple(figure_set.labels[at] for at in kept),
        series=tuple(series),
        unit=unit,
        notes=(*_notes(seen), *_rounding(seen, view)),
    )


def _lines_of(figure_set: FigureSet, columns: Sequence[Column]) -> over_time.Lines | None:
    """Return a set's figures over time: of rows of several periods, or of a column for each."""
    if not figure_set.periods:
        columns = [held for held in figure_set.columns if held.unit is not None and held.period]
    for some in (columns, columns[:1]):
        found = [figure_set.figure(key, held.name) for key in figure_set.keys for held in some]
        lines = over_time.lines([figure for figure in found if figure is not None])
        if lines is not None:
            return lines
    return None


def _of_usual_unit(figures: Sequence[Figure | None]) -> tuple[str, list[int]]:
    """Return the unit that most of the figures have, and the places of those that have it."""
    usual = Counter(figure.unit for figure in figures if figure is not None)
    unit = usual.most_common(1)[0][0] if usual else ""
    return unit, [at for at, held in enumerate(figures) if held is not None and held.unit == unit]


def _series(
    name: str, found: list[Figure] | list[Figure | None], most_decimals: int | None = None
) -> Series:
    return Series(
        name=name,
        values=tuple(None if figure is None else figure.value for figure in found),
        labels=tuple(_bar_label(figure, most_decimals) for figure in found),
        figures=tuple("" if figure is None else figure.key for figure in found),
    )


def _bar_label(figure: Figure | None, most_decimals: int | None) -> str:
    if figure is None:
        return units.ABSENT
    needed = units.decimals_of([figure.value], units.unit(figure.unit))
    places = needed if most_decimals is None else min(needed, most_decimals)
    return units.shown(figure, decimals=places)


def _labels_found(found: list[Figure | None]) -> tuple[str, ...]:
    """Return a short label for each figure, "" where there is none."""
    short = iter(_short_labels([figure for figure in found if figure is not None]))
    return tuple("" if figure is None else next(short) for figure in found)


def _shared_unit(figures: list[Figure]) -> str | None:
    """Return the one unit that all values have, or None when they differ."""
    distinct = {figure.unit for figure in figures}
    return distinct.pop() if len(distinct) == 1 else None


def _short_labels(figures: list[Figure]) -> list[str]:
    """Return labels without the words that all of them begin with: "Employees", "Running …"."""
    labels = [figure.label for figure in figures]
    if len(labels) < 2:
        return labels
    shared = commonprefix(labels)  # noqa: RUF071 - characters are meant
    cut = max(
        (at + len(mark) for mark in (": ", " - ", "; ") if (at := shared.rfind(mark)) >= 0),
        default=0,
    )
    if not cut or any(len(label) <= cut for label in labels):
        return labels
    return [label[cut].upper() + label[cut + 1 :] for label in labels]


def _notes(figures: list[Figure]) -> tuple[str, ...]:
    """Return the legend of the missing symbols used, each explained once."""
    symbols = sorted({figure.missing for figure in figures if figure.missing is not None})
    return tuple(f"[{symbol}] {MISSING_MEANINGS.get(symbol, symbol)}" for symbol in symbols)

"""A report's tables as a workbook: cover, contents, notes, shorthand, a table a sheet, sources.

Follows "Releasing statistics in spreadsheets" of the government's Analysis Function: what has no
value is said in shorthand and explained, notes are numbered and stand on a sheet of their own,
nothing stands below a table, no cell of one is empty.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from oscb_desktop.publish.data.workbook import Cell, Grid, Sheet, Workbook
from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.prose import known
from oscb_desktop.report.content import units
from oscb_desktop.report.content.figures import MISSING_MEANINGS
from oscb_desktop.report.content.tables import Cell as Printed
from oscb_desktop.report.content.tables import ChartData, Heading, Row, Series, Table
from oscb_desktop.report.publication.composition import Composition, PrintedChart, PrintedTable
from oscb_desktop.report.publication.provenance import FigurePrinted, read_number

_BLANK: Final = "x"  # what is printed as a dash, or not at all
_NOTHING: Final = "z"
_SYMBOL: Final = re.compile(r"\[([^\[\]]{1,6})\]")
_BAD_IN_NAME: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_NAME: Final = 31  # of a sheet
_MOST_DIGITS: Final = 15  # that a spreadsheet keeps of a number


def tables_workbook(
    composition: Composition, sources: Sequence[FigurePrinted], *, draft: bool
) -> Workbook:
    """Return every table of an edition, and the data of every chart, as a workbook."""
    return _Setting(composition, sources, draft=draft).workbook()


class _Setting:
    def __init__(
        self, composition: Composition, sources: Sequence[FigurePrinted], *, draft: bool
    ) -> None:
        self._composition = composition
        self._sources = sources
        self._draft = draft
        self._notes: dict[str, int] = {}  # text → number
        self._symbols: dict[str, None] = {}  # as used, in the order of use
        self._names: set[str] = {"cover", "contents", "notes", "shorthand", "sources"}

    def workbook(self) -> Workbook:
        words = known(self._composition.details)
        # What they need explained is known once they are set out.
        tables = [self._sheet(caption, table) for caption, table in self._printed()]
        sources = [*self._sources_sheet()]
        listed = [*self._notes_sheet(), *self._shorthand_sheet(), *tables, *sources]
        return Workbook(
            title=f"{words.title}: tables",
            author=words.organisation or words.report_by or "Author to be confirmed",
            subject=self._standing(),
            sheets=(self._cover({sheet.name for sheet in listed}), _contents(listed), *listed),
        )

    def _printed(self) -> Iterator[tuple[str, Table]]:
        for block in self._composition.blocks():
            if isinstance(block, PrintedTable):
                yield block.caption, block.table
            elif isinstance(block, PrintedChart):
                yield block.caption, _of_chart(block.data)

    def _standing(self) -> str:
        """Return what kind of publication it is, in a sentence."""
        if self._composition.restriction:
            return f"{self._composition.restriction}."
        return (
            "Draft: not cleared for publication." if self._draft else "Published with its report."
        )

    def _cover(self, there: Collection[str]) -> Sheet:
        words = known(self._composition.details)
        lines = [
            *((self._standing(),) if self._draft or self._composition.restriction else ()),
            f"Every table of this report to {words.committee}, as printed, and the data of every "
            "chart.",
            *(f"{what}: {said}" for what, said in _head(self._composition) if said),
        ]
        about = {
            "": "There is one table on each worksheet. Its title is in cell A1, the table begins "
            "below the lines that introduce it, and nothing stands below it.",
            "Shorthand": "Where a cell has no value it says so in shorthand, a letter or two in "
            "square brackets. The worksheet Shorthand explains what is used.",
            "Notes": "Notes are numbered and stand on the worksheet Notes.",
            "Sources": "The worksheet Sources says where each figure comes from: the workbook "
            "that was received, the cell in it, and the workbook's SHA-256.",
        }
        told = [words for name, words in about.items() if not name or name in there]
        told.append(f"SHA-256 of the report's content: {self._composition.content_hash}")
        said = [*lines, "About these tables", *told]
        return Sheet(
            name="Cover",
            title=_plain(f"{words.title}: tables"),
            lines=tuple(Cell(text=_plain(text)) for text in said),
            headings=frozenset({len(lines)}),
        )

    def _sheet(self, caption: str, table: Table) -> Sheet:
        name = self._free_name(caption)
        # What explains a symbol is on the sheet for shorthand.
        plain = filter(None, map(_plain, table.notes))
        told = [note for note in plain if not _SYMBOL.match(note)]
        notes = [self._notes.setdefault(note, len(self._notes) + 1) for note in told]
        grid = self._grid(name, table)
        lines = ["This worksheet contains one table."]
        if notes:
            lines.append("Notes: " + ", ".join(f"[note {number}]" for number in notes) + ".")
        if any(_SYMBOL.fullmatch(cell.text) for row in grid.rows for cell in row):
            lines.append("Some cells hold shorthand, which the worksheet Shorthand explains.")
        return Sheet(
            name=name,
            title=_plain(caption) or name,
            lines=(*(Cell(text=text) for text in lines), _back()),
            grid=grid,
        )

    def _grid(self, name: str, table: Table) -> Grid:
        columns = max(1, len(table.headings), *(len(row.cells) for row in table.rows))
        spare = (Heading(""),) * (columns - len(table.headings))
        headings = (*table.headings, *spare)
        numeric = tuple(heading.numeric for heading in headings)
        rows = tuple(self._row(row, numeric) for row in table.rows or (Row(cells=()),))
        # Counted, for two names may differ in signs alone.
        return _named_grid(f"{len(self._names)} {name}", _headings(headings), rows, numeric)

    def _row(self, row: Row, numeric: Sequence[bool]) -> tuple[Cell, ...]:
        cells = (*row.cells, *(Printed(text=""),) * (len(numeric) - len(row.cells)))
        return tuple(self._cell(cell, at) for cell, at in zip(cells, numeric, strict=True))

    def _cell(self, cell: Printed, numeric: bool) -> Cell:
        text = _plain(cell.text)
        if text in ("", units.ABSENT, "-", "—"):
            return self._missing(_BLANK)
        symbol = _SYMBOL.fullmatch(text)
        if symbol is not None and (cell.figure or symbol[1] in MISSING_MEANINGS):
            return self._missing(symbol[1])
        number = read_number(text) if numeric or cell.figure else None
        if number is None or len(number.value.as_tuple().digits) > _MOST_DIGITS:
            return Cell(text=text)
        if not cell.figure and number.after.strip() not in ("", "%"):
            return Cell(text=text)  # nobody said that these words are a unit
        return Cell(
            text=text,
            number=number.value,
            decimals=number.decimals,
            before=number.before,
            after=number.after,
        )

    def _missing(self, symbol: str) -> Cell:
        self._symbols[symbol] = None
        return Cell(text=f"[{symbol}]")

    def _notes_sheet(self) -> Iterator[Sheet]:
        if self._notes:
            rows = [(f"note {number}", text) for text, number in self._notes.items()]
            yield _listing("Notes", "Notes", ("Note", "What it says"), rows)

    def _shorthand_sheet(self) -> Iterator[Sheet]:
        if self._symbols:
            rows = [(f"[{symbol}]", _meaning(symbol)) for symbol in sorted(self._symbols)]
            yield _listing("Shorthand", "Shorthand", ("Shorthand", "What it means"), rows)

    def _sources_sheet(self) -> Iterator[Sheet]:
        if not self._sources:
            return
        headings = (
            "Figure", "Printed as", "Value", "Unit", "Period", "Where it is printed", "Workbook",
            "Cell", "SHA-256 of the workbook", "How it was worked out",
        )  # fmt: skip
        rows = tuple(tuple(self._source(held)) for held in self._sources)
        numeric = tuple(heading == "Value" for heading in headings)
        yield Sheet(
            name="Sources",
            title="Sources: where each figure comes from",
            lines=(
                Cell(text="This worksheet contains one table."),
                Cell(text="[z] stands where there is nothing to say: a figure that was worked out "
                     "has no cell, and one that was read was not worked out."),
                _back(),
            ),
            grid=_named_grid("Sources", headings, rows, numeric),
        )  # fmt: skip

    def _source(self, held: FigurePrinted) -> Iterator[Cell]:
        how = "Corrected by hand after it was read" if held.corrected else held.worked_out
        yield Cell(text=held.key)
        yield Cell(text=held.shown)
        yield self._cell(Printed(text=held.value or held.shown, figure=held.key), numeric=True)
        told = (held.unit, held.period, ", ".join(held.places))
        for text in (*told, held.workbook, held.cell, held.sha256, how):
            yield Cell(text=_plain(text)) if _plain(text) else self._missing(_NOTHING)

    def _free_name(self, caption: str) -> str:
        """Return the name of a sheet: "Table 1", or a caption's beginning where it has no number.

        Names differ in more than case, and are free of what Excel refuses in them.
        """
        whole = _plain(_BAD_IN_NAME.sub(" ", caption.partition(":")[0])) or "Table"
        name, at = whole[:_LONGEST_NAME].strip(), 1
        while name.casefold() in self._names:
            at += 1
            name = f"{whole[: _LONGEST_NAME - 4].strip()} {at}"
        self._names.add(name.casefold())
        return name


def _head(composition: Composition) -> Iterator[tuple[str, str]]:
    details = composition.details
    meeting = details.meeting_date
    yield "Organisation", details.organisation
    yield "Committee", details.committee
    yield "Meeting", f"{meeting.day} {meeting:%B %Y}" if meeting else ""
    yield "Report by", details.report_by
    yield "Reporting year", details.reporting_year


def _contents(sheets: Iterable[Sheet]) -> Sheet:
    rows = tuple(
        (Cell(text=sheet.name, sheet=sheet.name), Cell(text=sheet.title)) for sheet in sheets
    )
    return Sheet(
        name="Contents",
        title="Contents",
        lines=(Cell(text="This worksheet contains one table, with a link to each worksheet."),),
        grid=_named_grid("Contents", ("Worksheet", "What is there"), rows, (False, False)),
    )


def _listing(
    name: str, title: str, headings: tuple[str, str], rows: Iterable[tuple[str, str]]
) -> Sheet:
    return Sheet(
        name=name,
        title=title,
        lines=(Cell(text="This worksheet contains one table."), _back()),
        grid=_named_grid(
            name,
            headings,
            tuple(tuple(Cell(text=_plain(text)) for text in row) for row in rows),
            (False, False),
        ),
    )


def _back() -> Cell:
    return Cell(text="Back to the contents", sheet="Contents")


def _named_grid(
    name: str,
    headings: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
    numeric: tuple[bool, ...],
) -> Grid:
    """Return a table under a name that no program takes for a cell's address."""
    words = "_".join(re.findall(r"[A-Za-z0-9]+", name))
    return Grid(name=f"Data_{words}", headings=headings, rows=rows, numeric=numeric)


def _headings(found: Sequence[Heading]) -> tuple[str, ...]:
    """Return the headings of a table, each there and each its own, as a marked-up table needs."""
    seen: set[str] = set()
    made = []
    for at, heading in enumerate(found, 1):
        words = " ".join(_plain(heading.text).split()) or f"Column {at}"
        text, count = words, 1
        while text.casefold() in seen:
            count += 1
            text = f"{words} ({count})"
        seen.add(text.casefold())
        made.append(text)
    return tuple(made)


def _of_chart(data: ChartData) -> Table:
    """Return the data of a chart as a table: a row for each category, a column for each series."""
    how = units.unit(data.unit)
    unit = f" ({how.heading})" if how.heading else ""
    first = Heading("Period" if data.over_time else "Item")
    columns = tuple(Heading(f"{held.name or 'Value'}{unit}", numeric=True) for held in data.series)
    rows = tuple(
        Row(cells=(Printed(text=category), *(_of_series(held, at) for held in data.series)))
        for at, category in enumerate(data.categories)
    )
    return Table(headings=(first, *columns), rows=rows, notes=data.notes)


def _of_series(series: Series, at: int) -> Printed:
    return Printed(text=series.labels[at], figure=series.figures[at] if series.figures else "")


def _meaning(symbol: str) -> str:
    meaning = MISSING_MEANINGS.get(symbol, "as the return that the figures came in says it")
    return f"{meaning[:1].upper()}{meaning[1:]}"


def _plain(text: str) -> str:
    """Return text as a cell holds it: without controls, on one line."""
    return " ".join(allowed(text).split())

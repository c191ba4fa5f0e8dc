"""OpenDocument spreadsheets, .ods and .fods: cells, and what the sheet says of them.

Source: OASIS OpenDocument 1.3, part 3: 9 (tables), 6 (text), 19.385 (office:value-type).
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import msgspec

from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.base.text import say
from oscb_desktop.returns import archive
from oscb_desktop.returns.archive import Parts, Refused, check_size
from oscb_desktop.returns.cells import address, letter
from oscb_desktop.returns.details import Details, Marked, Run, Said, marked, packed
from oscb_desktop.returns.markup import Attributes, feed, parser
from oscb_desktop.returns.opendocument_styles import ShortNames, Styles

_ERROR = re.compile(r"Err:\d{3}|#(?:[A-Z]+(?:/[A-Z0])?|[A-Z]+_[A-Z]+|DIV/0)[!?]?")
_TIME = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")
_NUMBERS = frozenset({"float", "currency", "percentage"})
_WORDED = frozenset({"", "string", "void"})
_TEXTS = frozenset({"text:p", "text:h", "text:span", "text:s", "text:tab", "text:line-break"})
_XMLNS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _OFFICE, _TEXT = f"{_XMLNS}:table:1.0", f"{_XMLNS}:office:1.0", f"{_XMLNS}:text:1.0"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_STYLE, _FORMULA = f"{_TABLE} style-name", f"{_TABLE} formula"
_TYPE, _VALUE = f"{_OFFICE} value-type", f"{_OFFICE} value"
_WIDE, _HIGH = f"{_TABLE} number-columns-spanned", f"{_TABLE} number-rows-spanned"
_COLUMNS_REPEATED = f"{_TABLE} number-columns-repeated"
_ROWS_REPEATED = f"{_TABLE} number-rows-repeated"
_VISIBLE, _DEFAULT = f"{_TABLE} visibility", f"{_TABLE} default-cell-style-name"
_SKIPPED = frozenset(
    {"table:shapes", "table:tracked-changes", "table:dde-links", "office:forms", "text:note",
     "table:table-source", "office:settings", "office:scripts", "table:content-validations"}
)  # fmt: skip
_WHITE = re.compile(r"[ \t\r\n]+")
_DAY = timedelta(days=1)


class Sheet(msgspec.Struct, frozen=True):
    """One sheet: its rows from A1 on, and what is known of its cells."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    details: Details


def read(parts: Parts) -> list[Sheet]:
    """Return the sheets of an .ods; raise Refused where it is damaged, locked or too large."""
    if b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise Refused("return-password-needed")
    reader = _Reader()
    reader.styles.read(archive.utf8(parts.read("styles.xml")))
    return reader.read(archive.utf8(parts.read("content.xml")))


def read_flat(xml: bytes) -> list[Sheet]:
    """Return the sheets of an .fods, which is one XML file; raise Refused like ``read``."""
    return _Reader().read(archive.utf8(xml))


class _Cell(msgspec.Struct):
    """A cell while it is read. ``times`` is how often it comes in its row."""

    column: int
    times: int
    kind: str
    style: str
    attributes: Attributes
    marked: Marked | None = None
    comment: str = ""
    error: str = ""
    uncalculated: bool = False
    doubtful: bool = False
    value: Any = ""

    @property
    def holds(self) -> bool:
        """Whether there is anything in the cell."""
        return self.value != "" or bool(self.error) or self.uncalculated or bool(self.comment)


class _Calls(dict[str, Callable[..., None] | None]):
    """What an element calls, by its name with its namespace; ``find`` knows its short name."""

    def __init__(self, find: Callable[[str], Callable[..., None] | None]) -> None:
        super().__init__()
        self._find = find
        self._short = ShortNames()

    def __missing__(self, name: str) -> Callable[..., None] | None:
        call = self[name] = self._find(self._short[name])
        return call


class _Reader:
    """Reads a document's styles and tables as they come."""

    def __init__(self) -> None:
        self.styles = Styles()
        self._names = ShortNames()
        self._sheets: list[Sheet] = []
        self._table: _Table | None = None
        self._text = self._words_of = _Text(self.styles)
        self._cell: _Cell | None = None
        self._spreadsheet = False
        self._skipped = 0  # how many elements deep in one that is left out
        self._filled = 0
        self._starts = _Calls(self._starting)
        self._ends = _Calls(self._ending)

    def read(self, xml: bytes) -> list[Sheet]:
        """Read the document."""
        made = parser(self._start, self._end, spaces=True)
        made.CharacterDataHandler = self._words
        with no_cycle_search():
            feed(made, xml)
        if not self._spreadsheet:
            raise Refused("return-damaged", why="no spreadsheet in it")
        return self._sheets

    def _starting(self, short: str) -> Callable[[Attributes], None] | None:
        """Return what begins an element."""
        if short in _SKIPPED or short.startswith("drawing:"):
            return self._skip
        if short.startswith("text:"):
            return partial(self._start_text, short) if short in _TEXTS else None
        known = {
            "office:spreadsheet": self._start_spreadsheet,
            "table:table": self._start_table,
            "table:table-column": self._column,
            "table:table-row": self._row,
            "table:table-cell": self._start_cell,
            "table:covered-table-cell": self._start_cell,
            "office:annotation": self._start_comment,
        }
        return known.get(short) or partial(self._start_style, short)

    def _ending(self, short: str) -> Callable[[], None] | None:
        """Return what ends an element."""
        if short.startswith("text:"):
            return partial(self._end_text, short) if short in _TEXTS else None
        known = {
            "table:table": self._end_table,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell,
            "office:annotation": self._end_comment,
        }
        return known.get(short) or partial(self._end_style, short)

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._skipped:
            self._skipped += 1
            return
        call = self._starts[name]
        if call is not None:
            call(attributes)

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        call = self._ends[name]
        if call is not None:
            call()

    def _words(self, text: str) -> None:
        if self._skipped:
            return
        if self._table is None:
            self.styles.words(text)
        else:
            self._words_of.words(text)

    def _skip(self, _: Attributes) -> None:
        self._skipped = 1

    def _start_style(self, short: str, attributes: Attributes) -> None:
        if self._table is None:
            self.styles.start(short, {self._names[key]: attributes[key] for key in attributes})

    def _end_style(self, short: str) -> None:
        if self._table is None:
            self.styles.end(short)

    def _start_text(self, short: str, attributes: Attributes) -> None:
        self._words_of.start(short, attributes)

    def _end_text(self, short: str) -> None:
        self._words_of.end(short)

    def _start_spreadsheet(self, _: Attributes) -> None:
        self._spreadsheet = True

    def _start_table(self, attributes: Attributes) -> None:
        if self._table is not None:  # within a cell of another one
            self._skipped = 1
            return
        hidden = attributes.get(_STYLE, "") in self.styles.hidden_tables
        self._table = _Table(attributes.get(f"{_TABLE} name", ""), hidden, self.styles)

    def _end_table(self) -> None:
        if self._table is not None and self._spreadsheet:
            self._sheets.append(self._table.sheet())
        self._table = None

    def _column(self, attributes: Attributes) -> None:
        if self._table is not None:
            self._table.add_column(attributes)

    def _row(self, attributes: Attributes) -> None:
        if self._table is not None:
            self._table.start_row(attributes)

    def _start_cell(self, attributes: Attributes) -> None:
        if self._table is not None:
            cell = self._cell = self._table.cell(attributes)
            # What a typed number shows is needed only where it may be a fault of its formula.
            deaf = cell.kind not in _WORDED and _FORMULA not in attributes and _take(cell)
            self._text.clear(deaf=deaf)

    def _end_cell(self) -> None:
        if self._table is None or self._cell is None:
            return
        cell, self._cell = self._cell, None
        if not self._text.deaf:
            _take_words(cell, self._text)
        if cell.holds:
            self._filled += cell.times * self._table.row_times
            if self._filled > archive.MAX_CELLS:
                what = say("millions of repeated cells in one sheet")
                raise Refused("return-too-large", what=what)
            self._table.add(cell)
        elif _WIDE in cell.attributes or _HIGH in cell.attributes:
            self._table.add(cell)

    def _end_row(self) -> None:
        if self._table is not None:
            self._table.end_row()

    def _start_comment(self, _: Attributes) -> None:
        self._words_of = _Text(self.styles)

    def _end_comment(self) -> None:
        if self._cell is not None:
            self._cell.comment = self._words_of.whole.strip()
        self._words_of = self._text


def _take(cell: _Cell) -> bool:
    """Take a typed value from its attribute; return whether it could be."""
    kind, attributes = cell.kind, cell.attributes
    written = attributes.get(_VALUE if kind in _NUMBERS else f"{_OFFICE} {kind}-value", "")
    with suppress(ValueError, OverflowError):
        if kind in _NUMBERS:
            cell.value = float(written)
        elif kind == "date":
            cell.value = _date(written)
        elif kind == "time":
            cell.value = _time(written)
        elif kind == "boolean" and written in ("true", "false"):
            cell.value = written == "true"
    return bool(cell.value != "")


def _take_words(cell: _Cell, words: "_Text") -> None:
    """Find out what the cell holds: words, an error, or a formula without a result."""
    text, attributes = words.whole, cell.attributes
    formula = _FORMULA in attributes
    failed = formula and _ERROR.fullmatch(text.strip())
    if failed or attributes.get(f"{_CALC} value-type") == "error":
        cell.error = text.strip() or "#VALUE!"
        return
    if cell.kind not in _WORDED and _take(cell):
        return
    if cell.kind in _WORDED:
        text = text or attributes.get(f"{_OFFICE} string-value", "")
    else:
        cell.doubtful = bool(text.strip())
    cell.value = text if text.strip() else ""
    cell.marked = words.marked()
    cell.uncalculated = formula and not text and cell.kind != "string"


def _date(written: str) -> date:
    if "T" not in written:
        return date.fromisoformat(written)
    return datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*|Z$", r"\1", written))


def _time(written: str) -> time | timedelta:
    found = _TIME.fullmatch(written)
    if found is None:
        raise ValueError(written)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (datetime.min + length).time() if length < _DAY else length


class _Text:
    """The words of one cell or note: paragraphs and line breaks part them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.clear()

    def clear(self, *, deaf: bool = False) -> None:
        """Begin anew; ``deaf``: to take no words."""
        self.deaf = deaf
        self._runs: list[Run] = []
        self._looks: list[tuple[bool, bool]] = []
        self._paragraphs = 0
        self._open = 0
        self._fresh = True

    def start(self, short: str, attributes: Attributes) -> None:
        """Begin an element of the text."""
        if self.deaf:
            return
        if short in ("text:p", "text:h"):
            if self._paragraphs:
                self._add("\n")
            self._paragraphs += 1
            self._open += 1
            self._fresh = True
        elif short == "text:span":
            raised, struck = self._looks[-1] if self._looks else (False, False)
            up, out = self._styles.look(attributes.get(f"{_TEXT} style-name", ""))
            self._looks.append((raised or up, struck or out))
        elif short == "text:line-break":
            self._add("\n")
        elif short == "text:tab":
            self._add("\t")
        elif short == "text:s":
            count = attributes.get(f"{_TEXT} c", "1")
            self._add(" " * (min(int(count), 1_000) if count.isdecimal() else 1))

    def end(self, short: str) -> None:
        """End an element of the text."""
        if self.deaf:
            return
        if short in ("text:p", "text:h"):
            self._open -= 1
        elif short == "text:span" and self._looks:
            self._looks.pop()

    def words(self, text: str) -> None:
        """Take words; what only makes the XML readable is one space, or none at the start."""
        if self._open:
            text = _WHITE.sub(" ", text)
            self._add(text.lstrip(" ") if self._fresh else text)

    def _add(self, text: str) -> None:
        if text:
            self._runs.append((text, *(self._looks[-1] if self._looks else (False, False))))
            self._fresh = False

    @property
    def whole(self) -> str:
        """The whole text."""
        return "".join(text for text, _, _ in self._runs)

    def marked(self) -> Marked | None:
        """Return what is left without raised and struck runs; None where there are none."""
        found = marked(self._runs) if any(up or out for _, up, out in self._runs) else None
        return found if found and (found.raised or found.struck) else None


class _Table:
    """A sheet while it is read. Blank rows and cells are only counted until a filled one comes."""

    def __init__(self, name: str, hidden: bool, styles: Styles) -> None:
        self._name = name
        self._hidden = hidden
        self._styles = styles
        self._rows: list[list[Any]] = []
        self._said = Said()
        self._columns: list[tuple[int, str, bool]] = []  # the first beyond; style; hidden
        self._blank_rows = self._width = 0
        self._cells: list[_Cell] = []
        self._next = 0
        self._row_style = ""
        self._row_hidden = False
        self.row_times = 1
        self._empty: list[Any] = []
        self._known: dict[tuple[str, str], tuple[int, bool, bool]] = {}

    def sheet(self) -> Sheet:
        """Return the sheet as it was read."""
        first = 0
        for beyond, _, hidden in self._columns:
            if hidden:
                held = range(first, min(beyond, self._width))
                self._said.hidden_columns += [letter(index) for index in held]
            first = beyond
        details = Details(self._said, self._styles.formats())
        return Sheet(self._name, self._hidden, self._rows, details)

    def add_column(self, attributes: Attributes) -> None:
        """Take a column, or several alike."""
        first = self._columns[-1][0] if self._columns else 0
        hidden = attributes.get(_VISIBLE, "visible") != "visible"
        beyond = first + max(int(attributes.get(_COLUMNS_REPEATED, 1)), 1)
        self._columns.append((beyond, attributes.get(_DEFAULT, ""), hidden))

    def start_row(self, attributes: Attributes) -> None:
        """Begin a row, or several alike."""
        self.row_times = max(int(attributes.get(_ROWS_REPEATED, 1)), 1)
        self._row_hidden = attributes.get(_VISIBLE, "visible") != "visible"
        self._row_style = attributes.get(_DEFAULT, "")
        self._cells, self._next = [], 0

    def cell(self, attributes: Attributes) -> _Cell:
        """Begin a cell, or several alike."""
        column = self._next
        times = max(int(attributes.get(_COLUMNS_REPEATED, 1)), 1)
        self._next = column + times
        style = attributes.get(_STYLE) or self._row_style
        return _Cell(column, times, attributes.get(_TYPE, ""), style, attributes)

    def add(self, cell: _Cell) -> None:
        """Take a cell that was read."""
        self._cells.append(cell)

    def end_row(self) -> None:
        """Take the row, as often as it comes."""
        if not any(cell.holds for cell in self._cells):
            self._merge(len(self._rows) + self._blank_rows)
            self._blank_rows += self.row_times
            return
        values: list[Any] = []
        for cell in self._cells:
            if cell.holds:
                values += [""] * (cell.column - len(values)) + [cell.value] * cell.times
        self._width = max(self._width, len(values))
        top = len(self._rows) + self._blank_rows
        check_size(top + self.row_times, self._width)
        self._rows += [self._empty] * self._blank_rows
        self._rows += [list(values) for _ in range(self.row_times)]
        self._blank_rows = 0
        self._merge(top)
        for row in range(top, top + self.row_times):
            self._note_row(row)

    def _merge(self, top: int) -> None:
        for cell in self._cells:
            wide = int(cell.attributes.get(_WIDE, 1))
            high = int(cell.attributes.get(_HIGH, 1))
            if wide > 1 or high > 1:
                right, bottom = cell.column + wide - 1, top + high - 1
                self._said.merged.append((top, cell.column, bottom, right))

    def _note_row(self, row: int) -> None:
        if self._row_hidden:
            self._said.hidden_rows.append(row + 1)
        for cell in self._cells:
            style = cell.style or self._column_style(cell.column)
            number, raised, struck = self._shows(style, cell.kind)
            if number >= 0:
                for column in range(cell.column, cell.column + cell.times):
                    self._said.add_style(number, packed(row, column))
            if raised or struck:
                self._mark(cell, row, Marked(kept="", raised=raised, struck=struck))
            if cell.marked is not None:
                self._mark(cell, row, cell.marked)
            if cell.comment or cell.error or cell.uncalculated or cell.doubtful:
                self._note(cell, row)

    def _shows(self, style: str, kind: str) -> tuple[int, bool, bool]:
        """Return the number of what a style shows, and whether it raises and strikes."""
        known = self._known.get((style, kind))
        if known is None:
            known = self._styles.number(style, kind), *self._styles.look(style)
            self._known[style, kind] = known
        return known

    def _mark(self, cell: _Cell, row: int, found: Marked) -> None:
        if cell.value != "":
            for column in range(cell.column, cell.column + cell.times):
                self._said.mark(address(row, column), found)

    def _note(self, cell: _Cell, row: int) -> None:
        said = self._said
        for column in range(cell.column, cell.column + cell.times):
            name = address(row, column)
            if cell.comment:
                said.comments[name] = cell.comment
            if cell.error:
                said.errors[name] = cell.error
            if cell.uncalculated:
                said.uncalculated.add(name)
            if cell.doubtful:
                said.doubtful.add(name)

    def _column_style(self, column: int) -> str:
        return next((style for beyond, style, _ in self._columns if column < beyond), "")

"""OpenDocument spreadsheets, .ods and .fods: cells, and what the sheet says of them.

Source: OASIS OpenDocument 1.3, part 3: 9 (tables), 6 (text), 19.385 (office:value-type).
"""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import msgspec
from lxml import etree

from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.base.text import say
from oscb_desktop.returns import archive
from oscb_desktop.returns.archive import Parts, Refused, check_size
from oscb_desktop.returns.cells import address, letter
from oscb_desktop.returns.details import Details, Marked, Run, Said, marked, packed
from oscb_desktop.returns.opendocument_styles import SAFELY, Element, Styles

_ERROR = re.compile(r"Err:\d{3}|#(?:[A-Z]+(?:/[A-Z0])?|[A-Z]+_[A-Z]+|DIV/0)[!?]?")
_TIME = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")
_NUMBERS = frozenset({"float", "currency", "percentage"})
_WORDED = frozenset({"", "string", "void"})
_XMLNS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _TEXT = f"{{{_XMLNS}:table:1.0}}", f"{{{_XMLNS}:text:1.0}}"
_OFFICE = f"{{{_XMLNS}:office:1.0}}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TABLE_TAG, _ROW, _COLUMN = f"{_TABLE}table", f"{_TABLE}table-row", f"{_TABLE}table-column"
_SPREADSHEET, _ANNOTATION = f"{_OFFICE}spreadsheet", f"{_OFFICE}annotation"
_STYLES = frozenset({f"{_OFFICE}styles", f"{_OFFICE}automatic-styles"})
_GROUPS = frozenset({f"{_TABLE}table-row-group", f"{_TABLE}table-column-group"})
_EVENTS = [*_GROUPS, _TABLE_TAG, _ROW, _COLUMN, _SPREADSHEET, *_STYLES]
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_SPAN, _LINKS = f"{_TEXT}span", frozenset({f"{_TEXT}a", f"{_TEXT}meta"})
_BREAKS = {f"{_TEXT}line-break": "\n", f"{_TEXT}tab": "\t"}
_NAME, _STYLE, _FORMULA = f"{_TABLE}name", f"{_TABLE}style-name", f"{_TABLE}formula"
_TYPE, _VALUE, _MONEY = f"{_OFFICE}value-type", f"{_OFFICE}value", f"{_OFFICE}currency"
_WIDE, _HIGH = f"{_TABLE}number-columns-spanned", f"{_TABLE}number-rows-spanned"
_COLUMNS_REPEATED = f"{_TABLE}number-columns-repeated"
_ROWS_REPEATED = f"{_TABLE}number-rows-repeated"
_DISPLAY, _VISIBLE = f"{_TABLE}display", f"{_TABLE}visibility"
_DEFAULT = f"{_TABLE}default-cell-style-name"
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
    money: str = ""  # another currency than pounds
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

    @property
    def notable(self) -> bool:
        """Whether there is more to say of the cell than its value and its style."""
        plain = self.marked is None and not self.comment and not self.error
        return not plain or self.uncalculated or self.doubtful


class _Reader:
    """Reads a document's styles, and its tables a row at a time."""

    def __init__(self) -> None:
        self.styles = Styles()
        self._sheets: list[Sheet] = []
        self._table: _Table | None = None
        self._depth = 0  # of tables: a chart or a cell may hold another one
        self._spreadsheet = False
        self._filled = 0
        self._folded = 0  # groups of rows or columns around this one that are folded up
        self._spans = self._formulas = self._notes = True

    def read(self, xml: bytes) -> list[Sheet]:
        """Read the document."""
        # A name that is nowhere in the bytes is on no element: most cells need not be asked.
        self._spans = b"-spanned" in xml
        self._formulas = b"formula" in xml
        self._notes = b"annotation" in xml
        try:
            with no_cycle_search():
                events = etree.iterparse(
                    BytesIO(xml), events=("start", "end"), tag=_EVENTS, **SAFELY
                )
                for event, element in events:
                    self._meet(event, element)
        except (etree.LxmlError, ValueError) as error:
            raise Refused("return-damaged", why=str(error)[:120]) from error
        if not self._spreadsheet:
            raise Refused("return-damaged", why="no spreadsheet in it")
        return self._sheets

    def _meet(self, event: str, element: Element) -> None:
        """Take what begins or ends: a table, a group of rows, and whatever is read at its end."""
        tag, begins = element.tag, event == "start"
        if tag == _TABLE_TAG:
            self._depth += 1 if begins else -1
            if self._depth == begins:  # the outermost
                self._turn(element, begins=begins)
        elif tag in _GROUPS:
            if element.get(_DISPLAY) == "false":  # it is folded up
                self._folded += 1 if begins else -1
        elif begins:
            self._spreadsheet = self._spreadsheet or tag == _SPREADSHEET
        else:
            self._finish(tag, element)

    def _finish(self, tag: str, element: Element) -> None:
        """Take styles, or a column or row of the outermost table, that were read to their end."""
        if self._depth == 0 and tag in _STYLES:
            self.styles.take(element)
        elif self._depth == 1 and self._table is not None:
            if tag == _COLUMN:
                self._table.add_column(element, folded=self._folded > 0)
            elif tag == _ROW:
                self._row(self._table, element)
                _forget(element)

    def _turn(self, element: Element, *, begins: bool) -> None:
        """Begin or end a sheet."""
        if not begins and self._table is not None:
            self._sheets.append(self._table.sheet())
        self._table = None
        if begins and self._spreadsheet:
            hidden = element.get(_STYLE, "") in self.styles.hidden_tables
            self._table = _Table(element.get(_NAME, ""), hidden, self.styles)

    def _row(self, table: "_Table", row: Element) -> None:
        table.start_row(row, folded=self._folded > 0)
        for element in row:
            if element.tag not in _CELLS:
                continue
            cell = table.cell(element)
            if cell.kind or len(element):
                self._read_cell(cell, element)
            elif self._formulas and element.get(_FORMULA) is not None:
                cell.uncalculated = True
            if cell.holds:
                self._filled += cell.times * table.row_times
                if self._filled > archive.MAX_CELLS:
                    what = say("millions of repeated cells in one sheet")
                    raise Refused("return-too-large", what=what)
                table.add(cell)
            if self._spans:
                table.add_span(cell, element)
        table.end_row()

    def _read_cell(self, cell: _Cell, element: Element) -> None:
        formula = self._formulas and element.get(_FORMULA) is not None
        # What a typed number shows is needed only where it may be a fault of its formula.
        if formula or cell.kind in _WORDED or not _take(cell, element):
            _take_words(cell, element, _Text(self.styles, element), formula=formula)
        for note in element.iterchildren(_ANNOTATION) if self._notes else ():
            cell.comment = _Text(self.styles, note).whole.strip()


def _forget(row: Element) -> None:
    """Free a row that was read, and those before it."""
    row.clear()
    parent = row.getparent()
    while parent is not None and row.getprevious() is not None:
        del parent[0]


def _take(cell: _Cell, element: Element) -> bool:
    """Take a typed value from its attribute; return whether it could be."""
    kind = cell.kind
    written = element.get(_VALUE if kind in _NUMBERS else f"{_OFFICE}{kind}-value", "")
    try:
        if kind in _NUMBERS:
            cell.value = float(written)
        elif kind == "date":
            cell.value = _date(written)
        elif kind == "time":
            cell.value = _time(written)
        elif kind == "boolean" and written in ("true", "false"):
            cell.value = written == "true"
    except (ValueError, OverflowError):
        return False
    return bool(cell.value != "")


def _take_words(cell: _Cell, element: Element, words: "_Text", *, formula: bool) -> None:
    """Find out what the cell holds: words, an error, or a formula without a result."""
    text = words.whole
    failed = formula and _ERROR.fullmatch(text.strip())
    if failed or element.get(f"{_CALC}value-type") == "error":
        cell.error = text.strip() or "#VALUE!"
        return
    if cell.kind not in _WORDED and _take(cell, element):
        return
    if cell.kind in _WORDED:
        text = text or element.get(f"{_OFFICE}string-value", "")
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

    def __init__(self, styles: Styles, element: Element) -> None:
        self._styles = styles
        self._runs: list[Run] = []
        self._fresh = True  # at the beginning of a paragraph
        for paragraph in element:
            if paragraph.tag in _PARAGRAPHS:
                if self._runs or not self._fresh:
                    self._runs.append(("\n", False, False))
                self._fresh = True
                self._inside(paragraph, raised=False, struck=False)
                self._fresh = False

    @property
    def whole(self) -> str:
        """The whole text."""
        return "".join(text for text, _, _ in self._runs)

    def marked(self) -> Marked | None:
        """Return what is left without raised and struck runs; None where there are none."""
        found = marked(self._runs) if any(up or out for _, up, out in self._runs) else None
        return found if found and (found.raised or found.struck) else None

    def _inside(self, element: Element, *, raised: bool, struck: bool) -> None:
        self._words(element.text, raised=raised, struck=struck)
        for child in element:
            if child.tag == _SPAN:
                up, out = self._styles.look(child.get(f"{_TEXT}style-name", ""))
                self._inside(child, raised=raised or up, struck=struck or out)
            elif child.tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c", "1")
                spaces = min(int(count), 1_000) if count.isdecimal() else 1
                self._runs.append((" " * spaces, raised, struck))
            elif child.tag in _BREAKS:
                self._runs.append((_BREAKS[child.tag], raised, struck))
            elif child.tag in _LINKS:
                self._inside(child, raised=raised, struck=struck)
            self._fresh = self._fresh and not self._runs
            self._words(child.tail, raised=raised, struck=struck)

    def _words(self, text: str | None, *, raised: bool, struck: bool) -> None:
        """Take words; what only makes the XML readable is one space, or none at the start."""
        if not text:
            return
        text = _WHITE.sub(" ", text)
        text = text.lstrip(" ") if self._fresh else text
        if text:
            self._runs.append((text, raised, struck))
            self._fresh = False


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
        self._spans: list[tuple[int, int, int]] = []  # of this row: column, wide, high
        self._next = 0
        self._row_style = ""
        self._row_hidden = False
        self.row_times = 1
        self._empty: list[Any] = []
        self._known: dict[tuple[str, str, str], tuple[int, bool, bool]] = {}

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

    def add_column(self, column: Element, *, folded: bool) -> None:
        """Take a column, or several alike."""
        first = self._columns[-1][0] if self._columns else 0
        hidden = folded or column.get(_VISIBLE, "visible") != "visible"
        beyond = first + max(int(column.get(_COLUMNS_REPEATED, 1)), 1)
        self._columns.append((beyond, column.get(_DEFAULT, ""), hidden))

    def start_row(self, row: Element, *, folded: bool) -> None:
        """Begin a row, or several alike."""
        self.row_times = max(int(row.get(_ROWS_REPEATED, 1)), 1)
        self._row_hidden = folded or row.get(_VISIBLE, "visible") != "visible"
        self._row_style = row.get(_DEFAULT, "")
        self._cells, self._spans, self._next = [], [], 0

    def cell(self, element: Element) -> _Cell:
        """Begin a cell, or several alike."""
        column = self._next
        times = max(int(element.get(_COLUMNS_REPEATED, 1)), 1)
        self._next = column + times
        style = element.get(_STYLE) or self._row_style
        kind, money = element.get(_TYPE, ""), element.get(_MONEY, "")
        return _Cell(column, times, kind, style, "" if money == "GBP" else money)

    def add(self, cell: _Cell) -> None:
        """Take a cell that holds something."""
        self._cells.append(cell)

    def add_span(self, cell: _Cell, element: Element) -> None:
        """Take over how many columns and rows a cell goes."""
        wide, high = int(element.get(_WIDE, 1)), int(element.get(_HIGH, 1))
        if wide > 1 or high > 1:
            self._spans.append((cell.column, wide, high))

    def end_row(self) -> None:
        """Take the row, as often as it comes."""
        if not self._cells:
            self._merge(len(self._rows) + self._blank_rows)
            self._blank_rows += self.row_times
            return
        values: list[Any] = []
        for cell in self._cells:
            if cell.column > len(values):
                values += [""] * (cell.column - len(values))
            values += [cell.value] * cell.times
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
        for column, wide, high in self._spans:
            self._said.merged.append((top, column, top + high - 1, column + wide - 1))

    def _note_row(self, row: int) -> None:
        if self._row_hidden:
            self._said.hidden_rows.append(row + 1)
        for cell in self._cells:
            style = cell.style or self._column_style(cell.column)
            number, raised, struck = self._shows(style, cell.kind, cell.money)
            if number >= 0:
                for column in range(cell.column, cell.column + cell.times):
                    self._said.add_style(number, packed(row, column))
            if raised or struck:
                self._mark(cell, row, Marked(kept="", raised=raised, struck=struck))
            if cell.notable:
                self._note(cell, row)

    def _shows(self, style: str, kind: str, money: str) -> tuple[int, bool, bool]:
        """Return the number of what a style shows, and whether it raises and strikes."""
        known = self._known.get((style, kind, money))
        if known is None:
            known = self._styles.number(style, kind, money), *self._styles.look(style)
            self._known[style, kind, money] = known
        return known

    def _mark(self, cell: _Cell, row: int, found: Marked) -> None:
        if cell.value != "":
            for column in range(cell.column, cell.column + cell.times):
                self._said.mark(address(row, column), found)

    def _note(self, cell: _Cell, row: int) -> None:
        said = self._said
        if cell.marked is not None:
            self._mark(cell, row, cell.marked)
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

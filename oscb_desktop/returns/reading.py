"""Any spreadsheet file → sheets of cell values, within bounds of time and memory."""

import hashlib
import re
from io import BytesIO
from itertools import islice, zip_longest
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.base.problems import Place, Problem, UnreadableError, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.returns import archive, delimited, locked, opendocument, subprocess_reader
from oscb_desktop.returns.archive import Refused
from oscb_desktop.returns.cells import address, place_of
from oscb_desktop.returns.details import Details
from oscb_desktop.returns.opendocument import Sheet
from oscb_desktop.returns.scanning import Scanner
from oscb_desktop.returns.sizing import Fitted, fitted
from oscb_desktop.returns.waiting import Watch, wait_for

MAX_BYTES = 200_000_000
_LONG = 1_000_000  # bytes; a larger file may take longer than a person waits after Cancel
_CHUNK = 5_000  # rows turned into Python's values without a break
DELIMITED = frozenset({".csv", ".tsv", ".tab", ".txt"})
SUFFIXES = (
    frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods", ".xltx", ".xltm"}) | DELIMITED
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = re.compile(rb"\x09[\x00\x02\x04][\x04\x06]\x00")


class ReturnUnreadable(UnreadableError):
    """A return cannot be read at all. ``problem`` says what is wrong, where, and the remedy."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message, found.remedy, code=found.code)
        self.problem = found


class Grid(msgspec.Struct, frozen=True):
    """The cell values of one sheet; ``rows[0]`` is row 1 and each row starts at column A.

    Rows above the first filled one are empty lists, and rows may differ in length. An empty cell
    is "". Of a text with raised or struck runs the value is what is left of it, and a cell that
    shows an error is "": ``details`` tells of both. A row that is blank to the end is not there.
    """

    rows: list[list[Any]]
    details: Details

    def shown(self, row: int, column: int) -> str | None:
        """Return a number as its format shows it: 1.1 as 1.10, 7 as 007; both count from 0.

        None where the cell holds no number, or its format does not fix the digits.
        """
        cells = self.rows[row] if row < len(self.rows) else []
        if column >= len(cells) or not isinstance(cells[column], int | float):
            return None
        return self.details.format(row, column).show(cells[column])


class Workbook:
    """A workbook as received. Sheets are read when first asked for and then kept."""

    def __init__(
        self,
        name: str,
        data: bytes,
        plain: bytes,
        book: CalamineWorkbook | None,
        parts: archive.Parts | None,
        grids: dict[str, Grid],
        hidden: tuple[str, ...] = (),
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.name = name
        self.problems = problems  # met while reading, which it did not stop
        self.data = data
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.decrypted = plain  # the same bytes unless a password was needed
        self._book = book
        self._parts = parts
        self._scanner = Scanner(parts) if parts is not None and book is not None else None
        self._grids = grids
        self._alone = Lock()
        shown = [] if book is None else book.sheets_metadata
        self.sheet_names: tuple[str, ...] = (
            tuple(grids) if book is None else tuple(sheet.name for sheet in shown)
        )
        self.hidden_sheets: tuple[str, ...] = hidden or tuple(
            sheet.name for sheet in shown if sheet.visible != SheetVisibleEnum.Visible
        )

    @property
    def macros(self) -> bool:
        """Whether the workbook carries macros. They are never run."""
        return self._parts is not None and self._parts.has("vbaProject.bin")

    @property
    def links(self) -> bool:
        """Whether the workbook takes values from other workbooks. They are never opened."""
        return self._parts is not None and self._parts.has("externalLinks/")

    def rows(self, sheet: str) -> list[list[Any]]:
        """Return a sheet's cells from A1 on; raise ReturnUnreadable or UsageError."""
        return self.grid(sheet).rows

    def grid(self, sheet: str, watch: Watch | None = None) -> Grid:
        """Return a sheet's cells with what is known of them; raise like ``rows``.

        ``watch`` is called while they are being read; what it raises gives the reading up.
        """
        if sheet not in self._grids:
            if sheet not in self.sheet_names:
                raise UsageError(
                    say("{name} has no sheet called '{sheet}'.", name=self.name, sheet=sheet),
                    say("Use one of: {sheets}.", sheets=", ".join(self.sheet_names)),
                )
            # A small workbook is read sooner than a thread is started.
            long = len(self.decrypted) > _LONG
            wait_for(lambda: self._keep(sheet), watch if long else None)
        return self._grids[sheet]

    def place(self, sheet: str = "", cell: str = "") -> Place:
        """Return a place in this workbook."""
        return Place(file=self.name, sheet=sheet, cell=cell)

    def _keep(self, sheet: str) -> None:
        """Read a sheet and keep it; a reading that was given up is ended first."""
        with self._alone:
            if sheet not in self._grids:
                self._grids[sheet] = self._read(sheet)

    def _read(self, sheet: str) -> Grid:
        book = self._book
        assert book is not None
        index = self.sheet_names.index(sheet)
        try:
            details = self._scanner.sheet(sheet) if self._scanner else None
            new = fitted(details) if details else None
            if details is not None and new is not None:
                plain = archive.repacked(
                    details.scanner.parts, {details.path: new.xml}, details.path
                )
                book = _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(plain)))
            held = _guarded(lambda: book.get_sheet_by_index(index))
            archive.check_size(held.total_height, held.width)
            with no_cycle_search():
                values = _guarded(lambda: _rows_of(held))
        except Refused as refused:
            raise _unreadable(refused.code, self.place(sheet), **refused.words) from refused
        rows = _from_a1(held.start or (0, 0), values)
        return grid_of(rows if new is None else _spread(rows, new), details or Details())


def grid_of(rows: list[list[Any]], details: Details) -> Grid:
    """Return a sheet's cells as ``details`` have them: marks taken away, blanks cut off."""
    for cell, kept in (*details.raised.items(), *details.struck.items()):
        row, column = place_of(cell)
        if kept and row < len(rows) and column < len(rows[row]):
            rows[row][column] = kept
    while rows and _is_blank(rows[-1]):
        rows.pop()
    # A formula that failed or has no result is no value to the reader, but it is there.
    for cell in (*details.errors, *details.uncalculated):
        row, column = place_of(cell)
        rows.extend([] for _ in range(row + 1 - len(rows)))
        if column >= len(rows[row]):
            rows[row] = rows[row] + [""] * (column + 1 - len(rows[row]))
        rows[row][column] = ""
    return Grid(rows, details)


def _is_blank(row: list[Any]) -> bool:
    return all(value == "" or (isinstance(value, str) and not value.strip()) for value in row)


def _spread(rows: list[list[Any]], new: Fitted) -> list[list[Any]]:
    """Return rows that were written one below another where they stand in the sheet."""
    spread: list[list[Any]] = []
    empty: list[Any] = []
    for row, at in zip(rows, new.rows, strict=False):
        if at >= len(spread):
            spread += [empty] * (at - len(spread)) + [row]
        elif not spread[at]:
            spread[at] = row
        else:  # the row came twice
            longer = max(spread[at], row, key=len)
            pairs = zip_longest(spread[at], row, fillvalue="")
            spread[at] = [old if new_ == "" else new_ for old, new_ in pairs][: len(longer)]
    return spread


def _rows_of(held: CalamineSheet) -> list[list[Any]]:
    """Return a sheet's rows, a piece at a time, so that other threads go on meanwhile."""
    rows: list[list[Any]] = []
    first = (held.start or (0, 0))[0]  # what comes above is padding
    source = islice(held.iter_rows(), first, None)
    while True:
        before = len(rows)
        rows.extend(islice(source, _CHUNK))
        if len(rows) == before:
            return rows


def _from_a1(start: tuple[int, int], values: list[list[Any]]) -> list[list[Any]]:
    """Return cells that begin at ``start`` (row and column from 0) as rows that begin at A1."""
    top, left = start
    if left:
        indent: list[Any] = [""] * left
        values = [indent + row for row in values]
    empty: list[Any] = []
    return [empty] * top + values


def read_workbook(
    path: Path, *, password: str | None = None, watch: Watch | None = None
) -> Workbook:
    """Read a file of any supported format.

    ``password`` opens a protected workbook. ``watch`` is called while a large one is being read;
    what it raises gives the reading up. Raises ReturnUnreadable, whose ``problem`` says what
    is wrong with the file.
    """
    place = Place(file=path.name)
    if path.is_dir():
        raise _unreadable("return-is-a-folder", place)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _unreadable("return-too-large", place, what=f"{size // 1_000_000} MB")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _unreadable("return-not-found", place) from error
    except OSError as error:
        raise _unreadable("return-not-opened", place, why=error.strerror or "") from error
    if len(data) <= _LONG:
        watch = None
    return wait_for(lambda: open_workbook(path.name, data, password=password), watch)


def open_workbook(name: str, data: bytes, *, password: str | None = None) -> Workbook:
    """Read a workbook from its bytes; raise ReturnUnreadable like ``read_workbook``."""
    place = Place(file=name)
    try:
        return _open(name, data, password)
    except Refused as refused:
        raise _unreadable(refused.code, place, **refused.words) from refused


def _open(name: str, data: bytes, password: str | None) -> Workbook:
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("return-empty-file")
    suffix = Path(name).suffix.casefold()
    if not data.startswith((b"PK", _OLE)):
        if suffix == ".fods":
            return _opendocument(name, data, data, None, opendocument.read_flat(data))
        if suffix in DELIMITED:
            return _delimited(name, data, tabs=suffix in (".tsv", ".tab"))
        if _OLD_EXCEL.match(data):
            raise Refused("return-too-old")
        raise Refused("return-not-a-workbook", suffix=suffix or say("a workbook"))
    plain = locked.unlock(data, password) if data.startswith(_OLE) else data
    parts = archive.open_parts(plain) if plain.startswith(b"PK") else None
    if parts is not None and "content.xml" in parts.names:
        return _opendocument(name, data, plain, parts, opendocument.read(parts))
    if parts is None or parts.has("workbook.bin"):
        return _binary(name, data, plain, parts)
    book = _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(plain)), parts)
    return Workbook(name, data, plain, book, parts, {})


def _opendocument(
    name: str, data: bytes, plain: bytes, parts: archive.Parts | None, sheets: list[Sheet]
) -> Workbook:
    grids = {sheet.name: grid_of(sheet.rows, sheet.details) for sheet in sheets}
    hidden = tuple(sheet.name for sheet in sheets if sheet.hidden)
    return Workbook(name, data, plain, None, parts, grids, hidden)


def _binary(name: str, data: bytes, plain: bytes, parts: archive.Parts | None) -> Workbook:
    grids: dict[str, Grid] = {}
    found: list[Problem] = []
    sheets = subprocess_reader.read_in_subprocess(plain)
    for sheet, _, start, rows, said in sheets:
        details = Details() if said is None else Details(said.said, said.formats)
        grids[sheet] = grid_of(_from_a1(start, rows), details)
        if said is None and grids[sheet].rows:
            found.append(problem("return-looks-unknown", Place(file=name, sheet=sheet)))
    hidden = tuple(sheet for sheet, away, *_ in sheets if away)
    return Workbook(name, data, plain, None, parts, grids, hidden, tuple(found))


def _delimited(name: str, data: bytes, *, tabs: bool) -> Workbook:
    sheet = Path(name).stem
    text = delimited.read(data, tabs=tabs)
    found = []
    for fault in text.faults:
        cell = address(fault.row, fault.column)
        place = Place(file=name, sheet=sheet, cell=cell)
        found.append(problem(fault.code, place, where=cell, row=fault.row + 1, **fault.words))
    grids = {sheet: grid_of(text.rows, Details())}
    return Workbook(name, data, data, None, None, grids, problems=tuple(found))


def _guarded(read: Any, parts: archive.Parts | None = None) -> Any:
    """Call into the reader; every way it can fail becomes Refused."""
    try:
        return read()
    except PasswordError as error:
        raise Refused("return-password-needed") from error
    except (CalamineError, ValueError, OSError, MemoryError, OverflowError) as error:
        repaired = None if parts is None else archive.as_utf8(parts)
        if repaired is not None:
            return _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(repaired)))
        raise Refused("return-damaged", why=str(error)[:120]) from error
    except BaseException as error:
        # A panic inside the reader arrives as a BaseException of its own.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("return-damaged", why="") from error


def _unreadable(code: str, place: Place, **words: Any) -> ReturnUnreadable:
    return ReturnUnreadable(problem(code, place, **words))

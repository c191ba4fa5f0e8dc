"""A sheet of an .xlsx is as large as what it holds, not as far as its last address.

The reader of values holds every cell between the first and the last one, so two cells at opposite
corners of a sheet are 17 thousand million; it has no bound of its own. A sheet that is certainly
compact goes to it as it is. Any other is parsed, and what it holds is written anew: without cells
that hold nothing but spaces, without errors (which the reader may not know), and with its filled
rows one below another.
"""

import re
from io import StringIO
from xml.sax.saxutils import escape, quoteattr

import msgspec

from oscb_desktop.returns import archive
from oscb_desktop.returns.cells import column_index, letter
from oscb_desktop.returns.details import unpacked
from oscb_desktop.returns.markup import Attributes, Local, feed, parser
from oscb_desktop.returns.scanning import SheetDetails
from oscb_desktop.returns.sheetxml import Position, Runs, SheetFrame

_BYTES = 4  # of XML for every cell that a sheet spreads over; a filled one takes some thirty
_ROOM = 100_000  # cells: a sheet that is no larger may be as sparse as it likes
_LETTERS = re.compile(rb'<c r="([A-Za-z]+)')
# What the reader of values knows; it refuses a workbook with any other error.
_KNOWN = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Fitted(msgspec.Struct, frozen=True):
    """A sheet written anew; row n of ``xml`` is row ``rows[n]`` of the sheet, both from 0."""

    xml: bytes
    rows: list[int]


def fitted(details: SheetDetails) -> Fitted | None:
    """Return the sheet written anew, or None where it may be read as it is.

    Raises Refused where what it holds lies too far apart.
    """
    strange = any(shown not in _KNOWN for shown in details.errors.values())
    if not strange and certainly_compact(details.frame):
        return None
    written = _Written(details.scanner.blank_texts())
    feed(written.parser, details.frame.xml)
    held = written.fitted()
    compact = written.spread <= _room(len(details.frame.xml))
    return None if compact and not strange else held


def certainly_compact(frame: SheetFrame) -> bool:
    """Whether the cells of a sheet certainly lie close together.

    Told from the bytes, and only where every tag of a cell begins with its address: a tag that
    does not, or whose address is too far away, makes the answer False, which says nothing.
    """
    xml, start, end = frame.xml, frame.start, frame.end
    if frame.prefixed(b"c"):
        return False
    room = _room(end - start)
    if _beyond(26, room).search(xml, start, end) is None:
        return True
    found = {column_index(held.decode()) for held in set(_LETTERS.findall(xml, start, end))}
    columns = max((index for index in found if index is not None), default=0) + 1
    return None not in found and _beyond(columns, room).search(xml, start, end) is None


def _beyond(columns: int, room: int) -> "re.Pattern[bytes]":
    """Return what finds a cell that is not certainly within so many columns and cells.

    ``columns`` are those that occur, or 26 for all of one letter.
    """
    letters = b"[A-Za-z]" if columns <= 26 else b"[A-Za-z]{1,3}"
    return re.compile(rb'<c(?! r="' + letters + _up_to(room // columns) + rb'")')


def _up_to(number: int) -> bytes:
    """Return a pattern for the digits of numbers that are no greater: of most of them."""
    first, digits = int(str(number)[0]), len(str(number)) - 1
    same = rf"[1-{first - 1}]\d{{{digits}}}" if first > 1 else "0"
    return rf"(?:{same}|\d{{1,{max(digits, 1)}}})".encode() if digits else b"0"


def _room(size: int) -> int:
    """Return how many cells a sheet may spread over whose XML has so many bytes."""
    return min(archive.MAX_CELLS, _ROOM + size // _BYTES)


class _Written:
    """Parses a sheet and writes what it holds anew."""

    def __init__(self, blank: set[str]) -> None:
        self.parser = parser(self._start, self._end)
        self.parser.CharacterDataHandler = self._text
        self._blank = blank
        self._local = Local()
        self._at = Position()
        self._kind = self._style = self._open = self._value = ""
        self._held = False
        self._runs = Runs()
        self._all = _Extent()
        self._filled = _Extent()
        self._rows: list[int] = []
        self._out = StringIO()

    @property
    def spread(self) -> int:
        """How many cells the reader would hold."""
        return self._all.rows * self._all.columns

    def fitted(self) -> Fitted:
        """Return what was written; raise Refused where it lies too far apart."""
        archive.check_size(self._filled.rows, self._filled.columns)
        archive.check_size(len(self._rows), self._filled.columns)
        rows = self._out.getvalue() + ("</row>" if self._rows else "")
        xml = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        return Fitted(xml=xml.encode(), rows=self._rows)

    def _start(self, name: str, attributes: Attributes) -> None:
        local = self._open = self._local[name]
        if local == "c":
            self._at.next_cell(attributes.get("r"))
            self._kind, self._style = attributes.get("t", ""), attributes.get("s", "")
            self._value, self._held = "", False
            self._runs = Runs()
        elif local == "row":
            self._at.next_row(attributes.get("r"))
        else:
            self._held = self._held or local in ("v", "is", "f")
            self._runs.begin(local, attributes)

    def _text(self, text: str) -> None:
        if self._open == "v":
            self._value += text
        self._runs.text(text)

    def _end(self, name: str) -> None:
        local = self._local[name]
        self._open = ""
        self._runs.end(local)
        if local == "c" and self._held:
            self._cell(*unpacked(self._at.place()))

    def _cell(self, row: int, column: int) -> None:
        self._all.take(row, column)
        inline = self._kind == "inlineStr"
        text = self._runs.whole if inline else self._value
        shared_blank = self._kind == "s" and text.strip() in self._blank
        if not text.strip() or shared_blank or self._kind == "e":
            return
        self._filled.take(row, column)
        if not self._rows or self._rows[-1] != row:
            self._out.write("</row>" if self._rows else "")
            self._rows.append(row)
            self._out.write(f'<row r="{len(self._rows)}">')
        kind = f" t={quoteattr(self._kind)}" if self._kind else ""
        style = f" s={quoteattr(self._style)}" if self._style else ""
        held = escape(text)
        content = f'<is><t xml:space="preserve">{held}</t></is>' if inline else f"<v>{held}</v>"
        self._out.write(f'<c r="{letter(column)}{len(self._rows)}"{style}{kind}>{content}</c>')


class _Extent:
    """The rectangle of the cells that were taken, from the first row and from column A."""

    def __init__(self) -> None:
        self._top = self._bottom = -1
        self.columns = 0

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self._bottom - self._top + 1 if self._top >= 0 else 0

    def take(self, row: int, column: int) -> None:
        """Take a cell in."""
        self._top = row if self._top < 0 else min(self._top, row)
        self._bottom = max(self._bottom, row)
        self.columns = max(self.columns, column + 1)

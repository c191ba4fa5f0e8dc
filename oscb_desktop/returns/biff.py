"""What an .xls says of its cells beside their values: [MS-XLS], the records of BIFF5 and BIFF8."""

import struct
from collections.abc import Iterator
from io import BytesIO

from oscb_desktop.returns.binarylooks import (
    ERRORS,
    FAILED,
    RAISED,
    Looks,
    Sheet,
    doubt_unsaved,
)
from oscb_desktop.returns.cells import address, letter
from oscb_desktop.returns.details import Said

Record = tuple[int, int, list[bytes]]  # where it begins, its type, and its parts

_CONTINUE, _BOF, _EOF = 0x3C, 0x809, 0x0A
_BIFF8 = 0x0600
_MOST_COLUMNS = 256
_STRUCK = 0x0008
_HIDDEN_ROW = 0x20


def read(data: bytes) -> dict[str, Sheet]:
    """Return what each sheet says, by its name.

    Raises whatever a damaged file provokes: struct.error, ValueError, LookupError or OSError.
    """
    import olefile

    with olefile.OleFileIO(BytesIO(data)) as held:
        name = next(name for name in ("Workbook", "Book") if held.exists(name))
        stream = held.openstream(name).read()
    return _Workbook(stream).sheets()


class _Workbook:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._looks = Looks()
        self._places: list[tuple[str, int]] = []
        self._wide = True  # BIFF8: letters of two bytes
        self._texts: list[bytes] = []
        self._formulas: list[tuple[Said, str, float]] = []
        self._globals()

    def sheets(self) -> dict[str, Sheet]:
        """Return what each sheet says."""
        if self._looks.marks and self._texts:
            self._shared_texts()
        formats = self._looks.formats()
        found = {name: self._sheet(place) for name, place in self._places}
        doubt_unsaved(list(found.values()), self._formulas)
        return {name: Sheet(said, formats) for name, said in found.items()}

    def _records(self, at: int) -> Iterator[Record]:
        """Return the records of one part of the stream, each with what continues it."""
        depth = 0
        held: Record | None = None
        while at + 4 <= len(self._stream):
            kind, size = struct.unpack_from("<HH", self._stream, at)
            body = self._stream[at + 4 : at + 4 + size]
            if kind == _CONTINUE and held is not None:
                held[2].append(body)
            else:
                if held is not None:
                    yield held
                held = (at, kind, [body])
                depth += (kind == _BOF) - (kind == _EOF)
                if depth == 0:
                    break
            at += 4 + size
        if held is not None:
            yield held

    def _globals(self) -> None:
        for _, kind, parts in self._records(0):
            body = parts[0]
            if kind == _BOF:
                self._wide = struct.unpack_from("<H", body)[0] == _BIFF8
            elif kind == 0x85:  # BOUNDSHEET
                (place,) = struct.unpack_from("<I", body)
                self._places.append((self._short_text(body[6:]), place))
            elif kind == 0x31:  # FONT
                look, _, _, script = struct.unpack_from("<4H", body, 2)
                if len(self._looks.fonts) == 4:  # there is no font 4 (2.5.129)
                    self._looks.fonts.append((False, False))
                self._looks.fonts.append((script == RAISED, bool(look & _STRUCK)))
            elif kind == 0x41E:  # FORMAT
                (code,) = struct.unpack_from("<H", body)
                self._looks.codes[code] = self._format(body[2:])
            elif kind == 0xE0:  # XF
                font, code = struct.unpack_from("<HH", body)
                self._looks.styles.append((code, font))
            elif kind == 0xFC:  # SST
                self._texts = parts

    def _short_text(self, body: bytes) -> str:
        if not self._wide:
            return body[1 : 1 + body[0]].decode("cp1252", "replace")
        return _letters(body[2:], body[0], wide=bool(body[1] & 1))

    def _format(self, body: bytes) -> str:
        if not self._wide:
            return body[1 : 1 + body[0]].decode("cp1252", "replace")
        (count,) = struct.unpack_from("<H", body)
        return _letters(body[3:], count, wide=bool(body[2] & 1))

    def _shared_texts(self) -> None:
        texts = _Texts(self._texts)
        for number in range(texts.count):
            text, starts = texts.next()
            found = self._looks.runs(text, starts) if starts else None
            if found is not None:
                self._looks.marked[number] = found

    def _sheet(self, place: int) -> Said:
        said = Said()
        notes = _Notes()
        for _, kind, parts in self._records(place):
            if kind in _CELLS:
                self._cell(said, kind, parts[0])
            elif kind in _AROUND:
                _AROUND[kind](said, parts[0])
            elif self._wide:
                notes.take(kind, parts)
        said.comments.update(notes.words())
        said.hidden_rows.sort()
        return said

    def _cell(self, said: Said, kind: int, body: bytes) -> None:
        row, column, style = struct.unpack_from("<3H", body)
        if kind == 0xBD:  # MULRK: numbers beside one another
            for beside, at in enumerate(range(4, len(body) - 2, 6)):
                (style,) = struct.unpack_from("<H", body, at)
                self._looks.note(said, row, column + beside, style)
            return
        shared = struct.unpack_from("<I", body, 6)[0] if kind == 0xFD else -1
        self._looks.note(said, row, column, style, shared)
        if kind == 0x205 and body[7]:  # BOOLERR
            said.errors[address(row, column)] = ERRORS.get(body[6], FAILED)
        elif kind == 0x06:
            self._formula(said, address(row, column), body[6:14])

    def _formula(self, said: Said, cell: str, result: bytes) -> None:
        """Take a formula's result: a number, or what two bytes of FF say (2.5.133)."""
        if result[6:] != b"\xff\xff":
            self._formulas.append((said, cell, struct.unpack("<d", result)[0]))
        elif result[0] == 2:
            said.errors[cell] = ERRORS.get(result[2], FAILED)


# NUMBER, RK, MULRK, LABEL, LABELSST, RSTRING, BOOLERR, FORMULA
_CELLS = frozenset({0x203, 0x27E, 0xBD, 0x204, 0xFD, 0xD6, 0x205, 0x06})


def _row(said: Said, body: bytes) -> None:
    if len(body) >= 14 and body[12] & _HIDDEN_ROW:
        said.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)


def _columns(said: Said, body: bytes) -> None:
    first, last, _, _, look = struct.unpack_from("<5H", body)
    if look & 1:
        columns = range(first, min(last + 1, _MOST_COLUMNS))
        said.hidden_columns += [letter(column) for column in columns]


def _merged(said: Said, body: bytes) -> None:
    (count,) = struct.unpack_from("<H", body)
    for top, bottom, left, right in struct.iter_unpack("<4H", body[2 : 2 + count * 8]):
        said.merged.append((top, left, bottom, right))


_AROUND = {0x208: _row, 0x7D: _columns, 0xE5: _merged}  # ROW, COLINFO, MERGECELLS


class _Notes:
    """The notes stuck on cells: a note names an object, and the object's words follow it."""

    def __init__(self) -> None:
        self._cells: list[tuple[str, int]] = []
        self._texts: dict[int, str] = {}
        self._object = -1

    def take(self, kind: int, parts: list[bytes]) -> None:
        """Take a record that may belong to a note."""
        body = parts[0]
        if kind == 0x5D and len(body) >= 8:  # OBJ
            (self._object,) = struct.unpack_from("<H", body, 6)
        elif kind == 0x1B6 and len(parts) > 1 and parts[1]:  # TXO
            (count,) = struct.unpack_from("<H", body, 10)
            self._texts[self._object] = _letters(parts[1][1:], count, wide=bool(parts[1][0] & 1))
        elif kind == 0x1C:  # NOTE
            row, column, _, number = struct.unpack_from("<4H", body)
            self._cells.append((address(row, column), number))

    def words(self) -> dict[str, str]:
        """Return the words by their cell."""
        held = self._texts
        return {cell: held[number] for cell, number in self._cells if number in held}


def _letters(body: bytes, count: int, *, wide: bool) -> str:
    if wide:
        return body[: count * 2].decode("utf-16-le", "replace")
    return body[:count].decode("latin-1")


class _Texts:
    """The shared texts (2.4.265), which go on over the bounds of records."""

    def __init__(self, parts: list[bytes]) -> None:
        self._data = b"".join(parts)
        self._bounds: list[int] = []
        at = 0
        for part in parts[:-1]:
            at += len(part)
            self._bounds.append(at)
        self._end = len(self._data)
        (self.count,) = struct.unpack_from("<I", self._data, 4)
        self._at = 8

    def next(self) -> tuple[str, list[tuple[int, int]]]:
        """Return the next text, and where its runs begin, each with its font."""
        count, look = struct.unpack_from("<HB", self._data, self._at)
        self._at += 3
        runs = extra = 0
        if look & 8:
            (runs,) = struct.unpack_from("<H", self._data, self._at)
            self._at += 2
        if look & 4:
            (extra,) = struct.unpack_from("<I", self._data, self._at)
            self._at += 4
        text = self._letters(count, wide=bool(look & 1))
        found = list(struct.iter_unpack("<HH", self._data[self._at : self._at + runs * 4]))
        self._at += runs * 4 + extra
        return text, [(start, font) for start, font in found]

    def _letters(self, count: int, *, wide: bool) -> str:
        text = ""
        while True:
            bound = next((bound for bound in self._bounds if bound >= self._at), self._end)
            width = 1 + wide
            here = min(count, (bound - self._at) // width)
            text += _letters(self._data[self._at : bound], here, wide=wide)
            self._at += here * width
            count -= here
            if not count:
                return text
            if self._at != bound or bound >= self._end:
                raise ValueError("a text ends within a letter, or not at all")
            wide = bool(self._data[bound] & 1)  # said anew in every record
            self._at = bound + 1
            self._bounds = [other for other in self._bounds if other > bound]

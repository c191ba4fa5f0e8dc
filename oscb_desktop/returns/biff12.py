"""What an .xlsb says of its cells beside their values: [MS-XLSB], the records of BIFF12."""

import posixpath
import struct
from collections.abc import Iterator

from oscb_desktop.returns import markup
from oscb_desktop.returns.archive import Parts
from oscb_desktop.returns.binarylooks import ERRORS, FAILED, RAISED, Looks, Sheet
from oscb_desktop.returns.cells import address, letter
from oscb_desktop.returns.details import Said
from oscb_desktop.returns.sheetxml import COLUMNS

_STRUCK = 0x0008
_HIDDEN_ROW = 0x10
_NAMED_COLUMNS = 101
_ROW, _COLUMN, _MERGED = 0, 60, 176
_SHARED, _ERROR, _FORMULA_ERROR = 7, 3, 11
_CELLS = frozenset({*range(2, 12), 62})
_MOST_ROWS = 1 << 20


def read(parts: Parts) -> dict[str, Sheet]:
    """Return what each sheet says, by its name.

    Raises whatever a damaged file provokes: struct.error, ValueError, LookupError or Refused.
    """
    workbook = next(name for name in parts.names if name.endswith("workbook.bin"))
    folder = posixpath.dirname(workbook)
    relations = parts.read(posixpath.join(folder, "_rels", "workbook.bin.rels"))
    targets: dict[str, str] = {}
    shared: dict[str, str] = {}
    for _, found in markup.attributes_of(relations, "Relationship"):
        path = posixpath.normpath(posixpath.join("/", folder, found.get("Target", "")))
        targets[found.get("Id", "")] = path.lstrip("/")
        shared[posixpath.basename(found.get("Type", ""))] = path.lstrip("/")
    looks = _looks(parts.read(shared.get("styles", "")))
    if looks.marks:
        _shared_texts(looks, parts.read(shared.get("sharedStrings", "")))
    formats = looks.formats()
    return {
        name: Sheet(_sheet(parts.read(targets[relation]), looks), formats)
        for relation, name in _names(parts.read(workbook))
        if relation in targets
    }


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Return the type and the body of each record (2.1.4)."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    """Return a text that its length precedes, and where it ends."""
    (count,) = struct.unpack_from("<I", body, at)
    if count == 0xFFFFFFFF:  # none
        return "", at + 4
    end = at + 4 + count * 2
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _names(data: bytes) -> Iterator[tuple[str, str]]:
    """Return the relation and the name of each sheet."""
    for kind, body in _records(data):
        if kind == 156:  # BrtBundleSh
            relation, end = _text(body, 8)
            yield relation, _text(body, end)[0]


def _looks(data: bytes) -> Looks:
    looks = Looks()
    cells = False
    for kind, body in _records(data):
        if kind in (617, 618):  # the styles of cells begin and end
            cells = kind == 617
        elif kind == 44:  # BrtFmt
            (code,) = struct.unpack_from("<H", body)
            looks.codes[code] = _text(body, 2)[0]
        elif kind == 43:  # BrtFont
            look, _, script = struct.unpack_from("<3H", body, 2)
            looks.fonts.append((script == RAISED, bool(look & _STRUCK)))
        elif kind == 47 and cells:  # BrtXF
            _, code, font = struct.unpack_from("<3H", body)
            looks.styles.append((code, font))
    return looks


def _shared_texts(looks: Looks, data: bytes) -> None:
    number = 0
    for kind, body in _records(data):
        if kind != 19:  # BrtSSTItem
            continue
        if body[0] & 1:
            text, end = _text(body, 1)
            (count,) = struct.unpack_from("<I", body, end)
            starts = struct.iter_unpack("<HH", body[end + 4 : end + 4 + count * 4])
            found = looks.runs(text, [(start, font) for start, font in starts])
            if found is not None:
                looks.marked[number] = found
        number += 1


def _sheet(data: bytes, looks: Looks) -> Said:
    said = Said()
    row = 0
    for kind, body in _records(data):
        if kind in _CELLS:
            _cell(said, looks, kind, row, body)
        elif kind == _ROW:
            row = _row(said, body)
        elif kind == _COLUMN:
            _columns(said, body)
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            said.merged.append((top, left, bottom, right))
    return said


def _row(said: Said, body: bytes) -> int:
    """Begin a row; return it, from 0."""
    row: int = struct.unpack_from("<I", body)[0]
    if row >= _MOST_ROWS:
        raise ValueError("a row beyond any sheet")
    if body[11] & _HIDDEN_ROW:
        said.hidden_rows.append(row + 1)
    return row


def _columns(said: Said, body: bytes) -> None:
    first, last, _, _, look = struct.unpack_from("<4IH", body)
    if look & 1:
        columns = range(first, min(last + 1, first + _NAMED_COLUMNS, COLUMNS))
        said.hidden_columns += [letter(column) for column in columns]


def _cell(said: Said, looks: Looks, kind: int, row: int, body: bytes) -> None:
    column, style = struct.unpack_from("<II", body)
    if column >= COLUMNS:
        raise ValueError("a column beyond any sheet")
    shared = struct.unpack_from("<I", body, 8)[0] if kind == _SHARED else -1
    looks.note(said, row, column, style & 0xFFFFFF, shared)
    if kind in (_ERROR, _FORMULA_ERROR):
        said.errors[address(row, column)] = ERRORS.get(body[8], FAILED)

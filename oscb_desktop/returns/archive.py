"""The zip inside .xlsx, .xlsb and .ods: opened within bounds, so that no bomb goes off."""

import re
import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from oscb_desktop.base.text import say

MAX_UNPACKED = 300_000_000
MAX_PARTS = 20_000
MAX_CELLS = 15_000_000  # held densely by the reader at some 32 bytes each
_RATIO = 1032  # the most that deflate can pack (zlib's technical notes)


class Refused(Exception):
    """A file is refused: the code of the problem, and the words to fill it with."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words: dict[str, Any] = {"why": "", **words}


class Parts:
    """The parts of a zipped workbook, each unpacked only when asked for."""

    def __init__(self, data: bytes, held: ZipFile) -> None:
        self._data = data
        self._zip = held
        self._kept: dict[str, bytes] = {}
        self.names: tuple[str, ...] = tuple(held.namelist())

    def has(self, words: str) -> bool:
        """Whether a part's name contains ``words``."""
        return any(words in name for name in self.names)

    def read(self, name: str) -> bytes:
        """Return one part's bytes, b"" where there is none; raise Refused where damaged."""
        known = {held.casefold().lstrip("/"): held for held in self.names}
        found = known.get(name.casefold().lstrip("/"))
        if found is None:
            return b""
        if found in self._kept:
            return self._kept.pop(found)
        try:
            return self._inflate(found)
        except (
            BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            struct.error,
        ) as e:
            raise Refused("return-damaged", why=str(e)[:120]) from e

    def keep(self, name: str) -> None:
        """Unpack one part now, for the next reading of it; raise like ``read``."""
        self._kept[name] = self.read(name)

    def _inflate(self, name: str) -> bytes:
        """Unpack a part in one go: three times faster than ZipFile.read on a large sheet."""
        info = self._zip.getinfo(name)
        if info.compress_type != ZIP_DEFLATED or info.flag_bits & 1:
            return self._zip.read(name)
        start = info.header_offset + 26
        names, extra = struct.unpack("<HH", self._data[start : start + 4])
        start += 4 + names + extra
        packed = memoryview(self._data)[start : start + info.compress_size]
        content = zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise BadZipFile(f"{name} is not what its check sum says")
        return content


def open_parts(data: bytes) -> Parts:
    """Open a zipped workbook; raise Refused where it is damaged or unpacks to too much."""
    try:
        held = ZipFile(BytesIO(data))
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("return-damaged", why=str(error)[:120]) from error
    infos = held.infolist()
    total = sum(info.file_size for info in infos)
    if total > MAX_UNPACKED or len(infos) > MAX_PARTS:
        raise Refused(
            "return-too-large", what=say("{size} MB when unpacked", size=total // 1000000)
        )
    parts = Parts(data, held)
    for info in infos:
        # A size that lies is found by unpacking: the part then fails its own checksum.
        if info.compress_size * _RATIO > MAX_UNPACKED:
            parts.keep(info.filename)
    if parts.has("content.xml"):
        _check_repeats(parts.read("content.xml"))
    return parts


def check_size(rows: int, columns: int) -> None:
    """Raise Refused where a sheet's cells are too many to hold."""
    if rows * columns > MAX_CELLS:
        what = say("{rows:,} rows × {columns:,} columns in one sheet", rows=rows, columns=columns)
        raise Refused("return-too-large", what=what)


def as_utf8(parts: Parts) -> bytes | None:
    """Return the workbook with its UTF-16 parts written as UTF-8, or None where it has none."""
    changed = False
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as rewritten:
        for name in parts.names:
            content = parts.read(name)
            if content.startswith((b"\xff\xfe", b"\xfe\xff")):
                try:
                    text = content.decode("utf-16")
                except UnicodeDecodeError:
                    return None
                content = re.sub(r'encoding="[^"]*"', 'encoding="UTF-8"', text, count=1).encode()
                changed = True
            rewritten.writestr(name, content)
    return out.getvalue() if changed else None


_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*?)(/?)>")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_REPEAT = re.compile(rb'repeated="(\d+)"')


def _check_repeats(content: bytes) -> None:
    """Raise Refused where repeated filled cells of an .ods would fill the memory."""
    largest = max((int(n) for n in re.findall(rb'repeated="(\d{3,12})"', content)), default=0)
    if largest < 1_000:
        return
    cells = 0
    pieces = _ODS_ROW.split(content)
    for attributes, body in zip(pieces[1::3], pieces[3::3], strict=False):
        filled = 0
        for cell in _ODS_CELL.findall(body):
            if b"value-type" in cell or b"formula" in cell:
                repeated = _REPEAT.search(cell)
                filled += int(repeated[1]) if repeated else 1
        if filled:
            repeated = _REPEAT.search(attributes)
            cells += filled * (int(repeated[1]) if repeated else 1)
            if cells > MAX_CELLS:
                raise Refused(
                    "return-too-large", what=say("millions of repeated cells in one sheet")
                )

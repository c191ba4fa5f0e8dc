"""The zip inside .xlsx, .xlsb and .ods: opened within bounds, so that no bomb goes off."""

import re
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

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


_DECLARED = re.compile(r'(<\?xml[^>]*?\sencoding\s*=\s*)(?:"[^"]*"|\'[^\']*\')')


def utf8(xml: bytes) -> bytes:
    """Return XML in UTF-8 where it was in UTF-16, and as it is where it was not."""
    if not xml.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        return xml
    order = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(xml[:2], "utf-16")
    try:
        text = xml.decode(order)
    except UnicodeDecodeError as error:
        raise Refused("return-damaged", why=str(error.reason)) from error
    return _DECLARED.sub(r'\1"UTF-8"', text, count=1).encode()


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
    return parts


def check_size(rows: int, columns: int) -> None:
    """Raise Refused where a sheet's cells are too many to hold."""
    if rows * columns > MAX_CELLS:
        what = say("{rows:,} rows × {columns:,} columns in one sheet", rows=rows, columns=columns)
        raise Refused("return-too-large", what=what)


def as_utf8(parts: Parts) -> bytes | None:
    """Return the workbook with its UTF-16 parts written as UTF-8, or None where it has none."""
    changed = {}
    for name in parts.names:
        content = parts.read(name)
        plain = utf8(content)
        if plain is not content:
            changed[name] = plain
    return repacked(parts, changed) if changed else None


def repacked(parts: Parts, changed: Mapping[str, bytes], only: str = "") -> bytes:
    """Return the workbook with some parts changed; of its sheets ``only`` one, where it is given.

    Every part is written as UTF-8. It is for the reader of values alone, and so not packed.
    """
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as rewritten:
        for name in parts.names:
            if only and name != only and "worksheets/" in name and not name.endswith("/"):
                continue
            content = changed.get(name)
            rewritten.writestr(name, utf8(parts.read(name)) if content is None else content)
    return out.getvalue()

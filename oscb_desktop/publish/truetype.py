"""TrueType files: the widths of their characters, and the part of one that a document needs.

Reads the tables that PDF needs (OpenType 1.9, "glyf" outlines); hinting goes along untouched.
"""

import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from struct import Struct, error, pack, unpack_from
from typing import Final

from oscb_desktop.report.problems import OscbError

_COPIED: Final[tuple[str, ...]] = ("name", "OS/2", "cvt ", "fpgm", "prep")
_HEAD_SUM: Final = 0xB1B0AFBA  # what a whole file adds up to
_RESTRICTED: Final = 2  # what "OS/2" says of embedding (fsType)
_WHOLE_OR_BITMAPS: Final = 0x300
_RECORD: Final = Struct(">4sLLL")
# A composite glyph's flags: sizes of what follows, and whether another part does.
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class TrueType:
    """One font file. Lengths are in thousandths of the type's size."""

    def __init__(self, path: Path) -> None:
        """Read a font. Raises OscbError naming the file where it is no TrueType font."""
        try:
            self._data = path.read_bytes()
            self._read()
        except (OSError, error, LookupError, ValueError, ZeroDivisionError) as fault:
            raise OscbError(
                f"The font {path.name} cannot be read as a TrueType font.",
                "Use a .ttf file, or take the font out of the theme.",
            ) from fault
        (licence,) = unpack_from(">H", self._table("OS/2"), 8)
        if licence & 0xF == _RESTRICTED or licence & _WHOLE_OR_BITMAPS:
            raise OscbError(
                f"The font {path.name} does not allow a part of it to be put in documents.",
                "Choose another font for the theme, or ask its maker for one that may be.",
            )

    def _read(self) -> None:
        (count,) = unpack_from(">H", self._data, 4)
        self._tables: dict[str, tuple[int, int]] = {}
        for at in range(count):
            tag, _, offset, length = _RECORD.unpack_from(self._data, 12 + 16 * at)
            self._tables[tag.decode("ascii")] = (offset, length)
        self.name = self._postscript_name()
        head = self._table("head")
        (units,) = unpack_from(">H", head, 18)
        self._scale = scale = 1000 / units
        box = unpack_from(">4h", head, 36)
        (self._long_offsets,) = unpack_from(">H", head, 50)
        self.bbox = tuple(_thousandths(value, scale) for value in box)
        os2 = self._table("OS/2")
        version, _, weight = unpack_from(">3H", os2)
        ascent, descent = unpack_from(">2h", os2, 68)
        (capitals,) = unpack_from(">h", os2, 88) if version > 1 else (ascent,)
        self.ascent = _thousandths(ascent, scale)
        self.descent = _thousandths(descent, scale)
        self.cap_height = _thousandths(capitals, scale)
        self.stem_v = 50 + int((weight / 65.0) ** 2)  # no table says it: PDFlib's estimate
        whole, part = unpack_from(">hH", self._table("post"), 4)
        self.italic_angle = _thousandths(whole + part / 65536, 1.0)
        (self._glyph_count,) = unpack_from(">H", self._table("maxp"), 4)
        (self._metric_count,) = unpack_from(">H", self._table("hhea"), 34)
        self.glyph_of = dict(self._characters())
        if 0x20 in self.glyph_of:  # the space that does not break is drawn as the other one
            self.glyph_of[0xA0] = self.glyph_of[0x20]
        metrics = _numbers(self._table("hmtx")[: 4 * self._metric_count])
        advances = metrics[::2]
        last = len(advances) - 1
        self.width_of = {
            code: _thousandths(advances[min(glyph, last)], scale)
            for code, glyph in self.glyph_of.items()
        }

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _postscript_name(self) -> str:
        table = self._table("name")
        count, text_at = unpack_from(">2H", table, 2)
        for at in range(count):
            platform, encoding, language, name, length, offset = unpack_from(
                ">6H", table, 6 + 12 * at
            )
            start = text_at + offset
            if (platform, encoding, language, name) == (3, 1, 0x409, 6):
                return table[start : start + length].decode("utf-16-be").replace(" ", "-")
        raise KeyError("PostScript name")

    def _characters(self) -> Iterator[tuple[int, int]]:
        """Yield each character's code and glyph, from the Unicode table of most characters."""
        table = self._table("cmap")
        (count,) = unpack_from(">H", table, 2)
        places = {
            unpack_from(">H", table, offset)[0]: offset
            for platform, _, offset in (
                unpack_from(">HHL", table, 4 + 8 * at) for at in range(count)
            )
            if platform in (0, 3)
        }
        if 12 in places:
            at = places[12]
            (groups,) = unpack_from(">L", table, at + 12)
            for group in range(groups):
                first, last, glyph = unpack_from(">3L", table, at + 16 + 12 * group)
                yield from ((code, code - first + glyph) for code in range(first, last + 1))
            return
        at = places[4]
        length, _, twice = unpack_from(">3H", table, at + 2)
        words = _numbers(table[at : at + length])
        count = twice // 2
        ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
        deltas, offsets_at = words[8 + 2 * count : 8 + 3 * count], 8 + 3 * count
        for segment, (first, last) in enumerate(zip(starts, ends, strict=True)):
            delta, offset = deltas[segment], words[offsets_at + segment]
            for code in range(first, last + 1):
                if not offset:
                    yield code, (code + delta) & 0xFFFF
                    continue
                place = offsets_at + segment + offset // 2 + code - first
                glyph = words[place] if place < len(words) else 0
                yield code, (glyph + delta) & 0xFFFF if glyph else 0

    @cached_property
    def _glyph_offsets(self) -> Sequence[int]:
        if self._long_offsets:
            return _numbers(self._table("loca"), "I")
        return [offset << 1 for offset in _numbers(self._table("loca"))]

    def _glyph(self, number: int) -> bytes:
        start, _ = self._tables["glyf"]
        offsets = self._glyph_offsets
        return self._data[start + offsets[number] : start + offsets[number + 1]]

    def subset(self, codes: Sequence[int]) -> bytes:
        """Return a font file with the glyphs of ``codes``, numbered from 1 as they come."""
        order = {0: 0}  # glyph → its number in the subset; 0 is what a missing one looks like
        for code in codes:
            order.setdefault(self.glyph_of[code], len(order))
        glyphs: list[bytes] = []
        for glyph in _as_it_grows(order):
            glyphs.append(_renumbered(self._glyph(glyph), order))
        offsets, data, at = [], bytearray(), 0
        for glyph_data in glyphs:
            offsets.append(at)
            data += glyph_data + b"\0" * (-len(glyph_data) % 4)
            at = len(data)
        offsets.append(at)
        long_offsets = (at + 1) >> 1 > 0xFFFF
        if long_offsets:
            places = pack(f">{len(offsets)}L", *offsets)
        else:
            places = pack(f">{len(offsets)}H", *(offset >> 1 for offset in offsets))
        metrics, full = self._metrics(list(order))
        held = [order[self.glyph_of[code]] for code in codes]
        mapping = (0, 1, 1, 0, 0, 12, 6, 10 + 2 * len(held), 0, 0, len(held), *held)
        tables: dict[str, bytes] = {tag: self._table(tag) for tag in _COPIED if tag in self._tables}
        tables |= {
            "post": b"\0\3\0\0" + self._table("post")[4:16] + b"\0" * 16,
            "hmtx": metrics,
            "hhea": _with_number(self._table("hhea"), 34, full),
            "maxp": _with_number(self._table("maxp"), 4, len(order)),
            "cmap": pack(f">{len(mapping)}H", *mapping),
            "glyf": bytes(data),
            "loca": places,
            "head": _with_number(self._table("head"), 50, int(long_offsets)),
        }
        return _file(tables)

    def _metrics(self, glyphs: Sequence[int]) -> tuple[bytes, int]:
        """Return the "hmtx" table of glyphs, and how many have an advance of their own."""
        table = _numbers(self._table("hmtx"))
        count = self._metric_count
        pairs = [
            (table[2 * glyph], table[2 * glyph + 1])
            if glyph < count
            else (table[2 * count - 2], table[count + glyph])
            for glyph in glyphs
        ]
        full = len(pairs)
        while full > 1 and pairs[full - 1][0] == pairs[full - 2][0]:
            full -= 1  # glyphs at the end that are equally wide share the last advance
        values = [value for pair in pairs[:full] for value in pair]
        values += [bearing for _, bearing in pairs[full:]]
        return pack(f">{len(values)}H", *values), full


def _as_it_grows(order: dict[int, int]) -> Iterator[int]:
    """Yield the glyphs of a subset, also those that are added to it meanwhile."""
    done = 0
    while done < len(order):
        waiting = list(order)[done:]
        yield from waiting
        done += len(waiting)


def _renumbered(glyph: bytes, order: dict[int, int]) -> bytes:
    """Return a glyph with its parts, if it is made of any, numbered as in the subset."""
    if len(glyph) <= 2 or unpack_from(">h", glyph)[0] >= 0:
        return glyph
    data = bytearray(glyph)
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = unpack_from(">2H", data, at)
        data[at + 2 : at + 4] = pack(">H", order.setdefault(part, len(order)))
        at += 8 if flags & _WORDS else 6
        if flags & _SCALE:
            at += 2
        elif flags & _TWO_SCALES:
            at += 4
        elif flags & _MATRIX:
            at += 8
    return bytes(data)


def _file(tables: dict[str, bytes]) -> bytes:
    """Return a font file of tables, its checksums worked out."""
    tables["head"] = tables["head"][:8] + b"\0\0\0\0" + tables["head"][12:]
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    out = bytearray(pack(">LHHHH", 0x10000, count, search, power, 16 * count - search))
    offset = 12 + 16 * count
    for tag, table in sorted(tables.items()):
        out += pack(">4sLLL", tag.encode("ascii"), _checksum(table), offset, len(table))
        if tag == "head":
            head = offset
        offset += len(table) + -len(table) % 4
    for _, table in sorted(tables.items()):
        out += table + b"\0" * (-len(table) % 4)
    out[head + 8 : head + 12] = pack(">L", (_HEAD_SUM - _checksum(out)) & 0xFFFFFFFF)
    return bytes(out)


def _checksum(data: bytes | bytearray) -> int:
    return sum(_numbers(data + b"\0" * (-len(data) % 4), "I")) & 0xFFFFFFFF


def _numbers(data: bytes | bytearray, kind: str = "H") -> "array[int]":
    """Return big-endian numbers without a sign: "H" of two bytes, "I" of four."""
    numbers = array(kind, data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _with_number(table: bytes, at: int, number: int) -> bytes:
    return table[:at] + pack(">H", number) + table[at + 2 :]


def _thousandths(value: float, scale: float) -> float:
    """Return a length scaled; a whole number where it is one, for PDF writes it shorter."""
    scaled = value * scale
    return int(scaled) if scaled == int(scaled) else scaled

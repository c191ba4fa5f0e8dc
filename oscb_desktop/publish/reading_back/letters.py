"""Whether a file's letters look like what they mean: its typefaces against the program's own.

A font within a file can draw a 9 for every 1. So each letter's outline is compared with the same
letter of the typeface that the file says it is set in.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping, Set
from functools import cache
from typing import Any, Final

from pikepdf import Array

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.embedding import unicode_map
from oscb_desktop.publish.reading_back.painted import known_face
from oscb_desktop.publish.typeset.faces import PlainFace
from oscb_desktop.publish.typeset.shaping import ShapedFace

_PAIR: Final = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_STEERING: Final = (b"fpgm", b"prep", b"cvt ")  # programs that move a letter's outline
# What a font of this program has: anything else may draw other letters, or in other places.
_TABLES: Final = frozenset(
    {
        *(b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name"),
        *(b"post", *_STEERING),
    }
)
_FONT: Final = frozenset(
    {"/BaseFont", "/DescendantFonts", "/Encoding", "/Subtype", "/ToUnicode", "/Type"}
)
_DESCENDANT: Final = frozenset(
    {
        *("/BaseFont", "/CIDSystemInfo", "/CIDToGIDMap", "/DW", "/FontDescriptor", "/Subtype"),
        *("/Type", "/W"),
    }
)
_DESCRIPTOR: Final = frozenset(
    {
        *("/Ascent", "/CapHeight", "/Descent", "/Flags", "/FontBBox", "/FontFile2", "/FontName"),
        *("/ItalicAngle", "/StemV", "/Type"),
    }
)
_WIDTH_OFF: Final = 1.0  # thousandths of the size that a width may be off by rounding
_CODE_SPACE: Final = b"<0000> <ffff>"
_DEEPEST: Final = 6


def faults_of_font(font: Any, widths: Mapping[str, float]) -> str:
    """Return why a font's letters are not shown to be what they mean, "" where they are.

    What single glyphs of a face that is shaped stand for, `faults_of_meanings` tells.
    """
    other = say("its letters are not shown to look like what they mean")
    descendant = font.DescendantFonts[0]
    known = known_face(font)
    if known is None:
        return say("it is set in a typeface that is not known here, so its letters are not checked")
    descriptor = descendant.FontDescriptor
    plain = (
        (font.keys(), descendant.keys(), descriptor.keys()) == (_FONT, _DESCENDANT, _DESCRIPTOR)
        and str(font.get("/Subtype")) == "/Type0"
        and str(font.get("/Encoding")) == "/Identity-H"
        and str(descendant.get("/Subtype")) == "/CIDFontType2"
        and not descendant.get("/DW", 0)
        and _are_listed(descendant.get("/W", Array()))
    )
    face = known[0]
    if not plain or not _is_told(face, font, widths):
        return other
    if any(not _is_as_wide(face, ord(char), width) for char, width in widths.items()):
        return other
    glyphs = descendant.CIDToGIDMap.read_bytes()
    held = _Outlines(descriptor.FontFile2.read_bytes())
    own = _outlines(face)
    if not _is_program(held, own):
        return other
    for code in map(ord, widths):
        at = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
        glyph = code if isinstance(face, ShapedFace) else face.metrics.charToGlyph[code]
        if held.shape(at) != own.shape(glyph) or held.metrics(at) != own.metrics(glyph):
            return other
    return ""


def _is_program(held: _Outlines, own: _Outlines) -> bool:
    """Return whether a font's program has nothing that changes what its outlines are."""
    return (
        held.tags <= _TABLES
        and held.units == own.units
        and all(held.table(tag) == own.table(tag) for tag in _STEERING)
    )


def _are_listed(widths: Any) -> bool:
    """Return whether widths are told as a code and those from there on, as this program does."""
    return all(isinstance(part, Array) == (at % 2 == 1) for at, part in enumerate(widths))


def faults_of_meanings(font: Any, face: ShapedFace, words: Iterable[str]) -> str:
    """Return whether glyphs are copied and searched for as something else than they stand for.

    ``words`` are all that the pages show in the font.
    """
    told = _meanings(font)
    stands_for = face.meanings(words)
    if all(told.get(glyph) in texts for glyph, texts in stands_for.items()):
        return ""
    return say("its letters are not shown to look like what they mean")


def _is_told(face: PlainFace | ShapedFace, font: Any, widths: Mapping[str, float]) -> bool:
    """Return whether every code is read out, copied and searched for as something.

    Where codes are letters that is the letter itself. The table that says so is as this program
    writes it: there are more ways to say it than anybody looks for.
    """
    told = _meanings(font)
    if font.ToUnicode.read_bytes() != unicode_map(told).encode("ascii"):
        return False
    if isinstance(face, PlainFace) and any(chr(code) != text for code, text in told.items()):
        return False
    return widths.keys() <= set(map(chr, told))


def _meanings(font: Any) -> dict[int, str]:
    pairs = _PAIR.findall(font.ToUnicode.read_bytes().replace(_CODE_SPACE, b"", 1))
    return {
        int(code, 16): bytes.fromhex(text.decode("ascii")).decode("utf-16-be")
        for code, text in pairs
    }


def _is_as_wide(face: PlainFace | ShapedFace, code: int, width: float) -> bool:
    if isinstance(face, ShapedFace):
        return abs(face.glyph_width(code) - width) <= _WIDTH_OFF
    known = face.metrics.charWidths.get(code)
    return known is not None and abs(known - width) <= _WIDTH_OFF


@cache
def _outlines(face: PlainFace | ShapedFace) -> _Outlines:
    return _Outlines(face.data if isinstance(face, ShapedFace) else face.metrics._ttf_data)


class _Outlines:
    """The outlines in a TrueType font (ISO/IEC 14496-22, glyf and loca)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._tables: dict[bytes, tuple[int, int]] = {}
        (count,) = struct.unpack_from(">H", data, 4)
        for at in range(count):
            tag, _, start, length = struct.unpack_from(">4sLLL", data, 12 + 16 * at)
            self._tables[tag] = (start, length)
        loca = self.table(b"loca")
        long = struct.unpack_from(">h", self.table(b"head"), 50)[0]
        if long:
            self._starts = struct.unpack(f">{len(loca) // 4}L", loca[: len(loca) // 4 * 4])
        else:
            halves = struct.unpack(f">{len(loca) // 2}H", loca[: len(loca) // 2 * 2])
            self._starts = tuple(2 * half for half in halves)
        self._glyf = self.table(b"glyf")
        self._shapes: dict[int, bytes] = {}

    @property
    def tags(self) -> Set[bytes]:
        """The names of the tables."""
        return self._tables.keys()

    @property
    def units(self) -> bytes:
        """How many units a letter's height has: in more of them it is smaller."""
        return self.table(b"head")[18:20]

    def metrics(self, glyph: int) -> bytes:
        """Return how wide a glyph is, and where it begins."""
        (count,) = struct.unpack_from(">H", self.table(b"hhea"), 34)
        table = self.table(b"hmtx")
        last = min(glyph, count - 1)
        begins = 4 * glyph + 2 if glyph < count else 4 * count + 2 * (glyph - count)
        return table[4 * last : 4 * last + 2] + table[begins : begins + 2]

    def table(self, tag: bytes) -> bytes:
        """Return a table's data, empty for none."""
        start, length = self._tables.get(tag, (0, 0))
        return self._data[start : start + length]

    def shape(self, glyph: int, depth: int = 0) -> bytes:
        """Return what makes up a glyph's outline, its parts in place of their numbers."""
        if glyph not in self._shapes:
            data = self._glyf[self._starts[glyph] : self._starts[glyph + 1]]
            composite = len(data) > 10 and struct.unpack_from(">h", data)[0] < 0
            made = self._composite(data, depth) if composite else data.rstrip(b"\0")
            self._shapes[glyph] = made
        return self._shapes[glyph]

    def _composite(self, data: bytes, depth: int) -> bytes:
        if depth > _DEEPEST:
            raise ValueError("a letter is made of itself")
        parts = [data[:10]]
        at = 10
        more = True
        while more:
            flags, part = struct.unpack_from(">HH", data, at)
            length = 4 if flags & 1 else 2  # words, not bytes
            length += 2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0
            parts += (
                data[at : at + 2],
                data[at + 4 : at + 4 + length],
                self.shape(part, depth + 1),
            )
            at += 4 + length
            more = bool(flags & 0x20)
        return b"\0".join(parts)

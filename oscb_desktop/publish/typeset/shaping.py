"""Typefaces of scripts whose letters join, stack or change place: each word is shaped.

HarfBuzz says which glyphs a word is drawn with. A glyph is not a letter, so what is written into a
page are the numbers of glyphs, and the words that they stand for beside them: as the ``ActualText``
of the glyphs (ISO 32000-1, 14.9.4), or, from right to left, with glyphs in reversed order that
programs put in order again (14.8.2.3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, Final, NamedTuple
from unicodedata import name, normalize

from oscb_desktop.base import resources

ACTUAL, REVERSED = "Span", "ReversedChars"
# The words that reversed glyphs stand for. Not ActualText, whose letters programs would turn round
# together with the glyphs that they take them for.
_WORDS: Final = {ACTUAL: "ActualText", REVERSED: "Words"}
_PER_EM: Final = 1000
# A joined lam and alef, by its own character: of two, programs would turn the order round.
_LAM_ALEF: Final = {
    normalize("NFKC", char): char
    for char in map(chr, range(0xFEF5, 0xFEFD))
    if name(char).endswith("ISOLATED FORM")
}


_BESIDE: Final = rf"/(?:{'|'.join(_WORDS.values())}) <feff([0-9a-f]+)>>> BDC [^/]* EMC"
_SHOWN: Final = re.compile(rf"(\S+) Ts|/\w+ (\S+) Tf|{_BESIDE}|<([0-9a-f]*)> Tj")
_MARKED: Final = re.compile(rf"/(?:{ACTUAL}|{REVERSED}) <<[^<]*?{_BESIDE}")


class _Glyph(NamedTuple):
    """A glyph by number, the text it stands for, and its place, in thousandths of the size."""

    number: int
    text: str
    advance: int
    x: int
    y: int


def marked(role: str, text: str, language: str, code: str) -> str:
    """Return operators with the words that they show beside them."""
    spoken = f"/Lang ({language}) " if language else ""
    words = f"feff{text.encode('utf-16-be').hex()}"
    return f"/{role} <<{spoken}/{_WORDS[role]} <{words}>>> BDC {code} EMC"


class Run(NamedTuple):
    """Words as operators show them: in a size, and so far off the line."""

    text: str
    size: float
    rise: float


def words_shown(code: str) -> Iterator[Run]:
    """Yield the words that operators show, as `marked` and `PlainFace.show` write them."""
    size = rise = 0.0
    for lifted, sized, beside, shown in _SHOWN.findall(code):
        if lifted:
            rise = float(lifted)
        elif sized:
            size = float(sized)
        else:
            yield Run(bytes.fromhex(beside or shown).decode("utf-16-be"), size, rise)


def words_alone(code: str) -> str:
    """Return operators that show words as if each letter had a shape of its own."""
    return _MARKED.sub(r"<\1> Tj", code)


class Raster(NamedTuple):
    """A picture of dots, how dark each is, in rows from above; its lower left from the origin."""

    left: int
    low: int
    width: int
    rows: Sequence[bytes]


class ShapedFace:
    """One weight of a typeface whose words are shaped; ``reverse`` is its script's direction."""

    def __init__(self, file: str, tag: str, *, reverse: bool) -> None:
        import uharfbuzz

        self.tag = tag
        self._reverse = reverse
        self._path = resources.find("fonts", file)
        self.data = self._path.read_bytes()
        self._shaper = uharfbuzz
        self._face = uharfbuzz.Face(self.data)
        self._font = uharfbuzz.Font(self._face)
        self._scale: float = _PER_EM / self._face.upem
        self._known: dict[tuple[str, bool], tuple[_Glyph, ...]] = {}
        self.characters = frozenset(map(chr, self._face.unicodes))

    @cached_property
    def metrics(self) -> Any:
        """The font's name and sizes, as a PDF describes it."""
        from reportlab.pdfbase.ttfonts import TTFontFace

        return TTFontFace(str(self._path))

    def width(self, text: str, size: float) -> float:
        """Return the width of a word in points."""
        glyphs = self._glyphs(text, reverse=self._reverse)
        return sum(glyph.advance for glyph in glyphs) * size / _PER_EM

    def code(self, text: str, size: float, rise: float, *, reverse: bool) -> str:
        """Return the operators that show a word, ``reverse`` from right to left."""
        parts: list[str] = []
        lifted = 0.0
        for glyph in self._glyphs(text, reverse=reverse):
            up = round(glyph.y * size / _PER_EM, 2)
            if up != lifted:
                parts.append(f"{rise + up:.2f} Ts")
                lifted = up
            if glyph.x:
                parts.append(f"[{-glyph.x}] TJ")
            parts.append(f"<{glyph.number:04x}> Tj")
            if back := self.glyph_width(glyph.number) + glyph.x - glyph.advance:
                parts.append(f"[{back}] TJ")
        if lifted:
            parts.append(f"{rise:.2f} Ts")
        return " ".join(parts)

    def glyph_width(self, number: int) -> int:
        """Return the width of a glyph by itself, in thousandths of the size."""
        advance: float = self._font.get_glyph_h_advance(number) * self._scale
        return round(advance)

    def raster(self, text: str, size: float) -> Raster:
        """Return a word as a picture of dots, ``size`` of them high."""
        drawn = self._shaper.RasterDraw()
        scale = size / self._face.upem
        at = 0.0
        for glyph in self._glyphs(text, reverse=self._reverse):
            x, y = at + glyph.x * size / _PER_EM, glyph.y * size / _PER_EM
            drawn.transform = (scale, 0, 0, scale, x, y)
            drawn.draw_glyph(self._font, glyph.number)
            at += glyph.advance * size / _PER_EM
        made = drawn.render()
        held = made.extents
        rows = [bytes(made.buffer[at : at + held.width]) for at in
                range(0, held.stride * held.height, held.stride or 1)]  # fmt: skip
        return Raster(held.x_origin, held.y_origin, held.width, rows[::-1])

    def meanings(self, words: Iterable[str]) -> Mapping[int, set[str]]:
        """Return for each glyph that draws some words what it stands for in them."""
        found: dict[int, set[str]] = {}
        ways = (False, True) if self._reverse else (False,)
        for word in words:
            for glyph in (glyph for way in ways for glyph in self._glyphs(word, reverse=way)):
                found.setdefault(glyph.number, set()).add(glyph.text)
        return found

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """Return the font with the outlines of some glyphs alone, each by its own number."""
        shaper = self._shaper
        wanted = shaper.SubsetInput()
        wanted.flags = (
            shaper.SubsetFlags.RETAIN_GIDS
            | shaper.SubsetFlags.NO_HINTING
            | shaper.SubsetFlags.NO_LAYOUT_CLOSURE
            | shaper.SubsetFlags.NOTDEF_OUTLINE
        )
        wanted.sets(shaper.SubsetInputSets.GLYPH_INDEX).set({0, *glyphs})
        dropped = wanted.sets(shaper.SubsetInputSets.DROP_TABLE_TAG)
        dropped.update(int.from_bytes(tag, "big") for tag in (b"GSUB", b"GPOS", b"GDEF", b"name"))
        return bytes(shaper.subset(self._face, wanted).blob.data)

    def _glyphs(self, text: str, *, reverse: bool) -> tuple[_Glyph, ...]:
        held = self._known.get((text, reverse))
        if held is None:
            held = self._known[text, reverse] = tuple(self._shaped(text, reverse=reverse))
        return held

    def _texts(self, text: str, infos: Sequence[Any]) -> Iterator[str]:
        """Yield the text that each glyph stands for.

        Of a cluster of several, those that are a letter's own stand for that letter, and what is
        left of the text is the others'.
        """
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        for start, held in groupby(infos, key=lambda info: info.cluster):
            glyphs = [info.codepoint for info in held]
            rest = whole = text[start : ends[start]]
            own = {number: char for char in whole if (number := self._own(char)) in glyphs}
            for char in own.values():
                rest = rest.replace(char, "", 1)
            yield from (own.get(number, rest or whole) for number in glyphs)

    def _own(self, char: str) -> int | None:
        """Return the glyph that is a character by itself."""
        number: int | None = self._font.get_nominal_glyph(ord(char))
        return number

    def _shaped(self, text: str, *, reverse: bool) -> Iterable[_Glyph]:
        shaper = self._shaper
        buffer = shaper.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if reverse else "ltr"
        buffer.language = "und"  # the same letters are drawn alike, whatever the machine's language
        buffer.cluster_level = shaper.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.flags = shaper.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        shaper.shape(self._font, buffer)
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        for info, place, stands_for in zip(infos, places, self._texts(text, infos), strict=True):
            yield _Glyph(
                info.codepoint,
                _LAM_ALEF.get(stands_for, stands_for),
                round(place.x_advance * self._scale),
                round(place.x_offset * self._scale),
                round(place.y_offset * self._scale),
            )

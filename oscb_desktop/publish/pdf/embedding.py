"""Fonts inside the PDF: composite fonts, subset on export.

Their codes are Unicode code points; of a typeface whose words are shaped, the numbers of glyphs.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfdoc

from oscb_desktop.publish.typeset.faces import PlainFace
from oscb_desktop.publish.typeset.shaping import ShapedFace
from oscb_desktop.publish.typeset.typefaces import Faces

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class _Program:
    """What a PDF needs of one face: the font program and the tables that go with it."""

    def __init__(
        self,
        program: bytes,
        glyphs: Mapping[int, int],
        meanings: Mapping[int, str],
        widths: Mapping[int, int],
    ) -> None:
        """``glyphs``, ``meanings`` and ``widths`` are those of each code."""
        codes = sorted(glyphs)
        self.data = zlib.compress(program, 9)
        self.length = len(program)
        table = bytearray(2 * (codes[-1] + 1 if codes else 1))
        for code, glyph in glyphs.items():
            table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
        self.glyph_map = zlib.compress(bytes(table), 9)
        self.unicode = zlib.compress(unicode_map(meanings).encode("ascii"), 9)
        self.widths = _widths(codes, widths)


def embed_all(doc: Any, faces: Faces, used: Mapping[str, Set[str]], *, whole: bool = False) -> None:
    """Add every face of which something is used; the typeface of the page ``whole``, if asked."""
    for face in faces.all:
        if whole or used.get(face.tag):
            embed(doc, face, None if whole else used[face.tag])
    for other in faces.others(used):
        embed(doc, other, used[other.tag])


def embed(doc: Any, face: PlainFace | ShapedFace, characters: Iterable[str] | None) -> None:
    """Add a face to a document as the font ``face.tag`` of every page.

    ``characters`` are what is used of it, and it is cut down to them; of a face that is shaped,
    the words. With None it goes in whole: larger, but made once in a process, which a preview at
    every keystroke wants.
    """
    if isinstance(face, ShapedFace):
        program = _shaped(face, frozenset(characters or ()))
    elif characters is None:
        program = _whole(face)
    else:
        program = _plain(face, frozenset(characters) & face.characters)
    metrics = face.metrics
    name = metrics.name.decode("ascii")
    if characters is not None:
        name = f"{_subset_tag(face)}+{name}"
    refer: Callable[[Any], Any] = doc.Reference
    font_file = _stream(program.data, Length1=program.length)
    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": f"/{name}",
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(metrics.bbox),
            "ItalicAngle": metrics.italicAngle,
            "Ascent": metrics.ascent,
            "Descent": metrics.descent,
            "CapHeight": metrics.capHeight,
            "StemV": metrics.stemV,
            "FontFile2": refer(font_file),
        }
    )
    system = pdfdoc.PDFDictionary(
        {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
    )
    descendant = pdfdoc.PDFDictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": f"/{name}",
            "CIDSystemInfo": system,
            "FontDescriptor": refer(descriptor),
            "DW": 0,
            "W": program.widths,
            "CIDToGIDMap": refer(_stream(program.glyph_map)),
        }
    )
    font = pdfdoc.PDFDictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": f"/{name}",
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([refer(descendant)]),
            "ToUnicode": refer(_stream(program.unicode)),
        }
    )
    doc.idToObject["BasicFonts"].dict[face.tag] = refer(font)


@cache
def _whole(face: PlainFace) -> _Program:
    return _plain(face, face.characters)


def _plain(face: PlainFace, characters: frozenset[str]) -> _Program:
    metrics = face.metrics
    codes = sorted(ord(char) for char in characters)
    program = metrics.makeSubset(codes)
    glyphs = _glyphs(metrics.charToGlyph, codes)
    return _Program(program, glyphs, {code: chr(code) for code in codes}, metrics.charWidths)


@lru_cache(maxsize=32)
def _shaped(face: ShapedFace, words: frozenset[str]) -> _Program:
    """Return the glyphs that words are drawn with; each means the shortest text it stands for."""
    stands_for = face.meanings(words)
    meanings = {code: meant(texts) for code, texts in stands_for.items()}
    widths = {code: face.glyph_width(code) for code in stands_for}
    glyphs = {code: code for code in stands_for}
    return _Program(face.subset(stands_for), glyphs, meanings, widths)


def meant(texts: Iterable[str]) -> str:
    """Return what a glyph means by itself, of the texts that it stands for in words."""
    return min(texts, key=lambda text: (len(text), text))


def _stream(data: bytes, **entries: int) -> pdfdoc.PDFStream:
    dictionary = pdfdoc.PDFDictionary({"Filter": "/FlateDecode", **entries})
    return pdfdoc.PDFStream(dictionary, data, [])


def _subset_tag(face: PlainFace | ShapedFace) -> str:
    """Return the six letters that mark a subset (ISO 32000-1, 9.6.4)."""
    own = {"F1": "RG", "F2": "BD", "F3": "IT", "F4": "BI"}
    return "OSCB" + own.get(face.tag, face.tag)


def _glyphs(glyph_of: dict[int, int], codes: list[int]) -> dict[int, int]:
    """Return each code's glyph in the subset: ReportLab numbers them as they come, from 1."""
    order: dict[int, int] = {}
    return {code: order.setdefault(glyph_of[code], len(order) + 1) for code in codes}


def unicode_map(meanings: Mapping[int, str]) -> str:
    """Return the table of what each code of a font means."""
    codes = sorted(meanings)
    blocks = []
    for start in range(0, len(codes), 100):
        part = codes[start : start + 100]
        pairs = "\n".join(
            f"<{code:04x}> <{meanings[code].encode('utf-16-be').hex()}>" for code in part
        )
        blocks.append(f"{len(part)} beginbfchar\n{pairs}\nendbfchar")
    return _CMAP.replace("{ranges}", "\n".join(blocks))


def _widths(codes: list[int], width_of: Mapping[int, int]) -> str:
    """Return the /W array: runs of neighbouring codes, each with its widths."""
    runs: list[str] = []
    last = -2
    for code in codes:
        if code != last + 1:
            runs.append(f"] {code} [")
        runs.append(str(width_of[code]))
        last = code
    text = " ".join(runs)
    return f"[{text[1:]} ]]" if runs else "[]"

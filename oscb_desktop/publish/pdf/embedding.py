"""Fonts inside the PDF: composite fonts whose codes are Unicode code points, subset on export."""

import zlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfdoc

from oscb_desktop.publish.typeset.typefaces import Face

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

    def __init__(self, face: Face, characters: frozenset[str]) -> None:
        metrics = face.metrics
        codes = sorted(ord(char) for char in characters)
        self.data = zlib.compress(program := metrics.makeSubset(codes), 9)
        self.length = len(program)
        glyphs = _glyphs(metrics.charToGlyph, codes)
        table = bytearray(2 * (codes[-1] + 1 if codes else 1))
        for code, glyph in glyphs.items():
            table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
        self.glyph_map = zlib.compress(bytes(table), 9)
        self.unicode = zlib.compress(_unicode_map(codes).encode("ascii"), 9)
        self.widths = _widths(codes, metrics.charWidths)


def embed(doc: Any, face: Face, characters: Iterable[str] | None) -> None:
    """Add a face to a document as the font ``face.tag`` of every page.

    With ``characters`` the font is cut down to them. With None it goes in whole: larger, but
    made once in a process, which a preview at every keystroke wants.
    """
    if characters is None:
        program = _whole(face)
    else:
        program = _Program(face, frozenset(characters) & face.characters)
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
def _whole(face: Face) -> _Program:
    return _Program(face, face.characters)


def _stream(data: bytes, **entries: int) -> pdfdoc.PDFStream:
    dictionary = pdfdoc.PDFDictionary({"Filter": "/FlateDecode", **entries})
    return pdfdoc.PDFStream(dictionary, data, [])


def _subset_tag(face: Face) -> str:
    """Return the six letters that mark a subset (ISO 32000-1, 9.6.4)."""
    return "OSCB" + {"F1": "RG", "F2": "BD", "F3": "IT"}.get(face.tag, "BI")


def _glyphs(glyph_of: dict[int, int], codes: list[int]) -> dict[int, int]:
    """Return each code's glyph in the subset: ReportLab numbers them as they come, from 1."""
    order: dict[int, int] = {}
    return {code: order.setdefault(glyph_of[code], len(order) + 1) for code in codes}


def _unicode_map(codes: list[int]) -> str:
    blocks = []
    for start in range(0, len(codes), 100):
        part = codes[start : start + 100]
        pairs = "\n".join(f"<{code:04x}> <{code:04x}>" for code in part)
        blocks.append(f"{len(part)} beginbfchar\n{pairs}\nendbfchar")
    return _CMAP.replace("{ranges}", "\n".join(blocks))


def _widths(codes: list[int], width_of: dict[int, int]) -> str:
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

"""Fonts inside the PDF: composite fonts whose codes are Unicode code points, subset on export."""

import zlib
from collections.abc import Iterable
from functools import cache

from oscb_desktop.publish.faces import Face
from oscb_desktop.publish.packing import PackedDocument
from oscb_desktop.publish.syntax import pdf_number

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
        font = face.font
        codes = sorted(ord(char) for char in characters)
        self.data = zlib.compress(program := font.subset(codes), 9)
        self.length = len(program)
        glyphs = _glyphs(font.glyph_of, codes)
        table = bytearray(2 * (codes[-1] + 1 if codes else 1))
        for code, glyph in glyphs.items():
            table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
        self.glyph_map = zlib.compress(bytes(table), 9)
        self.unicode = zlib.compress(_unicode_map(codes).encode("ascii"), 9)
        self.widths = _widths(codes, font.width_of)


def embed(document: PackedDocument, face: Face, characters: Iterable[str] | None) -> int:
    """Add a face to a document and return the number of its font.

    With ``characters`` the font is cut down to them. With None it goes in whole: larger, but
    made once in a process, which a preview at every keystroke wants.
    """
    if characters is None:
        program = _whole(face)
    else:
        program = _Program(face, frozenset(characters) & face.characters)
    font = face.font
    name = font.name if characters is None else f"{_subset_tag(face)}+{font.name}"
    box = " ".join(map(pdf_number, font.bbox))
    packed = "/Filter /FlateDecode"
    file = document.add_stream(program.data, f"{packed} /Length1 {program.length}", ready=True)
    descriptor = document.add(
        f"<</Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] "
        f"/ItalicAngle {pdf_number(font.italic_angle)} /Ascent {pdf_number(font.ascent)} "
        f"/Descent {pdf_number(font.descent)} /CapHeight {pdf_number(font.cap_height)} "
        f"/StemV {font.stem_v} /FontFile2 {file} 0 R>>"
    )
    glyph_map = document.add_stream(program.glyph_map, packed, ready=True)
    descendant = document.add(
        f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} "
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
        f"/FontDescriptor {descriptor} 0 R /DW 0 /W {program.widths} "
        f"/CIDToGIDMap {glyph_map} 0 R>>"
    )
    unicode = document.add_stream(program.unicode, packed, ready=True)
    return document.add(
        f"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R>>"
    )


@cache
def _whole(face: Face) -> _Program:
    return _Program(face, face.characters)


def _subset_tag(face: Face) -> str:
    """Return the six letters that mark a subset (ISO 32000-1, 9.6.4)."""
    return "OSCB" + {"F1": "RG", "F2": "BD", "F3": "IT"}.get(face.tag, "BI")


def _glyphs(glyph_of: dict[int, int], codes: list[int]) -> dict[int, int]:
    """Return each code's glyph in the subset: they are numbered as they come, from 1."""
    order: dict[int, int] = {}
    return {code: order.setdefault(glyph_of[code], len(order) + 1) for code in codes}


def _unicode_map(codes: list[int]) -> str:
    blocks = []
    for start in range(0, len(codes), 100):
        part = codes[start : start + 100]
        pairs = "\n".join(f"<{code:04x}> <{code:04x}>" for code in part)
        blocks.append(f"{len(part)} beginbfchar\n{pairs}\nendbfchar")
    return _CMAP.replace("{ranges}", "\n".join(blocks))


def _widths(codes: list[int], width_of: dict[int, float]) -> str:
    """Return the /W array: runs of neighbouring codes, each with its widths."""
    runs: list[str] = []
    last = -2
    for code in codes:
        if code != last + 1:
            runs.append(f"] {code} [")
        runs.append(pdf_number(width_of[code]))
        last = code
    text = " ".join(runs)
    return f"[{text[1:]} ]]" if runs else "[]"

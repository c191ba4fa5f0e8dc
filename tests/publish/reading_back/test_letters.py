"""Whether a file's letters look like what they mean: each change of a font is told."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Name

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.reading_back.letters import faults_of_font
from oscb_desktop.publish.reading_back.painted import font_widths
from tests.publish import publishing, samples


def fonts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The fonts of all pages by their names."""
    return {
        str(font.BaseFont): font
        for page in pdf.pages
        for font in page.obj.Resources.get("/Font", {}).values()
    }


def faults(font: Any) -> str:
    return faults_of_font(font, font_widths(font).widths)


@pytest.fixture
def font() -> Any:
    pdf = pikepdf.open(BytesIO(publishing.laid_out().pdf))
    yield pdf.pages[0].obj.Resources.Font.F1
    pdf.close()


def test_the_programs_own_letters_look_like_what_they_mean() -> None:
    for laid in (publishing.laid_out(), lay_out(samples.sample(), draft=True)):
        with pikepdf.open(BytesIO(laid.pdf)) as pdf:
            held = fonts(pdf)
            assert len(held) >= 2
            assert {name: faults(font) for name, font in held.items()} == dict.fromkeys(held, "")


def shown(font: Any) -> list[int]:
    """The codes of letters that look each like itself alone, space left out."""
    table = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
    return [code for code in map(ord, font_widths(font).widths) if any(table[2 * code :][:2])]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_letter_may_look_like_another(data: st.DataObject) -> None:
    with pikepdf.open(BytesIO(publishing.laid_out().pdf)) as pdf:
        font = pdf.pages[0].obj.Resources.Font.F1
        digits = [code for code in shown(font) if chr(code).isalnum() and code < 0x7F]
        one, other = data.draw(
            st.lists(st.sampled_from(digits), min_size=2, max_size=2, unique=True)
        )
        held = font.DescendantFonts[0]
        table = bytearray(held.CIDToGIDMap.read_bytes())
        table[2 * one : 2 * one + 2] = table[2 * other : 2 * other + 2]
        held.CIDToGIDMap.write(bytes(table))
        assert faults(font)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_changed_outline_is_told(data: st.DataObject) -> None:
    """Whichever byte of whichever letter that is shown."""
    with pikepdf.open(BytesIO(publishing.laid_out().pdf)) as pdf:
        font = pdf.pages[0].obj.Resources.Font.F1
        program = font.DescendantFonts[0].FontDescriptor.FontFile2
        outlines = program.read_bytes()
        start, length = table(outlines, b"glyf")
        at = start + data.draw(st.integers(0, length - 1))
        changed = bytearray(outlines)
        changed[at] ^= data.draw(st.integers(1, 255))
        program.write(bytes(changed))
        owner = glyph_at(outlines, at - start)
        codes = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
        used = {int.from_bytes(codes[2 * code :][:2], "big") for code in shown(font)}
        if owner in used and not in_padding(outlines, at - start):
            # Raising is as good: the pages are then "not as this program writes them".
            with suppress(struct.error, ValueError, IndexError):
                assert faults(font)


def table(program: bytes, wanted: bytes) -> tuple[int, int]:
    (count,) = struct.unpack_from(">H", program, 4)
    for at in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", program, 12 + 16 * at)
        if tag == wanted:
            return start, length
    raise KeyError(wanted)


def starts(program: bytes) -> list[int]:
    begin, length = table(program, b"loca")
    head, _ = table(program, b"head")
    if struct.unpack_from(">h", program, head + 50)[0]:
        return list(struct.unpack_from(f">{length // 4}L", program, begin))
    return [2 * half for half in struct.unpack_from(f">{length // 2}H", program, begin)]


def glyph_at(program: bytes, place: int) -> int:
    held = starts(program)
    return max(at for at, start in enumerate(held) if start <= place)


def in_padding(program: bytes, place: int) -> bool:
    """Whether a byte only fills up the place of its letter: zeros to its end."""
    held = starts(program)
    end = held[glyph_at(program, place) + 1]
    begin, _ = table(program, b"glyf")
    return not any(program[begin + place : begin + end])


def other_width(font: Any) -> None:
    held = font.DescendantFonts[0]
    held.W = Array([*held.W, 0x31, Array([900])])


def general_width(font: Any) -> None:
    font.DescendantFonts[0].DW = 1000


def other_meaning(font: Any) -> None:
    cmap = font.ToUnicode.read_bytes()
    assert b"<0031> <0031>" in cmap
    font.ToUnicode.write(cmap.replace(b"<0031> <0031>", b"<0031> <0039>"))


def meaning_by_range(font: Any) -> None:
    cmap = font.ToUnicode.read_bytes()
    font.ToUnicode.write(cmap + b"\n1 beginbfrange\n<0031> <0031> <0039>\nendbfrange")


def other_encoding(font: Any) -> None:
    font.Encoding = Name("/Identity-V")


def stranger(font: Any) -> None:
    font.BaseFont = Name("/OSCBRG+Arial")


def other_face(font: Any) -> None:
    font.BaseFont = Name(str(font.BaseFont).replace("Regular", "Bold"))


def steered(font: Any) -> None:
    """A program within the font that moves outlines about."""
    program = font.DescendantFonts[0].FontDescriptor.FontFile2
    data = program.read_bytes()
    directory = data[: 12 + 16 * int.from_bytes(data[4:6], "big")]
    assert b"prep" not in directory
    assert b"head" in directory
    known = next(tag for tag in (b"post", b"name", b"OS/2", b"cmap") if tag in directory)
    program.write(directory.replace(known, b"prep") + data[len(directory) :])


@pytest.mark.parametrize(
    "change",
    [
        *(other_width, general_width, other_meaning, meaning_by_range, other_encoding),
        *(stranger, other_face, steered),
    ],
)
def test_a_font_that_says_otherwise_is_told(font: Any, change: Any) -> None:
    assert faults(font) == ""
    change(font)
    assert faults(font)

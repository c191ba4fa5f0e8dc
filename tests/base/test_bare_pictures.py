"""Bare pictures: read byte by byte, and whatever else stands in one makes it another thing."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from oscb_desktop.base.bare_pictures import (
    Raster,
    is_bare,
    is_picture,
    read_bare,
    stripped_png,
    write_png,
)
from oscb_desktop.words.pictures import read_picture
from tests import photos

JPEG = read_picture(photos.photo(), "photo").data
PNG = photos.bare()
ROW = zlib.compress(b"\0" + bytes(9))


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG of some chunks, sound in themselves."""
    made = b"\x89PNG\r\n\x1a\n"
    for name, data in chunks:
        check = zlib.crc32(name + data)
        made += struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)
    return made


def head(
    *, wide: int = 3, bits: int = 8, colour: int = 2, interlaced: int = 0
) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">IIBBBBB", wide, 1, bits, colour, 0, 0, interlaced)


IMAGE, END, PALETTE = (b"IDAT", ROW), (b"IEND", b""), (b"PLTE", bytes(6))


@pytest.mark.parametrize(
    ("chunks", "bare"),
    [
        ((head(), IMAGE, END), True),
        ((head(colour=0, bits=1), IMAGE, END), True),
        ((head(colour=3), PALETTE, IMAGE, END), True),
        ((head(colour=3), IMAGE, END), False),  # a palette is missing
        ((head(colour=3), (b"PLTE", bytes(7)), IMAGE, END), False),
        ((head(), PALETTE, IMAGE, END), False),  # and here it has none
        ((head(bits=16), IMAGE, END), False),
        ((head(colour=6), IMAGE, END), False),  # it can be seen through
        ((head(interlaced=1), IMAGE, END), False),
        ((head(wide=0), IMAGE, END), False),
        ((head(), IMAGE, (b"IEND", b"Ryan")), False),
        ((head(), IMAGE, IMAGE, END), False),
        ((head(), (b"tEXt", b"Author\0Ryan"), IMAGE, END), False),
        ((head(), (b"eXIf", b"MM"), IMAGE, END), False),
        ((head(), IMAGE), False),
        (((b"IHDR", b"short"), IMAGE, END), False),
        ((), False),
    ],
)
def test_a_png_is_bare_with_nothing_but_its_picture(
    chunks: tuple[tuple[bytes, bytes], ...], bare: bool
) -> None:
    assert is_bare(png(*chunks)) is bare


def test_a_png_whose_check_does_not_fit_or_that_is_cut_short_is_not_bare() -> None:
    assert not is_bare(PNG[:-1] + b"\0")
    assert not is_bare(PNG[:-3])


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9"


def frame(*, bits: int = 8, wide: int = 9, components: int = 3, marker: int = 0xC0) -> bytes:
    return segment(marker, struct.pack(">BHHB", bits, 9, wide, components) + bytes(9))


JFIF = b"JFIF\0" + bytes(9)
SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"


@pytest.mark.parametrize(
    ("data", "bare"),
    [
        (jpeg(frame(), SCAN), True),
        (jpeg(segment(0xE0, JFIF), frame(), SCAN), True),
        (jpeg(segment(0xDB, b"\0"), segment(0xC4, b"\0"), frame(marker=0xC2), SCAN, SCAN), True),
        (jpeg(segment(0xE0, JFIF + b"small picture"), frame(), SCAN), False),
        (jpeg(segment(0xE0, b"JFXX\0" + bytes(9)), frame(), SCAN), False),
        (jpeg(segment(0xE1, b"Exif\0\0"), frame(), SCAN), False),
        (jpeg(segment(0xFE, b"Ryan"), frame(), SCAN), False),
        (jpeg(SCAN), False),
        (jpeg(frame(), frame(), SCAN), False),
        (jpeg(frame(bits=12), SCAN), False),
        (jpeg(frame(components=4), SCAN), False),  # for print: other colours
        (jpeg(frame(wide=0), SCAN), False),
        (jpeg(frame(), SCAN) + b"Ryan", False),
        (jpeg(frame(), SCAN)[:-2], False),
        (jpeg(b"\0\xc0\0\x02"), False),
        (jpeg(b"\xff\xc0\0\x01"), False),
        (b"\xff\xd8", False),
        (b"", False),
        (b"GIF89a", False),
    ],
)
def test_a_jpeg_is_bare_with_nothing_but_its_picture(data: bytes, bare: bool) -> None:
    assert is_bare(data) is bare


def test_what_a_picture_says_of_itself_is_read() -> None:
    made = read_bare(PNG)
    assert (made.kind, made.width, made.height, made.bits) == ("png", 160, 90, made.bits)
    held = read_bare(JPEG)
    assert (held.kind, held.width, held.height, held.components) == ("jpeg", 160, 90, 3)
    assert held.data == JPEG


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_a_bare_png_is_the_only_one_that_its_picture_can_be(mode: str) -> None:
    data = photos.bare(mode=mode)
    held = read_bare(data)
    assert isinstance(held, Raster)
    assert write_png(held) == data


def test_only_a_png_or_a_jpeg_begins_as_one() -> None:
    assert is_picture(PNG)
    assert is_picture(JPEG)
    assert not is_picture(b"GIF89a")


@given(data=st.sampled_from([PNG, JPEG]), at=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_any_other_byte_is_told_without_a_fault(data: bytes, at: int, byte: int) -> None:
    at %= len(data)
    assert is_bare(data[:at] + bytes((byte,)) + data[at + 1 :]) in (True, False)
    assert not is_bare(data[:at])


def test_what_cannot_be_stripped_is_refused() -> None:
    out = BytesIO()
    Image.new("RGBA", (3, 3)).save(out, "PNG")
    with pytest.raises(ValueError, match="picture"):
        stripped_png(out.getvalue())

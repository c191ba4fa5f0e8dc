"""PNG and JPEG with nothing in them but the picture: no place, no time, no camera, no words.

What a report keeps of a picture is bare, and whatever leaves it is looked at once more: a photo's
metadata (ISO/IEC 15948, 11.3.3; Exif 2.32) would tell where a child was.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8"
_GREY, _COLOURS, _PALETTE = 0, 2, 3  # kinds of colour: ISO/IEC 15948, 11.2.2
_COMPONENTS: Final = {_GREY: 1, _COLOURS: 3, _PALETTE: 1}
_DEPTHS: Final = {_GREY: (1, 2, 4, 8), _COLOURS: (8,), _PALETTE: (1, 2, 4, 8)}
_SIZED: Final = frozenset({0xC4, 0xDB, 0xDD})  # a JPEG's tables: ISO/IEC 10918-1, annex B
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
_JFIF: Final = 0xE0
_JFIF_LENGTH: Final = 16  # without a small picture of the picture in it
_SCAN, _END = 0xDA, 0xD9


class Raster(NamedTuple):
    """A bare picture: its size in pixels, what its data are made of, and the data as compressed.

    ``components`` is 1 for grey, or for numbers of a ``palette`` (red, green and blue of each);
    3 for red, green and blue.
    """

    kind: str  # "png" or "jpeg"
    width: int
    height: int
    components: int
    bits: int
    palette: bytes
    data: bytes


def is_picture(data: bytes) -> bool:
    """Say whether some bytes begin as a PNG or a JPEG does."""
    return data.startswith((_SIGNATURE, _JPEG))


def read_bare(data: bytes) -> Raster:
    """Return a bare picture; raise ``ValueError`` for one with anything else in it."""
    try:
        return _read_png(data) if data.startswith(_SIGNATURE) else _read_jpeg(data)
    except (struct.error, IndexError, KeyError, StopIteration) as error:
        raise ValueError("not a bare picture") from error


def is_bare(data: bytes) -> bool:
    """Say whether some bytes are a picture and nothing else."""
    try:
        read_bare(data)
    except ValueError:
        return False
    return True


def write_png(held: Raster) -> bytes:
    """Return the one bare PNG that a picture is."""
    colour = _PALETTE if held.palette else _GREY if held.components == 1 else _COLOURS
    head = struct.pack(">IIBBBBB", held.width, held.height, held.bits, colour, 0, 0, 0)
    palette = _chunk(b"PLTE", held.palette) if held.palette else b""
    return b"".join(
        (_SIGNATURE, _chunk(b"IHDR", head), palette, _chunk(b"IDAT", held.data), _chunk(b"IEND"))
    )


def stripped_png(data: bytes) -> bytes:
    """Return a PNG without all that is beside its picture. It has no alpha and is not interlaced.

    Raises ``ValueError`` where that leaves no bare picture.
    """
    held: dict[bytes, bytes] = {}
    for name, content in _chunks(data):
        held[name] = held.get(name, b"") + content
    parts = ((name, held[name]) for name in (b"IHDR", b"PLTE", b"IDAT", b"IEND") if name in held)
    bare = _SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)
    read_bare(bare)
    return bare


def _read_png(data: bytes) -> Raster:
    chunks = list(_chunks(data))
    names = [name for name, _ in chunks]
    if names not in ([b"IHDR", b"IDAT", b"IEND"], [b"IHDR", b"PLTE", b"IDAT", b"IEND"]):
        raise ValueError("other chunks than those of a bare picture")
    width, height, bits, colour, *ways = struct.unpack(">IIBBBBB", chunks[0][1])
    if any(ways) or bits not in _DEPTHS[colour] or not (width and height):
        raise ValueError("another kind of picture")
    palette = chunks[1][1] if len(chunks) == 4 else b""
    if bool(palette) is not (colour == _PALETTE) or len(palette) % 3 or chunks[-1][1]:
        raise ValueError("another palette")
    made = Raster("png", width, height, _COMPONENTS[colour], bits, palette, chunks[-2][1])
    if write_png(made) != data:
        raise ValueError("written in another way")
    return made


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if at + 12 + length > len(data):
            raise ValueError("cut short")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, content: bytes = b"") -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def _read_jpeg(data: bytes) -> Raster:
    if not data.startswith(_JPEG):
        raise ValueError("neither PNG nor JPEG")
    frames = []
    for marker, content in _segments(data):
        if marker in _FRAMES:
            frames.append(content)
        elif marker == _JFIF:
            _require_plain_jfif(content)
        elif marker not in _SIZED and marker != _SCAN:
            raise ValueError("other segments than those of a bare picture")
    (frame,) = frames  # a ValueError where there is none, or more than one
    bits, height, width, components = struct.unpack_from(">BHHB", frame)
    if bits != 8 or components not in (1, 3) or not (width and height):
        raise ValueError("another kind of picture")
    return Raster("jpeg", width, height, components, bits, b"", data)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the segments of a JPEG up to its end, which is that of the bytes."""
    at = 2
    while data[at + 1] != _END:
        lead, marker = data[at], data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        if lead != 0xFF or length < 2:
            raise ValueError("no marker where one belongs")
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == _SCAN:
            at = _after_scan(data, at)
    if data[at:] != bytes((0xFF, _END)):
        raise ValueError("something stands behind the picture")


def _require_plain_jfif(content: bytes) -> None:
    if len(content) != _JFIF_LENGTH - 2 or content[:5] != b"JFIF\x00":
        raise ValueError("a small picture beside the picture")


def _after_scan(data: bytes, at: int) -> int:
    """Return where the marker after a scan's data is.

    Within them 0xFF is followed by 0 or is a restart (ISO/IEC 10918-1, B.1.1.5).
    """
    while True:
        at = data.index(0xFF, at)
        if data[at + 1] and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2

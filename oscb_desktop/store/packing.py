"""Packing of what is kept: fast, on every core, and not at all where it would save nothing."""

import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Final

_PIECE: Final = 1 << 20  # bytes; each is packed on its own
_LIMIT: Final = 1 << 30  # bytes; ten times the largest return in the benchmarks
_SAMPLE: Final = 1 << 16
_FAST: Final = 1  # a person waits; levels above cost twice the time for a tenth of the space
_RAW: Final = -zlib.MAX_WBITS  # no checksum: what is kept is found, and checked, by its SHA-256


def pack(data: bytes) -> bytes:
    """Return ``data`` as one raw deflate stream (RFC 1951)."""
    sample = data[:_SAMPLE]
    # An .xlsx is a ZIP: packed already.
    level = _FAST if len(zlib.compress(sample, _FAST)) < 0.9 * len(sample) else 0
    view = memoryview(data)
    starts = range(0, max(len(data), 1), _PIECE)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        pieces = [
            pool.submit(_piece, view[at : at + _PIECE], level, at == starts[-1]) for at in starts
        ]
        return b"".join(piece.result() for piece in pieces)


def unpack(packed: bytes) -> bytes:
    """Return what ``pack`` was given.

    Raises zlib.error where ``packed`` is damaged, or made to fill the memory.
    """
    unpacker = zlib.decompressobj(_RAW)
    data = unpacker.decompress(packed, _LIMIT)
    if not unpacker.eof:
        raise zlib.error("cut short, or larger than anything that is kept")
    return data


def _piece(data: memoryview, level: int, last: bool) -> bytes:
    packer = zlib.compressobj(level, wbits=_RAW)
    # A flushed piece ends on a byte, so that the pieces one after the other are one stream.
    return packer.compress(data) + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)

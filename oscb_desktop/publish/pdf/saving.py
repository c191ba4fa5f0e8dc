"""Saving a file that pikepdf holds: packed, and the same bytes for the same content."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf

from oscb_desktop.publish.pdf.syntax import XREF_WIDTHS, XRefRow, stream, xref_rows

# Where the data of a stream end in a carriage return: pikepdf adds a line feed to all alike.
_TOO_SHORT: Final = b"\r\nendstream\nendobj\n"
_LINE_FEED: Final = len(_TOO_SHORT) - 1  # from the end
_START: Final = b"startxref\n"
_KEPT: Final = {"/Type", "/Size", "/Root", "/Info", "/ID"}  # of a cross-reference stream


def save(pdf: pikepdf.Pdf, progress: Callable[[int], None] | None = None) -> bytes:
    """Return a file's bytes; ``progress`` is called with the hundredths done and may raise."""
    out = BytesIO()
    pdf.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        min_version="1.7",
        progress=progress,
    )
    return with_clear_ends(out.getvalue())


def with_clear_ends(data: bytes) -> bytes:
    """Return a file as pikepdf saves it, each stream ending as ``stream_end`` has it.

    That adds a byte here and there, so the cross-reference stream, which is the last object, is
    written anew.
    """
    if _TOO_SHORT not in data:
        return data
    last = data.rindex(_START)
    table_at = int(data[last + len(_START) :].split()[0])
    number = int(data[table_at : table_at + 20].split()[0])
    with pikepdf.open(BytesIO(data)) as pdf:
        table: Any = pdf.get_object(number, 0)
        rows = list(_rows(table))
        kept = pikepdf.Dictionary({key: table[key] for key in table.keys() & _KEPT})
        entries = kept.unparse().decode("latin-1").removeprefix("<<").removesuffix(">>")
    begin = sorted(where for kind, where, _ in rows if kind == 1)
    ends = [end for end in begin[1:] if data.endswith(_TOO_SHORT, 0, end)]
    parts: list[bytes] = []
    at = 0
    for end in ends:
        parts += (data[at : end - _LINE_FEED], b"\r")
        at = end - _LINE_FEED
    parts.append(data[at:table_at])
    moved = (
        (kind, where + bisect_right(ends, where) if kind == 1 else where, place)
        for kind, where, place in rows
    )
    body = stream(entries + XREF_WIDTHS, xref_rows(moved))
    parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % (table_at + len(ends)))
    return b"".join(parts)


def _rows(table: Any) -> Iterator[XRefRow]:
    """Yield the entries of a cross-reference stream."""
    kind, where, place = (int(width) for width in table.W)
    data = table.read_bytes()
    for at in range(0, len(data), kind + where + place):
        second, third = at + kind, at + kind + where
        yield (
            int.from_bytes(data[at:second], "big"),
            int.from_bytes(data[second:third], "big"),
            int.from_bytes(data[third : third + place], "big"),
        )

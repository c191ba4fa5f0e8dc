"""The few pieces of PDF's own syntax that are written by hand."""

import zlib
from collections.abc import Iterable
from typing import Any

from reportlab.pdfbase import pdfdoc

from oscb_desktop.publish.typeset.allowed import allowed


def pdf_text(text: str) -> str:
    """Return a text string as PDF writes it (ISO 32000-1, 7.9.2.2), without control characters."""
    text = allowed(text)
    if text.isascii():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})".replace("\r", r"\r").replace("\n", r"\n")
    return f"<feff{text.encode('utf-16-be').hex()}>"


def stream_end(data: bytes) -> bytes:
    """Return what follows a stream's data: the end of a line and the keyword.

    It is a line feed. After data that end in a carriage return, though, these two would be one
    line end (ISO 32000-1, 7.2.2) and the data a byte too short for who looks back from the
    keyword: there it is carriage return and line feed (ISO 19005-2, 6.1.7.1, allows either).
    """
    return b"\r\nendstream" if data.endswith(b"\r") else b"\nendstream"


def stream(entries: str, data: bytes, *, packed: bool = True) -> bytes:
    """Return a stream with these entries and its length, compressed where it is ``packed``."""
    if packed:
        entries += " /Filter /FlateDecode"
        data = zlib.compress(data)
    head = f"<<{entries} /Length {len(data)}>>".encode("latin-1")
    return b"%s\nstream\n%s%s" % (head, data, stream_end(data))


XRefRow = tuple[int, int, int]  # kind, where, and at which place there: ISO 32000-1, table 18
XREF_WIDTHS = "/W [1 4 2]"


def xref_rows(rows: Iterable[XRefRow]) -> bytes:
    """Return the data of a cross-reference stream whose entries have ``XREF_WIDTHS``."""
    return b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + at.to_bytes(2, "big")
        for kind, where, at in rows
    )


class Raw(pdfdoc.PDFObject):
    """An indirect object whose text is ready. ``__RefOnly__`` is ReportLab's word for that."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.text = text

    def format(self, document: pdfdoc.PDFDocument) -> bytes:  # noqa: ARG002 - ReportLab calls
        """Return the object's bytes."""
        return self.text.encode("latin-1")


def add_object(document: Any, raw: pdfdoc.PDFObject) -> int:
    """Add an object to a document and return its number."""
    return number_of(document, document.Reference(raw).name)


def number_of(document: Any, name: str) -> int:
    """Return the number of an object by ReportLab's name for it, such as ``Page1``."""
    number: int = document.idToObjectNumberAndVersion[name][0]
    return number

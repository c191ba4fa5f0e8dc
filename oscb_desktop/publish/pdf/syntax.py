"""The few pieces of PDF's own syntax that are written by hand."""

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

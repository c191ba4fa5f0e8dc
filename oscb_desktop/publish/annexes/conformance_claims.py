"""What a file with annexes may still say of itself: PDF/A, PDF/UA."""

import re
from collections.abc import Iterator
from typing import Final

import pikepdf

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Problem
from oscb_desktop.publish.annexes.opening import Annexed

_ARCHIVAL: Final = re.compile(rb"pdfaid:part\s*(?:>|=\s*[\"'])\s*[12]\b")
_CLAIMS: Final = {
    "pdfaid": re.compile(rb"<pdfaid:(part|conformance)>[^<]*</pdfaid:\1>\n?"),
    "pdfuaid": re.compile(rb"<pdfuaid:part>[^<]*</pdfuaid:part>\n?"),
}


def is_archival(annexed: Annexed) -> bool:
    """Tell whether a file says that it is PDF/A, of a part that PDF/A-2 admits."""
    metadata = annexed.pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return False
    try:
        return bool(_ARCHIVAL.search(metadata.read_bytes()))
    except (pikepdf.PdfError, RuntimeError):
        return False


def withdraw_claims(pdf: pikepdf.Pdf, *, archival: bool, accessible: bool) -> Iterator[Problem]:
    """Take out of the metadata what is no longer true of the whole, and say so."""
    if not archival:
        _withdraw(pdf, "pdfaid")
        yield problem("annex-not-archival")
    if not accessible:
        _withdraw(pdf, "pdfuaid")
        yield problem("annex-not-accessible")


def _withdraw(pdf: pikepdf.Pdf, claim: str) -> None:
    metadata = pdf.Root.Metadata
    metadata.write(_CLAIMS[claim].sub(b"", metadata.read_bytes()))

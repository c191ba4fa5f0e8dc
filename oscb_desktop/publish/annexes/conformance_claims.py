"""What a file with annexes may still say of itself: PDF/A, PDF/UA."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import pikepdf

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Problem
from oscb_desktop.publish.annexes.opening import Annexed

_SAYS: Final = rb"\s*(?:>|=\s*[\"'])\s*"
_ARCHIVAL: Final = re.compile(rb"pdfaid:part" + _SAYS + rb"[12]\b")
_LEVEL: Final = re.compile(rb"pdfaid:conformance" + _SAYS + rb"([AUB])\b")
_ACCESSIBLE: Final = re.compile(rb"pdfuaid:part" + _SAYS + rb"1\b")
LEVELS: Final = ("", "B", "U", "A")  # of PDF/A-2, from none: each holds what is before it
_CLAIMS: Final = {
    "pdfaid": re.compile(rb"<pdfaid:(part|conformance)>[^<]*</pdfaid:\1>\n?"),
    "pdfuaid": re.compile(rb"<pdfuaid:part>[^<]*</pdfuaid:part>\n?"),
}


class Claims(NamedTuple):
    """What a file says of itself: its level of PDF/A, of a part that PDF/A-2 admits; PDF/UA-1."""

    archival: str  # one of LEVELS
    accessible: bool

    def both(self, other: "Claims") -> "Claims":
        """Return what is true of two files in one."""
        level = min(self.archival, other.archival, key=LEVELS.index)
        return Claims(level, self.accessible and other.accessible)


def claims(annexed: Annexed) -> Claims:
    """Return what an annex says of itself."""
    metadata = annexed.pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return Claims("", False)
    try:
        said = metadata.read_bytes()
    except (pikepdf.PdfError, RuntimeError):
        return Claims("", False)
    level = _LEVEL.search(said) if _ARCHIVAL.search(said) else None
    return Claims(level.group(1).decode() if level else "", bool(_ACCESSIBLE.search(said)))


def withdraw_claims(pdf: pikepdf.Pdf, true: Claims) -> Iterator[Problem]:
    """Take out of the metadata what is no longer true of the whole, and say so."""
    if not true.archival:
        _withdraw(pdf, "pdfaid")
        yield problem("annex-not-archival")
    else:
        _lower(pdf, true.archival)
    if not true.accessible:
        _withdraw(pdf, "pdfuaid")
        yield problem("annex-not-accessible")


def _lower(pdf: pikepdf.Pdf, level: str) -> None:
    metadata = pdf.Root.Metadata
    said = metadata.read_bytes()
    metadata.write(said.replace(b"<pdfaid:conformance>A", b"<pdfaid:conformance>" + level.encode()))


def _withdraw(pdf: pikepdf.Pdf, claim: str) -> None:
    metadata = pdf.Root.Metadata
    metadata.write(_CLAIMS[claim].sub(b"", metadata.read_bytes()))

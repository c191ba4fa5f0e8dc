"""Whether what a viewer, a catalogue or a screen reader is told of a file is true of its pages.

Title, author, subject, dates and language stand in the document information and in the XMP
metadata, in the same words (ISO 19005-2, 6.6.3); the numbers of pages, the panes that open and the
colours in the catalogue of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name

from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.naming import CREATOR, LANGUAGE, NO_AUTHOR, SUBJECT, colours
from oscb_desktop.publish.pdf.spoken import squeezed
from oscb_desktop.publish.reading_back.heard import Heard
from oscb_desktop.publish.reading_back.painted import Painted
from oscb_desktop.publish.reading_back.vouched import printable
from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.report.exempt.editions import NOT_PUBLIC
from oscb_desktop.report.publication.record import Publication

_INFO: Final = {
    *("/Title", "/Author", "/Subject", "/Creator", "/Producer", "/CreationDate", "/ModDate"),
}
_DATE: Final = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z")
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_XMP: Final = "{http://ns.adobe.com/xap/1.0/}"
_PDF: Final = "{http://ns.adobe.com/pdf/1.3/}"
_ARCHIVAL: Final = "{http://www.aiim.org/pdfa/ns/id/}"
_ACCESSIBLE: Final = "{http://www.aiim.org/pdfua/ns/id/}"
_EXTENSION: Final = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
_OWN: Final = "{urn:oscb-desktop:publication:1#}"
# What depends on the annexes: a claim that does not hold is what `inspecting` finds.
_CLAIMS: Final = {
    f"{_ARCHIVAL}part": {"2", "3"},
    f"{_ARCHIVAL}conformance": {"A", "B", "U"},
    f"{_ACCESSIBLE}part": {"1"},
}
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_RESTRICTED: Final = f". {NOT_PUBLIC}"
_CUT: Final = "…"
_CLOCKS: Final = timedelta(days=1)


def faults_of_labels(
    pdf: pikepdf.Pdf,
    record: Publication,
    painted: Mapping[int, Painted],
    heard: Sequence[Heard],
    signed_at: datetime | None,
) -> Iterator[str]:
    """Yield what is told of the file and is not what this program tells of such pages."""
    if not _is_catalogue(pdf.Root, annexed=record.pages is not None and bool(record.pages.annexes)):
        yield say("A viewer is told another language, other page numbers or another look.")
    info = pdf.docinfo
    if set(info.keys()) != _INFO or not all(
        isinstance(held, pikepdf.String) for held in info.values()
    ):
        yield say("The file's properties are not those that this program writes.")
        return
    words = {key: str(held) for key, held in info.items()}
    if not _is_same(pdf, words, record):
        yield say("The file's properties and its metadata are not as this program writes them.")
    yield from _faults_of_date(words["/CreationDate"], record, signed_at)
    if not _is_author(words["/Author"], painted, heard):
        yield say("The author in the file's properties is not on the pages.")
    if not _is_subject(words["/Subject"], heard):
        yield say("The subject in the file's properties is not on the pages.")


def _is_catalogue(root: Any, *, annexed: bool) -> bool:
    """Return whether the catalogue tells viewers what it tells of every file of this program."""
    labels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)])) if annexed else None
    intents = list(root.get("/OutputIntents", Array()))
    return (
        str(root.get("/Lang", "")) == LANGUAGE
        and root.get("/PageMode", Name.UseNone) == Name.UseNone
        and root.get("/ViewerPreferences") == Dictionary(DisplayDocTitle=True)
        and root.get("/MarkInfo") == Dictionary(Marked=True)
        and root.get("/PageLabels") == labels
        and len(intents) == 1
        and intents[0].S == Name.GTS_PDFA1
        and intents[0].DestOutputProfile.read_bytes() == colours()
    )


def _is_same(pdf: pikepdf.Pdf, info: Mapping[str, str], record: Publication) -> bool:
    """Return whether the metadata say what the document information says, and nothing else."""
    made = _DATE.fullmatch(info["/CreationDate"])
    if made is None or info["/ModDate"] != info["/CreationDate"]:
        return False
    moment = "{}-{}-{}T{}:{}:{}Z".format(*made.groups())
    should = {
        f"{_DC}format": "application/pdf",
        f"{_DC}title": allowed(info["/Title"]),
        f"{_DC}creator": allowed(info["/Author"]),
        f"{_DC}description": allowed(info["/Subject"]),
        f"{_DC}language": LANGUAGE,
        f"{_XMP}CreatorTool": CREATOR,
        f"{_XMP}CreateDate": moment,
        f"{_XMP}ModifyDate": moment,
        f"{_PDF}Producer": CREATOR,
        f"{_OWN}contentHash": record.content_hash,
    }
    found = _properties(pdf.Root.Metadata.read_bytes())
    for beside in (_EXTENSION, f"{_OWN}record"):  # not words: read_record reads the latter
        found.pop(beside, None)
    claimed = {key: found.pop(key) for key in found.keys() & _CLAIMS.keys()}
    return (
        (info["/Creator"], info["/Producer"]) == (CREATOR, CREATOR)
        and found == should
        and all(words in _CLAIMS[key] for key, words in claimed.items())
    )


def _faults_of_date(made: str, record: Publication, signed_at: datetime | None) -> Iterator[str]:
    """Yield how the day on which the file says that it was made cannot be.

    Clearances, the file and its signature may be of clocks that differ, by less than a day.
    """
    try:
        at = datetime.strptime(made, "D:%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:  # which is told of the properties
        return
    cleared = max((held.statement.at for held in record.clearances), default=at)
    if at < cleared - _CLOCKS:
        yield say("It says that it was made on {day}, before it was cleared.", day=f"{at:%d %B %Y}")
    if signed_at is not None and at > signed_at + _CLOCKS:
        yield say("It says that it was made on {day}, after it was signed.", day=f"{at:%d %B %Y}")


def _properties(packet: bytes) -> dict[str, str]:
    """Return the words of each property of XMP. Raises ``ValueError`` for any other form of it."""
    held = etree.fromstring(packet, _PARSER).find(f".//{_RDF}RDF")
    found: dict[str, str] = {}
    for description in () if held is None else held:
        if description.tag != f"{_RDF}Description" or set(description.keys()) != {f"{_RDF}about"}:
            raise ValueError
        for prop in description:
            if prop.tag in found:
                raise ValueError
            found[prop.tag] = "".join(map(str, prop.itertext())).strip()
    return found


def _is_author(author: str, painted: Mapping[int, Painted], heard: Sequence[Heard]) -> bool:
    """Return whether an author is the organisation at head or foot, or who reports."""
    name = squeezed(printable(author))
    aside = {
        squeezed("".join(words.text for words in line[first:last]))
        for page in painted.values()
        for line in page.lines_aside()
        for first in range(len(line))
        for last in range(first + 1, len(line) + 1)
    }
    return (
        author == NO_AUTHOR
        or any(
            text == name or (text.endswith(_CUT) and name.startswith(text[:-1])) for text in aside
        )
        or any(held.text == f"P:Reportby{name}" for held in heard)
    )


def _is_subject(subject: str, heard: Sequence[Heard]) -> bool:
    """Return whether a subject is the committee on the first page, and why it is not public."""
    words, _, why = subject.partition(_RESTRICTED)
    committee = f"P:{squeezed(printable(words.removeprefix(SUBJECT)))}"
    restricted = f"P:{squeezed(printable((_RESTRICTED + why).removeprefix('. ')))}."
    texts = [held.text for held in heard]
    return (
        words.startswith(SUBJECT)
        and any(text.rpartition("–")[0] == committee for text in texts)
        and (not why or restricted in texts)
    )

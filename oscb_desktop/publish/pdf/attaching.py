"""Files inside the final PDF, declared as what they are to it.

ISO 19005-3, 6.8, and ISO 14289-1, 7.11.

With one, the file is no longer PDF/A-2, which admits no attachments, but PDF/A-3.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, String

_PART_2: Final = b"<pdfaid:part>2</pdfaid:part>"
_PART_3: Final = b"<pdfaid:part>3</pdfaid:part>"


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file to go with a publication: its name, bytes and kind, what it is, when it was settled.

    ``relationship`` is "Data" for what is printed, "Supplement" for what is added to it.
    """

    name: str
    data: bytes
    media_type: str
    description: str
    at: datetime
    relationship: str = "Supplement"


def attach(pdf: pikepdf.Pdf, attachments: Iterable[Attachment]) -> None:
    """Put files into a tagged PDF, associated with the document and with its structure."""
    held = {attachment.name: _specification(pdf, attachment) for attachment in attachments}
    if not held:
        return
    pdf.Root.AF = Array([*held.values()])
    tree: Any = pdf.Root.StructTreeRoot
    document = tree.K[0] if isinstance(tree.K, Array) else tree.K
    document.AF = Array([*held.values()])
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    # Sorted, as a name tree is (ISO 32000-1, 7.9.6).
    pairs = [part for name in sorted(held) for part in (String(name), held[name])]
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=Array(pairs)))
    _claim_part_3(pdf)


def _specification(pdf: pikepdf.Pdf, held: Attachment) -> pikepdf.Object:
    stream = pikepdf.Stream(pdf, held.data)
    stream.Type = Name.EmbeddedFile
    stream.Subtype = Name("/" + held.media_type)
    moment = f"D:{held.at.astimezone(UTC):%Y%m%d%H%M%S}Z"
    stream.Params = Dictionary(
        Size=len(held.data),
        CreationDate=String(moment),
        ModDate=String(moment),
        CheckSum=String(hashlib.md5(held.data, usedforsecurity=False).digest()),
    )
    there = pdf.make_indirect(stream)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(held.name),
            UF=String(held.name),
            Desc=String(held.description),
            AFRelationship=Name("/" + held.relationship),
            EF=Dictionary(F=there, UF=there),
        )
    )


def _claim_part_3(pdf: pikepdf.Pdf) -> None:
    """Say PDF/A-3 where the file says PDF/A-2; one that says neither, as its annexes do not let
    it, goes on saying neither."""
    metadata: Any = pdf.Root.Metadata
    packet = metadata.read_bytes()
    metadata.write(packet.replace(_PART_2, _PART_3))

"""What makes the file PDF/UA-1 and PDF/A-2a beside its tags: metadata and output intent."""

from datetime import date
from typing import Final, NamedTuple

from oscb_desktop.publish.packing import PackedDocument
from oscb_desktop.publish.syntax import pdf_text
from oscb_desktop.publish.words import allowed
from oscb_desktop.report import resources

LANGUAGE: Final = "en-GB"
CREATOR: Final = "OSCB Desktop"
_EPOCH: Final = date(1970, 1, 1)

# PDF/A allows properties outside its own list (here pdfuaid) only when they are described in
# the file: ISO 19005-2, 6.6.2.3.
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>{creator}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


class Metadata(NamedTuple):
    """What a file says of itself. ``day`` stands for the time of making: the same content

    gives the same bytes, so it comes from the content.
    """

    title: str
    author: str
    subject: str
    day: date | None


def metadata_day(metadata: Metadata) -> date:
    """Return the day a file says it was made."""
    return metadata.day or _EPOCH


def describe(document: PackedDocument, metadata: Metadata) -> int:
    """Write what the document says of itself and return its number.

    The words are those of the XMP (ISO 19005-2, 6.6.3).
    """
    made = f"(D:{metadata_day(metadata):%Y%m%d}000000Z)"
    words = {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Creator": CREATOR,
        "Producer": CREATOR,
    }
    entries = " ".join(f"/{key} {pdf_text(text)}" for key, text in words.items())
    return document.add(f"<<{entries} /CreationDate {made} /ModDate {made}>>")


def conform(document: PackedDocument, metadata: Metadata) -> str:
    """Write the metadata and output intent; return what the catalog says of both standards."""
    words = {
        "title": _escaped(metadata.title),
        "author": _escaped(metadata.author),
        "subject": _escaped(metadata.subject),
        "language": LANGUAGE,
        "creator": CREATOR,
        "day": metadata_day(metadata).isoformat(),
    }
    xmp = _XMP.format(**words).encode("utf-8") + b"\n"
    described = document.add_stream(xmp, "/Type /Metadata /Subtype /XML", ready=True)
    profile = document.add_stream(_profile(), "/N 3")
    intent = (
        "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
        f"/Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} 0 R>>"
    )
    return (
        f"/Metadata {described} 0 R /OutputIntents [{intent}] /MarkInfo <</Marked true>> "
        "/ViewerPreferences <</DisplayDocTitle true>>"
    )


def _escaped(text: str) -> str:
    return allowed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _profile() -> bytes:
    return resources.find("icc", "sRGB.icc").read_bytes()

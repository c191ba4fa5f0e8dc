"""What makes the file PDF/UA-1 and PDF/A-2a beside its tags: metadata and output intent."""

from datetime import UTC, datetime
from html import escape
from typing import Any, Final, NamedTuple

from reportlab.pdfbase import pdfdoc

from oscb_desktop.publish.pdf.naming import CREATOR, LANGUAGE, colours
from oscb_desktop.publish.pdf.syntax import Raw, pdf_text
from oscb_desktop.publish.typeset.allowed import allowed

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
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
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
    """What a file says of itself. The same content made at the same time gives the same bytes."""

    title: str
    author: str
    subject: str
    made: datetime


class _Info(pdfdoc.PDFInfo):
    """The document information, with the same words as the XMP (ISO 19005-2, 6.6.3)."""

    def __init__(self, metadata: Metadata) -> None:
        super().__init__()
        self.metadata = metadata

    def digest(self, md5object: object) -> None:
        """Add nothing: the file's identifier follows all of its bytes."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the dictionary's bytes."""
        made = f"(D:{self.metadata.made.astimezone(UTC):%Y%m%d%H%M%S}Z)"
        words = {
            "Title": self.metadata.title,
            "Author": self.metadata.author,
            "Subject": self.metadata.subject,
            "Creator": CREATOR,
            "Producer": CREATOR,
        }
        entries = {key: pdf_text(text) for key, text in words.items()}
        entries |= {"CreationDate": made, "ModDate": made}
        formatted: bytes = pdfdoc.PDFDictionary(entries).format(document)
        return formatted


def describe(document: Any, metadata: Metadata) -> None:
    """Write what the document says of itself."""
    document.info = _Info(metadata)


def conform(document: Any, metadata: Metadata) -> None:
    """Add the metadata, output intent and viewer preferences that both standards ask for."""
    catalog = document.Catalog
    words = {
        "title": escape(allowed(metadata.title), quote=False),
        "author": escape(allowed(metadata.author), quote=False),
        "subject": escape(allowed(metadata.subject), quote=False),
        "language": LANGUAGE,
        "creator": CREATOR,
        "made": f"{metadata.made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    xmp = pdfdoc.PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"})
    catalog.Metadata = pdfdoc.PDFStream(xmp, _XMP.format(**words).encode("utf-8") + b"\n", [])
    profile = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"N": 3}), colours(), [])
    intent = pdfdoc.PDFDictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": "(sRGB)",
            "Info": "(sRGB IEC61966-2.1)",
            "DestOutputProfile": document.Reference(profile),
        }
    )
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = pdfdoc.PDFArray([intent])
    catalog.ViewerPreferences = Raw("<</DisplayDocTitle true>>")

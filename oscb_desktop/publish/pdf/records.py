"""The record of a publication inside its PDF: written into the XMP metadata, and read again.

PDF/A-2 admits properties of one's own only where the file describes their schema (ISO 19005-2,
6.6.2.3), and no attachments: so the record is two properties, the content's hash and JSON.
"""

from io import BytesIO
from typing import Final

import msgspec
import pikepdf
from lxml import etree

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.document import encode
from oscb_desktop.report.publication.record import Publication

NAMESPACE: Final = "urn:oscb-desktop:publication:1#"
_PREFIX: Final = "oscb"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_EXTENSION: Final = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA: Final = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY: Final = "http://www.aiim.org/pdfa/ns/property#"
_HASH: Final = f"{{{NAMESPACE}}}contentHash"
_RECORD: Final = f"{{{NAMESPACE}}}record"

# No entities, no network: a published file comes from anywhere.
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)

_DESCRIPTION: Final = f"""<rdf:li xmlns:rdf="{_RDF}" xmlns:pdfaSchema="{_SCHEMA}"
 xmlns:pdfaProperty="{_PROPERTY}" rdf:parseType="Resource">
<pdfaSchema:schema>Record of a publication by OSCB Desktop</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{_PREFIX}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>contentHash</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>SHA-256 of the content, hexadecimal</pdfaProperty:description>
</rdf:li><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>record</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Clearances, hashes of parts and returns, figures: JSON</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>"""  # noqa: E501 - white space would enter the property's value


def write_record(pdf: pikepdf.Pdf, record: Publication) -> None:
    """Add a record to the metadata of a PDF that has the PDF/A extension schemas."""
    packet = etree.fromstring(pdf.Root.Metadata.read_bytes(), _PARSER)
    holder = packet.find(f".//{{{_RDF}}}RDF")
    schemas = packet.find(f".//{{{_EXTENSION}}}schemas/{{{_RDF}}}Bag")
    if holder is None or schemas is None:
        raise ValueError("the file has no PDF/A metadata to add to")
    schemas.append(etree.fromstring(_DESCRIPTION, _PARSER))
    added = etree.SubElement(holder, f"{{{_RDF}}}Description", nsmap={_PREFIX: NAMESPACE})
    added.set(f"{{{_RDF}}}about", "")
    etree.SubElement(added, _HASH).text = record.content_hash
    etree.SubElement(added, _RECORD).text = encode(record).decode()
    text = etree.tostring(packet, encoding="unicode")
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    data = f'{begin}\n{text}\n<?xpacket end="w"?>'.encode()
    stream = pikepdf.Stream(pdf, data)
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(stream)


def read_record(pdf: pikepdf.Pdf) -> Publication | None:
    """Return the record of a published PDF, None where it carries none that can be read."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return None
    try:
        packet = etree.fromstring(metadata.read_bytes(), _PARSER)
        found = packet.find(f".//{_RECORD}")
        if found is None or not found.text:
            return None
        return msgspec.json.decode(found.text, type=Publication)
    except (etree.XMLSyntaxError, pikepdf.PdfError, ValueError):
        return None


def open_pdf(data: bytes, name: str) -> pikepdf.Pdf:
    """Open a PDF; raise ``UnreadableError`` naming it where it cannot be."""
    try:
        return pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError as error:
        raise UnreadableError(
            say("{name} is protected with a password, so it cannot be checked.", name=name),
            say("Ask whoever published it for the file without a password."),
        ) from error
    except (pikepdf.PdfError, ValueError) as error:
        raise UnreadableError(
            say("{name} cannot be read as a PDF.", name=name),
            say("Choose a PDF that this program exported."),
        ) from error

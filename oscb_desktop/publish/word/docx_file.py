"""The Word file as bytes: only the parts that are used, in one order, with no clock in them."""

from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from oscb_desktop.publish.word.docx_marks import FOOTNOTES_TYPE, footnotes
from oscb_desktop.publish.word.docx_scripts import mark_scripts

_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say
# Parts of python-docx's own template that say nothing about the report.
_UNUSED: Final = ("/thumbnail", "/stylesWithEffects", "/customXml")


def add_footnotes(document: Any, notes: dict[int, str]) -> None:
    """Add the texts of footnotes, by number."""
    package = document.part.package
    name = PackURI("/word/footnotes.xml")
    root = footnotes(notes)
    mark_scripts(root)
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(name, FOOTNOTES_TYPE, bytes(xml), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def to_bytes(document: Any) -> bytes:
    """Return the finished document: the same content, the same bytes."""
    for held in (document.part.package.rels, document.part.rels):
        for key, found in list(held.items()):
            if any(word in found.reltype for word in _UNUSED):
                del held[key]
    saved = BytesIO()
    document.save(saved)
    out = BytesIO()
    with ZipFile(saved) as made, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in made.namelist():
            info = ZipInfo(name, _TIME)
            info.compress_type = ZIP_DEFLATED
            packed.writestr(info, made.read(name))
    return out.getvalue()

"""The record in the metadata: read back whole, described as PDF/A wants, harmless when strange."""

from __future__ import annotations

from io import BytesIO

import msgspec
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.publish.pdf.preparing import prepare
from oscb_desktop.publish.pdf.records import NAMESPACE, open_pdf, read_record
from oscb_desktop.report.publication.record import Publication
from tests.publish import publishing

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
    "oscb": NAMESPACE,
}


def written(record: Publication) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(prepare(publishing.laid_out().pdf, record)))


def test_the_record_comes_back_as_it_was_written() -> None:
    with written(publishing.record()) as pdf:
        assert read_record(pdf) == publishing.record()


def test_a_signed_file_keeps_its_record() -> None:
    with pikepdf.open(BytesIO(publishing.signed())) as pdf:
        assert read_record(pdf) == publishing.record()


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60), st.text(max_size=20))
def test_any_words_survive(words: str, key: str) -> None:
    strange = msgspec.structs.replace(publishing.record(), figures={key: words})
    with written(strange) as pdf:
        found = read_record(pdf)
    assert found is not None
    assert found.figures == {key: words}


def test_every_property_of_ours_is_described() -> None:
    with written(publishing.record()) as pdf:
        packet = etree.fromstring(pdf.Root.Metadata.read_bytes())
    used = {
        etree.QName(held).localname
        for held in packet.iter()
        if isinstance(held.tag, str) and etree.QName(held).namespace == NAMESPACE
    }
    assert used == {"contentHash", "record"}
    described = packet.xpath(
        "//rdf:li[schema:namespaceURI=$ns]//property:name/text()", ns=NAMESPACE, namespaces=SPACES
    )
    assert set(described) == used
    assert packet.xpath("//oscb:contentHash/text()", namespaces=SPACES) == ["ef" * 32]


@pytest.mark.parametrize(
    "metadata",
    [
        b"",
        b"not xml",
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
        f"<r xmlns:o='{NAMESPACE}'><o:record>not json</o:record></r>".encode(),
        f"<r xmlns:o='{NAMESPACE}'><o:record>{{}}</o:record></r>".encode(),
        f"<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
        f"<r xmlns:o='{NAMESPACE}'><o:record>&e;</o:record></r>".encode(),
    ],
)
def test_a_strange_record_is_none(metadata: bytes) -> None:
    with written(publishing.record()) as pdf:
        pdf.Root.Metadata.write(metadata)
        assert read_record(pdf) is None
        del pdf.Root.Metadata
        assert read_record(pdf) is None


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    with pytest.raises(UnreadableError, match=r"letter\.pdf cannot be read as a PDF"):
        open_pdf(b"Dear officer", "letter.pdf")

"""The file's own syntax: what readers and PDF/A ask of it, whole and in the preview."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.pdf.proofs import prove
from tests.publish import samples


@pytest.fixture(scope="module", params=["published", "proof"])
def data(request: pytest.FixtureRequest) -> bytes:
    if request.param == "proof":
        return prove(samples.sample()).paint(range(4))
    return lay_out(samples.sample(), draft=True).pdf


def test_a_reader_finds_nothing_to_repair(data: bytes) -> None:
    with pikepdf.open(BytesIO(data), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 4


def test_the_header_says_version_and_binary(data: bytes) -> None:
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n", data)


def test_every_stream_ends_on_a_line_of_its_own(data: bytes) -> None:
    # ISO 19005-2, 6.1.7.1
    ends = [match.start() for match in re.finditer(rb"endstream\nendobj", data)]
    assert ends
    assert all(data[at - 1 : at] == b"\n" for at in ends)


def test_every_stream_is_as_long_as_it_says(data: bytes) -> None:
    found = 0
    for match in re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", data):
        end = match.end() + int(match.group(1))
        assert data[end:].startswith((b"\nendstream", b"\r\nendstream"))
        found += 1
    assert found > 10


def test_the_identifier_is_in_the_trailer_twice(data: bytes) -> None:
    with pikepdf.open(BytesIO(data)) as pdf:
        first, second = (bytes(part) for part in pdf.trailer.ID)
        assert first == second
        assert len(first) == 16


def test_objects_are_packed_and_metadata_is_not() -> None:
    published = lay_out(samples.sample(), draft=False).pdf
    assert published.count(b" 0 obj") < 40
    assert b"<pdfuaid:part>1</pdfuaid:part>" in published
    assert b"StructElem" not in published


def test_a_long_tree_goes_into_many_streams() -> None:
    published = lay_out(samples.long_report(30), draft=False).pdf
    with pikepdf.open(BytesIO(published), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
    assert published.count(b"/ObjStm") >= 3

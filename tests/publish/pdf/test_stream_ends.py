"""Streams whose data end in a carriage return: the line end after them is never taken for theirs.

The files are searched for: one in some hundred is such a one.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from random import Random
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.pdf.saving import save, with_clear_ends
from oscb_desktop.publish.pdf.signing import _revision
from oscb_desktop.publish.pdf.syntax import stream
from tests.publish import publishing, samples

LONE_FEED = b"\r\nendstream"
CLEAR = b"\r\r\nendstream"


def too_short(data: bytes) -> list[str]:
    """The kinds of the streams that end in a carriage return before a lone line feed."""
    found = []
    with opened(data) as pdf:
        for held in pdf.objects:
            if isinstance(held, pikepdf.Stream):
                raw = held.read_raw_bytes()
                begin = data.rindex(b"\n%d 0 obj" % held.objgen[0])
                end = data.index(b"stream\n", begin) + len(b"stream\n") + len(raw)
                assert data[:end].endswith(raw)
                assert data.startswith((b"\nendstream", b"\r\nendstream"), end)
                if data.startswith(LONE_FEED, end - 1):
                    found.append(str(held.get("/Type", "")))
    return found


def opened(data: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.open(BytesIO(data), attempt_recovery=False)
    assert pdf.check_pdf_syntax() == []
    return pdf


# Our own writer.


@pytest.mark.parametrize("packed", [True, False])
def test_a_stream_ends_clear_of_its_data(packed: bool) -> None:
    met = 0
    dice = Random(7)
    for _ in range(2000):
        made = stream("", dice.randbytes(20), packed=packed)
        length = int(made.split(b"/Length ")[1].split(b">>")[0])
        tail = made.partition(b"\nstream\n")[2][length - 1 :]
        met += tail.startswith(b"\r")
        assert tail[1:] == (b"\r\nendstream" if tail.startswith(b"\r") else b"\nendstream")
    assert met


def test_a_laid_out_report_ends_clear() -> None:
    met = 0
    for number in range(200, 260):
        words = samples.paragraph(1, f"words {number}")
        report = samples.composition(samples.part("a", f"Title {number}", words))
        data = lay_out(report, draft=False).pdf
        assert too_short(data) == []
        with opened(data) as pdf:
            assert len(pdf.pages) == 1
        met += CLEAR in data
    assert met


# What pikepdf saves.


def files() -> Iterator[pikepdf.Pdf]:
    dice = Random(7)
    while True:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            many = [pdf.make_indirect(Dictionary(A=dice.randrange(10**6))) for _ in range(150)]
            pdf.Root.Many = Array(many)
            pdf.Root.Data = pdf.make_stream(dice.randbytes(dice.randint(3, 900)))
            yield pdf


def as_pikepdf_saves(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(
        out,
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
        min_version="1.7",
    )
    return out.getvalue()


def contents(pdf: pikepdf.Pdf) -> list[Any]:
    """Every object, in order; of the cross-references only what they are of."""
    return [
        (str(held.get("/Type")), held.get("/ID"), held.get("/Root"))
        if isinstance(held, pikepdf.Stream) and held.get("/Type") == Name.XRef
        else held.read_raw_bytes()
        if isinstance(held, pikepdf.Stream)
        else held
        for held in pdf.objects
    ]


@pytest.mark.parametrize("kind", ["", "/ObjStm", "/XRef"])
def test_a_saved_file_is_written_again_where_a_stream_ends_in_a_carriage_return(
    kind: str,
) -> None:
    for pdf in files():
        before = as_pikepdf_saves(pdf)
        ends = too_short(before)
        after = save(pdf)
        if kind in ends:
            assert save(pdf) == after
            break
        assert ends or after == before
    assert too_short(after) == []
    with opened(before) as one, opened(after) as other:
        assert contents(one) == contents(other)


def test_offsets_may_take_a_byte_more_than_before() -> None:
    """The cross-references begin within two bytes' reach, and not once the file is mended."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Short = Array([as_it_is(pdf, b"\r") for _ in range(300)])
        pdf.Root.Fill = as_it_is(pdf, b"")
        pdf.Root.Fill = as_it_is(pdf, b"x" * (2**16 - 100 - start_of_table(as_pikepdf_saves(pdf))))
        before = as_pikepdf_saves(pdf)
    after = with_clear_ends(before)
    assert start_of_table(before) < 2**16 < start_of_table(after)
    assert len(too_short(before)) == 300
    assert too_short(after) == []
    with opened(before) as one, opened(after) as other:
        assert contents(one) == contents(other)


def as_it_is(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream:
    """A stream that pikepdf leaves as it is, for it is compressed in a way of its own."""
    return pdf.make_stream(data, Filter=Name.OwnDecode)


def start_of_table(data: bytes) -> int:
    return int(data[data.rindex(b"startxref") :].split()[1])


# What signing adds.


def test_a_prepared_and_a_signed_file_end_clear() -> None:
    assert too_short(publishing.prepared(publishing.laid_out())) == []
    assert too_short(publishing.signed()) == []


def test_a_stream_added_with_the_signature_ends_clear() -> None:
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name

    before = publishing.prepared(publishing.laid_out())
    writer = _revision(before)
    for number, data in enumerate((b"a certificate\r", b"another", b"\r")):
        writer.root[pdf_name(f"/Added{number}")] = writer.add_object(StreamObject(stream_data=data))
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    assert too_short(out.getvalue()) == []
    with opened(out.getvalue()) as pdf:
        added = [pdf.Root[f"/Added{number}"].read_bytes() for number in range(3)]
        table = max(pdf.objects, key=lambda held: held.objgen)
        assert table.Type == Name.XRef
        assert table.read_raw_bytes().endswith(b"\0")  # whatever the offsets are
    assert added == [b"a certificate\r", b"another", b"\r"]

"""Whatever is sent as an annex ends in the whole or in a clear problem, soon."""

from __future__ import annotations

import time
import warnings
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Name

from oscb_desktop.base.problems import OscbError
from oscb_desktop.publish.annexes import inspect_annex
from tests.publish import annexed
from tests.publish.reading import tag_faults
from tests.publish.samples import composition, paragraph, part

CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "corpus" / "pdfs"
FILES = sorted(CORPUS.glob("*.pdf")) if CORPUS.is_dir() else []
SMALL = composition(part("a", "A section", paragraph(1, "Words.")))
# Marks within marks, and paint outside any, are the annex's own and stay as they were.
OWN = ("marked content within marked content", "outside marked content")


def joined_or_refused(data: bytes) -> bytes | None:
    """The whole with a file as its annex; None where it is refused, by name and with advice."""
    refused: OscbError | None = None
    try:
        whole, problems, laid = annexed.joined(data, report=SMALL)
    except OscbError as error:
        refused = error
    if refused is not None:
        assert "report-1.pdf" in refused.message
        assert refused.remedy
        return None
    with pikepdf.open(BytesIO(whole)) as pdf:
        assert len(pdf.pages) == laid.total > laid.pages
    assert all(found.message and found.remedy for found in problems)
    return whole


needs_corpus = pytest.mark.skipif(not FILES, reason="the corpus is not here")


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_file_of_the_corpus_is_joined_or_refused(path: Path) -> None:
    data = path.read_bytes()
    begun = time.monotonic()
    made = joined_or_refused(data)
    assert time.monotonic() - begun < 10
    if made is not None:
        with pikepdf.open(BytesIO(made)) as pdf:
            assert "/AcroForm" not in pdf.Root
        assert [found for found in tag_faults(made) if not found.endswith(OWN)] == []


@needs_corpus
def test_most_of_the_corpus_is_joined() -> None:
    """Only what is damaged beyond repair, locked, no PDF, or shown by one program is refused."""
    refused: dict[str, str] = {}
    for path in FILES:
        try:
            inspect_annex(path.read_bytes(), path.name)
        except OscbError as error:
            refused[path.name] = error.code
    codes = Counter(refused.values())
    assert codes.pop("annex-xfa") == 2
    assert set(codes) == {"annex-damaged", "annex-password", "annex-not-pdf"}
    assert codes.total() <= len(FILES) * 0.13


@pytest.fixture(scope="module")
def sound() -> list[bytes]:
    form = annexed.changed(annexed.plain(1), annexed.with_form)
    return [annexed.tagged(SMALL), form]


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_damaged_file_never_brings_the_export_down(
    sound: list[bytes], data: st.DataObject
) -> None:
    broken = bytearray(data.draw(st.sampled_from(sound)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(broken) - 1))
        if data.draw(st.booleans()):
            broken[at] = data.draw(st.integers(0, 255))
        else:
            del broken[at : at + data.draw(st.integers(1, 200))]
        if not broken:
            return
    joined_or_refused(bytes(broken))


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_values_of_the_wrong_kind_never_bring_the_export_down(data: st.DataObject) -> None:
    """Any value in any dictionary of the file is exchanged for any other kind of thing."""
    source = data.draw(
        st.sampled_from(
            [annexed.tagged(SMALL), annexed.changed(annexed.plain(1), annexed.with_form)]
        )
    )
    with pikepdf.open(BytesIO(source)) as pdf:
        root = pdf.Root  # an exchange may take it out of reach
        holders = [
            found
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and len(list(found.keys()))
        ]
        for _ in range(data.draw(st.integers(1, 4))):
            holder = data.draw(st.sampled_from(holders))
            key = data.draw(st.sampled_from(sorted(holder.keys())))
            if key == "/Length":
                continue
            kinds = [
                7, -3.5, True, pikepdf.String("x"), pikepdf.Name("/X"), pikepdf.Array(),
                pikepdf.Dictionary(), pikepdf.Array([pikepdf.Array()]), holders[0], root,
            ]  # fmt: skip
            holder[key] = data.draw(st.sampled_from(kinds))
        out = BytesIO()
        try:
            with warnings.catch_warnings(action="ignore"):
                pdf.save(out, deterministic_id=True)
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return
    joined_or_refused(out.getvalue())


def test_a_page_made_to_fill_the_memory_is_refused() -> None:
    def swell(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        packer = zlib.compressobj(9)
        data = b"".join(packer.compress(bytes(10_000_000)) for _ in range(30)) + packer.flush()
        page.Contents = pikepdf.Stream(pdf, data)
        page.Contents.Filter = Name.FlateDecode

    tagged = annexed.changed(annexed.tagged(SMALL), swell)
    assert len(tagged) < 1_000_000
    with pytest.raises(OscbError, match=r"report-1\.pdf"):
        annexed.joined(tagged, report=SMALL)

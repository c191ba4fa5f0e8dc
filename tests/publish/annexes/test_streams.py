"""Whatever state a page of an annex leaves, what follows on it stands where it should."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image

from oscb_desktop.publish.annexes.streams import Settler
from tests.publish import annexed
from tests.publish.annexes import marked
from tests.publish.reading import tag_faults

TAGGED = b"/P <</MCID 0>> BDC BT /F1 14 Tf 72 700 Td (Tagged words) Tj ET EMC "


def tagged(code: bytes) -> marked.Change:
    """Make a tagged page of one paragraph of the operators given."""

    def change(pdf: pikepdf.Pdf) -> None:
        page: Any = pdf.pages[0].obj
        page.Contents = pdf.make_stream(code)
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
        words = Dictionary(Type=Name.StructElem, S=Name.P, P=root, Pg=page, K=0)
        root.K, tree.K = Array([pdf.make_indirect(words)]), Array([root])
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = tree, Dictionary(Marked=True)

    return change


def foot(data: bytes, at: int) -> bytes:
    """The lower right corner of a page as it is painted."""
    with pypdfium2.PdfDocument(data) as pdf:
        picture: Image.Image = pdf[at].render(scale=1).to_pil()
    return picture.convert("RGB").crop((400, 790, 595, 842)).tobytes()


LEFT = {
    "open states": b"q 0.5 0 0 0.5 0 0 cm q 1 0 0 -1 0 842 cm " + TAGGED,
    "closed too often": TAGGED + b"Q Q 2 0 0 2 0 0 cm",
    "open text": b"2 0 0 2 9 9 cm /P <</MCID 0>> BDC BT /F1 9 Tf 40 300 Td (Tagged words) Tj EMC",
    "open marks": b"0.1 0 0 0.1 0 0 cm /Artifact BMC EMC " + TAGGED + b"/Artifact BMC",
    "marks closed too often": TAGGED + b"EMC EMC",
    "render mode and colours": b"1 0 0 rg 3 Tr 0.1 w " + TAGGED + b"0 0 1 rg 3 Tr 50 Tz 9 Ts",
}


@pytest.mark.parametrize("state", LEFT)
def test_the_number_of_a_page_stands_at_its_foot_whatever_state_was_left(state: str) -> None:
    sound, _, laid = annexed.joined(marked.page(tagged(TAGGED)), draft=True)
    data, problems, _ = annexed.joined(marked.page(tagged(LEFT[state])), draft=True)
    at = laid.covers[0] + 1
    assert foot(data, at) == foot(sound, at)
    assert tag_faults(data) == []
    assert "annex-looks-different" not in {found.code for found in problems}


OPERATORS = st.sampled_from(
    ["q", "Q", "BT", "ET", "/Span BMC", "/P <</MCID 3>> BDC", "EMC", "0 g", "/OC /M BDC", "/X Do"]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(OPERATORS, max_size=30), st.booleans())
def test_nothing_is_open_in_what_was_settled_and_nothing_closed_that_is_not(
    words: list[str], off: bool
) -> None:
    with pikepdf.new() as pdf:
        page: Any = pdf.add_blank_page().obj
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG))
        setting = Dictionary(OFF=Array([layer] if off else []))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=setting)
        page.Resources = Dictionary(Properties=Dictionary(M=layer))
        page.Contents = pdf.make_stream(" ".join(words).encode())
        Settler(pdf).settle_page(page)
        left = [str(held.operator) for held in pikepdf.parse_content_stream(page)]
        again = page.Contents.read_bytes()
        Settler(pdf).settle_page(page)
        assert page.Contents.read_bytes() == again, "what is in order stays as it is"
    depth = dict.fromkeys(("q", "BT", "BMC"), 0)
    opens = {"q": "q", "BT": "BT", "BMC": "BMC", "BDC": "BMC"}
    closes = {"Q": "q", "ET": "BT", "EMC": "BMC"}
    for operator in left:
        if operator in opens:
            depth[opens[operator]] += 1
        elif operator in closes:
            depth[closes[operator]] -= 1
        assert min(depth.values()) >= 0
    assert not any(depth.values())


def _all_indirect(pdf: pikepdf.Pdf) -> None:
    """Give every value that may be one an object of its own (ISO 32000-1, 7.3.10)."""
    kept = {
        "/Length",
        "/Filter",
        "/DecodeParms",
        "/Type",
        "/Kids",
        "/Count",
        "/Parent",
        "/Pages",
        "/Root",
        "/Size",
    }

    def walk(holder: Any) -> None:
        if isinstance(holder, Array):
            for at, value in enumerate(list(holder)):
                if isinstance(value, pikepdf.Object) and not value.is_indirect:
                    walk(value)
                    holder[at] = pdf.make_indirect(value)
        elif isinstance(holder, Dictionary):
            for key in set(holder.keys()) - kept:
                value = holder[key]
                if isinstance(value, pikepdf.Object) and not value.is_indirect:
                    walk(value)
                    holder[key] = pdf.make_indirect(value)

    for found in list(pdf.objects):
        walk(found)


def test_a_file_whose_values_are_all_objects_of_their_own_is_joined() -> None:
    """Such values belong to the annex's file, and must be copied when they are used in ours."""

    def links(pdf: pikepdf.Pdf) -> None:
        marked.annotated("Square", IC=Array([0, 0, 0]), Contents=pikepdf.String("A box"))(pdf)

    source = annexed.changed(annexed.changed(annexed.tagged(), links), _all_indirect)
    with pikepdf.open(BytesIO(source)) as pdf:
        assert pdf.Root.get("/Lang").is_indirect  # type: ignore[union-attr]
    data, problems, laid = annexed.joined(source)
    assert tag_faults(data) == []
    assert not {"annex-looks-different", "annex-repaired"} & {found.code for found in problems}
    plain, _, _ = annexed.joined(annexed.changed(annexed.tagged(), links))
    with pypdfium2.PdfDocument(data) as one, pypdfium2.PdfDocument(plain) as other:
        for at in range(laid.covers[0] + 1, laid.total):
            texts = [pdf[at].get_textpage().get_text_range() for pdf in (one, other)]
            assert texts[0] == texts[1] != ""

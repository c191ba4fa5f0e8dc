"""The fingerprint of an annex: the same wherever it stands, another for whatever is seen of it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from oscb_desktop.publish.annexes import likeness_of_file, likenesses
from oscb_desktop.publish.annexes.likeness import NotAsJoined, faults_of_annexes
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.publish.pdf.sheets import begins_on
from tests.publish import annexed
from tests.publish.samples import sample


def _nested(pdf: pikepdf.Pdf) -> None:
    """Forms within forms, as deep as a PDF/A file may have them and deeper."""
    look: Any = pikepdf.Stream(pdf, b"0 0 20 20 re f")
    for _ in range(60):
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
        inner = pdf.make_indirect(look)
        look = pikepdf.Stream(pdf, b"/Inner Do")
        look.Resources = Dictionary(XObject=Dictionary(Inner=inner))
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary(Inner=look.Resources.XObject.Inner)
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n/Inner Do")


def _with_nothing(pdf: pikepdf.Pdf) -> None:
    font = next(iter(dict(pdf.pages[0].Resources.Font).values()))
    font.Widths = Array([None, 1, 2])


def _in_one_place(pdf: pikepdf.Pdf) -> None:
    """Pages and what they draw with the very same resources."""
    page = pdf.pages[0].obj
    shared = page.Resources
    shared.Font = pdf.make_indirect(shared.Font)
    form = pikepdf.Stream(pdf, b"0 0 10 10 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 10, 10])
    form.Resources = Dictionary(Font=shared.Font)
    shared.XObject = Dictionary(Form=pdf.make_indirect(form))
    for one in pdf.pages:
        one.obj.Resources = shared


def _by_number(pdf: pikepdf.Pdf) -> None:
    """Names and numbers that are objects of their own."""
    for page in pdf.pages:
        page.obj.Rotate = pdf.make_indirect(90)
    font = next(iter(dict(pdf.pages[0].Resources.Font).values()))
    font.Encoding = pdf.make_indirect(Name.WinAnsiEncoding)


def _made(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    return annexed.changed(annexed.plain(), change)


FILES: dict[str, Callable[[], bytes]] = {
    "plain": annexed.plain,
    "turned": lambda: annexed.plain(3, turn=90, size=(300, 180)),
    "tagged": annexed.tagged,
    "a form": lambda: _made(annexed.with_form),
    "a publication of ours": lambda: annexed.joined(annexed.tagged(), annexed.plain())[0],
    "nested": lambda: _made(_nested),
    "nothing": lambda: _made(_with_nothing),
    "shared": lambda: _made(_in_one_place),
    "by number": lambda: _made(_by_number),
}


@pytest.mark.parametrize("name", FILES)
def test_an_annex_has_one_fingerprint_wherever_it_stands(name: str) -> None:
    data = FILES[name]()
    whole, problems, laid = annexed.joined(annexed.plain(1), data)
    assert not [held for held in problems if held.code == "annex-looks-different"]
    (_, other) = annexed.printed([annexed.plain(1), data])
    spans = [(laid.covers[0] + 1, 1), (laid.covers[1] + 2, other.pages)]
    found = likenesses(_again(whole), spans, "")
    assert found == [
        likeness_of_file(annexed.plain(1), "a.pdf", "Annex A"),
        likeness_of_file(data, "b.pdf", "Annex B"),
    ]
    assert len(set(found)) == 2


def test_what_a_record_says_of_pages_that_are_not_there_is_told() -> None:
    whole, _, laid = annexed.joined(annexed.plain(2))
    first = laid.covers[0] + 1
    with pikepdf.open(BytesIO(whole)) as pdf:
        count = len(pdf.pages)
        looks = likenesses(whole, [(first, 2)], "")
        assert not list(faults_of_annexes(pdf, [(first, 2)], looks, ""))
        for spans in ([(first, 10**15)], [(-5, 2)], [(0, 1)], [(count, 1)], [(first, 1)], []):
            assert list(faults_of_annexes(pdf, spans, looks, ""))
        assert list(faults_of_annexes(pdf, [(first, 2)], looks, "NOT FOR PUBLICATION"))
        assert list(faults_of_annexes(pdf, [(first, 2)], [], ""))


@pytest.mark.parametrize("deep", [False, True])
def test_a_structure_that_goes_round_ends(deep: bool) -> None:
    whole, _, laid = annexed.joined(annexed.plain(2))
    first = laid.covers[0] + 1
    looks = likenesses(whole, [(first, 2)], "")
    with pikepdf.open(BytesIO(whole)) as pdf:
        part = next(kid for kid in pdf.Root.StructTreeRoot.K.K if Name.Part == kid.S)
        round_ = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=part))
        round_.K = Array([part.K[-1], round_] if deep else [round_])
        part.K.append(round_)
        assert list(faults_of_annexes(pdf, [(first, 2)], looks, ""))
        if not deep:  # nothing stands in it: whoever looks for that must not go round
            with pytest.raises(ValueError, match="twice"):
                begins_on(round_, None)


def test_drafts_are_not_final() -> None:
    whole, _, laid = annexed.joined(annexed.plain(2), draft=True)
    with pytest.raises(NotAsJoined):
        likenesses(whole, [(laid.covers[0] + 1, 2)], "")


def test_stamps_are_in_the_fonts_of_the_report() -> None:
    whole, _, laid = annexed.joined(annexed.tagged(sample()))
    first = laid.covers[0] + 1
    with pikepdf.open(BytesIO(whole)) as pdf:
        count = len(pdf.pages) - first
        page = pdf.pages[first].obj
        page.Resources.Font.OSCBRegular = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Symbol
        )
        whole = save(pdf)
    with pytest.raises(NotAsJoined):
        likenesses(whole, [(first, count)], "")


def _again(data: bytes) -> bytes:
    """Write a file once more, as it is when its record is put in."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return save(pdf)

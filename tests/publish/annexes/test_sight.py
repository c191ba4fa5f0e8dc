"""What a reader sees of an annex: compared page by page, and the words that nobody sees told."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont

from oscb_desktop.base.problems import Cancelled, Problem
from oscb_desktop.publish.annexes import PageText, inspect_annex
from oscb_desktop.publish.pdf.viewing import View
from tests.publish import annexed
from tests.publish.annexes import marked


def looked_at(data: bytes) -> tuple[PageText, dict[str, Problem]]:
    """The words of a file's first page, and what is said of it by code."""
    found = inspect_annex(data, "a.pdf")
    return found.texts[0], {held.code: held for held in found.problems}


def box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.XObject = Dictionary(F=marked.form(pdf, b"0 g 60 490 300 40 re f"))


def noise(pdf: pikepdf.Pdf) -> None:
    picture: Any = pdf.make_stream(bytes(at * 37 % 256 for at in range(300)))
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    picture.Width = picture.Height = 10
    picture.BitsPerComponent, picture.ColorSpace = 8, Name.DeviceRGB
    pdf.pages[0].obj.Resources.XObject = Dictionary(I=picture)


def see_through(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary(ca=0, CA=0))


def cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 600, 595, 842])


PAINT = marked.painted
HIDDEN = {
    "black box": [PAINT(marked.words(after="0 g 60 490 300 40 re f"))],
    "white box": [PAINT(marked.words(after="1 g 60 490 300 40 re f"))],
    "white words": [PAINT(marked.words(before="1 g"))],
    "nearly white": [PAINT(marked.words(before="0.98 g"))],
    "black on black": [PAINT(marked.words(before="0 g 60 490 300 40 re f"))],
    "never painted": [PAINT(marked.words(before="3 Tr"))],
    "see-through": [see_through, PAINT(marked.words(before="q /G gs", after="Q"))],
    "cut off": [PAINT(marked.words(before="q 0 0 9 9 re W n", after="Q"))],
    "beyond the edge": [PAINT(b"BT /F1 20 Tf 700 500 Td (SECRET words) Tj ET")],
    "cropped": [cropped, PAINT(marked.words())],
    "minute": [PAINT(b"BT /F1 0.4 Tf 72 500 Td (SECRET words) Tj ET")],
    "under a picture": [noise, PAINT(marked.words(after="q 300 0 0 60 60 480 cm /I Do Q"))],
    "under a form": [box, PAINT(marked.words(after="/F Do"))],
}  # fmt: skip


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("way", HIDDEN)
def test_words_that_nobody_sees_are_told_however_they_are_hidden(way: str, turn: int) -> None:
    def rotate(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Rotate = turn

    text, said = looked_at(marked.page(*HIDDEN[way], rotate))
    assert text == PageText("Public words", marked.SECRET)
    assert marked.SECRET in said["annex-hidden-text"].message
    assert "page 1" in said["annex-hidden-text"].message
    assert "annex-looks-different" not in said


SEEN = {
    "plain": [PAINT(marked.words())],
    "white on black": [PAINT(marked.words(before="0 g 60 490 300 40 re f 1 g"))],
    "light grey": [PAINT(marked.words(before="0.8 g"))],
    "a frame": [PAINT(marked.words(after="60 490 300 40 re S"))],
    "over a picture": [noise, PAINT(marked.words(before="q 300 0 0 60 60 480 cm /I Do Q"))],
    "outlines": [PAINT(marked.words(before="1 Tr"))],
    "small print": [PAINT(b"BT /F1 4 Tf 72 500 Td (SECRET words) Tj ET")],
}  # fmt: skip


@pytest.mark.parametrize("way", SEEN)
def test_words_that_are_seen_are_not_said_to_be_hidden(way: str) -> None:
    text, said = looked_at(marked.page(*SEEN[way]))
    assert text == PageText(f"Public words {marked.SECRET}", "")
    assert "annex-hidden-text" not in said


def test_a_part_of_a_line_can_be_hidden() -> None:
    text, _ = looked_at(marked.page(PAINT(marked.words(after="0 g 70 490 82 40 re f"))))
    assert text == PageText("Public words words", "SECRET")


def scan(*, covered: bool) -> bytes:
    """A scanned page with the words that a scanner read, as a box was put on it or not."""
    picture = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((150, 200), "Scanned words", fill="black", font=ImageFont.load_default(50))
    if covered:
        pen.rectangle((140, 190, 352, 270), fill="black")
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG")

    def change(pdf: pikepdf.Pdf) -> None:
        held: Any = pikepdf.Stream(pdf, jpeg.getvalue())
        held.Type, held.Subtype, held.Filter = Name.XObject, Name.Image, Name.DCTDecode
        held.Width, held.Height, held.BitsPerComponent = 1240, 1754, 8
        held.ColorSpace = Name.DeviceRGB
        page: Any = pdf.pages[0].obj
        page.Resources.XObject = Dictionary(I=held)
        words = b"BT 3 Tr /F1 23 Tf 72 727 Td (Scanned words) Tj ET"
        page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q " + words)

    return marked.page(change)


def test_words_of_a_scan_are_seen_where_there_is_ink() -> None:
    assert looked_at(scan(covered=False))[0] == PageText("Scanned words", "")
    assert looked_at(scan(covered=True))[0] == PageText("words", "Scanned")


def test_a_page_that_looks_other_than_it_did_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a fault of our own would make it: an overlay that is forgotten."""
    source = annexed.changed(annexed.plain(2), annexed.with_form)
    monkeypatch.setattr("oscb_desktop.publish.annexes.cleaning._overlay", lambda _: None)
    _, problems, _ = annexed.joined(source)
    (said,) = [held for held in problems if held.code == "annex-looks-different"]
    assert "(page 1)" in said.message
    assert said.place.section == "Annex A"


def test_pages_are_compared_stamps_and_all() -> None:
    _, problems, _ = annexed.joined(annexed.tagged(), annexed.plain(3, turn=90), draft=True)
    codes = {held.code for held in problems}
    assert not codes & {"annex-looks-different", "annex-hidden-text", "annex-not-compared"}


def test_a_file_that_pdfium_cannot_open_is_said_not_to_be_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = marked.page()
    whole = View.__init__

    def refuse(self: View, data: bytes) -> None:
        whole(self, b"" if data == source else data)

    monkeypatch.setattr(View, "__init__", refuse)
    assert "annex-not-compared" in looked_at(source)[1]


def test_looking_can_be_cancelled_between_pages() -> None:
    told: list[float] = []

    def stop(part: float, _words: str) -> None:
        told.append(part)
        if part > 0.7:
            raise Cancelled

    with pytest.raises(Cancelled):
        inspect_annex(annexed.plain(8), "a.pdf", stop)
    assert told == sorted(told)
    assert told[-1] < 0.9


def test_words_of_a_form_are_among_those_that_are_seen() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        marked.field(pdf, 0, FT=Name.Tx, V=String("Filled in"))

    assert looked_at(marked.page(fill))[0] == PageText("Public words Filled in", "")


def test_plain_words_on_a_page_as_large_as_a_wall_are_seen() -> None:
    """PDF's largest page is 14,400 points wide: shown whole, 14 points are one pixel."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_400, 14_400))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = pdf.pages[0]
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream(b"BT /F1 14 Tf 72 720 Td (Public text of the annex) Tj ET")
    out = BytesIO()
    pdf.save(out)
    text, told = looked_at(out.getvalue())
    assert text == PageText("Public text of the annex", "")
    assert "annex-hidden-text" not in told

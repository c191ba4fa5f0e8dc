"""Annotations and fields that leave their look to the viewer are printed as a viewer shows them."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from page import ValidationProfile, validate_pdf_bytes
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.publish.annexes import inspect_annex
from tests.publish import annexed
from tests.publish.annexes import marked
from tests.publish.reading import tag_faults

LEFT, BOTTOM, RIGHT, TOP = marked.AROUND
CORNERS = Array([LEFT, TOP, RIGHT, TOP, LEFT, BOTTOM, RIGHT, BOTTOM])
LINE = (LEFT, (TOP + BOTTOM) / 2, RIGHT, (TOP + BOTTOM) / 2)
BLACK = Array([0, 0, 0])


def shown(*changes: marked.Change) -> Image.Image:
    """The page of an annex in the whole, in points from its upper left."""
    data, _, laid = annexed.joined(marked.page(*changes))
    assert tag_faults(data) == []
    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[laid.covers[0] + 1].render(scale=1).to_pil().convert("RGB")


def dark(picture: Image.Image, left: float, bottom: float, right: float, top: float) -> float:
    """The part of a rectangle that is darker than half grey."""
    cut = picture.convert("L").crop((int(left), 842 - int(top), int(right), 842 - int(bottom)))
    return sum(cut.histogram()[:128]) / (cut.width * cut.height)


COVERS = {
    "Square": {"IC": BLACK, "C": BLACK},
    "Circle": {"IC": BLACK, "C": BLACK},
    "Polygon": {
        "IC": BLACK,
        "Vertices": Array([LEFT, BOTTOM, RIGHT, BOTTOM, RIGHT, TOP, LEFT, TOP]),
    },
    "PolyLine": {"C": BLACK, "Vertices": Array(list(LINE)), "BS": Dictionary(W=40)},
    "Line": {"C": BLACK, "L": Array(list(LINE)), "BS": Dictionary(W=40)},
    "Ink": {"C": BLACK, "InkList": Array([Array(list(LINE))]), "BS": Dictionary(W=40)},
    "Highlight": {"C": BLACK, "QuadPoints": CORNERS},
    "FreeText": {"C": BLACK, "DA": String("/Helv 12 Tf 0 g"), "Contents": String("note")},
}


@pytest.mark.parametrize("kind", COVERS)
def test_a_mark_without_a_look_covers_what_it_covers_for_a_viewer(kind: str) -> None:
    source = marked.page(marked.painted(marked.words()), marked.annotated(kind, **COVERS[kind]))
    picture = shown(marked.painted(marked.words()), marked.annotated(kind, **COVERS[kind]))
    assert dark(picture, LEFT + 25, BOTTOM + 14, RIGHT - 25, TOP - 14) > 0.97
    found = inspect_annex(source, "a.pdf")
    assert marked.SECRET in found.texts[0].hidden
    assert "annex-looks-different" not in {held.code for held in found.problems}


@pytest.mark.parametrize("kind", ["Underline", "StrikeOut", "Squiggly"])
def test_a_line_at_words_leaves_them_to_be_read(kind: str) -> None:
    changes = (
        marked.painted(marked.words()),
        marked.annotated(kind, C=Array([1, 0, 0]), QuadPoints=CORNERS),
    )
    red, green, _ = shown(*changes).crop((LEFT, 842 - TOP, RIGHT, 842 - BOTTOM)).split()
    assert ImageChops.subtract(red, green).getextrema()[1] > 90
    assert inspect_annex(marked.page(*changes), "a.pdf").texts[0].hidden == ""


REFUSED = {
    "Stamp": ({"Name": Name.Approved}, "annex-mark"),
    "Caret": ({}, "annex-mark"),
    "Line": ({"L": Array(list(LINE)), "LE": Array([Name("/None"), Name.Diamond])}, "annex-mark"),
    "Polygon": ({"Vertices": Array([1, 2])}, "annex-mark"),
    "FreeText": ({"CL": Array([1, 2, 3, 4])}, "annex-mark"),
    "Redact": ({"IC": BLACK}, "annex-redaction"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_mark_that_cannot_be_drawn_as_its_author_sees_it_is_refused(kind: str) -> None:
    more, code = REFUSED[kind]
    with pytest.raises(UnreadableError, match=r"a\.pdf .* page 1") as refused:
        inspect_annex(marked.page(marked.annotated(kind, **more)), "a.pdf")
    assert refused.value.code == code
    assert refused.value.remedy


@pytest.mark.parametrize("flags", [2, 32])
def test_a_mark_that_is_hidden_is_neither_drawn_nor_refused(flags: int) -> None:
    picture = shown(marked.annotated("Stamp", F=flags), marked.annotated("Square", F=flags))
    assert dark(picture, *marked.AROUND) == 0


def test_a_mark_with_a_look_of_its_own_is_drawn_as_that() -> None:
    def look(pdf: pikepdf.Pdf) -> None:
        drawn = marked.form(pdf, b"1 0 0 rg 0 0 595 842 re f")
        marked.annotated("Stamp", AP=Dictionary(N=drawn))(pdf)

    assert shown(look).getpixel((LEFT + 5, 842 - TOP + 5)) == (255, 0, 0)


def test_what_is_drawn_keeps_the_whole_within_both_standards() -> None:
    """ISO 14289-1 and ISO 19005-2, level A."""
    marks = ("Square", "Line", "Ink", "Highlight", "Polygon")
    changes = [marked.annotated(kind, **COVERS[kind], Contents=String(kind)) for kind in marks]
    source = annexed.tagged()
    for change in (*changes, marked.layered(b"/OC /M BDC 0 0 9 9 re f EMC")):
        source = annexed.changed(source, change)
    data, problems, _ = annexed.joined(source)
    for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A):
        assert validate_pdf_bytes(data, profile=profile).failures == []
    assert not {found.code for found in problems} & {"annex-not-archival", "annex-not-accessible"}


# Fields of forms


def read(change: marked.Change) -> str:
    return inspect_annex(marked.page(change), "a.pdf").texts[0].seen


@pytest.mark.parametrize("asked", [False, True])
def test_values_are_printed_as_a_viewer_shows_them(asked: bool) -> None:
    """Single and several lines, a comb, choices; a secret one as stars."""

    def fill(pdf: pikepdf.Pdf) -> None:
        marked.field(pdf, 0, FT=Name.Tx, V=String("One line"))
        long = String("Several lines that are too long for the width of this field, of course")
        marked.field(pdf, 1, FT=Name.Tx, Ff=1 << 12, V=long)
        marked.field(pdf, 2, FT=Name.Tx, Ff=1 << 24, MaxLen=8, V=String("COMB"))
        pairs = Array(
            [Array([String("n"), String("North")]), Array([String("s"), String("South")])]
        )
        marked.field(pdf, 3, FT=Name.Ch, Ff=1 << 17, Opt=pairs, V=String("s"))
        marked.field(pdf, 4, FT=Name.Tx, Ff=1 << 13, V=String("hidden"))
        pdf.Root.AcroForm.NeedAppearances = asked

    text = read(fill)
    for words in ("One line", "Several lines that are too long", "of course", "South", "******"):
        assert words in text
    assert "COMB" in text.replace(" ", "")
    assert "hidden" not in text


def test_a_look_that_is_out_of_date_is_drawn_anew_where_the_form_says_so() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        old = marked.form(pdf, b"BT /F1 12 Tf 72 610 Td (Old value) Tj ET")
        marked.field(pdf, 0, FT=Name.Tx, V=String("New value"), AP=Dictionary(N=old))
        pdf.Root.AcroForm.NeedAppearances = True

    assert read(fill) == "Public words New value"


def test_ticks_and_radio_buttons_are_printed_where_they_are_on() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        cross = Dictionary(CA=String("8"))
        square = Array([72, 540, 92, 560])
        marked.field(pdf, 0, FT=Name.Btn, Rect=square, MK=cross, V=Name.Yes, AS=Name.Yes)
        group = pdf.make_indirect(
            Dictionary(FT=Name.Btn, Ff=1 << 15, T=String("group"), V=Name.b, Kids=Array())
        )
        pdf_form: Any = pdf.Root.AcroForm
        pdf_form.Fields.append(group)
        for at, state in enumerate((Name.Off, Name.b)):
            place = Array([72 + 40 * at, 480, 92 + 40 * at, 500])
            dot = Dictionary(CA=String("l"))
            kid = marked.field(pdf, 1, Parent=group, Rect=place, MK=dot, AS=state)
            group.Kids.append(kid)

    picture = shown(fill)
    assert dark(picture, 72, 540, 92, 560) > 0.05
    assert dark(picture, 72, 480, 92, 500) == 0
    assert dark(picture, 112, 480, 132, 500) > 0.1


def test_a_button_that_is_on_by_a_name_that_nobody_can_draw_is_refused() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        off = Dictionary(Off=marked.form(pdf, b""))
        marked.field(pdf, 0, FT=Name.Btn, V=Name.Odd, AS=Name.Odd, AP=Dictionary(N=off))

    with pytest.raises(UnreadableError) as refused:
        inspect_annex(marked.page(fill), "a.pdf")
    assert refused.value.code == "annex-mark"


def test_signatures_and_empty_fields_need_no_look() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        marked.field(pdf, 0, FT=Name.Sig, V=Dictionary(Type=Name.Sig), Rect=Array([0, 0, 0, 0]))
        marked.field(pdf, 1, FT=Name.Tx)

    assert read(fill) == "Public words"


def test_a_field_that_is_in_no_form_is_printed_as_well() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        marked.field(pdf, 0, FT=Name.Tx, V=String("In no form"))
        pdf.Root.AcroForm.Fields = Array()

    with warnings.catch_warnings(action="ignore"):
        data = marked.page(fill)
    assert inspect_annex(data, "a.pdf").texts[0].seen == "Public words In no form"


def test_fonts_that_only_a_field_is_set_in_are_named() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        marked.field(pdf, 0, FT=Name.Tx, V=String("In Helvetica"))

    data = annexed.changed(annexed.tagged(), fill)
    said = {held.code: held for held in inspect_annex(data, "a.pdf").problems}
    assert "Helvetica" in said["annex-fonts"].message


def test_xfa_forms_and_portfolios_are_refused_with_what_to_do() -> None:
    def xfa(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))

    def portfolio(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Collection = Dictionary(Type=Name.Collection)

    for change, code, words in ((xfa, "annex-xfa", "XFA"), (portfolio, "annex-portfolio", "port")):
        with pytest.raises(UnreadableError, match=words) as refused:
            inspect_annex(marked.page(change), "a.pdf")
        assert refused.value.code == code
        assert refused.value.remedy


def test_what_the_whole_holds_of_a_form_is_what_is_seen_of_it() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        marked.field(pdf, 0, FT=Name.Tx, Ff=1 << 13, V=String("PASSWORD"))

    data, _, _ = annexed.joined(marked.page(fill))
    assert b"PASSWORD" not in marked.everything(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/AcroForm" not in pdf.Root

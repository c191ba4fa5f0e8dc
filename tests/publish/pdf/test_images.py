"""Pictures in a PDF: the very bytes that were kept, and no other picture under their name."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from oscb_desktop.publish.pdf.images import bare_of, is_named_for_itself
from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.typeset.galley import picture_name
from oscb_desktop.report.content.pictures import picture_of
from oscb_desktop.report.publication.composition import PrintedPicture
from oscb_desktop.words.pictures import read_picture
from tests import photos
from tests.publish import samples
from tests.publish.any_report import PICTURES, SHOWN

KEPT = {held.sha256: PICTURES[held.sha256] for held in SHOWN}


def images(pdf: pikepdf.Pdf) -> dict[str, Any]:
    return {
        name: image
        for page in pdf.pages
        for name, image in page.obj.Resources.get("/XObject", {}).items()
    }


def printed(*pictures: Any) -> pikepdf.Pdf:
    blocks = [
        PrintedPicture(id=f"p{at}", caption="", alt="A park", picture=held, share=20)
        for at, held in enumerate(pictures)
    ]
    report = samples.composition(samples.part("a", "A", *blocks))
    report.pictures.adopt(PICTURES)
    return pikepdf.open(BytesIO(lay_out(report, draft=False).pdf))


def one(data: bytes) -> tuple[pikepdf.Pdf, str, Any]:
    picture = PICTURES.take(data)
    pdf = printed(picture)
    name = picture_name(picture.sha256)
    return pdf, name, images(pdf)[name]


def test_pictures_of_every_kind_come_out_byte_for_byte_and_once() -> None:
    with printed(*SHOWN, *SHOWN) as pdf:
        found = images(pdf)
        assert {name.removeprefix("/P"): bare_of(image) for name, image in found.items()} == KEPT
        assert all(is_named_for_itself(name, image) for name, image in found.items())


def mask(pdf: pikepdf.Pdf, image: Any) -> None:
    image.SMask = pdf.make_stream(b"")


def other_size(_: pikepdf.Pdf, image: Any) -> None:
    image.Width = 3


def other_colours(_: pikepdf.Pdf, image: Any) -> None:
    image.ColorSpace = Name.DeviceCMYK


def other_filter(_: pikepdf.Pdf, image: Any) -> None:
    image.Filter = Name.LZWDecode


def other_depth(_: pikepdf.Pdf, image: Any) -> None:
    image.BitsPerComponent = 2


def other_data(_: pikepdf.Pdf, image: Any) -> None:
    image.write(b"x", filter=image.Filter)


def other_rows(_: pikepdf.Pdf, image: Any) -> None:
    image.DecodeParms = Dictionary(Predictor=1)


def nothing_said(_: pikepdf.Pdf, image: Any) -> None:
    del image.Filter


CHANGES = [
    *(mask, other_size, other_colours, other_filter, other_depth, other_data, other_rows),
    nothing_said,
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("data", [photos.bare(), read_picture(photos.photo(), "a").data])
def test_a_picture_that_could_look_otherwise_is_another_one(data: bytes, change: Any) -> None:
    pdf, name, image = one(data)
    with pdf:
        assert is_named_for_itself(name, image)
        change(pdf, image)
        assert not is_named_for_itself(name, image)


def test_a_palette_that_is_another_one_makes_another_picture() -> None:
    pdf, name, image = one(read_picture(photos.noted_png(), "few colours").data)
    with pdf:
        assert is_named_for_itself(name, image)
        kind, base, last, colours = list(image.ColorSpace)
        image.ColorSpace = Array([kind, base, last, pikepdf.String(bytes(len(bytes(colours))))])
        assert not is_named_for_itself(name, image)
        image.ColorSpace = Array([kind, base, 0, colours])
        assert not is_named_for_itself(name, image)


def test_what_is_no_image_is_no_picture() -> None:
    with pikepdf.new() as pdf:
        assert bare_of(Dictionary()) == b""
        assert bare_of(None) == b""
        assert bare_of(pdf.make_stream(photos.bare())) == b""
    name = picture_name(picture_of(photos.bare()).sha256)
    assert not is_named_for_itself(name.removeprefix("/P"), Dictionary())

"""Pictures taken in: nothing of them but what is seen, from files, Word and the web."""

from base64 import b64encode
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from oscb_desktop.base.bare_pictures import is_bare, read_bare, stripped_png
from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.publish.web.html import write_html
from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.content.blocks import Paragraph, PictureBlock
from oscb_desktop.report.content.pictures import Pictures
from oscb_desktop.report.publication.composition import (
    Composition,
    PrintedParagraph,
    PrintedPicture,
)
from oscb_desktop.words.docx import read_docx
from oscb_desktop.words.html import read_html
from oscb_desktop.words.pictures import PRINTED, read_picture
from oscb_desktop.words.shape import plain
from tests import photos
from tests.publish import samples
from tests.words.word_documents import body, run, saved

# A Word file takes its time; the longer profile tries as many more of them.
FEW = settings(max_examples=settings().max_examples // 5)
PRIVATE = (photos.CAMERA, photos.NOTED, "GPS", "Exif", "ICC_PROFILE")
PIXEL = (
    '<w:drawing><wp:inline xmlns:wp="urn:wp"><wp:extent cx="{cx}" cy="9"/>'
    '<wp:docPr id="1" name="p" descr="A park"/><a:graphic xmlns:a='
    '"http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic '
    'xmlns:pic="urn:pic"><pic:blipFill><a:blip r:embed="rIdP" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>{crop}</pic:blipFill>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)


def holds(data: bytes, words: str) -> bool:
    ways = ("utf-8", "utf-16-le", "utf-16-be")
    return any(words.encode(way) in data for way in ways)


@pytest.mark.parametrize("data", [photos.photo(), photos.noted_png(), photos.noted_png("RGBA")])
def test_nothing_that_a_telephone_notes_comes_along(data: bytes) -> None:
    made = read_picture(data, "photo").data
    assert is_bare(made)
    assert [words for words in PRIVATE if holds(made, words)] == []
    assert any(holds(data, words) for words in PRIVATE)


@pytest.mark.parametrize(("turned", "size"), [(1, (160, 90)), (6, (90, 160)), (3, (160, 90))])
def test_a_photo_stands_as_it_is_meant_to_be_seen(turned: int, size: tuple[int, int]) -> None:
    made = Image.open(BytesIO(read_picture(photos.photo(turned=turned), "photo").data))
    assert made.size == size
    corner = {1: (5, 5), 6: (size[0] - 5, 5), 3: (size[0] - 5, size[1] - 5)}[turned]
    red, green, _ = made.convert("RGB").getpixel(corner)
    assert red > 180 > green


MODES = ("RGB", "RGBA", "L", "LA", "P", "1", "CMYK")
NO_SUCH = {  # as a picture of this kind never notes its colours
    "PNG": ("CMYK",), "JPEG": ("RGBA", "LA", "P"), "GIF": ("CMYK",), "BMP": ("LA", "CMYK"),
    "TIFF": (),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(kind, mode) for kind, no in NO_SUCH.items() for mode in MODES if mode not in no],
)
def test_every_way_of_noting_colours_is_taken(mode: str, kind: str) -> None:
    out = BytesIO()
    photos.painted(mode=mode).save(out, kind)
    held = read_bare(read_picture(out.getvalue(), "picture").data)
    assert (held.width, held.height) == (160, 90)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "TIFF", "WEBP"])
def test_the_first_of_several_pictures_is_taken_and_that_is_told(kind: str) -> None:
    read = read_picture(photos.moving(kind), "park.gif")
    assert [found.code for found in read.problems] == ["picture-one-of-several"]
    assert "park.gif" in read.problems[0].message
    assert Image.open(BytesIO(read.data)).convert("RGB").getpixel((9, 9)) == (255, 255, 255)
    pasted = read_html(shown_in_html(photos.moving(kind), kind.lower()))
    assert [found.code for found in pasted.problems] == ["paste-one-of-several"]


def test_what_a_telephone_keeps_behind_a_photo_is_left_behind_untold() -> None:
    out = BytesIO()
    photo, depth = photos.painted(), photos.painted(colour="#000")
    photo.save(out, "MPO", save_all=True, append_images=[depth])
    read = read_picture(out.getvalue(), "photo.jpg")
    assert read.problems == ()
    assert read_bare(read.data).kind == "jpeg"


def test_what_is_clear_is_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (9, 9), (255, 0, 0, 0)).save(out, "PNG")
    made = Image.open(BytesIO(read_picture(out.getvalue(), "logo.png").data))
    assert made.convert("RGB").getpixel((4, 4)) == (255, 255, 255)


def test_a_large_picture_is_brought_to_what_print_needs() -> None:
    held = read_bare(read_picture(photos.photo((4000, 3000)), "photo").data)
    assert (held.width, held.height) == (PRINTED[0], PRINTED[0] * 3 // 4)


def test_what_a_report_keeps_is_not_written_a_second_time() -> None:
    for data in (photos.photo(), photos.noted_png(), photos.DRAWING):
        once = read_picture(data, "picture").data
        assert read_picture(once, "picture").data == once


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (photos.of_size(60_000, 60_000), "picture-too-large"),
        (photos.of_size(10_000, 5_001), "picture-too-large"),
        (photos.of_size(100, 100), "not-a-picture"),
        (photos.photo()[:500], "not-a-picture"),
        (b"", "not-a-picture"),
        (b"\x01\x00\x00\x00 EMF", "not-a-picture"),
        (b"<svg", "not-a-picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not-a-picture"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
            b'<g id="a"><use href="#a"/></g></svg>',
            "drawing-too-intricate",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_and_says_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_picture(data, "picture")
    assert refused.value.code == code
    assert refused.value.remedy


def test_a_drawing_is_painted_and_nothing_in_it_is_run_or_fetched() -> None:
    hostile = photos.DRAWING.replace(
        b"<rect",
        b'<script>alert(1)</script><image href="file:///etc/hostname" width="9" height="9"/>'
        b"<metadata>Ryan at Elm House</metadata>"
        b'<style>@import url("http://example.org/a.css");</style><rect onload="alert(1)"',
        1,
    )
    plain, made = read_picture(photos.DRAWING, "map.svg"), read_picture(hostile, "map.svg")
    assert made.data == plain.data
    assert made.alt == "Map of the county"
    assert plain.problems == ()
    assert [found.code for found in made.problems] == ["picture-parts-left-out"]
    assert "script" in made.problems[0].message


def test_an_entity_of_a_drawing_is_not_looked_up() -> None:
    data = (
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><text y="9">&a;</text></svg>'
    )
    blank = data.replace(b"&a;", b"")
    assert read_picture(data, "a.svg").data == read_picture(blank, "a.svg").data


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
def test_a_picture_with_anything_else_in_it_is_not_bare(at: int, more: bytes) -> None:
    for data in (read_picture(photos.photo(), "a").data, photos.bare()):
        assert not is_bare(data + more)
        held = BytesIO()
        picture = Image.open(BytesIO(data))
        picture.save(held, picture.format, exif=b"Exif\x00\x00" + more)
        assert not is_bare(held.getvalue())


def test_a_stripped_png_is_the_same_picture() -> None:
    noted = photos.noted_png()
    made = stripped_png(noted)
    assert Image.open(BytesIO(made)).tobytes() == Image.open(BytesIO(noted)).tobytes()


# ---- out to Word and to the web, and read back


@st.composite
def shown(draw: st.DrawFn) -> tuple[Composition, list[PrintedPicture]]:
    """A report of pictures between paragraphs, each with words and a caption or none."""
    pictures = Pictures()
    words = st.from_regex(r"[A-Z][a-z]+( [a-z]+){1,3}", fullmatch=True).filter(
        lambda text: len(text) < 40
    )
    blocks: list[PrintedPicture] = []
    between = [PrintedParagraph(id="p0", number=1, runs=samples.text("We heard of a park."))]
    for at in range(draw(st.integers(1, 3))):
        data = photos.bare(draw(st.sampled_from(("#2a6", "#a26", "#222"))))
        caption = f"Picture {at + 1}: {draw(words)}" if draw(st.booleans()) else ""
        made = PrintedPicture(
            id=f"pic{at}",
            caption=caption,
            alt=draw(words),
            picture=pictures.take(data),
            share=draw(st.integers(2, 20)) * 5,
        )
        blocks.append(made)
    held = [*between, *blocks, replace(between[0], id="p9", number=2)]
    part = samples.part("findings", "Findings", *held)
    return replace(samples.composition(part), pictures=pictures), blocks


def _same(found: list[PictureBlock], printed: list[PrintedPicture]) -> None:
    assert [(block.picture, block.alt, block.share) for block in found] == [
        (block.picture, block.alt, block.share) for block in printed
    ]
    captions = [block.caption.partition(": ")[2] for block in printed]
    assert [block.caption for block in found] == captions


@FEW
@given(shown())
def test_pictures_come_back_from_word_as_they_went(
    made: tuple[Composition, list[PrintedPicture]],
) -> None:
    composition, printed = made
    read = read_docx(write_docx(composition, draft=False), "report.docx")
    found = [block for section in read.sections for block in section.blocks]
    _same([block for block in found if isinstance(block, PictureBlock)], printed)
    assert {composition.pictures[block.picture.sha256] for block in printed} == {*read.pictures}


@FEW
@given(shown())
def test_pictures_come_back_from_the_web_as_they_went(
    made: tuple[Composition, list[PrintedPicture]],
) -> None:
    composition, printed = made
    read = read_html(write_html(composition, draft=False).decode())
    _same([block for block in read.blocks if isinstance(block, PictureBlock)], printed)
    assert len(read.pictures) == len(printed)


# ---- from Word files of others


def with_picture(
    data: bytes, cx: int = 2_743_200, crop: str = "", ending: str = "jpg", drawing: str = ""
) -> bytes:
    """Return a Word file with a picture in its text; the text is some 5,486,400 units wide."""
    drawing = drawing or PIXEL.format(cx=cx, crop=crop)
    passages = (run("We went there."), f"<w:r>{drawing}</w:r>", run("Figure 3: The new park"))
    made = saved(body(*passages, run("And came back.")))
    out = BytesIO()
    with ZipFile(BytesIO(made)) as held, ZipFile(out, "w") as copy:
        for name in held.namelist():
            content = held.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rIdP" Type="http://schemas.openxmlformats.org/'
                    b'officeDocument/2006/relationships/image" Target="media/p.%s"/>'
                    b"</Relationships>" % ending.encode(),
                )
            copy.writestr(name, content)
        copy.writestr(f"word/media/p.{ending}", data)
    return out.getvalue()


def test_a_picture_of_a_word_file_is_taken_with_its_words_caption_and_width() -> None:
    read = read_docx(with_picture(photos.photo()), "theirs.docx")
    (section,) = read.sections
    kinds = [type(block).__name__ for block in section.blocks]
    assert kinds == ["Paragraph", "PictureBlock", "Paragraph"]
    block = section.blocks[1]
    assert isinstance(block, PictureBlock)
    assert (block.alt, block.caption, block.share) == ("A park", "The new park", 50)
    assert not any(holds(data, words) for data in read.pictures for words in PRIVATE)
    assert read.problems == ()


def test_what_was_cut_off_a_picture_stays_behind() -> None:
    crop = '<a:srcRect l="50000" b="50000"/>'
    (data,) = read_docx(with_picture(photos.photo(), crop=crop), "theirs.docx").pictures
    held = Image.open(BytesIO(data)).convert("RGB")
    assert held.size == (80, 45)
    assert held.getpixel((2, 2))[0] < 120  # the red corner was cut off


@pytest.mark.parametrize(
    ("cropped", "size"),
    [
        ('cropleft="32768f" cropbottom="0.5"', (80, 45)),
        ('croptop="-6554f" cropright=".25"', (120, 90)),
        ('cropleft="x"', (160, 90)),
        ("", (160, 90)),
    ],
)
def test_what_was_cut_off_a_picture_of_an_old_file_stays_behind(
    cropped: str, size: tuple[int, int]
) -> None:
    old = (
        '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt="A park"><v:imagedata '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="rIdP" {cropped}/></v:shape></w:pict>'
    )
    (data,) = read_docx(with_picture(photos.photo(), drawing=old), "theirs.docx").pictures
    assert Image.open(BytesIO(data)).size == size


def test_a_picture_in_a_format_that_is_not_taken_is_told() -> None:
    read = read_docx(with_picture(b"\x01\x00\x00\x00 EMF", ending="emf"), "theirs.docx")
    assert [found.code for found in read.problems] == ["picture-not-taken"]
    assert "A park" in read.problems[0].message


def test_a_picture_that_a_web_page_fetches_from_elsewhere_is_told() -> None:
    read = read_html('<p>Here:</p><img src="https://example.org/a.png" alt="A map">')
    assert [found.code for found in read.problems] == ["paste-picture"]
    assert "A map" in read.problems[0].message


# ---- what is left out is told, in Word and on the web alike


def shown_in_html(data: bytes, kind: str = "svg+xml") -> str:
    held = b64encode(data).decode("ascii")
    return f'<p>Here:</p><img alt="A map" src="data:image/{kind};base64,{held}">'


SCRIPTED = photos.DRAWING.replace(b"<rect", b"<script/><rect", 1)
ENDLESS = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>' % (b"<g/>" * 20_001)
LEFT_OUT = [
    (photos.of_size(60_000, 60_000), "picture-too-large"),
    (photos.photo()[:500], "picture-not-taken"),
    (ENDLESS, "drawing-too-intricate"),
    (SCRIPTED, "paste-drawing-parts"),
]


@pytest.mark.parametrize(("data", "code"), LEFT_OUT)
def test_a_picture_of_a_paste_that_is_left_out_is_told(data: bytes, code: str) -> None:
    read = read_html(shown_in_html(data))
    assert [found.code for found in read.problems] == [code]
    assert "A map" in read.problems[0].message
    assert len(read.pictures) == (code == "paste-drawing-parts")


@pytest.mark.parametrize(("data", "code"), LEFT_OUT)
def test_a_picture_of_a_word_file_that_is_left_out_is_told(data: bytes, code: str) -> None:
    read = read_docx(with_picture(data, ending="svg"), "theirs.docx")
    assert [found.code for found in read.problems] == [code]
    assert "A park" in read.problems[0].message


def test_a_picture_whose_letters_are_no_picture_is_told() -> None:
    read = read_html('<img alt="A map" src="data:image/png;base64,AAA">')
    assert [found.code for found in read.problems] == ["picture-not-taken"]


def test_a_figure_of_a_web_page_keeps_what_its_caption_says_of_another() -> None:
    held = shown_in_html(photos.photo(), "jpeg").removeprefix("<p>Here:</p>")
    read = read_html(
        f"<figure>{held}<figcaption>Picture 2: As in Figure 1: a park</figcaption></figure>"
        "<figure><img alt='Gone' src='x.png'><figcaption>What it showed</figcaption></figure>"
    )
    block, words = read.blocks
    assert isinstance(block, PictureBlock)
    assert block.caption == "As in Figure 1: a park"
    assert isinstance(words, Paragraph)
    assert plain(words.runs) == "What it showed"


def test_deep_colours_and_those_of_a_profile_that_cannot_be_followed_are_taken() -> None:
    out = BytesIO()
    Image.new("I;16", (9, 9), 65_535).save(out, "PNG")
    assert Image.open(BytesIO(read_picture(out.getvalue(), "a").data)).getpixel((4, 4)) == 255
    out = BytesIO()
    photos.painted().save(out, "JPEG", icc_profile=b"no profile")
    assert read_bare(read_picture(out.getvalue(), "a").data).kind == "jpeg"


@given(st.data())
def test_a_picture_with_a_palette_keeps_its_colours_and_only_those_seen(
    data: st.DataObject,
) -> None:
    said = data.draw(st.integers(1, 256), "colours of the palette")
    palette = data.draw(st.binary(min_size=3 * said, max_size=3 * said))
    points = bytes(data.draw(st.lists(st.integers(0, 255), min_size=12, max_size=12)))
    held = Image.frombytes("P", (4, 3), points)
    held.putpalette(palette)
    for kind in ("PNG", "GIF", "BMP"):
        out = BytesIO()
        held.save(out, kind)
        with Image.open(BytesIO(out.getvalue())) as meant:
            wanted = meant.convert("RGB").tobytes()
        made = read_picture(out.getvalue(), f"map.{kind}").data
        assert is_bare(made)
        with Image.open(BytesIO(made)) as kept:
            assert kept.convert("RGB").tobytes() == wanted
            palette_kept = bytes(kept.getpalette("RGB") or [])
            unused = palette_kept[3 * len(kept.getcolors() or []) :]
            assert made == out.getvalue() or not any(unused)  # made up to a power of two


def test_a_photo_that_came_as_a_png_is_kept_as_a_photo() -> None:
    out = BytesIO()
    Image.effect_noise((1500, 1000), 60).convert("RGB").save(out, "PNG", dpi=(72, 72))
    assert len(read_picture(out.getvalue(), "a").data) < len(out.getvalue())

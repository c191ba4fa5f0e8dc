"""Pictures of other programs → bare pictures as a report keeps them.

Nothing is carried over but what is seen: it is turned as it is meant to be seen, brought to sRGB
and to what print needs, and written anew. Where and when a photo was taken does not come along.
"""

import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageCms, ImageOps

from oscb_desktop.base.bare_pictures import is_bare, stripped_png
from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, UnreadableError
from oscb_desktop.base.text import listed, say
from oscb_desktop.report.content.documents_read import ReadPicture

PRINTED: Final = (2000, 2900)  # pixels: 300 to the inch on all of a page of A4 within its margins
_MOST_PIXELS: Final = 50_000_000
_MOST_BYTES: Final = 100_000_000
_FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_PHOTOS: Final = ("JPEG", "MPO")  # a telephone's: what stands behind the photo is not for eyes
PARTS, SEVERAL = "picture-parts-left-out", "picture-one-of-several"
_QUALITY: Final = 88
_PACKED: Final = 6  # 9 takes eight times as long, for a fourteenth less
_LARGE: Final = 1_000_000  # bytes of a PNG that is worth trying as a JPEG
_VECTORS: Final = {
    b"\x01\x00\x00\x00": "EMF",
    b"\xd7\xcd\xc6\x9a": "WMF",
    b"\x01\x00\x09\x00": "WMF",
}
_FAULTS: Final = (
    OSError, ValueError, TypeError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError,
    KeyError, ImageCms.PyCMSError,
)  # fmt: skip


Crop = tuple[float, float, float, float]
"""What is cut off at the left, the top, the right and the bottom, as parts of the whole."""


def read_picture(data: bytes, name: str, crop: Crop | None = None) -> ReadPicture:
    """Return a picture of any format that is taken; what was cut off it does not come along.

    Raises ``UnreadableError``, which says what to do instead.
    """
    from oscb_desktop.words.svg import draw_svg

    if len(data) > _MOST_BYTES:
        raise _too_large(name)
    if not is_svg(data):
        made, is_first = _bare(data, name, crop)
        told = (problem(SEVERAL, Place(file=name)),) if is_first else ()
        return ReadPicture(data=made, problems=told)
    drawn = draw_svg(data, name, PRINTED)
    told = (
        (problem(PARTS, Place(file=name), found=listed(drawn.left_out)),) if drawn.left_out else ()
    )
    made, _ = _bare(drawn.data, name, crop)
    return ReadPicture(data=made, alt=drawn.title, problems=told)


def is_vector(data: bytes) -> bool:
    """Say whether some bytes are a drawing in one of Windows' own formats, which is not taken."""
    return any(data.startswith(begin) for begin in _VECTORS)


def is_svg(data: bytes) -> bool:
    """Say whether some bytes are an SVG drawing, or say that they are."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"<") and b"<svg" in head


def _bare(data: bytes, name: str, crop: Crop | None) -> tuple[bytes, bool]:
    """Return a bare picture, and whether it is the first of several that are meant to be seen."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is amiss in a file: it is written anew
            with Image.open(BytesIO(data), formats=_FORMATS) as held:
                if held.width * held.height > _MOST_PIXELS:
                    raise _too_large(name)
                if crop is None and _is_as_kept(held, data):
                    return data, False
                was_jpeg = held.format in _PHOTOS
                is_first = not was_jpeg and bool(getattr(held, "is_animated", False))
                held.draft("RGB", PRINTED)  # a JPEG need not be unpacked larger than it is kept
                return _written(_seen(held, crop), was_jpeg=was_jpeg), is_first
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except _FAULTS as error:
        raise _not_taken(data, name) from error


def _is_as_kept(held: Image.Image, data: bytes) -> bool:
    """Say whether a picture is what a report would keep: it is not written a second time."""
    fits = held.width <= PRINTED[0] and held.height <= PRINTED[1]
    if fits and is_bare(data):
        held.load()  # raises for one whose data are cut short
        return True
    return False


def _seen(held: Image.Image, crop: Crop | None) -> Image.Image:
    """Return a picture as it is meant to be seen: upright, in sRGB, on white, not too large."""
    profile = held.info.get("icc_profile")
    picture = ImageOps.exif_transpose(held)
    if crop is not None:
        left, top, right, bottom = crop
        wide, high = picture.size
        picture = picture.crop(
            (
                round(wide * left),
                round(high * top),
                max(round(wide * (1 - right)), round(wide * left) + 1),
                max(round(high * (1 - bottom)), round(high * top) + 1),
            )
        )
    if picture.mode.startswith(("I", "F")):
        picture = picture.point(lambda value: value / 256).convert("L")
    picture.thumbnail(PRINTED, Image.Resampling.LANCZOS)
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "#ffffff")
        picture.paste(clear, mask=clear.getchannel("A"))
    elif profile and picture.mode in ("RGB", "L", "CMYK"):
        picture = _in_srgb(picture, profile)
    return picture if picture.mode in ("RGB", "L", "P") else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(
            picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture  # a profile that cannot be followed: as programs do that follow none
    return picture if made is None else made


def _written(picture: Image.Image, *, was_jpeg: bool) -> bytes:
    if was_jpeg:
        return _as_jpeg(picture)
    if picture.mode == "RGB":
        picture = _in_few_colours(picture)
    elif picture.mode == "P":
        picture = _of_seen_colours(picture)
    out = BytesIO()
    picture.info = {}
    picture.save(out, "PNG", compress_level=_PACKED)
    made = stripped_png(out.getvalue())
    if len(made) > _LARGE:  # a photo that came as a PNG
        jpeg = _as_jpeg(picture.convert("RGB"))
        return jpeg if len(jpeg) * 2 < len(made) else made
    return made


def _in_few_colours(picture: Image.Image) -> Image.Image:
    """Return a picture of at most 256 colours with a palette of just these, else as it is."""
    colours = picture.getcolors(256)
    if colours is None:
        return picture
    indexed = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=256)
    return indexed if indexed.convert("RGB").tobytes() == picture.tobytes() else picture


def _of_seen_colours(picture: Image.Image) -> Image.Image:
    """Return a picture that has a palette with just those colours of it that are seen."""
    seen = [at for at, count in enumerate(picture.histogram()) if count]
    palette = picture.getpalette("RGB") or []
    if len(palette) < 3 * (seen[-1] + 1):  # the palette does not say every colour
        return _in_few_colours(picture.convert("RGB"))
    numbers = bytearray(256)
    for number, at in enumerate(seen):
        numbers[at] = number
    made = Image.frombytes("P", picture.size, picture.tobytes().translate(numbers))
    kept = b"".join(bytes(palette[3 * at : 3 * at + 3]) for at in seen)
    # A PNG's palette has as many colours as its points have numbers: the rest of them is black.
    room = next(size for size in (2, 4, 16, 256) if len(seen) <= size)
    made.putpalette(kept.ljust(3 * room, b"\0"))
    return made


def _as_jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.info = {}
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _too_large(name: str) -> UnreadableError:
    return UnreadableError(
        say("{name} is larger than 50 million pixels.", name=name),
        say(
            "Make it smaller first, in Photos or Paint: 2,000 pixels across fill the page in print."
        ),
        code="picture-too-large",
    )


def _not_taken(data: bytes, name: str) -> UnreadableError:
    kind = next((kind for begin, kind in _VECTORS.items() if data.startswith(begin)), "")
    if kind:
        message = say("{name} is a drawing in the format {kind}.", name=name, kind=kind)
    else:
        message = say("{name} cannot be read as a picture.", name=name)
    return UnreadableError(
        message,
        say("Save it as PNG, JPEG or SVG in the program it was made with, and use that file."),
        code="not-a-picture",
    )

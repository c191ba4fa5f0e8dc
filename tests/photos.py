"""Pictures for tests: a photo with all that a telephone notes in it, a drawing, bare ones."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from oscb_desktop.words.pictures import read_picture

LOSSLESS = {"WEBP": {"lossless": True}}
CAMERA = "ElmHousePhone"
NOTED = "Ryan at Elm House"
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200">'
    b"<title>Map of the county</title>"
    b'<rect width="300" height="200" fill="#cde"/><circle cx="150" cy="100" r="60" fill="#076"/>'
    b'<text x="110" y="105" font-family="Arial" font-size="20" fill="white">County</text></svg>'
)


def painted(size: tuple[int, int] = (160, 90), mode: str = "RGB", colour: str = "#2a6") -> Image:
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#f40")
    return picture.convert(mode)


def photo(size: tuple[int, int] = (160, 90), turned: int = 1) -> bytes:
    """Return a JPEG with a place, a camera, words and a profile noted in it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9C9C] = turned, CAMERA, NOTED
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (51.0, 45.0, 7.0), "W", (1.0, 15.0, 28.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = BytesIO()
    painted(size).save(out, "JPEG", exif=exif, comment=NOTED.encode(), icc_profile=profile)
    return out.getvalue()


def noted_png(mode: str = "RGB") -> bytes:
    """Return a PNG with words noted in it."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", NOTED)
    words.add_itxt("Comment", NOTED, zip=True)
    out = BytesIO()
    painted(mode=mode).save(out, "PNG", pnginfo=words)
    return out.getvalue()


def of_size(width: int, height: int) -> bytes:
    """Return a small PNG that says it is of a size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    """Return a picture of several, the first of them white."""
    out = BytesIO()
    first, then = Image.new("RGB", (20, 20), "#fff"), Image.new("RGB", (20, 20), "#a26")
    first.save(out, kind, save_all=True, append_images=[then], **LOSSLESS.get(kind, {}))
    return out.getvalue()


def bare(colour: str = "#2a6", mode: str = "RGB", size: tuple[int, int] = (160, 90)) -> bytes:
    """Return a picture as a report keeps it."""
    out = BytesIO()
    painted(size, mode, colour).save(out, "PNG")
    return read_picture(out.getvalue(), "test.png").data

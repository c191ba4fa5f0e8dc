"""Bare pictures as objects of a PDF, and back: their data go in as they are, byte for byte.

So whoever has the file can tell which picture it was, by the hash in its name.
"""

import hashlib
import re
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.pdfbase import pdfdoc

from oscb_desktop.base.bare_pictures import Raster, read_bare, write_png

_NAME: Final = re.compile(r"/P([0-9a-f]{64})")
_SPACES: Final = {1: "/DeviceGray", 3: "/DeviceRGB"}
_PNG_ROWS: Final = 15  # each row says how it is to be filtered: ISO 32000-1, table 10
_KEYS: Final = frozenset({
    "/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/Filter",
    "/DecodeParms", "/Length",
})  # fmt: skip


def image_object(data: bytes) -> pdfdoc.PDFStream:
    """Return a bare picture as an image (ISO 32000-1, 8.9.5). Raises ``ValueError``."""
    held = read_bare(data)
    entries: dict[str, Any] = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": held.width,
        "Height": held.height,
        "BitsPerComponent": held.bits,
        "ColorSpace": _SPACES[held.components],
        "Filter": "/DCTDecode",
    }
    if held.palette:
        last = len(held.palette) // 3 - 1
        entries["ColorSpace"] = f"[/Indexed /DeviceRGB {last} <{held.palette.hex()}>]"
    if held.kind == "png":
        entries["Filter"] = "/FlateDecode"
        entries["DecodeParms"] = (
            f"<</Predictor {_PNG_ROWS} /Colors {held.components} "
            f"/BitsPerComponent {held.bits} /Columns {held.width}>>"
        )
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), held.data, [])


def is_named_for_itself(name: str, image: Any) -> bool:
    """Say whether an image of a page is the picture that its name holds the hash of.

    Whatever could make it look otherwise (a mask, other colours) makes it another one.
    """
    named = _NAME.fullmatch(name)
    return named is not None and hashlib.sha256(bare_of(image)).hexdigest() == named[1]


def bare_of(image: Any) -> bytes:
    """Return an image of a PDF as the bare picture that it was made of, b"" for any other."""
    try:
        return _bare(image)
    except (ValueError, KeyError, AttributeError, TypeError, pikepdf.PdfError):
        return b""


def _bare(image: Any) -> bytes:
    if not isinstance(image, pikepdf.Stream) or set(image.keys()) - _KEYS:
        return b""
    data = image.read_raw_bytes()
    if image.Filter == Name.DCTDecode:
        held = read_bare(data)
        plain = image.ColorSpace == Name(_SPACES[held.components]) and "/DecodeParms" not in image
        same = (int(image.Width), int(image.Height)) == (held.width, held.height)
        return data if plain and same and int(image.BitsPerComponent) == held.bits else b""
    return write_png(_png(image, data)) if image.Filter == Name.FlateDecode else b""


def _png(image: Any, data: bytes) -> Raster:
    space, bits, width = image.ColorSpace, int(image.BitsPerComponent), int(image.Width)
    palette = b""
    if isinstance(space, Array):
        kind, base, last, colours = space
        palette = bytes(colours)
        if (kind, base, int(last)) != (Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1):
            raise ValueError("other colours")
    components = 3 if space == Name.DeviceRGB else 1
    rows = Dictionary(Predictor=_PNG_ROWS, Colors=components, BitsPerComponent=bits, Columns=width)
    if image.DecodeParms != rows or (not palette and space != Name(_SPACES[components])):
        raise ValueError("other rows")
    held = Raster("png", width, int(image.Height), components, bits, palette, data)
    read_bare(write_png(held))
    return held

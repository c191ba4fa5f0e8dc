"""Pictures as objects of a PDF: a council's logo."""

import zlib
from pathlib import Path

from PIL import Image

from oscb_desktop.publish.packing import PackedDocument
from oscb_desktop.report.problems import OscbError


def add_picture(document: PackedDocument, path: Path) -> tuple[int, float]:
    """Add a PNG or JPEG picture, with what is transparent in it; return its number and shape.

    The shape is its width divided by its height. Raises OscbError where it cannot be read.
    """
    try:
        with Image.open(path) as picture:
            clear = picture.has_transparency_data
            whole = picture.convert("RGBA" if clear else "RGB")
    except (OSError, ValueError) as error:
        raise OscbError(
            f"The logo {path.name} cannot be read as a picture.",
            "Use a PNG or JPEG picture, or take the logo out of the theme.",
        ) from error
    mask = ""
    if clear:
        alpha = _add(document, whole.getchannel("A"), "/DeviceGray")
        mask = f" /SMask {alpha} 0 R"
    return _add(document, whole.convert("RGB"), "/DeviceRGB", mask), whole.width / whole.height


def _add(document: PackedDocument, picture: Image.Image, colours: str, mask: str = "") -> int:
    entries = (
        f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} "
        f"/ColorSpace {colours} /BitsPerComponent 8{mask} /Filter /FlateDecode"
    )
    return document.add_stream(zlib.compress(picture.tobytes(), 9), entries, ready=True)

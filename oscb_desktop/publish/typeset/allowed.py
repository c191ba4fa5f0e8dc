"""Text and addresses as other formats than PDF may carry them."""

import re
from typing import Final

# What XML 1.0 (2.2) or HTML does not allow: controls, lone surrogates, non-characters.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
    + "]"
)
# Other addresses, such as javascript:, are printed as words and never followed.
_ADDRESS: Final = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


def allowed(text: str) -> str:
    """Return text without the characters that a document of XML or HTML cannot hold."""
    return _FORBIDDEN.sub("", text)


def label(text: str) -> str:
    """Return text as a PDF names something with it, outside its pages.

    The soft hyphen says where a line may break, and PDFDocEncoding has none (ISO 32000-1, D.3).
    """
    return allowed(text).replace("\N{SOFT HYPHEN}", "")


def is_followed(url: str) -> bool:
    """Tell whether an address is made a link: web, mail or telephone."""
    return bool(_ADDRESS.match(url))

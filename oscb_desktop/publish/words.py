"""Text and addresses as other formats than PDF may carry them."""

import re
from typing import Final

# What neither XML 1.0 (2.2) nor HTML allows: most controls, lone surrogates, non-characters.
_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
# Other addresses, such as javascript:, are printed as words and never followed.
_ADDRESS: Final = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


def allowed(text: str) -> str:
    """Return text without the characters that a document of XML or HTML cannot hold."""
    return _FORBIDDEN.sub("", text)


def is_followed(url: str) -> bool:
    """Tell whether an address is made a link: web, mail or telephone."""
    return bool(_ADDRESS.match(url))

"""Signs of Word's symbol fonts as ordinary characters."""

import re
from functools import cache
from typing import Final

from oscb_desktop.base import resources

_OWN_FIRST: Final = 0xF000  # Word keeps a symbol font's characters from here on (17.3.3.30)
_OWN_LAST: Final = 0xF0FF
_OWN: Final = re.compile(f"[{chr(_OWN_FIRST)}-{chr(_OWN_LAST)}]")


@cache
def _fonts() -> dict[str, dict[str, str]]:
    return resources.load(resources.find("symbols.toml"), dict[str, dict[str, str]])


def is_symbol_font(font: str) -> bool:
    """Say whether a font draws signs in the place of letters."""
    return font.casefold() in _fonts()


def character(code: int, font: str) -> str:
    """Return what a font draws for a number, "" where that is not known."""
    if _OWN_FIRST <= code <= _OWN_LAST:
        code -= _OWN_FIRST
    elif not is_symbol_font(font):  # an ordinary font, and an ordinary character of it
        return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x110000 else ""
    return _fonts().get(font.casefold(), {}).get(f"{code:02X}", "")


def is_own(text: str) -> bool:
    """Say whether text holds characters that mean something in a symbol font alone."""
    return _OWN.search(text) is not None

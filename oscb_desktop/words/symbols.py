"""Signs of Word's symbol fonts, and what is raised or lowered, as ordinary characters."""

import re
from functools import cache
from typing import Final

from oscb_desktop.base import resources

_OWN_FIRST: Final = 0xF000  # Word keeps a symbol font's characters from here on (17.3.3.30)
_OWN_LAST: Final = 0xF0FF
_PLAIN: Final = "0123456789+-\N{MINUS SIGN}=()n"
_ABOVE: Final = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_BELOW: Final = str.maketrans(_PLAIN[:-1], "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ORDINAL = re.compile(r"st|nd|rd|th", re.IGNORECASE)
_SIGNS: Final = {"TM": "\N{TRADE MARK SIGN}", "tm": "\N{TRADE MARK SIGN}"}


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
    return any(_OWN_FIRST <= ord(letter) <= _OWN_LAST for letter in text)


def off_the_line(text: str, raised: int, before: str) -> tuple[str, bool]:
    """Return raised or lowered text as it is written on the line, and whether to tell of it.

    What has no raised form is set apart: a note's mark must never become a digit of the sum before.
    """
    said = text.strip()
    if not said or not any(letter.isalnum() for letter in said):
        return text, False
    if raised > 0 and before[-1:].isdigit() and _ORDINAL.fullmatch(said):
        return text, False  # "10th" is written so
    if raised > 0 and said in _SIGNS:
        return text.replace(said, _SIGNS[said]), False
    changed = said.translate(_ABOVE if raised > 0 else _BELOW)
    if not any(letter.isascii() and letter.isalnum() for letter in changed):
        return text.replace(said, changed), True
    return (f" {text}" if before[-1:].isalnum() and text[0].isalnum() else text), True

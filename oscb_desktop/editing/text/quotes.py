"""Straight quotes typed, and the curly ones that are meant. No Qt."""

from typing import Final

_CURLY: Final = {"'": "‘’", '"': "“”"}
_OPENS_AFTER: Final = frozenset("([{<‘“–—/\u2028")


def curled(sign: str, before: str) -> str:
    """Return a sign as it is meant behind ``before``, the text of its line up to there.

    A quote opens at a line's start, after white space, an opening bracket, a dash or an opening
    quote; else it closes or is an apostrophe. Anything but a straight quote is as it was.
    """
    pair = _CURLY.get(sign)
    if pair is None:
        return sign
    last = before[-1:]
    opens = not last or last.isspace() or last in _OPENS_AFTER
    return pair[0] if opens else pair[1]

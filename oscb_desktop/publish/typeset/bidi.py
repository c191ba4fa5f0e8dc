"""In which order the characters of a line stand where scripts of both directions meet.

The Unicode Bidirectional Algorithm (UAX #9) for text without steering characters, which no page
has: they are taken out where text is set (`typefaces`). Rules are named as they are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from unicodedata import bidirectional

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON"})
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_MIRRORED: Final = {
    **_PAIRS, **{last: first for first, last in _PAIRS.items()},
    "<": ">", ">": "<", "«": "»", "»": "«", "‹": "›", "›": "‹", "≤": "≥", "≥": "≤",
}  # fmt: skip


def is_mixed(text: str) -> bool:
    """Return whether something of a text is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def leads_right_to_left(text: str) -> bool:
    """Return whether a text as a whole goes from right to left (rules P2 and P3)."""
    strong = (kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL"))
    return next(strong, "L") != "L"


def mirror(text: str) -> str:
    """Return a text as it is shown from right to left: brackets face the other way (rule L4)."""
    return "".join(_MIRRORED.get(char, char) for char in reversed(text))


def levels_of(text: str, *, right_to_left: bool) -> list[int]:
    """Return the level of each character: odd ones go from right to left."""
    base = "R" if right_to_left else "L"
    kinds = _weak([bidirectional(char) or "L" for char in text], base)
    _pair(text, kinds, base)
    _settle(kinds, base)
    level = int(right_to_left)
    odd = {"L": 1 + level % 2, "R": 1, "EN": 2, "AN": 2}  # rules I1 and I2
    levels = [(odd[kind] if kind != base else level) for kind in kinds]
    for at in range(len(text.rstrip()), len(text)):  # rule L1
        levels[at] = level
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the places of what has these levels, from the left to the right (rule L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return order


def _weak(kinds: list[str], base: str) -> list[str]:
    """Settle marks, numbers and what stands about numbers (rules W1 to W7)."""
    kinds = ["R" if kind == "AL" else kind for kind in _of_what_is_before(kinds, base)]
    _join_numbers(kinds)
    for places in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        beside = ""
        for at in places:
            if kinds[at] == "ET" and beside == "EN":
                kinds[at] = "EN"
            beside = kinds[at]
    return _of_numbers(kinds, base)


def _join_numbers(kinds: list[str]) -> None:
    """Settle one separator between two numbers as part of them (rule W4)."""
    for at in range(1, len(kinds) - 1):
        around = {kinds[at - 1], kinds[at + 1]}
        if (kinds[at] in ("ES", "CS") and around == {"EN"}) or (
            kinds[at] == "CS" and around == {"AN"}
        ):
            kinds[at] = kinds[at - 1]


def _of_what_is_before(kinds: Iterable[str], base: str) -> Iterator[str]:
    """Yield kinds: marks as what they stand on, numbers after Arabic letters as Arabic (W1, W2)."""
    strong = before = base
    for kind in kinds:
        own = before if kind in ("NSM", "BN") else kind
        if own in ("L", "R", "AL"):
            strong = own
        elif own == "EN" and strong == "AL":
            own = "AN"
        before = own
        yield own


def _of_numbers(kinds: Iterable[str], base: str) -> list[str]:
    """Return kinds: what is left about numbers is neutral, numbers go with Latin (W6, W7)."""
    found: list[str] = []
    strong = base
    for kind in kinds:
        strong = kind if kind in ("L", "R") else strong
        if kind in ("ES", "ET", "CS"):
            found.append("ON")
        else:
            found.append("L" if kind == "EN" and strong == "L" else kind)
    return found


def _pair(text: str, kinds: list[str], base: str) -> None:
    """Settle brackets together with what stands between them (rule N0)."""
    for first, last in _brackets(text, kinds):
        inside = {_strength(kind) for kind in kinds[first + 1 : last]} - {""}
        if not inside:
            continue
        if base not in inside:
            before = (_strength(kind) for kind in reversed(kinds[:first]))
            found = next(filter(None, before), base)
        else:
            found = base
        kinds[first] = kinds[last] = found


def _brackets(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    pending: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if kinds[at] != "ON":
            continue
        if char in _PAIRS:
            pending.append((_PAIRS[char], at))
        elif any(closes == char for closes, _ in pending):
            while pending:
                closes, begun = pending.pop()
                if closes == char:
                    pairs.append((begun, at))
                    break
    return sorted(pairs)


def _strength(kind: str) -> str:
    return kind if kind in ("L", "R") else "R" if kind in ("EN", "AN") else ""


def _settle(kinds: list[str], base: str) -> None:
    """Settle what has no direction of its own by what stands on either side (rules N1 and N2)."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > at:
            before = _strength(kinds[at - 1]) if at else base
            after = _strength(kinds[end]) if end < len(kinds) else base
            kinds[at:end] = [before if before == after else base] * (end - at)
        at = max(end, at + 1)

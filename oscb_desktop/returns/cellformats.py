"""What a number format shows: percentages, pounds, thousands, digits that are always there.

Source: ECMA-376 part 1, 18.8.30 (numFmts) and 18.8.31 (the codes' grammar).
"""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import msgspec

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*](?P<room>.)|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)',
    re.DOTALL,
)
_NUMBER = re.compile(r"[0#?][0#?,.]*")
_FIXED = re.compile(r"(0+)(?:\.(0+))?")
_MARKS = frozenset("0#?.,%@dmyhse/:")
_SCALES = (
    (re.compile(r"(?<![a-z])(?:k|thousands?)(?![a-z])|(?<![\d.,])'?000s?(?![a-z\d])"), 1_000),
    (re.compile(r"(?<![a-z])(?:m|mn|millions?)(?![a-z])"), 1_000_000),
    (re.compile(r"(?<![a-z])(?:bn|billions?)(?![a-z])"), 1_000_000_000),
)
_FOREIGN = re.compile(r"€|\[\$(?!-|£)[^\]]|(?<!\[)\$|\"\s*p\s*\"|\\\\p")
_LONGEST = 250  # characters of a code; Excel allows no more
_MOST_DIGITS = 40
_NO_DIGITS = -1


class Format(msgspec.Struct, frozen=True):
    """What a number format adds to a value.

    ``suffixed`` is 1,000 for `0.0"k"`: 41.4 shows as 41.4k, so that 41,400 is meant. ``shown_in``
    is 1,000 for `0.0,`: 41,400 shows as 41.4, and 41,400 is what is stored and meant.
    ``digits`` are the digits always shown before the point (-1 where they are not fixed) and
    ``decimals`` those behind it; ``before`` and ``behind`` are the words around them.
    """

    percent: bool = False
    currency: bool = False
    suffixed: int = 1
    shown_in: int = 1
    digits: int = _NO_DIGITS
    decimals: int = 0
    before: str = ""
    behind: str = ""
    foreign: bool = False  # another currency than pounds, or pence
    unseen: bool = False  # it shows nothing at all: ";;;"

    def show(self, value: Any) -> str | None:
        """Return a number as the format shows it; None where the format fixes no digits."""
        if self.digits == _NO_DIGITS or isinstance(value, bool):
            return None
        if not isinstance(value, int | float | Decimal):
            return None
        try:
            number = Decimal(repr(value) if isinstance(value, float) else value)
            rounded = number.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        except InvalidOperation:
            return None  # infinite, or too long to be a code
        whole, point, part = f"{abs(rounded):f}".partition(".")
        sign = "-" if rounded < 0 else ""
        return f"{sign}{self.before}{whole.zfill(self.digits)}{point}{part}{self.behind}"


GENERAL = Format()

_KNOWN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_MONEY = frozenset({5, 6, 7, 8, 41, 42, 43, 44})  # in the currency of the country
_POUNDS = frozenset({5, 6, 7, 8, 42, 44})


def numbered(number: int) -> Format:
    """Return the format that every program knows by its number, unless the file defines it."""
    if number in _MONEY:
        return Format(currency=number in _POUNDS)
    return format_of(_KNOWN.get(number, ""))


@lru_cache(maxsize=2_000)
def format_of(code: str) -> Format:
    """Return what a format's code shows of a positive number."""
    if not code or len(code) > _LONGEST or code.casefold() == "general":
        return GENERAL
    marks, words = _first_section(code)
    if re.search(r"[dyhs@]|(?<![a-z])m", marks):
        return GENERAL  # a date, a time or text
    number = _NUMBER.search(marks)
    if not marks and ";" in code:
        return Format(unseen=True)
    currency = any("£" in word for word in words.values()) or "£" in marks
    percent = "%" in marks
    if number is None:
        return Format(percent=percent, currency=currency, foreign=_is_foreign(code))
    held = number[0]
    commas = len(held) - len(held.rstrip(","))
    literal = " ".join(words.values()).casefold()
    suffixed = next((factor for words_of, factor in _SCALES if words_of.search(literal)), 1)
    fixed = _FIXED.fullmatch(held)
    rest = marks[: number.start()] + marks[number.end() :]
    simple = fixed is not None and not rest.strip("\0 ") and len(held) <= _MOST_DIGITS
    return Format(
        percent=percent,
        currency=currency,
        suffixed=1 if commas or percent else suffixed,
        shown_in=1_000**commas,
        digits=len(fixed[1]) if fixed and simple else _NO_DIGITS,
        decimals=len(fixed[2] or "") if fixed and simple else 0,
        before=_joined(words, 0, number.start()) if simple else "",
        behind=_joined(words, number.end(), len(marks)) if simple else "",
        foreign=_is_foreign(code),
    )


def _is_foreign(code: str) -> bool:
    """Whether a format writes dollars, euros or pence; "[$-409]" names a country alone."""
    return "£" not in code and _FOREIGN.search(code) is not None


def _joined(words: dict[int, str], start: int, end: int) -> str:
    return "".join(word for at, word in words.items() if start <= at < end)


def _first_section(code: str) -> tuple[str, dict[int, str]]:
    """Return the part for positive numbers: its marks, and its words by where they stand in it.

    A word stands in the marks as NUL, so that places are kept.
    """
    marks = ""
    words: dict[int, str] = {}
    for token in _TOKEN.finditer(code):
        if token[0] == ";":
            break
        if token[0].casefold() in _MARKS:
            marks += token[0].casefold()
        elif word := _word(token):
            words[len(marks)] = word
            marks += "\0"
    return marks, words


def _word(token: re.Match[str]) -> str:
    """Return what a piece of a code writes as it stands."""
    if token.lastgroup == "bracket":
        return _bracketed(token["bracket"])
    return "" if token.lastgroup == "room" else token[token.lastgroup or 0]


def _bracketed(held: str) -> str:
    """Return the sign of a currency such as [$£-809]; colours and conditions show nothing."""
    return held[1:].partition("-")[0] if held.startswith("$") else ""

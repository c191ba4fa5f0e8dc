"""How values are written: units, thousands separators, decimals, missing symbols.

``shown`` is the one place where a figure becomes text for a reader, on screen or on paper.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import msgspec

from oscb_desktop.report.content.figures import Figure

ABSENT = "–"  # a cell that a return leaves blank
_SCALES = ("thousand", "million", "billion")


class Unit(msgspec.Struct, frozen=True):
    """How one unit is written: ``£44,243 thousand``, ``81.2%``, ``12.5 days``."""

    before: str = ""
    after: str = ""
    most_decimals: int = 2
    even_decimals: bool = False  # money: £12.50, never £12.5

    @property
    def heading(self) -> str:
        """The unit as a column heading gives it, "" where there is none."""
        return f"{self.before}{self.after}".strip()


@lru_cache(1000)
def unit(text: str) -> Unit:
    """Return how a unit's text is written; unknown units follow the number as words."""
    plain = re.sub(r"[\s_\-]+", " ", text.strip().casefold())
    if plain in ("", "number", "count", "no", "no."):
        return Unit()
    if plain in ("%", "percent", "per cent", "percentage"):
        return Unit(after="%", most_decimals=1)
    if re.search(r"£|gbp|pound|sterling", plain):
        scale = next((word for word in _SCALES if word in plain), "")
        if re.search(r"000|\bk\b|£k", plain):
            scale = "thousand"
        if scale:
            return Unit(before="£", after=f" {scale}")
        return Unit(before="£", even_decimals=True)
    return Unit(after=f" {text.strip()}")


def decimals_of(values: Iterable[Decimal | None], how: Unit) -> int:
    """Return how many decimals a column of values needs so that its points line up."""
    needed = 0
    for value in values:
        if value is not None:
            exponent = value.normalize().as_tuple().exponent
            needed = max(needed, -exponent if isinstance(exponent, int) else 0)
    needed = min(needed, how.most_decimals)
    return 2 if how.even_decimals and needed == 1 else needed


def number(value: Decimal, decimals: int) -> str:
    """Return a number with thousands separators, rounded half up, with a true minus sign."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{decimals}f}"
    if text.startswith("-"):
        text = text[1:] if not rounded else "\N{MINUS SIGN}" + text[1:]
    return text


def amount(value: Decimal, how: Unit, decimals: int | None = None) -> str:
    """Return a value with its unit, as a sentence says it: ``−£1,200``, ``£44,243 thousand``."""
    digits = number(value, decimals_of([value], how) if decimals is None else decimals)
    sign = ""
    if digits.startswith("\N{MINUS SIGN}"):
        sign, digits = digits[0], digits[1:]
    return f"{sign}{how.before}{digits}{how.after}"


def shown(figure: Figure, *, with_unit: bool = True, decimals: int | None = None) -> str:
    """Return a figure as a reader sees it; a missing value as its symbol in square brackets."""
    if figure.missing is not None:
        return f"[{figure.missing}]"
    if figure.value is None:
        return ABSENT
    how = unit(figure.unit)
    if with_unit:
        return amount(figure.value, how, decimals)
    plain = decimals_of([figure.value], how) if decimals is None else decimals
    return number(figure.value, plain)

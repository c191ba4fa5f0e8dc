"""The styles of an OpenDocument spreadsheet: number formats, struck and raised, hidden sheets.

Source: OASIS OpenDocument 1.3, part 3, 16 (styles) and 16.29 (data styles).
"""

from functools import cache

import msgspec

from oscb_desktop.returns.cellformats import GENERAL, Format, format_of
from oscb_desktop.returns.markup import Attributes, feed, parser

_DATA = frozenset(
    {"datastyle:number-style", "datastyle:currency-style", "datastyle:percentage-style"}
)


class ShortNames(dict[str, str]):
    """A namespace and a name → the last word of the namespace and the name: table:table-row."""

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        words = space.split(":")
        short = self[name] = f"{words[-2]}:{local}" if len(words) > 2 else local
        return short


class _Style(msgspec.Struct):
    data: str = ""
    parent: str = ""
    raised: bool | None = None  # None: as the parent has it
    struck: bool | None = None


class Styles:
    """Styles by name, taken as they are read."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self._styles: dict[str, _Style] = {}
        self._codes: dict[str, str] = {}
        self._positive: dict[str, str] = {}  # a data style → the one for numbers above zero
        self._data = self._open = self._words = ""
        self._style = ""
        self._family = ""
        self._numbers: dict[tuple[str, str], int] = {}
        self._formats: list[Format] = []
        self._names = ShortNames()
        self.look = cache(self._look)

    def read(self, xml: bytes) -> None:
        """Read a part that holds nothing but styles; raise Refused where it is damaged."""

        def start(name: str, attributes: Attributes) -> None:
            named = {self._names[key]: value for key, value in attributes.items()}
            self.start(self._names[name], named)

        made = parser(start, lambda name: self.end(self._names[name]), spaces=True)
        made.CharacterDataHandler = self.words
        if xml:
            feed(made, xml)

    def start(self, short: str, named: Attributes) -> None:
        """Begin an element."""
        if short == "style:style":
            self._style = named.get("style:name", "")
            self._family = named.get("style:family", "")
            self._styles[self._style] = _Style(
                data=named.get("style:data-style-name", ""),
                parent=named.get("style:parent-style-name", ""),
            )
        elif short == "style:text-properties" and self._style:
            self._text_properties(self._styles[self._style], named)
        elif short == "style:table-properties" and self._family == "table":
            if named.get("table:display") == "false":
                self.hidden_tables.add(self._style)
        elif short in _DATA:
            self._data = named.get("style:name", "")
            self._codes[self._data] = ""
        elif self._data:
            self._part(short, named)

    def words(self, text: str) -> None:
        """Take words within a data style."""
        if self._open:
            self._words += text

    def end(self, short: str) -> None:
        """End an element."""
        if short == "style:style":
            self._style = self._family = ""
        elif short in _DATA:
            self._data = ""
        elif short == self._open:
            word = self._words.replace('"', "")
            self._codes[self._data] += "%" if word.strip() == "%" else f'"{word}"' if word else ""
            self._open = ""

    def formats(self) -> list[Format]:
        """Return the formats by the numbers that were given out so far."""
        return self._formats

    def number(self, style: str, kind: str) -> int:
        """Return the number of what a style shows of a type of value; -1 where it is nothing."""
        kind = kind if kind in ("percentage", "currency") else ""
        known = self._numbers.get((style, kind))
        if known is None:
            shows = self._format(style)
            if kind == "percentage":
                shows = msgspec.structs.replace(shows, percent=True)
            known = -1
            if shows != GENERAL:
                known = len(self._formats)
                self._formats.append(shows)
            self._numbers[style, kind] = known
        return known

    def _format(self, style: str) -> Format:
        for _ in range(20):  # a style may have parents; a damaged one its own child
            held = self._styles.get(style)
            if held is None:
                break
            if held.data:
                data = self._positive.get(held.data, held.data)
                return format_of(self._codes.get(data, ""))
            style = held.parent
        return GENERAL

    def _look(self, style: str) -> tuple[bool, bool]:
        """Return whether a style raises its words, and whether it strikes them through."""
        raised: bool | None = None
        struck: bool | None = None
        for _ in range(20):
            held = self._styles.get(style)
            if held is None:
                break
            raised = held.raised if raised is None else raised
            struck = held.struck if struck is None else struck
            style = held.parent
        return bool(raised), bool(struck)

    @staticmethod
    def _text_properties(style: _Style, named: Attributes) -> None:
        place = named.get("style:text-position")
        if place is not None:
            style.raised = place.startswith("super") or (place[:1].isdigit() and place[0] != "0")
        lines = [named.get(f"style:text-line-through-{of}") for of in ("style", "type")]
        if any(lines):
            style.struck = "none" not in lines

    def _part(self, short: str, named: Attributes) -> None:
        """Take a part of a data style, as the code of the other formats would have it."""
        if short in ("datastyle:text", "datastyle:currency-symbol"):
            self._open, self._words = short, ""
        elif short == "datastyle:number":
            self._codes[self._data] += _code(named)
        elif short == "style:map":
            condition = named.get("style:condition", "").replace(" ", "")
            if condition in ("value()>0", "value()>=0"):
                self._positive[self._data] = named.get("style:apply-style-name", "")


def _code(named: Attributes) -> str:
    """Return the digits of a data style: 0.00, #,##0, or # where they are not fixed."""
    decimals = named.get("datastyle:decimal-places", "")
    least = named.get("datastyle:min-integer-digits", "0")
    if not decimals.isdecimal() or not least.isdecimal():
        return "#"
    whole = "0" * min(int(least), 20) or "#"
    if named.get("datastyle:grouping") == "true":
        whole = f"#,##{whole}"
    kept = named.get("datastyle:min-decimal-places", decimals)
    digit = "0" if kept == decimals else "#"
    point = "." if int(decimals) else ""
    factor = named.get("datastyle:display-factor", "1")
    commas = {"1000": ",", "1000000": ",,"}.get(factor.removesuffix(".0"), "")
    return f"{whole}{point}{digit * min(int(decimals), 20)}{commas}"

"""The styles of an OpenDocument spreadsheet: number formats, struck and raised, hidden sheets.

Source: OASIS OpenDocument 1.3, part 3, 16 (styles) and 16.29 (data styles).
"""

from functools import cache
from typing import Any, TypeAlias

import msgspec
from lxml import etree

from oscb_desktop.returns.archive import Refused
from oscb_desktop.returns.cellformats import GENERAL, Format, format_of

_XMLNS = "urn:oasis:names:tc:opendocument:xmlns"
_STYLE, _TABLE = f"{{{_XMLNS}:style:1.0}}", f"{{{_XMLNS}:table:1.0}}"
_NUMBER = f"{{{_XMLNS}:datastyle:1.0}}"
_DATA = (f"{_NUMBER}number-style", f"{_NUMBER}currency-style", f"{_NUMBER}percentage-style")

Element: TypeAlias = "etree._Element"
# Nothing is taken from outside, and no entity is expanded.
SAFELY: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False}


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
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._formats: list[Format] = []
        self.look = cache(self._look)

    def read(self, xml: bytes) -> None:
        """Read a part that holds nothing but styles; raise Refused where it is damaged."""
        if not xml:
            return
        try:
            self.take(etree.fromstring(xml, etree.XMLParser(**SAFELY)))
        except (etree.LxmlError, ValueError) as error:
            raise Refused("return-damaged", why=str(error)[:120]) from error

    def take(self, element: Element) -> None:
        """Take the styles within an element."""
        for style in element.iter(f"{_STYLE}style", *_DATA):
            if style.tag in _DATA:
                self._data(style)
            else:
                self._style(style)

    def _style(self, element: Element) -> None:
        style = _Style(
            data=element.get(f"{_STYLE}data-style-name", ""),
            parent=element.get(f"{_STYLE}parent-style-name", ""),
        )
        name = element.get(f"{_STYLE}name", "")
        self._styles[name] = style
        for part in element.iterchildren(f"{_STYLE}text-properties"):
            _text_properties(style, part)
        for part in element.iterchildren(f"{_STYLE}table-properties"):
            if part.get(f"{_TABLE}display") == "false":
                self.hidden_tables.add(name)

    def _data(self, element: Element) -> None:
        """Take a data style, as the code that the other formats would have for it."""
        name = element.get(f"{_STYLE}name", "")
        code = ""
        for part in element:
            if part.tag in (f"{_NUMBER}text", f"{_NUMBER}currency-symbol"):
                word = "".join(map(str, part.itertext())).replace('"', "")
                code += "%" if word.strip() == "%" else f'"{word}"' if word else ""
            elif part.tag == f"{_NUMBER}number":
                code += _code(part)
            elif part.tag == f"{_STYLE}map":
                condition = part.get(f"{_STYLE}condition", "").replace(" ", "")
                if condition in ("value()>0", "value()>=0"):
                    self._positive[name] = part.get(f"{_STYLE}apply-style-name", "")
        self._codes[name] = code

    def formats(self) -> list[Format]:
        """Return the formats by the numbers that were given out so far."""
        return self._formats

    def number(self, style: str, kind: str, money: str = "") -> int:
        """Return the number of what a style shows of a type of value; -1 where it is nothing.

        ``money`` is another currency than pounds, where the cell names one.
        """
        kind = kind if kind in ("percentage", "currency") else ""
        known = self._numbers.get((style, kind, money))
        if known is None:
            shows = self._format(style)
            if kind == "percentage":
                shows = msgspec.structs.replace(shows, percent=True)
            if money:
                shows = msgspec.structs.replace(shows, currency=False, foreign=True)
            known = -1
            if shows != GENERAL:
                known = len(self._formats)
                self._formats.append(shows)
            self._numbers[style, kind, money] = known
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


def _text_properties(style: _Style, element: Element) -> None:
    place = element.get(f"{_STYLE}text-position")
    if place is not None:
        style.raised = place.startswith("super") or (place[:1].isdigit() and place[0] != "0")
    lines = [element.get(f"{_STYLE}text-line-through-{of}") for of in ("style", "type")]
    if any(lines):
        style.struck = "none" not in lines


def _code(element: Element) -> str:
    """Return the digits of a data style: 0.00, #,##0, or # where they are not fixed."""
    decimals = element.get(f"{_NUMBER}decimal-places", "")
    least = element.get(f"{_NUMBER}min-integer-digits", "0")
    if not decimals.isdecimal() or not least.isdecimal():
        return "#"
    whole = "0" * min(int(least), 20) or "#"
    if element.get(f"{_NUMBER}grouping") == "true":
        whole = f"#,##{whole}"
    kept = element.get(f"{_NUMBER}min-decimal-places", decimals)
    digit = "0" if kept == decimals else "#"
    point = "." if int(decimals) else ""
    factor = element.get(f"{_NUMBER}display-factor", "1")
    commas = {"1000": ",", "1000000": ",,"}.get(factor.removesuffix(".0"), "")
    return f"{whole}{point}{digit * min(int(decimals), 20)}{commas}"

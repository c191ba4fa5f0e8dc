"""The cell styles of an .xlsx: what each shows of a number, and which are struck or raised."""

from oscb_desktop.returns.cellformats import GENERAL, Format, format_of, numbered
from oscb_desktop.returns.markup import Attributes, Local, feed, parser
from oscb_desktop.returns.sheetxml import YES


class Styles:
    """Styles by their number (ECMA-376 part 1, 18.8): only those that show something."""

    def __init__(self, xml: bytes) -> None:
        self.formats: dict[int, Format] = {}
        struck: set[str] = set()
        raised: set[str] = set()
        self._codes: dict[int, str] = {}
        self._fonts: list[set[str]] = []
        self._cells: list[tuple[int, int]] = []
        self._part = ""
        self._local = Local()
        if xml:
            feed(parser(self._start, self._end), xml)
        for style, (code, font) in enumerate(self._cells):
            written = self._codes.get(code)
            shows = numbered(code) if written is None else format_of(written)
            if shows != GENERAL:
                self.formats[style] = shows
            look = self._fonts[font] if 0 <= font < len(self._fonts) else set()
            if "strike" in look:
                struck.add(str(style))
            if "superscript" in look:
                raised.add(str(style))
        self.struck, self.raised = frozenset(struck), frozenset(raised)

    def _start(self, name: str, attributes: Attributes) -> None:
        local = self._local[name]
        if local in ("fonts", "cellXfs"):
            self._part = local
        elif local == "numFmt" and not self._part:
            self._codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif self._part == "cellXfs" and local == "xf":
            self._cells.append((_number(attributes, "numFmtId"), _number(attributes, "fontId")))
        elif self._part == "fonts":
            self._font(local, attributes)

    def _font(self, local: str, attributes: Attributes) -> None:
        if local == "font":
            self._fonts.append(set())
        elif local == "strike" and attributes.get("val", "1") in YES:
            self._fonts[-1].add("strike")
        elif local == "vertAlign":
            self._fonts[-1].add(attributes.get("val", ""))

    def _end(self, name: str) -> None:
        if self._local[name] == self._part:
            self._part = ""


def _number(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isdecimal() else 0

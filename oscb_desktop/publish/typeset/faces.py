"""One style of a typeface whose characters are each drawn by one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFace

from oscb_desktop.base import resources
from oscb_desktop.publish.typeset.bidi import mirror

_MOST = 50_000  # widths that are remembered


class _Widths(dict[str, float]):
    """The widths of texts at size 1, each worked out when it is first asked for."""

    def __init__(self, of_text: Callable[[str], float]) -> None:
        super().__init__()
        self._of_text = of_text

    def __missing__(self, text: str) -> float:
        width = self._of_text(text)
        if len(self) > _MOST:
            self.clear()
        self[text] = width
        return width


class PlainFace:
    """One style of a typeface.

    Text is written as its Unicode code points, two bytes each: the same text is the same bytes in
    every document, so laid-out lines can be kept.
    """

    def __init__(self, file: str, tag: str) -> None:
        self.tag = tag  # the name of the font within a page's resources
        self.metrics: Any = TTFontFace(str(resources.find("fonts", file)))
        glyphs: dict[int, int] = self.metrics.charToGlyph
        self.characters = frozenset(chr(code) for code in glyphs if 0x20 <= code < 0xFFFE)
        self.ascent: float = self.metrics.ascent / 1000
        self._of_characters = {
            chr(code): width / 1000
            for code, width in self.metrics.charWidths.items()
            if code in glyphs
        }
        self.widths = _Widths(self._width)

    def width(self, text: str, size: float) -> float:
        """Return the width of text in points. Every character must be in the face."""
        return self.widths[text] * size

    def show(self, text: str) -> str:
        """Return the operator that shows text in this face."""
        return f"<{text.encode('utf-16-be').hex()}> Tj"

    def code(self, text: str, size: float, rise: float, *, reverse: bool) -> str:  # noqa: ARG002
        """Return the operator that shows text, ``reverse`` from right to left."""
        return self.show(mirror(text) if reverse else text)

    def _width(self, text: str) -> float:
        return float(sum(map(self._of_characters.__getitem__, text)))

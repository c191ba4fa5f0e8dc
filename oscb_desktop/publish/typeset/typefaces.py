"""The typeface of a page: widths of text, characters it lacks, and text as PDF shows it."""

import re
import unicodedata
from functools import cache
from typing import Any, Final

from reportlab.pdfbase.ttfonts import TTFontFace

from oscb_desktop.base import resources
from oscb_desktop.publish.typeset.themes import Fonts

BREAK: Final = "\n"
REPLACEMENT: Final = "[?]"  # printed for a character that the typeface lacks
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks that steer a screen's text layout and have no shape of their own.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text is to be seen, on one line or more."""
    return not _UNSEEN.sub("", _CONTROLS.sub(" ", text)).strip()


class _Widths(dict[str, float]):
    """The widths of texts at size 1, each worked out when it is first asked for."""

    def __init__(self, of_characters: dict[str, float]) -> None:
        super().__init__()
        self._of_characters = of_characters

    def __missing__(self, text: str) -> float:
        width = float(sum(map(self._of_characters.__getitem__, text)))
        if len(self) > 50_000:
            self.clear()
        self[text] = width
        return width


class Face:
    """One style of the typeface.

    Text is written as its Unicode code points, two bytes each: the same text is the same bytes in
    every document, so laid-out lines can be kept.
    """

    def __init__(self, file: str, tag: str) -> None:
        self.tag = tag  # the name of the font within a page's resources
        self.metrics: Any = TTFontFace(str(resources.find("fonts", file)))
        glyphs: dict[int, int] = self.metrics.charToGlyph
        # A line's end is a space to the eye, and a line's end to who copies the text.
        glyphs[ord(BREAK)] = glyphs[ord(" ")]
        self.metrics.charWidths[ord(BREAK)] = self.metrics.charWidths[ord(" ")]
        self.characters = frozenset(
            chr(code) for code in glyphs if 0x20 <= code < 0xFFFE or chr(code) == BREAK
        )
        self.ascent: float = self.metrics.ascent / 1000
        self.widths = _Widths(
            {
                chr(code): width / 1000
                for code, width in self.metrics.charWidths.items()
                if code in glyphs
            }
        )

    def width(self, text: str, size: float) -> float:
        """Return the width of text in points. Every character must be in the face."""
        return self.widths[text] * size

    def show(self, text: str) -> str:
        """Return the operator that shows text in this face."""
        return f"<{text.encode('utf-16-be').hex()}> Tj"


class Faces:
    """The four styles of one typeface."""

    def __init__(self, fonts: Fonts) -> None:
        self.regular = Face(fonts.regular, "F1")
        self.bold = Face(fonts.bold, "F2")
        self.italic = Face(fonts.italic, "F3")
        self.bold_italic = Face(fonts.bold_italic, "F4")
        self.all = (self.regular, self.bold, self.italic, self.bold_italic)
        self._known = frozenset.intersection(*(face.characters for face in self.all))
        self._substitutes: dict[str, str] = {}

    def style(self, bold: bool, italic: bool) -> Face:
        """Return the face of a style."""
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular

    def printable(self, text: str, missing: set[str]) -> str:
        """Return text in characters the typeface has; add to ``missing`` those it lacks.

        Line ends and tabs become spaces. A character without a shape is written in its
        compatible form ("ﬁ" as "fi") where that can be, else as a visible replacement.
        """
        if text.isascii() and text.isprintable():
            return text
        text = _CONTROLS.sub(" ", text)
        if self._known.issuperset(text):
            return text
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
        if self._known.issuperset(text):
            return text
        return "".join(
            char if char in self._known else self._substitute(char, missing) for char in text
        )

    def _substitute(self, char: str, missing: set[str]) -> str:
        found = self._substitutes.get(char)
        if found is None:
            found = unicodedata.normalize("NFKC", char)
            if not self._known.issuperset(found):
                found = REPLACEMENT
            self._substitutes[char] = found
        if found == REPLACEMENT:
            missing.add(char)
        return found


@cache
def load_faces(fonts: Fonts) -> Faces:
    """Return the faces of a theme's fonts, read once in a process."""
    return Faces(fonts)

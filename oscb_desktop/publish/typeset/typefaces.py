"""The typeface of a page: widths of text, characters it lacks, and text as PDF shows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

import regex

from oscb_desktop.publish.typeset.bidi import mirror
from oscb_desktop.publish.typeset.faces import PlainFace
from oscb_desktop.publish.typeset.scripts import (
    Script,
    find_face,
    script_face,
    script_of,
    tagged_face,
)
from oscb_desktop.publish.typeset.shaping import ACTUAL, REVERSED, ShapedFace, marked
from oscb_desktop.publish.typeset.themes import Fonts

BREAK: Final = "\n"
REPLACEMENT: Final = "[?]"  # printed for a character that the typeface lacks
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks that steer a screen's text layout and have no shape of their own.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# Of these, what parts or joins letters: beside such letters it is a matter of spelling.
_JOINERS: Final = "\u200c\u200d"
_STEERS: Final = re.compile(_UNSEEN.pattern.replace("\u200b-\u200f", "\u200b\u200e\u200f"))
_NUMBERS: Final = regex.compile(r"(?:\d\p{M}*+)++|\D+")


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text is to be seen, on one line or more."""
    return not _UNSEEN.sub("", _CONTROLS.sub(" ", text)).strip()


class Part(NamedTuple):
    """Text in one face; ``language`` is "" in the typeface of the page itself."""

    face: PlainFace | ShapedFace
    text: str
    language: str = ""

    @property
    def shaped(self) -> bool:
        """Whether it is a word drawn by glyphs, and not letter by letter."""
        return isinstance(self.face, ShapedFace)

    def code(self, size: float, rise: float = 0.0, *, reverse: bool = False) -> str:
        """Return the operators that show the text, ``reverse`` from right to left."""
        code = self.face.code(self.text, size, rise, reverse=reverse)
        if not self.language and (not reverse or mirror(self.text) == self.text):
            return code
        return marked(REVERSED if reverse else ACTUAL, self.text, self.language, code)


class Face(PlainFace):
    """One style of the typeface of the page, and those of other scripts for what it lacks."""

    def __init__(self, file: str, tag: str, *, bold: bool) -> None:
        super().__init__(file, tag)
        self._bold = bold
        # A line's end is a space to the eye, and a line's end to who copies the text.
        glyphs: dict[int, int] = self.metrics.charToGlyph
        glyphs[ord(BREAK)] = glyphs[ord(" ")]
        self.metrics.charWidths[ord(BREAK)] = self.metrics.charWidths[ord(" ")]
        self.characters |= {BREAK}
        self._of_characters[BREAK] = self._of_characters[" "]

    def parts(self, text: str) -> list[Part]:
        """Return a text in parts of one face each; numbers of other scripts stand alone.

        Where a number stands depends on what is about it, which a word does not (UAX #9).
        """
        if self.characters.issuperset(text):
            return [Part(self, text)]
        found: list[Part] = []
        for script, chars in groupby(self._scripts(text), key=itemgetter(0)):
            held = "".join(char for _, char in chars)
            if script is None:
                found.append(Part(self, held))
                continue
            face, language = script_face(script, bold=self._bold), script.language_of(text)
            found.extend(Part(face, piece, language) for piece in _NUMBERS.findall(held))
        return found

    def _scripts(self, text: str) -> Iterator[tuple[Script | None, str]]:
        script: Script | None = None
        for char in text:
            if char not in _JOINERS:
                script = None if char in self.characters else script_of(char)
            yield script, char

    def _width(self, text: str) -> float:
        try:
            return super()._width(text)
        except KeyError:
            parts = self.parts(text)
            if len(parts) == 1 and parts[0].face is self:
                raise
            return sum(part.face.width(part.text, 1.0) for part in parts)


class Faces:
    """The four styles of one typeface."""

    def __init__(self, fonts: Fonts) -> None:
        self.regular = Face(fonts.regular, "F1", bold=False)
        self.bold = Face(fonts.bold, "F2", bold=True)
        self.italic = Face(fonts.italic, "F3", bold=False)
        self.bold_italic = Face(fonts.bold_italic, "F4", bold=True)
        self.all = (self.regular, self.bold, self.italic, self.bold_italic)
        self._known = frozenset.intersection(*(face.characters for face in self.all))
        self._substitutes: dict[str, str] = {}

    def style(self, bold: bool, italic: bool) -> Face:
        """Return the face of a style."""
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular

    def printable(self, text: str, missing: set[str]) -> str:
        """Return text in characters that can be printed; add to ``missing`` those that cannot.

        Line ends and tabs become spaces. A character without a shape is written in its
        compatible form ("ﬁ" as "fi") where that can be, else as a visible replacement.
        """
        if text.isascii() and text.isprintable():
            return text
        text = _CONTROLS.sub(" ", text)
        if self._known.issuperset(text):
            return text
        text = unicodedata.normalize("NFC", _STEERS.sub("", text))
        found: list[str] = []
        before: Script | None = None
        for char in text:
            if char in _JOINERS:
                found.append(char if before is not None and before.shaped else "")
                continue
            before = self._script_beside(char, before)
            known = before is not None or char in self._known
            found.append(char if known else self._substitute(char, missing))
        return "".join(found)

    def _script_beside(self, char: str, before: Script | None) -> Script | None:
        """Return the script that prints a character after one of another, or of the same."""
        script = None if char in self._known else self._script_of(char)
        if script is not before and unicodedata.category(char)[0] == "M":
            return None  # a mark without the letter that it stands on
        return script

    def _script_of(self, char: str) -> Script | None:
        """Return the script that prints a character, in both its weights."""
        script = script_of(char)
        if script is None or not all(
            char in script_face(script, bold=bold).characters for bold in (False, True)
        ):
            return None
        return script

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

    def others(self, tags: Iterable[str]) -> list[PlainFace | ShapedFace]:
        """Return the faces of other scripts among those that go by some tags."""
        own = {face.tag for face in self.all}
        return [tagged_face(tag) for tag in sorted(set(tags) - own)]

    def find(self, name: str) -> tuple[PlainFace | ShapedFace, Script | None] | None:
        """Return the face whose font has a name, and the script that it is for."""
        for face in self.all:
            if face.metrics.name.decode("ascii") == name:
                return face, None
        return find_face(name)


@cache
def load_faces(fonts: Fonts) -> Faces:
    """Return the faces of a theme's fonts, read once in a process."""
    return Faces(fonts)

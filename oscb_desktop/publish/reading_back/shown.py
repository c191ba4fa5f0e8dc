"""The text that a page of anybody's shows, marked content by marked content.

Each code means what its font says of it: ``ToUnicode``, else the font's encoding (ISO 32000-1,
9.10.2). Words that stand beside what is shown are kept apart from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from oscb_desktop.publish.reading_back.unpacking_pdf import (
    FAULTS,
    codes_of,
    meanings_of,
    strings_shown,
)

_DEEPEST: Final = 12
_ENCODINGS: Final = {"/MacRomanEncoding": "mac_roman"}


class Spoken(NamedTuple):
    """Words beside some content, which are read out in its place, and what the content shows."""

    said: str
    shown: str


class Shown:
    """What a page shows: the text of each marked content, and what is told beside some of it."""

    def __init__(self, page: Any) -> None:
        self.texts: dict[int, str] = {}
        self.spoken: list[Spoken] = []
        self._open: list[_Mark] = []
        self._fonts: dict[tuple[int, int], Mapping[int, str]] = {}
        with suppress(*FAULTS):  # what cannot be read any further is not shown any further
            self._follow(page, page.get("/Resources", Dictionary()), 0)

    def _follow(self, held: Any, resources: Any, depth: int) -> None:
        meanings: Mapping[int, str] = {}
        wide = False
        for instruction in pikepdf.parse_content_stream(held):
            operands: Any = instruction.operands
            name = str(instruction.operator)
            if name in ("BDC", "BMC"):
                self._open.append(_Mark(_properties(operands, resources)))
            elif name == "EMC" and self._open:
                self._close(self._open.pop())
            elif name == "Tf":
                font = resources.get("/Font", Dictionary()).get(str(operands[0]), Dictionary())
                meanings, wide = self._font(font), font.get("/Subtype") == Name.Type0
            elif name in ("Tj", "TJ", "'", '"'):
                parts = (codes_of(part, wide=wide) for part in strings_shown(name, operands))
                self._show(meanings.get(code, "") for code in chain.from_iterable(parts))
            elif name == "Do" and depth < _DEEPEST:
                self._draw(operands[0], resources, depth)

    def _draw(self, name: Any, resources: Any, depth: int) -> None:
        drawn = resources.get("/XObject", Dictionary()).get(str(name))
        if isinstance(drawn, Stream) and drawn.get("/Subtype") == Name.Form:
            self._follow(drawn, drawn.get("/Resources", resources), depth + 1)

    def _show(self, letters: Iterable[str]) -> None:
        text = "".join(letters)
        for mark in self._open:
            mark.shown.append(text)

    def _close(self, mark: _Mark) -> None:
        text = "".join(mark.shown)
        number = mark.properties.get("/MCID")
        if number is not None:
            self.texts[int(number)] = self.texts.get(int(number), "") + text
        said = mark.properties.get("/ActualText")
        if isinstance(said, String):
            self.spoken.append(Spoken(str(said), text))

    def _font(self, font: Any) -> Mapping[int, str]:
        key = font.objgen
        if key not in self._fonts or key == (0, 0):
            self._fonts[key] = meanings_of(font) or dict(_by_encoding(font))
        return self._fonts[key]


class _Mark:
    """Marked content that has begun."""

    def __init__(self, properties: Any) -> None:
        self.properties = properties
        self.shown: list[str] = []


def _properties(operands: Any, resources: Any) -> Any:
    held = operands[-1] if len(operands) > 1 else None
    if isinstance(held, Name):
        held = resources.get("/Properties", Dictionary()).get(str(held))
    return held if isinstance(held, Dictionary) else Dictionary()


def _by_encoding(font: Any) -> Iterator[tuple[int, str]]:
    """Yield what the codes of a simple font mean: by its encoding, and how it differs from that."""
    from reportlab.pdfbase._glyphlist import (  # type: ignore[import-not-found]
        _glyphname2unicode as by_name,
    )

    held = font.get("/Encoding")
    base = held.get("/BaseEncoding") if isinstance(held, Dictionary) else held
    codec = _ENCODINGS.get(str(base), "cp1252")
    yield from ((code, bytes([code]).decode(codec, "ignore")) for code in range(32, 256))
    code = 0
    for part in held.get("/Differences", Array()) if isinstance(held, Dictionary) else ():
        if isinstance(part, Name):
            meant = by_name.get(str(part)[1:])
            yield code, chr(meant) if isinstance(meant, int) else ""
            code += 1
        else:
            code = int(part)

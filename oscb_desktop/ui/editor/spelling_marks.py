"""Unknown words in the text: where they stand, and the waved line painted under them."""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextBlock

from oscb_desktop.editing.text.displays import Face
from oscb_desktop.editing.text.lines import TYPED, Line, held_words, units

Span = tuple[int, int, str]  # start and end in the line, and the words there
_WAVE = 2.0  # px high and a quarter of a wave long


class Unknown(msgspec.Struct, frozen=True):
    """An unknown word: its line by index, and offsets in it."""

    index: int
    start: int
    end: int
    word: str


class UnknownWords:
    """Finds a set of words in lines, each as a whole; what a line held is remembered."""

    def __init__(self) -> None:
        self.words: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        self._found: dict[Line, tuple[tuple[int, int, str], ...]] = {}
        self._ignored: set[tuple[str, int, str]] = set()

    def ignore(self, line: Line, word: str) -> None:
        """Mark a word in this line no more, for as long as the report is open."""
        self._ignored.add((line.block, line.item, word))
        self._found.pop(line, None)

    def use(self, words: Iterable[str]) -> bool:
        """Look for other words; return whether they are others."""
        chosen = frozenset(words)
        if chosen == self.words:
            return False
        self.words = chosen
        self._found = {}
        longest_first = sorted(map(re.escape, chosen), key=len, reverse=True)
        joined = "|".join(longest_first)
        # As the checks split words: not in an address, and not a part of a longer one.
        self._pattern = re.compile(rf"(?<![\w@./:’'‑-])(?:{joined})(?![\w@/])") if chosen else None
        return True

    def in_line(self, line: Line) -> tuple[tuple[int, int, str], ...]:
        """Return start, end and word of each unknown word of a line."""
        if self._pattern is None or line.kind not in TYPED:
            return ()
        held = self._found.get(line)
        if held is None:
            text = held_words(line.runs)
            held = tuple(
                (units(text[: found.start()]), units(text[: found.end()]), found.group())
                for found in self._pattern.finditer(text)
                if (line.block, line.item, found.group()) not in self._ignored
            )
            self._found[line] = held
        return held

    def all_in(self, faces: Sequence[Face]) -> Iterator[Unknown]:
        """Yield every unknown word, in reading order."""
        for index, face in enumerate(faces):
            for start, end, word in self.in_line(face.line):
                yield Unknown(index, start, end, word)


def paint_waves(
    painter: QPainter,
    block: QTextBlock,
    top: float,
    spans: Iterable[tuple[int, int, str]],
    ink: QColor,
) -> None:
    """Paint a waved line under each span of a text block whose layout starts at ``top``."""
    layout = block.layout()
    left = layout.position().x()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.2))
    for start, end, _ in spans:
        if end >= block.length():
            continue  # the text has gone on since
        line = layout.lineForTextPosition(start)
        if not line.isValid():
            continue
        from_x = left + x_of(line, start)
        to_x = left + x_of(line, min(end, line.textStart() + line.textLength()))
        base = top + line.y() + line.ascent() + 2.5
        painter.drawPolyline(_wave(from_x, to_x, base))
    painter.restore()


def x_of(line: object, position: int) -> float:
    """Return how far from the left a character of a line stands, in px."""
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple | list) else found)


def _wave(from_x: float, to_x: float, base: float) -> QPolygonF:
    points = []
    x, high = from_x, False
    while x < to_x:
        points.append(QPointF(x, base + (_WAVE if high else 0.0)))
        x, high = x + _WAVE, not high
    points.append(QPointF(to_x, base))
    return QPolygonF(points)

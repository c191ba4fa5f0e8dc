"""Marks beside the paragraphs that cannot go out as they are, and what they say of them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPalette

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.ui.widgets.shapes import Tone, paint_mark
from oscb_desktop.ui.widgets.tones import tone_of

_ALSO = frozenset({"character-unprintable"})  # told at its place, though it stops nothing
_SIZE = 11.0  # px


class MarginMark(NamedTuple):
    """What is said of a paragraph, and how it is meant."""

    tone: Tone
    words: str


def margin_marks(problems: Iterable[Problem]) -> Mapping[str, MarginMark]:
    """Return the marks by block. ``problems`` are in order, those that block first."""
    found: dict[str, MarginMark] = {}
    for problem in problems:
        if problem.severity is not Severity.BLOCK and problem.code not in _ALSO:
            continue
        block, words = problem.place.block, f"{problem.message} {problem.remedy}"
        held = found.get(block)
        found[block] = (
            MarginMark(tone_of(problem.severity), words)
            if held is None
            else MarginMark(held.tone, f"{held.words}\n\n{words}")
        )
    found.pop("", None)
    return found


def paint_margin_mark(
    painter: QPainter, mark: MarginMark, line_start: QPointF, palette: QPalette
) -> None:
    """Paint a mark at the left edge, on the line whose baseline is at ``line_start``."""
    area = QRectF(1.0, line_start.y() - _SIZE, _SIZE, _SIZE)
    paint_mark(painter, mark.tone, area, palette)

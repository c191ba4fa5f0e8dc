"""Words that somebody commented on: where they stand in a line, and the line painted under them."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock

from oscb_desktop.editing.text.lines import TYPED, Line, units
from oscb_desktop.editing.text.wanted import Wanted
from oscb_desktop.report.content.blocks import Link, Text
from oscb_desktop.report.content.comments import Thread
from oscb_desktop.ui.editor.spelling_marks import Span, x_of

_HELD = "\N{OBJECT REPLACEMENT CHARACTER}"


class CommentedWords:
    """Finds the words that open comments are about; each the first time its block says them."""

    def __init__(self) -> None:
        self._by_block: Mapping[str, tuple[str, ...]] = {}

    def use(self, threads: Iterable[Thread]) -> bool:
        """Mark the words of other comments; return whether they are others."""
        found: dict[str, tuple[str, ...]] = {}
        for thread in threads:
            if thread.open and thread.words:
                found[thread.target] = (*found.get(thread.target, ()), thread.words)
        changed = found != self._by_block
        self._by_block = found
        return changed

    def in_line(self, line: Line) -> tuple[Span, ...]:
        """Return start, end and words of each stretch of a line that is commented on."""
        wanted = self._by_block.get(line.block, ())
        if not wanted or line.kind not in TYPED:
            return ()
        text = "".join(run.text if isinstance(run, Text | Link) else _HELD for run in line.runs)
        spans: list[Span] = []
        for words in wanted:
            (found,) = Wanted(words, match_case=True).found(iter((text,)))
            spans += [
                (units(text[: held.start]), units(text[: held.end]), words) for held in found[:1]
            ]
        return tuple(spans)


def paint_comment_lines(
    painter: QPainter, block: QTextBlock, top: float, spans: Iterable[Span], ink: QColor
) -> None:
    """Paint a line under each span of a text block, also where it goes on in the next line."""
    layout = block.layout()
    left = layout.position().x()
    painter.save()
    painter.setPen(QPen(ink, 2))
    for start, end, _ in spans:
        for at in range(layout.lineCount()):
            line = layout.lineAt(at)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first < last:
                base = top + line.y() + line.ascent() + 3
                painter.drawLine(
                    QLineF(left + x_of(line, first), base, left + x_of(line, last), base)
                )
    painter.restore()

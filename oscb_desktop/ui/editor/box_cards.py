"""Key figures in the editor: boxes side by side, as they are printed."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.displays import BoxesCard
from oscb_desktop.ui.editor.formats import Formats
from oscb_desktop.ui.widgets.look import GRID, mixed

_LARGE = 1.7  # times the text
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_LINES = 2  # of the words below a number
_CLOSE = 0.97  # widths do not shrink quite as sizes do
_FULL = 0.85  # of a line, where its last word would not fit


def boxes_height(formats: Formats) -> float:
    """Return how high a row of boxes is, in px."""
    number = QFontMetricsF(_large(formats)).height()
    return number + _LINES * QFontMetricsF(formats.small).height() + 2 * GRID


def paint_boxes(
    painter: QPainter, area: QRectF, card: BoxesCard, formats: Formats, *, current: bool
) -> None:
    """Paint the boxes; where the caret is on them they have a stronger outline."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    count = len(card.boxes)
    wide = (area.width() - GRID * (count - 1)) / count
    large = fitted(_large(formats), [number for number, _ in card.boxes], wide - 2.5 * GRID)
    for at, (number, label) in enumerate(card.boxes):
        box = QRectF(area.left() + at * (wide + GRID), area.top(), wide, area.height())
        painter.setPen(QPen(formats.accent if current else formats.rule, 2 if current else 1))
        painter.setBrush(mixed(formats.paper, formats.accent, 0.07))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        inside = box.adjusted(1.5 * GRID, GRID, -GRID, -GRID)
        high = QFontMetricsF(_large(formats)).height()
        painter.setPen(formats.accent)
        painter.setFont(large)
        painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), high), _LEFT, number)
        painter.setPen(formats.ink if label else formats.quiet)
        rest = inside.adjusted(0, high, 0, 0)
        _write(painter, formats.small, label or say("No words yet"), rest)
    painter.restore()


def _large(formats: Formats) -> QFont:
    font = QFont(formats.caption)
    font.setPointSizeF(max(font.pointSizeF(), 1.0) * _LARGE)
    return font


def fitted(font: QFont, numbers: list[str], room: float) -> QFont:
    """Return a font in which every number fits: no digit of one may be cut off."""
    widest = max(map(QFontMetricsF(font).horizontalAdvance, numbers), default=0.0)
    if widest > room > 0:
        font.setPointSizeF(font.pointSizeF() * room / widest * _CLOSE)
    return font


def _write(painter: QPainter, font: QFont, text: str, area: QRectF) -> None:
    painter.setFont(font)
    room = area.width() * (_LINES - 1 + _FULL)
    said = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(area, _WRAPPED, said)

"""Severity and outcome as shape + word + colour: never colour alone."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from oscb_desktop.ui.widgets.look import mixed
from oscb_desktop.ui.widgets.theme import DARK, LIGHT
from oscb_desktop.ui.widgets.tones import Tone, tone_of

__all__ = ["MarkLabel", "Tone", "colour", "is_dark", "paint_mark", "tint", "tone_of"]


# Each pair is for light and dark palettes; on their backgrounds both reach 4.5:1.
_COLOURS = {
    Tone.BLOCK: (LIGHT.block, DARK.block),
    Tone.WARN: (LIGHT.warn, DARK.warn),
    Tone.NOTE: ("#1b5fa8", "#8ab8ff"),
    Tone.DONE: (LIGHT.good, DARK.good),
}


def is_dark(palette: QPalette) -> bool:
    """Whether a palette writes light on dark."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def colour(tone: Tone, palette: QPalette) -> QColor:
    """Return a tone's colour for text and marks on a palette's background."""
    light, dark = _COLOURS[tone]
    return QColor(dark if is_dark(palette) else light)


def tint(tone: Tone, palette: QPalette) -> QColor:
    """Return a tone's colour as a quiet background for a palette's own text.

    It is the bright one of the pair, also on light paper, where the dark one looks grey.
    """
    bright = QColor(_COLOURS[tone][1])
    return mixed(palette.color(QPalette.ColorRole.Base), bright, 0.22)


def paint_mark(painter: QPainter, tone: Tone, area: QRectF, palette: QPalette) -> None:
    """Paint a tone's shape: octagon with a bar, triangle, circle with an i, circle with a tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(area.width(), area.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(area.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tone, palette))
    if tone is Tone.BLOCK:
        painter.drawPolygon(_octagon(box))
    elif tone is Tone.WARN:
        painter.drawPolygon(
            QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()])
        )
    else:
        painter.drawEllipse(box)
    ink = QPen(palette.color(QPalette.ColorRole.Base), max(1.2, side / 8))
    ink.setCapStyle(Qt.PenCapStyle.RoundCap)
    ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(ink)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _paint_sign(painter, tone, box)
    painter.restore()


def _paint_sign(painter: QPainter, tone: Tone, box: QRectF) -> None:
    def at(x: float, y: float) -> QPointF:
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height())

    if tone is Tone.BLOCK:
        painter.drawLine(at(0.28, 0.5), at(0.72, 0.5))
    elif tone is Tone.WARN:
        painter.drawLine(at(0.5, 0.4), at(0.5, 0.64))
        painter.drawPoint(at(0.5, 0.83))
    elif tone is Tone.NOTE:
        painter.drawPoint(at(0.5, 0.27))
        painter.drawLine(at(0.5, 0.47), at(0.5, 0.75))
    else:
        painter.drawPolyline(QPolygonF([at(0.29, 0.52), at(0.44, 0.68), at(0.72, 0.34)]))


def _octagon(box: QRectF) -> QPolygonF:
    cut = box.width() * 0.29
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    return QPolygonF(
        [
            QPointF(left + cut, top),
            QPointF(right - cut, top),
            QPointF(right, top + cut),
            QPointF(right, bottom - cut),
            QPointF(right - cut, bottom),
            QPointF(left + cut, bottom),
            QPointF(left, bottom - cut),
            QPointF(left, top + cut),
        ]
    )


class MarkLabel(QWidget):
    """A tone's mark, as high as a line of text."""

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setAccessibleName(tone.word)
        self.setToolTip(tone.word)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return a square of one line's height."""
        side = self.fontMetrics().height()
        return QSize(side, side)

    def set_tone(self, tone: Tone) -> None:
        """Show another tone."""
        self._tone = tone
        self.setAccessibleName(tone.word)
        self.setToolTip(tone.word)
        self.update()

    def data(self) -> Tone:
        """Return the tone that is shown."""
        return self._tone

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        paint_mark(painter, self._tone, QRectF(self.rect()).adjusted(1, 1, -1, -1), self.palette())

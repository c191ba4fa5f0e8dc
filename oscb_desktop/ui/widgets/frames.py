"""The ground of a card: paper with a thin line around it, a tone where it has one, the focus."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen

from oscb_desktop.ui.widgets.contrast import seen_on
from oscb_desktop.ui.widgets.look import hairline, mixed
from oscb_desktop.ui.widgets.shapes import Tone, colour, tint

CORNER = 8.0  # px
_RING = 2  # px: the focus ring, and a frame in a tone
_BAR = 4  # px at the left


def paint_card(
    painter: QPainter,
    area: QRectF,
    palette: QPalette,
    *,
    tone: Tone | None = None,
    focus: bool = False,
    lit: bool = False,
    corner: float = CORNER,
) -> None:
    """Paint a card within ``area``, 2 px in from its edge, which are the focus ring's."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = area.adjusted(2.5, 2.5, -2.5, -2.5)
    base = palette.color(QPalette.ColorRole.Base)
    ground = tint(tone, palette) if tone is not None else base
    if lit:
        ground = mixed(ground, palette.color(QPalette.ColorRole.WindowText), 0.05)
    edge = QPen(colour(tone, palette), _RING) if tone is not None else QPen(hairline(palette), 1)
    painter.setBrush(ground)
    painter.setPen(edge)
    painter.drawRoundedRect(box, corner, corner)
    if focus:
        paint_ring(painter, area, palette, corner)
    painter.restore()


def paint_ring(painter: QPainter, area: QRectF, palette: QPalette, corner: float = CORNER) -> None:
    """Paint the ring of what has the keyboard, just inside ``area``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ring_ink(palette), _RING))
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), corner + 1, corner + 1)
    painter.restore()


def paint_row_focus(
    painter: QPainter, area: QRectF, palette: QPalette, *, chosen: bool, corner: float = 6.0
) -> None:
    """Paint the ring of the row that has the keyboard; a chosen one has paper under it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if chosen:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), _RING))
        painter.drawRoundedRect(area.adjusted(3, 3, -3, -3), corner - 1, corner - 1)
    painter.setPen(QPen(ring_ink(palette), _RING))
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), corner, corner)
    painter.restore()


def ring_ink(palette: QPalette) -> QColor:
    """Return the accent as a ring needs it: seen on paper, in light and in dark."""
    roles = QPalette.ColorRole
    return seen_on(
        palette.color(roles.Accent), palette.color(roles.Base), palette.color(roles.Text)
    )


def paint_bar(painter: QPainter, area: QRectF, palette: QPalette, tone: Tone) -> None:
    """Paint a tone's colour along the left edge of a card, within its corners."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(area.adjusted(2, 2, -2, -2), CORNER, CORNER)
    painter.setClipPath(path)
    painter.fillRect(
        QRectF(area.left() + 2, area.top(), _BAR, area.height()), colour(tone, palette)
    )
    painter.restore()

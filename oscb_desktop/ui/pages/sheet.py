"""A small sheet of paper: a report's first page, or a plain one where there is no picture of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter, QPalette, QPen

from oscb_desktop.ui.widgets.look import GRID, hairline, mixed

SHEET = QSizeF(8 * GRID, 8 * GRID * 297 / 210)  # px: as paper is, ISO 216
_LINES = (0.5, 0.8, 0.7, 0.8, 0.4)  # of the width: what stands for words on a plain sheet


def paint_sheet(
    painter: QPainter, area: QRectF, palette: QPalette, page: QImage | None = None
) -> None:
    """Paint a page within an area; without one, a sheet on which nothing can be read."""
    painter.save()
    if page is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, page)
    else:
        paper, ink = palette.base().color(), palette.text().color()
        painter.fillRect(area, mixed(paper, ink, 0.04))
        _paint_lines(painter, area, QPen(mixed(paper, ink, 0.16), 2))
    painter.setPen(QPen(hairline(palette), 1))
    painter.drawRect(area)
    painter.restore()


def _paint_lines(painter: QPainter, area: QRectF, pen: QPen) -> None:
    painter.setPen(pen)
    left, wide = area.left() + GRID, area.width() - 2 * GRID
    for at, share in enumerate(_LINES):
        y = area.top() + 1.5 * GRID + at * GRID
        painter.drawLine(round(left), round(y), round(left + wide * share), round(y))

"""Rows of two wrapped texts with a mark: how checks and history look in a side panel."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from oscb_desktop.ui.widgets.look import GRID, hairline, scaled
from oscb_desktop.ui.widgets.rows import Ground, Index, PaintedRows
from oscb_desktop.ui.widgets.shapes import Tone

SECOND_ROLE = Qt.ItemDataRole.UserRole + 1  # the quiet text under the first
TONE_ROLE = Qt.ItemDataRole.UserRole + 2  # Tone of the mark, None for no mark
_WRAP = int(Qt.TextFlag.TextWordWrap)
_MARK = 14


class RowDelegate(PaintedRows):
    """Paints such rows as wide as their list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room a row needs at the list's present width."""
        view = option.widget
        wide = (view.viewport().width() if hasattr(view, "viewport") else 30 * GRID) or 30 * GRID
        first, second = self._areas(option.font, index, QRect(0, 0, wide, 0))
        return QSize(20 * GRID, max(first.bottom(), second.bottom()) + GRID)

    def paint_row(self, painter: QPainter, ground: Ground, index: Index) -> None:
        """Paint a row and a thin rule under it."""
        first, second = self._areas(ground.font, index, ground.area)
        # Qt hands a string back for an enumeration of strings.
        tone = index.data(TONE_ROLE)
        if tone is not None:
            top = first.top() + (ground.metrics.height() - _MARK) / 2
            mark = QRectF(ground.area.left() + GRID, top, _MARK, _MARK)
            ground.paint_mark(painter, Tone(tone), mark)
        painter.drawText(first, _WRAP, index.data(Qt.ItemDataRole.DisplayRole))
        painter.setFont(_quiet_font(ground.font))
        painter.setPen(ground.quiet)
        painter.drawText(second, _WRAP, index.data(SECOND_ROLE))
        painter.setPen(hairline(ground.palette))
        painter.drawLine(ground.area.bottomLeft(), ground.area.bottomRight())

    def _areas(self, font: QFont, index: Index, row: QRect) -> tuple[QRect, QRect]:
        left = row.left() + GRID + (_MARK + GRID if index.data(TONE_ROLE) is not None else 0)
        wide = max(row.right() - GRID - left, 6 * GRID)
        first = QFontMetrics(font).boundingRect(
            QRect(left, row.top() + GRID, wide, 10_000),
            _WRAP,
            str(index.data(Qt.ItemDataRole.DisplayRole)),
        )
        second = QFontMetrics(_quiet_font(font)).boundingRect(
            QRect(left, first.bottom() + 3, wide, 10_000), _WRAP, str(index.data(SECOND_ROLE))
        )
        return first, second


def _quiet_font(font: QFont) -> QFont:
    return scaled(font, 0.92)

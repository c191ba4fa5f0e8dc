"""Rows of two wrapped texts with a mark: how checks and history look in a side panel."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from oscb_desktop.ui.look import GRID, hairline, mixed, scaled
from oscb_desktop.ui.marks import Tone, paint_mark

SECOND_ROLE = Qt.ItemDataRole.UserRole + 1  # the quiet text under the first
TONE_ROLE = Qt.ItemDataRole.UserRole + 2  # Tone of the mark, None for no mark
_WRAP = int(Qt.TextFlag.TextWordWrap)
_MARK = 14


class RowDelegate(QStyledItemDelegate):
    """Paints such rows as wide as their list."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room a row needs at the list's present width."""
        view = option.widget
        wide = (view.viewport().width() if hasattr(view, "viewport") else 30 * GRID) or 30 * GRID
        first, second = self._areas(option.font, index, QRect(0, 0, wide, 0))
        return QSize(20 * GRID, max(first.bottom(), second.bottom()) + GRID)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row and a thin rule under it."""
        held = QStyleOptionViewItem(option)
        self.initStyleOption(held, index)
        held.text = ""
        style = held.widget.style() if held.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, held, painter, held.widget)
        selected = bool(held.state & QStyle.StateFlag.State_Selected)
        ink = held.palette.color(
            QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        )
        base = held.palette.color(
            QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base
        )
        first, second = self._areas(held.font, index, held.rect)
        painter.save()
        # Qt hands a string back for an enumeration of strings.
        tone = index.data(TONE_ROLE)
        if tone is not None:
            high = held.fontMetrics.height()
            mark = QRectF(held.rect.left() + GRID, first.top() + (high - _MARK) / 2, _MARK, _MARK)
            if selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(held.palette.color(QPalette.ColorRole.Base))
                painter.drawRoundedRect(mark.adjusted(-2, -2, 2, 2), 4, 4)
            paint_mark(painter, Tone(tone), mark, held.palette)
        painter.setPen(ink)
        painter.setFont(held.font)
        painter.drawText(first, _WRAP, index.data(Qt.ItemDataRole.DisplayRole))
        painter.setFont(_quiet_font(held.font))
        painter.setPen(mixed(base, ink, 0.8))
        painter.drawText(second, _WRAP, index.data(SECOND_ROLE))
        painter.setPen(hairline(held.palette))
        painter.drawLine(held.rect.bottomLeft(), held.rect.bottomRight())
        painter.restore()

    def _areas(
        self, font: QFont, index: QModelIndex | QPersistentModelIndex, row: QRect
    ) -> tuple[QRect, QRect]:
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

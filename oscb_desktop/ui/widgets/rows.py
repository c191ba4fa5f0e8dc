"""Rows painted by hand: the ground and the inks are shared, what stands on them is the kind's."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from oscb_desktop.ui.widgets.frames import paint_row_focus
from oscb_desktop.ui.widgets.look import mixed
from oscb_desktop.ui.widgets.shapes import Tone, paint_mark

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Ground:
    """A row's place, its font, and what can be read on it, chosen or not."""

    area: QRect
    font: QFont
    palette: QPalette
    chosen: bool
    ink: QColor
    quiet: QColor

    @property
    def metrics(self) -> QFontMetrics:
        """The measures of the row's font."""
        return QFontMetrics(self.font)

    def paint_mark(self, painter: QPainter, tone: Tone, box: QRectF) -> None:
        """Paint a mark; on a chosen row with paper under it, so that its colour can be told."""
        if self.chosen:
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette.base())
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 4, 4)
            painter.restore()
        paint_mark(painter, tone, box, self.palette)


class PaintedRows(QStyledItemDelegate):
    """Paints the ground as the style does, and leaves the rest to ``paint_row``."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        held = QStyleOptionViewItem(option)
        self.initStyleOption(held, index)
        held.text = ""
        style = held.widget.style() if held.widget else QApplication.style()
        focused = bool(held.state & QStyle.StateFlag.State_HasFocus)
        held.state &= ~QStyle.StateFlag.State_HasFocus  # its ring is painted below
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, held, painter, held.widget)
        chosen = bool(held.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        ink = held.palette.color(roles.HighlightedText if chosen else roles.Text)
        base = held.palette.color(roles.Highlight if chosen else roles.Base)
        quiet = mixed(base, ink, 0.8)
        painter.save()
        painter.setPen(ink)
        painter.setFont(held.font)
        self.paint_row(
            painter, Ground(held.rect, held.font, held.palette, chosen, ink, quiet), index
        )
        painter.restore()
        if focused:
            paint_row_focus(painter, QRectF(held.rect), held.palette, chosen=chosen)

    def paint_row(self, painter: QPainter, ground: Ground, index: Index) -> None:
        """Paint what a row says."""
        raise NotImplementedError

"""How a row of the outline looks: a shape for the state, the title, the state as a word."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from oscb_desktop.report.document import SectionState
from oscb_desktop.ui.look import GRID, mixed, scaled
from oscb_desktop.ui.marks import Tone, colour
from oscb_desktop.ui.outline.model import STATE_ROLE, state_word

_MARK = 12


class OutlineDelegate(QStyledItemDelegate):
    """Paints outline rows, two lines each."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room a row needs."""
        high = option.fontMetrics.height()
        lines = high if index.data(STATE_ROLE) is None else round(high * 1.95)
        return QSize(20 * GRID, lines + round(1.5 * GRID))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row."""
        held = QStyleOptionViewItem(option)
        self.initStyleOption(held, index)
        held.text = ""
        style = held.widget.style() if held.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, held, painter, held.widget)
        selected = bool(held.state & QStyle.StateFlag.State_Selected)
        palette = held.palette
        ink = palette.color(
            QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        )
        # Qt hands a string back for an enumeration of strings.
        held_state = index.data(STATE_ROLE)
        state = None if held_state is None else SectionState(held_state)
        painter.save()
        inside = held.rect.adjusted(GRID, 0, -GRID, 0)
        painter.setPen(ink)
        painter.setFont(held.font)
        title = index.data(Qt.ItemDataRole.DisplayRole)
        words = inside.adjusted(_MARK + GRID, 0, 0, 0)
        high = held.fontMetrics.height()
        top = inside.top() + round(0.75 * GRID)
        first = QRect(words.left(), top, words.width(), high)
        said = held.fontMetrics.elidedText(title, Qt.TextElideMode.ElideRight, first.width())
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, said)
        if state is not None:
            box = QRectF(inside.left(), top + (high - _MARK) / 2, _MARK, _MARK)
            paint_state(painter, state, box, palette, ink if selected else None)
            base = palette.color(
                QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base
            )
            painter.setPen(mixed(base, ink, 0.8))
            painter.setFont(scaled(held.font, 0.88))
            second = QRect(words.left(), top + high, words.width(), round(high * 0.95))
            painter.drawText(second, Qt.AlignmentFlag.AlignVCenter, state_word(state))
        painter.restore()


def paint_state(
    painter: QPainter, state: SectionState, box: QRectF, palette: QPalette, ink: QColor | None
) -> None:
    """Paint a state's shape: an empty ring, a half-filled ring, a disc with a tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paper = palette.color(QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorRole.Text)
    drawn = ink or (
        colour(Tone.DONE, palette) if state is SectionState.READY else mixed(paper, text, 0.6)
    )
    painter.setPen(QPen(drawn, 1.5))
    ring = box.adjusted(1, 1, -1, -1)
    if state is SectionState.READY:
        painter.setBrush(drawn)
        painter.drawEllipse(ring)
        inner = palette.color(QPalette.ColorRole.Highlight) if ink else paper
        painter.setPen(QPen(inner, 1.6))

        def at(x: float, y: float) -> QPointF:
            return QPointF(box.left() + x * box.width(), box.top() + y * box.height())

        painter.drawPolyline(QPolygonF([at(0.28, 0.52), at(0.44, 0.68), at(0.72, 0.34)]))
    else:
        painter.drawEllipse(ring)
        if state is SectionState.DRAFT:
            painter.setBrush(drawn)
            painter.drawPie(ring, 90 * 16, 180 * 16)
    painter.restore()

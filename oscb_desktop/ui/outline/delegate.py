"""How rows of the outline look: a section's state and title, a block's number and first words."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionViewItem

from oscb_desktop.report.content.document import SectionState
from oscb_desktop.ui.outline.model import ASIDE_ROLE, STATE_ROLE, WORDS_ROLE
from oscb_desktop.ui.outline.words import BlockWords
from oscb_desktop.ui.widgets.look import GRID, mixed, scaled
from oscb_desktop.ui.widgets.rows import Ground, Index, PaintedRows
from oscb_desktop.ui.widgets.shapes import Tone, colour

_MARK = 14
_ROW = 32  # px, at least
_SMALL = 0.92
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class OutlineDelegate(PaintedRows):
    """Paints a section's state, title and paragraph numbers, a block smaller under it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room a row needs."""
        high = option.fontMetrics.height()
        if index.parent().isValid():  # asked for each row there is: nothing is read for it
            return QSize(10 * GRID, round(high * _SMALL) + GRID)
        return QSize(10 * GRID, max(_ROW, high + GRID))

    def paint_row(self, painter: QPainter, ground: Ground, index: Index) -> None:
        """Paint a section's row or a block's."""
        said = index.data(WORDS_ROLE)
        if said is not None:
            _paint_block(painter, ground, said)
            return
        # Qt hands a string back for an enumeration of strings.
        held = index.data(STATE_ROLE)
        state = None if held is None else SectionState(held)
        inside = ground.area.adjusted(GRID // 2, 0, -GRID, 0)
        words = inside.adjusted(_MARK + GRID, 0, 0, 0)
        if state is not None:
            middle = inside.top() + (inside.height() - _MARK) / 2
            box = QRectF(inside.left(), middle, _MARK, _MARK)
            paint_state(painter, state, box, ground.palette, ground.ink if ground.chosen else None)
        aside = str(index.data(ASIDE_ROLE) or "")
        if aside:
            painter.setFont(scaled(ground.font, _SMALL))
            painter.setPen(ground.quiet)
            painter.drawText(words, _MIDDLE | Qt.AlignmentFlag.AlignRight, aside)
            words.setRight(words.right() - painter.fontMetrics().horizontalAdvance(aside) - GRID)
        painter.setFont(scaled(ground.font, 1.0, bold=ground.chosen))
        painter.setPen(ground.ink)
        _draw(painter, words, str(index.data(Qt.ItemDataRole.DisplayRole)))


def _paint_block(painter: QPainter, ground: Ground, said: BlockWords) -> None:
    font = scaled(ground.font, _SMALL, bold=said.strong)
    painter.setFont(font)
    inside = ground.area.adjusted(GRID // 2, 0, -GRID, 0)
    painter.setPen(ground.quiet)
    if said.lead:
        room = QFontMetrics(font).horizontalAdvance(max(said.lead, "00.", key=len))
        lead = QRect(inside.left(), inside.top(), room, inside.height())
        painter.drawText(lead, _MIDDLE, said.lead)
        inside.setLeft(inside.left() + room + GRID // 2)
    if not said.quiet:
        painter.setPen(ground.ink)
    _draw(painter, inside, said.text)


def _draw(painter: QPainter, area: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, _MIDDLE, shown)


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

"""Tables and charts in the editor: a card with the first rows or bars, painted in the text."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from oscb_desktop.base.text import counted, listed, say
from oscb_desktop.editing.text.displays import AnyCard, BoxesCard, Card, PictureCard
from oscb_desktop.ui.editor.box_cards import boxes_height, paint_boxes
from oscb_desktop.ui.editor.formats import Formats
from oscb_desktop.ui.editor.picture_cards import CardImages, paint_picture, picture_height
from oscb_desktop.ui.widgets.look import GRID, mixed

CARD = QTextFormat.ObjectTypes.UserObject.value + 2
_BLOCK = QTextFormat.Property.UserProperty.value + 4
_PAD = 1.5 * GRID
_BETWEEN = 2.0 * GRID  # px between columns
_FIRST_SHARE = 0.36  # of the width that the first column keeps
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def card_format(base: QTextCharFormat, block_id: str) -> QTextCharFormat:
    """Return the format that makes an object character a block's card."""
    made = QTextCharFormat(base)
    made.setObjectType(CARD)
    made.setProperty(_BLOCK, block_id)
    return made


def block_of(held: QTextFormat) -> str:
    """Return the id of the block whose card a format stands for, "" for any other format."""
    return str(held.property(_BLOCK) or "")


class CardPainter(QPyTextObject):
    """Measures and paints cards. ``card_of`` gives a block's card, ``is_current`` its caret."""

    def __init__(self, parent: QObject, card_of: Callable[[str], AnyCard | None]) -> None:
        super().__init__(parent)
        self.images = CardImages()
        self.formats: Formats | None = None
        self.current = ""  # the block whose card the caret is on
        self._card_of = card_of

    def intrinsicSize(self, document: QTextDocument, position: int, held: QTextFormat) -> QSizeF:
        """Return a card's size in px: as wide as the text."""
        card = self._card_of(block_of(held))
        if card is None or self.formats is None:
            return QSizeF(1, 1)
        frame = document.rootFrame().frameFormat()  # comments are marked in the right margin
        margins = frame.leftMargin() + frame.rightMargin() + self.formats.gutter + 2
        wide = max(document.textWidth() - margins, 200.0)
        if isinstance(card, PictureCard):
            return QSizeF(wide, picture_height(card, wide, self.formats))
        if isinstance(card, BoxesCard):
            return QSizeF(wide, boxes_height(self.formats))
        return QSizeF(wide, card_height(card, self.formats))

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        held: QTextFormat,
    ) -> None:
        """Paint a card."""
        card = self._card_of(block_of(held))
        current = block_of(held) == self.current
        if card is None or self.formats is None:
            return
        if isinstance(card, PictureCard):
            area = QRectF(rect)
            paint_picture(painter, area, card, self.formats, self.images, current=current)
        elif isinstance(card, BoxesCard):
            paint_boxes(painter, QRectF(rect), card, self.formats, current=current)
        else:
            paint_card(painter, QRectF(rect), card, self.formats, current=current)


def card_height(card: Card, formats: Formats) -> float:
    """Return how high a card is, in px."""
    return _row(formats) * _row_count(card) + 2 * _PAD


def paint_card(
    painter: QPainter, area: QRectF, card: Card, formats: Formats, *, current: bool = False
) -> None:
    """Paint a card; the current one has a stronger outline."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(formats.accent if current else formats.rule, 2 if current else 1))
    painter.setBrush(mixed(formats.paper, formats.ink, 0.03))
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)
    inside = area.adjusted(_PAD, _PAD, -_PAD, -_PAD)
    painter.setFont(formats.small)
    columns = len(card.headings)
    if card.chart:
        _paint_bars(painter, inside, card, formats)
    else:
        columns = _paint_rows(painter, inside, card, formats)
    row = _row(formats)
    last = QRectF(inside.left(), inside.bottom() - row, inside.width(), row)
    painter.setPen(formats.quiet)
    metrics = QFontMetricsF(formats.small)
    said = metrics.elidedText(_footer(card, columns), Qt.TextElideMode.ElideRight, last.width())
    painter.drawText(last, _LEFT, said)
    painter.restore()


def _row(formats: Formats) -> float:
    return QFontMetricsF(formats.small).height() * 1.25


def _paint_rows(painter: QPainter, area: QRectF, card: Card, formats: Formats) -> int:
    """Paint a table's first rows; return how many columns there was room for."""
    metrics = QFontMetricsF(formats.small)
    wide = _column_widths(card, metrics, area.width())
    high = _row(formats)
    top = area.top()
    for at, row in enumerate((card.headings, *card.rows)):
        left = area.left()
        painter.setPen(formats.quiet if at == 0 else formats.ink)
        for text, width, numeric in zip(row, wide, card.numeric, strict=False):
            cell = QRectF(left, top, width - _BETWEEN, high)
            said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, cell.width())
            painter.drawText(cell, _RIGHT if numeric else _LEFT, said)
            left += width
        top += high
        if at == 0:
            painter.setPen(QPen(formats.rule, 1))
            painter.drawLine(QPointF(area.left(), top), QPointF(area.right(), top))
    return len(wide)


def _paint_bars(painter: QPainter, area: QRectF, card: Card, formats: Formats) -> None:
    metrics = QFontMetricsF(formats.small)
    names = min(
        max((metrics.horizontalAdvance(name) for name, _, _ in card.bars), default=0.0),
        area.width() * 0.4,
    )
    values = max((metrics.horizontalAdvance(text) for _, text, _ in card.bars), default=0.0)
    room = max(area.width() - names - values - 2 * GRID, 20.0)
    high = _row(formats)
    top = area.top()
    for name, text, share in card.bars:
        painter.setPen(formats.ink)
        said = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names)
        painter.drawText(QRectF(area.left(), top, names, high), _LEFT, said)
        bar = QRectF(area.left() + names + GRID, top + 4, room * share, high - 8)
        painter.fillRect(bar, mixed(formats.paper, formats.accent, 0.6))
        painter.drawText(QRectF(bar.right() + GRID / 2, top, values + GRID, high), _LEFT, text)
        top += high


def _row_count(card: Card) -> int:
    body = len(card.bars) if card.chart else len(card.rows) + 1
    return body + 1


def _footer(card: Card, columns: int) -> str:
    left = []
    hidden = len(card.headings) + card.more_columns - columns
    if card.more > 0 and card.chart:
        left.append(counted(card.more, "1 more bar", "{count} more bars"))
    elif card.more > 0:
        left.append(counted(card.more, "1 more row", "{count} more rows"))
    if hidden > 0:
        left.append(counted(hidden, "1 more column", "{count} more columns"))
    origin = say("Typed by hand") if card.typed else say("From {source}", source=card.source)
    if not left:
        return origin
    return say("and {left} · {origin}", left=listed(left), origin=origin)


def _column_widths(card: Card, metrics: QFontMetricsF, room: float) -> list[float]:
    """Return the widths in px of the columns that fit; the first gives way, the last go first."""
    needed = [
        max(metrics.horizontalAdvance(row[at]) for row in (card.headings, *card.rows)) + _BETWEEN
        for at in range(len(card.headings))
    ]
    while len(needed) > 2 and sum(needed[1:]) + min(needed[0], room * _FIRST_SHARE) > room:
        needed.pop()
    if needed:
        needed[0] = min(needed[0], room - sum(needed[1:]))
    return needed

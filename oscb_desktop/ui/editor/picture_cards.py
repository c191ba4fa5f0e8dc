"""Pictures in the editor: painted in the text, as wide as they are printed, with their words."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QImageReader, QPainter, QPen

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.editing.text.displays import PictureCard
from oscb_desktop.report.content.pictures import fitted
from oscb_desktop.ui.editor.formats import Formats
from oscb_desktop.ui.widgets.look import GRID

_HIGHEST = 480.0  # px: more of the text is to be seen than one picture
_MOST_KEPT = 24
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class CardImages:
    """Images as they are painted, the latest ones kept; ``bytes_of`` finds a picture's bytes."""

    def __init__(self) -> None:
        self.bytes_of: Callable[[str], bytes] = lambda _: b""
        self._kept: dict[tuple[str, int], QImage] = {}

    def image(self, card: PictureCard, width: int, height: int) -> QImage:
        """Return a card's image in a size, a null one where its bytes are not there."""
        key = (card.picture.sha256, width)
        image = self._kept.pop(key, None)
        if image is None:
            image = self._read(card, QSize(width, height))
        while len(self._kept) >= _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = image
        return image

    def _read(self, card: PictureCard, size: QSize) -> QImage:
        try:
            data = self.bytes_of(card.picture.sha256)
        except OscbError:
            return QImage()
        buffer = QBuffer()
        buffer.setData(data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setScaledSize(size)  # a JPEG is unpacked no larger than it is shown
        return reader.read()


def picture_height(card: PictureCard, wide: float, formats: Formats) -> float:
    """Return how high a picture's card is in a text of a width, in px."""
    return _size(card, wide)[1] + _row(formats) + GRID


def paint_picture(
    painter: QPainter,
    area: QRectF,
    card: PictureCard,
    formats: Formats,
    images: CardImages,
    *,
    current: bool,
) -> None:
    """Paint a picture and below it what is said of it; the current one has an outline."""
    painter.save()
    wide, high = _size(card, area.width())
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    place = QRectF(area.left() + 1, area.top() + 1, wide - 2, high - 2)
    image = images.image(card, max(round(wide * ratio), 1), max(round(high * ratio), 1))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if not image.isNull():
        painter.drawImage(place, image)
    painter.setPen(QPen(formats.accent if current else formats.rule, 2 if current else 1))
    painter.drawRect(place)
    painter.setFont(formats.small)
    painter.setPen(formats.quiet)
    words = card.alt or say("Not described yet: it cannot be published so")
    if image.isNull():
        words = say("This picture is missing or has been altered")
    below = QRectF(area.left(), area.top() + high, area.width(), _row(formats))
    said = QFontMetricsF(formats.small).elidedText(
        words, Qt.TextElideMode.ElideRight, below.width()
    )
    painter.drawText(below, _LEFT, said)
    painter.restore()


def _size(card: PictureCard, wide: float) -> tuple[float, float]:
    return fitted(card.picture, wide * card.share / 100, _HIGHEST)


def _row(formats: Formats) -> float:
    return QFontMetricsF(formats.small).height() * 1.4

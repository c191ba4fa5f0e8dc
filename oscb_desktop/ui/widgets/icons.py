"""The icons of ``resources/icons``, drawn in the palette's text colour at any size."""

from functools import cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton

from oscb_desktop.base import resources

_SIZES = (16, 20, 24)
_RATIOS = (1.0, 2.0)


def icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon in a palette's colours; KeyError where there is none of that name."""
    made = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        ink = palette.color(group, QPalette.ColorRole.ButtonText)
        for size in _SIZES:
            for ratio in _RATIOS:
                made.addPixmap(_drawn(name, size, ratio, ink), mode)
    return made


def give_icon(button: QAbstractButton, name: str) -> None:
    """Give a button an icon that follows the palette."""
    button.setIcon(icon(name, button.palette()))
    button.installEventFilter(_Repainter(button, name))


class _Repainter(QObject):
    """Draws a button's icon again when the palette changes."""

    def __init__(self, button: QAbstractButton, name: str) -> None:
        super().__init__(button)
        self._button = button
        self._name = name

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the palette."""
        if event.type() == QEvent.Type.PaletteChange:
            self._button.setIcon(icon(self._name, self._button.palette()))
        return False


def _drawn(name: str, size: int, ratio: float, ink: QColor) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    drawing = _source(name).replace("currentColor", ink.name())
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def _source(name: str) -> str:
    path = resources.find("icons", f"{name}.svg")
    if not path.is_file():
        raise KeyError(name)
    return path.read_text(encoding="utf-8")

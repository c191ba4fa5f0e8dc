"""The icons of ``resources/icons``, drawn in the palette's text colour at any size."""

from functools import cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QToolButton

from oscb_desktop.base import resources
from oscb_desktop.ui.widgets.tones import Tone

_SIZES = (16, 20, 24)
_RATIOS = (1.0, 2.0)
_AWAY = 6  # px
_STROKE = ('stroke-width="2"', 'stroke-width="1.75"')  # as heavy as the words beside it


def icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon in a palette's colours; KeyError where there is none of that name."""
    made = QIcon()
    groups, roles = QPalette.ColorGroup, QPalette.ColorRole
    off, on = QIcon.State.Off, QIcon.State.On
    for mode, state, ink in (
        (QIcon.Mode.Normal, off, palette.color(groups.Active, roles.ButtonText)),
        (QIcon.Mode.Normal, on, palette.color(groups.Active, roles.Accent)),
        (QIcon.Mode.Disabled, off, palette.color(groups.Disabled, roles.ButtonText)),
    ):
        for size in _SIZES:
            for ratio in _RATIOS:
                made.addPixmap(_drawn(name, size, ratio, ink), mode, state)
    return made


def give_icon(button: QAbstractButton, name: str) -> None:
    """Give a button an icon that follows the palette; its words keep a little away from it."""
    size = button.iconSize()
    if button.text() and size.width() == size.height():
        button.setIconSize(QSize(size.width() + _AWAY, size.height()))  # drawn in the middle
    button.setIcon(icon(name, button.palette()))
    button.installEventFilter(_Repainter(button, name))


def set_tone(button: QToolButton, tone: Tone | None) -> None:
    """Give a button's words and icon a tone, None for the ordinary ink."""
    named = tone.value if tone is not None else ""
    if button.property("tone") == named:
        return
    button.setProperty("tone", named)
    button.style().unpolish(button)  # the style sheet is read again, and changes the palette
    button.style().polish(button)


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
    drawing = _source(name).replace("currentColor", ink.name()).replace(*_STROKE)
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

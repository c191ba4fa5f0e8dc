"""The one button of a page that does what the page is for."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from oscb_desktop.ui.look import mixed

_CONTRAST = 7.0  # of its words on its ground, as for all text


class PrimaryButton(QPushButton):
    """A push button in the palette's accent, dark enough for white words. Follows the palette."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette, and grey out with it."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.EnabledChange):
            self._dress()

    def _dress(self) -> None:
        palette = QGuiApplication.palette()
        if self.isEnabled():
            ground = palette.color(QPalette.ColorRole.Highlight)
            words = QColor("white")
            while contrast(ground, words) < _CONTRAST:
                ground = mixed(ground, QColor("black"), 0.08)
            palette.setColor(QPalette.ColorRole.Button, ground)
            palette.setColor(QPalette.ColorRole.ButtonText, words)
        self.setPalette(palette)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return (
        0.2126 * linear(colour.redF())
        + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF())
    )

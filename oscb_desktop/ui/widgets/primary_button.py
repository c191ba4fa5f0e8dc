"""The one button of a page that does what the page is for."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from oscb_desktop.ui.widgets.contrast import darkened_for


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
            words = QColor("white")
            ground = darkened_for(palette.color(QPalette.ColorRole.Highlight), words)
            palette.setColor(QPalette.ColorRole.Button, ground)
            palette.setColor(QPalette.ColorRole.ButtonText, words)
        self.setPalette(palette)

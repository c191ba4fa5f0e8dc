"""The one button of a page that does what the page is for."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from oscb_desktop.ui.widgets.contrast import contrast, darkened_for


class PrimaryButton(QPushButton):
    """A push button in the palette's accent, its words readable on it. Follows the palette."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._dress()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.paletteChanged.connect(self._dress)

    def _dress(self) -> None:
        """Follow the application's palette; greyed out it looks as any button does."""
        palette = QApplication.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        black, white = QColor("black"), QColor("white")
        words = black if contrast(accent, black) > contrast(accent, white) else white
        ground = darkened_for(accent, words)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, QPalette.ColorRole.Button, ground)
            palette.setColor(group, QPalette.ColorRole.ButtonText, words)
        self.setPalette(palette)

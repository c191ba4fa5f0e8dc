"""Edges (3:1) and selected words (7:1) that can be seen, where the Fusion style has them too faint.

Fusion outlines a control in its palette's window colour, made darker by 1.4. Controls that show
nothing else of that colour get one from which a visible edge comes.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from oscb_desktop.ui.widgets.contrast import darkened_for
from oscb_desktop.ui.widgets.look import mixed

_DARKER = 1.4  # QFusionStyle's own factor
_SHARE = 0.55  # of the text's colour in the edge, over the paper's
_CONTROLS = (
    "QAbstractSpinBox",
    "QCheckBox",
    "QComboBox",
    "QLineEdit",
    "QPlainTextEdit",
    "QPushButton",
    "QRadioButton",
    "QToolButton",
    "TickList",
    "TickTable",
)


class Outlines(QObject):
    """Gives the controls of an application visible edges, whatever palette the system sets."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._edge = QColor()
        self._drawing = False
        self._draw()
        app.paletteChanged.connect(self._draw)

    def _draw(self) -> None:
        if self._drawing:  # what is set below is told as a change, too
            return
        self._drawing = True
        try:
            self._set_palettes()
        finally:
            self._drawing = False

    def _set_palettes(self) -> None:
        palette = self._app.palette()
        chosen = palette.color(QPalette.ColorRole.Highlight)
        seen = darkened_for(chosen, palette.color(QPalette.ColorRole.HighlightedText))
        if seen != chosen:
            # A copy: it keeps what was set on purpose, and leaves the rest to the system.
            palette.setColor(QPalette.ColorRole.Highlight, seen)
            self._app.setPalette(palette)
        paper = palette.color(QPalette.ColorRole.Base)
        edge = mixed(paper, palette.color(QPalette.ColorRole.Text), _SHARE)
        if edge == self._edge:
            return
        self._edge = edge
        source = QColor.fromRgbF(
            *(min(1.0, part * _DARKER) for part in (edge.redF(), edge.greenF(), edge.blueF()))
        )
        palette.setColor(QPalette.ColorRole.Window, source)
        for name in _CONTROLS:
            QApplication.setPalette(palette, name)  # type: ignore[arg-type] # the stub says bytes

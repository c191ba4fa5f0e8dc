"""The few measures and text styles that every page shares: an 8 px grid and the system's font."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

GRID = 8
PAGE_MARGIN = 4 * GRID
COLUMN_WIDTH = 920  # a comfortable width for lists and forms

_FAINT = 0.42


def set_named(thing: QObject, name: str, value: str) -> None:
    """Set a property by the name of its value (``NoFocus``, ``Ctrl+N``), as Qt's form files do.

    The first page does so: to make the namespace Qt and its hundred enumerations for Python takes
    longer than to make the page. Raises ValueError where there is no such property or value.
    """
    if not thing.setProperty(name, value):
        raise ValueError(f"{type(thing).__name__}: {name}={value}")


def scaled(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return a font that much larger than another, whatever the person's own size is."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * factor)
    else:
        made.setPixelSize(round(font.pixelSize() * factor))
    made.setBold(bold)
    return made


def title(text: str, parent: QWidget | None = None) -> QLabel:
    """Return a page's title."""
    label = QLabel(text, parent)
    label.setFont(scaled(label.font(), 1.7, bold=True))
    return label


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """Return a heading inside a page."""
    label = QLabel(text, parent)
    label.setFont(scaled(label.font(), 1.15, bold=True))
    return label


def quiet(text: str, parent: QWidget | None = None) -> QLabel:
    """Return running text that explains, wrapped."""
    label = QLabel(text, parent)
    set_named(label, "textFormat", "PlainText")
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.WindowText)
    return label


def spaced(layout: QLayout, *, margin: int = 0, gap: int = GRID) -> None:
    """Give a layout the margins and the gap of the grid, in px."""
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return ``one`` with a share (0..1) of ``other`` mixed in."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def hairline(palette: QPalette) -> QColor:
    """Return the colour of a thin rule between things of equal rank."""
    return mixed(
        palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText), 0.16
    )


def rule(high: int) -> QFrame:
    """Return an upright line, so many px high, between groups of buttons in a row."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedSize(1, high)
    holder = QFrame()
    row = QHBoxLayout(holder)
    row.setContentsMargins(GRID, 0, GRID, 0)
    row.addWidget(line)
    return holder


def paper_scroll() -> QScrollArea:
    """Return a scroll area for a page that is read like paper."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    set_named(scroll, "focusPolicy", "NoFocus")
    scroll.setBackgroundRole(QPalette.ColorRole.Base)
    return scroll


def show_on_paper(
    scroll: QScrollArea, column: QWidget, ground: QPalette.ColorRole = QPalette.ColorRole.Base
) -> None:
    """Put a page's column into the middle of its scroll area, on the palette's own paper."""
    column.setMaximumWidth(COLUMN_WIDTH)
    page = QWidget()
    for part in (scroll, page):
        part.setBackgroundRole(ground)
    row = QHBoxLayout(page)
    spaced(row)
    row.addStretch(1)
    row.addWidget(column, 1000)
    row.addStretch(1)
    scroll.setWidget(page)


class ElidedLabel(QLabel):
    """One line of text, shortened in the middle where there is no room; the tooltip has it all."""

    def __init__(self, text: str, parent: QWidget | None = None, *, faint: bool = False) -> None:
        super().__init__(text, parent)
        set_named(self, "textFormat", "PlainText")
        self._faint = faint
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as there is room for; faint text can still be read (4.5:1)."""
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        if fits and not self._faint:
            super().paintEvent(event)
            return
        from PySide6.QtCore import Qt

        painter = QPainter(self)
        palette = self.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        if self._faint:
            ink = mixed(ink, palette.color(QPalette.ColorRole.Base), _FAINT)
        painter.setPen(ink)
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, self.width()
        )
        painter.drawText(self.rect(), self.alignment(), text)

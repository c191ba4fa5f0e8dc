"""The side of the report page: a rail of buttons, and the one panel that is open."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.ui.widgets.icons import give_icon
from oscb_desktop.ui.widgets.look import GRID, scaled
from oscb_desktop.ui.widgets.shapes import colour
from oscb_desktop.ui.widgets.tones import Tone

# Of a section sent for writing; a clearance or a timetable is of the whole report.
OF_A_PART = frozenset({"figures", "checks", "comments", "history"})


_TALL = 54  # px: an icon over its word
_LEAST = 22  # a word alone: with the gap, one target each 24 px
_GAP = 2
_ICON = QSize(20, 20)
_DRAWN = {
    "figures": "hash",
    "checks": "list-checks",
    "clearance": "stamp",
    "comments": "message-square",
    "coverage": "clipboard-check",
    "timetable": "calendar-clock",
    "committees": "users",
    "history": "history",
}


class RailButton(QToolButton):
    """An icon over a word, and how many things wait there."""

    def __init__(self, words: str, drawn: str) -> None:
        super().__init__()
        self._words = words
        self._count = 0
        self.setText(words)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFont(scaled(self.font(), 0.92))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(words)
        give_icon(self, drawn)
        self.setIconSize(_ICON)

    def set_height(self, high: int) -> None:
        """Be so many px high; the icon goes where there is no room for both."""
        styles = Qt.ToolButtonStyle
        both = styles.ToolButtonTextUnderIcon if high >= _TALL else styles.ToolButtonTextOnly
        self.setToolButtonStyle(both)
        self.setFixedHeight(high)

    def count(self, count: int) -> None:
        """Show how many things wait."""
        self._count = count
        words = f"{self._words} {count}" if count else self._words
        self.setAccessibleName(words)
        if self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextOnly:
            self.setText(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the same width with and without the number."""
        held = super().sizeHint()
        return QSize(max(held.width(), 9 * GRID), held.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, and the number over its icon."""
        super().paintEvent(event)
        if not self._count or self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextOnly:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scaled(self.font(), 0.92, bold=True))
        words = str(self._count) if self._count < 100 else "99+"
        high = painter.fontMetrics().height()
        wide = max(high, painter.fontMetrics().horizontalAdvance(words) + GRID)
        badge = QRectF(self.width() / 2 + 3, 3, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        palette = QApplication.palette()  # a button's own is dressed for its edges
        painter.setBrush(colour(Tone.WARN, palette))
        painter.drawRoundedRect(badge, high / 2, high / 2)
        painter.setPen(palette.color(QPalette.ColorRole.Base))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """One button a panel, always in sight. ``chosen(key)``; "" closes the panel."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, RailButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        self._column.setSpacing(_GAP)
        self._column.addStretch(1)

    def add(self, key: str, words: str) -> None:
        """Add a panel's button."""
        button = RailButton(words, _DRAWN[key])
        button.clicked.connect(lambda checked: self.chosen.emit(key if checked else ""))
        self._buttons[key] = button
        self._column.insertWidget(len(self._buttons) - 1, button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height: tall buttons where there is room, none cut where there is not."""
        super().resizeEvent(event)
        margins = self._column.contentsMargins()
        room = self.height() - margins.top() - margins.bottom()
        share = room // max(1, len(self._buttons)) - self._column.spacing()
        for button in self._buttons.values():
            button.set_height(max(_LEAST, min(_TALL, share)))

    def minimumSizeHint(self) -> QSize:
        """Return the size with the lowest buttons."""
        margins = self._column.contentsMargins()
        high = len(self._buttons) * (_LEAST + self._column.spacing())
        return QSize(super().minimumSizeHint().width(), high + margins.top() + margins.bottom())

    def button(self, key: str) -> RailButton:
        """Return a panel's button."""
        return self._buttons[key]

    def mark(self, open_key: str) -> None:
        """Show which panel is open, "" for none."""
        for key, button in self._buttons.items():
            button.setChecked(key == open_key)

    def count(self, key: str, count: int) -> None:
        """Show how many things a panel has to say."""
        self._buttons[key].count(count)


class SidePanels(QStackedWidget):
    """The panels, one shown at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: dict[str, QWidget] = {}

    def add(self, key: str, panel: QWidget) -> None:
        """Add a panel."""
        self._keys[key] = panel
        self.addWidget(panel)

    def open(self, key: str) -> QWidget:
        """Show a panel."""
        panel = self._keys[key]
        self.setCurrentWidget(panel)
        self.setFocusProxy(panel)
        return panel

    def data(self) -> str:
        """Return which panel is on top."""
        shown = self.currentWidget()
        return next((key for key, panel in self._keys.items() if panel is shown), "")

"""The side of the report page: a rail of buttons, and the one panel that is open."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from oscb_desktop.ui.widgets.look import GRID

# Of a section sent for writing; a clearance or a timetable is of the whole report.
OF_A_PART = frozenset({"figures", "checks", "comments", "history"})


_TALL = 4 * GRID
_LEAST = 22  # with the gap, one target each 24 px
_GAP = 2


class Rail(QFrame):
    """One button a panel, always in sight. ``chosen(key)``; "" closes the panel."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        self._words: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        self._column.setSpacing(_GAP)
        self._column.addStretch(1)

    def add(self, key: str, words: str) -> None:
        """Add a panel's button."""
        button = QToolButton()
        button.setText(words)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(_LEAST)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda checked: self.chosen.emit(key if checked else ""))
        self._buttons[key] = button
        self._words[key] = words
        self._column.insertWidget(len(self._buttons) - 1, button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height: tall buttons where there is room, none cut where there is not."""
        super().resizeEvent(event)
        margins = self._column.contentsMargins()
        room = self.height() - margins.top() - margins.bottom()
        share = room // max(1, len(self._buttons)) - self._column.spacing()
        for button in self._buttons.values():
            button.setFixedHeight(max(_LEAST, min(_TALL, share)))

    def minimumSizeHint(self) -> QSize:
        """Return the size with the lowest buttons."""
        margins = self._column.contentsMargins()
        high = len(self._buttons) * (_LEAST + self._column.spacing())
        return QSize(super().minimumSizeHint().width(), high + margins.top() + margins.bottom())

    def button(self, key: str) -> QToolButton:
        """Return a panel's button."""
        return self._buttons[key]

    def mark(self, open_key: str) -> None:
        """Show which panel is open, "" for none."""
        for key, button in self._buttons.items():
            button.setChecked(key == open_key)

    def count(self, key: str, count: int) -> None:
        """Show how many things a panel has to say."""
        words = self._words[key]
        self._buttons[key].setText(f"{words} {count}" if count else words)


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

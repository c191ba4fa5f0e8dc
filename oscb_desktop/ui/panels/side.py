"""The side of the report page: a rail of buttons, and the one panel that is open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from oscb_desktop.ui.look import GRID

# Of a section sent for writing; a clearance or a timetable is of the whole report.
OF_A_PART = frozenset({"figures", "checks", "comments", "history"})


class Rail(QFrame):
    """One button a panel, always in sight. ``chosen(key)``; "" closes the panel."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        self._words: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID // 2, GRID, GRID // 2, GRID)
        self._column.setSpacing(GRID // 2)
        self._column.addStretch(1)

    def add(self, key: str, words: str) -> None:
        """Add a panel's button."""
        button = QToolButton()
        button.setText(words)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(4 * GRID)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda checked: self.chosen.emit(key if checked else ""))
        self._buttons[key] = button
        self._words[key] = words
        self._column.insertWidget(len(self._buttons) - 1, button)

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

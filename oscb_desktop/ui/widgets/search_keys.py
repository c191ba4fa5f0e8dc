"""Keys of a search box over a list: the arrows move in the list while typing, Enter chooses."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchKeys(QObject):
    """Watches the box ``words`` and the ``view`` below it; calls ``choose`` on Enter in either."""

    def __init__(
        self, words: QLineEdit, view: QAbstractItemView, choose: Callable[[], None]
    ) -> None:
        super().__init__(words)
        self._words = words
        self._view = view
        self._choose = choose
        words.installEventFilter(self)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are for the list."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _ENTER:
            self._choose()
            return True
        if watched is self._words and event.key() in _STEPS:
            self._view.event(QKeyEvent(event))
            return True
        return False

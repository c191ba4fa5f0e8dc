"""Ctrl+Enter in a form sends it, also where the window has a shortcut on these keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CtrlEnter(QObject):
    """Watches the fields of ``form`` and calls ``send``."""

    def __init__(self, form: QWidget, send: Callable[[], None], *fields: QWidget) -> None:
        super().__init__(form)
        self._send = send
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before the window's shortcuts do."""
        if not isinstance(event, QKeyEvent) or event.key() not in _ENTER:
            return False
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._send()
            return True
        return False

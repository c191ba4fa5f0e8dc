"""What a key in the text is for: typing, moving, or something of the window's."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def is_text(event: QKeyEvent) -> bool:
    """Return whether a key types something: with Ctrl+Alt it is AltGr."""
    held = event.modifiers() & (CONTROL | ALT)
    plain = not held or held == (CONTROL | ALT)
    return plain and bool(event.text()) and event.text().isprintable()


def is_navigation(event: QKeyEvent) -> bool:
    """Return whether a key with Ctrl is Qt's own: it moves, selects or copies."""
    return event.key() in (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_C,
        Qt.Key.Key_A,
        Qt.Key.Key_Insert,
    )

"""Going from one part of a page to the next with the keyboard."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def step_focus(parts: Iterable[QWidget], by: int) -> None:
    """Move the focus to the next of the visible parts (``by`` 1), or the one before (-1)."""
    stops = [part for part in parts if part.isVisible()]
    now = next((at for at, part in enumerate(stops) if _has_focus(part)), 0 if by > 0 else 1)
    stops[(now + by) % len(stops)].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _has_focus(part: QWidget) -> bool:
    focused = part.window().focusWidget()
    return focused is not None and (focused is part or part.isAncestorOf(focused))

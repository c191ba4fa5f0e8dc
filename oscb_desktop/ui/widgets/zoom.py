"""How much larger or smaller one step of zoom makes the text, and the pages."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

ZOOM_STEP = 1.1


def zoomed_by(event: QWheelEvent) -> float | None:
    """Return how many times larger a turn of the wheel makes it; None where it only scrolls."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    return ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP

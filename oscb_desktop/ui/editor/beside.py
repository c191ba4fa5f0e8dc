"""Clicks and turns of the wheel on the paper beside the column of text: they are the text's."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea


def for_the_text(event: QEvent, area: QAbstractScrollArea) -> QEvent | None:
    """Return what came beside an area's viewport as that is to have it, None if it is not its."""
    viewport = area.viewport()
    if isinstance(event, QWheelEvent):
        return event
    if isinstance(event, QMouseEvent):
        place = viewport.mapFrom(area, event.position())
        held = (event.button(), event.buttons(), event.modifiers(), event.pointingDevice())
        return QMouseEvent(event.type(), place, event.globalPosition(), *held)
    if isinstance(event, QContextMenuEvent) and event.reason() is QContextMenuEvent.Reason.Mouse:
        point = viewport.mapFrom(area, event.pos())
        return QContextMenuEvent(event.reason(), point, event.globalPos(), event.modifiers())
    return None

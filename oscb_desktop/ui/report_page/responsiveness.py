"""Keeps typing smooth while work goes on in the background: short turns, and quiet."""

import sys

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject
from PySide6.QtWidgets import QWidget

from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.preview.preview import Preview
from oscb_desktop.ui.workers import Quiet

# How long a background thread may keep the window's thread waiting, each time Qt hands over; 25
# times shorter than Python's own.
_SWITCH_S = 0.0002
# Longer than it takes to paint what a key changed. Where keys come faster than this, work waits
# for a pause.
_QUIET_S = 0.03


class Responsiveness(QObject):
    """While ``preview`` lives, keys in ``view`` and changes of the report ask for quiet.

    So does whatever the window is at, from its waking up until it waits again.
    """

    def __init__(self, desk: Desk, preview: Preview, view: QWidget, quiet: Quiet) -> None:
        super().__init__(preview)
        self._quiet = quiet
        sys.setswitchinterval(_SWITCH_S)
        view.installEventFilter(self)
        desk.changed.connect(self._ask)
        loop = QAbstractEventDispatcher.instance()
        loop.awake.connect(self._begin)
        loop.aboutToBlock.connect(self._end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a key have the processor to itself until it is shown."""
        if event.type() == QEvent.Type.KeyPress:
            self._ask()
        return False

    def _begin(self) -> None:
        self._quiet.begin()

    def _end(self) -> None:
        self._quiet.end()

    def _ask(self) -> None:
        self._quiet.ask(_QUIET_S)

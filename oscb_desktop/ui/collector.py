"""Garbage is collected on the window's thread and on no other.

Python collects in whichever thread happens to make the next object. In a worker's that destroys
wrappers of widgets from the wrong thread, which can end the program. So the collector is off, and
a timer of the window looks whether one is due: of young objects often, and of everything only
while another program is used, for that walks every object and holds the window meanwhile: with a
long report open a quarter of a second, in the middle of a word.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_LOOK_MS: Final = 200
_AWAY_MS: Final = 2_000  # another program is used for so long before everything is collected


class Collector(QObject):
    """Collects while it lives, from its ``start`` to its ``stop``. Made on the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._collect_young)
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(_AWAY_MS)
        self._away.timeout.connect(self._collect_all)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._follow)

    def start(self) -> None:
        """Take collecting over from Python."""
        self._was_on = gc.isenabled()
        gc.disable()
        self._look.start()

    def stop(self) -> None:
        """Give it back. For when no worker can run any more."""
        self._look.stop()
        self._away.stop()
        if self._was_on:
            gc.enable()

    def _collect_young(self) -> None:
        young, middle, _ = gc.get_count()
        most_young, most_middle, _ = gc.get_threshold()
        if young > most_young:
            gc.collect(1 if middle > most_middle else 0)

    def _collect_all(self) -> None:
        gc.collect()

    def _follow(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._away.stop()
        elif self._look.isActive():
            self._away.start()

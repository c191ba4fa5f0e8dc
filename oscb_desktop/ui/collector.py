"""Garbage is collected on the window's thread and on no other.

Python collects in whichever thread happens to make the next object. In a worker's that destroys
wrappers of widgets from the wrong thread, which can end the program. So the collector is off, and
a timer of the window looks whether one is due: of young objects often, and of everything only
while another program is used, for that walks every object and holds the window meanwhile: with a
long report open a quarter of a second, in the middle of a word. Young objects come in the hundred
thousands when a report is opened, laid out or checked; what is more than a glance takes is put with
the old ones unwalked.
"""

import gc
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

_LOOK_MS: Final = 200
_AWAY_LOOKS: Final = 10  # another program is used for so long before everything is collected
_GLANCE: Final = 20_000  # objects that are walked at once: two or three milliseconds


def _another_program_is_used() -> bool:
    return QGuiApplication.focusWindow() is None


class Collector(QObject):
    """Collects while it lives, from its ``start`` to its ``stop``. Made on the window's thread."""

    def __init__(
        self, parent: QObject, is_away: Callable[[], bool] = _another_program_is_used
    ) -> None:
        super().__init__(parent)
        self._is_away = is_away
        self._was_on = False
        self._away_for = 0  # looks
        self._middle = 0  # objects that may be in the middle generation, at most
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Take collecting over from Python."""
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give it back. For when no worker can run any more."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def _look(self) -> None:
        self._away_for = self._away_for + 1 if self._is_away() else 0
        if self._away_for == _AWAY_LOOKS:  # once, however long one is away
            gc.collect()
            return
        young, middle, _ = gc.get_count()
        most_young, most_middle, _ = gc.get_threshold()
        if young <= most_young:
            return
        self._middle += young
        if self._middle > _GLANCE:
            gc.freeze()  # everything into a generation of its own, and from there to the oldest
            gc.unfreeze()
            self._middle = 0
        elif middle > most_middle:
            gc.collect(1)
            self._middle = 0
        else:
            gc.collect(0)

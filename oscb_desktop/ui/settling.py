"""Keeps typing smooth while pages are laid out in the background: the collector and the switches.

A full garbage collection walks every object and holds every thread meanwhile: with a long report
laid out that is a quarter of a second in the middle of a word.
"""

import gc
import sys

from PySide6.QtCore import QObject

from oscb_desktop.ui.desk import Desk
from oscb_desktop.ui.preview.preview import Preview

# How long a background thread may keep the window's thread waiting, each time Qt hands over; five
# times shorter than Python's own.
_SWITCH_S = 0.001


class Settling(QObject):
    """Sets aside what there is once pages are shown: at the start, and after figures changed.

    What is set aside is still freed when nothing refers to it; only rings of references wait
    until the report is closed.
    """

    def __init__(self, desk: Desk, preview: Preview) -> None:
        super().__init__(preview)
        self._desk = desk
        self._settled: object = None
        sys.setswitchinterval(_SWITCH_S)
        preview.refreshed.connect(self._settle)
        self.destroyed.connect(_release)

    def _settle(self) -> None:
        sets = self._desk.report.figure_sets
        if sets != self._settled:
            self._settled = sets
            gc.freeze()


def _release() -> None:
    gc.unfreeze()

"""Keeps typing smooth while work goes on in the background: the collector, switches, quiet.

A full garbage collection walks every object and holds every thread meanwhile: with a long report
open that is a quarter of a second in the middle of a word.
"""

import gc
import sys

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
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
_AWAY_MS = 2_000
_USUAL = gc.get_threshold()
_NO_FULL_ONES = (*_USUAL[:2], 2**31 - 1)


class Settling(QObject):
    """While ``preview`` lives, full collections wait until another program is used.

    What nothing refers to is freed at once as ever, and rings of references that did not last
    are found too. Keys in ``view`` and changes of the report have the background keep quiet.
    """

    def __init__(self, desk: Desk, preview: Preview, view: QWidget, quiet: Quiet) -> None:
        super().__init__(preview)
        self._quiet = quiet
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(_AWAY_MS)
        self._away.timeout.connect(gc.collect)
        sys.setswitchinterval(_SWITCH_S)
        gc.set_threshold(*_NO_FULL_ONES)
        # Again, for the report that was open before may be let go only now.
        preview.refreshed.connect(lambda: gc.set_threshold(*_NO_FULL_ONES))
        self.destroyed.connect(lambda: gc.set_threshold(*_USUAL))
        view.installEventFilter(self)
        desk.changed.connect(lambda *_: self._quiet.ask(_QUIET_S))
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a key have the processor to itself until it is shown."""
        if event.type() == QEvent.Type.KeyPress:
            self._quiet.ask(_QUIET_S)
        return False

    def _follow(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._away.stop()
        else:
            self._away.start()

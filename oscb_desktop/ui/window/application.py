"""Starting the window. Nothing is loaded here that the first page does not need."""

import logging
import os
import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QObject,
    QSettings,
    QStandardPaths,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtWidgets import QApplication

from oscb_desktop.base import faults
from oscb_desktop.base.installed import find
from oscb_desktop.base.pausing import made_to_last
from oscb_desktop.base.text import translate_with
from oscb_desktop.operations.file.runs import Run
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.outlines import Outlines
from oscb_desktop.ui.widgets.theme import Theme
from oscb_desktop.ui.window.aftermath import Aftermath, begin_run
from oscb_desktop.ui.window.main_window import MainWindow
from oscb_desktop.ui.workers import Workers

_LATER_MS = 250  # what the first page does not wait for


class _Relay(QObject):
    """Brings a failure from any thread to the window's."""

    failed = Signal(object)


def run(path: Path | None, *, quit_after_first_paint: bool = False) -> int:
    """Show the window, with the report at ``path`` open, until it is closed; return 0.

    ``quit_after_first_paint`` closes it as soon as it is painted and usable, for measuring.
    Raises ``OscbError`` where the window cannot be made.
    """
    app = start_qt()
    this_run, lock = begin_run()
    try:
        status, ended = _run(app, this_run, path, quit_after_first_paint)
    except Exception as error:
        faults.write_log()
        spoken = faults.as_oscb_error(error, "opening the window")
        if isinstance(spoken, faults.UnforeseenError):
            this_run.fault(spoken.report)  # told at the next start
        raise spoken from error
    this_run.end()
    lock.unlock()
    if not ended:
        # A worker hangs on a disk: Python would wait for it for ever.
        QSettings().sync()
        logging.shutdown()
        os._exit(status)
    return status


def _run(
    app: QApplication, this_run: Run, path: Path | None, quit_after_first_paint: bool
) -> tuple[int, bool]:
    """Return the status, and whether every worker has ended."""
    relay = _Relay()
    faults.catch_everything(relay.failed.emit)

    def later() -> None:
        from oscb_desktop.ui.window.ahead import load_ahead

        faults.write_log()
        if window.desk is None and not workers.report.jobs:  # else a report loads what it needs
            load_ahead(workers, window)

    messages = Messages(more=lambda: ("Last actions:", *this_run.last_actions))
    relay.failed.connect(messages.error)
    workers = Workers(messages.error)
    with made_to_last():
        window = MainWindow(
            workers, messages, QSettings(), documents=_documents(), today=date.today()
        )
    if quit_after_first_paint:
        window.usable.connect(window.close)
    else:
        window.usable.connect(lambda: QTimer.singleShot(_LATER_MS, window, later))
    aftermath = Aftermath(this_run, window, messages)
    relay.failed.connect(aftermath.note_fault)
    window.show()
    aftermath.start(path.absolute() if path is not None else None)
    status = app.exec()
    # The window goes before the application does.
    window.deleteLater()
    app.sendPostedEvents(window, 0)
    return status, not workers.abandoned


def start_qt() -> QApplication:
    """Return the application, named and in its colours."""
    QCoreApplication.setApplicationName("OSCB Desktop")
    QCoreApplication.setOrganizationName("OSCB Desktop")
    # One style everywhere: its colours are ours, and what is seen to be right is so on each system.
    app = QApplication([sys.argv[0], "-style", "Fusion"])
    Theme(app)
    Outlines(app)
    speak(app, find("i18n"))
    return app


def speak(app: QCoreApplication, folder: Path, locale: QLocale | None = None) -> None:
    """Show every text in the person's language, where ``folder`` has it; else in English.

    The core's texts are looked up where the window's are: one ``oscb_LANGUAGE.qm`` has both.
    """
    translator = QTranslator(app)
    if translator.load(locale or QLocale(), "oscb", "_", str(folder)):
        app.installTranslator(translator)
    translate_with(
        lambda context, words, count: QCoreApplication.translate(context, words, None, count)
    )


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())

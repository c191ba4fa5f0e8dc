"""This run noted on the disk, and what is said after one that ended without being closed.

The report is opened again where one was; not unasked where the program fell over it time and again.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile, QObject, QTimer

from oscb_desktop.base.errors import OscbError
from oscb_desktop.base.faults import UnforeseenError
from oscb_desktop.operations.file import runs
from oscb_desktop.operations.file.runs import Ended, Run
from oscb_desktop.ui.widgets.message import Action
from oscb_desktop.ui.widgets.messages import Messages, copy_text
from oscb_desktop.ui.widgets.tones import Tone
from oscb_desktop.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from oscb_desktop.ui.desk.desk import Desk
    from oscb_desktop.ui.report_page.page import ReportPage

SETTLED_MS: Final = 10_000  # open for so long: it is not opening it that ends the program
_TOPIC = "aftermath"


def begin_run(folder: Path | None = None) -> tuple[Run, QLockFile]:
    """Begin a run and hold its lock, by which others know that it is under way."""
    run = Run(folder)
    lock = QLockFile(str(run.path("lock")))
    lock.setStaleLockTime(0)  # a run may last for days
    lock.tryLock(0)  # where it cannot be held nothing can be kept either
    run.begin()
    return run, lock


class Aftermath(QObject):
    """Notes what the window does in ``run``, and tells of the runs before it."""

    def __init__(self, run: Run, window: MainWindow, messages: Messages) -> None:
        super().__init__()
        self._run = run
        self._window = window
        self._messages = messages
        self._tries: dict[Path, int] = {}
        self._to_tell: Ended | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED_MS)
        self._settle.timeout.connect(run.settled)
        window.acted.connect(run.did)
        window.opening.connect(self._note_opening)
        window.refused.connect(self._note_open)
        window.taken.connect(self._take)
        window.left.connect(self._leave)

    def start(self, path: Path | None) -> None:
        """Open ``path``, or what the last run had open if that did not end well, and say so."""
        ended = runs.ended_badly(self._run.folder, self._is_over)
        runs.forget(ended)
        self._tries = {held.report: held.tries for held in reversed(ended) if held.report}
        last = next((held for held in ended if held.report), ended[0] if ended else None)
        wanted = path or (last.report if last else None)
        if wanted is None:
            if last is not None:
                self._tell(last, self.tr("No report was open."))
        elif last is not None and self._tries.get(wanted, 0) >= runs.TRIES:
            self._ask(last, wanted)
        else:
            self._to_tell = last
            self._window.open_path(wanted)

    def note_fault(self, error: OscbError) -> None:
        """Keep what the program was at fault with, in case it is the last it does."""
        if isinstance(error, UnforeseenError):
            self._run.fault(error.report)

    def _is_over(self, name: str) -> bool:
        lock = QLockFile(str(self._run.folder / f"{name}.lock"))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            return False
        lock.unlock()
        return True

    def _note_opening(self, path: Path) -> None:
        self._settle.stop()
        self._run.opening(path, self._tries.get(path, 0) + 1)

    def _note_open(self) -> None:
        """Note what is open now that something else could not be opened."""
        desk = self._window.desk
        if desk is None:
            self._run.closed()
        else:
            self._run.opening(desk.snapshot.path, 0)
        self._tell_waiting(self.tr("It has not been opened again."))

    def _take(self, desk: Desk, page: ReportPage) -> None:
        path = desk.snapshot.path
        self._run.opening(path, self._tries.pop(path, 0) + 1)
        self._settle.start()
        desk.rescue.moved.connect(lambda there: self._run.opening(there.path, 0))
        desk.edited.connect(self._note_edit)
        for key, action in page.actions().items():
            action.triggered.connect(partial(self._did, key))
        self._tell_waiting(
            self.tr(
                "{name} is open again where you were. Anything typed in the two seconds "
                "before that may be missing."
            ).format(name=path.name)
        )

    def _did(self, key: str) -> None:
        self._run.did(key)

    def _note_edit(self, kind: str) -> None:
        self._run.did(kind)
        if self._settle.isActive():  # somebody works in it: it is not opening it that is fatal
            self._settle.stop()
            self._run.settled()

    def _leave(self) -> None:
        self._settle.stop()
        self._run.closed()

    def _tell_waiting(self, more: str) -> None:
        ended, self._to_tell = self._to_tell, None
        if ended is not None:
            self._tell(ended, more)

    def _tell(self, ended: Ended, more: str, *actions: Action) -> None:
        at = ended.at.astimezone()
        self._messages.show(
            self.tr("OSCB Desktop closed unexpectedly at {time} on {day}.").format(
                time=f"{at:%H:%M}", day=f"{at.day} {at:%B}"
            ),
            more,
            tone=Tone.WARN,
            actions=[*actions, (self.tr("Copy details"), partial(copy_text, ended.details))],
            topic=_TOPIC,
        )

    def _ask(self, ended: Ended, path: Path) -> None:
        self._tell(
            ended,
            self.tr(
                "It closed {count} times in a row while opening {name}, so the file was "
                "not opened again. The file itself has not been changed."
            ).format(count=runs.TRIES, name=path.name),
            (self.tr("Open it anyway"), partial(self._window.open_path, path)),
            (self.tr("Open read-only"), partial(self._window.open_path, path, read_only=True)),
        )

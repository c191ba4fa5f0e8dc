"""Opening, making and listing reports, away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from oscb_desktop.base.errors import Cancelled, LockedError, OscbError
from oscb_desktop.ui.pages.listed import Listed
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Progress, Workers

if TYPE_CHECKING:
    from oscb_desktop.operations.file.opened import Opened, Snapshot
    from oscb_desktop.operations.home.picturing import Kept
    from oscb_desktop.ui.pages.new_report_page import NewReport

_FILE = "file"  # the topic of messages about opening


class Reception(QObject):
    """``ready(Opened, Snapshot)`` when a report is open; failures are said in the window."""

    ready = Signal(object, object)
    opening = Signal(object)  # Path
    refused = Signal()  # it could not be opened
    listed = Signal(object)  # list[Listed], newest first
    drawn = Signal()  # there is another picture
    pictured = Signal(object)  # dict[Path, QImage]: first pages of those listed

    def __init__(self, workers: Workers, messages: Messages) -> None:
        super().__init__()
        self._workers = workers
        self._messages = messages

    def list_recent(self) -> None:
        """Read the list of reports opened lately, and look whether each is still there."""
        self._workers.parallel.run(_list_recent, owner=self, done=self.listed.emit)

    def read_first_pages(self, paths: Sequence[Path]) -> None:
        """Read the pictures there are of some reports' first pages."""

        def work(_: Progress) -> dict[Path, QImage]:
            from oscb_desktop.operations.home.first_pages import first_pages

            read = {path: QImage.fromData(data) for path, data in first_pages(paths).items()}
            return {path: page for path, page in read.items() if not page.isNull()}

        self._workers.parallel.run(work, owner=self, done=self.pictured.emit)

    def draw_first_page(self, kept: Kept) -> None:
        """Draw the first page of a report that was closed, for the list."""

        def work(_: Progress) -> None:
            from oscb_desktop.operations.home.picturing import keep_first_page

            keep_first_page(kept)

        self._workers.report.run(work, owner=self, done=lambda _: self.drawn.emit())

    def forget(self, path: Path) -> None:
        """Take a report off the list."""

        def work(progress: Progress) -> list[Listed]:
            from oscb_desktop.operations.home.recent import forget_recent

            forget_recent(path)
            return _list_recent(progress)

        self._workers.report.run(work, owner=self, done=self.listed.emit)

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a report file."""

        def work(_: Progress) -> tuple[Opened, Snapshot]:
            from oscb_desktop.operations.file.files import open_report

            return _remembered(open_report(path, read_only=read_only))

        self.opening.emit(path)
        self._start(work, path, self.tr("Opening {name}").format(name=path.name))

    def make(self, asked: NewReport) -> None:
        """Make a report from a template and open it."""

        def work(_: Progress) -> tuple[Opened, Snapshot]:
            from oscb_desktop.operations.file.files import new_report

            return _remembered(new_report(asked.path, asked.template, asked.settings))

        self._start(work, asked.path, self.tr("Making {name}").format(name=asked.path.name))

    def make_sample(self, folder: Path) -> None:
        """Make the sample report in ``folder`` and open it."""

        def work(progress: Progress) -> tuple[Opened, Snapshot]:
            from oscb_desktop.operations.home.sample import free_path, make_sample_report

            folder.mkdir(parents=True, exist_ok=True)
            return _remembered(
                make_sample_report(free_path(folder, self.tr("Sample report")), progress)
            )

        self._start(work, folder, self.tr("Making the sample report"))

    def take(self, opened: Opened) -> None:
        """Receive a report that has been opened elsewhere."""

        def work(_: Progress) -> tuple[Opened, Snapshot]:
            return _remembered(opened)

        self._start(work, opened.path, "")

    def _start(
        self, work: Callable[[Progress], tuple[Opened, Snapshot]], path: Path, label: str
    ) -> None:
        self._messages.dismiss(_FILE)
        self._workers.report.run(
            work,
            owner=self,
            done=lambda both: self.ready.emit(*both),
            failed=lambda error: self._say(error, path),
            label=label,
        )

    def _say(self, error: OscbError, path: Path) -> None:
        if isinstance(error, LockedError):
            self._messages.show(
                error.message,
                error.remedy,
                actions=[(self.tr("Open read-only"), lambda: self.open(path, read_only=True))],
                topic=_FILE,
                code=error.code,
            )
        elif not isinstance(error, Cancelled):
            self._messages.error(error)
        self.refused.emit()


def _remembered(opened: Opened) -> tuple[Opened, Snapshot]:
    from oscb_desktop.operations.file.opened import take_snapshot
    from oscb_desktop.operations.home.recent import remember_recent

    snapshot = take_snapshot(opened)
    remember_recent(snapshot)
    return opened, snapshot


def _list_recent(_: Progress) -> list[Listed]:
    from oscb_desktop.operations.home.recent import recent_reports

    return [Listed(report, report.exists) for report in recent_reports()]

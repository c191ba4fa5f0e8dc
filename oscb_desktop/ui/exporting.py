"""Exporting from the window: where to, draft or final, and what to do with the result."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl

from oscb_desktop.operations import exporting
from oscb_desktop.operations.checking import check
from oscb_desktop.operations.exporting import ExportResult
from oscb_desktop.operations.opened import Snapshot
from oscb_desktop.operations.progress import Progress
from oscb_desktop.report.resources import safe_name
from oscb_desktop.ui.choosers import Choosers
from oscb_desktop.ui.desk import Desk
from oscb_desktop.ui.lanes import Lanes
from oscb_desktop.ui.marks import Tone
from oscb_desktop.ui.messages import Messages

OpenUrl = Callable[[QUrl], bool]
_TOPIC = "export"


class Exporter(QObject):
    """Makes the PDF of the desk's report. ``open_url`` opens a file or folder in its program."""

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        messages: Messages,
        choosers: Choosers,
        open_url: OpenUrl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._messages = messages
        self._choosers = choosers
        self._open_url = open_url

    def start(self) -> None:
        """Ask where the PDF goes; ask draft or final only where a final one is possible."""
        self._desk.gather()
        snapshot = self._desk.snapshot
        title = safe_name(snapshot.report.details.title or snapshot.path.stem)
        out = self._choosers.pdf_to_save(snapshot.path.parent / f"{title}.pdf")
        if out is not None:
            self._lanes.parallel.run(
                lambda _: check(snapshot).blocking,
                owner=self,
                done=lambda blocking: self._offer(out, snapshot, blocking),
            )

    def _offer(self, out: Path, snapshot: Snapshot, blocking: int) -> None:
        if blocking:
            self._run(out, snapshot, draft=True)
            return
        self._messages.show(
            self.tr("Nothing stops a final export of {name}.").format(name=out.name),
            self.tr("A draft says DRAFT on every page."),
            actions=[
                (self.tr("Export final"), partial(self._run, out, snapshot, draft=False)),
                (self.tr("Export draft"), partial(self._run, out, snapshot, draft=True)),
            ],
            topic=_TOPIC,
        )

    def _run(self, out: Path, snapshot: Snapshot, *, draft: bool) -> None:
        def work(progress: Progress) -> ExportResult:
            return exporting.export_pdf(snapshot, out, progress, draft=draft)

        self._lanes.parallel.run(
            work,
            owner=self,
            done=lambda result: self._tell(result, draft=draft),
            label=self.tr("Exporting {name}").format(name=out.name),
        )

    def _tell(self, result: ExportResult, *, draft: bool) -> None:
        pages = (
            self.tr("1 page")
            if result.pages == 1
            else self.tr("{count} pages").format(count=result.pages)
        )
        said = (
            self.tr("Exported {pages}, marked DRAFT: {name}.")
            if draft
            else self.tr("Exported {pages}: {name}.")
        )
        path = result.path.absolute()
        self._messages.show(
            said.format(pages=pages, name=path.name),
            tone=Tone.DONE,
            actions=[
                (self.tr("Open"), partial(self._open, path)),
                (self.tr("Show in folder"), partial(self._open, path.parent)),
            ],
            topic=_TOPIC,
        )

    def _open(self, path: Path) -> None:
        if not self._open_url(QUrl.fromLocalFile(str(path))):
            self._messages.show(
                self.tr("No program opened {path}.").format(path=path),
                self.tr("Open it from its folder."),
                topic=_TOPIC,
            )

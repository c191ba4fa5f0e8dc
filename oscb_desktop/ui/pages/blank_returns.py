"""Writing the empty returns that go out to partners."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import Progress, Workers


class BlankReturns(QObject):
    """``listed`` brings the kinds there are: (id, title) pairs."""

    listed = Signal(object)

    def __init__(self, workers: Workers, messages: Messages, choosers: Choosers) -> None:
        super().__init__()
        self._workers = workers
        self._messages = messages
        self._choosers = choosers

    def list_kinds(self) -> None:
        """Read which kinds of return there are."""

        def work(_: Progress) -> tuple[tuple[str, str], ...]:
            from oscb_desktop.operations.taking_in.imports import list_return_kinds

            return list_return_kinds()

        self._workers.parallel.run(work, owner=self, done=self.listed.emit)

    def write(self, kind: str, title: str, snapshot: Snapshot | None) -> None:
        """Ask where the blank return goes and write it."""
        path = self._choosers.workbook_to_save(Path(f"{title}.xlsx"))
        if path is None:
            return

        def work(_: Progress) -> None:
            from oscb_desktop.operations.taking_in.imports import write_blank_return

            write_blank_return(kind, path, snapshot)

        self._workers.parallel.run(
            work,
            owner=self,
            done=lambda _: self._tell(path),
            label=self.tr("Writing {name}").format(name=path.name),
        )

    def _tell(self, path: Path) -> None:
        def show_folder() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

        self._messages.show(
            self.tr("{name} is ready to send out.").format(name=path.name),
            tone=Tone.DONE,
            actions=[(self.tr("Show folder"), show_folder)],
            topic="outcome",
        )

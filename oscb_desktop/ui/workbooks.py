"""Opening the workbook a figure was read from, as it was received, in the system's program."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QUrl

from oscb_desktop.operations.provenance import write_workbook_of
from oscb_desktop.report.figures import Provenance
from oscb_desktop.ui.desk import Desk
from oscb_desktop.ui.exporting import OpenUrl
from oscb_desktop.ui.messages import Messages


class WorkbookOpener(QObject):
    """Copies live in a folder of their own that goes with the page."""

    def __init__(
        self,
        desk: Desk,
        messages: Messages,
        open_url: OpenUrl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._open_url = open_url
        # A spreadsheet program may still hold a copy open when the page goes.
        self._folder = TemporaryDirectory(prefix="oscb-", ignore_cleanup_errors=True)

    def open(self, key: str) -> None:
        """Open the workbook of a figure and say at which cell to look."""
        folder = Path(self._folder.name)
        self._desk.read(
            lambda opened, _: write_workbook_of(opened, key, folder), partial(self._show, key)
        )

    def discard(self) -> None:
        """Delete the copies."""
        self._folder.cleanup()

    def _show(self, key: str, path: Path) -> None:
        figure = self._desk.figures.get(key)
        origin = figure.origin if figure is not None else None
        if not self._open_url(QUrl.fromLocalFile(str(path))):
            self._messages.show(
                self.tr("No program opened {name}.").format(name=path.name),
                self.tr("Install a spreadsheet program, then try again."),
                topic="workbook",
            )
        elif isinstance(origin, Provenance):
            self._messages.show(
                self.tr("{name} is a copy, as it was received.").format(name=path.name),
                self.tr("Look at sheet {sheet}, cell {cell}.").format(
                    sheet=origin.sheet, cell=origin.cell
                ),
                topic="workbook",
            )

"""The workbook a figure was read from, as it was received: saved, or opened in its program."""

from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from oscb_desktop.base.problems import OscbError
from oscb_desktop.operations.taking_in.provenance import save_workbook_of, write_workbook_of
from oscb_desktop.report.content.figures import Provenance
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.exporting import OpenUrl
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.tones import Tone

_TOPIC = "workbook"


class WorkbookOpener(QObject):
    """Copies for other programs live in a folder of their own that goes with the report."""

    def __init__(
        self,
        desk: Desk,
        messages: Messages,
        choosers: Choosers,
        open_url: OpenUrl = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._messages = messages
        self._choosers = choosers
        self._open_url = open_url

    def open(self, key: str) -> None:
        """Open the workbook of a figure in its program, and say at which cell to look."""
        folder = Path(mkdtemp(prefix="oscb-"))
        # A spreadsheet program may still hold the copy open when the report is closed.
        self.destroyed.connect(lambda: rmtree(folder, ignore_errors=True))
        self._desk.read(
            lambda opened, _: write_workbook_of(opened, key, folder), partial(self._show, key)
        )

    def save(self, key: str) -> None:
        """Ask where, and write the workbook of a figure as it was received."""
        origin = self._origin(key)
        if origin is None:
            return
        path = self._choosers.workbook_to_save(Path(origin.file))
        if path is not None:
            self._desk.read(lambda opened, _: save_workbook_of(opened, key, path), self._saved)

    def offer(self, key: str, error: OscbError) -> None:
        """Say why a workbook cannot be shown here, and offer its own program."""
        self._messages.show(
            error.message,
            error.remedy,
            actions=[(self.tr("Open in its program"), partial(self.open, key))],
            topic=_TOPIC,
            code=error.code,
        )

    def _origin(self, key: str) -> Provenance | None:
        figure = self._desk.figures.get(key)
        origin = figure.origin if figure is not None else None
        return origin if isinstance(origin, Provenance) else None

    def _saved(self, path: Path) -> None:
        self._messages.show(
            self.tr("{name} is saved as it was received.").format(name=path.name),
            tone=Tone.DONE,
            topic=_TOPIC,
        )

    def _show(self, key: str, path: Path) -> None:
        origin = self._origin(key)
        if not self._open_url(QUrl.fromLocalFile(str(path))):
            self._messages.show(
                self.tr("No program could open {name}.").format(name=path.name),
                self.tr("Install a spreadsheet program, then try again."),
                topic=_TOPIC,
            )
        elif origin is not None:
            self._messages.show(
                self.tr("{name} is a copy, as it was received.").format(name=path.name),
                self.tr("Look at sheet {sheet}, cell {cell}.").format(
                    sheet=origin.sheet, cell=origin.cell
                ),
                topic=_TOPIC,
            )

"""Printing the report, as the draft that it is: from the pages themselves, on no file."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from oscb_desktop.base.problems import Cancelled, OscbError
from oscb_desktop.base.progress import Progress, part_of
from oscb_desktop.base.text import counted, say
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.publishing.exporting import view_for_paper
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.tones import Tone
from oscb_desktop.ui.workers import Workers

_TOPIC = "print"
_DPI = 300  # finer than paper shows, and a page stays within 35 MB
_INCH = 72  # points


class Printing(QObject):
    """Asks for a printer, and prints there away from the window's thread."""

    def __init__(
        self,
        desk: Desk,
        workers: Workers,
        messages: Messages,
        choosers: Choosers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._workers = workers
        self._messages = messages
        self._choosers = choosers

    def start(self) -> None:
        """Ask where to print, and do it."""
        self._desk.gather()
        printer = self._choosers.printer()
        if printer is None:
            return
        self._messages.dismiss(_TOPIC)
        self._workers.parallel.run(
            partial(print_report, self._desk.snapshot, printer),
            owner=self,
            done=self._tell,
            failed=self._give_up,
            label=self.tr("Printing {title}").format(title=self._desk.report.details.title),
        )

    def _tell(self, pages: int) -> None:
        words = counted(
            pages, "Printed 1 page, marked DRAFT.", "Printed {count} pages, marked DRAFT."
        )
        self._messages.show(words, tone=Tone.DONE, topic=_TOPIC)

    def _give_up(self, error: OscbError) -> None:
        if not isinstance(error, Cancelled):
            self._messages.error(error)


def print_report(snapshot: Snapshot, printer: QPrinter, progress: Progress) -> int:
    """Print a report's public edition as a draft; return how many pages.

    Raises ``OscbError`` where the printer takes nothing, ``Cancelled``.
    """
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), _DPI))
    painter = QPainter()
    with view_for_paper(snapshot, part_of(progress, 0.0, 0.5)) as view:
        wanted = _pages_wanted(printer, view.pages)
        for at, page in enumerate(wanted):
            progress(0.5 + 0.5 * at / len(wanted), say("Page {page}", page=page + 1))
            with view.page(page) as sheet:
                width, height = (round(part * printer.resolution() / _INCH) for part in sheet.size)
                pixels = sheet.pixels_of(width, height)
            _lay_paper(printer, painter, lying=width > height)
            picture = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGB32)
            painter.drawImage(0, 0, picture)
    painter.end()
    return len(wanted)


def _lay_paper(printer: QPrinter, painter: QPainter, *, lying: bool) -> None:
    ways = QPageLayout.Orientation
    printer.setPageOrientation(ways.Landscape if lying else ways.Portrait)
    if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
        raise OscbError(
            say("The printer takes nothing now."), say("See whether it is on, and try again.")
        )


def _pages_wanted(printer: QPrinter, count: int) -> range:
    first, last = printer.fromPage(), printer.toPage()
    return range(count) if not first else range(first - 1, min(last or count, count))

"""The window: its pages, and which of them is shown. What a page does is the page's business."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from oscb_desktop import __version__
from oscb_desktop.ui.pages.home_page import HomePage
from oscb_desktop.ui.widgets.choosers import Choosers, SystemChoosers, is_part, sort_dropped
from oscb_desktop.ui.widgets.look import GRID, spaced
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.menus import Menus
from oscb_desktop.ui.window.passing_pages import PassingPages
from oscb_desktop.ui.window.progress_strip import ProgressStrip
from oscb_desktop.ui.window.reception import Reception
from oscb_desktop.ui.workers import Workers

if TYPE_CHECKING:
    from oscb_desktop.operations.file.opened import Opened, Snapshot
    from oscb_desktop.ui.desk.desk import Desk
    from oscb_desktop.ui.pages.listed import Listed
    from oscb_desktop.ui.report_page.page import ReportPage

_FIRST_SIZE = QSize(150 * GRID, 88 * GRID)
_GEOMETRY = "window/geometry"
_DRAIN_S = 30.0
_WAITING = "waiting"  # the topic of the message about returns that wait for a report


class MainWindow(QMainWindow):
    """One window, one report. Collaborators come in; ``choosers`` None means the system's own."""

    usable = Signal()  # painted, and the list of reports is there
    acted = Signal(str)  # the key of an action
    opening = Signal(object)  # Path of a report
    refused = Signal()  # it could not be opened
    taken = Signal(object, object)  # Desk and ReportPage: it is open
    left = Signal()  # no report is open

    def __init__(
        self,
        workers: Workers,
        messages: Messages,
        settings: QSettings,
        *,
        documents: Path,
        today: date,
        choosers: Choosers | None = None,
    ) -> None:
        super().__init__()
        self._workers = workers
        self._messages = messages
        self._settings = settings
        self._documents = documents
        self._today = today
        self._choosers: Choosers = choosers or SystemChoosers(self, documents)
        self._reception = Reception(workers, messages)
        self._passing = PassingPages(
            workers, messages, self._choosers, self._reception, documents=documents, today=today
        )
        self._desk: Desk | None = None
        self._report_page: ReportPage | None = None
        self._waiting: list[Path] = []
        self._leaving = False  # the report is being closed
        self._touring = False  # who tries the sample is shown round
        self._seen = self._painted = self._listed = False
        self._build()
        self._connect()
        self._reception.list_recent()

    @property
    def desk(self) -> Desk | None:
        """The report that is open, if one is."""
        return self._desk

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._stack.currentWidget() or self._home

    def open_path(self, path: Path, *, read_only: bool = False) -> None:
        """Open a report; the one that is open is closed once that has succeeded.

        A section that comes back to the report that is open is shown for merging.
        """
        desk = self._desk
        if desk is not None and desk.snapshot.path == path and (read_only or not desk.read_only):
            self._show_resting_page()
        elif desk is not None and is_part(path) and desk.snapshot.part is None:
            self._passing.merge(desk, path)
        else:
            self._reception.open(path, read_only=read_only)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import returns into the open report; where none is open, say what to do."""
        if not paths:
            return
        if self._desk is None:
            self._waiting = list(paths)
            self._ask_for_report()
        elif self._desk.snapshot.part is not None:
            self._messages.show(
                self.tr("This is one section of a report."),
                self.tr("Figures are imported into the whole report, by whoever sent it."),
            )
        elif self._desk.snapshot.read_only:
            self._messages.show(
                self.tr("This report is open read-only."),
                self.tr("Nothing can be imported into it until it is opened for editing."),
            )
        else:
            self._passing.import_returns(self._desk, paths, self.page)

    def open_dropped(self, paths: Sequence[Path]) -> None:
        """Open a report, import returns or verify a PDF that was dropped on the window."""
        reports, workbooks, pdfs, pictures, others = sort_dropped(paths)
        if pictures and self._report_page is not None and self.page is self._report_page:
            self._report_page.take_pictures(pictures)
        elif pictures:
            self._messages.show(
                self.tr("A picture goes into a report."),
                self.tr("Open the report first, then drop the picture on its text."),
            )
        if others:
            self._messages.show(
                self.tr("{name} is not a report, a spreadsheet or a PDF.").format(
                    name=others[0].name
                ),
                self.tr("Drop a report (.oscb) to open it, or a spreadsheet to import it."),
            )
        if pdfs:
            self.verify_path(pdfs[0])
        if reports:
            self._waiting = workbooks or self._waiting
            self.open_path(reports[0])
        else:
            self.import_paths(workbooks)

    def verify_path(self, path: Path) -> None:
        """Verify a published PDF, and compare it with the report that is open, if one is."""
        self._passing.verify(self._desk, path, self.page)

    def show_home(self) -> None:
        """Go to the first page."""
        self._show(self._home)
        self._reception.list_recent()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("OSCB Desktop"))
        self.setAcceptDrops(True)
        self._menus = Menus(self)
        self._home = HomePage(self._today)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._home)
        centre = QWidget()
        column = QVBoxLayout(centre)
        spaced(column, gap=0)
        column.addWidget(self._messages.area)
        column.addWidget(self._stack, 1)
        column.addWidget(ProgressStrip(self._workers))
        self.setCentralWidget(centre)
        geometry = self._settings.value(_GEOMETRY)
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(_FIRST_SIZE)
        self._allow()

    def _connect(self) -> None:
        home, reception, menus = self._home, self._reception, self._menus
        home.new_requested.connect(self._passing.new_report)
        self._passing.made.connect(self._show_passing)
        self._passing.finished.connect(self._show_resting_page)
        home.open_requested.connect(self._choose_report)
        home.verify_requested.connect(self._choose_published)
        home.sample_requested.connect(self._try_sample)
        home.report_chosen.connect(self.open_path)
        home.forget_requested.connect(reception.forget)
        reception.listed.connect(self._show_listed)
        reception.drawn.connect(self._read_first_pages)
        reception.pictured.connect(home.show_first_pages)
        self.usable.connect(lambda: QTimer.singleShot(0, self, self._read_first_pages))
        reception.ready.connect(self._receive)
        reception.opening.connect(self.opening)
        reception.refused.connect(self.refused)
        menus.triggered.connect(self.acted)
        menus.triggered.connect(lambda key: self._acts()[key]())
        menus.recent_chosen.connect(self.open_path)
        menus.blanks_wanted.connect(lambda: self._passing.list_blanks(menus.show_blanks))
        menus.blank_chosen.connect(lambda *kind: self._passing.write_blank(self._desk, *kind))

    def _acts(self) -> dict[str, Callable[[], object]]:
        return {
            "new": self._passing.new_report,
            "open": self._choose_report,
            "import": self._choose_returns,
            "import_folder": self._choose_folder,
            "verify": self._choose_published,
            "roll_forward": self._roll_forward,
            "close": self._close_report,
            "quit": self.close,
            "about": self._show_about,
            "keys": self._show_keys,
            "commands": self._find_command,
        }

    def _show_keys(self) -> None:
        from oscb_desktop.ui.window.keys import show_keys

        show_keys(self)

    def _find_command(self) -> None:
        from oscb_desktop.ui.window.commands import find_command

        find_command(self.menuBar(), self)

    def _try_sample(self) -> None:
        self._touring = True
        self._reception.make_sample(self._documents)

    def _show_listed(self, listed: list[Listed]) -> None:
        self._home.show_reports(listed)
        present = [held.report for held in listed if held.exists]
        self._menus.show_recent([(held.path, held.title or held.path.stem) for held in present])
        first, self._listed = not self._listed, True
        self._tell_usable()
        if not first:
            self._read_first_pages()

    def _read_first_pages(self) -> None:
        """Have the pictures shown of the reports that are listed; the first paint is past."""
        self._reception.read_first_pages([row.path for row in self._home.rows])

    def _choose_report(self) -> None:
        path = self._choosers.report_to_open()
        if path is not None:
            self.open_path(path)

    def _choose_folder(self) -> None:
        folder = self._choosers.folder_to_import()
        if folder is not None:
            self.import_paths([folder])

    def _choose_returns(self) -> None:
        self.import_paths(self._choosers.workbooks_to_import())

    def _choose_published(self) -> None:
        path = self._choosers.pdf_to_open()
        if path is not None:
            self.verify_path(path)

    def _roll_forward(self) -> None:
        if self._desk is not None:
            self._passing.roll_forward(self._desk)

    def _show_passing(self, page: QWidget) -> None:
        """Show a page that goes when it has done its work."""
        self._stack.addWidget(page)
        self._show(page)

    def _show_resting_page(self) -> None:
        """Show the report, or home where none is open."""
        if self._report_page is not None:
            self._show(self._report_page)
        else:
            self.show_home()

    def _show(self, page: QWidget) -> None:
        """Show a page; only the report's own page lends its actions to the menus."""
        before = self.page
        if self._report_page is not None and page is self._report_page:
            self._menus.lend(self._report_page.actions())
        else:
            self._menus.take_back()
        self._stack.setCurrentWidget(page)
        if before not in (page, self._home, self._report_page):
            self._stack.removeWidget(before)
            before.deleteLater()
        page.setFocus()
        self._allow()

    def _allow(self) -> None:
        self._menus.action("close").setEnabled(self._desk is not None)
        whole = self._desk is not None and self._desk.snapshot.part is None
        for key in ("import", "import_folder", "roll_forward"):
            self._menus.action(key).setEnabled(whole)

    def _receive(self, opened: Opened, snapshot: Snapshot) -> None:
        """Take a report that has just been opened; the one before is closed first."""
        from oscb_desktop.ui.desk.desk import Desk

        desk = Desk(opened, snapshot, self._workers, self._messages, self._choosers.report_to_save)
        desk.closed.connect(self._reception.draw_first_page)
        if self._leaving:
            desk.close(desk.deleteLater)
        elif self._desk is None:
            self._take(desk)
        else:
            self._close_desk(lambda: self._take(desk), lambda: desk.close(lambda: None))

    def _take(self, desk: Desk) -> None:
        """Put a report on the desk and show it."""
        from oscb_desktop.ui.report_page.page import ReportPage

        self._drop_report()
        page = ReportPage(
            desk,
            self._workers,
            self._messages,
            self._choosers,
            settings=self._settings,
            today=self._today,
        )
        page.import_requested.connect(self.import_paths)
        page.import_wanted.connect(self._menus.action("import").trigger)
        page.close_requested.connect(self._close_report)
        page.verify_wanted.connect(self.verify_path)
        desk.edit_wanted.connect(lambda: self.open_path(desk.snapshot.path))
        page.workbook_wanted.connect(partial(self._passing.show_workbook, desk))
        self._desk, self._report_page = desk, page
        self._stack.addWidget(page)
        self._show(page)
        self._touring = page.tour.start_if(self._touring)
        title = desk.snapshot.title or desk.snapshot.path.stem
        self.setWindowTitle(self.tr("{title} – OSCB Desktop").format(title=title))
        self._reception.list_recent()
        self.taken.emit(desk, page)
        waiting, self._waiting = self._waiting, []
        self._messages.dismiss(_WAITING)
        self.import_paths(waiting)

    def _drop_report(self) -> None:
        desk, page = self._desk, self._report_page
        self._desk = self._report_page = None
        if page is not None:
            self._menus.take_back()
            self._stack.removeWidget(page)
            page.deleteLater()
        if desk is not None:
            desk.deleteLater()
            self.left.emit()
        self.setWindowTitle(self.tr("OSCB Desktop"))

    def _close_report(self) -> None:
        def leave() -> None:
            self._drop_report()
            self.show_home()

        self._close_desk(leave)

    def _close_desk(
        self, then: Callable[[], None], kept_open: Callable[[], None] = lambda: None
    ) -> None:
        """Close the report's file, once however often it is asked for, and then do ``then``."""

        def done() -> None:
            self._leaving = False
            then()

        def stay() -> None:
            self._leaving = False
            kept_open()

        if self._desk is not None and not self._leaving:
            self._leaving = True
            self._desk.close(done, stay)

    def _ask_for_report(self) -> None:
        """Say that returns need a report to go into, and offer one."""
        name = self._waiting[0].name
        self._messages.show(
            self.tr("{name} can be imported once a report is open.").format(name=name),
            self.tr("Open the report it belongs to, or make a new one."),
            actions=[
                (self.tr("Open…"), self._choose_report),
                (self.tr("New report…"), self._passing.new_report),
            ],
            topic=_WAITING,
        )

    def _show_about(self) -> None:
        self._messages.show(
            self.tr("OSCB Desktop {version}.").format(version=__version__),
            self.tr("From officers' spreadsheets to a committee report. MIT licence."),
            topic="about",
        )

    def _tell_usable(self) -> None:
        if self._painted and self._listed:
            self._painted = False  # once
            QTimer.singleShot(0, self.usable.emit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notice the first paint."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = self._painted = True
            self._tell_usable()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open or import what was dropped."""
        event.acceptProposedAction()
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.open_dropped([Path(url.toLocalFile()) for url in urls])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write everything, let the workers finish, remember the window's place; then close."""
        if self._desk is not None:
            event.ignore()
            self._close_desk(self._close_without_report)
            return
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self.hide()  # what is still written needs no window that does not answer
        self._workers.drain(_DRAIN_S)
        event.accept()

    def _close_without_report(self) -> None:
        self._drop_report()
        self.close()

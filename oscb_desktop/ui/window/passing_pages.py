"""The pages that come for one job and go when it is done, each loaded when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.reception import Reception
from oscb_desktop.ui.workers import Workers

if TYPE_CHECKING:
    from oscb_desktop.operations.taking_in.provenance import SheetAtCell
    from oscb_desktop.ui.desk.desk import Desk
    from oscb_desktop.ui.pages.blank_returns import BlankReturns


class PassingPages(QObject):
    """``made(page)`` when a page is to be shown, ``finished`` when it is to go.

    A page that is shown already and does the same job gets the new files: ``showing`` is it.
    """

    made = Signal(object)
    finished = Signal()

    def __init__(
        self,
        workers: Workers,
        messages: Messages,
        choosers: Choosers,
        reception: Reception,
        *,
        documents: Path,
        today: date,
    ) -> None:
        super().__init__()
        self._workers = workers
        self._messages = messages
        self._choosers = choosers
        self._reception = reception
        self._documents = documents
        self._today = today
        self._blanks: BlankReturns | None = None

    def new_report(self) -> None:
        """Start a report."""
        from oscb_desktop.ui.pages.new_report_page import NewReportPage

        page = NewReportPage(self._workers, self._choosers, self._documents, self._today)
        page.make_requested.connect(self._reception.make)
        page.cancelled.connect(self.finished)
        self.made.emit(page)

    def import_returns(self, desk: Desk, paths: Sequence[Path], showing: QWidget) -> None:
        """Import returns into a report."""
        from oscb_desktop.ui.import_page.page import ImportPage

        page = showing
        if not isinstance(page, ImportPage):
            page = ImportPage(desk, self._workers, self._messages, self._choosers)
            page.finished.connect(self.finished)
            self.made.emit(page)
        page.add(paths)

    def verify(self, desk: Desk | None, path: Path, showing: QWidget) -> None:
        """Verify a published PDF, and compare it with the report that is open, if one is."""
        from oscb_desktop.ui.pages.verify_page import VerifyPage

        page = showing
        if not isinstance(page, VerifyPage):
            page = VerifyPage(desk, self._workers.parallel, self._choosers)
            page.finished.connect(self.finished)
            self.made.emit(page)
        page.verify(path)

    def show_workbook(self, desk: Desk, key: str) -> None:
        """Show the cell of the workbook that a figure was read from."""
        from oscb_desktop.operations.taking_in.provenance import sheet_of_figure
        from oscb_desktop.ui.pages.workbook_page import WorkbookPage
        from oscb_desktop.ui.report_page.workbooks import WorkbookOpener

        opener = WorkbookOpener(desk, self._messages, self._choosers)

        def show(sheet: SheetAtCell) -> None:
            page = WorkbookPage(key, sheet, opener)
            page.finished.connect(self.finished)
            self.made.emit(page)

        desk.read(
            lambda opened, progress: sheet_of_figure(opened, key, progress),
            show,
            lambda error: opener.offer(key, error),
        )

    def merge(self, desk: Desk, path: Path) -> None:
        """Take a section that came back into its report; any other part is opened for writing."""
        from oscb_desktop.operations.file.parts import is_part_of
        from oscb_desktop.ui.comparison.merge_page import MergePage

        def show(ours: bool) -> None:
            if not ours:
                self._reception.open(path)
                return
            page = MergePage(desk, self._messages, path)
            page.finished.connect(self.finished)
            self.made.emit(page)

        desk.read(lambda opened, _: is_part_of(opened, path), show)

    def roll_forward(self, desk: Desk) -> None:
        """Begin next year's report from a report."""
        from oscb_desktop.ui.pages.roll_forward_page import RollForwardPage

        page = RollForwardPage(desk, self._messages, self._choosers)
        page.rolled.connect(self._reception.take)
        page.cancelled.connect(self.finished)
        self.made.emit(page)

    def list_blanks(self, show: Callable[[Sequence[tuple[str, str]]], None]) -> None:
        """Have ``show`` called with the kinds of return that can be sent out."""
        if self._blanks is None:
            from oscb_desktop.ui.pages.blank_returns import BlankReturns

            self._blanks = BlankReturns(self._workers, self._messages, self._choosers)
            self._blanks.listed.connect(show)
        self._blanks.list_kinds()

    def write_blank(self, desk: Desk | None, kind: str, title: str) -> None:
        """Write a blank return; one that belongs to the report that is open, if one is."""
        if self._blanks is not None:
            self._blanks.write(kind, title, desk.snapshot if desk is not None else None)

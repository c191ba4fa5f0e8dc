"""From a figure to its cell in the workbook as it was received."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.taking_in.imports import (
    accept_return,
    look_at_workbook,
    preview_return,
)
from oscb_desktop.operations.taking_in.provenance import SheetAtCell, sheet_of_figure
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.pages.workbook_page import WorkbookPage
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.report_page.workbooks import WorkbookOpener
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.main_window import MainWindow
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers

POLICE = "budget-contributions.thames-valley-police.agreed"
WAIT_MS = 30_000


@pytest.fixture
def filled(report_file: Path, sample_returns: Path) -> Path:
    with open_report(report_file) as opened:
        view = look_at_workbook(sample_returns / "partnership-budget.xlsx", silent)
        accept_return(opened, preview_return(take_snapshot(opened), view, silent, by="clerk"))
    return report_file


@pytest.fixture
def desk(qtbot: QtBot, workers: Workers, messages: Messages, filled: Path) -> Iterator[Desk]:
    opened = open_report(filled)
    made = Desk(opened, take_snapshot(opened), workers, messages)
    yield made
    with qtbot.waitCallback(timeout=WAIT_MS) as closed:
        made.close(closed)
    made.deleteLater()


def looked_up(qtbot: QtBot, desk: Desk, key: str) -> SheetAtCell:
    with qtbot.waitCallback(timeout=WAIT_MS) as found:
        desk.read(lambda opened, progress: sheet_of_figure(opened, key, progress), found)
    assert found.args is not None
    sheet = found.args[0]
    assert isinstance(sheet, SheetAtCell)
    return sheet


def test_the_sheet_opens_at_the_figures_cell(
    qtbot: QtBot, desk: Desk, messages: Messages, choosers: ToldChoosers,
    qtmodeltester: ModelTester,
) -> None:  # fmt: skip
    sheet = looked_up(qtbot, desk, POLICE)
    page = WorkbookPage(POLICE, sheet, WorkbookOpener(desk, messages, choosers))
    qtbot.addWidget(page)
    page.show()
    qtmodeltester.check(page.table.model())
    qtbot.waitUntil(lambda: page.table.currentIndex().isValid())
    assert page.table.currentIndex().data() == "91150"
    assert "Contributions, cell D9" in page.place.text()
    with qtbot.waitSignal(page.finished):
        qtbot.keyClick(page.table, Qt.Key.Key_Escape)


def test_the_workbook_is_saved_and_opened_as_it_was_received(
    qtbot: QtBot, desk: Desk, messages: Messages, choosers: ToldChoosers, tmp_path: Path,
    sample_returns: Path,
) -> None:  # fmt: skip
    received = (sample_returns / "partnership-budget.xlsx").read_bytes()
    shown: list[bytes] = []

    def open_url(url: QUrl) -> bool:
        shown.append(Path(url.toLocalFile()).read_bytes())
        return True

    opener = WorkbookOpener(desk, messages, choosers, open_url)
    page = WorkbookPage(POLICE, looked_up(qtbot, desk, POLICE), opener)
    qtbot.addWidget(page)
    qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)  # and then Cancel
    assert messages.data() == ()
    choosers.saved = tmp_path / "copy.xlsx"
    qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert choosers.saved.read_bytes() == received
    assert messages.data()[0].text == "copy.xlsx is saved as it was received."
    qtbot.mouseClick(page.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown), timeout=WAIT_MS)
    assert shown == [received]
    assert messages.data()[0].remedy == "Look at sheet Contributions, cell D9."


def test_a_figure_that_was_worked_out_has_no_cell(filled: Path) -> None:
    with open_report(filled) as opened, pytest.raises(OscbError, match="worked out"):
        sheet_of_figure(opened, "budget-contributions.total.agreed", silent)


def test_the_report_page_leads_there_and_back(
    qtbot: QtBot, window: MainWindow, filled: Path
) -> None:
    window.open_path(filled)
    qtbot.waitUntil(lambda: isinstance(window.page, ReportPage), timeout=WAIT_MS)
    report_page = window.page
    assert isinstance(report_page, ReportPage)
    report_page.figures.workbook_wanted.emit(POLICE)
    qtbot.waitUntil(lambda: isinstance(window.page, WorkbookPage), timeout=WAIT_MS)
    page = window.page
    assert isinstance(page, WorkbookPage)
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert window.page is report_page

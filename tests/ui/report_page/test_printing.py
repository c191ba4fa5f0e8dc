"""Ctrl+P: the pages on paper, marked as the draft that they are."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.publishing.exporting import view_for_paper
from oscb_desktop.ui.report_page.printing import print_report
from oscb_desktop.ui.window.main_window import MainWindow
from tests.ui.conftest import ToldChoosers


def paper(out: Path) -> QPrinter:
    """Return a printer that prints into a file."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    return printer


def test_ctrl_p_prints_every_page(
    window: MainWindow, choosers: ToldChoosers, report_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window.open_path(report_file)
    qtbot.waitUntil(lambda: window.desk is not None)
    out = tmp_path / "paper.pdf"
    qtbot.keyClick(window.page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not out.exists()  # nobody chose a printer
    choosers.told_printer = paper(out)
    qtbot.keyClick(window.page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any("marked DRAFT" in held.text for held in window._messages.data()))
    assert window.desk is not None
    with view_for_paper(window.desk.snapshot, silent) as view:
        assert len(pypdfium2.PdfDocument(out)) == view.pages


def test_only_the_pages_asked_for_are_printed_and_they_are_not_blank(
    desk_snapshot: Snapshot, tmp_path: Path, qapp: object
) -> None:
    printer = paper(tmp_path / "one.pdf")
    printer.setFromTo(1, 1)
    assert print_report(desk_snapshot, printer, silent) == 1
    page = pypdfium2.PdfDocument(tmp_path / "one.pdf")[0]
    shades = page.render(scale=0.5).to_pil().convert("L").getextrema()
    assert shades[0] < 128 < shades[1]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told(
    desk_snapshot: Snapshot, tmp_path: Path, qapp: object
) -> None:
    with pytest.raises(OscbError, match="takes nothing"):
        print_report(desk_snapshot, paper(tmp_path / "no folder" / "one.pdf"), silent)


@pytest.fixture
def desk_snapshot(report_file: Path) -> Snapshot:
    from oscb_desktop.operations.file.files import close_report, open_report
    from oscb_desktop.operations.file.opened import take_snapshot

    opened = open_report(report_file, read_only=True)
    snapshot = take_snapshot(opened)
    close_report(opened)
    return snapshot

"""F8, pressed as a person presses it: from problem to problem, wherever the caret was left."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.operations.file.files import close_report, new_report
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.window.main_window import MainWindow


def press(window: MainWindow, qtbot: QtBot) -> None:
    """Press F8 where the keyboard is."""
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F8)


def test_f8_goes_through_every_problem(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "r.oscb"
    opened = new_report(path, "scrutiny-annual-report", {})
    close_report(opened)
    window.open_path(path)
    qtbot.waitUntil(lambda: isinstance(window.page, ReportPage), timeout=20_000)
    window.activateWindow()
    page = window.page
    qtbot.waitUntil(lambda: page.checks.model.rowCount() > 0, timeout=20_000)
    rows = page.checks.model.standing()
    seen = []
    for _ in rows:
        press(window, qtbot)
        qtbot.wait(50)
        seen.append(page.checks.list.currentIndex().row())
        print(page.checks.model.problem(seen[-1]), QApplication.focusWidget())
    assert seen == rows

"""A window with real workers over real files; what a person would choose is told beforehand."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.main_window import MainWindow
from oscb_desktop.ui.workers import Workers

TODAY = date(2026, 11, 22)


PATIENCE_MS = 60_000  # what is awaited comes, also on a machine with much else to do


class Unhurried(QtBot):
    """A person's key or click comes when the window has settled, and what they wait for in time.

    What has just been laid out is shown only as its event comes round (`QLayout.addWidget` queues
    it): whoever presses Tab before that, as no person can, finds nothing to go to.
    """

    @staticmethod
    def keyClick(*told: Any, **named: Any) -> None:
        QCoreApplication.processEvents()
        QTest.keyClick(*told, **named)

    @staticmethod
    def keyClicks(*told: Any, **named: Any) -> None:
        QCoreApplication.processEvents()
        QTest.keyClicks(*told, **named)

    @staticmethod
    def mouseClick(*told: Any, **named: Any) -> None:
        QCoreApplication.processEvents()
        QTest.mouseClick(*told, **named)

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **named: Any) -> Any:
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE_MS), **named)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE_MS, **named: Any) -> Any:
        return super().waitSignals(signals, timeout=max(timeout, PATIENCE_MS), **named)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return Unhurried(request)


def pytest_itemcollected(item: pytest.Item) -> None:
    """The core is measured by its own tests."""
    item.add_marker("unmeasured")


class ToldChoosers:
    """Answers as told; what was not told is a person pressing Cancel."""

    def __init__(self) -> None:
        self.report: Path | None = None
        self.saved: Path | None = None
        self.returns: list[Path] = []
        self.folder: Path | None = None
        self.suggested: list[Path] = []
        self.published: Path | None = None
        self.annexes: list[Path] = []
        self.key: Path | None = None
        self.document: Path | None = None
        self.told_printer: QPrinter | None = None

    def report_to_open(self) -> Path | None:
        return self.report

    def report_to_save(self, suggested: Path) -> Path | None:
        self.suggested.append(suggested)
        return self.saved

    def part_to_save(self, suggested: Path) -> Path | None:
        self.suggested.append(suggested)
        return self.saved

    def workbooks_to_import(self) -> list[Path]:
        return self.returns

    def folder_to_import(self) -> Path | None:
        return self.folder

    def export_to_save(self, suggested: Path) -> Path | None:
        self.suggested.append(suggested)
        return self.saved

    def calendar_to_save(self, suggested: Path) -> Path | None:
        self.suggested.append(suggested)
        return self.saved

    def pdf_to_open(self) -> Path | None:
        return self.published

    def annexes_to_add(self) -> list[Path]:
        return self.annexes

    def document_to_open(self) -> Path | None:
        return self.document

    def key_to_open(self) -> Path | None:
        return self.key

    def printer(self) -> QPrinter | None:
        return self.told_printer

    def workbook_to_save(self, suggested: Path) -> Path | None:
        self.suggested.append(suggested)
        return self.saved


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    made = Messages()
    qtbot.addWidget(made.area)
    return made


@pytest.fixture
def workers(messages: Messages) -> Iterator[Workers]:
    made = Workers(messages.error)
    yield made
    assert made.drain(20)


@pytest.fixture
def choosers() -> ToldChoosers:
    return ToldChoosers()


MakeWindow = Callable[[], MainWindow]


@pytest.fixture
def make_window(
    qtbot: QtBot, messages: Messages, choosers: ToldChoosers, tmp_path: Path
) -> Iterator[MakeWindow]:
    """Return a maker of shown windows; each is closed as a person closes it."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(
            Workers(messages.error),
            messages,
            settings,
            documents=tmp_path,
            today=TODAY,
            choosers=choosers,
        )
        made.append(window)
        with qtbot.waitSignal(window.usable):
            window.show()
        return window

    yield make
    for window in made:
        window.close()
        qtbot.waitUntil(lambda window=window: not window.isVisible(), timeout=20_000)
        window.deleteLater()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


@pytest.fixture(scope="session")
def sample_returns() -> Path:
    """Return the folder of the sample's own workbooks."""
    from oscb_desktop.base import resources

    return resources.find("samples", "oscb-2025-26")


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    """Return an empty report, closed."""
    from oscb_desktop.operations.file.files import close_report, new_report

    path = tmp_path / "empty.oscb"
    close_report(new_report(path, "scrutiny-annual-report", {"meeting_date": "2026-12-10"}))
    return path

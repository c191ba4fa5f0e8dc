"""Take the screenshots in docs/images from the real window, so that they never go stale.

Run it from the project's root, on a screen or under a virtual one:

    .venv/bin/python packaging/make_screenshots.py [--theme dark] [--out docs/images]
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPalette

SIZE = (1366, 768)  # the laptop that the window is made for
SETTLE_MS = 1500
_PANELS = ("figures", "checks", "clearance", "coverage", "timetable", "committees", "history")


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        # Recent reports and settings of a person of no one's.
        for name in (
            "HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_STATE_HOME",
            "XDG_CACHE_HOME",
        ):
            os.environ[name] = home if name == "HOME" else str(Path(home, name))
        _take(parsed.out, parsed.theme, Path(home))


def _take(out: Path, theme: str, home: Path) -> None:
    from PySide6.QtCore import QEventLoop, QSettings, QTimer

    from oscb_desktop.base.progress import silent
    from oscb_desktop.operations.home.demo import run_demo
    from oscb_desktop.ui.pages.home_page import HomePage
    from oscb_desktop.ui.report_page.page import ReportPage
    from oscb_desktop.ui.widgets.messages import Messages
    from oscb_desktop.ui.window.application import start_qt
    from oscb_desktop.ui.window.main_window import MainWindow
    from oscb_desktop.ui.workers import Workers

    app = start_qt()
    if theme == "dark":
        app.setPalette(_dark())
    demo = run_demo(home / "Documents", silent)
    messages = Messages()
    workers = Workers(messages.error)
    settings = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(workers, messages, settings, documents=home, today=date(2026, 11, 22))
    window.resize(*SIZE)
    window.show()

    def picture(name: str, act: Callable[[], object] | None = None) -> None:
        if act is not None:
            act()
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()
        out.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(out / f"{name}.png"))

    suffix = "-dark" if theme == "dark" else ""
    picture(f"first-start{suffix}")
    home_page = window.page
    assert isinstance(home_page, HomePage)
    window.open_path(demo.report)
    _until(lambda: isinstance(window.page, ReportPage))
    page = window.page
    assert isinstance(page, ReportPage)
    shown: list[bool] = []
    page.preview.refreshed.connect(lambda: shown.append(True))
    _until(lambda: bool(shown) and page.checks.model.rowCount() > 0)
    picture(f"report{suffix}")
    for panel in _PANELS:
        picture(f"{panel}{suffix}", partial(page.open_panel, panel))
    page.close_panel()
    spoilt = _spoilt(demo.returns[0], home)
    picture(f"import{suffix}", lambda: window.import_paths([spoilt]))
    page.close_requested.emit()
    _until(lambda: bool(home_page.rows) and home_page.rows[0].first_page is not None)
    picture(f"home{suffix}")
    window.close()
    workers.drain(5)


def _until(done: Callable[[], bool]) -> None:
    """Wait for what the window does in the background."""
    from PySide6.QtCore import QCoreApplication

    while not done():
        QCoreApplication.processEvents()
        time.sleep(0.02)


def _dark() -> "QPalette":
    """Return the palette of a system's dark theme, where the platform offers none to switch."""
    from PySide6.QtGui import QColor, QPalette

    palette = QPalette(QColor("#2b2b2b"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#1e1e1e"))
    palette.setColor(QPalette.ColorRole.AlternateBase, QColor("#262626"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#2f6fb5"))
    palette.setColor(QPalette.ColorRole.Link, QColor("#7db7ff"))
    # Made from one colour, a palette writes what is off almost in the ground's own.
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#9d9d9d"))
    return palette


def _spoilt(path: Path, folder: Path) -> Path:
    """Return a copy of the sample budget with two mistakes to show."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["Contributions"]["D9"] = "twelve"
    book["Contributions"]["E10"] = -500
    spoilt = folder / "partnership-budget, first try.xlsx"
    book.save(spoilt)
    return spoilt


if __name__ == "__main__":
    main()

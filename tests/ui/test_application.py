"""The program starts, shows its first page and ends; what that page does not need is not loaded."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import platformdirs
import pytest

import oscb_desktop

START = """
import json, sys
before = set(sys.modules)  # what the environment itself loads
from oscb_desktop.cli import main
status = main(sys.argv[1:])
import linecache
import PySide6.QtCore
print(json.dumps({
    "status": status,
    "modules": sorted(set(sys.modules) - before),
    "read": sorted(linecache.cache),
    "qt": "Qt" in vars(PySide6.QtCore),
}))
"""
# Our modules that the first page is made of, with reports in its list. It opens as fast as this
# list is short: what is added here, every start waits for.
OURS = Path(__file__).with_name("before-first-paint.txt")
OTHERS = {"PySide6", "platformdirs", "shiboken6", "shibokensupport"}
OF_PYSIDE = {"__feature__", "signature_bootstrap"}  # modules of its own


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START, *arguments],
        capture_output=True,
        text=True,
        timeout=110,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


@pytest.fixture
def painted(tmp_path: Path) -> dict[str, Any]:
    """What a start has loaded that ended with the first paint, one report being listed."""
    report = tmp_path / "report.oscb"
    report.touch()
    entry = {
        "path": str(report),
        "title": "Annual report",
        "committee": "Performance Scrutiny Committee",
        "meeting_date": f"{date.today() + timedelta(days=20)}",
        "publish_by": f"{date.today() + timedelta(days=12)}",
        "opened_at": "2026-01-02T03:04:05Z",
    }
    folder = platformdirs.user_data_path("OSCB Desktop", appauthor=False, ensure_exists=True)
    folder.joinpath("recent.json").write_text(json.dumps([entry]), encoding="utf-8")
    done = start("--quit-after-first-paint")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_it_ends_with_0_once_painted(painted: dict[str, Any]) -> None:
    assert painted["status"] == 0


def test_the_first_page_loads_only_the_modules_that_are_listed(painted: dict[str, Any]) -> None:
    ours = {name for name in painted["modules"] if name.partition(".")[0] == "oscb_desktop"}
    listed = set(OURS.read_text("utf-8").split())
    assert sorted(ours - listed) == [], "loaded before the first paint and not listed"
    assert sorted(listed - ours) == [], "listed and no longer loaded"


def test_the_first_page_loads_few_packages_of_others(painted: dict[str, Any]) -> None:
    tops = {name.partition(".")[0] for name in painted["modules"]}
    assert tops - sys.stdlib_module_names - {"oscb_desktop"} - OF_PYSIDE <= OTHERS
    assert {name for name in painted["modules"] if name.startswith("PySide6.Qt")} == {
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtWidgets",
    }


def test_the_first_page_does_without_the_namespace_of_qt(painted: dict[str, Any]) -> None:
    assert not painted["qt"]


def test_no_module_is_read_for_the_names_it_could_ask_of_qt(painted: dict[str, Any]) -> None:
    folder = str(Path(oscb_desktop.__file__).parent)
    assert [path for path in painted["read"] if path.startswith(folder)] == []


def test_what_the_first_click_needs_is_loaded_while_nobody_clicks() -> None:
    wait = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from oscb_desktop.ui.window import application

needed = {
    "oscb_desktop.ui.pages.new_report_page",
    "oscb_desktop.ui.report_page.page",
    "oscb_desktop.ui.desk.desk",
    "holidays.countries",
    "sqlalchemy",
}
window_of = application.MainWindow

def watch():
    if needed <= set(sys.modules):
        QApplication.instance().closeAllWindows()

class Window(window_of):
    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        assert not needed & set(sys.modules)
        self.timer = QTimer(self, interval=20)
        self.timer.timeout.connect(watch)
        self.timer.start()

application.MainWindow = Window
sys.exit(application.run(None))
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", wait], capture_output=True, text=True, timeout=110, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_with_a_report_it_also_ends_and_leaves_it_unlocked(report_file: Path) -> None:
    from oscb_desktop.operations.file.files import close_report, open_report

    done = start(str(report_file), "--quit-after-first-paint")
    assert json.loads(done.stdout)["status"] == 0, done.stderr
    assert "Traceback" not in done.stderr
    close_report(open_report(report_file))

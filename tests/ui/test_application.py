"""The program starts, shows its first page and ends; what that page does not need is not loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

START = """
import json, sys
from oscb_desktop.cli import main
status = main(sys.argv[1:])
print(json.dumps([status, sorted(sys.modules)]))
"""
TOO_HEAVY = {
    "PySide6.QtPdf",
    "PySide6.QtPdfWidgets",
    "PySide6.QtSvg",
    "holidays",
    "openpyxl",
    "oscb_desktop.operations.taking_in.imports",
    "oscb_desktop.ui.import_page.page",
    "oscb_desktop.ui.report_page.page",
    "pikepdf",
    "python_calamine",
    "rapidfuzz",
    "reportlab",
    "sqlalchemy",
}


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def test_it_ends_with_0_once_painted_having_loaded_nothing_it_does_not_need() -> None:
    done = start("--quit-after-first-paint")
    assert done.returncode == 0, done.stderr
    status, modules = json.loads(done.stdout)
    assert status == 0
    assert TOO_HEAVY & set(modules) == set()


def test_with_a_report_it_also_ends_and_leaves_it_unlocked(report_file: Path) -> None:
    from oscb_desktop.operations.file.files import close_report, open_report

    done = start(str(report_file), "--quit-after-first-paint")
    assert json.loads(done.stdout)[0] == 0, done.stderr
    assert "Traceback" not in done.stderr
    close_report(open_report(report_file))

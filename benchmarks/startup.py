"""Start-up: our window, usable, against a bare QMainWindow script; time and memory, side by side.

"Usable" is painted with the list of recent reports on it (twelve of them here). Both are whole
processes, from the interpreter's start to its end, taking turns on the offscreen platform; the
median of the pairs' ratios is printed, and each side's fastest run, which noise disturbs least.

    .venv/bin/python benchmarks/startup.py [--runs 15]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import json, resource, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1200, 704)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
OURS = """
import resource, sys
from oscb_desktop.cli import main
status = main(["--quit-after-first-paint"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
sys.exit(status)
"""


def main() -> int:
    """Measure, print a table; return 1 where what is asked for is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as home:
        environment = _environment(Path(home))
        _measure(BARE, environment), _measure(OURS, environment)  # the disk's cache is warm
        pairs = [(_measure(BARE, environment), _measure(OURS, environment)) for _ in range(runs)]
    bare, ours = ([pair[side] for pair in pairs] for side in (0, 1))
    ratio = statistics.median(ours[0] / bare[0] for bare, ours in pairs)
    fastest = min(run[0] for run in ours) / min(run[0] for run in bare)
    print(f"window usable, median of {runs}")
    for name, side in (("bare QMainWindow", bare), ("OSCB Desktop", ours)):
        seconds = statistics.median(run[0] for run in side)
        print(f"  {name:17} {seconds:6.3f} s  {max(run[1] for run in side):4} MB")
    print(f"  ratio             {ratio:6.2f}    (at most 1.5; fastest runs {fastest:.2f})")
    return 0 if ratio <= 1.5 else 1


def _environment(home: Path) -> dict[str, str]:
    """Return an environment with a home of its own and twelve recent reports in it."""
    names = {name: str(home / name.lower()) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    recent = [
        {
            "path": str(home / f"report {number}.oscb"),
            "title": f"Annual reports of the safeguarding children board {2010 + number}",
            "committee": "Performance Scrutiny Committee",
            "meeting_date": f"{2010 + number}-12-10",
            "publish_by": f"{2010 + number}-12-02",
            "opened_at": "2026-01-02T03:04:05Z",
        }
        for number in range(12)
    ]
    folder = home / "xdg_data_home" / "OSCB Desktop"
    folder.mkdir(parents=True)
    folder.joinpath("recent.json").write_text(json.dumps(recent), encoding="utf-8")
    names |= {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    # Ours finds its bytecode ready, as an installed program does.
    names["PYTHONPYCACHEPREFIX"] = str(home / "bytecode")
    kept = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | names


def _measure(script: str, environment: dict[str, str]) -> tuple[float, int]:
    """Run a script in a process of its own; return its seconds and its peak megabytes."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - started, int(done.stdout.split()[-1])


if __name__ == "__main__":
    sys.exit(main())

"""Export from the command line: the sample report, a process from its start to the PDF.

Beside it, how much of that is Python's own start, and how much is opening the report file and
all that this loads (``figures`` does no more).

    .venv/bin/python benchmarks/exporting.py [--runs 9]
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": str(Path(folder, "bytecode"))}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        ours = [sys.executable, "-m", "oscb_desktop"]
        _seconds([*ours, "demo", "--out", folder], environment)
        (report,) = Path(folder).glob("*.oscb")
        ways = {
            "Python's own start": [sys.executable, "-c", "pass"],
            "figures": [*ours, "figures", str(report)],
            "export --draft": [*ours, "export", str(report), f"{folder}/out.pdf", "--draft"],
        }
        for command in ways.values():
            _seconds(command, environment)
        taken = {
            name: [_seconds(way, environment) for _ in range(runs)] for name, way in ways.items()
        }
    print(f"sample report, median of {runs}")
    for name, seconds in taken.items():
        print(f"  {name:20} {statistics.median(seconds):6.3f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  most memory          {peak:6.0f} MB")


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

"""Import against python-calamine and openpyxl merely reading the same file; time and memory.

A return of 100,000 rows × 10 columns (a million cells), a typical one (40 × 12) and a folder of
twenty of these. The import is the whole of it: reading, finding the table, mapping, validating,
comparing and storing in a report file. Each measurement is a process of its own; the ways take
turns, and the median of the turns' ratios is printed. openpyxl reads once only, read-only: it
takes that long.

    .venv/bin/python benchmarks/importing.py [--rows 100000] [--runs 5]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADERS = [
    "Ref", "Indicator", "Category", "Unit", "Good is",
    "Numerator", "Denominator", "Value", "Target", "Previous year",
]  # fmt: skip
WIDE = [*HEADERS, "Statistical neighbours", "England"]


def main() -> int:
    """Measure, print a table; return 1 where what is asked for is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--one", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.one:
        _one(parsed.one[0], Path(parsed.one[1]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder, "large.xlsx")
        typical = Path(folder, "typical.xlsx")
        _write(big, parsed.rows, HEADERS)
        _write(typical, 40, WIDE)
        folders = Path(folder, "twenty")
        folders.mkdir()
        for number in range(20):
            _write(folders / f"return-{number + 1:02}.xlsx", 40, WIDE)
        slow = _measure("openpyxl", big)["seconds"]
        read, taken, ratios = [], [], []
        for _ in range(parsed.runs):
            read.append(_measure("read", big))
            taken.append(_measure("import", big))
            ratios.append(taken[-1]["seconds"] / read[-1]["seconds"])
        small = [_measure("import", typical)["seconds"] for _ in range(parsed.runs)]
        twenty = [_measure("folder", folders)["seconds"] for _ in range(parsed.runs)]
    ratio, faster = statistics.median(ratios), slow / _median(taken, "seconds")
    typical_ms, folder_s = statistics.median(small) * 1000, statistics.median(twenty)
    print(f"{parsed.rows:,} rows × {len(HEADERS)} columns, median of {parsed.runs}")
    print(f"  calamine reads    {_median(read, 'seconds'):6.2f} s  {_peak(read):4.0f} MB")
    print(f"  openpyxl reads    {slow:6.2f} s")
    print(f"  import            {_median(taken, 'seconds'):6.2f} s  {_peak(taken):4.0f} MB")
    print(f"  import ÷ calamine {ratio:6.2f}    (at most 2; under 600 MB)")
    print(f"  openpyxl ÷ import {faster:6.2f}    (at least 6)")
    print(f"typical return, 40 × 12: {typical_ms:.0f} ms (under 150 ms)")
    print(f"20 typical returns: {folder_s:.2f} s (under 2 s)")
    reached = ratio <= 2 and _peak(taken) < 600 and faster >= 6 and typical_ms < 150
    return 0 if reached and folder_s < 2 else 1


def _median(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def _peak(runs: list[dict[str, float]]) -> float:
    return max(run["megabytes"] for run in runs)


def _measure(what: str, path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--one", what, str(path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _one(what: str, path: Path) -> None:
    ways = {"read": _read, "openpyxl": _read_slowly, "import": _import, "folder": _take_folder}
    seconds = ways[what](path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


def _read(path: Path) -> float:
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return time.perf_counter() - start


def _read_slowly(path: Path) -> float:
    from openpyxl import load_workbook

    start = time.perf_counter()
    for _ in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        pass
    return time.perf_counter() - start


def _take_folder(path: Path) -> float:
    """Take a folder of returns into a fresh report."""
    from oscb_desktop.base.progress import silent
    from oscb_desktop.operations.file.files import new_report
    from oscb_desktop.operations.taking_in.batches import State, returns_in, take_batch

    with tempfile.TemporaryDirectory() as folder:
        settings = {"meeting_date": "2026-12-10"}
        with new_report(Path(folder, "a.oscb"), "scrutiny-annual-report", settings) as fresh:
            start = time.perf_counter()
            outcome = take_batch(fresh, returns_in(path), silent, accept_warnings=True)
            seconds = time.perf_counter() - start
    if any(received.state is State.UNREADABLE for received in outcome.received):
        sys.exit("a return could not be read")
    return seconds


def _import(path: Path) -> float:
    """Import into a fresh report; the rooms are loaded before, as in an open window."""
    from oscb_desktop.base.progress import silent
    from oscb_desktop.operations.file.files import new_report
    from oscb_desktop.operations.home.sample import sample_returns
    from oscb_desktop.operations.taking_in.importing import ImportRequest, import_returns

    with tempfile.TemporaryDirectory() as folder:
        settings = {"meeting_date": "2026-12-10"}
        warm = new_report(Path(folder, "warm.oscb"), "scrutiny-annual-report", settings)
        with warm:
            import_returns(warm, ImportRequest(sample_returns(), accept_warnings=True), silent)
        fresh = new_report(Path(folder, "fresh.oscb"), "scrutiny-annual-report", settings)
        with fresh:
            start = time.perf_counter()
            request = ImportRequest((path,), kind="performance-indicators", accept_warnings=True)
            outcome = import_returns(fresh, request, silent)
            seconds = time.perf_counter() - start
    if not outcome.accepted:
        sys.exit(f"not accepted: {outcome.problems[:3]}")
    return seconds


def _write(path: Path, rows: int, headers: list[str]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Indicators")
    sheet.append(["Performance indicators 2025-26"])
    sheet.append([])
    sheet.append(headers)
    for row in range(rows):
        value = float(row % 9000) + 0.5
        numbers = [value * 3, 1000.0 + row, value, value + 10, value - 1, value, value]
        line = [f"PI{row:06}", f"Indicator number {row}", "Front door", "number", "High", *numbers]
        sheet.append(line[: len(headers)])
    book.save(path)


if __name__ == "__main__":
    sys.exit(main())

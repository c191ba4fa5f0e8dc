"""The same report as a PDF: ours (tagged), Typst and WeasyPrint (tagged), ReportLab (untagged).

Numbered paragraphs, a heading every twenty, links, a table of twice as many rows, a chart, running
head and foot, the same fonts (``same_content/``). Each run is a process of its own, from its start
to the PDF on the disk; ours and ReportLab read the content as JSON, Typst and WeasyPrint in their
own languages. Ours also makes a table of contents and PDF/A-2a, which the others are spared, and
finds the bytecode of its modules ready, as an installed program does.

The ways take turns, so that whatever else the machine does meets them alike. Times are medians:
"clock" is from start to end, "processor" what the process used of all cores (Typst uses several).
A ratio is the median of ours divided by the peer's of the same turn.

    .venv/bin/python benchmarks/peers.py [--paragraphs 100 1000] [--runs 15] [--python PEERS]
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
from typing import NamedTuple

from same_content.content import write_content, write_html, write_typst

HERE = Path(__file__).parent
ROOT = HERE.parent
FONTS = ROOT / "resources" / "fonts"
PEERS_PYTHON = HERE / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Ours divided by the peer's, at most; what each may show.
TARGETS = {"typst": 1.0, "weasyprint": 0.1, "reportlab": 1.25}
NAMES = {
    "ours": "ours, tagged PDF/UA-1 and PDF/A-2a",
    "typst": "Typst, tagged PDF/UA-1",
    "weasyprint": "WeasyPrint, tagged PDF/UA-1",
    "reportlab": "ReportLab platypus, untagged",
}


class Way(NamedTuple):
    """One way to make the PDF: its name, its version and its command."""

    name: str
    version: str
    command: list[str]


class Run(NamedTuple):
    """What one process took."""

    clock_s: float
    processor_s: float
    megabytes: float


def main() -> int:
    """Measure, print; return 1 where ours misses a target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paragraphs", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--python", default="", help="the Python that has the peers")
    parsed = parser.parse_args()
    python = parsed.python or (str(PEERS_PYTHON) if PEERS_PYTHON.exists() else sys.executable)
    missed = 0
    for paragraphs in parsed.paragraphs:
        with tempfile.TemporaryDirectory() as folder:
            missed += _compare(paragraphs, parsed.runs, python, Path(folder))
    return 1 if missed else 0


def _compare(paragraphs: int, runs: int, python: str, folder: Path) -> int:
    ways = _ways(paragraphs, python, folder)
    taken: dict[str, list[Run]] = {way.name: [] for way in ways}
    bytecode = folder / "bytecode"
    for way in ways:
        _run(way.command, bytecode)  # writes the bytecode, warms the disk's cache
    for turn in range(runs):
        for way in ways:
            # WeasyPrint takes so long that a third of the turns say enough.
            if way.name != "weasyprint" or turn % 3 == 0:
                taken[way.name].append(_run(way.command, bytecode))
    start = statistics.median(_run([python, "-c", "pass"], bytecode).clock_s for _ in range(runs))
    print(f"{paragraphs:,} paragraphs, {2 * paragraphs:,} rows; {runs} turns")
    print(f"  {'':36} clock/s  processor/s    MB  ours ÷ it  at most")
    missed = 0
    for way in ways:
        clock, processor = (
            statistics.median(getattr(run, kind) for run in taken[way.name])
            for kind in ("clock_s", "processor_s")
        )
        peak = max(run.megabytes for run in taken[way.name])
        line = f"  {NAMES[way.name]:36} {clock:7.3f} {processor:12.3f} {peak:5.0f}"
        if way.name != "ours":
            ours = taken["ours"] if way.name != "weasyprint" else taken["ours"][::3]
            pairs = zip(ours, taken[way.name], strict=True)
            ratio = statistics.median(one.clock_s / other.clock_s for one, other in pairs)
            target = TARGETS[way.name]
            missed += ratio > target
            line += f" {ratio:10.2f} {target:8.2f}" + (" MISSED" if ratio > target else "")
        print(line)
    print(f"  of which Python's own start {start:12.3f}   ", end="")
    print(", ".join(f"{way.name} {way.version}" for way in ways))
    return missed


def _ways(paragraphs: int, python: str, folder: Path) -> list[Way]:
    """Write the content for each way; a peer that is not installed is named and left out."""
    content = write_content(paragraphs)
    source = {ending: folder / f"report.{ending}" for ending in ("json", "typ", "html")}
    source["json"].write_text(json.dumps(content), encoding="utf-8")
    source["typ"].write_text(write_typst(content), encoding="utf-8")
    source["html"].write_text(write_html(content, FONTS), encoding="utf-8")
    scripts = {"typst": "typ", "weasyprint": "html", "reportlab": "json"}
    made = [str(source["json"]), str(folder / "ours.pdf")]
    ways = [Way("ours", "", [sys.executable, str(HERE / "same_content" / "ours.py"), *made])]
    endings = {"typst": "typst_ua.py", "weasyprint": "weasyprint_ua.py"}
    for name, ending in scripts.items():
        version = _version(python, name)
        if not version:
            print(f"{name} is not installed: left out (README.md says how to install it)")
            continue
        script = HERE / "same_content" / endings.get(name, "reportlab_plain.py")
        out = str(folder / f"{name}.pdf")
        command = [python, str(script), str(source[ending]), out, str(FONTS)]
        ways.append(Way(name, version, command))
    return ways


def _version(python: str, package: str) -> str:
    code = f"from importlib.metadata import version; print(version({package!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _run(command: list[str], bytecode: Path) -> Run:
    """Run a process to its end and return what it took."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(bytecode)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())

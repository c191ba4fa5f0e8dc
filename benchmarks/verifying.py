"""Verifying a published file from the command line, a process from its start to the verdicts.

Of a short report and of a long one. Beside it two that look at the signature alone, and at no
word: pyHanko's own validator (the library that ours stands on) and Poppler's pdfsig, where it is
installed. The ways take turns; a ratio is the median of ours divided by the peer's of that turn.
Asked of the product is processor time, which other programs on the machine change less.

    .venv/bin/python benchmarks/verifying.py [--runs 7]
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from reports import write_mixed_report

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.clearing import clear, route_of_report
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.home.sample_authority import SampleAuthority
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.signing import signer

# What the report is made for, in pages, and how many seconds verifying it may take.
ASKED = {12: 1.0, 328: 4.0}
PYHANKO = """
import sys
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
with open(sys.argv[1], "rb") as file:
    held = PdfFileReader(file).embedded_regular_signatures[0]
    trusted = ValidationContext(trust_roots=[held.signer_cert], allow_fetching=False)
    assert validate_pdf_signature(held, trusted).bottom_line
"""


def main() -> int:
    """Measure, print; return 1 where ours takes longer than is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": str(Path(folder, "bytecode"))}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for wanted, most in ASKED.items():
            pdf, authority, pages = _published(Path(folder), wanted)
            ways = {
                "ours": [*_module("oscb_desktop", "verify"), pdf, "--trust", authority],
                "pyHanko": [sys.executable, "-c", PYHANKO, pdf],
            }
            if shutil.which("pdfsig"):
                ways["pdfsig"] = ["pdfsig", pdf]
            for way in ways.values():
                _seconds(way, environment)  # its bytecode is ready, as where it is installed
            taken = [
                {name: _seconds(way, environment) for name, way in ways.items()}
                for _ in range(runs)
            ]
            ours = statistics.median(turn["ours"] for turn in taken)
            missed |= ours > most
            print(f"{pages} pages: {ours:.2f} s of the processor (asked: {most:.0f} s)")
            for peer in list(ways)[1:]:
                seconds = statistics.median(turn[peer] for turn in taken)
                ratio = statistics.median(turn["ours"] / turn[peer] for turn in taken)
                print(f"  {peer:8} {seconds:.2f} s for the signature alone: ours ÷ it {ratio:.1f}")
    return int(missed)


def _module(name: str, command: str) -> list[str]:
    return [sys.executable, "-m", name, command]


def _published(folder: Path, pages: int) -> tuple[str, str, int]:
    """Make, clear and publish a report; return the file, who vouches for it, and its pages."""
    report, authority = folder / f"{pages}.oscb", SampleAuthority()
    write_mixed_report(report, pages)
    with open_report(report, by="Clerk") as opened:
        snapshot = take_snapshot(opened)
        for step in route_of_report(snapshot).steps:
            name = f"Officer ({step.title.lower()})"
            snapshot = clear(opened, step.id, name, key=authority.issue(name))
        signs = signer(authority.issue("Contact officer"))
        made = export_pdf(snapshot, folder / f"{pages}.pdf", silent, draft=False, signs=signs)
    certificate = folder / f"{pages}.pem"
    certificate.write_bytes(authority.pem)
    return str(made.path), str(certificate), made.pages


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return what a process used of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())

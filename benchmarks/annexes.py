"""Five hundred pages of annexes joined to a report: time, and the memory it takes.

    python benchmarks/annexes.py [PAGES]

Prints, for annexes without tags and for tagged ones (a report of our own), the seconds that
joining and comparing take, beside what pikepdf needs merely to copy the pages over and write the
file, and the most memory the process had above what it began with. Asked of the product: 500
pages joined in at most 3 s and 300 MB, and at most 50 ms for comparing each.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from publish import samples

from oscb_desktop.publish.annexes import AnnexFile, append_annexes
from oscb_desktop.publish.pdf.pdf import LaidOut, lay_out
from oscb_desktop.report.publication.composition import PrintedAnnex

JOINING_SECONDS, COMPARING_SECONDS, MOST_MEGABYTES = 3.0, 0.05, 300.0


def memory() -> float:
    """Return the most memory this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def long_file(pages: int, *, tagged: bool) -> bytes:
    """Return a report of at least so many pages, cut to them."""
    paragraphs = pages * 3
    while (made := lay_out(samples.long_report(paragraphs), draft=False)).pages < pages:
        paragraphs = paragraphs * 5 // 4
    out = BytesIO()
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        del pdf.pages[pages:]
        if not tagged:
            del pdf.Root.StructTreeRoot
            del pdf.Root.MarkInfo
        pdf.save(out)
    return out.getvalue()


def copied(report: LaidOut, data: bytes) -> None:
    """Copy the pages over and write the file: what joining cannot do without."""
    with pikepdf.open(BytesIO(report.pdf)) as pdf, pikepdf.open(BytesIO(data)) as source:
        pdf.pages.extend(source.pages)
        pdf.save(BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.generate)


def seconds(run: Callable[[], object]) -> float:
    """Return the least time of three runs."""
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def main() -> int:
    """Measure, print, and return 1 where a limit is passed."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    status = 0
    for tagged in (False, True):
        data = long_file(pages, tagged=tagged)
        annex = PrintedAnnex(
            id="a", label="Annex A", title="Long", file="long.pdf", sha256="0" * 64, pages=pages
        )
        report = lay_out(msgspec.structs.replace(samples.sample(), annexes=(annex,)), draft=False)
        before = memory()
        files = [AnnexFile(annex, data)]
        joining = seconds(lambda r=report, f=files: append_annexes(r, f, draft=False))
        more = memory() - before
        copying = seconds(lambda r=report, d=data: copied(r, d))
        kind = "tagged" if tagged else "untagged"
        print(
            f"{pages} pages, {kind}: {joining:.2f} s ({joining / copying:.1f} times copying "
            f"alone, {copying:.2f} s), {more:.0f} MB more"
        )
        most = JOINING_SECONDS + COMPARING_SECONDS * pages
        status |= joining > most or more > MOST_MEGABYTES
    return status


if __name__ == "__main__":
    sys.exit(main())

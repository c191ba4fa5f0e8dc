"""Layout and tagging, side by side with plain ReportLab on the same content.

    python benchmarks/layout.py [PARAGRAPHS ...]

Prints, for a report of so many numbered paragraphs, a table of twice as many rows and a chart:
the tagged export, the same pages for the preview (untagged), ReportLab's own platypus (untagged,
same words, same fonts), and a page of the preview after one paragraph was changed. Least
processor time of several runs in one process: nothing here waits or runs in parallel.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate
from reportlab.platypus.flowables import Flowable

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from publish import samples

from oscb_desktop.base import resources
from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.pdf.proofs import Proof, prove
from oscb_desktop.publish.typeset.placing import LayoutCache
from oscb_desktop.report.publication.composition import (
    Composition,
    PrintedHeading,
    PrintedParagraph,
)


def best(run: Callable[[], object], times: int) -> float:
    """Return the least processor time of several runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken) * 1000


def platypus(report: Composition) -> bytes:
    """Lay the same content out with ReportLab's own paragraphs and tables, untagged."""
    body = ParagraphStyle(
        "body", fontName="R", fontSize=12, leading=16.2, leftIndent=36, bulletFontName="R"
    )
    head = ParagraphStyle("head", fontName="B", fontSize=17, leading=21, keepWithNext=1)
    story: list[Flowable] = []
    for part in report.parts:
        for block in part.blocks:
            if isinstance(block, PrintedHeading):
                story.append(Paragraph(block.text, head))
            elif isinstance(block, PrintedParagraph):
                words = "".join(
                    f'<a href="{run.url}">{run.text}</a>' if run.url else run.text
                    for run in block.runs
                )
                story.append(Paragraph(words, body, bulletText=f"{block.number}."))
            elif hasattr(block, "table"):
                rows = [[h.text for h in block.table.headings]]
                rows += [[cell.text for cell in row.cells] for row in block.table.rows]
                style = [
                    ("FONT", (0, 0), (-1, -1), "R", 10.5),
                    ("FONT", (0, 0), (-1, 0), "B", 10.5),
                ]
                story.append(LongTable(rows, [100, 140, 90, 90], repeatRows=1, style=style))
    out = BytesIO()
    margins = {"leftMargin": 82, "rightMargin": 82, "topMargin": 88, "bottomMargin": 84}
    SimpleDocTemplate(out, pagesize=A4, **margins).build(story)
    return out.getvalue()


def changed(report: Composition, turn: int) -> Composition:
    """Return the report with words added to one paragraph in its middle."""
    at = len(report.parts) // 2
    part = report.parts[at]
    blocks = list(part.blocks)
    place = next(i for i, block in enumerate(blocks) if isinstance(block, PrintedParagraph))
    paragraph = blocks[place]
    runs = (*paragraph.runs, samples.text(f" And word {turn}.")[0])
    blocks[place] = msgspec.structs.replace(paragraph, runs=runs)
    parts = list(report.parts)
    parts[at] = msgspec.structs.replace(part, blocks=tuple(blocks))
    return msgspec.structs.replace(report, parts=tuple(parts))


def all_of(proof: Proof) -> bytes:
    """Paint every page for looking at."""
    return proof.paint(range(proof.pages))


def measure(paragraphs: int) -> None:
    """Print the row of one size."""
    report = samples.long_report(paragraphs)
    times = 7 if paragraphs <= 200 else 3
    pages = lay_out(report, draft=True).pages
    tagged = best(lambda: lay_out(report, draft=True), times)
    untagged = best(lambda: all_of(prove(report)), times)
    plain = best(lambda: platypus(report), times)
    cache = LayoutCache()
    prove(report, cache=cache)
    edits = iter([changed(report, turn) for turn in range(times)])
    preview = best(lambda: prove(next(edits), cache=cache).paint([0]), times)
    print(
        f"{paragraphs:10} {pages:6} {tagged:10.1f} {untagged:10.1f} {plain:10.1f} {preview:10.1f}"
        f" {tagged / plain:16.2f} {untagged / preview:14.1f}"
    )


def main() -> None:
    """Measure each size asked for."""
    for name, style in (("R", "Regular"), ("B", "Bold")):
        path = resources.find("fonts", f"OSCBSans-{style}.ttf")
        pdfmetrics.registerFont(TTFont(name, str(path)))
    print("paragraphs  pages  tagged/ms  untagged/ms platypus/ms preview/ms", end="")
    print("  tagged/platypus  fresh/preview")
    for size in [int(word) for word in sys.argv[1:]] or [100, 1000]:
        measure(size)


if __name__ == "__main__":
    main()

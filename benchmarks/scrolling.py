"""Scrolling the preview of a return of 100,000 rows: the longest that one step holds the window.

The real view on the offscreen platform; each step moves the bar and paints what then shows.

    .venv/bin/python benchmarks/scrolling.py [--rows 100000] [--steps 200]
"""

import argparse
import os
import statistics
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from oscb_desktop.operations.taking_in.previewing import ShownColumn, ShownTable
from oscb_desktop.operations.taking_in.showing import ShownSheet
from oscb_desktop.returns.ledger import Account, Role
from oscb_desktop.ui.import_page.sheet_model import SheetModel
from oscb_desktop.ui.import_page.sheet_view import SheetView

STALL_MS = 50  # what is asked for


def main() -> int:
    """Scroll, measure, print; return 1 where a step holds the window for too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--steps", type=int, default=200)
    parsed = parser.parse_args()
    application = QApplication(sys.argv[:1])
    view = SheetView()
    view.resize(900, 600)
    started = time.perf_counter()
    view.show_model(SheetModel(_sheet(parsed.rows), []))
    view.show()
    application.processEvents()
    shown = (time.perf_counter() - started) * 1000
    bar = view.verticalScrollBar()
    steps = []
    for step in range(parsed.steps):
        begun = time.perf_counter()
        bar.setValue(step * bar.maximum() // (parsed.steps - 1))
        view.repaint()
        application.processEvents()
        steps.append((time.perf_counter() - begun) * 1000)
    median, worst = statistics.median(steps), max(steps)
    print(f"{parsed.rows:,} rows shown in {shown:.0f} ms")
    print(f"a step of scrolling, median / longest: {median:.1f} / {worst:.1f} ms ", end="")
    print(f"(at most {STALL_MS})")
    view.deleteLater()
    return 0 if worst <= STALL_MS else 1


def _sheet(rows: int) -> ShownSheet:
    columns = tuple(
        ShownColumn(at, "ABCDEFGHIJ"[at], f"Column {at + 1}", is_figure=at > 1) for at in range(10)
    )
    cells = [[f"Partner {row}", "cash", *(row + at / 4 for at in range(8))] for row in range(rows)]
    table = ShownTable("t", "Contributions", "Sheet 1", 1, columns, range(2, rows + 2), cells)
    account = Account("Sheet 1", cells)
    account.mark(Role.TAKEN, range(1, rows), range(10))
    account.mark(Role.IN_DOUBT, range(1, rows, 2), (5,))
    return ShownSheet(
        "Sheet 1", range(1, rows + 1), columns, cells, account.closed(), tables=(table,)
    )


if __name__ == "__main__":
    sys.exit(main())

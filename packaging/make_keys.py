"""Write docs/keys.md: every key and gesture of the window, from where the window has them.

python packaging/make_keys.py
"""

import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from oscb_desktop.ui.window.gestures import gestures  # noqa: E402
from oscb_desktop.ui.window.menus import shortcuts  # noqa: E402

PAGE = ROOT / "docs" / "keys.md"


def page() -> str:
    """Return the page."""
    lines = [
        "# Keys and gestures",
        "",
        "F1 shows this table in the window. `packaging/make_keys.py` writes this page, and",
        "`tests/ui/report_page/test_keys.py` presses, clicks and turns each in the real window.",
        "",
        "## What no menu shows",
    ]
    for where, held in groupby(gestures(), key=lambda gesture: gesture.where):
        lines += ["", f"### {where}", *_table((g.keys, g.does) for g in held)]
    lines += ["", "## In the menus"]
    for menu, entries in groupby(shortcuts(), key=lambda entry: entry[1]):
        lines += ["", f"### {menu}", *_table((keys, name) for _, _, name, keys in entries)]
    return "\n".join(lines) + "\n"


def _table(rows):  # type: ignore[no-untyped-def]
    return ["", "| keys | what it does |", "| --- | --- |",
            *(f"| {keys} | {does.removesuffix('…')} |" for keys, does in rows)]  # fmt: skip


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

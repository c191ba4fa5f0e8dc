"""Say how many of the core's branches its tests take, room by room, and hold them to a bound.

    .venv/bin/python tests/branches.py      after a measured run, as in .ci/run

The bound is fail_under in pyproject.toml. Coverage itself holds it for lines and branches taken
together; here it holds for branches alone, of which fewer are taken.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePath

from coverage import Coverage

WORST = 15  # modules named where the bound is not kept


def read(measured: Coverage) -> dict[str, tuple[int, int]]:
    """Return for each module how many branches are taken, and of how many."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(out))
        files = json.loads(out.read_text("utf-8"))["files"]
    return {
        PurePath(name).as_posix(): (held["covered_branches"], held["num_branches"])
        for name, held in ((name, files[name]["summary"]) for name in sorted(files))
    }


def percent(taken: int, of: int) -> float:
    return 100 * taken / of if of else 100.0


def told(modules: Mapping[str, tuple[int, int]], bound: float) -> tuple[list[str], bool]:
    """Return the lines to print, and whether the bound is kept."""
    rooms: dict[str, Counter[str]] = defaultdict(Counter)
    whole: Counter[str] = Counter()
    for name, (taken, of) in modules.items():
        room = "/".join(PurePath(name).parent.parts[1:2]) or PurePath(name).parts[0]
        rooms[room].update(taken=taken, of=of)
        whole.update(taken=taken, of=of)
    kept = percent(whole["taken"], whole["of"]) >= bound
    shares = [(room, held["taken"], held["of"]) for room, held in rooms.items()]
    if not kept:
        worst = sorted(modules.items(), key=lambda held: held[1][0] - held[1][1])
        shares.extend((name, *counts) for name, counts in worst[:WORST])
    lines = [f"{percent(taken, of):6.1f} %  {name}" for name, taken, of in shares]
    verdict = "as they must" if kept else "too few"
    return [
        *lines,
        f"{percent(whole['taken'], whole['of']):6.1f} %  of {whole['of']} branches of the core "
        f"are taken, {verdict}: the bound is {bound:g} %",
    ], kept


def main() -> int:
    measured = Coverage()
    measured.load()
    lines, kept = told(read(measured), float(measured.get_option("report:fail_under") or 0))
    print("\n".join(lines))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

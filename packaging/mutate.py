"""Change the code that must not fail in one small way after another, and see if a test notices.

    .venv/bin/python packaging/mutate.py [--show] [TARGET ...]      all targets unless named

Prints for each target how many changes there were (mutants), how many its tests noticed (killed)
and how many they did not (survived); with --show what each survivor was. A survivor is a missing
test, or a change that makes no difference.

mutmut makes the changes, in a copy. It changes the bodies of functions, not the values that stand
beside them, and leaves decorated functions alone. With all targets it takes about an hour.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
NOTICED = ("killed", "timeout", "segfault")
MISSED = ("survived", "no tests")
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"  # what mutmut shows while it works
_RESULT = re.compile(r"^\s*(\S+): ([a-z ]+)$", re.MULTILINE)


class Target(NamedTuple):
    """Modules below oscb_desktop/, and the tests below tests/ that must notice a change of them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


TARGETS = {
    "leaks": Target(("publish/reading_back/leaks.py",), ("publish/reading_back/test_leaks.py",)),
    "leak-phrases": Target(
        ("report/publication/leak_phrases.py",), ("report/publication/test_leak_phrases.py",)
    ),
    "unpacking": Target(
        ("publish/reading_back/unpacking.py", "publish/reading_back/unpacking_pdf.py"),
        ("publish/reading_back/test_unpacking.py", "publish/reading_back/test_leaks.py"),
    ),
    "record": Target(
        ("report/publication/record.py",),
        ("report/publication/test_record.py", "report/exempt/test_exempt_records.py"),
    ),
    "record-in-pdf": Target(("publish/pdf/records.py",), ("publish/pdf/test_records.py",)),
    "totals": Target(("returns/checking.py",), ("returns/test_checking.py",)),
    "door": Target(("editing/door.py",), ("editing/test_door.py",)),
    "scanning": Target(
        ("returns/scanning.py",), ("returns/test_scanning.py", "returns/test_reading.py")
    ),
    "appending": Target(
        ("publish/annexes/appending.py",),
        ("publish/annexes/test_appending.py", "publish/annexes/test_annexes.py"),
    ),
}


def configuration(target: Target) -> str:
    """Return what mutmut is told about a target."""
    return f"""
[tool.mutmut]
source_paths = ["oscb_desktop"]
also_copy = ["resources"]
only_mutate = {[f"oscb_desktop/{name}" for name in target.modules]}
pytest_add_cli_args = ["-n0", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {[f"tests/{name}" for name in target.tests]}
"""


def copy_for(target: Target, folder: Path) -> None:
    """Put code and tests where they can be changed, beside the corpus that some tests read."""
    skipped = shutil.ignore_patterns("__pycache__")
    for name in ("oscb_desktop", "resources", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    settings = (ROOT / "pyproject.toml").read_text("utf-8") + configuration(target)
    (folder / "pyproject.toml").write_text(settings, "utf-8")
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        (folder / "shared").symlink_to(shared)


def mutmut(folder: Path, *words: str) -> str:
    """Run mutmut in a copy; return what it prints, and raise RuntimeError where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stdout.splitlines() if line and line[0] not in _SPINNER]
        raise RuntimeError("\n".join(said[-40:]))
    return done.stdout


def judge(target: Target, *, show: bool) -> str:
    """Try every change of a target; return the figures, then the survivors."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as held:
        folder = Path(held)
        copy_for(target, folder)
        mutmut(folder, "run", "--max-children", str(os.cpu_count() or 1))
        results = dict(_RESULT.findall(mutmut(folder, "results", "--all", "true")))
        counts = Counter(results.values())
        killed = sum(counts[state] for state in NOTICED)
        missed = [name for name, state in results.items() if state in MISSED]
        lines = [f"{len(results)} mutants, {killed} killed, {len(missed)} survived"]
        others = {state: n for state, n in counts.items() if state not in (*NOTICED, *MISSED)}
        lines.extend(f"  {number} {state}" for state, number in others.items())
        for name in missed:
            lines.append(mutmut(folder, "show", name) if show else f"  {name}: {results[name]}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--show", action="store_true", help="say what each survivor was")
    chosen = parser.parse_args()
    unknown = sorted(set(chosen.targets) - set(TARGETS))
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    failed = False
    for name in chosen.targets or TARGETS:
        try:
            print(f"{name}: {judge(TARGETS[name], show=chosen.show)}", flush=True)
        except RuntimeError as error:  # its tests fail with no change, say
            failed = True
            print(f"{name}: could not be judged\n{error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Run the standing cases and hold what fails against the list of those that may.

    .venv/bin/python tests/cases.py [ARGUMENTS]      arguments go to the runner: --id, --show

The cases and their runner lie beside the checkout, in shared/. cases-open.txt names the cases that
do not pass yet, one a line and sorted; what stands after a # is for the reader. The run fails when
another case fails, when one on the list passes, and when the list names one that is no more.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
OPEN = Path(__file__).with_name("cases-open.txt")


def read_open(text: str) -> list[str]:
    """Return the ids on the list.

    Raises ValueError when they are not sorted, or one stands there twice.
    """
    ids = [
        line for line in (whole.partition("#")[0].strip() for whole in text.splitlines()) if line
    ]
    if ids != sorted(set(ids)):
        raise ValueError(f"{OPEN.name} is not sorted, or says something twice")
    return ids


def faults(ids: set[str], failed: set[str], may_fail: set[str]) -> list[str]:
    """Say what is wrong with a run of the cases ``ids``, of which ``failed`` failed."""
    return [
        *(f"{case} failed" for case in sorted(failed - may_fail)),
        *(f"{case} passes: take it off the list" for case in sorted(may_fail & ids - failed)),
        *(f"{case} is no more: take it off the list" for case in sorted(may_fail - ids)),
    ]


def run(runner: Path, *arguments: str) -> tuple[str, int]:
    """Run the cases on this checkout, whatever the environment's install points at."""
    done = subprocess.run(
        [sys.executable, str(runner), "--jobs", str(os.cpu_count() or 1), *arguments],
        cwd=ROOT,
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout, done.returncode


def main(*arguments: str) -> int:
    """Return the exit code: 0 when only the cases on the list failed."""
    runner = SHARED / "tools" / "run_cases.py"
    if not runner.is_file():
        print(f"The standing cases did not run: {runner} is not there.")
        return 1 if os.environ.get("CI") else 0
    may_fail = set(read_open(OPEN.read_text("utf-8")))
    cases = json.loads((SHARED / "cases" / "cases.json").read_text("utf-8"))
    said, code = run(runner, *arguments)
    print(said, end="")
    if arguments:  # some cases only: for looking at them, not for judging the list
        return code
    failed = set(re.findall(r"^FAIL (\S+) ", said, re.MULTILINE))
    if f"\n{len(cases)} cases in " not in said or code != bool(failed):
        print(f"The runner did not end as it should (exit {code}).")
        return 1
    wrong = faults({case["id"] for case in cases}, failed, may_fail)
    print("\n".join(wrong) or f"All cases pass but the {len(failed)} that may fail.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

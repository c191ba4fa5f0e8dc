"""Run every benchmark, one after the other, and say which reached what is asked of it.

Each prints its own figures beside its peer's; README.md has what is asked. Measure on a machine
that does nothing else.

    .venv/bin/python benchmarks/all.py
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
# layout and exporting tell; nothing is asked of them.
NAMES = (
    "startup",
    "importing",
    "scrolling",
    "preview",
    "long_report",
    "checking",
    "layout",
    "exporting",
    "peers",
    "annexes",
    "verifying",
    "pictures",
    "words",
)


def main() -> int:
    """Run all, print a summary; return 1 where any missed what is asked for."""
    ended: dict[str, tuple[bool, float]] = {}
    for name in NAMES:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        done = subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False)
        ended[name] = (done.returncode == 0, time.monotonic() - started)
    print("== summary")
    for name, (reached, seconds) in ended.items():
        print(f"  {name:12} {'reached' if reached else 'MISSED':8} {seconds:6.0f} s")
    return 0 if all(reached for reached, _ in ended.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Refresh the two lock files from pyproject.toml (a developer's tool; needs uv).

    python packaging/lock.py [--upgrade]

The developers' lock is held to the application's, so that both name the same versions.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, DEVELOPER = "packaging/requirements.lock", "packaging/requirements-dev.lock"
COMPILE = [
    *("uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes"),
    *("--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url"),
]


def main() -> None:
    """Write both locks."""
    extra = sys.argv[1:]
    for options in (
        ["--group", "build", "--output-file", RUNTIME],
        ["--group", "build", "--group", "dev", "-c", RUNTIME, "--output-file", DEVELOPER],
    ):
        subprocess.run([*COMPILE, *extra, *options], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()

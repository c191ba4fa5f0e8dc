"""What every journey on the command line starts from: a way to run it, and a new report."""

from collections.abc import Callable
from pathlib import Path

import pytest

from oscb_desktop import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command: exit status, standard output, standard error."""

    def command(*words: str | Path) -> tuple[int, str, str]:
        status = cli.main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return command


@pytest.fixture
def report(tmp_path: Path, run: Run) -> Path:
    """A new report for 2025-26."""
    path = tmp_path / "report.oscb"
    words = ["--template", "scrutiny-annual-report", "--set", "meeting_date=2026-12-10"]
    assert run("new", path, *words)[0] == 0
    return path

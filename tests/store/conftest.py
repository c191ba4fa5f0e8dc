"""A report file to edit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oscb_desktop.store import ReportFile
from tests.store.samples import small_report


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.oscb"


@pytest.fixture
def file(path: Path) -> Iterator[ReportFile]:
    with ReportFile.create(path, small_report(), "Author") as made:
        yield made

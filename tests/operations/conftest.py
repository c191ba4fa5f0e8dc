"""The sample report, made once and copied for each test that edits it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.files import close_report, open_report
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.home.sample import make_sample_report


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.oscb"
    close_report(make_sample_report(path, silent, by="Author"))
    return path


@pytest.fixture
def opened(sample: Path, tmp_path: Path) -> Iterator[Opened]:
    path = tmp_path / "report.oscb"
    shutil.copy(sample, path)
    with open_report(path, by="Author") as held:
        yield held

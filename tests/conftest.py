"""What every test gets: no display, a home of its own, and no warning left unread in the log.

With --no-skips, as in .ci/run, a skip is a failure unless MAY_SKIP gives its reason.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Protocol

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest
from coverage import Coverage

# The same examples every time: a change is judged by its own work. To look for new ones:
# HYPOTHESIS_PROFILE=explore
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

LOGGER = logging.getLogger("oscb_desktop")

# What --no-skips lets be skipped, by the test's id, and why it cannot be made to run.
MAY_SKIP = {
    "tests/ui/test_python311.py::test_the_constants_can_lose_any_number_of_references": (
        "from Python 3.12 on there is nothing of ours to test: Python does it"
    ),
    **dict.fromkeys(
        (
            "tests/returns/test_formats.py::test_a_table_comes_back_from_what_another_program_wrote",
            "tests/returns/test_other_writers.py::test_by_libreoffice",
            "tests/returns/test_other_writers.py::test_the_values_by_libreoffice_as_text",
        ),
        "LibreOffice (libreoffice-calc-nogui, 280 MB) could not be installed on this machine",
    ),
}


class ExpectLog(Protocol):
    def __call__(self, pattern: str) -> None:
        """Say that a warning or worse matching the regular expression `pattern` is meant."""


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="take a skipped test for a failure")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _take_for_failure(report, item.config)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _take_for_failure(report, collector.config)
    return report


def _take_for_failure(
    report: pytest.TestReport | pytest.CollectReport, config: pytest.Config
) -> None:
    """Make a skip that must not be a failure; one that is expected to fail is no skip."""
    name = report.nodeid.partition("[")[0]
    if not report.skipped or hasattr(report, "wasxfail") or name in MAY_SKIP:
        return
    if config.getoption("no_skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be skipped here: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Stop measuring coverage, here and in the processes that a test starts, while it runs.

    Only for what is marked `unmeasured`: tests of the window, and tests that hold a time.
    """
    measuring = Coverage.current()
    if measuring is None or not item.get_closest_marker("unmeasured"):
        return (yield)
    settings = os.environ.pop("COVERAGE_PROCESS_START", None)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()
        if settings is not None:
            os.environ["COVERAGE_PROCESS_START"] = settings


def pytest_sessionfinish() -> None:
    """Write what was measured while there is time.

    At its exit a worker may be killed, ten seconds after the last test, or die with the libraries
    that it loaded, and with it all that it measured.
    """
    if measuring := Coverage.current():
        measuring.save()


@pytest.fixture(autouse=True)
def expect_log(request: pytest.FixtureRequest) -> Iterator[ExpectLog]:
    """Fail a test that logged a warning it did not ask for, or not the one it asked for.

    Ask by calling the fixture, or with `@pytest.mark.expect_log("pattern")`.
    """
    expected = [mark.args[0] for mark in request.node.iter_markers("expect_log")]
    recorder = _Recorder()
    LOGGER.addHandler(recorder)
    yield expected.append
    LOGGER.removeHandler(recorder)
    unexpected = [m for m in recorder.messages if not any(re.search(p, m) for p in expected)]
    missing = [p for p in expected if not any(re.search(p, m) for m in recorder.messages)]
    if unexpected:
        pytest.fail("logged unasked:\n" + "\n".join(unexpected), pytrace=False)
    if missing:
        pytest.fail("not logged: " + ", ".join(map(repr, missing)), pytrace=False)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings, recent files and caches of a test out of the user's."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("APPDATA", "LOCAL_APPDATA"):
        monkeypatch.setenv(name.replace("_", ""), str(home / name))
        monkeypatch.setenv(f"WIN_PD_OVERRIDE_{name}", str(home / name))  # platformdirs
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home

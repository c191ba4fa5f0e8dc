"""The rules of conftest.py hold: no warning unasked, no skip unseen, no coverage unearned."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from coverage import Coverage

pytest_plugins = ["pytester"]

LOGGER = logging.getLogger("oscb_desktop.something")


@pytest.mark.expect_log("disk .* full")
def test_an_expected_warning_passes():
    LOGGER.warning("the disk is %s", "full")


def test_expecting_by_the_fixture_passes(expect_log):
    expect_log("odd")
    LOGGER.error("odd")


@pytest.mark.parametrize(
    ("body", "outcomes", "said"),
    [
        ("log.warning('x')", {"passed": 1, "errors": 1}, "logged unasked:"),
        ("log.info('x')", {"passed": 1}, ""),
        ("expect_log('y')", {"passed": 1, "errors": 1}, "not logged: 'y'"),
    ],
)
def test_the_rule(pytester, body, outcomes, said):
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text("utf-8"))
    pytester.makepyfile(
        f"import logging\nlog = logging.getLogger('oscb_desktop.a')\n"
        f"def test_it(expect_log):\n    {body}\n"
    )
    result = pytester.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(**outcomes)
    if said:
        result.stdout.fnmatch_lines([f"*{said}*"])


SKIPS = """
import pytest
@pytest.mark.parametrize("x", [1])
def test_marked(x):
    pytest.skip("too hard")
@pytest.mark.skip(reason="not today")
def test_always():
    pass
@pytest.mark.parametrize("x", [])
def test_of_nothing(x):
    pass
@pytest.mark.xfail(reason="known", strict=True)
def test_known():
    assert False
def test_runs():
    pass
"""
WHOLE_FILE = "import pytest\npytest.importorskip('no_such_module')\n"


@pytest.mark.parametrize(
    ("options", "outcomes"),
    [
        ((), {"passed": 1, "xfailed": 1, "skipped": 4}),
        (("--no-skips",), {"passed": 1, "xfailed": 1, "skipped": 1, "failed": 1, "errors": 2}),
    ],
)
def test_no_skip_is_silent(pytester, options, outcomes):
    conftest = Path(__file__).with_name("conftest.py").read_text("utf-8")
    may_skip = {"test_part.py::test_always": "why"}
    pytester.makeconftest(f"{conftest}\nMAY_SKIP = {may_skip!r}\n")
    pytester.makepyfile(test_part=SKIPS, test_whole=WHOLE_FILE)
    result = pytester.runpytest_subprocess("-n1", *options)
    result.assert_outcomes(**outcomes)
    assert result.ret == len(options)


MODULE = """
def here():
    return 1
def there():
    return 2
def in_another():
    return 3
"""
MEASURED = """
import subprocess, sys, pytest, a_module
def test_measured():
    assert a_module.here()
@pytest.mark.unmeasured
def test_unmeasured():
    assert a_module.there()
    subprocess.run([sys.executable, "-c", "import a_module; a_module.there()"], check=True)
def test_in_another_process():
    subprocess.run([sys.executable, "-c", "import a_module; a_module.in_another()"], check=True)
"""


def missed_lines(pytester, monkeypatch, passed: int) -> list[str]:
    """Run the tests under measure, and return the lines of a_module that none ran through."""
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text("utf-8"))
    pytester.makepyfile(a_module=MODULE)
    settings = "[run]\nsource = a_module\nparallel = true\n"
    monkeypatch.setenv("COVERAGE_PROCESS_START", str(pytester.makefile(".rc", settings=settings)))
    monkeypatch.setenv("COVERAGE_FILE", str(pytester.path / ".coverage"))
    monkeypatch.setenv("PYTHONPATH", str(pytester.path))
    pytester.runpytest_subprocess("-n1").assert_outcomes(passed=passed)
    measured = Coverage(config_file=str(pytester.path / "settings.rc"))
    measured.combine()
    _, _, missed, _ = measured.analysis(str(pytester.path / "a_module.py"))
    return [MODULE.splitlines()[line].strip() for line in missed]


def test_what_an_unmeasured_test_runs_through_does_not_count(pytester, monkeypatch):
    pytester.makepyfile(test_it=MEASURED)
    assert missed_lines(pytester, monkeypatch, passed=3) == ["return 2"]


KILLED = """
import atexit, os, a_module
def test_measured():
    assert a_module.here()
    atexit.register(os._exit, 0)
"""


def test_what_a_worker_measured_is_kept_though_it_dies_at_its_exit(pytester, monkeypatch):
    pytester.makepyfile(test_it=KILLED)
    assert missed_lines(pytester, monkeypatch, passed=1) == ["return 2", "return 3"]

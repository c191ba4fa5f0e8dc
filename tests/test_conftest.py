"""The rules of conftest.py hold: no warning that no test asked for, and no skip unseen."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

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

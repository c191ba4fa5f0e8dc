"""The log rule of conftest.py holds: a warning that no test asked for fails that test."""

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

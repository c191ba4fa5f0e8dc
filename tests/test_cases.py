"""The list of standing cases that may fail is held both ways, and a run that broke is no pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import cases

RUNNER = """
import sys
print("FAIL second [kind] why")
print("     how")
print("{of} cases in 1 s")
sys.exit({code})
"""


def shared(folder: Path, monkeypatch: pytest.MonkeyPatch, of: int = 2, code: int = 1) -> Path:
    """Put two cases and a runner, which says that the second failed, beside the checkout."""
    for name in ("tools", "cases"):
        (folder / name).mkdir()
    (folder / "tools" / "run_cases.py").write_text(RUNNER.format(of=of, code=code), "utf-8")
    listed = [{"id": "first"}, {"id": "second"}]
    (folder / "cases" / "cases.json").write_text(json.dumps(listed), "utf-8")
    monkeypatch.setattr(cases, "SHARED", folder)
    monkeypatch.setattr(cases, "OPEN", folder / "cases-open.txt")
    return cases.OPEN


@pytest.mark.parametrize(
    ("may_fail", "code", "said"),
    [
        ("second  # a reason\n", 0, "All cases pass but the 1 that may fail."),
        ("# nothing\n", 1, "second failed"),
        ("first\nsecond\n", 1, "first passes: take it off the list"),
        ("second\nthird\n", 1, "third is no more: take it off the list"),
    ],
)
def test_the_list_is_held_both_ways(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    may_fail: str,
    code: int,
    said: str,
) -> None:
    shared(tmp_path, monkeypatch).write_text(may_fail, "utf-8")
    assert cases.main() == code
    assert capfd.readouterr().out.splitlines()[-1] == said


@pytest.mark.parametrize(("of", "code"), [(1, 1), (2, 0), (2, 2)])
def test_a_run_that_did_not_end_as_it_should_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: int, code: int
) -> None:
    shared(tmp_path, monkeypatch, of, code).write_text("second\n", "utf-8")
    assert cases.main() == 1


@pytest.mark.parametrize("text", ["b\na\n", "a\na\n"])
def test_the_list_is_sorted_and_says_nothing_twice(text: str) -> None:
    with pytest.raises(ValueError, match="not sorted"):
        cases.read_open(text)


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_missing_cases_fail_where_changes_land(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    code: int,
) -> None:
    monkeypatch.setattr(cases, "SHARED", tmp_path / "nowhere")
    monkeypatch.setenv("CI", ci)
    assert cases.main() == code
    assert "did not run" in capsys.readouterr().out

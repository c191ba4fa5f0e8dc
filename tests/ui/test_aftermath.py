"""After the program fell over: a report to copy with no child in it, and back where one was."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from oscb_desktop.operations.file import runs
from oscb_desktop.operations.file.files import close_report, open_report
from tests.ui.person import SECRET
from tests.ui.report_page import samples
from tests.ui.test_killed import start


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "report.oscb"
    samples.open_sample(made, samples.report(30)).file.close()
    return made


def person(what: str, report: Path | str, *more: str) -> tuple[dict[str, Any], int, str]:
    """Have a person do something in a window; return what they said last, and how it ended."""
    with start(what, report, *more) as process:
        out, trouble = process.communicate(timeout=110)
    said = [json.loads(line) for line in out.splitlines()]
    return (said[-1] if said else {}), process.returncode, trouble


def place_and_kill(path: Path) -> None:
    with start("place", path, "x20") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert "placed" in line, process.stderr.read()
        process.kill()


def test_after_a_power_cut_it_opens_again_where_one_was_and_says_so(
    path: Path, own_home: Path
) -> None:
    place_and_kill(path)
    said, status, _ = person("look", "-")
    assert status == 0
    assert "closed unexpectedly at" in said["messages"][0]
    assert "report.oscb is open again where you were" in said["messages"][0]
    assert said["caret"] == "x20"
    assert "Last actions:" in said["copied"]
    assert "ReplaceBlock" in said["copied"]
    with open_report(path) as opened:
        assert "Here. " in str(opened.file.report.block("x20"))
    # and told once
    said, _, _ = person("look", "-")
    assert said["messages"] == []
    assert said["caret"] is None
    assert list((own_home / "state").rglob("*.notes")) == []


def test_an_abort_leaves_the_interpreters_trace_to_copy(path: Path) -> None:
    _, status, _ = person("abort", path)
    assert status == -signal.SIGABRT
    said, _, _ = person("look", path)
    assert "Fatal Python error: Aborted" in said["copied"]
    assert "OSCB Desktop 0" in said["copied"]
    assert "person.py" in said["copied"]
    for private in (str(path), str(path.parent), "/home/", "The partners agreed"):
        assert private not in said["copied"]


def test_a_failing_slot_is_told_at_once_with_no_child_in_it(path: Path, own_home: Path) -> None:
    said, status, trouble = person("raise", path)
    assert status == 0
    assert any("did not foresee" in words for words in said["messages"])
    assert "KeyError" in said["copied"]
    assert "person.py" in said["copied"]
    assert "Last actions:" in said["copied"]
    logs = [found.read_text() for found in own_home.rglob("oscb-desktop.log*")]
    assert any("KeyError" in log for log in logs)
    for text in (said["copied"], *logs, trouble):
        assert SECRET not in text


def test_a_window_that_cannot_be_made_is_said_and_told_again_at_the_next_start(
    path: Path, own_home: Path
) -> None:
    _, status, trouble = person("fail", path)
    assert status != 0
    assert "did not foresee" in trouble
    assert SECRET not in trouble
    logs = [found.read_text() for found in own_home.rglob("oscb-desktop.log*")]
    assert any("RuntimeError" in log for log in logs)
    said, _, _ = person("look", "-")
    assert "No report was open." in said["messages"][0]
    assert "RuntimeError" in said["copied"]
    assert SECRET not in said["copied"]


def test_what_ends_the_program_three_times_in_a_row_is_not_opened_unasked(path: Path) -> None:
    for _ in range(runs.TRIES):
        assert person("die", path)[1] == -signal.SIGABRT
    said, status, _ = person("look", path)
    assert status == 0
    assert said["caret"] is None
    assert "closed 3 times in a row while opening report.oscb" in said["messages"][0]
    assert said["actions"] == ["Open it anyway", "Open read-only", "Copy details"]
    said, _, _ = person("look", path)  # asked for again, it is opened
    assert said["caret"] is not None


def test_two_windows_do_not_take_each_other_for_dead(path: Path, tmp_path: Path) -> None:
    with start("place", path, "x20") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        said, _, _ = person("look", "-")
        assert said["messages"] == []
        process.kill()


def test_a_report_that_is_gone_since_is_said(path: Path) -> None:
    place_and_kill(path)
    path.unlink()
    said, status, _ = person("look", "-")
    assert status == 0
    assert any("There is no file report.oscb" in words for words in said["messages"])
    assert any("It has not been opened again." in words for words in said["messages"])


def test_the_report_is_left_unlocked(path: Path) -> None:
    person("look", path)
    opened = open_report(path)
    assert not opened.read_only
    close_report(opened)
    assert list(path.parent.iterdir()) == [path]

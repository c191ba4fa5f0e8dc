"""After the program fell over: a report to copy with no child in it, and back where one was."""

import json
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from oscb_desktop.operations.file import runs
from oscb_desktop.operations.file.files import close_report, open_report
from oscb_desktop.operations.file.runs import Run
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
        out, trouble = process.communicate(timeout=60)
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


# The notes themselves


def test_a_run_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    run = Run(tmp_path / "runs")
    run.begin()
    run.did("undo")
    run.end()
    assert list((tmp_path / "runs").iterdir()) == []


def test_notes_cut_short_and_nonsense_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    good = b'{"at":"2026-11-22T10:42:00Z","what":"opening","report":"/r.oscb","tries":2}\n'
    (tmp_path / "1-a.notes").write_bytes(good + b"\xff{nonsense\n" + b'{"at":"2026-11-2')
    (tmp_path / "1-a.dump").write_bytes(b'  File "/srv/x/secret/person.py", line 3 in fall\n\xff')
    (tmp_path / "2-b.notes").write_bytes(b"")
    found = runs.ended_badly(tmp_path, lambda _: True)
    last = next(held for held in found if held.report)
    assert (last.report, last.tries) == (Path("/r.oscb"), 2)
    assert last.at == datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
    assert "secret" not in last.details
    assert "person.py" in last.details
    runs.forget(found)
    assert list(tmp_path.iterdir()) == []


def test_settled_and_closed_reports_count_no_tries(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.begin()
    run.opening(Path("/r.oscb"), 2)
    assert runs.ended_badly(tmp_path, lambda _: True)[0].tries == 2
    run.settled()
    assert runs.ended_badly(tmp_path, lambda _: True)[0].tries == 0
    assert runs.ended_badly(tmp_path, lambda _: False) == []
    run.closed()
    assert runs.ended_badly(tmp_path, lambda _: True)[0].report is None
    run.end()


def test_where_nothing_can_be_kept_it_runs_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file where the folder should be")
    run = Run(tmp_path / "runs")
    run.begin()
    run.did("undo")
    run.opening(Path("/r.oscb"))
    assert [line.split()[1] for line in run.last_actions] == ["undo"]
    run.end()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_stops_no_note(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.path("notes").symlink_to("/dev/full")
    run.begin()
    run.did("undo")
    run.end()


def test_the_report_is_left_unlocked(path: Path) -> None:
    person("look", path)
    opened = open_report(path)
    assert not opened.read_only
    close_report(opened)
    assert list(path.parent.iterdir()) == [path]

"""The notes of a run: gone when it ends well, told as far as they go when it did not."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oscb_desktop.base import faults
from oscb_desktop.operations.file import runs
from oscb_desktop.operations.file.runs import Run


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


def test_what_a_run_had_open_and_did_last_is_told(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.begin()
    for number in range(30):
        run.did(f"act-{number:02}")
    run.opening(Path("/papers/report.oscb"))
    run.fault("ValueError in somewhere.py")
    assert [line.split()[1] for line in run.last_actions] == [f"act-{n}" for n in range(10, 30)]
    (ended,) = runs.ended_badly(tmp_path, lambda name: name == run.name)
    run.end()
    assert (ended.report, ended.tries) == (Path("/papers/report.oscb"), 1)
    lines = ended.details.splitlines()
    assert lines[0] == faults.versions()
    assert lines[1].startswith("Ended without being closed after 20")
    assert "ValueError in somewhere.py" in lines
    told = lines[lines.index("Last actions:") + 1 :]
    assert [line.split()[1] for line in told] == [*(f"act-{n}" for n in range(11, 30)), "opening"]
    assert "papers" not in ended.details  # a report's name is nobody else's business


def test_the_latest_run_is_told_first_and_one_under_way_not_at_all(tmp_path: Path) -> None:
    for name, day in (("1-old", 3), ("2-new", 9), ("3-going", 10)):
        note = f'{{"at":"2026-11-{day:02}T10:00:00Z","what":"undo"}}'
        (tmp_path / f"{name}.notes").write_text(note)
    found = runs.ended_badly(tmp_path, lambda name: name != "3-going")
    assert [held.at.day for held in found] == [9, 3]
    runs.forget(found)
    assert [path.name for path in tmp_path.iterdir()] == ["3-going.notes"]


def test_a_run_that_noted_nothing_ended_when_its_file_was_last_written(tmp_path: Path) -> None:
    notes = tmp_path / "1-a.notes"
    notes.touch()
    os.utime(notes, (1_800_000_000, 1_800_000_000))
    (ended,) = runs.ended_badly(tmp_path, lambda _: True)
    assert ended.at == datetime.fromtimestamp(1_800_000_000, UTC)
    assert (ended.report, ended.tries) == (None, 0)


def test_notes_that_vanish_while_they_are_read_are_no_trouble(tmp_path: Path) -> None:
    """Another start of the program may have told and forgotten them."""
    (tmp_path / "1-a.notes").touch()

    def is_over(name: str) -> bool:
        (tmp_path / f"{name}.notes").unlink()
        return True

    before = datetime.now(UTC)
    (ended,) = runs.ended_badly(tmp_path, is_over)
    assert ended.at >= before
    runs.forget([ended])


def test_nothing_has_ended_where_nothing_ever_ran(tmp_path: Path) -> None:
    assert runs.ended_badly(tmp_path / "nowhere", lambda _: True) == []


def test_runs_are_noted_in_the_persons_own_folder(own_home: Path) -> None:
    run = Run()
    run.begin()
    run.did("undo")
    assert run.folder == runs.runs_folder()
    assert own_home in run.path("notes").parents
    run.end()
    run.end()  # which changes nothing
    assert list(run.folder.iterdir()) == []


def test_each_run_has_a_name_of_its_own(tmp_path: Path) -> None:
    names = Counter(Run(tmp_path).name for _ in range(50))
    assert max(names.values()) == 1


def test_before_it_begins_and_after_it_ends_nothing_is_kept(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.did("early")
    run.begin()
    run.end()
    run.did("late")
    assert list(tmp_path.iterdir()) == []
    assert [line.split()[1] for line in run.last_actions] == ["early", "late"]

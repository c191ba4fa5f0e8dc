"""One editor at a time, by name, and nothing left behind."""

import errno
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from oscb_desktop.base.problems import LockedError, OscbError
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.store import ReportFile
from oscb_desktop.store.lock import EditLock, editor_of
from tests.store.samples import small_report, through_door

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from oscb_desktop.store import ReportFile
file = ReportFile.open(Path(sys.argv[1]), "Finance officer")
print("open", flush=True)
sys.stdin.read()
file.close()
"""


@contextmanager
def another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a process that is editing the report until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def made(path: Path) -> Path:
    ReportFile.create(path, small_report(), "Author").close()
    return path


def beside(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir())


def test_a_second_editor_is_told_who_is_first(made: Path) -> None:
    with another_process(made):
        with pytest.raises(LockedError) as caught:
            ReportFile.open(made, "Author")
        assert caught.value.exit_status == 4
        assert caught.value.holder.startswith("Finance officer")
        assert "since" in caught.value.holder
        assert caught.value.holder in caught.value.message
        with ReportFile.open(made, "Author", read_only=True) as seen:
            assert seen.report == small_report()
            assert seen.lock_holder == caught.value.holder
            assert seen.read_only
            with pytest.raises(OscbError, match="open read-only"):
                seen.apply(SetDetail("title", "T"), "Author")
            with pytest.raises(OscbError, match="open read-only"):
                seen.remember("name", "value")


def test_a_lock_ends_with_its_process_however_that_ends(made: Path) -> None:
    with another_process(made) as process:
        process.kill()
        process.wait()
    with ReportFile.open(made, "Author", read_only=True) as seen:
        assert seen.lock_holder == ""
    with another_process(made) as process:
        process.kill()
        process.wait()
    with ReportFile.open(made, "Author") as file:
        through_door(file, SetDetail("title", "T"), "Author")
        assert str(editor_of(made)).startswith("Author")
    assert beside(made) == ["report.oscb"]


def test_a_clean_end_leaves_nothing_beside_the_report(made: Path) -> None:
    with another_process(made) as process:
        assert len(beside(made)) == 3
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
        assert beside(made) == ["report.oscb"]


def test_the_same_process_cannot_open_twice_to_edit(made: Path) -> None:
    with ReportFile.open(made, "Author") as file:
        with pytest.raises(LockedError, match="Author"):
            ReportFile.open(made, "Author")
        through_door(file, SetDetail("title", "T"), "Author")
        with ReportFile.open(made, "Author", read_only=True) as seen:
            assert seen.report == file.report
        through_door(file, SetDetail("title", "U"), "Author")
    ReportFile.open(made, "Author").close()


def test_looking_who_edits_takes_nothing_away_from_the_editor(made: Path) -> None:
    with ReportFile.open(made, "Author") as file:
        for _ in range(3):
            ReportFile.open(made, "Reader", read_only=True).close()
        with pytest.raises(LockedError):
            ReportFile.open(made, "Other")
        through_door(file, SetDetail("title", "T"), "Author")


def test_of_many_who_try_at_once_one_gets_the_lock(made: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom oscb_desktop.store.lock import EditLock\n"
        "from oscb_desktop.base.problems import LockedError\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "try: lock = EditLock.acquire(Path(sys.argv[1]), sys.argv[2])\n"
        "except LockedError as error: print(error.holder, flush=True)\n"
        "else: print('mine', flush=True)\n"
        "sys.stdin.read()"
    )
    many = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(made), f"Officer {number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for number in range(4)
    ]
    try:
        for process in many:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in many:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.stdout.readline().strip() for process in many if process.stdout]
    finally:
        for process in many:
            process.kill()
            process.communicate()
    (winner,) = [number for number, words in enumerate(said) if words == "mine"]
    others = [words for words in said if words != "mine"]
    assert all(words.startswith(f"Officer {winner}") for words in others), said


def test_a_holder_file_that_makes_no_sense_hurts_nobody(made: Path) -> None:
    lock = EditLock.acquire(made, "Author")
    made.with_name("report.oscb-holder").write_bytes(b"\xff{")
    with pytest.raises(LockedError, match="someone else"):
        ReportFile.open(made, "Other")
    with ReportFile.open(made, "Other", read_only=True) as seen:
        assert seen.report == small_report()
    lock.release()
    lock.release()
    assert beside(made) == ["report.oscb"]


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """Give a folder, and no more right to write than its modes give."""
    if os.name == "nt":
        pytest.skip("modes are not Windows' way")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "report.oscb"
        ReportFile.create(path, small_report(), "Author").close()
        ReportFile.open(path, "Author").close()
        path.chmod(0o444)
        folder.chmod(0o555)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)
        try:
            yield path
        finally:
            os.seteuid(before)
            folder.chmod(0o755)


def test_a_report_in_a_folder_that_cannot_be_written_is_read(unprivileged: Path) -> None:
    with ReportFile.open(unprivileged, "Author") as seen:
        assert seen.report == small_report()
        assert seen.read_only
        assert seen.read_only_reason.endswith(("cannot be written to.", "marked read-only."))
        with pytest.raises(OscbError, match=seen.read_only_reason):
            seen.apply(SetDetail("title", "T"), "Author")


def test_a_report_that_cannot_be_written_is_read(
    unprivileged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.geteuid()
    os.seteuid(os.getuid())
    unprivileged.parent.chmod(0o777)
    os.seteuid(before)
    # A share may let the file look writable and then refuse.
    monkeypatch.setattr(os, "access", lambda *_: True)
    with ReportFile.open(unprivileged, "Author") as seen:
        assert seen.report == small_report()
        assert seen.read_only_reason == "The file cannot be written to."
    assert beside(unprivileged) == ["report.oscb"]


def test_creating_in_a_folder_that_cannot_be_written_is_refused(unprivileged: Path) -> None:
    with pytest.raises(OscbError, match="you are not allowed to") as caught:
        ReportFile.create(unprivileged.with_name("new.oscb"), small_report(), "Author")
    assert "choose another folder" in caught.value.remedy


def test_being_told_that_it_is_locked_is_quick(made: Path) -> None:
    with ReportFile.open(made, "Author"):
        began = time.perf_counter()
        with pytest.raises(LockedError):
            ReportFile.open(made, "Other")
        assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (OSError(errno.EACCES, ""), "Its folder cannot be written to."),
        (OSError(errno.EROFS, ""), "Its folder cannot be written to."),
        (OSError(errno.ENOSPC, ""), "There is no room on the disk for report.oscb."),
        (OSError(errno.ENOLCK, ""), "in a folder that cannot keep others from editing it"),
        (NotImplementedError("no flock"), "in a folder that cannot keep others from editing it"),
    ],
)
def test_where_the_lock_cannot_be_taken_the_report_is_read_and_says_why(
    made: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, reason: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(FileLock, "acquire", fail)
    with ReportFile.open(made, "Reader") as seen:
        assert seen.read_only
        assert reason in seen.read_only_reason

"""Files of every version open; what is newer is refused and left alone."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.store import ReportFile, migrations, schema
from oscb_desktop.store.migrations import Step
from tests.store.samples import figure_set, small_report, through_door, workbook

VERSION_1 = Path(__file__).with_name("version-1.sql")
DIES = """
import os, sys
from pathlib import Path
from oscb_desktop.store import ReportFile, migrations

stop = int(sys.argv[2])
steps = dict(migrations.STEPS)

def die(connection):
    steps[stop](connection)
    connection.exec_driver_sql("PRAGMA cache_size = 1")
    for number in range(300):
        connection.exec_driver_sql("INSERT INTO notes VALUES (?, ?)", (str(number), "x" * 3000))
    os.kill(os.getpid(), 9)

migrations.STEPS = {**steps, stop: die}
ReportFile.open(Path(sys.argv[1]), "Author")
"""


@pytest.fixture
def version_1(path: Path) -> Path:
    """A report that version 1 of the file made: an edit, an accepted return, an undo."""
    raw = sqlite3.connect(path)
    raw.executescript(VERSION_1.read_text(encoding="utf-8"))
    raw.close()
    return path


def shape(path: Path) -> dict[str, list[tuple[object, ...]]]:
    raw = sqlite3.connect(path)
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: list(raw.execute(f"PRAGMA table_info({name})")) for name in sorted(names)}
    found |= {
        f"{name} keys": list(raw.execute(f"PRAGMA foreign_key_list({name})")) for name in names
    }
    raw.close()
    return found


def test_a_file_of_version_1_opens_with_everything_in_it(version_1: Path) -> None:
    with ReportFile.open(version_1, "Author") as file:
        assert file.verify_history() == []
        assert file.report.details.title == "Kept since version 1"
        assert file.report.sections == small_report().sections
        assert file.figures.set("budget") == figure_set()
        assert file.workbook(workbook().sha256) == workbook()
        assert file.recall("mapping") == "A=partner"
        assert (file.undo_label, file.redo_label) == ("Accept the budget", "Change committee")
        assert file.redo("Author") == "Change committee"
        assert file.report.details.committee == "People"
        assert file.verify_history() == []


def test_a_migrated_file_has_the_shape_of_a_new_one(version_1: Path, tmp_path: Path) -> None:
    ReportFile.open(version_1, "Author").close()
    new = tmp_path / "new.oscb"
    ReportFile.create(new, small_report(), "Author").close()
    assert shape(version_1) == shape(new)


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[Step], None]:
    def use(step: Step) -> None:
        monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
        monkeypatch.setattr(migrations, "STEPS", {**migrations.STEPS, schema.VERSION - 1: step})

    return use


def rename(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE notes SET value = 'migrated'")


def stored_version(path: Path) -> int:
    raw = sqlite3.connect(path)
    version = int(raw.execute("PRAGMA user_version").fetchone()[0])
    raw.close()
    return version


def test_an_older_file_is_brought_up_to_date_once(
    version_1: Path, next_version: Callable[[Step], None]
) -> None:
    next_version(rename)
    with ReportFile.open(version_1, "Author") as file:
        assert file.recall("mapping") == "migrated"
        file.remember("mapping", "since")
    assert stored_version(version_1) == schema.VERSION
    with ReportFile.open(version_1, "Author") as file:
        assert file.recall("mapping") == "since"


def test_reading_an_older_file_does_not_change_it(
    version_1: Path, next_version: Callable[[Step], None]
) -> None:
    next_version(rename)
    before = version_1.read_bytes()
    with ReportFile.open(version_1, "Reader", read_only=True) as seen:
        assert seen.recall("mapping") == "migrated"
        assert seen.figures.set("budget") == figure_set()
        assert seen.verify_history() == []
    assert version_1.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    version_1: Path, next_version: Callable[[Step], None]
) -> None:
    def broken(connection: Connection) -> None:
        rename(connection)
        connection.exec_driver_sql("DROP TABLE blocks")
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    before = version_1.read_bytes()
    next_version(broken)
    with pytest.raises(UnreadableError):
        ReportFile.open(version_1, "Author")
    assert version_1.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_a_newer_version_is_refused_and_left_alone(path: Path, read_only: bool) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        through_door(file, SetDetail("title", "From the future"), "Author")
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(UnreadableError, match="newer version") as caught:
        ReportFile.open(path, "Author", read_only=read_only)
    assert "Update the program" in caught.value.remedy
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == ["report.oscb"]


@pytest.mark.skipif(os.name == "nt", reason="no signal there ends a process so")
def test_killed_while_an_old_file_is_brought_up_to_date_it_opens_all_the_same(
    version_1: Path,
) -> None:
    before = version_1.read_bytes()
    for stop in migrations.STEPS:
        done = subprocess.run([sys.executable, "-c", DIES, str(version_1), str(stop)], check=False)
        assert done.returncode == -9
        assert version_1.with_name("report.oscb-journal").stat().st_size > 0
        with ReportFile.open(version_1, "Author") as file:
            assert file.verify_history() == []
            assert file.report.details.title == "Kept since version 1"
            assert file.recall("1") is None
        assert sorted(found.name for found in version_1.parent.iterdir()) == ["report.oscb"]
        version_1.write_bytes(before)

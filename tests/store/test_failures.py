"""What disks, folders and other programs do to a report file, said in words."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.editing.changes import ReplaceBlock, SetDetail
from oscb_desktop.store import ReportFile
from oscb_desktop.store import database as database_module
from oscb_desktop.store.database import _uri
from oscb_desktop.store.failures import spoken
from tests.store.samples import figure_set, paragraph, small_report, through_door, workbook


def codes_of_failure(error: pytest.ExceptionInfo[OscbError]) -> str:
    assert error.value.remedy
    assert "sqlite" not in str(error.value).casefold()
    return error.value.code


def test_a_full_disk_loses_nothing(file: ReportFile, path: Path) -> None:
    before = through_door(file, SetDetail("title", "Kept"), "Author")
    pages = path.stat().st_size // 4096
    with file._database.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(OscbError, match="no room on the disk") as caught:
        through_door(file, ReplaceBlock(paragraph("p1", "long " * 10_000)), "Author")
    assert codes_of_failure(caught) == "disk-full"
    with pytest.raises(OscbError, match="no room on the disk"):
        file.accept([figure_set()], workbook(random.randbytes(100_000)), "Author", "Accept")
    assert file.report == before
    assert file.undo_label == "Change title"
    with file._database.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    after = through_door(file, ReplaceBlock(paragraph("p1", "long " * 10_000)), "Author")
    assert file.verify_history() == []
    with ReportFile.open(path, "Reader", read_only=True) as seen:
        assert seen.report == after


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move an open file")
@pytest.mark.parametrize("how", ["deleted", "renamed", "replaced"])
def test_a_file_moved_while_it_is_open_is_said_so(
    file: ReportFile, path: Path, tmp_path: Path, how: str
) -> None:
    before = through_door(file, SetDetail("title", "Kept"), "Author")
    elsewhere = tmp_path / "elsewhere.oscb"
    shutil.copyfile(path, elsewhere)
    if how == "deleted":
        path.unlink()
    elif how == "renamed":
        path.rename(elsewhere)
    else:
        elsewhere.replace(path)
    with pytest.raises(OscbError, match="moved, renamed or deleted") as caught:
        through_door(file, SetDetail("title", "Lost"), "Author")
    assert codes_of_failure(caught) == "moved"
    assert file.report == before
    file.close()
    if how == "renamed":
        with ReportFile.open(elsewhere, "Author") as opened:
            assert opened.report == before


def test_another_program_changing_the_file_is_noticed(file: ReportFile, path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO notes VALUES ('a', 'b')")
    raw.commit()
    raw.close()
    with pytest.raises(OscbError, match="changed by another program") as caught:
        through_door(file, SetDetail("title", "T"), "Author")
    assert codes_of_failure(caught) == "changed-underneath"
    file.close()
    with ReportFile.open(path, "Author") as again:
        through_door(again, SetDetail("title", "T"), "Author")


def test_another_program_holding_the_file_is_said_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_S", 0.05)
    with ReportFile.create(path, small_report(), "Author") as file:
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OscbError, match="being used by another program") as caught:
            through_door(file, SetDetail("title", "T"), "Author")
        assert codes_of_failure(caught) == "busy"
        with pytest.raises(OscbError, match="being used by another program"):
            ReportFile.open(path, "Reader", read_only=True)
        raw.execute("ROLLBACK")
        raw.close()
        assert through_door(file, SetDetail("title", "T"), "Author").details.title == "T"


def test_a_reader_in_the_middle_does_not_stop_the_editor(file: ReportFile, path: Path) -> None:
    with ReportFile.open(path, "Reader", read_only=True) as seen:
        assert seen.history()
        after = through_door(file, SetDetail("title", "T"), "Author")
        assert seen.report == small_report()
    with ReportFile.open(path, "Reader", read_only=True) as seen:
        assert seen.report == after


def test_no_damage_ends_in_a_traceback(path: Path, tmp_path: Path) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        file.accept([figure_set()], workbook(), "Author", "Accept")
        for number in range(30):
            through_door(file, ReplaceBlock(paragraph("p1", str(number) * 300)), "Author")
        file.undo("Author")
    whole = path.read_bytes()
    dice = random.Random(7)
    refused: list[OscbError] = []
    for number in range(120):
        damaged = bytearray(whole)
        if number % 4 == 0:
            del damaged[dice.randrange(1, len(damaged)) :]
        for _ in range(dice.randrange(1, 40)):
            at = dice.randrange(len(damaged))
            damaged[at] = dice.randrange(256)
        copy = tmp_path / f"{number}.oscb"
        copy.write_bytes(damaged)
        try:
            with ReportFile.open(copy, "Author") as opened:
                opened.verify_history()
                opened.history()
                opened.received()
                list(opened.figures)
                through_door(opened, SetDetail("title", "T"), "Author")
                opened.undo("Author")
                opened.undo("Author")
                opened.workbook(workbook().sha256)
        except OscbError as error:
            refused.append(error)
    assert len(refused) > 30
    assert all(error.message and error.remedy for error in refused)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE blocks",
        "DELETE FROM report",
        "DELETE FROM blocks WHERE id = 'p1'",
        "INSERT INTO blocks VALUES ('stray', '{}', 1)",
        "UPDATE blocks SET content = '{\"type\": \"paragraph\"}' WHERE id = 'p1'",
        "UPDATE blocks SET content = 12",
        "UPDATE blocks SET content = CAST(x'ff' AS TEXT)",
        "UPDATE sections SET block_ids = 'null'",
        "UPDATE report SET template = x'00'",
        "UPDATE report SET section_ids = '[\"gone\"]'",
        "DELETE FROM revisions",
        "UPDATE revisions SET label = x'00', undo_to = 2",
        "PRAGMA user_version = 0",
    ],
)
def test_rows_that_do_not_fit_together_are_a_damaged_file(path: Path, statement: str) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        through_door(file, SetDetail("title", "T"), "Author")
    raw = sqlite3.connect(path)
    raw.execute(statement)
    raw.commit()
    raw.close()
    with pytest.raises(UnreadableError, match="damaged"):
        ReportFile.open(path, "Author").close()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/a b/r#1?.oscb"), "file:///home/a%20b/r%231%3F.oscb"),
        (PureWindowsPath("C:\\Reports\\50%.oscb"), "file:///C:/Reports/50%25.oscb"),
        (PureWindowsPath("\\\\server\\share\\r.oscb"), "file:////server/share/r.oscb"),
    ],
)
def test_drives_and_shares_have_addresses(path: PurePosixPath, uri: str) -> None:
    assert _uri(path) == uri


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("SQLITE_FULL", "disk-full"),
        ("SQLITE_BUSY", "busy"),
        ("SQLITE_BUSY_SNAPSHOT", "busy"),
        ("SQLITE_LOCKED", "busy"),
        ("SQLITE_READONLY", "read-only"),
        ("SQLITE_READONLY_DIRECTORY", "read-only"),
        ("SQLITE_PERM", "read-only"),
        ("SQLITE_READONLY_DBMOVED", "moved"),
        ("SQLITE_READONLY_ROLLBACK", "cut-short"),
        ("SQLITE_IOERR_WRITE", "unreachable"),
        ("SQLITE_IOERR_FSYNC", "unreachable"),
        ("SQLITE_IOERR_LOCK", "unreachable"),
        ("SQLITE_IOERR_DELETE", "unreachable"),
        ("SQLITE_IOERR_SHORT_READ", "unreachable"),
        ("SQLITE_CANTOPEN", "unreachable"),
        ("SQLITE_CORRUPT", "damaged"),
        ("SQLITE_NOTADB", "not-a-report"),
        ("SQLITE_TOOBIG", "too-large"),
    ],
)
def test_each_of_sqlites_numbers_has_words(number: str, code: str) -> None:
    failure = sqlite3.OperationalError("in SQLite's words")
    failure.sqlite_errorcode = getattr(sqlite3, number)
    with pytest.raises(OscbError) as caught, spoken(Path("report.oscb")):
        raise failure
    assert codes_of_failure(caught) == code
    assert "SQLite's words" not in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_file_that_may_not_grow_in_a_real_process(path: Path) -> None:
    """The system itself refuses to write: no part of SQLite is told to."""
    with ReportFile.create(path, small_report(), "Author") as file:
        kept = through_door(file, SetDetail("title", "Kept"), "Author")
    code = """
import resource, signal, sys
from pathlib import Path
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.editing.door import prepare
from oscb_desktop.base.problems import OscbError
from oscb_desktop.store import ReportFile
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = ReportFile.open(path, "Author")
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
change = ReplaceBlock(Paragraph("p1", (Text("long " * 10_000),)))
try:
    file.apply(prepare(file.report, change), "Author")
except OscbError as error:
    print(error.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
file.apply(prepare(file.report, change), "Author")
print(len(file.verify_history()))
file.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() in (["disk-full", "0"], ["unreachable", "0"]), done.stderr
    with ReportFile.open(path, "Author") as file:
        assert "long long" in str(file.report.block("p1"))
        assert file.undo("Author")
        assert file.report == kept

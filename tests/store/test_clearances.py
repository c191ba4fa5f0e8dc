"""Clearances in the report file: kept for good, and not to be tampered with unseen."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.report.clearance.clearance import Clearance, Seal, Statement, Verdict
from oscb_desktop.report.clearance.scope import scope_hash, scope_of
from oscb_desktop.store import ReportFile
from tests.store.samples import small_report, through_door


def say(file: ReportFile, step: str, name: str = "An officer") -> Clearance:
    parts = scope_of(file.report, ["all"])
    statement = Statement(
        route="scrutiny",
        step=step,
        title=step.title(),
        name=name,
        post="Officer",
        verdict=Verdict.CLEARED,
        at=datetime(2026, 5, 1, 9, 0, tzinfo=UTC),
        content=scope_hash(parts),
    )
    return file.keep_clearance(statement, parts, Seal(signature="c2ln", certificate="Y2VydA=="))


@pytest.fixture
def cleared(path: Path) -> Path:
    """A report that was cleared, edited, and cleared twice more."""
    with ReportFile.create(path, small_report(), "Author") as file:
        say(file, "author")
        through_door(file, SetDetail("title", "Edited"), "Author")
        say(file, "author")
        say(file, "director")
    return path


def tamper(path: Path, statement: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(statement)
    raw.commit()
    raw.close()


def test_what_was_said_is_kept_with_what_it_covered(path: Path) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        said = say(file, "author")
        assert file.clearances == (said,)
    with ReportFile.open(path, "Reader", read_only=True) as file:
        assert file.clearances == (said,)
        assert file.clearances[0].agrees
        assert file.clearance_faults == ()
        assert file.verify_history() == []


def test_undo_does_not_take_a_clearance_out(path: Path) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        through_door(file, SetDetail("title", "Edited"), "Author")
        said = say(file, "author")
        assert file.undo("Author") == "Change title"
        assert file.clearances == (said,)
        assert file.redo_label == "Change title"


def test_a_reader_cannot_clear(cleared: Path) -> None:
    with (
        ReportFile.open(cleared, "Reader", read_only=True) as file,
        pytest.raises(OscbError, match="read-only"),
    ):
        say(file, "director")


def test_clearances_in_order(cleared: Path) -> None:
    with ReportFile.open(cleared, "Author") as file:
        assert [(held.seq, held.statement.step) for held in file.clearances] == [
            (1, "author"),
            (2, "author"),
            (3, "director"),
        ]
        assert file.clearance_faults == ()


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("DELETE FROM clearances WHERE seq = 2", 1),
        ("DELETE FROM clearances WHERE seq = 1", 1),
        ("UPDATE clearances SET statement = replace(statement, 'An officer', 'Another')", 3),
        ("UPDATE clearances SET revision = 1 WHERE seq = 3", 1),
        ("UPDATE clearances SET anchor = '' WHERE seq = 1", 1),
        ("UPDATE clearances SET seq = 9 WHERE seq = 3", 1),
        ("UPDATE revisions SET hash = 'x' WHERE seq = 2", 2),
    ],
)
def test_tampering_is_noticed_when_the_file_is_opened(
    cleared: Path, statement: str, faults: int
) -> None:
    tamper(cleared, statement)
    with ReportFile.open(cleared, "Author") as file:
        codes = [found.code for found in file.clearance_faults]
        assert codes == ["clearance-altered"] * faults
        assert set(codes) <= {found.code for found in file.verify_history()}

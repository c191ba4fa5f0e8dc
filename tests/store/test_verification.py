"""A history that was tampered with is found out."""

import sqlite3
from pathlib import Path

import pytest

from oscb_desktop.base.problems import Severity
from oscb_desktop.editing.changes import RemoveBlock, ReplaceBlock, SetDetail
from oscb_desktop.store import ReportFile
from oscb_desktop.store.history import Revision
from tests.store.samples import figure_set, paragraph, small_report, through_door, workbook


@pytest.fixture
def edited(path: Path) -> Path:
    with ReportFile.create(path, small_report(), "Author") as file:
        through_door(file, SetDetail("title", "A title"), "Author")
        through_door(file, ReplaceBlock(paragraph("p1", "Money was spent.")), "Finance officer")
        file.accept([figure_set()], workbook(), "Author", "Accept the budget")
        through_door(file, RemoveBlock("p2"), "Author")
        file.undo("Author")
        file.redo("Author")
        assert file.verify_history() == []
    return path


def alter(path: Path, *statements: str) -> None:
    raw = sqlite3.connect(path)
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


def codes(path: Path) -> set[str]:
    with ReportFile.open(path, "Author") as file:
        problems = file.verify_history()
    assert all(problem.severity is Severity.BLOCK and problem.remedy for problem in problems)
    return {problem.code for problem in problems}


@pytest.mark.parametrize(
    "column", ["at", "by", "label", "kind", "change", "inverse", "previous", "hash"]
)
def test_any_altered_column_is_found(edited: Path, column: str) -> None:
    values = {"kind": "redo", "at": "2026-01-01T00:00:00+00:00"}
    alter(edited, f"UPDATE revisions SET \"{column}\" = '{values.get(column, '{}')}' WHERE seq = 3")
    assert "history-altered" in codes(edited)


@pytest.mark.parametrize("column", ["target", "below", "undo_to", "redo_to"])
def test_any_altered_pointer_is_found(edited: Path, column: str) -> None:
    alter(edited, f'UPDATE revisions SET "{column}" = 4 WHERE seq = 3')
    assert "history-altered" in codes(edited)


def test_the_person_is_told_which_act(edited: Path) -> None:
    alter(edited, "UPDATE revisions SET by = 'Someone else' WHERE seq = 3")
    with ReportFile.open(edited, "Author") as file:
        (problem,) = file.verify_history()
    assert "Entry 3" in problem.message
    assert "Edit paragraph" in problem.message


def test_a_missing_act_is_found(edited: Path) -> None:
    alter(edited, "DELETE FROM revisions WHERE seq IN (2, 3)")
    with ReportFile.open(edited, "Author") as file:
        messages = [problem.message for problem in file.verify_history()]
    assert any("2 to 3" in message for message in messages), messages


def test_acts_cut_off_at_the_end_are_found(edited: Path) -> None:
    alter(edited, "DELETE FROM revisions WHERE seq > 3")
    assert codes(edited) == {"history-differs"}


def test_a_history_begun_late_is_found(edited: Path) -> None:
    alter(edited, "DELETE FROM revisions WHERE seq = 1")
    assert codes(edited) == {"history-gap", "history-differs"}


def test_a_report_altered_past_its_history_is_found(edited: Path) -> None:
    alter(edited, "UPDATE blocks SET content = replace(content, 'Money', 'Nothing')")
    assert codes(edited) == {"history-differs"}


def test_an_act_resealed_after_altering_is_found_by_the_next(edited: Path) -> None:
    raw = sqlite3.connect(edited)
    raw.row_factory = sqlite3.Row
    row = dict(raw.execute("SELECT * FROM revisions WHERE seq = 3").fetchone())
    row["by"] = "Someone else"
    raw.execute(
        "UPDATE revisions SET by = ?, hash = ? WHERE seq = 3", (row["by"], Revision(**row).seal())
    )
    raw.commit()
    raw.close()
    assert codes(edited) == {"history-replaced"}

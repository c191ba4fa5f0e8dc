"""A folder of returns taken one by one: what is taken, what is left, what is missing."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.file.changing import undo
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.home.sample import sample_returns
from oscb_desktop.operations.taking_in import batches
from oscb_desktop.operations.taking_in.batches import (
    EVERYBODY,
    Received,
    State,
    accept_batch,
    as_if_accepted,
    board_of,
    returns_in,
    take_batch,
)
from oscb_desktop.operations.taking_in.imports import (
    ImportPreview,
    look_at_workbook,
    preview_return,
)
from oscb_desktop.operations.writing.versions import history


def training(folder: Path, name: str, **places: object) -> Path:
    """Write a return of courses: name → places attended."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Training course", "Places offered", "Places attended"])
    for course, attended in places.items():
        book.worksheets[0].append([course, 20, attended])
    path = folder / name
    book.save(path)
    return path


def previews(opened: Opened, *paths: Path) -> Mapping[Path, ImportPreview]:
    snapshot = take_snapshot(opened)
    return {
        path: preview_return(snapshot, look_at_workbook(path, silent), silent, by="clerk")
        for path in paths
    }


def test_of_two_for_the_same_thing_the_first_is_taken(opened: Opened, tmp_path: Path) -> None:
    first = training(tmp_path, "a.xlsx", Neglect=10)
    second = training(tmp_path, "b.xlsx", Neglect=11)
    wrong = training(tmp_path, "c.xlsx", Neglect="a few")
    before = len(history(opened))
    done = accept_batch(opened, previews(opened, first, second, wrong), silent)
    assert done.paths == (first,)
    assert done.figures > 0
    key = next(key for key in done.snapshot.figures.set_ids if key.startswith("training"))
    figures = [held for held in done.snapshot.figures if held.key.startswith(f"{key}.neglect")]
    assert 10 in [held.value for held in figures]
    assert len(history(opened)) == before + 1  # an act of its own
    assert key not in undo(opened).figures.set_ids


def test_nothing_is_taken_of_nothing(opened: Opened) -> None:
    done = accept_batch(opened, {}, silent)
    assert (done.paths, done.figures) == ((), 0)
    assert done.snapshot.whole == opened.file.report


def test_a_return_with_warnings_is_left_for_a_person(opened: Opened) -> None:
    """The report has the sample's returns: taking one again is a warning."""
    found = previews(opened, *sample_returns())
    assert all(held.warnings for held in found.values())
    assert accept_batch(opened, found, silent).paths == ()


def test_what_would_be_accepted_is_seen_before_it_is(opened: Opened, tmp_path: Path) -> None:
    path = training(tmp_path, "a.xlsx", Neglect=10)
    snapshot = take_snapshot(opened)
    after = as_if_accepted(snapshot, previews(opened, path)[path])
    assert set(after.figures.set_ids) > set(snapshot.figures.set_ids)
    assert take_snapshot(opened).figures.set_ids == snapshot.figures.set_ids


def test_one_that_cannot_be_read_holds_nobody_else_up(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook")
    training(tmp_path, "b.xlsx", Neglect=10)
    outcome = take_batch(opened, returns_in(tmp_path), silent)
    assert [held.state for held in outcome.received] == [State.UNREADABLE, State.ACCEPTED]
    assert outcome.figures == outcome.received[1].figures
    assert not outcome.accepted
    assert not outcome.acceptable
    assert [found.place.file for found in outcome.problems] == ["a.xlsx"]


def test_a_fault_that_is_not_the_workbooks_is_raised(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UnreadableError("The share cannot be reached.", "Try again.")

    monkeypatch.setattr(batches, "look_at_workbook", fail)
    with pytest.raises(UnreadableError, match="share cannot be reached"):
        take_batch(opened, [tmp_path / "a.xlsx"], silent)


def test_only_workbooks_of_a_folder_are_taken(tmp_path: Path) -> None:
    for name in ("b.XLSX", "a.csv", "~$b.xlsx", ".hidden.xlsx", "notes.md"):
        (tmp_path / name).touch()
    (tmp_path / "folder.xlsx").mkdir()
    assert [path.name for path in returns_in(tmp_path)] == ["a.csv", "b.XLSX"]


@pytest.mark.parametrize(
    ("name", "code"), [("nowhere", "folder-not-read"), ("empty", "folder-without-returns")]
)
def test_a_folder_without_returns_is_said(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.md").touch()
    with pytest.raises(UnreadableError) as caught:
        returns_in(tmp_path / name)
    assert caught.value.code == code


def test_of_two_files_from_one_sender_the_board_shows_the_one_to_look_at(opened: Opened) -> None:
    def received(name: str, state: State) -> Received:
        return Received(Path(name), EVERYBODY, "training", state, 1, ())

    first, wrong = received("a.xlsx", State.ACCEPTED), received("b.xlsx", State.PROBLEMS)
    for order in ((first, wrong), (wrong, first)):
        board = board_of(take_snapshot(opened), order)
        at = [kind for kind, _ in board.kinds].index("training")
        row = next(row for row in board.rows if row.partner == EVERYBODY)
        assert row.cells[at].received is wrong
        assert (EVERYBODY, "training") not in board.missing


def test_everything_asked_for_and_not_there_is_missing(opened: Opened, tmp_path: Path) -> None:
    shutil.copy(sample_returns()[0], tmp_path)
    board = take_batch(opened, returns_in(tmp_path), silent, dry_run=True).board
    assert ("", "partnership-budget") not in board.missing
    assert any(kind == "training" for _, kind in board.missing)

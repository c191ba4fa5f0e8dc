"""Going on in another file: the copy is whole where it can be, and never half a file."""

import errno
from pathlib import Path

import pytest

from oscb_desktop.base.problems import LockedError, OscbError
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.operations.clearing.clearing import clear
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.file.changing import edit, undo
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.file.rescuing import let_go, save_elsewhere
from oscb_desktop.operations.writing import comments
from oscb_desktop.operations.writing.versions import history
from oscb_desktop.store.file import ReportFile


def rescued(opened: Opened, path: Path, *, reachable: bool = True) -> tuple[Opened, bool]:
    figures = take_snapshot(opened).figures
    return save_elsewhere(opened, figures, path, reachable=reachable)


def only(folder: Path) -> set[str]:
    """The reports in a folder."""
    return {path.name for path in folder.iterdir() if path.suffix == ".oscb"}


def test_the_copy_carries_history_clearances_and_workbooks(opened: Opened, tmp_path: Path) -> None:
    edit(opened, SetDetail("title", "Another title"))
    clear(opened, "author", "A Writer", key=make_key("A Writer"))
    before = take_snapshot(opened)
    there, whole = rescued(opened, tmp_path / "mine.oscb")
    with there:
        assert whole
        assert (there.by, there.path) == (opened.by, tmp_path / "mine.oscb")
        after = take_snapshot(there)
        assert after.whole == before.whole
        assert after.every_clearance == before.every_clearance
        assert [held.label for held in history(there)] == [held.label for held in history(opened)]
        origin = next(iter(after.figures.sets())).origin
        assert there.file.workbook(origin.sha256).data
        assert undo(there).report.details.title != "Another title"
    assert opened.report.details.title == "Another title"  # the old one is left as it is


@pytest.mark.parametrize("reachable", [True, False])
def test_what_cannot_be_read_again_is_made_of_what_is_in_memory(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reachable: bool
) -> None:
    section = opened.report.sections[0]
    comments.comment(opened, section.id, "Is this so?")
    before = take_snapshot(opened)

    def fail(file: ReportFile, path: Path) -> None:
        assert reachable, "a file that is out of reach was waited for"
        path.write_bytes(b"half a ")
        raise OscbError("The disk failed.", "Go on elsewhere.", code="unreachable")

    monkeypatch.setattr(ReportFile, "copy_to", fail)
    there, whole = rescued(opened, tmp_path / "mine.oscb", reachable=reachable)
    with there:
        assert not whole
        after = take_snapshot(there)
        assert after.whole.sections == before.whole.sections
        assert after.whole.details == before.whole.details
        assert list(after.figures.sets()) == list(before.figures.sets())
        assert [held.target for held in after.every_comment] == [section.id]
        assert [held.label for held in history(there)] == ["Saved elsewhere"]
    assert only(tmp_path) == {"mine.oscb", "report.oscb"}


def test_a_copy_that_is_not_what_was_last_kept_is_no_copy(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where somebody put an older file in the report's place."""
    older = tmp_path / "older.oscb"
    opened.file.copy_to(older)
    edit(opened, SetDetail("title", "Newer"))
    monkeypatch.setattr(ReportFile, "copy_to", lambda _, path: path.write_bytes(older.read_bytes()))
    there, whole = rescued(opened, tmp_path / "mine.oscb")
    with there:
        assert not whole
        assert there.report.details.title == "Newer"


def test_the_files_own_place_is_refused(opened: Opened) -> None:
    kept = opened.path.read_bytes()
    with pytest.raises(OscbError, match="cannot be written to") as refused:
        rescued(opened, opened.path.parent / "." / opened.path.name)
    assert refused.value.code == "same-file"
    assert opened.path.read_bytes() == kept


def test_an_existing_file_is_replaced_only_once_the_copy_is_good(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.oscb"
    path.write_bytes(b"somebody's old file")

    def full(file: ReportFile, target: Path) -> None:
        raise OscbError("There is no room.", "Make room.", code="disk-full")

    with monkeypatch.context() as patched:
        patched.setattr(ReportFile, "copy_to", full)
        with pytest.raises(OscbError, match="no room"):
            rescued(opened, path)
    assert path.read_bytes() == b"somebody's old file"
    assert only(tmp_path) == {"mine.oscb", "report.oscb"}
    there, whole = rescued(opened, path)
    with there:
        assert whole
        assert there.report == opened.report


def test_a_place_that_cannot_be_written_to_is_named(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OscbError, match=r"mine\.oscb") as told:
        rescued(opened, tmp_path / "mine.oscb")
    assert told.value.code == "disk-full"
    assert only(tmp_path) == {"report.oscb"}


def test_a_copy_that_cannot_be_edited_there_is_refused(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = ReportFile.open.__func__  # type: ignore[attr-defined]

    def read_only(kind: type[ReportFile], path: Path, by: str) -> ReportFile:
        made: ReportFile = looked_at(kind, path, by, read_only=True)
        return made

    monkeypatch.setattr(ReportFile, "open", classmethod(read_only))
    with pytest.raises(OscbError, match="Choose a folder of your own") as refused:
        rescued(opened, tmp_path / "mine.oscb")
    assert refused.value.code == "read-only"
    assert only(tmp_path) == {"report.oscb"}


def test_the_old_file_is_let_go_of_whatever_state_it_is_in(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LockedError):
        open_report(opened.path, by="Another")
    let_go(opened)
    open_report(opened.path, by="Another").file.close()

    def fail(file: ReportFile) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(ReportFile, "close", fail)
        let_go(opened)

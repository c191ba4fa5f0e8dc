"""Creating, opening and editing a report file."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.editing.changes import (
    AddBlock,
    AddSection,
    MoveBlock,
    RemoveBlock,
    RemoveSection,
    ReplaceBlock,
    SetDetail,
    Several,
)
from oscb_desktop.editing.door import prepare
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.store import ReportFile
from tests.store.samples import figure_set, paragraph, small_report, through_door, workbook


def reopened(path: Path) -> ReportFile:
    return ReportFile.open(path, "Reader", read_only=True)


def beside(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir())


def test_a_created_report_is_there_when_opened_again(path: Path) -> None:
    ReportFile.create(path, small_report(), "Author").close()
    with ReportFile.open(path, "Author") as opened:
        assert opened.report == small_report()
        assert not opened.read_only
        assert opened.undo_label is None
        assert opened.undo("Author") is None
        assert [(entry.seq, entry.by, entry.label) for entry in opened.history()] == [
            (1, "Author", "New report")
        ]


def test_every_edit_is_in_the_file_at_once(file: ReportFile, path: Path) -> None:
    changed = through_door(file, ReplaceBlock(paragraph("p1", "Another.")), "Author")
    assert changed.block("p1") == paragraph("p1", "Another.")
    with reopened(path) as seen:
        assert seen.report == changed == file.report


def test_typing_in_a_paragraph_writes_that_paragraph_only(file: ReportFile, path: Path) -> None:
    through_door(file, ReplaceBlock(paragraph("p1", "Typed.")), "Author")
    raw = sqlite3.connect(path)
    written = {
        table: [row[0] for row in raw.execute(f"SELECT id FROM {table} WHERE version = 2")]
        for table in ("blocks", "sections", "report")
    }
    raw.close()
    assert written == {"blocks": ["p1"], "sections": [], "report": []}


def test_undo_and_redo_go_on_after_a_restart(path: Path) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        one = through_door(file, ReplaceBlock(paragraph("p1", "1")), "Author", "Typing")
        two = through_door(file, RemoveBlock("p2"), "Author")
    with ReportFile.open(path, "Author") as file:
        assert (file.undo_label, file.redo_label) == ("Delete", None)
        assert file.undo("Author") == "Delete"
        assert file.report == one
    with ReportFile.open(path, "Author") as file:
        assert (file.undo_label, file.redo_label) == ("Typing", "Delete")
        assert file.undo("Author") == "Typing"
        assert file.report == small_report()
        assert file.undo("Author") is None
    with ReportFile.open(path, "Author") as file:
        assert [file.redo("Author"), file.redo("Author")] == ["Typing", "Delete"]
        assert file.redo("Author") is None
        assert file.report == two
        assert [str(entry.kind) for entry in file.history()] == [
            "redo", "redo", "undo", "undo", "do", "do", "new",
        ]  # fmt: skip


def test_an_edit_after_undo_drops_the_redo_but_keeps_the_history(file: ReportFile) -> None:
    through_door(file, SetDetail("title", "First"), "Author")
    file.undo("Author")
    through_door(file, SetDetail("committee", "People"), "Author")
    assert file.redo_label is None
    assert file.redo("Author") is None
    assert [entry.label for entry in file.history()] == [
        "Change committee", "Change title", "Change title", "New report",
    ]  # fmt: skip
    assert file.undo("Author") == "Change committee"
    assert file.undo("Author") is None
    assert file.report == small_report()


def test_history_is_read_page_by_page(file: ReportFile) -> None:
    for number in range(7):
        through_door(file, SetDetail("title", str(number)), "Author")
    first = file.history(limit=3)
    second = file.history(limit=3, before=first[-1].seq)
    assert [entry.seq for entry in first + second] == [8, 7, 6, 5, 4, 3]
    assert first[0].at.utcoffset() is not None


def test_a_change_that_changes_nothing_is_no_act(file: ReportFile) -> None:
    through_door(file, SetDetail("title", "New"), "Author")
    file.undo("Author")
    through_door(file, ReplaceBlock(paragraph("p1", "One.")), "Author")
    assert len(file.history()) == 3
    assert file.redo_label == "Change title"


def test_blocks_and_sections_move_come_and_go_in_one_act(file: ReportFile, path: Path) -> None:
    appendix = Section(id="app", key="appendix", title="A", blocks=(paragraph("p2", "Two."),))
    changes = (
        MoveBlock("p1", "end", 0),
        RemoveBlock("p2"),
        AddSection(1, appendix),
        RemoveSection("money"),
        AddBlock("end", 1, paragraph("p9", "Nine.")),
    )
    after = through_door(file, Several(changes, "Rearrange"), "Author")
    assert [section.id for section in after.sections] == ["intro", "app", "end"]
    with reopened(path) as seen:
        assert seen.report == after
    assert file.undo("Author") == "Rearrange"
    with reopened(path) as seen:
        assert seen.report == small_report()


@pytest.mark.parametrize(
    "change",
    [
        RemoveBlock("nowhere"),
        SetDetail("colour", "red"),
        SetDetail("meeting_date", "next Tuesday"),
        AddBlock("intro", 0, paragraph("p2", "the same id, same section")),
        AddBlock("end", 0, paragraph("p2", "the same id, another section")),
        AddSection(0, Section(id="intro", key="k", title="the same id")),
        ReplaceBlock(paragraph("p1", "half a character: \ud800")),
        Several((SetDetail("title", "kept?"), RemoveBlock("nowhere")), "Both"),
    ],
)
def test_a_change_that_cannot_be_made_leaves_everything_as_it_was(
    file: ReportFile, path: Path, change: SetDetail
) -> None:
    with pytest.raises(OscbError) as caught:
        through_door(file, change, "Author")
    assert caught.value.remedy
    assert file.report == small_report()
    assert len(file.history()) == 1
    with reopened(path) as seen:
        assert seen.report == small_report()
    through_door(file, SetDetail("title", "and the file goes on"), "Author")
    assert file.verify_history() == []


def test_text_of_any_script_and_control_characters_come_back(file: ReportFile, path: Path) -> None:
    odd = paragraph("p1", "Łódź 안녕 🧒🏽 \x00 \x0b \u2028 ‘£’ '); DROP TABLE blocks; --")
    through_door(file, ReplaceBlock(odd), "Ó Briain \x00", label="‘Edit’\n")
    with reopened(path) as seen:
        assert seen.report.block("p1") == odd
        assert seen.history()[0].label == "‘Edit’\n"
        assert seen.verify_history() == []


def test_notes_are_kept_and_are_no_part_of_undo(path: Path) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        file.remember("mapping/budget", "A=partner")
        file.remember("mapping/budget", "B=partner")
        assert file.undo_label is None
    with ReportFile.open(path, "Author") as file:
        assert file.recall("mapping/budget") == "B=partner"
        assert file.recall("mapping/other") is None


def test_another_thread_can_go_on_with_what_one_opened(file: ReportFile) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            through_door(file, SetDetail("title", "From a worker"), "Author")
        except BaseException as failure:
            failures.append(failure)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert failures == []
    assert file.report.details.title == "From a worker"


def test_reading_figures_in_one_thread_while_another_edits(file: ReportFile) -> None:
    sets = [figure_set(f"set{number}", rows=50) for number in range(30)]
    file.accept(sets, workbook(), "Author", "Accept")
    file.undo("Author")
    file.redo("Author")  # the sets are read from the file again
    failures: list[BaseException] = []

    def read() -> None:
        try:
            assert sum(held.figure_count() for held in figures.sets()) == 30 * 51
        except BaseException as failure:
            failures.append(failure)

    figures = file.figures
    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(20):
        through_door(file, SetDetail("title", str(number)), "Author")
    for reader in readers:
        reader.join()
    assert failures == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path.absolute, "no file"),
        (Path.mkdir, "is a folder"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_text("Dear all,\n" * 500), "is not an OSCB Desktop report"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), "is"),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_report_is_refused_and_left_alone(
    path: Path, make: Callable[[Path], object], words: str, read_only: bool
) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UnreadableError, match=words) as caught:
        ReportFile.open(path, "Author", read_only=read_only)
    assert path.name in caught.value.message
    assert caught.value.remedy
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert [name for name in beside(path) if name != path.name] == []


def test_another_programs_database_is_no_report(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE report (id INTEGER)")
    other.close()
    with pytest.raises(UnreadableError, match="is not an OSCB Desktop report"):
        ReportFile.open(path, "Author")


def test_creating_over_something_is_refused(file: ReportFile, path: Path) -> None:
    with pytest.raises(OscbError, match="already a file"):
        ReportFile.create(path, small_report(), "Other")
    through_door(file, SetDetail("title", "Still editing"), "Author")


def test_creating_where_there_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OscbError, match="no folder elsewhere"):
        ReportFile.create(tmp_path / "elsewhere" / "r.oscb", small_report(), "Author")
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_kept_leaves_no_file(path: Path) -> None:
    section = Section(id="a", key="a", title="A", blocks=(paragraph("p", "1"), paragraph("p", "2")))
    broken = Report(template="t", sections=(section,))
    with pytest.raises(OscbError, match="already in the report"):
        ReportFile.create(path, broken, "Author")
    assert beside(path) == []


def test_a_clean_close_leaves_one_file_that_can_be_copied(path: Path, tmp_path: Path) -> None:
    with ReportFile.create(path, small_report(), "Author") as file:
        through_door(file, SetDetail("title", "T"), "Author")
        assert not path.with_name("report.oscb-journal").exists()
        file.close()
        with pytest.raises(OscbError, match="has been closed"):
            through_door(file, SetDetail("title", "Late"), "Author")
    assert beside(path) == ["report.oscb"]
    copy = tmp_path / "Copy of report (100% #1?).oscb"
    shutil.copyfile(path, copy)
    with ReportFile.open(copy, "Author") as file:
        assert file.report.details.title == "T"
        through_door(file, SetDetail("title", "Copy"), "Author")
    with ReportFile.open(copy, "Author") as file:
        assert file.report.details.title == "Copy"


def test_a_copy_is_a_report_of_its_own(file: ReportFile, path: Path, tmp_path: Path) -> None:
    before = through_door(file, SetDetail("title", "Both"), "Author")
    copy = tmp_path / "copy.oscb"
    file.copy_to(copy)
    through_door(file, SetDetail("title", "First only"), "Author")
    with ReportFile.open(copy, "Other") as other:
        assert other.report == before
        assert other.undo("Other") == "Change title"
        assert other.verify_history() == []
    assert file.report.details.title == "First only"
    with pytest.raises(OscbError, match="already a file called copy"):
        file.copy_to(copy)
    with pytest.raises(OscbError, match="no folder elsewhere"):
        file.copy_to(tmp_path / "elsewhere" / "copy.oscb")


def test_a_report_that_can_only_be_read_can_be_copied_and_edited(
    file: ReportFile, path: Path, tmp_path: Path
) -> None:
    with ReportFile.open(path, "Other", read_only=True) as seen:
        seen.copy_to(tmp_path / "mine.oscb")
    with ReportFile.open(tmp_path / "mine.oscb", "Other") as mine:
        assert through_door(mine, SetDetail("title", "Mine"), "Other").details.title == "Mine"
    assert file.report == small_report()


def test_a_link_to_a_report_is_the_report(path: Path, file: ReportFile, tmp_path: Path) -> None:
    link = tmp_path / "link.oscb"
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(OscbError, match="is being edited by"):
        ReportFile.open(link, "Other")


def test_the_room_is_quick_to_import() -> None:
    script = (
        "import sys, oscb_desktop.store as store; assert 'sqlalchemy' not in sys.modules\n"
        "store.ReportFile; assert 'sqlalchemy' in sys.modules and 'sqlalchemy.orm' not in "
        "sys.modules and 'PySide6' not in sys.modules"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", script], check=True, env=env)


def test_what_did_not_come_through_the_door_is_refused(file: ReportFile) -> None:
    before = file.report
    with pytest.raises(TypeError, match="through the door"):
        file.apply(SetDetail("title", "T"), "Author")  # type: ignore[arg-type]
    assert file.report == before
    assert len(file.history()) == 1


def test_an_edit_prepared_for_another_state_is_refused(file: ReportFile) -> None:
    late = prepare(file.report, SetDetail("title", "Late"))
    kept = through_door(file, SetDetail("title", "First"), "Author")
    with pytest.raises(OscbError) as refused:
        file.apply(late, "Author")
    assert refused.value.code == "outdated-edit"
    assert file.report == kept

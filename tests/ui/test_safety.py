"""Whatever happens to the disk, the window says it, keeps what was typed and finds a way out."""

import errno
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.changes import AddBlock, Change, RemoveBlock, ReplaceBlock, SetDetail
from oscb_desktop.operations.file import changing
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.home.recent import recent_reports
from oscb_desktop.operations.writing import versions
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.store import ReportFile, history
from oscb_desktop.store.lock import EditLock
from oscb_desktop.ui.desk import steps
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.main_window import MainWindow
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page import samples

WAIT_MS = 30_000
Say = Callable[[], tuple[str, ...]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "Committee papers"
    folder.mkdir()
    made = folder / "report.oscb"
    samples.open_sample(made).file.close()
    return made


@pytest.fixture
def desk(window: MainWindow, path: Path, qtbot: QtBot) -> Desk:
    return opened(window, path, qtbot)


def opened(window: MainWindow, path: Path, qtbot: QtBot, *, read_only: bool = False) -> Desk:
    window.open_path(path, read_only=read_only)
    qtbot.waitUntil(lambda: isinstance(window.page, ReportPage), timeout=WAIT_MS)
    assert window.desk is not None
    return window.desk


def page_of(window: MainWindow) -> ReportPage:
    assert isinstance(window.page, ReportPage)
    return window.page


def type_in(window: MainWindow, words: str, qtbot: QtBot, block: str = "p1") -> None:
    editor = page_of(window).editor
    editor.show_place(block=block)
    qtbot.keyClicks(editor.view, words)


def words_of(report: object, block: str = "p1") -> str:
    return str(report.block(block))  # type: ignore[attr-defined]


def status(window: MainWindow) -> str:
    return page_of(window).status.data()[0]


def said(messages: Messages) -> str:
    return " ".join(f"{held.text} {held.remedy}" for held in messages.data())


def press(messages: Messages, qtbot: QtBot, words: str) -> None:
    """Press a message's button, as a person does."""

    def shown() -> list[QPushButton]:
        buttons = messages.area.findChildren(QPushButton)
        return [held for held in buttons if held.text() == words and held.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=WAIT_MS)
    qtbot.mouseClick(shown()[-1], Qt.MouseButton.LeftButton)


def saved(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.unsaved and desk.failure is None, timeout=WAIT_MS)


def kept(path: Path) -> ReportFile:
    """Return the file as somebody else sees it, its history checked."""
    with ReportFile.open(path, "Reader", read_only=True) as seen:
        assert seen.verify_history() == []
        return seen


@pytest.fixture
def fill(desk: Desk) -> Iterator[Callable[[bool], None]]:
    """Return what fills the disk and empties it again, as SQLite meets it."""

    def set_full(full: bool) -> None:
        file = desk._opened.file
        pages = file.path.stat().st_size // 4096
        with file._database.reading() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages if full else 1 << 30}")

    yield set_full
    with suppress(OscbError):  # some tests close it
        set_full(False)


SUFFIXES = {"pdf": "pdf", "calendar": "ics", "blank return": "xlsx"}
LONG = "the board met in March and agreed its plan for the year. "


def test_a_full_disk_is_said_and_everything_lands_in_order_once_there_is_room(
    window: MainWindow,
    desk: Desk,
    path: Path,
    fill: Callable[[bool], None],
    messages: Messages,
    qtbot: QtBot,
) -> None:
    fill(True)
    with qtbot.waitSignal(desk.save_failed, timeout=WAIT_MS):
        desk.apply(ReplaceBlock(Paragraph("p3", (Text(LONG * 400),))))
    assert "There is no room on the disk for this change to report.oscb" in said(messages)
    assert "It is kept here, and saving will be tried again" in said(messages)
    assert "the disk is full" in status(window)
    assert status(window).startswith("Not saved since ")
    assert page_of(window).status.rescue.isVisible()
    type_in(window, "One. ", qtbot)
    desk.apply(SetDetail("title", "Another title"))
    type_in(window, "Two. ", qtbot)
    desk.flush()
    assert len(desk._steps.edits) == 4
    fill(False)
    press(messages, qtbot, "Try now")
    saved(desk, qtbot)
    assert "Everything is saved again." in said(messages)
    assert "Not saved" not in said(messages)
    assert status(window).startswith("Saved ")
    assert not page_of(window).status.rescue.isVisible()
    found = kept(path)
    assert found.report == desk.report
    assert "One. " in words_of(found.report)
    assert "Two. " in words_of(found.report)
    labels = [entry.label for entry in versions.history(desk._opened, 4)]
    assert labels == ["Edit paragraph", "Change title", "Edit paragraph", "Edit paragraph"]


def test_from_a_full_disk_one_goes_on_elsewhere_with_everything(
    window: MainWindow,
    desk: Desk,
    path: Path,
    tmp_path: Path,
    fill: Callable[[bool], None],
    choosers: ToldChoosers,
    messages: Messages,
    qtbot: QtBot,
) -> None:
    before = kept(path).report
    acts = len(versions.history(desk._opened))
    fill(True)
    with qtbot.waitSignal(desk.save_failed, timeout=WAIT_MS):
        desk.apply(ReplaceBlock(Paragraph("p3", (Text(LONG * 400),))))
    choosers.saved = tmp_path / "mine.oscb"
    view = page_of(window).editor.view
    qtbot.mouseClick(page_of(window).status.rescue, Qt.MouseButton.LeftButton)
    type_in(window, "Typed meanwhile. ", qtbot)
    saved(desk, qtbot)
    assert "You are now writing in mine.oscb" in said(messages)
    assert "report.oscb stays as it was last saved." in said(messages)
    assert window.desk is desk
    assert page_of(window).editor.view is view  # the caret and all else stayed where they were
    assert desk.snapshot.path == choosers.saved
    there = kept(choosers.saved)
    assert there.report == desk.report
    assert "Typed meanwhile. " in words_of(there.report)
    assert len(versions.history(desk._opened)) == acts + 2  # the history came along
    qtbot.waitUntil(lambda: not path.with_name("report.oscb-lock").exists(), timeout=WAIT_MS)
    assert kept(path).report == before
    assert not list(tmp_path.glob("*.saving*"))
    assert recent_reports()[0].path == choosers.saved  # home lists what one goes on in


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move an open file")
@pytest.mark.parametrize("how", ["deleted", "renamed", "replaced", "folder"])
def test_a_file_that_is_gone_is_said_and_put_back_or_left_for_a_copy(
    window: MainWindow,
    desk: Desk,
    path: Path,
    tmp_path: Path,
    choosers: ToldChoosers,
    messages: Messages,
    qtbot: QtBot,
    how: str,
) -> None:
    aside = tmp_path / "aside.oscb"
    if how == "deleted":
        path.unlink()
    elif how == "renamed":
        path.rename(aside)
    elif how == "replaced":  # as a sync client does with another computer's version
        shutil.copyfile(path, aside)
        aside.replace(path)
    else:
        path.parent.rename(tmp_path / "away")
    with qtbot.waitSignal(desk.save_failed, timeout=WAIT_MS):
        type_in(window, "Kept. ", qtbot)
    assert "was moved, renamed or deleted" in said(messages) or "cannot be reached" in said(
        messages
    )
    assert status(window).startswith("Not saved since ")
    if how in ("renamed", "folder"):
        if how == "renamed":
            aside.rename(path)
        else:
            (tmp_path / "away").rename(path.parent)
        press(messages, qtbot, "Try now")
        saved(desk, qtbot)
        found = kept(path)
    else:
        choosers.saved = tmp_path / "mine.oscb"
        press(messages, qtbot, "Save a copy…")
        saved(desk, qtbot)
        found = kept(choosers.saved)
        assert "stays as it was last saved" in said(messages)
    assert found.report == desk.report
    assert "Kept. " in words_of(found.report)


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Make every write wait, as on a share that went away, until the event is set."""
    monkeypatch.setattr(steps, "SLOW_MS", 100)
    come_back = threading.Event()
    write = changing.edit

    def edit(held: Opened, change: Change, *, label: str | None = None) -> Snapshot:
        if held.path.name == "report.oscb":
            come_back.wait(30)
        return write(held, change, label=label)

    monkeypatch.setattr(changing, "edit", edit)
    yield come_back
    come_back.set()


def test_a_share_that_hangs_stops_nobody_from_writing(
    hang: threading.Event,
    window: MainWindow,
    path: Path,
    messages: Messages,
    qtbot: QtBot,
) -> None:
    desk = opened(window, path, qtbot)
    with qtbot.waitSignal(desk.save_waiting, timeout=WAIT_MS):
        type_in(window, "One. ", qtbot)
        desk.flush()
    assert "Not saved yet: waiting for Committee papers." in said(messages)
    assert "waiting for Committee papers" in status(window)
    type_in(window, "Two. ", qtbot)
    assert "Two. One. " in words_of(desk.report)
    hang.set()
    saved(desk, qtbot)
    assert "Everything is saved again." in said(messages)
    assert kept(path).report == desk.report


@pytest.mark.parametrize("caught", [False, True])
def test_from_a_share_that_hangs_one_goes_on_elsewhere(
    hang: threading.Event,
    window: MainWindow,
    path: Path,
    tmp_path: Path,
    choosers: ToldChoosers,
    messages: Messages,
    qtbot: QtBot,
    caught: bool,
) -> None:
    desk = opened(window, path, qtbot)
    with qtbot.waitSignal(desk.save_waiting, timeout=WAIT_MS):
        type_in(window, "One. ", qtbot)
        desk.flush()
    choosers.saved = tmp_path / "mine.oscb"
    press(messages, qtbot, "Save a copy…")
    desk._steps._slow.setInterval(10_000)  # a busy computer is no share that hangs
    if caught:
        hang.set()  # the share comes back at this very moment: nothing is written twice
    type_in(window, "Two. ", qtbot)
    saved(desk, qtbot)
    assert "You are now writing in mine.oscb" in said(messages)
    assert "the history, clearances and workbooks are only in that file" in said(messages)
    found = kept(choosers.saved)
    assert found.report == desk.report
    assert words_of(found.report).count("One. ") == 1
    assert "Two. " in words_of(found.report)


def test_a_share_that_hangs_while_a_copy_is_asked_for_lets_one_ask_again(
    hang: threading.Event,
    window: MainWindow,
    path: Path,
    tmp_path: Path,
    choosers: ToldChoosers,
    messages: Messages,
    qtbot: QtBot,
) -> None:
    desk = opened(window, path, qtbot)
    type_in(window, "One. ", qtbot)
    desk.flush()
    choosers.saved = tmp_path / "mine.oscb"
    desk.rescue.save_copy()  # before anybody could know that the disk does not answer
    press(messages, qtbot, "Save a copy…")
    saved(desk, qtbot)
    assert not hang.is_set()
    assert kept(choosers.saved).report == desk.report


def test_closing_while_the_share_hangs_asks_and_then_does_as_told(
    hang: threading.Event, window: MainWindow, path: Path, messages: Messages, qtbot: QtBot
) -> None:
    desk = opened(window, path, qtbot)
    type_in(window, "One. ", qtbot)
    window.close()
    qtbot.waitUntil(lambda: "Not closed: your last edit is not saved." in said(messages))
    assert window.isVisible()
    type_in(window, "Two. ", qtbot)
    desk.flush()
    qtbot.waitUntil(lambda: len(desk._steps.edits) == 2)
    hang.set()
    saved(desk, qtbot)
    assert "Two. One. " in words_of(kept(path).report)


def test_closing_with_a_full_disk_asks_and_a_copy_saves_everything(
    window: MainWindow,
    desk: Desk,
    path: Path,
    tmp_path: Path,
    fill: Callable[[bool], None],
    choosers: ToldChoosers,
    messages: Messages,
    qtbot: QtBot,
) -> None:
    fill(True)
    desk.apply(ReplaceBlock(Paragraph("p3", (Text(LONG * 400),))))
    desk.apply(SetDetail("title", "Another title"))
    window.close()
    qtbot.waitUntil(lambda: "Not closed: your last 2 edits are not saved." in said(messages))
    assert window.isVisible()
    desk._steps.advance()  # the next try, of itself: the question is not taken away by it
    with qtbot.waitSignal(desk.save_failed, timeout=WAIT_MS):
        pass
    assert "Not closed" in said(messages)
    press(messages, qtbot, "Save a copy…")  # and Cancel in the dialog: the question stays
    qtbot.waitUntil(lambda: "no room on the disk" in said(messages))
    choosers.saved = tmp_path / "mine.oscb"
    press(messages, qtbot, "Save a copy…")
    saved(desk, qtbot)
    report = desk.report
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    with ReportFile.open(choosers.saved, "Author") as file:
        assert file.report == report


def test_who_chooses_to_lose_edits_loses_those_only(
    window: MainWindow,
    desk: Desk,
    path: Path,
    fill: Callable[[bool], None],
    messages: Messages,
    qtbot: QtBot,
) -> None:
    type_in(window, "Before. ", qtbot)
    desk.flush()
    saved(desk, qtbot)
    fill(True)
    desk.apply(ReplaceBlock(Paragraph("p3", (Text(LONG * 400),))))
    window.close()
    press(messages, qtbot, "Close and lose it")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    with ReportFile.open(path, "Author") as file:
        assert "Before. " in words_of(file.report)
        assert "the board met" not in words_of(file.report, "p3")


def test_another_programs_change_is_kept_and_so_is_mine(
    window: MainWindow,
    desk: Desk,
    path: Path,
    tmp_path: Path,
    choosers: ToldChoosers,
    messages: Messages,
    qtbot: QtBot,
) -> None:
    raw = sqlite3.connect(path)
    raw.execute("UPDATE report SET details = json_set(details, '$.title', 'Theirs')")
    raw.commit()
    raw.close()
    with qtbot.waitSignal(desk.save_failed, timeout=WAIT_MS):
        type_in(window, "Mine. ", qtbot)
    assert "was changed by another program while it was open" in said(messages)
    assert "another program changed the file" in status(window)
    choosers.saved = tmp_path / "mine.oscb"
    press(messages, qtbot, "Save a copy…")
    saved(desk, qtbot)
    found = kept(choosers.saved)
    assert "Mine. " in words_of(found.report)
    assert found.report.details.title != "Theirs"
    with ReportFile.open(path, "Reader", read_only=True) as theirs:
        assert theirs.report.details.title == "Theirs"
        assert "Mine. " not in words_of(theirs.report)


@pytest.mark.parametrize("how", ["file", "folder"])
def test_what_cannot_be_written_opens_to_read_and_says_why_when_one_writes(
    window: MainWindow,
    path: Path,
    messages: Messages,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    how: str,
) -> None:
    if how == "file":
        monkeypatch.setattr(os, "access", lambda *_: False)
        reason = "The file is marked read-only."
    else:

        def refuse(*_: object) -> EditLock:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(EditLock, "acquire", refuse)
        reason = "Its folder cannot be written to."
    desk = opened(window, path, qtbot)
    assert desk.read_only
    assert status(window) == "Read-only"
    desk.apply(SetDetail("title", "Mine"))
    assert reason in said(messages)
    monkeypatch.undo()
    press(messages, qtbot, "Open for editing")
    qtbot.waitUntil(lambda: window.desk is not None and not window.desk.read_only, timeout=WAIT_MS)
    type_in(window, "Mine. ", qtbot)
    assert window.desk is not None
    saved(window.desk, qtbot)
    assert "Mine. " in words_of(kept(path).report)


def test_a_report_open_elsewhere_names_who_and_can_be_had_once_they_have_done(
    window: MainWindow, path: Path, messages: Messages, qtbot: QtBot
) -> None:
    with ReportFile.open(path, "Business manager"):
        window.open_path(path)
        qtbot.waitUntil(lambda: "is being edited by Business manager" in said(messages))
        press(messages, qtbot, "Open read-only")
        qtbot.waitUntil(lambda: isinstance(window.page, ReportPage), timeout=WAIT_MS)
        desk = window.desk
        assert desk is not None
        desk.apply(SetDetail("title", "Mine"))
        assert "Business manager" in said(messages)
        press(messages, qtbot, "Open for editing")
        qtbot.waitUntil(lambda: "is being edited by Business manager" in said(messages))
        assert window.desk is desk
    desk.apply(SetDetail("title", "Mine"))
    press(messages, qtbot, "Open for editing")
    qtbot.waitUntil(lambda: window.desk is not desk, timeout=WAIT_MS)
    now = window.desk
    assert now is not None
    assert not now.read_only
    now.apply(SetDetail("title", "Mine"))
    saved(now, qtbot)
    assert kept(path).report.details.title == "Mine"


def test_a_lock_left_behind_on_any_computer_stops_nobody(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    held = {"by": "Finance", "user": "", "host": "OTHER-PC", "since": "2031-01-01T00:00:00Z"}
    path.with_name("report.oscb-holder").write_text(json.dumps(held))
    path.with_name("report.oscb-lock").touch()
    assert not opened(window, path, qtbot).read_only


def test_a_clock_that_is_put_back_breaks_no_history(
    window: MainWindow, desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    type_in(window, "One. ", qtbot)
    desk.flush()
    saved(desk, qtbot)

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz or UTC) - timedelta(days=1, hours=1)

    monkeypatch.setattr(history, "datetime", Yesterday)
    os.utime(path, (4e9, 4e9))  # and a file from the future
    desk.apply(SetDetail("title", "Two"))
    desk.apply(AddBlock("summary", 0, Paragraph("three", (Text("Three."),))))
    saved(desk, qtbot)
    monkeypatch.undo()
    desk.apply(RemoveBlock("three"))
    saved(desk, qtbot)
    entries = versions.history(desk._opened, 4)
    assert [entry.label for entry in entries][-3:] == [
        "Add paragraph",
        "Change title",
        "Edit paragraph",
    ]
    assert entries[2].at < entries[3].at  # put back, and still in the order of what was done
    desk.undo()
    qtbot.waitUntil(lambda: desk.report.block("three") is not None, timeout=WAIT_MS)
    assert kept(path).report == desk.report
    assert status(window).startswith("Saved ")


@pytest.mark.parametrize("journal", ["hot", "begun", "missing"])
def test_a_journal_left_behind_or_lost_opens_as_it_was_saved(
    window: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot, journal: str
) -> None:
    before = kept(path).report
    beside = path.with_name("report.oscb-journal")
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA cache_size = 1")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("UPDATE blocks SET content = '\"half\"'")
    for number in range(300):
        raw.execute("INSERT INTO notes VALUES (?, ?)", (str(number), "x" * 3000))
    half = (path.read_bytes(), beside.read_bytes())  # as the disk is when the power goes
    raw.execute("ROLLBACK")
    raw.close()
    if journal == "hot":
        path.write_bytes(half[0])
        beside.write_bytes(half[1])
    elif journal == "begun":
        beside.write_bytes(bytes(512))
    assert opened(window, path, qtbot).report == before
    type_in(window, "Kept. ", qtbot)
    assert window.desk is not None
    window.desk.flush()
    saved(window.desk, qtbot)
    assert "Kept. " in words_of(kept(path).report)
    assert not beside.exists()


def test_who_leaves_a_share_that_hangs_is_let_go(
    hang: threading.Event, window: MainWindow, path: Path, messages: Messages, qtbot: QtBot
) -> None:
    before = kept(path).report
    opened(window, path, qtbot)
    type_in(window, "One. ", qtbot)
    window.close()
    press(messages, qtbot, "Close and lose it")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    assert not hang.is_set()
    assert kept(path).report == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.ESTALE])
@pytest.mark.parametrize("what", ["pdf", "calendar", "blank return"])
def test_what_was_published_before_outlives_a_write_that_fails(
    window: MainWindow,
    desk: Desk,
    tmp_path: Path,
    choosers: ToldChoosers,
    messages: Messages,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    what: str,
    number: int,
) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    choosers.saved = folder / f"out.{SUFFIXES[what]}"
    choosers.saved.write_bytes(b"published last year")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    page = page_of(window)

    def told() -> str:
        labels = [label.text() for label in page.export.findChildren(QLabel)]
        return " ".join([said(messages), *labels])

    if what == "pdf":
        page.actions()["export"].trigger()
        qtbot.mouseClick(page.export.send, Qt.MouseButton.LeftButton)
    elif what == "calendar":
        page.open_panel("timetable")
        qtbot.waitUntil(page.timetable.save.isEnabled, timeout=WAIT_MS)
        qtbot.mouseClick(page.timetable.save, Qt.MouseButton.LeftButton)
    else:
        window._passing.list_blanks(lambda _: None)
        window._passing.write_blank(desk, "partnership-budget", "Budget")
    words = {
        errno.ENOSPC: "There is no room on the disk for out.",
        errno.EROFS: "its disk is read-only",
        errno.ESTALE: "cannot be reached",
    }[number]
    qtbot.waitUntil(lambda: words in told(), timeout=WAIT_MS)
    assert choosers.saved.read_bytes() == b"published last year"
    assert list(folder.iterdir()) == [choosers.saved]
    type_in(window, "And on. ", qtbot)  # the report itself is not touched by it
    desk.flush()
    saved(desk, qtbot)

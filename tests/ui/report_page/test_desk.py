"""The desk: edits show at once, are written in order, and outlive a failing disk."""

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.changes import Change, RemoveBlock, ReplaceBlock, SetDetail
from oscb_desktop.operations.file import changing
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.writing import versions
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.report_page import samples
from tests.ui.report_page.conftest import MakeDesk


def paragraph(words: str) -> Paragraph:
    return Paragraph("p1", (Text(words),))


def test_an_edit_shows_before_it_is_written(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.saved):
        assert desk.apply(SetDetail("title", "New title"), label="Rename")
        assert desk.report.details.title == "New title"
        assert desk.unsaved
        assert desk.undo_label == "Rename"
    assert desk._opened.file.report.details.title == "New title"
    assert not desk.unsaved


def test_typing_is_written_within_two_seconds_without_a_pause(desk: Desk, qtbot: QtBot) -> None:
    written: list[str] = []
    desk.saved.connect(lambda _: written.append(str(desk._opened.file.report.block("p1"))))
    with qtbot.waitSignal(desk.saved, timeout=30_000):
        for count in range(1, 41):
            desk.type_over(paragraph("a" * count))
            qtbot.wait(50)
            if written:
                break
    # How much was typed by then is the machine's affair: a busy one makes a pause by itself.
    assert "Text(text='a" in written[0]


def test_typing_elsewhere_ends_the_burst(desk: Desk, qtbot: QtBot) -> None:
    desk.type_over(paragraph("One"))
    desk.type_over(Paragraph("p3", (Text("Two"),)))
    desk.flush()
    qtbot.waitUntil(lambda: not desk.unsaved)
    labels = [entry.label for entry in versions.history(desk._opened)][:2]
    assert labels == ["Edit paragraph", "Edit paragraph"]


def test_undo_takes_typing_back_that_is_not_written_yet(desk: Desk, qtbot: QtBot) -> None:
    before = desk.report
    desk.type_over(paragraph("Wrong"))
    with qtbot.waitSignal(desk.changed):
        desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)
    assert desk.redo_label == "Edit paragraph"
    desk.redo()
    qtbot.waitUntil(lambda: desk.report.block("p1") == paragraph("Wrong"))


def test_what_is_typed_while_undo_is_under_way_is_kept(desk: Desk, qtbot: QtBot) -> None:
    desk.apply(SetDetail("title", "To be undone"))
    desk.undo()
    desk.type_over(paragraph("Meanwhile"))
    qtbot.waitUntil(lambda: desk.report.details.title == "Safeguarding annual reports")
    assert desk.report.block("p1") == paragraph("Meanwhile")
    desk.flush()
    qtbot.waitUntil(lambda: not desk.unsaved)
    assert desk._opened.file.report == desk.report


def test_a_change_that_no_longer_fits_says_so(desk: Desk, messages: Messages) -> None:
    before = desk.report
    assert not desk.apply(RemoveBlock("gone"))
    assert desk.report == before
    assert "no longer in the report" in messages.data()[0].text


def test_a_failed_write_is_kept_said_and_tried_again(
    desk: Desk, messages: Messages, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = changing.edit

    def full(opened: Opened, change: Change, *, label: str | None = None) -> Snapshot:
        raise OscbError("The disk is full.", "Make room.")

    monkeypatch.setattr(changing, "edit", full)
    with qtbot.waitSignal(desk.save_failed):
        desk.apply(SetDetail("title", "Kept"), label="Rename")
    message = messages.data()[-1]
    assert message.text == "Not saved: Rename. The disk is full."
    assert desk.report.details.title == "Kept"
    assert desk.unsaved
    desk.apply(SetDetail("committee", "Cabinet"))
    monkeypatch.setattr(changing, "edit", write)
    message.actions[0][1]()  # "Try now"
    qtbot.waitUntil(lambda: not desk.unsaved)
    kept = desk._opened.file.report.details
    assert (kept.title, kept.committee) == ("Kept", "Cabinet")
    assert desk.failure is None


def test_closing_with_something_unsaved_keeps_the_report_open(
    make_desk: MakeDesk, messages: Messages, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    write = changing.edit

    def full(opened: Opened, change: Change, *, label: str | None = None) -> Snapshot:
        raise OscbError("The disk is full.", "Make room.")

    monkeypatch.setattr(changing, "edit", full)
    desk.apply(SetDetail("title", "Kept"))
    closed: list[str] = []
    with qtbot.waitCallback() as kept_open:
        desk.close(lambda: closed.append("closed"), kept_open)
    assert messages.data()[-1].text == "Not closed: your last edit is not saved. The disk is full."
    assert not closed
    monkeypatch.setattr(changing, "edit", write)
    messages.data()[-1].actions[0][1]()
    qtbot.waitUntil(lambda: not desk.unsaved)
    assert desk._opened.file.report.details.title == "Kept"


def test_a_report_open_for_reading_refuses_edits_calmly(
    tmp_path_factory: pytest.TempPathFactory, workers: Workers, messages: Messages, qtbot: QtBot
) -> None:
    from oscb_desktop.store import ReportFile

    path = tmp_path_factory.mktemp("shared") / "report.oscb"
    with samples.open_sample(path):
        other = Opened(ReportFile.open(path, "Reader", read_only=True), "Reader")
        desk = Desk(other, take_snapshot(other), workers, messages)
        before = desk.report
        assert not desk.apply(ReplaceBlock(paragraph("Mine")))
        assert not desk.type_over(paragraph("Mine"))
        desk.undo()
        assert desk.report == before
        assert "open read-only" in messages.data()[0].text
        with qtbot.waitCallback() as closed:
            desk.close(closed)


def test_what_a_form_holds_back_is_gathered_before_closing(
    make_desk: MakeDesk, qtbot: QtBot
) -> None:
    desk = make_desk()
    desk.gathering.connect(lambda: desk.apply(SetDetail("title", "From the form")))
    file = desk._opened.file
    with qtbot.waitSignal(desk.saved):
        desk.gather()
    assert file.report.details.title == "From the form"


def test_a_character_that_no_disk_takes_holds_up_nothing_once_it_is_gone(
    desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.save_failed):
        desk.apply(ReplaceBlock(paragraph("half a letter: \ud83d")))
    assert "a character that cannot be saved" in messages.data()[-1].text
    desk.apply(ReplaceBlock(paragraph("A whole letter.")))
    messages.data()[-1].actions[0][1]()  # "Try now"
    qtbot.waitUntil(lambda: not desk.unsaved)
    assert desk._opened.file.report.block("p1") == paragraph("A whole letter.")
    assert desk.failure is None


class Listening(QObject):
    """Something of the window that asks the desk and may be closed before the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []

    def tell(self, outcome: object) -> None:
        assert shiboken6.isValid(self)
        self.told.append(outcome)


def test_what_was_closed_meanwhile_is_told_nothing(desk: Desk, qtbot: QtBot) -> None:
    closed, still_there = Listening(), Listening()
    desk.read(lambda _opened, _progress: "an answer", closed.tell)
    desk.read(lambda _opened, _progress: "another", still_there.tell)
    shiboken6.delete(closed)
    qtbot.waitUntil(lambda: still_there.told == ["another"])
    assert closed.told == []

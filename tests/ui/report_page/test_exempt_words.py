"""Exempt words stay exempt wherever they are pasted; what an edit leaves alone is left alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.annotating import LearnWord
from oscb_desktop.editing.changes import RemoveBlock, SetDetail
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.editing.text.exempt_words import Reason
from oscb_desktop.editing.touched import Touched
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor import clipboard
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.preview.preview import Preview
from oscb_desktop.ui.workers import Workers
from tests.ui.report_page.test_editor import editor, go, select, shown_equals_report

__all__ = ["editor", "go"]

CONTROL = Qt.KeyboardModifier.ControlModifier
WHY = "Talks with a provider are under way"
Go = Callable[..., None]


def marked(desk: Desk) -> dict[str, tuple[int, str]]:
    return {mark.target: (mark.paragraph, mark.reason) for mark in desk.report.exemptions}


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
def test_words_copied_or_cut_from_an_exempt_paragraph_make_another_exempt(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, key: Qt.Key
) -> None:
    desk.apply(MarkExempt("p1", 5, WHY))
    select(editor, ("p1", 4), ("p1", 12))
    qtbot.keyClick(editor.view, key, CONTROL)
    go("p3", 6)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert marked(desk) == {"p1": (5, WHY), "p3": (5, WHY)}
    assert shown_equals_report(editor)
    desk.undo()
    qtbot.waitUntil(lambda: "p3" not in marked(desk))  # one act with the words
    assert "Money came from" in repr(desk.report.block("p3"))


def test_so_do_the_words_alone(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    desk.apply(MarkExempt("p1", 3, WHY))
    select(editor, ("p1", 4), ("p1", 12))
    qtbot.keyClick(editor.view, Qt.Key.Key_C, CONTROL)
    go("p3", 6)
    editor.view.paste_words()
    assert "p3" in marked(desk)


def test_words_of_another_reports_exempt_paragraph_come_with_their_reason(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    advice = Paragraph("x", (Text("advice"),))
    data = clipboard.to_mime([advice], "advice", "advice", (Reason(5, "Privilege"),))
    QGuiApplication.clipboard().setMimeData(data)
    go("p3", 6)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert marked(desk) == {"p3": (5, "Privilege")}


def test_public_words_mark_nothing(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    desk.apply(MarkExempt("p1", 3, WHY))
    select(editor, ("p2", 0), ("p2", 3))
    qtbot.keyClick(editor.view, Qt.Key.Key_C, CONTROL)
    go("p3", 6)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert set(marked(desk)) == {"p1"}


@pytest.mark.parametrize("data", [b"", b"nonsense", b'[{"paragraph": "x"}]', b"[[1]]"])
def test_a_clipboard_that_says_nonsense_of_exemption_is_words(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, data: bytes
) -> None:
    held = QMimeData()
    held.setText("words")
    held.setData(clipboard.EXEMPT_TYPE, data)
    QGuiApplication.clipboard().setMimeData(held)
    go("p3", 6)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert marked(desk) == {}
    assert "words" in repr(desk.report.block("p3"))


def test_enter_and_backspace_in_an_exempt_paragraph_keep_every_piece_exempt(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    desk.apply(MarkExempt("p2", 3, WHY))
    go("p2", 4)
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    assert len(marked(desk)) == 2
    go("p2", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_Backspace)  # joins it to the public one before it
    assert "p1" in marked(desk)


def test_the_desk_says_what_an_edit_touched(desk: Desk) -> None:
    said: list[Touched] = []
    desk.changed.connect(lambda _snapshot, _origin, touched: said.append(touched))
    desk.apply(LearnWord("oscb"))
    desk.apply(RemoveBlock("p2"))
    assert said[0] == Touched(annotations=True)
    assert said[1].structure
    assert said[1].blocks == {"p2"}


def test_the_pages_are_not_laid_out_again_for_what_is_on_none(
    desk: Desk, workers: Workers, qtbot: QtBot
) -> None:
    preview = Preview(desk, workers.pages)
    qtbot.addWidget(preview)
    with qtbot.waitSignal(preview.refreshed, timeout=10_000):
        preview.show()
    with qtbot.assertNotEmitted(preview.refreshed, wait=800):
        desk.apply(LearnWord("oscb"))
    with qtbot.waitSignal(preview.refreshed, timeout=10_000):
        desk.apply(SetDetail("title", "Another title"))

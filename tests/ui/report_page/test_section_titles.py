"""Headings of sections typed in the text: free ones as any words, fixed ones say why not."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.report.content.document import Section
from oscb_desktop.report.content.template import find_template, start_report
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.report_page.conftest import MakeDesk
from tests.ui.report_page.test_any_keys import settle
from tests.ui.report_page.test_editor import editor, shown_equals_report

__all__ = ["editor"]

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(start_report(find_template("scrutiny-annual-report"), {}))


def section(desk: Desk, key: str) -> Section:
    return next(held for held in desk.report.sections if held.key == key)


def go(editor: Editor, desk: Desk, key: str, offset: int = 0) -> None:
    assert editor.view.set_caret(Spot(Kind.TITLE, section(desk, key).id, "", 0, offset))


def choose(editor: Editor, desk: Desk, key: str) -> None:
    """Choose a heading as three clicks do: with the end of its line."""
    go(editor, desk, key)
    cursor = editor.view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
    editor.view.setTextCursor(cursor)


def test_a_free_heading_is_worded_where_it_stands_in_one_step(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    go(editor, desk, "contact-officer", 8)
    qtbot.keyClick(editor.view, KEY.Key_Delete)
    qtbot.keyClicks(editor.view, "O")
    qtbot.keyClick(editor.view, KEY.Key_End)
    qtbot.keyClicks(editor.view, ":")
    assert section(desk, "contact-officer").title == "Contact Officer:"
    assert shown_equals_report(editor)
    desk.gather()
    settle(desk, qtbot)
    assert desk.undo_label == "Rename section"
    with open_report(desk.snapshot.path, read_only=True) as written:
        assert "Contact Officer:" in [held.title for held in written.file.report.sections]
    desk.undo()
    settle(desk, qtbot)
    assert desk.report == before
    assert shown_equals_report(editor)


def test_what_is_typed_over_a_chosen_heading_takes_its_place_and_no_more(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    blocks = desk.report.sections[0].blocks
    choose(editor, desk, "executive-summary")
    qtbot.keyClicks(editor.view, "In short")
    qtbot.keyClick(editor.view, KEY.Key_Return)
    qtbot.keyClicks(editor.view, "Words.")
    assert section(desk, "executive-summary").title == "In short"
    assert len(section(desk, "executive-summary").blocks) == 1
    assert desk.report.sections[0].blocks == blocks
    assert shown_equals_report(editor)


def test_words_of_one_line_are_pasted_and_cut_in_a_heading(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setText("Findings\r\n")
    data.setHtml("<p><b>Findings</b></p>")
    QGuiApplication.clipboard().setMimeData(data)
    choose(editor, desk, "introduction")
    qtbot.keyClick(editor.view, KEY.Key_V, CONTROL)
    assert section(desk, "introduction").title == "Findings"
    assert not section(desk, "introduction").blocks
    cursor = editor.view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, 4)
    editor.view.setTextCursor(cursor)
    qtbot.keyClick(editor.view, KEY.Key_X, CONTROL)
    assert section(desk, "introduction").title == "ings"
    assert QGuiApplication.clipboard().text() == "Find"
    assert shown_equals_report(editor)


@pytest.mark.parametrize("words", ["One\nTwo", "One\N{LINE SEPARATOR}Two", "One\x0bTwo"])
def test_a_paste_of_several_lines_goes_below_the_heading(
    words: str, editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setText(words)
    QGuiApplication.clipboard().setMimeData(data)
    go(editor, desk, "introduction", 5)
    qtbot.keyClick(editor.view, KEY.Key_V, CONTROL)
    assert section(desk, "introduction").title == "Introduction"
    assert len(section(desk, "introduction").blocks) == 2


@pytest.mark.parametrize("emptied", ["at once", "letter by letter", "to a space"])
def test_a_heading_left_empty_says_again_what_it_said(
    emptied: str, editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    go(editor, desk, "signatories", len("Name"))
    if emptied == "at once":
        choose(editor, desk, "signatories")
        qtbot.keyClick(editor.view, KEY.Key_Delete)
    else:
        for _ in "Name":
            qtbot.keyClick(editor.view, KEY.Key_Backspace)
        if emptied == "to a space":
            qtbot.keyClicks(editor.view, " ")
    assert section(desk, "signatories").title.strip()
    desk.gather()
    qtbot.keyClick(editor.view, KEY.Key_Down)
    assert section(desk, "signatories").title == "Name"
    assert shown_equals_report(editor)
    assert editor.view.caret.kind is not Kind.TITLE


def test_a_heading_keeps_no_spaces_around_it(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    go(editor, desk, "signatories", len("Name"))
    qtbot.keyClicks(editor.view, "s  and  posts ")
    qtbot.keyClick(editor.view, KEY.Key_Return)
    assert section(desk, "signatories").title == "Names and posts"
    assert shown_equals_report(editor)
    settle(desk, qtbot)
    desk.undo()
    settle(desk, qtbot)
    assert section(desk, "signatories").title == "Name"


def test_what_no_heading_can_hold_is_not_pasted_into_it(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setText("\x00A\tB\x07\r\n")
    QGuiApplication.clipboard().setMimeData(data)
    choose(editor, desk, "introduction")
    qtbot.keyClick(editor.view, KEY.Key_V, CONTROL)
    assert section(desk, "introduction").title == "A B"
    assert shown_equals_report(editor)
    desk.gather()
    qtbot.waitUntil(lambda: not desk.unsaved)


def test_a_fixed_heading_says_why_it_stays(
    editor: Editor, desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    before = desk.report
    choose(editor, desk, "recommendation")
    qtbot.keyClick(editor.view, KEY.Key_Delete)
    go(editor, desk, "recommendation", 3)
    for key in (KEY.Key_Backspace, KEY.Key_Delete):
        qtbot.keyClick(editor.view, key)
    qtbot.keyClicks(editor.view, "x")
    assert "expects the heading “Recommendation” as it is" in messages.data()[-1].text
    assert desk.report == before
    assert shown_equals_report(editor)


def test_a_heading_stays_on_one_line(
    editor: Editor, desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    go(editor, desk, "introduction", 3)
    qtbot.keyClick(editor.view, KEY.Key_Return, SHIFT)
    assert "one line" in messages.data()[-1].text
    assert section(desk, "introduction").title == "Introduction"


def test_typing_over_a_paragraph_chosen_by_three_clicks_leaves_the_next_alone(
    make_desk: MakeDesk, messages: Messages, workers: Workers, qtbot: QtBot
) -> None:
    desk = make_desk()
    editor = Editor(desk, messages, workers.parallel)
    qtbot.addWidget(editor)
    editor.show()
    first, second = desk.report.sections[0].blocks[:2]
    editor.show_place(block=first.id)
    cursor = editor.view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
    editor.view.setTextCursor(cursor)
    qtbot.keyClicks(editor.view, "New words")
    assert [block.id for block in desk.report.sections[0].blocks[:2]] == [first.id, second.id]
    assert desk.report.sections[0].blocks[1] == second
    assert shown_equals_report(editor)

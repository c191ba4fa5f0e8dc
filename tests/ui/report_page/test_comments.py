"""Comments beside the text: written, answered, handed over, resolved, by clicks and keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import RemoveBlock
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.panels.comments.buttons import CommentButtons
from oscb_desktop.ui.panels.comments.panel import CommentsPanel
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.report_page.conftest import MakeDesk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> CommentsPanel:
    made = CommentsPanel(desk)
    qtbot.addWidget(made)
    made.resize(320, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_place("money", "p3")
    return made


def say(qtbot: QtBot, panel: CommentsPanel, text: str, to: str = "") -> None:
    count = len(panel.cards)
    qtbot.mouseClick(panel.new, Qt.MouseButton.LeftButton)
    assert panel.form is not None
    qtbot.keyClicks(panel.form.text, text)
    qtbot.keyClicks(panel.form.to, to)
    qtbot.mouseClick(panel.form.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(panel.cards) == count + 1)


def test_a_comment_is_said_where_the_caret_is(panel: CommentsPanel, qtbot: QtBot) -> None:
    assert panel.new.text().replace("&", "") == "Comment on Paragraph 3…"
    with qtbot.waitSignal(panel.counted) as counted:
        say(qtbot, panel, "Which three?", "Finance")
    assert counted.args == [1]
    assert panel.data() == (("Paragraph 3", "For Finance to deal with.", ("Which three?",)),)
    assert panel.form is None
    assert panel.words.text() == "1 comment is open."


def test_a_comment_without_words_is_not_said(panel: CommentsPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.new, Qt.MouseButton.LeftButton)
    assert panel.form is not None
    qtbot.keyClick(panel.form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.form is not None
    assert panel.form.note.text() == "Write what you want to say."
    qtbot.keyClick(panel.form.text, Qt.Key.Key_Escape)
    assert panel.form is None
    assert panel.data() == ()
    assert panel.new.isVisible()


def test_a_comment_is_answered_handed_over_and_resolved(
    panel: CommentsPanel, desk: Desk, qtbot: QtBot
) -> None:
    say(qtbot, panel, "Which three?")
    card = panel.cards[0]
    assert card.data()[1] == "Open. Nobody is named to deal with it."
    qtbot.mouseClick(card.reply, Qt.MouseButton.LeftButton)
    assert card.form is not None
    qtbot.keyClicks(card.form.text, "See the table.")
    qtbot.keyClick(card.form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.data()[0][2] == ("Which three?", "See the table."))
    card = panel.cards[0]
    qtbot.mouseClick(card.hand_over, Qt.MouseButton.LeftButton)
    assert card.form is not None
    qtbot.keyClicks(card.form.to, "Legal")
    qtbot.mouseClick(card.form.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.data()[0][1] == "For Legal to deal with.")
    qtbot.mouseClick(panel.cards[0].settle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.data() == ())
    assert panel.words.text() == "Every comment is resolved."
    panel.resolved.setChecked(True)
    assert panel.data()[0][1].startswith("Resolved by Report author")
    qtbot.mouseClick(panel.cards[0].settle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.words.text() == "1 comment is open.")
    assert desk.undo_label == "Accept partnership-budget.xlsx"  # no act of the report's


def test_a_comment_leads_to_its_paragraph_until_that_is_gone(
    panel: CommentsPanel, desk: Desk, qtbot: QtBot
) -> None:
    say(qtbot, panel, "Which three?")
    with qtbot.waitSignal(panel.place_wanted) as wanted:
        qtbot.mouseClick(panel.cards[0].where, Qt.MouseButton.LeftButton)
    assert wanted.args == ["p3"]
    desk.apply(RemoveBlock("p3"))
    assert panel.data()[0][0] == "A paragraph that was deleted"
    assert not panel.cards[0].where.isEnabled()


def test_a_reader_sees_comments_and_changes_none(
    make_desk: MakeDesk, workers: Workers, messages: Messages, qtbot: QtBot
) -> None:
    from dataclasses import replace

    desk = make_desk()
    first = CommentsPanel(desk)
    qtbot.addWidget(first)
    first.show()
    first.show_place("money", "p3")
    say(qtbot, first, "Which three?")
    desk._snapshot = replace(desk.snapshot, read_only=True)
    panel = CommentsPanel(desk)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_place("money", "p3")
    assert panel.data()[0][2] == ("Which three?",)
    assert not panel.new.isEnabled()
    assert not panel.cards[0].settle.isVisible()


@pytest.fixture
def marked(desk: Desk, panel: CommentsPanel, messages: Messages, workers: Workers, qtbot: QtBot):  # type: ignore[no-untyped-def]
    editor = Editor(desk, messages, workers.parallel)
    qtbot.addWidget(editor)
    editor.resize(600, 700)
    editor.show()
    return editor, CommentButtons(editor.view, desk)


def test_a_mark_stands_beside_the_paragraph_and_covers_no_words(
    marked: tuple[Editor, CommentButtons], panel: CommentsPanel, desk: Desk, qtbot: QtBot
) -> None:
    editor, marks = marked
    assert marks.data() == {}
    say(qtbot, panel, "Which three?")
    say(qtbot, panel, "And when?")
    assert marks.data() == {"p3": 2}
    button = marks.button("p3")
    assert button is not None
    assert (button.text(), button.accessibleName()) == ("2 comments", "2 open comments here")
    assert button.isVisible()
    document = editor.view.report_document
    right = document.textWidth() - document.rootFrame().frameFormat().rightMargin()
    assert button.x() >= right
    with qtbot.waitSignal(marks.chosen) as chosen:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args == ["p3"]
    for card in list(panel.cards):
        qtbot.mouseClick(card.settle, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda card=card: card not in panel.cards)
        break
    qtbot.waitUntil(lambda: marks.data() == {"p3": 1})
    qtbot.mouseClick(panel.cards[0].settle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: marks.data() == {})
    assert document.rootFrame().frameFormat().rightMargin() == document.documentMargin()


def test_a_mark_is_no_edit(
    marked: tuple[Editor, CommentButtons], panel: CommentsPanel, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    say(qtbot, panel, "Which three?")
    qtbot.wait(50)
    assert not desk.unsaved
    assert desk.report == before


def test_ctrl_enter_sends_a_comment_and_nothing_of_the_window(
    panel: CommentsPanel, qtbot: QtBot
) -> None:
    pressed: list[bool] = []
    action = QAction(panel)
    action.setShortcut(QKeySequence("Ctrl+Return"))
    action.triggered.connect(lambda: pressed.append(True))
    panel.addAction(action)
    qtbot.mouseClick(panel.new, Qt.MouseButton.LeftButton)
    assert panel.form is not None
    qtbot.keyClicks(panel.form.text, "Which three?")
    qtbot.keyClick(panel.form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(panel.cards) == 1)
    assert pressed == []
    qtbot.keyClick(panel.new, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 1


def test_a_comment_is_on_the_words_that_are_chosen_and_they_are_marked(
    desk: Desk, messages: Messages, workers: Workers, panel: CommentsPanel, qtbot: QtBot
) -> None:
    editor = Editor(desk, messages, workers.parallel)
    qtbot.addWidget(editor)
    panel.chosen_words = editor.view.chosen_words
    editor.show_place(block="p3")
    for _ in range(5):
        qtbot.keyClick(editor.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    panel.start()
    assert panel.form is not None
    qtbot.keyClicks(panel.form.text, "Whose?")
    qtbot.mouseClick(panel.form.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(panel.cards) == 1)
    assert panel.cards[0].comment.words == "Money"
    view = editor.view
    view.mark_comments(desk.snapshot.comments)
    line = next(f.line for f in view.report_document.faces if f.line.block == "p3")
    assert view.commented.in_line(line) == ((0, 5, "Money"),)
    qtbot.mouseClick(panel.cards[0].settle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.snapshot.comments[0].open)
    view.mark_comments(desk.snapshot.comments)
    assert view.commented.in_line(line) == ()

"""Whatever keys are pressed in whatever order, what is shown is what the report says."""

import random

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from tests.ui.report_page.test_editor import editor, shown_equals_report

__all__ = ["editor"]

NONE = Qt.KeyboardModifier(0)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key

MOVES = tuple(
    (key, held)
    for key in (KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down, KEY.Key_Home, KEY.Key_End)
    for held in (NONE, SHIFT, CONTROL, CONTROL | SHIFT)
)
EDITS = (
    (KEY.Key_Return, NONE),
    (KEY.Key_Return, NONE),
    (KEY.Key_Backspace, NONE),
    (KEY.Key_Backspace, NONE),
    (KEY.Key_Backspace, CONTROL),
    (KEY.Key_Delete, NONE),
    (KEY.Key_Delete, CONTROL),
    (KEY.Key_B, CONTROL),
    (KEY.Key_I, CONTROL),
    (KEY.Key_X, CONTROL),
    (KEY.Key_C, CONTROL),
    (KEY.Key_V, CONTROL),
    (KEY.Key_V, CONTROL),
)
TYPED = ("a", "Z ", "é", "\N{GRINNING FACE}", "שלום", "12", ". ")
ACTS = ("list", "lettered", "insert_paragraph", "insert_heading", "move_up", "move_down")
PASTES = (
    "<p>One</p><p>Two <b>bold</b></p>",
    "<ul><li>x</li><li>y<ol><li>z</li></ol></li></ul>",
    "<h2>Head</h2><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>",
    "<table><tr><td>only</td></tr></table>",
    "words",
)
START = (None, "Accept partnership-budget.xlsx")  # where the sample begins


def press(editor: Editor, qtbot: QtBot, chance: random.Random) -> str:
    """Do something that a person can do, and return what."""
    what = chance.random()
    view = editor.view
    if what < 0.35:
        text = chance.choice(TYPED)
        for mark in text:
            event = QInputMethodEvent()
            event.setCommitString(mark)
            if mark.isascii():
                qtbot.keyClicks(view, mark)
            else:
                QApplication.sendEvent(view, event)
        return f"type {text!r}"
    if what < 0.65:
        key, held = chance.choice(MOVES)
    elif what < 0.88:
        key, held = chance.choice(EDITS)
        if (key, held) == (KEY.Key_V, CONTROL) and chance.random() < 0.7:
            html = chance.choice(PASTES)
            data = QMimeData()
            data.setHtml(html)
            data.setText("words\nmore words")
            QGuiApplication.clipboard().setMimeData(data)
    elif what < 0.95:
        name = chance.choice(ACTS)
        editor.actions_[name].trigger()
        return name
    else:
        desk = editor._desk
        name = "redo" if desk.undo_label in START else chance.choice(("undo", "redo"))
        getattr(desk, name)()
        return name
    qtbot.keyClick(view, key, held)
    return f"{key.name} {held.name}"


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until everything asked of the file is done."""
    with qtbot.waitCallback() as done:
        desk.read(lambda *_: None, done)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_shown_is_what_the_report_says(
    seed: int, editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    chance = random.Random(seed)
    first = desk.report
    done: list[str] = []
    for _ in range(150):
        done.append(press(editor, qtbot, chance))
        qtbot.waitUntil(lambda: not editor.view.report_document.is_stale)
        if done[-1] in ("undo", "redo"):
            settle(desk, qtbot)
        assert shown_equals_report(editor), done[-6:]
        ids = [block.id for block in desk.report.blocks()]
        assert len(ids) == len(set(ids)), done[-6:]
    desk.gather()
    qtbot.waitUntil(lambda: not desk.unsaved)
    last = desk.report
    steps = 0
    while desk.undo_label not in START:
        desk.undo()
        settle(desk, qtbot)
        assert shown_equals_report(editor)
        steps += 1
    assert steps > 20
    assert desk.report == first
    for _ in range(steps):
        desk.redo()
        settle(desk, qtbot)
    assert desk.report == last
    assert shown_equals_report(editor)

"""A long text wrapped to another width: what is read stays where it is, and nothing waits."""

import pytest
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import AddBlock, Several
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.template import find_template
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers

SENTENCE = "Partners reviewed practice with families and agreed what to change next. "
PARAGRAPHS = 700


@pytest.fixture
def editor(desk: Desk, messages: Messages, workers: Workers, qtbot: QtBot) -> Editor:
    section = desk.report.sections[0].id
    added = tuple(
        AddBlock(section, number, Paragraph(f"long{number}", (Text(SENTENCE * 5),)))
        for number in range(PARAGRAPHS)
    )
    assert desk.apply(Several(added, "Write"))
    made = Editor(desk, messages, find_template(desk.report.template), workers.parallel)
    qtbot.addWidget(made)
    made.resize(480, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def top_of_caret(editor: Editor) -> int:
    return editor.view.cursorRect().top()


def settled(editor: Editor) -> bool:
    return editor.view.rewrapping.anchor is None


@pytest.mark.parametrize("paragraph", [3, 350, 690])
@pytest.mark.parametrize("width", [400, 900])
def test_what_is_read_stays_where_it_is(
    editor: Editor, paragraph: int, width: int, qtbot: QtBot
) -> None:
    editor.show_place(block=f"long{paragraph}")
    before = top_of_caret(editor)
    assert 0 <= before < 100
    editor.resize(width, 500)
    qtbot.waitUntil(lambda: settled(editor))
    qtbot.wait(300)  # the rest is laid out meanwhile
    assert abs(top_of_caret(editor) - before) <= 2


def test_a_place_far_down_is_reached_before_all_is_laid_out(editor: Editor) -> None:
    editor.resize(520, 500)
    editor.show_place(block="long690")
    assert 0 <= top_of_caret(editor) < 100


def test_who_goes_elsewhere_meanwhile_stays_there(editor: Editor, qtbot: QtBot) -> None:
    editor.show_place(block="long600")
    editor.resize(520, 500)
    assert not settled(editor)
    editor.show_place(block="long100")
    assert settled(editor)
    qtbot.wait(300)
    assert editor.view.caret.block == "long100"
    assert 0 <= top_of_caret(editor) < 100


def test_typing_meanwhile_goes_where_the_caret_is(editor: Editor, qtbot: QtBot) -> None:
    editor.show_place(block="long600")
    editor.resize(520, 500)
    qtbot.keyClicks(editor.view, "New ")
    assert settled(editor)
    block = editor._desk.report.block("long600")
    assert isinstance(block, Paragraph)
    assert block.runs == (Text("New " + SENTENCE * 5),)
    assert 0 <= top_of_caret(editor) < 100


def test_what_is_read_is_seen_all_the_time(editor: Editor, qtbot: QtBot) -> None:
    editor.show_place(block="long600")
    editor.resize(500, 500)
    assert not settled(editor)
    cover = editor.view.rewrapping._cover
    assert cover.isVisible()
    assert cover.size() == editor.view.viewport().size()
    qtbot.waitUntil(lambda: settled(editor))
    assert not cover.isVisible()

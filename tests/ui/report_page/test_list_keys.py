"""Keys in lists, as Word's people press them, each one step to undo."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind
from oscb_desktop.report.content.blocks import ListBlock, Paragraph
from oscb_desktop.report.content.ranking import marks, ranks_of
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.widgets.messages import Messages
from tests.ui.report_page.test_editor import editor, go, shown_equals_report

__all__ = ["editor", "go"]

Go = Callable[..., None]


def marked(desk: Desk, block: str = "l1") -> tuple[str, ...]:
    held = desk.report.block(block)
    assert isinstance(held, ListBlock)
    return marks(ranks_of(held))


def test_tab_and_shift_tab_change_the_level(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("l1", 1, Kind.ITEM, 1)
    qtbot.keyClick(editor.view, Qt.Key.Key_Tab)
    assert marked(desk) == ("•", "–")
    assert shown_equals_report(editor)
    qtbot.keyClick(editor.view, Qt.Key.Key_Backtab)
    assert marked(desk) == ("•", "•")
    desk.undo()
    qtbot.waitUntil(lambda: marked(desk) == ("•", "–"))


def test_tab_where_it_can_do_nothing_says_why_and_stays(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, messages: Messages
) -> None:
    before = desk.report
    for place in (("p1", 3), ("l1", 0, Kind.ITEM, 0), ("h1", 1, Kind.HEADING)):
        go(*place)
        caret = editor.view.caret
        qtbot.keyClick(editor.view, Qt.Key.Key_Tab)
        assert editor.view.caret == caret
        assert messages.data()
    assert desk.report == before


def test_a_typed_mark_begins_a_list_and_undo_gives_it_back(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p2", 0)
    qtbot.keyClicks(editor.view, "(a) ")
    assert marked(desk, "p2") == ("(a)",)
    desk.undo()
    qtbot.waitUntil(lambda: isinstance(desk.report.block("p2"), Paragraph))
    held = desk.report.block("p2")
    assert isinstance(held, Paragraph)
    assert held.runs[0].text.startswith("(a) ")  # type: ignore[union-attr]


def test_shift_enter_ends_a_line(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    go("p2", 3)
    qtbot.keyClick(editor.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    held = desk.report.block("p2")
    assert isinstance(held, Paragraph)
    assert "\n" in held.runs[0].text  # type: ignore[union-attr]
    assert shown_equals_report(editor)

"""What a person does in one go is one step to undo, named, also after the file is opened again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.operations.file.files import open_report
from oscb_desktop.report.content.blocks import Paragraph
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from tests.ui.report_page.test_editor import editor, go, said, select, shown_equals_report

__all__ = ["editor", "go"]

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

Act = Callable[[Editor, QtBot], None]


def copied(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def keys(*pressed: tuple[Qt.Key, Qt.KeyboardModifier]) -> Act:
    def act(editor: Editor, qtbot: QtBot) -> None:
        for key, held in pressed:
            qtbot.keyClick(editor.view, key, held)

    return act


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier(0)) -> Act:  # noqa: B008
    return keys((key, held))


def over_words(then: Act) -> Act:
    def act(editor: Editor, qtbot: QtBot) -> None:
        select(editor, ("p3", 0), ("p3", 5))
        then(editor, qtbot)

    return act


def over_paragraphs(then: Act) -> Act:
    def act(editor: Editor, qtbot: QtBot) -> None:
        select(editor, ("p1", 4), ("p2", 4))
        then(editor, qtbot)

    return act


def over_sections(then: Act) -> Act:
    def act(editor: Editor, qtbot: QtBot) -> None:
        select(editor, ("p2", 2), ("p3", 6))
        then(editor, qtbot)

    return act


def paste(editor: Editor, qtbot: QtBot) -> None:
    copied("pasted")
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)


def paste_blocks(editor: Editor, qtbot: QtBot) -> None:
    copied("x", "<h2>New</h2><ul><li>one</li></ul><table><tr><td>a<td>b</tr></table><p>end</p>")
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)


def replace_all(editor: Editor, qtbot: QtBot) -> None:
    bar = editor.find_bar
    bar.open_bar(replacing=True)
    qtbot.keyClicks(bar.words, "the")
    qtbot.keyClicks(bar.by, "our")
    qtbot.mouseClick(bar.replace_all, Qt.MouseButton.LeftButton)


def at(block: str, offset: int, then: Act) -> Act:
    def act(editor: Editor, qtbot: QtBot) -> None:
        select(editor, (block, offset), (block, offset))
        then(editor, qtbot)

    return act


@pytest.mark.parametrize(
    ("act", "label"),
    [
        pytest.param(over_words(paste), "Paste", id="paste over words"),
        pytest.param(over_paragraphs(paste), "Paste", id="paste over paragraphs"),
        pytest.param(over_sections(paste), "Paste", id="paste over two sections"),
        pytest.param(over_paragraphs(paste_blocks), "Paste", id="paste blocks over paragraphs"),
        pytest.param(over_words(press(Qt.Key.Key_X)), "Edit paragraph", id="type over words"),
        pytest.param(over_paragraphs(press(Qt.Key.Key_X, CONTROL)), "Delete", id="cut"),
        pytest.param(over_sections(press(Qt.Key.Key_Delete)), "Delete", id="delete"),
        pytest.param(
            over_paragraphs(press(Qt.Key.Key_Return)), "New paragraph", id="Enter over paragraphs"
        ),
        pytest.param(over_paragraphs(press(Qt.Key.Key_B, CONTROL)), "Bold", id="bold"),
        pytest.param(
            over_paragraphs(press(Qt.Key.Key_Period, CONTROL)), "Superscript", id="superscript"
        ),
        pytest.param(over_words(press(Qt.Key.Key_Comma, CONTROL)), "Subscript", id="subscript"),
        pytest.param(at("p3", 5, press(Qt.Key.Key_Return)), "New paragraph", id="split"),
        pytest.param(at("p2", 0, press(Qt.Key.Key_Backspace)), "Join paragraphs", id="join"),
        pytest.param(
            at("p2", 0, press(Qt.Key.Key_Up, ALT | SHIFT)), "Move paragraph", id="move paragraph"
        ),
        pytest.param(at("l1", 0, press(Qt.Key.Key_Backspace)), "End the list", id="end the list"),
        pytest.param(replace_all, "Replace “the” with “our”", id="replace all"),
    ],
)
def test_one_act_is_one_step(
    act: Act, label: str, editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    if label == "Move paragraph":
        editor.addAction(editor.actions_["move_up"])
    before = desk.report
    act(editor, qtbot)
    desk.gather()
    after = desk.report
    assert after != before
    assert desk.undo_label == label
    qtbot.waitUntil(lambda: not desk.unsaved)
    entries = _history(desk.snapshot.path)
    assert entries[0] == label
    desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)
    assert shown_equals_report(editor)
    desk.redo()
    qtbot.waitUntil(lambda: desk.report == after)
    assert shown_equals_report(editor)


def _history(path: Path) -> list[str]:
    """Return the acts of a file as somebody sees them who opens it anew."""
    with open_report(path, read_only=True) as opened:
        return [entry.label for entry in opened.file.history(5)]


def test_typing_over_several_paragraphs_leaves_one(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    select(editor, ("p1", 4), ("p2", 4))
    qtbot.keyClicks(editor.view, "first")
    assert said(desk.report, "p1").startswith("The first{ref:p3}")
    assert desk.report.block("p2") is None
    assert shown_equals_report(editor)
    for _ in range(2):  # what took their place, and the rest of the burst
        desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)


def drop(editor: Editor, data: QMimeData, block: str, offset: int, *, own: bool = False) -> bool:
    """Drop something before a character of a block."""
    view = editor.view
    document = view.report_document
    index = document.first_index(block=block)
    assert index is not None
    cursor = view.textCursor()
    cursor.setPosition(document.findBlockByNumber(index).position() + offset)
    point = view.cursorRect(cursor).center()
    event = Dropped(point, data, view.viewport() if own else None)
    if not view.drops.may_take(event):
        return False
    view.dropEvent(event)
    return True


class Dropped(QDropEvent):
    """A drop that says where it comes from, as a real one does."""

    def __init__(
        self,
        point: QPoint,
        data: QMimeData,
        source: object,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        super().__init__(
            QPointF(point),
            Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            held,
        )
        self._source = source

    def source(self) -> object:  # type: ignore[override]
        return self._source


def test_words_are_dragged_within_a_paragraph_and_to_another(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    select(editor, ("p3", 0), ("p3", 6))  # "Money "
    own = editor.view.createMimeDataFromSelection()
    assert drop(editor, own, "p3", 16, own=True)
    assert said(desk.report, "p3") == "came from Money **three** partners."
    assert desk.undo_label == "Move words"
    assert shown_equals_report(editor)
    select(editor, ("p3", 10), ("p3", 22))  # "Money three "
    assert drop(editor, editor.view.createMimeDataFromSelection(), "p2", 4, own=True)
    assert said(desk.report, "p3") == "came from partners."
    assert said(desk.report, "p2").startswith("See Money **three** ")
    assert shown_equals_report(editor)
    for _ in range(2):
        desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)


def test_words_from_another_program_are_dropped_as_a_paste(editor: Editor, desk: Desk) -> None:
    data = QMimeData()
    data.setText("early ")
    data.setHtml("<b>early </b>")
    assert drop(editor, data, "p3", 0)
    assert said(desk.report, "p3") == "**early**Money came from **three** partners."
    assert desk.undo_label == "Paste"


def test_what_cannot_be_dropped_is_refused(editor: Editor, desk: Desk) -> None:
    before = desk.report
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/return.xlsx")])
    assert not drop(editor, files, "p3", 2)  # the window takes files
    select(editor, ("p3", 0), ("p3", 6))
    own = editor.view.createMimeDataFromSelection()
    assert not drop(editor, own, "p3", 3, own=True)  # onto itself
    select(editor, ("p1", 4), ("p2", 4))
    across = editor.view.createMimeDataFromSelection()
    assert not drop(editor, across, "p1", 6, own=True)  # onto itself, too
    assert desk.report == before


def test_paragraphs_are_dragged_to_another_place_in_one_step(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    moved = said(before, "p1")[4:]
    select(editor, ("p1", 4), ("p2", 4))
    assert drop(editor, editor.view.createMimeDataFromSelection(), "p3", 6, own=True)
    assert desk.undo_label == "Move words"
    assert shown_equals_report(editor)
    assert said(desk.report, "p3").startswith("Money ")
    every = [said(desk.report, b.id) for b in desk.report.blocks() if isinstance(b, Paragraph)]
    assert any(moved.split("{")[0].strip() in words for words in every[1:])
    desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)
    assert shown_equals_report(editor)


def test_a_card_leaves_the_room_that_comments_take(editor: Editor) -> None:
    view = editor.view
    document = view.report_document
    index = document.first_index(block="t1")
    assert index is not None
    card = document.findBlockByNumber(index + 1)
    wide = card.layout().lineAt(0).naturalTextWidth()
    frame = document.rootFrame()
    held = frame.frameFormat()
    held.setRightMargin(document.right_margin + 90)
    document.is_writing = True
    frame.setFrameFormat(held)
    document.is_writing = False
    card = document.findBlockByNumber(index + 1)
    assert card.layout().lineAt(0).naturalTextWidth() == pytest.approx(wide - 90, abs=1)


def test_enter_over_all_of_a_section_starts_it_anew(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    select(editor, ("p1", 0), ("h1", 0))  # all of the summary, up to the next section
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    (only,) = desk.report.sections[0].blocks
    qtbot.keyClicks(editor.view, "Anew")
    assert said(desk.report, only.id) == "Anew"
    assert shown_equals_report(editor)
    desk.gather()
    for _ in range(2):
        desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)

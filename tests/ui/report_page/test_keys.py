"""Every row of the table of keys, pressed, clicked or turned in the real window."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.report.content.blocks import FigureRef, Link, ListBlock, Paragraph, Text
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.outline.outline import Outline
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.gestures import gestures
from oscb_desktop.ui.window.keys import KeysWindow
from oscb_desktop.ui.window.main_window import MainWindow
from oscb_desktop.ui.window.menus import shortcuts
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page.test_editor import editor, go, said, select, shown_equals_report
from tests.ui.report_page.test_one_step import Dropped

__all__ = ["editor", "go"]

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
WAIT_MS = 30_000


class Person:
    """Who writes: the editor and the outline of one report, and what is asked of them."""

    def __init__(self, editor: Editor, outline: Outline, desk: Desk, qtbot: QtBot) -> None:
        self.editor, self.outline, self.desk, self.qtbot = editor, outline, desk, qtbot
        self.view = editor.view

    def go(self, block: str, offset: int = 0, kind: Kind = Kind.PARAGRAPH, item: int = 0) -> None:
        section = self.desk.report.section_of(block)
        assert section is not None
        assert self.view.set_caret(Spot(kind, section.id, block, item, offset))

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.qtbot.keyClick(self.view, key, held)

    def point_at(self, block: str, offset: int) -> QPoint:
        """Return where a letter of a paragraph stands in the view."""
        self.go(block, offset)
        self.view.ensureCursorVisible()
        return self.view.cursorRect().center() + QPoint(3, 0)

    @property
    def selected(self) -> str:
        return self.view.textCursor().selectedText()


@pytest.fixture
def outline(desk: Desk, messages: Messages, choosers: ToldChoosers, qtbot: QtBot) -> Outline:
    made = Outline(desk, messages, choosers)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def person(editor: Editor, outline: Outline, desk: Desk, qtbot: QtBot) -> Person:
    return Person(editor, outline, desk, qtbot)


def enter(who: Person) -> None:
    who.go("p3", 5)
    who.press(KEY.Key_Return)
    assert said(who.desk.report, "p3") == "Money"
    assert who.view.caret.block != "p3"


def words(who: Person) -> None:
    who.go("p3", 0)
    who.press(KEY.Key_Right, CONTROL)
    assert who.view.caret.offset == len("Money ")
    who.press(KEY.Key_Left, CONTROL)
    assert who.view.caret.offset == 0


def ends(who: Person) -> None:
    who.go("p3", 3)
    who.press(KEY.Key_End, CONTROL)
    assert who.view.textCursor().atEnd()
    who.press(KEY.Key_Home, CONTROL)
    assert who.view.textCursor().atStart()


def select_letters(who: Person) -> None:
    who.go("p3", 0)
    for _ in "Money":
        who.press(KEY.Key_Right, SHIFT)
    assert who.selected == "Money"


def select_word(who: Person) -> None:
    point = who.point_at("p3", 1)
    who.qtbot.mouseClick(who.view.viewport(), LEFT, pos=point)
    who.qtbot.mouseDClick(who.view.viewport(), LEFT, pos=point)
    assert who.selected.strip() == "Money"


def select_paragraph(who: Person) -> None:
    point = who.point_at("p3", 1)
    who.qtbot.mouseClick(who.view.viewport(), LEFT, pos=point)
    who.qtbot.mouseDClick(who.view.viewport(), LEFT, pos=point)
    who.qtbot.mouseClick(who.view.viewport(), LEFT, pos=point)
    assert who.selected.startswith("Money came")


def _drag(who: Person, held: Qt.KeyboardModifier) -> None:
    """Take "Money " and let it go after "came "."""
    select(who.editor, ("p3", 0), ("p3", 6))
    data = who.view.createMimeDataFromSelection()
    cursor = who.view.textCursor()
    cursor.setPosition(cursor.selectionStart() + 11)
    point = who.view.cursorRect(cursor).center()
    who.view.dropEvent(Dropped(point, data, who.view.viewport(), held))


def drag(who: Person) -> None:
    _drag(who, Qt.KeyboardModifier.NoModifier)
    assert said(who.desk.report, "p3").startswith("came Money from")


def drag_copy(who: Person) -> None:
    _drag(who, CONTROL)
    assert said(who.desk.report, "p3").startswith("Money came Money from")


def rub_out_word(who: Person) -> None:
    who.go("p3", len("Money"))
    who.press(KEY.Key_Backspace, CONTROL)
    assert said(who.desk.report, "p3").startswith(" came")


def delete_word(who: Person) -> None:
    who.go("p3", 0)
    who.press(KEY.Key_Delete, CONTROL)
    assert said(who.desk.report, "p3").startswith("came")


def zoom(who: Person) -> None:
    before = who.view.zoom
    at = QPointF(30, 30)
    turned = QWheelEvent(
        at, who.view.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(who.view.viewport(), turned)
    assert who.view.zoom > before


def menu(who: Person) -> None:
    who.go("p3", 1)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(who.view.viewport(), asked)
    shown = next(held for held in who.view.findChildren(QMenu) if held.actions())
    assert [held.text() for held in shown.actions() if held.text()]
    shown.close()


def join(who: Person) -> None:
    who.go("p3", 5)
    who.press(KEY.Key_Return)
    who.press(KEY.Key_Backspace)
    assert said(who.desk.report, "p3").startswith("Money came")


def mark(who: Person) -> None:
    for typed in ("- ", "1. ", "(a) ", "(i) "):
        who.go("p2", 0)
        who.qtbot.keyClicks(who.view, typed)
        assert isinstance(who.desk.report.block("p2"), ListBlock), typed
        who.press(KEY.Key_Backspace)
        assert isinstance(who.desk.report.block("p2"), Paragraph), typed


def heading_back(who: Person) -> None:
    who.go("h1", 0, Kind.HEADING)
    who.press(KEY.Key_Backspace)
    assert isinstance(who.desk.report.block("h1"), Paragraph)


def origin(who: Person) -> None:
    held = who.desk.report.block("p1")
    assert isinstance(held, Paragraph)
    before = held.runs[0]
    assert isinstance(before, Text)
    assert isinstance(held.runs[1], FigureRef)
    point = who.point_at("p1", len(before.text))
    with who.qtbot.waitSignal(who.editor.figure_clicked) as told:
        who.qtbot.mouseClick(who.view.viewport(), LEFT, pos=point)
    assert told.args == [held.runs[1].key]
    who.go("p1", len(before.text))
    who.press(KEY.Key_Right, SHIFT)
    with who.qtbot.waitSignal(who.editor.figure_clicked):
        who.press(KEY.Key_Return)


def link(who: Person) -> None:
    held = who.desk.report.block("p3")
    assert isinstance(held, Paragraph)
    who.go("p3", 0)
    linked = (Link("Here", "https://example.org"), *held.runs)
    from oscb_desktop.editing.text.edits import rewrites

    (change,) = rewrites(who.desk.report, [Paragraph("p3", linked)])
    assert who.desk.apply(change)
    point = who.point_at("p3", 1)
    who.view.link_clicked.disconnect()  # no browser is wanted
    with who.qtbot.waitSignal(who.view.link_clicked) as told:
        who.qtbot.mouseClick(who.view.viewport(), LEFT, CONTROL, point)
    assert told.args == ["https://example.org"]


def item(who: Person) -> None:
    before = who.desk.report.block("l1")
    assert isinstance(before, ListBlock)
    who.go("l1", 2, Kind.ITEM, 0)
    who.press(KEY.Key_Return)
    after = who.desk.report.block("l1")
    assert isinstance(after, ListBlock)
    assert len(after.items) == len(before.items) + 1


def level(who: Person, at: int) -> int:
    held = who.desk.report.block("l1")
    assert isinstance(held, ListBlock)
    return held.ranks[at].level if held.ranks else 0


def deeper(who: Person) -> None:
    who.go("l1", 1, Kind.ITEM, 1)
    who.press(KEY.Key_Tab)
    assert level(who, 1) == 1


def higher(who: Person) -> None:
    deeper(who)
    who.press(KEY.Key_Backtab, SHIFT)
    assert level(who, 1) == 0


def list_end(who: Person) -> None:
    before = who.desk.report.block("l1")
    assert isinstance(before, ListBlock)
    last = len(before.items) - 1
    who.go("l1", 0, Kind.ITEM, last)
    who.press(KEY.Key_End)
    who.press(KEY.Key_Return)
    who.press(KEY.Key_Return)
    assert who.view.caret.kind is Kind.PARAGRAPH


def list_back(who: Person) -> None:
    who.go("l1", 0, Kind.ITEM, 0)
    who.press(KEY.Key_Backspace)
    assert who.view.caret.kind is Kind.PARAGRAPH


def a_table(who: Person) -> str:
    return next(
        line.line.block for line in who.view.report_document.faces if line.line.kind is Kind.CARD
    )


def caption(who: Person) -> None:
    block = a_table(who)
    who.go(block, 0, Kind.CAPTION)
    who.press(KEY.Key_Tab)
    assert (who.view.caret.kind, who.view.caret.block) == (Kind.CARD, block)


def open_table(who: Person) -> None:
    for key in (KEY.Key_Return, KEY.Key_Tab):
        block = a_table(who)
        who.go(block, 0, Kind.CARD)
        with who.qtbot.waitSignal(who.editor.data_wanted) as told:
            who.press(key)
        assert told.args == ["table", block] or told.args == ["chart", block]


def delete_table(who: Person) -> None:
    block = a_table(who)
    who.go(block, 0, Kind.CARD)
    who.press(KEY.Key_Delete)
    assert who.desk.report.block(block) is None


def outline_enter(who: Person) -> None:
    who.outline.choose("money")
    with who.qtbot.waitSignal(who.outline.entered):
        who.qtbot.keyClick(who.outline.list, KEY.Key_Return)


def own_section(who: Person) -> str:
    """Add a section that is nobody's but its writer's, and return its id."""
    who.outline.choose("money")
    who.outline.begin_section()
    who.qtbot.keyClicks(who.outline.name, "Legal implications")
    who.qtbot.keyClick(who.outline.name, KEY.Key_Return)
    return next(s.id for s in who.desk.report.sections if s.title == "Legal implications")


def outline_rename(who: Person) -> None:
    made = own_section(who)
    who.outline.choose(made)
    who.qtbot.keyClick(who.outline.list, KEY.Key_F2)
    who.outline.name.setText("Other implications")
    who.qtbot.keyClick(who.outline.name, KEY.Key_Return)
    assert [s.title for s in who.desk.report.sections if s.id == made] == ["Other implications"]


def outline_move(who: Person) -> None:
    made = own_section(who)
    places = []
    for key in (KEY.Key_Up, KEY.Key_Down):
        who.outline.choose(made)
        who.qtbot.keyClick(who.outline.list, key, ALT)
        places.append([s.id for s in who.desk.report.sections].index(made))
    assert places[1] == places[0] + 1


def outline_delete(who: Person) -> None:
    made = own_section(who)
    who.outline.choose(made)
    who.qtbot.keyClick(who.outline.list, KEY.Key_Delete)
    assert all(s.id != made for s in who.desk.report.sections)


def find(who: Person, words: str) -> None:
    who.editor.actions_["find"].trigger()
    who.qtbot.keyClicks(who.editor.find_bar.words, words)


def find_next(who: Person) -> None:
    find(who, "e")
    first = who.editor.find_bar.data()[0]
    who.qtbot.keyClick(who.editor.find_bar.words, KEY.Key_Return)
    assert who.editor.find_bar.data()[0] == first + 1


def find_back(who: Person) -> None:
    find_next(who)
    now = who.editor.find_bar.data()[0]
    who.qtbot.keyClick(who.editor.find_bar.words, KEY.Key_Return, SHIFT)
    assert who.editor.find_bar.data()[0] == now - 1


def find_close(who: Person) -> None:
    find(who, "e")
    who.qtbot.keyClick(who.editor.find_bar.words, KEY.Key_Escape)
    assert who.editor.find_bar.isHidden()


DONE: dict[str, Callable[[Person], None]] = {
    "enter": enter, "words": words, "ends": ends, "select": select_letters,
    "select-word": select_word, "select-all-of-it": select_paragraph,
    "drag": drag, "drag-copy": drag_copy, "rub-out-word": rub_out_word,
    "delete-word": delete_word, "zoom": zoom, "menu": menu,
    "join": join, "mark": mark, "heading-back": heading_back, "origin": origin, "link": link,
    "item": item, "deeper": deeper, "higher": higher, "list-end": list_end,
    "list-back": list_back, "caption": caption, "open-table": open_table,
    "delete-table": delete_table, "outline-enter": outline_enter,
    "outline-rename": outline_rename, "outline-move": outline_move,
    "outline-delete": outline_delete, "find-next": find_next, "find-back": find_back,
    "find-close": find_close,
}  # fmt: skip


@pytest.mark.parametrize("gesture", [held.id for held in gestures()])
def test_a_gesture_does_what_the_table_says(person: Person, gesture: str) -> None:
    DONE[gesture](person)
    assert shown_equals_report(person.editor)


class Listening(QObject):
    """Hears which action a shortcut reaches, and keeps it from being done."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Shortcut:
            self.heard.append(watched)
            return True
        return False


def test_every_shortcut_of_the_menus_reaches_its_action_from_the_text(
    qtbot: QtBot, window: MainWindow, report_file: Path
) -> None:
    window.open_path(report_file)
    qtbot.waitUntil(lambda: isinstance(window.page, ReportPage), timeout=WAIT_MS)
    page = window.page
    assert isinstance(page, ReportPage)
    page.editor.view.setFocus()
    actions = dict(page.actions())
    listening = Listening()
    lost = []
    for key, _, name, keys in shortcuts():
        action = actions.get(key) or window._menus.action(key)
        action.setEnabled(True)
        action.installEventFilter(listening)
        listening.heard.clear()
        QTest.keySequence(page.editor.view, QKeySequence(keys))
        if listening.heard != [action] and key not in TAKEN_BY_THE_TEXT:
            lost.append((name, keys))
    assert lost == []


LOOKS = {"bold": KEY.Key_B, "italic": KEY.Key_I, "super": KEY.Key_Period, "sub": KEY.Key_Comma}
TAKEN_BY_THE_TEXT = {*LOOKS, "cut", "copy", "paste", "paste_words", "select_all", "insert_break"}


def test_keys_that_the_text_takes_itself(person: Person) -> None:
    for look, key in LOOKS.items():
        select(person.editor, ("p3", 0), ("p3", 5))
        person.press(key, CONTROL)
        held = person.desk.report.block("p3")
        assert isinstance(held, Paragraph)
        assert isinstance(held.runs[0], Text)
        assert held.runs[0].has(look)
        assert person.selected == "Money"
        person.press(key, CONTROL)
    person.press(KEY.Key_C, CONTROL)
    person.press(KEY.Key_X, CONTROL)
    assert said(person.desk.report, "p3").startswith(" came")
    person.press(KEY.Key_V, CONTROL)
    person.press(KEY.Key_V, CONTROL | SHIFT)
    assert said(person.desk.report, "p3").startswith("MoneyMoney came")
    person.press(KEY.Key_Return, SHIFT)
    assert "\n" in said(person.desk.report, "p3") or "<br>" in said(person.desk.report, "p3")
    person.press(KEY.Key_A, CONTROL)
    assert person.view.textCursor().selectionStart() == 0
    assert shown_equals_report(person.editor)


def test_what_cannot_be_typed_says_why(person: Person, messages: Messages) -> None:
    before = person.desk.report
    person.go(a_table(person), 0, Kind.CARD)
    person.qtbot.keyClicks(person.view, "x")
    assert "Enter opens" in messages.data()[-1].text
    assert person.desk.report == before


def test_the_window_of_keys_finds_and_closes(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, KEY.Key_F1)
    qtbot.keyClick(window, KEY.Key_F1)
    (shown,) = window.findChildren(KeysWindow)
    qtbot.keyClicks(shown.words, "tab deeper")
    seen = [at for at in range(shown.table.rowCount()) if not shown.table.isRowHidden(at)]
    assert [shown.table.item(at, 0).text() for at in seen] == ["Tab"]
    qtbot.keyClicks(shown.words, " xyzzy")
    assert shown.none.isVisible()
    qtbot.keyClick(shown, KEY.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(KeysWindow))


def test_the_page_of_the_documentation_is_as_the_window_has_it() -> None:
    root = Path(__file__).parents[3]
    spec = importlib.util.spec_from_file_location("make_keys", root / "packaging/make_keys.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.PAGE.read_text("utf-8") == made.page()


def test_quotes_become_curly_as_long_as_that_is_wanted(person: Person) -> None:
    person.go("p3", 0)
    person.qtbot.keyClicks(person.view, '"It\'s" ')
    assert said(person.desk.report, "p3").startswith("“It’s” Money")
    person.editor.addActions(list(person.editor.actions_.values()))
    person.editor.activateWindow()
    person.press(KEY.Key_Apostrophe, CONTROL)
    person.qtbot.keyClicks(person.view, '"It\'s" ')
    assert '“It’s” "It\'s" Money' in said(person.desk.report, "p3")

"""Spelling: words the checks do not know are marked, gone through with F7, corrected or learned."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind, Line
from oscb_desktop.operations.writing.spelling import own_words
from oscb_desktop.report.content.blocks import FigureRef, Text
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.editor.spelling_marks import UnknownWords
from oscb_desktop.ui.panels.checks import Checker
from oscb_desktop.ui.widgets.messages import Messages
from tests.ui.report_page.test_editor import editor, go, said

__all__ = ["editor", "go"]

Go = Callable[..., None]


@pytest.fixture
def checker(editor: Editor, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(
        "platformdirs.user_data_path", lambda *_, **__: tmp_path / "words-of-a-person"
    )
    made = Checker(desk, editor.spelling._pool, editor)
    made.checked.connect(editor.spelling.take)
    editor.spelling.learned.connect(made.check_now)
    editor.addActions(list(editor.actions_.values()))
    return made


def marked(editor: Editor) -> list[str]:
    faces = editor.view.report_document.faces
    return [held.word for held in editor.view.unknown.all_in(faces)]


def test_unknown_words_are_marked_after_a_pause_and_corrected(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, checker: Checker
) -> None:
    go("p3", len("Money "))
    qtbot.keyClicks(editor.view, "certanly ")
    qtbot.waitUntil(lambda: "certanly" in marked(editor), timeout=10_000)
    go("p1", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_F7)
    popover = editor.spelling.popover
    assert popover.word.text() == "certanly"
    assert editor.view.textCursor().selectedText() == "certanly"
    qtbot.waitUntil(lambda: popover.list.count() > 0, timeout=10_000)
    assert popover.list.item(0).text() == "certainly"
    qtbot.keyClick(popover.list, Qt.Key.Key_Return)
    assert said(desk.report, "p3") == "Money certainly came from **three** partners."
    assert desk.undo_label == "Correct spelling"
    assert editor.view.hasFocus()
    assert "certanly" not in marked(editor)


def test_f7_goes_on_and_round(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, checker: Checker
) -> None:
    go("p3", 0)
    qtbot.keyClicks(editor.view, "Wun tew. ")
    qtbot.waitUntil(lambda: {"Wun", "tew"} <= set(marked(editor)), timeout=10_000)
    others = [word for word in marked(editor) if word not in ("Wun", "tew")]
    go("p1", 0)
    seen = []
    for _ in range(len(others) + 3):
        qtbot.keyClick(editor.view, Qt.Key.Key_F7)
        seen.append(editor.spelling.popover.word.text())
    assert seen == [*marked(editor), marked(editor)[0]]


def test_a_learned_word_is_never_asked_about_again(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, checker: Checker
) -> None:
    go("p3", 0)
    qtbot.keyClicks(editor.view, "Signposters. ")
    qtbot.waitUntil(lambda: "Signposters" in marked(editor), timeout=10_000)
    go("p3", 0)
    editor.spelling.step()
    with qtbot.waitSignal(checker.checked, timeout=10_000):
        qtbot.mouseClick(editor.spelling.popover.learn, Qt.MouseButton.LeftButton)
    assert "signposters" in own_words()
    assert checker.result is not None
    assert all(problem.found != "Signposters" for problem in checker.result.problems)
    assert "Signposters" not in marked(editor)


def test_a_word_of_the_report_is_known_to_everybody_until_it_is_undone(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, checker: Checker
) -> None:
    go("p3", 0)
    qtbot.keyClicks(editor.view, "Fernleigh ")
    qtbot.waitUntil(lambda: "Fernleigh" in marked(editor), timeout=10_000)
    go("p3", 0)
    editor.spelling.step()
    with qtbot.waitSignal(checker.checked, timeout=10_000):
        qtbot.mouseClick(editor.spelling.popover.share, Qt.MouseButton.LeftButton)
    assert desk.report.annotations.words == ("fernleigh",)
    assert own_words() == frozenset()
    assert desk.undo_label == "Add Fernleigh to the report's words"
    assert "Fernleigh" not in marked(editor)
    desk.undo()
    qtbot.waitUntil(lambda: "Fernleigh" in marked(editor), timeout=10_000)


def menu_at(editor: Editor, go: Go, offset: int) -> QMenu:
    go("p3", offset)
    menu = QMenu(editor)
    editor.view.menu_wanted.emit(menu)
    return menu


def offered(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isVisible() and action.text()]


def test_the_menu_offers_what_an_unknown_word_may_mean(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, checker: Checker
) -> None:
    go("p3", len("Money "))
    qtbot.keyClicks(editor.view, "certanly ")
    qtbot.waitUntil(lambda: "certanly" in marked(editor), timeout=10_000)
    assert "I&gnore it here" not in offered(menu_at(editor, go, 1))
    menu = menu_at(editor, go, len("Money cer"))
    qtbot.waitUntil(lambda: offered(menu)[0] == "certainly", timeout=10_000)
    assert len(offered(menu)) > offered(menu).index("I&gnore it here") > 0
    menu.actions()[0].trigger()
    assert said(desk.report, "p3").startswith("Money certainly came")


def test_a_word_is_ignored_in_its_paragraph_only(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, checker: Checker
) -> None:
    for block in ("p1", "p3"):
        go(block, 0)
        qtbot.keyClicks(editor.view, "Tew ")
    qtbot.waitUntil(lambda: marked(editor).count("Tew") == 2, timeout=10_000)
    menu = menu_at(editor, go, 1)
    next(a for a in menu.actions() if a.text() == "I&gnore it here").trigger()
    assert marked(editor).count("Tew") == 1
    qtbot.keyClicks(editor.view, "More ")
    assert marked(editor).count("Tew") == 1


def test_nothing_unknown_is_said(
    editor: Editor, qtbot: QtBot, messages: Messages, checker: Checker
) -> None:
    editor.view.mark_unknown(())
    qtbot.keyClick(editor.view, Qt.Key.Key_F7)
    assert not editor.spelling.popover.isVisible()
    assert "No word is marked" in messages.data()[-1].text


def test_words_are_found_as_wholes_past_figures_and_emphasis() -> None:
    unknown = UnknownWords()
    unknown.use({"tew", "co-ordinater"})
    line = Line(
        kind=Kind.PARAGRAPH,
        section="s",
        runs=(
            Text("\N{GRINNING FACE} "),
            FigureRef("k"),
            Text(" te"),
            Text("w", bold=True),
            Text(" stew tew's a@tew.org www.tew co-ordinater"),
        ),
    )
    found = unknown.in_line(line)
    assert [(start, word) for start, _, word in found] == [
        (5, "tew"),
        (14, "tew"),
        (38, "co-ordinater"),
    ]

"""Links, footnotes and references: put in, changed and taken out by keys and clicks."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.editing.text.inline import tidy_address
from oscb_desktop.editing.text.lines import Kind
from oscb_desktop.editing.text.targets import matching, targets_of
from oscb_desktop.report.content.blocks import CrossRef, Link, Paragraph, Text
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.report_page import samples
from tests.ui.report_page.test_editor import editor, go, said, select, shown_equals_report

__all__ = ["editor", "go"]

Go = Callable[..., None]
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(editor: Editor, qtbot: QtBot, key: Qt.Key) -> None:
    """Press Ctrl+Shift and a key while the actions are where the menus put them."""
    editor.addActions(list(editor.actions_.values()))
    qtbot.keyClick(editor.view, key, CONTROL | SHIFT)


def test_selected_words_become_a_link(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    select(editor, ("p3", 0), ("p3", len("Money")))
    press(editor, qtbot, Qt.Key.Key_K)
    popover = editor.parts.link
    assert popover.isVisible()
    assert popover.words.text() == "Money"
    assert not popover.accept.isEnabled()
    qtbot.keyClicks(popover.address, "www.gov.uk/money")
    qtbot.keyClick(popover.address, Qt.Key.Key_Return)
    assert said(desk.report, "p3").startswith("[Money](https://www.gov.uk/money) came")
    assert not popover.isVisible()
    assert editor.view.hasFocus()
    assert desk.undo_label == "Insert link"
    assert shown_equals_report(editor)


def test_a_links_words_and_address_are_changed_and_taken_off(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p2", len("See X and the"))
    press(editor, qtbot, Qt.Key.Key_K)
    popover = editor.parts.link
    assert (popover.words.text(), popover.address.text()) == ("the law", "https://example.org")
    popover.words.selectAll()
    qtbot.keyClicks(popover.words, "the Act of 2004")
    qtbot.mouseClick(popover.accept, Qt.MouseButton.LeftButton)
    assert "[the Act of 2004](https://example.org)" in said(desk.report, "p2")
    press(editor, qtbot, Qt.Key.Key_K)
    qtbot.mouseClick(popover.remove, Qt.MouseButton.LeftButton)
    assert said(desk.report, "p2") == "See {ref:p3} and the Act of 2004."


def test_an_address_that_is_none_is_explained_and_not_taken(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    select(editor, ("p3", 0), ("p3", 5))
    before = desk.report
    press(editor, qtbot, Qt.Key.Key_K)
    popover = editor.parts.link
    qtbot.keyClicks(popover.address, "see page 3")
    assert "whole address" in popover.hint.text()
    qtbot.keyClick(popover.address, Qt.Key.Key_Return)
    assert popover.isVisible()
    qtbot.keyClick(popover.address, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert desk.report == before
    assert editor.view.hasFocus()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://www.gov.uk/a", "https://www.gov.uk/a"),
        (" gov.uk ", "https://gov.uk"),
        ("clerk@council.example", "mailto:clerk@council.example"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("javascript:alert(1)", ""),
        ("file:///c:/x.docx", ""),
        ("page three", ""),
        ("", ""),
    ],
)
def test_addresses(typed: str, address: str) -> None:
    assert tidy_address(typed) == address


def test_a_figure_is_no_part_of_a_link(
    editor: Editor, desk: Desk, qtbot: QtBot, messages: Messages
) -> None:
    select(editor, ("p1", 0), ("p1", len("The partners agreed ") + 1))
    press(editor, qtbot, Qt.Key.Key_K)
    assert not editor.parts.link.isVisible()
    assert "words in one paragraph" in messages.data()[-1].text


def test_a_footnote_is_put_in_changed_and_taken_out(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p3", len("Money"))
    press(editor, qtbot, Qt.Key.Key_N)
    popover = editor.parts.note
    qtbot.keyClicks(popover.words, "In cash or  in kind.")
    qtbot.keyClick(popover.words, Qt.Key.Key_Return)
    assert said(desk.report, "p3").startswith("Money{note:In cash or in kind.} came")
    assert editor.view.hasFocus()
    press(editor, qtbot, Qt.Key.Key_N)  # the caret stands just behind it
    assert popover.words.toPlainText() == "In cash or in kind."
    qtbot.keyClicks(popover.words, "Cash only.")
    qtbot.mouseClick(popover.accept, Qt.MouseButton.LeftButton)
    assert said(desk.report, "p3").startswith("Money{note:Cash only.} came")
    press(editor, qtbot, Qt.Key.Key_N)
    qtbot.mouseClick(popover.remove, Qt.MouseButton.LeftButton)
    assert said(desk.report, "p3") == "Money came from **three** partners."
    assert shown_equals_report(editor)


def test_enter_on_a_footnote_shows_what_it_says(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p3", 5)
    press(editor, qtbot, Qt.Key.Key_N)
    qtbot.keyClicks(editor.parts.note.words, "A note.")
    qtbot.keyClick(editor.parts.note.words, Qt.Key.Key_Return)
    select(editor, ("p3", 5), ("p3", 6))
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    assert editor.parts.note.isVisible()
    assert editor.parts.note.words.toPlainText() == "A note."


def test_a_reference_is_searched_for_and_follows_its_target(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p1", 0)
    press(editor, qtbot, Qt.Key.Key_F)
    popover = editor.parts.reference
    assert popover.model.rowCount() == 5  # three paragraphs, a table and a chart
    qtbot.keyClicks(popover.words, "money three")
    assert popover.model.rowCount() == 1
    qtbot.keyClick(popover.words, Qt.Key.Key_Return)
    assert said(desk.report, "p1").startswith("{ref:p3}The partners")
    document = editor.view.report_document
    at = document.first_index(block="p1")
    assert at is not None
    assert document.faces[at].chips[0] == "paragraph 3"
    go("p1", 10)
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)  # another paragraph before the target
    assert document.faces[at].chips[0] == "paragraph 4"


def test_a_reference_is_pointed_elsewhere(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    select(editor, ("p2", 4), ("p2", 5))
    press(editor, qtbot, Qt.Key.Key_F)
    popover = editor.parts.reference
    qtbot.keyClicks(popover.words, "chart")
    qtbot.keyClick(popover.words, Qt.Key.Key_Down)
    qtbot.keyClick(popover.words, Qt.Key.Key_Return)
    assert CrossRef("c1") in desk.report.block("p2").runs  # type: ignore[union-attr]
    assert CrossRef("p3") not in desk.report.block("p2").runs  # type: ignore[union-attr]


def test_the_number_typed_comes_first(qtmodeltester: ModelTester, editor: Editor) -> None:
    targets = targets_of(samples.report(20))
    assert matching(targets, "2")[0].name == "Paragraph 2"
    assert matching(targets, "table 1")[0].block == "t1"
    assert matching(targets, "nothing like it") == []
    editor.parts.reference.model.show_targets(targets)
    qtmodeltester.check(editor.parts.reference.model)


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_F])
def test_no_part_goes_into_a_heading(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, messages: Messages, key: Qt.Key
) -> None:
    go("h1", 2, Kind.HEADING)
    before = desk.report
    press(editor, qtbot, key)
    parts = editor.parts
    assert not any(p.isVisible() for p in (parts.link, parts.note, parts.reference))
    assert "go into a paragraph" in messages.data()[-1].text
    assert desk.report == before


def test_leaving_a_popover_changes_nothing(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    before = desk.report
    go("p3", 3)
    for key, popover in (
        (Qt.Key.Key_N, editor.parts.note),
        (Qt.Key.Key_F, editor.parts.reference),
    ):
        press(editor, qtbot, key)
        qtbot.keyClicks(popover.words, "something")
        editor.view.setFocus()
        qtbot.waitUntil(lambda popover=popover: not popover.isVisible())
    assert desk.report == before


def test_the_menu_offers_to_change_what_was_clicked(editor: Editor, qtbot: QtBot, go: Go) -> None:
    from PySide6.QtWidgets import QMenu

    menu = QMenu(editor)
    go("p2", len("See X and the"))
    editor.view.menu_wanted.emit(menu)
    assert editor.actions_["insert_link"] in menu.actions()


@pytest.mark.parametrize(("address", "opened"), [("https://example.org", 1), ("file:///etc", 0)])
def test_a_link_is_opened_with_ctrl_and_a_click(
    make_desk: Callable[..., Desk],
    messages: Messages,
    workers: Workers,
    qtbot: QtBot,
    address: str,
    opened: int,
) -> None:
    urls: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        urls.append(url)
        return True

    desk = make_desk()
    changed = Paragraph("p2", (Link("Here it is", address), Text(" all.")))
    desk.apply(ReplaceBlock(changed))
    made = Editor(desk, messages, workers.parallel, open_url)
    qtbot.addWidget(made)
    made.resize(640, 900)
    made.show()
    made.show_place(block="p2")
    point = made.view.cursorRect().center() + QPoint(12, 0)
    qtbot.mouseClick(made.view.viewport(), Qt.MouseButton.LeftButton, CONTROL, point)
    assert [url.toString() for url in urls] == [address] * opened
    assert len(messages.data()) == 1 - opened

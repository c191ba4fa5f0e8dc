"""Lists, moves and a Word report read in: the report's structure by keys."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import Heading, ListBlock, Paragraph
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page.test_editor import editor, go, select, shown_equals_report

__all__ = ["editor", "go"]

Go = Callable[..., None]
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def actions(editor: Editor) -> None:
    editor.addActions(list(editor.actions_.values()))


def lists(desk: Desk, section: int) -> list[tuple[bool, list[str]]]:
    return [
        (block.ordered, [markup.write(item) for item in block.items])
        for block in desk.report.sections[section].blocks
        if isinstance(block, ListBlock)
    ]


def test_what_is_selected_becomes_a_list_and_paragraphs_again(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report.sections[0].blocks
    words = [markup.write(block.runs) for block in before if isinstance(block, Paragraph)]
    select(editor, ("p1", 2), ("p2", 3))
    qtbot.keyClick(editor.view, Qt.Key.Key_L, CONTROL | SHIFT)
    assert lists(desk, 0) == [(False, words)]
    assert shown_equals_report(editor)
    select(editor, ("p1", 2), ("p1", 2))
    qtbot.keyClick(editor.view, Qt.Key.Key_O, CONTROL | SHIFT)
    assert lists(desk, 0) == [(True, words)]
    assert desk.undo_label == "Make the list lettered"
    assert editor.view.set_caret(Spot(Kind.ITEM, "summary", "p1", 1, 4))
    qtbot.keyClick(editor.view, Qt.Key.Key_O, CONTROL | SHIFT)
    assert lists(desk, 0) == [(True, words[:1])]
    last = desk.report.sections[0].blocks[-1]
    assert isinstance(last, Paragraph)
    assert markup.write(last.runs) == words[1]
    assert editor.view.caret.offset == 4


def test_a_paragraph_after_a_list_of_its_kind_joins_it(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p2", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_L, CONTROL | SHIFT)
    go("p1", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_L, CONTROL | SHIFT)
    assert len(lists(desk, 0)) == 2  # one made before another stays its own
    assert editor.view.set_caret(Spot(Kind.ITEM, "summary", "p2", 0, 0))
    for _ in range(2):
        qtbot.keyClick(editor.view, Qt.Key.Key_L, CONTROL | SHIFT)
    assert len(lists(desk, 0)) == 1


def test_a_paragraph_moves_with_its_caret_through_sections(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    go("p2", 5)
    qtbot.keyClick(editor.view, Qt.Key.Key_Up, ALT | SHIFT)
    assert [block.id for block in desk.report.sections[0].blocks] == ["p2", "p1"]
    assert editor.view.caret == Spot(Kind.PARAGRAPH, "summary", "p2", 0, 5)
    for _ in range(2):
        qtbot.keyClick(editor.view, Qt.Key.Key_Down, ALT | SHIFT)
    assert [block.id for block in desk.report.sections[0].blocks] == ["p1"]
    assert desk.report.sections[1].blocks[0].id == "p2"
    assert editor.view.caret == Spot(Kind.PARAGRAPH, "money", "p2", 0, 5)
    qtbot.keyClick(editor.view, Qt.Key.Key_Up, ALT | SHIFT)
    assert [block.id for block in desk.report.sections[0].blocks] == ["p1", "p2"]
    assert shown_equals_report(editor)


def test_a_list_and_a_table_move_whole(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    assert editor.view.set_caret(Spot(Kind.ITEM, "money", "l1", 1, 2))
    qtbot.keyClick(editor.view, Qt.Key.Key_Up, ALT | SHIFT)
    assert [block.id for block in desk.report.sections[1].blocks[:3]] == ["h1", "l1", "p3"]
    assert editor.view.caret == Spot(Kind.ITEM, "money", "l1", 1, 2)
    editor.show_card("c1")
    qtbot.keyClick(editor.view, Qt.Key.Key_Down, ALT | SHIFT)
    assert [block.id for block in desk.report.sections[2].blocks] == ["c1"]
    assert shown_equals_report(editor)


def test_the_ends_of_the_report_hold(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    before = desk.report
    go("p1", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_Up, ALT | SHIFT)
    assert desk.report == before


def test_a_word_report_is_read_in_and_what_was_left_out_is_listed(
    desk: Desk, workers: Workers, messages: Messages, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Last year.docx"
    document = docx.Document()
    document.add_heading("Lessons from reviews", 1)
    document.add_paragraph("Two reviews were published in the year.")
    document.sections[0].header.paragraphs[0].text = "Committee, 10 December"
    document.save(str(path))
    choosers = ToldChoosers()
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    page = ReportPage(desk, workers, messages, choosers, settings=settings)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    before = desk.report
    page.actions()["read_document"].trigger()  # nothing chosen
    assert desk.report == before
    choosers.document = path
    page.actions()["read_document"].trigger()
    qtbot.waitUntil(lambda: page.panels.data() == "taken", timeout=10_000)
    titles = [section.title for section in desk.report.sections]
    assert "Lessons from reviews" in titles
    assert "1 section of Last year.docx is now in the report." in messages.data()[-1].text
    shown = [page.taken.model.index(row).data() for row in range(page.taken.model.rowCount())]
    left_out = "Running headers and footers were left out. Look for ‘Committee, 10 December’."
    assert left_out in shown
    assert desk.undo_label == "Take in Last year.docx"
    desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)


def test_a_word_report_that_is_not_for_publication_is_asked_about_first(
    desk: Desk, workers: Workers, messages: Messages, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "exempt.docx"
    document = docx.Document()
    document.add_heading("Lessons from reviews", 1)
    document.add_paragraph("One review is not published.")
    document.sections[0].header.paragraphs[0].text = "NOT FOR PUBLICATION – exempt, paragraph 1"
    document.save(str(path))
    choosers = ToldChoosers()
    choosers.document = path
    page = ReportPage(desk, workers, messages, choosers)
    qtbot.addWidget(page)
    before = desk.report
    page.actions()["read_document"].trigger()
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=10_000)
    asked = messages.data()[-1]
    assert "exempt.docx is marked as not for publication" in asked.text
    assert desk.report == before
    ((_, read_it_in),) = asked.actions
    read_it_in()
    qtbot.waitUntil(lambda: page.panels.data() == "taken", timeout=10_000)
    assert "Lessons from reviews" in [section.title for section in desk.report.sections]


def test_a_file_that_is_no_word_report_says_so(
    desk: Desk, workers: Workers, messages: Messages, qtbot: QtBot, tmp_path: Path
) -> None:
    choosers = ToldChoosers()
    choosers.document = tmp_path / "broken.docx"
    choosers.document.write_bytes(b"not a document")
    page = ReportPage(desk, workers, messages, choosers)
    qtbot.addWidget(page)
    before = desk.report
    page.actions()["read_document"].trigger()
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=10_000)
    assert "broken.docx" in messages.data()[-1].text
    assert desk.report == before


def test_keys_give_a_heading_its_level_and_it_looks_like_it(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    sizes = []
    for key, level in ((Qt.Key.Key_2, 2), (Qt.Key.Key_3, 3)):
        go("h1", 1, Kind.HEADING)
        qtbot.keyClick(editor.view, key, CONTROL | ALT)
        held = desk.report.block("h1")
        assert isinstance(held, Heading)
        assert held.level == level
        sizes.append(editor.view.textCursor().charFormat().font().pointSizeF())
        assert shown_equals_report(editor)
    assert sizes[0] > sizes[1]
    go("h1", 1, Kind.HEADING)
    qtbot.keyClick(editor.view, Qt.Key.Key_0, CONTROL | ALT)
    assert isinstance(desk.report.block("h1"), Paragraph)
    desk.undo()
    qtbot.waitUntil(lambda: isinstance(desk.report.block("h1"), Heading))


def test_a_heading_of_a_paragraph_with_a_figure_is_refused_in_words(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, messages: Messages
) -> None:
    before = desk.report
    go("p1", 1)
    qtbot.keyClick(editor.view, Qt.Key.Key_2, CONTROL | ALT)
    assert desk.report == before
    assert "words only" in messages.data()[0].text

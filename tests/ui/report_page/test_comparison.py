"""Any version against now: what changed in words, and a section brought back."""

import pytest
from PySide6.QtCore import QModelIndex, Qt, QUrl
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import AddBlock, RemoveBlock, ReplaceBlock, SetDetail
from oscb_desktop.operations.writing.versions import history
from oscb_desktop.report.content.blocks import FigureRef, Paragraph, Text
from oscb_desktop.report.language.wording import Kind, Piece
from oscb_desktop.ui.comparison.page import ComparisonPage
from oscb_desktop.ui.comparison.reading import Reading
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.history import HistoryPanel
from oscb_desktop.ui.widgets.messages import Messages
from tests.ui.report_page import samples

FIRST = 2  # the act after which the sample is as its tests expect it


@pytest.fixture
def page(desk: Desk, messages: Messages, qtbot: QtBot) -> ComparisonPage:
    made = ComparisonPage(desk, messages)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


def compared(page: ComparisonPage, qtbot: QtBot) -> str:
    page.show_since(FIRST, "“Accept”, 10:42")
    qtbot.waitUntil(lambda: page.data() is not None)
    return page.text.toPlainText()


def test_what_came_went_and_changed_is_said_in_words(
    page: ComparisonPage, desk: Desk, qtbot: QtBot
) -> None:
    desk.apply(ReplaceBlock(Paragraph("p3", (Text("Money came from four partners."),))))
    desk.apply(AddBlock("risks", 0, Paragraph("new", (Text("Staff are few."),))))
    desk.apply(RemoveBlock("p2"))
    desk.apply(SetDetail("committee", "People Committee"))
    text = compared(page, qtbot)
    assert page.title.text() == "Since “Accept”, 10:42"
    assert page.summary.text() == "The title and meeting changed. 3 sections changed."
    lines = text.replace("\u2028", "\n").splitlines()
    for said in ("Changed", "Added", "Removed", "Committee"):
        assert said in lines
    assert "Money came from threefour partners." in lines
    assert "What partners paid" not in text  # the rest stayed
    page.way.setCurrentIndex(1)
    assert "What partners paid" in page.text.toPlainText()


def test_words_that_came_and_went_are_told_apart_without_colour(
    page: ComparisonPage, desk: Desk, qtbot: QtBot
) -> None:
    desk.apply(ReplaceBlock(Paragraph("p3", (Text("Money came from four partners."),))))
    compared(page, qtbot)
    found: dict[str, tuple[bool, bool]] = {}
    block = page.text.document().begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            held = iterator.fragment().charFormat()
            found[iterator.fragment().text()] = (held.fontUnderline(), held.fontStrikeOut())
            iterator += 1
        block = block.next()
    assert found["three"] == (False, True)
    assert found["four"] == (True, False)


def test_a_version_can_be_read_as_it_was(page: ComparisonPage, desk: Desk, qtbot: QtBot) -> None:
    desk.apply(RemoveBlock("p1"))
    compared(page, qtbot)
    page.way.setCurrentIndex(2)
    assert page.title.text() == "As it was after “Accept”, 10:42"
    assert "The partners agreed £252,100 for the year." in page.text.toPlainText()


def test_a_section_is_brought_back_and_undone(
    page: ComparisonPage, desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    desk.apply(RemoveBlock("p1"))
    desk.apply(RemoveBlock("p3"))
    compared(page, qtbot)
    page.text.anchorClicked.emit(QUrl("bring:summary"))
    qtbot.waitUntil(lambda: desk.report.block("p1") is not None)
    assert desk.report.block("p3") is None
    assert desk.undo_label == "Bring back Executive summary"
    (message,) = messages.data()
    assert message.text == "“Executive summary” is as it was again."
    qtbot.waitUntil(lambda: page.summary.text() == "1 section changed: Money.")
    desk.undo()
    qtbot.waitUntil(lambda: desk.report.block("p1") is None)


def test_nothing_changed_is_said(page: ComparisonPage, qtbot: QtBot) -> None:
    compared(page, qtbot)
    assert page.summary.text() == "Nothing has changed since."


def test_escape_goes_back_to_the_text(page: ComparisonPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page.text, Qt.Key.Key_Escape)


def test_the_history_asks_for_a_comparison(desk: Desk, qtbot: QtBot) -> None:
    panel = HistoryPanel(desk)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    panel.list.setCurrentIndex(QModelIndex())  # a list that gets the focus chooses its first
    assert not panel.compare.isEnabled()
    panel.list.setCurrentIndex(panel.model.index(1))
    assert panel.compare.isEnabled()
    with qtbot.waitSignal(panel.compare_wanted) as wanted:
        qtbot.mouseClick(panel.compare, Qt.MouseButton.LeftButton)
    assert wanted.args[0] == 1
    assert wanted.args[1].startswith("“New report”, ")
    with qtbot.waitSignal(panel.compare_wanted):
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    entries: list[int] = []
    desk.read(
        lambda opened, _: [held.seq for held in history(opened)],
        lambda found: entries.extend(found),
    )
    qtbot.waitUntil(lambda: entries == [2, 1])


def test_marks_are_read_as_they_print(desk: Desk) -> None:
    reading = Reading(desk.report, desk.figures)
    assert reading.words(f"{{figure:{samples.COUNTY}}} in {{ref:p3}}") == "£252,100 in 3"
    assert reading.words("**bold** and \\*star\\*{note:why}") == "bold and *star* (footnote: why)"
    only_emphasis = [Piece(Kind.REMOVED, "*"), Piece(Kind.ADDED, "**"), Piece(Kind.SAME, "a")]
    assert [piece.text for piece in reading.pieces(only_emphasis)] == ["*", "**", "a"]
    block = Paragraph("x", (FigureRef("gone.figure.key"),))
    assert "gone.figure.key" in reading.words(f"{{figure:{block.runs[0].key}}}")  # type: ignore[union-attr]

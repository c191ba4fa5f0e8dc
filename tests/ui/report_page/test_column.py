"""Text stands in a column of at most 72 characters, however wide the window is."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import AddBlock, Several
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.template import find_template
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.editor.view import EditorView
from oscb_desktop.ui.report_page.exempt_marks import ExemptMarks
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers

WIDE = 1500
WORDS = (
    "Safeguarding children is a duty that the county council, the NHS and the police hold "
    "together. Its indicators are read by age, sex, ethnicity and disability, and the part that "
    "schools play gives the vulnerability of adolescents its background. The board brings "
    "together six local authorities, the integrated care board and both of its trusts. "
)


@pytest.fixture
def editor(desk: Desk, messages: Messages, workers: Workers, qtbot: QtBot) -> Editor:
    section = desk.report.sections[0].id
    added = tuple(
        AddBlock(section, number, Paragraph(f"long{number}", (Text(WORDS * 2),)))
        for number in range(60)
    )
    assert desk.apply(Several(added, "Write"))
    made = Editor(desk, messages, find_template(desk.report.template), workers.parallel)
    qtbot.addWidget(made)
    made.resize(WIDE, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def lines_of(view: EditorView, block: str) -> list[str]:
    document = view.report_document
    index = document.first_index(block=block)
    assert index is not None
    held = document.findBlockByNumber(index)
    document.documentLayout().blockBoundingRect(held)  # it is laid out so far
    lines = (held.layout().lineAt(at) for at in range(held.layout().lineCount()))
    text = held.text()
    return [text[line.textStart() : line.textStart() + line.textLength()] for line in lines]


def end_of_first_line(view: EditorView, block: str) -> QPoint:
    """Return where the first line of a block ends in the viewport."""
    document = view.report_document
    index = document.first_index(block=block)
    assert index is not None
    cursor = QTextCursor(document.findBlockByNumber(index))
    view.setTextCursor(cursor)
    view.ensureCursorVisible()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfLine)
    return view.cursorRect(cursor).center()


@pytest.mark.parametrize("width", [700, WIDE, 3000])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.2])
def test_no_line_is_longer_than_72_characters(editor: Editor, width: int, zoom: float) -> None:
    editor.resize(width, 600)
    editor.view.set_zoom(zoom)
    lengths = [len(line.rstrip()) for line in lines_of(editor.view, "long0")]
    assert max(lengths) <= 72
    assert max(lengths) >= 66  # nor is it wrapped before it is full


def test_the_same_words_stand_in_a_line_at_each_size_of_the_system_s_font(
    editor: Editor,
) -> None:
    before = lines_of(editor.view, "long0")
    font = editor.view.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    editor.view.setFont(font)
    larger = lines_of(editor.view, "long0")
    assert max(len(line.rstrip()) for line in larger) <= 72
    assert abs(len(larger) - len(before)) <= 1


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(
            st.integers(250, 2200), st.sampled_from([0.5, 1.0, 2.0]), st.sampled_from([0, 140])
        ),
        min_size=1,
        max_size=5,
    )
)
def test_it_wraps_at_its_column_or_else_at_the_edge(editor: Editor, steps: Any) -> None:
    view = editor.view
    for width, zoom, beside in steps:
        editor.resize(width, 600)
        view.set_zoom(zoom)
        view.leave_beside(beside)
        column, left = view.report_document.column_px, view.viewportMargins().left()
        room = left + view.viewport().width()
        assert view.document().textWidth() == min(column, room)
        assert view.viewport().width() >= min(column, room)  # nothing stands out of sight
        free = room - column
        assert left == max(0, free // 2 - 64)


def test_in_a_wide_window_nothing_is_wrapped_anew(editor: Editor, qtbot: QtBot) -> None:
    editor.show_place(block="long40")
    bar = editor.view.verticalScrollBar()
    high = editor.view.document().documentLayout().documentSize().height()  # all is laid out
    qtbot.waitUntil(lambda: bar.maximum() == round(high) - editor.view.viewport().height())
    top, wide = editor.view.cursorRect().top(), editor.view.document().textWidth()
    at, to = bar.value(), bar.maximum()
    heard: list[object] = []
    layout = editor.view.document().documentLayout()
    layout.documentSizeChanged.connect(heard.append)
    for width in range(WIDE, WIDE + 200, 7):
        editor.resize(width, 600)
    assert editor.view.document().textWidth() == wide
    assert (bar.value(), editor.view.cursorRect().top()) == (at, top)
    assert bar.maximum() == to
    assert heard == []


def test_a_click_beside_the_column_goes_to_the_line_there(editor: Editor, qtbot: QtBot) -> None:
    view = editor.view
    end = end_of_first_line(view, "long2")
    line = lines_of(view, "long2")[0]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(end.x() + 300, end.y()))
    assert (view.caret.block, view.caret.offset) == ("long2", len(line.rstrip()))
    place = view.viewport().mapTo(view, end)
    assert view.viewportMargins().left() > 100
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, place.y()))
    assert (view.caret.block, view.caret.offset) == ("long2", 0)
    assert view.hasFocus()


def test_words_are_selected_from_beside_the_column(editor: Editor, qtbot: QtBot) -> None:
    view = editor.view
    end = end_of_first_line(view, "long2")
    row = view.viewport().mapTo(view, end).y()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(20, row))
    across = view.viewport().mapTo(view, QPoint(end.x(), end.y()))
    qtbot.mouseMove(view, across)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=across)
    assert view.textCursor().selectedText() == lines_of(view, "long2")[0].rstrip()


def test_the_wheel_turns_beside_the_column_too(editor: Editor) -> None:
    view = editor.view
    turned = QWheelEvent(
        QPointF(20, 100),
        QPointF(view.mapToGlobal(QPoint(20, 100))),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = view.verticalScrollBar().value()
    QApplication.sendEvent(view, turned)
    assert view.verticalScrollBar().value() > before


def test_the_menu_beside_the_column_is_that_of_the_line_there(editor: Editor) -> None:
    view = editor.view
    end = end_of_first_line(view, "long2")
    place = QPoint(20, view.viewport().mapTo(view, end).y())
    menus: list[str] = []
    view.menu_wanted.connect(lambda _: menus.append(view.caret.block))
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, asked)
    assert menus == ["long2"]


def test_a_card_is_as_wide_as_the_column(editor: Editor) -> None:
    view = editor.view
    document = view.report_document
    index = document.first_index(block="t1")
    assert index is not None
    card = document.findBlockByNumber(index + 1)
    document.documentLayout().blockBoundingRect(card)
    wide = card.layout().lineAt(0).naturalTextWidth()
    assert wide == pytest.approx(document.formats.column, abs=3)


def test_marks_of_exempt_paragraphs_stay_beside_the_text(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    marks = ExemptMarks(editor.view, desk)
    desk.apply(MarkExempt("long0", 5, "Advice"))
    qtbot.waitUntil(marks.isVisible)
    for width in (WIDE, WIDE + 300, 500, WIDE):
        editor.resize(width, 600)
        assert marks.geometry() == editor.view.viewport().geometry()

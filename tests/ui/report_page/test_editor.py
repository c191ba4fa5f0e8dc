"""Writing in the editor: what keys do to the report, to the file and to what is seen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind, Spot, lines_of
from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import FigureRef, Heading, ListBlock, Paragraph
from oscb_desktop.report.content.document import Report, SectionState
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.report_page import samples

KEEP = QTextCursor.MoveMode.KeepAnchor


@pytest.fixture
def editor(desk: Desk, messages: Messages, workers: Workers, qtbot: QtBot) -> Editor:
    made = Editor(desk, messages, workers.parallel)
    qtbot.addWidget(made)
    made.resize(640, 900)
    made.show()
    made.view.setFocus()
    return made


@pytest.fixture
def go(editor: Editor) -> Callable[..., None]:
    """Put the caret into a block, by its markup's offset."""

    def put(block: str, offset: int = 0, kind: Kind = Kind.PARAGRAPH, item: int = 0) -> None:
        section = next(
            s.id for s in editor._desk.report.sections if any(b.id == block for b in s.blocks)
        )
        assert editor.view.set_caret(Spot(kind, section, block, item, offset))

    return put


def said(report: Report, block: str) -> str:
    """Return a paragraph as marked text."""
    held = report.block(block)
    assert isinstance(held, Paragraph)
    return markup.write(held.runs)


def shown_equals_report(editor: Editor) -> bool:
    """Whether the document shows just what the report says.

    A section's heading of which nothing is left is being worded anew: the report has none without.
    """
    document = editor.view.report_document
    lines = lines_of(editor._desk.report)
    read = [
        line.runs if line.kind is Kind.TITLE and not runs else runs
        for line, runs in ((line, document.read(at)[0]) for at, line in enumerate(lines))
    ]
    typed = [(line.runs if line.kind not in (Kind.GUIDANCE, Kind.CARD) else None) for line in lines]
    shown = [
        (runs if line.kind not in (Kind.GUIDANCE, Kind.CARD) else None)
        for runs, line in zip(read, lines, strict=True)
    ]
    return typed == shown and document.blockCount() == len(lines)


def select(editor: Editor, start: tuple[str, int], end: tuple[str, int]) -> None:
    document = editor.view.report_document
    cursor = editor.view.textCursor()
    for at, mode in ((start, QTextCursor.MoveMode.MoveAnchor), (end, KEEP)):
        index = document.first_index(block=at[0])
        assert index is not None
        cursor.setPosition(document.findBlockByNumber(index).position() + at[1], mode)
    editor.view.setTextCursor(cursor)


def test_typing_changes_the_report_at_once_and_the_file_after_a_pause(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p3", 5)
    qtbot.keyClicks(editor.view, " really")
    assert said(desk.report, "p3") == "Money really came from **three** partners."
    assert desk.unsaved
    with qtbot.waitSignal(desk.saved, timeout=30_000):
        pass
    assert not desk.unsaved
    assert said(desk._opened.file.report, "p3").startswith("Money really")


def test_a_burst_of_typing_is_one_step_of_undo(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    before = desk.report
    go("p3", 0)
    qtbot.keyClicks(editor.view, "All the ")
    with qtbot.waitSignal(desk.saved):
        desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)
    assert shown_equals_report(editor)
    desk.redo()
    qtbot.waitUntil(lambda: said(desk.report, "p3").startswith("All the Money"))
    assert shown_equals_report(editor)


def test_enter_splits_a_paragraph_and_backspace_joins_it_again(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    before = said(desk.report, "p1")
    go("p1", len("The partners agreed "))
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    first, second = desk.report.sections[0].blocks[:2]
    assert isinstance(second, Paragraph)
    assert said(desk.report, first.id) == "The partners agreed "
    assert second.runs[0] == FigureRef(samples.COUNTY)
    assert editor.view.caret == Spot(Kind.PARAGRAPH, "summary", second.id)
    assert editor.view.numbers[second.id] == 2
    qtbot.keyClick(editor.view, Qt.Key.Key_Backspace)
    assert said(desk.report, "p1") == before
    assert shown_equals_report(editor)


def test_delete_at_the_end_takes_the_next_paragraph_up(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p1", 10**6)
    qtbot.keyClick(editor.view, Qt.Key.Key_Delete)
    assert said(desk.report, "p1").endswith(
        "for the year.See {ref:p3} and [the law](https://example.org)."
    )
    assert desk.report.block("p2") is None


def test_control_enter_makes_the_next_paragraph_from_anywhere(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    editor.addActions(list(editor.actions_.values()))
    go("p3", 3)
    qtbot.keyClick(editor.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    editor.actions_["insert_paragraph"].trigger()
    added = desk.report.sections[1].blocks[2]
    assert added == Paragraph(added.id)
    qtbot.keyClicks(editor.view, "Next")
    assert said(desk.report, added.id) == "Next"


def test_deleting_a_chip_takes_the_reference_out(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p1", len("The partners agreed ") + 1)
    qtbot.keyClick(editor.view, Qt.Key.Key_Backspace)
    assert said(desk.report, "p1") == "The partners agreed  for the year."


def test_words_typed_after_a_chip_are_plain(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p1", len("The partners agreed ") + 1)
    qtbot.keyClicks(editor.view, "!")
    assert said(desk.report, "p1") == (
        f"The partners agreed {{figure:{samples.COUNTY}}}! for the year."
    )
    assert editor.view.report_document.is_clean(1)


def test_a_click_on_a_chip_asks_for_its_card_and_enter_does_it_again(
    editor: Editor, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p1", len("The partners agreed "))
    before = editor.view.cursorRect()
    point = QPoint(before.right() + 12, before.center().y())
    with qtbot.waitSignal(editor.figure_clicked) as clicked:
        qtbot.mouseClick(editor.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert clicked.args == [samples.COUNTY]
    with qtbot.waitSignal(editor.figure_clicked) as entered:
        qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    assert entered.args == [samples.COUNTY]


def test_hovering_tells_the_cell_a_figure_came_from(editor: Editor) -> None:
    words = editor.view.origin_of(samples.COUNTY)
    assert words == "County Council: Agreed: partnership-budget.xlsx, Contributions, C6"


def test_bold_on_a_selection_and_off_again(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    select(editor, ("p3", 0), ("p3", 5))
    qtbot.keyClick(editor.view, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert said(desk.report, "p3") == "**Money** came from **three** partners."
    select(editor, ("p3", 0), ("p3", 5))
    editor.actions_["bold"].trigger()
    assert said(desk.report, "p3") == "Money came from **three** partners."


def test_italic_for_what_is_typed_next(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p3", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor.view, "Now ")
    assert said(desk.report, "p3").startswith("*Now *Money")


def test_an_empty_section_says_what_to_write_and_one_button_starts_it(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    button = editor.overlays.button("risks")
    assert button is not None
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.report.sections[2].state is SectionState.DRAFT
    assert editor.overlays.button("risks") is None
    qtbot.keyClicks(editor.view, "None")
    assert markup.write(desk.report.sections[2].blocks[0].runs) == "None"


def test_typing_over_guidance_starts_the_section(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.view.set_caret(Spot(Kind.GUIDANCE, "risks", ""))
    qtbot.keyClicks(editor.view, "No")
    assert markup.write(desk.report.sections[2].blocks[0].runs) == "No"


def test_deleting_over_sections_keeps_their_headings(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    select(editor, ("p1", 4), ("p3", 6))
    qtbot.keyClick(editor.view, Qt.Key.Key_Delete)
    assert said(desk.report, "p1") == "The "
    assert said(desk.report, "p3") == "came from **three** partners."
    assert [section.title for section in desk.report.sections] == [
        "Executive summary",
        "Money",
        "Risks",
    ]
    assert desk.report.block("p2") is None
    assert shown_equals_report(editor)


def test_selecting_everything_and_typing_leaves_one_undo_away(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    editor.view.selectAll()
    qtbot.keyClick(editor.view, Qt.Key.Key_Delete)
    assert all(not section.blocks for section in desk.report.sections)
    assert shown_equals_report(editor)
    desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)
    assert shown_equals_report(editor)


def test_lists_grow_by_enter_and_end_at_an_empty_item(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("l1", 10**6, Kind.ITEM, 1)
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.view, "police")
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.view, "After the list.")
    items = desk.report.block("l1")
    assert isinstance(items, ListBlock)
    assert [markup.write(item) for item in items.items] == ["the council", "health", "police"]
    after = desk.report.sections[1].blocks[3]
    assert isinstance(after, Paragraph)
    assert markup.write(after.runs) == "After the list."


def test_a_paragraph_becomes_a_list_and_a_sub_heading_is_made(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p2", 2)
    editor.actions_["list"].trigger()
    assert isinstance(desk.report.block("p2"), ListBlock)
    editor.actions_["list"].trigger()
    assert isinstance(desk.report.block("p2"), Paragraph)
    editor.actions_["insert_heading"].trigger()
    qtbot.keyClicks(editor.view, "Costs")
    heading = desk.report.sections[0].blocks[2]
    assert heading == Heading(heading.id, "Costs")


def test_captions_are_typed_in_place(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("t1", 0, Kind.CAPTION)
    qtbot.keyClicks(editor.view, "In pounds: ")
    table = desk.report.block("t1")
    assert table is not None
    assert table.caption == "In pounds: What partners paid"
    assert shown_equals_report(editor)


def test_a_card_has_buttons_to_move_and_delete_it(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    editor.show_card("t1")
    bar = editor.overlays.bar
    assert bar.isVisible()
    assert bar.data() == "t1"
    with qtbot.waitSignal(editor.data_wanted) as wanted:
        qtbot.mouseClick(bar.change, Qt.MouseButton.LeftButton)
    assert wanted.args == ["table", "t1"]
    qtbot.mouseClick(bar.up, Qt.MouseButton.LeftButton)
    assert [block.id for block in desk.report.sections[1].blocks[:4]] == ["h1", "p3", "t1", "l1"]
    assert bar.data() == "t1"
    qtbot.mouseClick(bar.delete, Qt.MouseButton.LeftButton)
    assert desk.report.block("t1") is None
    assert not bar.isVisible()


def test_pasted_words_are_one_plain_paragraph_a_line(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    data = QMimeData()
    data.setText("First\r\nSecond\tpart\n\nThird ")
    QGuiApplication.clipboard().setMimeData(data)
    go("p3", 6)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    texts = [
        markup.write(block.runs)
        for block in desk.report.sections[1].blocks
        if isinstance(block, Paragraph)
    ]
    assert texts == ["Money First", "Second part", "Thirdcame from **three** partners."]


def test_what_is_copied_pastes_with_its_figures_and_reads_as_printed_elsewhere(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    select(editor, ("p1", 0), ("p1", 10**2 - 68))
    qtbot.keyClick(editor.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("The partners agreed £252,100 for")
    go("p3", 0)
    editor.view.paste()
    assert said(desk.report, "p3").startswith(f"The partners agreed {{figure:{samples.COUNTY}}}")


def test_a_figure_goes_into_the_sentence_and_the_numbers_follow(
    editor: Editor, desk: Desk, go: Callable[..., None]
) -> None:
    go("p3", 6)
    editor.insert_figure(samples.HEALTH)
    assert said(desk.report, "p3") == (
        f"Money {{figure:{samples.HEALTH}}}came from **three** partners."
    )
    index = editor.view.report_document.first_index(block="p3")
    assert index is not None
    assert editor.view.report_document.faces[index].chips == ("£60,500",)


def test_a_cross_reference_follows_its_paragraph(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p1", 10**6)
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.view, "x")
    index = editor.view.report_document.first_index(block="p2")
    assert index is not None
    qtbot.waitUntil(lambda: editor.view.report_document.faces[index].chips == ("paragraph 4",))


def test_find_counts_what_is_read_and_steps_round(
    editor: Editor, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p1", 0)
    editor.actions_["find"].trigger()
    qtbot.keyClicks(editor.find_bar.words, "252,100")
    assert editor.find_bar.data() == (1, 1)
    editor.find_bar.words.clear()
    qtbot.keyClicks(editor.find_bar.words, "PARTNERS")
    assert editor.find_bar.data() == (2, 4)
    for _ in range(3):
        qtbot.keyClick(editor.find_bar.words, Qt.Key.Key_Return)
    assert editor.find_bar.data() == (1, 4)
    assert editor.view.textCursor().selectedText() == "partners"
    assert editor.view.caret.block == "p1"
    qtbot.keyClick(editor.find_bar.words, Qt.Key.Key_Escape)
    assert not editor.find_bar.isVisible()


def test_an_edit_from_elsewhere_leaves_the_caret_where_it_was(
    editor: Editor, desk: Desk, go: Callable[..., None]
) -> None:
    from oscb_desktop.editing.changes import RemoveBlock

    go("p3", 7)
    desk.apply(RemoveBlock("p1"))
    assert editor.view.caret == Spot(Kind.PARAGRAPH, "money", "p3", 0, 7)
    assert editor.view.numbers["p3"] == 2


def test_the_document_is_put_right_when_something_else_edits_it(
    editor: Editor, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p3", 3)
    editor.view.textCursor().insertBlock()
    qtbot.waitUntil(lambda: shown_equals_report(editor))


def test_pointing_at_nothing_is_no_figure(editor: Editor) -> None:
    assert not editor.view.format_at(QPointF(2, 2)).isCharFormat()


def test_typing_on_a_table_that_was_clicked_changes_nothing(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    document = editor.view.report_document
    index = document.first_index(block="t1")
    assert index is not None
    area = editor.view.block_area(document.findBlockByNumber(index + 1))
    point = area.center().toPoint()
    qtbot.mouseClick(editor.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert editor.overlays.bar.data() == "t1"
    qtbot.keyClicks(editor.view, "gone?")
    assert desk.report == before
    qtbot.keyClick(editor.view, Qt.Key.Key_Delete)
    assert desk.report.block("t1") is None


def test_another_width_keeps_the_line_that_is_written_in_its_place(
    make_desk: Callable[..., Desk], messages: Messages, workers: Workers, qtbot: QtBot
) -> None:
    desk = make_desk(samples.report(60))
    editor = Editor(desk, messages, workers.parallel)
    qtbot.addWidget(editor)
    editor.resize(560, 700)
    editor.show()
    editor.show_place(block="x20")
    before = editor.view.cursorRect().top()
    editor.resize(900, 700)
    assert abs(editor.view.cursorRect().top() - before) <= 4
    editor.resize(560, 700)
    assert abs(editor.view.cursorRect().top() - before) <= 4


def test_the_buttons_of_looks_are_pressed_where_words_have_them(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Callable[..., None]
) -> None:
    go("p3", 0)
    bold = editor.actions_["bold"]
    assert not bold.isChecked()
    for _ in range(5):
        qtbot.keyClick(editor.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    bold.trigger()
    assert bold.isChecked()
    assert said(desk.report, "p3").startswith("**Money** came")
    assert editor.view.textCursor().selectedText() == "Money"  # still selected
    bold.trigger()
    assert not bold.isChecked()
    assert said(desk.report, "p3").startswith("Money came")
    go("p3", len("Money came from thr"))
    assert bold.isChecked()
    assert not editor.actions_["italic"].isChecked()
    editor.show_place(section="money")
    assert not bold.isChecked()  # a heading is bold by itself

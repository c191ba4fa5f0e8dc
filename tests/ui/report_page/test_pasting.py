"""Pasting into the editor: what other programs copy arrives as clean blocks, in one act."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind
from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import Heading, ListBlock, Paragraph, TableBlock, TypedTable
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.widgets.messages import Messages
from tests.ui.report_page.test_editor import editor, go, said, shown_equals_report

__all__ = ["editor", "go"]

CLIPBOARDS = Path(__file__).parents[2] / "words" / "samples"
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

Go = Callable[..., None]


def copied(html: str, text: str) -> None:
    data = QMimeData()
    data.setHtml(html)
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def sample(name: str, text: str = "words") -> None:
    copied((CLIPBOARDS / name).read_text(encoding="utf-8"), text)


def money(desk: Desk) -> list[str]:
    """Return the section "Money" in short: a letter for each kind, and its words."""
    found = []
    for block in desk.report.sections[1].blocks:
        if isinstance(block, Paragraph):
            found.append(f"p {markup.write(block.runs)}")
        elif isinstance(block, Heading):
            found.append(f"h {block.text}")
        elif isinstance(block, ListBlock):
            found.append("l " + " / ".join(markup.write(item) for item in block.items))
        else:
            found.append(f"{'t' if isinstance(block, TableBlock) else 'c'} {block.caption}")
    return found


def test_paragraphs_join_what_stands_around_the_caret(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    copied(
        "<p style='color:red'><b>First</b> one.</p><p>Second one, <i>and</i> </p>",
        "First one.\nSecond one, and",
    )
    go("p3", len("Money "))
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert money(desk)[1:3] == [
        "p Money **First** one.",
        "p Second one, *and*came from **three** partners.",
    ]
    assert editor.view.caret.offset == len("Second one, and")
    assert shown_equals_report(editor)
    before = editor.view.report_document.blockCount()
    desk.undo()
    qtbot.waitUntil(lambda: said(desk.report, "p3") == "Money came from **three** partners.")
    assert editor.view.report_document.blockCount() == before - 1


def test_headings_lists_and_tables_come_as_they_are(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, messages: Messages
) -> None:
    sample("word.html")
    go("p3", len("Money came"))
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    shown = money(desk)
    assert shown[:3] == ["h Contributions", "p Money came", "h Executive Summary"]
    assert "l Neglect / Exploitation" in shown
    table = next(block for block in desk.report.sections[1].blocks if isinstance(block, TableBlock))
    assert isinstance(table.source, TypedTable)
    assert table.source.rows[1] == ("Thames Valley\nPolice", "£91,150")
    # what stood behind the caret goes on after the table, in a paragraph of its own
    assert shown[shown.index("t ") + 1] == "p  from **three** partners."
    assert shown_equals_report(editor)
    told = messages.data()[-1]
    assert "A picture was left out" in told.text
    assert desk.undo_label == "Paste"


def test_cells_of_a_workbook_become_a_table_and_one_cell_goes_into_the_sentence(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    sample("excel.html")
    go("p3", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    added = [
        block
        for block in desk.report.sections[1].blocks
        if isinstance(block, TableBlock) and isinstance(block.source, TypedTable)
    ]
    assert len(added) == 1
    assert said(desk.report, money_paragraph(desk)) == "Money came from **three** partners."
    copied("<table><tr><td align=right>91,150</td></tr></table>", "91,150\n")
    go("p1", len("The partners agreed "))
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert said(desk.report, "p1").startswith("The partners agreed 91,150")


def money_paragraph(desk: Desk) -> str:
    blocks = desk.report.sections[1].blocks
    return next(block.id for block in blocks if isinstance(block, Paragraph) and block.runs)


def test_the_words_only_without_looks(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    copied("<h1>Title</h1><p><b>Bold</b></p>", "Title\nBold\n")
    go("p3", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL | SHIFT)
    assert money(desk)[1:3] == ["p Title", "p BoldMoney came from **three** partners."]


def test_paragraphs_pasted_into_a_list_are_items(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    copied("<p>the police</p><p>the schools</p>", "the police\nthe schools")
    go("l1", len("the council"), Kind.ITEM, 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert money(desk)[2] == "l the council / the police / the schools / health"


def test_a_table_pasted_into_a_list_parts_it(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    copied("<table><tr><td>A</td><td>B</td></tr></table>", "A\tB")
    go("l1", len("the council"), Kind.ITEM, 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert money(desk)[2:5] == ["l the council", "t ", "l health"]
    assert shown_equals_report(editor)


@pytest.mark.parametrize("kind", [Kind.HEADING, Kind.CAPTION])
def test_a_heading_pasted_into_a_title_is_words(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go, kind: Kind
) -> None:
    copied("<h2>In full: </h2>", "In full: ")
    go("h1" if kind is Kind.HEADING else "t1", 0, kind)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert money(desk)[0 if kind is Kind.HEADING else 3] in (
        "h In full:Contributions",
        "t In full:What partners paid",
    )


def test_an_empty_section_takes_a_paste(editor: Editor, desk: Desk, qtbot: QtBot, go: Go) -> None:
    sample("outlook.html")
    from oscb_desktop.editing.text.lines import Spot

    assert editor.view.set_caret(Spot(Kind.GUIDANCE, "risks", ""))
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert desk.report.sections[2].blocks
    assert shown_equals_report(editor)


def test_a_long_paste_is_read_beside_the_window(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    html = "".join(f"<p>Paragraph number {n} of a long page of words.</p>" for n in range(1500))
    copied(html, "words")
    go("p3", 0)
    before = len(desk.report.sections[1].blocks)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert len(desk.report.sections[1].blocks) == before
    qtbot.waitUntil(lambda: len(desk.report.sections[1].blocks) == before + 1499, timeout=10_000)
    assert money(desk)[1] == "p Paragraph number 0 of a long page of words."


def test_an_empty_clipboard_changes_nothing(
    editor: Editor, desk: Desk, qtbot: QtBot, go: Go
) -> None:
    before = desk.report
    QGuiApplication.clipboard().setMimeData(QMimeData())
    go("p3", 0)
    qtbot.keyClick(editor.view, Qt.Key.Key_V, CONTROL)
    assert desk.report == before

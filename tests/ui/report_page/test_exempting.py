"""Marking exempt in the window: the panel, the marks in the text, what the public sees, export."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import RemoveBlock
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.editing.text import edits
from oscb_desktop.editing.text.lines import Kind, Spot
from oscb_desktop.report.content.blocks import TableBlock
from oscb_desktop.report.content.rows import row_keys
from oscb_desktop.report.exempt.exemptions import Edition, exemption_of, law
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.exempt import ExemptPanel
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.shapes import Tone, colour
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page.pages import words_of

WHY = "Talks with a provider are under way"


@pytest.fixture
def page(
    desk: Desk, workers: Workers, messages: Messages, tmp_path: Path, qtbot: QtBot
) -> Iterator[ReportPage]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = ReportPage(desk, workers, messages, ToldChoosers(), settings=settings)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def panel(page: ReportPage) -> ExemptPanel:
    page.editor.show_place(block="p1")
    page.actions()["exempt"].trigger()
    return page.exempting.panel


def choices(panel: ExemptPanel) -> list[tuple[str, tuple[str, str]]]:
    box = panel.target
    return [(box.itemText(at), box.itemData(at)) for at in range(box.count())]


def table_of(desk: Desk) -> TableBlock:
    return next(block for block in desk.report.blocks() if isinstance(block, TableBlock))


def test_the_action_opens_the_panel_on_the_paragraph_of_the_caret(
    page: ReportPage, panel: ExemptPanel
) -> None:
    assert page.panels.data() == "exempt"
    assert panel.data() == ("p1", "")
    assert choices(panel)[0][0] == "Paragraph 1"
    assert [panel.paragraph.itemData(at) for at in range(7)] == [
        ground.number for ground in law().paragraph
    ]
    third = law().ground(3)
    assert third is not None
    assert third.covers in panel.covers.text()


def test_marking_needs_a_reason_and_then_is_one_act(
    desk: Desk, panel: ExemptPanel, qtbot: QtBot
) -> None:
    qtbot.mouseClick(panel.mark, Qt.MouseButton.LeftButton)
    assert "needs a reason" in panel.note.text()
    assert desk.report.exemptions == ()
    panel.reason.setPlainText(WHY)
    panel.paragraph.setCurrentIndex(panel.paragraph.findData(5))
    qtbot.mouseClick(panel.mark, Qt.MouseButton.LeftButton)
    held = exemption_of(desk.report, "p1")
    assert held is not None
    assert (held.paragraph, held.reason) == (5, WHY)
    assert desk.undo_label == "Mark exempt (paragraph 5)"
    assert [row.words for row in panel.marks] == ["Paragraph 1"]
    qtbot.mouseClick(panel.take_off, Qt.MouseButton.LeftButton)
    assert desk.report.exemptions == ()
    assert panel.reason.toPlainText() == ""


def test_a_row_of_a_table_can_be_chosen(
    desk: Desk, page: ReportPage, panel: ExemptPanel, qtbot: QtBot
) -> None:
    table = table_of(desk)
    page.editor.show_place(block=table.id)
    keys = [key for key, _ in row_keys(table.source, desk.figures)]
    assert [target for _, target in choices(panel)][1 : 1 + len(keys)] == [
        (table.id, key) for key in keys
    ]
    panel.target.setCurrentIndex(1)
    panel.reason.setPlainText(WHY)
    qtbot.mouseClick(panel.mark, Qt.MouseButton.LeftButton)
    assert exemption_of(desk.report, table.id, keys[0]) is not None
    assert page.exempting.marks.data() == {table.id: "Exempt\nin part"}


def test_a_mark_that_lost_its_place_is_listed_and_can_be_taken_off(
    desk: Desk, panel: ExemptPanel, qtbot: QtBot
) -> None:
    desk.apply(MarkExempt("p1", 3, WHY))
    desk.apply(RemoveBlock("p1"))
    assert [row.words for row in panel.marks] == ["Something that is no longer in the report"]
    qtbot.mouseClick(panel.marks[0].take_off, Qt.MouseButton.LeftButton)
    assert desk.report.exemptions == ()
    assert panel.marks == []


def test_the_mark_shows_beside_the_text_in_words_and_shape(
    desk: Desk, page: ReportPage, qtbot: QtBot
) -> None:
    marks = page.exempting.marks
    page.editor.show_place(block="p1")
    assert not marks.isVisible()
    desk.apply(MarkExempt("p1", 3, WHY))
    assert marks.isVisible()
    assert marks.data() == {"p1": "Exempt"}
    assert marks.geometry() == page.editor.view.viewport().geometry()

    def painted() -> int:
        image = page.editor.view.grab().toImage()
        ink = colour(Tone.WARN, page.palette())
        return sum(image.pixelColor(x, y) == ink for x in range(60) for y in range(image.height()))

    assert painted() > 30
    page.editor.view.verticalScrollBar().setValue(0)
    assert marks.geometry() == page.editor.view.viewport().geometry()
    desk.undo()
    qtbot.waitUntil(lambda: not marks.isVisible())


def test_both_halves_of_a_divided_exempt_paragraph_are_marked(desk: Desk, page: ReportPage) -> None:
    desk.apply(MarkExempt("p1", 3, WHY))
    section = desk.report.section_of("p1")
    assert section is not None
    edit = edits.split(desk.report, Spot(Kind.PARAGRAPH, section.id, "p1", offset=4))
    assert edit is not None
    desk.apply(edit.change)
    assert len(desk.report.exemptions) == 2
    assert set(page.exempting.marks.data().values()) == {"Exempt"}


def test_the_preview_shows_what_the_public_sees_or_everything(
    desk: Desk, page: ReportPage, qtbot: QtBot
) -> None:
    def text() -> str:
        sheets = page.preview.view.sheets
        assert sheets is not None
        return " ".join(words_of(sheets))

    with qtbot.waitSignal(page.preview.refreshed, timeout=10_000):
        desk.apply(MarkExempt("p1", 3, WHY))
    assert "Paragraph 1 is not published" in text()
    assert "NOT FOR PUBLICATION" not in text()
    action = page.actions()["public_view"]
    assert action.isChecked()
    with qtbot.waitSignal(page.preview.refreshed, timeout=10_000):
        action.trigger()
    assert page.preview.edition is Edition.EXEMPT
    assert "The partners agreed" in text()
    assert "NOT FOR PUBLICATION" in text()


def test_export_asks_for_the_edition_only_where_there_are_two(desk: Desk, page: ReportPage) -> None:
    page.actions()["export"].trigger()
    assert not page.export.edition.isVisible()
    assert page.export.data().edition is Edition.PUBLIC
    desk.apply(MarkExempt("p1", 3, WHY))
    page.actions()["export"].trigger()
    assert page.export.edition.isVisible()
    page.export.edition.setCurrentIndex(1)
    assert page.export.data().edition is Edition.EXEMPT
    page.actions()["export"].trigger()
    assert page.export.data().edition is Edition.PUBLIC

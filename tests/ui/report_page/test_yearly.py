"""Coverage of what a report has to say, and text carried over from last year."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.annotating import SetCarried
from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.operations.writing.coverage import cover
from oscb_desktop.report.checks.coverage import find_requirements
from oscb_desktop.report.content.blocks import Paragraph, Text, block_hash
from oscb_desktop.report.content.committees import known_template
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.panels.coverage import CoverageModel, CoveragePanel
from oscb_desktop.ui.report_page.yearly import Yearly
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers

SET = "working-together-2023"


@pytest.fixture
def panel(desk: Desk, workers: Workers, qtbot: QtBot) -> CoveragePanel:
    text = "We trained more practitioners: training places were taken up and practice improved."
    desk.apply(ReplaceBlock(Paragraph("p3", (Text(text),))))
    matrix = Watcher(desk, workers.parallel, lambda snapshot: cover(snapshot, SET))
    made = CoveragePanel(desk, matrix, lambda: find_requirements(SET, "2025-26"))
    matrix.setParent(made)
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() > 5)
    return made


def choose(panel: CoveragePanel, title: str) -> int:
    for at in range(panel.model.rowCount()):
        index = panel.model.index(at)
        if panel.model.data(index) == title:
            panel.list.setCurrentIndex(index)
            return at
    raise AssertionError(title)


def test_a_gap_is_closed_by_the_paragraph_that_covers_it(
    panel: CoveragePanel, desk: Desk, qtbot: QtBot
) -> None:
    at = choose(panel, "Impact on children and families")
    assert panel.data()[at] == "Gap: nothing covers it yet."
    assert not panel.mark.isEnabled()
    panel.show_place("summary", "p2")
    assert panel.mark.text().replace("&", "") == "Paragraph 2 covers it"
    qtbot.mouseClick(panel.mark, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.data()[at] == "Covered: Paragraph 2, but without figures.")
    assert desk.report.annotations.blocks_meeting("impact") == ("p2",)
    assert panel.list.currentIndex().row() == at
    with qtbot.waitSignal(panel.place_wanted) as wanted:
        qtbot.mouseClick(panel.links[0], Qt.MouseButton.LeftButton)
    assert wanted.args == ["p2"]
    assert panel.mark.text().replace("&", "") == "Paragraph 2 does not cover it"
    qtbot.mouseClick(panel.mark, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.data()[at] == "Gap: nothing covers it yet.")


def test_a_suggestion_is_confirmed_by_a_person(
    panel: CoveragePanel, desk: Desk, qtbot: QtBot
) -> None:
    at = choose(panel, "Training and its impact")
    assert panel.data()[at] == "Perhaps: Paragraph 3. Nobody has confirmed it."
    qtbot.mouseClick(panel.confirm, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.data()[at].startswith("Covered: Paragraph 3"))
    assert not panel.confirm.isVisible()
    desk.undo()
    qtbot.waitUntil(lambda: panel.data()[at].startswith("Perhaps"))
    assert "0 of 15 covered." in panel.summary.text()


def test_the_rows_are_a_sound_model(panel: CoveragePanel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(panel.model)
    fresh = CoverageModel()
    qtmodeltester.check(fresh)
    assert fresh.rowCount() == 0


def test_a_paragraph_carried_over_is_said_to_be_still_right(
    desk: Desk, workers: Workers, messages: Messages, qtbot: QtBot
) -> None:
    block = desk.report.block("p3")
    assert block is not None
    desk.apply(SetCarried("p3", block_hash(block)))
    template = known_template(desk.report)
    editor = Editor(desk, messages, workers.parallel)
    qtbot.addWidget(editor)
    editor.show()
    yearly = Yearly(desk, workers.parallel, editor, template, editor)
    still = yearly.actions()["still_right"]
    assert not still.isEnabled()
    editor.show_place(block="p3")
    assert still.isEnabled()
    editor.view.moveCursor(QTextCursor.MoveOperation.Start)
    assert not still.isEnabled()
    editor.show_place(block="p3")
    still.trigger()
    assert desk.report.annotations.carried == ()
    assert not still.isEnabled()
    assert desk.undo_label == "Still right"
    assert yearly.coverage is not None
    qtbot.addWidget(yearly.coverage)

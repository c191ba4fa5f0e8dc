"""The checks panel: groups, places, help, and setting a problem aside by name."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import Place, Problem, Severity
from oscb_desktop.operations.writing.checking import CheckResult
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.check_rows import CheckModel
from oscb_desktop.ui.panels.checks import Checker, ChecksPanel
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(desk: Desk, workers: Workers, messages: Messages, qtbot: QtBot) -> ChecksPanel:
    checker = Checker(desk, workers.parallel)
    made = ChecksPanel(desk, checker, messages)
    checker.setParent(made)
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0, timeout=10_000)
    return made


def shown(panel: ChecksPanel) -> list[str]:
    return [panel.model.index(row).data() for row in range(panel.model.rowCount())]


def choose(panel: ChecksPanel, qtbot: QtBot, words: str) -> Problem:
    row = next(n for n, said in enumerate(shown(panel)) if words in said)
    index = panel.model.index(row)
    panel.list.scrollTo(index)
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(index).center())
    problem = panel.model.problem(row)
    assert problem is not None
    return problem


def test_what_blocks_comes_first_and_each_group_says_how_many(panel: ChecksPanel) -> None:
    said = shown(panel)
    heads = [
        line
        for line in said
        if line.endswith(")") and panel.model.problem(said.index(line)) is None
    ]
    assert heads[0].startswith("Stops a final export (")
    assert heads[1].startswith("Look at before you publish (")
    standing = [panel.model.problem(row) for row in panel.model.standing()]
    order = [Severity.BLOCK, Severity.WARN, Severity.NOTE]
    ranks = [order.index(held.severity) for held in standing if held is not None]
    assert ranks == sorted(ranks)
    count = int(heads[0].split("(")[1].rstrip(")"))
    assert ranks.count(0) == count
    assert panel.summary.text().startswith(str(count))


def test_a_click_goes_to_the_place_and_shows_why_it_matters(
    panel: ChecksPanel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.place_wanted) as wanted:
        problem = choose(panel, qtbot, "has nothing in it yet")
    assert wanted.args == [problem.place]
    assert panel.detail.isVisible()
    assert panel.detail.title.text() == "A section that the template requires is empty"
    assert not panel.detail.open_form.isVisible()  # what blocks is put right, not set aside


def test_a_heading_is_passed_over(panel: ChecksPanel, qtbot: QtBot) -> None:
    index = panel.model.index(0)
    with qtbot.assertNotEmitted(panel.place_wanted):
        qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(index).center())
    assert not panel.detail.isVisible()


def test_a_problem_is_set_aside_by_name_and_stands_again_when_the_text_changes(
    panel: ChecksPanel, desk: Desk, qtbot: QtBot
) -> None:
    draft = choose(panel, qtbot, "Still a draft")
    before = panel.model.standing()
    qtbot.mouseClick(panel.detail.open_form, LEFT)
    assert not panel.detail.send.isEnabled()
    qtbot.keyClicks(panel.detail.reason, "It is finished elsewhere")
    qtbot.keyClicks(panel.detail.name, "A. Officer, clerk")
    qtbot.keyClick(panel.detail.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.model.standing()) == len(before) - 1, timeout=10_000)
    assert "Set aside (1)" in shown(panel)
    last = panel.model.rowCount() - 1
    assert panel.model.problem(last) == draft
    spoken = panel.model.index(last).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Set aside: Still a draft")
    assert "“It is finished elsewhere” A. Officer, clerk" in spoken
    assert desk.undo_label is not None
    assert desk.undo_label.startswith("Set aside:")
    # the text it was about changes: it stands again
    from oscb_desktop.editing.changes import RemoveBlock

    desk.apply(RemoveBlock("p2"))
    qtbot.waitUntil(lambda: len(panel.model.standing()) == len(before), timeout=10_000)


def test_what_was_set_aside_is_let_stand_again(
    panel: ChecksPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, qtbot, "Still a draft")
    qtbot.mouseClick(panel.detail.open_form, LEFT)
    qtbot.keyClicks(panel.detail.reason, "Because")
    qtbot.keyClicks(panel.detail.name, "Clerk")
    qtbot.mouseClick(panel.detail.send, LEFT)
    qtbot.waitUntil(lambda: "Set aside (1)" in shown(panel), timeout=10_000)
    choose(panel, qtbot, "Still a draft")
    qtbot.mouseClick(panel.detail.restore, LEFT)
    qtbot.waitUntil(lambda: "Set aside (1)" not in shown(panel), timeout=10_000)
    assert desk.report.annotations.waivers == ()


def test_escape_leaves_the_form_and_nothing_is_set_aside(
    panel: ChecksPanel, desk: Desk, qtbot: QtBot
) -> None:
    before = desk.report
    choose(panel, qtbot, "Still a draft")
    qtbot.mouseClick(panel.detail.open_form, LEFT)
    qtbot.keyClicks(panel.detail.reason, "Because")
    qtbot.keyClick(panel.detail.reason, Qt.Key.Key_Escape)
    assert not panel.detail.form.isVisible()
    assert panel.detail.open_form.isVisible()
    assert desk.report == before


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = CheckModel()
    qtmodeltester.check(model)
    found = tuple(
        Problem(code="a", severity=severity, message="Look.", remedy="Mend it.", place=Place())
        for severity in (Severity.BLOCK, Severity.NOTE)
    )
    assert model.show_result(CheckResult(found))
    assert not model.show_result(CheckResult(found))
    assert model.standing() == [1, 3]
    qtmodeltester.check(model)

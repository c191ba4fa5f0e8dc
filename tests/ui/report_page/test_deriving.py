"""Working a figure out in the window, by real keys."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.report.content.figures import Formula, decimal_text
from oscb_desktop.report.content.formulas import OPERATIONS
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.figures.derive_form import DeriveForm
from oscb_desktop.ui.figures.picker import FigureStore
from oscb_desktop.ui.panels.figures import FiguresPanel
from oscb_desktop.ui.workers import Workers
from tests.ui.report_page import samples

SET = "partnership-budget-contributions"
KEY = "derived.health-of-county.value"
WAIT_MS = 30_000


@pytest.fixture
def panel(desk: Desk, workers: Workers, qtbot: QtBot) -> FiguresPanel:
    store = FigureStore(desk, workers.parallel)
    qtbot.waitUntil(lambda: store.index is not None)
    made = FiguresPanel(desk, store, workers.parallel)
    qtbot.addWidget(made)
    made.resize(420, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def open_form(panel: FiguresPanel, qtbot: QtBot) -> DeriveForm:
    panel.work_out.setFocus()
    qtbot.keyClick(panel.work_out, Qt.Key.Key_Space)
    qtbot.waitUntil(panel.form.isVisible)
    return panel.form


def add(panel: FiguresPanel, words: str, qtbot: QtBot) -> None:
    panel.picker.words.selectAll()
    qtbot.keyClicks(panel.picker.words, words)
    qtbot.keyClick(panel.picker.words, Qt.Key.Key_Return)


def test_a_share_is_worked_out_and_kept_by_keys(
    panel: FiguresPanel, desk: Desk, qtbot: QtBot
) -> None:
    form = open_form(panel, qtbot)
    assert form.operation.hasFocus()
    while form.operation.currentData() != "share":
        qtbot.keyClick(form.operation, Qt.Key.Key_Down)
    assert form.note.text() == "Add: Part, Whole."
    add(panel, "integrated agreed", qtbot)
    add(panel, "county agreed", qtbot)
    assert [form.inputs.item(at).text() for at in range(2)] == [
        "Part: Integrated Care Board: Agreed: £60,500", "Whole: County Council: Agreed: £252,100",
    ]  # fmt: skip
    assert form.result.text() == "24.0%"
    assert not form.keep.isEnabled()
    qtbot.keyClicks(form.name, "Health of county")
    assert form.keep.isEnabled()
    qtbot.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.figures.get(KEY) is not None, timeout=WAIT_MS)
    figure = desk.figures.get(KEY)
    assert figure is not None
    assert figure.value is not None
    assert decimal_text(round(figure.value, 3)) == "23.998"
    assert figure.origin == Formula(
        text=f"share({samples.HEALTH}, {samples.COUNTY})", inputs=(samples.HEALTH, samples.COUNTY)
    )
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: panel.picker.data() == KEY, timeout=WAIT_MS)
    desk.undo()
    qtbot.waitUntil(lambda: desk.figures.get(KEY) is None, timeout=WAIT_MS)


def test_what_is_wrong_is_said_as_it_is_put_together(panel: FiguresPanel, qtbot: QtBot) -> None:
    form = open_form(panel, qtbot)
    assert form.note.text() == "Add: Figure."
    add(panel, "police received", qtbot)
    assert form.result.text() == "[x]"
    assert "not available" in form.note.text()
    add(panel, "county agreed", qtbot)
    form.inputs.setFocus()
    qtbot.keyClick(form.inputs, Qt.Key.Key_Home)
    qtbot.keyClick(form.inputs, Qt.Key.Key_Delete)
    assert form.result.text() == "£252,100"
    assert form.note.text() == "Give it a name."
    qtbot.keyClick(form.inputs, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert panel.work_out.hasFocus()


def test_an_operation_takes_no_more_figures_than_it_has_places_for(
    panel: FiguresPanel, qtbot: QtBot
) -> None:
    form = open_form(panel, qtbot)
    form.operation.setCurrentIndex(form.operation.findData("change"))
    for _ in range(3):
        add(panel, "county agreed", qtbot)
    assert form.inputs.count() == 2
    assert not form.add_button.isEnabled()
    assert form.result.text() == "0%"


def test_every_operation_can_be_chosen(panel: FiguresPanel) -> None:
    form = panel.form
    held = [form.operation.itemData(at) for at in range(form.operation.count())]
    assert held == list(OPERATIONS)
    for at in range(form.operation.count()):
        form.operation.setCurrentIndex(at)
        assert form.note.text().startswith("Add: ")


def test_enter_puts_a_figure_into_the_text_while_the_form_is_closed(
    panel: FiguresPanel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.insert_wanted) as wanted:
        add(panel, "county agreed", qtbot)
    assert wanted.args == [samples.COUNTY]
    form = open_form(panel, qtbot)
    with qtbot.assertNotEmitted(panel.insert_wanted):
        add(panel, "county agreed", qtbot)
    assert form.inputs.count() == 1

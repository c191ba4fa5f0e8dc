"""Choosing figures: the list, the popup, the card, tables and charts."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.base.progress import silent
from oscb_desktop.report.content.blocks import ChartBlock, KeysTable, SetTable, TableBlock
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.figures.index import build_index
from oscb_desktop.ui.figures.model import FigureModel
from oscb_desktop.ui.figures.picker import FigureStore
from oscb_desktop.ui.figures.popup import FigurePopup
from oscb_desktop.ui.panels.data import DataPanel
from oscb_desktop.ui.panels.figures import FiguresPanel
from oscb_desktop.ui.workers import Workers
from tests.ui.report_page import samples

SET = "partnership-budget-contributions"


@pytest.fixture
def store(desk: Desk, workers: Workers, qtbot: QtBot) -> FigureStore:
    made = FigureStore(desk, workers.parallel)
    qtbot.waitUntil(lambda: made.index is not None)
    return made


def test_the_model_is_well_behaved(qtmodeltester: ModelTester) -> None:
    model = FigureModel(checkable=True)
    qtmodeltester.check(model)
    model.set_index(build_index(Figures.of([samples.budget()]), silent))
    qtmodeltester.check(model)
    model.set_words("police")
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "Police: Agreed",
        "Police: Received",
    ]


def test_words_are_found_in_label_value_period_and_cell() -> None:
    model = FigureModel()
    model.set_index(build_index(Figures.of([samples.budget()]), silent))
    for words in ("county AGREED", "252,100 agreed", "2025-26 council agreed", "· c6"):
        model.set_words(words)
        entry = model.entry(0)
        assert entry is not None
        assert entry.key == samples.COUNTY
        assert model.rowCount() == 1


def test_thousands_of_figures_narrow_with_each_word() -> None:
    model = FigureModel()
    model.set_index(build_index(Figures.of([samples.budget(extra=20_000)]), silent))
    assert model.rowCount() > 40_000
    counts = []
    for words in ("d", "di", "district 1", "district 19999", ""):
        model.set_words(words)
        counts.append(model.rowCount())
    assert counts[:4] == sorted(counts[:4], reverse=True)
    assert 0 < counts[3] < 10
    assert counts[4] > 40_000


def test_the_popup_filters_and_enter_takes_the_figure(store: FigureStore, qtbot: QtBot) -> None:
    over = QWidget()
    over.resize(700, 500)
    qtbot.addWidget(over)
    popup = FigurePopup(store, over)
    over.show()
    popup.open_at(QRect(680, 480, 2, 18))
    assert over.rect().contains(popup.geometry())
    qtbot.keyClicks(popup.picker.words, "agreed")
    qtbot.keyClick(popup.picker.words, Qt.Key.Key_Down)
    with qtbot.waitSignal(popup.chosen) as chosen:
        qtbot.keyClick(popup.picker.words, Qt.Key.Key_Return)
    assert chosen.args == [samples.HEALTH]
    assert not popup.isVisible()
    popup.open_at(QRect(10, 10, 2, 18))
    assert popup.picker.words.text() == ""
    with qtbot.waitSignal(popup.closed):
        qtbot.keyClick(popup.picker.words, Qt.Key.Key_Escape)


def test_the_card_tells_the_cell_the_hash_who_and_where_it_is_used(
    desk: Desk, store: FigureStore, workers: Workers, qtbot: QtBot
) -> None:
    panel = FiguresPanel(desk, store, workers.parallel)
    qtbot.addWidget(panel)
    panel.show_figure(samples.COUNTY)
    qtbot.waitUntil(lambda: panel.card.data() is not None)
    card = panel.card.data()
    assert card is not None
    assert card.printed == "£252,100"
    assert dict(panel.card._facts(card))["Cell"] == "C6"
    assert dict(panel.card._facts(card))["Imported by"] == "Business manager"
    assert {use.words for use in card.used_in} >= {"Paragraph 1", "Table 1"}
    assert panel.picker.data() == samples.COUNTY
    with qtbot.waitSignal(panel.workbook_wanted) as wanted:
        qtbot.mouseClick(panel.card.open, Qt.MouseButton.LeftButton)
    assert wanted.args == [samples.COUNTY]


def test_a_total_tells_what_it_was_worked_out_from(
    desk: Desk, store: FigureStore, workers: Workers, qtbot: QtBot
) -> None:
    panel = FiguresPanel(desk, store, workers.parallel)
    qtbot.addWidget(panel)
    panel.show_figure(f"{SET}.total.agreed")
    qtbot.waitUntil(lambda: panel.card.data() is not None and len(panel.card.data().inputs) == 3)
    card = panel.card.data()
    assert card is not None
    assert dict(panel.card._facts(card))["Worked out"] == "sum of 3 rows"


def test_a_table_of_a_return_is_made_with_its_caption(
    desk: Desk, store: FigureStore, qtbot: QtBot
) -> None:
    panel = DataPanel(desk, store)
    qtbot.addWidget(panel)
    panel.open_for("table", None)
    card = panel.data()
    assert card is not None
    assert card.rows[0][0] == "County Council"
    assert panel.caption.text() == panel.views.item(0).text()
    panel.caption.setText("What partners gave")
    with qtbot.waitSignal(panel.made) as made:
        qtbot.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    block = made.args[0]
    assert isinstance(block, TableBlock)
    assert block.caption == "What partners gave"
    assert isinstance(block.source, SetTable)
    assert block.source.set_id == SET


def test_figures_picked_one_by_one_keep_their_order_and_own_words(
    desk: Desk, store: FigureStore, qtbot: QtBot
) -> None:
    panel = DataPanel(desk, store)
    qtbot.addWidget(panel)
    panel.open_for("chart", None)
    panel.tabs.setCurrentIndex(1)
    assert not panel.accept.isEnabled()
    for key in (samples.HEALTH, samples.COUNTY):
        model = panel.picker.model
        index = model.index(model.row_of(key))
        model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    panel.rows.item(0).setText("Health")
    source = panel.source()
    assert source == KeysTable(
        keys=(samples.HEALTH, samples.COUNTY), labels=("Health", "County Council: Agreed")
    )
    with qtbot.waitSignal(panel.made) as made:
        panel.caption.setText("Two partners")
        qtbot.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    assert isinstance(made.args[0], ChartBlock)


def test_changing_a_table_keeps_its_place_and_id(
    desk: Desk, store: FigureStore, qtbot: QtBot
) -> None:
    panel = DataPanel(desk, store)
    qtbot.addWidget(panel)
    held = desk.report.block("t1")
    assert isinstance(held, TableBlock)
    panel.open_for("table", held)
    assert panel.caption.text() == "What partners paid"
    panel.caption.setText("Paid")
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    changed = desk.report.block("t1")
    assert isinstance(changed, TableBlock)
    assert changed.caption == "Paid"

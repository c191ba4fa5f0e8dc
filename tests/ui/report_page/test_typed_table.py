"""Tables typed by hand: cells by keys, rows and columns by buttons, cells of a workbook pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.report.content.blocks import Span, TableBlock, TypedTable
from oscb_desktop.report.content.typed_tables import header_rows, spans_of
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.typed_grid import TypedGrid, TypedModel
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers


@pytest.fixture
def page(desk: Desk, workers: Workers, messages: Messages, qtbot: QtBot) -> ReportPage:
    made = ReportPage(desk, workers, messages, ToldChoosers())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


@pytest.fixture
def grid(qtbot: QtBot) -> TypedGrid:
    made = TypedGrid()
    qtbot.addWidget(made)
    made.resize(420, 360)
    made.show()
    made.view.setFocus()
    return made


def type_in(grid: TypedGrid, qtbot: QtBot, *words: str) -> None:
    """Type words cell by cell, Tab after each, as fingers do."""
    for word in words:
        for letter in word:
            qtbot.keyClicks(QApplication.focusWidget(), letter)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)


def test_a_typed_table_goes_into_the_report_and_is_changed_there(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    page.editor.show_place(block="p3")
    page.actions()["insert_table"].trigger()
    panel = page.data_panel
    panel.tabs.setCurrentWidget(panel.typed)
    assert not panel.accept.isEnabled()
    panel.typed.view.setFocus()
    panel.typed.model.put(0, 0, [["Partner", "Paid"], ["Police", "91,150"]])
    panel.caption.setText("Who paid")
    assert panel.accept.isEnabled()
    qtbot.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    made = desk.report.sections[1].blocks[2]
    assert isinstance(made, TableBlock)
    assert made.caption == "Who paid"
    assert made.source == TypedTable(rows=(("Partner", "Paid"), ("Police", "91,150")))
    page.editor.show_card(made.id)
    qtbot.mouseClick(page.editor.overlays.bar.change, Qt.MouseButton.LeftButton)
    assert panel.tabs.currentWidget() is panel.typed
    assert panel.typed.model.rows() == made.source.rows
    panel.typed.model.setData(panel.typed.model.index(1, 1), "91,151")
    qtbot.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    changed = desk.report.block(made.id)
    assert isinstance(changed, TableBlock)
    assert changed.source == TypedTable(rows=(("Partner", "Paid"), ("Police", "91,151")))


def test_a_chart_is_not_typed(page: ReportPage, desk: Desk) -> None:
    page.actions()["insert_chart"].trigger()
    panel = page.data_panel
    assert not panel.tabs.isTabVisible(panel.tabs.indexOf(panel.typed))


def test_tab_goes_from_cell_to_cell_and_into_a_new_row(grid: TypedGrid, qtbot: QtBot) -> None:
    grid.model.resize(2, 2)
    type_in(grid, qtbot, "Partner", "Paid", "Police", "40", "Health", "50")
    assert grid.model.rows() == (("Partner", "Paid"), ("Police", "40"), ("Health", "50"))


def test_delete_empties_and_cells_of_a_workbook_are_pasted(grid: TypedGrid, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText("Partner\tPaid\tIn kind\tSum\r\nPolice\t40\t\t40\r\n")
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keyClick(grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert grid.model.rows() == (("Partner", "Paid", "In kind", "Sum"), ("Police", "40", "", "40"))
    assert grid.columns.value() == 4
    grid.view.setCurrentIndex(grid.model.index(1, 3))
    qtbot.keyClick(grid.view, Qt.Key.Key_Delete)
    assert grid.model.rows()[1] == ("Police", "40", "", "")


def test_rows_and_columns_are_put_in_and_taken_out(grid: TypedGrid, qtbot: QtBot) -> None:
    grid.show_table(TypedTable(rows=(("A", "B"), ("1", "2"))))
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    for key in ("row_in", "column_in"):
        qtbot.mouseClick(grid.buttons[key], Qt.MouseButton.LeftButton)
    assert grid.model.rows() == (("A", "", "B"), ("", "", ""), ("1", "", "2"))
    assert (grid.rows.value(), grid.columns.value()) == (3, 3)
    for key in ("row_out", "column_out"):
        qtbot.mouseClick(grid.buttons[key], Qt.MouseButton.LeftButton)
    assert grid.model.rows() == (("A", "B"), ("1", "2"))


def test_a_table_is_not_made_smaller_than_its_words(grid: TypedGrid, qtbot: QtBot) -> None:
    grid.show_table(TypedTable(rows=(("A", "B"), ("1", "2"))))
    grid.rows.setValue(6)
    assert grid.model.rowCount() == 6
    grid.rows.setValue(1)
    assert grid.model.rows() == (("A", "B"), ("1", "2"))


CELLS = st.lists(st.lists(st.text("ab ", max_size=3), min_size=1, max_size=4), max_size=5)


@given(CELLS)
def test_what_is_shown_is_what_comes_back(rows: list[list[str]]) -> None:
    model = TypedModel()
    model.show_rows(rows)
    wide = max((len(row) for row in rows), default=0)
    full = [[*(cell.strip() for cell in row), *[""] * (wide - len(row))] for row in rows]
    while full and not any(full[-1]):
        full.pop()
    while full and not any(row[-1] for row in full):
        full = [row[:-1] for row in full]
    assert [list(row) for row in model.rows()] == full


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = TypedModel()
    qtmodeltester.check(model)
    model.put(1, 1, [["a", "b", "c"], ["d"]])
    model.insert_rows(0)
    model.insert_columns(4)
    model.remove_row(1)
    model.remove_column(0)
    model.resize(9, 9)
    model.resize(3, 3)
    qtmodeltester.check(model)


def test_a_pasted_table_opens_with_its_cells(desk: Desk, page: ReportPage) -> None:
    desk.apply(AddBlock("money", 0, TableBlock("pasted", "", TypedTable(rows=(("A",), ("1",))))))
    page.editor.show_card("pasted")
    page.editor.overlays.bar.change.click()
    assert page.data_panel.typed.model.rows() == (("A",), ("1",))


def test_headings_in_several_rows_are_merged_and_split(grid: TypedGrid) -> None:
    grid.model.put(0, 0, [["Partner", "2025", ""], ["", "Agreed", "Paid"], ["Police", "1", "2"]])
    grid.headings.setValue(2)
    grid.model.merge([(0, 1), (0, 2)])
    grid.model.merge([(0, 0), (1, 0)])
    table = grid.table()
    assert table is not None
    assert header_rows(table) == 2
    assert spans_of(table) == (
        Span(row=0, column=0, down=2),
        Span(row=0, column=1, across=2),
    )
    assert (grid.view.columnSpan(0, 1), grid.view.rowSpan(0, 0)) == (2, 2)
    grid.model.insert_columns(1)
    assert grid.model.spans[1] == Span(row=0, column=2, across=2)
    grid.model.remove_column(1)
    grid.model.split([(0, 1)])
    assert grid.model.spans == (Span(row=0, column=0, down=2),)
    shown = TypedGrid()
    shown.show_table(table)
    assert shown.table() == table

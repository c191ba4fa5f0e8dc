"""Questions and chips on the import page: seen, answered, taken back, by mouse and by keyboard."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.taking_in.showing import CellRole
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.import_page.board_model import BoardModel
from oscb_desktop.ui.import_page.chip_button import ChipButton
from oscb_desktop.ui.import_page.file_import import Stage
from oscb_desktop.ui.import_page.file_view import FileView
from oscb_desktop.ui.import_page.page import ImportPage
from oscb_desktop.ui.import_page.sheet_model import SheetModel
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers

WAIT_MS = 30_000
LEFT = Qt.MouseButton.LeftButton
TO_P9 = (
    ("Expenditure 2025-26",),
    (),
    ("Expenditure line", "Annual budget", "Actual to P9", "Forecast"),
    ("Staff", 240000, 180000, 241000),
    ("Training", 20000, 15000, 19000),
)
IN_POUNDS = (
    ("Partnership budget 2025-26",),
    (),
    ("Partner", "Agreed (£000)", "Received (£000)"),
    ("Oxfordshire County Council", 183.85, 183.85),
    ("Thames Valley Police", 91150, 91150),
)
CONTRIBUTIONS = (
    ("Partnership budget 2025-26",),
    (),
    ("Partner", "Agreed (£)", "Received (£)"),
    ("Oxfordshire County Council", 183850, 183850),
    ("Thames Valley Police", 91150, 91150),
    ("Total", 275000, 275000),
)
OTHERS = (
    ("Partnership budget 2025-26",),
    (),
    ("Partner", "Received (£)"),
    ("Cherwell District Council", 7000),
)
NOTES = (("Sent by hand",), ("Ring before noon",))
Rows = Sequence[Sequence[object]]


@pytest.fixture
def desk(qtbot: QtBot, workers: Workers, messages: Messages, report_file: Path) -> Iterator[Desk]:
    opened = open_report(report_file)
    made = Desk(opened, take_snapshot(opened), workers, messages)
    yield made
    with qtbot.waitCallback(timeout=WAIT_MS) as closed:
        made.close(closed)


@pytest.fixture
def page(
    qtbot: QtBot, desk: Desk, workers: Workers, messages: Messages, choosers: ToldChoosers
) -> ImportPage:
    made = ImportPage(desk, workers, messages, choosers)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def write(path: Path, **sheets: Rows) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def settled(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.waitUntil(
        lambda: all(view.file.stage is not Stage.READING for view in page.views), timeout=WAIT_MS
    )


def take(qtbot: QtBot, page: ImportPage, *paths: Path) -> FileView:
    page.add(paths)
    settled(qtbot, page)
    view = page.current
    assert view is not None
    assert view.file.stage is Stage.READY
    return view


def model(view: FileView) -> SheetModel:
    held = view.sheet.model()
    assert isinstance(held, SheetModel)
    return held


def words(view: FileView, cell: str) -> str:
    return str(model(view).index_of(cell).data())


def part(view: FileView, cell: str) -> CellRole | None:
    return model(view).look(model(view).index_of(cell)).part


def menu_of(chip: ChipButton, words_: str) -> None:
    """Choose by its words in a chip's open menu."""
    assert chip.menu is not None
    menus = [chip.menu, *chip.menu.findChildren(QMenu)]
    (action,) = [held for menu in menus for held in menu.actions() if held.text() == words_]
    action.trigger()
    chip.menu.close()


def test_a_question_is_asked_once_and_stops_the_return_until_it_is_answered(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "spend.xlsx", Expenditure=TO_P9))
    questions, period = view.findings.questions, view.chips.button("period")
    assert questions.title.text() == "1 question"
    assert questions.isVisible()
    assert view.file.problems == ()
    assert period.chip.in_doubt
    assert period.accessibleName().startswith("Period: in doubt")
    assert [part(view, cell) for cell in ("C3", "C4", "B4")] == [
        CellRole.IN_DOUBT, CellRole.IN_DOUBT, CellRole.TAKEN
    ]  # fmt: skip
    assert words(view, "B4") == "£240,000"
    assert "3 in doubt" in view.ledger.accessibleName()
    assert not view.bar.accept_button.isEnabled()
    assert view.bar.reason.text() == "1 question is open. Nothing is kept until it is answered."
    (card,) = questions.cards
    assert [button.text() for button in card.buttons] == ["A part of the year", "The whole year"]
    assert card.buttons[0].accessibleDescription() == "a figure of 2025-26, to p9"
    qtbot.mouseClick(card.buttons[0], LEFT)
    settled(qtbot, page)
    assert not questions.isVisible()
    assert not view.chips.button("period").chip.in_doubt
    assert view.bar.accept_button.isEnabled()
    qtbot.mouseClick(view.bar.undo_button, LEFT)
    settled(qtbot, page)
    assert questions.title.text() == "1 question"
    assert not view.bar.undo_button.isEnabled()
    qtbot.mouseClick(questions.cards[0].buttons[0], LEFT)
    settled(qtbot, page)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, LEFT)
    figure = desk.figures.get("budget-expenditure.staff.actual")
    assert figure is not None
    assert (figure.value, figure.period) == (180000, "2025-26, to p9")


def test_a_card_shows_its_cell_on_whichever_sheet_it_is(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    path = write(tmp_path / "two.xlsx", Statutory=CONTRIBUTIONS, Others=OTHERS, Notes=NOTES)
    view = take(qtbot, page, path)
    tabs = [view.tabs.tabText(at) for at in range(view.tabs.count())]
    assert tabs == ["Statutory · 13", "Others · 5", "Notes · 2, left out"]
    assert view.tabs.currentIndex() == 0
    (card,) = view.findings.questions.cards
    qtbot.mouseClick(card, LEFT)
    assert view.tabs.currentIndex() == 1
    assert view.sheet.currentIndex() == model(view).index_of("A3")
    view.sheet.setFocus()
    qtbot.keyClick(view.sheet, Qt.Key.Key_Return)
    assert card.hasFocus()


def test_a_total_that_agrees_and_what_is_left_out_are_told_in_the_grid(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    rows = (*CONTRIBUTIONS, ("Balance brought forward", 12000, 12000))
    view = take(qtbot, page, write(tmp_path / "sum.xlsx", Contributions=rows))
    assert (words(view, "A6"), words(view, "B6")) == ("Total ✓", "£275,000")
    assert part(view, "B7") is CellRole.LEFT_OUT
    said = model(view).index_of("B7").data(Qt.ItemDataRole.ToolTipRole)
    assert said == "B7\nLeft out: below the total"
    assert view.legend.accessibleName() == (
        "Taken, Label, Heading, Total ✓ agrees with our sum, Note, Left out"
    )


def test_questions_are_answered_with_the_keyboard_alone(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "pounds.xlsx", Contributions=IN_POUNDS))
    first, second = view.findings.questions.cards
    assert not second.all_box.isVisible()
    view.sheet.setFocus()
    qtbot.keyClick(view.sheet, Qt.Key.Key_F8)
    assert first.hasFocus()
    assert view.sheet.currentIndex() == model(view).index_of("B5")
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert first.buttons[0].hasFocus()
    qtbot.keyClick(first.buttons[0], Qt.Key.Key_Return)
    settled(qtbot, page)
    (left,) = view.findings.questions.cards
    assert left.doubt.cell == "C5"
    assert left.hasFocus()
    assert words(view, "B5") == "£91.15 thousand"
    assert view.sheet.currentIndex() == model(view).index_of("B5")


def test_one_answer_does_for_all_that_ask_the_same(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "pounds.xlsx", Contributions=IN_POUNDS))
    first = view.findings.questions.cards[0]
    assert first.all_box.text() == "The same for 1 more like it"
    qtbot.keyClick(first.all_box, Qt.Key.Key_Space)
    qtbot.mouseClick(first.buttons[0], LEFT)
    settled(qtbot, page)
    assert view.file.doubts == ()
    assert view.bar.accept_button.isEnabled()
    qtbot.mouseClick(view.bar.undo_button, LEFT)
    settled(qtbot, page)
    assert len(view.file.doubts) == 2


def test_a_chip_is_changed_where_it_stands_and_taken_back(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "sent.xlsx", Contributions=CONTRIBUTIONS))
    year = view.chips.button("year")
    assert (year.chip.value, year.chip.where) == ("2025-26", "from A1")
    year.setFocus()
    qtbot.keyClick(year, Qt.Key.Key_Down)
    menu_of(year, "2024-25")
    settled(qtbot, page)
    assert view.chips.button("year") is year
    assert (year.chip.value, year.chip.where) == ("2024-25", "as chosen")
    sender = view.chips.button("sender")
    qtbot.mouseClick(sender, LEFT)
    menu_of(sender, "Thames Valley Police")
    settled(qtbot, page)
    assert (sender.chip.value, sender.chip.where) == ("Thames Valley Police", "as chosen")
    assert year.chip.value == "2024-25"
    qtbot.mouseClick(year, LEFT)
    menu_of(year, "As found")
    settled(qtbot, page)
    assert (year.chip.value, year.chip.where) == ("2025-26", "from A1")
    for _ in range(3):
        qtbot.mouseClick(view.bar.undo_button, LEFT)
        settled(qtbot, page)
    assert (sender.chip.value, year.chip.value) == ("Not known", "2025-26")
    assert not view.bar.undo_button.isEnabled()


def test_unit_period_and_headings_are_chosen_too(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "sent.xlsx", Contributions=CONTRIBUTIONS))
    period = view.chips.button("period")
    qtbot.mouseClick(period, LEFT)
    menu_of(period, "Quarter 3")
    settled(qtbot, page)
    assert period.chip.chosen == "quarter:3"
    qtbot.mouseClick(view.tools.headings, LEFT)
    menu_of(view.chips.button("heading"), "Row 3: Partner, Agreed (£), Received (£)")
    settled(qtbot, page)
    assert view.chips.button("heading").chip.where == "as chosen"
    assert words(view, "B4") == "£183,850"


def test_a_wrong_cell_is_typed_over_and_taken_back(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    rows = (*CONTRIBUTIONS[:4], ("Thames Valley Police", "twelve", 91150))
    view = take(qtbot, page, write(tmp_path / "sent.xlsx", Contributions=rows))
    assert not view.bar.accept_button.isEnabled()
    view.sheet.go_to("B5")
    view.sheet.setFocus()
    qtbot.keyClick(view.sheet, Qt.Key.Key_F2)
    form = view.correction
    assert form.isVisible()
    assert form.value.hasFocus()
    assert form.value.text() == "twelve"
    qtbot.keyClick(form.value, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert view.sheet.hasFocus()
    qtbot.keyClick(view.sheet, Qt.Key.Key_F2)
    qtbot.keyClicks(form.value, "91150")
    qtbot.keyClicks(form.why, "Ann rang")
    qtbot.keyClick(form.why, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert words(view, "B5") == "✎ £91,150"
    said = model(view).index_of("B5").data(Qt.ItemDataRole.ToolTipRole)
    assert "the workbook says 'twelve'. Ann rang" in said
    assert view.bar.accept_button.isEnabled()
    qtbot.mouseClick(view.bar.undo_button, LEFT)
    settled(qtbot, page)
    assert words(view, "B5") == "twelve"
    view.file.correct("Contributions", "B5", "91150", "Ann rang")
    settled(qtbot, page)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, LEFT)
    figure = desk.figures.get("budget-contributions.thames-valley-police.agreed")
    assert figure is not None
    assert figure.correction is not None
    assert (figure.value, figure.correction.old, figure.correction.why) == (
        91150, "twelve", "Ann rang"
    )  # fmt: skip


def of_menu(menu: QMenu | None, words_: str) -> None:
    """Choose by its words in an open menu."""
    assert menu is not None
    (action,) = [held for held in menu.actions() if held.text() == words_]
    action.trigger()
    menu.close()


def ask_at(view: FileView, cell: str) -> QMenu | None:
    """Open the menu of a cell as the menu key does."""
    view.sheet.go_to(cell)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(view.sheet.viewport(), event)
    return view.sheet.menu


def test_a_row_is_left_out_or_taken_as_a_total_from_its_menu(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "sent.xlsx", Contributions=CONTRIBUTIONS[:5]))
    before = view.bar.accept_button.text()
    of_menu(ask_at(view, "A5"), "&Leave out row 5")
    settled(qtbot, page)
    assert part(view, "B5") is CellRole.LEFT_OUT
    assert view.bar.accept_button.text() != before
    qtbot.mouseClick(view.bar.undo_button, LEFT)
    settled(qtbot, page)
    assert part(view, "B5") is CellRole.TAKEN
    of_menu(ask_at(view, "A5"), "Row 5 is a &total")
    settled(qtbot, page)
    assert part(view, "B5") is CellRole.TOTAL


def test_sheets_are_turned_and_joined_above_the_grid(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    turned = list(zip(*CONTRIBUTIONS[2:5], strict=True))
    view = take(qtbot, page, write(tmp_path / "turned.xlsx", Contributions=turned))
    assert (words(view, "B2"), words(view, "C3")) == ("£183,850", "£91,150")
    qtbot.mouseClick(view.tools.transpose, LEFT)
    settled(qtbot, page)
    assert view.statistics_button.isVisible()
    assert part(view, "B2") is CellRole.LEFT_OUT
    qtbot.mouseClick(view.tools.transpose, LEFT)
    settled(qtbot, page)
    assert words(view, "B2") == "£183,850"
    qtbot.mouseClick(view.bar.undo_button, LEFT)
    settled(qtbot, page)
    qtbot.mouseClick(view.bar.undo_button, LEFT)
    settled(qtbot, page)
    assert words(view, "B2") == "£183,850"
    assert not view.tools.append.isVisible()
    quarter = (("Expenditure line", "Actual"), ("Staff", 60), ("Training", 5))
    path = write(tmp_path / "q.xlsx", First=quarter, Second=quarter, Third=quarter, Last=quarter)
    joined = take(qtbot, page, path)
    assert joined.tools.append.isVisible()
    qtbot.mouseClick(joined.tools.append, LEFT)
    of_menu(joined.tools.menu, "A school on each sheet")
    settled(qtbot, page)
    assert joined.file.said.steps is not None
    joined.tabs.setCurrentIndex(1)
    assert words(joined, "B2") == "£60"


def test_columns_of_agencies_are_read_as_rows_and_blanks_filled(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    rows = (("Course", "Police", "Health"), ("Neglect", 5, 6), ("Exploitation", 7, 8))
    view = take(qtbot, page, write(tmp_path / "training.xlsx", Training=rows))
    qtbot.mouseClick(view.tools.rows, LEFT)
    form = view.as_rows
    assert form.isVisible()
    assert form.columns.hasFocus()
    assert [form.columns.item(at).text() for at in range(3)] == [
        "A: Course", "B: Police", "C: Health",
    ]  # fmt: skip
    assert not form.read_button.isEnabled()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(form.columns, key)
    assert form.names.currentText() == "Agency"
    form.values.lineEdit().selectAll()
    qtbot.keyClicks(form.values, "Places attended")
    qtbot.mouseClick(form.read_button, LEFT)
    settled(qtbot, page)
    assert not form.isVisible()
    assert view.file.preview is not None
    (table,) = view.file.preview.reading.tables
    assert (table.table, table.rows) == ("training", 4)
    assert part(view, "C3") is CellRole.TAKEN
    view.sheet.go_to("A2")
    view.sheet.fill_down_wanted.emit("A")
    settled(qtbot, page)
    assert len(view.file.said.steps or ()) == 2
    for _ in range(2):
        qtbot.mouseClick(view.bar.undo_button, LEFT)
        settled(qtbot, page)
    assert view.file.said.steps is None
    qtbot.mouseClick(view.tools.rows, LEFT)
    qtbot.keyClick(form.columns, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_a_senders_layout_is_done_again_until_it_is_forgotten(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    path = write(tmp_path / "Thames Valley Police.xlsx", Contributions=CONTRIBUTIONS[:5])
    (tmp_path / "later").mkdir()
    later = Path(shutil.copy(path, tmp_path / "later"))
    view = take(qtbot, page, path)
    assert not view.tools.forget.isVisible()
    of_menu(ask_at(view, "A4"), "&Leave out row 4")
    settled(qtbot, page)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, LEFT)
    view = take(qtbot, page, later)
    assert part(view, "B4") is CellRole.LEFT_OUT
    assert view.tools.forget.isVisible()
    qtbot.mouseClick(view.tools.forget, LEFT)
    qtbot.waitUntil(lambda: not view.tools.forget.isVisible(), timeout=WAIT_MS)
    assert part(view, "B4") is CellRole.TAKEN


def test_a_step_that_does_not_fit_is_told_and_nothing_is_lost(
    qtbot: QtBot, page: ImportPage, messages: Messages, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "sent.xlsx", Contributions=CONTRIBUTIONS))
    view.file.leave_out("Contributions", "nowhere")
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert view.sheet.isVisible()
    assert view.bar.accept_button.isEnabled()
    assert not view.file.can_undo


def test_tab_goes_from_the_chips_to_the_foot(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "spend.xlsx", Expenditure=TO_P9))
    (card,) = view.findings.questions.cards
    stops: list[QWidget] = [
        *view.chips.buttons, view.tabs, view.tools.headings, view.tools.transpose,
        view.tools.rows, view.sheet,
        card, *card.buttons, view.bar.copy_button,
    ]  # fmt: skip
    stops[0].setFocus()
    seen = [QApplication.focusWidget()]
    for _ in stops[1:]:
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == stops
    assert all(stop.accessibleName() or getattr(stop, "text", str)() for stop in stops)


def test_a_file_with_open_questions_says_so_among_others(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    spend = write(tmp_path / "spend.xlsx", Expenditure=TO_P9)
    sent = write(tmp_path / "sent.xlsx", Contributions=CONTRIBUTIONS)
    take(qtbot, page, sent, spend)
    assert page.views[0].file.state[1] == "Ready"
    assert page.views[1].file.state == (Tone.WARN, "1 question")
    page.show_board()
    board = page.board.data()
    assert isinstance(board, BoardModel)
    said = {
        str(board.index(row, column).data())
        for row in range(board.rowCount())
        for column in range(1, board.columnCount())
    }
    assert "1 question" in said


def test_a_heading_row_that_is_none_can_be_taken_back(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    view = take(qtbot, page, write(tmp_path / "sent.xlsx", Contributions=CONTRIBUTIONS))
    view.file.set_chip("heading", "5")
    settled(qtbot, page)
    assert view.statistics_button.isVisible()
    assert not view.bar.accept_button.isEnabled()
    qtbot.mouseClick(view.bar.undo_button, LEFT)
    settled(qtbot, page)
    assert not view.statistics_button.isVisible()
    assert view.bar.accept_button.isEnabled()

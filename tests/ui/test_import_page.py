"""Returns as a person takes them in: seen as taken, judged, mapped, accepted, undone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from oscb_desktop.base.catalogue import entries
from oscb_desktop.base.problems import Severity
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.import_page.file_import import STATISTICS, Stage
from oscb_desktop.ui.import_page.file_view import FileView
from oscb_desktop.ui.import_page.page import ImportPage
from oscb_desktop.ui.import_page.problem_list import ProblemModel, ProblemRole
from oscb_desktop.ui.import_page.sheet_model import SheetModel
from oscb_desktop.ui.import_page.statistics_picker import StatisticsPicker
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers

WAIT_MS = 30_000


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
    return made


@pytest.fixture
def budget(sample_returns: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_returns / "partnership-budget.xlsx", tmp_path))


@pytest.fixture
def bad_budget(budget: Path) -> Path:
    workbook = openpyxl.load_workbook(budget)
    sheet = workbook["Contributions"]
    sheet["D8"] = "twelve"
    sheet["A11"] = sheet["A12"].value
    workbook.save(budget)
    return budget


def take(qtbot: QtBot, page: ImportPage, *paths: Path) -> FileView:
    page.add(paths)
    settled(qtbot, page)
    view = page.current
    assert view is not None
    return view


def settled(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.waitUntil(
        lambda: all(view.file.stage is not Stage.READING for view in page.views), timeout=WAIT_MS
    )


def model(view: FileView) -> SheetModel:
    shown = view.sheet.model()
    assert isinstance(shown, SheetModel)
    return shown


def cell(view: FileView, address: str) -> str:
    return str(model(view).index_of(address).data())


def pick(qtbot: QtBot, view: FileView, name: str, words: str) -> None:
    """Choose in a chip's menu as a person does, by click and by its words."""
    chip = view.chips.button(name)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.menu is not None
    actions = [action for menu in [chip.menu, *chip.menu.findChildren(QMenu)]
               for action in menu.actions()]  # fmt: skip
    next(action for action in actions if action.text() == words).trigger()
    chip.menu.close()


def test_a_good_return_is_shown_as_it_will_be_taken(
    qtbot: QtBot, page: ImportPage, budget: Path
) -> None:
    view = take(qtbot, page, budget)
    assert view.chips.button("kind").chip.value == "Partnership budget"
    tabs = [view.tabs.tabText(at) for at in range(view.tabs.count())]
    assert tabs[:2] == ["Contributions · 91", "Expenditure · 53"]
    assert view.ledger.accessibleName().startswith("144 cells: 89 taken · 13 headings")
    assert cell(view, "A7") == "Oxfordshire County Council"
    assert cell(view, "D7") == "£183,850"
    header = [
        model(view).headerData(at, Qt.Orientation.Horizontal)
        for at in range(model(view).columnCount())
    ]
    assert header[:2] == ["Partner", "Cash or in kind"]
    assert view.bar.accept_button.text() == "&Accept 86 figures"
    assert view.bar.accept_button.isEnabled()
    assert view.bar.totals.text() == "The totals add up: Partner contributions, Expenditure."


def test_accepting_takes_it_all_and_undo_gives_it_back(
    qtbot: QtBot, page: ImportPage, desk: Desk, messages: Messages, budget: Path
) -> None:
    view = take(qtbot, page, budget)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, Qt.MouseButton.LeftButton)
    assert sum(held.figure_count() for held in desk.figures.sets()) == 86
    (message,) = messages.data()
    assert message.text == "86 figures accepted from partnership-budget.xlsx."
    ((words, undo),) = message.actions
    assert words == "Undo"
    undo()
    qtbot.waitUntil(lambda: not list(desk.figures.sets()), timeout=WAIT_MS)


def test_problems_are_marked_at_their_cells_and_block_with_a_reason(
    qtbot: QtBot, page: ImportPage, desk: Desk, messages: Messages, bad_budget: Path
) -> None:
    view = take(qtbot, page, bad_budget)
    wrong = model(view).index_of("D8")
    assert [found.severity for found in model(view).problems_at(wrong)] == [Severity.BLOCK]
    assert "Must be put right: D8 says 'twelve'." in wrong.data(Qt.ItemDataRole.ToolTipRole)
    assert not view.bar.accept_button.isEnabled()
    assert "must be put right before this can be accepted" in view.bar.reason.text()
    assert "does not add up" in view.bar.totals.text()
    view.file.accept(accept_warnings=True)
    qtbot.waitUntil(lambda: bool(messages.data()))
    assert "was not accepted" in messages.data()[0].text
    assert list(desk.figures.sets()) == []


def test_a_problem_leads_to_its_cell_and_a_cell_to_its_problem(
    qtbot: QtBot, page: ImportPage, bad_budget: Path
) -> None:
    view = take(qtbot, page, bad_budget)
    problems = view.findings.problems.list.model()
    assert isinstance(problems, ProblemModel)
    rows = {
        problems.problem(problems.index(row, 0)).place.cell: row
        for row in range(problems.rowCount())
    }
    view.tabs.setCurrentIndex(2)
    view.findings.problems.list.setCurrentIndex(problems.index(rows["D8"], 0))
    assert view.tabs.currentIndex() == 0
    assert view.sheet.currentIndex() == model(view).index_of("D8")
    view.sheet.setCurrentIndex(model(view).index_of("A12"))
    chosen = problems.problem(view.findings.problems.list.currentIndex())
    assert chosen.place.cell == "A12"
    view.sheet.setFocus()
    qtbot.keyClick(view.sheet, Qt.Key.Key_F8)
    assert view.sheet.currentIndex() != model(view).index_of("A12")


def test_a_column_is_taken_for_another_field_in_its_header(
    qtbot: QtBot, page: ImportPage, budget: Path
) -> None:
    view = take(qtbot, page, budget)

    def taken_for(cell: str) -> str:
        section = model(view).index_of(cell).column()
        return str(model(view).headerData(section, Qt.Orientation.Horizontal))

    assert (taken_for("D7"), taken_for("E7")) == ("Agreed", "Received")
    view.sheet.setFocus()
    view.sheet.setCurrentIndex(model(view).index_of("E14"))
    qtbot.keyClick(view.sheet, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = view.sheet.header.menu
    assert isinstance(menu, QMenu)
    offered = {action.text(): action for action in menu.actions()}
    assert offered["Received"].isChecked()
    offered["Agreed (now another column)"].trigger()
    menu.close()
    settled(qtbot, page)
    assert (taken_for("D7"), taken_for("E7")) == ("Not imported", "Agreed")
    assert view.file.preview is not None
    agreed = view.file.preview.reading.figure_sets[0].column("agreed")
    assert agreed is not None
    assert agreed.letter == "E"


def test_a_second_import_shows_what_it_would_change(
    qtbot: QtBot, page: ImportPage, desk: Desk, budget: Path
) -> None:
    first = take(qtbot, page, budget)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(first.bar.accept_button, Qt.MouseButton.LeftButton)
    workbook = openpyxl.load_workbook(budget)
    sheet = workbook["Contributions"]
    sheet["E8"] = sheet["E8"].value - 1000
    sheet["F8"] = -1000
    sheet["E19"] = sheet["E19"].value - 1000
    sheet["F19"] = -1000
    workbook.save(budget)
    view = take(qtbot, page, budget)
    changes = view.findings.changes.model()
    assert changes is not None
    rows = [
        tuple(str(changes.index(row, column).data()) for column in range(3))
        for row in range(changes.rowCount())
    ]
    assert any(row[1:] == ("£95,000", "£94,000") for row in rows)
    assert "despite 3 warnings" in view.bar.accept_button.text()
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, Qt.MouseButton.LeftButton)


def test_published_statistics_are_picked_by_a_rows_name_and_ticked_columns(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "spending.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Spending by authority 2024-25, £ thousand"])
    sheet.append([])
    sheet.append(["Code", "Local authority", "Staff", "Running costs", "Total"])
    for number in range(30):
        sheet.append([f"E{number}", f"Authority {number}", 10 + number, 5, 15 + number])
    workbook.save(path)
    view = take(qtbot, page, path)
    pick(qtbot, view, "kind", "Published statistics")
    settled(qtbot, page)
    picker = view.findChild(StatisticsPicker)
    assert isinstance(picker, StatisticsPicker)
    assert picker.column_box.currentText() == "B  Local authority"
    assert not picker.pick_button.isEnabled()
    qtbot.keyClicks(picker.value_box, "Authority 7")
    picker.search.setFocus()
    qtbot.keyClicks(picker.search, "total")
    ticks = picker.list.model()
    assert ticks.rowCount() == 1
    picker.list.setFocus()
    picker.list.setCurrentIndex(ticks.index(0, 0))
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    assert picker.summary.text() == "Column E, where it is Authority 7."
    qtbot.mouseClick(picker.pick_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert cell(view, "E11") == "22"
    assert view.bar.accept_button.text() == "&Accept 1 figure"
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, Qt.MouseButton.LeftButton)
    (figure,) = list(desk.figures)
    assert figure.value == 22
    assert getattr(figure.origin, "cell", "") == "E11"


def test_several_areas_and_years_are_picked_at_once(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(
        "time_period,la_name,rate\n202324,Oxfordshire,51.2\n202425,Oxfordshire,50.1\n"
        "202324,England,60.3\n202425,England,59.7\n202425,Kent,1\n"
    )
    view = take(qtbot, page, path)
    view.file.set_kind(STATISTICS)
    settled(qtbot, page)
    picker = view.findChild(StatisticsPicker)
    assert isinstance(picker, StatisticsPicker)
    assert picker.period.placeholderText() == "each row's own, from its time_period"
    picker.column_box.setCurrentIndex(1)
    for area in ("Oxfordshire", "England", "Kent"):
        qtbot.keyClicks(picker.value_box, area)
        qtbot.mouseClick(picker.add_button, Qt.MouseButton.LeftButton)
    picker.added.setCurrentRow(2)
    qtbot.mouseClick(picker.remove_button, Qt.MouseButton.LeftButton)
    assert [picker.added.item(at).text() for at in range(picker.added.count())] == [
        "la_name: Oxfordshire", "la_name: England",
    ]  # fmt: skip
    assert not picker.pick_button.isEnabled()
    picker.list.setCurrentIndex(picker.list.model().index(2, 0))
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    assert picker.summary.text() == "Column C, where it is Oxfordshire and England."
    qtbot.mouseClick(picker.pick_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, Qt.MouseButton.LeftButton)
    assert {(held.label, held.period, str(held.value)) for held in desk.figures} == {
        ("Oxfordshire, 2023-24: rate", "2023-24", "51.2"),
        ("Oxfordshire, 2024-25: rate", "2024-25", "50.1"),
        ("England, 2023-24: rate", "2023-24", "60.3"),
        ("England, 2024-25: rate", "2024-25", "59.7"),
    }


def test_a_period_that_no_place_says_is_typed(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("la_name,rate\nOxfordshire,51.2\nEngland,60.3\n")
    view = take(qtbot, page, path)
    view.file.set_kind(STATISTICS)
    settled(qtbot, page)
    picker = view.findChild(StatisticsPicker)
    assert isinstance(picker, StatisticsPicker)
    assert picker.period.placeholderText().startswith("Not said")
    qtbot.keyClicks(picker.value_box, "England")
    picker.list.setCurrentIndex(picker.list.model().index(1, 0))
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    qtbot.mouseClick(picker.pick_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert [held.code for held in view.file.doubts] == ["published-period-unknown"]
    assert not view.bar.accept_button.isEnabled()
    view.file.pick_again()
    again = view.findChildren(StatisticsPicker)[-1]
    assert again.value_box.currentText() == "England"
    qtbot.keyClicks(again.period, "at 31 March 2024")
    qtbot.mouseClick(again.pick_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, Qt.MouseButton.LeftButton)
    (figure,) = list(desk.figures)
    assert figure.period == "31 March 2024"


def test_a_value_that_no_row_has_cannot_be_picked(
    qtbot: QtBot, page: ImportPage, budget: Path
) -> None:
    view = take(qtbot, page, budget)
    view.file.set_kind(STATISTICS)
    settled(qtbot, page)
    picker = view.findChild(StatisticsPicker)
    assert isinstance(picker, StatisticsPicker)
    qtbot.keyClicks(picker.value_box, "Atlantis")
    assert "No row says 'Atlantis' there" in picker.summary.text()
    assert not picker.pick_button.isEnabled()


def test_several_files_are_listed_and_taken_one_after_the_other(
    qtbot: QtBot, page: ImportPage, desk: Desk, budget: Path, sample_returns: Path
) -> None:
    first = take(qtbot, page, budget, sample_returns / "performance-indicators.xlsx")
    assert first.file.path == budget
    qtbot.mouseClick(first.bar.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.current is page.views[1], timeout=WAIT_MS)
    assert page.views[0].file.state[1] == "Accepted"
    settled(qtbot, page)
    second = page.views[1]
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(second.bar.accept_button, Qt.MouseButton.LeftButton)
    assert len(list(desk.figures.sets())) == 4


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.xlsx", b""), ("text.xlsx", b"just words"), ("cut.xlsx", b"PK\x03\x04 cut off")],
)
def test_a_file_that_cannot_be_read_says_why_and_can_be_read_again(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, budget: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    view = take(qtbot, page, path)
    assert view.file.stage is Stage.UNREADABLE
    assert view.file.error is not None
    assert view.file.error.remedy
    assert not view.bar.accept_button.isVisible()
    path.write_bytes(budget.read_bytes())
    qtbot.mouseClick(view.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.file.stage is Stage.READY, timeout=WAIT_MS)


def test_a_copy_for_the_partner_marks_what_is_wrong(
    qtbot: QtBot,
    page: ImportPage,
    messages: Messages,
    choosers: ToldChoosers,
    bad_budget: Path,
    tmp_path: Path,
) -> None:
    view = take(qtbot, page, bad_budget)
    button = view.bar.copy_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # and then Cancel
    assert choosers.suggested == [bad_budget.with_name("partnership-budget to correct.xlsx")]
    assert messages.data() == ()
    choosers.saved = tmp_path / "back.xlsx"
    qtbot.mouseClick(view.bar.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert "back.xlsx is ready to send back" in messages.data()[0].text
    copy = openpyxl.load_workbook(choosers.saved)
    comment = copy["Contributions"]["D8"].comment
    assert comment is not None
    assert "twelve" in comment.text


def test_the_governments_own_statistics_give_oxfordshires_spending(
    qtbot: QtBot, page: ImportPage, desk: Desk, pytestconfig: pytest.Config
) -> None:
    corpus = pytestconfig.rootpath.parent / "shared" / "corpus" / "spreadsheets"
    found = sorted(corpus.glob("uk_dfe__RO3*.ods"))
    if not found:
        pytest.skip("the corpus is not here")
    view = take(qtbot, page, found[0])
    qtbot.mouseClick(view.statistics_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    picker = view.findChild(StatisticsPicker)
    assert isinstance(picker, StatisticsPicker)
    assert picker.column_box.currentText() == "C  Local authority"
    assert picker.unit.text() == "£ thousand"
    qtbot.keyClicks(picker.value_box, "Oxfordshire CC")
    qtbot.keyClicks(picker.search, "safeguarding children total expenditure")
    ticks = picker.list.model()
    assert ticks.rowCount() == 1
    picker.list.setCurrentIndex(ticks.index(0, 0))
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    qtbot.mouseClick(picker.pick_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, Qt.MouseButton.LeftButton)
    (figure,) = list(desk.figures)
    assert (figure.value, figure.unit) == (44243, "£ thousand")
    assert getattr(figure.origin, "cell", "") == "BU268"


def test_a_missing_file_says_so(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    view = take(qtbot, page, tmp_path / "nowhere.xlsx")
    assert view.file.stage is Stage.UNREADABLE
    assert "nowhere.xlsx" in str(view.file.error)


def test_leaving_keeps_the_report_as_it_was(
    qtbot: QtBot, page: ImportPage, desk: Desk, budget: Path
) -> None:
    view = take(qtbot, page, budget)
    with qtbot.waitSignal(page.finished):
        qtbot.mouseClick(view.leave_button, Qt.MouseButton.LeftButton)
    assert list(desk.figures.sets()) == []
    with qtbot.waitSignal(page.finished):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_a_protected_workbook_asks_for_its_password_in_its_place(
    qtbot: QtBot, page: ImportPage, budget: Path, tmp_path: Path
) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    path = tmp_path / "protected.xlsx"
    with budget.open("rb") as plain, path.open("wb") as locked:
        OOXMLFile(plain).encrypt("sesame", locked)
    view = take(qtbot, page, path)
    form = view.password_form
    assert form.isVisible()
    assert not form.open_button.isEnabled()
    assert "kept nowhere" in form.data()
    qtbot.keyClicks(form.password, "wrong")
    qtbot.mouseClick(form.open_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert form.isVisible()
    assert form.data() == "That password does not open it. Type it again."
    form.password.clear()
    qtbot.keyClicks(form.password, "sesame")
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.file.stage is Stage.READY, timeout=WAIT_MS)
    assert view.bar.accept_button.text() == "&Accept 86 figures"


def test_everything_can_be_reached_by_a_screen_reader(
    qtbot: QtBot, page: ImportPage, bad_budget: Path
) -> None:
    view = take(qtbot, page, bad_budget)
    problems = view.findings.problems.list
    for widget in (*view.chips.buttons, view.tabs, view.sheet, problems):
        assert widget.accessibleName()
    first = view.findings.problems.list.model().index(0, 0)
    assert str(first.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("Must be put right")


def test_problems_are_filtered_and_explained(
    qtbot: QtBot, page: ImportPage, bad_budget: Path
) -> None:
    view = take(qtbot, page, bad_budget)
    problems = view.findings.problems
    every = problems.shown()
    assert problems.severity.itemText(0) == f"All ({len(every)})"
    problems.severity.setCurrentIndex(problems.severity.findData(Severity.BLOCK))
    assert {found.severity for found in problems.shown()} == {Severity.BLOCK}
    qtbot.keyClicks(problems.words, "d8 money")
    (found,) = problems.shown()
    assert found.code == "return-not-a-number"
    qtbot.keyClick(problems.list, Qt.Key.Key_Down)
    assert problems.help.isVisible()
    assert entries()[found.code].help in problems.help.accessibleName()
    view.sheet.setCurrentIndex(model(view).index_of("A12"))
    assert problems.shown() == every  # the filter hid what was gone to
    assert problems.list.currentIndex().data(ProblemRole).place.cell == "A12"


def test_enter_goes_from_a_problem_to_its_cell_and_back(
    qtbot: QtBot, page: ImportPage, bad_budget: Path
) -> None:
    view = take(qtbot, page, bad_budget)
    problems = view.findings.problems.list
    problems.setFocus()
    view.findings.problems.step()
    where = problems.currentIndex().data(ProblemRole).place.cell
    qtbot.keyClick(problems, Qt.Key.Key_Return)
    assert view.sheet.hasFocus()
    assert view.sheet.currentIndex() == model(view).index_of(where)
    qtbot.keyClick(view.sheet, Qt.Key.Key_Return)
    assert problems.hasFocus()


def test_of_a_second_import_only_what_is_ticked_is_taken(
    qtbot: QtBot, page: ImportPage, desk: Desk, budget: Path
) -> None:
    first = take(qtbot, page, budget)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(first.bar.accept_button, Qt.MouseButton.LeftButton)
    workbook = openpyxl.load_workbook(budget)
    sheet = workbook["Contributions"]
    for row, less in ((8, 1000), (9, 50)):
        sheet[f"E{row}"] = sheet[f"E{row}"].value - less
        sheet[f"F{row}"] = sheet[f"E{row}"].value - sheet[f"D{row}"].value
    for letter in "EF":
        sheet[f"{letter}19"] = sheet[f"{letter}19"].value - 1050
    workbook.save(budget)
    view = take(qtbot, page, budget)
    view.findings.tabs.setCurrentIndex(1)
    changes = view.findings.changes.model()
    assert changes is not None
    rows = {changes.change(changes.index(row, 0)).key: row for row in range(changes.rowCount())}
    police = "budget-contributions.thames-valley-police.received"
    (health,) = {key for key in rows if key.endswith(".received")} - {
        police, "budget-contributions.total.received"}  # fmt: skip
    total = changes.index(rows["budget-contributions.total.received"], 0)
    assert total.data(Qt.ItemDataRole.CheckStateRole) is None
    table = view.findings.changes.table
    table.setFocus()
    table.setCurrentIndex(changes.index(rows[health], 0))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert view.bar.accept_button.text() == "&Accept, but keep 1 figure"
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, Qt.MouseButton.LeftButton)
    held = {key: figure.value for key in rows if (figure := desk.figures.get(key)) is not None}
    assert (held[health], held[police]) == (95_000, 91_100)
    assert held["budget-contributions.total.received"] == 412_300 - 50


def test_headings_that_nobody_knows_are_chosen_and_remembered(
    qtbot: QtBot, page: ImportPage, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "Thames Valley Police.xlsx"
    workbook = openpyxl.Workbook()
    for row in (["Our numbers"], ["Who", "First", "Second"], ["Police", 10, 20]):
        workbook.worksheets[0].append(row)
    workbook.save(path)
    view = take(qtbot, page, path)
    assert view.statistics_button.isVisible()
    pick(qtbot, view, "kind", "Partnership budget")
    settled(qtbot, page)
    assert cell(view, "B3") == "10"
    for letter, words in (("A", "Partner"), ("C", "Agreed")):
        section = model(view).index_of(f"{letter}3").column()
        view.sheet.header.open_menu(section)
        menu = view.sheet.header.menu
        assert menu is not None
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.close()
        settled(qtbot, page)
    assert view.bar.accept_button.text() == "&Accept 2 figures"
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        qtbot.mouseClick(view.bar.accept_button, Qt.MouseButton.LeftButton)
    figure = desk.figures.get("budget-contributions.police.agreed")
    assert figure is not None
    assert figure.value == 20
    later = take(qtbot, page, path)
    assert later.bar.accept_button.text() == "&Accept 2 figures despite 1 warning"

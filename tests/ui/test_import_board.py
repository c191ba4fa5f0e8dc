"""A folder of returns as a person takes it in: on the board, all at once, missing ones seen."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.import_page.board_model import BoardModel
from oscb_desktop.ui.import_page.file_import import Stage
from oscb_desktop.ui.import_page.page import ImportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.main_window import MainWindow
from oscb_desktop.ui.window.menus import Menus
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers

WAIT_MS = 30_000
SENDERS = ("Cherwell DC", "Oxford Health", "Probation", "Thames Valley Police")


def accepted(desk: Desk) -> list[FigureSet]:
    """Return the returns that were accepted, without what follows from them."""
    return [held for held in desk.figures.sets() if not held.is_made]


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
def folder(tmp_path: Path) -> Path:
    held = tmp_path / "returns"
    held.mkdir()
    for name in SENDERS:
        attended = "many" if name == "Cherwell DC" else 18
        book = openpyxl.Workbook()
        for row in (["Course title", "Places available", "Attended"], ["Neglect", 20, attended]):
            book.worksheets[0].append(row)
        book.save(held / f"training {name}.xlsx")
    (held / "broken.xlsx").write_bytes(b"PK\x03\x04")
    return held


def take(qtbot: QtBot, page: ImportPage, folder: Path) -> BoardModel:
    page.add([folder])
    qtbot.waitUntil(lambda: len(page.views) == len(SENDERS) + 1, timeout=WAIT_MS)
    return settled(qtbot, page)


def settled(qtbot: QtBot, page: ImportPage) -> BoardModel:
    qtbot.waitUntil(
        lambda: all(view.file.stage is not Stage.READING for view in page.views), timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: page.board.progress.isHidden(), timeout=WAIT_MS)
    model = page.board.data()
    assert model is not None
    return model


def said(model: BoardModel) -> dict[str, str]:
    """Return what the board says of training, by partner."""
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    training = titles.index("Training")
    return {
        str(model.index(row, 0).data()): str(model.index(row, training).data())
        for row in range(model.rowCount())
    }


def test_a_folder_is_shown_on_the_board(
    qtbot: QtBot, page: ImportPage, folder: Path, qtmodeltester: ModelTester
) -> None:
    model = take(qtbot, page, folder)
    qtmodeltester.check(model)
    states = said(model)
    assert states["Probation Service"] == states["Thames Valley Police"] == "Ready"
    assert states["Cherwell District Council"] == "1 to put right"
    assert states["Oxford City Council"] == "Missing"
    assert states["The partnership as a whole"] == ""
    assert page.board.others.text() == "Cannot be read: broken.xlsx."
    assert page.board.summary.text().startswith("5 files: 3 ready, 2 to look at, ")


def test_all_that_may_be_is_accepted_at_once(
    qtbot: QtBot, page: ImportPage, desk: Desk, messages: Messages, folder: Path
) -> None:
    take(qtbot, page, folder)
    assert page.board.accept_button.text() == "&Accept 3 returns"
    qtbot.mouseClick(page.board.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert messages.data()[0].text == "3 returns accepted, 12 figures."
    states = said(settled(qtbot, page))
    assert states["Probation Service"] == "Accepted"
    assert states["Cherwell District Council"] == "1 to put right"
    assert not page.board.accept_button.isVisible()
    assert {held.partner for held in accepted(desk)} == {
        "Oxford Health NHS Foundation Trust", "Probation Service", "Thames Valley Police"
    }  # fmt: skip
    desk.undo()
    qtbot.waitUntil(lambda: len(accepted(desk)) == 2, timeout=WAIT_MS)


def test_a_return_is_looked_at_from_the_board_and_back(
    qtbot: QtBot, page: ImportPage, folder: Path
) -> None:
    model = take(qtbot, page, folder)
    rows = list(said(model))
    cell = model.index(rows.index("Cherwell District Council"), model.columnCount() - 1)
    page.board.table.setFocus()
    page.board.table.setCurrentIndex(cell)
    qtbot.keyClick(page.board.table, Qt.Key.Key_Return)
    assert page.current is not None
    assert page.current.file.path.name == "training Cherwell DC.xlsx"
    qtbot.mouseClick(page.board_button, Qt.MouseButton.LeftButton)
    assert page.board.isVisible()


def test_two_returns_for_the_same_thing_are_not_both_taken(
    qtbot: QtBot, page: ImportPage, desk: Desk, folder: Path
) -> None:
    again = folder / "training Probation, corrected.xlsx"
    again.write_bytes((folder / "training Probation.xlsx").read_bytes())
    page.add([folder])
    qtbot.waitUntil(lambda: len(page.views) == len(SENDERS) + 2, timeout=WAIT_MS)
    settled(qtbot, page)
    qtbot.mouseClick(page.board.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(accepted(desk)) == 3, timeout=WAIT_MS)
    settled(qtbot, page)
    (left,) = [view.file for view in page.views if view.file.path.name.startswith("training Prob")
               and view.file.stage is not Stage.ACCEPTED]  # fmt: skip
    assert [problem.code for problem in left.problems] == ["return-already-accepted"]


def test_an_empty_folder_says_so(
    qtbot: QtBot, page: ImportPage, messages: Messages, tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    page.add([tmp_path / "nothing"])
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert messages.data()[0].text == "There is no workbook in nothing."


def test_a_folder_is_chosen_in_the_menu_or_dropped_on_the_window(
    qtbot: QtBot, window: MainWindow, choosers: ToldChoosers, report_file: Path, folder: Path
) -> None:
    window.open_path(report_file)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=WAIT_MS)
    choosers.folder = folder
    action = window.findChild(Menus).action("import_folder")
    action.trigger()
    page = window.page
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: len(page.views) == len(SENDERS) + 1, timeout=WAIT_MS)
    settled(qtbot, page)
    window.open_dropped([folder])  # the same again: its files are read anew
    settled(qtbot, page)
    assert len(page.views) == len(SENDERS) + 1
    choosers.folder = None
    action.trigger()
    assert window.page is page

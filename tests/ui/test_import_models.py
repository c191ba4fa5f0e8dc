"""The models of the import page keep Qt's rules, and large ones cost no more than small ones."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import Place, Problem, Severity
from oscb_desktop.operations.file.register_notes import Asked
from oscb_desktop.operations.taking_in.batches import Board, BoardCell, BoardRow, State
from oscb_desktop.operations.taking_in.previewing import Difference, ShownColumn, ShownTable
from oscb_desktop.operations.taking_in.showing import Found, FoundColumn, ShownDoubt, ShownSheet
from oscb_desktop.report.content.figures import Column, FigureSet, Origin
from oscb_desktop.returns.ledger import Account, Role
from oscb_desktop.ui.import_page.board_model import BoardModel
from oscb_desktop.ui.import_page.change_list import ChangeModel
from oscb_desktop.ui.import_page.problem_list import ProblemModel
from oscb_desktop.ui.import_page.sheet_model import SheetModel, ToneRole
from oscb_desktop.ui.import_page.sheet_view import SheetView
from oscb_desktop.ui.import_page.statistics_picker import ColumnModel, WordsFilter
from oscb_desktop.ui.widgets.tones import Tone


def problem(cell: str, severity: Severity = Severity.BLOCK, sheet: str = "Data") -> Problem:
    return Problem(
        code="return-not-a-number",
        severity=severity,
        message=f"{cell} says 'twelve'.",
        remedy="Correct it.",
        place=Place(file="a.xlsx", sheet=sheet, cell=cell),
    )


def shown(rows: Sequence[Sequence[object]]) -> ShownSheet:
    columns = (
        ShownColumn(0, "A", "Partner", "partner", "Partner"),
        ShownColumn(1, "B", "Agreed (£)", "agreed", "Agreed", is_figure=True),
        ShownColumn(2, "C", "Comment"),
    )
    account = Account("Data", rows)
    account.mark(Role.HEADING, (0,), range(2))
    account.mark(Role.LABEL, range(1, 4), (0,))
    account.mark(Role.TAKEN, range(1, 4), (1,))
    account.mark(Role.LEFT_OUT, (1,), (2,), "nobody asked for it")
    account.mark(Role.IN_DOUBT, (3,), (1,))
    account.mark(Role.TOTAL, (4,), range(2))
    table = ShownTable(
        id="contributions",
        title="Contributions",
        sheet="Data",
        header_row=1,
        columns=columns,
        row_numbers=range(2, len(rows) + 1),
        cells=rows,
        options=(("partner", "Partner"), ("agreed", "Agreed")),
    )
    agreed = Column(name="agreed", label="Agreed", values=[91150.0, None], unit="£", letter="B")
    origin = Origin(file="a.xlsx", sha256="", sheet="Data", imported_by="", imported_at=MOMENT)
    figures = FigureSet(
        id="a", kind="a", table="contributions", title="A", period="", origin=origin,
        keys=["police", "health"], labels=["Police", "Health"], rows=[2, 4], columns=[agreed],
    )  # fmt: skip
    asked = ShownDoubt("asked", "Data", "B4", "Is B4 a number?", "", ())
    return ShownSheet(
        "Data",
        [at for at, row in enumerate(rows, 1) if row],
        columns,
        rows,
        account.closed(),
        tables=(table,),
        found=Found("Data", {1: [FoundColumn(agreed, figures, {2: 0, 4: 1})]}, {}),
        doubts=(asked,),
    )


MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
ROWS = (
    ("Partner", "Agreed (£)", "Comment"),
    ("Police", 91150.0, "ok"),
    (),
    ("Health", "twelve"),
    ("Total", 91150.0),
)


@pytest.fixture
def sheet(qapp: QApplication) -> SheetModel:
    return SheetModel(
        shown(ROWS),
        [problem("B4"), problem("B4", Severity.NOTE), problem("B4", sheet="Other"), problem("Z99")],
    )


def test_the_models_keep_qts_rules(qtmodeltester: ModelTester, sheet: SheetModel) -> None:
    columns = ColumnModel([("A", "Code"), ("BU", "Total")], ["BU"])
    words = WordsFilter()
    words.setSourceModel(columns)
    changes = ChangeModel([Difference("Police: Agreed", "£1", "£2", "B2")])
    for model in (sheet, columns, words, changes, ProblemModel([problem("B4")])):
        qtmodeltester.check(model)


def test_cells_say_what_is_wrong_with_them(sheet: SheetModel) -> None:
    wrong = sheet.index_of("B4")
    assert wrong.data() == "twelve"
    assert [found.severity for found in sheet.problems_at(wrong)] == [
        Severity.BLOCK,
        Severity.NOTE,
    ]
    assert Tone(wrong.data(ToneRole)) is Tone.BLOCK
    assert sheet.index_of("B2").data(ToneRole) is None
    said = wrong.data(Qt.ItemDataRole.ToolTipRole).splitlines()
    assert said[:2] == ["B4", "In doubt: Is B4 a number?"]
    assert said[2].startswith("Must be put right: B4 says")


def test_a_cells_part_is_told_by_word_shape_and_colour(sheet: SheetModel) -> None:
    def read_out(cell: str) -> str:
        return str(sheet.index_of(cell).data(Qt.ItemDataRole.AccessibleTextRole))

    def font(cell: str) -> QFont:
        held = sheet.index_of(cell).data(Qt.ItemDataRole.FontRole)
        assert isinstance(held, QFont)
        return held

    assert read_out("A1") == "Partner, Heading"
    assert read_out("B2") == "£91,150, Taken"
    assert read_out("B4") == "twelve, In doubt"
    assert read_out("A5") == "Total ✓, Total"
    assert read_out("C4") == ""
    assert font("A1").bold()
    assert font("B5").bold()
    assert font("C2").strikeOut()
    assert not font("B2").bold()
    inks = {
        cell: sheet.index_of(cell).data(Qt.ItemDataRole.ForegroundRole).name()
        for cell in ("B2", "C2", "B5")
    }
    assert len(set(inks.values())) == 3
    assert sheet.index_of("B2").data(Qt.ItemDataRole.BackgroundRole) is None
    assert sheet.index_of("B4").data(Qt.ItemDataRole.BackgroundRole) is not None


def test_rows_and_columns_that_are_not_taken_say_why(sheet: SheetModel) -> None:
    def why(cell: str) -> str:
        return str(sheet.index_of(cell).data(Qt.ItemDataRole.ToolTipRole))

    assert why("B5") == "B5\nA total: it agrees with our sum, and is not taken as a row."
    assert why("C2") == "C2\nLeft out: nobody asked for it"
    assert why("B2") == "B2\nTaken as Agreed"
    assert why("C4") == ""


def test_a_total_that_does_not_agree_is_not_ticked(sheet: SheetModel) -> None:
    wrong = SheetModel(dataclasses.replace(sheet.sheet, wrong_totals=frozenset({5})), [])
    assert wrong.index_of("A5").data() == "Total"
    assert "does not agree" in wrong.index_of("A5").data(Qt.ItemDataRole.ToolTipRole)


def test_a_sheet_of_which_nothing_is_taken_says_so_on_its_tab(sheet: SheetModel) -> None:
    assert sheet.sheet.title == "Data · 10"
    notes = Account("Notes", [["by hand"], [1.0]])
    left = ShownSheet("Notes", [1, 2], (), (), notes.closed())
    assert left.title == "Notes · 2, left out"


@pytest.mark.parametrize("cell", ["B3", "B6", "Z2", "", "B", "7"])
def test_a_cell_that_is_not_shown_has_no_index(sheet: SheetModel, cell: str) -> None:
    assert not sheet.index_of(cell).isValid()


def test_rows_are_numbered_as_in_the_workbook(sheet: SheetModel) -> None:
    assert sheet.headerData(0, Qt.Orientation.Vertical) == "1"
    assert sheet.headerData(2, Qt.Orientation.Vertical) == "4"


@given(st.lists(st.text(max_size=12), max_size=30), st.text(max_size=8))
def test_a_search_keeps_the_headings_that_hold_every_word(headings: list[str], wanted: str) -> None:
    model = ColumnModel([(f"C{at}", heading) for at, heading in enumerate(headings)], [])
    words = WordsFilter()
    words.setSourceModel(model)
    words.set_words(wanted)
    kept = {str(words.index(row, 0).data()) for row in range(words.rowCount())}
    expected = {
        f"C{at}"
        for at, heading in enumerate(headings)
        if all(word in f"c{at} {heading.casefold()}" for word in wanted.casefold().split())
    }
    assert kept == expected


def test_ticks_are_told_in_the_sheets_order() -> None:
    model = ColumnModel([("A", "Code"), ("B", "Name"), ("C", "Total")], [])
    told: list[tuple[str, ...]] = []
    model.ticked_changed.connect(lambda: told.append(model.ticked))
    for row in (2, 0):
        assert model.setData(
            model.index(row, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
        )
    model.setData(model.index(2, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert told == [("C",), ("A", "C"), ("A",)]


def test_a_hundred_thousand_rows_scroll_to_any_problem(qtbot: QtBot) -> None:
    rows = [("Partner", "Agreed (£)", "Comment")]
    rows += [(f"Partner {number}", float(number), "") for number in range(100_000)]  # type: ignore[misc]
    view = SheetView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show_model(SheetModel(shown(rows), [problem("B90000")]))
    view.show()
    qtbot.waitExposed(view)
    bar = view.verticalScrollBar()
    for step in range(40):
        bar.setValue(step * bar.maximum() // 39)
        view.repaint()
    assert view.go_to("B90000")
    assert view.currentIndex().data() == "89998"


def test_the_board_says_since_when_a_return_is_missing() -> None:
    due = Asked(due=date(2026, 6, 1))
    cells = (
        BoardCell(State.MISSING),
        BoardCell(State.MISSING, asked=Asked()),
        BoardCell(State.MISSING, asked=due),
        BoardCell(State.MISSING, asked=replace(due, chased=(date(2026, 6, 9),))),
        BoardCell(State.ACCEPTED, asked=due),
    )
    kinds = tuple((str(at), str(at)) for at in range(len(cells)))
    model = BoardModel(Board(kinds, (BoardRow("Thames Valley Police", cells),)))
    said = [model.index(0, at + 1).data() for at in range(len(cells))]
    assert said == ["Missing", "Missing", "Due 1 Jun", "Chased 9 Jun", "Accepted"]

"""The outline unfolded: a section's blocks, dragged and moved with the keys."""

import random
import warnings
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.template import find_template, start_report
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.outline.model import OutlineModel
from oscb_desktop.ui.outline.outline import Outline
from oscb_desktop.ui.widgets.messages import Messages
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page import samples
from tests.ui.report_page.conftest import MakeDesk

TEMPLATE = find_template("scrutiny-annual-report")
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
SHOWN = Qt.ItemDataRole.DisplayRole

MakeOutline = Callable[[Desk], Outline]


@pytest.fixture
def make_outline(messages: Messages, choosers: ToldChoosers, qtbot: QtBot) -> MakeOutline:
    def make(desk: Desk) -> Outline:
        outline = Outline(desk, messages, choosers)
        qtbot.addWidget(outline)
        outline.resize(300, 900)
        outline.show()
        return outline

    return make


@pytest.fixture
def outline(desk: Desk, make_outline: MakeOutline) -> Outline:
    return make_outline(desk)


def said(model: OutlineModel, role: int = SHOWN) -> list[str]:
    """Return what every row says, blocks indented by a space."""
    rows: list[str] = []
    for row in range(model.rowCount()):
        top = model.index(row)
        rows.append(top.data(role))
        rows += [f" {model.index(at, 0, top).data(role)}" for at in range(model.rowCount(top))]
    return rows


def drag(outline: Outline, thing: str, point: QPoint) -> bool:
    """Drag a row to a point of the list and let it go; return whether it might go there."""
    data = outline.model.mimeData([outline.model.index_of(thing)])
    return hover(outline, data, point) and let_go(outline, data, point)


def hover(outline: Outline, data: QMimeData, point: QPoint) -> bool:
    """Drag something over a point; return whether it might be dropped there."""
    kinds = Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    with warnings.catch_warnings():  # the only constructors there are count as deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        enter, over = QDragEnterEvent(point, *kinds), QDragMoveEvent(point, *kinds)
    QApplication.sendEvent(outline.list.viewport(), enter)
    if enter.isAccepted():
        QApplication.sendEvent(outline.list.viewport(), over)
    return enter.isAccepted() and over.isAccepted()


def let_go(outline: Outline, data: QMimeData, point: QPoint) -> bool:
    event = QDropEvent(
        QPointF(point),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier(0),
    )
    QApplication.sendEvent(outline.list.viewport(), event)
    return event.isAccepted()


def edge(outline: Outline, place: str, *, low: bool) -> QPoint:
    """Return a point just inside the upper or lower edge of a row."""
    area = outline.list.visualRect(outline.model.index_of(place))
    return QPoint(area.center().x(), area.bottom() - 1 if low else area.top() + 1)


def order(desk: Desk, section: str) -> list[str]:
    held = desk.report.section(section)
    assert held is not None
    return [block.id for block in held.blocks]


def test_a_section_unfolds_into_its_paragraphs_tables_and_charts(outline: Outline) -> None:
    assert said(outline.model) == [
        "Title and meeting",
        "Executive summary",
        " 1. The partners agreed £252,100 for the year.",
        " 2. See  and the law.",
        "Money",
        " Contributions",
        " 3. Money came from three partners.",
        " \N{BULLET} the council health",
        " Table 1: What partners paid",
        " Chart 1: What partners paid",
        "Risks",
    ]
    assert said(outline.model, SPOKEN)[5:9] == [
        " Sub-heading: Contributions",
        " Paragraph 3: Money came from three partners.",
        " List: the council health",
        " Table 1: What partners paid",
    ]


def test_it_is_folded_until_somebody_unfolds_it(outline: Outline, qtbot: QtBot) -> None:
    outline.choose("money")
    assert outline.model.index_of("money") == outline.list.currentIndex()
    assert not outline.list.isExpanded(outline.model.index_of("money"))
    outline.follow("money", "p3")
    assert outline.current_block is None  # writing unfolds nothing
    qtbot.keyClick(outline.list, Qt.Key.Key_Right)
    assert outline.list.isExpanded(outline.model.index_of("money"))
    outline.follow("money", "p3")
    assert outline.current_block is not None
    assert outline.current_block.id == "p3"


def test_choosing_a_paragraph_asks_to_go_there(outline: Outline, qtbot: QtBot) -> None:
    outline.list.expandAll()
    with qtbot.waitSignal(outline.place_chosen) as chosen:
        qtbot.mouseClick(
            outline.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=outline.list.visualRect(outline.model.index_of("p3")).center(),
        )
    assert chosen.args == ["p3"]
    assert outline.current is not None
    assert outline.current.id == "money"


def test_a_paragraph_is_dragged_within_its_section(outline: Outline, desk: Desk) -> None:
    outline.list.expandAll()
    before = desk.report
    assert drag(outline, "p1", edge(outline, "p2", low=True))
    assert order(desk, "summary") == ["p2", "p1"]
    assert desk.undo_label == "Move paragraph"
    assert outline.current_block is not None
    assert outline.current_block.id == "p1"
    assert drag(outline, "p1", edge(outline, "p2", low=False))
    assert desk.report == before


def test_a_paragraph_is_dragged_to_another_section_and_references_follow(
    outline: Outline, desk: Desk, qtbot: QtBot
) -> None:
    outline.list.expandAll()
    before = desk.report
    assert drag(outline, "p3", edge(outline, "p1", low=False))
    assert order(desk, "summary") == ["p3", "p1", "p2"]
    assert said(outline.model)[2] == " 1. Money came from three partners."
    assert said(outline.model)[3].startswith(" 2. The partners")
    desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)  # one step
    assert said(outline.model)[2] == " 1. The partners agreed £252,100 for the year."


def test_a_folded_or_empty_section_takes_a_paragraph_at_its_end(
    outline: Outline, desk: Desk
) -> None:
    outline.list.expand(outline.model.index_of("summary"))
    assert drag(outline, "p1", edge(outline, "risks", low=True))
    assert order(desk, "risks") == ["p1"]
    assert drag(outline, "p1", edge(outline, "money", low=True))
    assert order(desk, "money")[-1] == "p1"
    assert drag(outline, "p1", outline.list.viewport().rect().bottomLeft() + QPoint(40, -2))
    assert order(desk, "risks") == ["p1"]


def test_a_table_says_what_it_is_in_the_history(outline: Outline, desk: Desk) -> None:
    outline.list.expandAll()
    assert drag(outline, "t1", edge(outline, "p1", low=False))
    assert desk.undo_label == "Move table"
    assert said(outline.model)[2] == " Table 1: What partners paid"


def test_where_nothing_can_go_is_refused(outline: Outline, desk: Desk) -> None:
    outline.list.expandAll()
    before = desk.report
    assert not drag(outline, "p1", edge(outline, "p1", low=True))  # where it is
    assert not drag(outline, "p1", edge(outline, "p2", low=False))
    assert not drag(outline, "p1", QPoint(40, 4))  # the report's head
    foreign = QMimeData()
    foreign.setText("elsewhere")
    assert not hover(outline, foreign, edge(outline, "p2", low=True))
    other = OutlineModel(desk.report)  # another window's
    theirs = other.mimeData([other.index_of("p1")])
    assert not hover(outline, theirs, edge(outline, "p2", low=True))
    assert desk.report == before
    assert outline.list.gap is None


def test_free_sections_are_dragged_and_fixed_ones_are_not(
    make_desk: MakeDesk, make_outline: MakeOutline
) -> None:
    desk = make_desk(start_report(TEMPLATE, {}))
    outline = make_outline(desk)
    outline.add("performance")
    model = outline.model
    held = [section.id for section in desk.report.sections]
    drags = Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(model.index_of("performance")) & drags
    assert not model.flags(model.index_of("introduction")) & drags
    assert not model.flags(model.index(0)) & drags
    before = desk.report
    assert drag(outline, "performance", edge(outline, held[1], low=False))
    assert [section.id for section in desk.report.sections].index("performance") == 1
    assert outline.current is not None
    assert outline.current.id == "performance"
    assert desk.undo_label == "Move section"
    back = held[held.index("performance") - 1]
    assert drag(outline, "performance", edge(outline, back, low=True))
    assert desk.report == before
    assert not drag(outline, "introduction", edge(outline, held[0], low=False))
    assert desk.report == before


def test_nothing_is_dragged_where_the_report_is_read_only(desk: Desk) -> None:
    model = OutlineModel(desk.report)
    rows = [model.index(row) for row in range(model.rowCount())]
    rows += [model.index(at, 0, top) for top in rows for at in range(model.rowCount(top))]
    assert len(rows) == 11
    assert not any(model.flags(row) & Qt.ItemFlag.ItemIsDragEnabled for row in rows)


def test_the_keys_move_a_paragraph_and_a_section(
    outline: Outline, desk: Desk, qtbot: QtBot
) -> None:
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    outline.list.expandAll()
    outline.choose("p2")
    qtbot.keyClick(outline.list, Qt.Key.Key_Up, held)
    assert order(desk, "summary") == ["p2", "p1"]
    assert desk.undo_label == "Move paragraph"
    qtbot.keyClick(outline.list, Qt.Key.Key_Down, held)
    qtbot.keyClick(outline.list, Qt.Key.Key_Down, held)
    assert order(desk, "summary") == ["p1"]
    assert order(desk, "money")[0] == "p2"
    assert outline.current_block is not None
    assert outline.current_block.id == "p2"
    outline.choose("risks")
    qtbot.keyClick(outline.list, Qt.Key.Key_Up, held)
    assert [section.id for section in desk.report.sections] == ["summary", "risks", "money"]
    assert outline.list.isExpanded(outline.model.index_of("money"))


def test_delete_takes_the_paragraph_and_never_its_section(
    outline: Outline, desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    outline.list.expandAll()
    outline.choose("p1")
    before = desk.report
    assert outline.actions_["delete"].text() == "D&elete paragraph"
    assert not outline.actions_["rename"].isEnabled()
    outline.list.setFocus()
    outline.actions_["delete"].trigger()
    assert order(desk, "summary") == ["p2"]
    assert desk.undo_label == "Delete paragraph"
    assert messages.data()[-1].text == "A paragraph in Executive summary was deleted."
    messages.data()[-1].actions[0][1]()  # "Undo"
    qtbot.waitUntil(lambda: desk.report == before)


def test_the_model_is_well_behaved(qtmodeltester: ModelTester) -> None:
    model = OutlineModel(samples.report())
    qtmodeltester.check(model)
    model.show_report(start_report(TEMPLATE, {}))
    qtmodeltester.check(model)


def test_the_model_keeps_up_with_any_change_and_tells_it_rightly() -> None:
    chance = random.Random(5)
    report = samples.report(paragraphs=6)
    model = OutlineModel(report)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    told: list[str] = []
    model.modelReset.connect(lambda: told.append("reset"))
    for number in range(300):
        report = shuffled(report, chance, number)
        model.show_report(report)
        assert said(model) == said(OutlineModel(report))
    assert told == []
    assert tester.model() is model


def shuffled(report: Report, chance: random.Random, number: int) -> Report:
    """Return a report with something moved, added, taken out or written."""
    sections = list(report.sections)
    act = chance.randrange(6)
    at = chance.randrange(len(sections))
    blocks = list(sections[at].blocks)
    if act == 0:
        sections.insert(chance.randrange(len(sections)), sections.pop(at))
    elif act == 1 and len(sections) > 2:
        del sections[at]
    elif act == 2 and len(sections) < 6:
        made = Section(id=f"s{number}", key="s", title=f"Section {number}", blocks=())
        sections.insert(at, made)
    elif act == 3 and blocks:
        block = blocks.pop(chance.randrange(len(blocks)))
        sections[at] = replace(sections[at], blocks=tuple(blocks))
        to = chance.randrange(len(sections))
        there = list(sections[to].blocks)
        there.insert(chance.randrange(len(there) + 1), block)
        sections[to] = replace(sections[to], blocks=tuple(there))
    elif act == 4:
        blocks.insert(chance.randrange(len(blocks) + 1), paragraph(f"n{number}"))
        sections[at] = replace(sections[at], blocks=tuple(blocks))
    elif blocks:
        keep = chance.randrange(len(blocks))
        fresh = [paragraph(f"m{number}"), *blocks[:keep]]
        sections[at] = replace(sections[at], title=f"Title {number}", blocks=tuple(fresh))
    return replace(report, sections=tuple(sections))


def paragraph(block_id: str) -> Paragraph:
    return Paragraph(block_id, (Text(f"Words of {block_id}."),))


def test_a_keystroke_in_a_long_report_reads_one_row(make_desk: MakeDesk) -> None:
    report = samples.report(paragraphs=3_000)
    model = OutlineModel(report)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    money = report.sections[1]
    blocks = (*money.blocks[:-1], paragraph(money.blocks[-1].id))
    sections = (report.sections[0], replace(money, blocks=blocks), report.sections[2])
    model.show_report(replace(report, sections=sections))
    assert told == [(len(blocks) - 1, len(blocks) - 1)]
    last = model.index(len(blocks) - 1, 0, model.index_of("money"))
    assert last.data(SPOKEN) == "Paragraph 3003: Words of x2999."
    assert model.parent(last) == model.index_of("money")
    assert model.parent(model.index(0)) == QModelIndex()

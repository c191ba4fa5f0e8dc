"""The outline and the form of the report's head."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.edits import rewrites
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.document import SectionState
from oscb_desktop.report.content.template import find_template, start_report
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.outline.details_form import DetailsForm
from oscb_desktop.ui.outline.outline import Outline
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page.conftest import MakeDesk

TEMPLATE = find_template("scrutiny-annual-report")


@pytest.fixture
def outline(desk: Desk, messages: Messages, choosers: ToldChoosers, qtbot: QtBot) -> Outline:
    made = Outline(desk, messages, choosers)
    qtbot.addWidget(made)
    made.show()
    return made


def said(outline: Outline) -> list[str]:
    model = outline.model
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row).data(role) for row in range(model.rowCount())]


def test_each_section_says_how_far_it_has_come(outline: Outline) -> None:
    assert said(outline) == [
        "Title and meeting",
        "Executive summary: Draft",
        "Money: Draft",
        "Risks: Empty",
    ]


def test_a_section_is_marked_ready_and_a_draft_again(
    outline: Outline, desk: Desk, qtbot: QtBot
) -> None:
    outline.choose("money")
    qtbot.mouseClick(outline.ready, Qt.MouseButton.LeftButton)
    assert desk.report.sections[1].state is SectionState.READY
    assert said(outline)[2] == "Money: Ready"
    assert desk.undo_label == "Mark ready"
    qtbot.mouseClick(outline.ready, Qt.MouseButton.LeftButton)
    assert desk.report.sections[1].state is SectionState.DRAFT


def test_an_empty_section_cannot_be_ready(outline: Outline, desk: Desk, messages: Messages) -> None:
    outline.choose("risks")
    outline.toggle_ready()
    assert desk.report.sections[2].state is SectionState.EMPTY
    assert messages.data()[0].text == "Risks is empty."


def test_choosing_with_the_keys_tells_which_section(outline: Outline, qtbot: QtBot) -> None:
    outline.choose("summary")
    with qtbot.waitSignal(outline.place_chosen) as chosen:
        qtbot.keyClick(outline.list, Qt.Key.Key_Down)
    assert chosen.args == ["money"]
    with qtbot.waitSignal(outline.entered):
        qtbot.keyClick(outline.list, Qt.Key.Key_Return)


def test_following_the_caret_asks_for_nothing(outline: Outline, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(outline.place_chosen):
        outline.follow("risks")
    assert outline.current is not None
    assert outline.current.id == "risks"


def test_a_section_that_is_not_the_templates_is_renamed_moved_and_deleted(
    outline: Outline, desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    outline.choose("risks")
    outline.actions_["rename"].trigger()
    outline.name.clear()
    qtbot.keyClicks(outline.name, "Risks and limits")
    qtbot.keyClick(outline.name, Qt.Key.Key_Return)
    assert desk.report.sections[2].title == "Risks and limits"
    outline.actions_["up"].trigger()
    assert [section.id for section in desk.report.sections] == ["summary", "risks", "money"]
    assert outline.current is not None
    assert outline.current.id == "risks"
    before = desk.report
    outline.actions_["delete"].trigger()
    assert desk.report.section("risks") is None
    messages.data()[-1].actions[0][1]()  # "Undo"
    qtbot.waitUntil(lambda: desk.report == before)


def test_the_templates_fixed_sections_stay_and_optional_ones_can_be_added(
    make_desk: MakeDesk, messages: Messages, choosers: ToldChoosers, qtbot: QtBot
) -> None:
    desk = make_desk(start_report(TEMPLATE, {}))
    outline = Outline(desk, messages, choosers)
    qtbot.addWidget(outline)
    outline.choose("introduction")
    assert not outline.actions_["delete"].isEnabled()
    assert outline.actions_["rename"].isEnabled()
    outline.show()
    outline.list.setFocus()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_Down):
        outline.choose("recommendation")
        alt = Qt.KeyboardModifier.AltModifier
        held = alt if key == Qt.Key.Key_Down else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(outline.list, key, held)
        assert "“Recommendation”" in messages.data()[-1].text
    assert "in this place" in outline.actions_["down"].toolTip()
    assert "as it is" in outline.actions_["rename"].toolTip()
    outline.choose("introduction")
    outline.add("performance")
    keys = [section.key for section in desk.report.sections]
    assert keys.index("performance") == keys.index("introduction") + 1
    assert outline.actions_["delete"].isEnabled()


def test_a_section_under_a_heading_of_ones_own_is_added_where_one_is(
    make_desk: MakeDesk, messages: Messages, choosers: ToldChoosers, qtbot: QtBot
) -> None:
    desk = make_desk(start_report(TEMPLATE, {}))
    outline = Outline(desk, messages, choosers)
    qtbot.addWidget(outline)
    outline.show()
    outline.choose("introduction")
    outline.actions_["add"].trigger()
    qtbot.keyClicks(outline.name, "What  children told us ")
    with qtbot.waitSignal(outline.entered):  # and one can write
        qtbot.keyClick(outline.name, Qt.Key.Key_Return)
    assert outline.current is not None
    assert outline.current.title == "What children told us"
    titles = [section.title for section in desk.report.sections]
    assert titles.index("What children told us") == titles.index("Introduction") + 1
    outline.actions_["add"].trigger()
    qtbot.keyClicks(outline.name, "No")
    qtbot.keyClick(outline.name, Qt.Key.Key_Escape)
    assert [section.title for section in desk.report.sections] == titles
    outline.actions_["rename"].trigger()
    qtbot.keyClicks(outline.name, "Voices")
    qtbot.keyClick(outline.name, Qt.Key.Key_Return)
    assert "Voices" in [section.title for section in desk.report.sections]
    assert len(desk.report.sections) == len(titles)


def test_the_head_is_a_form_whose_fields_take_effect_when_left(
    desk: Desk, workers: Workers, qtbot: QtBot
) -> None:
    form = DetailsForm(desk, workers.parallel, TEMPLATE)
    qtbot.addWidget(form)
    form.show()
    title = form.field("title").editor
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Annual reports 2025-26")
    assert desk.report.details.title == "Safeguarding annual reports"
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert desk.report.details.title == "Annual reports 2025-26"
    assert desk.undo_label == "Change title"


def test_the_form_tells_the_deadline_and_what_is_no_date(
    desk: Desk, workers: Workers, qtbot: QtBot
) -> None:
    form = DetailsForm(desk, workers.parallel, TEMPLATE)
    qtbot.addWidget(form)
    form.show()
    field = form.field("meeting_date")
    qtbot.waitUntil(lambda: "Publish by Wed 2 Dec 2026" in field.data())
    line = field.editor.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "soon")
    desk.gather()
    assert "'soon' is not a date" in field.data()
    assert desk.report.details.meeting_date == date(2026, 12, 10)
    line.selectAll()
    qtbot.keyClicks(line, "17 Dec 2026")
    desk.gather()
    assert desk.report.details.meeting_date == date(2026, 12, 17)
    qtbot.waitUntil(lambda: "Publish by Wed 9 Dec 2026" in field.data())


def test_undo_shows_in_the_form(desk: Desk, workers: Workers, qtbot: QtBot) -> None:
    form = DetailsForm(desk, workers.parallel, TEMPLATE)
    qtbot.addWidget(form)
    committee = form.field("committee").editor
    committee.setText("Cabinet")
    desk.gather()
    desk.undo()
    qtbot.waitUntil(lambda: form.data()["committee"] == "Performance Scrutiny Committee")


def test_a_ready_section_that_is_edited_says_so_once(
    outline: Outline, desk: Desk, messages: Messages
) -> None:
    outline.choose("money")

    def told() -> list[str]:
        return [m.text for m in messages.data() if "has been edited since" in m.text]

    def edit(words: str) -> None:
        held = next(b for b in desk.report.sections[1].blocks if isinstance(b, Paragraph))
        changed = Paragraph(held.id, (*held.runs, Text(words)))
        (change,) = rewrites(desk.report, [changed])
        assert desk.apply(change)

    edit(" A draft may change.")
    assert not told()
    outline.toggle_ready()
    edit(" This may not.")
    assert told() == ["Money was ready, and has been edited since."]
    messages.dismiss_all()
    edit(" Nor this.")
    assert not told()
    outline.toggle_ready()
    outline.toggle_ready()
    edit(" Again.")
    (again,) = [m for m in messages.data() if m.actions]
    again.actions[0][1]()
    assert desk.report.sections[1].state is SectionState.DRAFT

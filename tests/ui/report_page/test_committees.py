"""One content, many committees, in the window: chosen, written apart, shared again, added."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.addressing import own_id, send_to
from oscb_desktop.operations.clearing.clearing import clear
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.content.committees import find_committee_template
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.store import ReportFile
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.outline.model import ASIDE_ROLE
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers
from tests.ui.report_page import samples
from tests.ui.report_page.conftest import MakeDesk
from tests.ui.report_page.pages import words_of

TODAY = date(2026, 11, 22)
MEETS = date(2027, 1, 19)


def to_cabinet(report: Report) -> Report:
    return send_to(report, find_committee_template("cabinet"), MEETS).apply(report)


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(to_cabinet(samples.report()))


@pytest.fixture
def page(
    desk: Desk,
    workers: Workers,
    messages: Messages,
    choosers: ToldChoosers,
    tmp_path: Path,
    qtbot: QtBot,
) -> ReportPage:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("tour/seen", True)
    made = ReportPage(desk, workers, messages, choosers, settings=settings, today=TODAY)
    qtbot.addWidget(made)
    made.resize(1366, 720)
    made.show()
    qtbot.waitExposed(made)
    return made


def titles(page: ReportPage) -> list[str]:
    model = page.outline.model
    return [str(model.index(row).data()) for row in range(1, model.rowCount())]


def pages_of(page: ReportPage) -> str:
    sheets = page.preview.view.sheets
    return "" if sheets is None else " ".join(words_of(sheets))


def choose(page: ReportPage, qtbot: QtBot, name: str) -> None:
    """Pick a committee with the keys, as a person does."""
    box = page.committees.choice.list
    box.setFocus()
    while box.currentText() != name:
        before = box.currentText()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        if box.currentText() == before:
            qtbot.keyClick(box, Qt.Key.Key_Home)


def test_outline_text_and_pages_follow_the_committee(page: ReportPage, qtbot: QtBot) -> None:
    assert page.committees.choice.data() == ("Performance Scrutiny Committee", "Cabinet")
    first = titles(page)
    assert "Purpose of this report" not in first
    choose(page, qtbot, "Cabinet")
    assert titles(page) != first
    assert "Purpose of this report" in titles(page)
    assert "Cabinet is RECOMMENDED" in page.editor.view.toPlainText()
    qtbot.waitUntil(lambda: "Cabinet – 19 January 2027" in pages_of(page), timeout=30_000)
    qtbot.waitUntil(lambda: "Mon 11 Jan 2027" in " ".join(page.status.data()))
    choose(page, qtbot, "Performance Scrutiny Committee")
    assert titles(page) == first
    assert "Cabinet is RECOMMENDED" not in page.editor.view.toPlainText()


def test_the_caret_stays_in_its_section(page: ReportPage, qtbot: QtBot) -> None:
    section = page.editor.view.report_document
    assert section is not None
    held = next(x for x in samples.report().sections if x.blocks and x.key != "recommendation")
    page.outline.choose(held.id)
    choose(page, qtbot, "Cabinet")
    assert page.editor.view.caret.section == held.id
    assert page.outline.current is not None
    assert page.outline.current.id == held.id


def test_what_is_shared_and_what_is_not_is_said_over_the_text(
    page: ReportPage, qtbot: QtBot
) -> None:
    held = next(x for x in samples.report().sections if x.blocks and x.key != "recommendation")
    page.outline.choose(held.id)
    assert page.committees.note.data() == ("All 2 committees get this text.", "")
    choose(page, qtbot, "Cabinet")
    said, offered = page.committees.note.data()
    assert said == "All 2 committees get this text."
    assert offered == "Write it for Cabinet alone"


def test_a_section_is_written_apart_and_shared_again_with_clicks(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    held = next(x for x in samples.report().sections if x.blocks and x.key != "recommendation")
    choose(page, qtbot, "Cabinet")
    page.outline.choose(held.id)
    note = page.committees.note
    qtbot.mouseClick(note.change, Qt.MouseButton.LeftButton)
    own = own_id("cabinet", held.key)
    assert note.data()[0] == "Only Cabinet gets this text."
    assert page.editor.view.caret.section == own
    index = page.outline.model.index_of(own)
    assert str(index.data(ASIDE_ROLE)).endswith("only here")
    page.editor.view.setFocus()
    first = desk.report.section(own)
    assert first is not None
    block = next(x for x in first.blocks if isinstance(x, Paragraph))
    page.editor.show_place(block=block.id)
    qtbot.keyClicks(page.editor.view, "Ours. ")
    choose(page, qtbot, "Performance Scrutiny Committee")
    assert "Ours. " not in page.editor.view.toPlainText()
    choose(page, qtbot, "Cabinet")
    assert "Ours. " in page.editor.view.toPlainText()
    page.outline.choose(own)
    qtbot.mouseClick(note.change, Qt.MouseButton.LeftButton)
    assert "Ours. " not in page.editor.view.toPlainText()
    desk.undo()
    qtbot.waitUntil(lambda: "Ours. " in page.editor.view.toPlainText())


def test_a_shared_section_is_left_out_for_one_and_brought_in_again(
    make_desk: MakeDesk, workers: Workers, messages: Messages, choosers: ToldChoosers, qtbot: QtBot
) -> None:
    report = samples.report()
    extra = Section(id="risk", key="performance", title="Performance in the year")
    sections = (*report.sections, replace(extra, blocks=(Paragraph("r1", (Text("Said."),)),)))
    desk = make_desk(to_cabinet(replace(report, sections=sections)))
    page = ReportPage(desk, workers, messages, choosers, today=TODAY)
    qtbot.addWidget(page)
    page.show()
    desk.address("cabinet")
    page.outline.choose("risk")
    page.outline.actions_["delete"].trigger()
    assert "risk" not in [held.id for held in desk.report.sections]
    assert "risk" in [held.id for held in desk.snapshot.addressed_to("").report.sections]
    assert messages.data()[-1].text == "Performance in the year is left out for Cabinet."
    menu = page.outline.more.menu()
    menu.aboutToShow.emit()
    adding = next(held.menu() for held in menu.actions() if held.menu())
    again = next(held for held in adding.actions() if held.text() == extra.title)
    again.trigger()
    assert page.outline.current is not None
    assert page.outline.current.id == "risk"


def test_typing_in_a_shared_section_is_kept_for_all(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    held = next(x for x in samples.report().sections if x.blocks and x.key != "recommendation")
    block = next(x for x in held.blocks if isinstance(x, Paragraph))
    choose(page, qtbot, "Cabinet")
    page.editor.show_place(block=block.id)
    page.editor.view.setFocus()
    qtbot.keyClicks(page.editor.view, "Shared. ")
    choose(page, qtbot, "Performance Scrutiny Committee")
    assert "Shared. " in page.editor.view.toPlainText()
    qtbot.waitUntil(lambda: not desk.unsaved)
    with ReportFile.open(desk.snapshot.path, "Reader", read_only=True) as file:
        for committee in ("", "cabinet"):
            kept = file.report.addressed_to(committee).block(block.id)
            assert isinstance(kept, Paragraph)
            assert "Shared. " in str(kept.runs)


def test_the_head_is_the_committees_own(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    choose(page, qtbot, "Cabinet")
    page.outline.choose("")
    field = page.details.field("title").editor
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "For Cabinet to agree")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert desk.report.details.title == "For Cabinet to agree"
    choose(page, qtbot, "Performance Scrutiny Committee")
    assert desk.report.details.title == samples.report().details.title


def test_the_panel_says_how_each_stands_and_adds_one(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    panel = page.committees.panel
    page.open_panel("committees")
    qtbot.waitUntil(lambda: len(panel.cards) == 2, timeout=30_000)
    scrutiny, cabinet = panel.data()
    assert scrutiny[0] == "Performance Scrutiny Committee"
    assert "Publish by Mon 11 Jan 2027 (50 days left)." in cabinet[1]
    assert "On the author's desk" in cabinet[2]
    assert "Purpose of this report" in cabinet[3]
    qtbot.mouseClick(panel.cards[1].show_button, Qt.MouseButton.LeftButton)
    assert desk.snapshot.committee == "cabinet"
    form = panel.form
    form.kind.setCurrentIndex(form.kind.findData("council"))
    assert form.name.text() == "Full Council"
    qtbot.keyClicks(form.meeting.line, "23 Mar 2027")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert desk.report.details.committee == "Full Council"
    assert desk.report.details.meeting_date == date(2027, 3, 23)
    qtbot.waitUntil(lambda: len(panel.cards) == 3, timeout=30_000)
    qtbot.mouseClick(panel.cards[2].remove_button, Qt.MouseButton.LeftButton)
    assert desk.snapshot.committee == ""
    assert [held.name for held in desk.report.committees] == ["Cabinet"]


def test_the_same_committee_twice_is_refused_in_words(
    page: ReportPage, desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    page.open_panel("committees")
    form = page.committees.panel.form
    form.kind.setCurrentIndex(form.kind.findData("cabinet"))
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert len(desk.report.committees) == 1
    assert "already goes to Cabinet" in " ".join(held.text for held in messages.data())


def test_a_report_to_one_committee_shows_no_choice(make_desk: MakeDesk, workers: Workers,
    messages: Messages, choosers: ToldChoosers, qtbot: QtBot) -> None:  # fmt: skip
    made = ReportPage(make_desk(), workers, messages, choosers, today=TODAY)
    qtbot.addWidget(made)
    assert made.committees.choice.data() == ()
    assert made.committees.note.data() == ("", "")


def test_undo_of_adding_goes_back_to_the_first_committee(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    whole = desk.snapshot.whole
    assert desk.apply_whole(send_to(whole, find_committee_template("cabinet"), MEETS))
    desk.address("cabinet")
    assert desk.report.details.committee == "Cabinet"
    qtbot.waitUntil(lambda: not desk.unsaved)
    desk.undo()
    qtbot.waitUntil(lambda: not desk.report.committees)
    assert desk.snapshot.committee == ""
    assert desk.report.details == samples.report().details


def test_a_clearance_is_for_the_committee_in_hand_when_it_was_given(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.address("cabinet")
    done: list[object] = []

    def give(opened: object, _: object) -> object:
        clear(opened, "author", "An officer")  # type: ignore[arg-type]
        return take_snapshot(opened)  # type: ignore[arg-type]

    assert desk.act(give, done.append)  # type: ignore[arg-type]
    desk.address("")  # before its turn has come
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)
    assert [held.statement.committee for held in desk.snapshot.every_clearance] == ["cabinet"]
    assert desk.snapshot.clearances == ()
    assert len(desk.snapshot.addressed_to("cabinet").clearances) == 1

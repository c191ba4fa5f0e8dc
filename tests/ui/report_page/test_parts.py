"""A section in the window: sent by a form, come back, chosen side by side, merged as one act."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import AddBlock, Change, RemoveBlock, ReplaceBlock, SetDetail
from oscb_desktop.editing.merging import Choice
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.writing.comments import comment
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.ui.comparison.merge_page import MergePage
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.send_panel import SendPanel
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers
from tests.ui.conftest import ToldChoosers

MakePage = Callable[..., MergePage]


def words(text: str, block_id: str) -> Paragraph:
    return Paragraph(block_id, (Text(text),))


@pytest.fixture
def panel(desk: Desk, messages: Messages, choosers: ToldChoosers, qtbot: QtBot) -> SendPanel:
    made = SendPanel(desk, messages, choosers)
    qtbot.addWidget(made)
    made.show()
    made.open_for("money")
    return made


@pytest.fixture
def part(panel: SendPanel, choosers: ToldChoosers, tmp_path: Path, qtbot: QtBot) -> Path:
    path = tmp_path / "money.oscbpart"
    choosers.saved = path
    qtbot.keyClicks(panel.to, "Finance officer")
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.send, Qt.MouseButton.LeftButton)
    return path


@pytest.fixture
def make_page(desk: Desk, messages: Messages, part: Path, qtbot: QtBot) -> MakePage:
    """Return a maker of merge pages, after an officer has made some changes."""

    def make(*changes: Change, also: Callable[[Opened], object] | None = None) -> MergePage:
        with open_report(part, by="Finance officer") as opened:
            for change in changes:
                edit(opened, change)
            if also is not None:
                also(opened)
        page = MergePage(desk, messages, part)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        qtbot.waitUntil(page.merge.isEnabled)
        return page

    return make


def test_a_section_is_sent_to_a_named_officer(
    panel: SendPanel, choosers: ToldChoosers, part: Path, messages: Messages, desk: Desk
) -> None:
    assert choosers.suggested[-1] == desk.snapshot.path.with_name(
        "Money for Finance officer.oscbpart"
    )
    (message,) = messages.data()
    assert message.text == "money.oscbpart is ready to send."
    assert "Finance officer" in message.remedy
    with open_report(part, read_only=True) as opened:
        assert [section.id for section in opened.file.report.sections] == ["money"]
        assert opened.file.figures.set_ids == ("partnership-budget-contributions",)


def test_choosing_no_file_sends_nothing(
    panel: SendPanel, choosers: ToldChoosers, messages: Messages, qtbot: QtBot
) -> None:
    choosers.saved = None
    qtbot.mouseClick(panel.send, Qt.MouseButton.LeftButton)
    assert messages.data() == ()
    assert panel.send.isEnabled()


def test_a_file_that_is_there_is_not_overwritten(
    panel: SendPanel, choosers: ToldChoosers, part: Path, messages: Messages, qtbot: QtBot
) -> None:
    before = part.read_bytes()
    choosers.saved = part
    qtbot.mouseClick(panel.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "already a file" in messages.data()[-1].text)
    assert part.read_bytes() == before


def test_what_only_they_wrote_is_shown_and_merged(
    make_page: MakePage, desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    page = make_page(
        ReplaceBlock(words("Money came from four partners.", "p3")),
        AddBlock("money", 2, words("And a grant.", "new")),
        RemoveBlock("l1"),
        also=lambda opened: comment(opened, "p3", "Is it four?"),
    )
    before = desk.report
    assert page.title.text() == "“Money” is back from Finance officer"
    assert page.words.text().startswith("3 paragraphs are new or changed. Their comments")
    assert page.conflicts == []
    said = {view.accessibleName(): view.words.data() for view in page.taken}
    assert said == {
        "Paragraph 3: changed": "Money came from [-three-][+four+] partners.",
        "A new paragraph": "[+And a grant.+]",
        "A passage in Money: deleted": "[-• the council\n• health-]",
    }
    with qtbot.waitSignal(page.finished):
        qtbot.mouseClick(page.merge, Qt.MouseButton.LeftButton)
    assert desk.report.block("new") is not None
    assert desk.report.block("l1") is None
    assert [held.remarks[0].text for held in desk.snapshot.comments] == ["Is it four?"]
    assert desk.undo_label == "Merge Money from Finance officer"
    desk.undo()
    qtbot.waitUntil(lambda: desk.report == before)


@pytest.mark.parametrize("choice", list(Choice))
def test_what_both_wrote_is_chosen_side_by_side(
    make_page: MakePage, desk: Desk, qtbot: QtBot, choice: Choice
) -> None:
    desk.apply(ReplaceBlock(words("Money came from five partners.", "p3")))
    page = make_page(ReplaceBlock(words("Money came from four partners.", "p3")))
    (conflict,) = page.conflicts
    assert conflict.ours.data() == "Money came from [-three-][+five+] partners."
    assert conflict.theirs.data() == "Money came from [-three-][+four+] partners."
    assert conflict.theirs.accessibleName() == (
        "Money came from removed: three added: four partners."
    )
    assert page.data() == {"p3": Choice.BOTH}  # nothing is lost unless somebody says so
    button = conflict.choices[choice]
    qtbot.waitUntil(lambda: not button.visibleRegion().isEmpty())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))
    assert page.data() == {"p3": choice}
    with qtbot.waitSignal(page.finished):
        qtbot.mouseClick(page.merge, Qt.MouseButton.LeftButton)
    section = desk.report.section("money")
    assert section is not None
    said = " ".join(
        run.text
        for block in section.blocks
        if isinstance(block, Paragraph)
        for run in block.runs
        if isinstance(run, Text)
    )
    assert ("five" in said, "four" in said) == {
        Choice.OURS: (True, False),
        Choice.THEIRS: (False, True),
        Choice.BOTH: (True, True),
    }[choice]


def test_nothing_new_is_said(make_page: MakePage) -> None:
    assert make_page().words.text().startswith("There is nothing new in it.")


def test_an_edit_made_meanwhile_is_shown_before_it_is_merged(
    make_page: MakePage, desk: Desk, messages: Messages, qtbot: QtBot
) -> None:
    page = make_page(ReplaceBlock(words("Money came from four partners.", "p3")))
    assert page.conflicts == []
    desk.apply(ReplaceBlock(words("Money came from five partners.", "p3")))
    qtbot.mouseClick(page.merge, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.conflicts) == 1)
    assert "has changed since you looked" in messages.data()[-1].text
    assert desk.report.block("p3") == words("Money came from five partners.", "p3")


def test_leaving_changes_nothing(make_page: MakePage, desk: Desk, qtbot: QtBot) -> None:
    page = make_page(ReplaceBlock(words("Money came from four partners.", "p3")))
    before = desk.report
    with qtbot.waitSignal(page.finished):
        qtbot.mouseClick(page.leave, Qt.MouseButton.LeftButton)
    assert desk.report == before


def test_a_file_that_is_no_part_is_said(
    desk: Desk, messages: Messages, tmp_path: Path, qtbot: QtBot
) -> None:
    wrong = tmp_path / "wrong.oscbpart"
    wrong.write_text("not a report")
    page = MergePage(desk, messages, wrong)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.finished):
        page.show()
    assert "wrong.oscbpart" in messages.data()[-1].text


def test_only_the_text_of_a_part_is_edited_at_the_desk(
    part: Path, messages: Messages, workers: Workers, qtbot: QtBot
) -> None:
    opened = open_report(part, by="Finance officer")
    desk = Desk(opened, take_snapshot(opened), workers, messages)
    assert desk.text_only
    assert not desk.read_only
    messages.dismiss_all()
    assert not desk.apply(SetDetail("title", "Mine"))
    assert "Only the text of “Money”" in messages.data()[-1].text
    assert desk.report.details.title == "Safeguarding annual reports"
    assert desk.apply(ReplaceBlock(words("Money came from four partners.", "p3")))
    with qtbot.waitCallback() as closed:
        desk.close(closed)


def test_a_part_goes_on_counting_and_offers_only_what_is_about_it(
    part: Path, messages: Messages, workers: Workers, choosers: ToldChoosers, qtbot: QtBot
) -> None:
    opened = open_report(part, by="Finance officer")
    desk = Desk(opened, take_snapshot(opened), workers, messages)
    page = ReportPage(desk, workers, messages, choosers, today=date(2026, 11, 22))
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    assert page.editor.view.numbers["p3"] == 3
    offered = [button.text() for button in page.rail.findChildren(QToolButton)]
    assert offered == ["Figures", "Checks", "Comments", "History"]
    assert len(page.status.data()) == 3
    assert not page.status.deadline.isVisible()
    assert not page.status.whose.isVisible()
    assert page.status.problems.isVisible()
    page.hide()
    with qtbot.waitCallback() as closed:
        desk.close(closed)

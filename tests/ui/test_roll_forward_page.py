"""Rolling a report forward in the window, and sections that arrive at it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.parts import send_section
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.ui.comparison.merge_page import MergePage
from oscb_desktop.ui.pages.roll_forward_page import RollForwardPage, next_year
from oscb_desktop.ui.widgets.date_field import DateField
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.main_window import MainWindow
from tests.ui.conftest import ToldChoosers

OpenIt = Callable[[Path], None]


@pytest.fixture
def open_it(window: MainWindow, qtbot: QtBot) -> OpenIt:
    """Open a file and wait until it is the one on the desk."""

    def act(path: Path) -> None:
        window.open_path(path)
        qtbot.waitUntil(
            lambda: window.desk is not None and window.desk.snapshot.path == path, timeout=10_000
        )

    return act


@pytest.fixture
def rolling(
    window: MainWindow, report_file: Path, open_it: OpenIt, qtbot: QtBot
) -> RollForwardPage:
    from oscb_desktop.editing.changes import SetDetail

    with open_report(report_file) as opened:
        edit(opened, SetDetail("reporting_year", "2025-26"))
        edit(opened, SetDetail("title", "Annual report 2025-26"))
    open_it(report_file)
    window._menus.action("roll_forward").trigger()
    page = window.page
    assert isinstance(page, RollForwardPage)
    return page


def test_next_years_report_is_made_and_opened(
    window: MainWindow, rolling: RollForwardPage, report_file: Path, qtbot: QtBot
) -> None:
    made = report_file.with_name("empty 2026-27.oscb")
    assert rolling.data() == ("2026-27", "", str(made))
    field = rolling.meeting.editor
    assert isinstance(field, DateField)
    qtbot.keyClicks(field.line, "9 Dec 2027")
    qtbot.mouseClick(rolling.make_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: window.desk is not None and window.desk.snapshot.path == made, timeout=10_000
    )
    assert window.desk is not None
    details = window.desk.report.details
    assert (details.title, details.reporting_year) == ("Annual report 2026-27", "2026-27")
    assert str(details.meeting_date) == "2027-12-09"
    with open_report(report_file, read_only=True) as last:
        assert last.file.report.details.reporting_year == "2025-26"


def test_a_year_that_does_not_follow_is_said_at_its_field(
    rolling: RollForwardPage, qtbot: QtBot
) -> None:
    for wrong, said in (("2024-25", "already about 2025-26"), ("soon", "not a reporting year")):
        rolling._year.setText(wrong)
        qtbot.mouseClick(rolling.make_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda said=said: said in rolling.year.data())
        qtbot.waitUntil(rolling.make_button.isEnabled)


def test_a_date_and_a_place_that_make_no_sense_are_said_at_their_fields(
    rolling: RollForwardPage, report_file: Path, qtbot: QtBot
) -> None:
    field = rolling.meeting.editor
    assert isinstance(field, DateField)
    field.line.setText("some day")
    qtbot.mouseClick(rolling.make_button, Qt.MouseButton.LeftButton)
    assert "'some day' is not a date" in rolling.meeting.data()
    field.line.clear()
    rolling.path.line.setText("report.oscb")
    qtbot.mouseClick(rolling.make_button, Qt.MouseButton.LeftButton)
    assert "in which folder" in rolling.path.data()
    rolling.path.line.setText(str(report_file))
    qtbot.mouseClick(rolling.make_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "already a file" in rolling.path.data())


def test_a_file_chosen_by_hand_is_kept_when_the_year_changes(
    rolling: RollForwardPage, choosers: ToldChoosers, tmp_path: Path, qtbot: QtBot
) -> None:
    choosers.saved = None
    qtbot.mouseClick(rolling.path.browse_button, Qt.MouseButton.LeftButton)
    assert rolling.data()[2].endswith("empty 2026-27.oscb")
    choosers.saved = tmp_path / "mine.oscb"
    qtbot.mouseClick(rolling.path.browse_button, Qt.MouseButton.LeftButton)
    rolling._year.setText("2027-28")
    assert rolling.data()[2] == str(tmp_path / "mine.oscb")


def test_leaving_goes_back_to_the_report(
    window: MainWindow, rolling: RollForwardPage, qtbot: QtBot
) -> None:
    qtbot.mouseClick(rolling.cancel_button, Qt.MouseButton.LeftButton)
    assert window.page is not rolling


@pytest.mark.parametrize(
    ("year", "then"), [("2025-26", "2026-27"), ("2098-99", "2099-00"), ("", ""), ("soon", "")]
)
def test_the_year_after(year: str, then: str) -> None:
    assert next_year(year) == then


@pytest.fixture
def part(report_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "introduction.oscbpart"
    with open_report(report_file, by="Clerk") as opened:
        section = next(held for held in opened.file.report.sections if held.key == "introduction")
        send_section(opened, section.id, path, note="Say more.")
    with open_report(path, by="Officer") as opened:
        edit(opened, AddBlock(section.id, 0, Paragraph("new", (Text("More."),))))
    return path


def test_a_part_of_the_open_report_is_merged_when_it_is_dropped(
    window: MainWindow, report_file: Path, part: Path, open_it: OpenIt, qtbot: QtBot
) -> None:
    open_it(report_file)
    window.open_dropped([part])
    qtbot.waitUntil(lambda: isinstance(window.page, MergePage))
    page = window.page
    assert isinstance(page, MergePage)
    qtbot.waitUntil(page.merge.isEnabled)
    with qtbot.waitSignal(page.finished):
        qtbot.mouseClick(page.merge, Qt.MouseButton.LeftButton)
    assert window.desk is not None
    assert window.desk.report.block("new") is not None
    assert window.desk.snapshot.path == report_file


def test_an_officer_opens_a_part_and_can_write_only_in_it(
    window: MainWindow,
    messages: Messages,
    part: Path,
    open_it: OpenIt,
    sample_returns: Path,
    qtbot: QtBot,
) -> None:
    open_it(part)
    assert window.windowTitle().startswith("Introduction (")
    (message,) = messages.data()
    assert message.text.startswith("Clerk has sent you this section")
    assert "They ask: Say more." in message.remedy
    assert not window._menus.action("import").isEnabled()
    assert not window._menus.action("roll_forward").isEnabled()
    window.import_paths([sample_returns / "partnership-budget.xlsx"])
    assert messages.data()[-1].text == "This is one section of a report."
    window.show_home()
    qtbot.waitUntil(lambda: bool(window._home.rows))
    assert window._home.rows[0].accessibleName().startswith("Introduction (")


def test_a_part_of_another_report_is_opened_for_writing(
    window: MainWindow, part: Path, open_it: OpenIt, tmp_path: Path, qtbot: QtBot
) -> None:
    from oscb_desktop.operations.file.files import close_report, new_report

    other = tmp_path / "other.oscb"
    close_report(new_report(other, "scrutiny-annual-report", {}))
    open_it(other)
    open_it(part)
    assert window.desk is not None
    assert window.desk.snapshot.part is not None

"""The window over real files: open, make, drop, close, and what it says when it cannot."""

import getpass
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import close_report, open_report
from oscb_desktop.operations.home.recent import recent_reports
from oscb_desktop.ui.import_page.page import ImportPage
from oscb_desktop.ui.pages.home_page import HomePage
from oscb_desktop.ui.pages.new_report_page import NewReport, NewReportPage
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.window.main_window import MainWindow
from tests.ui.conftest import MakeWindow, ToldChoosers

WAIT_MS = 30_000


def shows(qtbot: QtBot, window: MainWindow, kind: type) -> None:
    qtbot.waitUntil(lambda: isinstance(window.page, kind), timeout=WAIT_MS)


def texts(messages: Messages) -> str:
    return " ".join(f"{message.text} {message.remedy}" for message in messages.data())


def drop(window: MainWindow, *paths: Path) -> None:
    """Drop files as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    entering = QDragEnterEvent(QPointF(9, 9), *how)
    window.dragEnterEvent(entering)
    assert entering.isAccepted()
    window.dropEvent(QDropEvent(QPointF(9, 9), *how))


def test_it_starts_at_home_with_nothing_of_a_report_to_do(window: MainWindow) -> None:
    assert isinstance(window.page, HomePage)
    greyed = {"&Close report", "&Import returns…", "&Export PDF…", "&Undo", "&Figure…"}
    for menu in window.menuBar().actions():
        for action in menu.menu().actions():  # type: ignore[attr-defined]
            if action.text() in greyed:
                assert not action.isEnabled(), action.text()


def test_every_action_is_in_a_menu_and_has_a_shortcut(window: MainWindow) -> None:
    without = {"Open &recent", "&Blank return to send out", "&About OSCB Desktop"}
    shortcuts: list[str] = []
    for menu in window.menuBar().actions():
        for action in menu.menu().actions():  # type: ignore[attr-defined]
            if not action.isSeparator() and action.text() not in without:
                shortcuts.append(action.shortcut().toString())
    assert "" not in shortcuts
    assert len(set(shortcuts)) == len(shortcuts)
    for wanted in ("Ctrl+E", "Ctrl+K", "Ctrl+Z", "Ctrl+Y", "Ctrl+F", "F6", "F8"):
        assert QKeySequence(wanted).toString() in shortcuts


def test_the_sample_opens_and_closes_and_is_remembered(
    qtbot: QtBot, window: MainWindow, messages: Messages, tmp_path: Path
) -> None:
    home = window.page
    assert isinstance(home, HomePage)
    qtbot.mouseClick(home.sample_button, Qt.MouseButton.LeftButton)
    shows(qtbot, window, ReportPage)
    assert (tmp_path / "Sample report.oscb").is_file()
    assert "annual reports" in window.windowTitle()
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    shows(qtbot, window, HomePage)
    qtbot.waitUntil(lambda: len(home.rows) == 1)
    assert [held.path for held in recent_reports()] == [tmp_path / "Sample report.oscb"]
    assert window.windowTitle() == "OSCB Desktop"
    assert messages.data() == ()
    # Closed means let go of: it opens for somebody else.
    close_report(open_report(tmp_path / "Sample report.oscb"))


def test_a_new_report_is_made_and_shown(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    shows(qtbot, window, NewReportPage)
    page = window.page
    assert isinstance(page, NewReportPage)
    new = NewReport(
        tmp_path / "mine.oscb", "scrutiny-annual-report", {"title": "Mine", "committee": "Audit"}
    )
    page.make_requested.emit(new)
    shows(qtbot, window, ReportPage)
    assert window.desk is not None
    assert window.desk.report.details.title == "Mine"


def test_making_a_report_over_a_file_that_is_there_says_so_and_keeps_the_form(
    qtbot: QtBot, window: MainWindow, messages: Messages, report_file: Path
) -> None:
    before = report_file.read_bytes()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    shows(qtbot, window, NewReportPage)
    page = window.page
    assert isinstance(page, NewReportPage)
    page.make_requested.emit(NewReport(report_file, "scrutiny-annual-report", {}))
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert window.page is page
    assert report_file.read_bytes() == before
    qtbot.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    assert isinstance(window.page, HomePage)


def test_a_file_that_cannot_be_opened_is_said_and_the_window_stays(
    qtbot: QtBot, window: MainWindow, messages: Messages, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.oscb"
    wrong.write_text("not a report")
    for path in (wrong, tmp_path / "missing.oscb"):
        messages.dismiss_all()
        window.open_path(path)
        qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
        said = texts(messages)
        assert "Error" not in said
        assert "Traceback" not in said
        assert path.name in said
    assert isinstance(window.page, HomePage)


def test_a_locked_report_names_its_holder_and_opens_read_only(
    qtbot: QtBot, window: MainWindow, messages: Messages, report_file: Path
) -> None:
    held = open_report(report_file, by="Business manager")
    try:
        window.open_path(report_file)
        qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
        assert "Business manager" in texts(messages) or getpass.getuser() in texts(messages)
        button = messages.area.findChild(QPushButton)
        assert isinstance(button, QPushButton)
        assert button.text() == "Open read-only"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        shows(qtbot, window, ReportPage)
        assert window.desk is not None
        assert window.desk.read_only
        window.import_paths([Path("budget.xlsx")])
        assert isinstance(window.page, ReportPage)
        assert "open read-only" in texts(messages)
    finally:
        close_report(held)


def test_returns_dropped_before_a_report_wait_for_one(
    qtbot: QtBot,
    window: MainWindow,
    messages: Messages,
    report_file: Path,
    sample_returns: Path,
) -> None:
    drop(window, sample_returns / "partnership-budget.xlsx")
    assert isinstance(window.page, HomePage)
    assert "can be imported once a report is open" in texts(messages)
    drop(window, report_file)
    shows(qtbot, window, ImportPage)
    assert "once a report is open" not in texts(messages)


@pytest.mark.parametrize("part", ["editor", "outline", "preview"])
def test_files_dropped_on_any_part_of_the_report_are_imported(
    qtbot: QtBot, window: MainWindow, report_file: Path, sample_returns: Path, part: str
) -> None:
    window.resize(1366, 700)
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    widget = getattr(window.page, part)
    at = QPointF(widget.mapTo(window, widget.rect().center()))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sample_returns / "partnership-budget.xlsx"))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    handle = window.windowHandle()
    # As the system delivers them: Qt finds the widget that takes the drop.
    QApplication.sendEvent(handle, QDragEnterEvent(at, *how))
    QApplication.sendEvent(handle, QDropEvent(at, *how))
    shows(qtbot, window, ImportPage)


def test_dropping_something_else_says_what_can_be_dropped(
    window: MainWindow, messages: Messages, tmp_path: Path
) -> None:
    drop(window, tmp_path / "notes.txt")
    assert "notes.txt is not a report, a spreadsheet or a PDF" in texts(messages)


def test_a_picture_dropped_where_no_report_is_open_says_where_it_goes(
    window: MainWindow, messages: Messages, tmp_path: Path
) -> None:
    drop(window, tmp_path / "photo.jpeg")
    assert "Open the report first" in texts(messages)


def test_opening_another_report_closes_the_one_before(
    qtbot: QtBot, window: MainWindow, report_file: Path, tmp_path: Path
) -> None:
    from oscb_desktop.operations.file.files import new_report

    other = tmp_path / "other.oscb"
    close_report(new_report(other, "scrutiny-annual-report", {"title": "The other"}))
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    drop(window, other)
    qtbot.waitUntil(lambda: "The other" in window.windowTitle(), timeout=WAIT_MS)
    close_report(open_report(report_file))


def test_a_report_that_cannot_be_opened_leaves_the_open_one_alone(
    qtbot: QtBot, window: MainWindow, messages: Messages, report_file: Path, tmp_path: Path
) -> None:
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    page = window.page
    window.open_path(tmp_path / "missing.oscb")
    qtbot.waitUntil(lambda: bool(messages.data()), timeout=WAIT_MS)
    assert window.page is page


def test_cancelling_a_chooser_changes_nothing(
    qtbot: QtBot, window: MainWindow, messages: Messages, report_file: Path
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, HomePage)
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, ReportPage)
    assert messages.data() == ()


def test_closing_the_window_writes_and_lets_go_of_the_report(
    qtbot: QtBot, make_window: MakeWindow, report_file: Path
) -> None:
    window = make_window()
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    assert window.desk is not None
    window.desk.apply(SetDetail("title", "Written at the last moment"))
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    opened = open_report(report_file)
    assert opened.file.report.details.title == "Written at the last moment"
    close_report(opened)


def test_closing_twice_is_closing_once(
    qtbot: QtBot, make_window: MakeWindow, messages: Messages, report_file: Path
) -> None:
    window = make_window()
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    for _ in range(3):
        window.close()
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    assert messages.data() == ()
    close_report(open_report(report_file))


def test_the_windows_size_is_remembered(make_window: MakeWindow) -> None:
    first = make_window()
    first.resize(711, 566)
    first.close()
    second = make_window()
    assert (second.width(), second.height()) == (711, 566)


def test_a_missing_report_is_taken_off_the_list(
    qtbot: QtBot, make_window: MakeWindow, report_file: Path
) -> None:
    from oscb_desktop.operations.file.opened import take_snapshot
    from oscb_desktop.operations.home.recent import remember_recent

    opened = open_report(report_file)
    remember_recent(take_snapshot(opened))
    close_report(opened)
    report_file.unlink()
    window = make_window()
    home = window.page
    assert isinstance(home, HomePage)
    (row,) = home.rows
    assert row.remove_button is not None
    qtbot.mouseClick(row.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: home.rows == ())
    assert recent_reports() == ()


def test_a_report_that_was_closed_shows_its_first_page(
    qtbot: QtBot, make_window: MakeWindow, report_file: Path
) -> None:
    window = make_window()
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    window._menus.action("close").trigger()
    shows(qtbot, window, HomePage)
    qtbot.waitUntil(lambda: shows_first_pages(window) == [True], timeout=WAIT_MS)
    again = make_window()
    qtbot.waitUntil(lambda: shows_first_pages(again) == [True], timeout=WAIT_MS)
    with open_report(report_file) as elsewhere:
        title = SetDetail("title", "Changed by somebody else")
        edit(elsewhere, title)
    again.show_home()
    qtbot.waitUntil(lambda: shows_first_pages(again) == [False], timeout=WAIT_MS)


def test_a_window_that_is_closed_keeps_the_first_page(
    qtbot: QtBot, make_window: MakeWindow, report_file: Path
) -> None:
    window = make_window()
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    again = make_window()
    qtbot.waitUntil(lambda: shows_first_pages(again) == [True], timeout=WAIT_MS)


def shows_first_pages(window: MainWindow) -> list[bool]:
    home = window.page
    assert isinstance(home, HomePage)
    return [row.first_page is not None for row in home.rows]


def test_a_blank_return_is_written_where_asked(
    qtbot: QtBot, window: MainWindow, messages: Messages, choosers: ToldChoosers, tmp_path: Path
) -> None:
    choosers.saved = tmp_path / "blank.xlsx"
    menu = blank_menu(window)
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: bool(menu.actions()), timeout=WAIT_MS)
    words = [action.text() for action in menu.actions()]
    assert "Partnership budget…" in words
    menu.actions()[words.index("Partnership budget…")].trigger()
    qtbot.waitUntil(lambda: "blank.xlsx is ready" in texts(messages), timeout=WAIT_MS)
    assert choosers.suggested == [Path("Partnership budget.xlsx")]
    assert choosers.saved.read_bytes().startswith(b"PK")


def blank_menu(window: MainWindow):  # type: ignore[no-untyped-def]
    for menu in window.menuBar().actions():
        for action in menu.menu().actions():  # type: ignore[attr-defined]
            if action.text() == "&Blank return to send out":
                return action.menu()
    raise AssertionError


def test_about_says_the_version(window: MainWindow, messages: Messages) -> None:
    from oscb_desktop import __version__

    for menu in window.menuBar().actions():
        for action in menu.menu().actions():  # type: ignore[attr-defined]
            if action.text() == "&About OSCB Desktop":
                action.trigger()
    assert __version__ in texts(messages)


@pytest.mark.parametrize("key", ["undo", "insert_figure", "find", "export"])
def test_the_reports_actions_are_lent_to_the_menus_only_while_it_is_shown(
    qtbot: QtBot, window: MainWindow, report_file: Path, sample_returns: Path, key: str
) -> None:
    window.open_path(report_file)
    shows(qtbot, window, ReportPage)
    page = window.page
    assert isinstance(page, ReportPage)
    action = page.actions()[key]

    def in_menus() -> bool:
        return any(
            action in menu.menu().actions()  # type: ignore[attr-defined]
            for menu in window.menuBar().actions()
        )

    assert in_menus()
    window.import_paths([sample_returns / "partnership-budget.xlsx"])
    shows(qtbot, window, ImportPage)
    assert not in_menus()
    qtbot.keyClick(window.page, Qt.Key.Key_Escape)
    shows(qtbot, window, ReportPage)
    assert in_menus()

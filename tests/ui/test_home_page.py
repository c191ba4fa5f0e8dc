"""The first page lists what needs doing first, and says what to do when there is nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from oscb_desktop.operations.home.recent import RecentReport
from oscb_desktop.ui.pages.home_page import HomePage
from oscb_desktop.ui.pages.listed import Listed
from tests.ui.conftest import TODAY


def listed(
    title: str, *, publish_in: int | None = None, exists: bool = True, meets_in: int = 20
) -> Listed:
    publish_by = None if publish_in is None else TODAY + timedelta(days=publish_in)
    return Listed(
        RecentReport(
            path=Path("/reports") / f"{title}.oscb",
            title=title,
            committee="Performance Scrutiny Committee",
            meeting_date=None if publish_in is None else TODAY + timedelta(days=meets_in),
            publish_by=publish_by,
            opened_at=datetime(2026, 1, 2, tzinfo=UTC),
        ),
        exists,
    )


@pytest.fixture
def home(qtbot: QtBot) -> HomePage:
    page = HomePage(TODAY)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


def titles(home: HomePage) -> list[str]:
    return [row.data()[0] for row in home.rows]


def said(qtbot: QtBot, home: HomePage, words: str) -> None:
    """Wait until ``words`` stand on the page: what is new is shown at the next turn."""
    qtbot.waitUntil(
        lambda: any(
            label.isVisible() and words in label.text() for label in home.findChildren(QLabel)
        )
    )


def test_reports_near_their_deadline_stand_on_top_the_nearest_first(
    qtbot: QtBot, home: HomePage
) -> None:
    home.show_reports(
        [
            listed("Opened last"),
            listed("Due in ten", publish_in=10),
            listed("Due in three", publish_in=3),
            listed("Far off", publish_in=60, meets_in=70),
        ]
    )
    assert titles(home) == ["Due in three", "Due in ten", "Opened last", "Far off"]
    said(qtbot, home, "Needs you")
    assert home.rows[0].data()[2] == "3 days left"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "publish today"), (1, "1 day left"), (-1, "1 day late"), (-4, "4 days late")],
)
def test_the_time_left_is_said_in_words(home: HomePage, days: int, words: str) -> None:
    home.show_reports([listed("Report", publish_in=days)])
    assert home.rows[0].data()[2] == words
    assert words in home.rows[0].accessibleName()


def test_a_meeting_that_is_over_needs_nobody(qtbot: QtBot, home: HomePage) -> None:
    home.show_reports([listed("Last year's", publish_in=-40, meets_in=-30)])
    said(qtbot, home, "Recent")
    assert not any(label.text() == "Needs you" for label in home.findChildren(QLabel))
    assert "met " in home.rows[0].data()[1]
    assert home.rows[0].data()[2] == ""


def test_click_and_enter_open_a_report(qtbot: QtBot, home: HomePage) -> None:
    home.show_reports([listed("One"), listed("Two")])
    chosen: list[Path] = []
    home.report_chosen.connect(chosen.append)
    qtbot.mouseClick(home.rows[1], Qt.MouseButton.LeftButton)
    home.rows[0].setFocus()
    qtbot.keyClick(home.rows[0], Qt.Key.Key_Return)
    assert chosen == [Path("/reports/Two.oscb"), Path("/reports/One.oscb")]


def test_its_words_belong_to_the_row(qtbot: QtBot, home: HomePage) -> None:
    home.show_reports([listed("One")])
    said(qtbot, home, "One")
    chosen: list[Path] = []
    home.report_chosen.connect(chosen.append)
    words = next(label for label in home.rows[0].findChildren(QLabel) if label.text() == "One")
    place = words.mapTo(home, words.rect().center())
    qtbot.mouseMove(home.windowHandle(), place)
    qtbot.waitUntil(lambda: words.cursor().shape() == Qt.CursorShape.PointingHandCursor)
    qtbot.mouseClick(home.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [Path("/reports/One.oscb")]


def test_a_file_that_is_gone_cannot_be_opened_but_taken_off_the_list(
    qtbot: QtBot, home: HomePage
) -> None:
    home.show_reports([listed("Gone", exists=False)])
    (row,) = home.rows
    chosen: list[Path] = []
    forgotten: list[Path] = []
    home.report_chosen.connect(chosen.append)
    home.forget_requested.connect(forgotten.append)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert chosen == []
    assert "no longer here" in row.data()[1]
    assert row.remove_button is not None
    qtbot.mouseClick(row.remove_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    assert forgotten == [Path("/reports/Gone.oscb")] * 2


def test_arrows_go_from_row_to_row(qtbot: QtBot, home: HomePage) -> None:
    home.show_reports([listed("One"), listed("Two"), listed("Three")])
    qtbot.waitUntil(home.rows[2].isVisible)
    home.rows[0].setFocus()
    qtbot.keyClick(home.rows[0], Qt.Key.Key_Down)
    assert home.rows[1].hasFocus()
    qtbot.keyClick(home.rows[1], Qt.Key.Key_Up)
    assert home.rows[0].hasFocus()
    qtbot.keyClick(home.rows[0], Qt.Key.Key_Up)
    assert home.rows[0].hasFocus()


def test_nothing_opened_yet_says_what_to_do_first(qtbot: QtBot, home: HomePage) -> None:
    home.show_reports([])
    said(qtbot, home, "Start with a report")
    assert home.rows == ()


def test_the_list_is_shown_anew_when_it_changes(home: HomePage) -> None:
    home.show_reports([listed("One"), listed("Two")])
    home.show_reports([listed("Two")])
    assert titles(home) == ["Two"]


def test_a_report_without_a_meeting_shows_what_it_has(home: HomePage) -> None:
    plain = listed("No meeting yet")
    home.show_reports([plain])
    assert home.rows[0].data() == ("No meeting yet", "Performance Scrutiny Committee", "")


def test_a_row_says_how_much_stops_its_publication(home: HomePage) -> None:
    held = listed("Due", publish_in=10)
    stopped = held._replace(report=held.report._replace(stops=3))
    home.show_reports([stopped, held, held._replace(report=held.report._replace(stops=1))])
    lines = [row.data()[1] for row in home.rows]
    assert lines[0].endswith("· 3 things stop it")
    assert "stop" not in lines[1]
    assert lines[2].endswith("· 1 thing stops it")


def test_a_row_says_which_returns_are_still_out(home: HomePage) -> None:
    held = listed("Due", publish_in=10)
    out = held._replace(report=held.report._replace(asked=3, out=("Oxford Health", "Probation")))
    every = held._replace(report=held.report._replace(asked=3))
    home.show_reports([out, every, held])
    assert [row.returns_line() for row in home.rows] == [
        "Returns still out: Oxford Health and Probation", "All 3 returns are in", ""]  # fmt: skip
    assert "Oxford Health" in home.rows[0].accessibleName()


def red_page() -> QImage:
    page = QImage(128, 181, QImage.Format.Format_RGB32)
    page.fill(QColor("red"))
    return page


def reds(row: QWidget) -> int:
    """Return how many points of a row are red as it is painted."""
    image = row.grab().toImage()
    points = ((x, y) for x in range(image.width() // 4) for y in range(image.height()))
    return sum(image.pixelColor(*point) == QColor("red") for point in points)


def test_a_row_shows_its_first_page_and_a_plain_sheet_without(home: HomePage) -> None:
    home.show_reports([listed("One"), listed("Two")])
    assert [row.first_page for row in home.rows] == [None, None]
    plain = home.rows[0].grab().toImage()
    home.show_first_pages({Path("/reports/Two.oscb"): red_page()})
    one, two = home.rows
    assert one.grab().toImage() == plain
    assert reds(one) == 0
    assert reds(two) > 60 * 86
    home.show_first_pages({})
    assert reds(two) == 0


def test_a_first_page_stays_while_the_list_is_shown_anew(home: HomePage) -> None:
    home.show_reports([listed("One"), listed("Two")])
    home.show_first_pages({Path("/reports/Two.oscb"): red_page()})
    home.show_reports([listed("Two"), listed("One")])
    assert [row.first_page is not None for row in home.rows] == [True, False]


def test_a_first_page_is_nothing_that_is_read_out_or_tabbed_to(
    qtbot: QtBot, home: HomePage
) -> None:
    home.show_reports([listed("One"), listed("Two")])
    names = [row.accessibleName() for row in home.rows]
    children = [len(row.findChildren(QWidget)) for row in home.rows]
    home.show_first_pages({Path(f"/reports/{name}.oscb"): red_page() for name in ("One", "Two")})
    assert [row.accessibleName() for row in home.rows] == names
    assert [len(row.findChildren(QWidget)) for row in home.rows] == children
    qtbot.waitUntil(home.rows[1].isVisible)
    home.rows[0].setFocus()
    qtbot.keyClick(home.rows[0], Qt.Key.Key_Tab)
    assert home.rows[1].hasFocus()


def test_a_click_on_the_sheet_opens_the_report(qtbot: QtBot, home: HomePage) -> None:
    home.show_reports([listed("One")])
    chosen: list[Path] = []
    home.report_chosen.connect(chosen.append)
    row = home.rows[0]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(40, row.height() // 2))
    assert chosen == [Path("/reports/One.oscb")]

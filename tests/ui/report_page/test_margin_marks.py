"""A paragraph that cannot go out as it is has a mark beside it soon after it is typed."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from oscb_desktop.base.problems import Place, Problem, Severity
from oscb_desktop.ui.editor.margin_marks import margin_marks
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.tones import Tone
from tests.ui.report_page.test_report_page import opened_urls, page

__all__ = ["opened_urls", "page"]  # fixtures


def _problem(code: str, severity: Severity, block: str) -> Problem:
    place = Place(section="Money", block=block)
    return Problem(code=code, severity=severity, message=code, remedy="Mend it.", place=place)


def test_what_blocks_and_what_cannot_be_printed_is_marked() -> None:
    marks = margin_marks(
        [
            _problem("personal-data", Severity.BLOCK, "a"),
            _problem("not-cleared", Severity.BLOCK, ""),
            _problem("character-unprintable", Severity.WARN, "a"),
            _problem("character-unprintable", Severity.WARN, "b"),
            _problem("spelling", Severity.WARN, "c"),
        ]
    )
    assert {block: mark.tone for block, mark in marks.items()} == {"a": Tone.BLOCK, "b": Tone.WARN}
    assert marks["a"].words.count("Mend it.") == 2


def test_a_mark_comes_as_one_types_and_goes_again(page: ReportPage, qtbot: QtBot) -> None:
    view = page.editor.view
    page.editor.show_place(block="p3")
    view.setFocus()
    qtbot.keyClicks(view, "XX ")
    qtbot.waitUntil(lambda: "p3" in view.marks, timeout=20_000)
    area = view.block_area(view.textCursor().block())
    point = QPoint(3, int(area.top() + 10))
    help_ = QHelpEvent(QHelpEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), help_)
    assert "stands for something still to come" in QToolTip.text()
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: "p3" not in view.marks, timeout=20_000)

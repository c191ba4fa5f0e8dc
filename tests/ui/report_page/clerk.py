"""A clerk at the real window who counts what they do: a command, a run of typing, a form filled in.

Nothing is done but by keys, clicks and menus; what is looked at beforehand is not counted.
"""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from oscb_desktop.editing.text.lines import Kind
from oscb_desktop.report.content.document import Report
from oscb_desktop.ui.editor.typing import TypingView
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class Clerk:
    """Who writes a report. ``acts`` says each thing they did, in order."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.acts: list[str] = []

    @property
    def page(self) -> ReportPage:
        assert isinstance(self.window.page, ReportPage)
        return self.window.page

    @property
    def view(self) -> TypingView:
        return self.page.editor.view

    @property
    def report(self) -> Report:
        assert self.window.desk is not None
        return self.window.desk.report

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Give a command by its key."""
        self.acts.append(f"press {key.name.removeprefix('Key_')}")
        self.qtbot.keyClick(_focused(), key, held)

    def click(self, part: QAbstractButton) -> None:
        """Give a command by its button."""
        self.acts.append(f"click {part.text()}")
        self.qtbot.mouseClick(part, LEFT)

    def type(self, text: str) -> None:
        """Type where the focus is: Enter ends a line, "\\t" is Tab, "\\b" Shift+Tab. One run."""
        self.acts.append(f"type {text[:24]!r}")
        _type(text)

    def fill(self, *answers: str) -> None:
        """Fill a form in and give it: each answer where the one before leads by Tab. One act."""
        self.acts.append(f"fill in {answers[0]!r}")
        for at, answer in enumerate(answers):
            if at:
                self.qtbot.keyClick(_focused(), Qt.Key.Key_Tab)
            _type(answer)
        self.qtbot.keyClick(_focused(), Qt.Key.Key_Return)

    def go(self, section: str, kind: Kind, *, after: bool = False) -> None:
        """Click on the first line of a kind under a heading, or behind its last letter."""
        self._point(section, kind, after=after, times=1)

    def take(self, section: str) -> None:
        """Click three times on a section's heading."""
        self._point(section, Kind.TITLE, after=False, times=3)

    def _point(self, title: str, kind: Kind, *, after: bool, times: int) -> None:
        self.acts.append(f"{'click' if times == 1 else 'choose'} {kind} of {title!r}")
        section = next(held.id for held in self.report.sections if held.title == title)
        document = self.view.report_document
        index = next(
            at
            for at, face in enumerate(document.faces)
            if (face.line.section, face.line.kind) == (section, kind)
        )
        self.view.scroll_to(index)
        QApplication.processEvents()
        block = document.findBlockByNumber(index)
        area = self.view.block_area(block)
        line = block.layout().lineAt(0)
        x = line.naturalTextRect().right() + 40 if after else 12
        point = QPoint(
            int(block.layout().position().x() + x), int(area.top() + line.rect().center().y())
        )
        for at in range(times):
            press = QTest.mouseDClick if at == 1 else QTest.mouseClick
            press(self.view.viewport(), LEFT, pos=point)
        QApplication.processEvents()


def _type(text: str) -> None:
    """Type as fingers do: each letter goes where the one before has led."""
    for letter in text:
        if letter == "\n":
            QTest.keyClick(_focused(), Qt.Key.Key_Return)
        elif letter == "\t":
            QTest.keyClick(_focused(), Qt.Key.Key_Tab)
        elif letter == "\b":
            QTest.keyClick(_focused(), Qt.Key.Key_Backtab, SHIFT)
        else:
            QTest.keyClicks(_focused(), letter)


def _focused() -> QWidget:
    held = QApplication.focusWidget()
    assert held is not None
    return held

"""Any command found by a word of its name, with the keyboard alone."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oscb_desktop.ui.window.commands import CommandFinder, commands_of
from oscb_desktop.ui.window.main_window import MainWindow


def _finder() -> CommandFinder:
    finder = QApplication.activeModalWidget()
    assert isinstance(finder, CommandFinder)
    return finder


def test_what_is_greyed_is_not_offered(window: MainWindow) -> None:
    names = {command.name for command in commands_of(window.menuBar())}
    assert {"New report…", "Open…", "About OSCB Desktop"} <= names
    assert not names & {"Undo", "Figure…", "Export…"}


def test_a_word_and_enter_do_it(window: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    window._menus.triggered.connect(done.append)
    seen: list[list[str]] = []

    def type_and_choose() -> None:
        finder = _finder()
        qtbot.keyClicks(finder.words, "new rep")
        seen.append([finder.list.item(row).text() for row in range(finder.list.count())])
        qtbot.keyClick(finder.words, Qt.Key.Key_Escape)

    QTimer.singleShot(0, type_and_choose)
    window._menus.action("commands").trigger()
    assert seen == [["New report…  –  File  (Ctrl+N)"]]
    assert done == ["commands"]  # Escape does nothing

    def choose_about() -> None:
        finder = _finder()
        qtbot.keyClicks(finder.words, "xyz")
        assert finder.none.isVisible()
        finder.words.clear()
        qtbot.keyClicks(finder.words, "help")
        while (command := finder.chosen()) is not None and "About" not in command.name:
            qtbot.keyClick(finder.words, Qt.Key.Key_Down)
        QTimer.singleShot(0, _close_box)
        qtbot.keyClick(finder.words, Qt.Key.Key_Return)

    QTimer.singleShot(0, choose_about)
    window._menus.action("commands").trigger()
    assert done.count("about") == 1


def _close_box() -> None:
    box = QApplication.activeModalWidget()
    if box is not None:
        box.close()

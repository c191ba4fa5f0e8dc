"""Finding any command by a word of its name, for who does not know its menu."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMenuBar,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.text import say
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.search_keys import SearchKeys
from oscb_desktop.ui.window.menus import plain

_WIDE, _HIGH = 64 * GRID, 44 * GRID


class Command(NamedTuple):
    """Something that a menu offers: what it is called there, and where."""

    menu: str
    name: str
    action: QAction

    @property
    def shortcut(self) -> str:
        """Its key, as the system writes it."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def answers(self, words: Sequence[str]) -> bool:
        """Whether every word typed is somewhere in its name or its menu's."""
        said = f"{self.name} {self.menu}".casefold()
        return all(word in said for word in words)


def commands_of(bar: QMenuBar) -> Iterator[Command]:
    """Yield what the menus offer now, in their order: nothing that is greyed."""
    for top in bar.actions():
        yield from _below(top, ())


def _below(held: QAction, above: tuple[str, ...]) -> Iterator[Command]:
    menu: QMenu | None = held.menu()  # type: ignore[assignment]  # stubs say object
    name = plain(held.text())
    if menu is not None:
        for action in menu.actions():
            yield from _below(action, (*above, name))
    elif held.isEnabled() and held.isVisible() and not held.isSeparator():
        yield Command(" ▸ ".join(above), name, held)


class CommandFinder(QDialog):
    """A box to type into over a list; Enter does what is chosen."""

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a command"))
        self._commands = tuple(commands)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("A word of what you want to do"))
        self.words.setAccessibleName(self.tr("Search commands"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(2)
        self.list.itemActivated.connect(lambda _: self.accept())
        SearchKeys(self.words, self.list, self.accept)
        self.none = QLabel(self.tr("No command of that name can be used now."))
        self.none.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        for part in (self.words, self.none, self.list):
            column.addWidget(part)
        self.resize(_WIDE, _HIGH)
        self._narrow("")

    def chosen(self) -> Command | None:
        """Return the command that the list stands on, None for none."""
        item = self.list.currentItem()
        return None if item is None else self._commands[item.data(Qt.ItemDataRole.UserRole)]

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        self.list.clear()
        for at, command in enumerate(self._commands):
            if command.answers(words):
                item = QListWidgetItem(_line(command))
                item.setData(Qt.ItemDataRole.UserRole, at)
                self.list.addItem(item)
        found = self.list.count() > 0
        self.list.setVisible(found)
        self.none.setVisible(not found)
        if found:
            self.list.setCurrentRow(0)


def find_command(bar: QMenuBar, parent: QWidget) -> None:
    """Let a person look for a command, and do it once the box is gone."""
    finder = CommandFinder(tuple(commands_of(bar)), parent)
    done = finder.exec()
    command = finder.chosen() if done else None
    finder.deleteLater()
    if command is not None:
        command.action.trigger()


def _line(command: Command) -> str:
    named = say("{name}  –  {menu}", name=command.name, menu=command.menu)
    return f"{named}  ({command.shortcut})" if command.shortcut else named

"""The table of keys and gestures, to be looked through while one writes: F1."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.text import say
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.window.gestures import gestures
from oscb_desktop.ui.window.menus import shortcuts

_WIDE, _HIGH = 96 * GRID, 66 * GRID


class Row(NamedTuple):
    """A row of the table."""

    keys: str
    does: str
    where: str


def rows() -> Iterator[Row]:
    """Yield what no menu shows, then what the menus show."""
    for gesture in gestures():
        yield Row(gesture.keys, gesture.does, gesture.where)
    for _, menu, name, keys in shortcuts():
        written = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        yield Row(written, name.removesuffix("…"), say("{menu} menu", menu=menu))


class KeysWindow(QDialog):
    """A box to type into over the table; it stays open beside the report."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and gestures"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = tuple(rows())
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("A key, or a word of what you want to do"))
        self.words.setAccessibleName(self.tr("Search keys and gestures"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._narrow)
        self.table = self._make_table()
        self.none = QLabel(self.tr("No key or gesture has these words."))
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        for part in (self.words, self.none, self.table):
            column.addWidget(part)
        self.resize(_WIDE, _HIGH)
        self._narrow("")

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(len(self._rows), len(Row._fields))
        table.setAccessibleName(self.tr("Keys and gestures"))
        table.setHorizontalHeaderLabels([self.tr("Keys"), self.tr("What it does"),
                                         self.tr("Where")])  # fmt: skip
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        for at, row in enumerate(self._rows):
            for column, text in enumerate(row):
                table.setItem(at, column, QTableWidgetItem(text))
        table.resizeColumnsToContents()
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        found = 0
        for at, row in enumerate(self._rows):
            said = " ".join(row).casefold()
            hidden = not all(word in said for word in words)
            self.table.setRowHidden(at, hidden)
            found += not hidden
        self.table.setVisible(found > 0)
        self.none.setVisible(found == 0)


def show_keys(parent: QWidget) -> None:
    """Show the table, or bring forward the one that is open."""
    held: KeysWindow | None = parent.findChild(KeysWindow)
    window = held or KeysWindow(parent)
    window.show()
    window.raise_()
    window.activateWindow()

"""What can be done to a whole sheet before it is read: its headings, its side, its like sheets."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from oscb_desktop.operations.taking_in.layout_steps import By, by_words
from oscb_desktop.ui.widgets.icons import give_icon
from oscb_desktop.ui.widgets.look import GRID, spaced

_BY: tuple[By, ...] = ("partner", "quarter", "school", "agency")


class SheetTools(QWidget):
    """Buttons above the grid; those that would do nothing are not shown."""

    headings_wanted = Signal()
    turned = Signal()
    rows_wanted = Signal()
    appended = Signal(str)  # what each of the sheets is of
    forgotten = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings = self._button(self.tr("&Headings"), "table-2")
        self.headings.setToolTip(self.tr("Choose the row of headings"))
        self.headings.clicked.connect(self.headings_wanted)
        self.transpose = self._button(self.tr("&Transpose"), "rotate-ccw")
        self.transpose.setToolTip(self.tr("Read rows as columns, or no longer so"))
        self.transpose.clicked.connect(self.turned)
        self.rows = self._button(self.tr("Columns as &rows"), "table-2")
        self.rows.setToolTip(self.tr("Read an agency, a month or a quarter a column as rows"))
        self.rows.clicked.connect(self.rows_wanted)
        self.append = self._button(self.tr("A&ppend"), "layers")
        self.append.setToolTip(self.tr("Read the sheets that are alike as one table"))
        self.append.clicked.connect(self.open_menu)
        self.forget = self._button(self.tr("&Forget layout"), "x")
        self.forget.setToolTip(
            self.tr("It is laid out as this sender's last return was; find it out anew")
        )
        self.forget.clicked.connect(self.forgotten)
        self.menu: QMenu | None = None
        row = QHBoxLayout(self)
        spaced(row, gap=GRID // 2)
        for button in self.buttons:
            row.addWidget(button)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons in their order."""
        return self.headings, self.transpose, self.rows, self.append, self.forget

    def offer(self, *, headings: bool, append: bool, forget: bool) -> None:
        """Show what can be done to the sheet that is shown."""
        self.headings.setVisible(headings)
        self.append.setVisible(append)
        self.forget.setVisible(forget)

    def open_menu(self) -> None:
        """Ask what each of the sheets is of."""
        menu = QMenu(self)
        for by in _BY:
            menu.addAction(by_words(by)).triggered.connect(partial(self.appended.emit, by))
        self.menu = menu
        menu.popup(self.append.mapToGlobal(QPoint(0, self.append.height())))

    def _button(self, words: str, icon: str) -> QPushButton:
        button = QPushButton(words)
        give_icon(button, icon)
        button.setFlat(True)
        return button

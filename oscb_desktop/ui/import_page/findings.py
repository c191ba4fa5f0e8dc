"""Beside the table: what is wrong with the file, and what it would change."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from oscb_desktop.ui.import_page.change_list import ChangeList
from oscb_desktop.ui.import_page.file_import import FileImport
from oscb_desktop.ui.import_page.problem_panel import ProblemPanel
from oscb_desktop.ui.widgets.look import GRID, spaced

_WIDTH = 27 * GRID


class Findings(QWidget):
    """Two lists: problems, and what will change."""

    problem_chosen = Signal(object)
    cell_chosen = Signal(str)
    cell_entered = Signal()
    kept_changed = Signal(object)
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Problems and changes"))
        self.problems = ProblemPanel()
        self.problems.chosen.connect(self.problem_chosen)
        self.problems.entered.connect(self.cell_entered)
        self.problems.copy_wanted.connect(self.copy_wanted)
        self.changes = ChangeList()
        self.changes.chosen.connect(self.cell_chosen)
        self.changes.kept_changed.connect(self.kept_changed)
        self._nothing = [
            _empty(self.tr("No problems found.")),
            _empty(self.tr("The report has none of these figures yet.")),
        ]
        self._lists = QStackedWidget()
        for page in (self.problems, self.changes, *self._nothing):
            self._lists.addWidget(page)
        column = QVBoxLayout(self)
        spaced(column, gap=0)
        column.addWidget(self.tabs)
        column.addWidget(self._lists, 1)
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._choose)
        self._counts = (0, 0)

    def show_preview(self, file: FileImport) -> None:
        """Show the problems and the changes of a file that has been read."""
        preview = file.preview
        if preview is None:
            return
        changes = file.changes
        self.problems.show_problems(file.problems)
        self.changes.show_changes(changes, file.kept)
        if preview.comparisons and not changes:
            self._nothing[1].setText(self.tr("The report has the same figures already."))
        self._counts = (len(file.problems), len(changes))
        self.tabs.setTabText(0, self.tr("Problems ({count})").format(count=self._counts[0]))
        self.tabs.setTabText(1, self.tr("Will change ({count})").format(count=self._counts[1]))
        self._choose(self.tabs.currentIndex())

    def _choose(self, at: int) -> None:
        page = (self.problems, self.changes)[at] if self._counts[at] else self._nothing[at]
        self._lists.setCurrentWidget(page)


def _empty(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setFrameShape(QLabel.Shape.StyledPanel)
    label.setBackgroundRole(QPalette.ColorRole.Base)
    label.setAutoFillBackground(True)
    label.setMargin(2 * GRID)
    return label

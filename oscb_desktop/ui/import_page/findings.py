"""Beside the table: the open questions, what else is wrong, and what the file would change."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from oscb_desktop.ui.import_page.change_list import ChangeList
from oscb_desktop.ui.import_page.file_import import FileImport
from oscb_desktop.ui.import_page.problem_panel import ProblemPanel
from oscb_desktop.ui.import_page.questions import Questions
from oscb_desktop.ui.widgets.look import GRID, spaced

_WIDTH = 31 * GRID
_LEAST = 20 * GRID  # px for the lists, where there are questions above them


class Findings(QWidget):
    """Questions, and under them two lists: problems, and what will change."""

    problem_chosen = Signal(object)
    cell_chosen = Signal(str)
    cell_entered = Signal()
    kept_changed = Signal(object)
    answered = Signal(object, str)  # questions that are alike, and the answer
    question_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        self.questions = Questions()
        self.questions.answered.connect(self.answered)
        self.questions.cell_wanted.connect(self.question_chosen)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Problems and changes"))
        self.problems = ProblemPanel()
        self.problems.chosen.connect(self.problem_chosen)
        self.problems.entered.connect(self.cell_entered)
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
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        spaced(below, gap=0)
        below.addWidget(self.tabs)
        below.addWidget(self._lists, 1)
        column = QVBoxLayout(self)
        spaced(column, gap=GRID)
        column.addWidget(self.questions)
        column.addWidget(self._below, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._choose)
        self._counts = (0, 0)

    def show_preview(self, file: FileImport) -> None:
        """Show the questions, the problems and the changes of a file that has been read."""
        preview = file.preview
        if preview is None:
            return
        changes = file.changes
        self.questions.show_doubts(file.doubts)
        self.problems.show_problems(file.problems)
        self.changes.show_changes(changes, file.kept)
        if preview.comparisons and not changes:
            self._nothing[1].setText(self.tr("The report has the same figures already."))
        self._counts = (len(file.problems), len(changes))
        self.tabs.setTabText(0, self.tr("Problems ({count})").format(count=self._counts[0]))
        self.tabs.setTabText(1, self.tr("Will change ({count})").format(count=self._counts[1]))
        # Questions first, and nothing beside them that has nothing to say.
        lists = not file.doubts or any(self._counts)
        self._below.setVisible(lists)
        self._rest.setVisible(not lists)
        self._choose(self.tabs.currentIndex())
        self._make_room()
        QTimer.singleShot(0, self, self._make_room)  # again once the cards have their width

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the height between questions and lists."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Give the questions what they need; of too little height the lists keep some."""
        if not self.questions.isVisibleTo(self):
            return
        kept = min(_LEAST, self.height() // 3) if self._below.isVisibleTo(self) else 0
        wanted = self.questions.wanted_height()
        self.questions.setFixedHeight(max(min(wanted, self.height() - kept - GRID), 8 * GRID))

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

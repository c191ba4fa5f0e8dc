"""What came of reading a Word report: where it went, and what was not understood."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.operations.taking_in.reading_words import DocumentTaken
from oscb_desktop.ui.panels.problems import ProblemModel
from oscb_desktop.ui.widgets.look import GRID, heading, quiet
from oscb_desktop.ui.widgets.messages import words_of
from oscb_desktop.ui.widgets.panel_rows import RowDelegate


class ImportResultPanel(QWidget):
    """Lists it until it is closed: ``closed``."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems = ""
        self.title = heading("")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.sections = quiet("")
        self.said = quiet("")
        self.model = ProblemModel(self)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("What was not understood"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.copy = QPushButton(self.tr("&Copy the list"))
        self.copy.clicked.connect(self._copy)
        self.done = QPushButton(self.tr("&Done"))
        self.done.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for part in (self.title, self.sections, self.said):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self.setFocusProxy(self.list)

    def show_taken(self, name: str, found: DocumentTaken) -> None:
        """Show what came of one document."""
        self.title.setText(name)
        self.sections.setText(
            self.tr("Read in: {titles}.").format(titles=", ".join(found.sections))
        )
        self.model.show_problems(found.problems)
        self._problems = words_of(found.problems)
        self.copy.setEnabled(bool(found.problems))
        if found.problems:
            self.said.setText(self.tr("Look at these: they were left out or changed."))
        else:
            self.said.setText(self.tr("Nothing was left out."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the rows to the new width."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._problems)

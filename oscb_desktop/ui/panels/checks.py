"""Checks: what stands between the report and its publication, each a click from its place."""

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QListView, QVBoxLayout, QWidget

from oscb_desktop.operations.checking import CheckResult
from oscb_desktop.operations.opened import Snapshot
from oscb_desktop.report.problems import OscbError, Place, Problem, Severity
from oscb_desktop.ui.desk import Desk
from oscb_desktop.ui.lanes import Lane
from oscb_desktop.ui.look import GRID
from oscb_desktop.ui.panels.problems import ProblemModel
from oscb_desktop.ui.panels.rows import RowDelegate
from oscb_desktop.ui.watching import Watcher


class Checker(QObject):
    """Checks the desk's report in the background after each pause; one check at a time."""

    checked = Signal(object)  # CheckResult

    def __init__(self, desk: Desk, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result: CheckResult | None = None
        self._watcher = Watcher(desk, lane, _check, self)
        self._watcher.seen.connect(self._take)
        self._watcher.failed.connect(self._give_up)

    def check_now(self) -> None:
        """Check without waiting for a pause in the writing."""
        self._watcher.look_now()

    def _take(self, result: CheckResult) -> None:
        self.result = result
        self.checked.emit(result)

    def _give_up(self, error: OscbError) -> None:
        stopped = Problem(
            code=error.code or "not-checked",
            severity=Severity.BLOCK,
            message=error.message,
            remedy=error.remedy,
        )
        self._take(CheckResult((stopped,)))


def _check(snapshot: Snapshot) -> CheckResult:
    from oscb_desktop.operations.checking import check

    return check(snapshot)


class ChecksPanel(QWidget):
    """The problems as a list; ``place_wanted(Place)`` on a click, Enter or F8."""

    place_wanted = Signal(Place)

    def __init__(self, checker: Checker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gone_to = -1  # the row whose place was last gone to
        self.model = ProblemModel(self)
        self.summary = QLabel(self.tr("Checking…"))
        self.summary.setWordWrap(True)
        self.summary.setContentsMargins(GRID, 0, GRID, 0)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Problems"))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        checker.checked.connect(self._show)
        if checker.result is not None:
            self._show(checker.result)

    def step(self) -> None:
        """Go to the next problem, round at the end."""
        count = self.model.rowCount()
        if count:
            index = self.model.index((self._gone_to + 1) % count)
            self.list.setCurrentIndex(index)
            self._go(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the rows to the new width."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _show(self, result: CheckResult) -> None:
        held = self.model.problem(self._gone_to)
        self.model.show_problems(result.problems)
        if held in result.problems:
            self._gone_to = result.problems.index(held)
            self.list.setCurrentIndex(self.model.index(self._gone_to))
        else:
            self._gone_to = max(min(self._gone_to, len(result.problems)) - 1, -1)
        self.summary.setText(self._words(result))

    def _words(self, result: CheckResult) -> str:
        if not result.problems:
            return self.tr("Nothing was found by the checks. A person must still read it.")
        if not result.blocking:
            return self.tr("Nothing stops a final export. Look at these before you publish.")
        if result.blocking == 1:
            return self.tr("1 problem stops a final export.")
        return self.tr("{count} problems stop a final export.").format(count=result.blocking)

    def _go(self, index: QModelIndex) -> None:
        problem = self.model.problem(index.row())
        if problem is not None:
            self._gone_to = index.row()
            self.place_wanted.emit(problem.place)

"""Checks: what stands between the report and its publication, each a click from its place."""

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QListView, QVBoxLayout, QWidget

from oscb_desktop.base.problems import OscbError, Place, Problem, Severity, UsageError
from oscb_desktop.base.text import counted
from oscb_desktop.editing.waiving import Unwaive, waive
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.writing.checking import CheckResult
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.panels.check_detail import CheckDetail
from oscb_desktop.ui.panels.check_rows import CheckDelegate, CheckModel
from oscb_desktop.ui.panels.report_words import ReportWords
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import WorkerPool


class Checker(QObject):
    """Checks the desk's report in the background after each pause; one check at a time."""

    checked = Signal(object)  # CheckResult

    def __init__(self, desk: Desk, pool: WorkerPool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result: CheckResult | None = None
        self._watcher = Watcher(desk, pool, _check, self)
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
    from oscb_desktop.operations.writing.checking import check

    return check(snapshot)


@dataclass(frozen=True)
class _Visited:
    """The problem whose place was last gone to: which of how many alike at its place.

    Its words change as the paragraph is worked on ("of 42 words", "of 43 words"): a step that
    knew it by its words alone would come to it again and again.
    """

    problem: Problem
    nth: int
    of: int

    def row_in(self, model: CheckModel) -> int:
        """Return its row, -1 where it stands no more."""
        peers = model.peers(self.problem)
        if len(peers) == self.of:
            return peers[self.nth]
        return next((row for row in peers if model.problem(row) == self.problem), -1)


class ChecksPanel(QWidget):
    """The problems in groups; ``place_wanted(Place)`` on a click, Enter or F8."""

    place_wanted = Signal(Place)

    def __init__(
        self,
        desk: Desk,
        checker: Checker,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._checker = checker
        self._messages = messages
        self._latest: _Visited | None = None
        self._at = -1  # which of those that stand it is, or was
        self.model = CheckModel(self)
        self.summary = QLabel(self.tr("Checking…"))
        self.summary.setWordWrap(True)
        self.summary.setContentsMargins(GRID, 0, GRID, 0)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Problems"))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setModel(self.model)
        self.list.setItemDelegate(CheckDelegate(self.list))
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self._tell_current)
        self.detail = CheckDetail()
        self.detail.aside.connect(self._set_aside)
        self.detail.restored.connect(self._let_stand)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addWidget(self.detail)
        self.words = ReportWords(desk)
        column.addWidget(self.words)
        self.setFocusProxy(self.list)
        checker.checked.connect(self._show)
        if checker.result is not None:
            self._show(checker.result)

    def step(self) -> None:
        """Go to the next problem that stands, round at the end.

        One that is put right in another panel is only shown: to open that would hide the list.
        """
        rows = self.model.standing()
        if rows:
            index = self.model.index(rows[(self._at + 1) % len(rows)])
            self.list.setCurrentIndex(index)
            problem = self._visit(index)
            if problem is not None and not problem.place.panel:
                self.place_wanted.emit(problem.place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the rows to the new width."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _show(self, result: CheckResult) -> None:
        self.summary.setText(self._words(result))
        top = self.list.verticalScrollBar().value()
        if not self.model.show_result(result):
            return
        rows = self.model.standing()
        row = -1 if self._latest is None else self._latest.row_in(self.model)
        if row >= 0:
            self._at = rows.index(row)
            self.list.setCurrentIndex(self.model.index(row))
        else:  # it was put right: the one that stands there now is the next
            self._latest = None
            self._at = max(min(self._at, len(rows)) - 1, -1)
            self._tell_current()
        self.list.verticalScrollBar().setValue(top)

    def _words(self, result: CheckResult) -> str:
        if not result.problems:
            return self.tr("The checks found nothing. A person must still read the report.")
        if not result.blocking:
            return self.tr("Nothing stops a final export. Look at these before you publish.")
        return counted(
            result.blocking,
            "1 problem stops a final export.",
            "{count} problems stop a final export.",
        )

    def _go(self, index: QModelIndex) -> None:
        problem = self._visit(index)
        if problem is not None:
            self.place_wanted.emit(problem.place)

    def _visit(self, index: QModelIndex) -> Problem | None:
        """Return the problem of a row, and remember that it was gone to."""
        problem, rows = self.model.problem(index.row()), self.model.standing()
        if problem is not None and index.row() in rows:
            peers = self.model.peers(problem)
            self._latest = _Visited(problem, peers.index(index.row()), len(peers))
            self._at = rows.index(index.row())
        return problem

    def _tell_current(self) -> None:
        row = self.list.currentIndex().row()
        self.detail.show_problem(
            self.model.problem(row), self.model.waived(row), may_edit=not self._desk.read_only
        )

    def _set_aside(self, reason: str, by: str) -> None:
        problem = self.model.problem(self.list.currentIndex().row())
        if problem is None:
            return
        try:
            change = waive(self._desk.report, problem, reason, by, datetime.now(UTC))
        except UsageError as error:
            self._messages.error(error)
            return
        if self._desk.apply(change):
            self._checker.check_now()
            self.list.setFocus()

    def _let_stand(self) -> None:
        held = self.model.waived(self.list.currentIndex().row())
        if held is not None and self._desk.apply(Unwaive(*held.waiver.key)):
            self._checker.check_now()
            self.list.setFocus()

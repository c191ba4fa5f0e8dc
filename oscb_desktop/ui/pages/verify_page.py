"""Verifying a published PDF: its page, with what was found as marked lines."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.base.problems import Cancelled, OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.publishing.verifying import Verification, verify_against, verify_pdf
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.pages.verify_words import Finding, findings, verdict
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.look import (
    GRID,
    PAGE_MARGIN,
    ElidedLabel,
    paper_scroll,
    quiet,
    scaled,
    show_on_paper,
    spaced,
)
from oscb_desktop.ui.widgets.shapes import MarkLabel
from oscb_desktop.ui.widgets.tones import Tone
from oscb_desktop.ui.workers import Job, WorkerPool


class VerifyPage(QWidget):
    """Looks at one file at a time, and compares it with the report on ``desk``, if there is one."""

    finished = Signal()  # back to where one came from
    verified = Signal(object)  # Verification

    def __init__(
        self, desk: Desk | None, pool: WorkerPool, choosers: Choosers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self._choosers = choosers
        self._path: Path | None = None
        self._against: Path | None = None
        self._job: Job | None = None
        self._findings: tuple[Finding, ...] = ()
        self.title = ElidedLabel("")
        self.title.setFont(scaled(self.title.font(), 1.7, bold=True))
        self._mark = MarkLabel(Tone.NOTE)
        self.verdict = QLabel()
        self.verdict.setFont(scaled(self.verdict.font(), 1.25, bold=True))
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.compare = QPushButton(self.tr("&Compare with a report…"))
        self.compare.clicked.connect(self._compare)
        self.another = QPushButton(self.tr("Verify &another…"))
        self.another.clicked.connect(self._choose)
        self.back = QPushButton(self.tr("&Back"))
        self.back.clicked.connect(self._leave)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(2 * GRID)
        self._grid.setColumnStretch(2, 1)
        self._lay_out()
        self.setFocusProxy(self.another)

    def data(self) -> tuple[Finding, ...]:
        """Return the lines that are shown."""
        return self._findings

    def verify(self, path: Path, against: Path | None = None) -> None:
        """Look at a file; without a report ``against`` the one that is open is compared."""
        if self._job is not None:
            self._job.cancel()
        self._path, self._against = path, against
        self.title.setText(path.name)
        self.title.setToolTip(str(path))
        self._say(Tone.NOTE, self.tr("Checking it…"))
        self._show(())
        self.compare.hide()
        snapshot = None
        if self._desk is not None and against is None:
            self._desk.gather()
            snapshot = self._desk.snapshot
        self._job = self._pool.run(
            partial(_verify, path, against, snapshot),
            owner=self,
            done=partial(self._take, path, against),
            failed=partial(self._fail, path),
            label=self.tr("Verifying {name}").format(name=path.name),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _take(self, path: Path, against: Path | None, found: Verification) -> None:
        if (path, against) != (self._path, self._against):
            return
        self._say(*verdict(found))
        named = self.tr("The report that is open") if against is None else against.name
        self._show(findings(found, named))
        self.compare.setVisible(found.report_matches is None)
        self.verified.emit(found)

    def _fail(self, path: Path, error: OscbError) -> None:
        if path != self._path:
            return
        if isinstance(error, Cancelled):
            self._say(Tone.NOTE, self.tr("Stopped. The file was not checked."))
        else:
            self._say(Tone.BLOCK, str(error))

    def _say(self, tone: Tone, words: str) -> None:
        self._mark.set_tone(tone)
        self.verdict.setText(words)
        self.verdict.setAccessibleName(f"{tone.word}: {words}")

    def _show(self, lines: tuple[Finding, ...]) -> None:
        self._findings = lines
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, line in enumerate(lines):
            what = QLabel(line.what)
            what.setFont(scaled(what.font(), 1.0, bold=True))
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(MarkLabel(line.tone), row, 0, top)
            self._grid.addWidget(what, row, 1, top)
            words = quiet("\n".join((line.words, *line.items)))
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Tab goes through all answers
            words.setAccessibleName(f"{line.what}. {line.tone.word}: {words.text()}")
            self._grid.addWidget(words, row, 2)

    def _choose(self) -> None:
        path = self._choosers.pdf_to_open()
        if path is not None:
            self.verify(path)

    def _compare(self) -> None:
        report = self._choosers.report_to_open()
        if report is not None and self._path is not None:
            self.verify(self._path, report)

    def _leave(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.finished.emit()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, 2 * GRID)
        column.setSpacing(3 * GRID)
        above = QHBoxLayout()
        spaced(above)
        above.addWidget(self.title, 1)
        for button in (self.another, self.back):
            button.setMinimumHeight(4 * GRID)
            above.addWidget(button)
        said = QHBoxLayout()
        spaced(said)
        said.addWidget(self._mark)
        said.addWidget(self.verdict, 1)
        column.addLayout(above)
        column.addLayout(said)
        column.addLayout(self._grid)
        column.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scroll = paper_scroll()
        show_on_paper(scroll, inside)
        outer = QVBoxLayout(self)
        spaced(outer)
        outer.addWidget(scroll)


def _verify(
    path: Path, against: Path | None, snapshot: Snapshot | None, progress: Progress
) -> Verification:
    if against is not None:
        return verify_pdf(path, against=against, progress=progress)
    return verify_against(path, snapshot, progress)

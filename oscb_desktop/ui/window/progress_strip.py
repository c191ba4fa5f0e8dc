"""The strip at the window's bottom that says what is being done, how far it is, and cancels it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.workers import Job, Workers

APPEARS_AFTER_MS = 150  # shorter work would only flicker


class ProgressStrip(QWidget):
    """Shows the oldest labelled job that has been under way for a while."""

    shown = Signal()

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(30 * GRID)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar)
        row.addWidget(self.cancel_button)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(APPEARS_AFTER_MS)
        self._delay.timeout.connect(self._appear)
        for pool in (workers.report, workers.parallel):
            pool.started.connect(self._follow)
        self.hide()

    def data(self) -> tuple[str, float] | None:
        """Return the words and the fraction that are shown, None when nothing is."""
        if self.isHidden() or not self._jobs:
            return None
        return self._words.text(), self._bar.value() / 1000

    def _follow(self, job: Job) -> None:
        if not job.label:
            return
        self._jobs.append(job)
        job.progressed.connect(self._show)
        job.finished.connect(self._drop_finished)
        job.finished.connect(lambda: self._drop(job))
        if len(self._jobs) == 1:
            self._delay.start()

    def _drop_finished(self) -> None:
        """Hide at once when the last job ends; a next one waits its own while."""
        if len(self._jobs) == 1:
            self._delay.stop()
            self.hide()

    def _drop(self, job: Job) -> None:
        self._jobs.remove(job)
        if self._jobs and not self.isHidden():
            self._show()

    def _appear(self) -> None:
        if self._jobs:
            self.cancel_button.setEnabled(True)
            self.show()
            self._show()
            self.shown.emit()

    def _show(self) -> None:
        if self.isHidden() or not self._jobs:
            return
        job = self._jobs[0]
        self._words.setText(job.words)
        self._bar.setValue(round(job.fraction * 1000))
        self.cancel_button.setEnabled(not job.is_cancelled)

    def _cancel(self) -> None:
        if self._jobs:
            self._jobs[0].cancel()
            self._words.setText(self.tr("Stopping…"))
            self.cancel_button.setEnabled(False)

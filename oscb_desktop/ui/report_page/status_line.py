"""The line under the report: when it was saved, its state, its deadline, its problems."""

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import counted, say
from oscb_desktop.operations.clearing.clearing import whose_desk
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.writing.checking import CheckResult
from oscb_desktop.operations.writing.timetable import publish_by
from oscb_desktop.report.clearance.clearance import StepState
from oscb_desktop.report.content.document import SectionState
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.rescue import reason_words
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.panels.checks import Checker
from oscb_desktop.ui.panels.clearance.words import summary_words
from oscb_desktop.ui.panels.history import said_time
from oscb_desktop.ui.widgets.dates import day, time_left
from oscb_desktop.ui.widgets.icons import give_icon, set_tone
from oscb_desktop.ui.widgets.look import GRID, rule, scaled
from oscb_desktop.ui.widgets.messages import announce
from oscb_desktop.ui.widgets.tones import Tone
from oscb_desktop.ui.workers import WorkerPool

_RULE_PX = 2 * GRID  # high
_ICON = QSize(21, 16)  # wider than it is drawn, so that the words keep away
# Said in full, or less and less: whose desk it is on, how far it has come, icons and lines.
_FITTING = ((True, True, True), (False, True, True), (False, False, True), (False, False, False))
_PADDING = 14  # px, of a button around its words
_NEAR_DAYS = 7  # to the last day to publish


class StatusLine(QFrame):
    """``asked(what)``: the panel that tells more, as its parts are pressed."""

    asked = Signal(str)

    def __init__(
        self,
        desk: Desk,
        checker: Checker,
        standing: Watcher,
        pool: WorkerPool,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self._today = today
        self._meeting: date | None = None
        self._asked = self._answered = False  # somebody pressed Ctrl+S, and was told
        self.saved = self._part(
            "history", self.tr("What was done, when and by whom"), "circle-check"
        )
        self.rescue = QPushButton(self.tr("Save a copy…"))
        self.rescue.setToolTip(self.tr("Save the report elsewhere and continue there"))
        self.rescue.clicked.connect(desk.rescue.save_copy)
        self.rescue.hide()
        self.state = self._part("checks", self.tr("How far the report has come"))
        self.whose = self._part("clearance", self.tr("Whose desk it is on"), "stamp")
        self.deadline = self._part(
            "timetable", self.tr("The meeting and its deadlines"), "calendar-clock"
        )
        self.problems = self._part(
            "checks", self.tr("What the checks found (F8 goes through)"), "list-checks"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 2, GRID, 2)
        row.setSpacing(0)
        self._rules: list[QFrame] = []
        for at, part in enumerate(self._parts()):
            if at:
                self._rules.append(rule(_RULE_PX))
                row.addWidget(self._rules[-1])
            row.addWidget(part)
            part.show()
            if part is self.saved:
                row.addWidget(self.rescue)
        row.addStretch(1)
        desk.saved.connect(self._tell_saved)
        desk.undo_changed.connect(self._tell_saved)
        desk.save_failed.connect(self._tell_saved)
        desk.save_waiting.connect(self._tell_saved)
        desk.changed.connect(self._follow)
        checker.checked.connect(self._tell_problems)
        standing.seen.connect(self._tell_whose)
        standing.failed.connect(self._tell_no_route)
        self.problems.setText(self.tr("Checking…"))
        self.deadline.setText(self.tr("Timetable"))  # until the day to publish is worked out
        self._say_whose(self.tr("Clearances"), self.tr("Clearances"))
        self._tell_saved()
        self._follow(desk.snapshot)

    def data(self) -> tuple[str, ...]:
        """Return what each part says, those included that there is no room for."""
        return tuple(part.text() for part in self._parts())

    def _parts(self) -> tuple[QToolButton, ...]:
        if self._desk.snapshot.part is not None:  # the rest is the whole report's
            return (self.saved, self.state, self.problems)
        return (self.saved, self.state, self.whose, self.deadline, self.problems)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten whose desk it is on, leave out how far it has come, then what is drawn."""
        room = self.width() - 2 * GRID
        fitting = (way for way in _FITTING if self._needed(*way) <= room)
        whose, state, drawn = next(fitting, _FITTING[-1])
        self.whose.setText(self._whose[0 if whose else 1])
        style = Qt.ToolButtonStyle
        for part in self._parts():
            part.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if drawn else style.ToolButtonTextOnly
            )
        self.state.setVisible(state)
        for at, line in enumerate(self._rules):
            line.setVisible(drawn and (state or at > 0))

    def _needed(self, whose: bool, state: bool, drawn: bool) -> int:
        """Return how wide all is, in px, when this much of it is said and drawn."""
        said = {part: part.text() for part in self._parts() if state or part is not self.state}
        if self.whose in said:
            said[self.whose] = self._whose[0 if whose else 1]
        bold = QFontMetrics(scaled(self.saved.font(), 1.0, bold=True))  # as some are, at times
        wide = sum(bold.horizontalAdvance(text) + _PADDING for text in said.values())
        if drawn:
            lines = [held.sizeHint().width() for held in self._rules]
            wide += sum(lines) + _ICON.width() * len(said)
        return wide + (0 if self.rescue.isHidden() else self.rescue.sizeHint().width())

    def say_saved(self) -> None:
        """Answer who asks to save: now, or as soon as it is written."""
        self._asked, self._answered = True, False
        self._tell_saved()

    def _tell_saved(self, *_: object) -> None:
        desk = self._desk
        if desk.read_only:
            words = self.tr("Read-only")
        elif desk.failure is not None:
            words = self.tr("Not saved since {time}: {why}").format(
                time=said_time(desk.saved_at), why=reason_words(desk.failure.code)
            )
        elif desk.waiting and desk.unsaved:
            folder = desk.snapshot.path.parent
            words = self.tr("Not saved since {time}: waiting for {folder}").format(
                time=said_time(desk.saved_at), folder=folder.name or str(folder)
            )
        elif desk.unsaved:
            words = self.tr("Saving…")
            if self._answered:  # there is something new
                self._asked = self._answered = False
        else:
            words = self.tr("Saved {time}").format(time=said_time(desk.saved_at))
            if self._asked:
                words += self.tr(": all you do is saved as you do it")
        self.saved.setText(words)
        if self._asked and not self._answered and words != self.tr("Saving…"):
            self._answered = True
            announce(self.saved, words)
        stuck = desk.failure is not None or (desk.waiting and desk.unsaved)
        set_tone(self.saved, Tone.BLOCK if stuck else None)
        self.rescue.setVisible(stuck and desk.rescue.offers_copy)
        self._fit()

    def _follow(self, snapshot: Snapshot) -> None:
        sections = snapshot.report.sections
        ready = sum(section.state is SectionState.READY for section in sections)
        self.state.setText(
            counted(
                len(sections),
                "Draft, {ready} of 1 section ready",
                "Draft, {ready} of {count} sections ready",
                ready=ready,
            )
        )
        meeting = snapshot.report.details.meeting_date
        if meeting is None:
            self._meeting = None
            self.deadline.setText(self.tr("No meeting date"))
        elif meeting != self._meeting:
            self._meeting = meeting
            self._find_deadline()

    def _find_deadline(self) -> None:
        meeting = self._meeting
        if meeting is not None:
            self._pool.run(lambda _: publish_by(meeting), owner=self, done=self._tell_deadline)

    def _tell_deadline(self, last: date | None) -> None:
        if last is None:
            self.deadline.setText(self.tr("Check the meeting date"))
        elif self._meeting is not None:
            left = time_left(last, self._today)
            self.deadline.setText(
                self.tr("Publish by {day} ({left})").format(day=day(last), left=left)
            )
            set_tone(self.deadline, Tone.WARN if (last - self._today).days <= _NEAR_DAYS else None)
            self._fit()

    def _tell_whose(self, states: tuple[StepState, ...]) -> None:
        whose = whose_desk(states)
        self._say_whose(summary_words(whose, states), whose)

    def _tell_no_route(self, _: OscbError) -> None:
        self._say_whose(self.tr("No clearance route"), self.tr("No route"))

    def _say_whose(self, full: str, short: str) -> None:
        self._whose = (full, short)
        self.whose.setAccessibleName(full)
        self._fit()

    def _tell_problems(self, result: CheckResult) -> None:
        self._find_deadline()  # other days may count than before
        self.problems.setText(_standing_words(result))
        set_tone(self.problems, Tone.BLOCK if result.blocking else None)
        self._fit()

    def _part(self, what: str, tip: str, drawn: str = "") -> QToolButton:
        button = QToolButton(self)
        button.hide()  # until it has its place in the row
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if drawn:
            button.setIconSize(_ICON)
            give_icon(button, drawn)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.asked.emit(what))
        return button


def _standing_words(result: CheckResult) -> str:
    """Return how much stops publication; where nothing does, how much there is to look at."""
    if not result.problems:
        return say("No problems found")
    if not result.blocking:
        return counted(len(result.problems), "1 problem", "{count} problems")
    return counted(result.blocking, "1 stops publication", "{count} stop publication")

"""Timetable: the days by which things must be done before the meeting, and why those days."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.resources import safe_name
from oscb_desktop.editing.lateness import say_late, take_back
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.writing.calendar_file import save_calendar
from oscb_desktop.operations.writing.timetable import (
    Dates,
    timetable_of,
    work_out_dates,
)
from oscb_desktop.report.timetable.lateness import late_of
from oscb_desktop.report.timetable.timetable import Deadline
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.days import DaysPart
from oscb_desktop.ui.panels.late import LatePart
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.dates import away, day
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, scaled, spaced
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import WorkerPool


class TimetablePanel(QWidget):
    """Deadlines from top to bottom, and what the law asks of a report that comes after its day.

    ``details_wanted`` when the meeting's date has to be set, ``days_changed`` when other days
    count than before.
    """

    details_wanted = Signal()
    days_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        pool: WorkerPool,
        messages: Messages,
        choosers: Choosers,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self._messages = messages
        self._choosers = choosers
        self._today = today
        self._asked: tuple[date | None, str] | None = None
        self._dates: Dates | None = None
        self.rows: list[DeadlineRow] = []
        self.title = heading("")
        self.words = quiet("")
        self.late = LatePart(today)
        self.late.given.connect(self._give_reason)
        self.late.taken_back.connect(lambda: desk.apply(take_back(desk.report)))
        self.days = DaysPart(pool, today)
        self.days.changed.connect(self._count_again)
        self.set_date = QPushButton(self.tr("Set the &meeting date"))
        self.set_date.clicked.connect(self.details_wanted)
        self.save = QPushButton(self.tr("&Save to calendar (.ics)…"))
        self.save.clicked.connect(self._save)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        spaced(self._list, margin=GRID, gap=2 * GRID)
        for part in (self.title, self.words, self.late):
            self._list.addWidget(part)
        self._list.addWidget(self.set_date, 0, Qt.AlignmentFlag.AlignLeft)
        self._first = self._list.count()
        self._list.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.addWidget(self.late.open_form, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.addWidget(self.days)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        spaced(column, gap=0)
        column.addWidget(scroll)
        bar = scroll.verticalScrollBar()

        def rise(*_: object) -> None:
            bar.setValue(self.days.y() - GRID)

        def show_days() -> None:
            rise()
            # The wrapped words get their height after the list: the room to scroll grows then.
            bar.rangeChanged.connect(rise, Qt.ConnectionType.SingleShotConnection)

        self.days.shown.connect(show_days)
        desk.changed.connect(self._follow)
        self._show(None)
        self._follow(desk.snapshot)

    def data(self) -> tuple[tuple[str, str, str], ...]:
        """Return what each row says: the day, what is due, how far it is."""
        return tuple(row.data() for row in self.rows)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go to the first thing that can be done here."""
        super().focusInEvent(event)
        form = (self.late.reason, self.late.change)
        stops = (self.set_date, *form, *(row.why for row in self.rows), self.save)
        stop = next((held for held in stops if held.isVisible()), None)
        if stop is not None:
            stop.setFocus(event.reason())

    def _follow(self, snapshot: Snapshot) -> None:
        details = snapshot.report.details
        asked = (details.meeting_date, details.committee)
        if asked == self._asked:
            self._show_late()
            return
        self._asked = asked
        meeting, committee = asked
        if meeting is None:
            self._show(None)
            return

        def work(_: Progress) -> Dates:
            known = timetable_of(committee)
            return work_out_dates(meeting, known.id if known is not None else None)

        def done(dates: Dates) -> None:
            if asked == self._asked:
                self._show(dates)

        def failed(error: OscbError) -> None:
            if asked == self._asked:
                self._show(None, error.message)

        self._pool.run(work, owner=self, done=done, failed=failed)

    def _show(self, dates: Dates | None, why_not: str = "") -> None:
        self._dates = dates
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        self.set_date.setVisible(dates is None)
        self.save.setVisible(dates is not None)
        self._show_late()
        if dates is None:
            self.title.setText(
                self.tr("Check the meeting date") if why_not else self.tr("No meeting date yet")
            )
            self.words.setText(
                why_not
                or self.tr(
                    "Every deadline is counted back from the day on which the committee meets."
                )
            )
            return
        self.title.setText(self.tr("Meeting on {day}").format(day=day(dates.meeting)))
        self.words.setText(self._words(dates))
        meeting = Deadline(name=self.tr("The committee meets"), date=dates.meeting, because=())
        for at, deadline in enumerate((*dates.deadlines, meeting)):
            legal = deadline is dates.deadlines[-1]
            row = DeadlineRow(deadline, self._today, legal=legal)
            self.rows.append(row)
            self._list.insertWidget(self._first + at, row)

    def _show_late(self) -> None:
        """Show what is recorded of a late report, or ask for it where the day has passed."""
        dates, report = self._dates, self._desk.report
        late = late_of(report)
        coming = dates is not None and self._today <= dates.meeting
        needed = coming and dates is not None and dates.publish_by < self._today
        committee = report.details.committee or self.tr("committee")
        may_edit = not self._desk.text_only
        self.late.show_state(
            late, committee, needed=needed, may_edit=may_edit, over=dates is None or not coming
        )

    def _give_reason(self, reason: str, by: str, on: date) -> None:
        try:
            change = say_late(self._desk.report, reason, by, on)
        except UsageError as error:
            self.late.say(f"{error.message} {error.remedy}")
            return
        self._desk.apply(change)

    def _count_again(self) -> None:
        self._asked = None
        self._follow(self._desk.snapshot)
        self.days_changed.emit()

    def _words(self, dates: Dates) -> str:
        committee = self._desk.report.details.committee
        if dates.committee:
            return self.tr("{committee}. The law requires five clear days.").format(
                committee=dates.committee
            )
        if committee:
            return self.tr(
                "The law requires five clear days. No steps of its own are set up for {committee}."
            ).format(committee=committee)
        return self.tr("The law requires five clear days.")

    def _save(self) -> None:
        dates = self._dates
        if dates is None:
            return
        details = self._desk.report.details
        # Two committees without steps of their own may meet on one day.
        named = replace(dates, committee=dates.committee or details.committee)
        name = safe_name(f"{details.committee or details.title} {dates.meeting}")
        path = self._choosers.calendar_to_save(self._desk.snapshot.path.parent / f"{name}.ics")
        if path is None:
            return

        def done(_: object) -> None:
            self._messages.show(
                self.tr("The dates are in {name}.").format(name=path.name),
                self.tr("Open it to put them into your calendar."),
                tone=Tone.DONE,
                topic="calendar",
            )

        # What is kept of it is no content: it can be done in a report open read-only too.
        self._desk.read(lambda opened, _: save_calendar(opened, named, path), done)


class DeadlineRow(QWidget):
    """One day: which, what is due, how far it is; why that day, when asked."""

    def __init__(
        self, deadline: Deadline, today: date, *, legal: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._when = day(deadline.date)
        self._what = deadline.name
        self._far = away(deadline.date, today)
        first = QLabel(self._when)
        far = QLabel(self._far)
        for label in (first, far):
            label.setFont(scaled(label.font(), 1.0, bold=legal))
        what = quiet(self._what)
        what.setFont(scaled(what.font(), 1.0, bold=legal))
        self.why = LinkButton(self.tr("Why this day"))
        self.why.setAccessibleName(
            self.tr("Why {day} for: {what}").format(day=self._when, what=self._what)
        )
        self.why.clicked.connect(self._toggle)
        self.because = quiet("\n".join(deadline.because))
        self.because.setContentsMargins(GRID, 0, 0, 0)
        self.because.hide()
        above = QHBoxLayout()
        spaced(above)
        above.addWidget(first, 1)
        above.addWidget(far)
        column = QVBoxLayout(self)
        spaced(column, gap=2)
        column.addLayout(above)
        column.addWidget(what)
        column.addWidget(self.why, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.because)
        self.why.setVisible(bool(deadline.because))
        self.setAccessibleName(f"{self._when}: {self._what}, {self._far}")

    def data(self) -> tuple[str, str, str]:
        """Return the day, what is due, how far it is."""
        return self._when, self._what, self._far

    def _toggle(self) -> None:
        shown = self.because.isHidden()
        self.because.setVisible(shown)
        self.why.setText(self.tr("Hide why") if shown else self.tr("Why this day"))

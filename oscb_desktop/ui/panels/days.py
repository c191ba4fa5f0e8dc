"""Bank holidays: the weekdays that are not clear days, where they come from, and one's own."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.operations.writing.holidays import (
    ListedDay,
    close_on,
    count_day,
    leave_out,
    list_holidays,
)
from oscb_desktop.ui.widgets.date_field import DateField
from oscb_desktop.ui.widgets.dates import day
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, spaced
from oscb_desktop.ui.workers import WorkerPool

_BACK, _AHEAD = 31, 400  # days of the calendar that are listed


class DaysPart(QWidget):
    """A list that opens under its button.

    ``changed`` when a day counts that did not, or not; ``shown`` when the list was opened.
    """

    changed = Signal()
    shown = Signal()

    def __init__(self, pool: WorkerPool, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._today = today
        self.rows: list[DayRow] = []
        self.open = QPushButton(self.tr("&Bank holidays…"))
        self.open.setCheckable(True)
        self.open.setToolTip(self.tr("The weekdays that are not counted, and your own"))
        self.open.toggled.connect(self._toggle)
        self.when = DateField()
        self.why = QLineEdit()
        self.why.setPlaceholderText(self.tr("for example Offices closed"))
        self.why.returnPressed.connect(self._add)
        self.note = quiet("")
        self.add = QPushButton(self.tr("&Add this day"))
        self.add.clicked.connect(self._add)
        self._lay_out()

    def data(self) -> tuple[tuple[str, str], ...]:
        """Return each day listed and what is said of it."""
        return tuple(row.data() for row in self.rows)

    def show_days(self, listed: tuple[ListedDay, ...]) -> None:
        """List days."""
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [DayRow(held) for held in listed]
        for row in self.rows:
            row.change.clicked.connect(partial(self._change, row.held))
            self._list.addWidget(row)

    def _toggle(self, shown: bool) -> None:
        self._inside.setVisible(shown)
        if shown:
            self._read(opened=True)

    def _read(self, *, opened: bool = False) -> None:
        first = self._today - timedelta(days=_BACK)

        def done(listed: tuple[ListedDay, ...]) -> None:
            self.show_days(listed)
            if opened:
                QTimer.singleShot(0, self, self.shown.emit)  # once it has its size

        self._pool.run(lambda _: list_holidays(first, _BACK + _AHEAD), owner=self, done=done)

    def _change(self, held: ListedDay) -> None:
        self._do(partial(leave_out if held.counted else count_day, held.day))

    def _add(self) -> None:
        when = self.when.data()
        if when is None:
            self._say(self.when.fault() or self.tr("Give a day, for example 24 Dec 2026."))
            self.when.setFocus()
            return
        self._do(partial(close_on, when, self.why.text()), added=True)

    def _do(self, act: Callable[[], None], *, added: bool = False) -> None:
        def work(_: Progress) -> None:
            act()

        def done(_: None) -> None:
            if added:
                self.when.line.clear()
                self.why.clear()
            self._say("")
            self._read()
            self.changed.emit()

        def failed(error: OscbError) -> None:
            self._say(f"{error.message} {error.remedy}".strip())

        self._pool.run(work, owner=self, done=done, failed=failed)

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _lay_out(self) -> None:
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        spaced(inside)
        inside.addWidget(heading(self.tr("Weekdays that are not counted")))
        inside.addWidget(
            quiet(
                self.tr(
                    "England's bank holidays come with the program, for every year. What you "
                    "add here is kept on this computer, for all your reports: days on which "
                    "your offices are closed, or a bank holiday that was moved."
                )
            )
        )
        self._list = QVBoxLayout()
        spaced(self._list, gap=GRID)
        inside.addLayout(self._list)
        for words, field, named in (
            (self.tr("Another &day"), self.when, self.when.line),
            (self.tr("&Why it is not counted"), self.why, self.why),
        ):
            label = QLabel(words)
            label.setBuddy(named)
            named.setAccessibleName(words.replace("&", ""))
            inside.addWidget(label)
            inside.addWidget(field)
        inside.addWidget(self.note)
        inside.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.note.hide()
        self._inside.hide()
        column = QVBoxLayout(self)
        spaced(column, gap=2 * GRID)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._inside)


class DayRow(QWidget):
    """One day, why it is not counted, and the word that changes that."""

    def __init__(self, held: ListedDay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.held = held
        if held.counted:
            said, act = self.tr("{why}, which counts here"), self.tr("Leave it out")
        elif held.own:
            said, act = self.tr("{why} (yours)"), self.tr("Remove")
        else:
            said, act = "{why}", self.tr("It counts here")
        self._said = said.format(why=held.why)
        self.change = LinkButton(act)
        self.change.setAccessibleName(f"{act}: {day(held.day)}, {held.why}")
        above = QHBoxLayout()
        spaced(above)
        above.addWidget(QLabel(day(held.day)), 1)
        above.addWidget(self.change)
        column = QVBoxLayout(self)
        spaced(column, gap=2)
        column.addLayout(above)
        column.addWidget(quiet(self._said))
        self.setAccessibleName(f"{day(held.day)}: {self._said}")

    def data(self) -> tuple[str, str]:
        """Return the day and what is said of it."""
        return day(self.held.day), self._said

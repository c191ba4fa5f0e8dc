"""Beginning next year's report from this year's: which year, which meeting, where its file goes."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.file.rolling import roll_forward
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.choosers import REPORT_SUFFIX, Choosers
from oscb_desktop.ui.widgets.date_field import DateField
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.noted_field import NotedField
from oscb_desktop.ui.widgets.paper_form import PaperForm, ReportPlace
from oscb_desktop.ui.widgets.shapes import Tone

_YEAR = re.compile(r"(20\d\d)[-–/](\d\d)")


class RollForwardPage(PaperForm):
    """``rolled(Opened)`` with next year's report; ``cancelled`` on Escape."""

    rolled = Signal(object)

    def __init__(self, desk: Desk, messages: Messages, choosers: Choosers) -> None:
        super().__init__(
            say("Roll forward to next year"),
            say("&Roll forward"),
            say(
                "Structure, standing text and posts carry over. This year's figures become the "
                "ones to compare with. Every paragraph that still says what it says now is listed "
                "in the checks until somebody changes it or says that it still holds."
            ),
        )
        self._desk = desk
        self._messages = messages
        self._year = QLineEdit(next_year(desk.report.details.reporting_year))
        self._year.textChanged.connect(self._suggest)
        self._date = DateField()
        self.year = NotedField(self._year, self.tr("For example 2026-27."))
        self.meeting = NotedField(self._date, self.tr("You can add it later."))
        self.path = ReportPlace(choosers, self.tr("A new file; this year's report stays as it is."))
        self.make_button.clicked.connect(self._make)
        self.add_row(self.tr("Reporting &year"), self.year)
        self.add_row(self.tr("&Meeting (optional)"), self.meeting)
        self.add_row(self.tr("&Save it as"), self.path)
        self.setFocusProxy(self._year)
        self._suggest()

    def data(self) -> tuple[str, str, str]:
        """Return the year, the meeting's date as YYYY-MM-DD or "", and the path."""
        chosen = self._date.data()
        return (
            self._year.text().strip(),
            chosen.isoformat() if chosen else "",
            self.path.line.text().strip(),
        )

    def _suggest(self) -> None:
        """Name the file after this one, with the new year for the old."""
        self.year.note("")
        now, year = self._desk.snapshot.path, self._year.text().strip()
        old = self._desk.report.details.reporting_year
        stem = now.stem.replace(old, year) if old and old in now.stem else f"{now.stem} {year}"
        self.path.suggest(now.with_name(f"{stem}{REPORT_SUFFIX}"))

    def _make(self) -> None:
        year, meeting = self._year.text().strip(), self._date.data()
        if fault := self._date.fault():
            self.meeting.note(fault, Tone.BLOCK)
            self._date.setFocus()
            return
        path = self.path.path()
        if path is None:
            self.path.line.setFocus()
            return
        self.make_button.setEnabled(False)

        def work(opened: Opened, _: Progress) -> Opened:
            return roll_forward(opened, path, year, meeting)

        self._desk.read(work, self.rolled.emit, self._refuse)

    def _refuse(self, error: OscbError) -> None:
        self.make_button.setEnabled(True)
        if error.exit_status == 2:  # about the year
            self.year.note(str(error), Tone.BLOCK)
            self._year.setFocus()
        elif error.code in ("exists", "no-folder"):
            self.path.note(str(error), Tone.BLOCK)
            self.path.line.setFocus()
        else:
            self._messages.error(error)


def next_year(year: str) -> str:
    """Return the reporting year after one, "" where it cannot be told."""
    found = _YEAR.fullmatch(year.strip())
    if found is None:
        return ""
    begin = int(found[1]) + 1
    return f"{begin}-{(begin + 1) % 100:02}"

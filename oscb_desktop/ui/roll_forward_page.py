"""Beginning next year's report from this year's: which year, which meeting, where its file goes."""

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.operations.opened import Opened
from oscb_desktop.operations.progress import Progress
from oscb_desktop.operations.rolling import roll_forward
from oscb_desktop.report.problems import OscbError
from oscb_desktop.ui.choosers import REPORT_SUFFIX, Choosers
from oscb_desktop.ui.date_field import DateField
from oscb_desktop.ui.desk import Desk
from oscb_desktop.ui.look import (
    GRID,
    PAGE_MARGIN,
    paper_scroll,
    quiet,
    show_on_paper,
    spaced,
    title,
)
from oscb_desktop.ui.marks import Tone
from oscb_desktop.ui.messages import Messages
from oscb_desktop.ui.noted_field import NotedField
from oscb_desktop.ui.primary_button import PrimaryButton

_YEAR = re.compile(r"(20\d\d)[-–/](\d\d)")


class RollForwardPage(QWidget):
    """``rolled(Opened)`` with next year's report; ``cancelled`` on Escape."""

    rolled = Signal(object)
    cancelled = Signal()

    def __init__(self, desk: Desk, messages: Messages, choosers: Choosers) -> None:
        super().__init__()
        self._desk = desk
        self._messages = messages
        self._choosers = choosers
        self._own_path = False  # somebody said where the file goes
        year = next_year(desk.report.details.reporting_year)
        self.year = NotedField(QLineEdit(year), self.tr("Written like 2026-27."))
        self.meeting = NotedField(DateField(), self.tr("Can be said later, too."))
        self.browse = QPushButton(self.tr("&Browse…"))
        self.browse.clicked.connect(self._browse)
        self._path = QLineEdit()
        self._path.textEdited.connect(lambda: self._keep_path())
        self.path = NotedField(
            self._path, self.tr("A new file; this year's report stays as it is."), self.browse
        )
        self.make = PrimaryButton(self.tr("&Roll forward"))
        self.make.clicked.connect(self._make)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self._line(self.year).textChanged.connect(self._suggest)
        self._lay_out()
        self._suggest()
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.cancelled)

    def data(self) -> tuple[str, str, str]:
        """Return the year, the meeting's date as YYYY-MM-DD or "", and the path."""
        chosen = self._date.data()
        return (
            self._line(self.year).text().strip(),
            chosen.isoformat() if chosen else "",
            self._path.text().strip(),
        )

    @property
    def _date(self) -> DateField:
        field = self.meeting.editor
        assert isinstance(field, DateField)
        return field

    def _line(self, field: NotedField) -> QLineEdit:
        line = field.editor
        assert isinstance(line, QLineEdit)
        return line

    def _lay_out(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(title(self.tr("Roll forward to next year")))
        column.addWidget(
            quiet(
                self.tr(
                    "Structure, standing text and posts carry over. This year's figures become "
                    "the ones to compare with. Every paragraph that still says what it says now "
                    "is listed in the checks until somebody changes it or says that it still "
                    "holds."
                )
            )
        )
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for words, field in (
            (self.tr("Reporting &year"), self.year),
            (self.tr("&Meeting (optional)"), self.meeting),
            (self.tr("&Save it as"), self.path),
        ):
            label = QLabel(words)
            label.setBuddy(field.editor)
            label.setContentsMargins(0, 2, 0, 0)
            field.editor.setAccessibleName(words.replace("&", ""))
            form.addRow(label, field)
        column.addLayout(form)
        row = QHBoxLayout()
        spaced(row)
        for button in (self.make, self.cancel):
            button.setMinimumSize(12 * GRID, 4 * GRID)
            row.addWidget(button)
        row.addStretch(1)
        column.addSpacing(GRID)
        column.addLayout(row)
        column.addStretch(1)
        scroll = paper_scroll()
        show_on_paper(scroll, side)
        outer = QVBoxLayout(self)
        spaced(outer)
        outer.addWidget(scroll)
        self.setFocusProxy(self.year.editor)

    def _suggest(self) -> None:
        """Name the file after this one, with the new year for the old."""
        self.year.note("")
        if self._own_path:
            return
        now, year = self._desk.snapshot.path, self._line(self.year).text().strip()
        old = self._desk.report.details.reporting_year
        stem = now.stem.replace(old, year) if old and old in now.stem else f"{now.stem} {year}"
        self._path.setText(str(now.with_name(f"{stem}{REPORT_SUFFIX}")))

    def _keep_path(self) -> None:
        self._own_path = True
        self.path.note("")

    def _browse(self) -> None:
        chosen = self._choosers.report_to_save(Path(self._path.text()))
        if chosen is not None:
            self._keep_path()
            self._path.setText(str(chosen))

    def _make(self) -> None:
        year, _, where = self.data()
        meeting, path = self._date.data(), Path(where)
        if not self._date.is_blank() and meeting is None:
            words = self.tr("'{text}' is no date. Write it like 10 Sep 2026.")
            self.meeting.note(words.format(text=self._date.line.text()), Tone.BLOCK)
            self.meeting.editor.setFocus()
            return
        if not path.name or not path.is_absolute():
            self.path.note(self.tr("Say in which folder the report goes."), Tone.BLOCK)
            self._path.setFocus()
            return
        if path.suffix.casefold() != REPORT_SUFFIX:
            path = path.with_name(path.name + REPORT_SUFFIX)
        self.make.setEnabled(False)

        def work(opened: Opened, _: Progress) -> Opened:
            return roll_forward(opened, path, year, meeting)

        self._desk.read(work, self.rolled.emit, self._refuse)

    def _refuse(self, error: OscbError) -> None:
        self.make.setEnabled(True)
        if error.exit_status == 2:  # about the year
            self.year.note(str(error), Tone.BLOCK)
            self.year.editor.setFocus()
        elif error.code in ("exists", "no-folder"):
            self.path.note(str(error), Tone.BLOCK)
            self._path.setFocus()
        else:
            self._messages.error(error)


def next_year(year: str) -> str:
    """Return the reporting year after one, "" where it cannot be told."""
    found = _YEAR.fullmatch(year.strip())
    if found is None:
        return ""
    begin = int(found[1]) + 1
    return f"{begin}-{(begin + 1) % 100:02}"

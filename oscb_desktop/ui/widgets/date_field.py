"""A field for a day: typed the way people write dates, or picked from a calendar."""

from datetime import MAXYEAR, MINYEAR, date

from PySide6.QtCore import QLocale, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QToolButton, QWidget

from oscb_desktop.base.problems import UsageError
from oscb_desktop.report.timetable.timetable import is_known, require_known
from oscb_desktop.ui.widgets.dates import to_qdate
from oscb_desktop.ui.widgets.icons import give_icon
from oscb_desktop.ui.widgets.look import GRID, spaced

_SHOWN = "ddd d MMM yyyy"
_UNDERSTOOD = (
    "d MMM yyyy",
    "d MMMM yyyy",
    _SHOWN,
    "dddd d MMMM yyyy",
    "d/M/yyyy",
    "d.M.yyyy",
    "d-M-yyyy",
    "yyyy-MM-dd",
)


class DateField(QWidget):
    """``changed(date or None)`` follows every change of what the field says."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("for example 10 Sep 2026"))
        self.line.textChanged.connect(lambda: self.changed.emit(self.data()))
        self.line.editingFinished.connect(self._tidy)
        self.button = QToolButton()
        self.button.setToolTip(self.tr("Choose from a calendar"))
        self.button.setAccessibleName(self.tr("Choose the date from a calendar"))
        give_icon(self.button, "calendar")
        self.button.clicked.connect(self._show_calendar)
        row = QHBoxLayout(self)
        spaced(row, gap=GRID // 2)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.calendar: QCalendarWidget | None = None

    def data(self) -> date | None:
        """Return the day, None while there is none that can be used: ``fault`` says why."""
        found = parse_day(self.line.text())
        return found if found is not None and is_known(found) else None

    def fault(self) -> str:
        """Return in words why what is typed cannot be used; "" where it can, or there is none."""
        found = parse_day(self.line.text())
        try:
            if found is not None:
                require_known(found)
        except UsageError as error:
            return f"{error.message} {error.remedy}"
        if found is not None or self.is_blank():
            return ""
        return self.tr("'{text}' is not a date. Write it like 10 Sep 2026.").format(
            text=self.line.text()
        )

    def set_day(self, value: date) -> None:
        """Show a day."""
        self.line.setText(QLocale().toString(to_qdate(value), _SHOWN))

    def is_blank(self) -> bool:
        """Whether nothing has been typed."""
        return not self.line.text().strip()

    def _tidy(self) -> None:
        value = self.data()
        if value is not None:
            self.set_day(value)

    def _show_calendar(self) -> None:
        if self.calendar is None:
            self.calendar = QCalendarWidget(self)
            self.calendar.setWindowFlag(Qt.WindowType.Popup)
            self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
            self.calendar.setVerticalHeaderFormat(
                QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
            )
            self.calendar.setAccessibleName(self.tr("Calendar"))
            self.calendar.clicked.connect(self._take)
            self.calendar.activated.connect(self._take)
        value = self.data()
        if value is not None:
            self.calendar.setSelectedDate(to_qdate(value))
        self.calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        self.calendar.show()
        self.calendar.setFocus()

    def _take(self) -> None:
        if self.calendar is not None:
            chosen = self.calendar.selectedDate()
            self.calendar.hide()
            self.set_day(date(chosen.year(), chosen.month(), chosen.day()))
            self.line.setFocus()


def parse_day(text: str) -> date | None:
    """Return the day that ``text`` names in one of the usual British ways, or None."""
    plain = " ".join(text.replace(",", " ").split())
    for locale in (QLocale(), QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)):
        for form in _UNDERSTOOD:
            found = locale.toDate(plain, form)
            if found.isValid() and MINYEAR <= found.year() <= MAXYEAR:
                return date(found.year(), found.month(), found.day())
    return None

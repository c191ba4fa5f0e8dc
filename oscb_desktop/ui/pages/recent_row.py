"""One report in the lists of the home page: a button with two lines, or a file that is gone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QPushButton, QWidget

from oscb_desktop.base.text import counted, listed
from oscb_desktop.ui.pages.listed import Listed
from oscb_desktop.ui.pages.sheet import SHEET, paint_sheet
from oscb_desktop.ui.widgets.dates import day, time_left
from oscb_desktop.ui.widgets.look import GRID, ElidedLabel, hairline, mixed, scaled, set_named

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QImage, QKeyEvent, QPaintEvent


_NAMED = 4  # partners whose return is still out


class RecentRow(QAbstractButton):
    """Click or Enter opens it; Delete takes it off the list; Up and Down go to its neighbours."""

    forget = Signal()
    step = Signal(int)

    def __init__(self, shown: Listed, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listed = shown
        self._today = today
        self._page: QImage | None = None
        set_named(self, "focusPolicy", "StrongFocus")
        self.remove_button: QPushButton | None = None
        grid = QGridLayout(self)
        left = round(4 * GRID + SHEET.width())  # a sheet of paper stands there
        grid.setContentsMargins(left, 2 * GRID, 2 * GRID, 2 * GRID)
        self.setMinimumHeight(round(SHEET.height()) + 3 * GRID)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(0, 1)
        gone = not shown.exists
        name = ElidedLabel(shown.report.title or shown.report.path.stem, faint=gone)
        name.setFont(scaled(name.font(), 1.2, bold=True))
        path = ElidedLabel(_from_home(shown.report.path), faint=gone)
        path.setFont(scaled(path.font(), 0.9))
        lines = [name, ElidedLabel(self._second_line()), path]
        returns = self.returns_line()
        if returns:
            lines.insert(2, ElidedLabel(returns))
        for at, line in enumerate(lines):
            grid.addWidget(line, at, 0)
        self._add_right(grid)
        self.setAccessibleName(". ".join(part for part in (*self.data(), returns) if part))

    def show_first_page(self, page: QImage | None) -> None:
        """Show the report's first page, a plain sheet for None. It is there for the eye only."""
        self._page = page
        self.update()

    @property
    def first_page(self) -> QImage | None:
        """The picture that is shown, None for a plain sheet."""
        return self._page

    @property
    def path(self) -> Path:
        """The report's file."""
        return self._listed.report.path

    def data(self) -> tuple[str, str, str]:
        """Return what the row says: title, second line, time left."""
        report = self._listed.report
        left = ""
        if self._listed.exists and report.publish_by is not None and not self._is_past():
            left = time_left(report.publish_by, self._today)
        return report.title or report.path.stem, self._second_line(), left

    def _second_line(self) -> str:
        if not self._listed.exists:
            return self.tr("The file is no longer here. It may have been moved or renamed.")
        report = self._listed.report
        parts = [report.committee]
        if report.meeting_date is not None:
            words = self.tr("met {day}") if self._is_past() else self.tr("meets {day}")
            parts.append(words.format(day=day(report.meeting_date)))
        if report.desk and not self._is_past():
            parts.append(report.desk[:1].lower() + report.desk[1:])
        if report.stops and not self._is_past():
            parts.append(counted(report.stops, "1 thing stops it", "{count} things stop it"))
        return " · ".join(part for part in parts if part)

    def returns_line(self) -> str:
        """Return how many of the returns asked for are in, and whose are not, "" for none."""
        report = self._listed.report
        if not report.asked or not self._listed.exists or self._is_past():
            return ""
        if not report.out:
            return counted(report.asked, "The return asked for is in", "All {count} returns are in")
        names = listed(report.out, _NAMED)
        return self.tr("Returns still out: {names}").format(names=names)

    def _is_past(self) -> bool:
        meeting = self._listed.report.meeting_date
        return meeting is not None and meeting < self._today

    def _add_right(self, grid: QGridLayout) -> None:
        report = self._listed.report
        if not self._listed.exists:
            self.remove_button = QPushButton(self.tr("Remove from list"))
            self.remove_button.clicked.connect(self.forget)
            grid.addWidget(self.remove_button, 0, 1, 3, 1)
            return
        left = self.data()[2]
        if left and report.publish_by is not None:
            when = QLabel(left)
            when.setFont(scaled(when.font(), 1.0, bold=True))
            grid.addWidget(when, 0, 1)
            by = QLabel(self.tr("publish by {day}").format(day=day(report.publish_by)))
            grid.addWidget(by, 1, 1)
            for label in (when, by):
                set_named(label, "alignment", "AlignRight|AlignVCenter")

    def sizeHint(self) -> QSize:
        """Return what its lines need."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def nextCheckState(self) -> None:
        """Do nothing: a row is not a switch."""

    def hitButton(self, pos: object) -> bool:
        """Take clicks only where there is a file to open."""
        return self._listed.exists

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, forget on Delete, go to a neighbour on Up and Down."""
        from PySide6.QtCore import Qt

        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._listed.exists:
                self.click()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.forget.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is on it."""
        from PySide6.QtCore import Qt

        if self._listed.exists:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer has left."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card that the words stand on, lit under the pointer, ringed with the focus."""
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        path = QPainterPath()
        path.addRoundedRect(card, GRID, GRID)
        lit = self._listed.exists and (self.underMouse() or self.isDown())
        paper = palette.color(QPalette.ColorRole.Base)
        painter.fillPath(path, mixed(paper, accent, 0.06) if lit else paper)
        painter.setPen(QPen(accent if lit else hairline(palette), 1))
        painter.drawPath(path)  # the painter has no brush
        self._paint_page(painter)
        if self.hasFocus():
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), GRID + 1, GRID + 1)

    def _paint_page(self, painter: QPainter) -> None:
        top = round((self.height() - SHEET.height()) / 2)
        area = QRectF(QPointF(2 * GRID + 0.5, top + 0.5), SHEET)
        paint_sheet(painter, area, self.palette(), self._page)


def _from_home(path: Path) -> str:
    """Return a path as people say it: from their own folder, where it is in there."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):  # elsewhere, or nobody's home
        return str(path)

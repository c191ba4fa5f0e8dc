"""The first page: what needs doing, what was open lately, and how to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.ui.pages.listed import Listed
from oscb_desktop.ui.widgets.look import (
    GRID,
    PAGE_MARGIN,
    heading,
    paper_scroll,
    quiet,
    show_on_paper,
    spaced,
    title,
)
from oscb_desktop.ui.widgets.primary_button import PrimaryButton

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage

    from oscb_desktop.ui.pages.recent_row import RecentRow

NEEDED_WITHIN_DAYS = 14  # a deadline this near puts a report under "Needs you"


class HomePage(QWidget):
    """Shows the reports of ``show_reports``; says by signal what was asked for."""

    new_requested = Signal()
    open_requested = Signal()
    verify_requested = Signal()
    sample_requested = Signal()
    report_chosen = Signal(object)  # Path
    forget_requested = Signal(object)  # Path

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: list[RecentRow] = []
        self._first_pages: Mapping[Path, QImage] = {}
        column = QWidget()
        inside = QVBoxLayout(column)
        inside.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, 2 * GRID)
        inside.setSpacing(3 * GRID)
        inside.addLayout(self._header())
        self._lists = QVBoxLayout()
        spaced(self._lists)
        inside.addLayout(self._lists)
        inside.addStretch(1)
        inside.addLayout(self._footer())
        self._fill(column)
        self.setTabOrder(self.open_button, self.verify_button)
        self.setTabOrder(self.verify_button, self.new_button)

    @property
    def rows(self) -> tuple[RecentRow, ...]:
        """The rows that are shown, top to bottom."""
        return tuple(self._rows)

    def show_reports(self, listed: Sequence[Listed]) -> None:
        """Show the reports opened lately, newest first; those near their deadline on top."""
        self._clear()
        needed = sorted((held for held in listed if self._is_needed(held)), key=_deadline)
        others = [held for held in listed if held not in needed]
        if needed:
            self._add_list(self.tr("Needs you"), needed)
        if others:
            self._add_list(self.tr("Recent"), others)
        if not listed:
            self._add_welcome()
        for row, following in zip(self._rows, self._rows[1:], strict=False):
            self.setTabOrder(row, following)

    def show_first_pages(self, pages: Mapping[Path, QImage]) -> None:
        """Show other pictures of first pages, by the report's path; a plain sheet for the rest."""
        self._first_pages = pages
        for row in self._rows:
            row.show_first_page(pages.get(row.path))

    def _is_needed(self, listed: Listed) -> bool:
        report = listed.report
        if not listed.exists or report.publish_by is None or report.meeting_date is None:
            return False
        near = (report.publish_by - self._today).days <= NEEDED_WITHIN_DAYS
        return near and report.meeting_date >= self._today

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        spaced(row)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.addWidget(title(self.tr("OSCB Desktop")), 1)
        self.new_button = PrimaryButton(self.tr("&New report…"))
        self.new_button.clicked.connect(self.new_requested)
        self.open_button = QPushButton(self.tr("&Open…"))
        self.open_button.clicked.connect(self.open_requested)
        self.verify_button = QPushButton(self.tr("&Verify a PDF…"))
        self.verify_button.clicked.connect(self.verify_requested)
        for button in (self.open_button, self.verify_button, self.new_button):
            button.setMinimumSize(12 * GRID, 4 * GRID)
            row.addWidget(button)
        return row

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        spaced(row, gap=2 * GRID)
        row.setContentsMargins(GRID, 0, GRID, 0)
        self.sample_button = QPushButton(self.tr("&Try the sample report"))
        self.sample_button.setMinimumHeight(4 * GRID)
        self.sample_button.clicked.connect(self.sample_requested)
        row.addWidget(self.sample_button)
        row.addWidget(
            quiet(self.tr("A finished report with made-up returns, to look around in.")), 1
        )
        return row

    def _fill(self, column: QWidget) -> None:
        scroll = paper_scroll()
        show_on_paper(scroll, column, QPalette.ColorRole.Window)  # the cards are the paper here
        outer = QVBoxLayout(self)
        spaced(outer)
        outer.addWidget(scroll)

    def _clear(self) -> None:
        self._rows = []
        while (item := self._lists.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add_list(self, words: str, listed: Sequence[Listed]) -> None:
        from oscb_desktop.ui.pages.recent_row import RecentRow

        if self._rows:
            gap = QWidget()
            gap.setFixedHeight(GRID)
            self._lists.addWidget(gap)
        self._lists.addWidget(_indented(heading(words)))
        for held in listed:
            row = RecentRow(held, self._today)
            row.clicked.connect(partial(self.report_chosen.emit, held.report.path))
            row.forget.connect(partial(self.forget_requested.emit, held.report.path))
            row.step.connect(partial(self._step_from, row))
            row.show_first_page(self._first_pages.get(row.path))
            self._rows.append(row)
            self._lists.addWidget(row)

    def _add_welcome(self) -> None:
        words = self.tr(
            "Make a new report from a template, then drop the returns that officers sent onto it. "
            "Their figures go into the text, the tables and the charts, each with the cell it "
            "came from."
        )
        self._lists.addWidget(_indented(heading(self.tr("Start with a report"))))
        self._lists.addWidget(_indented(quiet(words)))

    def _step_from(self, row: RecentRow, by: int) -> None:
        from PySide6.QtCore import Qt

        to = self._rows.index(row) + by
        if 0 <= to < len(self._rows):
            self._rows[to].setFocus(Qt.FocusReason.OtherFocusReason)


def _deadline(listed: Listed) -> date:
    return listed.report.publish_by or date.max


def _indented(label: QLabel) -> QLabel:
    label.setContentsMargins(GRID, 0, GRID, 0)
    return label

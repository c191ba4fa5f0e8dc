"""One file of the import page: its kind and sheet, its tables, its problems, Accept."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import Problem
from oscb_desktop.operations.taking_in.previewing import ShownTable
from oscb_desktop.ui.import_page.accept_bar import AcceptBar
from oscb_desktop.ui.import_page.file_import import STATISTICS, FileImport, Stage
from oscb_desktop.ui.import_page.findings import Findings
from oscb_desktop.ui.import_page.password_form import PasswordForm
from oscb_desktop.ui.import_page.sheet_model import SheetModel
from oscb_desktop.ui.import_page.sheet_view import SheetView
from oscb_desktop.ui.import_page.statistics_picker import StatisticsPicker
from oscb_desktop.ui.widgets.look import GRID, ElidedLabel, heading, quiet, spaced, title
from oscb_desktop.ui.widgets.primary_button import PrimaryButton

_SIZES = [96 * GRID, 42 * GRID]  # px, or their ratio


class FileView(QWidget):
    """Shows a ``FileImport`` and hands on what a person chooses."""

    leave_requested = Signal()

    def __init__(self, file: FileImport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self._shown = 0  # the table that is shown
        self._build()
        file.changed.connect(self.refresh)
        file.changed_kept.connect(lambda: self.bar.show_file(file))
        self.refresh()

    def refresh(self) -> None:
        """Show the file as it now is."""
        file = self.file
        self._show_choices()
        pages: dict[Stage, QWidget] = {
            Stage.READING: self._waiting,
            Stage.UNREADABLE: self.password_form if file.needs_password else self._unreadable,
            Stage.ACCEPTED: self._waiting,
        }
        if file.stage is Stage.PICKING:
            self._show_picker()
        elif file.stage is Stage.READY:
            self._show_tables()
        else:
            self._middle.setCurrentWidget(pages[file.stage])
        if file.stage is Stage.UNREADABLE and file.error is not None:
            self._why.setText(f"{file.error.message}\n{file.error.remedy}")
            if file.needs_password:
                self.password_form.ask(file.path.name, wrong=file.wrong_password)
        self._waiting.setText(file.state[1])
        is_statistics = file.kind == STATISTICS and file.stage is Stage.READY
        self.pick_again_button.setVisible(is_statistics)
        self.bar.show_file(file)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(self._head())
        self._middle = QStackedWidget()
        self._waiting = QLabel()
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tables = self._table_page()
        self._unreadable = self._unreadable_page()
        self.password_form = PasswordForm()
        self.password_form.given.connect(self.file.start)
        for page in (self._waiting, self._unreadable, self.password_form, self._tables):
            self._middle.addWidget(page)
        self._picker: StatisticsPicker | None = None
        column.addWidget(self._middle, 1)
        self.bar = AcceptBar()
        self.bar.accept_requested.connect(
            lambda in_spite: self.file.accept(accept_warnings=in_spite)
        )
        self.bar.leave_requested.connect(self.leave_requested)
        column.addWidget(self.bar)
        following = QShortcut(QKeySequence(Qt.Key.Key_F8), self)
        following.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        following.activated.connect(lambda: self.findings.problems.step())

    def _head(self) -> QVBoxLayout:
        name = ElidedLabel(self.file.path.name)
        name.setFont(title("").font())
        self.kind_box = QComboBox()
        self.kind_box.activated.connect(lambda: self.file.set_kind(self.kind_box.currentData()))
        self.sheet_box = QComboBox()
        self.sheet_box.activated.connect(lambda: self.file.set_sheet(self.sheet_box.currentData()))
        self.pick_again_button = QPushButton(self.tr("&Change rows and columns"))
        self.pick_again_button.clicked.connect(self.file.pick_again)
        choices = QHBoxLayout()
        spaced(choices)
        for words, box in ((self.tr("&Kind"), self.kind_box), (self.tr("&Sheet"), self.sheet_box)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumWidth(12 * GRID)
            box.setMaximumWidth(40 * GRID)
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", ""))
            choices.addWidget(label)
            choices.addWidget(box)
            choices.addSpacing(GRID)
        choices.addWidget(self.pick_again_button)
        choices.addStretch(1)
        head = QVBoxLayout()
        spaced(head, gap=GRID)
        head.addWidget(name)
        head.addLayout(choices)
        return head

    def _table_page(self) -> QWidget:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Tables of this file"))
        self.tabs.currentChanged.connect(self._show_table)
        self.sheet = SheetView()
        self.sheet.mapped.connect(self._map)
        self.sheet.cell_chosen.connect(self._point_at)
        self.sheet.problem_wanted.connect(self._go_to_problem)
        self.findings = Findings()
        self.findings.problem_chosen.connect(self.go_to)
        self.findings.cell_chosen.connect(self.sheet.go_to)
        self.findings.cell_entered.connect(self.sheet.setFocus)
        self.findings.kept_changed.connect(self.file.keep)
        self.findings.copy_wanted.connect(self.file.save_for_partner)
        left = QWidget()
        inside = QVBoxLayout(left)
        spaced(inside, gap=0)
        inside.addWidget(self.tabs)
        inside.addWidget(self.sheet, 1)
        inside.addWidget(self._nothing_page(), 1)
        page = QSplitter(Qt.Orientation.Horizontal)
        page.setChildrenCollapsible(False)
        page.setHandleWidth(2 * GRID)
        page.addWidget(left)
        page.addWidget(self.findings)
        page.setStretchFactor(0, 3)
        page.setStretchFactor(1, 1)
        page.setSizes(_SIZES)
        self._split = page
        self.findings.tabs.currentChanged.connect(self._make_room)
        return page

    def _make_room(self, tab: int) -> None:
        """Give a comparison half of the width; the problems need less."""
        sizes = self._split.sizes()
        half = sum(sizes) // 2
        self._split.setSizes([half, half] if tab and sizes[1] < half else _SIZES)

    def _nothing_page(self) -> QWidget:
        """Return what stands where the table would, when none was recognised."""
        self.statistics_button = PrimaryButton(self.tr("Choose &rows and columns"))
        self.statistics_button.setMinimumHeight(4 * GRID)
        self.statistics_button.clicked.connect(lambda: self.file.set_kind(STATISTICS))
        self._nothing = QWidget()
        column = QVBoxLayout(self._nothing)
        column.setContentsMargins(0, 2 * GRID, 2 * GRID, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(heading(self.tr("No return was recognised in this file")))
        column.addWidget(
            quiet(
                self.tr(
                    "If it is a return, choose its kind above. If it is published statistics, "
                    "choose the rows and columns that the report needs."
                )
            )
        )
        column.addWidget(self.statistics_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return self._nothing

    def _unreadable_page(self) -> QWidget:
        self._why = quiet("")
        self.again_button = QPushButton(self.tr("Read it &again"))
        self.again_button.clicked.connect(lambda: self.file.start())
        buttons = QHBoxLayout()
        spaced(buttons)
        buttons.addWidget(self.again_button)
        buttons.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        spaced(column, gap=2 * GRID)
        column.addWidget(self._why)
        column.addLayout(buttons)
        column.addStretch(1)
        return page

    def _show_choices(self) -> None:
        """Show the kind and the sheet that are chosen, or that were found out."""
        file = self.file
        kinds = file.view.kinds if file.view is not None else ()
        names = file.view.sheet_names if file.view is not None else ()
        with QSignalBlocker(self.kind_box):
            self.kind_box.clear()
            for kind, words in (
                ("", self.tr("Not known yet")),
                *kinds,
                (STATISTICS, self.tr("Published statistics")),
            ):
                if kind or not file.shown_kind:
                    self.kind_box.addItem(words, kind or None)
            self.kind_box.setCurrentIndex(self.kind_box.findData(file.shown_kind or None))
        with QSignalBlocker(self.sheet_box):
            self.sheet_box.clear()
            if file.kind != STATISTICS:
                self.sheet_box.addItem(self.tr("All sheets"), None)
            for name in names:
                self.sheet_box.addItem(name, name)
            self.sheet_box.setCurrentIndex(max(0, self.sheet_box.findData(file.sheet)))
        self.sheet_box.setEnabled(len(names) > 1)
        self.kind_box.setEnabled(file.view is not None)

    def _show_picker(self) -> None:
        file = self.file
        if file.picker is None:
            return
        if self._picker is not None:
            self._middle.removeWidget(self._picker)
            self._picker.deleteLater()
        self._picker = StatisticsPicker(file.picker, file.picked)
        self._picker.picked.connect(file.pick)
        self._middle.addWidget(self._picker)
        self._middle.setCurrentWidget(self._picker)

    def _show_tables(self) -> None:
        tables = self.file.tables
        keep = min(self._shown, max(0, len(tables) - 1))
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for table in tables:
                words = self.tr("{title} ({count})").format(title=table.title, count=table.figures)
                self.tabs.addTab(words.replace("&", "&&"))
            self.tabs.setCurrentIndex(keep)
        self.findings.show_preview(self.file)
        self.sheet.setVisible(bool(tables))
        self.tabs.setVisible(len(tables) > 1 or bool(tables and not self.file.picked))
        self._nothing.setVisible(not tables)
        self._middle.setCurrentWidget(self._tables)
        self._show_table(keep)
        self._take_focus()

    def _take_focus(self) -> None:
        """Put the focus on what is read first, unless a person is busy in here already."""
        focused = self.window().focusWidget()
        if focused is None or not self.isAncestorOf(focused) or not focused.isVisible():
            first = self.sheet if self.file.tables else self.statistics_button
            first.setFocus()

    def _show_table(self, at: int) -> None:
        if 0 <= at < len(self.file.tables):
            self._shown = at
            self.sheet.show_model(SheetModel(self._table, self.file.problems, self.sheet))

    @property
    def _table(self) -> ShownTable:
        return self.file.tables[self._shown]

    def go_to(self, problem: Problem) -> None:
        """Show a problem's cell, on whichever table it is."""
        place = problem.place
        for at, table in enumerate(self.file.tables):
            if table.sheet != place.sheet:
                continue
            if at != self._shown and self._holds(table, place.cell):
                self.tabs.setCurrentIndex(at)
            if at == self._shown and self.sheet.go_to(place.cell):
                return

    def _holds(self, table: ShownTable, cell: str) -> bool:
        letters = cell.rstrip("0123456789")
        row = int(cell[len(letters) :] or 0)
        return row in table.row_numbers and letters in {held.letter for held in table.columns}

    def _point_at(self, problems: tuple[Problem, ...]) -> None:
        if problems:
            self.findings.problems.point_at(problems[0])

    def _go_to_problem(self) -> None:
        """Go from a cell to what is wrong with it, if something is."""
        model = self.sheet.model()
        if isinstance(model, SheetModel) and model.problems_at(self.sheet.currentIndex()):
            self.findings.tabs.setCurrentIndex(0)
            self.findings.problems.list.setFocus()

    def _map(self, letter: str, name: str) -> None:
        self.file.map_column(self._table, letter, name)

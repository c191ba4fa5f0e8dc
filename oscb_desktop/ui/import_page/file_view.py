"""One file of the import page: its chips, its sheets, its questions and problems, Accept."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
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
from oscb_desktop.operations.taking_in.previewing import cell_text
from oscb_desktop.operations.taking_in.showing import CellRole, ShownDoubt, ShownSheet
from oscb_desktop.ui.import_page.accept_bar import AcceptBar
from oscb_desktop.ui.import_page.chip_row import ChipRow
from oscb_desktop.ui.import_page.correction_form import CorrectionForm
from oscb_desktop.ui.import_page.file_import import STATISTICS, FileImport, Stage
from oscb_desktop.ui.import_page.findings import Findings
from oscb_desktop.ui.import_page.ledger_line import LedgerLine
from oscb_desktop.ui.import_page.legend import Legend
from oscb_desktop.ui.import_page.password_form import PasswordForm
from oscb_desktop.ui.import_page.rows_form import RowsForm
from oscb_desktop.ui.import_page.sheet_model import SheetModel
from oscb_desktop.ui.import_page.sheet_tools import SheetTools
from oscb_desktop.ui.import_page.sheet_view import SheetView
from oscb_desktop.ui.import_page.statistics_picker import StatisticsPicker
from oscb_desktop.ui.widgets.icons import give_icon
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, scaled, spaced
from oscb_desktop.ui.widgets.primary_button import PrimaryButton

_SIZES = [106 * GRID, 56 * GRID]  # px, or their ratio
_LOW = 56 * GRID  # px, below which the chips take one line
_NAME = 1.55  # of the system's size


class FileView(QWidget):
    """Shows a ``FileImport`` and hands on what a person chooses."""

    leave_requested = Signal()

    def __init__(self, file: FileImport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self._shown = ""  # the sheet that is shown
        self._build()
        file.changed.connect(self.refresh)
        file.changed_kept.connect(lambda: self.bar.show_file(file))
        self.refresh()

    def refresh(self) -> None:
        """Show the file as it now is; while it is read again, as it was."""
        file = self.file
        self.chips.show_chips(file.chips)
        if file.stage is Stage.PICKING:
            self._show_picker()
        elif file.stage is Stage.READY:
            self._show_sheets()
        elif file.stage is Stage.READING and file.preview is not None:
            pass  # what was there stays until the new answer comes
        elif file.stage is Stage.UNREADABLE:
            page = self.password_form if file.needs_password else self._unreadable
            self._middle.setCurrentWidget(page)
        else:
            self._middle.setCurrentWidget(self._waiting)
        if file.stage is Stage.UNREADABLE and file.error is not None:
            self._why.setText(f"{file.error.message}\n{file.error.remedy}")
            if file.needs_password:
                self.password_form.ask(file.path.name, wrong=file.wrong_password)
        self._waiting.setText(file.state[1])
        self.ledger.show_account(file.account if file.preview is not None else None)
        is_statistics = file.kind == STATISTICS and file.stage is Stage.READY
        self.pick_again_button.setVisible(is_statistics)
        self.bar.show_file(file)
        self._chain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the grid what the chips can do without, in a low window or at 200%."""
        super().resizeEvent(event)
        self.chips.set_low(self.height() < _LOW)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(self._head())
        self.chips = ChipRow()
        self.chips.chosen.connect(self.file.set_chip)
        column.addWidget(self.chips)
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
        self.bar.undo_requested.connect(self.file.undo)
        self.bar.copy_requested.connect(self.file.save_for_partner)
        column.addWidget(self.bar)
        following = QShortcut(QKeySequence(Qt.Key.Key_F8), self)
        following.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        following.activated.connect(self._step)

    def _head(self) -> QHBoxLayout:
        self.leave_button = QPushButton(self.tr("&Report"))
        give_icon(self.leave_button, "arrow-left")
        self.leave_button.setMinimumHeight(4 * GRID)
        self.leave_button.setToolTip(self.tr("Back to the report; what was not accepted is left"))
        self.leave_button.clicked.connect(self.leave_requested)
        name = QLabel(self.file.path.name)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setFont(scaled(name.font(), _NAME, bold=True))
        name.setToolTip(str(self.file.path))
        self.ledger = LedgerLine()
        self.pick_again_button = QPushButton(self.tr("&Change rows and columns"))
        self.pick_again_button.clicked.connect(self.file.pick_again)
        head = QHBoxLayout()
        spaced(head, gap=GRID + GRID // 2)
        head.addWidget(self.leave_button)
        head.addWidget(name)
        head.addWidget(self.ledger, 1)
        head.addWidget(self.pick_again_button)
        return head

    def _table_page(self) -> QWidget:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Sheets of this file"))
        self.tabs.currentChanged.connect(self._show_sheet)
        self.legend = Legend()
        self.sheet = self._grid()
        self.findings = Findings()
        self.findings.problem_chosen.connect(self.go_to)
        self.findings.cell_chosen.connect(self.sheet.go_to)
        self.findings.cell_entered.connect(self.sheet.setFocus)
        self.findings.kept_changed.connect(self.file.keep)
        self.findings.answered.connect(self.file.answer)
        self.findings.question_chosen.connect(self.go_to_question)
        left = QWidget()
        inside = QVBoxLayout(left)
        spaced(inside, gap=0)
        inside.addWidget(self._nothing_page())
        inside.addLayout(self._tool_row())
        inside.addWidget(self.sheet, 100)  # as high as its rows
        inside.addWidget(self.correction)
        inside.addWidget(self.as_rows)
        inside.addSpacing(GRID)
        inside.addWidget(self.legend)
        inside.addStretch(1)
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

    def _tool_row(self) -> QHBoxLayout:
        """Return the row above the grid: the sheets, and what can be done to the whole of one."""
        self.tools = SheetTools()
        self.tools.headings_wanted.connect(lambda: self.chips.button("heading").open_menu())
        self.tools.turned.connect(lambda: self.file.turn(self._shown))
        self.tools.rows_wanted.connect(self._ask_for_rows)
        self.tools.forgotten.connect(self.file.forget)
        self.tools.appended.connect(lambda by: self.file.append(self._shown, by))
        row = QHBoxLayout()
        spaced(row)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.tools)
        return row

    def _grid(self) -> SheetView:
        """Return the grid, with what is said of its cells handed on."""
        sheet = SheetView()
        sheet.mapped.connect(self._map)
        sheet.cell_chosen.connect(self._point_at)
        sheet.problem_wanted.connect(self._go_to_problem)
        sheet.correction_wanted.connect(self._ask_for_correction)
        sheet.total_wanted.connect(lambda row: self.file.take_as_total(self._shown, row))
        sheet.leave_out_wanted.connect(lambda at: self.file.leave_out(self._shown, at))
        sheet.fill_down_wanted.connect(lambda at: self.file.fill_down(self._shown, at))
        self.as_rows = RowsForm()
        self.as_rows.given.connect(lambda wanted: self.file.read_as_rows(self._shown, wanted))
        self.as_rows.closed.connect(sheet.setFocus)
        self.correction = CorrectionForm()
        self.correction.given.connect(
            lambda cell, value, why: self.file.correct(self._shown, cell, value, why)
        )
        self.correction.closed.connect(sheet.setFocus)
        return sheet

    def _ask_for_rows(self) -> None:
        """Ask which columns become rows, and what they hold."""
        self.correction.hide()
        self.as_rows.ask(self.file.columns_to_turn(self._shown))

    def _ask_for_correction(self) -> None:
        model, at = self.sheet.model(), self.sheet.currentIndex()
        if isinstance(model, SheetModel) and at.isValid() and not self.file.picked:
            self.correction.ask(model.cell(at), cell_text(model.sheet.value(*model.at(at))))

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
        column.setContentsMargins(0, GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
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

    def _show_sheets(self) -> None:
        sheets = self.file.account.sheets
        names = [sheet.name for sheet in sheets]
        keep = names.index(self._shown) if self._shown in names else 0
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for sheet in sheets:
                self.tabs.addTab(sheet.title.replace("&", "&&"))
            self.tabs.setCurrentIndex(keep)
        self.findings.show_preview(self.file)
        for part in (self.sheet, self.tabs):
            part.setVisible(bool(sheets))
        self.tools.setVisible(bool(sheets) and not self.file.picked)
        self._nothing.setVisible(not self.file.tables)
        self._middle.setCurrentWidget(self._tables)
        if sheets:
            self._show_sheet(keep)
        else:
            self.legend.hide()
        self._take_focus()

    def _take_focus(self) -> None:
        """Put the focus on what is read first, unless a person is busy in here already."""
        focused = self.window().focusWidget()
        if focused is None or not self.isAncestorOf(focused) or not focused.isVisible():
            first = self.sheet if self.file.tables else self.statistics_button
            first.setFocus()

    def _chain(self) -> None:
        """Let Tab go from the chips to the sheets, the grid, the questions and the foot."""
        questions = [
            part
            for card in self.findings.questions.cards
            for part in (card, *card.buttons, card.all_box)
        ]
        panel = self.findings.problems
        stops: list[QWidget] = [
            self.leave_button, *self.chips.buttons, self.tabs, *self.tools.buttons, self.sheet,
            self.correction.value, self.correction.why, self.correction.correct_button,
            self.correction.cancel_button, *self.as_rows.stops, *questions, self.findings.tabs,
            panel.severity, panel.words, panel.list,
            self.bar.undo_button, self.bar.copy_button, self.bar.accept_button,
        ]  # fmt: skip
        for first, then in pairwise(stops):
            QWidget.setTabOrder(first, then)

    def _show_sheet(self, at: int) -> None:
        sheets = self.file.account.sheets
        if 0 <= at < len(sheets):
            self._shown = sheets[at].name
            self.sheet.show_model(SheetModel(sheets[at], self.file.problems, self.sheet))
            self.legend.show_sheet(sheets[at])
            self.correction.hide()
            self.as_rows.hide()
            self.tools.offer(
                headings=any(chip.name == "heading" for chip in self.file.chips),
                append=self.file.can_append(self._shown),
                forget=self.file.is_replayed,
            )

    def go_to(self, problem: Problem) -> None:
        """Show a problem's cell, on whichever sheet it is."""
        self._go(problem.place.sheet, problem.place.cell)

    def go_to_question(self, doubt: ShownDoubt) -> None:
        """Show the cell that a question is about."""
        self._go(doubt.sheet, doubt.cell)

    def _go(self, sheet: str, cell: str) -> None:
        names = [held.name for held in self.file.account.sheets]
        if sheet in names:
            if self._holds(self.file.account.sheets[names.index(sheet)], cell):
                self.tabs.setCurrentIndex(names.index(sheet))
            if sheet == self._shown:
                self.sheet.go_to(cell)

    def _holds(self, sheet: ShownSheet, cell: str) -> bool:
        letters = cell.rstrip("0123456789")
        row = int(cell[len(letters) :] or 0)
        known = letters in {held.letter for held in sheet.columns}
        return not cell or (sheet.row_index(row) >= 0 and known)

    def _step(self) -> None:
        """Go to the next open question; where there is none, to the next problem."""
        if not self.findings.questions.step():
            self.findings.problems.step()

    def _point_at(self, problems: tuple[Problem, ...]) -> None:
        if problems:
            self.findings.problems.point_at(problems[0])

    def _go_to_problem(self) -> None:
        """Go from a cell to the question or the problem about it, if there is one."""
        model, at = self.sheet.model(), self.sheet.currentIndex()
        if not isinstance(model, SheetModel) or not at.isValid():
            return
        if model.look(at).part is CellRole.IN_DOUBT and self.findings.questions.cards:
            asked = model.sheet.doubt_at(*model.at(at))
            self.findings.questions.focus_on(asked)
        elif model.problems_at(at):
            self.findings.tabs.setCurrentIndex(0)
            self.findings.problems.list.setFocus()

    def _map(self, letter: str, name: str) -> None:
        model = self.sheet.model()
        if isinstance(model, SheetModel) and model.table is not None:
            self.file.map_column(model.table, letter, name)

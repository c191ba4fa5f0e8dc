"""The sheet that a figure was read from, as it was received, at the figure's cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.operations.taking_in.previewing import cell_text, column_letter
from oscb_desktop.operations.taking_in.provenance import SheetAtCell
from oscb_desktop.ui.report_page.workbooks import WorkbookOpener
from oscb_desktop.ui.widgets.look import GRID, quiet, scaled, spaced, title
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import tint
from oscb_desktop.ui.widgets.tones import Tone

_Index = QModelIndex | QPersistentModelIndex
_WIDEST = 30 * GRID  # px at first; a person can widen it
_MEASURED_ROWS = 60
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReceivedModel(QAbstractTableModel):
    """Every cell of a sheet with letters and numbers at its edges; the figure's stands out."""

    def __init__(self, sheet: SheetAtCell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._width = max(map(len, sheet.rows), default=0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows the sheet has."""
        return 0 if parent.isValid() else len(self._sheet.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns the sheet has."""
        return 0 if parent.isValid() else self._width

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text and look."""
        if not index.isValid():
            return None
        row = self._sheet.rows[index.row()]
        value = row[index.column()] if index.column() < len(row) else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell_text(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if isinstance(value, int | float) else None
        is_figure = (index.row(), index.column()) == (self._sheet.row, self._sheet.column)
        if is_figure and role == Qt.ItemDataRole.BackgroundRole:
            return tint(Tone.DONE, QGuiApplication.palette())
        if is_figure and role == Qt.ItemDataRole.FontRole:
            return scaled(QGuiApplication.font(), 1.0, bold=True)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's letters, or a row's number."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        horizontal = orientation == Qt.Orientation.Horizontal
        return column_letter(section) if horizontal else str(section + 1)


class WorkbookPage(QWidget):
    """Opens at the figure's cell. ``finished`` when the person goes back to the report."""

    finished = Signal()

    def __init__(self, key: str, sheet: SheetAtCell, opener: WorkbookOpener) -> None:
        super().__init__()
        self._sheet = sheet
        self.table = QTableView()
        self.table.setModel(ReceivedModel(sheet, self.table))
        self._set_up_table()
        self.back_button = PrimaryButton(self.tr("&Back to the report"))
        self.back_button.clicked.connect(self.finished)
        self.save_button = QPushButton(self.tr("&Save the workbook as received…"))
        self.save_button.clicked.connect(lambda: opener.save(key))
        self.open_button = QPushButton(self.tr("&Open in its program"))
        self.open_button.clicked.connect(lambda: opener.open(key))
        buttons = QHBoxLayout()
        spaced(buttons)
        for button in (self.save_button, self.open_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        for button in (self.save_button, self.open_button, self.back_button):
            button.setMinimumHeight(4 * GRID)
        name = title(sheet.file)
        name.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(name)
        self.place = quiet(
            self.tr("Sheet {sheet}, cell {cell}. This is the workbook as it was received.").format(
                sheet=sheet.sheet, cell=sheet.cell
            )
        )
        column.addWidget(self.place)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.finished)
        self.setFocusProxy(self.table)
        QTimer.singleShot(0, self.table, self._go_to_cell)  # once it has its size

    def _set_up_table(self) -> None:
        table = self.table
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setAccessibleName(self.tr("The sheet as it was received"))
        head = table.horizontalHeader()
        head.setResizeContentsPrecision(_MEASURED_ROWS)
        head.setMaximumSectionSize(_WIDEST)
        if table.model().columnCount() <= _MEASURED_ROWS:
            table.resizeColumnsToContents()
        head.setMaximumSectionSize(-1)
        rows = table.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + GRID)

    def _go_to_cell(self) -> None:
        index = self.table.model().index(self._sheet.row, self._sheet.column)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

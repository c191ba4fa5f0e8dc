"""Under the grid: which columns become rows, what they are of, and what their figures are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.operations.taking_in.layout_steps import AsRows, ColumnsToTurn
from oscb_desktop.ui.import_page.grid_form import GridForm
from oscb_desktop.ui.import_page.tick_table import TickList
from oscb_desktop.ui.widgets.look import GRID, spaced

_LIST_HEIGHT = 15 * GRID
_LAST_ROW = 1_048_576


class RowsForm(GridForm):
    """``given(AsRows)``."""

    given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: ColumnsToTurn | None = None
        self.heading = QSpinBox()
        self.heading.setRange(1, _LAST_ROW)
        self.heading.valueChanged.connect(self._show_columns)
        self.columns = TickList()
        self.columns.setFixedHeight(_LIST_HEIGHT)
        self.columns.setAccessibleName(self.tr("Columns that become rows"))
        self.columns.itemChanged.connect(self._allow)
        self.names, self.values = QComboBox(), QComboBox()
        for box in (self.names, self.values):
            box.setEditable(True)
            box.editTextChanged.connect(self._allow)
        self.read_button = QPushButton(self.tr("R&ead as rows"))
        self.cancel_button = QPushButton(self.tr("Ca&ncel"))
        self.read_button.clicked.connect(self._give)
        self.cancel_button.clicked.connect(self.leave)
        self._lay_out()
        self.close_on_escape(self.stops)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What Tab goes to, in order."""
        return (
            self.heading, self.columns, self.names, self.values, self.read_button,
            self.cancel_button,
        )  # fmt: skip

    def _lay_out(self) -> None:
        fields = QVBoxLayout()
        spaced(fields, gap=GRID // 2)
        for words, field in (
            (self.tr("Headings in ro&w"), self.heading),
            (self.tr("Each ticked column holds o&ne"), self.names),
            (self.tr("Its &figures are"), self.values),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            fields.addWidget(label)
            fields.addWidget(field)
        buttons = QVBoxLayout()
        spaced(buttons, gap=GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.read_button)
        buttons.addWidget(self.cancel_button)
        row = QHBoxLayout(self)
        spaced(row, gap=2 * GRID)
        row.addWidget(self.columns, 3)
        row.addLayout(fields, 2)
        row.addLayout(buttons)

    def ask(self, asked: ColumnsToTurn) -> None:
        """Ask about the columns of a sheet."""
        self._asked = asked
        for box, words in ((self.names, asked.names), (self.values, asked.values)):
            box.clear()
            box.addItems(list(words))
        self.heading.setValue(asked.heading)
        self._show_columns()
        self.show()
        self.columns.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_columns(self) -> None:
        if self._asked is None:
            return
        self.columns.clear()
        for letter, words in self._asked.columns(self.heading.value()):
            item = QListWidgetItem(self.tr("{letter}: {words}").format(letter=letter, words=words))
            item.setData(Qt.ItemDataRole.UserRole, letter)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.columns.addItem(item)
        if self.columns.count():
            self.columns.setCurrentRow(0)
        self._allow()

    def _ticked(self) -> tuple[str, ...]:
        items = (self.columns.item(at) for at in range(self.columns.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )

    def _allow(self) -> None:
        said = self.names.currentText().strip() and self.values.currentText().strip()
        self.read_button.setEnabled(bool(said and self._ticked()))

    def _give(self) -> None:
        wanted = AsRows(
            heading=self.heading.value(),
            letters=self._ticked(),
            names=self.names.currentText().strip(),
            values=self.values.currentText().strip(),
        )
        self.leave()
        self.given.emit(wanted)

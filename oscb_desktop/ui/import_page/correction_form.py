"""Under the grid: the right value for a wrong cell, and why. The workbook stays as received."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from oscb_desktop.ui.import_page.grid_form import GridForm
from oscb_desktop.ui.widgets.look import spaced


class CorrectionForm(GridForm):
    """``given(cell, value, why)``."""

    given = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = ""
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.value = QLineEdit()
        self.value.setAccessibleName(self.tr("The right value"))
        self.value.textChanged.connect(self._allow)
        self.why = QLineEdit()
        self.why.setPlaceholderText(self.tr("Why, or who said so"))
        self.why.setAccessibleName(self.tr("Why it is corrected"))
        self.correct_button = QPushButton(self.tr("C&orrect"))
        self.cancel_button = QPushButton(self.tr("Ca&ncel"))
        self.correct_button.clicked.connect(self._give)
        self.cancel_button.clicked.connect(self.leave)
        for edit in (self.value, self.why):
            edit.returnPressed.connect(self._give)
        row = QHBoxLayout(self)
        spaced(row)
        row.addWidget(self._words)
        row.addWidget(self.value, 1)
        row.addWidget(self.why, 2)
        row.addWidget(self.correct_button)
        row.addWidget(self.cancel_button)
        self.close_on_escape((self.value, self.why, self.correct_button, self.cancel_button))

    def ask(self, cell: str, held: str) -> None:
        """Ask for the right value of a cell that holds ``held``."""
        self._cell = cell
        self._words.setText(self.tr("{cell} should be").format(cell=cell))
        self.value.setText(held)
        self.value.selectAll()
        self.why.clear()
        self._allow()
        self.show()
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _allow(self) -> None:
        self.correct_button.setEnabled(bool(self.value.text().strip()))

    def _give(self) -> None:
        if self.correct_button.isEnabled():
            self.leave()
            self.given.emit(self._cell, self.value.text().strip(), self.why.text().strip())

"""The form that sends the report to one more committee."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.operations.writing.committees import kinds_of_committee
from oscb_desktop.ui.widgets.date_field import DateField
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, spaced


class AddCommitteeForm(QWidget):
    """``wanted(kind id, name, date or None)`` when it is to be added."""

    wanted = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = {held.id: held for held in kinds_of_committee()}
        self.kind = QComboBox()
        self.kind.view().setAccessibleName(self.tr("Kinds of committee"))
        for held in self._kinds.values():
            self.kind.addItem(held.name, held.id)
        self.kind.currentIndexChanged.connect(self._choose)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the committee"))
        self.name.textChanged.connect(lambda: self._allow())
        self.meeting = DateField()
        self.meeting.line.setAccessibleName(self.tr("Date of its meeting"))
        self.meeting.changed.connect(lambda: self._allow())
        self.fault = quiet("")
        self.words = quiet("")
        self.add = QPushButton()
        self.add.clicked.connect(self._ask)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        spaced(form)
        form.addRow(self.tr("&Kind of committee"), self.kind)
        form.addRow("", self.words)
        form.addRow(self.tr("Its &name"), self.name)
        form.addRow(self.tr("Date of its &meeting, if known"), self.meeting)
        form.addRow("", self.fault)
        column = QVBoxLayout(self)
        spaced(column, gap=GRID)
        column.addWidget(heading(self.tr("Send to another committee")))
        column.addLayout(form)
        column.addWidget(self.add)
        self._choose()

    def clear(self) -> None:
        """Make it ready for the next one."""
        self._choose()
        self.meeting.line.clear()

    def _choose(self) -> None:
        kind = self._kinds[str(self.kind.currentData())]
        self.words.setText(kind.description)
        self.name.setText(kind.name)
        self._allow()

    def _allow(self) -> None:
        name = self.name.text().strip()
        fault = self.meeting.fault()
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.add.setEnabled(bool(name) and not fault)
        self.add.setText(self.tr("&Add {name}").format(name=name or self.tr("the committee")))

    def _ask(self) -> None:
        self.wanted.emit(str(self.kind.currentData()), self.name.text(), self.meeting.data())

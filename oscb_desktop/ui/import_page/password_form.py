"""Asking for the password of a protected workbook, where the workbook would be shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from oscb_desktop.ui.widgets.look import GRID, heading, quiet, spaced
from oscb_desktop.ui.widgets.noted_field import NotedField
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.tones import Tone

_FIELD_WIDTH = 40 * GRID


class PasswordForm(QWidget):
    """``given(password)`` on Open, or on Enter in the field."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password"))
        self.password.setMaximumWidth(_FIELD_WIDTH)
        self.password.textChanged.connect(self._allow)
        self.password.returnPressed.connect(self._give)
        self.open_button = PrimaryButton(self.tr("&Open the workbook"))
        self.open_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.open_button.clicked.connect(self._give)
        self.note = NotedField(
            self.password,
            self.tr("The partner who sent the workbook has it. It is used once and kept nowhere."),
            self.open_button,
        )
        self.note.setMaximumWidth(80 * GRID)
        label = QLabel(self.tr("Its pass&word"))
        label.setBuddy(self.password)
        self._name = quiet("")
        row = QHBoxLayout()
        spaced(row)
        row.addWidget(self.note, 1)
        row.addStretch(1)
        column = QVBoxLayout(self)
        spaced(column, gap=GRID)
        column.addWidget(heading(self.tr("This workbook is protected")))
        column.addWidget(self._name)
        column.addSpacing(GRID)
        column.addWidget(label)
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusProxy(self.password)
        self._allow()

    def ask(self, file_name: str, *, wrong: bool) -> None:
        """Ask for the password of a file; ``wrong`` says that the last one did not open it."""
        self._name.setText(self.tr("{name} opens with a password.").format(name=file_name))
        said = self.tr("That password does not open it. Type it again.") if wrong else ""
        self.note.note(said, Tone.BLOCK)
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def data(self) -> str:
        """Return what is said under the field."""
        return self.note.data()

    def _give(self) -> None:
        if self.password.text():
            self.given.emit(self.password.text())

    def _allow(self) -> None:
        self.open_button.setEnabled(bool(self.password.text()))

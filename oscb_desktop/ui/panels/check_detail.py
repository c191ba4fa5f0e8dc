"""One problem in full: why it matters, and setting it aside by name and with a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base import catalogue
from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.report.content.waivers import Waived, may_waive
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, spaced


class CheckDetail(QFrame):
    """``aside(reason, name)`` to set the problem aside, ``restored`` to let it stand again."""

    aside = Signal(str, str)
    restored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_edit = True
        self.title = heading("")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.help = quiet("")
        self.open_form = QPushButton(self.tr("&Set aside…"))
        self.open_form.setToolTip(self.tr("Say why it stays as it is; it is kept with your name"))
        self.open_form.clicked.connect(self._open)
        self.restore = QPushButton(self.tr("Raise it &again"))
        self.restore.clicked.connect(self.restored)
        self.form = QWidget()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("It is a comparison"))
        self.name = QLineEdit()
        self.kept = quiet("")
        self.send = QPushButton(self.tr("Set &aside"))
        self.send.clicked.connect(self._send)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self._close)
        for field in (self.reason, self.name):
            field.setAcceptDrops(False)
            field.textChanged.connect(self._allow)
            field.returnPressed.connect(self._send)
        self._lay_out()
        self.show_problem(None, None, may_edit=False)

    def show_problem(
        self, problem: Problem | None, waived: Waived | None, *, may_edit: bool
    ) -> None:
        """Show a problem, or none."""
        self.setVisible(problem is not None)
        self.form.hide()
        if problem is None:
            return
        self.title.setText(catalogue.title(problem.code))
        said = catalogue.explanation(problem.code)
        self.help.setText(said)
        self.help.setVisible(bool(said))
        printed = problem.severity is not Severity.NOTE
        self.kept.setText(
            self.tr("The sign-off page of the final report says so.")
            if printed
            else self.tr("It is kept in the history of the report.")
        )
        may = may_edit and may_waive(problem)
        self.open_form.setVisible(may and waived is None)
        self.restore.setVisible(may and waived is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the form."""
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self._close()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self.open_form.hide()
        self.form.show()
        self.reason.clear()
        self._allow()
        self.reason.setFocus()

    def _close(self) -> None:
        self.form.hide()
        self.open_form.show()
        self.open_form.setFocus()

    def _allow(self) -> None:
        self.send.setEnabled(bool(self.reason.text().strip() and self.name.text().strip()))

    def _send(self) -> None:
        if self.send.isEnabled():
            self.aside.emit(self.reason.text(), self.name.text())

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        form = QVBoxLayout(self.form)
        spaced(form, gap=GRID // 2)
        for words, field in (
            (self.tr("&Why it stays as it is"), self.reason),
            (self.tr("Your &name and post"), self.name),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            form.addWidget(label)
            form.addWidget(field)
        form.addWidget(self.kept)
        buttons = QHBoxLayout()
        spaced(buttons)
        buttons.addWidget(self.send, 1)
        buttons.addWidget(self.cancel)
        form.addLayout(buttons)
        column = QVBoxLayout(self)
        spaced(column, margin=GRID)
        column.addWidget(self.title)
        column.addWidget(self.help)
        acts = QHBoxLayout()
        spaced(acts)
        acts.addWidget(self.open_form)
        acts.addWidget(self.restore)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addWidget(self.form)

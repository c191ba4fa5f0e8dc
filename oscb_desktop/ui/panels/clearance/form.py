"""The form of one desk: who speaks, with which key, and what is to be put right."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import OscbError
from oscb_desktop.report.clearance.routes import Step
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.ctrl_enter import CtrlEnter
from oscb_desktop.ui.widgets.key_choice import KeyChoice, KeyWish
from oscb_desktop.ui.widgets.look import GRID, quiet, spaced
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone

_REASON_LINES = 3


class Speech(Enum):
    """What the form is for."""

    CLEAR = "clear"
    SEND_BACK = "send back"


@dataclass(frozen=True)
class Said:
    """What somebody says of a report for a step."""

    step: str
    speech: Speech
    name: str
    post: str
    key: KeyWish
    reason: str = ""


class ClearForm(QWidget):
    """``said(Said)`` once it is complete and sent; Escape or "Not now" closes it."""

    said = Signal(object)
    closed = Signal()
    grown = Signal()  # there is more of it to see than before

    def __init__(
        self,
        step: Step,
        speech: Speech,
        covers: str,
        choosers: Choosers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._step = step
        self._speech = speech
        clears = speech is Speech.CLEAR
        self.name = QLineEdit()
        self.post = QLineEdit(step.post)
        self.reason = QPlainTextEdit()
        self.key = KeyChoice(choosers)
        self.send = PrimaryButton(self.tr("C&lear") if clears else self.tr("Send &back"))
        self.not_now = QPushButton(self.tr("Not now"))
        self._mark = MarkLabel(Tone.BLOCK)
        self._note = quiet("")
        column = QVBoxLayout(self)
        spaced(column, gap=GRID // 2)
        column.setContentsMargins(0, GRID, 0, 0)
        if not clears:
            self._dress_reason()
            self._add(column, self.tr("What has to be put &right"), self.reason)
        self._add(column, self.tr("&Name"), self.name)
        self._add(column, self.tr("P&ost"), self.post)
        column.addWidget(QLabel(self.tr("Signed with")))
        column.addWidget(self.key)
        kept = self.tr("It is kept on record with your name. It cannot be undone.")
        column.addWidget(quiet(f"{covers} {kept}" if clears else kept))
        column.addLayout(self._notes())
        column.addLayout(self._buttons())
        for field in (self.name, self.post, self.key.password):
            field.returnPressed.connect(self._send)
        self.send.clicked.connect(self._send)
        self.not_now.clicked.connect(self.closed)
        self.key.changed.connect(self._follow_key)
        self.name.textChanged.connect(self.key.say_whose)
        self.setFocusProxy(self.name if clears else self.reason)
        self.note("")

    def data(self) -> Said:
        """Return what is said so far."""
        return Said(
            step=self._step.id,
            speech=self._speech,
            name=" ".join(self.name.text().split()),
            post=" ".join(self.post.text().split()),
            key=self.key.data(),
            reason=self.reason.toPlainText().strip(),
        )

    def note(self, words: str) -> None:
        """Say what is still needed, or why it was not taken."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self._mark.setVisible(bool(words))
        if words:
            self.grown.emit()
        self.setAccessibleDescription(words)

    def refuse(self, error: OscbError) -> None:
        """Say why it was not taken; where it was the key, let it be used all the same."""
        self.note(str(error))
        if error.code == "key-unfit":
            self.key.offer_override()

    def noted(self) -> str:
        """Return what is said at the foot of the form."""
        return self._note.text()

    def wait(self, waiting: bool) -> None:
        """Grey out while what was said is being written."""
        self.send.setEnabled(not waiting)
        self.not_now.setEnabled(not waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _follow_key(self) -> None:
        self.note("")
        self.grown.emit()

    def _send(self) -> None:
        said = self.data()
        lacking = self._lacks(said)
        self.note(lacking)
        if not lacking and self.send.isEnabled():
            self.said.emit(said)

    def _lacks(self, said: Said) -> str:
        if said.speech is Speech.SEND_BACK and not said.reason:
            self.reason.setFocus()
            return self.tr("Say what has to be put right.")
        lacking = self.key.lacks()
        if not lacking and not said.name and said.key.path is None:
            self.name.setFocus()
            return self.tr("A clearance is given by a named person. Write your name.")
        return lacking

    def _dress_reason(self) -> None:
        self.reason.setTabChangesFocus(True)
        self.reason.setAcceptDrops(False)
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * _REASON_LINES + 2 * GRID)
        CtrlEnter(self, self._send, self.reason)

    def _add(self, column: QVBoxLayout, words: str, field: QWidget) -> None:
        label = QLabel(words)
        label.setBuddy(field)
        field.setAccessibleName(words.replace("&", ""))
        field.setAcceptDrops(False)
        column.addWidget(label)
        column.addWidget(field)
        column.addSpacing(GRID // 2)

    def _notes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        spaced(row, gap=GRID // 2)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._note, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        spaced(row)
        row.setContentsMargins(0, GRID // 2, 0, 0)
        row.addWidget(self.send)
        row.addWidget(self.not_now)
        row.addStretch(1)
        return row

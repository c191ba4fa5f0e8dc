"""Why a report is taken late: what the law asks, the form that answers it, what was answered."""

from datetime import date

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

from oscb_desktop.report.content.annotations import Late
from oscb_desktop.ui.widgets.ctrl_enter import CtrlEnter
from oscb_desktop.ui.widgets.date_field import DateField
from oscb_desktop.ui.widgets.dates import day
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, quiet, spaced
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone

_LINES = 5


class LatePart(QWidget):
    """``given(reason, post, day)`` when the opinion is recorded, ``taken_back`` when it goes.

    ``open_form`` is for the owner to place: it asks before the day has passed.
    """

    given = Signal(str, str, object)
    taken_back = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._late: Late | None = None
        self._needed = False
        self._may_edit = True
        self._offered = False
        self._chair = ""
        self._state: tuple[Late | None, bool, bool, bool] | None = None
        self.open_form = LinkButton(self.tr("The agenda is out already…"))
        self.open_form.setToolTip(self.tr("Give the reason for urgency that the law requires"))
        self.open_form.clicked.connect(self._open)
        self.words = quiet("")
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 2 * GRID)
        self.reason.setPlaceholderText(
            self.tr("Why it could not be published in time, and why it cannot wait")
        )
        self.post = QLineEdit()
        self.when = DateField()
        self.note = quiet("")
        self.send = QPushButton(self.tr("&Record the opinion"))
        self.send.clicked.connect(self._send)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self._close)
        self.change = QPushButton(self.tr("&Change…"))
        self.change.clicked.connect(self._open)
        self.remove = QPushButton(self.tr("&Remove it"))
        self.remove.clicked.connect(self.taken_back)
        self._lay_out()
        CtrlEnter(self, self._send, self.reason, self.post, self.when.line)

    def show_state(
        self, late: Late | None, committee: str, *, needed: bool, may_edit: bool, over: bool
    ) -> None:
        """Show what is recorded, or that it is needed. What is being typed is left alone.

        ``over``: there is no meeting to come for which it could be asked.
        """
        state = (late, needed, may_edit, over)
        self._chair = self.tr("Chair of the {committee}").format(committee=committee)
        if state != self._state:
            self._state = state
            self._late, self._needed, self._may_edit = late, needed, may_edit
            self._offered = may_edit and not over and not needed and late is None
            self._show(form=needed and late is None and may_edit)

    def say(self, words: str) -> None:
        """Say under the form what is still missing."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a form that need not be filled in."""
        if event.key() == Qt.Key.Key_Escape and self.cancel.isVisible():
            self._close()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self._show(form=True)
        self.reason.setFocus()

    def _close(self) -> None:
        self._show(form=False)
        (self.change if self._late is not None else self.open_form).setFocus()

    def _show(self, *, form: bool) -> None:
        late = self._late
        self.words.setText(self._words())
        self.setVisible(form or self._needed or late is not None)
        for mark, shown in (
            (self._done, late is not None),
            (self._warning, late is None and self._needed),
        ):
            mark.setVisible(shown)
        self._form.setVisible(form)
        self.cancel.setVisible(form and not (self._needed and late is None))
        self.open_form.setVisible(self._may_edit and not form and late is None and not self._needed)
        recorded = late is not None and not form and self._may_edit
        self.change.setVisible(recorded)
        self.remove.setVisible(recorded)
        self.say("")
        if form and (late is not None or not self.reason.toPlainText()):
            self._fill()

    def _fill(self) -> None:
        """Put what is recorded into the form, else what is likely."""
        late = self._late
        self.reason.setPlainText(late.reason if late else "")
        self.post.setText(late.by if late else self._chair)
        self.when.set_day(late.on if late else self._today)

    def _words(self) -> str:
        if self._late is not None:
            return self.tr(
                "The report says on its first page that it is taken as a matter of urgency.\n\n"
                "“{reason}”\n\n{by}, {day}"
            ).format(reason=self._late.reason, by=self._late.by, day=day(self._late.on))
        asked = self.tr(
            "it can be taken only where the chair is of the opinion, by reason of "
            "special circumstances, that it is urgent (Local Government Act 1972 "
            "s.100B(4)(b)). The report prints what you write here, and the minutes "
            "have to record it."
        )
        if self._needed:
            return self.tr("The last day to publish has passed. Now {asked}").format(asked=asked)
        return self.tr("Where a report joins an agenda that is published, {asked}").format(
            asked=asked
        )

    def _send(self) -> None:
        when = self.when.data()
        if when is None:
            self.say(self.tr("Give the day on which the opinion was formed."))
            self.when.setFocus()
            return
        self.given.emit(self.reason.toPlainText(), self.post.text(), when)

    def _lay_out(self) -> None:
        self._warning, self._done = MarkLabel(Tone.WARN), MarkLabel(Tone.DONE)
        head = QHBoxLayout()
        spaced(head)
        for mark in (self._warning, self._done):
            head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        spaced(form, gap=GRID // 2)
        for words, field in (
            (self.tr("Special &circumstances"), self.reason),
            (self.tr("&Whose opinion it is (post)"), self.post),
            (self.tr("&Formed on"), self.when),
        ):
            label = QLabel(words)
            label.setBuddy(field.line if isinstance(field, DateField) else field)
            named = field.line if isinstance(field, DateField) else field
            named.setAccessibleName(words.replace("&", ""))
            form.addWidget(label)
            form.addWidget(field)
        form.addWidget(self.note)
        buttons = QHBoxLayout()
        spaced(buttons)
        buttons.addWidget(self.send)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        form.addLayout(buttons)
        acts = QHBoxLayout()
        spaced(acts)
        acts.addWidget(self.change)
        acts.addWidget(self.remove)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        spaced(column)
        column.addLayout(head)
        column.addLayout(acts)
        column.addWidget(self._form)

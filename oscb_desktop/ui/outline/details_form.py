"""The report's head as a small form: title, committee, meeting and the rest."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.operations.writing.timetable import publish_by
from oscb_desktop.report.content.document import Details
from oscb_desktop.report.content.template import Template
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.date_field import DateField
from oscb_desktop.ui.widgets.dates import day
from oscb_desktop.ui.widgets.look import GRID, spaced, title
from oscb_desktop.ui.widgets.noted_field import NotedField
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import WorkerPool

_WIDTH = 76 * GRID
_DATE = "meeting_date"


class DetailsForm(QScrollArea):
    """A field takes effect when it is left, or when the desk gathers."""

    def __init__(
        self, desk: Desk, pool: WorkerPool, template: Template, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self._fields: dict[str, NotedField] = {}
        self._shown: Details | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inside)
        spaced(column, margin=3 * GRID, gap=2 * GRID)
        column.addWidget(title(self.tr("Title and meeting")))
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        labels = {field.key: field.label for field in template.fields}
        for key in (*labels, *(key for key in Details.__struct_fields__ if key not in labels)):
            self._add(form, key, labels.get(key, key.replace("_", " ").capitalize()))
        column.addLayout(form)
        column.addStretch(1)
        self.setWidget(inside)
        self.setFocusProxy(next(iter(self._fields.values())))
        desk.gathering.connect(self.hand_over)
        desk.changed.connect(self._show)
        self._show()

    def field(self, key: str) -> NotedField:
        """Return a field by its key."""
        return self._fields[key]

    def data(self) -> dict[str, str | None]:
        """Return what the fields say, by key; a date as YYYY-MM-DD, None where there is none."""
        return {key: _said(field.editor) for key, field in self._fields.items()}

    def hand_over(self) -> None:
        """Make what is in the fields the report's."""
        for key in self._fields:
            self._take(key)

    def _add(self, form: QFormLayout, key: str, label: str) -> None:
        editor: QLineEdit | DateField
        if key == _DATE:
            editor = DateField()
            editor.line.editingFinished.connect(lambda: self._take(key))
            editor.changed.connect(lambda _: self._take_picked())
            editor.line.setReadOnly(self._desk.text_only)
            editor.button.setEnabled(not self._desk.text_only)
        else:
            editor = QLineEdit()
            editor.editingFinished.connect(lambda: self._take(key))
            editor.setReadOnly(self._desk.text_only)
        field = NotedField(editor)
        self._fields[key] = field
        words = QLabel(label)
        words.setBuddy(editor)
        words.setContentsMargins(0, GRID // 2, 0, 0)
        for part in {editor, editor.focusProxy() or editor}:  # the line that has the focus too
            part.setAccessibleName(label)
        form.addRow(words, field)

    def _take(self, key: str) -> None:
        if self._desk.text_only:
            return
        field = self._fields[key]
        editor = field.editor
        if isinstance(editor, DateField) and (fault := editor.fault()):
            field.note(fault, Tone.WARN)
            return
        said, held = _said(editor), getattr(self._desk.report.details, key)
        if said != (held.isoformat() if isinstance(held, date) else held):
            self._desk.apply(SetDetail(key, said))

    def _take_picked(self) -> None:
        """Take a day picked from the calendar; typed ones wait until the field is left."""
        editor = self._fields[_DATE].editor
        if isinstance(editor, DateField) and not editor.line.hasFocus():
            self._take(_DATE)

    def _show(self) -> None:
        if self._desk.report.details == self._shown:
            return
        self._shown = self._desk.report.details
        for key, field in self._fields.items():
            value = getattr(self._desk.report.details, key)
            editor = field.editor
            editor.blockSignals(True)
            if isinstance(editor, DateField):
                if value is None:
                    editor.line.clear()
                elif editor.data() != value:
                    editor.set_day(value)
                self._find_deadline(field, editor)
            elif isinstance(editor, QLineEdit) and editor.text().strip() != value:
                editor.setText(value)
                editor.setCursorPosition(0)
            editor.blockSignals(False)

    def _find_deadline(self, field: NotedField, editor: DateField) -> None:
        meeting = editor.data()
        field.note(editor.fault(), Tone.WARN)

        def done(last: date | None) -> None:
            if last is not None:
                field.note(
                    self.tr("Publish by {day}: five clear days before.").format(day=day(last))
                )

        if meeting is not None:
            self._pool.run(lambda _: publish_by(meeting), owner=self, done=done)


def _said(editor: QWidget) -> str | None:
    if isinstance(editor, DateField):
        value = editor.data()
        return None if value is None else value.isoformat()
    return editor.text().strip() if isinstance(editor, QLineEdit) else None

"""Starting a report: which template, what its head says, where its file goes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from oscb_desktop.base.text import say
from oscb_desktop.operations.file.files import TemplateSummary, list_templates
from oscb_desktop.operations.writing.timetable import publish_by
from oscb_desktop.report.content.template import Field
from oscb_desktop.ui.widgets.choosers import REPORT_SUFFIX, Choosers
from oscb_desktop.ui.widgets.date_field import DateField
from oscb_desktop.ui.widgets.dates import day
from oscb_desktop.ui.widgets.look import quiet
from oscb_desktop.ui.widgets.noted_field import NotedField
from oscb_desktop.ui.widgets.paper_form import PaperForm, ReportPlace
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import Workers

_YEARS_BACK, _YEARS_AHEAD = 3, 1


@dataclass(frozen=True)
class NewReport:
    """What was asked for: fields by key, as text."""

    path: Path
    template: str
    settings: Mapping[str, str]


class NewReportPage(PaperForm):
    """``make_requested(NewReport)`` once everything required is there; ``cancelled`` on Escape."""

    make_requested = Signal(object)

    def __init__(self, workers: Workers, choosers: Choosers, folder: Path, today: date) -> None:
        super().__init__(
            say("New report"),
            say("&Make the report"),
        )
        self._workers = workers
        self._folder = folder
        self._today = today
        self._templates: tuple[TemplateSummary, ...] = ()
        self._fields: dict[str, NotedField] = {}
        self._asked: dict[str, Field] = {}
        self._untouched: set[str] = set()
        self.make_button.clicked.connect(self._make)
        self.template_box = QComboBox()
        self.template_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.template_box.currentIndexChanged.connect(self._show_fields)
        self._description = quiet("")
        # Qt measures "T" underlined too narrow: the last letter would be cut.
        label = self.label_for(self.template_box, self.tr("Tem&plate"))
        self.form.addRow(label, self.template_box)
        self.form.addRow("", self._description)
        self.place = ReportPlace(
            choosers, self.tr("The report, its returns and its history: one file.")
        )
        workers.parallel.run(lambda _: list_templates(), owner=self, done=self.show_templates)

    def show_templates(self, templates: Sequence[TemplateSummary]) -> None:
        """Offer these templates, the first one chosen."""
        self._templates = tuple(templates)
        self.template_box.clear()
        for template in templates:
            self.template_box.addItem(template.title, template.id)

    def _find_deadline(self, meeting: date | None) -> None:
        if meeting is not None:
            self._workers.parallel.run(
                lambda _: publish_by(meeting),
                owner=self,
                done=lambda deadline: self._show_deadline(meeting, deadline),
            )

    def _show_deadline(self, meeting: date, deadline: date | None) -> None:
        if deadline is None:
            return
        for field in self._fields.values():
            if isinstance(field.editor, DateField) and field.editor.data() == meeting:
                field.note(
                    self.tr("Publish by {day}: five clear days before.").format(day=day(deadline))
                )

    def field(self, key: str) -> NotedField:
        """Return a field of the form by its key; ``path`` is the file's place."""
        return self.place if key == "path" else self._fields[key]

    def data(self) -> dict[str, str]:
        """Return the fields of the report's head as they stand, by key."""
        return {key: _text_of(field.editor) for key, field in self._fields.items()}

    def _show_fields(self, index: int) -> None:
        """Show the head that the chosen template asks for."""
        if index < 0:
            return
        template = self._templates[index]
        self._description.setText(template.description)
        self._take_fields_out()
        self._asked = {field.key: field for field in template.fields}
        self._fields = {}
        self._untouched = {key for key, held in self._asked.items() if "{" in held.default}
        for asked in template.fields:
            self._add_field(asked)
        self.add_row(self.tr("&Save it as"), self.place)
        self._fill_untouched()
        blank = (field for field in self._fields.values() if not _text_of(field.editor))
        self.setFocusProxy(next(blank, self.place).editor)  # what only a person can tell

    def _take_fields_out(self) -> None:
        """Take out what another template asked for; the file's place is asked for by each."""
        while self.form.rowCount() > 2:
            last = self.form.takeRow(self.form.rowCount() - 1)
            for item in (last.labelItem, last.fieldItem):
                widget = item.widget() if item is not None else None
                if widget is not None and widget is not self.place:
                    widget.deleteLater()

    def _add_field(self, asked: Field) -> None:
        editor: QWidget
        if asked.kind == "date":
            editor = DateField()
            editor.changed.connect(self._find_deadline)
        elif asked.kind == "year":
            editor = self._year_box(asked.default)
        else:
            editor = QLineEdit(asked.default)
            editor.textEdited.connect(lambda: self._typed(asked.key))
        field = NotedField(editor)
        if isinstance(editor, DateField):
            editor.changed.connect(lambda: field.note(""))
        self._fields[asked.key] = field
        optional = "" if asked.required else self.tr(" (optional)")
        self.add_row(asked.label + optional, field)

    def _year_box(self, default: str) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        latest = self._today.year - (self._today.month < 4)
        for year in range(latest + _YEARS_AHEAD, latest - _YEARS_BACK - 1, -1):
            box.addItem(f"{year}-{(year + 1) % 100:02}")
        box.setCurrentText(default)
        return box

    def _typed(self, key: str) -> None:
        self._untouched.discard(key)
        self._fill_untouched()

    def _fill_untouched(self) -> None:
        """Fill the fields that follow others, as long as nobody has changed them."""
        values = {
            "year" if key == "reporting_year" else key: text for key, text in self.data().items()
        }
        for key in self._untouched:
            editor = self._fields[key].editor
            if isinstance(editor, QLineEdit):
                default = self._asked[key].default
                editor.setText(
                    re.sub(r"\{(\w+)\}", lambda blank: values.get(blank[1], blank[0]), default)
                )
        name = re.sub(r'[<>:"/\\|?*]+', " ", self.data().get("title", "")).strip(" .")
        self.place.suggest(self._folder / f"{name or 'report'}{REPORT_SUFFIX}")

    def _make(self) -> None:
        """Ask for the report, or say at each field what is missing."""
        first: NotedField | None = None
        for key, field in self._fields.items():
            missing = self._missing(key, field)
            if missing:
                field.note(missing, Tone.BLOCK)
                first = first or field
        path = self.place.path()
        if path is None:
            first = first or self.place
        if first is not None or path is None:
            (first or self.place).editor.setFocus()
            return
        template = self._templates[self.template_box.currentIndex()]
        settings = {key: text for key, text in self.data().items() if text}
        self.make_requested.emit(NewReport(path, template.id, settings))

    def _missing(self, key: str, field: NotedField) -> str:
        """Return what a field lacks, in words; "" where it lacks nothing."""
        asked = self._asked[key]
        editor = field.editor
        if isinstance(editor, DateField):
            if editor.is_blank():
                return self.tr("Say when the committee meets.") if asked.required else ""
            return editor.fault()
        text = _text_of(editor)
        if asked.required and not text:
            return self.tr("{field} is needed.").format(field=asked.label)
        if asked.kind == "year" and not re.fullmatch(r"\d{4}-\d{2}", text):
            return self.tr("'{text}' is not a year. Write it like 2025-26.").format(text=text)
        return ""


def _text_of(editor: QWidget) -> str:
    if isinstance(editor, DateField):
        chosen = editor.data()
        return chosen.isoformat() if chosen else ""
    if isinstance(editor, QComboBox):
        return editor.currentText().strip()
    return editor.text().strip() if isinstance(editor, QLineEdit) else ""

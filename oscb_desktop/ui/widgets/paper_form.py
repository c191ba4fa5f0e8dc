"""A form that is read like paper: what it is for, its fields, one main button and Cancel; and the
field for where a report's file goes.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.ui.widgets.choosers import REPORT_SUFFIX, Choosers
from oscb_desktop.ui.widgets.look import (
    GRID,
    PAGE_MARGIN,
    paper_scroll,
    quiet,
    show_on_paper,
    spaced,
    title,
)
from oscb_desktop.ui.widgets.noted_field import NotedField
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import Tone


class PaperForm(QWidget):
    """``cancelled`` on Escape or Cancel; ``make_button``, or Enter, is what the form is for."""

    cancelled = Signal()

    def __init__(self, heading: str, make: str, explanation: str = "") -> None:
        super().__init__()
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(2 * GRID)
        self.form.setVerticalSpacing(GRID)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.make_button = PrimaryButton(make)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancelled)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(title(heading))
        if explanation:
            column.addWidget(quiet(explanation))
        column.addLayout(self.form)
        column.addSpacing(GRID)
        column.addLayout(self._buttons())
        column.addStretch(1)
        scroll = paper_scroll()
        show_on_paper(scroll, side)
        outer = QVBoxLayout(self)
        spaced(outer)
        outer.addWidget(scroll)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.cancelled)

    def add_row(self, words: str, field: NotedField) -> None:
        """Add a field with its label; "&" marks the letter that goes to it."""
        label = self.label_for(field.editor, words)
        named = field.editor.focusProxy() or field.editor  # the line that has the focus
        for part in {field.editor, named}:
            part.setAccessibleName(words.replace("&", ""))
        self.form.addRow(label, field)
        parts = field.findChildren(QWidget)
        last = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus][-1]
        self.setTabOrder(last, self.make_button)
        self.setTabOrder(self.make_button, self.cancel_button)

    @staticmethod
    def label_for(editor: QWidget, words: str) -> QLabel:
        """Return what stands beside a field, level with its words."""
        label = QLabel(words)
        label.setBuddy(editor)
        label.setContentsMargins(0, 2, 0, 0)
        return label

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter makes what the form is for; on a button it presses that."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        held = self.focusWidget()
        (held if isinstance(held, QAbstractButton) else self.make_button).click()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        spaced(row)
        for button in (self.make_button, self.cancel_button):
            button.setMinimumSize(12 * GRID, 4 * GRID)
            row.addWidget(button)
        row.addStretch(1)
        return row


class ReportPlace(NotedField):
    """Where a report's file goes: suggested until somebody says so themselves."""

    def __init__(self, choosers: Choosers, explanation: str) -> None:
        self.line = QLineEdit()
        self.browse_button = QPushButton()
        super().__init__(self.line, explanation, self.browse_button)
        self._choosers = choosers
        self._own = False
        self.browse_button.setText(self.tr("&Browse…"))
        self.browse_button.clicked.connect(self._browse)
        self.line.textEdited.connect(lambda: self._keep())

    def suggest(self, path: Path) -> None:
        """Name a place, unless somebody has named one."""
        if not self._own:
            self.line.setText(str(path))

    def path(self) -> Path | None:
        """Return the place, with a report's suffix; None, and say so, where there is none."""
        path = Path(self.line.text().strip())
        if not path.name or not path.is_absolute():
            self.note(self.tr("Say in which folder the report goes."), Tone.BLOCK)
            return None
        if path.suffix.casefold() != REPORT_SUFFIX:
            path = path.with_name(path.name + REPORT_SUFFIX)
        return path

    def _keep(self) -> None:
        self._own = True
        self.note("")

    def _browse(self) -> None:
        chosen = self._choosers.report_to_save(Path(self.line.text()))
        if chosen is not None:
            self._keep()
            self.line.setText(str(chosen))

"""Sending a section to an officer: who writes, what is asked of them, and where the file goes."""

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.file.parts import PART_SUFFIX, send_section
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, spaced
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import Tone

_LINES = 4


class SendPanel(QWidget):
    """Opened by ``open_for(section)``; ``closed`` by Cancel, Escape, or once the file is there."""

    closed = Signal()

    def __init__(
        self, desk: Desk, messages: Messages, choosers: Choosers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._choosers = choosers
        self.section = QComboBox()
        self.section.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.section.view().setAccessibleName(self.tr("Sections of the report"))
        self.to = QLineEdit()
        self.to.setPlaceholderText(self.tr("name or post"))
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 2 * GRID)
        self.send = PrimaryButton(self.tr("&Make the file…"))
        self.send.clicked.connect(self._send)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.closed)
        self._lay_out()

    def open_for(self, section_id: str) -> None:
        """Start with a section; nothing written yet."""
        self.section.clear()
        for held in self._desk.report.sections:
            self.section.addItem(held.title, held.id)
        self.section.setCurrentIndex(max(self.section.findData(section_id), 0))
        self.to.clear()
        self.note.clear()

    def data(self) -> tuple[str, str, str]:
        """Return which section goes, to whom, and what is asked."""
        return (
            self.section.currentData() or "",
            self.to.text().strip(),
            self.note.toPlainText().strip(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(GRID // 2)
        for words, field in (
            (self.tr("&Section"), self.section),
            (self.tr("&To (optional)"), self.to),
            (self.tr("&What you ask of them (optional)"), self.note),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            form.addRow(label, field)
        buttons = QHBoxLayout()
        spaced(buttons)
        buttons.addWidget(self.send)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        spaced(column, margin=2 * GRID, gap=2 * GRID)
        column.addWidget(heading(self.tr("Send to an officer")))
        column.addWidget(
            quiet(
                self.tr(
                    "The file contains this section and the figures it shows, and nothing "
                    "else from the report. They write in this program, and send the file "
                    "back: drop it here to merge it."
                )
            )
        )
        column.addLayout(form)
        column.addLayout(buttons)
        column.addStretch(1)
        self.setFocusProxy(self.to)

    def _send(self) -> None:
        section, to, note = self.data()
        name = f"{self.section.currentText()}{f' for {to}' if to else ''}"
        name = re.sub(r'[<>:"/\\|?*]+', " ", name).strip(" .")
        folder = self._desk.snapshot.path.parent
        path = self._choosers.part_to_save(folder / f"{name or 'section'}{PART_SUFFIX}")
        if path is None:
            return
        self.send.setEnabled(False)

        def work(opened: Opened, _: Progress) -> Snapshot:
            send_section(opened, section, path, to=to, note=note)
            return take_snapshot(opened)

        if self._desk.read_only:
            self._desk.read(work, lambda _: self._finish(path, to), self._refuse)
        else:
            self._desk.act(work, lambda _: self._finish(path, to), self._refuse)

    def _finish(self, path: Path, to: str) -> None:
        self.send.setEnabled(True)
        whom = to or self.tr("the officer")
        self._messages.show(
            self.tr("{name} is ready to send.").format(name=path.name),
            self.tr("Send it to {whom}. When it comes back, drop it onto this window.").format(
                whom=whom
            ),
            tone=Tone.DONE,
            topic="sent",
        )
        self.closed.emit()

    def _refuse(self, error: OscbError) -> None:
        self.send.setEnabled(True)
        self._messages.error(error)

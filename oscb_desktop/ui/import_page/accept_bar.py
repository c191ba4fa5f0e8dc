"""The bottom of the import page: what would be taken, whether it adds up, Accept."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.base.text import counted
from oscb_desktop.operations.taking_in.imports import ImportPreview
from oscb_desktop.ui.import_page.file_import import FileImport, Stage
from oscb_desktop.ui.widgets.icons import give_icon
from oscb_desktop.ui.widgets.look import GRID, hairline, spaced
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone


class AcceptBar(QWidget):
    """Says why a file may not be accepted, or that it adds up; Undo step, the copy, Accept."""

    accept_requested = Signal(bool)  # in spite of warnings
    undo_requested = Signal()
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._in_spite = False
        self.totals = QLabel()
        self.totals.setWordWrap(True)
        self._totals_mark = MarkLabel(Tone.DONE)
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self._reason_mark = MarkLabel(Tone.BLOCK)
        self.accept_button = PrimaryButton("")
        self.accept_button.setMinimumHeight(4 * GRID)
        self.accept_button.clicked.connect(lambda: self.accept_requested.emit(self._in_spite))
        self.undo_button = QPushButton(self.tr("&Undo step"))
        give_icon(self.undo_button, "undo-2")
        self.undo_button.setToolTip(self.tr("Take back the last answer, choice or column"))
        self.undo_button.clicked.connect(self.undo_requested)
        self.copy_button = QPushButton(self.tr("Save a copy for the &partner…"))
        self.copy_button.setToolTip(
            self.tr("Their workbook, with each problem marked and explained")
        )
        self.copy_button.clicked.connect(self.copy_requested)
        for button in (self.undo_button, self.copy_button):
            button.setMinimumHeight(4 * GRID)
        said = QWidget()
        words = QVBoxLayout(said)
        spaced(words, gap=GRID // 2)
        for mark, label in ((self._totals_mark, self.totals), (self._reason_mark, self.reason)):
            label.setMinimumWidth(12 * GRID)  # it wraps
            line = QHBoxLayout()
            spaced(line)
            line.addWidget(mark)
            line.addWidget(label, 1)
            words.addLayout(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GRID, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(said, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self.copy_button)
        row.addWidget(self.accept_button)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a thin line above it."""
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), 1), hairline(self.palette()))

    def show_file(self, file: FileImport) -> None:
        """Show what accepting ``file`` means."""
        preview = file.preview
        reading = preview is not None and file.stage is Stage.READING
        shown = preview is not None and (reading or file.stage is Stage.READY)
        self.accept_button.setVisible(shown)
        self.undo_button.setVisible(shown or file.can_undo)
        self.undo_button.setEnabled(file.can_undo)
        self.copy_button.setVisible(shown and bool(preview is not None and preview.problems))
        if preview is None or not shown:
            self.totals.clear()
            self._say(Tone.NOTE, "")
            return
        if reading:
            self.accept_button.setEnabled(False)
            return
        self._show_totals(file)
        self._in_spite = bool(preview.warnings) and not preview.blocking
        self.accept_button.setText(self._words(preview.figures, preview.warnings, len(file.kept)))
        allowed = preview.acceptable(accept_warnings=True)
        self.accept_button.setEnabled(allowed)
        self._say(*self._reason(preview, len(file.doubts), allowed=allowed))
        self.accept_button.setAccessibleDescription(self.reason.text())

    def _reason(self, preview: ImportPreview, open_: int, *, allowed: bool) -> tuple[Tone, str]:
        """Return why a file cannot be accepted, "" where it can."""
        others = preview.blocking - open_
        if others > 0:
            words = counted(
                others,
                "1 problem must be put right before this can be accepted.",
                "{count} problems must be put right before this can be accepted.",
            )
            return Tone.BLOCK, words
        if open_:
            words = counted(
                open_,
                "1 question is open. Nothing is kept until it is answered.",
                "{count} questions are open. Nothing is kept until they are answered.",
            )
            return Tone.WARN, words
        if not allowed:
            return Tone.BLOCK, self.tr("There are no figures to accept.")
        return Tone.NOTE, ""

    def _words(self, count: int, warnings: int, kept: int) -> str:
        """Return what the button says."""
        if kept:
            return counted(kept, "&Accept, but keep 1 figure", "&Accept, but keep {count} figures")
        if not count:
            return self.tr("&Accept")
        words = counted(count, "&Accept 1 figure", "&Accept {count:,} figures")
        if self._in_spite:
            words += " " + counted(warnings, "despite 1 warning", "despite {count} warnings")
        return words

    def _show_totals(self, file: FileImport) -> None:
        """Say which totals were compared with their rows, and whether they add up."""
        compared = [table for table in file.tables if table.adds_up is not None]
        wrong = [table for table in compared if not table.adds_up]
        if wrong:
            tone = Tone.BLOCK
            words = self.tr("The total of {tables} does not add up.")
        else:
            tone = Tone.DONE
            words = self.tr("The totals add up: {tables}.")
        names = ", ".join(table.title for table in (wrong or compared))
        self.totals.setText(words.format(tables=names) if compared else "")
        self._totals_mark.set_tone(tone)

    def _say(self, tone: Tone, words: str) -> None:
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
        self._reason_mark.set_tone(tone)
        self._reason_mark.setVisible(bool(words))
        beside = not words and bool(self.totals.text())  # one line: what stands in the way first
        self.totals.setVisible(beside)
        self._totals_mark.setVisible(beside)

"""The bottom of the import page: what would be taken, whether it adds up, Accept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from oscb_desktop.base.text import counted
from oscb_desktop.ui.import_page.file_import import FileImport, Stage
from oscb_desktop.ui.widgets.look import GRID, spaced
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone


class AcceptBar(QWidget):
    """Says what a file would bring and why it may not be accepted, if it may not."""

    accept_requested = Signal(bool)  # in spite of warnings
    leave_requested = Signal()

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
        self.leave_button = QPushButton(self.tr("Cancel"))
        self.leave_button.setMinimumHeight(4 * GRID)
        self.leave_button.clicked.connect(self.leave_requested)
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
        spaced(row, gap=GRID)
        row.addWidget(said, 1)
        row.addWidget(self.accept_button)
        row.addWidget(self.leave_button)

    def show_file(self, file: FileImport) -> None:
        """Show what accepting ``file`` means."""
        self._show_totals(file)
        preview = file.preview if file.stage is Stage.READY else None
        self.accept_button.setVisible(preview is not None)
        if preview is None:
            self._say(Tone.NOTE, "")
            return
        self._in_spite = bool(preview.warnings) and not preview.blocking
        self.accept_button.setText(self._words(preview.figures, preview.warnings, len(file.kept)))
        allowed = preview.acceptable(accept_warnings=True)
        self.accept_button.setEnabled(allowed)
        if preview.blocking:
            reason = counted(
                preview.blocking,
                "1 problem must be put right before this can be accepted.",
                "{count} problems must be put right before this can be accepted.",
            )
            self._say(Tone.BLOCK, reason)
        elif not allowed:
            self._say(Tone.BLOCK, self.tr("There are no figures to accept."))
        else:
            self._say(Tone.NOTE, "")
        self.accept_button.setAccessibleDescription(self.reason.text())

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
        self._totals_mark.setVisible(bool(compared))
        self.totals.setVisible(bool(compared))

    def _say(self, tone: Tone, words: str) -> None:
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
        self._reason_mark.set_tone(tone)
        self._reason_mark.setVisible(bool(words))

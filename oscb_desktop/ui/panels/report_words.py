"""The report's own words, which spelling does not ask about: listed, and taken out again."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from oscb_desktop.editing.annotating import ForgetWord
from oscb_desktop.editing.touched import Touched
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, paper_scroll, spaced

_LINES = 6


class ReportWords(QWidget):
    """A button with how many there are, and the list under it; hidden while there are none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words: tuple[str, ...] = ()
        self.rows: list[LinkButton] = []
        self.open = QPushButton()
        self.open.setCheckable(True)
        self.open.setToolTip(self.tr("Words that nobody who opens this report is asked about"))
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        spaced(self._list, gap=GRID // 2)
        self._scroll: QScrollArea = paper_scroll()
        self._scroll.setWidget(self._inside)
        self._scroll.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES)
        self._scroll.hide()
        self.open.toggled.connect(self._scroll.setVisible)
        column = QVBoxLayout(self)
        spaced(column)
        column.setContentsMargins(GRID, 0, GRID, GRID)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._scroll)
        desk.changed.connect(self._follow)
        self._show()

    def data(self) -> tuple[str, ...]:
        """Return the words that are listed."""
        return self._words

    def _follow(self, _snapshot: object, _origin: object, touched: Touched) -> None:
        if touched.annotations:
            self._show()

    def _show(self) -> None:
        words = self._desk.report.annotations.words
        held = self.window().focusWidget() in self.rows
        self.setVisible(bool(words))
        self.open.setText(self.tr("This report's &words ({count})").format(count=len(words)))
        if words == self._words:
            return
        self._words = words
        while (item := self._list.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.hide()
                line.deleteLater()
        self.rows = [self._add(word) for word in words]
        self._list.addStretch(1)
        target = self.rows[0] if self.rows else self.parentWidget()
        if held and target is not None:
            target.setFocus()

    def _add(self, word: str) -> LinkButton:
        """Add a line to the list; return its button."""
        line = QWidget()
        row = QHBoxLayout(line)
        spaced(row)
        name = QLabel(word)
        name.setTextFormat(Qt.TextFormat.PlainText)
        take_out = LinkButton(self.tr("Remove"))
        take_out.setAccessibleName(self.tr("Remove {word}").format(word=word))
        take_out.setEnabled(not self._desk.text_only)
        take_out.clicked.connect(partial(self._take_out, word))
        row.addWidget(name, 1)
        row.addWidget(take_out)
        self._list.addWidget(line)
        return take_out

    def _take_out(self, word: str) -> None:
        self._desk.apply(ForgetWord(word))

"""The bar under the editor that finds words in the report, and replaces them when asked to."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTextEdit,
    QToolButton,
    QWidget,
)

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import counted
from oscb_desktop.editing.text import replacing
from oscb_desktop.editing.text.finding import Match, find_all
from oscb_desktop.editing.text.replacing import Replacement
from oscb_desktop.editing.text.wanted import Wanted
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.typing import TypingView
from oscb_desktop.ui.widgets.icons import give_icon
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.shapes import Tone, tint

_MOST_MARKED = 500


class FindBar(QFrame):
    """Words to find, how many there are, next and previous. Escape goes back to the text."""

    closed = Signal()

    def __init__(self, desk: Desk, view: TypingView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = view
        self._matches: list[Match] = []
        self._current = -1
        self._said = ""  # what came of replacing, until something else is looked for
        self.words = self._line(self.tr("Words to find"))
        self.words.textEdited.connect(self._search)
        self.by = self._line(self.tr("Words to put in their place"))
        self.match_case = QCheckBox(self.tr("Match &capitals"))
        self.whole_words = QCheckBox(self.tr("&Whole words"))
        self.pattern = QCheckBox(self.tr("Patter&n"))
        self.pattern.setToolTip(
            self.tr("A regular expression: \\d+ is a number, (a|b) is one of two")
        )
        for option in self._options:
            option.toggled.connect(self._search)
        self.count = QLabel()
        self.previous = self._button(self.tr("Previous"))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next = self._button(self.tr("Next"))
        self.next.clicked.connect(lambda: self.step(1))
        self.replace = self._button(self.tr("Replace"))
        self.replace.clicked.connect(self.replace_one)
        self.replace_all = self._button(self.tr("Replace all"))
        self.replace_all.clicked.connect(self.replace_every)
        self.dismiss = self._button("")
        give_icon(self.dismiss, "x")
        self.dismiss.setAccessibleName(self.tr("Close the find bar"))
        self.dismiss.setToolTip(self.tr("Close (Esc)"))
        self.dismiss.clicked.connect(self.close_bar)
        self._lay_out()
        self.hide()

    def open_bar(self, *, replacing: bool = False) -> None:
        """Show the bar with what is selected in it, and the line to replace with if asked for."""
        selected = self._view.textCursor().selectedText()
        if selected and "\u2029" not in selected and "\ufffc" not in selected:
            self.words.setText(selected)
        for part in self._second_row:
            part.setVisible(replacing and not self._desk.read_only)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and its marks."""
        self.hide()
        self._matches = []
        self._view.setExtraSelections([])
        self.closed.emit()

    def refresh(self) -> None:
        """Search again after the report has changed; the place is kept."""
        if self.isVisible():
            self._find()
            self._current = min(self._current, len(self._matches) - 1)
            self._mark()

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) place, round at the ends."""
        self._said = ""
        if self._matches:
            self._current = (self._current + by) % len(self._matches)
            self._show_current()
            self._mark()

    def replace_one(self) -> None:
        """Replace the place that is shown, and go to the next. A figure is left as it is."""
        if not 0 <= self._current < len(self._matches):
            return
        match = self._matches[self._current]
        try:
            behind = self._replaced(match)
        except OscbError as error:
            self._say_no(error)
            return
        if behind is None:
            self._said = self.tr("This is a figure or a heading: it stays as it is.")
            self._mark()
            return
        self._find()
        later = (n for n, held in enumerate(self._matches) if _order(held) >= behind)
        self._current = next(later, 0 if self._matches else -1)
        if self._matches:
            self._show_current()
        self._mark()

    def replace_every(self) -> None:
        """Replace the words everywhere in the report, as one act that can be undone."""
        what = Replacement(self._wanted(), self.by.text())
        words = what.wanted.words
        label = self.tr("Replace “{words}” with “{by}”").format(words=words, by=what.by)
        try:
            change, count = replacing.replace_all(self._desk.report, what, label)
            same = bool(what.found(what.by))
        except OscbError as error:
            self._say_no(error)
            return
        if change is not None:
            self._desk.apply(change, label)
        self._find()
        left = len(self._matches) if count else 0
        self._said = self.tr("Replaced {count}.").format(count=count)
        if left and not same:
            self._said += " " + counted(
                left,
                "1 left as it is, in figures or headings.",
                "{count} left as they are, in figures or headings.",
            )
        self._current = min(self._current, len(self._matches) - 1)
        self._mark()

    @property
    def _options(self) -> tuple[QCheckBox, ...]:
        return self.match_case, self.whole_words, self.pattern

    def data(self) -> tuple[int, int]:
        """Return which match is shown, from 1, and how many there are."""
        return self._current + 1, len(self._matches)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape, wherever in the bar one is."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Shift+Enter step, or replace."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if watched is self.by:
                self.replace_one()
            else:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step(-1 if back else 1)
            return True
        return super().eventFilter(watched, event)

    def _replaced(self, match: Match) -> tuple[int, int, int] | None:
        """Return the place after what was put in, so that it is not found again; None: refused."""
        what = Replacement(self._wanted(), self.by.text())
        label = self.tr("Replace")
        report, line = self._desk.report, self._view.report_document.faces[match.index].line
        if match.cell >= 0:
            change = replacing.replace_in_cell(report, line.block, match.cell, what)
            done = change is not None and self._desk.apply(change, label)
            return (match.index, match.start, match.cell + 1) if done else None
        start = self._view.report_document.spot_at(self._cursor(match).selectionStart())
        edit = replacing.replace_match(report, start, match.end, what, label)
        if edit is None or not self._view.perform(edit):
            return None
        return match.index, edit.caret.offset, -1

    def _say_no(self, error: OscbError) -> None:
        self._said = f"{error.message} {error.remedy}".strip()
        self._mark()

    def _wanted(self) -> Wanted:
        return Wanted(self.words.text(), *(option.isChecked() for option in self._options))

    def _find(self) -> None:
        """Look for the words; what is no pattern is found nowhere, and that is said."""
        try:
            self._matches = find_all(self._view.report_document.faces, self._wanted())
        except OscbError as error:
            self._matches = []
            self._said = error.message

    def _search(self) -> None:
        self._said = ""
        self._find()
        document = self._view.report_document
        caret = self._view.textCursor().selectionStart()
        at = (document.index_at(caret), document.spot_at(caret).offset)
        later = (n for n, match in enumerate(self._matches) if (match.index, match.start) >= at)
        self._current = next(later, 0 if self._matches else -1)
        if self._matches:
            self._show_current()
        self._mark()

    def _show_current(self) -> None:
        self._view.setTextCursor(self._cursor(self._matches[self._current]))
        self._view.ensureCursorVisible()

    def _mark(self) -> None:
        selections = []
        colour = tint(Tone.WARN, self.palette())
        for match in self._matches[:_MOST_MARKED]:
            held = QTextEdit.ExtraSelection()
            held.cursor = self._cursor(match)
            held.format.setBackground(colour)
            selections.append(held)
        self._view.setExtraSelections(selections)
        found = bool(self._matches)
        at = self.tr("{at} of {all}").format(at=self._current + 1, all=len(self._matches))
        told = at if found else self.tr("Not found")
        self.count.setText(self._said or (told if self.words.text() else ""))
        for button in (self.previous, self.next, self.replace, self.replace_all):
            button.setEnabled(found)

    def _cursor(self, match: Match) -> QTextCursor:
        block = self._view.report_document.findBlockByNumber(match.index)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + match.start)
        if match.cell < 0:  # a table's card is not selected: what is typed next would replace it
            cursor.setPosition(block.position() + match.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _lay_out(self) -> None:
        labels = []
        for text, line in ((self.tr("Fin&d"), self.words), (self.tr("Re&place with"), self.by)):
            label = QLabel(text)
            label.setBuddy(line)
            labels.append(label)
        first = QHBoxLayout()
        first.setSpacing(GRID)
        for widget in (self.previous, self.next, self.count):
            first.addWidget(widget)
        first.addStretch(1)
        first.addWidget(self.dismiss)
        options = QHBoxLayout()
        options.setSpacing(2 * GRID)
        for option in self._options:
            options.addWidget(option)
        options.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(GRID)
        second.addWidget(self.replace)
        second.addWidget(self.replace_all)
        second.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        for row, label, line, rest in (
            (0, labels[0], self.words, first),
            (2, labels[1], self.by, second),
        ):
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
            grid.addLayout(rest, row, 2)
        grid.addLayout(options, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self._second_row = (labels[1], self.by, self.replace, self.replace_all)
        order = (self.words, self.by, self.replace, self.replace_all, self.previous, self.next)
        for one, other in pairwise((*order, *self._options, self.dismiss)):
            self.setTabOrder(one, other)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setClearButtonEnabled(True)
        line.installEventFilter(self)
        return line

    def _button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAutoRaise(True)
        return button


def _order(match: Match) -> tuple[int, int, int]:
    return match.index, match.start, match.cell

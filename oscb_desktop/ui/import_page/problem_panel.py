"""The problems of a file with what helps to get through many: a filter, and what each means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base import catalogue
from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.ui.import_page.problem_list import ProblemList
from oscb_desktop.ui.widgets.look import GRID, quiet, scaled, spaced
from oscb_desktop.ui.widgets.tones import tone_of

_FEW = 4  # problems that are seen at a glance need no filter


class ProblemPanel(QWidget):
    """``chosen(problem)`` when a person goes to one; ``entered`` when to its cell, by Enter."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self.list = ProblemList()
        self.list.chosen.connect(self.chosen)
        self.list.pointed.connect(self._explain)
        self.list.entered_cell.connect(self.entered)
        self._build_filter()
        self._build_help()
        column = QVBoxLayout(self)
        spaced(column, gap=GRID)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self.help)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List these problems; what was filtered by stays."""
        self._problems = tuple(problems)
        self.filter.setVisible(len(problems) > _FEW or self._is_filtered())
        chosen = self.severity.currentData()
        with QSignalBlocker(self.severity):
            self.severity.clear()
            self.severity.addItem(self.tr("All ({count})").format(count=len(problems)), None)
            for severity in Severity:
                count = sum(held.severity is severity for held in problems)
                if count or severity == chosen:
                    words = self.tr("{word} ({count})")
                    words = words.format(word=tone_of(severity).word, count=count)
                    self.severity.addItem(words, severity)
            self.severity.setCurrentIndex(max(0, self.severity.findData(chosen)))
        self._show_filtered()

    def shown(self) -> tuple[Problem, ...]:
        """Return the problems that the filter lets through."""
        severity, words = self.severity.currentData(), self.words.text().casefold().split()
        return tuple(
            held
            for held in self._problems
            if (severity is None or held.severity == severity)
            and all(word in _text_of(held) for word in words)
        )

    def point_at(self, problem: Problem) -> None:
        """Make a problem current without going to its cell; a filter that hides it is taken off."""
        if problem in self._problems and problem not in self.shown():
            with QSignalBlocker(self.words), QSignalBlocker(self.severity):
                self.words.clear()
                self.severity.setCurrentIndex(0)
            self._show_filtered()
        self.list.point_at(problem)

    def step(self, by: int = 1) -> None:
        """Go to the next problem that is shown, from the last to the first again."""
        self.list.step(by)

    def _build_filter(self) -> None:
        self.severity = QComboBox()
        self.severity.setAccessibleName(self.tr("Which problems"))
        self.severity.currentIndexChanged.connect(self._show_filtered)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Filter by words or cell"))
        self.words.setAccessibleName(self.tr("Filter the problems"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._show_filtered)
        self.filter = QWidget()
        row = QHBoxLayout(self.filter)
        spaced(row)
        row.setContentsMargins(0, GRID, 0, 0)
        row.addWidget(self.severity)
        row.addWidget(self.words, 1)

    def _build_help(self) -> None:
        self.help = QFrame()
        self.help.setFrameShape(QFrame.Shape.StyledPanel)
        self._title = QLabel()
        self._title.setFont(scaled(self._title.font(), 1.0, bold=True))
        self._help_words = quiet("")
        self._code = QLabel()
        self._code.setFont(scaled(self._code.font(), 0.85))
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QVBoxLayout(self.help)
        spaced(inside, margin=GRID, gap=GRID // 2)
        for label in (self._title, self._help_words, self._code):
            inside.addWidget(label)
        self.help.hide()

    def _is_filtered(self) -> bool:
        return self.severity.currentData() is not None or bool(self.words.text())

    def _show_filtered(self) -> None:
        self.list.show_problems(self.shown())
        self.help.hide()

    def _explain(self, problem: Problem) -> None:
        """Say what a problem means, beyond its one sentence."""
        title, said = catalogue.title(problem.code), catalogue.explanation(problem.code)
        self._title.setText(title)
        self._help_words.setText(said)
        self._code.setText(problem.code)
        self.help.setAccessibleName(f"{title}. {said}")
        self.help.setVisible(bool(said))


def _text_of(problem: Problem) -> str:
    place = problem.place
    words = (place.sheet, place.cell, problem.message, problem.remedy, problem.code)
    return " ".join(words).casefold()

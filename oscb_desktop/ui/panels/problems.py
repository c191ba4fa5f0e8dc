"""Problems as a list: what is wrong, and what to do."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from oscb_desktop.base.problems import Problem
from oscb_desktop.ui.widgets.panel_rows import SECOND_ROLE, TONE_ROLE
from oscb_desktop.ui.widgets.tones import tone_of

_NO_INDEX = QModelIndex()


class ProblemModel(QAbstractListModel):
    """Problems as rows: what is wrong, and what to do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """List these problems."""
        if problems != self._problems:
            self.beginResetModel()
            self._problems = problems
            self.endResetModel()

    def problem(self, row: int) -> Problem | None:
        """Return the problem of a row."""
        return self._problems[row] if 0 <= row < len(self._problems) else None

    def rowCount(self, parent: QModelIndex = _NO_INDEX) -> int:  # type: ignore[override]
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._problems)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # type: ignore[override]
        """Return what is wrong, the remedy with the place, or the tone."""
        problem = self.problem(index.row()) if index.isValid() else None
        if problem is None:
            return None
        tone = tone_of(problem.severity)
        if role == Qt.ItemDataRole.DisplayRole:
            return problem.message
        if role == SECOND_ROLE:
            where = problem.place.section
            told = not where or where in problem.message
            return problem.remedy if told else f"{where}. {problem.remedy}"
        if role == TONE_ROLE:
            return tone
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tone.word}: {problem.message} {problem.remedy}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{tone.word} ({problem.code})"
        return None

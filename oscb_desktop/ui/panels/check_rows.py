"""The rows of the checks panel: problems in groups by what they stop, then what was set aside."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.operations.writing.checking import CheckResult
from oscb_desktop.report.content.waivers import Waived
from oscb_desktop.ui.widgets.dates import day
from oscb_desktop.ui.widgets.look import GRID, hairline, scaled
from oscb_desktop.ui.widgets.panel_rows import SECOND_ROLE, TONE_ROLE, RowDelegate
from oscb_desktop.ui.widgets.tones import Tone, tone_of

_NO_INDEX = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex

Row = str | Problem | Waived


class CheckModel(QAbstractListModel):
    """Headings of groups, problems and waived problems, one a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show_result(self, result: CheckResult) -> bool:
        """List what a check found; return whether that is anything new."""
        rows = self._grouped(result)
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def problem(self, row: int) -> Problem | None:
        """Return the problem of a row, also one set aside; None for a heading."""
        held = self._rows[row] if 0 <= row < len(self._rows) else None
        if isinstance(held, Waived):
            return held.problem
        return held if isinstance(held, Problem) else None

    def waived(self, row: int) -> Waived | None:
        """Return what was set aside in a row."""
        held = self._rows[row] if 0 <= row < len(self._rows) else None
        return held if isinstance(held, Waived) else None

    def standing(self) -> list[int]:
        """Return the rows of the problems that stand, in order."""
        return [row for row, held in enumerate(self._rows) if isinstance(held, Problem)]

    def peers(self, problem: Problem) -> list[int]:
        """Return the rows of the problems that stand of the same kind at the same place."""
        return [row for row in self.standing() if _is_peer(self._rows[row], problem)]

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that headings cannot be chosen."""
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is wrong and what to do, who set it aside, or a group's heading."""
        held = self._rows[index.row()] if index.isValid() else None
        if isinstance(held, str):
            spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return held if role in spoken else None
        if held is None:
            return None
        problem = held.problem if isinstance(held, Waived) else held
        tone = Tone.DONE if isinstance(held, Waived) else tone_of(problem.severity)
        second = self._second(held)
        if role == Qt.ItemDataRole.DisplayRole:
            return problem.message
        if role == SECOND_ROLE:
            return second
        if role == TONE_ROLE:
            return tone
        if role == Qt.ItemDataRole.AccessibleTextRole:
            word = self.tr("Set aside") if isinstance(held, Waived) else tone.word
            return f"{word}: {problem.message} {second}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return problem.code
        return None

    def _second(self, held: Problem | Waived) -> str:
        if isinstance(held, Waived):
            waiver = held.waiver
            return self.tr("“{reason}” {by}, {day}").format(
                reason=waiver.reason, by=waiver.by, day=day(waiver.at.date())
            )
        where = held.place.section
        told = not where or where in held.message
        return held.remedy if told else f"{where}. {held.remedy}"

    def _grouped(self, result: CheckResult) -> list[Row]:
        rows: list[Row] = []
        titles = {
            Severity.BLOCK: self.tr("Stops a final export"),
            Severity.WARN: self.tr("Look at before you publish"),
            Severity.NOTE: self.tr("Good to know"),
        }
        for severity, title in titles.items():
            found = [held for held in result.problems if held.severity is severity]
            rows.extend(_group(title, found))
        rows.extend(_group(self.tr("Set aside"), result.waived))
        return rows


class CheckDelegate(RowDelegate):
    """Paints the headings of groups among the rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the room a row needs."""
        if not _is_heading(index):
            return super().sizeHint(option, index)
        return QSize(20 * GRID, option.fontMetrics.height() + 3 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row."""
        if not _is_heading(index):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setFont(scaled(option.font, 1.0, bold=True))
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        area = option.rect.adjusted(GRID, GRID, -GRID, -GRID // 2)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(area, align, index.data(Qt.ItemDataRole.DisplayRole))
        painter.setPen(hairline(option.palette))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()


def _is_peer(held: Row, problem: Problem) -> bool:
    return isinstance(held, Problem) and (held.code, held.place) == (problem.code, problem.place)


def _is_heading(index: _Index) -> bool:
    return not index.flags() & Qt.ItemFlag.ItemIsSelectable


def _group(title: str, held: Sequence[Problem | Waived]) -> list[Row]:
    return [f"{title} ({len(held)})", *held] if held else []

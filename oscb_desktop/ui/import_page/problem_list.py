"""The problems of a file as a list: shape, word, cell, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from oscb_desktop.base.problems import Problem
from oscb_desktop.ui.widgets.look import GRID, scaled
from oscb_desktop.ui.widgets.rows import Ground, Index, PaintedRows
from oscb_desktop.ui.widgets.shapes import tone_of

ProblemRole = Qt.ItemDataRole.UserRole + 1

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


class ProblemModel(QAbstractListModel):
    """Problems in the order given."""

    def __init__(self, problems: Sequence[Problem], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems = tuple(problems)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._problems)

    def problem(self, index: Index) -> Problem:
        """Return the problem of a row."""
        return self._problems[index.row()]

    def row_of(self, problem: Problem) -> int:
        """Return the row of a problem, -1 where it is not listed."""
        return self._problems.index(problem) if problem in self._problems else -1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a problem's words, or the problem itself."""
        if not index.isValid():
            return None
        problem = self.problem(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{_title(problem)}. {problem.message} {problem.remedy}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return problem.code
        return problem if role == ProblemRole else None


class ProblemList(QListView):
    """``chosen(problem)`` when a person goes to one, by click or by key."""

    chosen = Signal(object)
    pointed = Signal(object)  # also where nobody goes anywhere
    entered_cell = Signal()  # Enter: to the cell that the current problem is at

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_ProblemDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Problems"))
        self._quiet = False

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List these problems."""
        before = self.model()
        self._quiet = True
        self.setModel(ProblemModel(problems, self))
        self._quiet = False
        if before is not None:
            before.deleteLater()

    def point_at(self, problem: Problem) -> None:
        """Make a problem current without going anywhere."""
        model = self.model()
        row = model.row_of(problem) if isinstance(model, ProblemModel) else -1
        if row >= 0:
            self._quiet = True
            self.setCurrentIndex(model.index(row, 0))
            self._quiet = False

    def step(self, by: int = 1) -> None:
        """Go to the next problem, from the last to the first again."""
        model = self.model()
        count = model.rowCount() if model is not None else 0
        if count:
            row = self.currentIndex().row()
            row = (row + by) % count if row >= 0 else 0
            self.setCurrentIndex(model.index(row, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell where the person went."""
        super().currentChanged(current, previous)
        model = self.model()
        if not current.isValid() or not isinstance(model, ProblemModel):
            return
        self.pointed.emit(model.problem(current))
        if not self._quiet:
            self.chosen.emit(model.problem(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the sheet on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_cell.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the texts anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _ProblemDelegate(PaintedRows):
    """Paints a problem over as many lines as it needs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the wrapped text at the list's width."""
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 40 * GRID
        _, height = self._texts(option.font, index.data(ProblemRole), width)
        return QSize(width, height)

    def paint_row(self, painter: QPainter, ground: Ground, index: Index) -> None:
        """Paint mark, title, message and remedy."""
        problem = index.data(ProblemRole)
        area = ground.area
        side = ground.metrics.height()
        box = QRectF(area.left() + GRID, area.top() + GRID, side, side).adjusted(1, 1, -1, -1)
        ground.paint_mark(painter, tone_of(problem.severity), box)
        texts, _ = self._texts(ground.font, problem, area.width())
        left, wide = area.left() + side + 2 * GRID, self._width(side, area.width())
        top = area.top() + GRID
        for text, height, bold in texts:
            painter.setFont(scaled(ground.font, 1.0, bold=bold))
            painter.drawText(QRect(left, top, wide, height), _WRAP, text)
            top += height

    def _width(self, side: int, width: int) -> int:
        return max(8 * GRID, width - side - 3 * GRID)

    def _texts(
        self, base: QFont, problem: Problem, width: int
    ) -> tuple[list[tuple[str, int, bool]], int]:
        """Return the lines with their heights, and the height of all."""
        plain = QFontMetrics(base)
        inside = self._width(plain.height(), width)
        texts: list[tuple[str, int, bool]] = []
        for text, bold in (
            (_title(problem), True),
            (problem.message, False),
            (problem.remedy, False),
        ):
            if text:
                metrics = QFontMetrics(scaled(base, 1.0, bold=True)) if bold else plain
                box = metrics.boundingRect(QRect(0, 0, inside, 10_000), int(_WRAP), text)
                texts.append((text, box.height(), bold))
        return texts, sum(height for _, height, _ in texts) + 2 * GRID


def _title(problem: Problem) -> str:
    place = problem.place
    where = ", ".join(part for part in (place.sheet, place.cell) if part)
    word = tone_of(problem.severity).word
    return f"{word} · {where}" if where else word

"""The outline's list: unfolds sections, and is where sections and blocks are dragged."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QPoint,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QFrame, QTreeView, QWidget

from oscb_desktop.ui.outline.delegate import OutlineDelegate
from oscb_desktop.ui.outline.model import OutlineModel
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.rows import Index

_UNFOLD_MS = 600  # over a folded section while dragging
_FADED = 0.6  # of the picture of what is dragged
_EDGE = 0.35  # of a section's row: above it belongs to the section before


@dataclass(frozen=True)
class Gap:
    """Where something would be dropped: before the ``index``-th of a section's blocks, or of the
    sections where ``section`` is "". ``mark`` is where that is in the viewport, in px.
    """

    section: str
    index: int
    mark: QRect


class OutlineTree(QTreeView):
    """``dropped(thing, section, index)``; ``may_drop`` says which gap takes which thing."""

    dropped = Signal(str, str, int)

    def __init__(
        self,
        model: OutlineModel,
        may_drop: Callable[[str, Gap], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._may_drop = may_drop
        self._gap: Gap | None = None
        self.setModel(model)
        model.renumbered.connect(self.viewport().update)
        self.setItemDelegate(OutlineDelegate(self))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(2 * GRID)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)  # a double click only chooses twice
        self.setDragDropMode(QTreeView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(False)  # the gap is painted here
        self.setAutoExpandDelay(_UNFOLD_MS)

    @property
    def gap(self) -> Gap | None:
        """Where what is dragged now would go, None where it may not."""
        return self._gap

    def gap_at(self, point: QPoint, thing: str) -> Gap | None:
        """Return the gap under a point for a section or a block, None where there is none."""
        if self._model.block_at(self._model.index_of(thing)) is None:
            return self._section_gap(point)
        return self._block_gap(point)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        """Drag the chosen row, its picture beside the pointer so that the gap is seen."""
        index = self.currentIndex()
        if not self._model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled:
            return
        picture = self.viewport().grab(self.visualRect(index))
        faded = QPixmap(picture.size())
        faded.setDevicePixelRatio(picture.devicePixelRatio())
        faded.fill(Qt.GlobalColor.transparent)
        painter = QPainter(faded)
        painter.setOpacity(_FADED)
        painter.drawPixmap(0, 0, picture)
        painter.end()
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData([index]))
        drag.setPixmap(faded)
        drag.setHotSpot(QPoint(-2 * GRID, -GRID))
        drag.exec(supportedActions)
        self._show_gap(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what this outline gave."""
        super().dragEnterEvent(event)
        event.setAccepted(bool(self._model.dragged(event.mimeData())))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show the gap; scroll at the edges and unfold what is hovered over."""
        super().dragMoveEvent(event)
        thing = self._model.dragged(event.mimeData())
        gap = self.gap_at(event.position().toPoint(), thing) if thing else None
        self._show_gap(gap if gap is not None and self._may_drop(thing, gap) else None)
        event.setDropAction(Qt.DropAction.MoveAction)
        event.setAccepted(self._gap is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show no gap any more."""
        super().dragLeaveEvent(event)
        self._show_gap(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move. The rows follow the report: the view has nothing to take out."""
        thing, gap = self._model.dragged(event.mimeData()), self._gap
        self._show_gap(None)
        self.stopAutoScroll()
        self.setState(QTreeView.State.NoState)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if gap is not None and thing:
            self.dropped.emit(thing, gap.section, gap.index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and where something would be dropped."""
        super().paintEvent(event)
        if self._gap is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
        mark = self._gap.mark
        if mark.height() > 0:
            painter.drawRoundedRect(mark.adjusted(1, 1, -1, -1), 4, 4)
            return
        painter.drawEllipse(QPoint(mark.left() + 4, mark.top()), 3, 3)
        painter.drawLine(mark.left() + 7, mark.top(), mark.right(), mark.top())

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint the arrow that unfolds a section, so that it is seen on a chosen row as well."""
        roles = QPalette.ColorRole
        painter.fillRect(rect, self.palette().window())  # what is chosen is the row's words
        if not self._model.rowCount(index):
            return
        ink = self.palette().color(roles.Text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1.4))
        middle = QPointF(rect.right() - self.indentation() / 2 + 1, rect.center().y() + 0.5)
        side = GRID * 0.45
        across, down = QPointF(side / 2, 0), QPointF(0, side)
        if self.isExpanded(index):
            across, down = QPointF(0, side / 2), QPointF(side, 0)
        painter.drawPolyline(
            QPolygonF([middle - across - down, middle + across, middle - across + down])
        )
        painter.restore()

    def _show_gap(self, gap: Gap | None) -> None:
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def _section_gap(self, point: QPoint) -> Gap | None:
        """Return the gap between two sections that is nearest: before or after all of one."""
        index = self.indexAt(point)
        top = index.parent() if index.parent().isValid() else index
        count = self._model.rowCount() - 1
        if not top.isValid():
            return Gap("", count, self._line(self._bottom(count)))
        row = top.row()
        above, below = self.visualRect(top).top(), self._bottom(row)
        if row > 0 and point.y() < (above + below) / 2:
            return Gap("", row - 1, self._line(above))
        return Gap("", row, self._line(below))

    def _block_gap(self, point: QPoint) -> Gap | None:
        """Return the gap between two blocks, or a folded section as a whole: its end."""
        index = self.indexAt(point)
        if not index.isValid():
            return self._end_of(self._model.rowCount() - 1)
        area = self.visualRect(index)
        into = (point.y() - area.top()) / max(area.height(), 1)
        section = self._model.section_at(index)
        if section is None:
            return None
        if self._model.block_at(index) is not None:
            after = into > 0.5
            edge = area.bottom() + 1 if after else area.top()
            return Gap(section.id, index.row() + after, self._line(edge, deep=True))
        if into < _EDGE and index.row() > 1:
            return self._end_of(index.row() - 1)
        if self.isExpanded(index) and section.blocks:
            return Gap(section.id, 0, self._line(area.bottom() + 1, deep=True))
        return self._end_of(index.row())

    def _end_of(self, row: int) -> Gap | None:
        """Return the gap after the last block of the section in a row."""
        index = self._model.index(row)
        section = self._model.section_at(index)
        if section is None:
            return None
        count = len(section.blocks)
        if count and self.isExpanded(index):
            return Gap(section.id, count, self._line(self._bottom(row), deep=True))
        area = self.visualRect(index)
        return Gap(section.id, count, QRect(0, area.top(), self._wide(), area.height()))

    def _bottom(self, row: int) -> int:
        """Return where a section's last row that is shown ends, in px."""
        index = self._model.index(row)
        count = self._model.rowCount(index)
        last = self._model.index(count - 1, 0, index) if self.isExpanded(index) and count else index
        return self.visualRect(last).bottom() + 1

    def _line(self, top: int, *, deep: bool = False) -> QRect:
        left = self.indentation() * 2 if deep else 2
        return QRect(left, max(top, 1), self._wide() - left, 0)

    def _wide(self) -> int:
        return self.viewport().width()

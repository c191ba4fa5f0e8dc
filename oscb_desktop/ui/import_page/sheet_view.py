"""The table of a return as it will be taken: marked cells, drop-downs in the header."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from oscb_desktop.base.problems import Problem
from oscb_desktop.operations.taking_in.showing import CellRole
from oscb_desktop.ui.import_page.mapping_header import MappingHeader
from oscb_desktop.ui.import_page.sheet_model import PartRole, SheetModel, ToneRole
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.shapes import Tone, colour, paint_mark

_MARK = 12
_FRAME = 2  # px
_FEW = 3  # columns, which may be twice as wide as
_WIDEST = 30 * GRID  # px at first; a person can widen it
_MEASURED_ROWS = 60  # a column's width is that of its first rows


class SheetView(QTableView):
    """``cell_chosen(problems)`` when the current cell changes; ``mapped`` as in its header."""

    cell_chosen = Signal(object)
    mapped = Signal(str, str)
    problem_wanted = Signal()  # Enter: to the problem at the current cell

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = MappingHeader(self)
        self._header.mapped.connect(self.mapped)
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(_MarkingDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(False)
        rows = self.verticalHeader()
        rows.setHighlightSections(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + GRID + GRID // 2)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(self.tr("The table as it will be imported"))
        self.setAccessibleDescription(
            self.tr(
                "Alt+Down changes what the current column is used for. Enter goes to the "
                "problem in the current cell."
            )
        )

    @property
    def header(self) -> MappingHeader:
        """The header with the drop-downs."""
        return self._header

    def show_model(self, model: SheetModel) -> None:
        """Show a table, its columns as wide as their first rows need."""
        before, at = self.model(), self.currentIndex()
        top, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        self.setModel(model)
        if before is not None:
            before.deleteLater()
        same = isinstance(before, SheetModel) and before.sheet.name == model.sheet.name
        if same and before.columnCount() == model.columnCount():
            self.setCurrentIndex(model.index(at.row(), at.column()))
            self.verticalScrollBar().setValue(top)
            self.horizontalScrollBar().setValue(left)
            return
        self._header.setResizeContentsPrecision(_MEASURED_ROWS)
        self.resizeColumnsToContents()
        widest = _WIDEST if model.columnCount() > _FEW else 2 * _WIDEST
        for section in range(model.columnCount()):
            if self.columnWidth(section) > widest:
                self.setColumnWidth(section, widest)
        if model.rowCount() and model.columnCount():
            tables = model.sheet.tables
            row = model.sheet.row_index(tables[0].header_row) if tables else 0
            self.setCurrentIndex(model.index(max(row, 0), 0))
            self.scrollToTop()

    def go_to(self, cell: str) -> bool:
        """Make a cell current, in the middle of the view; return whether it is shown here."""
        model = self.model()
        index = model.index_of(cell) if isinstance(model, SheetModel) else QModelIndex()
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Say what is wrong at the cell that is now current."""
        super().currentChanged(current, previous)
        model = self.model()
        found: tuple[Problem, ...] = ()
        if isinstance(model, SheetModel) and current.isValid():
            found = model.problems_at(current)
            model.show_table_of(current)
        self.cell_chosen.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the column's drop-down on Alt+Down."""
        if (
            event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
            and self.currentIndex().isValid()
        ):
            self._header.open_menu(self.currentIndex().column())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.problem_wanted.emit()
            return
        super().keyPressEvent(event)


class _MarkingDelegate(QStyledItemDelegate):
    """Paints a cell's mark at its edge, the frame of one in doubt, the ring of the current one."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the cell as its role has it; the current one keeps its ground within a ring."""
        held = QStyleOptionViewItem(option)
        view: QTableView = option.widget  # type: ignore[attr-defined]
        is_current = view.currentIndex() == index
        held.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)  # type: ignore[attr-defined]
        super().paint(painter, held, index)
        area, palette = QRectF(held.rect), view.palette()  # type: ignore[attr-defined]
        if index.data(PartRole) is CellRole.IN_DOUBT:
            inset = 3 if is_current else 1
            _frame(painter, area.adjusted(inset, inset, -inset, -inset), colour(Tone.WARN, palette))
        tone = index.data(ToneRole)
        if tone is not None:
            self._paint_mark(painter, Tone(tone), area, index, palette)
        if is_current:
            _frame(
                painter, area.adjusted(1, 1, -1, -1), palette.color(QPalette.ColorRole.Highlight)
            )

    def _paint_mark(
        self,
        painter: QPainter,
        tone: Tone,
        area: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        palette: QPalette,
    ) -> None:
        box = QRectF(0, 0, _MARK, _MARK)
        box.moveCenter(area.center())
        if index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight:
            box.moveLeft(area.left() + 5)
        else:
            box.moveRight(area.right() - 5)
        paint_mark(painter, tone, box, palette)


def _frame(painter: QPainter, area: QRectF, ink: QColor) -> None:
    pen = QPen(ink, _FRAME)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawRect(area)
    painter.restore()

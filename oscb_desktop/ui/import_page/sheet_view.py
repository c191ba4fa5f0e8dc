"""The table of a return as it will be taken: marked cells, drop-downs in the header."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from oscb_desktop.base.problems import Problem
from oscb_desktop.operations.taking_in.showing import CellRole
from oscb_desktop.ui.import_page.mapping_header import MappingHeader
from oscb_desktop.ui.import_page.sheet_model import Look, SheetModel, ToneRole
from oscb_desktop.ui.widgets.frames import ring_ink
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.widgets.shapes import Tone, colour, paint_mark

_MARK = 12
_FRAME = 2  # px
_INSIDE = 9  # px between a cell's edge and its words
_SHORT = 200  # letters; no cell is wide enough for more
_FEW = 3  # columns, which may be twice as wide as
_WIDEST = 30 * GRID  # px at first; a person can widen it
_MANY = 1_000  # rows, which no window is high enough for
_MEASURED_ROWS = 60  # a column's width is that of its first rows


class SheetView(QTableView):
    """``cell_chosen(problems)`` when the current cell changes; ``mapped`` as in its header."""

    cell_chosen = Signal(object)
    mapped = Signal(str, str)
    problem_wanted = Signal()  # Enter: to the problem at the current cell
    correction_wanted = Signal()  # F2 or a double click: the current cell is wrong
    total_wanted = Signal(int)  # a row, from 1, is a total
    leave_out_wanted = Signal(str)  # a range of the sheet
    fill_down_wanted = Signal(str)  # a column, by its letter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._natural: list[int] = []  # each column's width, as its first rows need it
        self._shared = -1  # px that were shared out among them
        self._header = MappingHeader(self)
        self._header.mapped.connect(self.mapped)
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(_MarkingDelegate(self))
        self.doubleClicked.connect(lambda: self.correction_wanted.emit())
        self.menu: QMenu | None = None
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
        rows.setMinimumWidth(5 * GRID)
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
            self._fill()
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
        self._shared = -1
        self._natural = [self.columnWidth(at) for at in range(model.columnCount())]
        self._fill()
        if model.rowCount() and model.columnCount():
            tables = model.sheet.tables
            row = model.sheet.row_index(tables[0].header_row) if tables else 0
            self.setCurrentIndex(model.index(max(row, 0), 0))
            self.scrollToTop()

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the width that there is."""
        super().showEvent(event)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width that there is."""
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        """Share out the width that the columns do not need, and be no higher than the rows."""
        count, model = len(self._natural), self.model()
        spare = self.viewport().width() - sum(self._natural)
        if not count or model is None or not self.isVisible():
            return
        rows = min(model.rowCount(), _MANY) * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height() if spare < 0 else 0
        edges = 2 * self.frameWidth() + self._header.sizeHint().height() + bar
        self.setMaximumHeight(rows + edges)
        if spare != self._shared:
            self._shared = spare
            for section, width in enumerate(self._natural):
                self.setColumnWidth(section, width + max(spare, 0) // count)

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
        if event.key() == Qt.Key.Key_F2:
            self.correction_wanted.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.problem_wanted.emit()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be said of a cell, its row and its column."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        model = self.model()
        if not index.isValid() or not isinstance(model, SheetModel):
            return
        self.setCurrentIndex(index)
        row, letter = model.sheet.row_numbers[index.row()], model.column(index.column()).letter
        menu = QMenu(self)
        menu.addAction(
            self.tr("&Correct {cell}…\tF2").format(cell=model.cell(index)),
            self.correction_wanted.emit,
        )
        menu.addSeparator()
        menu.addAction(
            self.tr("Row {row} is a &total").format(row=row), partial(self.total_wanted.emit, row)
        )
        for words, left_out in (
            (self.tr("&Leave out row {row}").format(row=row), f"{row}:{row}"),
            (self.tr("Leave out c&olumn {letter}").format(letter=letter), f"{letter}:{letter}"),
            (self.tr("Leave out this c&ell"), model.cell(index)),
        ):
            menu.addAction(words, partial(self.leave_out_wanted.emit, left_out))
        menu.addSeparator()
        menu.addAction(
            self.tr("&Fill empty cells of column {letter} from above").format(letter=letter),
            partial(self.fill_down_wanted.emit, letter),
        )
        self.menu = menu
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))


class _MarkingDelegate(QStyledItemDelegate):
    """Paints a cell's mark at its edge, the frame of one in doubt, the ring of the current one."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room that the words need, and some beside them."""
        size = super().sizeHint(option, index)
        mark = _MARK if index.data(ToneRole) is not None else 0
        return QSize(size.width() + 2 * _INSIDE + mark, size.height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the cell as its role has it; the current one keeps its ground within a ring."""
        model = index.model()
        if not isinstance(model, SheetModel):
            super().paint(painter, option, index)
            return
        look = model.look(index)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        is_current = self._view.currentIndex() == index
        # Over what the view itself paints under a cell that is chosen.
        painter.fillRect(rect, look.ground or palette.color(QPalette.ColorRole.Base))
        if look.words:
            self._paint_words(painter, look, option, rect, palette)
        area = QRectF(rect)
        if look.part is CellRole.IN_DOUBT:
            inset = 3 if is_current else 1
            _frame(painter, area.adjusted(inset, inset, -inset, -inset), colour(Tone.WARN, palette))
        if look.tone is not None:
            self._paint_mark(painter, look, area, palette)
        if is_current:
            _frame(painter, area.adjusted(1, 1, -1, -1), ring_ink(palette))

    def _paint_words(
        self,
        painter: QPainter,
        look: Look,
        option: QStyleOptionViewItem,
        rect: QRect,
        palette: QPalette,
    ) -> None:
        font: QFont = look.font or option.font  # type: ignore[attr-defined]
        mark = _MARK if look.tone is not None else 0
        is_right = bool(look.aligned & Qt.AlignmentFlag.AlignRight)
        room = rect.adjusted(
            _INSIDE + (mark if is_right else 0), 0, -_INSIDE - (0 if is_right else mark), 0
        )
        painter.setFont(font)
        painter.setPen(look.ink or palette.color(QPalette.ColorRole.Text))
        text = look.words.replace("\n", " ")
        metrics = painter.fontMetrics()
        if len(text) > _SHORT or metrics.horizontalAdvance(text) > room.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, look.aligned, text)

    def _paint_mark(self, painter: QPainter, look: Look, area: QRectF, palette: QPalette) -> None:
        box = QRectF(0, 0, _MARK, _MARK)
        box.moveCenter(area.center())
        if look.aligned & Qt.AlignmentFlag.AlignRight:
            box.moveLeft(area.left() + 5)
        else:
            box.moveRight(area.right() - 5)
        paint_mark(painter, look.tone or Tone.NOTE, box, palette)


def _frame(painter: QPainter, area: QRectF, ink: QColor) -> None:
    pen = QPen(ink, _FRAME)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawRect(area)
    painter.restore()

"""The header of a preview: each cell says what its column is taken for, and is a drop-down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPalette, QPen, QPolygon
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from oscb_desktop.ui.import_page.sheet_model import SheetModel
from oscb_desktop.ui.widgets.look import GRID, hairline, mixed, scaled

_ARROW = 8
_SMALLER = 0.9  # the column's letter, beside the field's name
_EDGE = 6  # px beside a border that resize the column


class MappingHeader(QHeaderView):
    """``mapped(letter, field)`` when a column is to be taken for another field, "" for none."""

    mapped = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(6 * GRID)
        self.setMaximumSectionSize(60 * GRID)
        self.setHighlightSections(False)
        self.setAccessibleName(self.tr("What each column is used for"))
        self.menu: QMenu | None = None
        self._pressed = -1

    def open_menu(self, section: int) -> None:
        """Offer the fields that a column can be taken for."""
        model = self.model()
        if not isinstance(model, SheetModel) or section < 0 or model.table is None:
            return
        if not model.can_be_mapped(section):
            return
        column = model.column(section)
        taken = {held.field for held in model.table.columns if held.field}
        menu = QMenu(self)
        title = self.tr("Column {letter}: {heading}").format(
            letter=column.letter, heading=column.heading.replace("&", "&&")
        )
        menu.addSection(title)
        for name, label in model.table.options:
            words = label
            if name in taken and name != column.field:
                words = self.tr("{field} (now another column)").format(field=label)
            self._offer(menu, words, column.letter, name, name == column.field)
        menu.addSeparator()
        self._offer(menu, self.tr("Not imported"), column.letter, "", not column.field)
        self.menu = menu
        menu.popup(self.mapToGlobal(QPoint(self.sectionViewportPosition(section), self.height())))

    def _offer(self, menu: QMenu, words: str, letter: str, name: str, chosen: bool) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(chosen)
        if chosen:
            menu.setActiveAction(action)
        else:
            action.triggered.connect(partial(self.mapped.emit, letter, name))

    def sizeHint(self) -> QSize:
        """Return room for one line: the column's letter, and the field."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + GRID + GRID // 2)

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return the width that the letter and the field's name with its arrow need."""
        model = self.model()
        if not isinstance(model, SheetModel):
            return super().sectionSizeFromContents(section)
        words = str(model.headerData(section, Qt.Orientation.Horizontal))
        width = QFontMetrics(scaled(self.font(), 1.0, bold=True)).horizontalAdvance(words)
        width += self._letter_width(model.column(section).letter) + _ARROW + 4 * GRID
        return QSize(width, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the button went down; borders resize as usual."""
        at = event.position().toPoint()
        section = self.logicalIndexAt(at)
        self._pressed = -1 if self._on_border(section, at.x()) else section
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the drop-down of the column that was clicked."""
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        if section >= 0 and section == self._pressed:
            self.open_menu(section)
        self._pressed = -1

    def _on_border(self, section: int, x: int) -> bool:
        left = self.sectionViewportPosition(section)
        return x - left < _EDGE or left + self.sectionSize(section) - x < _EDGE

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint the column's letter, and the field's name with an arrow."""
        model = self.model()
        if not isinstance(model, SheetModel):
            super().paintSection(painter, rect, logicalIndex)
            return
        palette = self.palette()
        column = model.column(logicalIndex)
        ground = palette.color(QPalette.ColorRole.Window)
        painter.save()
        painter.fillRect(rect, ground)
        painter.setPen(QPen(hairline(palette), 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        ink = palette.color(QPalette.ColorRole.WindowText)
        inside = rect.adjusted(GRID, 0, -GRID, 0)
        painter.setFont(scaled(self.font(), _SMALLER))
        painter.setPen(mixed(ink, ground, 0.25))
        self._paint_line(painter, inside, column.letter)
        inside.setLeft(inside.left() + self._letter_width(column.letter))
        if model.can_be_mapped(logicalIndex):
            self._paint_arrow(painter, inside)
            inside.setRight(inside.right() - _ARROW - GRID)
        painter.setPen(ink if column.field else mixed(ink, ground, 0.25))
        painter.setFont(scaled(self.font(), 1.0, bold=bool(column.field)))
        words = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal))
        self._paint_line(painter, inside, words)
        painter.restore()

    def _letter_width(self, letter: str) -> int:
        small = QFontMetrics(scaled(self.font(), _SMALLER))
        return small.horizontalAdvance(letter) + GRID

    def _paint_arrow(self, painter: QPainter, area: QRect) -> None:
        x, y = area.right() - _ARROW // 2, area.center().y()
        half = _ARROW // 2
        painter.save()
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(
            QPolygon([QPoint(x - half, y - 2), QPoint(x + half, y - 2), QPoint(x, y + half - 1)])
        )
        painter.restore()

    def _paint_line(self, painter: QPainter, area: QRect, words: str) -> None:
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

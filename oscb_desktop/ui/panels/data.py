"""Putting a table or a chart in: which figures, how they are set out, and the caption."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.editing.text.displays import Card, chart_card, origin_of, table_card
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    KeyFigure,
    KeyFigures,
    KeysTable,
    SetTable,
    Source,
    TableBlock,
    TypedTable,
    new_id,
)
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.views import views_of
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.cards import card_height, paint_card
from oscb_desktop.ui.editor.formats import Formats
from oscb_desktop.ui.figures.picker import FigurePicker, FigureStore
from oscb_desktop.ui.panels.typed_grid import TypedGrid
from oscb_desktop.ui.widgets.look import GRID, heading
from oscb_desktop.ui.widgets.panel_rows import SECOND_ROLE, RowDelegate

_BY_RETURN, _ONE_BY_ONE, _TYPED = range(3)  # the tabs
MOST_BOXES = 4
_SOURCE_ROLE = Qt.ItemDataRole.UserRole
_SAMPLE_FROM = 48 * GRID  # px of height from which the sample is shown
_KEY_ROLE = Qt.ItemDataRole.UserRole + 8


class DataPanel(QWidget):
    """``made(block)`` for a new table or chart; an existing one is changed in place."""

    made = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, store: FigureStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chart = self._boxes = False
        self._block: TableBlock | ChartBlock | KeyFigures | None = None
        self._suggested = ""
        self.title = heading("")
        self.views = QListWidget()
        self.views.setAccessibleName(self.tr("Returns and how they can be shown"))
        self.views.setItemDelegate(RowDelegate(self.views))
        self.views.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.views.currentItemChanged.connect(self._preview)
        self.picker = FigurePicker(store, checkable=True)
        self.picker.model.dataChanged.connect(self._take_ticks)
        self.rows = QListWidget()
        self.rows.setAccessibleName(self.tr("Rows; press F2 to reword one"))
        self.rows.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.rows.itemChanged.connect(self._preview)
        self.rows.model().rowsMoved.connect(self._preview)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.views, self.tr("From a &return"))
        self.tabs.addTab(self._picking(), self.tr("&One by one"))
        self.typed = TypedGrid()
        for changed in (self.typed.model.dataChanged, self.typed.model.modelReset):
            changed.connect(self._preview)
        self.typed.model.rowsRemoved.connect(self._preview)
        self.typed.model.columnsRemoved.connect(self._preview)
        self.tabs.addTab(self.typed, self.tr("T&yped"))
        self.tabs.currentChanged.connect(self._preview)
        self.sample = CardSample()
        self.caption = QLineEdit()
        self.accept = QPushButton(self.tr("&Insert table"))
        self.accept.setDefault(True)
        self.accept.clicked.connect(self._finish)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.closed)
        self._lay_out()

    def open_for(self, what: str, block: TableBlock | ChartBlock | KeyFigures | None) -> None:
        """Start choosing for a new ``what`` ("table", "chart" or "boxes"), or for one there is."""
        self._chart, self._boxes = what == "chart", what == "boxes"
        self._block = block
        self._say_what(fresh=block is None)
        self._list_views(self._desk.figures)
        source = None if block is None else _source_of(block)
        self.picker.model.set_checked(source.keys if isinstance(source, KeysTable) else ())
        self.rows.clear()
        self._take_ticks()
        if isinstance(source, KeysTable):
            for at, label in enumerate(source.labels):
                self.rows.item(at).setText(label)
        captioned = block if isinstance(block, TableBlock | ChartBlock) else None
        self.caption.setText("" if captioned is None else captioned.caption)
        for part in (self.caption, self._caption_label):
            part.setVisible(not self._boxes)
        self.typed.show_table(source if isinstance(source, TypedTable) else TypedTable(rows=()))
        self.tabs.setTabVisible(_TYPED, not (self._chart or self._boxes))
        self.tabs.setTabVisible(_BY_RETURN, not self._boxes)
        tab = self._tab_for(source)
        self.tabs.setCurrentIndex(tab)
        self._select(source)
        self._suggested = self.caption.text()
        self._preview()
        (self.views, self.picker, self.typed)[tab].setFocus()

    def _tab_for(self, source: Source | None) -> int:
        """Return where a table or chart is made: a new one of a return, if there is any."""
        if isinstance(source, KeysTable) or self._boxes:
            return _ONE_BY_ONE
        nothing_else = source is None and not (self._chart or self.views.count())
        return _TYPED if isinstance(source, TypedTable) or nothing_else else _BY_RETURN

    def _say_what(self, *, fresh: bool) -> None:
        """Say what is being made or changed, and what finishing does."""
        chart = self._chart
        if self._boxes:
            self.title.setText(self.tr("Key figures"))
            self.accept.setText(self.tr("&Insert") if fresh else self.tr("&Change"))
        elif fresh:
            self.title.setText(self.tr("New chart") if chart else self.tr("New table"))
            self.accept.setText(self.tr("&Insert chart") if chart else self.tr("&Insert table"))
        else:
            self.title.setText(
                self.tr("Change the chart") if chart else self.tr("Change the table")
            )
            self.accept.setText(self.tr("&Change"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the sample out on a low screen, where it would cover the caption."""
        super().resizeEvent(event)
        self.sample.give_room(self.height() >= _SAMPLE_FROM)

    def source(self) -> Source | None:
        """Return what is chosen, None while nothing is."""
        if self.tabs.currentIndex() == _TYPED:
            return self.typed.table()
        if self.tabs.currentIndex() == _BY_RETURN:
            item = self.views.currentItem()
            held = None if item is None else item.data(_SOURCE_ROLE)
            return held if isinstance(held, SetTable) else None
        items = [self.rows.item(at) for at in range(self.rows.count())]
        if not items:
            return None
        keys = tuple(item.data(_KEY_ROLE) for item in items)
        labels = tuple(item.text() for item in items)
        own = any(item.text() != item.data(_SOURCE_ROLE) for item in items)
        return KeysTable(keys=keys, labels=labels if own else ())

    def data(self) -> Card | None:
        """Return the card that is shown as a sample."""
        return self.sample.card

    def _list_views(self, figures: Figures) -> None:
        self.views.clear()
        for figure_set in figures.sets():
            views = [view for view in views_of(figure_set) if view.chart or not self._chart]
            for view in views:
                plain = view.name == "all" and len(views) > 1
                words = self.tr("{title}: all columns").format(title=view.title)
                item = QListWidgetItem(words if plain else view.title)
                source = SetTable(set_id=figure_set.id, view=view.name)
                item.setData(_SOURCE_ROLE, source)
                item.setData(SECOND_ROLE, origin_of(source, figures))
                item.setToolTip(origin_of(source, figures))
                self.views.addItem(item)
        if self.views.count():
            self.views.setCurrentRow(0)

    def _select(self, source: object) -> None:
        for row in range(self.views.count()):
            if self.views.item(row).data(_SOURCE_ROLE) == source:
                self.views.setCurrentRow(row)

    def _take_ticks(self) -> None:
        """Keep one row for each ticked figure, in the order they were ticked."""
        ticked = self.picker.model.checked
        held = {self.rows.item(at).data(_KEY_ROLE): at for at in range(self.rows.count())}
        for key, at in sorted(held.items(), key=lambda pair: -pair[1]):
            if key not in ticked:
                self.rows.takeItem(at)
        for key in ticked:
            figure = self._desk.figures.get(key)
            if key not in held and figure is not None:
                item = QListWidgetItem(figure.label)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                item.setData(_KEY_ROLE, key)
                item.setData(_SOURCE_ROLE, figure.label)
                self.rows.addItem(item)
        self._preview()

    def _preview(self, *_: object) -> None:
        source = self.source()
        figures = self._desk.figures
        card = None
        if source is not None:
            if self._chart and not isinstance(source, TypedTable):
                card = chart_card(source, figures)
            else:
                card = table_card(source, figures)
        self.sample.show_card(card)
        fits = not self._boxes or self.rows.count() <= MOST_BOXES
        self.accept.setEnabled(card is not None and fits and not self._desk.read_only)
        item = self.views.currentItem()
        by_return = self.tabs.currentIndex() == _BY_RETURN and item is not None
        suggested = item.text() if by_return else ""
        if self.caption.text() == self._suggested and self._block is None:
            self.caption.setText(suggested)
        self._suggested = suggested

    def _finish(self) -> None:
        source = self.source()
        if source is None:
            return
        caption = self.caption.text().strip() or self._suggested
        if self._block is None:
            self.made.emit(self._made(new_id(), caption, source, ""))
        else:
            held = self._desk.report.block(self._block.id)
            if held is not None and isinstance(held, type(self._block)):
                alt = held.alt if isinstance(held, ChartBlock) else ""
                self._desk.apply(ReplaceBlock(self._made(held.id, caption, source, alt)))
        self.closed.emit()

    def _made(self, block_id: str, caption: str, source: Source, alt: str) -> Block:
        if self._boxes and isinstance(source, KeysTable):
            return KeyFigures(block_id, self._key_figures(source))
        if self._chart and not isinstance(source, TypedTable):
            return ChartBlock(block_id, caption, source, alt)
        return TableBlock(block_id, caption, source)

    def _key_figures(self, source: KeysTable) -> tuple[KeyFigure, ...]:
        labels = source.labels or tuple(self.rows.item(at).text() for at in range(len(source.keys)))
        return tuple(
            KeyFigure(key=key, label=label) for key, label in zip(source.keys, labels, strict=True)
        )

    def _picking(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.picker, 3)
        label = QLabel(self.tr("Ro&ws, in this order (drag to move, F2 to reword)"))
        label.setWordWrap(True)
        label.setBuddy(self.rows)
        column.addWidget(label)
        column.addWidget(self.rows, 1)
        return page

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.title)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.sample)
        self._caption_label = label = QLabel(self.tr("Ca&ption"))
        label.setBuddy(self.caption)
        self.caption.setAccessibleName(self.tr("Caption"))
        column.addWidget(label)
        column.addWidget(self.caption)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.accept, 1)
        row.addWidget(self.cancel)
        column.addLayout(row)


def _source_of(block: TableBlock | ChartBlock | KeyFigures) -> Source:
    if isinstance(block, KeyFigures):
        return KeysTable(
            keys=tuple(box.key for box in block.boxes),
            labels=tuple(box.label for box in block.boxes),
        )
    return block.source


class CardSample(QFrame):
    """The first rows or bars of what is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: Card | None = None
        self._room = True

    def show_card(self, card: Card | None) -> None:
        """Show another card, or none."""
        self.card = card
        self.setFixedHeight(self.sizeHint().height())
        self._show()
        self.update()

    def give_room(self, there_is: bool) -> None:
        """Show it only where there is room for it beside what must be filled in."""
        self._room = there_is
        self._show()

    def _show(self) -> None:
        self.setVisible(self.card is not None and self._room)

    def sizeHint(self) -> QSize:
        """Return the card's height."""
        high = card_height(self.card, self._formats()) if self.card is not None else 0.0
        return QSize(20 * GRID, round(high))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        if self.card is not None:
            area = QRectF(QPointF(0, 0), self.size().toSizeF())
            paint_card(QPainter(self), area, self.card, self._formats())

    def _formats(self) -> Formats:
        return Formats(self.font(), self.palette())

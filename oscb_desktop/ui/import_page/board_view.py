"""All returns at once: the board of partner × return, and Accept for all that may be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.text import counted, listed
from oscb_desktop.operations.taking_in.batches import State, board_of
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.import_page.board_model import BoardModel, PathRole, ToneRole
from oscb_desktop.ui.import_page.file_import import FileImport, Stage
from oscb_desktop.ui.widgets.look import GRID, mixed, quiet, spaced, title
from oscb_desktop.ui.widgets.primary_button import PrimaryButton
from oscb_desktop.ui.widgets.shapes import paint_mark
from oscb_desktop.ui.widgets.tones import Tone

_Index = QModelIndex | QPersistentModelIndex
_FAINT = 0.42
_NAME_WIDTH = 45 * GRID  # px
_NAMED = 4  # files that are named one by one


class BoardView(QWidget):
    """``chosen(path)`` when a person goes to a return; ``accept_requested`` for all at once."""

    chosen = Signal(object)
    accept_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.summary = quiet("")
        self.others = quiet("")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(GRID)
        self.progress.setAccessibleName(self.tr("Files read"))
        self.table = self._make_table()
        self.accept_button = PrimaryButton("")
        self.accept_button.setMinimumHeight(4 * GRID)
        self.accept_button.clicked.connect(self.accept_requested)
        self.leave_button = QPushButton(self.tr("&Back to the report"))
        self.leave_button.setMinimumHeight(4 * GRID)
        self.leave_button.clicked.connect(self.leave_requested)
        bottom = QHBoxLayout()
        spaced(bottom)
        bottom.addWidget(self.others, 1)
        bottom.addWidget(self.accept_button)
        bottom.addWidget(self.leave_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(title(self.tr("All returns")))
        column.addWidget(self.summary)
        column.addWidget(self.progress)
        column.addWidget(self.table, 1)
        column.addLayout(bottom)
        self.setFocusProxy(self.table)

    def show_files(self, files: Sequence[FileImport]) -> None:
        """Show how far these files are, and what is missing."""
        received = [held for file in files if (held := file.received()) is not None]
        board = board_of(self._desk.snapshot, received)
        before, at = self.table.model(), self.table.currentIndex()
        self.table.setModel(BoardModel(board, self.table))
        if before is not None:
            before.deleteLater()
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(0, _NAME_WIDTH)
        self.table.setCurrentIndex(self.table.model().index(at.row(), at.column()))
        reading = sum(file.stage is Stage.READING for file in files)
        self.progress.setMaximum(len(files))
        self.progress.setValue(len(files) - reading)
        self.progress.setVisible(bool(reading))
        self._say(files, reading, len(board.missing))
        unread = [held.path.name for held in received if held.state is State.UNREADABLE]
        unknown = [held.path.name for held in received if not held.kind]
        unknown = [name for name in unknown if name not in unread]
        said = (
            self._named(self.tr("Cannot be read: {names}."), unread),
            self._named(self.tr("Not recognised as a return: {names}."), unknown),
        )
        self.others.setText("\n".join(words for words in said if words))

    def data(self) -> BoardModel | None:
        """Return the board that is shown."""
        model = self.table.model()
        return model if isinstance(model, BoardModel) else None

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setItemDelegate(_StateDelegate(table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAccessibleName(self.tr("Who sent which return"))
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setMinimumHeight(self.fontMetrics().height() + 2 * GRID)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows = table.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(self.fontMetrics().height() + GRID + GRID // 2)
        table.activated.connect(self._choose)
        table.clicked.connect(self._choose)
        return table

    def _choose(self, index: QModelIndex) -> None:
        path = index.data(PathRole)
        if path is not None:
            self.chosen.emit(path)

    def _say(self, files: Sequence[FileImport], reading: int, missing: int) -> None:
        ready = sum(file.is_acceptable for file in files)
        accepted = sum(file.stage is Stage.ACCEPTED for file in files)
        others = len(files) - reading - ready - accepted
        parts = [
            (reading, self.tr("{count} being read")),
            (ready, self.tr("{count} ready")),
            (others, self.tr("{count} to look at")),
            (accepted, self.tr("{count} accepted")),
            (missing, self.tr("{count} missing")),
        ]
        said = ", ".join(words.format(count=count) for count, words in parts if count)
        whole = counted(len(files), "1 file", "{count} files")
        self.summary.setText(f"{whole}: {said}.")
        words = counted(ready, "&Accept 1 return", "&Accept {count} returns")
        self.accept_button.setText(words)
        self.accept_button.setEnabled(bool(ready) and not reading)
        self.accept_button.setVisible(bool(ready))

    def _named(self, words: str, names: Sequence[str]) -> str:
        if not names:
            return ""
        return words.format(names=listed(names, _NAMED))


class _StateDelegate(QStyledItemDelegate):
    """Paints a return's state: shape and word; what is missing quietly."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the mark and the words."""
        area: QRect = option.rect  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        if index.column() == 0:
            super().paint(painter, option, index)
            return
        tone = index.data(ToneRole)
        painter.save()
        if chosen:
            painter.fillRect(area, palette.highlight())
        ink = palette.color(
            QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        )
        if tone is None and not chosen:
            ink = mixed(ink, palette.color(QPalette.ColorRole.Base), _FAINT)
        side = option.fontMetrics.height() - 2  # type: ignore[attr-defined]
        box = QRectF(area.left() + GRID, area.center().y() - side / 2, side, side)
        if tone is not None:
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.base())
                painter.drawEllipse(box.adjusted(-2, -2, 2, 2))
            paint_mark(painter, Tone(tone), box, palette)
        painter.setPen(ink)
        painter.drawText(
            area.adjusted(2 * GRID + side, 0, -GRID // 2, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            str(index.data() or ""),
        )
        painter.restore()

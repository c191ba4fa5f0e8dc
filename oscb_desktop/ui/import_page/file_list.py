"""The list of files on the import page, each with how far it is."""

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
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from oscb_desktop.ui.import_page.file_import import FileImport
from oscb_desktop.ui.widgets.look import GRID, scaled
from oscb_desktop.ui.widgets.rows import Ground, Index, PaintedRows

StateRole = Qt.ItemDataRole.UserRole + 1  # (tone, words)

_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FileModel(QAbstractListModel):
    """The files in the order they came."""

    def __init__(self, files: Sequence[FileImport], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = tuple(files)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a file's name, its path, or how far it is."""
        if not index.isValid():
            return None
        file = self._files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return file.path.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(file.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{file.path.name}. {file.state[1]}"
        return file.state if role == StateRole else None

    def refresh(self) -> None:
        """Say that how far they are may have changed."""
        if self._files:
            self.dataChanged.emit(self.index(0), self.index(len(self._files) - 1))


class FileList(QListView):
    """``chosen(row)`` when a person goes to another file."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_FileDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMinimumWidth(12 * GRID)
        self.setAccessibleName(self.tr("Files to import"))
        self.hide()

    def show_files(self, files: Sequence[FileImport]) -> None:
        """List these files."""
        before = self.model()
        self.setModel(FileModel(files, self))
        if before is not None:
            before.deleteLater()

    def refresh(self) -> None:
        """Show anew how far each file is."""
        model = self.model()
        if isinstance(model, FileModel):
            model.refresh()

    def point_at(self, row: int) -> None:
        """Mark the file that is shown."""
        model = self.model()
        if model is not None and self.currentIndex().row() != row:
            self.setCurrentIndex(model.index(row, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which file the person went to."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.row())


class _FileDelegate(PaintedRows):
    """Two lines: the name, and a mark with a few words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for two lines."""
        return QSize(20 * GRID, 2 * option.fontMetrics.height() + 3 * GRID)

    def paint_row(self, painter: QPainter, ground: Ground, index: Index) -> None:
        """Paint name, mark and words."""
        tone, words = index.data(StateRole)
        inside = ground.area.adjusted(2 * GRID, GRID, -GRID, -GRID)
        half = inside.height() // 2
        painter.setFont(scaled(ground.font, 1.0, bold=True))
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, inside.width()
        )
        painter.drawText(QRect(inside.left(), inside.top(), inside.width(), half), _LINE, name)
        painter.setFont(ground.font)
        side = ground.metrics.height() - 2
        low = QRect(inside.left(), inside.top() + half, inside.width(), half)
        box = QRectF(low.left(), low.center().y() - side / 2, side, side)
        ground.paint_mark(painter, tone, box)
        painter.drawText(low.adjusted(side + GRID, 0, 0, 0), _LINE, words)

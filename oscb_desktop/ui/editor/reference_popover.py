"""The reference popover: a search over paragraphs, tables and charts to refer to."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from oscb_desktop.editing.text.targets import Target, matching, targets_of
from oscb_desktop.report.content.document import Report
from oscb_desktop.ui.widgets.look import GRID, spaced
from oscb_desktop.ui.widgets.popover import Popover

_SIZE = QSize(60 * GRID, 40 * GRID)
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_NO_INDEX = QModelIndex()


class TargetModel(QAbstractListModel):
    """The targets that have the typed words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._targets: list[Target] = []

    def show_targets(self, targets: list[Target]) -> None:
        """List these."""
        self.beginResetModel()
        self._targets = targets
        self.endResetModel()

    def target(self, row: int) -> Target | None:
        """Return the target of a row."""
        return self._targets[row] if 0 <= row < len(self._targets) else None

    def rowCount(self, parent: QModelIndex = _NO_INDEX) -> int:  # type: ignore[override]
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._targets)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # type: ignore[override]
        """Return a target's number and its first words."""
        target = self.target(index.row()) if index.isValid() else None
        if target is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{target.name}   {target.words}"
        return None


class ReferencePopover(Popover):
    """``chosen(block)`` when a target is picked."""

    chosen = Signal(str)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAccessibleName(self.tr("Refer to a paragraph, table or chart"))
        self._all: list[Target] = []
        self.model = TargetModel(self)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Search: a number, or words from the paragraph"))
        self.words.setAccessibleName(self.tr("Search for what to refer to"))
        self.words.textChanged.connect(self._narrow)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Paragraphs, tables and charts"))
        self.list.setModel(self.model)
        self.list.setSpacing(2)
        self.list.doubleClicked.connect(self._choose)
        self.hint = QLabel()
        column = QVBoxLayout(self)
        spaced(column, margin=GRID)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        column.addWidget(self.hint)
        self.watch(self.words, self.list)

    def open_for(self, report: Report, caret: QRect) -> None:
        """Ask what to refer to."""
        self._all = targets_of(report)
        self.words.clear()
        self._narrow()
        self.show_at(caret, _SIZE, self.words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list from the search box; choose with Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
            if watched is self.words and event.key() in _STEPS:
                self.list.event(QKeyEvent(event))
                return True
        return super().eventFilter(watched, event)

    def _narrow(self) -> None:
        found = matching(self._all, self.words.text())
        self.model.show_targets(found)
        self.list.setCurrentIndex(self.model.index(0))
        if found:
            self.hint.setText(self.tr("Enter refers to it · the number follows it when it moves"))
        elif self._all:
            self.hint.setText(self.tr("Nothing matches all these words."))
        else:
            self.hint.setText(self.tr("There is no numbered paragraph, table or chart yet."))

    def _choose(self, index: QModelIndex) -> None:
        target = self.model.target(index.row())
        if target is not None:
            self.hide()
            self.chosen.emit(target.block)

"""The outline as a list: the report's head first, then each section with how far it has come."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QCoreApplication,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from oscb_desktop.report.document import Report, Section, SectionState

SECTION_ROLE = Qt.ItemDataRole.UserRole + 1  # the section's id, "" for the report's head
STATE_ROLE = Qt.ItemDataRole.UserRole + 2  # SectionState, None for the report's head

_WORDS = {
    SectionState.EMPTY: "Empty",
    SectionState.DRAFT: "Draft",
    SectionState.READY: "Ready",
}

_NO_INDEX = QModelIndex()
_DRAGGED = "application/x-oscb-section"

_Index = QModelIndex | QPersistentModelIndex


def state_word(state: SectionState) -> str:
    """Return a state as a word."""
    return QCoreApplication.translate("Outline", _WORDS[state])


class OutlineModel(QAbstractListModel):
    """Rows of title and state. ``dropped(section, index)`` where one was dragged to.

    ``may_move`` says which sections can be dragged.
    """

    dropped = Signal(str, int)

    def __init__(
        self,
        report: Report,
        parent: QObject | None = None,
        may_move: Callable[[Section], bool] = lambda _: False,
    ) -> None:
        super().__init__(parent)
        self._may_move = may_move
        self._sections: tuple[Section, ...] = report.sections

    def show_report(self, report: Report) -> None:
        """Show another version; only what differs is drawn again."""
        old, new = self._sections, report.sections
        if [section.id for section in old] != [section.id for section in new]:
            self.beginResetModel()
            self._sections = new
            self.endResetModel()
            return
        self._sections = new
        for row, (before, after) in enumerate(zip(old, new, strict=True), start=1):
            if (before.title, before.state) != (after.title, after.state):
                self.dataChanged.emit(self.index(row), self.index(row))

    def section_at(self, row: int) -> Section | None:
        """Return the section of a row, None for the report's head."""
        return self._sections[row - 1] if 1 <= row <= len(self._sections) else None

    def row_of(self, section_id: str) -> int:
        """Return the row of a section; the head's for none."""
        for row, section in enumerate(self._sections, start=1):
            if section.id == section_id:
                return row
        return 0

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that free sections can be dragged, to between any two rows."""
        held = super().flags(index)
        if not index.isValid():
            return held | Qt.ItemFlag.ItemIsDropEnabled
        section = self.section_at(index.row())
        if section is not None and self._may_move(section):
            return held | Qt.ItemFlag.ItemIsDragEnabled
        return held

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that sections are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped: a section of this report."""
        return [_DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the section that is dragged."""
        data = QMimeData()
        section = self.section_at(indexes[0].row()) if indexes else None
        if section is not None:
            data.setData(_DRAGGED, QByteArray(section.id.encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Ask for the move. The rows follow the report, so the view has nothing to take out."""
        dragged = bytes(data.data(_DRAGGED).data()).decode()
        held = self.row_of(dragged)
        if held and row >= 1:
            index = row - 1
            self.dropped.emit(dragged, index - 1 if index >= held else index)
        return False

    def rowCount(self, parent: QModelIndex = _NO_INDEX) -> int:  # type: ignore[override]
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._sections) + 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # type: ignore[override]
        """Return a row's title, or what screen readers say of it."""
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        section = self.section_at(index.row())
        title = self.tr("Title and meeting") if section is None else section.title
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == SECTION_ROLE:
            return "" if section is None else section.id
        if role == STATE_ROLE:
            return None if section is None else section.state
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return title if section is None else f"{title}: {state_word(section.state)}"
        return None

"""The outline as a list: the report's head first, then each section with how far it has come."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, Qt

from oscb_desktop.report.document import Report, Section, SectionState

SECTION_ROLE = Qt.ItemDataRole.UserRole + 1  # the section's id, "" for the report's head
STATE_ROLE = Qt.ItemDataRole.UserRole + 2  # SectionState, None for the report's head

_WORDS = {
    SectionState.EMPTY: "Empty",
    SectionState.DRAFT: "Draft",
    SectionState.READY: "Ready",
}

_NO_INDEX = QModelIndex()


def state_word(state: SectionState) -> str:
    """Return a state as a word."""
    return QCoreApplication.translate("Outline", _WORDS[state])


class OutlineModel(QAbstractListModel):
    """Rows of title and state."""

    def __init__(self, report: Report, parent: QObject | None = None) -> None:
        super().__init__(parent)
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

"""The report's annexes as rows: letter and title, pages, and whether they can be read out."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from oscb_desktop.base.text import counted
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.document import Annex, Report
from oscb_desktop.ui.widgets.panel_rows import SECOND_ROLE, TONE_ROLE
from oscb_desktop.ui.widgets.shapes import Tone

_NO_INDEX = QModelIndex()


class AnnexModel(QAbstractListModel):
    """Rows of letter with title, and what is to know of the file."""

    def __init__(self, report: Report, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._annexes: tuple[Annex, ...] = report.annexes

    def show_report(self, report: Report) -> None:
        """Show another version."""
        if report.annexes != self._annexes:
            self.beginResetModel()
            self._annexes = report.annexes
            self.endResetModel()

    def annex_at(self, row: int) -> Annex | None:
        """Return the annex of a row."""
        return self._annexes[row] if 0 <= row < len(self._annexes) else None

    def row_of(self, annex_id: str) -> int:
        """Return the row of an annex, -1 for none."""
        return next((at for at, held in enumerate(self._annexes) if held.id == annex_id), -1)

    def rowCount(self, parent: QModelIndex = _NO_INDEX) -> int:  # type: ignore[override]
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._annexes)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # type: ignore[override]
        """Return an annex's title, what is to know of it, or what screen readers say."""
        annex = self.annex_at(index.row()) if index.isValid() else None
        if annex is None:
            return None
        first = self.tr("Annex {letter}: {title}").format(
            letter=numbering.letters(index.row()), title=annex.title
        )
        pages = counted(annex.pages, "1 page", "{count} pages")
        second = pages if annex.tagged else self.tr("{pages}, not tagged").format(pages=pages)
        if role == Qt.ItemDataRole.DisplayRole:
            return first
        if role == SECOND_ROLE:
            return second
        if role == TONE_ROLE:
            return Tone.DONE if annex.tagged else Tone.WARN
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{first}, {second}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return annex.file
        return None

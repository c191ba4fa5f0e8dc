"""The board of partner × return as Qt's views want it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from oscb_desktop.base.text import counted
from oscb_desktop.operations.file.register_notes import Asked
from oscb_desktop.operations.taking_in.batches import EVERYBODY, Board, BoardCell, State
from oscb_desktop.ui.widgets.dates import short_day
from oscb_desktop.ui.widgets.tones import Tone

ToneRole = Qt.ItemDataRole.UserRole + 1  # a cell's tone, or None
PathRole = Qt.ItemDataRole.UserRole + 2  # the file it is about, or None

_Index = QModelIndex | QPersistentModelIndex


class BoardModel(QAbstractTableModel):
    """A row for each partner: its name, then a column for each kind of return."""

    def __init__(self, board: Board, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many partners there are."""
        return 0 if parent.isValid() else len(self._board.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return one more than there are kinds of return."""
        return 0 if parent.isValid() else len(self._board.kinds) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a partner's name; or how far a return is, in words or as a tone, and its file."""
        if not index.isValid():
            return None
        if index.column() == 0:
            named = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return self._partner(index.row()) if named else None
        cell = self._board.rows[index.row()].cells[index.column() - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(cell)
        if role == ToneRole:
            return _tone(cell)
        if role == PathRole:
            return cell.received.path if cell.received is not None else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.received.path.name if cell.received is not None else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            partner = self._partner(index.row())
            kind = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{partner}, {kind}: {self._words(cell) or self.tr('not asked for')}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the kinds' titles."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._board.kinds[section - 1][1] if section else self.tr("From")
        return None

    def _partner(self, row: int) -> str:
        partner = self._board.rows[row].partner
        return self.tr("The partnership as a whole") if partner == EVERYBODY else partner

    def _words(self, cell: BoardCell) -> str:
        received = cell.received
        if cell.state is State.PROBLEMS and received is not None:
            if received.questions and received.blocking == received.questions:
                return counted(received.questions, "1 question", "{count} questions")
            if received.blocking:
                return self.tr("{count} to put right").format(count=received.blocking)
            return self.tr("To check")
        if cell.state is State.MISSING and cell.asked is not None:
            return self._missing(cell.asked)
        return {
            State.ACCEPTED: self.tr("Accepted"),
            State.READY: self.tr("Ready"),
            State.PROBLEMS: self.tr("To check"),
            State.UNREADABLE: self.tr("Cannot be read"),
            State.MISSING: self.tr("Missing"),
            State.NOT_ASKED: "",
        }[cell.state]

    def _missing(self, asked: Asked) -> str:
        """Return since when it is missing, as the register has it."""
        if asked.chased:
            return self.tr("Chased {day}").format(day=short_day(asked.chased[-1]))
        if asked.due is not None:
            return self.tr("Due {day}").format(day=short_day(asked.due))
        return self.tr("Missing")


def _tone(cell: BoardCell) -> Tone | None:
    if cell.state is State.PROBLEMS and cell.received is not None:
        received = cell.received
        return Tone.BLOCK if received.blocking > received.questions else Tone.WARN
    return {
        State.ACCEPTED: Tone.DONE,
        State.READY: Tone.DONE,
        State.UNREADABLE: Tone.BLOCK,
    }.get(cell.state)

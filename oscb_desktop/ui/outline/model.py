"""The outline as a tree: the report's head, then each section with its blocks under it.

Blocks are counted, not read: what a row says is worked out when it is about to be seen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from oscb_desktop.base.text import say
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import Block, new_id
from oscb_desktop.report.content.document import Report, Section, SectionState
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.ui.outline.words import BlockWords, words_of

PLACE_ROLE = Qt.ItemDataRole.UserRole + 1  # a section's or block's id, "" for the report's head
STATE_ROLE = Qt.ItemDataRole.UserRole + 2  # SectionState, None for anything but a section
WORDS_ROLE = Qt.ItemDataRole.UserRole + 3  # BlockWords, None for anything but a block
ASIDE_ROLE = Qt.ItemDataRole.UserRole + 4  # beside a section's title: "7–12", its paragraphs

_DRAGGED = "application/x-oscb-outline"  # of which outline, and a section's or block's id

_NO_INDEX = QModelIndex()

_FLAG = Qt.ItemFlag
_SECTION = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable | _FLAG.ItemIsDropEnabled
_MOVED_SECTION = _SECTION | _FLAG.ItemIsDragEnabled
_BLOCK = _SECTION | _FLAG.ItemNeverHasChildren
_MOVED_BLOCK = _BLOCK | _FLAG.ItemIsDragEnabled

_Index = QModelIndex | QPersistentModelIndex


def state_word(state: SectionState) -> str:
    """Return a state as a word."""
    words = {
        SectionState.EMPTY: say("Empty"),
        SectionState.DRAFT: say("Draft"),
        SectionState.READY: say("Ready"),
    }
    return words[state]


class OutlineModel(QAbstractItemModel):
    """Rows of title and state, and under them rows of first words.

    ``may_drag`` says which section can be dragged, and of None whether blocks can. ``renumbered``
    says that what is in sight has to be drawn again: to tell of each row would keep a long
    report's window waiting.
    """

    renumbered = Signal()

    def __init__(
        self,
        report: Report,
        parent: QObject | None = None,
        may_drag: Callable[[Section | None], bool] = lambda _: False,
        figures: Callable[[], Figures] = lambda: Figures.of(()),
    ) -> None:
        super().__init__(parent)
        self._may_drag = may_drag
        self._figures = figures
        self._sections: tuple[Section, ...] = report.sections
        self._own = new_id()
        self._serials: dict[str, int] = {}  # of sections: what the indexes of their blocks carry
        self._rows: dict[int, int] = {}  # serial → row
        self._count_rows()
        self._numbers: Mapping[str, int] = numbering.paragraph_numbers(report)
        self._captions: Mapping[str, str] = numbering.caption_numbers(report)

    def show_report(self, report: Report) -> None:
        """Show another version; only what differs is drawn again."""
        self._match_sections(report.sections)
        for at, section in enumerate(report.sections):
            if self._sections[at] is not section:
                self._match_blocks(at, section)
        numbers = numbering.paragraph_numbers(report)
        captions = numbering.caption_numbers(report)
        if numbers != self._numbers or captions != self._captions:
            self._numbers, self._captions = numbers, captions
            self.renumbered.emit()

    def section_at(self, index: _Index) -> Section | None:
        """Return the section of a row or of the block in it, None for the report's head."""
        top = index.parent() if index.isValid() and index.internalId() else index
        row = top.row()
        return self._sections[row - 1] if 1 <= row <= len(self._sections) else None

    def block_at(self, index: _Index) -> Block | None:
        """Return the block of a row, None for any other row."""
        section = self.section_at(index)
        if section is None or not index.internalId() or index.row() >= len(section.blocks):
            return None
        return section.blocks[index.row()]

    def index_of(self, place: str) -> QModelIndex:
        """Return the row of a section or a block; the head's for anything else."""
        for row, section in enumerate(self._sections, start=1):
            if section.id == place:
                return self.index(row)
        for row, section in enumerate(self._sections, start=1):
            for at, block in enumerate(section.blocks):
                if block.id == place:
                    return self.index(at, 0, self.index(row))
        return self.index(0)

    def index(self, row: int, column: int = 0, parent: _Index = _NO_INDEX) -> QModelIndex:
        """Return a row's index."""
        if row < 0 or column != 0 or row >= self.rowCount(parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, 0)
        return self.createIndex(row, 0, self._serials[self._sections[parent.row() - 1].id])

    def parent(self, index: _Index = _NO_INDEX) -> Any:
        """Return the section's row that a block's is under."""
        serial = index.internalId() if index.isValid() else 0
        return self.createIndex(self._rows[serial], 0, 0) if serial else QModelIndex()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return how many rows there are."""
        if not parent.isValid():
            return len(self._sections) + 1
        section = None if parent.internalId() else self.section_at(parent)
        return 0 if section is None else len(section.blocks)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return that there is one."""
        return 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be dragged; where it may be dropped is the view's to say.

        Asked for every unfolded row whenever one comes or goes.
        """
        if not index.isValid():
            return _FLAG.ItemIsDropEnabled
        if index.internalId():
            return _MOVED_BLOCK if self._may_drag(None) else _BLOCK
        section = self.section_at(index)
        return _MOVED_SECTION if section is not None and self._may_drag(section) else _SECTION

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that things are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped: something of this report."""
        return [_DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the section or block that is dragged."""
        data = QMimeData()
        if indexes:
            words = f"{self._own} {indexes[0].data(PLACE_ROLE)}"
            data.setData(_DRAGGED, QByteArray(words.encode()))
        return data

    def dragged(self, data: QMimeData) -> str:
        """Return which section or block of this outline is dragged, "" for none."""
        whose, _, place = bytes(data.data(_DRAGGED).data()).decode().partition(" ")
        return place if whose == self._own else ""

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row says, or what screen readers say of it."""
        if not index.isValid():
            return None
        block = self.block_at(index)
        if block is not None:
            return self._data_of_block(block, role)
        return self._data_of_section(self.section_at(index), role)

    def _data_of_section(self, section: Section | None, role: int) -> Any:
        title = self.tr("Title and meeting") if section is None else section.title
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == PLACE_ROLE:
            return "" if section is None else section.id
        if role == STATE_ROLE:
            return None if section is None else section.state
        said = "" if section is None else state_word(section.state)
        if section is not None and section.committee:
            said = self.tr("{state} · only here").format(state=said)
        if role == ASIDE_ROLE and section is not None:
            return self.tr("only here") if section.committee else self._numbers_of(section)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{title}: {said}" if said else title
        return None

    def _data_of_block(self, block: Block, role: int) -> Any:
        if role == PLACE_ROLE:
            return block.id
        if role == WORDS_ROLE:
            return self._words(block)
        if role == Qt.ItemDataRole.DisplayRole:
            said = self._words(block)
            return f"{said.lead} {said.text}".strip()
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(block).spoken
        return None

    def _numbers_of(self, section: Section) -> str:
        """Return the numbers of a section's paragraphs: "7–12", "" where none has one."""
        numbers = self._numbers
        first = next((numbers[held.id] for held in section.blocks if held.id in numbers), None)
        if first is None:
            return ""
        last = next(numbers[held.id] for held in reversed(section.blocks) if held.id in numbers)
        return str(first) if first == last else f"{first}\N{EN DASH}{last}"

    def _words(self, block: Block) -> BlockWords:
        return words_of(block, self._figures(), self._numbers, self._captions)

    def _match_sections(self, new: tuple[Section, ...]) -> None:
        """Have the rows of these sections, each as it was known, in this order."""
        known = {section.id: section for section in self._sections}
        wanted = [known.get(section.id, section) for section in new]
        for step, state in _steps(self._sections, wanted):
            self._begin(step, _NO_INDEX, 1)
            self._sections = state
            self._count_rows()
            self._end(step)

    def _match_blocks(self, at: int, section: Section) -> None:
        """Have the rows of a section's blocks, and tell which of them say something else."""
        old = self._sections[at]
        parent = self.index(at + 1)
        for step, blocks in _steps(old.blocks, section.blocks):
            self._begin(step, parent, 0)
            self._put(at, replace(old, blocks=blocks))
            self._end(step)
        before = {block.id: block for block in old.blocks}
        self._put(at, section)
        changed = [n for n, block in enumerate(section.blocks) if before.get(block.id) is not block]
        if changed:
            self._tell(parent, changed[0], changed[-1])
        if (old.title, old.state) != (section.title, section.state):
            self.dataChanged.emit(parent, parent)

    def _put(self, at: int, section: Section) -> None:
        self._sections = (*self._sections[:at], section, *self._sections[at + 1 :])

    def _begin(self, step: "_Step", parent: QModelIndex, offset: int) -> None:
        what, first, last, to = step
        if what == "remove":
            self.beginRemoveRows(parent, first + offset, last + offset)
        elif what == "insert":
            self.beginInsertRows(parent, first + offset, last + offset)
        else:
            self.beginMoveRows(parent, first + offset, last + offset, parent, to + offset)

    def _end(self, step: "_Step") -> None:
        ends = {
            "remove": self.endRemoveRows,
            "insert": self.endInsertRows,
            "move": self.endMoveRows,
        }
        ends[step[0]]()

    def _tell(self, parent: QModelIndex, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0, parent), self.index(last, 0, parent))

    def _count_rows(self) -> None:
        for section in self._sections:
            self._serials.setdefault(section.id, len(self._serials) + 1)
        self._rows = {
            self._serials[section.id]: row for row, section in enumerate(self._sections, start=1)
        }


_Step = tuple[str, int, int, int]  # remove, insert or move; the first and last row; to where


def _steps(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[_Step, tuple[Any, ...]]]:
    """Yield what makes one row of things with ids another, each step with what there is after it.

    One thing moved is a move; anything else differs between a first and a last place.
    """
    shortest = min(len(old), len(new))
    first = 0
    while first < shortest and old[first].id == new[first].id:
        first += 1
    last = 0
    while last < shortest - first and old[-1 - last].id == new[-1 - last].id:
        last += 1
    gone, come = old[first : len(old) - last], new[first : len(new) - last]
    end = first + len(gone)
    ids, wanted = [thing.id for thing in gone], [thing.id for thing in come]
    if len(ids) > 1 and ids[1:] + ids[:1] == wanted:
        yield ("move", first, first, end), (*old[:first], *gone[1:], gone[0], *old[end:])
    elif len(ids) > 1 and ids[-1:] + ids[:-1] == wanted:
        yield ("move", end - 1, end - 1, first), (*old[:first], gone[-1], *gone[:-1], *old[end:])
    else:
        if gone:
            yield ("remove", first, end - 1, 0), (*old[:first], *old[end:])
        if come:
            upto = first + len(come) - 1
            yield ("insert", first, upto, 0), (*old[:first], *come, *old[end:])

"""The editor's text document: keeps it equal to the report's lines, reads typed lines back."""

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from oscb_desktop.editing.text.displays import AnyCard, Face
from oscb_desktop.editing.text.lines import Kind, Line, Spot, joined, length, spot
from oscb_desktop.report.content.blocks import Link, Run, Runs, Text
from oscb_desktop.ui.editor.cards import CARD, CardPainter, card_format
from oscb_desktop.ui.editor.chips import CHIP, OBJECT, ChipPainter, chip_format, run_of, shown_text
from oscb_desktop.ui.editor.formats import Formats, look_of, looking
from oscb_desktop.ui.widgets.look import GRID

_LINE_END = "\N{LINE SEPARATOR}"  # how Qt ends a line within a paragraph


class ReportDocument(QTextDocument):
    """A text document of one text block a line. Undo is the desk's, not the document's."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(3 * GRID)
        self.faces: list[Face] = []
        self.is_writing = False  # the report is being shown: not typing
        self.is_stale = False  # it was edited behind our back: all of it has to be shown again
        self._cards: dict[str, AnyCard] = {}
        self._chip_painter = ChipPainter(self)
        self._card_painter = CardPainter(self, self._cards.get)
        layout = self.documentLayout()
        layout.registerHandler(CHIP, self._chip_painter)
        layout.registerHandler(CARD, self._card_painter)
        self.use(formats)

    def show_pictures(self, bytes_of: Callable[[str], bytes]) -> None:
        """Show the pictures whose bytes are found by their hash."""
        self._card_painter.images.bytes_of = bytes_of

    @property
    def right_margin(self) -> float:
        """How much is left free beside the text, in px: more where comments are marked there."""
        return self.rootFrame().frameFormat().rightMargin()

    @property
    def column_px(self) -> int:
        """How wide the text is with what stands beside it, where there is room for full lines."""
        return ceil(
            self.documentMargin() + self.formats.gutter + self.formats.column + self.right_margin
        )

    def leave_beside(self, px: float) -> bool:
        """Leave free so much beside the text, its margin at least; return whether that is new."""
        wanted = max(px, self.documentMargin())
        frame = self.rootFrame()
        held = frame.frameFormat()
        if held.rightMargin() == wanted:
            return False
        held.setRightMargin(wanted)
        self.is_writing = True  # nobody typed it
        frame.setFrameFormat(held)
        self.is_writing = False
        return True

    def use(self, formats: Formats) -> None:
        """Take other fonts and colours; everything is written again."""
        self.formats = formats
        self._chip_painter.formats = formats
        self._card_painter.formats = formats
        faces, self.faces = self.faces, []
        self.is_writing = True
        self.setDefaultFont(formats.body)
        self.clear()
        self.is_writing = False
        if faces:
            self.show_faces(faces)

    def show_faces(self, faces: Sequence[Face]) -> bool:
        """Make the document show ``faces``, rewriting only what differs; return whether it did."""
        if self.is_stale:
            self.faces = []
            self.is_writing = True
            self.clear()
            self.is_stale = False
        old, new = self.faces, list(faces)
        first, last = _differing(old, new)
        if first == len(old) == len(new):
            return False
        self._cards.update({face.line.block: face.card for face in new if face.card is not None})
        self.is_writing = True
        # A whole report at once: Qt lays out what is in sight and then the rest in steps.
        self.setLayoutEnabled(len(old) > 1)
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        tail = _same_lines(old, new, first)
        try:
            self._rewrite(cursor, new, first, len(old) - tail, len(new) - tail, bool(old))
            for at in range(tail - 1, last - 1, -1):  # a reference below may show another number
                if not _alike(old[-1 - at], new[-1 - at]):
                    index = len(new) - 1 - at
                    self._write(cursor, self.findBlockByNumber(index), new[index])
        finally:
            self.faces = new  # whoever hears of the new size asks for the new lines
            cursor.endEditBlock()
            self.setLayoutEnabled(True)
            self.is_writing = False
        return True

    def rewrite(self, index: int) -> None:
        """Write one line again as its face says."""
        self.is_writing = True
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        self._write(cursor, self.findBlockByNumber(index), self.faces[index])
        cursor.endEditBlock()
        self.is_writing = False

    def line_at(self, position: int) -> Line:
        """Return the line at a position."""
        return self.faces[self.index_at(position)].line

    def index_at(self, position: int) -> int:
        """Return the index of the line at a position."""
        return self.findBlock(min(position, self.characterCount() - 1)).blockNumber()

    def spot_at(self, position: int) -> Spot:
        """Return a position as a place in a line."""
        block = self.findBlock(position)
        return spot(self.faces[block.blockNumber()].line, position - block.position())

    def index_of(self, place: Spot) -> int | None:
        """Return the index of the line a place is in, None where there is none any more."""
        return next(
            (index for index, face in enumerate(self.faces) if place.is_in(face.line)), None
        )

    def position_of(self, place: Spot) -> int | None:
        """Return a place as a position, None where its line is gone."""
        index = self.index_of(place)
        if index is None:
            return None
        block = self.findBlockByNumber(index)
        return block.position() + min(place.offset, block.length() - 1)

    def first_index(self, *, section: str = "", block: str = "") -> int | None:
        """Return the index of the first line of a block or a section."""
        for index, face in enumerate(self.faces):
            line = face.line
            if (block and line.block == block) or (section and line.section == section):
                return index
        return None

    def mark_card(self, block_id: str) -> None:
        """Show which card the caret is on, "" for none."""
        if block_id != self._card_painter.current:
            self._card_painter.current = block_id
            self.documentLayout().update.emit()

    def read(self, index: int) -> tuple[Runs, tuple[str, ...]]:
        """Return a line's runs as they stand in the document, and what its chips show."""
        shown: list[str] = []
        block = self.findBlockByNumber(index)
        found: list[Run] = []
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            held = fragment.charFormat()
            text = fragment.text().replace(_LINE_END, "\n")
            chip = run_of(held)
            if chip is not None:
                count = text.count(OBJECT)
                found.extend([chip] * count)
                shown.extend([shown_text(held)] * count)
                text = text.replace(OBJECT, "")
            if text and held.isAnchor():
                found.append(Link(text, held.anchorHref()))
            elif text:
                rich = self.faces[index].line.kind in (Kind.PARAGRAPH, Kind.ITEM)
                found.append(look_of(held, text) if rich else Text(text))
            iterator += 1
        return joined(tuple(found)), tuple(shown)

    def is_clean(self, index: int) -> bool:
        """Return whether no words of a line carry a chip's format, as an input method leaves."""
        iterator = self.findBlockByNumber(index).begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            words = fragment.text().replace(OBJECT, "")
            if words and run_of(fragment.charFormat()) is not None:
                return False
            iterator += 1
        return True

    def _rewrite(
        self,
        cursor: QTextCursor,
        new: list[Face],
        first: int,
        old_end: int,
        new_end: int,
        started: bool,
    ) -> None:
        shared = min(old_end, new_end)
        for index in range(first, shared):
            self._write(cursor, self.findBlockByNumber(index), new[index])
        if old_end > new_end:
            self._remove(cursor, shared, old_end, new)
        for index in range(shared, new_end):
            if started or index:
                self._insert(cursor, index, new[index])
            else:
                self._write(cursor, self.findBlockByNumber(index), new[index])

    def _insert(self, cursor: QTextCursor, index: int, face: Face) -> None:
        """Put a line in as the ``index``-th."""
        plain = self.formats.words(face.line)
        if index:
            cursor.setPosition(self.findBlockByNumber(index - 1).position())
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertBlock(self.formats.line(face), plain)
            self._fill(cursor, face, plain)
        else:
            cursor.setPosition(0)
            cursor.insertBlock()
            self._write(cursor, self.findBlockByNumber(0), face)

    def _remove(self, cursor: QTextCursor, start: int, end: int, new: list[Face]) -> None:
        """Take the text blocks ``start`` to ``end`` out; what remains keeps its own spacing."""
        keep = QTextCursor.MoveMode.KeepAnchor
        if end < self.blockCount():
            cursor.setPosition(self.findBlockByNumber(start).position())
            cursor.setPosition(self.findBlockByNumber(end).position(), keep)
        elif start:
            cursor.setPosition(self.findBlockByNumber(start - 1).position())
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.End, keep)
        else:
            cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        index = cursor.blockNumber()
        if index < len(new):
            cursor.setBlockFormat(self.formats.line(new[index]))

    def _write(self, cursor: QTextCursor, block: QTextBlock, face: Face) -> None:
        plain = self.formats.words(face.line)
        cursor.setPosition(block.position())
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.setBlockFormat(self.formats.line(face))
        cursor.setBlockCharFormat(plain)
        self._fill(cursor, face, plain)

    def _fill(self, cursor: QTextCursor, face: Face, plain: QTextCharFormat) -> None:
        """Write the words of a line into a text block that has none."""
        line = face.line
        if line.kind is Kind.GUIDANCE:
            cursor.insertText(face.guidance, plain)
        elif line.kind is Kind.CARD:
            cursor.insertText(OBJECT, card_format(plain, line.block))
        chips = iter(face.chips)
        for run in line.runs:
            if isinstance(run, Text):
                look = looking(plain, run) if any(run.look) else plain
                cursor.insertText(run.text.replace("\n", _LINE_END), look)
            elif isinstance(run, Link):
                text = run.text.replace("\n", _LINE_END)
                cursor.insertText(text, self.formats.link(line, run.url))
            else:
                cursor.insertText(OBJECT, chip_format(plain, run, next(chips)))

    def end_of(self, index: int) -> int:
        """Return the offset at a line's end."""
        line = self.faces[index].line
        return length(line.runs) if line.runs or line.kind is not Kind.CARD else 1


def _differing(old: Sequence[Face], new: Sequence[Face]) -> tuple[int, int]:
    """Return how many faces are alike at the start, and how many of the rest at the end."""
    shortest = min(len(old), len(new))
    first = 0
    while first < shortest and _alike(old[first], new[first]):
        first += 1
    last = 0
    while last < shortest - first and _alike(old[-1 - last], new[-1 - last]):
        last += 1
    return first, last


def _same_lines(old: Sequence[Face], new: Sequence[Face], first: int) -> int:
    """Return how many lines at the end are the same ones, whatever they show by now."""
    longest, tail = min(len(old), len(new)) - first, 0
    while tail < longest and spot(old[-1 - tail].line) == spot(new[-1 - tail].line):
        tail += 1
    return tail


def _alike(old: Face, new: Face) -> bool:
    return old is new or old == new  # most are the same object, and a report has thousands

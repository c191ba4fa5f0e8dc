"""Words dragged with the mouse: moved within the report, or taken in from another program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.lines import (
    RICH,
    TYPED,
    Kind,
    Line,
    Spot,
    cut,
    joined,
    length,
    spot,
)
from oscb_desktop.editing.text.moving import may_move
from oscb_desktop.report.content.blocks import Runs

if TYPE_CHECKING:
    from oscb_desktop.ui.editor.pasting import Pasting
    from oscb_desktop.ui.editor.view import EditorView

ReplaceLines = Callable[[list[Line], str], None]


class Drops:
    """Decides what may be dropped on a view, and puts it in: one act to undo.

    Words of the report's own are moved (with Ctrl: copied), tables and all.
    """

    def __init__(
        self,
        view: EditorView,
        pasting: Pasting,
        replace_lines: ReplaceLines,
        move_lines: Callable[[Spot], object],
    ) -> None:
        self._view = view
        self._pasting = pasting
        self._replace_lines = replace_lines
        self._move_lines = move_lines  # what is selected over several lines, to a place

    def may_take(self, event: QDropEvent) -> bool:
        """Return whether what is dragged can be dropped where the pointer is."""
        source = event.mimeData()
        if self._view.isReadOnly() or not self._view.canInsertFromMimeData(source):
            return False
        line = self._line_under(event)
        own = event.source() is self._view.viewport()
        if own and not _is_copy(event):
            return not self._is_within(event) and (
                line.kind in RICH if self._is_one_line() else self._may_move_to(line)
            )
        return line.kind in TYPED or line.kind is Kind.GUIDANCE

    def take(self, event: QDropEvent) -> None:
        """Put in what was dropped."""
        if not self.may_take(event):
            return
        if event.source() is self._view.viewport() and not _is_copy(event):
            if self._is_one_line():
                self._move(event)
            else:
                self._move_lines(self._view.report_document.spot_at(self._position(event)))
            self._view.setFocus()
            return
        cursor = self._view.textCursor()
        cursor.setPosition(self._position(event))
        self._view.setTextCursor(cursor)
        self._pasting.paste(event.mimeData())
        self._view.setFocus()

    def _move(self, event: QDropEvent) -> None:
        """Move what is selected in one line to the pointer, in the same line or another."""
        document = self._view.report_document
        target = document.spot_at(self._position(event))
        line = self._line_under(event)
        start, end = self._view.selected_spots()
        source = document.line_at(self._view.textCursor().selectionStart())
        before, rest = cut(source.runs, start.offset)
        moved, after = cut(rest, end.offset - start.offset)
        at = target.offset
        if start.is_in(line):
            left = joined(before, after)
            at -= length(moved) if at > start.offset else 0
            self._replace_lines([_with(line, left, at, moved)], say("Move words"))
        else:
            taken = replace(source, runs=joined(before, after))
            self._replace_lines([taken, _with(line, line.runs, at, moved)], say("Move words"))
        self._view.set_caret(spot(line, at + length(moved)))

    def _may_move_to(self, line: Line) -> bool:
        """Whether what is selected over several lines can go to another."""
        cursor, document = self._view.textCursor(), self._view.report_document
        ends = (cursor.selectionStart(), cursor.selectionEnd())
        first, last = (document.index_at(place) for place in ends)
        return may_move([line, *(face.line for face in document.faces[first : last + 1])])

    def _is_one_line(self) -> bool:
        start, end = self._view.selected_spots()
        return replace(start, offset=0) == replace(end, offset=0) and start.kind in TYPED

    def _is_within(self, event: QDropEvent) -> bool:
        cursor, at = self._view.textCursor(), self._position(event)
        return cursor.selectionStart() <= at <= cursor.selectionEnd()

    def _position(self, event: QDropEvent) -> int:
        return self._view.cursorForPosition(event.position().toPoint()).position()

    def _line_under(self, event: QDropEvent) -> Line:
        return self._view.report_document.line_at(self._position(event))


def _with(line: Line, runs: Runs, at: int, moved: Runs) -> Line:
    """Return a line with other runs, what is moved put in at an offset."""
    before, after = cut(runs, at)
    return replace(line, runs=joined(before, moved, after))


def _is_copy(event: QDropEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

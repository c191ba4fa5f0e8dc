"""Typing: every key, paste and input method in the editor becomes a change of the report."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QWidget

from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import Change, Several
from oscb_desktop.editing.text import edits, inserting, listing
from oscb_desktop.editing.text.copying import selected_blocks
from oscb_desktop.editing.text.exempt_words import reasons_of
from oscb_desktop.editing.text.lines import (
    RICH,
    TYPED,
    Kind,
    Line,
    Spot,
    blocks_of,
    spot,
    words,
)
from oscb_desktop.editing.text.moving import move_selection
from oscb_desktop.editing.text.quotes import curled
from oscb_desktop.operations.writing.copying import for_others
from oscb_desktop.report.content.blocks import Block, Run, pictures_of
from oscb_desktop.report.content.document import Report
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor import clipboard
from oscb_desktop.ui.editor.chips import run_of
from oscb_desktop.ui.editor.dropping import Drops
from oscb_desktop.ui.editor.formats import look_of, looking
from oscb_desktop.ui.editor.keys import ALT, CONTROL, SHIFT, is_navigation, is_text
from oscb_desktop.ui.editor.pasting import Pasting
from oscb_desktop.ui.editor.section_titles import SectionTitles
from oscb_desktop.ui.editor.view import EditorView

_LOOKS = {
    Qt.Key.Key_B: "bold",
    Qt.Key.Key_I: "italic",
    Qt.Key.Key_Period: "super",
    Qt.Key.Key_Comma: "sub",
}
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ONE_LINE = (Kind.TITLE, Kind.HEADING, Kind.CAPTION)
_KEEP = QTextCursor.MoveMode.KeepAnchor


class TypingView(EditorView):
    """An editor view whose text can be changed. Typing in a line is Qt's, all else is ours."""

    caret_moved = Signal(str, str)  # section, block ("" on a heading)
    card_opened = Signal(str)  # block: Enter or a double click on a table or chart
    menu_wanted = Signal(QMenu)  # fill it: it is about to show
    refused = Signal(str)  # why a key does nothing here
    stale = Signal()  # the document no longer shows the report: show it again

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.curls = False  # straight quotes that are typed become curly
        self.setReadOnly(desk.read_only)
        if desk.read_only:
            flags = self.textInteractionFlags()
            self.setTextInteractionFlags(flags | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.titles = SectionTitles(desk, self.stale.emit, self)
        self.pasting = Pasting(desk, self.perform_at_caret, self)
        self.drops = Drops(self, self.pasting, self._replace_lines, self._move_selection)
        self._restore = QTimer(self)
        self._restore.setSingleShot(True)
        self._restore.timeout.connect(self.stale)
        self.report_document.contentsChange.connect(self._take_typing)
        self.cursorPositionChanged.connect(self._tell_caret)

    def perform(self, edit: edits.Edit | None) -> bool:
        """Make an edit of the report's structure and put the caret after it."""
        if edit is None or not self._desk.apply(edit.change, edit.label or None):
            return False
        self.set_caret(edit.caret)
        return True

    def perform_at_caret(self, make: Callable[[Report, Spot], edits.Edit | None]) -> bool:
        """Make an edit at the caret, in place of what is selected: one act to undo."""
        removal = self._removal()
        if removal is None:
            return self.perform(make(self._desk.report, self.caret))
        edit = make(removal.change.apply(self._desk.report), removal.caret)
        return self.perform(removal if edit is None else edits.one_act(removal, edit))

    def delete_selection(self) -> bool:
        """Delete what is selected; return whether anything was."""
        if self.titles.may_type(self._line_chosen()):
            self._keep_last_break()
        if self._is_in_title():
            self.textCursor().removeSelectedText()
            return True
        return self.perform(self._removal())

    def _move_selection(self, target: Spot) -> None:
        """Move what is selected over several lines to another place."""
        self.perform(move_selection(self._desk.report, *self.selected_spots(), target))

    def _removal(self) -> edits.Edit | None:
        """Return the deletion of what is selected, None where nothing is."""
        if not self.textCursor().hasSelection() or self._desk.read_only:
            return None
        return edits.remove_range(self._desk.report, *self.selected_spots())

    def emphasise(self, what: str) -> None:
        """Give the selection, or what is typed next, a look (`Text.with_look`), or take it off."""
        held = self.currentCharFormat()
        on = not look_of(held).has(what)
        cursor = self.textCursor()
        if not cursor.hasSelection():
            if self.report_document.line_at(cursor.position()).kind in RICH:
                self.setCurrentCharFormat(looking(held, look_of(held).with_look(what, on)))
            return
        lines, start, end = self._selected_lines()
        changed: dict[int, Line] = {}
        for at, line in enumerate(lines):
            if line.kind in RICH:
                first = start if at == 0 else 0
                last = end if at == len(lines) - 1 else 10**9
                runs = edits.emphasise(line.runs, first, last, what, on)
                changed[at] = replace(line, runs=runs)
        anchor, position = cursor.anchor(), cursor.position()
        self._replace_lines(list(changed.values()), _called(what))
        selected = self.textCursor()  # no letter has come or gone: it is where it was
        selected.setPosition(anchor)
        selected.setPosition(position, _KEEP)
        self.setTextCursor(selected)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn a key into a change, or leave it to Qt where it only moves the caret."""
        if self._desk.read_only:
            super().keyPressEvent(event)
            return
        key = event.key()
        held = event.modifiers() & (CONTROL | ALT)
        if key in _ENTER and event.modifiers() & SHIFT:
            self.end_line()
        elif key in _ENTER:
            self._enter()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not (held & ALT):
            self._rub_out(event, back=key == Qt.Key.Key_Backspace)
        elif (shortcut := self._shortcut(event)) is not None:
            shortcut()
        elif key in _TAB:
            self._tab(back=key == Qt.Key.Key_Backtab or event.modifiers() == SHIFT)
        elif is_text(event):
            self._insert(self._meant(event.text()))
            if event.text() == " ":
                self.perform(listing.begin_list(self._desk.report, self.caret))
        elif held & CONTROL and not is_navigation(event):
            event.ignore()
            return
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _meant(self, text: str) -> str:
        """Return what a key types: a curly quote for a straight one, where that is wanted."""
        if not self.curls or text not in ("'", '"'):
            return text
        cursor = self.textCursor()
        cursor.setPosition(cursor.selectionStart())
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, _KEEP)
        return curled(text, cursor.selectedText())

    def _shortcut(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key held with Control or the like changes, None for nothing."""
        key, held = event.key(), event.modifiers()
        if held & (CONTROL | ALT) == CONTROL and key in _LOOKS:
            return partial(self.emphasise, _LOOKS[Qt.Key(key)])
        if event.matches(QKeySequence.StandardKey.Cut):
            return self.cut_selection
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste
        if key == Qt.Key.Key_V and held == CONTROL | SHIFT:
            return self.paste_words
        return None

    def end_line(self) -> None:
        """End a line within the paragraph: Shift+Enter."""
        self.type_sign("\N{LINE SEPARATOR}")

    def type_sign(self, sign: str) -> None:
        """Type what no key types: a line's end, a space or hyphen at which no line ends."""
        if sign == "\N{LINE SEPARATOR}" and self._line().kind in _ONE_LINE:
            self.refused.emit(say("A heading or a caption stands on one line."))
        else:
            self._insert(sign)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take composed text (accents, East Asian input) like typed text."""
        if event.commitString() and not event.preeditString():
            super().inputMethodEvent(QInputMethodEvent())
            self._insert(event.commitString())
            event.accept()
        elif self._may_type(self._line()) and not self.textCursor().hasSelection():
            super().inputMethodEvent(event)

    def cut_selection(self) -> None:
        """Copy what is selected and delete it."""
        if self.textCursor().hasSelection():
            self.copy()
            self.delete_selection()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selection as blocks, as HTML and as plain words."""
        report = self._desk.report
        lines, start, end = self._selected_lines()
        held = {line.block: report.block(line.block) for line in lines if line.block}
        blocks = selected_blocks(lines, start, end, {key: b for key, b in held.items() if b})
        pictures = self._desk.snapshot.pictures
        copied = for_others(blocks, report, self._desk.figures, pictures)
        exempt = reasons_of(report, (line.block for line in lines), blocks)
        made = clipboard.to_mime(blocks, copied.words, copied.html, exempt)
        clipboard.add_pictures(
            made, [pictures[name] for name in pictures_of(blocks) if pictures.holds(name)]
        )
        return made

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Return whether a paste holds words."""
        return Pasting.can_paste(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as clean blocks; into a section's heading the words of one line."""
        if not self._desk.read_only and not self._paste_in_title(source):
            self.pasting.paste(source)

    def paste_words(self) -> None:
        """Paste the words on the clipboard without their looks."""
        source = QGuiApplication.clipboard().mimeData()
        if not self._desk.read_only and not self._paste_in_title(source):
            self.pasting.paste_words(source)

    def _paste_in_title(self, source: QMimeData) -> bool:
        """Paste words into the section's heading that the caret is in; whether that is done."""
        words = Pasting.words_of_one_line(source)
        if not words or not self.titles.may_type(self._line_chosen()):
            return False
        self._insert(words)
        return True

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where words would be dropped. Files are the window's."""
        if self.drops.may_take(event):
            super().dragMoveEvent(event)
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Move words within the report; take words from elsewhere as a paste."""
        event.setDropAction(event.proposedAction())
        event.accept()
        self.drops.take(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the pointer, or at the caret for the menu key."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self._go_to(event.pos())
        menu = QMenu(self)
        self.menu_wanted.emit(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _go_to(self, point: QPoint) -> None:
        """Put the caret where the menu is asked for, unless that is selected already."""
        cursor, there = self.textCursor(), self.cursorForPosition(point)
        if not cursor.selectionStart() <= there.position() <= cursor.selectionEnd():
            self.setTextCursor(there)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Keep Tab for the text: F6 leaves it. Where nothing can be written it goes on."""
        return super().focusNextPrevChild(_next) if self.isReadOnly() else False

    def _tab(self, *, back: bool) -> None:
        """Put items a level deeper or up, go on from a caption to its table; or say why not."""
        report, (start, end) = self._desk.report, self.selected_spots()
        line = self._line()
        if start.kind is Kind.ITEM:
            if not self.perform(listing.shift(report, start, end, -1 if back else 1)):
                self.refused.emit(listing.why_no_deeper(report, start))
        elif line.kind is Kind.CARD and not back:
            self.card_opened.emit(line.block)
        elif line.kind is Kind.CAPTION and not back:
            self.set_caret(Spot(Kind.CARD, line.section, line.block))
        elif line.kind is Kind.CARD:
            self.set_caret(Spot(Kind.CAPTION, line.section, line.block))
        else:
            self.refused.emit(say("Tab makes list items deeper. Words side by side need a table."))

    def _enter(self) -> None:
        chip = self._selected_chip()
        line = self._line()
        if chip is not None:
            self.open_run(chip)
        elif line.kind is Kind.CARD:
            self.card_opened.emit(line.block)
        elif line.kind in (Kind.CAPTION, Kind.TITLE):
            self.moveCursor(QTextCursor.MoveOperation.NextBlock)
        else:
            self.perform_at_caret(edits.split)

    def _rub_out(self, event: QKeyEvent, *, back: bool) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            self.delete_selection()
            return
        line = self._line()
        if line.kind is Kind.CARD:
            self._delete_block(line.block)
        elif self._may_type(line) and not (cursor.atBlockStart() if back else cursor.atBlockEnd()):
            super().keyPressEvent(event)
        elif back:
            self._join(edits.join_back, self.caret)
        elif self.report_document.index_at(cursor.position()) + 1 < len(self.report_document.faces):
            following = self.report_document.faces[cursor.blockNumber() + 1].line
            if line.kind in TYPED and following.kind in RICH:
                self._join(edits.join_before, spot(following))

    def _join(self, join: Callable[[Report, Spot], edits.Edit | None], at: Spot) -> None:
        if at.kind not in TYPED:
            return
        if not self.perform(join(self._desk.report, at)):
            self.moveCursor(QTextCursor.MoveOperation.PreviousCharacter)

    def _delete_block(self, block_id: str) -> None:
        section = self._desk.report.section_of(block_id)
        if section is not None:
            start = Spot(Kind.CARD, section.id, block_id)
            self.perform(edits.remove_range(self._desk.report, start, start))

    def _insert(self, text: str) -> None:
        """Type at the caret or over what is selected. Within a line that is Qt's: one burst."""
        self._keep_last_break()
        cursor, line = self.textCursor(), self._line()
        blocks = self.report_document.findBlock
        across = blocks(cursor.selectionStart()) != blocks(cursor.selectionEnd())
        if line.kind is Kind.GUIDANCE or across:
            runs = [words(text.replace("\N{LINE SEPARATOR}", "\n"))]
            self.perform_at_caret(lambda report, at: inserting.insert_runs(report, at, runs, ""))
        elif self._may_type(line):
            cursor.insertText(text, self._format_for(line))
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        else:
            self.refused.emit(self._why_not_typed(line))

    def _format_for(self, line: Line) -> QTextCharFormat:
        """Return the format of what is typed at the caret: never a chip's, a link's only inside."""
        held = self.currentCharFormat()
        formats = self.report_document.formats
        cursor = self.textCursor()
        if held.isAnchor() and not cursor.atBlockEnd():
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
            if cursor.charFormat().anchorHref() == held.anchorHref():
                return formats.link(line, held.anchorHref())
        made = formats.words(line)
        if line.kind in RICH and not held.isAnchor():
            made = looking(made, look_of(held))
        return made

    def _take_typing(self, position: int, removed: int, added: int) -> None:
        """Hand what Qt changed in a line to the desk."""
        document = self.report_document
        if document.is_writing or document.is_stale or not document.faces:
            return
        if document.blockCount() != len(document.faces):
            self._show_again()  # not one of our edits
            return
        last = document.index_at(position + added)
        changed = []
        for index in range(document.index_at(position), last + 1):
            face = document.faces[index]
            runs, chips = document.read(index)
            if not self._may_type(face.line):
                continue
            if runs != face.line.runs:
                line = replace(face.line, runs=runs)
                document.faces[index] = replace(face, line=line, chips=chips)
                changed.append(line)
            if not document.is_clean(index):
                self._show_again()
        if len(changed) == 1:
            self._type_over(changed[0])
        elif changed:
            self._replace_lines(changed, "")

    def _type_over(self, line: Line) -> None:
        if line.kind is Kind.TITLE:
            if not self.titles.type_over(line, origin=self):
                self._show_again()
            return
        block = self._block_with([line])
        if block is None or not self._desk.type_over(block, origin=self):
            self._show_again()

    def _show_again(self) -> None:
        """Have the whole report shown once this event is over."""
        self.report_document.is_stale = True
        self._restore.start(0)

    def _replace_lines(self, lines: list[Line], label: str) -> None:
        by_block: dict[str, list[Line]] = {}
        for line in lines:
            by_block.setdefault(line.block, []).append(line)
        fresh = [block for group in by_block.values() if (block := self._block_with(group))]
        changes = edits.rewrites(self._desk.report, fresh)
        if changes:
            whole: Change = changes[0] if len(changes) == 1 else Several(changes, label)
            self._desk.apply(whole, label or None)

    def _block_with(self, changed: list[Line]) -> Block | None:
        """Return the new version of a block some of whose lines have changed."""
        block_id = changed[0].block
        held = self._desk.report.block(block_id)
        if held is None:
            return None
        fresh = {(line.kind, line.item): line for line in changed}
        lines = [
            fresh.get((face.line.kind, face.line.item), face.line)
            for face in self.report_document.faces
            if face.line.block == block_id
        ]
        return blocks_of(lines, {block_id: held})[0]

    def _line(self) -> Line:
        return self.report_document.line_at(self.textCursor().position())

    def _selected_lines(self) -> tuple[list[Line], int, int]:
        cursor = self.textCursor()
        document = self.report_document
        first = document.index_at(cursor.selectionStart())
        last = document.index_at(cursor.selectionEnd())
        start, end = self.selected_spots()
        return [face.line for face in document.faces[first : last + 1]], start.offset, end.offset

    def _selected_chip(self) -> Run | None:
        cursor = self.textCursor()
        if cursor.selectionEnd() - cursor.selectionStart() != 1:
            return None
        probe = QTextCursor(cursor)
        probe.setPosition(cursor.selectionEnd())
        return run_of(probe.charFormat())

    def _tell_caret(self) -> None:
        document = self.report_document
        if document.is_writing or document.is_stale or not document.faces:
            return
        line = self._line()
        self.report_document.mark_card(line.block if line.kind is Kind.CARD else "")
        self.titles.follow(line)
        self.caret_moved.emit(line.section, line.block)

    def _may_type(self, line: Line) -> bool:
        return line.kind in TYPED or self.titles.may_type(line)

    def _line_chosen(self) -> Line:
        """Return the line in which what is selected begins."""
        return self.report_document.line_at(self.textCursor().selectionStart())

    def _keep_last_break(self) -> None:
        """Leave the end of the last of whole lines unselected: three clicks select that as well."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        document = self.document()
        if end > start == document.findBlock(start).position() and (
            end == document.findBlock(end).position()
        ):
            cursor.setPosition(start)
            cursor.setPosition(end - 1, _KEEP)
            self.setTextCursor(cursor)

    def _is_in_title(self) -> bool:
        """Whether what is selected is within one section's heading that can be typed over."""
        start, end = self.selected_spots()
        same = replace(start, offset=0) == replace(end, offset=0)
        return (
            self.textCursor().hasSelection() and same and self.titles.may_type(self._line_chosen())
        )

    def _why_not_typed(self, line: Line) -> str:
        """Return why no words can be typed into a line."""
        if line.kind is Kind.TITLE:
            return self.titles.why_not(line)
        return say(
            "Words go above or below it: Enter opens the table or chart, Ctrl+Enter goes on."
        )


def _called(what: str) -> str:
    """Return what History and Undo call a look."""
    called = {
        "bold": say("Bold"),
        "italic": say("Italic"),
        "super": say("Superscript"),
        "sub": say("Subscript"),
    }
    return called[what]

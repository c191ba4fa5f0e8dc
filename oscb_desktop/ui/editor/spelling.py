"""Spelling in the editor: marks what the checks did not know, and goes from word to word (F7)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu, QWidget

from oscb_desktop.editing.annotating import LearnWord
from oscb_desktop.editing.text import replacing
from oscb_desktop.operations.writing.checking import CheckResult
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.spelling_marks import Unknown
from oscb_desktop.ui.editor.spelling_popover import SpellingPopover
from oscb_desktop.ui.editor.typing import TypingView
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import WorkerPool

CODES = frozenset({"spelling", "spelling-name"})
_TOPIC = "spelling"
_OFFERED = 5  # suggestions in a menu


class Spelling(QObject):
    """``learned`` when a word was added to some list: what was checked is out of date."""

    learned = Signal()

    def __init__(
        self, desk: Desk, view: TypingView, over: QWidget, pool: WorkerPool, messages: Messages
    ) -> None:
        super().__init__(over)
        self._desk = desk
        self._view = view
        self._over = over
        self._pool = pool
        self._messages = messages
        self._shown: Unknown | None = None
        self._known: set[str] = set()  # learned since the last check
        self.popover = SpellingPopover(over)
        self.popover.closed.connect(view.setFocus)
        self.popover.chosen.connect(self._put_in)
        self.popover.learn_wanted.connect(self._learn)
        self.popover.share_wanted.connect(self._share)
        self.popover.ignore_wanted.connect(self._ignore)
        self.popover.next_wanted.connect(self.step)

    def take(self, result: CheckResult) -> None:
        """Mark the words that a check did not know."""
        words = {held.found for held in result.problems if held.code in CODES}
        self._view.mark_unknown(words - self._known)

    def step(self) -> None:
        """Show the next unknown word after the caret, round at the end."""
        self._messages.dismiss(_TOPIC)
        document = self._view.report_document
        found = list(self._view.unknown.all_in(document.faces))
        if not found:
            self.popover.close_popover()
            self._messages.show(
                self.tr("No word is marked as unknown."),
                self.tr("New words are checked each time you pause."),
                topic=_TOPIC,
            )
            return
        caret = self._view.textCursor()
        at = (document.index_at(caret.position()), document.spot_at(caret.position()).offset)
        self._show(next((held for held in found if (held.index, held.start) >= at), found[0]))

    def word_at_caret(self) -> Unknown | None:
        """Return the marked word that the caret is in."""
        document = self._view.report_document
        position = self._view.textCursor().position()
        index, offset = document.index_at(position), document.spot_at(position).offset
        for start, end, word in self._view.unknown.in_line(document.faces[index].line):
            if start <= offset <= end:
                return Unknown(index, start, end, word)
        return None

    def offer(self, menu: QMenu) -> None:
        """Put into a menu what may be meant by the marked word at the caret, and what to do."""
        unknown = self._shown = self.word_at_caret()
        if unknown is None:
            return
        waiting = menu.addAction(self.tr("Looking for suggestions…"))
        waiting.setEnabled(False)
        menu.addAction(self.tr("I&gnore it here"), self._ignore)
        menu.addAction(self.tr("Add to &my words"), self._learn)
        if not self._desk.text_only:
            menu.addAction(self.tr("Add to this &report's words"), self._share)
        menu.addSeparator()

        def show(found: tuple[str, ...]) -> None:
            for word in found[:_OFFERED]:
                meant = QAction(word.replace("&", "&&"), menu)
                meant.triggered.connect(lambda _=False, word=word: self._put_in(word))
                menu.insertAction(waiting, meant)
            waiting.setVisible(not found)
            waiting.setText(self.tr("Nothing similar was found"))

        self._suggest(unknown.word, menu, show)

    def _suggest(self, word: str, owner: QObject, done: Callable[[tuple[str, ...]], None]) -> None:
        def work(_: object) -> tuple[str, ...]:
            from oscb_desktop.operations.writing.spelling import suggest

            return suggest(word)

        self._pool.run(work, owner=owner, done=done)

    def _ignore(self) -> None:
        unknown, self._shown = self._shown, None
        if unknown is not None:
            face = self._view.report_document.faces[unknown.index]
            self._view.unknown.ignore(face.line, unknown.word)
            self._view.viewport().update()
        self._view.setFocus()

    def _show(self, unknown: Unknown) -> None:
        self._shown = unknown
        self._view.setTextCursor(self._cursor(unknown))
        self._view.ensureCursorVisible()
        self.popover.share.setVisible(not self._desk.text_only)
        self.popover.open_for(unknown.word, self._place(unknown))
        word = unknown.word
        self._suggest(word, self, lambda found: self.popover.suggest(word, found))

    def _put_in(self, word: str) -> None:
        unknown, self._shown = self._shown, None
        document = self._view.report_document
        if unknown is not None and unknown.index < len(document.faces):
            at = document.spot_at(self._cursor(unknown).selectionStart())
            edit = replacing.replace_span(
                self._desk.report, at, unknown.end, word, self.tr("Correct spelling")
            )
            self._view.perform(edit)
        self._view.setFocus()

    def _learn(self) -> None:
        unknown, self._shown = self._shown, None
        self._view.setFocus()
        if unknown is None:
            return
        word = unknown.word

        def work(_: object) -> None:
            from oscb_desktop.operations.writing.spelling import learn

            learn(word)

        self._pool.run(work, owner=self, done=lambda _: self._learned(word))

    def _share(self) -> None:
        unknown, self._shown = self._shown, None
        self._view.setFocus()
        if unknown is not None and self._desk.apply(LearnWord(unknown.word)):
            # Not known for ever: the word can be taken out again, by Undo.
            self._view.mark_unknown(self._view.unknown.words - {unknown.word})
            self.learned.emit()

    def _learned(self, word: str) -> None:
        self._known.add(word)
        self._view.mark_unknown(self._view.unknown.words - {word})
        self.learned.emit()

    def _cursor(self, unknown: Unknown) -> QTextCursor:
        block = self._view.report_document.findBlockByNumber(unknown.index)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + unknown.start)
        last = block.position() + min(unknown.end, block.length() - 1)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _place(self, unknown: Unknown) -> QRect:
        cursor = self._cursor(unknown)
        cursor.setPosition(cursor.selectionStart())
        place = self._view.cursorRect(cursor)
        place.moveTopLeft(self._view.viewport().mapTo(self._over, place.topLeft()))
        return place

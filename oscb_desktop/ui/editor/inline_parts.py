"""Putting links, footnotes and references into the sentence, and changing those that are there."""

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from oscb_desktop.editing.text import edits, inline, inserting
from oscb_desktop.editing.text.inline import LinkSpan
from oscb_desktop.editing.text.lines import RICH, Kind, Spot
from oscb_desktop.report.content.blocks import CrossRef, Footnote, Run
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.link_popover import LinkPopover
from oscb_desktop.ui.editor.note_popover import NotePopover
from oscb_desktop.ui.editor.reference_popover import ReferencePopover
from oscb_desktop.ui.editor.typing import TypingView
from oscb_desktop.ui.widgets.messages import Messages

_TOPIC = "inline-part"


class InlineParts(QObject):
    """Opens the popovers over ``over`` at the caret of ``view`` and makes their edits."""

    def __init__(self, desk: Desk, view: TypingView, over: QWidget, messages: Messages) -> None:
        super().__init__(over)
        self._desk = desk
        self._view = view
        self._over = over
        self._messages = messages
        self._changed: Spot | None = None  # the note or reference that is being changed
        self.link = LinkPopover(over)
        self.note = NotePopover(over)
        self.reference = ReferencePopover(over)
        self.link.done.connect(self._take_link)
        self.note.done.connect(self._take_note)
        self.reference.chosen.connect(self._take_reference)
        for popover in (self.link, self.note, self.reference):
            popover.closed.connect(view.setFocus)

    def ask_link(self) -> None:
        """Change the link at the caret, or make one of what is selected."""
        start, end = self._view.selected_spots()
        span = inline.link_span(self._desk.report, start, end) if self._may_go(start) else None
        if span is not None:
            self.link.open_for(span, self._caret())
        elif start.kind in RICH:
            self._say(
                self.tr("A link can only be made of words in one paragraph."),
                self.tr("Select words without a figure, a note or a reference among them."),
            )

    def ask_note(self) -> None:
        """Change the footnote at the caret, or put a new one in."""
        start, end = self._view.selected_spots()
        if not self._may_go(end):
            return
        held = inline.object_at(self._desk.report, start)
        note = held[1] if held is not None else None
        if held is not None and isinstance(note, Footnote):
            self._changed = held[0]
            self.note.open_for(note.text, self._caret())
        else:
            self._changed = None
            self._view.set_caret(end)  # a note comes after the words it is about
            self.note.open_for("", self._caret())

    def ask_reference(self) -> None:
        """Point the reference at the caret elsewhere, or put a new one in."""
        start, end = self._view.selected_spots()
        if not self._may_go(end):
            return
        held = inline.object_at(self._desk.report, start)
        chosen = held is not None and isinstance(held[1], CrossRef)
        self._changed = held[0] if held is not None and chosen else None
        self.reference.open_for(self._desk.report, self._caret())

    def open_note(self) -> None:
        """Show what the note says that was clicked."""
        if not self._desk.read_only:
            self.ask_note()

    def _may_go(self, at: Spot) -> bool:
        self._messages.dismiss(_TOPIC)
        if self._desk.read_only:
            return False
        if at.kind is Kind.GUIDANCE:
            self._view.perform_at_caret(edits.new_paragraph)
            return self._view.caret.kind in RICH
        if at.kind not in RICH:
            self._say(
                self.tr("Links, footnotes and references go into a paragraph or a list."),
                self.tr("Put the cursor in a sentence first."),
            )
            return False
        return True

    def _take_link(self, span: LinkSpan, words: str, url: str) -> None:
        report = self._desk.report
        edit = (
            inline.set_link(report, span, words, url) if url else inline.remove_link(report, span)
        )
        self._view.perform(edit)
        self._view.setFocus()

    def _take_note(self, words: str) -> None:
        run = Footnote(words) if words else None
        self._put(run, self.tr("Footnote"))

    def _take_reference(self, block: str) -> None:
        self._put(CrossRef(block), self.tr("Reference"))

    def _put(self, run: Run | None, label: str) -> None:
        at, self._changed = self._changed, None
        if at is not None:
            self._view.perform(inline.put_object(self._desk.report, at, run, label))
        elif run is not None:
            self._view.perform_at_caret(
                lambda report, spot: inserting.insert_run(report, spot, run, label)
            )
        self._view.setFocus()

    def _caret(self) -> QRect:
        caret = self._view.cursorRect()
        caret.moveTopLeft(self._view.viewport().mapTo(self._over, caret.topLeft()))
        return caret

    def _say(self, text: str, remedy: str) -> None:
        self._messages.show(text, remedy, topic=_TOPIC)

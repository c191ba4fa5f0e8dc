"""One content, many committees, in the report page: the choice, the note over the text, a panel."""

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from oscb_desktop.editing.addressing import share_again, write_apart
from oscb_desktop.editing.changes import Change
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.outline.outline import Outline
from oscb_desktop.ui.panels.committees.choice import CommitteeChoice
from oscb_desktop.ui.panels.committees.note import SharedNote
from oscb_desktop.ui.panels.committees.panel import CommitteesPanel
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import WorkerPool


class Committees(QObject):
    """Joins them to the outline and the text. ``details_wanted`` is for the report's head."""

    details_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        pool: WorkerPool,
        messages: Messages,
        outline: Outline,
        editor: Editor,
        today: date,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._editor = editor
        self._section = ""  # the key of the one that is written in
        self._committee = desk.snapshot.committee
        self.choice = CommitteeChoice(desk, outline)
        self.note = SharedNote(editor)
        self.panel = CommitteesPanel(desk, pool, messages, today, page)
        if desk.snapshot.part is not None:
            self.panel.hide()  # a section has no panel of it: it would float over the tools
        outline.put_above(self.choice)
        editor.put_above(self.note)
        self.panel.details_wanted.connect(self.details_wanted)
        self.note.apart_wanted.connect(self._write_apart)
        self.note.shared_wanted.connect(self._share_again)
        editor.caret_moved.connect(self._follow)
        desk.changed.connect(self._follow_report)
        self._follow()

    def _follow_report(self) -> None:
        """Stay in the same section where another committee comes into hand."""
        committee = self._desk.snapshot.committee
        if committee != self._committee:
            self._committee = committee
            self._go_to(self._section)
        self._follow()

    def _follow(self) -> None:
        desk = self._desk
        section = desk.report.section(self._editor.view.caret.section)
        if section is not None and desk.snapshot.committee == self._committee:
            self._section = section.key
        committee = desk.report.committee
        self.note.show_for(desk.snapshot.whole, committee, section, may_edit=not desk.text_only)

    def _write_apart(self, section: str) -> None:
        committee = self._desk.snapshot.committee
        self._swap(write_apart(self._desk.snapshot.whole, section, committee), section)

    def _share_again(self, section: str) -> None:
        self._swap(share_again(self._desk.snapshot.whole, section), section)

    def _swap(self, change: Change, section: str) -> None:
        """Put one text of a section in another's place, and stay where one was."""
        held = self._desk.report.section(section)
        if held is not None and self._desk.apply_whole(change):
            self._go_to(held.key)
            self._editor.setFocus()

    def _go_to(self, key: str) -> None:
        found = next((held for held in self._desk.report.sections if held.key == key), None)
        if found is not None:
            self._editor.show_place(section=found.id)

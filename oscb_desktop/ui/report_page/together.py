"""Working together in the report page: comments, sending a section, and versions compared."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from oscb_desktop.editing.parts import Part
from oscb_desktop.operations.writing.versions import act_cleared
from oscb_desktop.report.clearance.clearance import Statement, Verdict
from oscb_desktop.ui.comparison.page import ComparisonPage
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.editor.editor import Editor
from oscb_desktop.ui.outline.outline import Outline
from oscb_desktop.ui.panels.clearance.panel import ClearancePanel
from oscb_desktop.ui.panels.comments.buttons import CommentButtons
from oscb_desktop.ui.panels.comments.panel import CommentsPanel
from oscb_desktop.ui.panels.history import HistoryPanel, said_time
from oscb_desktop.ui.panels.send_panel import SendPanel
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.messages import Messages


class Together(QObject):
    """Makes the panels and joins them to the text, the outline and the history.

    ``panel_wanted(key)`` when one of its panels is to open; ``comparison_wanted`` whether the
    comparison is to stand in the text's place.
    """

    panel_wanted = Signal(str)
    comparison_wanted = Signal(bool)

    def __init__(
        self,
        desk: Desk,
        messages: Messages,
        choosers: Choosers,
        editor: Editor,
        outline: Outline,
        history: HistoryPanel,
        clearance: ClearancePanel,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._outline = outline
        self._view = editor.view
        self.comments = CommentsPanel(desk)
        self.comments.chosen_words = editor.view.chosen_words
        self.marks = CommentButtons(editor.view, desk)
        self.send = SendPanel(desk, messages, choosers)
        self.comparison = ComparisonPage(desk, messages)
        self._comment = self._action(self.tr("&Comment…"), "Ctrl+Alt+M", page)
        self._comment.triggered.connect(lambda: self.start_comment())
        self._comment.setEnabled(not desk.read_only)
        self._send = self._action(self.tr("Send to an &officer…"), "Ctrl+Shift+S", page)
        self._send.triggered.connect(lambda: self.start_sending())
        self._send.setEnabled(desk.snapshot.part is None)
        editor.view.addAction(self._comment)
        outline.add_action(self._send)
        editor.caret_moved.connect(self.comments.show_place)
        here = editor.view.caret
        self.comments.show_place(here.section, here.block)
        self.marks.chosen.connect(self._show_comments)
        self._view.mark_comments(desk.snapshot.comments)
        desk.changed.connect(lambda: self._view.mark_comments(self._desk.snapshot.comments))
        history.compare_wanted.connect(self.compare)
        clearance.compare_wanted.connect(self.compare_cleared)
        part = desk.snapshot.part
        if part is not None:
            self._welcome(messages, part)
        self.comparison.closed.connect(lambda: self.comparison_wanted.emit(False))

    def actions(self) -> dict[str, QAction]:
        """Return the actions by key, for the window's menus."""
        return {"comment": self._comment, "send_section": self._send}

    def start_comment(self) -> None:
        """Open the comments with a form for where the caret is."""
        self.panel_wanted.emit("comments")
        self.comments.start()

    def start_sending(self) -> None:
        """Open the form that sends the section chosen in the outline."""
        section = self._outline.current
        self.send.open_for(section.id if section else "")
        self.panel_wanted.emit("send")

    def compare(self, seq: int, said: str) -> None:
        """Compare the present with the version after an act."""
        self.comparison.show_since(seq, said)
        self.comparison_wanted.emit(True)

    def _welcome(self, messages: Messages, part: Part) -> None:
        """Say to an officer what this file is and what is asked."""
        asked = self.tr("They ask: {note}").format(note=part.note) if part.note else ""
        messages.show(
            self.tr("{name} has sent you this section of “{title}”.").format(
                name=part.sent_by, title=part.title
            ),
            self.tr("{asked} Write it, close it, and send the file back.")
            .format(asked=asked)
            .strip(),
            topic="part",
        )

    def compare_cleared(self, statement: Statement) -> None:
        """Compare the present with what somebody cleared or sent back."""
        cleared = statement.verdict is Verdict.CLEARED
        words = (
            self.tr("{name} cleared it, {when}")
            if cleared
            else self.tr("{name} sent it back, {when}")
        )
        words = words.format(name=statement.name, when=said_time(statement.at))
        self._desk.read(
            lambda opened, _: act_cleared(opened, statement), lambda seq: self.compare(seq, words)
        )

    def _show_comments(self, target: str) -> None:
        self.panel_wanted.emit("comments")
        self.comments.show_threads_of(target)

    def _action(self, words: str, shortcut: str, page: QWidget) -> QAction:
        action = QAction(words, page)
        action.setShortcut(QKeySequence(shortcut))
        return action

"""Comments: what is still to be dealt with, in reading order, and a new one on this paragraph."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.text import counted
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.writing import comments
from oscb_desktop.report.content.comments import Thread, Whereabouts, in_reading_order, shortened
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.comments.card import ThreadCard
from oscb_desktop.ui.panels.comments.form import CommentForm
from oscb_desktop.ui.widgets.look import GRID, quiet, spaced

Listed = tuple[Thread, str]  # a comment, and where it is


class CommentsPanel(QWidget):
    """Follows the caret by ``show_place``. ``counted(open)`` when their number changes."""

    place_wanted = Signal(str)  # a block or a section
    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place = ""
        self._threads = desk.snapshot.comments
        self._listed: tuple[Listed, ...] = ()
        self.cards: list[ThreadCard] = []
        self.form: CommentForm | None = None
        self.chosen_words: Callable[[], str] = str  # in the text, where the caret is
        self.new = QPushButton(self.tr("&Comment…"))
        self.new.clicked.connect(self.start)
        self.words = quiet("")
        self.resolved = QCheckBox(self.tr("Show &resolved"))
        self.resolved.toggled.connect(lambda _: self._fill())
        self._lay_out()
        desk.changed.connect(self._follow)

    def show_place(self, section: str, block: str) -> None:
        """Offer to comment on the block that the caret is in, else on the section."""
        place = block or section
        if place != self._place and self.form is None:
            self._place = place
            if self.isVisible():
                self._name_place()

    def start(self) -> None:
        """Open the form for a new comment where the caret is, on the words chosen there if any."""
        if self._desk.read_only or not self._place or self.form is not None:
            if self.form is not None:
                self.form.setFocus()
            return
        where = Whereabouts(self._desk.report).words(self._place)
        words = self.chosen_words()
        about = self.tr("Your comment on {where}").format(
            where=f"“{shortened(words)}”" if words else where
        )
        form = CommentForm(self.tr("Comment"), about)
        form.said.connect(partial(self._comment, self._place, words))
        form.closed.connect(self._leave_form)
        self.form = form
        self._head.insertWidget(1, form)
        self.new.hide()
        form.show()
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def open(self) -> int:
        """How many comments are open."""
        return sum(held.open for held in self._desk.snapshot.comments)

    def show_threads_of(self, target: str) -> None:
        """Bring the comments on a block into view."""
        for card in self.cards:
            if card.comment.target == target:
                self._scroll.ensureWidgetVisible(card)
                card.where.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def data(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Return what the cards say, top to bottom."""
        return tuple(card.data() for card in self.cards)

    def showEvent(self, event: QShowEvent) -> None:
        """List what there is now."""
        super().showEvent(event)
        self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go to the first thing that can be done here."""
        super().focusInEvent(event)
        first: QWidget | None = self.form or (self.new if self.new.isEnabled() else None)
        if first is None and self.cards:
            first = self.cards[0].where
        if first is not None:
            first.setFocus(event.reason())

    def _lay_out(self) -> None:
        self._head = QVBoxLayout()
        spaced(self._head)
        self._head.setContentsMargins(GRID, 0, GRID, 0)
        self._head.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeft)
        self._head.addWidget(self.words)
        self._head.addWidget(self.resolved)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        spaced(self._list, gap=0)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(self._head)
        column.addWidget(self._scroll, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Comments"))

    def _name_place(self) -> None:
        whereabouts = Whereabouts(self._desk.report)
        where = whereabouts.words(self._place) if self._place else self.tr("this paragraph")
        words = self.tr("&Comment on {where}…").format(where=where.replace("&", "&&"))
        self.new.setText(words)
        self.new.setEnabled(bool(self._place) and not self._desk.read_only and not self.form)

    def _follow(self) -> None:
        """Count the comments; list them only where somebody sees it: this is every keystroke."""
        threads = self._desk.snapshot.comments
        if threads != self._threads:
            self._threads = threads
            self.counted.emit(self.open)
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        snapshot = self._desk.snapshot
        if self.form is None:
            self._name_place()
        whereabouts = Whereabouts(snapshot.report)
        listed = tuple(
            (held, whereabouts.words(held.target))
            for held in in_reading_order(snapshot.report, snapshot.comments)
        )
        if listed != self._listed or not self.words.text():
            self._listed = listed
            self._fill()

    def _fill(self) -> None:
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        done = sum(not held.open for held, _ in self._listed)
        for held, where in self._listed:
            if held.open or self.resolved.isChecked():
                self._add(held, where)
        self.resolved.setVisible(bool(done))
        self.resolved.setText(self.tr("Show &resolved ({count})").format(count=done))
        self.words.setText(self._summary(len(self._listed) - done, done))

    def _summary(self, count: int, done: int) -> str:
        if count:
            return counted(count, "1 comment is open.", "{count} comments are open.")
        if done:
            return self.tr("Every comment is resolved.")
        return self.tr(
            "No comments yet. Comments stay in the report file, with the name of "
            "whoever made them, and are never printed."
        )

    def _add(self, thread: Thread, where: str) -> None:
        report = self._desk.report
        target = thread.target
        there = report.block(target) is not None or report.section(target) is not None
        card = ThreadCard(thread, where, there=there, may_edit=not self._desk.read_only)
        card.place_wanted.connect(self.place_wanted)
        card.replied.connect(lambda text: self._act(comments.reply, thread.id, text))
        card.assigned.connect(lambda to: self._act(comments.assign, thread.id, to))
        card.settled.connect(
            lambda resolved: self._act(comments.resolve if resolved else comments.reopen, thread.id)
        )
        self.cards.append(card)
        self._list.insertWidget(len(self.cards) - 1, card)

    def _comment(self, target: str, words: str, text: str, to: str) -> None:
        def done(_: Snapshot) -> None:
            self._close_form()
            self.show_threads_of(target)

        def work(opened: Opened, _: object) -> Snapshot:
            return comments.comment(opened, target, text, to=to, words=words)

        self._desk.act(work, done)

    def _act(self, verb: Callable[..., Snapshot], *words: str) -> None:
        def work(opened: Opened, _: object) -> Snapshot:
            return verb(opened, *words)

        self._desk.act(work, lambda _: self.setFocus())

    def _leave_form(self) -> None:
        self._close_form()
        self.new.setFocus()

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self._head.removeWidget(form)
            form.hide()
            form.deleteLater()
        self.new.show()
        self._name_place()

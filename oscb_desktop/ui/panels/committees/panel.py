"""Committees: everywhere the report goes, how it stands for each, and sending it to one more."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.editing.addressing import send_no_more, send_to
from oscb_desktop.operations.writing.committees import Standing, standings
from oscb_desktop.report.content.committees import find_committee_template
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.panels.committees.card import CommitteeCard
from oscb_desktop.ui.panels.committees.form import AddCommitteeForm
from oscb_desktop.ui.widgets.look import GRID, quiet, spaced
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import WorkerPool

_PAUSE_MS = 500


class CommitteesPanel(QWidget):
    """Looks only while it is in sight: each committee's report is checked as a whole.

    ``details_wanted`` when somebody wants to set a committee's title and meeting.
    """

    details_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        pool: WorkerPool,
        messages: Messages,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self._messages = messages
        self._today = today
        self._found: tuple[Standing, ...] = ()
        self._shown: tuple[tuple[Standing, ...], str] | None = None
        self._looking = False
        self.cards: list[CommitteeCard] = []
        self.words = quiet(
            self.tr(
                "One report, shown as each committee gets it. What you write is for all "
                "of them, except in a section that belongs to one committee alone."
            )
        )
        self.form = AddCommitteeForm()
        self.form.wanted.connect(self._add)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        spaced(self._list, margin=GRID, gap=GRID)
        self._list.addWidget(self.words)
        self._list.addWidget(self.form)
        self._list.addStretch(1)
        if desk.text_only:
            self.form.hide()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Committees of the report"))
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        spaced(column, gap=0)
        column.addWidget(scroll)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._look)
        desk.changed.connect(self._wait)

    def data(self) -> tuple[tuple[str, ...], ...]:
        """Return what each card says."""
        return tuple(card.data() for card in self.cards)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at once: nothing was looked at while it was out of sight."""
        super().showEvent(event)
        self._look()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go to the first thing that can be done here."""
        super().focusInEvent(event)
        stops = (*(card.show_button for card in self.cards), self.form.kind)
        stop = next((held for held in stops if held.isVisible() and held.isEnabled()), None)
        if stop is not None:
            stop.setFocus(event.reason())

    def _wait(self) -> None:
        if self.isVisible():
            self._show()
            self._later.start()

    def _look(self) -> None:
        if self._looking:
            self._later.start()
            return
        self._looking = True
        snapshot = self._desk.snapshot

        def work(_: Progress) -> tuple[Standing, ...]:
            return standings(snapshot)

        self._pool.run(work, owner=self, done=self._take, failed=self._give_up)

    def _take(self, found: tuple[Standing, ...]) -> None:
        self._looking = False
        self._found = found
        self._show()

    def _give_up(self, error: OscbError) -> None:
        self._looking = False
        self._messages.error(error)

    def _show(self) -> None:
        in_hand = self._desk.snapshot.committee
        if self._shown == (self._found, in_hand):
            return
        self._shown = (self._found, in_hand)
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for at, held in enumerate(self._found):
            card = CommitteeCard(
                held, self._today, in_hand=held.id == in_hand, may_edit=not self._desk.text_only
            )
            card.shown.connect(partial(self._desk.address, held.id))
            card.dated.connect(partial(self._set_details, held.id))
            card.removed.connect(partial(self._remove, held.id, held.name))
            self.cards.append(card)
            self._list.insertWidget(1 + at, card)

    def _set_details(self, committee: str) -> None:
        self._desk.address(committee)
        self.details_wanted.emit()

    def _add(self, kind: str, name: str, meeting: date | None) -> None:
        whole = self._desk.snapshot.whole
        try:
            change = send_to(whole, find_committee_template(kind), meeting, name)
        except OscbError as error:
            self._messages.error(error)
            return
        if self._desk.apply_whole(change):
            self.form.clear()
            self._desk.address(self._desk.snapshot.whole.committees[-1].id)
            self._look()

    def _remove(self, committee: str, name: str) -> None:
        if committee == self._desk.snapshot.committee:
            self._desk.address("")
        if self._desk.apply_whole(send_no_more(self._desk.snapshot.whole, committee)):
            self._messages.show(
                self.tr("The report no longer goes to {name}.").format(name=name),
                self.tr("What was written for it alone has gone with it."),
                actions=[(self.tr("Undo"), self._desk.undo)],
                topic="committees",
            )
            self._look()

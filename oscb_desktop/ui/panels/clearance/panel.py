"""Clearance: whose desk the report is on, since when, and what each desk has said."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.operations.clearing.clearing import clear, send_back, whose_desk
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.report.clearance.clearance import StepState
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.desk.watching import Watcher
from oscb_desktop.ui.panels.clearance.card import StepCard
from oscb_desktop.ui.panels.clearance.form import ClearForm, Said, Speech
from oscb_desktop.ui.panels.clearance.words import covers_words, summary_words
from oscb_desktop.ui.widgets.choosers import Choosers
from oscb_desktop.ui.widgets.look import GRID, quiet, spaced


class ClearancePanel(QWidget):
    """The route from top to bottom. ``standing`` watches the report's clearances."""

    place_wanted = Signal(str)  # a block
    compare_wanted = Signal(object)  # since which Statement

    def __init__(
        self,
        desk: Desk,
        standing: Watcher,
        choosers: Choosers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._standing = standing
        self._choosers = choosers
        self._states: tuple[StepState, ...] = ()
        self._cards: dict[str, StepCard] = {}
        self.summary = quiet(self.tr("Checking the clearances…"))
        self._foot = quiet(
            self.tr("Read-only: nobody can clear the report here.")
            if desk.text_only
            else self.tr("Silence never clears. An edit reopens what it touches, and no more.")
        )
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        spaced(self._list, gap=0)
        self._list.setContentsMargins(GRID, GRID, GRID, GRID)
        self._list.addWidget(self._foot)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._scroll = scroll
        self.summary.setContentsMargins(GRID, 0, GRID, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.summary)
        column.addWidget(scroll, 1)
        standing.seen.connect(self.show_states)
        standing.failed.connect(self._show_none)
        if standing.result is not None:
            self.show_states(standing.result)

    def card(self, step: str) -> StepCard:
        """Return a step's card."""
        return self._cards[step]

    def data(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Return what each card says."""
        return tuple(card.data() for card in self._cards.values())

    def show_states(self, states: tuple[StepState, ...]) -> None:
        """Show how the steps of the route stand."""
        if states == self._states:
            return
        self._states = states
        if [state.step.id for state in states] != list(self._cards):
            self._make_cards(states)
        titles = {state.step.id: state.step.title for state in states}
        counting = {state.step.id for state in states if state.counts}
        for state in states:
            waits_for = [titles[name] for name in state.step.after if name not in counting]
            may_speak = not self._desk.text_only
            self._cards[state.step.id].show_state(state, waits_for, may_speak=may_speak)
        self.summary.setText(summary_words(whose_desk(states), states) + ".")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go to the first thing that can be done here."""
        super().focusInEvent(event)
        for card in self._cards.values():
            stop = card.first_stop()
            if stop is not None:
                stop.setFocus(event.reason())
                return

    def _show_none(self, error: OscbError) -> None:
        self._states = ()
        self._make_cards(())
        self.summary.setText(str(error))

    def _make_cards(self, states: tuple[StepState, ...]) -> None:
        for card in self._cards.values():
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for at, state in enumerate(states):
            card = StepCard(state, last=at == len(states) - 1)
            card.asked.connect(partial(self._open_form, state.step.id))
            card.place_wanted.connect(self.place_wanted)
            card.compare_wanted.connect(self.compare_wanted)
            self._cards[state.step.id] = card
            self._list.insertWidget(at, card)

    def _open_form(self, step_id: str, speech: Speech) -> None:
        """Open a desk's form; there is one at a time."""
        for held in self._cards.values():
            held.close_form()
        card = self._cards[step_id]
        state = next(held for held in self._states if held.step.id == step_id)
        form = ClearForm(state.step, speech, covers_words(state), self._choosers)
        form.said.connect(self._say)
        form.closed.connect(partial(self._close_form, card))
        form.grown.connect(lambda: self._bring_into_sight(form.send))
        card.open_form(form)
        self._bring_into_sight(form.send)

    def _bring_into_sight(self, widget: QWidget) -> None:
        """Scroll to a widget once the layout has found its place."""
        QTimer.singleShot(0, widget, lambda: self._scroll.ensureWidgetVisible(widget, 0, GRID))

    def _close_form(self, card: StepCard) -> None:
        card.close_form()
        stop = card.first_stop()
        if stop is not None:
            stop.setFocus()

    def _say(self, said: Said) -> None:
        card = self._cards[said.step]
        form = card.form
        if form is None:
            return

        def work(opened: Opened, _: Progress) -> Snapshot:
            key = said.key.unlock(said.name)
            speak = clear if said.speech is Speech.CLEAR else partial(send_back, reason=said.reason)
            return speak(
                opened, said.step, said.name, post=said.post, key=key, accept_key=said.key.accept
            )

        form.wait(True)
        started = self._desk.act(
            work, lambda _: self._finish(said), lambda error: self._refuse(said, error)
        )
        if not started:
            form.wait(False)

    def _finish(self, said: Said) -> None:
        card = self._cards[said.step]
        card.close_form()
        card.setFocus()  # never the text: the next key would reopen what was just given
        self._standing.look_now()

    def _refuse(self, said: Said, error: OscbError) -> None:
        form = self._cards[said.step].form
        if form is not None:
            form.wait(False)
            form.refuse(error)
        self._standing.look_now()

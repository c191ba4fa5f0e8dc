"""The open questions about a file: a card for each, with its answers as buttons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from oscb_desktop.base.text import counted
from oscb_desktop.operations.taking_in.showing import ShownDoubt
from oscb_desktop.ui.import_page.answer_button import AnswerButton
from oscb_desktop.ui.widgets.frames import paint_bar, paint_card
from oscb_desktop.ui.widgets.look import GRID, heading, quiet, scaled, spaced
from oscb_desktop.ui.widgets.shapes import Tone

_SHOWN = 12  # cards; those behind come up as the first are answered


class QuestionCard(QWidget):
    """``answered(value, for_all)`` by a click on an answer, ``wanted`` by one on the rest."""

    answered = Signal(str, bool)
    wanted = Signal()

    def __init__(self, doubt: ShownDoubt, alike: int) -> None:
        super().__init__()
        self.doubt = doubt
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Question: {words}").format(words=doubt.question))
        self.setAccessibleDescription(doubt.why)
        words = quiet(doubt.question)
        words.setFont(scaled(words.font(), 1.0, bold=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID + 4, GRID + GRID // 2, 2 * GRID, GRID + GRID // 2)
        column.setSpacing(GRID // 2)
        column.addWidget(words)
        if doubt.why:
            column.addWidget(quiet(doubt.why))
        column.addSpacing(GRID // 2)
        self.all_box = QCheckBox(
            counted(alike, "The same for 1 more like it", "The same for {count} more like it")
        )
        self.buttons = tuple(AnswerButton(answer) for answer in doubt.answers)
        for button in self.buttons:
            button.setCursor(Qt.CursorShape.ArrowCursor)
            button.clicked.connect(partial(self._answer, button.answer.value))
            column.addWidget(button)
        column.addWidget(self.all_box)
        self.all_box.setVisible(bool(alike))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show the cell that it is about."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the cell on Enter and Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card with the tone of a question at its left edge."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        paint_card(painter, area, self.palette(), focus=self.hasFocus())
        paint_bar(painter, area, self.palette(), Tone.WARN)

    def _answer(self, value: str) -> None:
        self.answered.emit(value, self.all_box.isChecked())


class Questions(QWidget):
    """``answered(doubts, value)``, and ``cell_wanted(doubt)`` for the cell of one."""

    answered = Signal(object, str)
    cell_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doubts: tuple[ShownDoubt, ...] = ()
        self.cards: tuple[QuestionCard, ...] = ()
        self.title = heading("")
        self._more = QLabel()
        self._column = QVBoxLayout()
        spaced(self._column, gap=GRID)
        inside = QWidget()
        held = QVBoxLayout(inside)
        spaced(held)
        held.addLayout(self._column)
        held.addWidget(self._more)
        held.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self._inside = inside
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        spaced(column, gap=GRID)
        column.addWidget(self.title)
        column.addWidget(self._scroll, 1)
        self.hide()

    def show_doubts(self, doubts: Sequence[ShownDoubt]) -> None:
        """Show these; where a card had the focus, the first of them gets it."""
        if self._doubts == tuple(doubts):
            return
        focused = self.window().focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._doubts = tuple(doubts)
        told: list[ShownDoubt] = []
        cards: list[QuestionCard] = []
        for doubt in self._doubts[:_SHOWN]:
            first = not any(doubt.is_like(held) for held in told)
            alike = [held for held in self._doubts if held.is_like(doubt)] if first else [doubt]
            told.append(doubt)
            card = QuestionCard(doubt, len(alike) - 1)
            card.answered.connect(partial(self._answer, doubt, tuple(alike)))
            card.wanted.connect(partial(self.cell_wanted.emit, doubt))
            self._column.addWidget(card)
            card.show()  # now, so that its height is counted
            cards.append(card)
        self.cards = tuple(cards)
        self.title.setText(counted(len(doubts), "1 question", "{count} questions"))
        left = len(doubts) - len(cards)
        self._more.setText(counted(left, "and 1 more", "and {count} more"))
        self._more.setVisible(bool(left))
        self.setVisible(bool(cards))
        self._chain()
        if had_focus and cards:
            cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self) -> bool:
        """Go to the next card's first answer; return whether there is one."""
        if not self.cards:
            return False
        focused = self.window().focusWidget()
        at = next(
            (
                place
                for place, card in enumerate(self.cards)
                if focused is not None and (card is focused or card.isAncestorOf(focused))
            ),
            -1,
        )
        card = self.cards[(at + 1) % len(self.cards)]
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(card)
        self.cell_wanted.emit(card.doubt)
        return True

    def focus_on(self, doubt: ShownDoubt | None) -> None:
        """Go to a question's card, or the first one's where it is not shown."""
        if self.cards:
            card = next((held for held in self.cards if held.doubt == doubt), self.cards[0])
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def wanted_height(self) -> int:
        """Return the height that all of it needs at its width."""
        bar = self._scroll.verticalScrollBar().sizeHint().width()  # which may be there or not
        width = max(self.width() - bar, 1)
        layout = self._inside.layout()
        high = layout.heightForWidth(width) if layout is not None else 0
        return self.title.sizeHint().height() + GRID + max(high, 0) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let what is around make room for words that wrap anew."""
        super().resizeEvent(event)
        self.updateGeometry()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Keep the card that has the focus in sight."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, GRID)
        return False

    def _chain(self) -> None:
        before: QWidget | None = None
        for card in self.cards:
            for part in (card, *card.buttons, card.all_box):
                part.installEventFilter(self)
                if before is not None:
                    QWidget.setTabOrder(before, part)
                before = part

    def _answer(
        self, doubt: ShownDoubt, alike: tuple[ShownDoubt, ...], value: str, for_all: bool
    ) -> None:
        self.answered.emit(alike if for_all else (doubt,), value)

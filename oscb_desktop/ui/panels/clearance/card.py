"""One step of the route: its mark on the line, who it is, how it stands, what changed since."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionFocusRect,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.report.clearance.clearance import State, StepState
from oscb_desktop.report.clearance.scope import Difference
from oscb_desktop.ui.panels.clearance.form import ClearForm, Speech
from oscb_desktop.ui.panels.clearance.words import returned_words, state_words
from oscb_desktop.ui.widgets.link_button import LinkButton
from oscb_desktop.ui.widgets.look import GRID, hairline, mixed, quiet, scaled, spaced
from oscb_desktop.ui.widgets.shapes import Tone, colour, paint_mark

_MARK = 16
_FEW = 3  # changes listed before somebody asks for all of them


class StepCard(QWidget):
    """``asked(Speech)`` when somebody wants to speak for the step; ``place_wanted(block)``.

    ``compare_wanted(Statement)`` asks what has changed since that was said.
    """

    asked = Signal(object)
    compare_wanted = Signal(object)
    place_wanted = Signal(str)

    def __init__(self, state: StepState, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: StepState | None = None
        self._shown_all = False
        self._links: list[LinkButton] = []
        self.form: ClearForm | None = None
        self.title = QLabel(state.step.title)
        self.title.setFont(scaled(self.title.font(), 1.0, bold=True))
        self.post = quiet(state.step.post)
        self.words = quiet("")
        self.returned = quiet("")
        self.returned.setContentsMargins(GRID, 0, 0, 0)
        self.clear = QPushButton(self.tr("Clear…"))
        self.clear.clicked.connect(partial(self.asked.emit, Speech.CLEAR))
        self.send_back = QPushButton(self.tr("Send back…"))
        self.send_back.clicked.connect(partial(self.asked.emit, Speech.SEND_BACK))
        self.compare = LinkButton(self.tr("Show what changed, in words"))
        self.compare.clicked.connect(self._compare)
        self.after_all = LinkButton(self.tr("Send back after all…"))
        self.after_all.clicked.connect(partial(self.asked.emit, Speech.SEND_BACK))
        for button in (self.clear, self.send_back, self.after_all):
            button.setAccessibleName(f"{button.text().rstrip('…')}: {state.step.title}")
        self.rail = StepRail(last=last)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it says how the step stands
        self._changes = QVBoxLayout()
        spaced(self._changes, gap=2)
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        spaced(buttons)
        buttons.setContentsMargins(0, GRID // 2, 0, 0)
        buttons.addWidget(self.clear)
        buttons.addWidget(self.send_back)
        buttons.addWidget(self.after_all)
        buttons.addStretch(1)
        self._body = QVBoxLayout()
        spaced(self._body, gap=2)
        self._body.setContentsMargins(0, 0, 0, 2 * GRID)
        for part in (self.title, self.post, self.words, self.returned):
            self._body.addWidget(part)
        self._body.addLayout(self._changes)
        self._body.addWidget(self.compare)
        self._body.addWidget(self._buttons)
        row = QHBoxLayout(self)
        spaced(row)
        row.addWidget(self.rail)
        row.addLayout(self._body, 1)

    def show_state(self, state: StepState, waits_for: Sequence[str], *, may_speak: bool) -> None:
        """Show how the step stands."""
        focused = self._hold_focus()
        if state != self._state:
            self._shown_all = False
        self._state = state
        said = state_words(state, waits_for)
        self.rail.show_state(state)
        self.words.setText(said)
        returned = returned_words(state)
        self.returned.setText(returned)
        self.returned.setVisible(bool(returned))
        self._list_changes(state.changed)
        self.compare.setVisible(bool(state.changed) and state.by is not None)
        sends_back = may_speak and bool(state.step.after)  # who begins has nobody to send it to
        self.clear.setVisible(may_speak and state.on_desk)
        self.send_back.setVisible(sends_back and state.on_desk)
        self.after_all.setVisible(sends_back and state.counts)
        speaks = self._may_speak()
        self._buttons.setVisible(speaks and self.form is None)
        self.setAccessibleName(f"{state.step.title}, {state.step.post}: {said} {returned}".strip())
        if self.form is not None and not speaks:
            self.close_form()
        if focused is not None and focused.isVisibleTo(self):
            focused.setFocus()

    def data(self) -> tuple[str, str, tuple[str, ...]]:
        """Return what the card says: the step's title, how it stands, what changed since."""
        listed = () if self._state is None else tuple(map(str, self._state.changed))
        return self.title.text(), self.words.text(), listed

    def links(self) -> tuple[LinkButton, ...]:
        """Return what of the changes can be pressed, top to bottom."""
        return tuple(self._links)

    def first_stop(self) -> QWidget | None:
        """Return what takes the keyboard first here, None where nothing does."""
        stops = (self.form, *self.links(), self.compare, self.clear, self.send_back, self.after_all)
        return next((stop for stop in stops if stop is not None and stop.isVisible()), None)

    def open_form(self, form: ClearForm) -> None:
        """Show a form in place of the buttons."""
        self.close_form()
        self.form = form
        self._buttons.hide()
        self._body.addWidget(form)
        form.show()
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Put the buttons back."""
        form, self.form = self.form, None
        if form is not None:
            self._hold_focus()
            self._body.removeWidget(form)
            form.hide()
            form.deleteLater()
            self._buttons.setVisible(self._may_speak())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show that it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            painter = QPainter(self)
            self.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self
            )

    def _hold_focus(self) -> QWidget | None:
        """Take the focus from what is inside, before that goes; return what had it.

        Qt hands the focus of what is hidden on to the next that takes it, and that may be the
        text: what is typed next would reopen what was just cleared.
        """
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return None
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return focused

    def _compare(self) -> None:
        if self._state is not None and self._state.by is not None:
            self.compare_wanted.emit(self._state.by)

    def _may_speak(self) -> bool:
        return not all(held.isHidden() for held in (self.clear, self.send_back, self.after_all))

    def _list_changes(self, changed: Sequence[Difference]) -> None:
        while (item := self._changes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._links = []
        few = changed if self._shown_all or len(changed) <= _FEW + 1 else changed[:_FEW]
        for difference in few:
            if difference.block:
                link = LinkButton(difference.words)
                link.setToolTip(self.tr("Go there"))
                link.clicked.connect(partial(self.place_wanted.emit, difference.block))
                self._add_link(link)
            else:
                self._changes.addWidget(quiet(difference.words))
        more = len(changed) - len(few)
        if more:
            link = LinkButton(self.tr("and {count} more").format(count=more))
            link.clicked.connect(partial(self._show_all, changed))
            self._add_link(link)

    def _add_link(self, link: LinkButton) -> None:
        self._links.append(link)
        self._changes.addWidget(link)

    def _show_all(self, changed: Sequence[Difference]) -> None:
        self._shown_all = True
        self._list_changes(changed)


class StepRail(QWidget):
    """The step's mark, and the line to the next step's."""

    def __init__(self, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = last
        self._state: StepState | None = None
        self.setFixedWidth(_MARK + 2)

    def show_state(self, state: StepState) -> None:
        """Mark another state."""
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of a mark."""
        return QSize(_MARK + 2, _MARK + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a tick, a triangle, a ring with a dot (on the desk) or an empty ring (waiting)."""
        state = self._state
        if state is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        top = max((self.fontMetrics().height() - _MARK) / 2, 0.0) + 1
        box = QRectF(1, top, _MARK, _MARK)
        if not self._last:
            painter.setPen(QPen(hairline(palette), 2))
            middle = box.center().x()
            painter.drawLine(QPointF(middle, box.bottom() + 3), QPointF(middle, self.height()))
        if state.state is State.CLEARED and state.counts:
            paint_mark(painter, Tone.DONE, box, palette)
        elif state.state in (State.REOPENED, State.SENT_BACK) or state.returned:
            paint_mark(painter, Tone.WARN, box, palette)
        else:
            faint = mixed(
                palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text), 0.6
            )
            ink = colour(Tone.NOTE, palette) if state.on_desk else faint
            painter.setPen(QPen(ink, 2 if state.on_desk else 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
            if state.on_desk:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink)
                painter.drawEllipse(box.center(), _MARK / 4, _MARK / 4)

"""The one presenter of messages in the window: calm strips at its top, never a dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from oscb_desktop.base.errors import Cancelled, OscbError
from oscb_desktop.base.faults import UnforeseenError
from oscb_desktop.ui.widgets.message import Action, Message
from oscb_desktop.ui.widgets.tones import Tone, tone_of

if TYPE_CHECKING:
    from oscb_desktop.base.problems import Problem
    from oscb_desktop.ui.widgets.message_strip import MessageStrip

_MOST_SHOWN = 3
_LOW = 480  # px of a window's height under which a third would leave too little of the page


class Messages(QObject):
    """Shows messages in ``area``; each stays until dismissed.

    At most three (two in a low window), the newest last; what matters least goes first.

    ``gone(topic)`` when a message about a topic is taken away, whoever does it.
    """

    gone = Signal(str)

    def __init__(
        self, parent: QObject | None = None, more: Callable[[], Sequence[str]] = tuple
    ) -> None:
        """``more`` gives what else belongs into the details of a fault: what was done last."""
        super().__init__(parent)
        self._more = more
        self._strips: list[MessageStrip] = []
        self._closed = False
        self.area = QWidget()
        self.area.destroyed.connect(self._close)
        self.area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self.area)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.area.hide()

    def show(
        self,
        text: str,
        remedy: str = "",
        *,
        tone: Tone = Tone.NOTE,
        actions: Sequence[Action] = (),
        topic: str = "",
        code: str = "",
    ) -> None:
        """Show a message; it replaces one about the same ``topic`` or with the same words."""
        if self._closed:  # a disk may answer after the window has gone
            return
        message = Message(text, remedy, tone, tuple(actions), topic, code)
        for strip in list(self._strips):
            held = strip.message
            if (topic and held.topic == topic) or (held.text, held.remedy) == (text, remedy):
                self._remove(strip)
        window = self.area.window()
        low = window is not self.area and window.height() < _LOW
        most = _MOST_SHOWN - 1 if low else _MOST_SHOWN
        while len(self._strips) >= most:
            self._remove(min(self._strips, key=_weight))
        from oscb_desktop.ui.widgets.message_strip import MessageStrip

        strip = MessageStrip(message)
        strip.dismiss.clicked.connect(partial(self._remove, strip))
        for button, (_, call) in zip(strip.buttons, message.actions, strict=True):
            button.clicked.connect(partial(self._act, strip, call))
        self._strips.append(strip)
        self._column.addWidget(strip)
        self.area.show()
        self._announce(message)

    def error(self, error: OscbError) -> None:
        """Show a failure with its remedy; pressing Cancel is an outcome and not told."""
        if isinstance(error, Cancelled):
            return
        actions: list[Action] = []
        if isinstance(error, UnforeseenError):
            details = "\n".join([error.report, *self._more()])
            actions = [(self.tr("Copy details"), partial(copy_text, details))]
        self.show(error.message, error.remedy, tone=Tone.BLOCK, actions=actions, code=error.code)

    def problem(self, problem: Problem, actions: Sequence[Action] = ()) -> None:
        """Show one problem as a message."""
        self.show(
            problem.message,
            problem.remedy,
            tone=tone_of(problem.severity),
            actions=actions,
            code=problem.code,
        )

    def dismiss(self, topic: str) -> None:
        """Take away the message about ``topic``, if there is one."""
        for strip in [strip for strip in self._strips if strip.message.topic == topic]:
            self._remove(strip)

    def dismiss_all(self) -> None:
        """Take every message away."""
        for strip in list(self._strips):
            self._remove(strip)

    def data(self) -> tuple[Message, ...]:
        """Return the messages that are shown, oldest first."""
        return tuple(strip.message for strip in self._strips)

    def _close(self) -> None:
        self._closed = True
        self._strips.clear()  # they went with the window

    def _act(self, strip: MessageStrip, call: Callable[[], None]) -> None:
        self._remove(strip)
        call()

    def _remove(self, strip: MessageStrip) -> None:
        if strip not in self._strips:
            return
        from PySide6.QtWidgets import QApplication

        focused = QApplication.focusWidget()
        if focused is not None and strip.isAncestorOf(focused):
            strip.focusNextChild()
        self._strips.remove(strip)
        self._column.removeWidget(strip)
        strip.hide()
        strip.deleteLater()
        self.area.setVisible(bool(self._strips))
        if strip.message.topic:
            self.gone.emit(strip.message.topic)

    def _announce(self, message: Message) -> None:
        announce(self.area, f"{message.tone.word}. {message.text} {message.remedy}")


def announce(part: QWidget, words: str) -> None:
    """Have a screen reader say something of a part of the window, if one is listening."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(part, words))


def _weight(strip: MessageStrip) -> tuple[int, bool]:
    """Return how much it matters that a message stays: what blocks, and what can be done, last."""
    tone = strip.message.tone
    return (Tone.NOTE, Tone.DONE, Tone.WARN, Tone.BLOCK).index(tone), bool(strip.message.actions)


def words_of(problems: Iterable[Problem]) -> str:
    """Return problems as lines of plain text, for the clipboard."""
    return "\n".join(
        f"{problem.place}: {problem.message} {problem.remedy} ({problem.code})"
        for problem in problems
    )


def copy_text(text: str) -> None:
    """Put text on the clipboard."""
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText(text)

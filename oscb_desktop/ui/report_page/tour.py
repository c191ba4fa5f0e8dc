"""A first look round the report page: four messages, each with a frame around what it speaks of."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSettings, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from oscb_desktop.base.text import say
from oscb_desktop.ui.widgets.message import Action
from oscb_desktop.ui.widgets.messages import Messages

_DONE = "tour/done"
_TOPIC = "tour"

Step = tuple[QWidget, str, str]  # what is spoken of, what it is, what to do


class Frame(QWidget):
    """A frame around another widget, that lets every click through."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._target: QWidget | None = None
        self.hide()

    def surround(self, target: QWidget | None) -> None:
        """Stand around another widget, or none."""
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = target
        self.setVisible(target is not None)
        if target is not None:
            target.installEventFilter(self)
            self._follow()

    def target(self) -> QWidget | None:
        """Return what the frame stands around."""
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is framed when it moves or changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame in the palette's accent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)

    def _follow(self) -> None:
        over = self.parentWidget()
        if self._target is not None and over is not None:
            self.setGeometry(self._target.rect())
            self.move(self._target.mapTo(over, self._target.rect().topLeft()))
            self.raise_()


class Tour(QObject):
    """Goes through ``steps`` on ``page``, and ends when that is left.

    Skipped or seen to the end, it does not come by itself again.
    """

    def __init__(
        self,
        page: QWidget,
        steps: Sequence[Step],
        messages: Messages,
        settings: QSettings | None,
    ) -> None:
        super().__init__(page)
        self._all = steps
        self._steps: list[Step] = []
        self._messages = messages
        self._settings = settings
        self.frame = Frame(page)
        messages.gone.connect(self._leave)
        page.installEventFilter(self)

    @property
    def is_due(self) -> bool:
        """Whether nobody has been shown round yet."""
        return self._settings is not None and not self._settings.value(_DONE)

    def start_if(self, wanted: bool) -> bool:
        """Start where it is wanted and nobody has been shown round yet; return False: it is not
        wanted any more.
        """
        if wanted and self.is_due:
            self.start()
        return False

    def start(self) -> None:
        """Show the first step; what is folded away on this screen is passed over."""
        self._steps = [step for step in self._all if step[0].isVisible()]
        if self._steps:
            self._show(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """End with the page it is about."""
        if event.type() == QEvent.Type.Hide and watched is self.parent():
            self._messages.dismiss(_TOPIC)
        return super().eventFilter(watched, event)

    def _show(self, at: int) -> None:
        part, what, how = self._steps[at]
        last = at == len(self._steps) - 1
        actions: list[Action] = [(self.tr("Done"), self._end)]
        if not last:
            actions = [
                (self.tr("Next"), lambda: self._show(at + 1)),
                (self.tr("Skip the tour"), self._end),
            ]
        self._messages.show(
            self.tr("{at} of {all}: {what}").format(at=at + 1, all=len(self._steps), what=what),
            how,
            actions=actions,
            topic=_TOPIC,
        )
        self.frame.surround(part)

    def _leave(self, topic: str) -> None:
        if topic == _TOPIC:
            self.frame.surround(None)

    def _end(self) -> None:
        self.frame.surround(None)
        if self._settings is not None:
            self._settings.setValue(_DONE, True)


def report_sights(
    outline: QWidget, text: QWidget, pages: QWidget, panels: QWidget
) -> tuple[Step, ...]:
    """Return what there is to see on a report's page."""
    return (
        (
            outline,
            say("The outline, at the left, has every section and how far it has come."),
            say("Pick one to go there; mark it ready when it is finished."),
        ),
        (
            text,
            say("In the middle you write. Paragraph numbers come by themselves."),
            say(
                "Ctrl+K inserts a figure: it follows its return, and a click shows where "
                "it came from."
            ),
        ),
        (
            pages,
            say("Beside it are the real pages, as they will be printed."),
            say("A click on a page goes to that place in the text."),
        ),
        (
            panels,
            say("At the right edge are the panels: figures, checks, clearance and more."),
            say("Checks says what stands between the report and its publication."),
        ),
    )

"""Wrapping a long text to another width in steps, what is read covered by its picture meanwhile.

Qt lays out all that is above in one go: with 300 pages that is a sixth of a second at every
move of a window's edge.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QLabel, QScrollBar, QTextEdit

IN_ONE_GO = 60_000  # characters, some ten milliseconds' worth
_STEP = 20_000
_ACTS = (QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress)
_BELOW = 8_000  # fill a view


class Rewrapping(QObject):
    """Brings a text block back to where it was in a view once all above it is laid out."""

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._block = QTextBlock()
        self._top = 0.0
        self._reached = 0
        self._cover = QLabel(view.viewport())
        self._cover.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cover.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cover.hide()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        view.verticalScrollBar().valueChanged.connect(self._leave)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def anchor(self) -> tuple[QTextBlock, float] | None:
        """The block that is still to be brought back, and its top in the viewport."""
        return (self._block, self._top) if self._timer.isActive() else None

    def cover(self) -> None:
        """Show what is seen now until the text is back. Call before it is wrapped anew."""
        if self.anchor is None:
            viewport = self._view.viewport()
            self._cover.setPixmap(viewport.grab())
            self._cover.setGeometry(viewport.rect())
            self._cover.show()
            self._cover.raise_()

    def start(self, block: QTextBlock, top: float) -> None:
        """Lay out step by step, then scroll so that the block's top is at ``top`` px."""
        self._block, self._top, self._reached = block, top, 0
        self._timer.start(0)

    def finish(self) -> None:
        """Bring the block back now."""
        if self._timer.isActive():
            self._timer.stop()
            if self._block.isValid():
                scroll_to(self._view, self._block, self._top)
            self._cover.hide()
            self._view.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have keys and clicks meet the text where it is seen."""
        if event.type() in _ACTS:
            self.finish()
        return False

    def _leave(self) -> None:
        """Let the view be where somebody scrolled to meanwhile."""
        if self._timer.isActive():
            self._timer.stop()
            self._cover.hide()

    def _step(self) -> None:
        self._reached += _STEP
        if not self._block.isValid() or self._reached >= self._block.position():
            self.finish()
            return
        document = self._view.document()
        document.documentLayout().blockBoundingRect(document.findBlock(self._reached))


def scroll_to(view: QTextEdit, block: QTextBlock, top: float) -> None:
    """Scroll so that a block's top is at ``top`` px; the text is laid out that far first."""
    document, bar = view.document(), view.verticalScrollBar()
    layout = document.documentLayout()
    last = document.characterCount() - 1
    layout.blockBoundingRect(document.findBlock(min(block.position() + _BELOW, last)))
    area = layout.blockBoundingRect(block)
    value = round(area.top() - top)
    if area.bottom() > bar.maximum() + view.viewport().height():
        bar.setMaximum(max(bar.maximum(), value))  # it does not know yet how far the text goes
    bar.setValue(value)


def put_quietly(bar: QScrollBar, value: int) -> None:
    """Move a bar without anybody hearing of it yet."""
    was = bar.blockSignals(True)
    bar.setValue(value)
    bar.blockSignals(was)

"""A field of a form with a line under it for what it needs, or what follows from it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oscb_desktop.ui.widgets.look import GRID, quiet, spaced
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone


class NotedField(QWidget):
    """``editor`` with room for a note; ``explanation`` stands there while nothing else does."""

    def __init__(
        self, editor: QWidget, explanation: str = "", beside: QWidget | None = None
    ) -> None:
        super().__init__()
        self.editor = editor
        editor.setAcceptDrops(False)  # a file dropped here is the window's, not text
        self._explanation = explanation
        self._mark = MarkLabel(Tone.BLOCK)
        self._words = quiet(explanation)
        above = QHBoxLayout()
        spaced(above)
        above.addWidget(editor, 1)
        if beside is not None:
            above.addWidget(beside)
        below = QHBoxLayout()
        spaced(below, gap=GRID // 2)
        below.addWidget(self._mark)
        below.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        spaced(column, gap=GRID // 2)
        column.addLayout(above)
        column.addLayout(below)
        self.setFocusProxy(editor)
        self.note("")

    def note(self, words: str, tone: Tone = Tone.NOTE) -> None:
        """Say something under the field; "" goes back to its explanation."""
        self._words.setText(words or self._explanation)
        self._words.setVisible(bool(words or self._explanation))
        self._mark.setVisible(bool(words))
        self._mark.set_tone(tone)
        self.editor.setAccessibleDescription(words or self._explanation)

    def data(self) -> str:
        """Return what is said under the field."""
        return self._words.text()

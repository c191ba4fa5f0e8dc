"""The spelling popover: one unknown word at a time, what was perhaps meant, and what to do."""

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.ui.widgets.look import GRID, heading, spaced
from oscb_desktop.ui.widgets.popover import Popover

_SIZE = QSize(44 * GRID, 36 * GRID)


class SpellingPopover(Popover):
    """``chosen(word)`` to put in its place, ``learn_wanted``, ``share_wanted``, ``ignore_wanted``,
    ``next_wanted``.

    To share a word is to add it to the report's own, for everybody who opens it.
    """

    chosen = Signal(str)
    learn_wanted = Signal()
    share_wanted = Signal()
    ignore_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAccessibleName(self.tr("Spelling"))
        self.word = heading("")
        self.word.setTextFormat(Qt.TextFormat.PlainText)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(2)
        self.list.setAccessibleName(self.tr("Suggestions"))
        self.list.itemActivated.connect(lambda item: self._choose(item.text()))
        self.list.itemClicked.connect(lambda item: self._choose(item.text()))
        self.learn = QPushButton(self.tr("&Add to my words"))
        self.learn.setToolTip(self.tr("Never ask about this word again, in any report"))
        self.learn.clicked.connect(lambda: self._leave(self.learn_wanted))
        self.share = QPushButton(self.tr("Add to this &report's words"))
        self.share.setToolTip(self.tr("Nobody who opens this report is asked about it again"))
        self.share.clicked.connect(lambda: self._leave(self.share_wanted))
        self.ignore = QPushButton(self.tr("&Ignore it here"))
        self.ignore.setToolTip(self.tr("Mark it no more in this paragraph, for now"))
        self.ignore.clicked.connect(lambda: self._leave(self.ignore_wanted))
        self.skip = QPushButton(self.tr("&Next (F7)"))
        self.skip.clicked.connect(self.next_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.learn)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        column = QVBoxLayout(self)
        spaced(column, margin=2 * GRID)
        column.addWidget(self.word)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        more = QHBoxLayout()
        more.addWidget(self.share)
        more.addStretch(1)
        more.addWidget(self.ignore)
        column.addLayout(more)
        self.watch(self.list, self.learn, self.share, self.ignore, self.skip)

    def open_for(self, word: str, caret: QRect) -> None:
        """Show a word; its suggestions follow."""
        self.word.setText(word)
        self.said.setText(self.tr("Looking for suggestions…"))
        self.list.clear()
        self.show_at(caret, _SIZE, self.list)

    def suggest(self, word: str, suggestions: tuple[str, ...]) -> None:
        """Show what was perhaps meant, if the word is still the one that is shown."""
        if word != self.word.text():
            return
        self.list.addItems(suggestions)
        self.list.setCurrentRow(0)
        if suggestions:
            self.said.setText(
                self.tr("It is not in the dictionary. Press Enter to use one of these:")
            )
        else:
            self.said.setText(
                self.tr("It is not in the dictionary, and nothing similar was found.")
            )

    def _choose(self, word: str) -> None:
        self.hide()
        self.chosen.emit(word)

    def _leave(self, wanted: SignalInstance) -> None:
        self.hide()
        wanted.emit()

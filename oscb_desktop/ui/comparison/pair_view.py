"""One paragraph of a section that came back: what they wrote, or ours and theirs side by side."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.base.text import say
from oscb_desktop.editing.merging import Choice, Pair
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.language.wording import Kind, Piece, compare_words, text_of
from oscb_desktop.ui.comparison.reading import Reading
from oscb_desktop.ui.comparison.text import ComparisonWriter
from oscb_desktop.ui.widgets.look import GRID, hairline, quiet, scaled, spaced
from oscb_desktop.ui.widgets.shapes import MarkLabel, Tone


class WordsView(QWidget):
    """Words that stayed, came and went, wrapped at its width, as high as they need."""

    def __init__(self, pieces: list[Piece], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces = pieces
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_spoken(pieces))
        self._write()

    def data(self) -> str:
        """Return the words, those that went in [- -], those that came in [+ +]."""
        marks = {Kind.ADDED: "[+{}+]", Kind.REMOVED: "[-{}-]"}
        return "".join(marks.get(piece.kind, "{}").format(piece.text) for piece in self._pieces)

    def heightForWidth(self, width: int) -> int:
        """Return the height the words need."""
        self._document.setTextWidth(width)
        return round(self._document.size().height()) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words."""
        self._document.setTextWidth(self.width())
        self._document.drawContents(QPainter(self))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()
            self.update()

    def _write(self) -> None:
        self._document.clear()
        ComparisonWriter(self._document, self.font(), self.palette()).passage("", self._pieces)


class TakenView(QWidget):
    """A paragraph that only they changed: it is taken."""

    def __init__(
        self, pair: Pair, where: str, reading: Reading, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.pair = pair
        if pair.theirs is None:
            what = self.tr("{where}: deleted")
        elif pair.ours is None:
            what = self.tr("{where}")
        else:
            what = self.tr("{where}: changed")
        label = quiet(what.format(where=where))
        label.setFont(scaled(label.font(), 0.92, bold=True))
        self.words = WordsView(_compared(pair.ours, pair.theirs, reading))
        column = QVBoxLayout(self)
        spaced(column, gap=GRID // 2)
        column.addWidget(label)
        column.addWidget(self.words)
        self.setAccessibleName(what.format(where=where))


class ConflictView(QWidget):
    """A paragraph that both sides changed; ``chosen`` when another choice is made."""

    chosen = Signal()

    def __init__(
        self, pair: Pair, where: str, reading: Reading, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.pair = pair
        self.ours = WordsView(_compared(pair.base, pair.ours, reading))
        self.theirs = WordsView(_compared(pair.base, pair.theirs, reading))
        self.choices: dict[Choice, QRadioButton] = {}
        self._group = QButtonGroup(self)
        for choice, words in (
            (Choice.OURS, self.tr("Keep ours")),
            (Choice.THEIRS, self.tr("Take theirs")),
            (Choice.BOTH, self.tr("Keep both")),
        ):
            button = QRadioButton(words)
            button.setAccessibleName(f"{words}: {where}")
            self._group.addButton(button)
            self.choices[choice] = button
        self.choices[Choice.BOTH].setChecked(True)
        self._group.buttonToggled.connect(lambda *_: self.chosen.emit())
        self._lay_out(where)
        self.setAccessibleName(self.tr("{where} was changed on both sides").format(where=where))

    def data(self) -> Choice:
        """Return what is chosen."""
        return next(choice for choice, button in self.choices.items() if button.isChecked())

    def _lay_out(self, where: str) -> None:
        head = QHBoxLayout()
        spaced(head)
        head.addWidget(MarkLabel(Tone.WARN))
        label = QLabel(where)
        label.setFont(scaled(label.font(), 1.0, bold=True))
        head.addWidget(label, 1)
        sides = QHBoxLayout()
        spaced(sides, gap=3 * GRID)
        for words, text in (
            (self.tr("Ours, in the report"), self.ours),
            (self.tr("Theirs, as it came back"), self.theirs),
        ):
            side = QVBoxLayout()
            spaced(side, gap=GRID // 2)
            said = quiet(words)
            said.setFont(scaled(said.font(), 0.92, bold=True))
            side.addWidget(said)
            side.addWidget(text)
            side.addStretch(1)
            sides.addLayout(side, 1)
        choices = QHBoxLayout()
        spaced(choices, gap=3 * GRID)
        for button in self.choices.values():
            choices.addWidget(button)
        choices.addStretch(1)
        column = QVBoxLayout(self)
        spaced(column, margin=2 * GRID, gap=GRID)
        column.addLayout(head)
        column.addLayout(sides)
        column.addLayout(choices)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a thin frame round the two versions."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(hairline(self.palette()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)


def _compared(before: Block | None, after: Block | None, reading: Reading) -> list[Piece]:
    """Return how a block changed, in words; the whole of it where it is new or gone."""
    if after is None:
        gone = [Piece(Kind.REMOVED, text_of(before))] if before is not None else []
        return reading.pieces(gone)
    if before is None:
        return reading.pieces([Piece(Kind.ADDED, text_of(after))])
    return reading.pieces(compare_words(text_of(before), text_of(after)))


def _spoken(pieces: list[Piece]) -> str:
    """Return the pieces as a screen reader says them."""
    said = []
    for piece in pieces:
        words = piece.text.strip()
        if words and piece.kind is Kind.ADDED:
            words = say("added: {words}", words=words)
        elif words and piece.kind is Kind.REMOVED:
            words = say("removed: {words}", words=words)
        said.append(words)
    return " ".join(filter(None, said))

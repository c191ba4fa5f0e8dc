"""A figure's card: what it is, where it came from, how it was worked out, where it is used."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from oscb_desktop.operations.taking_in.provenance import FigureCard
from oscb_desktop.report.content import units
from oscb_desktop.report.content.figures import (
    Figure,
    Formula,
    Provenance,
    correction_in_words,
    decimal_text,
)
from oscb_desktop.ui.widgets.look import GRID, scaled

_MOST_INPUTS = 12


class CardView(QScrollArea):
    """Shows one card; its buttons say by signal what is wanted."""

    workbook_wanted = Signal(str)  # key
    insert_wanted = Signal(str)  # key
    figure_wanted = Signal(str)  # key of an input
    place_wanted = Signal(str)  # block

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: FigureCard | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("About this figure"))
        self.insert = QPushButton(self.tr("&Put into the text"))
        self.open = QPushButton(self.tr("&Open the workbook"))

    def data(self) -> FigureCard | None:
        """Return the card that is shown."""
        return self._card

    def show_card(self, card: FigureCard | None, *, may_insert: bool) -> None:
        """Show another card, or none."""
        self._card = card
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        if card is not None:
            self._fill(column, card, may_insert)
        column.addStretch(1)
        self.setWidget(inside)

    def _fill(self, column: QVBoxLayout, card: FigureCard, may_insert: bool) -> None:
        figure = card.figure
        label = _text(figure.label)
        value = _text(card.printed)
        value.setFont(scaled(value.font(), 1.6, bold=True))
        column.addWidget(label)
        column.addWidget(value)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID // 2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for name, said in self._facts(card):
            if said:
                form.addRow(_name(name), _text(said))
        column.addLayout(form)
        origin = figure.origin
        if isinstance(origin, Formula):
            self._add_inputs(column, card)
        if card.used_in:
            column.addWidget(_name(self.tr("Used in")))
            for use in card.used_in:
                column.addWidget(LinkButton(use.words, partial(self.place_wanted.emit, use.block)))
        self.insert = QPushButton(self.tr("&Put into the text"))
        self.insert.setEnabled(may_insert)
        self.insert.clicked.connect(lambda: self.insert_wanted.emit(figure.key))
        column.addWidget(self.insert)
        if isinstance(origin, Provenance):
            self.open = QPushButton(self.tr("&Open the workbook"))
            self.open.setToolTip(
                self.tr("As it was received; look at {sheet}, {cell}").format(
                    sheet=origin.sheet, cell=origin.cell
                )
            )
            self.open.clicked.connect(lambda: self.workbook_wanted.emit(figure.key))
            column.addWidget(self.open)

    def _facts(self, card: FigureCard) -> list[tuple[str, str]]:
        figure = card.figure
        exact = "" if figure.value is None else decimal_text(figure.value)
        facts = [
            (self.tr("Value"), exact),
            (self.tr("Missing"), figure.missing_meaning or ""),
            (self.tr("Unit"), figure.unit),
            (self.tr("Period"), figure.period),
        ]
        origin = figure.origin
        if isinstance(origin, Formula):
            return [
                *facts,
                (self.tr("Worked out"), _breakable(origin.text)),
                (self.tr("Key"), _breakable(figure.key)),
            ]
        when = origin.imported_at.astimezone()
        said = f"{when:%H:%M}, {when.day} {when:%b %Y}"
        return [
            *facts,
            (self.tr("Workbook"), origin.file),
            (self.tr("Sheet"), origin.sheet),
            (self.tr("Cell"), origin.cell),
            (self.tr("Corrected"), _corrected(figure)),
            (self.tr("Imported by"), origin.imported_by),
            (self.tr("Imported at"), said),
            (self.tr("SHA-256"), _grouped(origin.sha256)),
            (self.tr("Key"), _breakable(figure.key)),
        ]

    def _add_inputs(self, column: QLayout, card: FigureCard) -> None:
        column.addWidget(_name(self.tr("Worked out from")))
        for held in card.inputs[:_MOST_INPUTS]:
            words = f"{held.label}: {units.shown(held)}"
            column.addWidget(LinkButton(words, partial(self.figure_wanted.emit, held.key)))
        more = len(card.inputs) - _MOST_INPUTS
        if more > 0:
            column.addWidget(_text(self.tr("and {count} more").format(count=more)))


def _corrected(figure: Figure) -> str:
    """Return what was typed over a figure's cell: what, by whom, when and why; or ""."""
    return "" if figure.correction is None else correction_in_words(figure.correction)


def _text(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
    )
    return label


def _name(words: str) -> QLabel:
    label = QLabel(words)
    label.setFont(scaled(label.font(), 0.92, bold=True))
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label


class LinkButton(QPushButton):
    """A flat button that leads somewhere; words for which there is no room end in dots."""

    def __init__(self, words: str, call: Callable[[], object]) -> None:
        super().__init__()
        self._words = words
        self.setFlat(True)
        self.setStyleSheet("text-align: left; padding: 2px;")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: call())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words to the room there is."""
        super().resizeEvent(event)
        room = self.width() - GRID
        said = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(said.replace("&", "&&"))


def _breakable(key: str) -> str:
    """Return a key that can break over lines after its dots and hyphens."""
    return key.replace(".", ".\u200b").replace("-", "-\u200b")


def _grouped(digest: str) -> str:
    """Return a hash in groups that can break over lines."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))

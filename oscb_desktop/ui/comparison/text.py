"""Passages of two versions as a text: what came underlined, what went struck out, and in words."""

from PySide6.QtGui import (
    QFont,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from oscb_desktop.base.text import say
from oscb_desktop.report.language.wording import Kind, Passage, Piece
from oscb_desktop.ui.widgets.look import GRID, mixed, scaled
from oscb_desktop.ui.widgets.shapes import Tone, colour, tint

_TONES = {Kind.ADDED: Tone.DONE, Kind.REMOVED: Tone.BLOCK}


class ComparisonWriter:
    """Writes headings, passages and links to the end of a document."""

    def __init__(self, document: QTextDocument, font: QFont, palette: QPalette) -> None:
        self._cursor = QTextCursor(document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._font = font
        self._palette = palette
        self._empty = document.isEmpty()

    def heading(self, text: str, link: str = "", link_text: str = "") -> None:
        """Write a section's heading, with a link under it."""
        self._block(top=3 * GRID, bottom=GRID / 2)
        held = self._plain()
        held.setFont(scaled(self._font, 1.25, bold=True))
        self._cursor.insertText(text, held)
        if link:
            self._block(bottom=GRID)
            anchor = self._plain()
            anchor.setAnchor(True)
            anchor.setAnchorHref(link)
            anchor.setFontUnderline(True)
            anchor.setForeground(self._palette.color(QPalette.ColorRole.Link))
            self._cursor.insertText(link_text, anchor)

    def words(self, text: str) -> None:
        """Write a sentence of ours."""
        self._block(bottom=GRID)
        self._cursor.insertText(text, self._quiet())

    def passage(self, label: str, pieces: list[Piece]) -> None:
        """Write what became of a passage, under a label that says it in a word or two."""
        if label:
            self._block(top=GRID)
            self._cursor.insertText(label, self._quiet())
        self._block(bottom=GRID, indent=2 * GRID if label else 0)
        for piece in pieces:
            self._cursor.insertText(piece.text.replace("\n", "\u2028"), self._format(piece.kind))

    def _block(self, *, top: float = 0, bottom: float = 0, indent: float = 0) -> None:
        made = QTextBlockFormat()
        made.setTopMargin(0 if self._empty else top)
        made.setBottomMargin(bottom)
        made.setLeftMargin(indent)
        made.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._empty:
            self._cursor.setBlockFormat(made)
            self._empty = False
        else:
            self._cursor.insertBlock(made, self._plain())

    def _plain(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self._font)
        made.setForeground(self._palette.color(QPalette.ColorRole.Text))
        return made

    def _quiet(self) -> QTextCharFormat:
        made = self._plain()
        made.setFont(scaled(self._font, 0.92))
        ink, paper = (
            self._palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base)
        )
        made.setForeground(mixed(paper, ink, 0.78))
        return made

    def _format(self, kind: Kind) -> QTextCharFormat:
        made = self._plain()
        tone = _TONES.get(kind)
        if tone is not None:
            made.setForeground(colour(tone, self._palette))
            made.setBackground(tint(tone, self._palette))
            made.setFontUnderline(kind is Kind.ADDED)
            made.setFontStrikeOut(kind is Kind.REMOVED)
        return made


def label_of(passage: Passage) -> str:
    """Return what became of a passage, in words; "" where nothing did."""
    if passage.kind is Kind.SAME:
        return say("Moved") if passage.moved else ""
    said = {
        Kind.ADDED: say("Added"),
        Kind.REMOVED: say("Removed"),
        Kind.CHANGED: say("Changed"),
    }[passage.kind]
    if passage.name == "title":
        said = say("Heading changed")
    return say("{what} and moved", what=said) if passage.moved else said

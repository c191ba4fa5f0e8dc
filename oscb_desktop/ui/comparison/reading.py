"""Marked text as a person reads it: figures by what they print, paragraphs by number. No Qt."""

import re
from collections.abc import Sequence

from oscb_desktop.base.text import say
from oscb_desktop.report.content import numbering, units
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.language.wording import Kind, Piece

_MARK = re.compile(r"\{(?P<kind>figure:|ref:|note:)?(?P<what>[^{}]*)\}")
_EMPHASIS = re.compile(r"\\([\\*\[\]{}])|\*\*?")


class Reading:
    """Says the marks in a text with what one report and its figures make of them."""

    def __init__(self, report: Report, figures: Figures) -> None:
        self._figures = figures
        self._numbers = numbering.paragraph_numbers(report)
        self._captions = numbering.caption_numbers(report)

    def words(self, text: str) -> str:
        """Return a marked text in words."""
        return _EMPHASIS.sub(r"\1", _MARK.sub(self._said, text))

    def pieces(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return a passage's pieces in words.

        Where nothing but emphasis differs, its asterisks stay, so that the change is seen.
        """
        said = [Piece(piece.kind, self.words(piece.text)) for piece in pieces]
        if any(piece.text.strip() for piece in said if piece.kind is not Kind.SAME):
            return [piece for piece in said if piece.text]
        return [Piece(piece.kind, _MARK.sub(self._said, piece.text)) for piece in pieces]

    def _said(self, mark: re.Match[str]) -> str:
        kind, what = mark["kind"], mark["what"]
        if kind == "ref:":
            return str(self._numbers.get(what) or self._captions.get(what) or "(gone)")
        if kind == "note:":
            return f" (footnote: {what})"
        figure = self._figures.get(what)
        if figure is not None:
            shown = units.shown(figure)
            return shown if kind else f"{figure.label}: {shown}"
        held = self._figures.set(what.split("/")[0])
        return say("Figures of {title}", title=held.title) if held else f"[{what}]"

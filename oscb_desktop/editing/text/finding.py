"""Finding words in the report: what is searched is what is read, figures as they print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from oscb_desktop.editing.text.displays import Card, Face
from oscb_desktop.editing.text.lines import units
from oscb_desktop.editing.text.wanted import Found, Wanted
from oscb_desktop.report.content.blocks import Link, Run, Text


class Match(msgspec.Struct, frozen=True):
    """Where words were found: a line by its index, and offsets in it.

    In a table typed by hand it is a cell, counted row by row; -1 elsewhere.
    """

    index: int
    start: int
    end: int
    cell: int = -1


def find_all(faces: Sequence[Face], wanted: Wanted) -> list[Match]:
    """Return every place that says what is wanted; raise ``OscbError`` where it is no pattern."""
    places = [place for index, face in enumerate(faces) for place in _places(index, face)]
    found = wanted.found(place.text for place in places)
    return [place.match(span) for place, spans in zip(places, found, strict=True) for span in spans]


@dataclass(frozen=True)
class _Place:
    """A text to look in: a line, or one cell of a table's card."""

    index: int
    face: Face
    text: str
    cell: int = -1

    def match(self, span: Found) -> Match:
        if self.cell >= 0:
            return Match(self.index, 0, 1, self.cell)
        start, _ = self._edges(span.start)
        _, end = self._edges(span.end - 1)
        return Match(self.index, start, end)

    def _edges(self, character: int) -> tuple[int, int]:
        """Return where a character of the text begins and ends in the document."""
        start = 0
        for run, shown in _shown(self.face):
            is_words = isinstance(run, Text | Link)
            if character < len(shown):
                if not is_words:
                    return start, start + 1
                begins = start + units(shown[:character])
                return begins, begins + units(shown[character])
            character -= len(shown)
            start += units(shown) if is_words else 1
        return start, start


def _places(index: int, face: Face) -> Iterator[_Place]:
    if face.card is None:
        yield _Place(index, face, "".join(shown for _, shown in _shown(face)))
        return
    for at, cell in enumerate(face.card.typed if isinstance(face.card, Card) else ()):
        yield _Place(index, face, cell, at)


def _shown(face: Face) -> Iterator[tuple[Run, str]]:
    """Yield each run of a line with what it shows."""
    chips = iter(face.chips)
    for run in face.line.runs:
        yield run, run.text if isinstance(run, Text | Link) else next(chips, "")

"""Finding words in the report: what is searched is what is read, figures as they print."""

from collections.abc import Callable, Sequence

import msgspec

from oscb_desktop.editing.text.displays import Card, Face
from oscb_desktop.editing.text.lines import units
from oscb_desktop.report.content.blocks import Link, Text


class Match(msgspec.Struct, frozen=True):
    """Where words were found: a line by its index, and offsets in it.

    In a table typed by hand it is a cell, counted row by row; -1 elsewhere.
    """

    index: int
    start: int
    end: int
    cell: int = -1


def find_all(faces: Sequence[Face], words: str, *, match_case: bool = False) -> list[Match]:
    """Return every place where ``words`` stands, whatever its capitals unless ``match_case``."""
    fold = _as_it_is if match_case else str.casefold
    wanted = fold(words)
    if not wanted:
        return []
    found: list[Match] = []
    for index, face in enumerate(faces):
        if face.card is not None:
            cells = enumerate(face.card.typed if isinstance(face.card, Card) else ())
            found.extend(Match(index, 0, 1, at) for at, cell in cells if wanted in fold(cell))
            continue
        text, offsets = _readable(face, fold)
        at = text.find(wanted)
        while at >= 0:
            found.append(Match(index, offsets[at], offsets[at + len(wanted) - 1] + 1))
            at = text.find(wanted, at + len(wanted))
    return found


def _as_it_is(text: str) -> str:
    return text


def _readable(face: Face, fold: Callable[[str], str]) -> tuple[str, list[int]]:
    """Return a line's text, folded, and each character's offset in the document."""
    characters: list[str] = []
    offsets: list[int] = []
    chips = iter(face.chips)
    start = 0
    for run in face.line.runs:
        if isinstance(run, Text | Link):
            for character in run.text:
                folded = fold(character)
                characters.append(folded)
                offsets.extend([start] * len(folded))
                start += units(character)
        else:
            shown = fold(next(chips, ""))
            characters.append(shown)
            offsets.extend([start] * len(shown))
            start += 1
    return "".join(characters), offsets

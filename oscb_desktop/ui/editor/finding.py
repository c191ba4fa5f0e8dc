"""Finding words in the report: what is searched is what is read, figures as they print."""

from collections.abc import Sequence

import msgspec

from oscb_desktop.report.blocks import Link, Text
from oscb_desktop.ui.editor.faces import Face
from oscb_desktop.ui.editor.lines import units


class Match(msgspec.Struct, frozen=True):
    """Where words were found: a line by its index, and offsets in it."""

    index: int
    start: int
    end: int


def find_all(faces: Sequence[Face], words: str) -> list[Match]:
    """Return every place where ``words`` stands, whatever its capitals."""
    wanted = words.casefold()
    if not wanted:
        return []
    found: list[Match] = []
    for index, face in enumerate(faces):
        text, offsets = _readable(face)
        at = text.find(wanted)
        while at >= 0:
            found.append(Match(index, offsets[at], offsets[at + len(wanted) - 1] + 1))
            at = text.find(wanted, at + len(wanted))
    return found


def _readable(face: Face) -> tuple[str, list[int]]:
    """Return a line's text in small letters, and each character's offset in the document."""
    characters: list[str] = []
    offsets: list[int] = []
    chips = iter(face.chips)
    start = 0
    for run in face.line.runs:
        if isinstance(run, Text | Link):
            for character in run.text:
                folded = character.casefold()
                characters.append(folded)
                offsets.extend([start] * len(folded))
                start += units(character)
        else:
            shown = next(chips, "").casefold()
            characters.append(shown)
            offsets.extend([start] * len(shown))
            start += 1
    return "".join(characters), offsets

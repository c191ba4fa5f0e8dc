"""Footnotes at the foot of the page on which they are called."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from oscb_desktop.publish.typeset.galley import Foot, Galley, Strip

_MOST: Final = 0.4  # of a page, that the notes of one line may take of it


class Feet:
    """The footnotes of a part, as they are laid out one below the other under a rule.

    Those that would fill the page of the line that calls them stand after the part.
    """

    def __init__(self, notes: Galley, height: float) -> None:
        self._notes = notes
        self._rule, *strips = notes.strips
        self._each: dict[str, list[Strip]] = {}
        for strip in strips:
            if strip.anchor:
                name = strip.anchor
            self._each.setdefault(name, []).append(strip)
        self._room = height * _MOST

    def taken(self, galley: Galley) -> frozenset[str]:
        """Return which notes the lines of a block take to the feet of their pages."""
        return frozenset(name for strip in galley.strips for name in self._called(strip))

    def footed(self, galley: Galley) -> Galley:
        """Return a block with its notes, to be set at the feet of its pages."""
        strips = [self._footed(strip) for strip in galley.strips]
        return galley.with_strips(strips, strips)

    def left(self, taken: Collection[str]) -> Galley:
        """Return the notes, of which all but those that are ``taken`` stand after the part."""
        held = [strip for name, each in self._each.items() if name not in taken for strip in each]
        return self._notes.with_strips(self._notes.strips, [self._rule, *held] if held else ())

    def _footed(self, strip: Strip) -> Strip:
        notes = tuple(tuple(self._each[name]) for name in self._called(strip))
        return strip.footed(Foot(self._rule, notes)) if notes else strip

    def _called(self, strip: Strip) -> Iterator[str]:
        """Yield the notes that a strip takes, in their order."""
        room = self._room
        for name in dict.fromkeys(link.target for link in strip.links):
            height = sum(part.before + part.height for part in self._each.get(name, ()))
            if 0 < height <= room:
                room -= height
                yield name


def with_feet(sheet: Sequence[tuple[Strip, float]], height: float) -> list[tuple[Strip, float]]:
    """Return a page, whose strips have been stacked with room for their notes, with these."""
    feet = [strip.foot for strip, _ in sheet if strip.foot is not None]
    placed: list[tuple[Strip, float]] = []
    taken = 0.0
    for strip, y in sheet:
        placed.append((strip, y - taken))
        if strip.foot is not None:
            taken += strip.foot.height + (0.0 if taken else rule_height(strip.foot))
    notes = [note for foot in feet for note in foot.notes]
    y = height - taken
    for part in (feet[0].rule, *(strip for note in notes for strip in note)):
        placed.append((part, y + part.before))
        y += part.before + part.height
    return placed


def rule_height(foot: Foot) -> float:
    """Return what the rule above the first of a page's notes takes, in points."""
    return foot.rule.before + foot.rule.height


def room_of(strip: Strip, sheet: Sequence[tuple[Strip, float]]) -> float:
    """Return the height of a strip and of what it puts at the foot of a page, in points."""
    if strip.foot is None:
        return strip.height
    ruled = 0.0 if has_feet(sheet) else rule_height(strip.foot)
    return strip.height + strip.foot.height + ruled


def has_feet(sheet: Sequence[tuple[Strip, float]]) -> bool:
    """Return whether a page has footnotes."""
    return any(strip.foot is not None for strip, _ in sheet)

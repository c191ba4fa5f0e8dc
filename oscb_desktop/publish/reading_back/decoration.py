"""Whether what is drawn beside the words of a page is what this program draws, where it does.

Rules, the underlines of links, the dots of the contents and the shapes of ratings are not read
out, and no record holds them. They are few, and each stands in its own place: no words, and no
pictures of words, can be put together out of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from oscb_desktop.base.text import say
from oscb_desktop.publish.reading_back.painted import Box, Drawing, Painted, Words
from oscb_desktop.publish.typeset.grid import shape_room
from oscb_desktop.publish.typeset.tabular import rating_shape
from oscb_desktop.report.content.indicators import Rating

_COLOUR: Final = r"[\d.]+ [\d.]+ [\d.]+"
_FILLED: Final = re.compile(rf"{_COLOUR} rg (.*)")
_LINE: Final = re.compile(
    rf"{_COLOUR} RG ([\d.]+) w (\[0\.7 3\.3\] 0 d )?0 0 m ([\d.]+) (-?[\d.]+) l S"
)
_BOX: Final = re.compile(rf"{_COLOUR} rg (-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+) re f")
_EDGE: Final = 3.0  # points that the edge of a key figure's box is wide
_THICKEST: Final = 1.5  # points, of a rule
_LONG: Final = 100.0  # points: of lines as long as this no letter is made
_TALLEST: Final = 30.0  # points, of the rule beside a line of a quotation
_UNDER: Final = 3.0  # points, at most, that a link's line stands below its words
_HEADED: Final = 8.0  # points, at most, that the line under a heading of columns does
_OFF: Final = 0.02
_HEAD: Final = 70.0  # points from a sheet's top, in which a logo stands
_LOGO: Final = 45.0  # points that it is high, at most
_NEAR: Final = 8.0  # points between words and the dots that follow them


def faults_of_decoration(page: Painted, size: tuple[float, float], *, first: bool) -> Iterator[str]:
    """Yield what is drawn on a page that this program does not draw there; ``first`` of all."""
    words = [held for own in page.words.values() for held in own]
    boxes = [_filled_box(drawing) for drawing in page.decoration]
    grounds = [box for box in boxes if box is not None and _is_ground(box, words)]
    if any(not _go_down(drawings) for drawings in page.drawings.values()):
        yield say("the parts of a chart stand in another order than they are read in")
    for drawing, box in zip(page.decoration, boxes, strict=True):
        if not (
            _is_rule(drawing, words)
            or _is_rating(drawing, words)
            or box in grounds
            or (box is not None and _is_edge(box, grounds))
        ):
            yield say("something is drawn there that belongs to nothing")
            break
    if any(not _is_logo(box, size) for _, box in page.pictures) or len(page.pictures) > first:
        yield say("a picture stands where none should be")


def _go_down(drawings: Sequence[Drawing]) -> bool:
    """Return whether the parts of a figure stand one below another."""
    return all(
        abs(one.x - other.x) <= _OFF and other.y < one.y for one, other in pairwise(drawings)
    )


def _is_rule(drawing: Drawing, words: Sequence[Words]) -> bool:
    found = _LINE.fullmatch(drawing.code)
    if found is None or float(found.group(1)) > _THICKEST:
        return False
    x, y, across, up = drawing.x, drawing.y, float(found.group(3)), float(found.group(4))
    if found.group(2):
        return up == 0 and _is_leader(x, y, across, words)
    if up:
        return not across and -_TALLEST <= up < 0 and _is_beside(x, y, up, words)
    return (
        across >= _LONG
        or _is_underline(x, y, across, words)
        or _is_under_heading(x, y, across, words)
    )


def _is_ground(box: Box, words: Sequence[Words]) -> bool:
    """Return whether a box is the ground of a key figure: there are words on it.

    That they can be read on it is seen to where they are painted.
    """
    left, low, right, high = box
    on_it = any(left < held.x < right and low < held.y < high for held in words)
    return on_it and right - left >= _LONG / 2 and high - low >= _TALLEST


def _is_edge(box: Box, grounds: Sequence[Box]) -> bool:
    """Return whether a box is the edge at the left of a key figure's ground."""
    return box[2] - box[0] <= _EDGE + _OFF and any(
        all(abs(box[at] - ground[at]) <= _OFF for at in (0, 1, 3)) for ground in grounds
    )


def _filled_box(drawing: Drawing) -> Box | None:
    """Return the box that a drawing fills, None for any other drawing."""
    found = _BOX.fullmatch(drawing.code)
    if found is None:
        return None
    x, y, wide, high = map(float, found.groups())
    left, low = drawing.x + x, drawing.y + y
    return left, low, left + wide, low + high


def _is_leader(x: float, y: float, across: float, words: Sequence[Words]) -> bool:
    """Return whether dots lead from words to others on their line."""
    line = [held for held in words if abs(held.y - y) <= _OFF]
    return any(x - _NEAR <= held.x + held.width <= x + _OFF for held in line) and any(
        x + across <= held.x <= x + across + _NEAR for held in line
    )


def _is_beside(x: float, y: float, up: float, words: Sequence[Words]) -> bool:
    """Return whether a line stands to the left of words as high as it is."""
    return any(y + up <= held.y <= y and x < held.x for held in words)


def _is_underline(x: float, y: float, across: float, words: Sequence[Words]) -> bool:
    """Return whether a line stands under words, from one of their ends to another."""
    over = [held for held in words if 0 < held.y - y <= _UNDER]
    return (
        any(held.x <= x + 1 <= held.x + held.width for held in over)
        and max((held.x + held.width for held in over), default=x) >= x + across - 1
    )


def _is_under_heading(x: float, y: float, across: float, words: Sequence[Words]) -> bool:
    """Return whether a line stands under words that are in the middle over it."""
    over = [held for held in words if 0 < held.y - y <= _HEADED]
    line = [held for held in over if x - 1 <= held.x and held.x + held.width <= x + across + 1]
    if not line:
        return False
    left = min(held.x for held in line) - x
    right = x + across - max(held.x + held.width for held in line)
    return abs(left - right) <= 1


def _is_rating(drawing: Drawing, words: Sequence[Words]) -> bool:
    """Return whether a drawing is the shape of the rating whose name follows it.

    Its colour is of the theme that it was made with.
    """
    filled = _FILLED.fullmatch(drawing.code)
    if filled is None:
        return False
    for held in words:
        if abs(held.y - drawing.y) > _OFF:
            continue
        if abs(held.x - shape_room(held.size) - drawing.x) > _OFF:
            continue
        rating = next((one for one in Rating if one == held.text.strip()), None)
        if rating is not None:
            own = _FILLED.fullmatch(rating_shape(rating, held.size, "#000000"))
            return own is not None and own.group(1) == filled.group(1)
    return False


def _is_logo(box: Box, size: tuple[float, float]) -> bool:
    """Return whether a picture stands at the head of a sheet, as high as a logo."""
    left, low, right, high = box
    return left >= 0 and right <= size[0] and low >= size[1] - _HEAD and high - low <= _LOGO

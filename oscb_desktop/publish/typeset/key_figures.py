"""Key figures as a galley: boxes side by side, in each a large number and its words below it.

Each box is a paragraph, so that it is read out as a sentence would be: "412,300 contributions
agreed".
"""

from typing import Final

from oscb_desktop.publish.typeset.galley import ARTIFACT, DRAWING, Galley, Mark, Node, Strip
from oscb_desktop.publish.typeset.prose import finish
from oscb_desktop.publish.typeset.setting import Line, Segment, Setting, fill, first_baseline
from oscb_desktop.publish.typeset.themes import Theme, rgb
from oscb_desktop.report.publication.composition import PrintedBox, PrintedKeyFigures

_LARGEST, _SMALLEST = 24.0, 11.0  # points, of the number
_GAP: Final = 10.0  # between boxes
_PAD: Final = 10.0  # within a box
_EDGE: Final = 3.0  # of a box's left side, in the theme's colour
_TINT: Final = 0.07  # of that colour, on white


def set_key_figures(block: PrintedKeyFigures, theme: Theme) -> Galley:
    """Set key figures in one row that is never divided; all numbers are of one size."""
    setting = Setting(theme)
    count = len(block.boxes)
    wide = (theme.page.inner_width - _GAP * (count - 1)) / count
    room = wide - 2 * _PAD - _EDGE
    nodes = [Node("P") for _ in block.boxes]
    size = _size(setting, block, nodes, room)
    small = theme.type_.table
    words = [
        setting.lines([setting.segment(box.label, node, small)], room)
        for box, node in zip(block.boxes, nodes, strict=True)
    ]
    numbers = [
        setting.lines([_number(setting, box, node, size)], room)
        for box, node in zip(block.boxes, nodes, strict=True)
    ]
    high = 2 * _PAD + max(
        len(big) * size * 1.2 + len(said) * small * 1.3
        for big, said in zip(numbers, words, strict=True)
    )
    marks: list[Mark] = []
    for at, (big, said) in enumerate(zip(numbers, words, strict=True)):
        left = at * (wide + _GAP)
        marks.extend(_ground(theme, left, wide, high))
        x = left + _EDGE + _PAD
        marks.extend(_lines(setting, big, x, _PAD, size * 1.2, size, last=False))
        below = _PAD + len(big) * size * 1.2
        if not any(big):  # its words begin on the line of the numbers beside it
            below = _PAD + first_baseline(size * 1.2, size) - first_baseline(small * 1.3, small)
        marks.extend(_lines(setting, said, x, below, small * 1.3, small, last=True))
    strip = Strip(high, marks, before=14.0, anchor=block.id)
    return finish(setting, [strip, Strip(12.0)], nodes)


def _number(setting: Setting, box: PrintedBox, node: Node, size: float) -> Segment:
    colour = setting.theme.colour.accent
    return setting.segment(box.text, node, size, bold=True, colour=colour)


def _size(setting: Setting, block: PrintedKeyFigures, nodes: list[Node], room: float) -> float:
    """Return the largest size in which every number stands on one line."""
    size = _LARGEST
    pairs = list(zip(block.boxes, nodes, strict=True))
    while size > _SMALLEST and any(
        setting.width([_number(setting, box, node, size)]) > room for box, node in pairs
    ):
        size -= 1.0
    return size


def _lines(
    setting: Setting,
    lines: list[Line],
    x: float,
    top: float,
    leading: float,
    size: float,
    *,
    last: bool,
) -> list[Mark]:
    marks: list[Mark] = []
    for at, line in enumerate(lines):
        if line:
            baseline = top + at * leading + first_baseline(leading, size)
            is_last = last and at == len(lines) - 1
            marks.extend(setting.marks(line, x, baseline, last=is_last))
    return marks


def _ground(theme: Theme, left: float, wide: float, high: float) -> list[Mark]:
    """Return a box's ground: a light tint, a strong edge at its left."""
    red, green, blue = (1 - _TINT * (1 - part) for part in rgb(theme.colour.accent))
    tint = f"{red:.3f} {green:.3f} {blue:.3f} rg 0 {-high:.2f} {wide:.2f} {high:.2f} re f"
    edge = f"{fill(theme.colour.accent)} 0 {-high:.2f} {_EDGE} {high:.2f} re f"
    return [Mark(ARTIFACT, DRAWING, left, 0.0, code) for code in (tint, edge)]

"""The drawing of a chart taken off its page, as plain shapes: for formats other than PDF.

The chart is laid out once, by ``charts``; this reads the few painting operators it uses.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from oscb_desktop.publish.typeset.charts import set_chart
from oscb_desktop.publish.typeset.faces import PlainFace
from oscb_desktop.publish.typeset.galley import Mark
from oscb_desktop.publish.typeset.scripts import tagged_face
from oscb_desktop.publish.typeset.shaping import ShapedFace, words_alone
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.publish.typeset.typefaces import load_faces
from oscb_desktop.report.publication.composition import PrintedChart


class Area(NamedTuple):
    """A filled rectangle; ``x`` and ``y`` are its upper left corner, y downwards, in points."""

    x: float
    y: float
    width: float
    height: float
    colour: str


class Rule(NamedTuple):
    """A straight line between two points."""

    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float
    colour: str


class Words(NamedTuple):
    """Text that begins at ``x`` on the baseline ``y`` and is ``width`` points wide."""

    x: float
    y: float
    text: str
    width: float
    size: float
    face: PlainFace | ShapedFace
    colour: str


Shape = Area | Rule | Words


class Drawing(NamedTuple):
    """A chart's shapes, back to front, within ``width`` × ``height`` points."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


_MARGIN: Final = 5.0  # the axis reaches a little beyond the bars


def draw(block: PrintedChart, theme: Theme) -> Drawing | None:
    """Return the drawing of a chart, the same as in the PDF; None where it shows nothing."""
    strips = [strip for strip in set_chart(block, theme).strips if strip.figure is not None]
    if not strips:
        return None
    shapes: list[Shape] = []
    y = _MARGIN - strips[0].before
    for strip in strips:
        y += strip.before
        for mark in strip.marks:
            shapes.extend(_shapes(mark, y, theme))
        y += strip.height
    drawn = (*(s for s in shapes if not isinstance(s, Words)), *_words_of(shapes))
    return Drawing(theme.page.inner_width, y + _MARGIN, drawn)


def _words_of(shapes: list[Shape]) -> Iterator[Words]:
    return (shape for shape in shapes if isinstance(shape, Words))


def _shapes(mark: Mark, top: float, theme: Theme) -> Iterator[Shape]:
    """Yield what a mark paints: ``re f`` areas, ``m l S`` lines and ``Tj`` text."""
    x, y = mark.x, top + mark.y
    own = load_faces(theme.type_.fonts)
    faces: dict[str, PlainFace | ShapedFace] = {face.tag: face for face in own.all}
    face, size, thickness = faces["F1"], 0.0, 1.0
    filled = stroked = theme.colour.text
    held: list[str] = []
    points: list[tuple[float, float]] = []
    areas: list[tuple[float, ...]] = []
    # Words that stand beside what is drawn of them are taken, and what is drawn is passed over.
    for token in words_alone(mark.code).split():
        match token:
            case "rg":
                filled = _colour(held)
            case "RG":
                stroked = _colour(held)
            case "w":
                thickness = float(held[-1])
            case "Tf":
                tag = held[-2][1:]
                face, size = faces.get(tag) or tagged_face(tag), float(held[-1])
            case "Tj":
                text = bytes.fromhex(held[-1][1:-1]).decode("utf-16-be")
                width = face.width(text, size)
                yield Words(
                    x, y, text.rstrip(), face.width(text.rstrip(), size), size, face, filled
                )
                x += width
            case "re":
                areas.append(tuple(map(float, held[-4:])))
            case "m" | "l":
                points.append((float(held[-2]), float(held[-1])))
            case "f":
                for left, low, wide, high in areas:
                    yield Area(x + left, y - low - high, wide, high, filled)
                areas = []
            case "S":
                (from_x, from_y), (to_x, to_y) = points
                yield Rule(x + from_x, y - from_y, x + to_x, y - to_y, thickness, stroked)
                points = []
            case _:
                held.append(token)
                continue
        held = []


def _colour(parts: list[str]) -> str:
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in parts[-3:])

"""Setting type: runs of text become lines of at most a width. No pages, no blocks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

import regex

from oscb_desktop.publish.typeset.bidi import (
    is_mixed,
    leads_right_to_left,
    levels_of,
    mirror,
    visual_order,
)
from oscb_desktop.publish.typeset.galley import ARTIFACT, DRAWING, TEXT, LinkArea, Mark, Node, Strip
from oscb_desktop.publish.typeset.themes import Theme, rgb
from oscb_desktop.publish.typeset.typefaces import BREAK, Face, Faces, Part, load_faces

# Where a word may be broken that does not fit: after a hyphen between letters, or a dash.
# Words of Chinese and Japanese stand without spaces: a line may end after each of their characters,
# but none begins with what ends a sentence (UAX #14, ID and CL).
_IDEOGRAPHS: Final = (
    "(?<=[\u3001-\u3007\u3009-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60])"
    "(?=[^\\W\\d_])(?![\u3005\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u30fc])"
)
_NATURAL: Final = re.compile(rf"(?<=[^\W\d]{{2}}-)(?=[^\W\d]{{2}})|(?<=—)|{_IDEOGRAPHS}")
# Where one may be that is longer than a whole line, such as an address.
_ANYWHERE: Final = re.compile(rf"(?<=[\-–—/?&=_.,;@+])|{_IDEOGRAPHS}")
_ALIKE: Final = re.compile(r"\w+|\W")
_CLUSTER: Final = regex.compile(r"\X")  # a letter with what stands on it


class Segment(NamedTuple):
    """Text of one look that belongs to one element. ``rise`` lifts it off the baseline."""

    text: str
    face: Face
    size: float
    colour: str
    node: Node
    rise: float = 0.0
    url: str = ""
    target: str = ""
    words: str = ""  # what a link says of itself, where its text alone would not do


class Piece:
    """Part of a segment, as it stands in a line."""

    __slots__ = ("segment", "text", "width", "x")

    def __init__(self, segment: Segment, text: str, x: float, width: float) -> None:
        self.segment = segment
        self.text = text
        self.x = x
        self.width = width


Line = list[Piece]
_Word = tuple[list[tuple[Segment, str]], Segment]  # its parts, and whose the space before it is


class Setting:
    """A theme's type, and what has been used of it."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.faces: Faces = load_faces(theme.type_.fonts)
        self.missing: set[str] = set()
        self.used: dict[str, set[str]] = defaultdict(set)  # characters or words of a face, by tag

    def segment(
        self,
        text: str,
        node: Node,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        colour: str = "",
        broken: bool = False,
    ) -> Segment:
        """Return text as a segment, in characters the typeface has.

        ``broken``: its lines end where it says so.
        """
        lines = text.split(BREAK) if broken else [text]
        text = BREAK.join(self.faces.printable(line, self.missing) for line in lines)
        face = self.faces.style(bold, italic)
        return Segment(text, face, size, colour or self.theme.colour.text, node)

    def width(self, segments: Iterable[Segment]) -> float:
        """Return the width of segments set on one line, in points."""
        return sum(segment.face.width(segment.text, segment.size) for segment in segments)

    def lines(self, segments: Sequence[Segment], width: float) -> list[Line]:
        """Return segments broken into lines; there is always one. Nothing overhangs."""
        lines: list[Line] = []
        for group, end in _said_lines(segments):
            made = _break(group, width)
            if end is not None:
                _end(made[-1], end)
            lines.extend(made)
        return lines

    def marks(
        self,
        line: Line,
        x: float,
        baseline: float,
        *,
        last: bool = True,
        right_to_left: bool = False,
    ) -> list[Mark]:
        """Return the marks of a line, ``baseline`` below its strip's top.

        A line that is not its paragraph's last ends in the space that it was broken at, so
        that the words do not run together for who copies or listens to them.
        """
        if right_to_left or any(is_mixed(piece.text) for piece in line):
            return self._ordered(line, x, baseline, last=last, right_to_left=right_to_left)
        marks: list[Mark] = []
        codes: list[str] = []
        start = 0.0
        for at, piece in enumerate(line):
            segment = piece.segment
            if not codes:
                start = piece.x
            text = _shown(piece, ends=not last and at == len(line) - 1)
            codes.extend(self._code(segment, part) for part in segment.face.parts(text))
            following = line[at + 1].segment.node if at + 1 < len(line) else None
            if following is not segment.node:
                marks.append(Mark(segment.node, TEXT, x + start, baseline, "\n".join(codes)))
                codes = []
        return marks

    def _ordered(
        self, line: Line, x: float, baseline: float, *, last: bool, right_to_left: bool
    ) -> list[Mark]:
        """Return the marks of a line of which something goes from right to left.

        They come in the order of reading, each with its place.
        """
        parts: list[tuple[Segment, Part]] = []
        for at, piece in enumerate(line):
            text = _shown(piece, ends=not last and at == len(line) - 1)
            parts += ((piece.segment, part) for part in _steps(piece.segment.face.parts(text)))
        levels = levels_of("".join(part.text for _, part in parts), right_to_left=right_to_left)
        begins = accumulate((len(part.text) for _, part in parts), initial=0)
        own = [levels[begin] for begin, _ in zip(begins, parts, strict=False)]
        places = [0.0] * len(parts)
        at_x = x
        if right_to_left:  # the space that it ends in stands before its left end
            whole = sum(part.face.width(part.text, segment.size) for segment, part in parts)
            at_x += _length(line) - whole if line else 0.0
        for at in visual_order(own):
            segment, part = parts[at]
            places[at] = at_x
            at_x += part.face.width(part.text, segment.size)
        return [
            Mark(
                segment.node,
                TEXT,
                place,
                baseline,
                self._code(segment, part, reverse=level % 2 == 1),
            )
            for (segment, part), place, level in zip(parts, places, own, strict=True)
        ]

    def _code(self, segment: Segment, part: Part, *, reverse: bool = False) -> str:
        """Return the operators that show a part of a segment, with its look."""
        if part.shaped:
            self.used[part.face.tag].add(part.text)
        else:
            self.used[part.face.tag].update(part.text, mirror(part.text) if reverse else "")
        look = _look(part.face.tag, segment.size, segment.colour)
        code = f"{look} {part.code(segment.size, segment.rise, reverse=reverse)}"
        return f"{segment.rise:.2f} Ts {code} 0 Ts" if segment.rise else code

    def links(
        self, line: Line, x: float, baseline: float, height: float, *, right_to_left: bool = False
    ) -> tuple[list[LinkArea], list[Mark]]:
        """Return where a line's links can be clicked, and the lines under their words."""
        areas: list[LinkArea] = []
        rules: list[Mark] = []
        mixed = right_to_left or any(is_mixed(piece.text) for piece in line)
        for piece in line:
            segment = piece.segment
            if not (segment.url or segment.target):
                continue
            # Where words change places, all of the line can be clicked.
            left = x if mixed else x + piece.x
            right = x + _length(line) if mixed else left + piece.width
            area = (
                left,
                0.0,
                right,
                height,
                segment.words or segment.text,
                segment.url,
                segment.target,
            )
            areas.append(LinkArea(segment.node, *area))
            if segment.url and not mixed:
                code = f"{stroke(segment.colour)} 0.5 w 0 0 m {piece.width:.2f} 0 l S"
                rules.append(Mark(ARTIFACT, DRAWING, left, baseline + 1.8, code))
        return areas, rules

    def strips(
        self,
        segments: Sequence[Segment],
        width: float,
        leading: float,
        *,
        x: float = 0.0,
        before: float = 0.0,
        keep: bool = False,
        anchor: str = "",
        size: float = 0.0,
    ) -> list[Strip]:
        """Return segments as one strip a line; a first or last line is never left alone.

        They stand on the line of text of this ``size``, where they are smaller themselves.
        """
        lines = self.lines(segments, width)
        reverse = leads_right_to_left("".join(segment.text for segment in segments))
        sizes = [segment.size for segment in segments] or [self.theme.type_.body]
        size = max(size, *sizes)
        baseline = first_baseline(leading, size)
        count = len(lines)
        strips = []
        for at, line in enumerate(lines):
            last = at == count - 1
            left = x + max(0.0, width - _length(line)) if reverse and line else x
            areas, rules = self.links(line, left, baseline, leading, right_to_left=reverse)
            marks = self.marks(line, left, baseline, last=last, right_to_left=reverse)
            strips.append(
                Strip(
                    leading,
                    rules + marks,
                    before=before if at == 0 else 0.0,
                    keep=keep if last else at in (0, count - 2),
                    links=areas,
                    anchor=anchor if at == 0 else "",
                )
            )
        return strips


def first_baseline(leading: float, size: float) -> float:
    """Return how far below a line's top its baseline is, in points."""
    return (leading - size) / 2 + size * 0.79


@cache
def fill(colour: str) -> str:
    """Return the operator that sets the colour of text and areas."""
    return "{:.3g} {:.3g} {:.3g} rg".format(*rgb(colour))


@cache
def stroke(colour: str) -> str:
    """Return the operator that sets the colour of lines."""
    return "{:.3g} {:.3g} {:.3g} RG".format(*rgb(colour))


@cache
def _look(tag: str, size: float, colour: str) -> str:
    return f"/{tag} {size:g} Tf {fill(colour)}"


_GLUED: Final = "\x00"  # ends a piece whose line was broken inside a word


def _said_lines(segments: Sequence[Segment]) -> Iterator[tuple[list[Segment], Segment | None]]:
    """Yield the segments of each line that the text itself ends, and whose that end is."""
    group: list[Segment] = []
    for segment in segments:
        if BREAK not in segment.text:
            group.append(segment)
            continue
        first, *others = segment.text.split(BREAK)
        group.append(segment._replace(text=first))
        for text in others:
            yield group, segment
            group = [segment._replace(text=text)]
    yield group, None


def _end(line: Line, segment: Segment) -> None:
    """End a line as its text says."""
    if line:
        line[-1].text += BREAK
    else:
        line.append(Piece(segment, BREAK, 0.0, 0.0))


def _shown(piece: Piece, *, ends: bool) -> str:
    """Return what a piece shows; ``ends`` a line that goes on, in the space it was broken at."""
    if piece.text.endswith(_GLUED):
        return piece.text[:-1]
    return f"{piece.text} " if ends and not piece.text.endswith(BREAK) else piece.text


def _steps(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts again, what has no direction of its own character by character."""
    for part in parts:
        if part.language:
            yield part
            continue
        for text in _ALIKE.findall(part.text):
            yield part._replace(text=text)


def _length(line: Line) -> float:
    return line[-1].x + line[-1].width


def _words(segments: Sequence[Segment]) -> list[_Word]:
    """Return the words of segments. A word may run over several of them."""
    words: list[_Word] = []
    open_word = False
    space: Segment | None = None
    for segment in segments:
        parts = segment.text.split(" ")
        for at, part in enumerate(parts):
            if at:
                open_word, space = False, segment
            if not part:
                continue
            if open_word:
                words[-1][0].append((segment, part))
            else:
                words.append(([(segment, part)], space or segment))
                open_word = True
    return words


def _break(segments: Sequence[Segment], width: float) -> list[Line]:
    if len(segments) == 1:
        return _break_plain(segments[0], width)
    lines: list[Line] = []
    line: Line = []
    x = 0.0
    for parts, spacer in _words(segments):
        word_width = _width(parts)
        gap = spacer.face.width(" ", spacer.size) if line else 0.0
        if x + gap + word_width > width:
            line, x = _break_word(lines, line, x, gap, parts, spacer, width, word_width)
            continue
        if line:
            last = line[-1]
            if last.segment is spacer is parts[0][0] and len(parts) == 1:
                last.text = f"{last.text} {parts[0][1]}"
                last.width += gap + word_width
                x += gap + word_width
                continue
            x = _space(line, spacer, x, gap)
        x = _put_all(line, parts, x)
    if line or not lines:
        lines.append(line)
    return lines


def _break_plain(segment: Segment, width: float) -> list[Line]:
    """Break text of one look, as most of it is: what ``_break`` does, with less to look up."""
    widths, size = segment.face.widths, segment.size
    gap = widths[" "] * size
    lines: list[Line] = []
    line: Line = []
    words: list[str] = []  # of the line's one piece, not yet joined
    x = 0.0
    for word in segment.text.split(" "):
        if not word:
            continue
        word_width = widths[word] * size
        if not words:
            if word_width <= width:
                line, x = [Piece(segment, "", 0.0, word_width)], word_width
                words.append(word)
                continue
        elif x + gap + word_width <= width:
            line[0].width += gap + word_width
            x += gap + word_width
            words.append(word)
            continue
        else:
            line[0].text = " ".join(words)
        due = gap if line else 0.0
        line, x = _break_word(lines, line, x, due, [(segment, word)], segment, width, word_width)
        words = [line[0].text]
    if line:
        line[0].text = " ".join(words)
    if line or not lines:
        lines.append(line)
    return lines


def _break_word(
    lines: list[Line],
    line: Line,
    x: float,
    gap: float,
    parts: list[tuple[Segment, str]],
    spacer: Segment,
    width: float,
    word_width: float,
) -> tuple[Line, float]:
    """Put a word that does not fit: at a hyphen, on the next line, or cut where it must be."""
    if word_width > width:
        return _put_chunks(lines, line, x, gap, _chunks(parts, _ANYWHERE), spacer, width)
    if not line or any(_NATURAL.search(text) for _, text in parts):
        return _put_chunks(lines, line, x, gap, _chunks(parts, _NATURAL), spacer, width)
    lines.append(line)
    line = []
    return line, _put_all(line, parts, 0.0)


def _put_chunks(
    lines: list[Line],
    line: Line,
    x: float,
    gap: float,
    chunks: list[list[tuple[Segment, str]]],
    spacer: Segment,
    width: float,
) -> tuple[Line, float]:
    """Put the pieces of a word, each on the next line where it does not fit."""
    space_due = bool(line)
    for chunk in chunks:
        chunk_width = sum(segment.face.width(text, segment.size) for segment, text in chunk)
        if line and x + gap + chunk_width > width:
            lines.append(line if space_due else _glue(line))
            line, x, gap, space_due = [], 0.0, 0.0, False
        if space_due:
            x = _space(line, spacer, x, gap)
            gap, space_due = 0.0, False
        if chunk_width <= width:
            x = _put_all(line, chunk, x)
        else:
            line, x = _cut_all(lines, line, x, chunk, width)
    return line, x


def _width(parts: list[tuple[Segment, str]]) -> float:
    width = 0.0
    for segment, text in parts:
        width += segment.face.width(text, segment.size)
    return width


def _chunks(
    parts: list[tuple[Segment, str]], pattern: re.Pattern[str]
) -> list[list[tuple[Segment, str]]]:
    """Return a word cut where ``pattern`` lets it break; never where its look changes."""
    chunks: list[list[tuple[Segment, str]]] = [[]]
    for segment, text in parts:
        first, *others = pattern.split(text)
        if first:
            chunks[-1].append((segment, first))
        chunks.extend([(segment, other)] for other in others if other)
    return chunks


def _cut_all(
    lines: list[Line], line: Line, x: float, chunk: list[tuple[Segment, str]], width: float
) -> tuple[Line, float]:
    for segment, text in chunk:
        line, x = _cut(lines, line, x, segment, text, width)
    return line, x


def _cut(
    lines: list[Line], line: Line, x: float, segment: Segment, text: str, width: float
) -> tuple[Line, float]:
    """Put text longer than a whole line, character by character."""
    start = 0
    run = x
    for found in _CLUSTER.finditer(text):
        at = found.start()
        step = segment.face.width(found.group(), segment.size)
        if run + step > width and (line or at > start):
            if at > start:
                _put(line, segment, text[start:at], x)
            lines.append(_glue(line))
            line, x, run, start = [], 0.0, 0.0, at
        run += step
    return line, _put(line, segment, text[start:], x)


def _space(line: Line, spacer: Segment, x: float, gap: float) -> float:
    last = line[-1]
    if last.segment is spacer:
        last.text += " "
        last.width += gap
    else:
        line.append(Piece(spacer, " ", x, gap))
    return x + gap


def _put(line: Line, segment: Segment, text: str, x: float) -> float:
    width = segment.face.width(text, segment.size)
    if line and line[-1].segment is segment:
        line[-1].text += text
        line[-1].width += width
    else:
        line.append(Piece(segment, text, x, width))
    return x + width


def _put_all(line: Line, parts: list[tuple[Segment, str]], x: float) -> float:
    for segment, text in parts:
        x = _put(line, segment, text, x)
    return x


def _glue(line: Line) -> Line:
    line[-1].text += _GLUED
    return line

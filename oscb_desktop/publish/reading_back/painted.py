"""What a page of this program paints, and nothing else: its words with their places.

The pages are written in a few operators (``publish/pdf/painting.py``). Whatever is not of these
few, or hides, moves or shrinks words, is a fault: what cannot be shown to be plain is not said
to be. A general reader of PDF would have to know every way to hide something; this one knows
every way to show something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, takewhile
from typing import Any, Final, NamedTuple
from unicodedata import bidirectional

from oscb_desktop.base.text import say
from oscb_desktop.publish.typeset.faces import PlainFace
from oscb_desktop.publish.typeset.scripts import Script, script_of
from oscb_desktop.publish.typeset.shaping import REVERSED, ShapedFace
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.publish.typeset.typefaces import Part, load_faces

# What stands between two spaces or ends of lines. Readers differ in how they part what runs
# together, in what a comment ends with and in what they make of odd numbers: there is none of it.
_PAGINATION: Final = b"<</Type /Pagination>>"
_TOKENS: Final = (
    rb"[-+]?(?:\d+\.?\d*|\.\d+)",
    rb"[A-Za-z]+",
    rb"/[A-Za-z0-9]+",
    rb"<[0-9A-Fa-f]*>",
    rb"\[(?:[0-9. ]*|-[0-9]+)\]",
    rb"<</MCID \d+>>",
    rb"<<(?:/Lang \([a-z]+\) )?/(?:ActualText|Words) <feff(?:[0-9a-f]{4})+>>>",
    _PAGINATION,
)
_TOKEN: Final = re.compile(rb"|".join((*_TOKENS[4:], rb"[^ \n]+")))
_TOLD: Final = re.compile(rb"/Lang \(([a-z]+)\)")
_BESIDE: Final = re.compile(rb".* <feff([0-9a-f]+)>>>")
_PLAIN: Final = re.compile(rb"[ \n]*+(?:(?:%s)(?:[ \n]++|\Z))*+" % rb"|".join(_TOKENS))
_NUMBERED: Final = re.compile(rb"<</MCID (\d+)>>")

_SMALLEST: Final = 4.0  # points: smaller words are not read by anybody
_LEAST_CONTRAST: Final = 3.0  # WCAG 2.2, 1.4.3, for large text
_THICK: Final = 3.0  # points: a line that hides what it crosses
_EDGE: Final = 0.5  # points that words may go over the page's edge
_BAND: Final = 20.0  # points, of the bands that areas are looked for in
_MOST_BANDS: Final = 60
_CODES: Final = 0x10000
_WHITE: Final = (1.0, 1.0, 1.0)
_BLACK: Final = (0.0, 0.0, 0.0)
# The part of a letter's height that must be free for it to be read, as parts of its size.
_LOW, _HIGH = 0.12, 0.6

Box = tuple[float, float, float, float]
Colour = tuple[float, float, float]


class Words(NamedTuple):
    """Words as shown: where they begin on the baseline, in points from the lower left."""

    text: str
    x: float
    y: float
    width: float
    size: float
    rise: float = 0.0


class Drawing(NamedTuple):
    """A drawing: its operators, and where its own coordinates begin, from the lower left."""

    code: str
    x: float
    y: float


class Font(NamedTuple):
    """What is known of a page's font: how wide each letter is, in thousandths of the size.

    ``face`` is the program's own of that name, and ``script`` what it is for.
    """

    widths: Mapping[str, float]
    face: PlainFace | ShapedFace | None = None
    script: Script | None = None


class Painted:
    """All that one page paints.

    ``words`` and ``drawings`` are those of each marked content, ``numbers`` all of these, and
    ``labels`` the words that are part of a drawing; ``asides`` and ``decoration`` are the words
    and drawings of artifacts, which are not read out, and ``pictures`` are these by name, with
    their places. ``faults`` says what is not plain. ``meant`` are words by the font whose glyphs,
    one or more to a letter, draw them.
    """

    def __init__(self) -> None:
        self.numbers: set[int] = set()
        self.words: dict[int, list[Words]] = {}
        self.labels: dict[int, list[Words]] = {}
        self.drawings: dict[int, list[Drawing]] = {}
        self.asides: list[Words] = []
        self.decoration: list[Drawing] = []
        self.faults: list[str] = []
        self.pictures: list[tuple[str, Box]] = []
        self.meant: dict[str, set[str]] = {}

    def lines_aside(self) -> Iterator[list[Words]]:
        """Yield the words of artifacts line by line; words of several scripts are several."""
        for _, line in groupby(self.asides, key=lambda words: words.y):
            yield list(line)


def paint(data: bytes, fonts: Mapping[str, Font], size: tuple[float, float]) -> Painted:
    """Return what a page's content paints on a sheet of a size, in points."""
    painter = _Painter(fonts, size)
    painter.run(data)
    return painter.seen


@dataclass(slots=True)
class _State:
    """What ``q`` keeps and ``Q`` brings back."""

    place: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    fill: Colour = _BLACK
    stroke: Colour = _BLACK
    width: float = 1.0
    font: Font | None = None
    size: float = 0.0
    rise: float = 0.0


class _Area(NamedTuple):
    """Something painted with a colour, None for a picture; ``line`` where it is a mere one."""

    box: Box
    colour: Colour | None
    line: bool = False


class _Layer:
    """Areas, found again by where they are."""

    def __init__(self) -> None:
        self._bands: dict[int, list[_Area]] = {}
        self._tall: list[_Area] = []

    def add(self, area: _Area) -> None:
        """Add an area."""
        bands = _bands(area.box)
        if len(bands) > _MOST_BANDS:
            self._tall.append(area)
            return
        for band in bands:
            self._bands.setdefault(band, []).append(area)

    def meeting(self, box: Box) -> list[_Area]:
        """Return the areas that a box has a part of."""
        left, low, right, high = box
        bands = _bands(box)
        found = self._tall.copy()
        for band in bands if len(bands) <= _MOST_BANDS else self._bands:
            found += self._bands.get(band, ())
        return [
            area
            for area in found
            if area.box[0] < right
            and left < area.box[2]
            and area.box[1] < high
            and low < area.box[3]
        ]


def _bands(box: Box) -> range:
    return range(int(box[1] // _BAND), int(box[3] // _BAND) + 1)


class _Painter:
    def __init__(self, fonts: Mapping[str, Font], size: tuple[float, float]) -> None:
        self.seen = Painted()
        self._fonts = fonts
        self._sheet = size
        self._state = _State()
        self._kept: list[_State] = []
        self._marks: list[int | None] = []
        self._in_text = False
        self._at: tuple[float, float] | None = None
        self._path: list[tuple[float, float]] = []
        self._areas = _Layer()
        self._shown = _Layer()
        self._drawn: list[bytes] | None = None  # the operators of a drawing
        self._tokens: Iterator[bytes] = iter(())

    def run(self, data: bytes) -> None:
        """Go through the operators."""
        if not _PLAIN.fullmatch(data):
            self._fault(say("it uses a way of painting that this program does not"))
            return
        try:
            self._follow(iter(_TOKEN.findall(data)))
        except (ValueError, IndexError):
            self._fault(say("its content cannot be followed"))

    def _follow(self, tokens: Iterator[bytes]) -> None:
        """Do what each operator says. Raises ``ValueError`` or ``IndexError`` where that fails."""
        self._tokens = tokens
        held: list[bytes] = []
        for token in tokens:
            if not token.isalpha():
                held.append(token)
                continue
            act, takes = _ACTS.get(token, _STRANGE)
            if act is None:
                self._fault(say("it uses a way of painting that this program does not"))
                return
            if len(held) != takes:
                raise ValueError
            if self._drawn is not None:
                self._drawn += (*held, token)
            act(self, held)
            held = []
        if held or self._kept or self._marks or self._in_text:
            self._fault(say("its content does not end where it should"))

    def _fault(self, words: str) -> None:
        if words not in self.seen.faults:
            self.seen.faults.append(words)

    # ---- state

    def save(self, _held: list[bytes]) -> None:
        self._outside_text()
        self._kept.append(replace(self._state))
        if len(self._kept) == 1:
            self._drawn = []

    def restore(self, _held: list[bytes]) -> None:
        self._outside_text()
        self._state = self._kept.pop()
        if self._kept or self._drawn is None:
            return
        drawn, self._drawn = self._drawn[:-1], None  # without this operator
        if _is_picture(drawn):
            return
        place, code = drawn[:7], drawn[7:]
        if place[:4] != _UPRIGHT or place[6:] != [b"cm"]:
            self._fault(say("a drawing is turned, stretched or shrunk"))
            return
        text = b" ".join(code).decode("ascii", "replace")
        made = Drawing(text, float(place[4]), float(place[5]))
        mark = self._mark()
        if mark is None:
            self.seen.decoration.append(made)
        else:
            self.seen.drawings.setdefault(mark, []).append(made)

    def move(self, held: list[bytes]) -> None:
        self._outside_text()
        a, b, c, d, e, f = map(float, held)
        p, q, r, s, t, u = self._state.place
        place = (
            a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
            e * p + f * r + t, e * q + f * s + u,
        )  # fmt: skip
        self._state.place = place

    def fill(self, held: list[bytes]) -> None:
        self._state.fill = _colour(*held)

    def stroke(self, held: list[bytes]) -> None:
        self._state.stroke = _colour(*held)

    def width(self, held: list[bytes]) -> None:
        wide = float(held[0])
        if wide < 0:
            raise ValueError
        self._state.width = wide

    def dash(self, held: list[bytes]) -> None:
        float(held[1])

    def join(self, held: list[bytes]) -> None:
        int(held[0])

    # ---- marked content

    def mark(self, held: list[bytes]) -> None:
        if self._in_text:
            self._spell(*held)
            return
        self._outside_text()
        if self._marks or self._kept:
            self._fault(say("what is read out is nested"))
        role, what = held
        aside = role == b"/Artifact"
        number = None if aside else _NUMBERED.fullmatch(what)
        self._marks.append(int(number.group(1)) if number else None)
        if number is not None:
            self.seen.numbers.add(int(number.group(1)))
        elif not (aside and what == _PAGINATION):
            self._fault(say("something is neither read out nor decoration"))

    def mark_plain(self, held: list[bytes]) -> None:
        self.mark([held[0], _PAGINATION])

    def unmark(self, _held: list[bytes]) -> None:
        self._outside_text()
        if self._kept:
            self._fault(say("what is read out is nested"))
        self._marks.pop()

    def _mark(self) -> int | None:
        return self._marks[-1] if self._marks else None

    # ---- words

    def begin(self, _held: list[bytes]) -> None:
        self._outside_text()
        self._in_text, self._at = True, None

    def end(self, _held: list[bytes]) -> None:
        if not self._in_text:
            raise ValueError
        self._in_text = False

    def _outside_text(self) -> None:
        if self._in_text:
            raise ValueError

    def font(self, held: list[bytes]) -> None:
        font = self._fonts.get(held[0].decode("ascii"))
        if font is None:
            raise ValueError
        self._state.font, self._state.size = font, float(held[1])

    def place_text(self, held: list[bytes]) -> None:
        a, b, c, d, x, y = map(float, held)
        if not self._in_text or (a, b, c, d) != (1.0, 0.0, 0.0, 1.0):
            self._fault(say("words are turned, stretched or shrunk"))
        self._at = (x, y)

    def rise(self, held: list[bytes]) -> None:
        self._state.rise = float(held[0])

    def show(self, held: list[bytes]) -> None:
        code = held[0]
        font, size = self._state.font, self._state.size
        if code[:1] != b"<" or font is None or self._at is None or not self._in_text:
            raise ValueError
        if font.script is not None:  # its codes are glyphs, or its words have a language
            self._fault(say("it shows letters without saying which they are"))
        text = bytes.fromhex(code[1:-1].decode("ascii")).decode("utf-16-be", "replace")
        try:
            across = sum(map(font.widths.__getitem__, text)) * size / 1000
        except KeyError:
            self._fault(say("it shows letters that its typeface does not have"))
            across = 0.0
        x, y = self._at
        t, u = self._straight()
        self._at = (x + across, y)
        self._put(Words(text, x + t, y + u, across, size, self._state.rise))

    def _spell(self, role: bytes, what: bytes) -> None:
        """Take words with the text that they stand for: they must be drawn as our own are."""
        beside = _BESIDE.fullmatch(what)
        font, size = self._state.font, self._state.size
        if beside is None or font is None or font.face is None or self._at is None:
            raise ValueError
        text = bytes.fromhex(beside.group(1).decode("ascii")).decode("utf-16-be")
        part = Part(font.face, text, _language(font, text, what))
        should = part.code(size, self._state.rise, reverse=role == _REVERSED).encode("ascii")
        head, _, inside = should.partition(b" BDC ")
        drawn = [*takewhile(lambda token: token != b"EMC", self._tokens), b"EMC"]
        reverse = role == _REVERSED
        if head != role + b" " + what or drawn != inside.split() or not _goes(text, reverse):
            self._fault(say("it shows other letters than it says"))
        if self._drawn is not None:
            self._drawn += drawn
        self.seen.meant.setdefault(font.face.tag, set()).add(text)
        x, y = self._at
        t, u = self._straight()
        across = font.face.width(text, size)
        self._at = (x + across, y)
        self._put(Words(text, x + t, y + u, across, size, self._state.rise))

    def _straight(self) -> tuple[float, float]:
        """Return how far words are moved, which must be all that is done to them."""
        p, q, r, s, t, u = self._state.place
        if (p, q, r, s) != (1.0, 0.0, 0.0, 1.0):
            self._fault(say("words are turned, stretched or shrunk"))
        return t, u

    def _put(self, words: Words) -> None:
        if not self._marks:
            self._fault(say("words stand outside what is read out"))
        elif words.text.strip():
            self._look_at(words)
        mark = self._mark()
        if mark is None:
            self.seen.asides.append(words)
        else:
            held = self.seen.words if self._drawn is None else self.seen.labels
            held.setdefault(mark, []).append(words)

    def _look_at(self, words: Words) -> None:
        """Find what keeps words from being seen."""
        if words.size < _SMALLEST:
            self._fault(say("words are too small to be read"))
        rise = self._state.rise
        if abs(rise) > words.size:
            self._fault(say("words are lifted off their line"))
        box = _core(words, rise)
        wide, high = self._sheet
        if box[0] < -_EDGE or box[2] > wide + _EDGE or box[1] < -_EDGE or box[3] > high + _EDGE:
            self._fault(say("words stand outside the page"))
        colour = self._state.fill
        areas = self._areas.meeting(box)
        under = [area.colour for area in areas]
        if None in under:
            self._fault(say("words stand on a picture"))
        if any(area.line for area in areas):
            self._fault(say("words are struck through"))
        grounds = [_WHITE, *(ground for ground in under if ground is not None)]
        if any(_contrast(colour, ground) < _LEAST_CONTRAST for ground in grounds):
            self._fault(say("words hardly differ from what is behind them"))
        if self._shown.meeting(box):
            self._fault(say("words stand on other words"))
        self._shown.add(_Area(box, colour))

    # ---- drawings

    def rectangle(self, held: list[bytes]) -> None:
        x, y, wide, high = map(float, held)
        for point in ((x, y), (x + wide, y), (x, y + high), (x + wide, y + high)):
            self._path.append(self._moved(*point))

    def close(self, _held: list[bytes]) -> None:
        if not self._path:
            raise ValueError

    def points(self, held: list[bytes]) -> None:
        self._outside_text()
        numbers = [float(part) for part in held]
        for at in range(0, len(numbers), 2):
            self._path.append(self._moved(numbers[at], numbers[at + 1]))

    def _moved(self, x: float, y: float) -> tuple[float, float]:
        p, q, r, s, t, u = self._state.place
        return x * p + y * r + t, x * q + y * s + u

    def paint_fill(self, _held: list[bytes]) -> None:
        self._cover(self._taken(), self._state.fill)

    def paint_stroke(self, _held: list[bytes]) -> None:
        p, q, r, s, _, _ = self._state.place
        wide = self._state.width * max(abs(p) + abs(r), abs(q) + abs(s))
        left, low, right, high = self._taken()
        half = wide / 2
        straight = right - left < 0.01 or high - low < 0.01
        box = (left - half, low - half, right + half, high + half)
        aside = self._mark() is None
        if straight or wide >= _THICK or aside:
            self._cover(box, self._state.stroke, line=aside)

    def _taken(self) -> Box:
        """Return the box of the path, which is painted and gone."""
        self._outside_text()
        across = [point[0] for point in self._path]
        up = [point[1] for point in self._path]
        self._path = []
        if not across:
            raise ValueError
        if not self._marks:
            self._fault(say("something is drawn outside what is read out"))
        elif self._drawn is None:
            self._fault(say("something is drawn that is no drawing of its own"))
        return min(across), min(up), max(across), max(up)

    def picture(self, held: list[bytes]) -> None:
        self._path = [self._moved(x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
        box = self._taken()
        self.seen.pictures.append((held[0].decode("ascii", "replace"), box))
        if self._mark() is not None:
            self._fault(say("a picture is read out"))
        self._cover(box, None)

    def _cover(self, box: Box, colour: Colour | None, *, line: bool = False) -> None:
        if self._shown.meeting(box):
            self._fault(say("something is painted over words"))
        self._areas.add(_Area(box, colour, line))


_FORWARD: Final = frozenset({"L", "EN", "AN"})
_BACKWARD: Final = frozenset({"R", "AL"})
_REVERSED: Final = b"/" + REVERSED.encode("ascii")
_Act = Callable[[_Painter, list[bytes]], None]
_STRANGE: Final = (None, 0)
_UPRIGHT: Final = [b"1", b"0", b"0", b"1"]
# What each operator does, and how many operands it has.
_ACTS: Final[dict[bytes, tuple[_Act, int]]] = {
    b"q": (_Painter.save, 0), b"Q": (_Painter.restore, 0), b"cm": (_Painter.move, 6),
    b"rg": (_Painter.fill, 3), b"RG": (_Painter.stroke, 3), b"w": (_Painter.width, 1),
    b"d": (_Painter.dash, 2), b"j": (_Painter.join, 1), b"J": (_Painter.join, 1),
    b"BDC": (_Painter.mark, 2), b"BMC": (_Painter.mark_plain, 1), b"EMC": (_Painter.unmark, 0),
    b"BT": (_Painter.begin, 0), b"ET": (_Painter.end, 0), b"Tf": (_Painter.font, 2),
    b"Tm": (_Painter.place_text, 6), b"Ts": (_Painter.rise, 1), b"Tj": (_Painter.show, 1),
    b"m": (_Painter.points, 2), b"l": (_Painter.points, 2), b"c": (_Painter.points, 6),
    b"re": (_Painter.rectangle, 4), b"h": (_Painter.close, 0), b"f": (_Painter.paint_fill, 0),
    b"S": (_Painter.paint_stroke, 0), b"Do": (_Painter.picture, 1),
}  # fmt: skip


def _is_picture(drawn: Sequence[bytes]) -> bool:
    """Return whether a drawing is a picture, upright, and nothing else."""
    match drawn:
        case [_, b"0", b"0", _, _, _, b"cm", _, b"Do"]:
            return True
    return False


@lru_cache(maxsize=256)
def _colour(red: bytes, green: bytes, blue: bytes) -> Colour:
    return float(red), float(green), float(blue)


def _language(font: Font, text: str, what: bytes) -> str:
    """Return which language words are told to be in, "" where they are in none that is theirs."""
    script = None if font.script is None else script_of(text[0])  # one font may print several
    told = _TOLD.search(what)
    language = "" if told is None else told.group(1).decode("ascii")
    return language if script is not None and language in script.languages else ""


def _goes(text: str, reverse: bool) -> bool:
    """Return whether nothing of a text goes the other way: "321" reversed is another number."""
    return frozenset(map(bidirectional, text)).isdisjoint(_FORWARD if reverse else _BACKWARD)


def _core(words: Words, rise: float) -> Box:
    """Return where words have to be free, without the space that they may end in."""
    spare = (len(words.text) - len(words.text.rstrip())) * words.size * 0.25
    low = words.y + rise
    right = words.x + max(words.width - spare, words.size * 0.1) - 0.5
    return (words.x + 0.5, low + words.size * _LOW, right, low + words.size * _HIGH)


@lru_cache(maxsize=4096)
def _contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (min(max(part, 0.0), 1.0) for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def known_face(font: Any) -> tuple[PlainFace | ShapedFace, Script | None] | None:
    """Return the program's own face of the name that a font has, and the script it is for."""
    name = str(font.get("/BaseFont", ""))[1:].partition("+")[2]
    return load_faces(load_theme().type_.fonts).find(name)


def font_widths(font: Any) -> Font:
    """Return what is known of a composite font: the widths of its codes, and whose it is.

    A code is two bytes: what a font says of a letter above them, nobody shows.
    """
    held = font.DescendantFonts[0]
    widths: dict[str, float] = {}
    first = 0
    for part in held.get("/W", []):
        if isinstance(part, int):
            first = int(part)
        else:
            codes = range(first, _CODES)
            widths.update((chr(code), float(wide)) for code, wide in zip(codes, part, strict=False))
    face, script = known_face(font) or (None, None)
    return Font(widths, face, script)

"""Line charts: periods along the foot, values up the side, each line named at its end."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from oscb_desktop.publish.typeset.galley import DRAWING, Mark, Node, Strip
from oscb_desktop.publish.typeset.setting import Segment, Setting, fill, stroke
from oscb_desktop.report.content import units
from oscb_desktop.report.content.tables import ChartData

_HEIGHT: Final = 150.0  # of the plot
_DOT: Final = 5.0  # a value's square
_GAP: Final = 7.0
_INSET: Final = 14.0  # from the plot's sides to the first and the last value
_ENDS: Final = 0.38  # of the width, at most, for what is written at the lines' ends
_TICKS: Final = 4  # about how many values are written up the side
_EVERY: Final = 8  # points of a single line, up to which each has its value written


def line_strips(setting: Setting, data: ChartData, figure: Node) -> list[Strip]:
    """Return a chart over time as one strip; none where it has no value at all."""
    values = [value for series in data.series for value in series.values if value is not None]
    return [_Lines(setting, data, figure, values).strip()] if values else []


def steps(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return round numbers from below ``low`` to above ``high``, 0 among them or before them."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    rough = (high - low) / _TICKS or Decimal(1)
    magnitude = Decimal(10) ** rough.adjusted()
    step = next(times * magnitude for times in (1, 2, 5, 10) if times * magnitude >= rough)
    first = int(low / step) - (low % step != 0)
    last = int(high / step) + (high % step != 0)
    return [step * at for at in range(first, max(last, first + 1) + 1)]


def _moved_apart(
    placed: Sequence[tuple[float, int]], heights: Sequence[float], foot: float
) -> list[tuple[float, int]]:
    """Return things placed from above down moved so that none meets the next, or goes below."""
    tops: list[float] = []
    free = 0.0
    for (top, _), height in zip(placed, heights, strict=True):
        tops.append(max(top, free))
        free = tops[-1] + height
    below = foot
    for at in reversed(range(len(tops))):
        tops[at] = min(tops[at], below - (0 if at == len(tops) - 1 else heights[at]))
        below = tops[at]
    return [(top, which) for top, (_, which) in zip(tops, placed, strict=True)]


class _Lines:
    """The drawing of one chart. The scale holds 0, so that heights compare."""

    def __init__(
        self, setting: Setting, data: ChartData, figure: Node, values: Sequence[Decimal]
    ) -> None:
        self.setting = setting
        self.data = data
        self.figure = figure
        self.size = setting.theme.type_.table
        self.ticks = steps(min(values), max(values))
        how = units.unit(data.unit)
        places = units.decimals_of(self.ticks, how)
        self.tick_words = [units.amount(tick, how, places) for tick in self.ticks]
        width = setting.theme.page.inner_width
        self.ends = [self._end_words(at) for at in range(len(data.series))]
        widest = max((self._width(line) for lines in self.ends for line in lines), default=0.0)
        # Where each point has its value written, a scale would only cross the words.
        self.says_all = len(data.series) == 1 and len(data.categories) <= _EVERY
        scale = 0.0 if self.says_all else max(map(self._width, self.tick_words)) + _GAP
        self.left = scale
        self.right = width - min(widest + _GAP, width * _ENDS)
        self.top = self.size * 1.4

    def strip(self) -> Strip:
        """Return the chart: the scale, the periods, the lines, and the words at their ends."""
        marks: list[Mark] = []
        self._scale(marks)
        foot = self._periods(marks)
        for at in range(len(self.data.series)):
            self._line(marks, at)
        self._names(marks)
        return Strip(self.top + _HEIGHT + foot, marks, before=_GAP)

    def _x(self, at: int) -> float:
        room = self.right - self.left - 2 * _INSET
        return self.left + _INSET + room * at / max(1, len(self.data.categories) - 1)

    def _y(self, value: Decimal) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.top + _HEIGHT * float((high - value) / (high - low))

    def _colour(self, series: int) -> str:
        bars = self.setting.theme.colour.bars
        return bars[series % len(bars)]

    def _scale(self, marks: list[Mark]) -> None:
        colour = self.setting.theme.colour
        for tick, words in zip(self.ticks, self.tick_words, strict=True):
            if self.says_all and tick != 0:
                continue
            y = self._y(tick)
            line = colour.muted if tick == 0 else colour.rule
            self._rule(marks, (self.left, y), (self.right, y), line, 0.75)
            if self.says_all:
                continue
            start = self.left - _GAP / 2 - self._width(words)
            self._text(marks, words, start, y + self.size * 0.33)

    def _periods(self, marks: list[Mark]) -> float:
        """Write the periods, as many as have room; return how high their line is."""
        names = self.data.categories
        widest = max(map(self._width, names))
        between = self._x(1) - self._x(0) if len(names) > 1 else widest
        every = max(1, -int(-(widest + _GAP) // between))
        baseline = self.top + _HEIGHT + self.size * 1.5
        for at in range(len(names) - 1, -1, -every):  # the latest is always written
            self._centred(marks, names[at], self._x(at), baseline)
        return self.size * 2.1

    def _line(self, marks: list[Mark], series: int) -> None:
        """Draw a line; where a value is missing it is broken."""
        colour = self._colour(series)
        held = self.data.series[series]
        before: tuple[float, float] | None = None
        for at, value in enumerate(held.values):
            if value is None:
                before = None
                continue
            point = (self._x(at), self._y(value))
            if before is not None:
                self._rule(marks, before, point, colour, 1.75)
            square = f"{fill(colour)} 0 {-_DOT} {_DOT} {_DOT} re f"
            x, y = point[0] - _DOT / 2, point[1] - _DOT / 2
            marks.append(Mark(self.figure, DRAWING, x, y, square))
            if self.says_all:
                self._centred(marks, held.labels[at], point[0], point[1] - _GAP)
            before = point

    def _end_words(self, series: int) -> list[str]:
        """Return the words at a line's end: its name, broken to fit, and its last value."""
        held = self.data.series[series]
        last = next((at for at in range(len(held.values) - 1, -1, -1)
                     if held.values[at] is not None), 0)  # fmt: skip
        if len(self.data.series) == 1:
            return [] if len(self.data.categories) <= _EVERY else [held.labels[last]]
        words = f"{held.name or f'Series {series + 1}'} {held.labels[last]}"
        room = self.setting.theme.page.inner_width * _ENDS - _GAP
        lines = self.setting.lines([self._segment(words)], room)
        return ["".join(piece.text for piece in line).strip() for line in lines]

    def _names(self, marks: list[Mark]) -> None:
        """Write each line's words beside its last value, moved apart where they would meet."""
        leading = self.size * 1.25
        placed: list[tuple[float, int]] = []
        for at, series in enumerate(self.data.series):
            known = [value for value in series.values if value is not None]
            if known and self.ends[at]:
                placed.append((self._y(known[-1]) - (len(self.ends[at]) - 1) * leading / 2, at))
        placed.sort()
        for y, at in _moved_apart(placed, [len(self.ends[at]) * leading for _, at in placed],
                                  self.top + _HEIGHT):  # fmt: skip
            for place, line in enumerate(self.ends[at]):
                baseline = y + place * leading + self.size * 0.33
                self._text(marks, line, self.right + _GAP / 2, baseline)

    def _rule(
        self,
        marks: list[Mark],
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        thickness: float,
    ) -> None:
        across, up = end[0] - start[0], start[1] - end[1]
        code = f"{stroke(colour)} {thickness} w 0 0 m {across:.2f} {up:.2f} l S"
        marks.append(Mark(self.figure, DRAWING, *start, code))

    def _segment(self, text: str) -> Segment:
        return self.setting.segment(text, self.figure, self.size)

    def _width(self, text: str) -> float:
        return self.setting.width([self._segment(text)])

    def _centred(self, marks: list[Mark], text: str, middle: float, baseline: float) -> None:
        """Write words with their middle at ``middle``, but inside the page."""
        width = self._width(text)
        most = self.setting.theme.page.inner_width - width
        self._text(marks, text, max(0.0, min(most, middle - width / 2)), baseline)

    def _text(self, marks: list[Mark], text: str, x: float, baseline: float) -> None:
        lines = self.setting.lines([self._segment(text)], 10_000.0)
        marks.extend(self.setting.marks(lines[0], x, baseline))

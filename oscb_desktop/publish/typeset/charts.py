"""Bar charts as galleys: bars across, names at the left, each bar's value written at its end.

A chart over time has lines instead (``line_charts``).
"""

from decimal import Decimal
from typing import Final

from oscb_desktop.publish.typeset.allowed import allowed
from oscb_desktop.publish.typeset.galley import DRAWING, FIGURE, Galley, Mark, Node, Strip
from oscb_desktop.publish.typeset.line_charts import line_strips
from oscb_desktop.publish.typeset.prose import finish
from oscb_desktop.publish.typeset.setting import Setting, fill, first_baseline, stroke
from oscb_desktop.publish.typeset.tabular import set_caption, set_note
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.publish.typeset.typefaces import is_blank
from oscb_desktop.report.content.tables import ChartData, describe
from oscb_desktop.report.publication.composition import PrintedChart

_BAR: Final = 11.0  # a bar's thickness
_APART: Final = 2.5  # between the bars of one category
_BETWEEN: Final = 9.0  # between categories
_NAMES: Final = 0.4  # of the width, at most, for the categories' names
_GAP: Final = 10.0  # between names and bars
_VALUE: Final = 4.0  # between a bar's end and its value


def set_chart(block: PrintedChart, theme: Theme) -> Galley:
    """Set a chart: the bars as one figure with alternative text, its caption and notes below."""
    setting = Setting(theme)
    # A figure says something in any case: ISO 14289-1, 7.3.
    words = allowed(block.alt)
    if is_blank(words):
        words = describe(block.caption, block.data)
    figure = Node(FIGURE, alt=words)
    if block.data.over_time:
        strips = line_strips(setting, block.data, figure)
    else:
        strips = _Bars(setting, block.data, figure).strips()
    nodes: list[Node] = []
    if strips:
        nodes.append(figure)
        strips[0].before = 16.0
    else:
        empty = Node("P")
        nodes.append(empty)
        strips = set_note(setting, "There are no figures to show.", empty, before=16.0)
    strips[0].anchor = block.id
    for strip in strips:
        strip.keep = True
    caption = Node("Caption")
    nodes.append(caption)
    last = set_caption(setting, block.caption, caption, before=13.0)
    strips.extend(last)
    for note in block.data.notes:
        node = Node("P")
        nodes.append(node)
        strips.extend(set_note(setting, note, node, before=4.0))
    strips[-1].keep = False
    strips[-1].height += 12.0
    return finish(setting, strips, nodes)


def _reach_left(ends: list[tuple[float, float]], scale: float) -> float:
    """Return how far bars of negative values and their labels go left of zero."""
    return max((-part * scale + label for part, label in ends if part < 0), default=0.0)


class _Bars:
    """The drawing of one chart. Bars begin at zero; negative values go left of it."""

    def __init__(self, setting: Setting, data: ChartData, figure: Node) -> None:
        self.setting = setting
        self.data = data
        self.figure = figure
        self.size = setting.theme.type_.table
        width = setting.theme.page.inner_width
        face = setting.faces.regular
        names = [setting.segment(name, figure, self.size) for name in data.categories]
        natural = max((face.width(name.text, self.size) for name in names), default=0.0)
        self.names_width = min(natural, width * _NAMES)
        self.names = [setting.lines([name], self.names_width + 0.01) for name in names]
        self.left = self.names_width + _GAP
        values = [value for series in data.series for value in series.values if value is not None]
        self.low = min([Decimal(0), *values])
        self.high = max([Decimal(0), *values])
        self._measure(width)

    def _measure(self, width: float) -> None:
        """Find the scale: the longest bar and the value written at its end just fit."""
        room = width - self.left
        ends = self._ends()
        below = max((-part for part, _ in ends if part < 0), default=0.0)
        scale = room
        for _ in range(3):  # labels left and right of zero share the room: settles at once
            over = max((part * scale + label for part, label in ends if part >= 0), default=0.0)
            labels_left = _reach_left(ends, scale) - below * scale
            most = max((part for part, _ in ends), default=0.0)
            labels_right = max(0.0, over - most * scale)
            scale = max(20.0, (room - labels_left - labels_right) / max(below + most, 1e-9))
            scale = min(scale, room)
        self.scale = scale
        self.zero = self.left + _reach_left(ends, scale)

    def _ends(self) -> list[tuple[float, float]]:
        """Return each bar's end as a part of the whole span, and the width of its label."""
        span = self.high - self.low
        ends: list[tuple[float, float]] = []
        for series in self.data.series:
            for value, label in zip(series.values, series.labels, strict=True):
                part = float(value / span) if value is not None and span else 0.0
                ends.append((part, self._width(label) + _VALUE))
        return ends

    def _width(self, text: str) -> float:
        shown = self.setting.segment(text, self.figure, self.size)
        return shown.face.width(shown.text, self.size)

    def strips(self) -> list[Strip]:
        """Return a strip for the key, if there is one, and for each category."""
        strips = [self._key()] if len(self.data.series) > 1 else []
        strips.extend(self._category(at) for at in range(len(self.data.categories)))
        return strips

    def _colour(self, series: int) -> str:
        bars = self.setting.theme.colour.bars
        return bars[series % len(bars)]

    def _key(self) -> Strip:
        """Return the key: each series' swatch and name, drawn as its bars are."""
        marks: list[Mark] = []
        x = self.left
        leading = self.size * 1.35
        baseline = first_baseline(leading, self.size)
        for at, series in enumerate(self.data.series):
            marks.append(self._bar(at, x, baseline - self.size * 0.33 - _BAR / 2, _BAR * 1.6))
            x += _BAR * 1.6 + 5
            x += self._text(marks, series.name or f"Series {at + 1}", x, baseline) + 18
        return Strip(leading + 6, marks, keep=True)

    def _category(self, at: int) -> Strip:
        setting, size = self.setting, self.size
        bars = max(1, len(self.data.series))
        bars_height = bars * _BAR + (bars - 1) * _APART
        leading = size * 1.2
        lines = self.names[at]
        height = max(bars_height, len(lines) * leading)
        marks: list[Mark] = []
        top = (height - len(lines) * leading) / 2
        for place, line in enumerate(lines):
            baseline = top + place * leading + first_baseline(leading, size)
            last = line[-1].x + line[-1].width if line else 0.0
            x = max(0.0, self.names_width - last)
            marks.extend(setting.marks(line, x, baseline, last=place == len(lines) - 1))
        y = (height - bars_height) / 2
        axis = f"{stroke(setting.theme.colour.muted)} 0.75 w 0 0 m 0 {-(height + _BETWEEN):.2f} l S"
        for place, series in enumerate(self.data.series):
            value, label = series.values[at], series.labels[at]
            span = self.high - self.low
            length = float(value / span) * self.scale if value is not None and span else 0.0
            if length:
                left = self.zero + min(0.0, length)
                marks.append(self._bar(place, left, y, abs(length)))
            baseline = y + _BAR / 2 + size * 0.33
            if length < 0:
                start = self.zero + length - _VALUE - self._width(label)
            else:
                start = self.zero + length + _VALUE
            self._text(marks, label, start, baseline)
            y += _BAR + _APART
        marks.append(Mark(self.figure, DRAWING, self.zero, -_BETWEEN / 2, axis))
        return Strip(height, marks, before=_BETWEEN)

    def _bar(self, series: int, x: float, y: float, length: float) -> Mark:
        code = f"{fill(self._colour(series))} 0 {-_BAR} {length:.2f} {_BAR} re f"
        return Mark(self.figure, DRAWING, x, y, code)

    def _text(self, marks: list[Mark], text: str, x: float, baseline: float) -> float:
        segment = self.setting.segment(text, self.figure, self.size)
        lines = self.setting.lines([segment], 10_000.0)
        marks.extend(self.setting.marks(lines[0], x, baseline))
        return self.setting.width([segment])

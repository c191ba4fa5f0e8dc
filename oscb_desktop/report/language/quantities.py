"""Typed numbers held against the figures: those that agree with one, and those that cannot."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property, lru_cache
from math import log

import msgspec

from oscb_desktop.report import units
from oscb_desktop.report.figures import TOTAL, Figure, FigureSet
from oscb_desktop.report.language.style import any_of, style
from oscb_desktop.report.language.typed import (
    Kind,
    TypedNumber,
    counts_something_else,
    typed_numbers,
)

LONGEST_SET = 2_000  # rows: nobody types a figure of a longer table, and chance would match it
_NEAR = 7  # words on either side of a number that can be what it counts
_SURE = 0.75  # of a label's weight found in the clause: the number is about that row
_LIKELY = 0.3
_TELLING = 4  # significant digits that hardly agree by chance
_SAME_ORDER = Decimal(2)  # a contradiction is between half and twice; else another thing is meant
_COMPARED = {
    "previous": ("previous", "last year", "year before", "previously", "earlier"),
    "prior_year": ("previous", "last year", "year before", "previously", "earlier"),
    "target": ("target", "goal", "ambition"),
    "budget": ("budget", "budgeted"),
    "agreed": ("agreed",),
    "forecast": ("forecast", "expected"),
}


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a typed number has to do with a figure."""

    number: str
    figure: str  # its key
    label: str
    value: str  # as a sentence prints it
    agrees: bool


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    stems: frozenset[str]
    figures: tuple[tuple[str, Figure], ...]  # column, figure
    period: str


class NumberIndex:
    """The rows of the figure sets by the words of their labels."""

    def __init__(self, sets: Iterable[FigureSet]) -> None:
        self.rows = [row for held in sets for row in _rows(held)]

    @cached_property
    def by_stem(self) -> dict[str, list[int]]:
        """Rows by each stem of their labels."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            for stem in row.stems:
                found[stem].append(at)
        return found

    def weight(self, stem: str) -> float:
        """Return how telling a stem is: rare ones are."""
        return 1.0 + log(max(1, len(self.rows)) / max(1, len(self.by_stem.get(stem, ()))))

    def overlap(self, row: _Row, stems: frozenset[str]) -> float:
        """Return the share of a label's weight that ``stems`` hold, 0 to 1."""
        whole = sum(map(self.weight, row.stems))
        return sum(self.weight(stem) for stem in row.stems & stems) / whole if whole else 0.0

    @cached_property
    def by_value(self) -> dict[tuple[Kind, Decimal], list[int]]:
        """Rows by each value they hold and its kind."""
        found: dict[tuple[Kind, Decimal], list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            for _, figure in row.figures:
                if figure.value is not None:
                    found[_kind(figure), figure.value.normalize()].append(at)
        return found


def verdicts(text: str, index: NumberIndex) -> Iterator[Verdict]:
    """Yield what the typed numbers of a text have to do with the figures.

    A number agrees where it is a figure's value, exactly or as rounded as it is written, beside
    words of that figure's label. It contradicts where nearly all of a label's words stand with
    it, the unit fits, nothing says that a part, another place or another time is meant, and no
    value of that row is near.
    """
    for number in typed_numbers(text):
        verdict = _verdict(number, index)
        if verdict is not None:
            yield verdict


def _verdict(number: TypedNumber, index: NumberIndex) -> Verdict | None:
    stems = stems_of(number.sentence)
    near = _stems_near(number)
    candidates: set[int] = set(index.by_value.get((number.kind, number.value.normalize()), ()))
    for stem in near:
        candidates.update(index.by_stem.get(stem, ()))
    best: tuple[float, Verdict] | None = None
    opposed: tuple[float, Verdict] | None = None
    for at in sorted(candidates):
        row = index.rows[at]
        share = index.overlap(row, stems)
        fitting = [(name, held) for name, held in row.figures if _kind(held) == number.kind]
        agreeing = [held for name, held in fitting if _agrees(number, held, share)]
        if agreeing:
            rank = share + (0.5 if near & row.stems else 0.0)
            if best is None or rank > best[0]:
                best = (rank, _told(number, agreeing[0], agrees=True))
        elif share >= _SURE and near & row.stems and fitting:
            against = _asserted(number, fitting)
            if against is not None and (opposed is None or share > opposed[0]):
                opposed = (share, _told(number, against, agrees=False))
    if best is not None:
        return best[1]
    if opposed is None or counts_something_else(number, period=_period(opposed[1], index)):
        return None
    return opposed[1]


def _agrees(number: TypedNumber, figure: Figure, share: float) -> bool:
    if figure.value is None:
        return False
    exact = figure.value == number.value
    digits = len(number.value.normalize().as_tuple().digits)
    if exact and (digits >= _TELLING or share >= _LIKELY):
        return True
    return share >= _LIKELY and _rounds_to(figure.value, number)


def _rounds_to(value: Decimal, number: TypedNumber) -> bool:
    """Say whether a number, as it is written, is a fair way of giving a value."""
    gap = abs(value - number.value)
    size = max(abs(value), Decimal(1))
    if number.bound == "at least":
        return value >= number.value and gap <= size / 5
    if number.bound == "at most":
        return value <= number.value and gap <= size / 5
    if number.kind == "percent":
        return gap <= (Decimal("2.5") if number.bound else number.step / 2)
    if number.bound:
        return gap <= size / 20
    return gap <= number.step / 2 and gap <= size / 50


def _asserted(number: TypedNumber, fitting: list[tuple[str, Figure]]) -> Figure | None:
    """Return the figure a number seems to be meant for, where they are of the same order."""
    named = [
        held
        for name, held in fitting
        if name in _COMPARED and any_of(_COMPARED[name]).search(number.clause)
    ]
    chosen = named or [held for name, held in fitting if name not in _COMPARED]
    for held in chosen:
        value = held.value
        if value and value / _SAME_ORDER <= number.value <= value * _SAME_ORDER:
            return held
    return None


def _told(number: TypedNumber, figure: Figure, *, agrees: bool) -> Verdict:
    return Verdict(
        number=number.shown,
        figure=figure.key,
        label=figure.label,
        value=units.shown(figure),
        agrees=agrees,
    )


def _period(verdict: Verdict, index: NumberIndex) -> str:
    return next(
        figure.period
        for row in index.rows
        for _, figure in row.figures
        if figure.key == verdict.figure
    )


@lru_cache(maxsize=4_096)
def stems_of(text: str) -> frozenset[str]:
    """Return the words of a text that mean something, cut to what inflection leaves alone."""
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.casefold())
    return frozenset(
        _stem(word) for word in found if word not in style().numbers.little_words and len(word) > 1
    )


def _stem(word: str) -> str:
    word = re.sub(r"['’]s?$", "", word)
    for ending in ("ations", "ation", "ingly", "ings", "ing", "ments", "ment", "ies", "ed", "es"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("e")
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    return word.rstrip("ey")


def _stems_near(number: TypedNumber) -> frozenset[str]:
    left = number.before.split()[-_NEAR:]
    right = number.after.split()[:_NEAR]
    return stems_of(" ".join((*left, *right)))


def _kind(figure: Figure) -> Kind:
    how = units.unit(figure.unit)
    if how.before == "£":
        return "money"
    if how.after == "%":
        return "percent"
    return "rate" if "10,000" in figure.unit else "count"


def _rows(held: FigureSet) -> Iterator[_Row]:
    if len(held.keys) > LONGEST_SET:
        return
    names = [column.name for column in held.columns if column.unit is not None]
    titles = stems_of(held.title)
    for key, label in (*zip(held.keys, held.labels, strict=True), (TOTAL, "")):
        figures = tuple(
            (name, figure) for name in names if (figure := held.figure(key, name)) is not None
        )
        stems = stems_of(label) or titles
        if figures and stems:
            yield _Row(label=label, stems=stems, figures=figures, period=held.period)

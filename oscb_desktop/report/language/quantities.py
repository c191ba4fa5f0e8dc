"""Typed numbers checked against the figures: those that agree with one, and those that cannot."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby, islice
from math import log
from types import MappingProxyType

import msgspec

from oscb_desktop.report.content import units
from oscb_desktop.report.content.figures import TOTAL, Figure, FigureSet
from oscb_desktop.report.language import prose
from oscb_desktop.report.language.style import any_of, style
from oscb_desktop.report.language.synonyms import alike
from oscb_desktop.report.language.typed import (
    Kind,
    TypedNumber,
    counts_something_else,
    names_other_year,
    typed_numbers,
)

LONGEST_SET = 2_000  # rows: of a longer one only what the report shows, for chance would match
_MOST_NUMBERS = 500  # in one passage: with more it is a table, whatever it is called
_NEAR = 7  # words on either side of a number that can be what it counts
_NEAR_NAMED = 14  # where its clause speaks of a target, a budget or the year before
_BESIDE = 3  # words on either side that settle which of two likely rows is meant
_SURE = 0.75  # of a label's weight found in the clause: the number is about that row
_LIKELY = 0.2
_LIKELY_PERCENT = 0.3  # of a hundred whole numbers one is soon the same
_TELLING = 4  # significant digits that hardly agree by chance
_FAIR = 8  # a million rounded as "£0.4m" may be off by an eighth of itself
_SAME_ORDER = Decimal(2)  # a contradiction is between half and twice; else another thing is meant
_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)
EARLIER = ("previous", "prior_year")
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


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a figure set, by what tells it apart."""

    label: str
    stems: frozenset[str]
    figures: tuple[tuple[str, Figure], ...]  # column, figure
    total: bool  # the last row, which a text means only where it says so
    period: str
    earlier: bool  # of another year than the report's: there to compare with


class _Judged(msgspec.Struct, frozen=True, kw_only=True):
    verdict: Verdict
    value: Decimal  # as typed
    row: int
    earlier: bool = False  # it is last year's value
    named: bool = False  # the text names the column: "target", "the year before"


NOTHING_SHOWN: Mapping[str, Collection[str]] = MappingProxyType({})


class NumberIndex:
    """The rows of the figure sets by the words of their labels.

    Sets of another year than ``reporting_year`` are there to compare with. ``shown`` are keys of
    the rows that count in sets of more than ``LONGEST_SET``.
    """

    def __init__(
        self,
        sets: Iterable[FigureSet],
        reporting_year: str,
        shown: Mapping[str, Collection[str]] = NOTHING_SHOWN,
    ) -> None:
        self.reporting_year = reporting_year
        self.rows = [
            row for held in sets for row in _rows(held, reporting_year, shown.get(held.id, ()))
        ]

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

    def overlap(self, row: Row, stems: frozenset[str]) -> float:
        """Return the share of a label's weight that ``stems`` hold, 0 to 1."""
        return self.shared(row, stems) / sum(map(self.weight, row.stems))

    def shared(self, row: Row, stems: frozenset[str]) -> float:
        """Return the weight of what a label and ``stems`` have in common."""
        return sum(self.weight(stem) for stem in row.stems & stems)

    @cached_property
    def by_value(self) -> dict[tuple[Kind, Decimal], list[int]]:
        """Rows by each value they hold and its kind."""
        found: dict[tuple[Kind, Decimal], list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            for _, figure in row.figures:
                if figure.value is not None:
                    found[kind_of(figure), figure.value.normalize()].append(at)
        return found


def verdicts(text: str, index: NumberIndex) -> Iterator[Verdict]:
    """Yield what the typed numbers of a text have to do with the figures.

    A number agrees where it is a figure's value, exactly or as rounded as it is written, beside
    words of that figure's label. It contradicts where nearly all of a label's words stand with
    it, the unit fits, nothing says that a part, another place or another time is meant, and no
    value of that row is near. Last year's value agrees only where last year is spoken of.
    """
    read = islice(typed_numbers(text), _MOST_NUMBERS)
    for sentence, numbers in groupby(read, key=lambda number: number.sentence):
        judged = [held for held in (_judge(number, index) for number in numbers) if held]
        wholes = _wholes(judged)
        for held in judged:
            # Beside the row's own figure a smaller number is a part of it, unless it is named.
            part = prose.HELD in sentence or held.value < wholes.get(held.row, Decimal(0))
            if held.verdict.agrees or held.named or not part:
                yield held.verdict


def _wholes(judged: Iterable[_Judged]) -> dict[int, Decimal]:
    """Return the numbers that are their row's own figure of this year, by row."""
    return {held.row: held.value for held in judged if held.verdict.agrees and not held.earlier}


def _judge(number: TypedNumber, index: NumberIndex) -> _Judged | None:
    stems, beside = stems_of(number.sentence), _stems_near(number, _BESIDE)
    shares: dict[int, float] = {}  # rows, by how much of their labels the sentence holds
    named = any(any_of(words).search(number.clause) for words in _COMPARED.values())
    for stem in _stems_near(number, _NEAR_NAMED if named else _NEAR):
        for at in index.by_stem.get(stem, ()):
            shares[at] = index.overlap(index.rows[at], stems)
    sure = [
        at for at, share in shares.items() if share >= _SURE and _may_mean(index.rows[at], number)
    ]
    for at in index.by_value.get((number.kind, number.value.normalize()), ()):
        shares.setdefault(at, index.overlap(index.rows[at], stems))
    likely = _LIKELY_PERCENT if number.kind == "percent" else _LIKELY
    agreed = _agreement(number, index, shares, _SURE if sure else likely)
    if agreed is not None or not sure:
        return agreed
    at = max(sure, key=lambda at: (index.shared(index.rows[at], beside), shares[at]))
    return _contradiction(number, index.rows[at], at)


def _agreement(
    number: TypedNumber, index: NumberIndex, shares: dict[int, float], least: float
) -> _Judged | None:
    for at, share in sorted(shares.items(), key=lambda item: -item[1]):
        row = index.rows[at]
        for name, figure in row.figures:
            if not _is_spoken_of(name, figure, row, number, index):
                continue
            if share >= _SURE and _is_another(name, row, number):
                continue
            if _agrees(number, figure, enough=share >= least):
                verdict = _told(number, figure, agrees=True)
                earlier = row.earlier or name in EARLIER
                return _Judged(verdict=verdict, value=number.value, row=at, earlier=earlier)
    return None


def _is_spoken_of(
    column: str, figure: Figure, row: Row, number: TypedNumber, index: NumberIndex
) -> bool:
    """Say whether a number is of a figure's kind, and of its year."""
    if kind_of(figure) != number.kind:
        return False
    earlier = row.earlier or column in EARLIER
    return not earlier or _speaks_of_earlier(number, index)


def _contradiction(number: TypedNumber, row: Row, at: int) -> _Judged | None:
    fitting = [(name, held) for name, held in row.figures if kind_of(held) == number.kind]
    named = [(name, held) for name, held in fitting if _is_named(name, number)]
    plain = [(name, held) for name, held in fitting if name not in _COMPARED]
    for _, held in named or plain:
        value = held.value
        if value and value / _SAME_ORDER <= number.value <= value * _SAME_ORDER:
            scope = _without(row.stems, number.scope)
            if counts_something_else(scope, period=row.period):
                return None
            return _Judged(
                verdict=_told(number, held, agrees=False),
                value=number.value,
                row=at,
                named=bool(named),
            )
    return None


def _may_mean(row: Row, number: TypedNumber) -> bool:
    fitting = [name for name, figure in row.figures if kind_of(figure) == number.kind]
    if row.earlier or not fitting:
        return False
    named = any(_is_named(name, number) for name in fitting)
    return not row.total or named or says_whole(number.sentence)


def says_whole(sentence: str) -> bool:
    """Say whether a sentence is about all there is: a total, and no row of its own."""
    return bool(any_of(style().numbers.whole).search(sentence))


def meant_row(sentence: str, index: NumberIndex) -> Row | None:
    """Return the row of this year that a sentence names most of, None where it names none."""
    stems = stems_of(sentence)
    rows = {at for stem in stems for at in index.by_stem.get(stem, ())}
    shares = {at: index.overlap(index.rows[at], stems) for at in rows}
    sure = [
        at
        for at, share in shares.items()
        if share >= _SURE
        and not index.rows[at].earlier
        and (not index.rows[at].total or says_whole(sentence))
    ]
    best = max(sure, key=lambda at: (index.shared(index.rows[at], stems), shares[at]), default=None)
    return None if best is None else index.rows[best]


def _is_named(column: str, number: TypedNumber) -> bool:
    if column in EARLIER and _FROM.search(number.before):
        return True  # "rose from 3,745 to 4,310"
    return column in _COMPARED and bool(any_of(_COMPARED[column]).search(number.clause))


def _is_another(column: str, row: Row, number: TypedNumber) -> bool:
    """Say whether a column is a target or the like of which the sentence says nothing."""
    if column not in _COMPARED or column in EARLIER:
        return False
    plain = any(
        name not in _COMPARED and kind_of(figure) == number.kind for name, figure in row.figures
    )
    return plain and not any_of(_COMPARED[column]).search(number.sentence)


def _speaks_of_earlier(number: TypedNumber, index: NumberIndex) -> bool:
    """Say whether a sentence compares, or names another year than the report's."""
    if names_other_year(number.sentence, index.reporting_year):
        return True
    return bool(any_of(style().years.comparing).search(number.sentence))


def _without(stems: frozenset[str], text: str) -> str:
    return " ".join(word for word in text.split() if not stems_of(word) & stems)


def _agrees(number: TypedNumber, figure: Figure, *, enough: bool) -> bool:
    if figure.value is None:
        return False
    if number.high is not None:
        wide = number.high - number.value > figure.value / 2
        return enough and not wide and number.value <= figure.value <= number.high
    if figure.value == number.value:
        digits = len(number.value.normalize().as_tuple().digits)
        return enough or digits >= _TELLING
    return enough and _rounds_to(figure.value, number)


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
    part = _FAIR if number.scaled else 50
    return gap <= number.step / 2 and gap <= size / part


def _told(number: TypedNumber, figure: Figure, *, agrees: bool) -> Verdict:
    return Verdict(
        number=number.shown,
        figure=figure.key,
        label=figure.label,
        value=units.shown(figure),
        agrees=agrees,
    )


@lru_cache(maxsize=4_096)
def stems_of(text: str) -> frozenset[str]:
    """Return the words of a text that mean something, cut to what inflection leaves alone."""
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", alike(text))
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


def _stems_near(number: TypedNumber, reach: int) -> frozenset[str]:
    words = (*alike(number.before).split()[-reach:], *alike(number.after).split()[:reach])
    return stems_of(" ".join(words))


def kind_of(figure: Figure) -> Kind:
    """Return what kind of number a figure is."""
    how = units.unit(figure.unit)
    if how.before == "£":
        return "money"
    if how.after == "%":
        return "percent"
    return "rate" if "10,000" in figure.unit else "count"


def _rows(held: FigureSet, reporting_year: str, shown: Collection[str]) -> Iterator[Row]:
    long = len(held.keys) > LONGEST_SET
    names = [column.name for column in held.columns if column.unit is not None]
    titles = stems_of(held.title)
    earlier = bool(held.period and reporting_year) and held.period[:4] < reporting_year[:4]
    for key, label in (*zip(held.keys, held.labels, strict=True), (TOTAL, "")):
        if long and key not in shown:
            continue
        figures = tuple(
            (name, figure) for name in names if (figure := held.figure(key, name)) is not None
        )
        stems = stems_of(label) or titles
        if figures and stems:
            yield Row(
                label=label,
                stems=stems,
                figures=figures,
                total=key == TOTAL,
                period=held.period,
                earlier=earlier,
            )

"""Numbers typed into a text: those that could be a figure of a return, with what is near them.

Years, dates, ages, times, ordinals, and numbers of sections, Acts and the like are passed over.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from oscb_desktop.report.language import prose
from oscb_desktop.report.language.style import any_of, begins_with, ends_with, style

Kind = Literal["money", "percent", "rate", "count"]
Bound = Literal["", "about", "at least", "at most", "between"]

_NUMBER = re.compile(
    r"(?<![\w.,/:#@+–-])(?<![\d]\s[/–-]\s)(?P<pound>£\s?)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>\s?(?:million|thousand|billion|m|bn|k)\b)?"
    r"(?P<percent>\s?%|\s?per\s?cent\b)?"
    r"(?P<rate>(?=\s+(?:[\w'’-]+\s+){0,6}(?:per|for every|in every)\s+10,000\b))?"
    r"(?![\w/:%@–-])(?![.,]\d)"
)
# What joins two numbers to one range: "between 4,000 and 4,500", "4,000 to 4,500", "4,000–4,500".
_AND = re.compile(r"\s+and\s+")
_TO = re.compile(r"\s+to\s+|\s?[–-]\s?")
_BETWEEN_BEFORE = re.compile(r"\bbetween\s*$", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\bfrom\s*$", re.IGNORECASE)
_WITH_COMMAS = r"£?\d{1,3}(?:,\d{3})+"
_JOINED = re.compile(rf"(?<=[\d%])\s?[–-]\s?(?={_WITH_COMMAS})")
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ONE_OF = "|".join(_SMALL)
_FRACTION = re.compile(
    rf"(?<![\w-])(?:(?P<of>{_ONE_OF})\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<all>{_ONE_OF}|\d+)"
    r"|(?P<parts>a|one|two|three|four)[\s-](?P<name>third|quarter|fifth|tenth)s?(?=\s+of\b)"
    r"|(?P<half>half)(?=\s+of\b))(?![\w-])",
    re.IGNORECASE,
)
_NAMES = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_PERIOD = re.compile(r"(?<!\w)(?:19|20)\d\d(?:\s?[-–/]\s?\d\d(?:\d\d)?)?(?!\w)")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_DATE_AFTER = re.compile(rf"\s+{_MONTH}|\s*(?:to|and|–|-)\s*\d+\s+{_MONTH}")
_DATE_BEFORE = re.compile(rf"{_MONTH}\s*$")
_AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|under|over|between|age of|turn(?:ed|ing|s)?|from)\s*"
    r"(?:\d+\s*(?:to|and|–|-)\s*)?$",
    re.IGNORECASE,
)
_RANGE_AFTER = re.compile(r"\s*(?:to|–|-)\s*\d+")
_RANGE_BEFORE = re.compile(r"\d\s*(?:to|–|-)\s*$")
_TELEPHONE = re.compile(r"(?<!\d)\(?0\d{2,5}\)?(?:\s?\d{3,8})+")
_TITLE_BEFORE = re.compile(
    r"\b(?:Act|Regulations|Order|Together|Strategy|Plan|Framework|Charter)\s+$"
)
_CLAUSE = re.compile(r"[,;:()]\s|\s[–—]\s|\s(?:while|whereas|although|but)\s")
_OPENING = re.compile(r"(?:[^\s,]+\s+){0,4}[^\s,]+,(?=\s)")
_REACH = 600  # characters on either side of a number that can say what it counts
_OLDEST_CHILD = 25  # years: below it "under 18" and "aged 16" are ages


class TypedNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number as typed, its value, how exactly it is meant, and the words around it."""

    shown: str
    value: Decimal
    kind: Kind
    bound: Bound
    step: Decimal  # the rounding that its digits show: 10,000 is to the nearest 10,000
    scaled: bool = False  # written in thousands or millions
    sentence: str
    high: Decimal | None = None  # where a range ends that begins with ``value``
    before: str  # the sentence up to it
    after: str
    clause: str
    scope: str  # the clause, and the words that open the sentence: "In 2019-20, …"


_Found = tuple[re.Match[str], TypedNumber]


def typed_numbers(text: str) -> Iterator[TypedNumber]:
    """Yield the numbers of a text that could be figures, ranges and fractions in words too."""
    for sentence in prose.sentences(text):
        sentence = _JOINED.sub(" to ", sentence)
        names = [found.span() for found in _PERIOD.finditer(sentence)]
        names += [found.span() for found in _TELEPHONE.finditer(sentence)]
        fractions = list(_FRACTION.finditer(sentence))
        names += [found.span() for found in fractions]
        yield from _ranges(sentence, _numbers(sentence, names))
        yield from (_fraction(sentence, found) for found in fractions)


def _numbers(sentence: str, names: list[tuple[int, int]]) -> Iterator[_Found]:
    for found in _NUMBER.finditer(sentence):
        if len(found.group()) == 1 and found["rate"] is None:
            continue  # below ten: a word of the sentence more than a figure
        number = _typed(sentence, found)
        in_name = any(begin <= found.start() < end for begin, end in names)
        if not (in_name and number.kind == "count") and not _is_label(number):
            yield found, number


def _ranges(sentence: str, numbers: Iterable[_Found]) -> Iterator[TypedNumber]:
    """Yield numbers, two that are the ends of a range as one."""
    begun: _Found | None = None
    for found, number in numbers:
        if begun is not None and _is_range(sentence, begun, found, number):
            first, low = begun
            yield msgspec.structs.replace(
                low,
                shown=f"{low.shown} {' '.join(sentence[first.end() : found.end()].split())}",
                kind=number.kind,
                bound="between",
                high=number.value,
                after=number.after,
            )
            begun = None
            continue
        if begun is not None:
            yield begun[1]
        begun = (found, number)
    if begun is not None:
        yield begun[1]


def _is_range(sentence: str, begun: _Found, found: re.Match[str], high: TypedNumber) -> bool:
    first, low = begun
    joint = sentence[first.end() : found.start()]
    if low.value >= high.value or (low.kind != high.kind and low.kind != "count"):
        return False
    if _BETWEEN_BEFORE.search(low.before):
        return bool(_AND.fullmatch(joint))
    return bool(_TO.fullmatch(joint)) and not _FROM_BEFORE.search(low.before)


def _fraction(sentence: str, found: re.Match[str]) -> TypedNumber:
    if found["half"]:
        part, whole = 1, 2
    elif found["name"]:
        part, whole = _count(found["parts"]), _NAMES[found["name"].casefold()]
    else:
        part, whole = _count(found["of"]), _count(found["all"])
    begin = max(0, found.start() - _REACH)
    near = sentence[begin : found.end() + _REACH]
    clause = _clause(near, found.start() - begin, found.end() - begin)
    return TypedNumber(
        shown=" ".join(found.group().split()),
        value=(Decimal(100) * part / max(whole, 1)).quantize(Decimal("0.1")),
        kind="percent",
        bound="about",
        step=Decimal(1),
        sentence=near,
        before=sentence[begin : found.start()],
        after=sentence[found.end() : found.end() + _REACH],
        clause=clause,
        scope=clause,
    )


def _count(word: str) -> int:
    word = word.casefold()
    return int(word) if word.isdigit() else 1 if word == "a" else _SMALL.index(word) + 1


def _typed(sentence: str, found: re.Match[str]) -> TypedNumber:
    digits = found["digits"].replace(",", "")
    scale = _SCALES[found["scale"].strip()] if found["scale"] else 0
    # A list of thousands of numbers is one sentence too: look only so far around each.
    begin = max(0, found.start() - _REACH)
    before = sentence[begin : found.start()]
    after = sentence[found.end() : found.end() + _REACH]
    sentence = sentence[begin : found.end() + _REACH]
    clause = _clause(sentence, found.start() - begin, found.end() - begin)
    opening = _OPENING.match(sentence)
    kind: Kind = "count"
    if found["pound"]:
        kind = "money"
    elif found["percent"]:
        kind = "percent"
    elif found["rate"] is not None:
        kind = "rate"
    return TypedNumber(
        shown=" ".join(f"{_cue(before)} {found.group()}".split()),
        value=Decimal(digits).scaleb(scale),
        kind=kind,
        bound=_bound(before),
        step=_step(digits).scaleb(scale),
        scaled=scale > 0,
        sentence=sentence,
        before=before,
        after=after,
        clause=clause,
        scope=f"{opening.group() if opening else ''} {clause}",
    )


def _bound(before: str) -> Bound:
    cues = style().numbers
    if ends_with(cues.about).search(before):
        return "about"
    if ends_with(cues.at_least).search(before):
        return "at least"
    return "at most" if ends_with(cues.at_most).search(before) else ""


def _cue(before: str) -> str:
    """Return the words before a number that say how exactly it is meant: "about", "more than"."""
    cues = style().numbers
    found = ends_with((*cues.about, *cues.at_least, *cues.at_most)).search(before)
    return found.group() if found else ""


def _step(digits: str) -> Decimal:
    whole, _, decimals = digits.partition(".")
    if decimals:
        return Decimal(1).scaleb(-len(decimals))
    return Decimal(1).scaleb(len(whole) - len(whole.rstrip("0")))


def _clause(sentence: str, start: int, end: int) -> str:
    begin, stop = 0, len(sentence)
    for found in _CLAUSE.finditer(sentence):
        if found.end() <= start:
            begin = found.end()
        elif found.start() >= end:
            stop = found.start()
            break
    return sentence[begin:stop]


def _is_label(number: TypedNumber) -> bool:
    """Say whether a number names something (section 47, 45 days, aged 16) and counts nothing."""
    cues = style().numbers
    before, after = number.before, number.after
    if number.kind == "count":
        if _DATE_AFTER.match(after) or _DATE_BEFORE.search(before) or _TITLE_BEFORE.search(before):
            return True
        if number.value <= _OLDEST_CHILD and (
            _AGE_BEFORE.search(before) or _RANGE_AFTER.match(after) or _RANGE_BEFORE.search(before)
        ):
            return True
        if begins_with(cues.not_after).match(after):
            return True
    return bool(ends_with(cues.not_before).search(before))


def counts_something_else(scope: str, *, period: str) -> bool:
    """Say whether the words near a number give it another scope, place or time than a return's."""
    other = any_of(style().numbers.other_scope).search(scope)
    return bool(other) or names_other_year(scope, period)


def names_other_year(text: str, period: str) -> bool:
    """Say whether a text names a year that a period such as "2025-26" does not touch."""
    return any(not _same_year(found.group(), period) for found in _PERIOD.finditer(text))


def _same_year(year: str, period: str) -> bool:
    return year[:4] == period[:4] or (
        len(year) == 4 and len(period) >= 7 and year[2:] == period[5:7]
    )

"""Numbers typed into a text: those that could be a figure of a return, with what is near them.

Years, dates, ages, times, ordinals, and numbers of sections, Acts and the like are passed over.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from oscb_desktop.report.language import prose
from oscb_desktop.report.language.style import any_of, begins_with, ends_with, style

Kind = Literal["money", "percent", "rate", "count"]
Bound = Literal["", "about", "at least", "at most"]

_NUMBER = re.compile(
    r"(?<![\w.,/:#@+–-])(?<![\d]\s[/–-]\s)(?P<pound>£\s?)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>\s?(?:million|thousand|billion|m|bn|k)\b)?"
    r"(?P<percent>\s?%|\s?per\s?cent\b)?"
    r"(?P<rate>(?=\s+(?:[\w'’-]+\s+){0,6}(?:per|for every|in every)\s+10,000\b))?"
    r"(?![\w/:%@–-])(?![.,]\d)"
)
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
    sentence: str
    before: str  # the sentence up to it
    after: str
    clause: str
    scope: str  # the clause, and the words that open the sentence: "In 2019-20, …"


def typed_numbers(text: str) -> Iterator[TypedNumber]:
    """Yield the numbers of a text that could be figures."""
    for sentence in prose.sentences(text):
        names = [found.span() for found in _PERIOD.finditer(sentence)]
        names += [found.span() for found in _TELEPHONE.finditer(sentence)]
        for found in _NUMBER.finditer(sentence):
            if len(found.group()) == 1 and found["rate"] is None:
                continue  # below ten: a word of the sentence more than a figure
            number = _typed(sentence, found)
            in_name = any(begin <= found.start() < end for begin, end in names)
            if not (in_name and number.kind == "count") and not _is_label(number):
                yield number


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
        shown=" ".join(found.group().split()),
        value=Decimal(digits).scaleb(scale),
        kind=kind,
        bound=_bound(before),
        step=_step(digits).scaleb(scale),
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

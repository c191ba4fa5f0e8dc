"""What a heading means: its words made alike, and matched to the fields of a table."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec

from oscb_desktop.returns.cells import letter
from oscb_desktop.returns.kinds import Table

EXACT = 100.0
LIKE = 86.0  # rapidfuzz's ratio from which two headings are taken for the same
WITHIN = 75.0  # a longer heading that holds the words of one field and of no other
_YEAR = re.compile(r"\b(20\d\d)\s*[-/–—]\s*(?:20)?(\d\d)\b")
_UNITS = re.compile(
    r"\(\s*(?:in\s+)?(?:£|gbp|%)?\s*['’]?\s*(?:0{3}s?|k|m|thousands?|millions?|pounds|no\.?|"
    r"number|£|%|gbp)?\s*\)|£\s*['’]?\s*(?:0{3}s?|k\b|m\b|thousands?|millions?)?",
    re.IGNORECASE,
)
_NOTES = re.compile(r"\[(?:note\s*)?\w{1,3}\]|[*†‡¹²³⁴⁵⁶⁷⁸⁹]+$", re.IGNORECASE)
_OTHER = re.compile(r"[^a-z0-9+]+")
_IDLE = frozenset({"the", "of", "in", "for", "a", "an", "to", "is", "s"})


class Match(msgspec.Struct, frozen=True):
    """A heading taken for a field: the column's index from 0, the heading, how alike (0–100)."""

    field: str
    column: int
    heading: str
    score: float


class Matched(msgspec.Struct, frozen=True):
    """All that a header row gives a table. ``twice`` are columns that say the same as another."""

    matches: tuple[Match, ...] = ()
    twice: tuple[Match, ...] = ()

    def column(self, field: str) -> int | None:
        """Return the index of the column taken for a field, or None."""
        return next((match.column for match in self.matches if match.field == field), None)

    def also(self, more: Sequence[Match]) -> "Matched":
        """Return this with further matches, in the order of the columns."""
        if not more:
            return self
        every = sorted((*self.matches, *more), key=lambda found: found.column)
        return Matched(tuple(every), self.twice)

    @property
    def score(self) -> float:
        """How well the header fits its table: about one for each field found."""
        return sum(match.score for match in self.matches) / EXACT


def year_before(year: str) -> str:
    """Return the financial year before one written "2025-26", or "" where it is not one."""
    found = _YEAR.fullmatch(year)
    if found is None:
        return ""
    first = int(found[1]) - 1
    return f"{first}-{(first + 1) % 100:02d}"


def years_in(text: str) -> list[str]:
    """Return the financial years that a text names, written "2025-26"."""
    return [
        f"{first}-{last}"
        for first, last in _YEAR.findall(text)
        if (int(first) + 1) % 100 == int(last)
    ]


@lru_cache(maxsize=8192)
def alike(heading: str, year: str = "") -> str:
    """Return a heading's words in one form; the report's year is "this year"."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = _NOTES.sub(" ", text.strip())
    if year:
        before = year_before(year)
        for named in _YEAR.finditer(text):
            written = f"{named[1]}-{named[2]}"
            if written in (year, before):
                word = "this year" if written == year else "previous year"
                text = text.replace(named[0], f" {word} ", 1)
    text = _UNITS.sub(" ", text).replace("&", " and ").replace("%", " percent ")
    words = _OTHER.sub(" ", text.replace("'", "").replace("’", "")).split()
    return " ".join(word for word in words if word not in _IDLE)


def remembered(heading: object, column: int, year: str) -> str:
    """Return under what a heading is remembered: its words, or its column where it has none."""
    return (alike(heading, year) if isinstance(heading, str) else "") or f"@{letter(column)}"


@cache
def _synonyms(named: tuple[tuple[str, str, tuple[str, ...]], ...]) -> dict[str, str]:
    """Return heading → field from each field's name, label and synonyms; names come first."""
    found: dict[str, str] = {}
    for name, label, _ in named:
        for words in (label, name.replace("_", " ")):
            found.setdefault(alike(words), name)
    for name, _, synonyms in named:
        for words in synonyms:
            found.setdefault(alike(words), name)
    return found


def synonyms_of(table: Table) -> Mapping[str, str]:
    """Return heading, as ``alike`` gives it, → field of a table."""
    return _synonyms(tuple((f.name, f.label, f.synonyms) for f in table.fields))


def match(
    table: Table,
    headings: Sequence[Any],
    year: str,
    learnt: Mapping[str, str],
    *,
    fuzzy: bool,
    without: Collection[int] = (),
) -> Matched:
    """Match a row of headings to a table's fields: learnt words first, then synonyms, then like.

    ``learnt`` maps a heading as ``remembered`` gives it to the field a person chose for it ("" for
    none). Columns ``without`` are spoken for.
    """
    known = synonyms_of(table)
    exact: list[Match] = []
    rest: list[tuple[int, str, str]] = []
    for column, heading in enumerate(headings):
        if column in without:
            continue
        if learnt:
            chosen = learnt.get(remembered(heading, column, year))
            if chosen:
                exact.append(Match(chosen, column, str(heading), EXACT + 1))
            if chosen is not None:
                continue
        if not isinstance(heading, str) or not heading or len(heading) > 120:
            continue
        words = alike(heading, year)
        if not words:
            continue
        field, score = known.get(words), EXACT
        if field is None and "this year" in words:
            field, score = known.get(words.replace("this year", "").strip()), EXACT - 2
        if field is not None:
            exact.append(Match(field, column, heading, score))
        else:
            rest.append((column, heading, words))
    if fuzzy and rest:
        exact += _like(known, rest, {found.field for found in exact})
    exact.sort(key=lambda found: (-found.score, found.column))
    taken: dict[str, Match] = {}
    twice: list[Match] = []
    for found in exact:
        held = taken.setdefault(found.field, found)
        if held is not found and found.score == held.score >= EXACT:
            twice.append(found)
    return Matched(tuple(sorted(taken.values(), key=lambda m: m.column)), tuple(twice))


def _like(
    known: Mapping[str, str], rest: Sequence[tuple[int, str, str]], taken: set[str]
) -> list[Match]:
    from rapidfuzz import fuzz, process

    choices = [words for words, field in known.items() if field not in taken]
    found: list[Match] = []
    for column, heading, words in rest:
        if len(words) < 4:
            continue  # short words are all alike
        best = process.extractOne(words, choices, scorer=fuzz.ratio, score_cutoff=LIKE)
        if best is None:
            best = process.extractOne(
                words, choices, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE + 4
            )
        if best is not None:
            found.append(Match(known[best[0]], column, heading, round(best[1], 1) - 1))
            continue
        held = set(words.split())
        within = {
            known[phrase]
            for phrase in choices
            if len(phrase) >= 5 and held.issuperset(phrase.split())
        }
        if len(within) == 1:
            found.append(Match(within.pop(), column, heading, WITHIN))
    return found

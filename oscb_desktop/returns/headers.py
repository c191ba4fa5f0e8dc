"""What a heading means: its words made alike, and matched to the fields of a table."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.returns import parts
from oscb_desktop.returns.cells import letter
from oscb_desktop.returns.kinds import Table

EXACT = 100.0
PLAIN = 96.0  # a known heading but for words that add nothing
UNSAID = 94.0  # no heading, over what its neighbours' headings leave no other name for
SPELT = 92.0  # a known heading but for its spelling
LIKE = 86.0  # rapidfuzz's ratio from which two headings are spelt alike
ASKED = 50.0  # holds the words of a known heading and others: only a person can say
_YEAR = re.compile(r"(?<![\d/.£])(?:20)?(\d\d)\s*[-/–—]\s*(?:20)?(\d\d)(?![\d/]|\.\d|-\d)")
_UNITS = re.compile(
    r"(?<=\w\s)pounds$|"
    r"\(?\b(?:in\s+)?(?:thousands?|millions?)\s+(?:of\s+)?(?:£|pounds\b|gbp\b)\s*\)?|"
    r"\(\s*(?:in\s+)?(?:£|gbp|%)?\s*['’]?\s*(?:0{3}s?|k|m|thousands?|millions?|pounds|no\.?|"
    r"number|£|%|gbp|pence|(?:an?\s+)?(?:rates?\s+)?per\s+1[\d,. ]*k?(?:\s+\w+){0,3}|"
    r"(?:as\s+an?\s+)?percent(?:age)?|per\s+cent|count|days)?\s*\)|£\s*['’]?\s*(?:0{3}s?|k\b|m\b|thousands?|millions?)?|['’]000s?\b",
    re.IGNORECASE,
)
_CALLED_A_YEAR = re.compile(r"\b(?:financial|fiscal) year:?\s+(?=20\d\d\s*[-/–—])")
_FY = re.compile(r"\bfye?\s?'?(?:20)?(\d\d)\b(?!\s*[-/–]\s*\d)", re.IGNORECASE)
_NOTES = re.compile(r"\[(?:note\s*)?\w{1,3}\]|[*†‡¹²³⁴⁵⁶⁷⁸⁹]+$", re.IGNORECASE)
_OTHER = re.compile(r"[^a-z0-9+]+")
_IDLE = frozenset({"the", "of", "in", "for", "a", "an", "to", "is", "s"})
_LONGEST = 120  # characters of a heading
THIS_YEAR = "this year"  # what ``alike`` makes of the report's own
_SHORTEST = 4  # letters; shorter words are all alike


# "Received (provisional)" may be all that was received, where no other column says it.
_MAY_COUNT = frozenset({"later", "draft"})


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What words in a heading do: those short for others, those that add or turn nothing."""

    short: dict[str, str]
    idle: dict[str, tuple[str, ...]]
    turning: dict[str, tuple[str, ...]]
    counts: dict[str, tuple[str, ...]]  # what happened, and what there was on a day

    def turns(self, words: str) -> str:
        """Return how words turn a meaning ("earlier", "draft", "running" …), or ""."""
        return _turned(words)


@lru_cache(maxsize=65536)
def _turned(words: str) -> str:
    spoken = set(words.split())
    padded = f" {words} "
    for how, alone, phrases in _turning():
        if not spoken.isdisjoint(alone) or any(phrase in padded for phrase in phrases):
            return how
    return ""


@cache
def _turning() -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    """Return what turns a meaning: how, the single words, and the phrases between spaces."""
    return tuple(
        (
            how,
            frozenset(word for word in every if " " not in word),
            tuple(f" {phrase} " for phrase in every if " " in phrase),
        )
        for how, every in vocabulary().turning.items()
    )


@cache
def vocabulary() -> Vocabulary:
    """Return the words of ``resources/headings/words.toml``."""
    return resources.load(resources.find("headings", "words.toml"), Vocabulary)


class Match(msgspec.Struct, frozen=True):
    """A heading taken for a field: the column's index from 0, the heading, how alike (0–100).

    ``part`` is what the heading says of a part of the year: "to date", "April-December", "P9".
    """

    field: str
    column: int
    heading: str
    score: float
    part: str = ""


class _Unknown(msgspec.Struct, frozen=True):
    """A column whose heading is no known one: its words in one form, its part of the year."""

    column: int
    heading: str
    words: str
    part: str


class Passed(msgspec.Struct, frozen=True):
    """A column that is not taken, and why: "earlier", "later", "draft" … (``Vocabulary.turning``).

    ``year`` is the one that its heading names, where it names one; ``of`` the field that its other
    words are like.
    """

    column: int
    heading: str
    why: str
    year: str = ""
    of: str = ""


class Matched(msgspec.Struct, frozen=True):
    """All that a header row gives a table.

    ``twice`` are columns that say the same as another, ``asked`` those whose heading is only like
    a field's, ``passed`` those that speak of something else.
    """

    matches: tuple[Match, ...] = ()
    twice: tuple[Match, ...] = ()
    asked: tuple[Match, ...] = ()
    passed: tuple[Passed, ...] = ()

    def column(self, field: str) -> int | None:
        """Return the index of the column taken for a field, or None."""
        return next((match.column for match in self.matches if match.field == field), None)

    def without(self, columns: Collection[int]) -> "Matched":
        """Return this without what was made of some columns."""
        return Matched(
            tuple(m for m in self.matches if m.column not in columns),
            tuple(m for m in self.twice if m.column not in columns),
            tuple(m for m in self.asked if m.column not in columns),
            tuple(held for held in self.passed if held.column not in columns),
        )

    def over(self, every: Sequence[Match]) -> "Matched":
        """Return this with other matches, of which the surest for each field is taken."""
        taken, twice = _best_of_each(every)
        in_order = sorted(taken.values(), key=lambda m: m.column)
        return msgspec.structs.replace(self, matches=tuple(in_order), twice=tuple(twice))

    def also(self, more: Sequence[Match], passed: Sequence[Passed] = ()) -> "Matched":
        """Return this with further columns, in their order."""
        if not more and not passed:
            return self
        every = sorted((*self.matches, *more), key=lambda found: found.column)
        return msgspec.structs.replace(self, matches=tuple(every), passed=(*self.passed, *passed))

    @property
    def score(self) -> float:
        """How well the header fits its table: about one for each field found."""
        return sum(match.score for match in (*self.matches, *self.asked)) / EXACT


def year_before(year: str) -> str:
    """Return the financial year before one written "2025-26", or "" where it is not one."""
    named = years_in(year)
    if not named or named[0] != year:
        return ""
    first = int(year[:4]) - 1
    return f"{first}-{(first + 1) % 100:02d}"


def years_in(text: str) -> list[str]:
    """Return the financial years that a heading names as two numbers, written "2025-26"."""
    named = [
        f"20{first}-{last}"
        for first, last in _YEAR.findall(text)
        if (int(first) + 1) % 100 == int(last)
    ]
    return named + [f"20{int(ends) - 1:02d}-{ends}" for ends in _FY.findall(text)]


def without_years(text: str) -> str:
    """Return a text without the financial years in it."""
    return _FY.sub(" ", _YEAR.sub(" ", text))


@lru_cache(maxsize=8192)
def alike(heading: str, year: str = "") -> str:
    """Return a heading's words in one form; the report's year is "this year"."""
    text = _NOTES.sub(" ", heading.strip())  # before a raised 1 becomes a plain one
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _CALLED_A_YEAR.sub("", text)
    if year:
        relative = {year: " this year ", year_before(year): " previous year "}
        text = _YEAR.sub(lambda named: relative.get(f"20{named[1]}-{named[2]}", named[0]), text)
        text = _FY.sub(lambda named: _in_relation(named[1], year), text)
    text = _UNITS.sub(" ", text).replace("&", " and ").replace("%", " percent ")
    words = _OTHER.sub(" ", text.replace("'", "").replace("’", "")).split()
    short = vocabulary().short
    written = " ".join(short.get(word, word) for word in words)
    return " ".join(word for word in written.split() if word not in _IDLE)


@lru_cache(maxsize=65536)
def _read_once(heading: str, year: str) -> tuple[str, str]:
    """Return what a heading says of a part of the year, and its other words in one form."""
    part, rest = parts.split(heading)
    return part, alike(rest, year)


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


def figures_of(table: Table) -> Mapping[str, str]:
    """Return heading, as ``alike`` gives it, → field of figures, be it another field's too."""
    return _synonyms(tuple((f.name, f.label, f.synonyms) for f in table.fields if f.is_figure))


@cache
def _without_idle(named: tuple[tuple[str, str, tuple[str, ...]], ...]) -> dict[str, str]:
    """Return known headings without words that add nothing; none that two fields would share."""
    found: dict[str, set[str]] = {}
    for words, field in _synonyms(named).items():
        found.setdefault(bare(words), set()).add(field)
    return {words: fields.pop() for words, fields in found.items() if words and len(fields) == 1}


def _in_relation(ends: str, year: str) -> str:
    """Return a year written FY26, which ends in 2026, as it stands to the report's."""
    named = f"20{int(ends) - 1:02d}-{ends}"
    relation = {year: " this year ", year_before(year): " previous year "}
    return relation.get(named, f" {named} ")


def _names_of(table: Table) -> dict[str, str]:
    """Return heading without words that add nothing → field of a table."""
    return _without_idle(tuple((f.name, f.label, f.synonyms) for f in table.fields))


def knows(table: Table, headings: Sequence[Any], year: str) -> bool:
    """Whether a table knows one of the headings as it stands: else no header is its own."""
    known, names = synonyms_of(table), _names_of(table)
    for heading in headings:
        if isinstance(heading, str) and heading and len(heading) <= _LONGEST:
            words = _read_once(heading, year)[1]
            if words in known or bare(words.replace("this year", "")) in names:
                return True
    return False


@lru_cache(maxsize=65536)
def bare(words: str) -> str:
    """Return words without those that add nothing to a heading."""
    idle = vocabulary().idle["words"]
    return " ".join(_singular(word) for word in words.split() if word not in idle)


def _singular(word: str) -> str:
    """Return a word without the s of its plural, or of anything: both sides lose it alike."""
    return word[:-1] if len(word) > _SHORTEST and word.endswith("s") else word


def match(
    table: Table,
    headings: Sequence[Any],
    year: str,
    learnt: Mapping[str, str],
    *,
    fuzzy: bool,
    without: Collection[int] = (),
) -> Matched:
    """Match a row of headings to a table's fields.

    What a person chose comes first, then the words that the kind knows, then those but for words
    that add nothing, then those but for their spelling. What only holds known words is asked.
    ``learnt`` maps a heading as ``remembered`` gives it to the field a person chose for it ("" for
    none). Columns ``without`` are spoken for.
    """
    known = synonyms_of(table)
    names = _names_of(table)
    read = [
        _as_learnt(column, heading, year, learnt)
        or _read(table, known, names, column, heading, year)
        for column, heading in enumerate(headings)
        if column not in without
    ]
    found = [one for one in read if isinstance(one, Match)]
    passed = [one for one in read if isinstance(one, Passed)]
    rest = [one for one in read if isinstance(one, _Unknown)]
    asked: list[Match] = []
    if fuzzy:
        spelt, asked, more = _like(table, known, rest, {held.field for held in found}, year)
        found += spelt
        passed += more
    found, more = _one_year_before(table, known, found, year)
    passed += more
    taken, twice = _best_of_each(found)
    asked += _years_alone(table, rest, taken, asked)
    return Matched(
        tuple(sorted(taken.values(), key=lambda m: m.column)),
        tuple(twice),
        tuple(held for held in asked if held.field not in taken),
        tuple(passed),
    )


def _years_alone(
    table: Table, rest: Sequence[_Unknown], taken: Collection[str], asked: Sequence[Match]
) -> list[Match]:
    """Return the columns headed by a year alone, to ask about, where no other is a figure's."""
    if not table.quarters or any(table.field(name).is_figure for name in taken):
        return []
    meant = {THIS_YEAR: table.quarters}
    if table.steady:
        meant["previous year"] = table.steady[1]
    found = [Match(meant[one.words], one.column, one.heading, ASKED, one.part)
             for one in rest if one.words in meant]  # fmt: skip
    return found if asked or any(held.field == table.quarters for held in found) else []


def _best_of_each(found: Sequence[Match]) -> tuple[dict[str, Match], list[Match]]:
    """Return the surest column for each field, and those that say the same as surely spelt."""
    taken: dict[str, Match] = {}
    twice: list[Match] = []
    for one in sorted(found, key=lambda held: (-held.score, held.column)):
        held = taken.setdefault(one.field, one)
        if held is not one and one.score >= SPELT:
            twice.append(one)
    return taken, twice


def _as_learnt(
    column: int, heading: object, year: str, learnt: Mapping[str, str]
) -> Match | Passed | None:
    """Return a column as a person chose for its heading, None where nobody has."""
    if not learnt:
        return None
    chosen = learnt.get(remembered(heading, column, year))
    if chosen is None:
        return None
    if not chosen:
        return Passed(column, str(heading), "asked")
    return Match(chosen, column, str(heading), EXACT + 1)


def _read(
    table: Table,
    known: Mapping[str, str],
    names: Mapping[str, str],
    column: int,
    heading: object,
    year: str,
) -> Match | Passed | _Unknown | None:
    """Return a column as its heading says; None of one that has no words, or too many.

    ``names`` are the ``known`` headings without words that add nothing.
    """
    if not isinstance(heading, str) or not 0 < len(heading) <= _LONGEST:
        return None
    part, words = _read_once(heading, year)
    other = [named for named in years_in(heading) if named not in (year, year_before(year))]
    if other and year:
        return Passed(column, heading, "another year", other[0])
    if not words and part:  # "Year to date" alone is the table's own figure
        return Match(table.quarters or table.need_any[-1], column, heading, PLAIN, part)
    field, score = _known(table, known, names, words)
    if field:
        return Match(field, column, heading, score, part)
    words = _as_year_end(words, year)
    return _Unknown(column, heading, words, part) if words else None


_YEAR_END = re.compile(r"(?:31 |at |as |end )*mar(?:ch)? (?:20)?(\d\d)")


def _as_year_end(words: str, year: str) -> str:
    """Return "this year" for "Mar-26" of the year that ends then, the words themselves else."""
    ends = _YEAR_END.fullmatch(words)
    return _in_relation(ends[1], year).strip() if ends and year else words


def _known(
    table: Table, known: Mapping[str, str], names: Mapping[str, str], words: str
) -> tuple[str, float]:
    """Return the field that a heading's words name, and how surely; "" for none."""
    if words in known:
        return known[words], EXACT
    plain = " ".join(words.replace("this year", "").split())
    if plain in known:
        return known[plain], EXACT - 2
    stripped = bare(plain)
    if stripped in names:
        return names[stripped], PLAIN
    if not stripped and plain != words and THIS_YEAR in known:  # "FY 2025-26"
        return known[THIS_YEAR], PLAIN
    return _of_the_year_before(table, names, stripped)


def _of_the_year_before(table: Table, names: Mapping[str, str], words: str) -> tuple[str, float]:
    """Return the field of the year before where words speak of it: "prior result"."""
    earlier = {_singular(word) for word in vocabulary().turning["earlier"]}
    rest = [word for word in words.split() if word not in earlier]
    if not table.steady or len(rest) == len(words.split()):
        return "", 0.0
    now, before = table.steady
    if not rest or names.get(" ".join(rest)) == now:
        return before, PLAIN
    return "", 0.0


def _one_year_before(
    table: Table, known: Mapping[str, str], found: Sequence[Match], year: str
) -> tuple[list[Match], list[Passed]]:
    """Of several columns of the year before keep the one of the figure it is compared with."""
    before = table.steady[1] if table.steady else ""
    same = [held for held in found if held.field == before and held.score <= EXACT]
    if len(same) < 2:
        return list(found), []
    now = [held for held in same if _of_now(table, known, held.heading, year)]
    if len(now) != 1:
        return list(found), []
    passed = [
        Passed(held.column, held.heading, "earlier", year_before(year))
        for held in same
        if held is not now[0]
    ]
    return [held for held in found if held not in same or held is now[0]], passed


def _of_now(table: Table, known: Mapping[str, str], heading: str, year: str) -> bool:
    """Whether a heading of the year before is of the figure that this year has: "Received"."""
    earlier = {*vocabulary().turning["earlier"], "year"}
    rest = " ".join(word for word in _read_once(heading, year)[1].split() if word not in earlier)
    return (known.get(rest) or _names_of(table).get(bare(rest))) == table.steady[0]


def _like(
    table: Table,
    known: Mapping[str, str],
    rest: Sequence[_Unknown],
    taken: set[str],
    year: str,
) -> tuple[list[Match], list[Match], list[Passed]]:
    """Return what is a known heading misspelt, what only holds one, and what speaks otherwise."""
    spelt: list[Match] = []
    asked: list[Match] = []
    passed: list[Passed] = []
    choices = [words for words, field in known.items() if field not in taken]
    for one in rest:
        field = _misspelt(table, known, one.words)
        turned = vocabulary().turns(one.words)
        if field and field not in taken:
            spelt.append(Match(field, one.column, one.heading, SPELT, one.part))
        elif turned:
            passed.append(_spoken_otherwise(one, turned, figures_of(table), year))
        else:
            asked += [Match(field, one.column, one.heading, ASKED, one.part)
                      for field in _held_in(one.words, known, choices)]  # fmt: skip
    once, doubtful = _sure_and_doubtful(spelt)
    alone = _may_count(passed, {*taken, *(held.field for held in once)})
    in_doubt = {held.column for held in alone}
    others = [held for held in passed if held.column not in in_doubt]
    return once, [*asked, *alone, *doubtful], others


def _may_count(passed: Sequence[Passed], there: Collection[str]) -> list[Match]:
    """Return the columns that speak of something else, but of a field no other column gives."""
    return [
        Match(held.of, held.column, held.heading, ASKED)
        for held in passed
        if held.why in _MAY_COUNT and not held.year and held.of and held.of not in there
    ]


def _sure_and_doubtful(spelt: Sequence[Match]) -> tuple[list[Match], list[Match]]:
    """Return misspelt headings alone for their field, and those of several: they are asked of."""
    counts = Counter(held.field for held in spelt)
    doubtful = [held for held in spelt if counts[held.field] > 1]
    return (
        [held for held in spelt if counts[held.field] == 1],
        [msgspec.structs.replace(held, score=ASKED) for held in doubtful],
    )


def _misspelt(table: Table, known: Mapping[str, str], words: str) -> str:
    """Return the field whose heading is these words but for their spelling, "" for none."""
    corrected = _respelt(words, known)
    return _known(table, known, _names_of(table), corrected)[0] if corrected != words else ""


def _spoken_otherwise(one: _Unknown, turned: str, known: Mapping[str, str], year: str) -> Passed:
    """Return a column whose heading turns the meaning of a known one, with its year and field."""
    named = [other for other in years_in(one.heading) if other != year]
    before = year_before(year) if "previous year" in one.words else ""
    of = _held_in(one.words, known, list(known))
    if not of and THIS_YEAR in one.words and THIS_YEAR in known:
        of = [known[THIS_YEAR]]
    return Passed(
        one.column, one.heading, turned, named[0] if named else before, of[0] if of else ""
    )


def _respelt(words: str, known: Mapping[str, str]) -> str:
    """Return words with those that no heading has put right where one is spelt nearly so.

    None is made or unmade that turns the meaning: "prior" is not "price".
    """
    from rapidfuzz import fuzz, process

    spoken = vocabulary()
    right = {word for phrase in known for word in phrase.split()}
    right |= {"this", "year", "previous", *spoken.idle["words"]}
    fit = [word for word in right if len(word) >= _SHORTEST and not spoken.turns(word)]
    corrected: list[str] = []
    for word in words.split():
        if word in right or len(word) < _SHORTEST or spoken.turns(word) or word.isdigit():
            corrected.append(word)
            continue
        best = process.extractOne(word, fit, scorer=fuzz.ratio, score_cutoff=LIKE - 2)
        corrected.append(best[0] if best else word)
    return " ".join(corrected)


def _held_in(words: str, known: Mapping[str, str], choices: Sequence[str]) -> list[str]:
    """Return the field whose known heading a longer one holds, [] for none or several."""
    held = set(words.split())
    within: dict[str, int] = {}
    for phrase in choices:
        wanted = bare(phrase).split()
        if wanted and len(phrase) >= _SHORTEST and held.issuperset(wanted):
            within[known[phrase]] = max(within.get(known[phrase], 0), len(wanted))
    most = max(within.values(), default=0)
    best = [field for field, count in within.items() if count == most]
    return best if len(best) == 1 else []

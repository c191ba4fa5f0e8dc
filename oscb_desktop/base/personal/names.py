"""Names of children and their families: a forename near an age, a relation or a case word.

A forename alone is nobody's personal data, and none is told in a sentence that names an office.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from oscb_desktop.base.personal import ages, lists
from oscb_desktop.base.personal.found import Finding, Personal, sentence

# Every repetition is bounded, so that the time grows with the text and no faster.
_CAPITAL, _SMALL = "A-ZÀ-ÖØ-ÞĀ-Ž", "a-zß-öø-ÿā-ž"  # accents too: Zoë, Łukasz
_WORD = re.compile(rf"[{_CAPITAL}](?<!\w.)[{_SMALL}]{{2,19}}(?:-[{_CAPITAL}][{_SMALL}]{{1,19}})?\b")
_SURNAME = rf"(?: [{_CAPITAL}][{_SMALL}'’]{{1,19}}(?:-[{_CAPITAL}][{_SMALL}]{{1,19}})?){{0,2}}"
_AGE_BEHIND = re.compile(
    rf"{_SURNAME}(?P<gap>,? ?\(|, |,? (?:is|was|who is|who was|now) | ){ages.THEN}"
    rf"(?P<said>(?i:aged?:? ?))?(?P<age>{ages.NUMBER}){ages.UNIT}"
    r"(?P<close>\)|(?=[.,;:!?\"'”’]{0,2}(?:\s|$)))"
)
_DESCRIBED_BEHIND = re.compile(_SURNAME + ages.DESCRIBED)
_AGE_BEFORE = re.compile(
    rf"\b{ages.NUMBER}[ -](?:years?|yrs?|months?|weeks?)[ -]olds?,? $", re.IGNORECASE
)
# A name that is on no list, by its age: "Kacper, aged 7", and not "Banbury, aged 5 to 11".
_SAID_BEHIND = re.compile(
    rf"(?P<surname>{_SURNAME})(?:,? \(|, ){ages.THEN}aged {ages.NUMBER}\b"
    r"(?![-–+/]| (?:to|and|or|years? (?:to|and|or)|years? old and)\b)"
)
# "Child A (Samuel)"
_LETTERED = re.compile(
    r"\b(?:child|baby|boy|girl|pupil|sibling|young person) [A-Z]{1,2}\d?$", re.IGNORECASE
)
_SAINT = ("St ", "St. ", "Saint ")  # a school's or a church's
_LINKS = frozenset({"of", "to", "called", "named", "is", "was"})  # "the mother of", "a boy called"
_NAME_IS = (" name", " names")  # "the child's name is"
_NEAR = 60  # letters about a name that is a word too, in which a child must be spoken of


def find(text: str) -> Iterator[Finding]:
    """Yield the names of children and their families in a text."""
    known, words = lists.forenames(), lists.words().name_words
    for match in _WORD.finditer(text):
        word = match[0]
        if not known.isdisjoint((word, word.partition("-")[0], _unaccented(word))):
            end = _related(match, text) or _aged(match, text)
        elif word in words:
            end = _aged(match, text, is_word=True)
        else:
            end = _said_to_be_aged(match, text)
        if end and not _is_public(text, match.start(), end):
            yield Finding(
                start=match.start(), end=end, kind=Personal.NAME, words=text[match.start() : end]
            )


@cache
def _behind() -> re.Pattern[str]:
    """Return what stands right behind a name that is a child's or a relative's."""
    relation = lists.any_of((*lists.words().relations, *lists.words().belongings))
    event = lists.any_of(lists.words().events)
    return re.compile(
        rf"{_SURNAME}(?:['’]s? (?:\w{{1,12}} )?(?i:{relation})\b|"
        rf",? and (?:his|her|their) (?:\w{{1,12}} )?(?i:{relation})\b|"
        rf",? \(?(?:his|her|the|their) (?:\w{{1,12}} )?(?i:{relation})\b|"
        rf",? (?:\w{{2,12}}ly )?{event}\b)"
    )


def _related(match: re.Match[str], text: str) -> int:
    """Return where a name ends that a relation, a case or an event makes a child's; 0 for none."""
    behind = _behind().match(text, match.end())
    if behind and not _is_saint(text, match.start()):
        return behind.end()
    return match.end() if _is_introduced(_line_before(match, text, 40)) else 0


def _is_introduced(before: str) -> bool:
    """Whether what stands before a name makes it a child's or a relative's."""
    before = before.rstrip(" ,:(")
    if lists.case_words().end(before) or lists.relations().end(before) or _LETTERED.search(before):
        return True
    rest, _, link = before.rpartition(" ")
    rest = rest.rstrip(",")
    return link in _LINKS and (lists.relations().end(rest) or rest.endswith(_NAME_IS))


def _is_saint(text: str, start: int) -> bool:
    return text.endswith(_SAINT, max(0, start - 6), start)


def _line_before(match: re.Match[str], text: str, most: int) -> str:
    """Return what stands before a name on its line, and no more than ``most`` letters of it."""
    return text[max(0, match.start() - most) : match.start()].rpartition("\n")[2]


def _aged(match: re.Match[str], text: str, *, is_word: bool = False) -> int:
    """Return where a name with an age ends; 0 for none. Names that are words need more."""
    if _AGE_BEFORE.search(_line_before(match, text, 24)):
        return match.end()
    described = _DESCRIBED_BEHIND.match(text, match.end())
    if described:
        return described.end()
    age = _AGE_BEHIND.match(text, match.end())
    if age is None or _is_saint(text, match.start()):
        return 0
    if age["said"] or age["unit"]:
        return age.end()
    if age["gap"] == " " or not ages.may_be_an_age(age["age"], text, age.end()):
        return 0
    near = text[max(0, match.start() - _NEAR) : age.end() + _NEAR]
    return age.end() if not is_word or lists.child_words().are_in(near) else 0


def _said_to_be_aged(match: re.Match[str], text: str) -> int:
    """Return where a name of no list ends that is said to be aged so much; 0 for none."""
    age = _SAID_BEHIND.match(text, match.end())
    if age is None:
        return 0
    words = f"{match[0]}{age['surname']}"
    of_many = words.endswith("s") or lists.people().are_in(words)
    return 0 if of_many else age.end()


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _is_public(text: str, start: int, end: int) -> bool:
    """Whether a name stands in a sentence about an office or a public matter."""
    return lists.offices().are_in(text[slice(*sentence(text, start, end))])

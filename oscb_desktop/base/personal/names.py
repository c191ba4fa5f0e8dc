"""Names of children and their families: a forename near an age, a relation or a case word.

A forename alone is nobody's personal data, and none is told in a sentence that names an office.
"""

import re
from collections.abc import Iterator
from functools import cache

from oscb_desktop.base.personal import ages, lists
from oscb_desktop.base.personal.found import Finding, Personal, sentence

# Every repetition is bounded, so that the time grows with the text and no faster.
_WORD = re.compile(r"[A-Z](?<!\w.)[a-z]{2,19}(?:-[A-Z][a-z]{1,19})?\b")
_SURNAME = r"(?: [A-Z][a-z'’]{1,19}(?:-[A-Z][a-z]{1,19})?){0,2}"
_AGE_BEHIND = re.compile(
    _SURNAME + r"(?P<gap>,? ?\(|, |,? (?:is|was|who is|who was|now|has just turned) | )"
    r"(?P<said>(?i:aged?:? ?))?(?P<age>\d{1,2})" + ages.UNIT + r"(?P<close>\)|(?=[.,;!?]?(?:\s|$)))"
)
_AGE_BEFORE = re.compile(r"\b\d{1,2}[ -](?:years?|yrs?|months?|weeks?)[ -]olds?,? $", re.IGNORECASE)
_LINKS = frozenset({"of", "to", "called", "named", "is", "was"})  # "the mother of", "a boy called"
_NEAR = 60  # letters about a name that is a word too, in which a child must be spoken of


def find(text: str) -> Iterator[Finding]:
    """Yield the names of children and their families in a text."""
    known, words = lists.forenames(), lists.words().name_words
    for match in _WORD.finditer(text):
        word = match[0]
        if word in known or word.partition("-")[0] in known:
            end = _related(match, text) or _aged(match, text)
        elif word in words:
            end = _aged(match, text, is_word=True)
        else:
            continue
        if end and not _is_public(text, match.start(), end):
            yield Finding(
                start=match.start(), end=end, kind=Personal.NAME, words=text[match.start() : end]
            )


@cache
def _behind() -> re.Pattern[str]:
    """Return what stands right behind a name that is a child's or a relative's."""
    relation = lists.any_of(lists.words().relations)
    event = lists.any_of(lists.words().events)
    return re.compile(
        rf"{_SURNAME}(?:['’]s? (?:\w{{1,12}} )?(?i:{relation})\b|"
        rf",? \(?(?:his|her|the|their) (?:\w{{1,12}} )?(?i:{relation})\b|"
        rf",? (?:\w{{2,12}}ly )?{event}\b)"
    )


def _related(match: re.Match[str], text: str) -> int:
    """Return where a name ends that a relation, a case or an event makes a child's; 0 for none."""
    behind = _behind().match(text, match.end())
    if behind:
        return behind.end()
    return match.end() if _is_introduced(_line_before(match, text, 40)) else 0


def _is_introduced(before: str) -> bool:
    """Whether what stands before a name makes it a child's or a relative's."""
    before = before.rstrip(" ,:(")
    if lists.case_words().end(before) or lists.relations().end(before):
        return True
    rest, _, link = before.rpartition(" ")
    return link in _LINKS and lists.relations().end(rest.rstrip(","))


def _line_before(match: re.Match[str], text: str, most: int) -> str:
    """Return what stands before a name on its line, and no more than ``most`` letters of it."""
    return text[max(0, match.start() - most) : match.start()].rpartition("\n")[2]


def _aged(match: re.Match[str], text: str, *, is_word: bool = False) -> int:
    """Return where a name with an age ends; 0 for none. Names that are words need more."""
    if _AGE_BEFORE.search(_line_before(match, text, 24)):
        return match.end()
    age = _AGE_BEHIND.match(text, match.end())
    if age is None:
        return 0
    if age["said"] or age["unit"]:
        return age.end()
    if age["gap"] == " " or not ages.may_be_an_age(age["age"], text, age.end()):
        return 0
    near = text[max(0, match.start() - _NEAR) : age.end() + _NEAR]
    return age.end() if not is_word or lists.child_words().are_in(near) else 0


def _is_public(text: str, start: int, end: int) -> bool:
    """Whether a name stands in a sentence about an office or a public matter."""
    return lists.offices().are_in(text[slice(*sentence(text, start, end))])

"""A child's initials, or its letter, with an age: J.S. (14), JS aged 4, child A, 14."""

import re
from collections.abc import Iterator
from itertools import chain

from oscb_desktop.base.personal import ages, lists
from oscb_desktop.base.personal.found import Finding, Personal, sentence

# Every repetition is bounded, so that the time grows with the text and no faster; each pattern
# begins with what it looks for, and then looks behind.
_INITIALS = (
    r"(?P<initials>[A-Z](?<![\w.&/-].)(?:\. ?[A-Z]\.?(?: ?[A-Z]\.?)?| ?[A-Z]|[A-Z]{2}))(?![\w&/])"
)
_GAP = rf"(?P<gap>,? ?\(|, ?|,? (?:is|was|who is|who was|now) | ){ages.THEN}"
_AGE = (
    rf"(?P<said>(?i:aged?:? ?))?(?P<age>{ages.NUMBER})(?![\w%/]|[.,]\d| ?%)"
    + ages.UNIT
    + r"(?P<close>\))?"
)
_THEN_AGE = re.compile(_INITIALS + _GAP + _AGE)
_THEN_DESCRIBED = re.compile(_INITIALS + ages.DESCRIBED)
_AGE_THEN = re.compile(
    rf"(?<!\w){ages.NUMBER}[ -](?:years?|yrs?|months?|weeks?)[ -]old,? "
    r"(?:(?:child|boy|girl|baby|pupil|called|known as),? ){0,2}" + _INITIALS
)
_LETTERED = re.compile(r"(?P<letter>[A-Z](?<![\w.&/-].)[A-Z]?\d?)" + _GAP + _AGE)
_CHILD = (
    "child",
    "sibling",
    "boy",
    "girl",
    "baby",
    "pupil",
    "young person",
    "yp",
    "twin",
    "sister",
    "brother",
    "son",
    "daughter",
)


def find(text: str) -> Iterator[Finding]:
    """Yield the initials with an age in a text."""
    for match in _THEN_AGE.finditer(text):
        if _is_childs(match, text):
            yield _found(match)
    for match in chain(_AGE_THEN.finditer(text), _THEN_DESCRIBED.finditer(text)):
        if not _is_acronym(match["initials"]):
            yield _found(match)
    for match in _LETTERED.finditer(text):
        if text[max(0, match.start() - 15) : match.start()].casefold().rstrip().endswith(
            _CHILD
        ) and (
            match["said"] or match["unit"] or ages.may_be_an_age(match["age"], text, match.end())
        ):
            yield _found(match)


def _is_childs(match: re.Match[str], text: str) -> bool:
    """Whether initials and a number are a child and its age, and not a body and a count."""
    if _is_acronym(match["initials"]):
        return False
    if not (match["said"] or match["unit"] or _is_plain_age(match, text)):
        return False
    around = text[slice(*sentence(text, match.start(), match.end()))]
    if lists.offices().are_in(around):
        return False
    plain = not (match["said"] or match["unit"] or "." in match["initials"])
    return not plain or lists.child_words().are_in(around)


def _is_plain_age(match: re.Match[str], text: str) -> bool:
    """Whether a number without a word for an age may be one, as it stands."""
    if match["gap"] == " " or ("(" in match["gap"] and not match["close"]):
        return False
    return ages.may_be_an_age(match["age"], text, match.end())


def _is_acronym(initials: str) -> bool:
    return initials.replace(".", "").replace(" ", "") in lists.words().acronyms


def _found(match: re.Match[str]) -> Finding:
    return Finding(start=match.start(), end=match.end(), kind=Personal.INITIALS, words=match[0])

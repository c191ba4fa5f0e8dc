"""Dates of birth: a date beside a word for birth, a child or an age."""

import re
from collections.abc import Iterator
from itertools import chain

from oscb_desktop.base.personal import ages
from oscb_desktop.base.personal.found import Finding, Personal, sentence

# Every repetition is bounded, so that the time grows with the text and no faster; each pattern
# begins with what it looks for, and then looks behind.
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    "Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_YEAR = r"(?:19|20)?\d{2}"
_DATE = re.compile(
    rf"\d(?<![\w/.-].)(?:\d?(?P<mark>[/.-])\d{{1,2}}(?P=mark){_YEAR}|\d{{3}}-\d{{2}}-\d{{2}}|"
    rf"\d?(?:st|nd|rd|th)?(?: of)?[ -](?i:{_MONTHS}),?[ -]{_YEAR})(?![\w/]|[.-]\d)"
)
_MONTH_FIRST = re.compile(
    rf"[A-Z](?<!\w.)[a-z]{{2,8}} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}(?![\w/]|[.-]\d)"
)
_A_MONTH = re.compile(rf"(?:{_MONTHS})\b")
_BORN = re.compile(
    r"\bd\.? ?o\.? ?b\b|\b(?:date of birth|birth ?date|birthday|born)\b", re.IGNORECASE
)
# "Child A, 12/03/2019" is a birth; "child protection conference, 12/03/2025" is none.
_CHILD = re.compile(
    r"\b(?:child|boy|girl|baby|infant|toddler|pupil|son|daughter)"
    r"(?: [A-Z]{1,2}\d?)?[ ,:;(\[-]{1,4}$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:on|by|since|from|in|until|before|after|of|at)\s{0,2}(?:the )?$", re.IGNORECASE
)
_DATE_OF_BIRTH = re.compile(
    r"\b(?:d\.? ?o\.? ?b\b|date of birth|birth ?date|birthday)", re.IGNORECASE
)
_ABBREVIATED = re.compile(
    r"(?:\bd\. ?o\. ?b\.|\bb\.)\W{1,4}$", re.IGNORECASE
)  # its full stop ends nothing
# "Children born after 1 September 2020" are a year's intake.
_COHORT = re.compile(
    r"\b(?:children|those|babies|pupils|people|anyone|everyone|births?) (?:who (?:were|are|was) )?"
    r"(?:born )?(?:on or )?(?:after|before|since|between|from|until|up to)\b",
    re.IGNORECASE,
)
_BEFORE, _BEHIND = 30, 14  # letters from a date within which a word says what it is
_FAR_BEFORE = 60  # the same of words that can mean nothing else


def find(text: str) -> Iterator[Finding]:
    """Yield the dates of birth in a text."""
    for match in chain(_DATE.finditer(text), _MONTH_FIRST.finditer(text)):
        if match.re is _MONTH_FIRST and not _A_MONTH.match(match[0]):
            continue
        first, last = sentence(text, match.start(), match.end())
        before = text[max(first, match.start() - _BEFORE) : match.start()]
        behind = text[match.end() : min(last, match.end() + _BEHIND)]
        far = text[max(first, match.start() - _FAR_BEFORE) : match.start()]
        near = text[max(0, match.start() - 12) : match.start()]
        if _DATE_OF_BIRTH.search(far) or _ABBREVIATED.search(near) or _is_birth(before, behind):
            yield Finding(start=match.start(), end=match.end(), kind=Personal.BIRTH, words=match[0])


def _is_birth(before: str, behind: str) -> bool:
    if _COHORT.search(before):
        return False
    if _BORN.search(before) or _BORN.search(behind) or _CHILD.search(before):
        return True
    aged = ages.SAID.search(before) or ages.SAID.search(behind)
    return aged is not None and not _EVENT.search(before)

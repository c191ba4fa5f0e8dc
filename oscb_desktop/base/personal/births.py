"""Dates of birth: a date beside a word for birth, a child or an age."""

import re
from collections.abc import Iterator
from itertools import chain

from oscb_desktop.base.personal import ages, lists
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
_HE_OR_SHE = re.compile(r"\b(?:he|she|mum|dad) \($", re.IGNORECASE)
# A date that is none but beside a word for birth: a month, a year, a day, eight figures.
_MONTH = rf"(?i:{_MONTHS})\b\.?"
_LOOSE = (
    rf"(?:\d{{8}}|\d{{6}}|(?:19|20)\d\d(?:-\d\d-\d\d)?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}(?:,?[ -]?['’]?{_YEAR})?|"
    rf"{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,?[ -]['’]?{_YEAR})?|"
    rf"\d{{1,2}} ?[/. -] ?\d{{1,2}}(?: ?[/. -] ?{_YEAR})?|\d{{1,2}} ?[/.-] ?(?:19|20)\d\d)"
    r"(?![\w/]|[.-]\d)"
)
_SAID_BEFORE = re.compile(
    r"(?=[BDMTYbdmty])\b(?:(?P<sure>d\.? ?o\.? ?b\b\.?|y\.? ?o\.? ?b\b\.?|"
    r"(?:date|year|month|day) of birth|"
    r"birth ?(?:date|day|year)|birthday)|(?P<born>born)|"
    rf"turn(?:s|ed|ing) {ages.NUMBER})"
    r"[ :,;=(\[-]{1,4}(?:(?:is|was|be|on|in|the|early|late|mid|about|around|of|year|month|falls|"
    r"c\.|sometime|approximately|given as|recorded as|\w{3,6}day),? ){0,5}"
    rf"(?P<date>{_LOOSE})",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"\b(?:king|queen|royal|jubilee|bank holiday)\b", re.IGNORECASE)
# "Babies born in 2024" are a year's.
_MANY = re.compile(
    r"\b(?:children|babies|pupils|people|those|boys|girls|infants|cohort|everyone|anyone|all|"
    r"births|learners|students|residents|adults|mothers|patients)"
    r"(?: (?:who|were|are|was|that|aged|not|also)){0,3} $",
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
_NAMED_BEFORE = re.compile(r"(?:[A-Z]\.?[A-Z]\.?|[A-Z][a-z]{2,15}),? \(?(?:(?:who )?(?:was|is) )?$")
_BEFORE, _BEHIND = 30, 14  # letters from a date within which a word says what it is
_FAR_BEFORE = 60  # the same of words that can mean nothing else


def find(text: str) -> Iterator[Finding]:
    """Yield the dates of birth in a text."""
    for match in _SAID_BEFORE.finditer(text):
        if _is_said(match, text):
            start, end = match.span("date")
            yield Finding(start=start, end=end, kind=Personal.BIRTH, words=match["date"])
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


def _is_said(match: re.Match[str], text: str) -> bool:
    """Whether a month, a year or a day beside a word for birth is one person's."""
    first, last = sentence(text, match.start(), match.end())
    around = text[first:last]
    if match["sure"] or not match["born"]:
        return _PUBLIC.search(around) is None
    return not _MANY.search(text[first : match.start()]) and (
        lists.is_about_a_child(around)
        or _NAMED_BEFORE.search(text[first : match.start()]) is not None
    )


def _is_birth(before: str, behind: str) -> bool:
    if _COHORT.search(before):
        return False
    child = _CHILD.search(before) or _HE_OR_SHE.search(before)
    if _BORN.search(before) or _BORN.search(behind) or child:
        return True
    aged = ages.SAID.search(before) or ages.SAID.search(behind)
    return aged is not None and not _EVENT.search(before)

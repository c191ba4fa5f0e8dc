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
_GAP = rf"(?P<gap>,? ?[(\[]|, ?|,? (?:is|was|who is|who was|now) | ?- ?| ){ages.THEN}"
_AGE = (
    rf"(?P<said>(?i:aged?:? ?))?(?P<age>{ages.NUMBER})"
    + ages.UNIT
    + r"(?![\w%/]|[.,]\d| ?%)(?P<close>[)\]])?"
)
_THEN_AGE = re.compile(_INITIALS + _GAP + _AGE)
_THEN_DESCRIBED = re.compile(_INITIALS + ages.DESCRIBED)
_AGE_THEN = re.compile(
    rf"(?<!\w){ages.NUMBER}[ -](?:years?|yrs?|months?|weeks?)[ -]old,? "
    r"(?:(?:child|boy|girl|baby|pupil|called|known as),? ){0,2}" + _INITIALS
)
_LETTERED = re.compile(r"(?P<letter>[A-Z](?<![\w.&/-].)[A-Z]?\d?\.?)[\"'”’]?" + _GAP + _AGE)
_SO_MUCH = rf"{ages.NUMBER}{ages.UNIT}(?! ?(?:-|to|and|or) ?\d)(?![\w%/]|[.,]\d| ?%)"
_SAID = rf"(?i:aged?:? ){_SO_MUCH}"
# "J, aged 4," and "j.s., aged 4"
_ONE_LETTER = re.compile(r"(?P<initials>[A-Z](?<![\w.&/'’-].))\.?(?:,? ?[(\[]|\)?, | - )" + _SAID)
_SMALL_LETTERS = re.compile(
    r"(?P<initials>[a-z](?<![\w.].)\. ?[a-z]\.)(?<!e\.g\.)(?<!i\.e\.)(?<!a\.m\.)(?<!p\.m\.)"
    r"(?:,? ?[(\[]|, | - | )" + _SAID
)
_AGE_FIRST = re.compile(rf"[Aa](?<!\w.)(?i:ged?:? ){_SO_MUCH}(?:,? ?[(\[]|, | - ){_INITIALS}")
_TURNED = re.compile(_INITIALS + ages.TURNED)
_AT_SCHOOL = re.compile(_INITIALS + ages.AT_SCHOOL)
_DOTTED = re.compile(r"(?P<initials>[A-Z](?<![\w.&/,-].)(?<!,.)(?<!, .)\.) ?[(\[]\d{1,2}[)\]]")
_PAIR = re.compile(
    r"(?P<initials>[A-Z](?<![\w.].)\.?[A-Z]?\.?)(?:, [A-Z]\.?[A-Z]?\.?){0,4} and [A-Z]\.?[A-Z]?\.?"
    rf"(?:,? ?\(|, )(?:(?:aged )?{ages.NUMBER}(?:, {ages.NUMBER}){{0,4}} and|both(?: aged)?) "
    rf"{ages.NUMBER}(?![\w%/]|[.,]\d)"
)
_A_GROUP = re.compile(
    r"\b(?:part|group|cohort|band|set|class|team|category|option|phase|tier|panel|table|annex|"
    r"appendix|section|area|school|vitamin|hepatitis|smith|jones) $",
    re.IGNORECASE,
)
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


_CHILDREN = ("siblings", "sibling", "twins", "brothers", "sisters", "children", "boys", "girls")


def find(text: str) -> Iterator[Finding]:
    """Yield the initials with an age in a text."""
    yield from map(_found, (m for m in _THEN_AGE.finditer(text) if _is_childs(m, text)))
    for match in chain(_AGE_THEN.finditer(text), _THEN_DESCRIBED.finditer(text)):
        if not _is_acronym(match["initials"]):
            yield _found(match)
    yield from map(_found, _SMALL_LETTERS.finditer(text))
    for match in _PAIR.finditer(text):
        if _before(match, text).endswith(_CHILDREN):
            yield _found(match)
    for match in chain(_ONE_LETTER.finditer(text), _AGE_FIRST.finditer(text)):
        if _is_no_group(match, text):
            yield _found(match)
    for match in chain(_TURNED.finditer(text), _AT_SCHOOL.finditer(text), _DOTTED.finditer(text)):
        if not _is_acronym(match["initials"]) and _is_of_a_case(match, text):
            yield _found(match)
    yield from map(_found, (m for m in _LETTERED.finditer(text) if _is_lettered_child(m, text)))


def _is_lettered_child(match: re.Match[str], text: str) -> bool:
    """Whether a letter in quotation marks behind "child" has an age: child "P" aged 3."""
    before = text[max(0, match.start() - 16) : match.start()].casefold()
    if not before.rstrip(" \"'“‘").endswith(_CHILD):
        return False
    said = match["said"] or match["unit"]
    return bool(said or ages.may_be_an_age(match["age"], text, match.end()))


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


def _before(match: re.Match[str], text: str) -> str:
    """Return what stands before initials, in small letters and without the marks between."""
    return text[max(0, match.start() - 16) : match.start()].casefold().rstrip(" ,:(\"'“‘")


def _is_no_group(match: re.Match[str], text: str) -> bool:
    """Whether a letter or initials with an age said so are a child's: "group B, aged 4" is none."""
    before = text[max(0, match.start() - 15) : match.start()]
    if _A_GROUP.search(before) or _is_acronym(match["initials"]):
        return False
    around = text[slice(*sentence(text, match.start(), match.end()))]
    return not lists.offices().are_in(around)


def _is_of_a_case(match: re.Match[str], text: str) -> bool:
    """Whether the sentence about initials speaks of a child or of what befell one."""
    around = text[slice(*sentence(text, match.start(), match.end()))]
    if lists.offices().are_in(around):
        return False
    return lists.is_about_a_child(around) or lists.events().are_in(around)


def _is_plain_age(match: re.Match[str], text: str) -> bool:
    """Whether a number without a word for an age may be one, as it stands."""
    bracket = "(" in match["gap"] or "[" in match["gap"]
    if match["gap"] == " " or "-" in match["gap"] or (bracket and not match["close"]):
        return False
    return ages.may_be_an_age(match["age"], text, match.end())


def _is_acronym(initials: str) -> bool:
    return initials.replace(".", "").replace(" ", "") in lists.words().acronyms


def _found(match: re.Match[str]) -> Finding:
    return Finding(start=match.start(), end=match.end(), kind=Personal.INITIALS, words=match[0])

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
_SURNAME = (
    rf"(?: [{_CAPITAL}](?:[{_SMALL}'’]{{1,19}}(?:-[{_CAPITAL}][{_SMALL}]{{1,19}})?|\b\.?)){{0,2}}"
)
_AGE_BEHIND = re.compile(
    rf"{_SURNAME}(?P<gap>,? ?[(\[]|, |,? (?:is|was|who is|who was|now) | - | ){ages.THEN}"
    rf"(?P<said>(?i:aged?:? ?))?(?P<age>{ages.NUMBER}){ages.UNIT}"
    r"(?P<close>[)\]]|(?=[.,;:!?\"'”’]{0,2}(?:\s|$)))"
)
_TURNED_BEHIND = re.compile(_SURNAME + ages.TURNED)
_AT_SCHOOL_BEHIND = re.compile(_SURNAME + ages.AT_SCHOOL)
# What is said of a person behind a name and an age, and of no season or virtue.
_PERSON_DOES = re.compile(
    r",? (?:(?:is|was|were|has been|had been) (?:well )?(?:known|seen|placed|excluded|taken|found|"
    r"on a|at risk|missing|in care|removed|referred|living|visited|admitted|moved|born|adopted|"
    r"hurt|injured|harmed|assessed)|went|told|said|lives|lived|did not|disclosed|attends|"
    r"attended|moved|has (?:a|no)|had (?:a|no)|and (?:his|her|their))\b"
)
# "Ruby was three when": of nothing else is an age told so.
_IS, _WHEN = re.compile(r"\b(?:is|was) $"), re.compile(r",? when\b")
_KIN = re.compile(
    r"['’]s (?:\w{1,12} )?(?:great-)?(?:mother|mum|father|dad|brother|sister|sibling|son|"
    r"daughter|nephew|"
    r"niece|cousin|uncle|aunt|auntie|nan|gran|granny|grand\w{2,8}|step\w{3,8}|twin|"
    r"social worker|foster carers?|parents)\b",
    re.IGNORECASE,
)
_KIN_BEFORE = re.compile(
    r"\b(?:his|her|their|the) (?:\w{1,12} )?(?:mother|mum|father|dad|brother|sister|son|daughter|"
    r"nephew|niece|cousin|uncle|aunt|gran|granny|grandmother|grandfather|twin)"
    r"(?:,|,? called|,? named| of)? [\"'“‘]?$|"
    r"\b(?:a|the|this|one) (?:\w{1,12} )?(?:girl|boy|child|pupil|baby|teenager)"
    r"(?:,? (?:called|named) [\"'“‘]?|[,:]? [\"'“‘])$",
    re.IGNORECASE,
)
_TITLES = ("Mr ", "Mrs ", "Ms ", "Miss ")
_TIMES = frozenset({"April", "June", "Autumn", "Summer", "Winter", "Dawn"})
_PLACES = re.compile(
    r"\b(?:towns|cities|wards|estates|localities|districts|villages|boroughs|parishes|regions|"
    r"hubs|schools|streets|constituencies|centres|rooms|teams|clubs)\b"
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
_SAINT = ("St ", "St. ", "Saint ", "King ", "Queen ", "Pope ", "Prince ", "Princess ")
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
            end = _of_kin(match, text) or _aged(match, text, is_word=True)
        else:
            end = _said_to_be_aged(match, text) or _titled(match, text)
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
        rf",? \(?(?i:{relation}) (?:of|to|for) (?:the|this) (?:\w{{1,12}} )?"
        r"(?:child|children|baby|infant|boy|girl|pupil|teenager|twins|siblings|young person)\b|"
        rf",? (?:\w{{2,12}}ly )?{event}\b(?! in \w{{2,20}}['’]s\b))"
    )


def _related(match: re.Match[str], text: str) -> int:
    """Return where a name ends that a relation, a case or an event makes a child's; 0 for none."""
    behind = _behind().match(text, match.end())
    if behind and not _is_saint(text, match.start()):
        return behind.end()
    return match.end() if _is_introduced(_line_before(match, text, 40)) else 0


def _is_introduced(before: str) -> bool:
    """Whether what stands before a name makes it a child's or a relative's."""
    before = before.rstrip(" ,:(\"'“‘")
    if lists.case_words().end(before) or lists.relations().end(before) or _LETTERED.search(before):
        return True
    rest, _, link = before.rpartition(" ")
    rest = rest.rstrip(",")
    return link in _LINKS and (lists.relations().end(rest) or rest.endswith(_NAME_IS))


def _of_kin(match: re.Match[str], text: str) -> int:
    """Return where a name that is a word ends that kin makes a person's; 0 for none."""
    kin = _KIN.match(text, match.end())
    if kin:
        return kin.end()
    return match.end() if _KIN_BEFORE.search(_line_before(match, text, 40)) else 0


def _titled(match: re.Match[str], text: str) -> int:
    """Return where a surname with a title and a relation ends: "Mrs Smith, the mother of"."""
    if not text.endswith(_TITLES, max(0, match.start() - 5), match.start()):
        return 0
    behind = _behind().match(text, match.end())
    return behind.end() if behind else 0


def _is_saint(text: str, start: int) -> bool:
    return text.endswith(_SAINT, max(0, start - 9), start)


def _line_before(match: re.Match[str], text: str, most: int) -> str:
    """Return what stands before a name on its line, and no more than ``most`` letters of it."""
    return text[max(0, match.start() - most) : match.start()].rpartition("\n")[2]


def _aged(match: re.Match[str], text: str, *, is_word: bool = False) -> int:
    """Return where a name with an age ends; 0 for none. Names that are words need more."""
    if _AGE_BEFORE.search(_line_before(match, text, 24)):
        return match.end()
    if _is_saint(text, match.start()):
        return 0
    for said in (_DESCRIBED_BEHIND, _TURNED_BEHIND, _AT_SCHOOL_BEHIND):
        behind = said.match(text, match.end())
        if behind and match[0] not in _TIMES:
            return behind.end()
    age = _AGE_BEHIND.match(text, match.end())
    if age is None or not _may_be_aged(age, text):
        return 0
    return _aged_so(match, age, text, is_word=is_word)


def _aged_so(match: re.Match[str], age: re.Match[str], text: str, *, is_word: bool) -> int:
    """Return where the age behind a name ends, if it is the name's; 0 where it is a town's."""
    if age["said"] or (age["unit"] and not is_word):
        return age.end()
    near = text[max(0, match.start() - _NEAR) : age.end() + _NEAR]
    of_a_child = lists.child_words().are_in(near)
    if is_word:
        does = match[0] not in _TIMES and (
            _PERSON_DOES.match(text, age.end())
            or (_IS.search(age["gap"]) and _WHEN.match(text, age.end()))
        )
        return age.end() if of_a_child or does else 0
    return age.end() if of_a_child or not _PLACES.search(near) else 0


def _may_be_aged(age: re.Match[str], text: str) -> bool:
    """Whether what stands behind a name may be an age: it is said to be, or may be as it stands."""
    if age["said"] or age["unit"]:
        return True
    return age["gap"] not in {" ", " - "} and ages.may_be_an_age(age["age"], text, age.end())


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

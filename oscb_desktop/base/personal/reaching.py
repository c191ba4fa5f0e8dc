"""How a person is reached: postcode, e-mail address, telephone number."""

import re
from collections.abc import Iterator
from itertools import chain

from msgspec.structs import replace

from oscb_desktop.base.personal import lists
from oscb_desktop.base.personal.found import Finding, Personal, sentence

# Every repetition is bounded, so that the time grows with the text and no faster; each pattern
# begins with what it looks for, and then looks behind.
POSTCODE = re.compile(
    r"(?P<area>[A-Za-z](?<!\w.)[A-Za-z]?)(?:\d\d?|\d[A-Za-z])(?P<space>[ .-]{0,2})"
    r"(?P<inward>\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\b"
)
_ORDINAL = re.compile(r"1st|2nd|3rd|\d(?:th|hr|yr|ft|lb)", re.IGNORECASE)
_POSTED = re.compile(
    r"\b(?:post ?code|address|li(?:ves?|ved|ving)|home|house|flat|moved|resid\w{1,6})\b",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[^\W\d][\w-]{0,62}(?![\w@])")
# "jo.bloggs [at] example.com", "jo.bloggs at example dot com"
_SPELT = re.compile(
    r"(?:[\[({<] ?at ?[\])}>] ?[\w-]{1,63}(?:(?: ?[\[({<] ?(?:dot|\.) ?[\])}>] ?| dot |\.)"
    r"[\w-]{1,63}){1,5}|"
    r"\bat [\w-]{1,63}(?: dot [\w-]{1,63}){1,5})(?![\w@])",
    re.IGNORECASE,
)
_DOT = re.compile(r" ?[\[({<] ?(?:dot|\.) ?[\])}>] ?| dot ", re.IGNORECASE)
_AT = re.compile(r"^(?:@|[\[({<] ?at ?[\])}>]|at ) ?", re.IGNORECASE)
_MAILBOX = re.compile(r" ?[\w+'][\w.+'-]{0,63}")  # read from its end
_TELEPHONE = re.compile(
    r"[+(0](?<![\w£$.,/+-].)(?:(?<=\+)44[ .-]?(?:\(0\)[ .-]?)?|(?<=\()0|"
    r"(?<=0)(?:044[ .-]?(?:\(0\)[ .-]?)?)?)[1-9](?:[ )./_-]{0,3}\d){8,9}(?![\w/]|[.,-]\d)"
)
_RINGS = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|number|ring|rang|call|text)\b[^\n]{0,12}$", re.IGNORECASE
)

_PERSON = re.compile(r"[A-Za-z]{1,20}[._-][A-Za-z][\w.-]{1,40} ?[@\[({<]")  # "sam.officer@"
# "The school rang 01632 …": whoever used it, it is not theirs.
_USED = re.compile(
    r"\b(?:rang|rung|called|phoned|dialled|texted|messaged|given|from|using)\s{0,2}$", re.IGNORECASE
)
_CODE = 3  # figures: no number's code has fewer
_AROUND_LABELS = " \t:.,;()[]-–—•·*|"


def find(text: str) -> Iterator[Finding]:
    """Yield the postcodes, e-mail addresses and telephone numbers in a text."""
    for match in chain(_DOMAIN.finditer(text), _SPELT.finditer(text)):
        mailbox = _MAILBOX.match(text[max(0, match.start() - 65) : match.start()][::-1])
        if mailbox is not None:
            domain = "@" + _DOT.sub(".", _AT.sub("", match[0])).casefold()
            start = match.start() - mailbox.end()
            found = _found(Personal.EMAIL, start, match.end(), text)
            yield replace(found, office=_is_office_address(found, domain, text))
    for match in POSTCODE.finditer(text):
        if _is_postcode(match, text):
            yield _found(Personal.POSTCODE, match.start(), match.end(), text)
    for match in _TELEPHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0].replace("(0)", ""))
        national = "0" + digits.removeprefix("00").removeprefix("44").lstrip("0")
        rings = _RINGS.search(text[max(0, match.start() - 25) : match.start()]) is not None
        if _is_telephone(match[0], national, rings=rings):
            public = national.startswith(("03", "08"))
            landline = national.startswith(("01", "02"))
            yield _found(
                Personal.TELEPHONE, match.start(), match.end(), text,
                office=public, landline=landline,
            )  # fmt: skip


def _is_postcode(match: re.Match[str], text: str) -> bool:
    """Whether letters and figures are a postcode: how they are written says so, or the sentence."""
    words, space = match[0], match["space"]
    if match["area"].upper() not in lists.words().postcode_areas:
        return False
    if words.isupper() and space in {"", " "}:
        return bool(space) or len(words) > 5  # "E11AB" may be any code
    if _ORDINAL.fullmatch(match["inward"]):
        return False
    if space == " ":
        return True
    around = text[slice(*sentence(text, match.start(), match.end()))]
    return _POSTED.search(around) is not None


def _is_telephone(words: str, national: str, *, rings: bool) -> bool:
    """Whether digits are as many, and grouped, as a telephone number's, not a code's or a date's.

    What is called a telephone's number may be grouped in any way. Source: Ofcom, National
    Telephone Numbering Plan: 10 digits behind the 0, 9 for a few in 01.
    """
    if national[1] in "46":
        return False
    groups = re.split(r"\D+", words.strip("()"))
    spaced = len(groups) > 1
    short_groups = sum(len(group) < 3 for group in groups) > 1 and not words.startswith(("+", "00"))
    short_code = spaced and words[0] != "+" and len(groups[0]) < _CODE
    if not rings and (len(groups) > 5 or short_groups or short_code):
        return False
    return len(national) == 11 or (len(national) == 10 and national[1] == "1" and spaced)


def _found(
    kind: Personal, start: int, end: int, text: str, *, office: bool = False, landline: bool = False
) -> Finding:
    first, last = sentence(text, start, end)
    before, behind = text[first:start], text[end:last]
    office = office or _is_contact(before, behind, _line(text, start, end))
    # "Tel: 01865 …" stands alone in the contact box of every report, a child's mobile in none.
    labelled = landline and _is_labelled(before, lists.media_labels())
    office = office or (labelled and not lists.is_about_a_child(f"{before} {behind}"))
    return Finding(start=start, end=end, kind=kind, words=text[start:end], office=office)


def _line(text: str, start: int, end: int) -> str:
    """Return what stands about ``text[start:end]`` in its line, at most 200 letters each way."""
    before = text[max(0, start - 200) : start].rpartition("\n")[2]
    return before + " " + text[end : end + 200].partition("\n")[0]


def _is_office_address(found: Finding, domain: str, text: str) -> bool:
    """Whether an e-mail address is an office's: a person's own needs more to say so than most."""
    named = _PERSON.match(found.words) is not None
    if domain.endswith(lists.words().public_domains):
        of_a_society = domain.endswith(lists.words().society_domains)
        return found.office or not (named and of_a_society)
    if not found.office or domain.removeprefix("@").startswith(lists.words().private_domains):
        return False
    before = text[sentence(text, found.start, found.end)[0] : found.start]
    return not named or ":" in before


def _is_contact(before: str, behind: str, line: str) -> bool:
    """Whether the words around say that it is somebody's at work, and not a family's.

    A post or an office does, wherever it stands in the sentence. "Completed by" does as a label
    only. "Tel" and "E-mail" say nothing of whose the number or address is: they need an office
    somewhere in the line.
    """
    if _USED.search(before):
        return False
    if lists.is_about_a_child(f"{before} {behind}"):
        return False
    around = lists.services().sub(" ", f"{before} {behind}")
    if lists.contacts().are_in(around) or _is_labelled(before, lists.role_labels()):
        return True
    return _is_labelled(before, lists.media_labels()) and _names_an_office(line)


def _names_an_office(line: str) -> bool:
    """Whether a line names an office, a post or an office's address, and no child or family."""
    if lists.is_about_a_child(line):
        return False
    small = line.casefold()
    named = "@" in small and any(map(small.__contains__, lists.words().public_domains))
    return named or lists.contacts().are_in(lists.services().sub(" ", line))


def _is_labelled(before: str, labels: lists.Phrases) -> bool:
    """Whether a label begins the sentence, or stands right before what was found."""
    begins, ends = before.strip(_AROUND_LABELS), before.rstrip(_AROUND_LABELS)
    return labels.begin(begins) or labels.end(ends)
